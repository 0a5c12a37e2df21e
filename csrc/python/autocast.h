/* autocast: mixed precision as functions for ctensor.amp; see autograd/autocast.h. */
#ifndef CT_PYTHON_AUTOCAST_H
#define CT_PYTHON_AUTOCAST_H

#include "python/concept.h"

extern const ct_concept ct_autocast_concept;

#endif
