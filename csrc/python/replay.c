/* replay: making, reading and running tapes. */
#include "python/replay.h"

#include "autograd/replay.h"
#include "python/errors.h"

#define CAPSULE "ctensor._C.tape"

static void capsule_end(PyObject *capsule)
{
    ct_tape_free(PyCapsule_GetPointer(capsule, CAPSULE));
}

static PyObject *start(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    ct_tape *t = ct_tape_start();
    if (!t) {
        return ct_py_raise();
    }
    PyObject *capsule = PyCapsule_New(t, CAPSULE, capsule_end);
    if (!capsule) {
        ct_tape_free(t);
    }
    return capsule;
}

static PyObject *names(const ct_tape *t, const char *(*name)(const ct_tape *, int64_t))
{
    PyObject *list = PyList_New(0);
    const char *text;
    for (int64_t i = 0; list && (text = name(t, i)); i++) {
        PyObject *item = PyUnicode_FromString(text);
        if (!item || PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(item);
    }
    return list;
}

static PyObject *stop(PyObject *self, PyObject *capsule)
{
    (void)self;
    ct_tape *t = PyCapsule_GetPointer(capsule, CAPSULE);
    if (!t) {
        return NULL;
    }
    ct_tape_stop(t);
    PyObject *steps = names(t, ct_tape_step);
    PyObject *problems = steps ? names(t, ct_tape_problem) : NULL;
    return problems ? Py_BuildValue("NN", steps, problems) : NULL;
}

static PyObject *run(PyObject *self, PyObject *capsule)
{
    (void)self;
    ct_tape *t = PyCapsule_GetPointer(capsule, CAPSULE);
    if (!t) {
        return NULL;
    }
    ct_tape_stop(t);
    if (ct_tape_run(t) < 0) {
        return ct_py_raise();
    }
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"_tape_start", start, METH_NOARGS,
     "_tape_start()\n--\n\nA tape that notes what this thread computes."},
    {"_tape_stop", stop, METH_O,
     "_tape_stop(tape, /)\n--\n\nEnds it: (names of steps, why it may not be run again)."},
    {"_tape_run", run, METH_O,
     "_tape_run(tape, /)\n--\n\nDoes it all again, in the same memory."},
    {0},
};

const ct_concept ct_replay_concept = {.functions = functions};
