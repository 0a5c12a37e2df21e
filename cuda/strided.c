/* strided: the place of a view in a tensor that lies as its base does: read, written, or,
 * where several of its elements share one, added up. */
#include "strided.h"

#include <string.h>

#include "core/shape.h"
#include "host.h"
#include "ops/strided.h"
#include "ready.h"
#include "rows/strided.h"

static bool same_strides(const ct_strided_layout *l, const int64_t *strides)
{
    for (int i = 0; i < l->ndim; i++) {
        if (l->shape[i] != 1 && l->strides[i] != strides[i]) {
            return false;
        }
    }
    return true;
}

/* New memory of the device as the base lies in it, zeroed. */
static ct_tensor *base_new(const ct_strided_layout *l, const ct_tensor *place)
{
    int64_t low, high, size = ct_dtype_infos[l->dtype].size;
    if (ct_shape_extent("strided", l->ndim, l->shape, l->strides, size, &low, &high) <
        0) {
        return NULL;
    }
    int64_t span = high - low;
    ct_tensor *bytes =
        ct_tensor_zeros("strided", CT_DTYPE_U8, 1, &span, CT_PLACE(place));
    if (!bytes) {
        return NULL;
    }
    ct_tensor *t =
        ct_tensor_from_storage(ct_storage_incref(bytes->storage), l->dtype, l->ndim,
                               l->shape, l->strides, bytes->data - low);
    ct_decref(bytes);
    return t;
}

static ct_tensor *base_copy(const ct_strided_layout *l, ct_tensor *t)
{
    ct_tensor *base = base_new(l, t);
    if (base && ct_tensor_copy_data(base, t) < 0) {
        ct_clear(&base);
    }
    return base;
}

/* base (stolen, may be NULL), laid out as the geometry says, becomes the result. */
static int finish(ct_call *c, ct_tensor *base)
{
    int status = base ? ct_tensor_copy_data(c->out[0], base) : -1;
    ct_xdecref(base);
    return status;
}

static int strided_get(ct_call *c)
{
    ct_geometry g = ct_geometry_of(c);
    ct_tensor *t = ARG(c, strided_get, input).tensor;
    ct_tensor *base =
        same_strides(&g.base, t->strides) ? ct_newref(t) : base_copy(&g.base, t);
    ct_tensor *view = base ? ct_strided_view_in(&g, base) : NULL;
    ct_xdecref(base);
    return finish(c, view);
}

/* v into its place in `base`. */
static int put(const ct_geometry *g, ct_tensor *base, ct_tensor *v)
{
    ct_tensor *place = ct_strided_view_in(g, base);
    int status = place ? ct_tensor_copy_data(place, v) : -1;
    ct_xdecref(place);
    return status;
}

/* ---- where elements of the view share a place --------------------------------------- */

/* A dim of the view, in its order among them: from the largest step to the smallest. */
static void add_dim(ct_device_overlap *o, int64_t size, int64_t step, int64_t place)
{
    int at = o->ndim++;
    if (step < 0) {
        o->offset += step * (size - 1);
        o->first += place * (size - 1);
        step = -step;
        place = -place;
    }
    for (; at > 0 && o->step[at - 1] < step; at--) {
        o->size[at] = o->size[at - 1];
        o->step[at] = o->step[at - 1];
        o->place[at] = o->place[at - 1];
    }
    o->size[at] = size;
    o->step[at] = step;
    o->place[at] = place;
}

static int set_dims(ct_device_overlap *o, const ct_geometry *g)
{
    int64_t place = 1;
    for (int d = g->base.ndim - 1; d >= 0; d--) {
        if (g->base.shape[d] != 1 && o->base_ndim < CT_LOOP_DIMS) {
            o->dims[o->base_ndim] = ct_plan_size(g->base.shape[d]);
            o->base_strides[o->base_ndim] = g->base.strides[d];
        }
        o->base_ndim += g->base.shape[d] != 1;
    }
    o->offset = g->offset;
    int many = 0;
    for (int d = g->view.ndim - 1; d >= 0; d--) {
        many += g->view.shape[d] != 1;
        if (g->view.shape[d] != 1 && many <= CT_LOOP_DIMS) {
            add_dim(o, g->view.shape[d], g->view.strides[d], place);
        }
        place *= g->view.shape[d];
    }
    for (int d = o->ndim - 1; d >= 0; d--) {
        o->reach[d] = o->reach[d + 1] + (o->size[d] - 1) * o->step[d];
    }
    return many <= CT_LOOP_DIMS && o->base_ndim <= CT_LOOP_DIMS
               ? 0
               : ct_error(CT_ERR_NOT_IMPLEMENTED,
                          "strided_put: expected at most %d dims on cuda",
                          CT_LOOP_DIMS);
}

static int add_up(ct_call *c, const ct_geometry *g)
{
    ct_tensor *v = ARG(c, strided_put, input).tensor, *out = c->out[0];
    ct_dtype work = ct_dtype_compute(g->view.dtype);
    ct_device_overlap o;
    ct_ready r;
    memset(&o, 0, sizeof o);
    if (g->base.dtype != g->view.dtype) {
        return ct_geometry_bad(c);
    }
    if (!ct_dtype_is_inexact(work)) {
        return ct_cuda_no_kernel(c, work);
    }
    ct_ready_begin(&r, v);
    r.failed |= set_dims(&o, g) < 0 || ct_ready_few(c, out->numel) < 0;
    o.dtype = work;
    o.n = (uint32_t)out->numel;
    o.x = ct_ready_read(&r, v, work);
    o.y = ct_ready_write(&r, out, work);
    if (!r.failed) {
        ct_cuda_overlap_add(&o, r.stream);
    }
    return ct_ready_end(&r);
}

static int strided_put(ct_call *c)
{
    ct_geometry g = ct_geometry_of(c);
    ct_tensor *v = ARG(c, strided_put, input).tensor, *out = c->out[0];
    int64_t size = ct_dtype_infos[g.view.dtype].size;
    if (v->numel &&
        ct_shape_self_overlap(g.view.ndim, g.view.shape, g.view.strides, size)) {
        return add_up(c, &g);
    }
    if (g.base.dtype == out->dtype && same_strides(&g.base, out->strides)) {
        return put(&g, out, v); /* straight into the result, which is zeros */
    }
    ct_tensor *base = base_new(&g.base, v);
    if (base && put(&g, base, v) < 0) {
        ct_clear(&base);
    }
    return finish(c, base);
}

static int strided_cover(ct_call *c)
{
    ct_geometry g = ct_geometry_of(c);
    ct_tensor *input = ARG(c, strided_cover, input).tensor,
              *other = ARG(c, strided_cover, other).tensor;
    if (same_strides(&g.base, c->out[0]->strides)) { /* straight into the result */
        return ct_tensor_copy_data(c->out[0], input) < 0 ? -1
                                                         : put(&g, c->out[0], other);
    }
    ct_tensor *base = base_copy(&g.base, input);
    if (base && put(&g, base, other) < 0) {
        ct_clear(&base);
    }
    return finish(c, base);
}

extern const ct_cuda_kernel ct_cuda_strided[];
const ct_cuda_kernel ct_cuda_strided[] = {
    {CT_ID_strided_get, strided_get},
    {CT_ID_strided_put, strided_put},
    {CT_ID_strided_cover, strided_cover},
    {0, NULL},
};
