/* tensor: making, sharing and ending tensors. Their values are core/scalar.c's and
 * the kernels' affair. */
#include "core/tensor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/event.h"

void (*ct_tensor_finalize)(ct_tensor *t);
ct_tensor_marks ct_tensor_marks_now;

/* ---- fields ------------------------------------------------------------- */

/* One heap block for the sizes and strides of many dims. */
static int dims_allocate(ct_tensor *t, int ndim)
{
    t->shape = ct_alloc_fault() ? NULL : malloc((size_t)ndim * 2 * sizeof *t->shape);
    if (!t->shape) {
        t->shape = t->dims;
        t->ndim = 0;
        return ct_error(CT_ERR_MEMORY, "out of memory");
    }
    t->strides = t->shape + ndim;
    return 0;
}

static inline void dims_inline(ct_tensor *t, int ndim)
{
    t->ndim = (uint8_t)ndim;
    t->shape = t->dims;
    t->strides = t->dims + CT_INLINE_DIMS;
}

/* Room for ndim sizes and strides, which are at most CT_MAX_NDIM. */
static inline int dims_reserve(ct_tensor *t, int ndim)
{
    dims_inline(t, ndim);
    return ndim > CT_INLINE_DIMS ? dims_allocate(t, ndim) : 0;
}

static inline void fields_clear(ct_tensor *t, ct_dtype dtype, ct_device device)
{
    t->data = NULL;
    t->storage = NULL;
    t->own.refcount = 0;
    t->dtype = (uint8_t)dtype;
    t->device = (uint8_t)(device & 255);
    t->device_index = (uint8_t)(device >> 8);
    t->flags = 0;
    t->meta = NULL;
    t->base = NULL;
    t->weakrefs = NULL;
    t->dict = NULL;
}

static inline void own_storage(ct_tensor *t, char *data, size_t nbytes)
{
    t->own = (ct_storage){.refcount = 1,
                          .data = data,
                          .nbytes = nbytes,
                          .device = t->device,
                          .device_index = t->device_index,
                          .flags = CT_STORAGE_EMBEDDED};
    t->storage = &t->own;
    t->data = data;
    t->flags |= CT_TENSOR_CONTIGUOUS;
}

/* NOTE [At hand] Nearly every tensor has few dims and gets a block of the free list, for
 * which nothing has to be called and nothing can fail: such a block, or NULL where there
 * is none or a test has ordered a failure. What else there is to do is apart, so that
 * making a tensor saves no registers. */
static inline ct_tensor *block_at_hand(int ndim)
{
    ct_free_list *list = &ct_free_lists[CT_OBJECT_TENSOR][0];
    ct_free_block *block = list->first;
    bool ordered = atomic_load_explicit(&ct_alloc_countdown, memory_order_relaxed) >= 0;
    if (!block || ordered || ndim > CT_INLINE_DIMS) {
        return NULL;
    }
    list->first = block->next;
    list->count--;
    ct_object_revive(block);
    return (ct_tensor *)block;
}

static inline ct_tensor *tensor_alloc(ct_dtype dtype, int ndim, ct_device device)
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

/* Row-major sizes and strides; false where ct_shape_numel knows what is wrong. */
static inline bool layout_packed(ct_tensor *t, const int64_t *shape, int64_t itemsize)
{
    int64_t step = itemsize, numel = 1;
    bool bad = false;
    for (int i = t->ndim - 1; i >= 0; i--) {
        int64_t size = shape[i];
        t->shape[i] = size;
        t->strides[i] = step;
        numel *= size;
        bad |= size < 0 || __builtin_mul_overflow(step, size > 1 ? size : 1, &step);
    }
    t->numel = numel;
    return !bad;
}

/* Another device's bytes are never in the tensor's block. */
static __attribute__((noinline)) int bytes_elsewhere(ct_tensor *t, size_t n,
                                                     bool zeroed)
{
    const ct_device_functions *device = ct_device_of((ct_device)t->device);
    if (!device) {
        return ct_error(CT_ERR_RUNTIME, "expected a device that is loaded, got %s",
                        ct_device_name((ct_device)t->device, t->device_index));
    }
    char *data = device->allocate(n, t->device_index, zeroed);
    if (!data) {
        return -1;
    }
    own_storage(t, data, n);
    return 0;
}

/* Gives t its bytes: inline, or from the allocator; zeroed on request. */
static inline int bytes_alloc(ct_tensor *t, int64_t itemsize, bool zeroed)
{
    size_t n = (size_t)(t->numel * itemsize);
    char *data = t->inline_data;
    if (t->device != CT_DEVICE_CPU) {
        return bytes_elsewhere(t, n, zeroed);
    }
    if (n > CT_INLINE_BYTES) {
        data = zeroed ? ct_alloc_zeroed(n) : ct_alloc(n);
        if (!data) {
            return -1;
        }
    } else if (zeroed) {
        memset(data, 0, CT_INLINE_BYTES);
    }
    own_storage(t, data, n);
    return 0;
}

static __attribute__((noinline)) int zeros_heard(ct_tensor *t, int64_t itemsize)
{
    ct_event e = {
        .kind = CT_EVENT_FILL, .name = "[zeros]", .bytes = t->numel * itemsize};
    ct_event_begin(&e);
    int status = bytes_alloc(t, itemsize, true);
    e.to = status == 0 ? t : NULL;
    ct_event_end(&e, status);
    return status;
}

/* ---- making ------------------------------------------------------------- */

/* Gives t, whose shape is set, its bytes; an error is t's end. */
static __attribute__((noinline)) ct_tensor *with_bytes(ct_tensor *t, int64_t itemsize,
                                                       bool zeroed)
{
    int status = zeroed && ct_event_heard(CT_EVENT_FILL)
                     ? zeros_heard(t, itemsize)
                     : bytes_alloc(t, itemsize, zeroed);
    if (status < 0) {
        ct_decref(t);
        return NULL;
    }
    return t;
}

/* The error of a shape that no memory can have; drops t. */
static __attribute__((noinline)) ct_tensor *refuse_shape(ct_tensor *t, const char *op,
                                                         int ndim, const int64_t *shape,
                                                         int64_t itemsize)
{
    int64_t numel;
    ct_shape_numel(op, ndim, shape, itemsize, &numel);
    ct_xdecref(t);
    return NULL;
}

static __attribute__((noinline)) ct_tensor *make_any(const char *op, ct_dtype dtype,
                                                     int ndim, const int64_t *shape,
                                                     ct_device device, bool zeroed)
{
    int64_t itemsize = ct_dtype_size(dtype);
    if (ndim > CT_MAX_NDIM) {
        return refuse_shape(NULL, op, ndim, shape, itemsize);
    }
    ct_tensor *t = tensor_alloc(dtype, ndim, device);
    if (!t) {
        return NULL;
    }
    if (!layout_packed(t, shape, itemsize)) {
        return refuse_shape(t, op, ndim, shape, itemsize);
    }
    return with_bytes(t, itemsize, zeroed);
}

ct_tensor *ct_tensor_make(const char *op, ct_dtype dtype, int ndim,
                          const int64_t *shape, ct_device device, bool zeroed)
{
    int64_t itemsize = ct_dtype_size(dtype);
    bool usual = device == CT_DEVICE_CPU && !ct_tensor_marks_now.threads;
    ct_tensor *t = usual ? block_at_hand(ndim) : NULL;
    if (!t) {
        return make_any(op, dtype, ndim, shape, device, zeroed);
    }
    fields_clear(t, dtype, CT_DEVICE_CPU);
    dims_inline(t, ndim);
    if (!layout_packed(t, shape, itemsize)) {
        return refuse_shape(t, op, ndim, shape, itemsize);
    }
    if (t->numel * itemsize > CT_INLINE_BYTES ||
        (zeroed && ct_event_heard(CT_EVENT_FILL))) {
        return with_bytes(t, itemsize, zeroed);
    }
    if (zeroed) {
        memset(t->inline_data, 0, CT_INLINE_BYTES);
    }
    own_storage(t, t->inline_data, (size_t)(t->numel * itemsize));
    return t;
}

static inline ct_tensor *make_scalar(ct_dtype dtype, const void *value, size_t size,
                                     uint32_t flags)
{
    ct_tensor *t = tensor_alloc(dtype, 0, CT_DEVICE_CPU);
    if (t) {
        t->numel = 1;
        t->flags |= flags;
        memcpy(t->inline_data, value, size);
        own_storage(t, t->inline_data, size);
    }
    return t;
}

ct_tensor *ct_tensor_scalar(ct_dtype dtype, const void *value)
{
    return make_scalar(dtype, value, (size_t)ct_dtype_size(dtype), 0);
}

ct_tensor *ct_tensor_weak_float(double value)
{
    return make_scalar(CT_DTYPE_F64, &value, sizeof value, CT_TENSOR_WEAK);
}

ct_tensor *ct_tensor_weak_int(int64_t value)
{
    return make_scalar(CT_DTYPE_I64, &value, sizeof value, CT_TENSOR_WEAK);
}

/* ---- sharing ------------------------------------------------------------ */

static inline void layout_fill(ct_tensor *t, ct_storage *s, const int64_t *shape,
                               const int64_t *strides, char *data)
{
    int64_t numel = 1, step = ct_tensor_itemsize(t);
    bool packed = true; /* as ct_shape_contiguous, in the same loop */
    for (int i = t->ndim - 1; i >= 0; i--) {
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
}

static inline int layout_set(ct_tensor *t, ct_storage *s, int ndim,
                             const int64_t *shape, const int64_t *strides, char *data)
{
    if (dims_reserve(t, ndim) < 0) {
        return -1;
    }
    layout_fill(t, s, shape, strides, data);
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

static __attribute__((noinline)) ct_tensor *over_any(ct_storage *s, ct_dtype dtype,
                                                     int ndim, const int64_t *shape,
                                                     const int64_t *strides, char *data)
{
    ct_tensor *t = ct_object_new(CT_OBJECT_TENSOR, 0);
    if (t) {
        fields_clear(t, dtype, (ct_device)s->device);
    }
    if (!t || layout_set(t, s, ndim, shape, strides, data) < 0) {
        ct_storage_decref(s);
        ct_xdecref(t);
        return NULL;
    }
    return t;
}

/* Steals s. Every view is made here. */
static inline __attribute__((always_inline)) ct_tensor *tensor_over(
    ct_storage *s, ct_dtype dtype, int ndim, const int64_t *shape,
    const int64_t *strides, char *data)
{
    ct_tensor *t = block_at_hand(ndim);
    if (!t) {
        return over_any(s, dtype, ndim, shape, strides, data);
    }
    fields_clear(t, dtype, (ct_device)s->device);
    dims_inline(t, ndim);
    layout_fill(t, s, shape, strides, data);
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

ct_tensor *ct_tensor_view(ct_tensor *t, ct_dtype dtype, int ndim, const int64_t *shape,
                          const int64_t *strides, char *data)
{
    ct_tensor *v =
        tensor_over(ct_storage_incref(t->storage), dtype, ndim, shape, strides, data);
    if (v) {
        v->flags |= t->flags & CT_TENSOR_INFERENCE;
        v->base = ct_newref(t->base ? t->base : t);
    }
    return v;
}

/* ---- ending ------------------------------------------------------------- */

static inline void drop_fields(ct_tensor *t)
{
    if ((uintptr_t)t->meta | (uintptr_t)t->weakrefs | (uintptr_t)t->dict) {
        ct_tensor_finalize(t);
    }
    ct_clear(&t->base);
    if (t->shape != t->dims) {
        free(t->shape);
    }
}

/* Are its bytes in its own block, and nobody else's? */
static inline bool is_alone(const ct_tensor *t)
{
    return t->storage == &t->own && t->own.refcount == 1 &&
           t->own.flags == CT_STORAGE_EMBEDDED && t->own.data == t->inline_data;
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
    if (is_alone(t)) {
        ct_object_free(CT_OBJECT_TENSOR, t);
        return;
    }
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
    int64_t *shape = t->shape, *strides = t->strides;
    uint8_t ndim = t->ndim, dtype = t->dtype;
    uint32_t flags = t->flags;
    t->dtype = from->dtype;
    t->flags &= ~(uint32_t)CT_TENSOR_CONTIGUOUS;
    if (layout_set(t, from->storage, from->ndim, from->shape, from->strides,
                   from->data) < 0) {
        t->shape = shape;
        t->strides = strides;
        t->ndim = ndim;
        t->dtype = dtype;
        t->flags = flags;
        return -1;
    }
    if (shape != t->dims) {
        free(shape);
    }
    ct_storage_incref(from->storage);
    ct_storage_decref_later(old);
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
    if (a->storage != b->storage && !a->storage->release && !b->storage->release) {
        return false;
    }
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
    if (a->data != b->data || a->dtype != b->dtype || !ct_tensor_same_shape(a, b) ||
        (a->device != CT_DEVICE_CPU && a->storage != b->storage)) {
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
