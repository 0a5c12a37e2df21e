/* strided: packing, checking and running the rows of strided.def. */
#include "ops/strided.h"

#include <string.h>

#include "cpu/copy.h"
#include "cpu/overlap.h"
#include "ops/op.h"

int ct_strided_get_check(ct_call *c);
int ct_strided_get_cpu(ct_call *c);
int ct_strided_put_check(ct_call *c);
int ct_strided_put_cpu(ct_call *c);
int ct_strided_cover_check(ct_call *c);
int ct_strided_cover_cpu(ct_call *c);

int64_t ct_strided_size(const ct_tensor *base, const ct_tensor *view)
{
    return 5 + 2 * base->ndim + 2 * view->ndim;
}

static int64_t *pack(int64_t *at, const ct_tensor *t)
{
    size_t bytes = (size_t)t->ndim * sizeof *at;
    *at++ = t->ndim;
    memcpy(at, t->shape, bytes);
    memcpy(at + t->ndim, t->strides, bytes);
    return at + 2 * t->ndim;
}

void ct_strided_pack(const ct_tensor *base, const ct_tensor *view, int64_t *geometry)
{
    int64_t *at = pack(pack(geometry, base), view);
    *at++ = view->data - base->data;
    *at++ = base->dtype;
    *at++ = view->dtype;
}

/* ---- reading ---------------------------------------------------------------- */

typedef struct layout {
    int ndim;
    const int64_t *shape, *strides;
    ct_dtype dtype;
    int64_t low, high; /* bytes it touches, from its first element */
} layout;

typedef struct geometry {
    layout base, view;
    int64_t offset;
} geometry;

static int bad(const ct_call *c)
{
    return ct_error(CT_ERR_VALUE, "%s: expected the geometry of a view inside its base",
                    c->op->name);
}

static const int64_t *read_layout(layout *l, const int64_t *at, const int64_t *end)
{
    if (end - at < 1 || *at < 0 || *at > CT_MAX_NDIM || end - at - 1 < 2 * *at) {
        return NULL;
    }
    l->ndim = (int)*at++;
    l->shape = at;
    l->strides = at + l->ndim;
    return at + 2 * l->ndim;
}

static int read_extent(const ct_call *c, layout *l, int64_t dtype)
{
    if (dtype < 0 || dtype >= CT_DTYPE_COUNT) {
        return bad(c);
    }
    int64_t numel, size = ct_dtype_size((ct_dtype)dtype);
    l->dtype = (ct_dtype)dtype;
    if (ct_shape_numel(c->op->name, l->ndim, l->shape, size, &numel) < 0) {
        return -1;
    }
    return ct_shape_extent(c->op->name, l->ndim, l->shape, l->strides, size, &l->low,
                           &l->high);
}

static int read_geometry(const ct_call *c, int arg, geometry *g)
{
    const int64_t *at = c->arg[arg].dims.v, *end = at + c->arg[arg].dims.n;
    at = read_layout(&g->base, at, end);
    at = at ? read_layout(&g->view, at, end) : NULL;
    if (!at || end - at != 3) {
        return bad(c);
    }
    g->offset = at[0];
    if (read_extent(c, &g->base, at[1]) < 0 || read_extent(c, &g->view, at[2]) < 0) {
        return -1;
    }
    int64_t low, high;
    if (__builtin_add_overflow(g->offset, g->view.low, &low) ||
        __builtin_add_overflow(g->offset, g->view.high, &high) ||
        (high > low && (low < g->base.low || high > g->base.high))) {
        return bad(c);
    }
    return 0;
}

static int check_is(const ct_call *c, const ct_tensor *t, const layout *l)
{
    if (t->dtype == l->dtype && ct_shape_equal(t->ndim, t->shape, l->ndim, l->shape)) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "%s: expected a tensor of shape %s and dtype %s, got "
                    "%s and %s",
                    c->op->name, ct_shape_str(l->ndim, l->shape),
                    ct_dtype_name(l->dtype), ct_tensor_shape_str(t),
                    ct_dtype_name((ct_dtype)t->dtype));
}

static int make_out(ct_call *c, const layout *l)
{
    return ct_call_out(c, 0, l->dtype, l->ndim, l->shape);
}

/* ---- memory ------------------------------------------------------------------ */

static bool same_strides(const layout *l, const int64_t *strides)
{
    for (int i = 0; i < l->ndim; i++) {
        if (l->shape[i] != 1 && l->strides[i] != strides[i]) {
            return false;
        }
    }
    return true;
}

/* New memory as the base lies in it, zeroed. */
static ct_tensor *base_new(const layout *l)
{
    int64_t span = l->high - l->low;
    ct_tensor *bytes = ct_tensor_zeros("strided", CT_DTYPE_U8, 1, &span, CT_DEVICE_CPU);
    if (!bytes) {
        return NULL;
    }
    ct_tensor *t =
        ct_tensor_from_storage(ct_storage_incref(bytes->storage), l->dtype, l->ndim,
                               l->shape, l->strides, bytes->data - l->low);
    ct_decref(bytes);
    return t;
}

/* The same with the values of t. */
static ct_tensor *base_copy(const layout *l, ct_tensor *t)
{
    ct_tensor *base = base_new(l);
    if (base && ct_tensor_copy_data(base, t) < 0) {
        ct_clear(&base);
    }
    return base;
}

/* The view's place in `base`, which lies as the geometry says. */
static ct_tensor *view_in(const geometry *g, ct_tensor *base)
{
    return ct_tensor_from_storage(ct_storage_incref(base->storage), g->view.dtype,
                                  g->view.ndim, g->view.shape, g->view.strides,
                                  base->data + g->offset);
}

static bool overlaps(const layout *l)
{
    return ct_shape_self_overlap(l->ndim, l->shape, l->strides,
                                 ct_dtype_size(l->dtype));
}

/* v into its place in `base`, added up where several of its elements share one. */
static int put(const geometry *g, ct_tensor *base, ct_tensor *v, bool add)
{
    ct_tensor *place = view_in(g, base);
    if (!place) {
        return -1;
    }
    int status = add && overlaps(&g->view) ? ct_overlap_add(place, v)
                                           : ct_tensor_copy_data(place, v);
    ct_decref(place);
    return status;
}

/* The geometry of as many elements of `wide`, whose size is `times` theirs. */
static void widen(layout *l, int64_t *strides, ct_dtype wide, int64_t times)
{
    for (int i = 0; i < l->ndim; i++) {
        strides[i] = l->strides[i] * times;
    }
    l->strides = strides;
    l->dtype = wide;
    l->low *= times;
    l->high *= times;
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

int ct_strided_get_check(ct_call *c)
{
    geometry g;
    if (read_geometry(c, 1, &g) < 0 || check_is(c, c->arg[0].tensor, &g.base) < 0) {
        return -1;
    }
    return make_out(c, &g.view);
}

int ct_strided_get_cpu(ct_call *c)
{
    geometry g;
    ct_tensor *t = c->arg[0].tensor;
    if (read_geometry(c, 1, &g) < 0) {
        return -1;
    }
    ct_tensor *base =
        same_strides(&g.base, t->strides) ? ct_newref(t) : base_copy(&g.base, t);
    ct_tensor *view = base ? view_in(&g, base) : NULL;
    ct_xdecref(base);
    return finish(c, view);
}

int ct_strided_put_check(ct_call *c)
{
    geometry g;
    if (read_geometry(c, 1, &g) < 0 || check_is(c, c->arg[0].tensor, &g.view) < 0) {
        return -1;
    }
    return make_out(c, &g.base);
}

int ct_strided_put_cpu(ct_call *c)
{
    geometry g;
    if (read_geometry(c, 1, &g) < 0) {
        return -1;
    }
    /* Many 16-bit floats may meet in one place: they add up in float32. */
    int64_t strides[2][CT_MAX_NDIM];
    ct_dtype wide = ct_dtype_compute(g.view.dtype);
    if (wide != g.view.dtype && overlaps(&g.view)) {
        if (g.base.dtype != g.view.dtype) {
            return bad(c);
        }
        int64_t times = ct_dtype_size(wide) / ct_dtype_size(g.view.dtype);
        widen(&g.base, strides[0], wide, times);
        widen(&g.view, strides[1], wide, times);
        g.offset *= times;
    }
    ct_tensor *base = base_new(&g.base);
    if (base && put(&g, base, c->arg[0].tensor, true) < 0) {
        ct_clear(&base);
    }
    return finish(c, base);
}

int ct_strided_cover_check(ct_call *c)
{
    geometry g;
    if (read_geometry(c, 2, &g) < 0 || check_is(c, c->arg[0].tensor, &g.base) < 0 ||
        check_is(c, c->arg[1].tensor, &g.view) < 0) {
        return -1;
    }
    return make_out(c, &g.base);
}

int ct_strided_cover_cpu(ct_call *c)
{
    geometry g;
    if (read_geometry(c, 2, &g) < 0) {
        return -1;
    }
    if (same_strides(&g.base, c->out[0]->strides)) { /* straight into the result */
        if (ct_tensor_copy_data(c->out[0], c->arg[0].tensor) < 0) {
            return -1;
        }
        return put(&g, c->out[0], c->arg[1].tensor, false);
    }
    ct_tensor *base = base_copy(&g.base, c->arg[0].tensor);
    if (base && put(&g, base, c->arg[1].tensor, false) < 0) {
        ct_clear(&base);
    }
    return finish(c, base);
}
