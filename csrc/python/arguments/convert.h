/* convert: Python objects that stand for tensors.
 *
 * What every op's arguments go through, so each common case is a type comparison and
 * one allocation from the free list. Numbers become weak 0-d tensors, which take part
 * in promotion as PyTorch's wrapped numbers do; ndarrays become tensors over their
 * memory. */
#ifndef CT_PYTHON_ARGUMENTS_CONVERT_H
#define CT_PYTHON_ARGUMENTS_CONVERT_H

#include "core/tensor.h"
#include "python/concept.h"

/* An operand: a Tensor itself (new reference), an ndarray without copying, a Python
 * or NumPy number as a weak tensor. NULL without an exception when o is none of
 * these, so that a number method can answer NotImplemented. */
ct_tensor *ct_py_operand(PyObject *o);
/* A weak tensor of a number's value. NULL without an exception when o is none. */
ct_tensor *ct_py_number(PyObject *o);
/* What a tensor parameter takes: a Tensor itself, an ndarray or a NumPy scalar as a
 * tensor of its dtype. NULL without an exception when o is none of these. */
ct_tensor *ct_py_as_tensor(PyObject *o);
/* The value of a Python or NumPy number, and the dtype it has without further notice:
 * 1. 0 when o is no number; -1 with an exception when no dtype holds it. */
int ct_py_number_value(PyObject *o, ct_dtype *dtype, ct_scalar *value);

extern const ct_concept ct_convert_concept;

#endif
