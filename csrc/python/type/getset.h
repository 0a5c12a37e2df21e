/* getset: what a tensor says of itself: shape, dtype, layout, memory. */
#ifndef CT_PYTHON_TYPE_GETSET_H
#define CT_PYTHON_TYPE_GETSET_H

#include "python/concept.h"

extern const ct_concept ct_getset_concept;

#endif
