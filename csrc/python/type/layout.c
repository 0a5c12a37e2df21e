/* One object for each layout, made with the module. */
#include "python/type/layout.h"

typedef struct layout_object {
    PyObject_HEAD const char *name;
} layout_object;

static PyObject *strided;

static const char *const names[] = {"strided",    "sparse_coo", "sparse_csr",
                                    "sparse_csc", "sparse_bsr", "sparse_bsc"};

static PyObject *layout_repr(PyObject *self)
{
    return PyUnicode_FromFormat("ctensor.%s", ((layout_object *)self)->name);
}

/* Pickled and copied by name. */
static PyObject *layout_reduce(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return PyUnicode_FromString(((layout_object *)self)->name);
}

static PyMethodDef methods[] = {
    {"__reduce__", layout_reduce, METH_NOARGS, NULL},
    {0},
};

static PyTypeObject type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor.layout",
    .tp_doc = "How the elements of a tensor are stored: all tensors are strided.",
    .tp_basicsize = sizeof(layout_object),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_repr = layout_repr,
    .tp_methods = methods,
};

PyObject *ct_py_layout_strided(void)
{
    return Py_NewRef(strided);
}

int ct_py_layout_require(const char *op, PyObject *o)
{
    if (o == strided) {
        return 0;
    }
    if (Py_IS_TYPE(o, &type)) {
        PyErr_Format(PyExc_RuntimeError,
                     "%s: expected the layout ctensor.strided, which all tensors have, "
                     "got %R",
                     op, o);
    } else {
        PyErr_Format(PyExc_TypeError, "%s: expected a layout, got %s", op,
                     Py_TYPE(o)->tp_name);
    }
    return -1;
}

static int init(PyObject *module)
{
    if (PyModule_AddType(module, &type) < 0) {
        return -1;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        layout_object *o = PyObject_New(layout_object, &type);
        if (!o) {
            return -1;
        }
        o->name = names[i];
        strided = i == 0 ? (PyObject *)o : strided;
        if (PyModule_AddObject(module, names[i], (PyObject *)o) < 0) {
            Py_DECREF(o);
            return -1;
        }
    }
    return 0;
}

const ct_concept ct_layout_concept = {.init = init};
