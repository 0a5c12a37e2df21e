/* channel_rows: channels that lie side by side in rows; see channels.h.
 *
 * Rows are summed in pieces of a fixed size, whose sums are added in order. */
#include <string.h>

#include "core/alloc.h"
#include "core/integer.h"
#include "core/parallel.h"
#include "cpu/channels.h"
#include "cpu/kernels.h"

#define STRIP CT_CHANNEL_STRIP
#define PIECE 16384 /* elements of a piece, roughly */
#define PIECES_MAX 256

typedef struct rows {
    const ct_channels *a;
    int64_t sets, count; /* samples, or the batch; rows of each */
    int64_t each; /* channels that share statistics */
    int64_t piece, pieces; /* rows of a piece; pieces of a set */
    double *part; /* of each piece: two sums for each channel */
    size_t bytes; /* of these and what follows */
    double *center, *scale, *shift, *along; /* of each channel of each set */
    bool far;
    void (*const *kernel)(const ct_channel_rows *r);
} rows;

/* Rows [from, to) of a set, channels from `at` on. */
static ct_channel_rows strip_of(const rows *w, int64_t set, int64_t from, int64_t to,
                                int64_t at)
{
    const ct_channels *a = w->a;
    int64_t offset = ((set * w->count + from) * a->c + at) * ct_channels_size(a);
    int64_t left = a->c - at, channel = set * a->c + at;
    return (ct_channel_rows){.rows = to - from,
                             .width = left < STRIP ? left : STRIP,
                             .step = a->c,
                             .x = a->x + offset,
                             .g = a->g ? a->g + offset : NULL,
                             .y = a->y ? a->y + offset : NULL,
                             .mean = w->center + channel,
                             .scale = w->scale + channel,
                             .shift = w->shift + channel,
                             .along = w->along + channel,
                             .far = w->far};
}

static int sum_pieces(void *context, int64_t begin, int64_t end)
{
    const rows *w = context;
    for (int64_t i = begin; i < end; i++) {
        int64_t from = i % w->pieces * w->piece, to = ct_min(from + w->piece, w->count);
        double *part = w->part + i * 2 * w->a->c;
        memset(part, 0, (size_t)(2 * w->a->c) * sizeof *part);
        for (int64_t at = 0; at < w->a->c; at += STRIP) {
            ct_channel_rows r = strip_of(w, i / w->pieces, from, to, at);
            r.sums = part + at;
            r.more = part + w->a->c + at;
            w->kernel[w->a->wide](&r);
        }
    }
    return 0;
}

/* Two sums for each channel of a set: in its first piece's place. */
static double *sums_of(const rows *w, int64_t set)
{
    return w->part + set * w->pieces * 2 * w->a->c;
}

static int sum_rows(rows *w, void (*const *kernel)(const ct_channel_rows *r))
{
    int64_t n = 2 * w->a->c;
    w->kernel = kernel;
    if (ct_parallel_for(w->sets * w->pieces, ct_parallel_grain(w->piece * n),
                        sum_pieces, w) < 0) {
        return -1;
    }
    for (int64_t set = 0; set < w->sets; set++) {
        double *sums = sums_of(w, set);
        for (int64_t i = 1; i < w->pieces; i++) {
            for (int64_t j = 0; j < n; j++) {
                sums[j] += sums[i * n + j];
            }
        }
    }
    return 0;
}

static int map_rows(void *context, int64_t begin, int64_t end)
{
    const rows *w = context;
    while (begin < end) {
        int64_t set = begin / w->count, from = begin % w->count;
        int64_t to = ct_min(w->count, from + end - begin);
        for (int64_t at = 0; at < w->a->c; at += STRIP) {
            ct_channel_rows r = strip_of(w, set, from, to, at);
            w->kernel[w->a->wide](&r);
        }
        begin += to - from;
    }
    return 0;
}

static int map_all(rows *w, void (*const *kernel)(const ct_channel_rows *r))
{
    w->kernel = kernel;
    return ct_parallel_for(w->sets * w->count, ct_parallel_grain(w->a->c * 2), map_rows,
                           w);
}

/* Memory for all of it; false without. */
static bool prepare(rows *w, const ct_channels *a)
{
    w->a = a;
    w->sets = a->groups ? a->n : 1;
    w->count = a->groups ? a->s : a->n * a->s;
    w->each = a->groups ? a->c / a->groups : 1;
    w->piece = PIECE / a->c + 1;
    int64_t most = PIECES_MAX / w->sets + 1;
    if (w->count / w->piece >= most) {
        w->piece = w->count / most + 1;
    }
    w->pieces = (w->count + w->piece - 1) / w->piece;
    w->bytes = (size_t)((w->pieces * 2 + 4) * w->sets * a->c) * sizeof(double);
    w->part = ct_alloc(w->bytes);
    if (!w->part) {
        return false;
    }
    int64_t all = w->sets * a->c;
    w->center = w->part + w->pieces * 2 * all;
    w->scale = w->center + all;
    w->shift = w->scale + all;
    w->along = w->shift + all;
    memset(w->scale, 0, (size_t)(3 * all) * sizeof *w->along);
    return true;
}

/* ---- statistics -------------------------------------------------------------- */

static int64_t statistics(const rows *w)
{
    return w->sets * w->a->c / w->each;
}

/* The channels of statistics k lie about their mean. */
static void center_on_means(rows *w)
{
    for (int64_t j = 0; j < w->sets * w->a->c; j++) {
        w->center[j] = w->a->mean[j / w->each];
    }
}

/* Of statistics k: two sums of their channels, each times its weight where there is one. */
static void sums_at(const rows *w, int64_t k, const double *weight, double *sums)
{
    int64_t first = k * w->each, c = w->a->c;
    const double *of = sums_of(w, first / c) + first % c;
    sums[0] = sums[1] = 0;
    for (int64_t j = 0; j < w->each; j++) {
        double times = weight ? weight[first % c + j] : 1;
        sums[0] += times * of[j];
        sums[1] += times * of[c + j];
    }
}

static int take_moments(rows *w)
{
    const ct_channels *a = w->a;
    bool again = true;
    for (int64_t k = 0; k < statistics(w); k++) {
        int64_t first = k * w->each, set = first / a->c;
        int64_t at = set * w->count * a->c + first % a->c;
        a->mean[k] = ct_channels_at(a, a->x + at * ct_channels_size(a));
    }
    for (int turn = 0; turn < 2 && again; turn++) {
        center_on_means(w);
        if (sum_rows(w, ct_cpu->channel->row_moments) < 0) {
            return -1;
        }
        again = false;
        for (int64_t k = 0; k < statistics(w); k++) {
            double sums[2];
            sums_at(w, k, NULL, sums);
            again |= ct_channels_moments(a, sums, a->mean[k],
                                         (double)(w->count * w->each), k);
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
    if (status == 0) {
        center_on_means(&w);
    }
    for (int64_t j = 0; status == 0 && j < w.sets * a->c; j++) {
        double rstd = 1 / sqrt(a->var[j / w.each] + a->eps);
        w.scale[j] = rstd * ct_channels_weight(a, j % a->c);
        w.shift[j] = ct_channels_bias(a, j % a->c);
        w.far |= ct_channels_far(rstd) || ct_channels_far(w.scale[j]);
    }
    status = status == 0 ? map_all(&w, ct_cpu->channel->row_apply) : -1;
    ct_free(w.part, w.bytes);
    return status;
}

/* ---- the gradient --------------------------------------------------------------- */

/* gx = g scale - (x - mean) along - shift, with the means of h = g weight and of h z. */
static void take_slopes(rows *w)
{
    const ct_channels *a = w->a;
    double count = (double)(w->count * w->each);
    for (int64_t k = 0; k < statistics(w); k++) {
        double sums[2], rstd = 1 / sqrt(a->var[k] + a->eps);
        sums_at(w, k, a->weight, sums);
        for (int64_t j = k * w->each; j < (k + 1) * w->each; j++) {
            w->scale[j] = rstd * ct_channels_weight(a, j % a->c);
            w->shift[j] = rstd * (sums[0] / count);
            w->along[j] = rstd * rstd * rstd * (sums[1] / count);
            w->far |= ct_channels_far(rstd) || ct_channels_far(w->scale[j]) ||
                      ct_channels_far(w->shift[j]) || ct_channels_far(w->along[j]);
        }
    }
}

static void affine_grads(const rows *w)
{
    const ct_channels *a = w->a;
    for (int64_t j = 0; a->gweight && j < a->c; j++) {
        a->gweight[j] = a->gbias[j] = 0;
    }
    for (int64_t j = 0; a->gweight && j < w->sets * a->c; j++) {
        const double *sums = sums_of(w, j / a->c) + j % a->c;
        a->gbias[j % a->c] += sums[0];
        a->gweight[j % a->c] += sums[a->c] / sqrt(a->var[j / w->each] + a->eps);
    }
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
    center_on_means(&w);
    int status = sum_rows(&w, ct_cpu->channel->row_products);
    if (status == 0) {
        affine_grads(&w);
        take_slopes(&w);
        status = map_all(&w, ct_cpu->channel->row_input_grad);
    }
    ct_free(w.part, w.bytes);
    return status;
}
