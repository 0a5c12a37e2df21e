/* strided: packing, checking and running the rows of strided.def. */
#include "ops/strided.h"

#include <string.h>

#include "ops/op.h"
#include "rows/strided.h"

int ct_strided_get_check(ct_call *c);
int ct_strided_put_check(ct_call *c);
int ct_strided_cover_check(ct_call *c);

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

static int read_extent(const ct_call *c, ct_strided_layout *l, int64_t dtype)
{
    if (dtype < 0 || dtype >= CT_DTYPE_COUNT) {
        return ct_geometry_bad(c);
    }
    int64_t numel, size = ct_dtype_size((ct_dtype)dtype);
    l->dtype = (ct_dtype)dtype;
    if (ct_shape_numel(c->op->name, l->ndim, l->shape, size, &numel) < 0) {
        return -1;
    }
    return ct_shape_extent(c->op->name, l->ndim, l->shape, l->strides, size, &l->low,
                           &l->high);
}

int ct_geometry_read(const ct_call *c, ct_geometry *g)
{
    ct_dims packed = c->op == CT_ROW(strided_cover)
                         ? ARG(c, strided_cover, geometry).dims
                         : ARG(c, strided_get, geometry).dims;
    const int64_t *at = packed.v, *end = at + packed.n;
    at = read_layout(&g->base, at, end);
    at = at ? read_layout(&g->view, at, end) : NULL;
    if (!at || end - at != 3) {
        return ct_geometry_bad(c);
    }
    g->offset = at[0];
    if (read_extent(c, &g->base, at[1]) < 0 || read_extent(c, &g->view, at[2]) < 0) {
        return -1;
    }
    int64_t low, high;
    if (__builtin_add_overflow(g->offset, g->view.low, &low) ||
        __builtin_add_overflow(g->offset, g->view.high, &high) ||
        (high > low && (low < g->base.low || high > g->base.high))) {
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
    if (ct_geometry_read(c, &g) < 0 ||
        check_is(c, ARG(c, strided_get, input).tensor, &g.base) < 0) {
        return -1;
    }
    return make_out(c, &g.view);
}

int ct_strided_put_check(ct_call *c)
{
    ct_geometry g;
    if (ct_geometry_read(c, &g) < 0 ||
        check_is(c, ARG(c, strided_put, input).tensor, &g.view) < 0) {
        return -1;
    }
    return make_out(c, &g.base);
}

int ct_strided_cover_check(ct_call *c)
{
    ct_geometry g;
    if (ct_geometry_read(c, &g) < 0 ||
        check_is(c, ARG(c, strided_cover, input).tensor, &g.base) < 0 ||
        check_is(c, ARG(c, strided_cover, other).tensor, &g.view) < 0) {
        return -1;
    }
    return make_out(c, &g.base);
}
