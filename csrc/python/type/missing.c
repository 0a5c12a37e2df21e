/* missing: descriptors that raise, and the type of Tensor (see missing.h). Which names
 * there are is Python's: ctensor/_package.py. */
#include "python/type/missing.h"

#include <string.h>

#include "python/type/tensor_type.h"

/* ---- a missing attribute of Tensor ---------------------------------------- */

typedef struct missing_object {
    PyObject_HEAD PyObject *name, *why;
} missing_object;

static PyObject *missing_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *name, *why;
    static char *names[] = {"name", "why", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "UU:_Missing", names, &name, &why)) {
        return NULL;
    }
    missing_object *self = (missing_object *)type->tp_alloc(type, 0);
    if (self) {
        self->name = Py_NewRef(name);
        self->why = Py_NewRef(why);
    }
    return (PyObject *)self;
}

static void missing_dealloc(PyObject *self)
{
    Py_XDECREF(((missing_object *)self)->name);
    Py_XDECREF(((missing_object *)self)->why);
    Py_TYPE(self)->tp_free(self);
}

static PyObject *missing_get(PyObject *self, PyObject *instance, PyObject *owner)
{
    missing_object *m = (missing_object *)self;
    const char *type =
        instance ? Py_TYPE(instance)->tp_name : ((PyTypeObject *)owner)->tp_name;
    const char *dot = strrchr(type, '.');
    return PyErr_Format(PyExc_AttributeError,
                        instance ? "'%s' object has no attribute '%U': %U"
                                 : "type object '%s' has no attribute '%U': %U",
                        dot ? dot + 1 : type, m->name, m->why);
}

static PyTypeObject missing_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor._C._Missing",
    .tp_doc = "_Missing(name, why)\n--\n\n"
              "As an attribute of a type: one that is not there, and why.",
    .tp_basicsize = sizeof(missing_object),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = missing_new,
    .tp_dealloc = missing_dealloc,
    .tp_descr_get = missing_get,
};

/* The names that `type` or a base of it has, without the missing ones; steals names. */
static PyObject *without_missing(PyObject *names, PyTypeObject *type)
{
    PyObject *list = names ? PySequence_List(names) : NULL;
    Py_XDECREF(names);
    for (Py_ssize_t i = list ? PyList_GET_SIZE(list) : 0; i-- > 0;) {
        PyObject *found = _PyType_Lookup(type, PyList_GET_ITEM(list, i));
        if (found && Py_IS_TYPE(found, &missing_type) &&
            PyList_SetSlice(list, i, i + 1, NULL) < 0) {
            Py_CLEAR(list);
            break;
        }
    }
    return list;
}

static PyObject *meta_dir(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    PyObject *names =
        PyObject_CallMethod((PyObject *)&PyType_Type, "__dir__", "O", self);
    return without_missing(names, (PyTypeObject *)self);
}

static PyMethodDef meta_methods[] = {
    {"__dir__", meta_dir, METH_NOARGS,
     "__dir__($self)\n--\n\nThe names that are there."},
    {0},
};

PyTypeObject ct_py_tensor_meta = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor._C._TensorMeta",
    .tp_doc = "The type of Tensor.",
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_TYPE_SUBCLASS,
    .tp_base = &PyType_Type,
    .tp_methods = meta_methods,
};

static PyObject *tensor_dir(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    PyObject *names =
        PyObject_CallMethod((PyObject *)&PyBaseObject_Type, "__dir__", "O", self);
    return without_missing(names, Py_TYPE(self));
}

static PyMethodDef methods[] = {
    {"__dir__", tensor_dir, METH_NOARGS,
     "__dir__($self)\n--\n\nThe names that are there."},
    {0},
};

static int init(PyObject *module)
{
    if (PyType_Ready(&missing_type) < 0) {
        return -1;
    }
    return PyModule_AddObjectRef(module, "_Missing", (PyObject *)&missing_type);
}

const ct_concept ct_missing_concept = {.methods = methods, .init = init};
