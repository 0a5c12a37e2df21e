/* slots: the type slots of Tensor that ask first (ask.h), then do what those of
 * type/slots.h do. The operators of two operands ask by themselves (type/number.c). */
#ifndef CT_PYTHON_OVERRIDE_SLOTS_H
#define CT_PYTHON_OVERRIDE_SLOTS_H

#include "core/object.h"

PyObject *ct_asking_repr(PyObject *self);
Py_ssize_t ct_asking_length(PyObject *self);
int ct_asking_contains(PyObject *self, PyObject *value);
PyObject *ct_asking_iter(PyObject *self);
PyObject *ct_asking_subscript(PyObject *self, PyObject *key);
int ct_asking_ass_subscript(PyObject *self, PyObject *key, PyObject *value);
PyObject *ct_asking_sq_item(PyObject *self, Py_ssize_t i);
/* Gives the number slots of one operand their question. */
void ct_asking_numbers(PyNumberMethods *numbers);

#endif
