/* tensor_type: ctensor.Tensor, the Python type of ct_tensor.
 *
 * A static type that Python may subclass. Exact instances come from the core's free
 * list and are tracked by the cycle collector only once they have autograd meta or
 * a __dict__; instances of subclasses come from tp_alloc, carry CT_TENSOR_SUBCLASS
 * and share a storage that lives elsewhere. */
#ifndef CT_PYTHON_TYPE_TENSOR_TYPE_H
#define CT_PYTHON_TYPE_TENSOR_TYPE_H

#include "core/tensor.h"
#include "python/concept.h"

extern PyTypeObject ct_py_tensor_type;

/* A ct_tensor is a PyObject; these only change the static type. */
static inline ct_tensor *ct_py_tensor(PyObject *o)
{
    return (ct_tensor *)o;
}
static inline PyObject *ct_py_object(ct_tensor *t)
{
    return (PyObject *)t;
}
static inline bool ct_py_is_exact_tensor(PyObject *o)
{
    return Py_IS_TYPE(o, &ct_py_tensor_type);
}
/* The type whose instances go the direct way, on which no class and no mode is asked to
 * answer for an op: Tensor, or NULL while there is a mode (override/modes.h). */
extern PyTypeObject *ct_py_direct_type;
static inline bool ct_py_is_direct(PyObject *o)
{
    return Py_IS_TYPE(o, ct_py_direct_type);
}
static inline bool ct_py_is_tensor(PyObject *o)
{
    return PyObject_TypeCheck(o, &ct_py_tensor_type);
}

/* Fills in the slots, methods and attributes; once, at import. */
int ct_py_tensor_type_ready(void);

extern const ct_concept ct_tensor_type_concept;

#endif
