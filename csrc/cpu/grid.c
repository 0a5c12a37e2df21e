/* grid: kernels of sampling at given places, and of its gradients.
 *
 * The channels of a place lie side by side while it is worked on. Each place of the result
 * and each gradient of a coordinate is made by itself; what is added to the input's
 * gradient is added by one thread for some channels, in the order of the places: all bits
 * are the same for any number of threads. */
#include <string.h>

#include "core/parallel.h"
#include "cpu/grid_kernels.h"
#include "cpu/images.h"
#include "cpu/kernels.h"
#include "rows/grid.h"

#define STRIP CT_GRID_STRIP
#define CHANNELS 16 /* at least, that a thread takes of an image */
#define ENOUGH 8 /* images that need no division by channels */

typedef struct sampling {
    ct_grid g;
    bool wide;
    int64_t size; /* of an element */
    int64_t images, places; /* places of the grid in each */
    int64_t volume; /* places of an image */
    int64_t parts; /* of the channels of an image */
    const char *x, *grid, *grad;
    char *y, *gx, *ggrid;
} sampling;

/* ---- strips of places ----------------------------------------------------------- */

static int64_t strips_of(const sampling *q)
{
    return (q->places + STRIP - 1) / STRIP;
}

static int64_t strip_length(const sampling *q, int64_t from)
{
    return q->places - from < STRIP ? q->places - from : STRIP;
}

/* Results, or gradients of coordinates. */
static int run_strips(void *context, int64_t begin, int64_t end)
{
    const sampling *q = context;
    int64_t strips = strips_of(q), done = 0;
    for (int64_t i = begin; i < end; i++) {
        int64_t image = i / strips, from = i % strips * STRIP;
        int64_t n = strip_length(q, from), at = image * q->places + from;
        const char *x = q->x + image * q->volume * q->g.channels * q->size;
        const char *grid = q->grid + at * q->g.dims * q->size;
        int64_t channels = at * q->g.channels * q->size;
        if (q->y) {
            ct_cpu->grid->sample[q->wide](&q->g, x, grid, n, q->y + channels);
        } else {
            ct_cpu->grid->slopes[q->wide](&q->g, x, grid, n, q->grad + channels,
                                          q->ggrid + at * q->g.dims * q->size);
        }
        if (ct_parallel_pace(&done, n * (q->g.channels + 16) * 4) < 0) {
            return -1;
        }
    }
    return 0;
}

static int run_all_strips(sampling *q)
{
    return ct_parallel_for(q->images * strips_of(q),
                           ct_parallel_grain(STRIP * (q->g.channels + 16) * 4),
                           run_strips, q);
}

/* ---- the input's gradient --------------------------------------------------------- */

static int spread_parts(void *context, int64_t begin, int64_t end)
{
    const sampling *q = context;
    int64_t done = 0, all = q->g.channels, each = (all + q->parts - 1) / q->parts;
    for (int64_t i = begin; i < end; i++) {
        int64_t image = i / q->parts, c = i % q->parts * each;
        int64_t to = c + each < all ? c + each : all;
        char *gx = q->gx + image * q->volume * all * q->size;
        for (int64_t v = 0; c < to && v < q->volume; v++) {
            memset(gx + (v * all + c) * q->size, 0, (size_t)((to - c) * q->size));
        }
        for (int64_t from = 0; c < to && from < q->places; from += STRIP) {
            int64_t n = strip_length(q, from), at = image * q->places + from;
            ct_cpu->grid->spread[q->wide](&q->g, gx, q->grid + at * q->g.dims * q->size,
                                          n, q->grad + at * all * q->size, c, to);
            if (ct_parallel_pace(&done, n * (to - c + 16) * 4) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

static int spread_all(sampling *q)
{
    int64_t parts = q->g.channels / CHANNELS;
    q->parts = q->images >= ENOUGH || parts < 1 ? 1 : parts;
    int64_t each = (q->places * 4 + q->volume) * (q->g.channels / q->parts + 8);
    return ct_parallel_for(q->images * q->parts, ct_parallel_grain(each), spread_parts,
                           q);
}

/* ---- operands ------------------------------------------------------------------------ */

static const ct_grid_mode modes[] = {
    [CT_IS_grid_sample_mode_bilinear] = CT_GRID_LINEAR,
    [CT_IS_grid_sample_mode_nearest] = CT_GRID_NEAREST,
    [CT_IS_grid_sample_mode_bicubic] = CT_GRID_CUBIC,
};
static const ct_grid_pad pads[] = {
    [CT_IS_grid_sample_padding_zeros] = CT_GRID_ZEROS,
    [CT_IS_grid_sample_padding_border] = CT_GRID_BORDER,
    [CT_IS_grid_sample_padding_reflection] = CT_GRID_REFLECTION,
};

static sampling prepare(const ct_call *c, const ct_tensor *x, const ct_tensor *grid)
{
    sampling q = {.wide = c->compute == CT_DTYPE_F64,
                  .size = ct_dtype_size((ct_dtype)c->compute),
                  .images = x->shape[0],
                  .places = 1,
                  .volume = 1};
    q.g = (ct_grid){.dims = x->ndim - 2, .in = {1, 1, 1}, .channels = x->shape[1]};
    for (int d = 0; d < q.g.dims; d++) {
        q.places *= grid->shape[d + 1];
        q.volume *= x->shape[d + 2];
        q.g.in[CT_GRID_DIMS - q.g.dims + d] = x->shape[d + 2];
    }
    q.g.step[2] = x->shape[1];
    q.g.step[1] = q.g.step[2] * q.g.in[2];
    q.g.step[0] = q.g.step[1] * q.g.in[1];
    return q;
}

int ct_grid_sample_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, grid_sample, input).tensor,
              *grid = ARG(c, grid_sample, grid).tensor, *out = c->out[0];
    ct_dtype d = (ct_dtype)c->compute;
    sampling q = prepare(c, x, grid);
    q.g.mode = modes[ARG(c, grid_sample, mode).i];
    q.g.pad = pads[ARG(c, grid_sample, padding).i];
    q.g.corners = ARG(c, grid_sample, corners).i;
    if (out->numel == 0) {
        return 0;
    }
    ct_images views = {0};
    ct_plain p = {0};
    q.x = ct_images_side_by_side(&views, &p, x, d, false);
    q.grid = ct_plain_read(&p, grid, d);
    q.y = ct_images_side_by_side(&views, &p, out, d, true);
    int status = ct_plain_end(&p, p.failed ? -1 : run_all_strips(&q));
    ct_images_drop(&views);
    return status;
}

int ct_grid_sample_grad_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, grid_sample_grad, input).tensor,
              *grid = ARG(c, grid_sample_grad, grid).tensor,
              *grad = ARG(c, grid_sample_grad, grad).tensor;
    ct_dtype d = (ct_dtype)c->compute;
    sampling q = prepare(c, x, grid);
    q.g.mode = modes[ARG(c, grid_sample_grad, mode).i];
    q.g.pad = pads[ARG(c, grid_sample_grad, padding).i];
    q.g.corners = ARG(c, grid_sample_grad, corners).i;
    ct_images views = {0};
    ct_plain p = {0};
    q.x = ct_images_side_by_side(&views, &p, x, d, false);
    q.grad = ct_images_side_by_side(&views, &p, grad, d, false);
    q.gx =
        ct_images_side_by_side(&views, &p, OUT(c, grid_sample_grad, ginput), d, true);
    q.grid = ct_plain_read(&p, grid, d);
    q.ggrid = ct_plain_write(&p, OUT(c, grid_sample_grad, ggrid), d);
    int status = p.failed ? -1 : 0;
    if (status == 0 && x->numel > 0) {
        status = spread_all(&q);
    }
    if (status == 0 && q.g.mode == CT_GRID_NEAREST) {
        memset(q.ggrid, 0, (size_t)(grid->numel * q.size));
    } else if (status == 0 && grid->numel > 0) {
        status = run_all_strips(&q);
    }
    status = ct_plain_end(&p, status);
    ct_images_drop(&views);
    return status;
}
