/* trampoline: what rows/python/<family>.c makes of each row: a function of the module, a
 * method of Tensor and an in-place method, each of which knows its row. */
#ifndef CT_PYTHON_ARGUMENTS_TRAMPOLINE_H
#define CT_PYTHON_ARGUMENTS_TRAMPOLINE_H

#include "ops/op.h"
#include "python/concept.h"

PyObject *ct_py_call_function(const ct_op *op, PyObject *const *args, Py_ssize_t n,
                              PyObject *kwnames);
PyObject *ct_py_call_method(const ct_op *op, PyObject *self, PyObject *const *args,
                            Py_ssize_t n, PyObject *kwnames);
PyObject *ct_py_call_in_place(const ct_op *op, PyObject *self, PyObject *const *args,
                              Py_ssize_t n, PyObject *kwnames);

typedef PyObject *(*ct_py_fast)(PyObject *, PyObject *const *, Py_ssize_t, PyObject *);
typedef struct ct_py_trampolines {
    const ct_op *op; /* NULL ends a table */
    ct_py_fast function, method, in_place;
} ct_py_trampolines;

extern const ct_py_trampolines *const ct_py_rows[]; /* by family, NULL at the end */

#define CT_TRAMPOLINES(row)                                              \
    static CT_PY_FAST(function_##row)                                    \
    {                                                                    \
        (void)self;                                                      \
        return ct_py_call_function(CT_ROW(row), args, n, kwnames);       \
    }                                                                    \
    static CT_PY_FAST(method_##row)                                      \
    {                                                                    \
        return ct_py_call_method(CT_ROW(row), self, args, n, kwnames);   \
    }                                                                    \
    static CT_PY_FAST(in_place_##row)                                    \
    {                                                                    \
        return ct_py_call_in_place(CT_ROW(row), self, args, n, kwnames); \
    }
#define CT_TRAMPOLINES_OF(row) \
    {CT_ROW(row), function_##row, method_##row, in_place_##row}

#endif
