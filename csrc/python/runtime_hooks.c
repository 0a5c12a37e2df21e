/* Fills in core/runtime.h. */
#include "python/runtime_hooks.h"

#include <pthread.h>

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

static int poll_signals(void)
{
    if (PyThread_get_thread_ident() != main_thread) {
        return 0;
    }
    PyGILState_STATE state = PyGILState_Ensure();
    int status = PyErr_CheckSignals() < 0 ? ct_py_caught() : 0;
    PyGILState_Release(state);
    return status;
}

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
