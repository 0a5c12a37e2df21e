/* number: the operators of Tensor, and comparisons.
 *
 * Either side may be a Tensor, an ndarray or a number; any other type gives
 * NotImplemented, so that its own operators get their turn. */
#ifndef CT_PYTHON_TYPE_NUMBER_H
#define CT_PYTHON_TYPE_NUMBER_H

#include "ops/op.h"
#include "python/concept.h"

/* op(a, b) for objects that are operands; NotImplemented (new reference) when one is
 * none. */
PyObject *ct_py_binary(const ct_op *op, PyObject *a, PyObject *b);

extern const ct_concept ct_number_concept;

#endif
