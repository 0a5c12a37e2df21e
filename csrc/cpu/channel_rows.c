/* channel_rows: channels that lie side by side in rows; see channels.h.
 *
 * Rows are summed in pieces of a fixed size, whose sums are added in order. */
#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "cpu/channels.h"
#include "cpu/kernels.h"

#define STRIP CT_CHANNEL_STRIP
#define PIECE 16384 /* elements of a piece, roughly */
#define PIECES_MAX 256

typedef struct rows {
    const ct_channels *a;
    int64_t count, piece, pieces; /* of rows; rows of a piece; pieces */
    double *part; /* of each piece: two sums for each channel */
    size_t bytes; /* of these and what follows */
    double *scale, *shift, *along;
    bool far;
    void (*const *kernel)(const ct_channel_rows *r);
} rows;

static ct_channel_rows strip_of(const rows *w, int64_t from, int64_t to, int64_t at)
{
    const ct_channels *a = w->a;
    int64_t offset = (from * a->c + at) * ct_channels_size(a);
    int64_t left = a->c - at;
    return (ct_channel_rows){.rows = to - from,
                             .width = left < STRIP ? left : STRIP,
                             .step = a->c,
                             .x = a->x + offset,
                             .g = a->g ? a->g + offset : NULL,
                             .y = a->y ? a->y + offset : NULL,
                             .mean = a->mean + at};
}

static int sum_pieces(void *context, int64_t begin, int64_t end)
{
    const rows *w = context;
    for (int64_t i = begin; i < end; i++) {
        int64_t from = i * w->piece, to = from + w->piece;
        double *part = w->part + i * 2 * w->a->c;
        memset(part, 0, (size_t)(2 * w->a->c) * sizeof *part);
        for (int64_t at = 0; at < w->a->c; at += STRIP) {
            ct_channel_rows r = strip_of(w, from, to < w->count ? to : w->count, at);
            r.sums = part + at;
            r.more = part + w->a->c + at;
            w->kernel[w->a->wide](&r);
        }
    }
    return 0;
}

/* The sums of all rows, in the first piece's place. */
static int sum_rows(rows *w, void (*const *kernel)(const ct_channel_rows *r))
{
    int64_t c = w->a->c;
    w->kernel = kernel;
    if (ct_parallel_for(w->pieces, ct_parallel_grain(w->piece * c * 2), sum_pieces, w) <
        0) {
        return -1;
    }
    for (int64_t i = 1; i < w->pieces; i++) {
        for (int64_t j = 0; j < 2 * c; j++) {
            w->part[j] += w->part[i * 2 * c + j];
        }
    }
    return 0;
}

static int map_rows(void *context, int64_t begin, int64_t end)
{
    const rows *w = context;
    for (int64_t at = 0; at < w->a->c; at += STRIP) {
        ct_channel_rows r = strip_of(w, begin, end, at);
        r.scale = w->scale + at;
        r.shift = w->shift + at;
        r.along = w->along + at;
        r.far = w->far;
        w->kernel[w->a->wide](&r);
    }
    return 0;
}

static int map_all(rows *w, void (*const *kernel)(const ct_channel_rows *r))
{
    w->kernel = kernel;
    return ct_parallel_for(w->count, ct_parallel_grain(w->a->c * 2), map_rows, w);
}

/* Memory for all of it; false without. */
static bool prepare(rows *w, const ct_channels *a)
{
    w->a = a;
    w->count = a->n * a->s;
    w->piece = PIECE / a->c + 1;
    if (w->count / w->piece >= PIECES_MAX) {
        w->piece = w->count / PIECES_MAX + 1;
    }
    w->pieces = (w->count + w->piece - 1) / w->piece;
    w->bytes = (size_t)((w->pieces * 2 + 3) * a->c) * sizeof(double);
    w->part = ct_alloc(w->bytes);
    if (!w->part) {
        return false;
    }
    w->scale = w->part + w->pieces * 2 * a->c;
    w->shift = w->scale + a->c;
    w->along = w->shift + a->c;
    memset(w->along, 0, (size_t)a->c * sizeof *w->along);
    return true;
}

static int take_moments(rows *w)
{
    const ct_channels *a = w->a;
    bool again = true;
    for (int64_t j = 0; j < a->c; j++) {
        a->mean[j] = ct_channels_at(a, a->x + j * ct_channels_size(a));
    }
    for (int turn = 0; turn < 2 && again; turn++) {
        if (sum_rows(w, ct_cpu->channel->row_moments) < 0) {
            return -1;
        }
        again = false;
        for (int64_t j = 0; j < a->c; j++) {
            double sums[2] = {w->part[j], w->part[a->c + j]};
            again |= ct_channels_moments(a, sums, a->mean[j], (double)w->count, j);
        }
    }
    return 0;
}

int ct_norm_rows_of_channels(ct_channels *a)
{
    rows w = {0};
    if (a->n * a->c * a->s == 0) {
        return 0;
    }
    if (!prepare(&w, a)) {
        return -1;
    }
    int status = a->fixed ? 0 : take_moments(&w);
    for (int64_t j = 0; status == 0 && j < a->c; j++) {
        double rstd = 1 / sqrt(a->var[j] + a->eps);
        w.scale[j] = rstd * ct_channels_weight(a, j);
        w.shift[j] = ct_channels_bias(a, j);
        w.far |= ct_channels_far(rstd) || ct_channels_far(w.scale[j]);
    }
    status = status == 0 ? map_all(&w, ct_cpu->channel->row_apply) : -1;
    ct_free(w.part, w.bytes);
    return status;
}

int ct_norm_rows_of_channels_grad(ct_channels *a)
{
    rows w = {0};
    if (a->n * a->c * a->s == 0) {
        for (int64_t j = 0; a->gweight && j < a->c; j++) {
            a->gweight[j] = a->gbias[j] = 0;
        }
        return 0;
    }
    if (!prepare(&w, a)) {
        return -1;
    }
    int status = sum_rows(&w, ct_cpu->channel->row_products);
    for (int64_t j = 0; status == 0 && j < a->c; j++) {
        double rstd = 1 / sqrt(a->var[j] + a->eps), weight = ct_channels_weight(a, j);
        double level = w.part[j], along = w.part[a->c + j];
        if (a->gweight) {
            a->gbias[j] = level;
            a->gweight[j] = along * rstd;
        }
        w.scale[j] = rstd * weight;
        w.shift[j] = w.scale[j] * level / (double)w.count;
        w.along[j] = rstd * rstd * w.scale[j] * along / (double)w.count;
        w.far |= ct_channels_far(rstd) || ct_channels_far(w.scale[j]) ||
                 ct_channels_far(w.shift[j]) || ct_channels_far(w.along[j]);
    }
    status = status == 0 ? map_all(&w, ct_cpu->channel->row_input_grad) : -1;
    ct_free(w.part, w.bytes);
    return status;
}
