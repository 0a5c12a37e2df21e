/* pool_turned: small planes, whose lines are too short for vectors: as many of them as a
 * vector has lanes are turned into channels side by side, and the results turned back.
 * The windows are the same for all planes, and are listed once for each thread. */
#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "cpu/copy.h"
#include "cpu/kernels.h"
#include "cpu/pool.h"

#define PLANES 16 /* at a time: two vectors of AVX2's, one of AVX-512's */
#define PLANES_LEAST 4
#define PLACES_MOST 4096 /* of a plane, which is to stay in the second-level cache */
#define TAPS_MOST 8192 /* of all windows of a plane */

typedef struct turned { /* what one thread works with */
    const ct_pooling *q;
    char *room;
    size_t bytes;
    ct_pool_tap *taps; /* of all windows, in order */
    int64_t *first; /* of each window, and the end */
    char *x, *y; /* places by planes */
    int64_t *places;
    char *count, *share;
} turned;

/* Taps of all windows, at most; windows that share a place list it each. */
static int64_t taps_of(const ct_pool *p)
{
    int64_t all = 1;
    for (int d = 0; d < CT_POOL_DIMS; d++) {
        int64_t n = 0;
        for (int64_t i = 0; i < p->over[d] && n <= TAPS_MOST; i++) {
            n += ct_pool_window_at(p, d, i).n;
        }
        all = all <= TAPS_MOST ? all * n : all;
    }
    return all;
}

bool ct_pool_turns(const ct_pooling *q)
{
    return q->channels == 1 && q->planes >= PLANES_LEAST &&
           ct_pool_volume(q->p.in) <= PLACES_MOST &&
           ct_pool_volume(q->p.over) <= PLACES_MOST && taps_of(&q->p) <= TAPS_MOST;
}

/* ---- windows ---------------------------------------------------------------------- */

static void put_count(const turned *t, int64_t i, double count)
{
    if (t->q->type == CT_POOL_F64) {
        ((double *)(void *)t->count)[i] = count;
    } else {
        ((float *)(void *)t->count)[i] = (float)count;
    }
}

/* Of the windows of one row. */
static int64_t list_row(turned *t, int64_t d, int64_t h, int64_t ntap)
{
    const ct_pool *p = &t->q->p;
    ct_pool_window w[] = {ct_pool_window_at(p, 0, d), ct_pool_window_at(p, 1, h), {0}};
    for (int64_t k = 0; k < p->over[2]; k++) {
        int64_t i = (d * p->over[1] + h) * p->over[2] + k;
        w[2] = ct_pool_window_at(p, 2, k);
        t->first[i] = ntap;
        if (t->q->means) {
            put_count(t, i, ct_pool_count(t->q, w));
        }
        for (int64_t a = 0; a < w[0].n; a++) {
            for (int64_t b = 0; b < w[1].n; b++) {
                int64_t row = (w[0].first + a * w[0].step) * p->in[1] + w[1].first +
                              b * w[1].step;
                for (int64_t c = 0; c < w[2].n; c++) {
                    int64_t at = row * p->in[2] + w[2].first + c * w[2].step;
                    t->taps[ntap++] = (ct_pool_tap){
                        .x = t->x + at * PLANES * t->q->size, .n = PLANES, .at = at};
                }
            }
        }
    }
    return ntap;
}

static void list_windows(turned *t)
{
    const int64_t *over = t->q->p.over;
    int64_t ntap = 0;
    for (int64_t d = 0; d < over[0]; d++) {
        for (int64_t h = 0; h < over[1]; h++) {
            ntap = list_row(t, d, h, ntap);
        }
    }
    t->first[ct_pool_volume(over)] = ntap;
}

/* ---- planes ------------------------------------------------------------------------ */

static void run_windows(const turned *t)
{
    const ct_pooling *q = t->q;
    const ct_pool_kernels *all = ct_cpu->pool;
    ct_pool_loop run = !q->means ? all->max_last[q->type]
                       : q->back ? all->spread[q->type]
                                 : all->mean_last[q->type];
    ct_pool_line l = {
        .n = PLANES, .step = 1, .begin = true, .end = true, .room = t->share};
    for (int64_t i = 0; i < ct_pool_volume(q->p.over); i++) {
        l.taps = t->taps + t->first[i];
        l.ntap = t->first[i + 1] - t->first[i];
        l.y = t->y + i * PLANES * q->size;
        l.places = t->places ? t->places + i * PLANES : NULL;
        l.count = t->count + i * q->size;
        run(&l);
    }
}

/* `n` planes from `from` on, there and back. */
static void run_planes(const turned *t, int64_t from, int64_t n)
{
    const ct_pooling *q = t->q;
    int64_t in = ct_pool_volume(q->p.in), over = ct_pool_volume(q->p.over);
    int64_t size = q->size, wide = PLANES * size;
    char *x = q->x + from * in * size, *y = q->y + from * over * size;
    if (q->back) {
        memset(t->x, 0, (size_t)(in * wide));
        ct_transpose(size, t->y, wide, y, over * size, over, n);
    } else {
        ct_transpose(size, t->x, wide, x, in * size, in, n);
    }
    run_windows(t);
    if (q->back) {
        ct_transpose(size, x, in * size, t->x, wide, n, in);
        return;
    }
    ct_transpose(size, y, over * size, t->y, wide, n, over);
    if (q->places) {
        ct_transpose(8, (char *)(q->places + from * over), over * 8,
                     (const char *)t->places, PLANES * 8, n, over);
    }
}

static bool prepare(turned *t, const ct_pooling *q)
{
    int64_t in = ct_pool_volume(q->p.in), over = ct_pool_volume(q->p.over);
    int64_t taps = taps_of(&q->p), size = q->size;
    size_t list = (size_t)taps * sizeof(ct_pool_tap);
    size_t x = (size_t)(in * PLANES * size), y = (size_t)(over * PLANES * size);
    size_t places = q->places ? (size_t)(over * PLANES * 8) : 0;
    size_t first = (size_t)(over + 1) * 8, count = (size_t)over * 8;
    t->q = q;
    t->bytes = list + x + y + places + first + count + PLANES * 8;
    t->room = ct_alloc(t->bytes);
    if (!t->room) {
        return false;
    }
    t->taps = (ct_pool_tap *)(void *)t->room;
    t->x = t->room + list;
    t->y = t->x + x;
    t->places = q->places ? (int64_t *)(void *)(t->y + y) : NULL;
    t->first = (int64_t *)(void *)(t->y + y + places);
    t->count = t->y + y + places + first;
    t->share = t->count + count;
    memset(t->x, 0, x + y); /* lanes without a plane are numbers, too */
    list_windows(t);
    return true;
}

static int run_range(void *context, int64_t begin, int64_t end)
{
    const ct_pooling *q = context;
    turned t;
    int64_t done = 0;
    if (!prepare(&t, q)) {
        return -1;
    }
    for (int64_t i = begin * PLANES; i < end * PLANES && i < q->planes; i += PLANES) {
        run_planes(&t, i, q->planes - i < PLANES ? q->planes - i : PLANES);
        if (ct_parallel_pace(&done, t.first[ct_pool_volume(q->p.over)] * PLANES) < 0) {
            ct_free(t.room, t.bytes);
            return -1;
        }
    }
    ct_free(t.room, t.bytes);
    return 0;
}

int ct_pool_turned(ct_pooling *q)
{
    int64_t each = (ct_pool_volume(q->p.in) + taps_of(&q->p)) * PLANES / 4;
    return ct_parallel_for((q->planes + PLANES - 1) / PLANES, ct_parallel_grain(each),
                           run_range, q);
}
