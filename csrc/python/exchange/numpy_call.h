/* numpy_call: numpy.f(t) as a call of the row that means the same.
 *
 * A row's column numpy_call names functions of NumPy's with their parameters. A call of
 * one, with Tensors, numbers, bools and tuples as the row takes them (NOTE [Direct
 * calls]), of dtypes and ndims that the column allows, runs the row. Any other call is left to
 * ctensor/_numpy, and so is one that the row refuses: errors are NumPy's, worded there. */
#ifndef CT_PYTHON_EXCHANGE_NUMPY_CALL_H
#define CT_PYTHON_EXCHANGE_NUMPY_CALL_H

#include "ops/op.h"
#include "python/concept.h"

typedef struct ct_numpy_bound ct_numpy_bound; /* a row as one function of NumPy's */

typedef struct ct_numpy_given { /* the arguments of a call */
    PyObject *const *args;
    Py_ssize_t n;
    PyObject *kwargs;  /* a dict, or NULL */
    PyObject *kwnames; /* of what lies behind the n, or NULL */
} ct_numpy_given;

/* Adds the row to those that the function, or a ufunc's method of this name (else NULL),
 * may mean, *first and its followers; -1 with an exception. */
int ct_numpy_bind(ct_numpy_bound **first, const ct_op *op, const ct_numpy_call *call,
                  const char *method);
/* The result of the first row that takes the call; NotImplemented when none does. */
PyObject *ct_numpy_run_bound(const ct_numpy_bound *first, PyObject *method,
                             const ct_numpy_given *given);

extern const ct_concept ct_numpy_call_concept;

#endif
