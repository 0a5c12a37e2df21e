/* args: Python arguments bound to a row's parameters.
 *
 * By position, by keyword or by NumPy's name for it (axis, keepdims); the rows that
 * share a Python name are tried in order (NOTE [What stands for another]), and when none
 * fits one TypeError says what was expected and what came. */
#ifndef CT_PYTHON_ARGUMENTS_ARGS_H
#define CT_PYTHON_ARGUMENTS_ARGS_H

#include "python/arguments/value.h"

/* What Python passes to a METH_FASTCALL | METH_KEYWORDS function. */
typedef struct ct_given_args {
    PyObject *self; /* of a method, else NULL */
    PyObject *const *args;
    Py_ssize_t n;
    PyObject *kwnames; /* tuple or NULL */
    unsigned form; /* CT_FN, CT_METHOD, CT_INPLACE: rows without it are passed by */
} ct_given_args;

/* Is the row, of several that share a name, one for this form? Private rows are
 * functions of the module. */
static inline bool ct_py_has_form(const ct_op *op, unsigned form)
{
    return op->flags & form || (form == CT_FN && op->flags & CT_OP_PRIVATE);
}

typedef struct ct_bound {
    ct_call call;
    bool as_it_is; /* no object stands for another, while a row may want what it is */
    PyObject *out; /* borrowed: the out= argument, or NULL */
    ct_keep keep; /* to be released after the call has run */
} ct_bound;

/* The call of the first row, from `op` on, that the arguments fit. 0, or -1 with the
 * exception set and nothing to release. */
int ct_py_bind(ct_bound *b, const ct_op *op, const ct_given_args *given);
/* The parameter that goes by a keyword's name, or -1; no exception. */
int ct_py_keyword(const ct_op *op, PyObject *name);
/* Interns the names that keywords are compared with; once. */
int ct_py_args_init(void);

#endif
