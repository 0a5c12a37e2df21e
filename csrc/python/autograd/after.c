/* autograd_after: calls that wait for the end of a backward. */
#include "python/autograd/after.h"


static _Thread_local int depth;
static _Thread_local PyObject *waiting; /* a list, or NULL */

void ct_py_after_begin(void)
{
    depth++;
}

/* Calls may let others wait, which then run too. */
static int run_all(void)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(waiting); i++) {
        PyObject *f = Py_NewRef(PyList_GET_ITEM(waiting, i));
        PyObject *done = PyObject_CallNoArgs(f);
        Py_DECREF(f);
        if (!done) {
            return -1;
        }
        Py_DECREF(done);
    }
    return 0;
}

int ct_py_after_end(int status)
{
    if (depth == 1 && waiting) {
        if (status == 0) {
            status = run_all();
        }
        PyObject *type, *value, *traceback; /* what dies may run anything */
        PyErr_Fetch(&type, &value, &traceback);
        Py_CLEAR(waiting);
        PyErr_Restore(type, value, traceback);
    }
    depth--;
    return status;
}

static bool waits(PyObject *callback)
{
    for (Py_ssize_t i = 0; waiting && i < PyList_GET_SIZE(waiting); i++) {
        if (PyList_GET_ITEM(waiting, i) == callback) {
            return true;
        }
    }
    return false;
}

static PyObject *queue_callback(PyObject *self, PyObject *callback)
{
    (void)self;
    if (!depth) {
        PyErr_SetString(PyExc_RuntimeError,
                        "queue_callback: expected a call while a backward runs");
        return NULL;
    }
    if (waits(callback)) {
        Py_RETURN_FALSE;
    }
    if (!waiting && !(waiting = PyList_New(0))) {
        return NULL;
    }
    return PyList_Append(waiting, callback) < 0 ? NULL : Py_NewRef(Py_True);
}

static PyMethodDef functions[] = {
    {"_queue_callback", queue_callback, METH_O,
     "_queue_callback(callback, /)\n--\n\n"
     "Calls it, once, at the end of the backward that runs, the outermost one.\n"
     "False: it was to be called already."},
    {0},
};

const ct_concept ct_autograd_after_concept = {.functions = functions};
