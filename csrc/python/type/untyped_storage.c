/* The object holds one count of the storage; storages count without the interpreter's
 * help, so there is nothing for the cycle collector here. */
#include "python/type/untyped_storage.h"

#include "core/shape.h"
#include "python/arguments/args.h"
#include "python/arguments/unpack.h"
#include "python/errors.h"
#include "python/type/device.h"
#include "python/type/dtype.h"
#include "python/type/tensor_type.h"

typedef struct storage_object {
    PyObject_HEAD ct_storage *storage;
} storage_object;

static ct_storage *storage_of(PyObject *self)
{
    return ((storage_object *)self)->storage;
}

static void storage_dealloc(PyObject *self)
{
    ct_storage_decref(storage_of(self));
    PyObject_Free(self);
}

static Py_ssize_t storage_length(PyObject *self)
{
    return (Py_ssize_t)storage_of(self)->nbytes;
}

static PyObject *data_ptr(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return PyLong_FromVoidPtr(storage_of(self)->data);
}

static PyObject *nbytes(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return PyLong_FromSize_t(storage_of(self)->nbytes);
}

static PyObject *richcompare(PyObject *a, PyObject *b, int op)
{
    if (!Py_IS_TYPE(b, Py_TYPE(a)) || (op != Py_EQ && op != Py_NE)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return PyBool_FromLong((storage_of(a) == storage_of(b)) == (op == Py_EQ));
}

static Py_hash_t hash(PyObject *self)
{
    return (Py_hash_t)((uintptr_t)storage_of(self) >> 4);
}

static PyObject *get_device(PyObject *self, void *ignored)
{
    (void)ignored;
    ct_storage *s = storage_of(self);
    return ct_py_device((ct_device)s->device,
                        s->device == CT_DEVICE_CUDA ? s->device_index : -1);
}

static PyMethodDef storage_methods[] = {
    {"data_ptr", data_ptr, METH_NOARGS,
     "data_ptr($self)\n--\n\nThe address of the first byte."},
    {"nbytes", nbytes, METH_NOARGS, "nbytes($self)\n--\n\nThe number of bytes."},
    {"size", nbytes, METH_NOARGS, "size($self)\n--\n\nThe number of bytes."},
    {0},
};
static PyGetSetDef storage_getset[] = {
    {"device", get_device, NULL, "Where the bytes are.", NULL},
    {0},
};
static PySequenceMethods as_sequence = {.sq_length = storage_length};

static PyTypeObject type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor.UntypedStorage",
    .tp_doc = "The bytes that tensors share; equal when they are the same bytes.",
    .tp_basicsize = sizeof(storage_object),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = storage_dealloc,
    .tp_richcompare = richcompare,
    .tp_hash = hash,
    .tp_as_sequence = &as_sequence,
    .tp_methods = storage_methods,
    .tp_getset = storage_getset,
};

static PyObject *untyped_storage(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    storage_object *o = PyObject_New(storage_object, &type);
    if (o) {
        o->storage = ct_storage_incref(ct_py_tensor(self)->storage);
    }
    return (PyObject *)o;
}

/* ---- for files: storages as bytes, and tensors in them ------------------- */

static PyObject *object_or_raise(ct_tensor *t)
{
    return t ? ct_py_object(t) : ct_py_raise();
}

static PyObject *storage_bytes(PyObject *self, PyObject *o)
{
    (void)self;
    if (!ct_py_is_tensor(o)) {
        PyErr_Format(PyExc_TypeError, "_storage_bytes: expected a Tensor, got %s",
                     Py_TYPE(o)->tp_name);
        return NULL;
    }
    ct_storage *s = ct_py_tensor(o)->storage;
    if (s->device != CT_DEVICE_CPU) {
        PyErr_SetString(PyExc_ValueError, "_storage_bytes: expected a CPU tensor");
        return NULL;
    }
    int64_t n = (int64_t)s->nbytes, step = 1;
    return object_or_raise(ct_tensor_from_storage(ct_storage_incref(s), CT_DTYPE_U8, 1,
                                                  &n, &step, s->data));
}

int64_t ct_py_place(const char *op, ct_dtype dtype, int64_t room,
                    PyObject *const *given, ct_place *p)
{
    int64_t offset = 0, low, high, numel, itemsize = ct_dtype_size(dtype);
    int64_t *shape = p->shape, *strides = p->strides;
    p->ndim = ct_py_ints(op, "size", given[1], shape);
    if (p->ndim < 0 || (given[0] && ct_py_int(op, "offset", given[0], &offset) < 0)) {
        return -1;
    }
    int n = p->ndim;
    if (given[2] && given[2] != Py_None) {
        n = ct_py_ints(op, "stride", given[2], strides);
    } else if (ct_shape_numel(op, n, shape, itemsize, &numel) < 0) {
        return ct_py_raise_int();
    } else {
        ct_shape_strides(n, shape, 1, strides);
    }
    if (n < 0) {
        return -1;
    }
    bool fits = n == p->ndim && offset >= 0 && offset <= room / itemsize;
    for (int i = 0; i < n; i++) {
        fits = fits && shape[i] >= 0 &&
               !__builtin_mul_overflow(strides[i], itemsize, &strides[i]);
    }
    if (fits && ct_shape_extent(op, n, shape, strides, itemsize, &low, &high) < 0) {
        return ct_py_raise_int();
    }
    if (!fits || low < -offset * itemsize || high > room - offset * itemsize) {
        PyErr_Format(PyExc_ValueError,
                     "%s: expected size, stride and offset within a storage of %lld "
                     "bytes, got size %R, stride %R and offset %lld",
                     op, (long long)room, given[1], given[2] ? given[2] : Py_None,
                     (long long)offset);
        return -1;
    }
    return offset * itemsize;
}

static CT_PY_FAST(storage_tensor)
{
    static const ct_unpack_spec spec = {
        "_storage_tensor", 5, 5, {"bytes", "dtype", "offset", "size", "stride", NULL}};
    PyObject *given[5];
    int64_t start = -1;
    ct_place p;
    ct_dtype dtype;
    (void)self;
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0 ||
        ct_py_dtype_parse("_storage_tensor", given[1], &dtype) < 0) {
        return NULL;
    }
    if (!ct_py_is_tensor(given[0])) {
        PyErr_SetString(PyExc_TypeError, "_storage_tensor: expected bytes in a Tensor");
        return NULL;
    }
    ct_tensor *bytes = ct_newref(ct_py_tensor(given[0])); /* ints may run code */
    if (bytes->dtype != CT_DTYPE_U8 || !ct_tensor_is_contiguous(bytes)) {
        PyErr_SetString(PyExc_ValueError, "_storage_tensor: expected contiguous uint8");
    } else if ((uintptr_t)bytes->data % ct_dtype_size(dtype)) {
        PyErr_SetString(PyExc_ValueError, "_storage_tensor: expected aligned bytes");
    } else {
        start = ct_py_place("_storage_tensor", dtype, bytes->numel, given + 2, &p);
    }
    PyObject *result = NULL;
    if (start >= 0) {
        result = object_or_raise(
            ct_tensor_from_storage(ct_storage_incref(bytes->storage), dtype, p.ndim,
                                   p.shape, p.strides, bytes->data + start));
    }
    ct_decref(bytes);
    return result;
}

ct_storage *ct_py_storage(PyObject *o)
{
    return Py_IS_TYPE(o, &type) ? storage_of(o) : NULL;
}

static PyMethodDef functions[] = {
    {"_storage_bytes", storage_bytes, METH_O,
     "_storage_bytes(tensor, /)\n--\n\nA uint8 tensor over the whole storage."},
    CT_PY_METHOD("_storage_tensor", storage_tensor,
                 "_storage_tensor(bytes, dtype, offset, size, stride)\n--\n\n"
                 "A tensor in the storage of `bytes`; offset and stride in elements.\n"
                 "ValueError where it would reach beyond, or lie unaligned."),
    {0},
};

static PyMethodDef methods[] = {
    {"untyped_storage", untyped_storage, METH_NOARGS,
     "untyped_storage($self)\n--\n\nThe bytes that this tensor and its views share."},
    {0},
};

static int init(PyObject *module)
{
    return PyModule_AddType(module, &type);
}

const ct_concept ct_untyped_storage_concept = {
    .methods = methods, .functions = functions, .init = init};
