/* value: one Python object as the value of one parameter.
 *
 * What conversion makes on the way (weak scalars, tensors over ndarrays, copies of
 * sizes) is kept alive by a ct_keep. A sequence is copied before code of its elements
 * runs, so that an __index__ may do to it what it likes. */
#ifndef CT_PYTHON_ARGUMENTS_VALUE_H
#define CT_PYTHON_ARGUMENTS_VALUE_H

#include "ops/op.h"
#include "python/arguments/convert.h" /* ct_py_operand, ct_py_number, ct_py_as_tensor */
#include "python/concept.h"

#define CT_KEEP_OBJECTS (2 * CT_MAX_ARGS)
#define CT_KEEP_INTS 16

typedef struct ct_keep {
    int nobjects, nints;
    PyObject *objects[CT_KEEP_OBJECTS]; /* owned */
    int64_t ints[CT_KEEP_INTS]; /* longer lists are bytes in `objects` */
} ct_keep;

static inline void ct_keep_init(ct_keep *k)
{
    k->nobjects = k->nints = 0;
}
void ct_keep_release(ct_keep *k);

/* Does the object fit the parameter's type, and into which value? A device is
 * `ct_device + 256 * index`. 1: yes; 0: no, no exception; -1: exception. */
int ct_py_value(ct_keep *k, ct_arg_type type, PyObject *o, ct_value *v);
/* Which of the parameter's words o is; of another word -1 with RuntimeError, as PyTorch. */
int ct_py_word(const char *op, const ct_param *p, PyObject *o, int64_t *value);
/* Several objects as ints (x.reshape(2, 3)): as ct_py_value. */
int ct_py_int_array(ct_keep *k, PyObject *const *items, Py_ssize_t n, ct_dims *dims);
/* Is o a list of ints in itself: tuple, list, range, or array of one dimension? */
bool ct_py_is_int_list(PyObject *o);
/* "int or tuple of ints": what the parameter takes. */
const char *ct_py_type_text(const ct_param *p);
/* "list of (Tensor, int)", "float": what was given instead. New reference. */
PyObject *ct_py_describe(PyObject *o);

/* For hand-written functions: exception `op: expected what: int, got str` and -1. */
int ct_py_int(const char *op, const char *what, PyObject *o, int64_t *value);
int ct_py_float(const char *op, const char *what, PyObject *o, double *value);
int ct_py_bool(const char *op, const char *what, PyObject *o, bool *value);
/* One int or a sequence of ints into v, at most CT_MAX_NDIM; the count. */
int ct_py_ints(const char *op, const char *what, PyObject *o, int64_t v[CT_MAX_NDIM]);

#endif
