/* strided_rows: kernels of the rows of strided.def, which read and write a view's place in
 * a tensor that lies as its base does. */
#include "cpu/copy.h"
#include "cpu/overlap.h"
#include "ops/strided.h"
#include "rows/strided.h"

int ct_strided_get_cpu(ct_call *c);
int ct_strided_put_cpu(ct_call *c);
int ct_strided_cover_cpu(ct_call *c);

static bool same_strides(const ct_strided_layout *l, const int64_t *strides)
{
    for (int i = 0; i < l->ndim; i++) {
        if (l->shape[i] != 1 && l->strides[i] != strides[i]) {
            return false;
        }
    }
    return true;
}

/* New memory as the base lies in it, zeroed. */
static ct_tensor *base_new(const ct_strided_layout *l)
{
    int64_t low, high, size = ct_dtype_size(l->dtype);
    if (ct_shape_extent("strided", l->ndim, l->shape, l->strides, size, &low, &high) <
        0) {
        return NULL;
    }
    int64_t span = high - low;
    ct_tensor *bytes = ct_tensor_zeros("strided", CT_DTYPE_U8, 1, &span, CT_DEVICE_CPU);
    if (!bytes) {
        return NULL;
    }
    ct_tensor *t =
        ct_tensor_from_storage(ct_storage_incref(bytes->storage), l->dtype, l->ndim,
                               l->shape, l->strides, bytes->data - low);
    ct_decref(bytes);
    return t;
}

/* The same with the values of t. */
static ct_tensor *base_copy(const ct_strided_layout *l, ct_tensor *t)
{
    ct_tensor *base = base_new(l);
    if (base && ct_tensor_copy_data(base, t) < 0) {
        ct_clear(&base);
    }
    return base;
}

static bool overlaps(const ct_strided_layout *l)
{
    return ct_shape_self_overlap(l->ndim, l->shape, l->strides,
                                 ct_dtype_size(l->dtype));
}

/* v into its place in `base`, added up where several of its elements share one. */
static int put(const ct_geometry *g, ct_tensor *base, ct_tensor *v, bool add)
{
    ct_tensor *place = ct_strided_view_in(g, base);
    if (!place) {
        return -1;
    }
    int status = add && overlaps(&g->view) ? ct_overlap_add(place, v)
                                           : ct_tensor_copy_data(place, v);
    ct_decref(place);
    return status;
}

/* The geometry of as many elements of `wide`, whose size is `times` theirs. */
static void widen(ct_strided_layout *l, int64_t *strides, ct_dtype wide, int64_t times)
{
    for (int i = 0; i < l->ndim; i++) {
        strides[i] = l->strides[i] * times;
    }
    l->strides = strides;
    l->dtype = wide;
}

/* base (stolen, may be NULL), laid out as the geometry says, becomes the result. */
static int finish(ct_call *c, ct_tensor *base)
{
    if (!base) {
        return -1;
    }
    int status = ct_tensor_copy_data(c->out[0], base);
    ct_decref(base);
    return status;
}

/* ---- the rows ---------------------------------------------------------------- */

int ct_strided_get_cpu(ct_call *c)
{
    ct_geometry g = ct_geometry_of(c);
    ct_tensor *t = ARG(c, strided_get, input).tensor;
    ct_tensor *base =
        same_strides(&g.base, t->strides) ? ct_newref(t) : base_copy(&g.base, t);
    ct_tensor *view = base ? ct_strided_view_in(&g, base) : NULL;
    ct_xdecref(base);
    return finish(c, view);
}

int ct_strided_put_cpu(ct_call *c)
{
    ct_geometry g = ct_geometry_of(c);
    /* Many 16-bit floats may meet in one place: they add up in float32. */
    int64_t strides[2][CT_MAX_NDIM];
    ct_dtype wide = ct_dtype_compute(g.view.dtype);
    if (wide != g.view.dtype && overlaps(&g.view)) {
        if (g.base.dtype != g.view.dtype) {
            return ct_geometry_bad(c);
        }
        int64_t times = ct_dtype_size(wide) / ct_dtype_size(g.view.dtype);
        widen(&g.base, strides[0], wide, times);
        widen(&g.view, strides[1], wide, times);
        g.offset *= times;
    }
    if (g.base.dtype == c->out[0]->dtype && same_strides(&g.base, c->out[0]->strides)) {
        /* straight into the result, which is zeros */
        return put(&g, c->out[0], ARG(c, strided_put, input).tensor, true);
    }
    ct_tensor *base = base_new(&g.base);
    if (base && put(&g, base, ARG(c, strided_put, input).tensor, true) < 0) {
        ct_clear(&base);
    }
    return finish(c, base);
}

int ct_strided_cover_cpu(ct_call *c)
{
    ct_geometry g = ct_geometry_of(c);
    if (same_strides(&g.base, c->out[0]->strides)) { /* straight into the result */
        if (ct_tensor_copy_data(c->out[0], ARG(c, strided_cover, input).tensor) < 0) {
            return -1;
        }
        return put(&g, c->out[0], ARG(c, strided_cover, other).tensor, false);
    }
    ct_tensor *base = base_copy(&g.base, ARG(c, strided_cover, input).tensor);
    if (base && put(&g, base, ARG(c, strided_cover, other).tensor, false) < 0) {
        ct_clear(&base);
    }
    return finish(c, base);
}
