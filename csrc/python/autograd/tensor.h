/* autograd: what a Tensor says and takes about gradients. */
#ifndef CT_PYTHON_AUTOGRAD_TENSOR_H
#define CT_PYTHON_AUTOGRAD_TENSOR_H

#include "python/concept.h"

extern const ct_concept ct_autograd_concept;

#endif
