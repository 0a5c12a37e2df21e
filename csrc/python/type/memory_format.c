/* One object for each format, made with the module. */
#include "python/type/memory_format.h"

#include "python/arguments/value.h"

typedef struct format_object {
    PyObject_HEAD int64_t value;
} format_object;

static const char *const names[CT_FORMAT_COUNT] = {
    [CT_FORMAT_CONTIGUOUS] = "contiguous_format",
    [CT_FORMAT_PRESERVE] = "preserve_format",
    [CT_FORMAT_CHANNELS_LAST] = "channels_last",
    [CT_FORMAT_CHANNELS_LAST_3D] = "channels_last_3d",
};

static PyObject *format_repr(PyObject *self)
{
    return PyUnicode_FromFormat("ctensor.%s", names[((format_object *)self)->value]);
}

/* Pickled and copied by name. */
static PyObject *format_reduce(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return PyUnicode_FromString(names[((format_object *)self)->value]);
}

static PyMethodDef methods[] = {
    {"__reduce__", format_reduce, METH_NOARGS, NULL},
    {0},
};

static PyTypeObject type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor.memory_format",
    .tp_doc = "The order in which the dims of a tensor lie in memory.",
    .tp_basicsize = sizeof(format_object),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_repr = format_repr,
    .tp_methods = methods,
};

int ct_py_memory_format(PyObject *o, int64_t *value)
{
    if (!Py_IS_TYPE(o, &type)) {
        return 0;
    }
    *value = ((format_object *)o)->value;
    return 1;
}

int ct_py_memory_format_require(const char *op, PyObject *o, ct_memory_format *value)
{
    int64_t found;
    if (!ct_py_memory_format(o, &found)) {
        PyErr_Format(PyExc_TypeError,
                     "%s: expected memory_format: memory_format, got %s", op,
                     Py_TYPE(o)->tp_name);
        return -1;
    }
    *value = (ct_memory_format)found;
    return 0;
}

static int init(PyObject *module)
{
    if (PyModule_AddType(module, &type) < 0) {
        return -1;
    }
    for (int i = 0; i < CT_FORMAT_COUNT; i++) {
        format_object *o = PyObject_New(format_object, &type);
        if (!o) {
            return -1;
        }
        o->value = i;
        if (PyModule_AddObject(module, names[i], (PyObject *)o) < 0) {
            Py_DECREF(o);
            return -1;
        }
    }
    return 0;
}

const ct_concept ct_memory_format_concept = {.init = init};
