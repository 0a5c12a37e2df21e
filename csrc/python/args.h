/* args: Python arguments bound to a row's parameters.
 *
 * ct_py_bind fills a ct_call from positional and keyword arguments. What conversion
 * makes (weak scalars, tensors over ndarrays, copied sizes) belongs to the ct_bound
 * and lives until ct_py_unbind. Sequences are copied before they are read, so that
 * an element's __index__ may do what it likes.
 *
 * The single conversions below are for hand-written functions too. All raise a Python
 * exception, `op: expected X, got Y`, and return -1 or NULL. */
#ifndef CT_PYTHON_ARGS_H
#define CT_PYTHON_ARGS_H

#include "ops/op.h"
#include "python/concept.h"
#include "python/convert.h" /* ct_py_operand, ct_py_number, ct_py_as_tensor */

/* An integer: int, NumPy integer, integer 0-d tensor or anything with __index__.
 * Not float; bool only where PyTorch takes it. `what` names the argument. */
int ct_py_int(const char *op, const char *what, PyObject *o, int64_t *value);
int ct_py_float(const char *op, const char *what, PyObject *o, double *value);
int ct_py_bool(const char *op, const char *what, PyObject *o, bool *value);
/* Is o a number a scalar parameter takes: Python or NumPy scalar (no tensor)? */
bool ct_py_is_number(PyObject *o);
/* A weak 0-d tensor of a number's value. New reference. */
ct_tensor *ct_py_scalar(const char *op, const char *what, PyObject *o);
/* One int or a sequence of ints into v, at most CT_MAX_NDIM; the count, or -1. */
int ct_py_ints(const char *op, const char *what, PyObject *o,
               int64_t v[64]);

#define CT_BOUND_OWNED 4
#define CT_BOUND_INTS 16

typedef struct ct_bound {
    ct_call call;
    int nowned, owned_capacity, nints;
    PyObject **owned; /* what conversion made */
    PyObject *owned_inline[CT_BOUND_OWNED];
    int64_t ints[CT_BOUND_INTS]; /* sizes and dims; longer ones are in `owned` */
} ct_bound;

#endif
