/* autograd_saved: hooks on the tensors that nodes save (autograd.graph). */
#ifndef CT_PYTHON_AUTOGRAD_SAVED_H
#define CT_PYTHON_AUTOGRAD_SAVED_H

#include "python/concept.h"

extern const ct_concept ct_autograd_saved_concept;

#endif
