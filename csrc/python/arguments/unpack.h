/* unpack: the arguments of a hand-written function, by position and by name.
 *
 * For METH_FASTCALL | METH_KEYWORDS functions that are no rows of the op table. */
#ifndef CT_PYTHON_ARGUMENTS_UNPACK_H
#define CT_PYTHON_ARGUMENTS_UNPACK_H

#include "core/object.h"

#define CT_UNPACK_MAX 8

typedef struct ct_unpack_spec {
    const char *op;
    int positional; /* how many may be given by position */
    int required;   /* how many of the first must be given */
    const char *names[CT_UNPACK_MAX + 1]; /* ended by NULL */
} ct_unpack_spec;

/* Puts borrowed references, or NULL where not given, into out, one for each name.
 * None stays None. TypeError, as Python's own functions raise it: -1. */
int ct_py_unpack(const ct_unpack_spec *spec, PyObject *const *args, Py_ssize_t n,
                 PyObject *kwnames, PyObject **out);

#endif
