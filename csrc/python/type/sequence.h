/* sequence: nested sequences of numbers, arrays and tensors read into a tensor.
 *
 * PyTorch's rules: the shape follows the first element at each depth and all others
 * must agree; without a dtype, floats take the default one, ints int64, and the kinds
 * promote each other. A tensor of one element counts as a number; larger ones and
 * arrays are rows, copied whole. */
#ifndef CT_PYTHON_TYPE_SEQUENCE_H
#define CT_PYTHON_TYPE_SEQUENCE_H

#include "core/tensor.h"

#define CT_DTYPE_INFER (-1)

/* A new contiguous tensor with the values of `data`: a number, a sequence, an array,
 * or a nesting of them. dtype: a ct_dtype or CT_DTYPE_INFER. *lost_grad: a tensor in
 * it requires grad. Whatever data's own code does meanwhile, the result is a tensor
 * or a Python exception. */
ct_tensor *ct_sequence_read(const char *op, PyObject *data, int dtype, bool *lost_grad);

/* A tensor over o's memory if o is a Tensor, an ndarray or anything that exports
 * DLPack or an array interface (values are copied where memory cannot be shared).
 * NULL without an exception when o is none of these. */
ct_tensor *ct_sequence_array(const char *op, PyObject *o);

/* Stores a number as an element of a dtype. Integers that do not fit are an error;
 * a negative one wraps in an unsigned dtype, as in PyTorch. */
int ct_sequence_store(const char *op, PyObject *o, ct_dtype dtype, void *p);

#endif
