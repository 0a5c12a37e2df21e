/* autocast: the thread's state, set as a tuple and given back as one. */
#include "python/autocast.h"

#include "autograd/autocast.h"
#include "python/type/dtype.h"

static PyObject *get(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    ct_autocast_state s = ct_autocast_get();
    return Py_BuildValue("(NNNN)", PyBool_FromLong(s.on),
                         Py_NewRef(ct_py_dtype((ct_dtype)s.dtype)),
                         PyBool_FromLong(s.keeps), PyBool_FromLong(s.suspended));
}

/* (enabled, dtype, keeps, suspended), as `get` gives it. */
static PyObject *set(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *dtype;
    int on, keeps, suspended = 0;
    if (!PyArg_ParseTuple(args, "pOp|p:_autocast_set", &on, &dtype, &keeps,
                          &suspended)) {
        return NULL;
    }
    ct_dtype d;
    if (ct_py_dtype_parse("autocast", dtype, &d) < 0) {
        return NULL;
    }
    ct_autocast_set((ct_autocast_state){
        .on = on, .suspended = suspended, .keeps = keeps, .dtype = (uint8_t)d});
    Py_RETURN_NONE;
}

static PyObject *nest(PyObject *self, PyObject *by)
{
    (void)self;
    long n = PyLong_AsLong(by);
    return n == -1 && PyErr_Occurred() ? NULL
                                       : PyLong_FromLong(ct_autocast_nest((int)n));
}

static PyObject *clear(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    ct_autocast_clear();
    Py_RETURN_NONE;
}

static PyObject *suspend(PyObject *self, PyObject *o)
{
    (void)self;
    int on = PyObject_IsTrue(o);
    return on < 0 ? NULL : PyBool_FromLong(ct_autocast_suspend(on));
}

/* The names of autocast.def: {name: list}. */
static PyObject *lists(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    static const char *const kinds[] = {"", "lower", "float32", "widest", "given"};
    PyObject *dict = PyDict_New();
    for (const ct_autocast_name *n = ct_autocast_names; dict && n->name; n++) {
        PyObject *kind = PyUnicode_FromString(kinds[n->kind]);
        if (!kind || PyDict_SetItemString(dict, n->name, kind) < 0) {
            Py_CLEAR(dict);
        }
        Py_XDECREF(kind);
    }
    return dict;
}

static PyMethodDef functions[] = {
    {"_autocast_get", get, METH_NOARGS,
     "_autocast_get()\n--\n\n(enabled, dtype, whether casts of weights are kept, "
     "suspended) of this thread."},
    {"_autocast_set", set, METH_VARARGS,
     "_autocast_set(enabled, dtype, keeps, suspended=False)\n--\n\nSets the same."},
    {"_autocast_nest", nest, METH_O,
     "_autocast_nest(by)\n--\n\nEnters or leaves a region; how many there are."},
    {"_autocast_clear", clear, METH_NOARGS,
     "_autocast_clear()\n--\n\nForgets the casts of weights."},
    {"_autocast_suspend", suspend, METH_O,
     "_autocast_suspend(suspended)\n--\n\nSuspends mixed precision, or not; how it was."},
    {"_autocast_lists", lists, METH_NOARGS,
     "_autocast_lists()\n--\n\nWhich functions run in which dtype: {name: list}."},
    {NULL, NULL, 0, NULL},
};

const ct_concept ct_autocast_concept = {.functions = functions};
