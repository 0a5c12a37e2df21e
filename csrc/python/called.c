/* called: the base of nn.Module that a call of one goes through: straight to `forward`,
 * and to `_call_hooked` where the module, or every one, has hooks. Python's own way there
 * would make the arguments' tuple and dict twice. */
#include "python/concept.h"

#define FEW 8 /* arguments on the stack */

static PyObject *hooked_name, *call_hooked_name, *forward_name;

static PyObject *call_hooked(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *own = kwargs ? PyDict_Copy(kwargs) : PyDict_New();
    if (!own) {
        return NULL;
    }
    PyObject *result =
        PyObject_CallMethodObjArgs(self, call_hooked_name, args, own, NULL);
    Py_DECREF(own);
    return result;
}

static PyObject *call_forward(PyObject *self, PyObject *args, PyObject *kwargs)
{
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    if (n <= FEW && !(kwargs && PyDict_GET_SIZE(kwargs))) {
        PyObject *stack[FEW + 2] = {NULL, self};
        for (Py_ssize_t i = 0; i < n; i++) {
            stack[i + 2] = PyTuple_GET_ITEM(args, i);
        }
        size_t flags = (size_t)(n + 1) | PY_VECTORCALL_ARGUMENTS_OFFSET;
        return PyObject_VectorcallMethod(forward_name, stack + 1, flags, NULL);
    }
    PyObject *forward = PyObject_GetAttr(self, forward_name);
    PyObject *result = forward ? PyObject_Call(forward, args, kwargs) : NULL;
    Py_XDECREF(forward);
    return result;
}

static PyObject *called(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *hooked = PyObject_GetAttr(self, hooked_name);
    int any = !hooked ? -1 : hooked == Py_False ? 0 : PyObject_IsTrue(hooked);
    Py_XDECREF(hooked);
    if (any < 0) {
        return NULL;
    }
    return any ? call_hooked(self, args, kwargs) : call_forward(self, args, kwargs);
}

static PyTypeObject called_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor._C._Called",
    .tp_doc = "What calls `forward`, and hooks around it where `_hooked` says so.",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_call = called,
};

static int init(PyObject *module)
{
    hooked_name = PyUnicode_InternFromString("_hooked");
    call_hooked_name = PyUnicode_InternFromString("_call_hooked");
    forward_name = PyUnicode_InternFromString("forward");
    /* Object's, whose layout this is: no static type inherits it. */
    called_type.tp_new = PyBaseObject_Type.tp_new;
    if (!hooked_name || !call_hooked_name || !forward_name ||
        PyType_Ready(&called_type) < 0) {
        return -1;
    }
    return PyModule_AddObjectRef(module, "_Called", (PyObject *)&called_type);
}

const ct_concept ct_called_concept = {.init = init};
