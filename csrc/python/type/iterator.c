/* iterator: `for row in tensor` (see iterator.h). */
#include "python/type/iterator.h"

#include "python/type/slots.h"

typedef struct iterator {
    PyObject_HEAD PyObject *tensor; /* NULL once it is exhausted */
    int64_t i, n;
} iterator;

static PyObject *next(PyObject *self)
{
    iterator *it = (iterator *)self;
    if (it->i < it->n) {
        return ct_py_sq_item(it->tensor, it->i++);
    }
    Py_CLEAR(it->tensor);
    return NULL;
}

static PyObject *length_hint(PyObject *self, PyObject *unused)
{
    (void)unused;
    iterator *it = (iterator *)self;
    return PyLong_FromLongLong(it->n - it->i);
}

static int traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((iterator *)self)->tensor);
    return 0;
}

static int clear(PyObject *self)
{
    iterator *it = (iterator *)self;
    it->n = it->i;
    Py_CLEAR(it->tensor);
    return 0;
}

static void dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_XDECREF(((iterator *)self)->tensor);
    PyObject_GC_Del(self);
}

static PyMethodDef methods[] = {
    {"__length_hint__", length_hint, METH_NOARGS,
     "__length_hint__($self, /)\n--\n\nHow many are still to come."},
    {0},
};

PyTypeObject ct_py_iterator_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor.TensorIterator",
    .tp_basicsize = sizeof(iterator),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_dealloc = dealloc,
    .tp_traverse = traverse,
    .tp_clear = clear,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = next,
    .tp_methods = methods,
};

PyObject *ct_py_iterator(PyObject *tensor, int64_t n)
{
    iterator *it = PyObject_GC_New(iterator, &ct_py_iterator_type);
    if (!it) {
        return NULL;
    }
    it->tensor = Py_NewRef(tensor);
    it->i = 0;
    it->n = n;
    PyObject_GC_Track(it);
    return (PyObject *)it;
}

int ct_py_iterator_init(void)
{
    return PyType_Ready(&ct_py_iterator_type);
}
