/* strided: packing and checking what the rows of strided.def take. */
#include "ops/strided.h"

#include "rows/strided.h"

int ct_strided_get_check(ct_call *c);
int ct_strided_put_check(ct_call *c);
int ct_strided_cover_check(ct_call *c);

/* ---- packing ---------------------------------------------------------------- */

#define SIZE(base_ndim, view_ndim) (5 + 2 * (base_ndim) + 2 * (view_ndim))

int64_t ct_strided_size(const ct_tensor *base, const ct_tensor *view)
{
    return SIZE(base->ndim, view->ndim);
}

/* Strides that are in `unit` bytes; those that are never taken may be any. */
static int64_t *pack(int64_t *at, int ndim, const int64_t *shape,
                     const int64_t *strides, int64_t unit)
{
    *at++ = ndim;
    for (int i = 0; i < ndim; i++) {
        at[i] = shape[i];
        at[ndim + i] = shape[i] > 1 ? strides[i] * unit : 0;
    }
    return at + 2 * ndim;
}

void ct_strided_pack(const ct_tensor *base, const ct_tensor *view, int64_t *geometry)
{
    int64_t *at = pack(geometry, base->ndim, base->shape, base->strides, 1);
    at = pack(at, view->ndim, view->shape, view->strides, 1);
    *at++ = view->data - base->data;
    *at++ = base->dtype;
    *at++ = view->dtype;
}

/* The same of a layout in a base of this size in row-major order. */
static ct_dims pack_layout(int64_t *geometry, ct_dims size, const ct_layout *l,
                           ct_dtype dtype)
{
    int64_t itemsize = ct_dtype_size(dtype), strides[CT_MAX_NDIM];
    ct_shape_strides((int)size.n, size.v, itemsize, strides);
    int64_t *at = pack(geometry, (int)size.n, size.v, strides, 1);
    at = pack(at, l->ndim, l->shape, l->strides, itemsize);
    *at++ = l->offset * itemsize;
    *at++ = dtype;
    *at++ = dtype;
    return (ct_dims){at - geometry, geometry};
}

ct_tensor *ct_s_layout_get(ct_scope *s, ct_tensor *x, const ct_layout *l)
{
    int64_t geometry[SIZE(CT_MAX_NDIM, CT_MAX_NDIM)];
    return x ? ct_s_strided_get(s, x,
                                pack_layout(geometry, (ct_dims){x->ndim, x->shape}, l,
                                            (ct_dtype)x->dtype))
             : NULL;
}

ct_tensor *ct_s_layout_put(ct_scope *s, ct_tensor *g, ct_dims size, const ct_layout *l)
{
    int64_t geometry[SIZE(CT_MAX_NDIM, CT_MAX_NDIM)];
    return g ? ct_s_strided_put(s, g,
                                pack_layout(geometry, size, l, (ct_dtype)g->dtype))
             : NULL;
}

/* ---- reading ---------------------------------------------------------------- */

ct_tensor *ct_strided_view_in(const ct_geometry *g, ct_tensor *base)
{
    return ct_tensor_from_storage(ct_storage_incref(base->storage), g->view.dtype,
                                  g->view.ndim, g->view.shape, g->view.strides,
                                  base->data + g->offset);
}

int ct_geometry_bad(const ct_call *c)
{
    return ct_error(CT_ERR_VALUE, "%s: expected the geometry of a view inside its base",
                    c->op->name);
}

static const int64_t *read_layout(ct_strided_layout *l, const int64_t *at,
                                  const int64_t *end)
{
    if (end - at < 1 || *at < 0 || *at > CT_MAX_NDIM || end - at - 1 < 2 * *at) {
        return NULL;
    }
    l->ndim = (int)*at++;
    l->shape = at;
    l->strides = at + l->ndim;
    return at + 2 * l->ndim;
}

static bool decode(const ct_call *c, ct_geometry *g)
{
    ct_dims packed = c->op == CT_ROW(strided_cover)
                         ? ARG(c, strided_cover, geometry).dims
                         : ARG(c, strided_get, geometry).dims;
    const int64_t *at = packed.v, *end = at + packed.n;
    at = read_layout(&g->base, at, end);
    at = at ? read_layout(&g->view, at, end) : NULL;
    if (!at || end - at != 3 || at[1] < 0 || at[1] >= CT_DTYPE_COUNT || at[2] < 0 ||
        at[2] >= CT_DTYPE_COUNT) {
        return false;
    }
    g->offset = at[0];
    g->base.dtype = (ct_dtype)at[1];
    g->view.dtype = (ct_dtype)at[2];
    return true;
}

ct_geometry ct_geometry_of(const ct_call *c)
{
    ct_geometry g;
    decode(c, &g);
    return g;
}

/* The bytes that a layout touches, from its first element. */
static int extent(const ct_call *c, const ct_strided_layout *l, int64_t *low,
                  int64_t *high)
{
    int64_t numel, size = ct_dtype_size(l->dtype);
    if (ct_shape_numel(c->op->name, l->ndim, l->shape, size, &numel) < 0) {
        return -1;
    }
    return ct_shape_extent(c->op->name, l->ndim, l->shape, l->strides, size, low, high);
}

/* Reads it; -1 with the error where it is no view inside its base. */
static int read_geometry(const ct_call *c, ct_geometry *g)
{
    int64_t low, high, first, last;
    if (!decode(c, g)) {
        return ct_geometry_bad(c);
    }
    if (extent(c, &g->base, &first, &last) < 0 ||
        extent(c, &g->view, &low, &high) < 0) {
        return -1;
    }
    if (__builtin_add_overflow(g->offset, low, &low) ||
        __builtin_add_overflow(g->offset, high, &high) ||
        (high > low && (low < first || high > last))) {
        return ct_geometry_bad(c);
    }
    return 0;
}

static int check_is(const ct_call *c, const ct_tensor *t, const ct_strided_layout *l)
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

static int make_out(ct_call *c, const ct_strided_layout *l)
{
    return ct_call_result(c, 0, l->dtype, l->ndim, l->shape);
}

/* ---- the rows ---------------------------------------------------------------- */

int ct_strided_get_check(ct_call *c)
{
    ct_geometry g;
    if (read_geometry(c, &g) < 0 ||
        check_is(c, ARG(c, strided_get, input).tensor, &g.base) < 0) {
        return -1;
    }
    return make_out(c, &g.view);
}

int ct_strided_put_check(ct_call *c)
{
    ct_geometry g;
    if (read_geometry(c, &g) < 0 ||
        check_is(c, ARG(c, strided_put, input).tensor, &g.view) < 0) {
        return -1;
    }
    ct_spec *s = ct_call_spec(c, 0, g.base.dtype, g.base.ndim, g.base.shape);
    s->kind = CT_SPEC_ZEROS;
    return 0;
}

int ct_strided_cover_check(ct_call *c)
{
    ct_geometry g;
    if (read_geometry(c, &g) < 0 ||
        check_is(c, ARG(c, strided_cover, input).tensor, &g.base) < 0 ||
        check_is(c, ARG(c, strided_cover, other).tensor, &g.view) < 0) {
        return -1;
    }
    return make_out(c, &g.base);
}
