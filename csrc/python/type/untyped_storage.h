/* untyped_storage: Tensor.untyped_storage(), the bytes that tensors share, to ask where
 * they are and how many. */
#ifndef CT_PYTHON_TYPE_UNTYPED_STORAGE_H
#define CT_PYTHON_TYPE_UNTYPED_STORAGE_H

#include "python/concept.h"

extern const ct_concept ct_untyped_storage_concept;

#endif
