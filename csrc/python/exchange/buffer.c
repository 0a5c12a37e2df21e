/* buffer: the buffer protocol, both ways (see buffer.h). */
#include "python/exchange/buffer.h"

#include "autograd/meta.h"
#include "core/device.h"
#include "python/arguments/args.h"
#include "python/arguments/unpack.h"
#include "python/errors.h"
#include "python/exchange/foreign.h"
#include "python/exchange/numpy.h"
#include "python/type/dtype.h"
#include "python/type/slots.h"
#include "python/type/tensor_type.h"

/* ---- out ---------------------------------------------------------------- */

typedef struct exported {
    ct_storage *storage;
    Py_ssize_t dims[]; /* shape, then strides */
} exported;

/* NumPy names its 64-bit integers after C's long where that has 64 bits. */
static char *format_of(const ct_tensor *t)
{
    if (sizeof(long) == 8 && t->dtype == CT_DTYPE_I64) {
        return "l";
    }
    if (sizeof(long) == 8 && t->dtype == CT_DTYPE_U64) {
        return "L";
    }
    return (char *)ct_dtype_infos[t->dtype].format;
}

static bool is_fortran(const ct_tensor *t)
{
    int64_t step = ct_tensor_itemsize(t);
    for (int i = 0; i < t->ndim; i++) {
        if (t->shape[i] != 1 && t->strides[i] != step) {
            return t->numel == 0;
        }
        step *= t->shape[i];
    }
    return true;
}

/* Why t cannot be exported as the flags ask, or NULL. */
static const char *obstacle(ct_tensor *t, int flags)
{
    bool c_order = ct_tensor_is_contiguous(t);
    if (t->device != CT_DEVICE_CPU) {
        return "a tensor on the CPU; use .cpu()";
    }
    if (t->dtype == CT_DTYPE_BF16) {
        return "a dtype with a buffer format, which bfloat16 has not; use .float()";
    }
    if ((flags & PyBUF_WRITABLE) && !ct_numpy_may_write(t)) {
        return ct_tensor_readonly(t)
                   ? "a writable tensor, this one is read-only; use .clone()"
                   : "a tensor that may be written; this one requires grad: use "
                     ".detach()";
    }
    if ((flags & PyBUF_C_CONTIGUOUS) == PyBUF_C_CONTIGUOUS && !c_order) {
        return "a contiguous tensor; use .contiguous()";
    }
    if ((flags & PyBUF_F_CONTIGUOUS) == PyBUF_F_CONTIGUOUS && !is_fortran(t)) {
        return "a tensor in Fortran order";
    }
    if ((flags & PyBUF_ANY_CONTIGUOUS) == PyBUF_ANY_CONTIGUOUS && !c_order &&
        !is_fortran(t)) {
        return "a contiguous tensor; use .contiguous()";
    }
    if ((flags & PyBUF_STRIDES) != PyBUF_STRIDES && !c_order) {
        return "a contiguous tensor, as no strides are wanted; use .contiguous()";
    }
    return NULL;
}

int ct_py_getbuffer(PyObject *self, Py_buffer *view, int flags)
{
    ct_tensor *t = ct_py_tensor(self);
    const char *why = obstacle(t, flags);
    view->obj = NULL;
    if (why) {
        PyErr_Format(PyExc_BufferError, "buffer: expected %s", why);
        return -1;
    }
    if (ct_numpy_warn_memory(t) < 0) {
        return -1;
    }
    if (ct_tensor_to_host("a buffer", t) < 0) {
        return ct_py_raise_int();
    }
    exported *e = PyMem_Malloc(sizeof *e + 2 * sizeof(Py_ssize_t) * t->ndim);
    if (!e) {
        PyErr_NoMemory();
        return -1;
    }
    for (int i = 0; i < t->ndim; i++) {
        e->dims[i] = t->shape[i];
        e->dims[t->ndim + i] = t->strides[i];
    }
    e->storage = ct_storage_incref(t->storage);
    view->buf = t->data;
    view->obj = Py_NewRef(self);
    view->len = t->numel * ct_tensor_itemsize(t);
    view->itemsize = ct_tensor_itemsize(t);
    view->readonly = !ct_numpy_may_write(t);
    view->ndim = t->ndim;
    view->format = flags & PyBUF_FORMAT ? format_of(t) : NULL;
    view->shape = flags & PyBUF_ND ? e->dims : NULL;
    view->strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? e->dims + t->ndim : NULL;
    view->suboffsets = NULL;
    view->internal = e;
    return 0;
}

void ct_py_releasebuffer(PyObject *self, Py_buffer *view)
{
    (void)self;
    exported *e = view->internal;
    view->internal = NULL;
    ct_storage_decref(e->storage);
    PyMem_Free(e);
}

/* ---- in ----------------------------------------------------------------- */

static void release_buffer(ct_storage *s)
{
    Py_buffer *view = s->owner;
    PyBuffer_Release(view);
    PyMem_Free(view);
}

/* The exporter's bytes, writable where it allows that. */
static Py_buffer *buffer_lock(const char *op, PyObject *exporter)
{
    if (!PyObject_CheckBuffer(exporter)) {
        PyErr_Format(PyExc_ValueError,
                     "%s: expected an object that exports a buffer, got %s", op,
                     Py_TYPE(exporter)->tp_name);
        return NULL;
    }
    Py_buffer *view = PyMem_Malloc(sizeof *view);
    if (!view) {
        PyErr_NoMemory();
        return NULL;
    }
    if (PyObject_GetBuffer(exporter, view, PyBUF_WRITABLE) == 0) {
        return view;
    }
    PyErr_Clear();
    if (PyObject_GetBuffer(exporter, view, PyBUF_SIMPLE) == 0) {
        return view;
    }
    PyMem_Free(view);
    return NULL;
}

/* How many elements of the part lie in `length` bytes; -1 with the error set. */
static int64_t part_count(const char *op, const ct_buffer_part *part, int64_t length)
{
    int64_t itemsize = ct_dtype_size(part->dtype), wanted;
    if (part->offset < 0 || part->offset > length) {
        return ct_error(CT_ERR_VALUE,
                        "%s: expected offset from 0 to %lld bytes, got %lld", op,
                        (long long)length, (long long)part->offset);
    }
    int64_t left = length - part->offset;
    if (part->count >= 0) {
        if (__builtin_mul_overflow(part->count, itemsize, &wanted) || wanted > left) {
            return ct_error(
                CT_ERR_VALUE,
                "%s: expected at most %lld elements of %s in %lld bytes, got "
                "count %lld",
                op, (long long)(left / itemsize), ct_dtype_name(part->dtype),
                (long long)left, (long long)part->count);
        }
        return part->count;
    }
    if (left % itemsize) {
        return ct_error(CT_ERR_VALUE,
                        "%s: expected a whole number of %s elements (%lld bytes each), "
                        "got %lld bytes",
                        op, ct_dtype_name(part->dtype), (long long)itemsize,
                        (long long)left);
    }
    return left / itemsize;
}

ct_tensor *ct_buffer_import(const char *op, PyObject *exporter,
                            const ct_buffer_part *part)
{
    Py_buffer *view = buffer_lock(op, exporter);
    if (!view) {
        return NULL;
    }
    ct_tensor *t = NULL;
    int64_t count = part_count(op, part, view->len);
    if (count < 0) {
        ct_py_raise();
    } else {
        ct_foreign f = {(char *)view->buf + part->offset,
                        part->dtype,
                        1,
                        &count,
                        NULL,
                        view->readonly,
                        release_buffer,
                        view,
                        {CT_DEVICE_CPU, 0}};
        t = ct_foreign_tensor(op, &f, true);
    }
    if (!t) {
        PyBuffer_Release(view);
        PyMem_Free(view);
    }
    return t;
}

PyDoc_STRVAR(
    frombuffer_doc,
    "frombuffer(buffer, dtype, count=-1, offset=0, *, requires_grad=False)\n"
    "--\n\n"
    "A 1-d tensor over the memory of an object that exports a buffer.\n\n"
    "count: elements to take, -1 for all. offset: bytes to skip. The object's\n"
    "buffer stays locked as long as a tensor uses it; a read-only one gives a\n"
    "tensor that refuses to be written. Where the memory is not aligned to the\n"
    "dtype, its values are copied. ValueError where the buffer is too short.");

static CT_PY_FAST(frombuffer)
{
    static const ct_unpack_spec spec = {
        "frombuffer",
        4,
        2,
        {"buffer", "dtype", "count", "offset", "requires_grad", NULL}};
    PyObject *given[5];
    ct_buffer_part part = {CT_DTYPE_U8, -1, 0};
    bool requires_grad = false;
    (void)self;
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0 ||
        ct_py_dtype_parse("frombuffer", given[1], &part.dtype) < 0 ||
        (given[2] && ct_py_int("frombuffer", "count", given[2], &part.count) < 0) ||
        (given[3] && ct_py_int("frombuffer", "offset", given[3], &part.offset) < 0) ||
        (given[4] &&
         ct_py_bool("frombuffer", "requires_grad", given[4], &requires_grad) < 0)) {
        return NULL;
    }
    ct_tensor *t = ct_buffer_import("frombuffer", given[0], &part);
    if (t && requires_grad && ct_requires_grad_set(t, true) < 0) {
        return ct_py_raise_drop(t);
    }
    return ct_py_object(t);
}

static PyMethodDef functions[] = {
    CT_PY_METHOD("frombuffer", frombuffer, frombuffer_doc),
    {0},
};

const ct_concept ct_buffer_concept = {.functions = functions};
