/* ask: `__torch_function__`, the classes that answer for an op in its place; see
 * NOTE [Who answers for an op], modes.h.
 *
 * The order is PyTorch's: the uppermost mode, then the classes of the arguments from left
 * to right, each once, a subclass before what it derives from. The first answer that is
 * not NotImplemented is the result. Classes are looked at, not instances: an attribute
 * `__torch_function__` of an object alone is not seen. */
#ifndef CT_PYTHON_OVERRIDE_ASK_H
#define CT_PYTHON_OVERRIDE_ASK_H

#include "python/type/tensor_type.h"

/* Is there anybody to ask for a call with these arguments? self may be NULL, kwnames as
 * in METH_FASTCALL | METH_KEYWORDS; with `lists`, the items of lists and tuples count. */
bool ct_py_asks(PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *kwnames,
                bool lists);
/* A Tensor of which nobody is asked: an exact one, or one of a class that does not answer,
 * as a Parameter is. */
bool ct_py_is_quiet_subclass(PyObject *o); /* no exact one */
static inline bool ct_py_is_quiet(PyObject *o)
{
    return ct_py_is_direct(o) || ct_py_is_quiet_subclass(o);
}
/* Of one argument. */
static inline bool ct_py_asks_one(PyObject *o)
{
    return !ct_py_is_direct(o) && ct_py_asks(o, NULL, 0, NULL, false);
}

/* The answer for a call of func, which is stolen and NULL where looking it up has failed;
 * NotImplemented if nobody gives one, NULL with an exception. */
PyObject *ct_py_ask_any(PyObject *func, PyObject *self, PyObject *const *args,
                        Py_ssize_t n, PyObject *kwnames, bool lists);
/* The same; a TypeError that names the classes if nobody gives one. */
PyObject *ct_py_ask(PyObject *func, PyObject *self, PyObject *const *args, Py_ssize_t n,
                    PyObject *kwnames, bool lists);

/* What func is: ctensor._C.name, or Tensor.name. New reference. */
PyObject *ct_py_public_function(const char *name);
PyObject *ct_py_public_method(const char *name);

extern const ct_concept ct_ask_concept;

#endif
