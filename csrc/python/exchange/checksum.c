/* checksum: core/checksum.h of any object that has a buffer. Bytes that take long are
 * read without the interpreter lock; their owner may not resize them meanwhile. */
#include "python/exchange/checksum.h"

#include "core/checksum.h"

#define UNLOCKED 65536 /* bytes that take longer than to give up the lock */

static PyObject *checksum(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    Py_buffer view;
    unsigned long start = 0;
    (void)self;
    if (n < 1 || n > 2) {
        PyErr_SetString(PyExc_TypeError, "_checksum: expected bytes and a start");
        return NULL;
    }
    if (n == 2) {
        start = PyLong_AsUnsignedLongMask(args[1]);
        if (start == (unsigned long)-1 && PyErr_Occurred()) {
            return NULL;
        }
    }
    if (PyObject_GetBuffer(args[0], &view, PyBUF_SIMPLE) < 0) {
        return NULL;
    }
    uint32_t sum = (uint32_t)start;
    if (view.len < UNLOCKED) {
        sum = ct_checksum(sum, view.buf, (size_t)view.len);
    } else {
        Py_BEGIN_ALLOW_THREADS sum = ct_checksum(sum, view.buf, (size_t)view.len);
        Py_END_ALLOW_THREADS
    }
    PyBuffer_Release(&view);
    return PyLong_FromUnsignedLong(sum);
}

static PyMethodDef functions[] = {
    {"_checksum", (PyCFunction)(void (*)(void))checksum, METH_FASTCALL,
     "_checksum(bytes, start=0, /)\n--\n\n"
     "The CRC-32 of bytes behind those whose CRC-32 is start, as zlib.crc32."},
    {NULL, NULL, 0, NULL},
};

const ct_concept ct_checksum_concept = {.functions = functions};
