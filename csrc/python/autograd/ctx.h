/* autograd_ctx: what forward and backward of an autograd.Function share.
 *
 * Its marks are plain attributes until the call is over; then what was saved moves to
 * the node, which checks versions, and the ctx only points there. */
#ifndef CT_PYTHON_AUTOGRAD_CTX_H
#define CT_PYTHON_AUTOGRAD_CTX_H

#include "autograd/node.h"
#include "python/concept.h"

typedef struct ct_py_ctx {
    PyObject_HEAD PyObject *dict;
    PyObject *function;           /* the Function class */
    PyObject *saved;              /* tuple, until the node has it */
    PyObject *dirty;              /* tuple or NULL */
    PyObject *non_differentiable; /* tuple or NULL */
    PyObject *needs;              /* needs_input_grad: tuple */
    ct_node *node;                /* borrowed: clears this when it ends */
    bool materialize;
} ct_py_ctx;

extern PyTypeObject ct_py_ctx_type;

ct_py_ctx *ct_py_ctx_new(PyObject *function, PyObject *needs);
/* Is o (by identity) in a tuple that may be NULL? */
bool ct_py_ctx_marked(PyObject *tuple, const void *o);

extern const ct_concept ct_autograd_ctx_concept;

#endif
