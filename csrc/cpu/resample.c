/* resample: kernels of resampling, forward and back alike: a table of taps says of which
 * places, with which weights, each place is made (ops/resample.h).
 *
 * A row of the result is a blend of rows of the input, of which its elements are then
 * made: so most of the work is done on whole vectors. Each row is made by itself: the bits
 * do not depend on the number of threads. */
#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "cpu/images.h"
#include "cpu/kernels.h"
#include "cpu/resample_kernels.h"
#include "ops/resample.h"
#include "rows/resample.h"

#define FEW_TAPS 16 /* of places that are made in vectors */
#define VECTOR 64 /* bytes that a row's vectors may read behind its end, each */

typedef struct resampling {
    ct_taps taps[CT_RESAMPLE_DIMS];
    bool wide;
    int64_t size; /* of an element */
    int64_t planes, channels; /* or images, with channels side by side */
    int64_t line; /* elements of a row of the input */
    int64_t rows_most; /* of the input in one of the result */
    ct_across across;
    char *tables; /* what across points to */
    size_t bytes;
    const char *x;
    char *y;
} resampling;

/* ---- tables of a row ---------------------------------------------------------- */

static void put(const resampling *q, void *to, int64_t at, double value)
{
    if (q->wide) {
        ((double *)to)[at] = value;
    } else {
        ((float *)to)[at] = (float)value;
    }
}

static void put_lane(const resampling *q, void *to, int64_t at, int64_t value)
{
    if (q->wide) {
        ((int64_t *)to)[at] = value;
    } else {
        ((int32_t *)to)[at] = (int32_t)value;
    }
}

/* Few channels side by side are places of their own. */
typedef struct places {
    int64_t n, spread; /* of the row; channels that a place stands for */
    const ct_taps *t;
} places;

static int64_t place_at(const places *p, int64_t i, int64_t k)
{
    int64_t at = p->t->first[i / p->spread] + k;
    return p->t->place[at] * p->spread + i % p->spread;
}

static int64_t count_at(const places *p, int64_t i)
{
    return p->t->first[i / p->spread + 1] - p->t->first[i / p->spread];
}

/* Results i .. i + count as one vector, if what they read lies near. */
static ct_taps_block block_of(const places *p, int64_t i, int64_t count, int64_t lanes)
{
    ct_taps_block b = {.base = INT64_MAX};
    int64_t last = 0;
    for (int64_t l = i; l < i + count; l++) {
        int64_t taps = count_at(p, l);
        b.taps = taps > b.taps ? (int32_t)taps : b.taps;
        for (int64_t k = 0; k < taps; k++) {
            int64_t place = place_at(p, l, k);
            b.base = place < b.base ? place : b.base;
            last = place > last ? place : last;
        }
    }
    b.base = b.base == INT64_MAX ? 0 : b.base;
    b.near = last - b.base < lanes ? 1 : last - b.base < 2 * lanes ? 2 : 0;
    b.near = b.taps > FEW_TAPS ? 0 : b.near;
    return b;
}

static void fill_lanes(resampling *q, const places *p, const ct_taps_block *b,
                       int64_t i, int64_t count, int64_t lanes, void *lane,
                       void *weight)
{
    for (int64_t k = 0; k < b->taps; k++) {
        for (int64_t l = 0; l < lanes; l++) {
            bool there = l < count && k < count_at(p, i + l);
            int64_t at = b->at + k * lanes + l;
            put_lane(q, lane, at, there ? place_at(p, i + l, k) - b->base : 0);
            double w = there ? p->t->weight[p->t->first[(i + l) / p->spread] + k] : 0;
            put(q, weight, at, w);
        }
    }
}

/* All in one block of memory: first, place and weight of each tap, blocks, lanes. */
static int make_across(resampling *q)
{
    const ct_taps *t = &q->taps[CT_RESAMPLE_DIMS - 1];
    int64_t lanes = ct_cpu->vector_bytes / q->size;
    places p = {.spread = q->channels < lanes ? q->channels : 1, .t = t};
    p.n = t->n * p.spread;
    int64_t taps = t->first[t->n] * p.spread, blocks = (p.n + lanes - 1) / lanes;
    bool vectors = p.spread == q->channels;
    int64_t few = t->most < FEW_TAPS ? t->most : FEW_TAPS;
    int64_t most = vectors ? blocks * lanes * few : 0;
    q->bytes = (size_t)((p.n + 1 + taps) * 8 + taps * 8 + most * 16) +
               (size_t)blocks * sizeof(ct_taps_block);
    q->tables = ct_alloc(q->bytes);
    if (!q->tables) {
        return -1;
    }
    int64_t *first = (int64_t *)(void *)q->tables, *place = first + p.n + 1;
    double *weight = (double *)(void *)(place + taps);
    char *lane = (char *)(weight + taps), *lane_weight = lane + most * 8;
    ct_taps_block *block = (ct_taps_block *)(void *)(lane_weight + most * 8);
    first[0] = 0;
    for (int64_t i = 0; i < p.n; i++) {
        first[i + 1] = first[i] + count_at(&p, i);
        for (int64_t k = 0; k < count_at(&p, i); k++) {
            place[first[i] + k] = place_at(&p, i, k);
            put(q, weight, first[i] + k, t->weight[t->first[i / p.spread] + k]);
        }
    }
    for (int64_t b = 0, at = 0; vectors && b < blocks; b++) {
        int64_t i = b * lanes, count = p.n - i < lanes ? p.n - i : lanes;
        block[b] = block_of(&p, i, count, lanes);
        block[b].at = at;
        if (block[b].near) {
            fill_lanes(q, &p, &block[b], i, count, lanes, lane, lane_weight);
            at += block[b].taps * lanes;
        }
    }
    q->across = (ct_across){
        p.n, vectors ? 1 : q->channels, first, place, weight, block, lane, lane_weight};
    return 0;
}

/* ---- rows -------------------------------------------------------------------- */

typedef struct row { /* what one thread works with */
    const void **from; /* the rows of which one is made */
    void *weight;
    char *line; /* the blend */
    int64_t n;
} row;

/* The rows of the input for row h of slice d, and their weights. */
static void list_rows(const resampling *q, row *w, const char *plane, int64_t d,
                      int64_t h)
{
    const ct_taps *td = &q->taps[0], *th = &q->taps[1];
    w->n = 0;
    for (int64_t a = td->first[d]; a < td->first[d + 1]; a++) {
        for (int64_t b = th->first[h]; b < th->first[h + 1]; b++) {
            int64_t at = td->place[a] * th->in + th->place[b];
            w->from[w->n] = plane + at * q->line * q->size;
            put(q, w->weight, w->n++, td->weight[a] * th->weight[b]);
        }
    }
}

/* Is row h made as the one before it was? */
static bool repeats(const ct_taps *t, int64_t h)
{
    int64_t a = t->first[h - 1], b = t->first[h], n = b - a;
    return t->first[h + 1] - b == n &&
           memcmp(t->place + a, t->place + b, (size_t)n * 8) == 0 &&
           memcmp(t->weight + a, t->weight + b, (size_t)n * 8) == 0;
}

static void make_row(const resampling *q, row *w, char *y)
{
    const ct_taps *across = &q->taps[CT_RESAMPLE_DIMS - 1];
    ct_cpu->resample->blend[q->wide](across->same ? y : w->line, w->from, w->weight,
                                     w->n, q->line);
    if (!across->same) {
        ct_cpu->resample->across[q->wide](&q->across, y, w->line);
    }
}

static int make_rows(const resampling *q, row *w, int64_t begin, int64_t end)
{
    const ct_taps *td = &q->taps[0], *th = &q->taps[1];
    int64_t row_bytes = q->taps[2].n * q->channels * q->size, done = 0;
    int64_t plane_bytes = td->in * th->in * q->line * q->size;
    for (int64_t r = begin; r < end; r++) {
        int64_t h = r % th->n, d = r / th->n % td->n;
        char *y = q->y + r * row_bytes;
        if (r > begin && h > 0 && repeats(th, h)) {
            memcpy(y, y - row_bytes, (size_t)row_bytes);
        } else {
            list_rows(q, w, q->x + r / th->n / td->n * plane_bytes, d, h);
            make_row(q, w, y);
        }
        if (ct_parallel_pace(&done, row_bytes / q->size + q->line * w->n) < 0) {
            return -1;
        }
    }
    return 0;
}

static int run_range(void *context, int64_t begin, int64_t end)
{
    const resampling *q = context;
    size_t list = (size_t)q->rows_most * 8, line = (size_t)(q->line * q->size);
    size_t bytes = 2 * list + line + 2 * VECTOR;
    char *room = ct_alloc(bytes);
    if (!room) {
        return -1;
    }
    row w = {.from = (const void **)(void *)room,
             .weight = room + list,
             .line = room + 2 * list};
    memset(w.line + line, 0, 2 * VECTOR);
    int status = make_rows(q, &w, begin, end);
    ct_free(room, bytes);
    return status;
}

static int run(resampling *q)
{
    const ct_taps *t = q->taps;
    q->line = t[2].in * q->channels;
    q->rows_most = t[0].most * t[1].most + 1;
    if (make_across(q) < 0) {
        return -1;
    }
    int64_t each =
        q->line * (q->rows_most + 1) + t[2].n * q->channels * (t[2].most + 1);
    int status = ct_parallel_for(q->planes * t[0].n * t[1].n,
                                 ct_parallel_grain(each / 2), run_range, q);
    ct_free(q->tables, q->bytes);
    return status;
}

int ct_resample_cpu(ct_call *c)
{
    ct_tensor *x = FIRST(c), *out = c->out[0];
    ct_dtype d = (ct_dtype)c->compute;
    resampling q = {.wide = d == CT_DTYPE_F64, .size = ct_dtype_size(d)};
    if (out->numel == 0) {
        return 0;
    }
    int64_t dims = x->ndim - 2;
    bool last = ct_images_last(x, d, dims) && ct_images_last(out, d, dims);
    q.channels = last ? x->shape[1] : 1;
    q.planes = x->shape[0] * (last ? 1 : x->shape[1]);
    ct_plain p = {0};
    q.x = ct_images_read(&p, x, d, last);
    q.y = ct_images_write(&p, out, d, last);
    int status = p.failed ? -1 : 0, made = 0;
    for (; status == 0 && made < CT_RESAMPLE_DIMS; made++) {
        status = ct_taps_make(&q.taps[made], c, made, x->dtype == CT_DTYPE_F64);
    }
    status = status == 0 ? run(&q) : -1;
    for (int i = 0; i < made; i++) {
        ct_taps_free(&q.taps[i]);
    }
    return ct_plain_end(&p, status);
}
