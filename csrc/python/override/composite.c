/* composite: one call more than the function itself. */
#include "python/override/composite.h"

#include <stddef.h>

#include "core/event.h"
#include "python/override/ask.h"

typedef struct composite {
    PyObject_HEAD vectorcallfunc call;
    PyObject *function;
    PyObject *cast; /* the same on cast tensors, in mixed precision; or NULL */
    PyObject *dict; /* __name__, __doc__, __wrapped__, ... */
    PyObject *weakrefs;
} composite;

static PyObject *call(PyObject *self, PyObject *const *args, size_t nargsf,
                      PyObject *kwnames)
{
    Py_ssize_t n = PyVectorcall_NARGS(nargsf);
    if (ct_py_asks(NULL, args, n, kwnames, true)) {
        return ct_py_ask(Py_NewRef(self), NULL, args, n, kwnames, true);
    }
    PyObject *function = ((composite *)self)->function;
    if (((composite *)self)->cast && ct_event_heard(CT_EVENT_AUTOCAST)) {
        function = ((composite *)self)->cast;
    }
    return PyObject_Vectorcall(function, args, nargsf, kwnames);
}

/* _Overridable(function, cast=None) */
static PyObject *make(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *function, *cast = Py_None;
    static char *names[] = {"function", "cast", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|O:_Overridable", names, &function,
                                     &cast)) {
        return NULL;
    }
    composite *self = (composite *)type->tp_alloc(type, 0);
    if (self) {
        self->call = call;
        self->function = Py_NewRef(function);
        self->cast = cast == Py_None ? NULL : Py_NewRef(cast);
    }
    return (PyObject *)self;
}

/* As an attribute of a class it is a method. */
static PyObject *get(PyObject *self, PyObject *instance, PyObject *owner)
{
    (void)owner;
    return instance && instance != Py_None ? PyMethod_New(self, instance)
                                           : Py_NewRef(self);
}

static PyObject *repr(PyObject *self)
{
    return PyObject_Repr(((composite *)self)->function);
}

/* For pickle: its name in its module. */
static PyObject *reduce(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return PyObject_GetAttrString(self, "__qualname__");
}

static int traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((composite *)self)->function);
    Py_VISIT(((composite *)self)->cast);
    Py_VISIT(((composite *)self)->dict);
    return 0;
}

static int clear(PyObject *self)
{
    Py_CLEAR(((composite *)self)->function);
    Py_CLEAR(((composite *)self)->cast);
    Py_CLEAR(((composite *)self)->dict);
    return 0;
}

static void dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    if (((composite *)self)->weakrefs) {
        PyObject_ClearWeakRefs(self);
    }
    clear(self);
    Py_TYPE(self)->tp_free(self);
}

static PyMethodDef methods[] = {
    {"__reduce__", reduce, METH_NOARGS, NULL},
    {0},
};

static PyGetSetDef getset[] = {
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL},
    {0},
};

static PyTypeObject composite_type = {
    /* help() and missing attributes show the name: it is a function to its users. */
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor._C.function",
    .tp_doc = "_Overridable(function, cast=None)\n--\n\n"
              "The function, but for arguments whose class, or a mode, answers for it; "
              "in mixed precision the other.",
    .tp_basicsize = sizeof(composite),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL |
                Py_TPFLAGS_METHOD_DESCRIPTOR,
    .tp_vectorcall_offset = offsetof(composite, call),
    .tp_weaklistoffset = offsetof(composite, weakrefs),
    .tp_dictoffset = offsetof(composite, dict),
    .tp_call = PyVectorcall_Call,
    .tp_new = make,
    .tp_dealloc = dealloc,
    .tp_traverse = traverse,
    .tp_clear = clear,
    .tp_repr = repr,
    .tp_descr_get = get,
    .tp_methods = methods,
    .tp_getset = getset,
};

static int init(PyObject *module)
{
    PyObject *type = (PyObject *)&composite_type;
    return PyType_Ready(&composite_type) < 0
               ? -1
               : PyModule_AddObjectRef(module, "_Overridable", type);
}

const ct_concept ct_composite_concept = {.init = init};
