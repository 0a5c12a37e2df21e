/* reserve: asks the file system to find room for a file at once.
 *
 * Not os.posix_fallocate, which writes a byte to each block where the file system cannot
 * do it: then nothing is reserved. */
#define _GNU_SOURCE

#include "python/exchange/reserve.h"

#include <fcntl.h>

static PyObject *reserve(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    (void)self;
    if (n != 2) {
        PyErr_SetString(PyExc_TypeError, "_reserve: expected a descriptor and a size");
        return NULL;
    }
    int descriptor = PyObject_AsFileDescriptor(args[0]);
    long long size = descriptor < 0 ? -1 : PyLong_AsLongLong(args[1]);
    if (PyErr_Occurred()) {
        return NULL;
    }
    int status = -1;
#if defined(__linux__)
    Py_BEGIN_ALLOW_THREADS status =
        size > 0 ? fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, size) : -1;
    Py_END_ALLOW_THREADS
#endif
        return PyBool_FromLong(status == 0);
}

static PyMethodDef functions[] = {
    {"_reserve", (PyCFunction)(void (*)(void))reserve, METH_FASTCALL,
     "_reserve(descriptor, size, /)\n--\n\n"
     "Finds room for an open file of so many bytes, whose size stays; whether it did."},
    {NULL, NULL, 0, NULL},
};

const ct_concept ct_reserve_concept = {.functions = functions};
