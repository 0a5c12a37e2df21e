/* optim: the native steps behind ctensor.optim.
 *
 * They read the gradients off the parameters and the state out of the optimizer's
 * dict, make what state is missing, and run one op over the whole list. */
#ifndef CT_PYTHON_OPTIM_H
#define CT_PYTHON_OPTIM_H

#include "python/concept.h"

extern const ct_concept ct_optim_concept;

#endif
