/* resample: planes of other sizes, elements at places of a grid, and edges. */
#include "ops/resample.h"

#include <string.h>

#include "host.h"
#include "ops/pad.h"
#include "ready.h"
#include "resample.h"
#include "rows/grid.h"
#include "rows/pad.h"
#include "rows/resample.h"

/* ---- other sizes ------------------------------------------------------------------- */

/* A table of taps, in one block of memory, on the device. */
static void send_taps(ct_device_taps *to, ct_ready *r, const ct_taps *t)
{
    const char *there = ct_ready_send(r, t->first, (int64_t)t->bytes);
    to->first = (const int64_t *)(const void *)there;
    to->place = to->first + (t->place - t->first);
    to->weight =
        (const double *)(const void *)(to->first + ((int64_t *)t->weight - t->first));
    to->in = t->in;
}

static int resample(ct_call *c)
{
    ct_tensor *x = FIRST(c), *out = c->out[0];
    ct_device_resample d = {.dtype = x->dtype, .n = (uint32_t)out->numel};
    ct_ready r;
    if (out->numel == 0) {
        return 0;
    }
    ct_ready_begin(&r, x);
    r.failed |= ct_ready_few(c, out->numel) < 0;
    d.x = ct_ready_read(&r, x, (ct_dtype)x->dtype);
    d.y = ct_ready_write(&r, out, (ct_dtype)x->dtype);
    for (int i = 0; i < CT_RESAMPLE_DIMS && !r.failed; i++) {
        ct_taps t;
        if (ct_taps_make(&t, c, i, x->dtype == CT_DTYPE_F64) < 0) {
            r.failed = true;
            break;
        }
        send_taps(&d.taps[i], &r, &t);
        d.dims[CT_RESAMPLE_DIMS - 1 - i] = ct_plan_size(t.n);
        ct_taps_free(&t);
    }
    if (!r.failed) {
        ct_cuda_resample(&d, r.stream);
    }
    return ct_ready_end(&r);
}

/* ---- at places of a grid ----------------------------------------------------------- */

static const int ways[] = {
    [CT_IS_grid_sample_mode_bilinear] = CT_GRID_LINEAR,
    [CT_IS_grid_sample_mode_nearest] = CT_GRID_NEAREST,
    [CT_IS_grid_sample_mode_bicubic] = CT_GRID_CUBIC,
};
static const int edges[] = {
    [CT_IS_grid_sample_padding_zeros] = CT_GRID_ZEROS,
    [CT_IS_grid_sample_padding_border] = CT_GRID_BORDER,
    [CT_IS_grid_sample_padding_reflection] = CT_GRID_REFLECTION,
};

static void begin_grid(ct_device_grid *d, ct_ready *r, ct_tensor *x, ct_tensor *grid)
{
    memset(d, 0, sizeof *d);
    d->dtype = x->dtype;
    d->dims = x->ndim - 2;
    d->images = x->shape[0];
    d->channels = x->shape[1];
    d->places = d->volume = 1;
    d->in[0] = 1;
    for (int i = 0; i < d->dims; i++) {
        d->places *= grid->shape[i + 1];
        d->volume *= x->shape[i + 2];
        d->in[3 - d->dims + i] = (int32_t)x->shape[i + 2];
    }
    ct_ready_begin(r, x);
    d->x = ct_ready_read(r, x, (ct_dtype)x->dtype);
    d->grid = ct_ready_read(r, grid, (ct_dtype)x->dtype);
}

static int grid_sample(ct_call *c)
{
    ct_device_grid d;
    ct_ready r;
    begin_grid(&d, &r, ARG(c, grid_sample, input).tensor,
               ARG(c, grid_sample, grid).tensor);
    d.way = ways[ARG(c, grid_sample, mode).i];
    d.edge = edges[ARG(c, grid_sample, padding).i];
    d.corners = ARG(c, grid_sample, corners).i;
    d.y = ct_ready_write(&r, c->out[0], (ct_dtype)d.dtype);
    if (!r.failed && c->out[0]->numel) {
        ct_cuda_grid_sample(&d, r.stream);
    }
    return ct_ready_end(&r);
}

static int grid_sample_grad(ct_call *c)
{
    ct_device_grid d;
    ct_ready r;
    begin_grid(&d, &r, ARG(c, grid_sample_grad, input).tensor,
               ARG(c, grid_sample_grad, grid).tensor);
    d.way = ways[ARG(c, grid_sample_grad, mode).i];
    d.edge = edges[ARG(c, grid_sample_grad, padding).i];
    d.corners = ARG(c, grid_sample_grad, corners).i;
    d.g = ct_ready_read(&r, ARG(c, grid_sample_grad, grad).tensor, (ct_dtype)d.dtype);
    d.gx = ct_ready_write(&r, OUT(c, grid_sample_grad, ginput),
                          ct_dtype_compute((ct_dtype)d.dtype));
    d.ggrid = ct_ready_write(&r, OUT(c, grid_sample_grad, ggrid), (ct_dtype)d.dtype);
    if (!r.failed) {
        ct_cuda_grid_sample_grad(&d, r.stream);
    }
    return ct_ready_end(&r);
}

/* ---- edges ------------------------------------------------------------------------- */

static const int edge_ways[] = {
    [CT_IS_edge_pad_mode_reflect] = CT_EDGE_REFLECT,
    [CT_IS_edge_pad_mode_replicate] = CT_EDGE_REPLICATE,
    [CT_IS_edge_pad_mode_circular] = CT_EDGE_CIRCULAR,
};

static int edge_pad(ct_call *c)
{
    ct_tensor *x = FIRST(c), *out = c->out[0];
    ct_dims pad = ARG(c, edge_pad, pad).dims;
    ct_device_edges e = {.size = (int32_t)ct_tensor_itemsize(x),
                         .n = (uint32_t)out->numel,
                         .way = edge_ways[ARG(c, edge_pad, mode).i]};
    ct_ready r;
    if (out->numel == 0) {
        return 0;
    }
    ct_ready_begin(&r, x);
    r.failed |= ct_ready_few(c, out->numel) < 0;
    e.x = ct_ready_read(&r, x, (ct_dtype)x->dtype);
    e.y = ct_ready_write(&r, out, (ct_dtype)x->dtype);
    for (int d = x->ndim - 1; d >= 0; d--) {
        bool padded = out->shape[d] != x->shape[d];
        if (e.ndim && !padded && e.before[e.ndim - 1] == 0 &&
            e.in[e.ndim - 1] == e.dims[e.ndim - 1].size) { /* one with the last */
            e.in[e.ndim - 1] *= x->shape[d];
            e.dims[e.ndim - 1] = ct_plan_size(e.in[e.ndim - 1]);
            continue;
        }
        if (e.ndim == CT_LOOP_DIMS) {
            r.failed = ct_error(CT_ERR_NOT_IMPLEMENTED,
                                "pad: expected at most %d dims on cuda", e.ndim) < 0;
            break;
        }
        e.before[e.ndim] = ct_pad_at(pad, x->ndim, d, 0);
        e.in[e.ndim] = x->shape[d];
        e.dims[e.ndim++] = ct_plan_size(out->shape[d]);
    }
    if (!r.failed) {
        ct_cuda_edge_pad(&e, r.stream);
    }
    return ct_ready_end(&r);
}

/* Dim by dim, first to last, as the host does it: of each a launch. */
static int edge_fold(ct_call *c)
{
    ct_tensor *g = FIRST(c), *out = c->out[0];
    ct_dims pad = ARG(c, edge_fold, pad).dims;
    ct_dtype work = ct_dtype_compute((ct_dtype)g->dtype);
    int64_t parts = ct_dtype_is_complex(work) ? 2 : 1, outer = 1, inner = parts;
    ct_device_fold_edges e = {.way = edge_ways[ARG(c, edge_fold, mode).i],
                              .wide = ct_dtype_to_real(work) == CT_DTYPE_F64};
    ct_ready r;
    int last = -1;
    if (out->numel == 0) {
        return 0;
    }
    ct_ready_begin(&r, g);
    const void *x = ct_ready_read(&r, g, work);
    void *y = ct_ready_write(&r, out, work);
    for (int d = 0; d < g->ndim; d++) {
        last = out->shape[d] != g->shape[d] ? d : last;
        inner *= g->shape[d];
    }
    if (last < 0) {
        r.failed |= ct_tensor_copy_data(out, g) < 0;
        return ct_ready_drop(&r);
    }
    for (int d = 0; d <= last && !r.failed; d++) {
        inner /= g->shape[d];
        e.n = out->shape[d];
        if (e.n != g->shape[d]) {
            e.before = ct_pad_at(pad, g->ndim, d, 0);
            e.behind = ct_pad_at(pad, g->ndim, d, 1);
            e.outer = outer;
            e.inner = inner;
            e.x = x;
            e.y = d == last ? y
                            : ct_ready_room(&r, outer * e.n * inner * (e.wide ? 8 : 4));
            x = e.y;
            if (!r.failed) {
                ct_cuda_edge_fold(&e, r.stream);
            }
        }
        outer *= e.n;
    }
    return ct_ready_end(&r);
}

extern const ct_cuda_kernel ct_cuda_resamples[];
const ct_cuda_kernel ct_cuda_resamples[] = {
    {CT_ID_resample, resample},
    {CT_ID_resample_back, resample},
    {CT_ID_grid_sample, grid_sample},
    {CT_ID_grid_sample_grad, grid_sample_grad},
    {CT_ID_edge_pad, edge_pad},
    {CT_ID_edge_fold, edge_fold},
    {0, NULL},
};
