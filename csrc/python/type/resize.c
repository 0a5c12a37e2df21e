/* A tensor takes over the layout and bytes of another that is made for it
 * (ct_tensor_adopt), as `t.data = other` does. A tensor with a history keeps its layout:
 * its gradient would have another shape. */
#include "python/type/resize.h"

#include <string.h>

#include "autograd/meta.h"
#include "core/layout.h"
#include "ops/op.h"
#include "python/arguments/unpack.h"
#include "python/arguments/value.h"
#include "python/errors.h"
#include "python/type/memory_format.h"
#include "python/type/tensor_type.h"
#include "python/type/untyped_storage.h"

/* t as `made`, which is dropped and may be NULL with an exception or error set. */
static PyObject *become(const char *op, ct_tensor *t, ct_tensor *made)
{
    int status = made && ct_call_may_move(op, t) == 0 ? ct_tensor_adopt(t, made) : -1;
    ct_xdecref(made);
    if (status == 0) {
        ct_tensor_bump(t);
        ct_storage_settle();
        return Py_NewRef(ct_py_object(t));
    }
    return PyErr_Occurred() ? NULL : ct_py_raise();
}

static int check_movable(const char *op, ct_tensor *t)
{
    if (ct_requires_grad(t)) {
        PyErr_Format(
            PyExc_RuntimeError,
            "%s: expected a tensor that does not require grad; use .detach(), or "
            "reshape() for another view of the same elements",
            op);
        return -1;
    }
    return 0;
}

/* ---- resize_ -------------------------------------------------------------- */

/* Fresh bytes that begin with those of the storage, which the caller owns. */
static ct_storage *grown(const char *op, const ct_tensor *t, int64_t nbytes)
{
    ct_storage *old = t->storage;
    if (old->release || ct_tensor_readonly(t)) {
        ct_error(CT_ERR_RUNTIME,
                 "%s: expected at most the %zu bytes that this tensor shares with "
                 "another library, got %lld; use .clone() first",
                 op, old->nbytes, (long long)nbytes);
        return NULL;
    }
    ct_tensor *bytes = ct_tensor_new(op, CT_DTYPE_U8, 1, &nbytes, CT_PLACE(t));
    if (!bytes) {
        return NULL;
    }
    if (t->device == CT_DEVICE_CPU && old->nbytes) {
        memcpy(bytes->data, old->data, old->nbytes);
    }
    ct_storage *s = ct_storage_incref(bytes->storage);
    ct_decref(bytes);
    return s;
}

/* A tensor of this shape over t's bytes from its first element on, or over more. */
static ct_tensor *resized(const char *op, ct_tensor *t, int ndim, const int64_t *shape,
                          ct_memory_format format)
{
    int64_t numel, strides[CT_MAX_NDIM], itemsize = ct_tensor_itemsize(t);
    ct_block b = {ndim, shape, itemsize};
    if (ct_shape_numel(op, ndim, shape, itemsize, &numel) < 0) {
        return NULL;
    }
    int laid = ct_layout_apply(op, b, format, NULL, strides);
    if (laid < 0) {
        return NULL;
    }
    if (laid == 0) {
        ct_shape_strides(ndim, shape, itemsize, strides);
    }
    int64_t offset = t->data - t->storage->data, end;
    if (__builtin_add_overflow(offset, numel * itemsize, &end)) {
        ct_error(CT_ERR_RUNTIME, "%s: expected fewer than 2**63 bytes", op);
        return NULL;
    }
    if (numel == 0 || end <= (int64_t)t->storage->nbytes) {
        return ct_tensor_alias(t, ndim, shape, strides, t->data);
    }
    ct_storage *s = grown(op, t, end);
    return s ? ct_tensor_from_storage(s, (ct_dtype)t->dtype, ndim, shape, strides,
                                      s->data + offset)
             : NULL;
}

/* Sizes one by one, or in one sequence; the number of them. */
static int sizes(const char *op, PyObject *const *args, Py_ssize_t n, int64_t *shape)
{
    if (n == 1 && ct_py_is_int_list(args[0])) {
        return ct_py_ints(op, "size", args[0], shape);
    }
    if (n > CT_MAX_NDIM) {
        PyErr_Format(PyExc_ValueError, "%s: expected at most %d dimensions, got %zd",
                     op, CT_MAX_NDIM, n);
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        if (ct_py_int(op, "size", args[i], &shape[i]) < 0) {
            return -1;
        }
    }
    return (int)n;
}

static CT_PY_FAST(resize_)
{
    static const ct_unpack_spec spec = {"resize_", 0, 0, {"memory_format", NULL}};
    ct_tensor *t = ct_py_tensor(self);
    ct_memory_format format = CT_FORMAT_CONTIGUOUS;
    int64_t shape[CT_MAX_NDIM];
    PyObject *given;
    int ndim = sizes("resize_", args, n, shape);
    if (ndim < 0 || ct_py_unpack(&spec, args + n, 0, kwnames, &given) < 0 ||
        (given && given != Py_None &&
         ct_py_memory_format_require("resize_", given, &format) < 0) ||
        check_movable("resize_", t) < 0) {
        return NULL;
    }
    return become("resize_", t, resized("resize_", t, ndim, shape, format));
}

static CT_PY_FAST(resize_as_)
{
    static const ct_unpack_spec spec = {
        "resize_as_", 1, 1, {"the_template", "memory_format", NULL}};
    ct_tensor *t = ct_py_tensor(self);
    ct_memory_format format = CT_FORMAT_CONTIGUOUS;
    PyObject *given[2];
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0 ||
        (given[1] && given[1] != Py_None &&
         ct_py_memory_format_require("resize_as_", given[1], &format) < 0) ||
        check_movable("resize_as_", t) < 0) {
        return NULL;
    }
    if (!ct_py_is_tensor(given[0])) {
        return PyErr_Format(PyExc_TypeError, "resize_as_: expected a Tensor, got %s",
                            Py_TYPE(given[0])->tp_name);
    }
    const ct_tensor *like = ct_py_tensor(given[0]);
    int64_t shape[CT_MAX_NDIM];
    int ndim = like->ndim;
    memcpy(shape, like->shape, (size_t)ndim * sizeof *shape);
    return become("resize_as_", t, resized("resize_as_", t, ndim, shape, format));
}

/* ---- set_ ----------------------------------------------------------------- */

/* A tensor of t's dtype in the storage s, placed by offset, size and stride (given[1..3]);
 * without a size as long as the storage. */
static ct_tensor *placed(const ct_tensor *t, ct_storage *s, PyObject *const *given)
{
    ct_dtype dtype = (ct_dtype)t->dtype;
    int64_t room = (int64_t)s->nbytes, itemsize = ct_dtype_size(dtype), start = 0;
    ct_place p = {.ndim = 1, .shape = {room / itemsize}, .strides = {itemsize}};
    if ((uintptr_t)s->data % (uintptr_t)itemsize) {
        PyErr_SetString(PyExc_ValueError, "set_: expected aligned bytes");
        return NULL;
    }
    if (given[2]) {
        start = ct_py_place("set_", dtype, room, given + 1, &p);
    }
    return start < 0 ? NULL
                     : ct_tensor_from_storage(ct_storage_incref(s), dtype, p.ndim,
                                              p.shape, p.strides, s->data + start);
}

/* What set_ shows: another tensor's elements, those of a storage, or none. */
static ct_tensor *source(const ct_tensor *t, PyObject *const *given)
{
    PyObject *o = given[0];
    if (!o || o == Py_None) {
        int64_t none = 0;
        return ct_tensor_new("set_", (ct_dtype)t->dtype, 1, &none, CT_PLACE(t));
    }
    ct_storage *s = ct_py_storage(o);
    if (s) {
        return placed(t, s, given);
    }
    if (!ct_py_is_tensor(o)) {
        PyErr_Format(PyExc_TypeError, "set_: expected a Tensor or storage, got %s",
                     Py_TYPE(o)->tp_name);
        return NULL;
    }
    ct_tensor *from = ct_py_tensor(o);
    if (from->dtype != t->dtype || CT_PLACE(from) != CT_PLACE(t)) {
        PyErr_Format(
            PyExc_RuntimeError,
            "set_: expected a source of dtype %s on this tensor's device, got %s",
            ct_dtype_name((ct_dtype)t->dtype), ct_dtype_name((ct_dtype)from->dtype));
        return NULL;
    }
    return given[2] ? placed(t, from->storage, given)
                    : ct_tensor_alias(from, from->ndim, from->shape, from->strides,
                                      from->data);
}

static CT_PY_FAST(set_)
{
    static const ct_unpack_spec spec = {
        "set_", 4, 0, {"source", "storage_offset", "size", "stride", NULL}};
    ct_tensor *t = ct_py_tensor(self);
    PyObject *given[4];
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0 ||
        check_movable("set_", t) < 0) {
        return NULL;
    }
    return become("set_", t, source(t, given));
}

static PyMethodDef methods[] = {
    CT_PY_METHOD(
        "resize_", resize_,
        "resize_($self, /, *sizes, memory_format=contiguous_format)\n--\n\n"
        "Gives this tensor another shape over its bytes in order; where these\n"
        "are too few, over new ones that begin with them, which views of the\n"
        "old do not see. New elements are uninitialised. RuntimeError of a\n"
        "tensor that requires grad, or for more bytes than another library\n"
        "lends."),
    CT_PY_METHOD("resize_as_", resize_as_,
                 "resize_as_($self, the_template, *, memory_format=contiguous_format)\n"
                 "--\n\nresize_ to the shape of another tensor."),
    CT_PY_METHOD(
        "set_", set_,
        "set_($self, source=None, storage_offset=0, size=None, stride=None)\n"
        "--\n\n"
        "Makes this tensor show the elements of another of its dtype, or those\n"
        "of a storage; offset and stride count elements. ValueError for a place\n"
        "that reaches beyond the storage, RuntimeError of a tensor that\n"
        "requires grad."),
    {0},
};

const ct_concept ct_resize_concept = {.methods = methods};
