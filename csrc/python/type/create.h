/* create: tensors from Python data: tensor, as_tensor, asarray, the new_* methods and
 * PyTorch's old constructor Tensor(...) (slot ct_py_tensor_tp_new).
 *
 * Functions that make tensors from sizes alone (zeros, arange, randn, ...) are rows of
 * the op table. */
#ifndef CT_PYTHON_TYPE_CREATE_H
#define CT_PYTHON_TYPE_CREATE_H

#include "core/tensor.h"
#include "python/concept.h"
#include "python/type/slots.h"

extern const ct_concept ct_create_concept;

#endif
