/* pinned: Tensor.is_pinned, and what pin_memory and record_stream are made of. */
#ifndef CT_PYTHON_TYPE_PINNED_H
#define CT_PYTHON_TYPE_PINNED_H

#include "python/concept.h"

extern const ct_concept ct_pinned_concept;

#endif
