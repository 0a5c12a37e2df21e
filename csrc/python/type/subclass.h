/* subclass: tensors of classes that derive from Tensor.
 *
 * Results of ops on an instance of such a class are of that class too: that is Tensor's
 * own `__torch_function__` (override/ask.h), which every subclass inherits. It runs the
 * call with no class asked any more, and makes instances of the tensors that come back,
 * in tuples and lists too. What comes back belongs to nobody else, so an instance takes
 * over its history, its place in a base's graph of views and its memory; attributes in a
 * `__dict__` are not carried from arguments to results, as in PyTorch. */
#ifndef CT_PYTHON_TYPE_SUBCLASS_H
#define CT_PYTHON_TYPE_SUBCLASS_H

#include "core/tensor.h"
#include "python/concept.h"

/* A new instance of a subclass (or exact) that shares t's storage, layout and
 * dtype, without history. Python exception on failure. */
ct_tensor *ct_py_subclass_new(PyTypeObject *type, ct_tensor *t);

/* What a `__torch_function__` is told; borrowed or owned, kwargs may be NULL. */
typedef struct ct_subclass_call {
    PyObject *func, *types, *args, *kwargs;
} ct_subclass_call;

/* From the Python arguments (func, types, args=(), kwargs=None); args is owned. */
int ct_subclass_call_read(ct_subclass_call *c, PyObject *args, PyObject *kwargs);
void ct_subclass_call_release(ct_subclass_call *c);
/* The call, no class being asked. */
PyObject *ct_subclass_call_run(const ct_subclass_call *c);
/* Tensor.__torch_function__ of the class; NotImplemented when there are types that it
 * does not derive from. */
PyObject *ct_subclass_answer(PyTypeObject *type, const ct_subclass_call *c);

extern const ct_concept ct_subclass_concept;

#endif
