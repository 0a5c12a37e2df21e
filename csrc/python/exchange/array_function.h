/* array_function: NumPy's functions that are no ufuncs, called with a Tensor.
 *
 * The implementation in ctensor/_numpy runs; where there is none, or it does not do
 * what the arguments ask, ctensor._numpy.fallback lets NumPy compute on arrays over
 * the tensors' memory, or refuses when a gradient would be lost. */
#ifndef CT_PYTHON_EXCHANGE_ARRAY_FUNCTION_H
#define CT_PYTHON_EXCHANGE_ARRAY_FUNCTION_H

#include "python/concept.h"

extern const ct_concept ct_array_function_concept;

#endif
