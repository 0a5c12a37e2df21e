/* tensor: making, sharing and ending tensors. Their values are core/scalar.c's and
 * the kernels' affair. */
#include "core/tensor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"

void (*ct_tensor_finalize)(ct_tensor *t);
ct_tensor_marks ct_tensor_marks_now;

/* ---- fields ------------------------------------------------------------- */

/* Room for ndim sizes and strides: inline, or one heap block. */
static int dims_reserve(ct_tensor *t, int ndim)
{
    t->ndim = (uint8_t)ndim;
    t->shape = t->dims;
    t->strides = t->dims + CT_INLINE_DIMS;
    if (ndim > CT_INLINE_DIMS) {
        t->shape = malloc((size_t)ndim * 2 * sizeof *t->shape);
        if (!t->shape) {
            t->shape = t->dims;
            t->ndim = 0;
            return ct_error(CT_ERR_MEMORY, "out of memory");
        }
        t->strides = t->shape + ndim;
    }
    return 0;
}

static void fields_clear(ct_tensor *t, ct_dtype dtype, ct_device device)
{
    t->data = NULL;
    t->storage = NULL;
    t->own.refcount = 0;
    t->meta = NULL;
    t->base = NULL;
    t->dtype = (uint8_t)dtype;
    t->device = (uint8_t)device;
    t->device_index = 0;
    t->flags = 0;
    t->weakrefs = NULL;
    t->dict = NULL;
}

static void own_storage(ct_tensor *t, char *data, size_t nbytes)
{
    t->own = (ct_storage){.refcount = 1,
                          .data = data,
                          .nbytes = nbytes,
                          .device = t->device,
                          .flags = CT_STORAGE_EMBEDDED};
    t->storage = &t->own;
    t->data = data;
}

static ct_tensor *tensor_alloc(ct_dtype dtype, int ndim, ct_device device)
{
    ct_tensor *t = ct_object_new(CT_OBJECT_TENSOR, 0);
    if (!t) {
        return NULL;
    }
    fields_clear(t, dtype, device);
    if (ct_tensor_marks_now.threads) {
        t->flags = ct_tensor_marks_now.flags();
    }
    if (dims_reserve(t, ndim) < 0) {
        ct_decref(t);
        return NULL;
    }
    return t;
}

/* Gives t its bytes: inline, or from the allocator; zeroed on request. */
static int bytes_alloc(ct_tensor *t, bool zeroed)
{
    size_t n = (size_t)(t->numel * ct_tensor_itemsize(t));
    char *data = t->inline_data;
    if (n > CT_INLINE_BYTES) {
        data = zeroed ? ct_alloc_zeroed(n) : ct_alloc(n);
        if (!data) {
            return -1;
        }
    } else if (zeroed) {
        memset(data, 0, CT_INLINE_BYTES);
    }
    own_storage(t, data, n);
    t->flags |= CT_TENSOR_CONTIGUOUS;
    return 0;
}

/* ---- making ------------------------------------------------------------- */

static ct_tensor *tensor_make(const char *op, ct_dtype dtype, int ndim,
                              const int64_t *shape, ct_device device, bool zeroed)
{
    int64_t numel, itemsize = ct_dtype_size(dtype);
    if (ct_shape_numel(op, ndim, shape, itemsize, &numel) < 0) {
        return NULL;
    }
    ct_tensor *t = tensor_alloc(dtype, ndim, device);
    if (!t) {
        return NULL;
    }
    t->numel = numel;
    for (int i = 0; i < ndim; i++) { /* shape may be NULL when ndim is 0 */
        t->shape[i] = shape[i];
    }
    ct_shape_strides(ndim, shape, itemsize, t->strides);
    if (bytes_alloc(t, zeroed) < 0) {
        ct_decref(t);
        return NULL;
    }
    return t;
}

ct_tensor *ct_tensor_new(const char *op, ct_dtype dtype, int ndim, const int64_t *shape,
                         ct_device device)
{
    return tensor_make(op, dtype, ndim, shape, device, false);
}

ct_tensor *ct_tensor_zeros(const char *op, ct_dtype dtype, int ndim,
                           const int64_t *shape, ct_device device)
{
    return tensor_make(op, dtype, ndim, shape, device, true);
}

ct_tensor *ct_tensor_new_like(const ct_tensor *like, ct_dtype dtype)
{
    if (ct_dtype_size(dtype) > ct_tensor_itemsize(like)) {
        return tensor_make("empty", dtype, like->ndim, like->shape,
                           (ct_device)like->device, false);
    }
    ct_tensor *t = tensor_alloc(dtype, like->ndim, (ct_device)like->device);
    if (!t) {
        return NULL;
    }
    t->numel = like->numel;
    for (int i = 0; i < like->ndim; i++) {
        t->shape[i] = like->shape[i];
    }
    ct_shape_strides(t->ndim, t->shape, ct_dtype_size(dtype), t->strides);
    if (bytes_alloc(t, false) < 0) {
        ct_decref(t);
        return NULL;
    }
    return t;
}

ct_tensor *ct_tensor_scalar(ct_dtype dtype, const void *value)
{
    ct_tensor *t = tensor_alloc(dtype, 0, CT_DEVICE_CPU);
    if (t) {
        t->numel = 1;
        t->flags = CT_TENSOR_CONTIGUOUS;
        memcpy(t->inline_data, value, (size_t)ct_dtype_size(dtype));
        own_storage(t, t->inline_data, (size_t)ct_dtype_size(dtype));
    }
    return t;
}

ct_tensor *ct_tensor_weak_float(double value)
{
    ct_tensor *t = ct_tensor_scalar(CT_DTYPE_F64, &value);
    if (t) {
        t->flags |= CT_TENSOR_WEAK;
    }
    return t;
}

ct_tensor *ct_tensor_weak_int(int64_t value)
{
    ct_tensor *t = ct_tensor_scalar(CT_DTYPE_I64, &value);
    if (t) {
        t->flags |= CT_TENSOR_WEAK;
    }
    return t;
}

/* ---- sharing ------------------------------------------------------------ */

static inline int layout_set(ct_tensor *t, ct_storage *s, int ndim,
                             const int64_t *shape, const int64_t *strides, char *data)
{
    if (dims_reserve(t, ndim) < 0) {
        return -1;
    }
    int64_t numel = 1, step = ct_tensor_itemsize(t);
    bool packed = true; /* as ct_shape_contiguous, in the same loop */
    for (int i = ndim - 1; i >= 0; i--) {
        t->shape[i] = shape[i];
        t->strides[i] = strides[i];
        numel *= shape[i];
        packed &= shape[i] == 1 || strides[i] == step;
        step *= shape[i];
    }
    t->numel = numel;
    t->data = data;
    t->storage = s;
    t->device = s->device;
    t->device_index = s->device_index;
    if (packed || numel == 0) {
        t->flags |= CT_TENSOR_CONTIGUOUS;
    }
    return 0;
}

int ct_tensor_init_alias(ct_tensor *t, ct_storage *s, ct_dtype dtype, int ndim,
                         const int64_t *shape, const int64_t *strides, char *data)
{
    fields_clear(t, dtype, (ct_device)s->device);
    if (layout_set(t, s, ndim, shape, strides, data) < 0) {
        ct_storage_decref(s);
        return -1;
    }
    return 0;
}

/* Steals s. Every view is made here, so it is one piece of code. */
static inline ct_tensor *tensor_over(ct_storage *s, ct_dtype dtype, int ndim,
                                     const int64_t *shape, const int64_t *strides,
                                     char *data)
{
    ct_tensor *t = ct_object_new(CT_OBJECT_TENSOR, 0);
    if (!t) {
        ct_storage_decref(s);
        return NULL;
    }
    fields_clear(t, dtype, (ct_device)s->device);
    if (layout_set(t, s, ndim, shape, strides, data) < 0) {
        ct_storage_decref(s);
        ct_decref(t);
        return NULL;
    }
    return t;
}

ct_tensor *ct_tensor_from_storage(ct_storage *s, ct_dtype dtype, int ndim,
                                  const int64_t *shape, const int64_t *strides,
                                  char *data)
{
    return tensor_over(s, dtype, ndim, shape, strides, data);
}

ct_tensor *ct_tensor_alias(ct_tensor *t, int ndim, const int64_t *shape,
                           const int64_t *strides, char *data)
{
    ct_tensor *v = tensor_over(ct_storage_incref(t->storage), (ct_dtype)t->dtype, ndim,
                               shape, strides, data);
    if (v) {
        v->flags |= t->flags & CT_TENSOR_INFERENCE;
    }
    return v;
}

ct_tensor *ct_tensor_view(ct_tensor *t, int ndim, const int64_t *shape,
                          const int64_t *strides, char *data)
{
    ct_tensor *v = tensor_over(ct_storage_incref(t->storage), (ct_dtype)t->dtype, ndim,
                               shape, strides, data);
    if (v) {
        v->flags |= t->flags & CT_TENSOR_INFERENCE;
        v->base = ct_newref(t->base ? t->base : t);
    }
    return v;
}

/* ---- ending ------------------------------------------------------------- */

static void drop_fields(ct_tensor *t)
{
    if (t->meta || t->weakrefs || t->dict) {
        ct_tensor_finalize(t);
    }
    ct_clear(&t->base);
    if (t->shape != t->dims) {
        free(t->shape);
    }
}

void ct_tensor_finish(ct_tensor *t)
{
    drop_fields(t);
    ct_storage *s = t->storage;
    t->storage = NULL;
    if (s) {
        ct_storage_decref(s);
    }
}

void ct_tensor_dealloc(ct_tensor *t)
{
    drop_fields(t);
    bool embedded = t->own.refcount > 0;
    if (embedded) { /* the block goes with its storage, now or later */
        t->own.flags |= CT_STORAGE_ORPHAN;
    }
    if (t->storage) {
        ct_storage_decref(t->storage);
    }
    if (!embedded) {
        ct_object_free(CT_OBJECT_TENSOR, t);
    }
}

int ct_tensor_adopt(ct_tensor *t, ct_tensor *from)
{
    ct_storage *old = t->storage;
    if (t->shape != t->dims) {
        free(t->shape);
    }
    t->dtype = from->dtype;
    t->flags &= ~(uint32_t)CT_TENSOR_CONTIGUOUS;
    if (layout_set(t, from->storage, from->ndim, from->shape, from->strides,
                   from->data) < 0) {
        t->storage = old;
        return -1;
    }
    ct_storage_incref(from->storage);
    ct_storage_decref(old);
    return 0;
}

/* ---- asking ------------------------------------------------------------- */

const char *ct_device_name(ct_device device, int index)
{
    static _Thread_local char text[24];
    if (device == CT_DEVICE_CUDA) {
        snprintf(text, sizeof text, "cuda:%d", index);
        return text;
    }
    return device == CT_DEVICE_CPU ? "cpu" : "meta";
}

static void extent(const ct_tensor *t, const char **low, const char **high)
{
    int64_t a = 0, b = 0;
    ct_shape_extent("", t->ndim, t->shape, t->strides, ct_tensor_itemsize(t), &a, &b);
    *low = t->data + a;
    *high = t->data + b;
}

bool ct_tensor_overlap(const ct_tensor *a, const ct_tensor *b)
{
    /* Two borrowed storages may lie over the same bytes: compare addresses. */
    const char *alow, *ahigh, *blow, *bhigh;
    extent(a, &alow, &ahigh);
    extent(b, &blow, &bhigh);
    return alow < bhigh && blow < ahigh;
}

bool ct_tensor_same_memory(const ct_tensor *a, const ct_tensor *b)
{
    if (a == b) {
        return true;
    }
    if (a->data != b->data || a->dtype != b->dtype || !ct_tensor_same_shape(a, b)) {
        return false;
    }
    for (int i = 0; i < a->ndim; i++) {
        if (a->shape[i] > 1 && a->strides[i] != b->strides[i]) {
            return false;
        }
    }
    return true;
}

int ct_tensor_check_writable(const char *op, const ct_tensor *t)
{
    if (ct_tensor_readonly(t)) {
        return ct_error(CT_ERR_VALUE,
                        "%s: expected a writable tensor, got one over read-only "
                        "memory; write to a copy: t.clone()",
                        op);
    }
    if (!ct_tensor_is_contiguous(t) &&
        ct_shape_self_overlap(t->ndim, t->shape, t->strides, ct_tensor_itemsize(t))) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: unsupported operation: more than one element of the "
                        "written-to tensor refers to a single memory location; write "
                        "to a copy: t.clone()",
                        op);
    }
    return 0;
}
