/* slots: the type slots of Tensor and the concept each belongs to.
 *
 * tensor_type.c and number.c name them; each is defined in the .c file named here. */
#ifndef CT_PYTHON_TYPE_SLOTS_H
#define CT_PYTHON_TYPE_SLOTS_H

#include "core/object.h"

/* repr.c */
PyObject *ct_py_repr(PyObject *self);
PyObject *ct_py_format(PyObject *self, PyObject *spec); /* method __format__ */
/* scalar.c: len, bool and numbers of one element */
Py_ssize_t ct_py_length(PyObject *self);
int ct_py_contains(PyObject *self, PyObject *value);
PyObject *ct_py_iter(PyObject *self);
int ct_py_nonzero(PyObject *self);
PyObject *ct_py_int_slot(PyObject *self);
PyObject *ct_py_float_slot(PyObject *self);
PyObject *ct_py_index_slot(PyObject *self);
/* index.c */
PyObject *ct_py_subscript(PyObject *self, PyObject *key);
int ct_py_ass_subscript(PyObject *self, PyObject *key, PyObject *value);
PyObject *ct_py_sq_item(PyObject *self, Py_ssize_t i);
/* buffer.c */
int ct_py_getbuffer(PyObject *self, Py_buffer *view, int flags);
void ct_py_releasebuffer(PyObject *self, Py_buffer *view);
/* create.c: Tensor(...), PyTorch's old constructor */
PyObject *ct_py_tensor_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs);
/* number.c */
extern PyNumberMethods ct_py_number_methods;
PyObject *ct_py_richcompare(PyObject *a, PyObject *b, int op);

#endif
