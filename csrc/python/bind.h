/* bind: the rows of ops.def as Python functions and methods.
 *
 * Each row gives, as its flags say, a module function, a Tensor method, an in-place
 * method `name_` and an out= keyword: small trampolines generated from the table that
 * all end in one function. */
#ifndef CT_PYTHON_BIND_H
#define CT_PYTHON_BIND_H

#include "ops/op.h"
#include "python/concept.h"

/* Runs a prepared call and gives its results as Python has them: a Tensor, a named
 * tuple of several, a tuple for list-valued ops. NULL with the exception set. */
PyObject *ct_py_run(ct_call *c);
/* The results of a call that has run; releases the call. */
PyObject *ct_py_results(ct_call *c);

extern const ct_concept ct_bind_concept;

#endif
