/* called: the base of nn.Module that a call of one goes through: straight to `forward`,
 * and to `_call_hooked` where the module, or every one, has hooks. Python's own way there
 * would make the arguments' tuple and dict twice. */
#include "python/concept.h"

#define FEW 8 /* arguments on the stack */

static PyObject *hooked_name, *call_hooked_name, *forward_name;
static PyObject *registry_name, *module_kind; /* of ctensor/nn/modules/members.py */

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

/* -1 with an exception. */
static int has_hooks(PyObject *self)
{
    PyObject *hooked = PyObject_GetAttr(self, hooked_name);
    int any = !hooked ? -1 : hooked == Py_False ? 0 : PyObject_IsTrue(hooked);
    Py_XDECREF(hooked);
    return any;
}

static PyObject *called(PyObject *self, PyObject *args, PyObject *kwargs)
{
    int any = has_hooks(self);
    if (any < 0) {
        return NULL;
    }
    return any ? call_hooked(self, args, kwargs) : call_forward(self, args, kwargs);
}

/* ---- one module after the other --------------------------------------------- */

/* module(x), without the tuple that would hold x. */
static PyObject *call_one(PyObject *module, PyObject *x)
{
    int any = Py_TYPE(module)->tp_call == called ? has_hooks(module) : 1;
    if (any) {
        return any < 0 ? NULL : PyObject_CallOneArg(module, x);
    }
    PyObject *stack[] = {NULL, module, x};
    return PyObject_VectorcallMethod(forward_name, stack + 1,
                                     2 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
}

/* One step; steals x. A module may change what it is part of while it runs. */
static PyObject *step(PyObject *state, PyObject *name, PyObject *x)
{
    PyObject *module = PyDict_GetItemWithError(state, name), *y = NULL;
    if (module) {
        Py_INCREF(module);
        y = call_one(module, x);
        Py_DECREF(module);
    } else if (!PyErr_Occurred()) {
        PyErr_SetObject(PyExc_KeyError, name);
    }
    Py_DECREF(x);
    return y;
}

/* _through(state, x): x after each module that a Sequential's `__dict__` registers. */
static PyObject *through(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    (void)self;
    if (n != 2 || !PyDict_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "_through: expected a dict and an input");
        return NULL;
    }
    PyObject *registry = PyDict_GetItemWithError(args[0], registry_name);
    PyObject *name, *kind, *x = Py_NewRef(args[1]);
    Py_ssize_t at = 0, size = registry ? PyDict_Size(registry) : -1;
    Py_XINCREF(registry);
    while (x && size >= 0 && PyDict_Next(registry, &at, &name, &kind)) {
        if (kind == module_kind) {
            x = step(args[0], name, x);
        }
        if (x && PyDict_GET_SIZE(registry) != size) {
            PyErr_SetString(PyExc_RuntimeError,
                            "Sequential: its modules changed while one of them ran");
            Py_CLEAR(x);
        }
    }
    Py_XDECREF(registry);
    return x;
}

static PyMethodDef functions[] = {
    {"_through", (PyCFunction)(void (*)(void))through, METH_FASTCALL, NULL},
    {0},
};

/* A type on the heap, as pickle's protocols 0 and 1 call a static base with its object. */
static PyType_Slot slots[] = {
    {Py_tp_doc, "What calls `forward`, and hooks around it where `_hooked` says so."},
    {Py_tp_call, called},
    {0},
};
static PyType_Spec called_spec = {
    .name = "ctensor._C._Called",
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .slots = slots,
};

static int init(PyObject *module)
{
    hooked_name = PyUnicode_InternFromString("_hooked");
    call_hooked_name = PyUnicode_InternFromString("_call_hooked");
    forward_name = PyUnicode_InternFromString("forward");
    registry_name = PyUnicode_InternFromString("_registry");
    module_kind = PyUnicode_InternFromString("module");
    if (!hooked_name || !call_hooked_name || !forward_name || !registry_name ||
        !module_kind) {
        return -1;
    }
    PyObject *type = PyType_FromSpec(&called_spec);
    int status = PyModule_AddObjectRef(module, "_Called", type);
    Py_XDECREF(type);
    return status;
}

const ct_concept ct_called_concept = {.functions = functions, .init = init};
