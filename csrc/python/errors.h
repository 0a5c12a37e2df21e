/* errors: the core's errors as Python exceptions, and back.
 *
 * Classes are PyTorch's: RuntimeError for shapes, IndexError for dims and indices,
 * TypeError, ValueError. Where Python users would catch another class than PyTorch
 * raises (integer division by zero, memory, overflow, attributes), it is both. */
#ifndef CT_PYTHON_ERRORS_H
#define CT_PYTHON_ERRORS_H

#include "core/error.h"
#include "python/concept.h"

/* Takes the core's error and raises it; always returns NULL. */
PyObject *ct_py_raise(void);
/* The same, returning -1. */
int ct_py_raise_int(void);
/* Gives the core's warning, if there is one, as a UserWarning; steals `result`, which is
 * the call's, and returns it or NULL with the warning as an exception. */
PyObject *ct_py_warned(PyObject *result);
/* A Python exception is set: tells the core so (CT_ERR_PYTHON); returns -1. */
int ct_py_caught(void);

extern const ct_concept ct_errors_concept;

/* The same, then drops `object` (may be NULL): its end may run code, which must find the
 * error where it cannot touch it. */
PyObject *ct_py_raise_drop(void *object);

#endif
