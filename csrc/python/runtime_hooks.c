/* Fills in core/runtime.h. */
#include "python/runtime_hooks.h"

#include <pthread.h>

#include "core/parallel.h"
#include "core/runtime.h"
#include "python/errors.h"

static unsigned long main_thread; /* ident of the thread that handles signals */

static void *unlock(void)
{
    return PyGILState_Check() ? PyEval_SaveThread() : NULL;
}

static void relock(void *state)
{
    PyEval_RestoreThread(state);
}

/* What tests ask of the looks for Ctrl-C: how often, and which of them is to find one. */
static struct {
    bool on;
    int64_t looks, stop_at; /* 0: none */
    int64_t last, longest; /* ns: the last look, and the longest time between two */
    int64_t divided; /* loops divided among threads before */
} watch;

static void watch_pause(void)
{
    int64_t now = ct_clock_ns(), pause = now - watch.last;
    watch.longest = pause > watch.longest ? pause : watch.longest;
    watch.last = now;
}

/* Python's own check, or the Ctrl-C that a test has asked for. */
static int check_signals(void)
{
    if (watch.on) {
        watch_pause();
        if (++watch.looks == watch.stop_at) {
            PyErr_SetNone(PyExc_KeyboardInterrupt);
            return -1;
        }
    }
    return PyErr_CheckSignals();
}

static int poll_signals(void)
{
    if (PyThread_get_thread_ident() != main_thread) {
        return 0;
    }
    PyGILState_STATE state = PyGILState_Ensure();
    int status = check_signals() < 0 ? ct_py_caught() : 0;
    PyGILState_Release(state);
    return status;
}

/* ---- the seam of tests ---------------------------------------------------- */

static PyObject *seam_code; /* a callable, or NULL */
static bool in_seam;

/* On threads that hold the lock, but not from within the code itself. */
static void seam(void)
{
    if (in_seam || !seam_code || !PyGILState_Check()) {
        return;
    }
    in_seam = true;
    PyObject *code = Py_NewRef(seam_code);
    PyObject *result = PyObject_CallNoArgs(code);
    Py_DECREF(code);
    in_seam = false;
    if (!result) {
        PyErr_WriteUnraisable(NULL);
    }
    Py_XDECREF(result);
}

static PyObject *set_seam(PyObject *self, PyObject *code)
{
    (void)self;
    Py_XSETREF(seam_code, code == Py_None ? NULL : Py_NewRef(code));
    ct_seam_set(seam_code ? seam : NULL);
    Py_RETURN_NONE;
}

static PyObject *looks(PyObject *self, PyObject *stop_at)
{
    (void)self;
    watch_pause();
    double longest = watch.on ? (double)watch.longest * 1e-9 : 0;
    PyObject *seen = Py_BuildValue("(LdL)", (long long)watch.looks, longest,
                                   (long long)(ct_parallel_divided() - watch.divided));
    int64_t at = stop_at == Py_None ? 0 : PyLong_AsLongLong(stop_at);
    watch.on = stop_at != Py_None;
    watch.looks = watch.longest = 0;
    watch.stop_at = at;
    watch.divided = ct_parallel_divided();
    ct_interrupted_each(watch.on);
    if (PyErr_Occurred()) {
        Py_CLEAR(seen);
    }
    watch.last = ct_clock_ns();
    return seen;
}

static PyMethodDef functions[] = {
    {"_looks", looks, METH_O,
     "_looks(stop_at, /)\n--\n\n"
     "For tests: from now on operations look for Ctrl-C whenever they may, and the look\n"
     "of this number finds one (0: none does); None ends that. Gives how many there were\n"
     "since the last call, the longest time without one, in seconds, and how many loops\n"
     "were divided among threads."},
    {"_seam", set_seam, METH_O,
     "_seam(code, /)\n--\n\n"
     "For tests: code is called wherever an operation might let other threads or\n"
     "signal handlers run, however short it is; None ends that."},
    {0},
};

const ct_concept ct_runtime_hooks_concept = {.functions = functions};

/* The thread that forks is the child's main thread. */
static void after_fork(void)
{
    main_thread = PyThread_get_thread_ident();
}

int ct_py_runtime_init(void)
{
    PyObject *threading = PyImport_ImportModule("threading");
    PyObject *thread =
        threading ? PyObject_CallMethod(threading, "main_thread", NULL) : NULL;
    PyObject *ident = thread ? PyObject_GetAttrString(thread, "ident") : NULL;
    Py_XDECREF(threading);
    Py_XDECREF(thread);
    if (!ident) {
        return -1;
    }
    main_thread = PyLong_AsUnsignedLong(ident);
    Py_DECREF(ident);
    if (PyErr_Occurred()) {
        return -1;
    }
    pthread_atfork(NULL, NULL, after_fork);
    ct_runtime_set(&(ct_runtime){unlock, relock, poll_signals});
    return 0;
}
