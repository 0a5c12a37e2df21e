/* pickle: tensors to and from pickle, copy.copy and copy.deepcopy (see pickle.h). */
#include "python/exchange/pickle.h"

#include <string.h>

#include "autograd/meta.h"
#include "core/device.h"
#include "python/arguments/args.h"
#include "python/arguments/unpack.h"
#include "python/errors.h"
#include "python/exchange/buffer.h"
#include "python/type/dtype.h"
#include "python/type/subclass.h"
#include "python/type/tensor_type.h"

/* ---- out ---------------------------------------------------------------- */

/* Do the elements fill one stretch of memory, in whatever order of dimensions? */
static bool is_dense(const ct_tensor *t)
{
    int64_t low, high, itemsize = ct_tensor_itemsize(t);
    if (ct_shape_extent("pickle", t->ndim, t->shape, t->strides, itemsize, &low,
                        &high) < 0) {
        ct_error_clear();
        return false;
    }
    return low == 0 && high == t->numel * itemsize &&
           !ct_shape_self_overlap(t->ndim, t->shape, t->strides, itemsize);
}

/* A tensor over the same memory that nobody else can change. */
static ct_tensor *image_of(ct_tensor *t)
{
    return ct_tensor_alias(t, t->ndim, t->shape, t->strides, t->data);
}

/* The bytes of a dense tensor: a bytes object, or a PickleBuffer over them. */
static PyObject *bytes_of(ct_tensor *t, bool in_band)
{
    int64_t n = t->numel * ct_tensor_itemsize(t), step = 1;
    if (in_band) {
        return PyBytes_FromStringAndSize(t->data, n);
    }
    ct_tensor *bytes = ct_tensor_from_storage(ct_storage_incref(t->storage),
                                              CT_DTYPE_U8, 1, &n, &step, t->data);
    if (!bytes) {
        return ct_py_raise();
    }
    PyObject *buffer = PyPickleBuffer_FromObject(ct_py_object(bytes));
    ct_decref(bytes);
    return buffer;
}

static PyObject *tuple_of(int n, const int64_t *v, int64_t divisor)
{
    PyObject *tuple = PyTuple_New(n);
    for (int i = 0; tuple && i < n; i++) {
        PyObject *item = PyLong_FromLongLong(v[i] / divisor);
        if (!item) {
            Py_CLEAR(tuple);
        } else {
            PyTuple_SET_ITEM(tuple, i, item);
        }
    }
    return tuple;
}

static PyObject *rebuild_function(void)
{
    PyObject *module = PyImport_ImportModule("ctensor._C");
    PyObject *f = module ? PyObject_GetAttrString(module, "_rebuild_tensor") : NULL;
    Py_XDECREF(module);
    return f;
}

/* (function, arguments, attributes) for the elements of self, of which `dense` is an
 * image: code that runs here, at an import, may change self. */
static PyObject *reduced(PyObject *self, ct_tensor *dense, bool in_band)
{
    ct_tensor *t = ct_py_tensor(self);
    PyObject *f = rebuild_function(), *bytes = f ? bytes_of(dense, in_band) : NULL;
    PyObject *shape = bytes ? tuple_of(dense->ndim, dense->shape, 1) : NULL;
    PyObject *strides = NULL, *result = NULL;
    if (shape) {
        strides = ct_tensor_is_contiguous(dense) ? Py_NewRef(Py_None)
                                                 : tuple_of(dense->ndim, dense->strides,
                                                            ct_tensor_itemsize(dense));
    }
    if (strides) {
        PyObject *type =
            ct_py_is_exact_tensor(self) ? Py_None : (PyObject *)Py_TYPE(self);
        result =
            Py_BuildValue("O(OsOOOO)O", f, bytes, ct_dtype_name((ct_dtype)dense->dtype),
                          shape, strides, ct_requires_grad(t) ? Py_True : Py_False,
                          type, t->dict ? t->dict : Py_None);
    }
    Py_XDECREF(strides);
    Py_XDECREF(shape);
    Py_XDECREF(bytes);
    Py_XDECREF(f);
    return result;
}

static PyObject *tensor_reduce_ex(PyObject *self, PyObject *protocol)
{
    ct_tensor *t = ct_py_tensor(self);
    int64_t version;
    if (ct_py_int("__reduce_ex__", "protocol", protocol, &version) < 0) {
        return NULL;
    }
    if (ct_tensor_to_host("pickle", ct_py_tensor(self)) < 0) {
        return ct_py_raise();
    }
    if (t->device != CT_DEVICE_CPU) {
        PyErr_SetString(PyExc_NotImplementedError,
                        "pickle: expected a tensor on the CPU; use .cpu()");
        return NULL;
    }
    ct_tensor *dense = is_dense(t) ? image_of(t) : ct_tensor_contiguous(t);
    if (dense == t) { /* contiguous, but not all of it its own */
        ct_decref(dense);
        dense = image_of(t);
    }
    if (!dense) {
        return ct_py_raise();
    }
    PyObject *result = reduced(self, dense, version < 5);
    ct_decref(dense);
    return result;
}

/* ---- in ----------------------------------------------------------------- */

typedef struct pickled { /* what a pickle claims */
    ct_dtype dtype;
    int ndim;
    int64_t numel;
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM]; /* strides in bytes */
    bool requires_grad;
    PyTypeObject *type;
} pickled;

static int strides_parse(pickled *p, PyObject *o)
{
    int64_t low, high, itemsize = ct_dtype_size(p->dtype);
    if (o == Py_None) {
        ct_shape_strides(p->ndim, p->shape, itemsize, p->strides);
        return 0;
    }
    int n = ct_py_ints("unpickle", "strides", o, p->strides);
    if (n < 0) {
        return -1;
    }
    if (n != p->ndim) {
        PyErr_Format(PyExc_ValueError, "unpickle: expected %d strides, got %d", p->ndim,
                     n);
        return -1;
    }
    for (int i = 0; i < n; i++) {
        if (__builtin_mul_overflow(p->strides[i], itemsize, &p->strides[i])) {
            PyErr_SetString(PyExc_ValueError, "unpickle: expected strides within 2**63 "
                                              "bytes, got larger ones");
            return -1;
        }
    }
    if (ct_shape_extent("unpickle", p->ndim, p->shape, p->strides, itemsize, &low,
                        &high) < 0) {
        return ct_py_raise_int();
    }
    if (low < 0 || high > p->numel * itemsize) {
        PyErr_Format(
            PyExc_ValueError,
            "unpickle: expected strides within %lld bytes, got some that reach "
            "from %lld to %lld",
            (long long)(p->numel * itemsize), (long long)low, (long long)high);
        return -1;
    }
    return 0;
}

static int pickled_parse(pickled *p, PyObject *const *given)
{
    p->type = &ct_py_tensor_type;
    if (ct_py_dtype_parse("unpickle", given[1], &p->dtype) < 0) {
        return -1;
    }
    p->ndim = ct_py_ints("unpickle", "shape", given[2], p->shape);
    if (p->ndim < 0) {
        return -1;
    }
    if (ct_shape_numel("unpickle", p->ndim, p->shape, ct_dtype_size(p->dtype),
                       &p->numel) < 0) {
        return ct_py_raise_int();
    }
    if (strides_parse(p, given[3]) < 0 ||
        ct_py_bool("unpickle", "requires_grad", given[4], &p->requires_grad) < 0) {
        return -1;
    }
    if (given[5] != Py_None) {
        p->type = (PyTypeObject *)given[5];
        if (!PyType_Check(given[5]) || !PyType_IsSubtype(p->type, &ct_py_tensor_type)) {
            PyErr_Format(PyExc_TypeError,
                         "unpickle: expected a subclass of Tensor, got %R", given[5]);
            return -1;
        }
    }
    return 0;
}

/* The elements, one after the other, in memory that may be written. */
static ct_tensor *elements_of(const pickled *p, PyObject *data)
{
    ct_buffer_part part = {p->dtype, -1, 0};
    ct_tensor *t = ct_buffer_import("unpickle", data, &part);
    if (t && t->numel != p->numel) {
        PyErr_Format(
            PyExc_ValueError, "unpickle: expected %lld elements for shape %s, got %lld",
            (long long)p->numel, ct_shape_str(p->ndim, p->shape), (long long)t->numel);
        ct_clear(&t);
    }
    if (!t || !ct_tensor_readonly(t)) {
        return t;
    }
    ct_tensor *copy = ct_tensor_new_like(t, p->dtype);
    if (copy && ct_tensor_copy_data(copy, t) < 0) {
        ct_clear(&copy);
    }
    ct_decref(t);
    return copy ? copy : (ct_tensor *)ct_py_raise();
}

PyDoc_STRVAR(
    rebuild_doc,
    "_rebuild_tensor(data, dtype, shape, strides, requires_grad, type)\n--\n\n"
    "What a pickled tensor calls. Everything is checked; a writable buffer is\n"
    "shared, a read-only one copied.");

static CT_PY_FAST(rebuild_tensor)
{
    static const ct_unpack_spec spec = {
        "_rebuild_tensor",
        6,
        6,
        {"data", "dtype", "shape", "strides", "requires_grad", "type", NULL}};
    PyObject *given[6];
    pickled p;
    (void)self;
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0 ||
        pickled_parse(&p, given) < 0) {
        return NULL;
    }
    ct_tensor *elements = elements_of(&p, given[0]);
    if (!elements) {
        return NULL;
    }
    ct_tensor *t =
        ct_tensor_alias(elements, p.ndim, p.shape, p.strides, elements->data);
    ct_decref(elements);
    if (t && p.type != &ct_py_tensor_type) {
        ct_tensor *instance = ct_py_subclass_new(p.type, t);
        ct_decref(t);
        if (!instance) {
            return NULL;
        }
        t = instance;
    }
    if (!t || (p.requires_grad && ct_requires_grad_set(t, true) < 0)) {
        return ct_py_raise_drop(t);
    }
    return ct_py_object(t);
}

/* ---- copy --------------------------------------------------------------- */

/* Like t, over this memory: class and requires_grad, but neither history nor
 * attributes. Steals `plain`, which may be NULL with the core's error set. */
static ct_tensor *dress(PyObject *self, ct_tensor *plain)
{
    ct_tensor *t = plain;
    if (t && !ct_py_is_exact_tensor(self)) {
        t = ct_py_subclass_new(Py_TYPE(self), plain);
        ct_decref(plain);
        if (!t) {
            return NULL;
        }
    }
    if (!t ||
        (ct_requires_grad(ct_py_tensor(self)) && ct_requires_grad_set(t, true) < 0)) {
        return (ct_tensor *)ct_py_raise_drop(t);
    }
    return t;
}

/* Gives t the attributes (steals the dict, which may be NULL for none). */
static void attributes_set(ct_tensor *t, PyObject *dict)
{
    if (dict) {
        Py_XSETREF(t->dict, dict);
        ct_object_track(t);
    }
}

static PyObject *tensor_copy(PyObject *self, PyObject *unused)
{
    (void)unused;
    ct_tensor *t = ct_py_tensor(self);
    PyObject *dict = t->dict ? PyDict_Copy(t->dict) : NULL;
    if (t->dict && !dict) {
        return NULL;
    }
    ct_tensor *copy = dress(self, image_of(t));
    if (!copy) {
        Py_XDECREF(dict);
        return NULL;
    }
    attributes_set(copy, dict);
    return ct_py_object(copy);
}

/* A copy of the storage's bytes, as a byte tensor, with the same alignment. */
static ct_tensor *storage_copy(const ct_storage *s, int64_t *offset)
{
    *offset = (int64_t)((uintptr_t)s->data % 16);
    int64_t n = (int64_t)s->nbytes + *offset;
    ct_tensor *bytes = ct_tensor_new("deepcopy", CT_DTYPE_U8, 1, &n, CT_DEVICE_CPU);
    if (bytes) {
        memcpy(bytes->data + *offset, s->data, s->nbytes);
    }
    return bytes ? bytes : (ct_tensor *)ct_py_raise();
}

/* Could storage_copy have made it? The memo is open to everybody. */
static bool is_copy_of(const ct_tensor *bytes, const ct_storage *s, int64_t offset)
{
    return bytes->dtype == CT_DTYPE_U8 && ct_tensor_is_contiguous(bytes) &&
           bytes->numel == (int64_t)s->nbytes + offset &&
           bytes->device == CT_DEVICE_CPU && (uintptr_t)bytes->data % 16 == 0;
}

/* The copy of t's storage that belongs to this deepcopy, so that tensors that share
 * memory share it in the copy too. The memo keeps the original alive: its address is
 * the key. New reference. */
static ct_tensor *memo_storage(ct_tensor *t, PyObject *memo, int64_t *offset)
{
    ct_storage *s = t->storage;
    *offset = (int64_t)((uintptr_t)s->data % 16);
    PyObject *key = Py_BuildValue("(sN)", "ctensor.storage", PyLong_FromVoidPtr(s));
    PyObject *known = key ? PyDict_GetItemWithError(memo, key) : NULL;
    ct_tensor *bytes = NULL;
    if (known) {
        PyObject *o = PyTuple_Check(known) && PyTuple_GET_SIZE(known) == 2
                          ? PyTuple_GET_ITEM(known, 1)
                          : Py_None;
        if (ct_py_is_exact_tensor(o) && is_copy_of(ct_py_tensor(o), s, *offset)) {
            bytes = ct_newref(o);
        } else {
            PyErr_SetString(PyExc_ValueError, "deepcopy: expected a memo that only "
                                              "deepcopy has written to");
        }
    } else if (key && !PyErr_Occurred()) {
        bytes = storage_copy(s, offset);
        PyObject *alias = bytes ? (PyObject *)ct_tensor_alias(t, t->ndim, t->shape,
                                                              t->strides, t->data)
                                : NULL;
        PyObject *value = alias ? PyTuple_Pack(2, alias, bytes) : NULL;
        if (!value || PyDict_SetItem(memo, key, value) < 0) {
            ct_clear(&bytes);
        }
        Py_XDECREF(value);
        Py_XDECREF(alias);
    }
    Py_XDECREF(key);
    return bytes;
}

/* t is nobody else's: keys of the memo may run code. */
static ct_tensor *data_copy(ct_tensor *t, PyObject *memo)
{
    int64_t offset;
    ct_tensor *bytes = memo_storage(t, memo, &offset);
    if (!bytes) {
        return PyErr_Occurred() ? NULL : (ct_tensor *)ct_py_raise();
    }
    char *data = bytes->data + offset + (t->data - t->storage->data);
    ct_tensor *copy =
        ct_tensor_from_storage(ct_storage_incref(bytes->storage), (ct_dtype)t->dtype,
                               t->ndim, t->shape, t->strides, data);
    ct_decref(bytes);
    return copy ? copy : (ct_tensor *)ct_py_raise();
}

static PyObject *deepcopy_of(PyObject *o, PyObject *memo)
{
    Py_INCREF(o);
    PyObject *module = PyImport_ImportModule("copy");
    PyObject *copy =
        module ? PyObject_CallMethod(module, "deepcopy", "OO", o, memo) : NULL;
    Py_XDECREF(module);
    Py_DECREF(o);
    return copy;
}

/* Copies gradient and attributes; the memo knows the copy by now. */
static int extras_copy(ct_tensor *t, ct_tensor *copy, PyObject *memo)
{
    if (t->meta && t->meta->grad) {
        PyObject *grad = deepcopy_of(ct_py_object(t->meta->grad), memo);
        bool fits = grad && ct_py_is_tensor(grad);
        if (fits && ct_grad_set(copy, ct_py_tensor(grad)) < 0) {
            ct_py_raise();
        }
        Py_XDECREF(grad);
        if (PyErr_Occurred()) {
            return -1;
        }
    }
    if (t->dict) {
        PyObject *dict = deepcopy_of(t->dict, memo);
        if (!dict || !PyDict_Check(dict)) {
            Py_XDECREF(dict);
            return -1;
        }
        attributes_set(copy, dict);
    }
    return 0;
}

static PyObject *tensor_deepcopy(PyObject *self, PyObject *memo)
{
    ct_tensor *t = ct_py_tensor(self);
    if (!ct_is_leaf(t)) {
        PyErr_SetString(PyExc_RuntimeError,
                        "Only Tensors created explicitly by the user (graph leaves) "
                        "support the deepcopy protocol at the moment; use .detach() or "
                        ".clone()");
        return NULL;
    }
    if (!PyDict_Check(memo)) {
        PyErr_Format(PyExc_TypeError,
                     "__deepcopy__: expected memo to be a dict, got %s",
                     Py_TYPE(memo)->tp_name);
        return NULL;
    }
    PyObject *key = PyLong_FromVoidPtr(self);
    PyObject *known = key ? PyDict_GetItemWithError(memo, key) : NULL;
    if (known || !key || PyErr_Occurred()) {
        Py_XDECREF(key);
        return Py_XNewRef(known);
    }
    ct_tensor *image = image_of(t);
    if (!image) {
        Py_DECREF(key);
        return ct_py_raise();
    }
    ct_tensor *plain = data_copy(image, memo);
    ct_decref(image);
    ct_tensor *copy = plain ? dress(self, plain) : NULL;
    if (!copy || PyDict_SetItem(memo, key, ct_py_object(copy)) < 0 ||
        extras_copy(t, copy, memo) < 0) {
        ct_clear(&copy);
    }
    Py_DECREF(key);
    return ct_py_object(copy);
}

static PyMethodDef methods[] = {
    {"__reduce_ex__", tensor_reduce_ex, METH_O,
     "__reduce_ex__($self, protocol, /)\n--\n\nFor pickle."},
    {"__copy__", tensor_copy, METH_NOARGS,
     "__copy__($self, /)\n--\n\nA leaf over the same memory, for copy.copy."},
    {"__deepcopy__", tensor_deepcopy, METH_O,
     "__deepcopy__($self, memo, /)\n--\n\n"
     "A copy with its own memory, gradient and attributes, for copy.deepcopy.\n"
     "RuntimeError unless the tensor is a leaf."},
    {0},
};

static PyMethodDef functions[] = {
    CT_PY_METHOD("_rebuild_tensor", rebuild_tensor, rebuild_doc),
    {0},
};

const ct_concept ct_pickle_concept = {.methods = methods, .functions = functions};
