/* Size: a tuple of ints whose slices, sums and repetitions are Sizes. */
#include "python/type/size.h"

#include <string.h>

#include "core/shape.h"

/* The sizes are copied first: a new tuple may wake the collector, and so any code. */
PyObject *ct_py_size(int ndim, const int64_t *given)
{
    int64_t shape[CT_MAX_NDIM];
    memcpy(shape, given, (size_t)ndim * sizeof *shape);
    PyObject *size = ct_py_size_type.tp_alloc(&ct_py_size_type, ndim);
    for (int i = 0; size && i < ndim; i++) {
        PyObject *n = PyLong_FromLongLong(shape[i]);
        if (!n) {
            Py_CLEAR(size);
            break;
        }
        PyTuple_SET_ITEM(size, i, n);
    }
    return size;
}

/* Steals `tuple`, a plain tuple or NULL. */
static PyObject *size_from_tuple(PyTypeObject *type, PyObject *tuple)
{
    if (!tuple) {
        return NULL;
    }
    Py_ssize_t n = PyTuple_GET_SIZE(tuple);
    PyObject *size = type->tp_alloc(type, n);
    for (Py_ssize_t i = 0; size && i < n; i++) {
        PyTuple_SET_ITEM(size, i, Py_NewRef(PyTuple_GET_ITEM(tuple, i)));
    }
    Py_DECREF(tuple);
    return size;
}

static PyObject *size_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *source = NULL, *ints, *size;
    static char *names[] = {"", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O:Size", names, &source)) {
        return NULL;
    }
    ints = source ? PySequence_List(source) : PyList_New(0);
    if (!ints) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(ints); i++) {
        PyObject *item = Py_NewRef(PyList_GET_ITEM(ints, i));
        PyObject *n = PyIndex_Check(item) ? PyNumber_Index(item) : NULL;
        if (!n && !PyErr_Occurred()) {
            PyErr_Format(PyExc_TypeError, "Size: expected ints, got %s at %zd",
                         Py_TYPE(item)->tp_name, i);
        }
        Py_DECREF(item);
        if (!n) {
            Py_DECREF(ints);
            return NULL;
        }
        PyList_SetItem(ints, i, n);
    }
    size = size_from_tuple(type, PyList_AsTuple(ints));
    Py_DECREF(ints);
    return size;
}

static PyObject *size_repr(PyObject *self)
{
    PyObject *list = PySequence_List(self);
    PyObject *text = list ? PyUnicode_FromFormat("ctensor.Size(%R)", list) : NULL;
    Py_XDECREF(list);
    return text;
}

static PyObject *size_concat(PyObject *a, PyObject *b)
{
    PyObject *both = PyTuple_Type.tp_as_sequence->sq_concat(a, b);
    return both && Py_IS_TYPE(both, &PyTuple_Type)
               ? size_from_tuple(&ct_py_size_type, both)
               : both; /* one of them, the other is empty */
}

/* Tried before sq_concat, also where the Size is on the right: a tuple before it. */
static PyObject *size_add(PyObject *a, PyObject *b)
{
    if (!PyTuple_Check(a) || !PyTuple_Check(b)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return size_concat(a, b);
}

static PyObject *size_repeat(PyObject *self, Py_ssize_t n)
{
    PyObject *tuple = PyTuple_Type.tp_as_sequence->sq_repeat(self, n);
    return tuple && Py_IS_TYPE(tuple, &PyTuple_Type)
               ? size_from_tuple(&ct_py_size_type, tuple)
               : tuple;
}

static PyObject *size_subscript(PyObject *self, PyObject *key)
{
    PyObject *part = PyTuple_Type.tp_as_mapping->mp_subscript(self, key);
    return part && PySlice_Check(key) && Py_IS_TYPE(part, &PyTuple_Type)
               ? size_from_tuple(&ct_py_size_type, part)
               : part;
}

static PyObject *size_numel(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    PyObject *product = PyLong_FromLong(1);
    for (Py_ssize_t i = 0; product && i < PyTuple_GET_SIZE(self); i++) {
        PyObject *next = PyNumber_Multiply(product, PyTuple_GET_ITEM(self, i));
        Py_SETREF(product, next);
    }
    return product;
}

/* A plain tuple, and what a subclass has beside it: pickle's protocols 0 and 1 know no
 * tuple by itself. */
static PyObject *size_reduce(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    PyObject *more = PyObject_GetAttrString(self, "__dict__");
    if (!more && !PyErr_ExceptionMatches(PyExc_AttributeError)) {
        return NULL;
    }
    PyErr_Clear();
    PyObject *sizes = PySequence_Tuple(self);
    PyObject *how =
        Py_BuildValue("(O(N)O)", Py_TYPE(self), sizes, more ? more : Py_None);
    Py_XDECREF(more);
    return how;
}

static PyMethodDef size_methods[] = {
    {"__reduce__", size_reduce, METH_NOARGS,
     "__reduce__($self)\n--\n\nHow pickle makes it again."},
    {"numel", size_numel, METH_NOARGS,
     "numel($self)\n--\n\nThe product of the sizes: the number of elements."},
    {0},
};

static PyNumberMethods size_as_number = {.nb_add = size_add};
static PySequenceMethods size_as_sequence = {
    .sq_concat = size_concat,
    .sq_repeat = size_repeat,
};
static PyMappingMethods size_as_mapping = {.mp_subscript = size_subscript};

PyTypeObject ct_py_size_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor.Size",
    .tp_doc = "Size(sizes=())\n--\n\nThe sizes of a tensor: a tuple of ints.",
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_base = &PyTuple_Type,
    .tp_new = size_new,
    .tp_repr = size_repr,
    .tp_methods = size_methods,
    .tp_as_number = &size_as_number,
    .tp_as_sequence = &size_as_sequence,
    .tp_as_mapping = &size_as_mapping,
};

static int init(PyObject *module)
{
    return PyModule_AddType(module, &ct_py_size_type);
}

const ct_concept ct_size_concept = {.init = init};
