/* cuda_array: see cuda_array.h. */
#include "python/exchange/cuda_array.h"

#include <string.h>

#include "core/backend.h"
#include "core/stream.h"
#include "python/exchange/foreign.h"

bool ct_cuda_is_there(long index)
{
    int64_t count = 0;
    if (ct_backend_open("from_dlpack", CT_DEVICE_CUDA) < 0 ||
        ct_device_of(CT_DEVICE_CUDA)->number(0, CT_NUMBER_COUNT, &count) < 0) {
        ct_error_clear();
        return false;
    }
    return index >= 0 && index < count;
}

bool ct_cuda_array_check(PyObject *o)
{
    return PyObject_HasAttrString(o, "__cuda_array_interface__");
}

/* ---- what the dict says --------------------------------------------------------- */

static int wrong(const char *op, const char *what, PyObject *got)
{
    if (!PyErr_Occurred()) {
        PyErr_Format(PyExc_ValueError,
                     "%s: expected %s in __cuda_array_interface__, got %R", op, what,
                     got ? got : Py_None);
    }
    return -1;
}

/* "<f4": of this machine's byte order. */
static int take_dtype(const char *op, PyObject *type, ct_dtype *dtype)
{
    static const char *const names[CT_DTYPE_COUNT] = {
        [CT_DTYPE_BOOL] = "b1", [CT_DTYPE_U8] = "u1",   [CT_DTYPE_I8] = "i1",
        [CT_DTYPE_U16] = "u2",  [CT_DTYPE_I16] = "i2",  [CT_DTYPE_U32] = "u4",
        [CT_DTYPE_I32] = "i4",  [CT_DTYPE_U64] = "u8",  [CT_DTYPE_I64] = "i8",
        [CT_DTYPE_F16] = "f2",  [CT_DTYPE_F32] = "f4",  [CT_DTYPE_F64] = "f8",
        [CT_DTYPE_C64] = "c8",  [CT_DTYPE_C128] = "c16"};
    const char *text = type && PyUnicode_Check(type) ? PyUnicode_AsUTF8(type) : NULL;
    for (int i = 0; text && text[0] && text[0] != '>' && i < CT_DTYPE_COUNT; i++) {
        if (names[i] && strcmp(names[i], text + 1) == 0) {
            *dtype = (ct_dtype)i;
            return 0;
        }
    }
    return wrong(op, "the typestr of a dtype that ctensor has", type);
}

/* A tuple of ints; its length, or -1. */
static int take_sizes(const char *op, const char *what, PyObject *tuple, int64_t *sizes)
{
    if (!tuple || !PyTuple_Check(tuple) || PyTuple_GET_SIZE(tuple) > CT_MAX_NDIM) {
        return wrong(op, what, tuple);
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
        sizes[i] = PyLong_AsLongLong(PyTuple_GET_ITEM(tuple, i));
        if (PyErr_Occurred()) {
            return -1;
        }
    }
    return (int)PyTuple_GET_SIZE(tuple);
}

/* (address, read-only) */
static int take_data(const char *op, PyObject *data, ct_foreign *f)
{
    if (!data || !PyTuple_Check(data) || PyTuple_GET_SIZE(data) != 2) {
        return wrong(op, "data=(address, read-only)", data);
    }
    f->data = (char *)(uintptr_t)PyLong_AsUnsignedLongLong(PyTuple_GET_ITEM(data, 0));
    f->readonly = PyObject_IsTrue(PyTuple_GET_ITEM(data, 1)) == 1;
    return PyErr_Occurred() ? -1 : 0;
}

/* This thread's work goes on when the stream's is done; 1 is the default one. */
static int follow(ct_device_place place, PyObject *stream)
{
    if (!stream || stream == Py_None) {
        return 0;
    }
    unsigned long long number = PyLong_AsUnsignedLongLong(stream);
    ct_stream theirs = {place, number == 1 ? 0 : number};
    ct_stream own = ct_stream_current(place);
    ct_stream_event done;
    if (PyErr_Occurred() || theirs.number == own.number) {
        return PyErr_Occurred() ? -1 : 0;
    }
    int status = ct_stream_event_create(place, false, &done);
    if (status == 0) {
        status = ct_stream_event_record(&done, theirs);
        status = status == 0 ? ct_stream_wait(own, &done) : status;
        ct_stream_event_destroy(&done);
    }
    if (status < 0) {
        ct_py_raise();
    }
    return status;
}

/* ---- the tensor ------------------------------------------------------------------ */

static void release_object(ct_storage *s)
{
    Py_DECREF((PyObject *)s->owner);
}

static ct_tensor *import(const char *op, PyObject *o, PyObject *dict)
{
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM];
    PyObject *step = PyDict_GetItemString(dict, "strides");
    ct_foreign f = {.shape = shape, .release = release_object, .owner = o};
    f.place.device = CT_DEVICE_CUDA;
    f.place.device_index = (uint8_t)ct_device_index(CT_DEVICE_CUDA, -1);
    f.ndim = take_sizes(op, "a shape", PyDict_GetItemString(dict, "shape"), shape);
    if (f.ndim < 0 ||
        take_dtype(op, PyDict_GetItemString(dict, "typestr"), &f.dtype) < 0 ||
        take_data(op, PyDict_GetItemString(dict, "data"), &f) < 0) {
        return NULL;
    }
    if (step && step != Py_None) {
        if (take_sizes(op, "strides for all dims", step, strides) != f.ndim) {
            wrong(op, "strides for all dims", step);
            return NULL;
        }
        f.strides = strides;
    }
    if (follow(f.place, PyDict_GetItemString(dict, "stream")) < 0) {
        return NULL;
    }
    Py_INCREF(o);
    ct_tensor *t = ct_foreign_tensor(op, &f, true);
    if (!t) {
        Py_DECREF(o);
    }
    return t;
}

ct_tensor *ct_cuda_array_import(const char *op, PyObject *o)
{
    if (!ct_cuda_is_there(0)) {
        PyErr_Format(PyExc_RuntimeError,
                     "%s: expected memory of the CPU, got %s on a GPU, and no CUDA "
                     "backend is loaded",
                     op, Py_TYPE(o)->tp_name);
        return NULL;
    }
    PyObject *dict = PyObject_GetAttrString(o, "__cuda_array_interface__");
    ct_tensor *t = NULL;
    if (dict && !PyDict_Check(dict)) {
        wrong(op, "a dict", dict);
    } else if (dict) {
        t = import(op, o, dict);
    }
    Py_XDECREF(dict);
    return t;
}
