/* pickle: tensors to and from pickle, copy.copy and copy.deepcopy.
 *
 * A pickle holds the elements, the dtype, shape and strides, whether the tensor
 * requires grad, its class and its attributes; not its history, and not that two
 * tensors share memory. Protocol 5 can pass the elements out of band, without a copy.
 * What a pickle says is checked before it is believed. */
#ifndef CT_PYTHON_EXCHANGE_PICKLE_H
#define CT_PYTHON_EXCHANGE_PICKLE_H

#include "core/tensor.h"
#include "python/concept.h"

extern const ct_concept ct_pickle_concept;

#endif
