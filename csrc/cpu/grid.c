/* grid: kernels of sampling at given places, and of its gradients.
 *
 * The channels of a place lie side by side while it is worked on, few of them in planes.
 * Each place of the result and each gradient of a coordinate is made by itself; what is
 * added to the input's gradient is added by one thread for some channels, in the order of
 * the places: all bits are the same for any number of threads. */
#include <string.h>

#include "core/integer.h"
#include "core/parallel.h"
#include "cpu/grid_kernels.h"
#include "cpu/images.h"
#include "cpu/kernels.h"
#include "rows/grid.h"

#define STRIP CT_GRID_STRIP
#define CHANNELS 16 /* at least, that a thread takes of an image */
#define ENOUGH 8 /* images that need no division by channels */
#define FEW 8 /* channels, at most, that are faster in planes */

typedef struct sampling {
    ct_grid g;
    bool wide;
    int64_t size; /* of an element */
    int64_t images;
    int64_t parts; /* of the channels of an image */
    const char *x, *grid, *grad;
    char *y, *gx, *ggrid;
} sampling;

/* ---- strips of places ----------------------------------------------------------- */

static int64_t strips_of(const sampling *q)
{
    return ct_ceil_div(q->g.places, STRIP);
}

static int64_t strip_length(const sampling *q, int64_t from)
{
    return ct_min(q->g.places - from, STRIP);
}

/* Bytes before the first channel of a place of the grid. */
static int64_t first_channel(const sampling *q, int64_t image, int64_t place)
{
    int64_t step = q->g.planes ? 1 : q->g.channels;
    return (image * q->g.places * q->g.channels + place * step) * q->size;
}

/* Results, or gradients of coordinates. */
static int run_strips(void *context, int64_t begin, int64_t end)
{
    const sampling *q = context;
    const ct_grid_kernels *k = ct_cpu->grid;
    int64_t strips = strips_of(q), done = 0;
    for (int64_t i = begin; i < end; i++) {
        int64_t image = i / strips, from = i % strips * STRIP;
        int64_t n = strip_length(q, from), at = image * q->g.places + from;
        const char *x = q->x + image * q->g.volume * q->g.channels * q->size;
        const char *grid = q->grid + at * q->g.dims * q->size;
        int64_t channels = first_channel(q, image, from);
        if (q->y) {
            k->sample[q->g.planes][q->wide](&q->g, x, grid, n, q->y + channels);
        } else {
            k->slopes[q->g.planes][q->wide](&q->g, x, grid, n, q->grad + channels,
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

/* Zeros in channels [from, to) of an image. */
static void clear(const sampling *q, char *gx, int64_t from, int64_t to)
{
    int64_t runs = q->g.planes ? to - from : q->g.volume;
    int64_t step = q->g.planes ? q->g.volume : q->g.channels;
    int64_t first = q->g.planes ? from * step : from;
    int64_t length = q->g.planes ? step : to - from;
    for (int64_t i = 0; i < runs && length > 0; i++) {
        memset(gx + (first + i * step) * q->size, 0, (size_t)(length * q->size));
    }
}

static int spread_parts(void *context, int64_t begin, int64_t end)
{
    const sampling *q = context;
    const ct_grid_kernels *k = ct_cpu->grid;
    int64_t done = 0, all = q->g.channels, each = ct_ceil_div(all, q->parts);
    for (int64_t i = begin; i < end; i++) {
        int64_t image = i / q->parts, c = i % q->parts * each;
        int64_t to = c + each < all ? c + each : all;
        char *gx = q->gx + image * q->g.volume * all * q->size;
        clear(q, gx, c, to);
        for (int64_t from = 0; c < to && from < q->g.places; from += STRIP) {
            int64_t n = strip_length(q, from), at = image * q->g.places + from;
            const char *grid = q->grid + at * q->g.dims * q->size;
            k->spread[q->g.planes][q->wide](
                &q->g, gx, grid, n, q->grad + first_channel(q, image, from), c, to);
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
    int64_t each = (q->g.places * 4 + q->g.volume) * (q->g.channels / q->parts + 8);
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
                  .images = x->shape[0]};
    q.g = (ct_grid){.dims = x->ndim - 2,
                    .in = {1, 1, 1},
                    .channels = x->shape[1],
                    .places = 1,
                    .volume = 1};
    for (int d = 0; d < q.g.dims; d++) {
        q.g.places *= grid->shape[d + 1];
        q.g.volume *= x->shape[d + 2];
        q.g.in[CT_GRID_DIMS - q.g.dims + d] = x->shape[d + 2];
    }
    q.g.step[2] = x->shape[1];
    q.g.step[1] = q.g.step[2] * q.g.in[2];
    q.g.step[0] = q.g.step[1] * q.g.in[1];
    return q;
}

/* Whether channels are worked on in planes. */
static bool in_planes(const ct_grid *g)
{
    return g->dims == 2 && g->mode != CT_GRID_CUBIC && g->channels <= FEW &&
           g->volume > 0 && g->volume <= INT32_MAX;
}

/* The data of t, to be read or written, with its channels where they are to lie. */
static void *channels_of(const sampling *q, ct_images *v, ct_plain *p, ct_tensor *t,
                         bool written)
{
    ct_dtype d = q->wide ? CT_DTYPE_F64 : CT_DTYPE_F32;
    if (!q->g.planes) {
        return ct_images_side_by_side(v, p, t, d, written);
    }
    return written ? ct_plain_write(p, t, d) : ct_plain_read(p, t, d);
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
    q.g.planes = in_planes(&q.g);
    if (out->numel == 0) {
        return 0;
    }
    ct_images views = {0};
    ct_plain p = {0};
    q.x = channels_of(&q, &views, &p, x, false);
    q.grid = ct_plain_read(&p, grid, d);
    q.y = channels_of(&q, &views, &p, out, true);
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
    q.g.planes = in_planes(&q.g);
    ct_images views = {0};
    ct_plain p = {0};
    q.x = channels_of(&q, &views, &p, x, false);
    q.grad = channels_of(&q, &views, &p, grad, false);
    q.gx = channels_of(&q, &views, &p, OUT(c, grid_sample_grad, ginput), true);
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
