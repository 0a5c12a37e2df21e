/* unpack: the arguments of a hand-written function (see unpack.h). */
#include "python/arguments/unpack.h"

static int index_of(const ct_unpack_spec *spec, PyObject *name)
{
    for (int i = 0; spec->names[i]; i++) {
        if (PyUnicode_CompareWithASCIIString(name, spec->names[i]) == 0) {
            return i;
        }
    }
    PyErr_Format(PyExc_TypeError, "%s() got an unexpected keyword argument '%U'",
                 spec->op, name);
    return -1;
}

static int take_keywords(const ct_unpack_spec *spec, PyObject *const *values,
                         PyObject *kwnames, PyObject **out)
{
    for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(kwnames); k++) {
        int i = index_of(spec, PyTuple_GET_ITEM(kwnames, k));
        if (i < 0) {
            return -1;
        }
        if (out[i]) {
            PyErr_Format(PyExc_TypeError, "%s() got multiple values for argument '%s'",
                         spec->op, spec->names[i]);
            return -1;
        }
        out[i] = values[k];
    }
    return 0;
}

int ct_py_unpack(const ct_unpack_spec *spec, PyObject *const *args, Py_ssize_t n,
                 PyObject *kwnames, PyObject **out)
{
    if (n > spec->positional) {
        PyErr_Format(PyExc_TypeError,
                     "%s() takes at most %d positional arguments but %zd were given",
                     spec->op, spec->positional, n);
        return -1;
    }
    for (int i = 0; spec->names[i]; i++) {
        out[i] = i < n ? args[i] : NULL;
    }
    if (kwnames && take_keywords(spec, args + n, kwnames, out) < 0) {
        return -1;
    }
    for (int i = 0; i < spec->required; i++) {
        if (!out[i]) {
            PyErr_Format(PyExc_TypeError, "%s() missing required argument '%s'",
                         spec->op, spec->names[i]);
            return -1;
        }
    }
    return 0;
}
