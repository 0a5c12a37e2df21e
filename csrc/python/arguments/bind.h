/* bind: the rows of ops.def as Python functions and methods.
 *
 * Each row gives, as its flags say, a module function, a Tensor method, an in-place
 * method `name_` and an out= keyword: small trampolines generated from the table that
 * all end in one function. */
#ifndef CT_PYTHON_ARGUMENTS_BIND_H
#define CT_PYTHON_ARGUMENTS_BIND_H

#include "python/arguments/results.h" /* ct_py_run */

/* Fills the concept's method and function tables from the op table; before the
 * Tensor type is made ready. -1 with an exception. */
int ct_py_bind_prepare(void);
/* A call of a row by hand-written code, with Python's arguments: form is CT_FN,
 * CT_METHOD or CT_INPLACE. */
PyObject *ct_py_call(const ct_op *op, unsigned form, PyObject *self,
                     PyObject *const *args, Py_ssize_t n, PyObject *kwnames);

extern const ct_concept ct_bind_concept;

#endif
