/* ufunc: NumPy's universal functions on Tensors (__array_ufunc__).
 *
 * `ndarray + Tensor` comes here, since NumPy turns its operators into ufuncs. Ufuncs
 * that are ops of ours run as such and record gradients; others run in NumPy when no
 * gradient would be lost. Results are Tensors. */
#ifndef CT_PYTHON_EXCHANGE_UFUNC_H
#define CT_PYTHON_EXCHANGE_UFUNC_H

#include "python/concept.h"

extern const ct_concept ct_ufunc_concept;

#endif
