/* Threads and memory as functions of the package; the rest for show_config(). */
#include "python/config.h"

#include "core/alloc.h"
#include "core/device.h"
#include "core/parallel.h"
#include "python/arguments/value.h"
#include "python/errors.h"

static PyObject *get_num_threads(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    return PyLong_FromLong(ct_num_threads());
}

static PyObject *set_num_threads(PyObject *self, PyObject *o)
{
    (void)self;
    int64_t n;
    if (ct_py_int("set_num_threads", "n", o, &n) < 0) {
        return NULL;
    }
    if (ct_num_threads_set(n < 0 || n > 1 << 20 ? -1 : (int)n) < 0) {
        return ct_py_raise();
    }
    Py_RETURN_NONE;
}

static PyObject *memory_stats(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    ct_memory_stats s;
    ct_memory_stats_get(&s);
    return Py_BuildValue("{s:L, s:L, s:L, s:L, s:L, s:L, s:L}", "used", s.used, "peak",
                         s.peak, "cached", s.cached, "limit", s.limit, "blocks",
                         s.blocks, "allocs", s.allocs, "misses", s.misses);
}

static PyObject *memory_peak_reset(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    ct_memory_peak_reset();
    Py_RETURN_NONE;
}

static PyObject *memory_release(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    ct_object_release();
    return PyLong_FromLongLong(ct_memory_release());
}

static PyObject *memory_limit(PyObject *self, PyObject *o)
{
    (void)self;
    int64_t bytes;
    if (ct_py_int("set_memory_limit", "bytes", o, &bytes) < 0) {
        return NULL;
    }
    if (bytes < 0) {
        return PyErr_Format(PyExc_ValueError,
                            "set_memory_limit: expected at least 0 bytes, got %lld",
                            (long long)bytes);
    }
    ct_memory_limit_set(bytes);
    Py_RETURN_NONE;
}

/* _alloc_fail_after(n): for the tests of what happens when memory is out. */
static PyObject *alloc_fail_after(PyObject *self, PyObject *o)
{
    (void)self;
    int64_t n;
    if (ct_py_int("_alloc_fail_after", "n", o, &n) < 0) {
        return NULL;
    }
    return PyLong_FromLongLong(ct_alloc_fail_after(n));
}

/* _isa(): the set of the CPU's kernels in use, and those that this machine can run. */
static PyObject *isa(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    const ct_device_functions *cpu = ct_device_of(CT_DEVICE_CPU);
    return Py_BuildValue("(ss)", cpu->describe(CT_FACT_KERNELS),
                         cpu->describe(CT_FACT_AVAILABLE));
}

static PyMethodDef functions[] = {
    {"get_num_threads", get_num_threads, METH_NOARGS,
     "get_num_threads()\n--\n\nHow many threads work on one operation."},
    {"set_num_threads", set_num_threads, METH_O,
     "set_num_threads(n, /)\n--\n\nSets how many threads work on one operation."},
    {"memory_stats", memory_stats, METH_NOARGS,
     "memory_stats()\n--\n\n"
     "Bytes in use, at most in use so far, kept for reuse, and the bound on the last;\n"
     "blocks handed out now and ever, and of those the ones taken from the system."},
    {"_memory_peak_reset", memory_peak_reset, METH_NOARGS,
     "_memory_peak_reset()\n--\n\nThe peak of memory_stats() counts from now on."},
    {"memory_release", memory_release, METH_NOARGS,
     "memory_release()\n--\n\nGives memory kept for reuse back; the bytes released."},
    {"set_memory_limit", memory_limit, METH_O,
     "set_memory_limit(bytes, /)\n--\n\nBounds the memory kept for reuse."},
    {"_alloc_fail_after", alloc_fail_after, METH_O, NULL},
    {"_isa", isa, METH_NOARGS, NULL},
    {0},
};

const ct_concept ct_config_concept = {.functions = functions};
