/* foreign: tensors over memory that belongs to somebody else (see foreign.h). */
#include "python/exchange/foreign.h"

#include "core/device.h"
#include "python/errors.h"

/* Where the data of empty tensors points: never NULL. */
static _Alignas(64) char nowhere[64];

typedef struct layout { /* of foreign memory, checked */
    int64_t strides[CT_MAX_NDIM];
    int64_t low, high; /* bytes touched, from the first element */
    bool shareable;
} layout;

static int64_t alignment_of(ct_dtype dtype)
{
    return ct_dtype_size(ct_dtype_to_real(dtype));
}

/* Strides as given, or row-major; what size-1 dimensions say does not count. */
static void strides_take(const ct_foreign *f, layout *l)
{
    int64_t itemsize = ct_dtype_size(f->dtype);
    if (!f->strides) {
        ct_shape_strides(f->ndim, f->shape, itemsize, l->strides);
        return;
    }
    for (int i = 0; i < f->ndim; i++) {
        bool kept = f->shape[i] > 1 || f->strides[i] % itemsize == 0;
        l->strides[i] = kept ? f->strides[i] : itemsize; /* one element has no step */
        l->shareable = l->shareable && l->strides[i] % itemsize == 0;
    }
}

static int layout_check(const char *op, const ct_foreign *f, layout *l)
{
    int64_t numel, itemsize = ct_dtype_size(f->dtype);
    if (f->ndim < 0 || f->ndim > CT_MAX_NDIM) {
        return ct_error(CT_ERR_VALUE, "%s: expected 0 to %d dimensions, got %d", op,
                        CT_MAX_NDIM, f->ndim);
    }
    if (ct_shape_numel(op, f->ndim, f->shape, itemsize, &numel) < 0) {
        return -1;
    }
    if (numel > 0 && !f->data) {
        return ct_error(CT_ERR_VALUE, "%s: expected memory for %lld elements, got NULL",
                        op, (long long)numel);
    }
    l->shareable = (uintptr_t)f->data % (uintptr_t)alignment_of(f->dtype) == 0;
    strides_take(f, l);
    l->shareable = l->shareable || numel == 0;
    return ct_shape_extent(op, f->ndim, f->shape, l->strides, itemsize, &l->low,
                           &l->high);
}

static void release_nothing(ct_storage *s)
{
    (void)s;
}

static ct_tensor *copied(const char *op, ct_tensor *t)
{
    ct_tensor *copy =
        ct_tensor_new(op, (ct_dtype)t->dtype, t->ndim, t->shape, CT_PLACE(t));
    if (copy && ct_tensor_copy_data(copy, t) < 0) {
        ct_clear(&copy);
    }
    ct_decref(t);
    return copy;
}

ct_tensor *ct_foreign_tensor(const char *op, const ct_foreign *f, bool may_copy)
{
    layout l;
    if (layout_check(op, f, &l) < 0) {
        return (ct_tensor *)ct_py_raise();
    }
    if (!l.shareable && !may_copy) {
        ct_error(CT_ERR_VALUE,
                 "%s: expected memory that can be shared (elements aligned and a whole "
                 "number of items apart), got memory that must be copied; allow it "
                 "with copy=None",
                 op);
        return (ct_tensor *)ct_py_raise();
    }
    char *data = l.low == l.high ? nowhere : f->data;
    ct_storage *s = ct_storage_borrow(data + l.low, (size_t)(l.high - l.low),
                                      f->readonly, release_nothing, NULL);
    if (s) {
        s->device = f->place.device;
        s->device_index = f->place.device_index;
    }
    ct_tensor *t =
        s ? ct_tensor_from_storage(s, f->dtype, f->ndim, f->shape, l.strides, data)
          : NULL;
    if (t && !l.shareable) {
        ct_storage own = {.release = f->release, .owner = f->owner};
        t = copied(op, t);
        if (t) {
            f->release(&own);
        }
    } else if (t) {
        t->storage->release = f->release;
        t->storage->owner = f->owner;
    }
    return t ? t : (ct_tensor *)ct_py_raise();
}
