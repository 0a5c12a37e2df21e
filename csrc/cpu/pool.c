/* pool: kernels of pooling.
 *
 * A tensor is planes of places, or, where its channels come last, images of places with
 * all channels side by side. Results are made line by line: a row of places of one plane,
 * or the channels of one place. */
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/integer.h"
#include "core/parallel.h"
#include "cpu/images.h"
#include "cpu/kernels.h"
#include "cpu/pool.h"
#include "rows/pool.h"

/* Of places whose windows have more taps, they are gone through row by row. */
#define MOST_TAPS 1024
/* Lines of fewer results are made one by one. */
#define FEW 12

/* BY_LINES: results of one channel side by side. BY_WINDOWS: one by one, as they are few
 * in a line, or have unequal windows; where planes are small, pool_turned.c has them.
 * BY_PLACES: of all channels of one place. */
typedef enum way { BY_LINES, BY_WINDOWS, BY_PLACES } way;

typedef ct_pooling pooling;

typedef struct task { /* what one thread works with */
    const pooling *q;
    ct_pool_line l;
    ct_pool_tap *taps;
    char *count;
    size_t bytes;
    char *room;
    int64_t most; /* taps */
    ct_pool_window *across; /* of all places of the last dim */
    const char *x; /* the plane */
} task;

/* ---- windows ------------------------------------------------------------- */

/* Results whose tap k along the last dim is inside, of a row of the plane at `row`. */
static void add_tap(task *k, const char *row, int64_t at, int64_t j)
{
    const ct_pool *p = &k->q->p;
    int64_t stride = p->stride[2], low = j * p->dilation[2] - p->pad[2], in = p->in[2];
    int64_t first = low < 0 ? ct_ceil_div(-low, stride) : 0;
    int64_t end = low < in ? (in - 1 - low) / stride + 1 : 0;
    end = end < p->over[2] ? end : p->over[2];
    if (end > first) {
        int64_t place = first * stride + low;
        k->taps[k->l.ntap++] =
            (ct_pool_tap){.x = (char *)(uintptr_t)row + place * k->q->size,
                          .first = first,
                          .n = end - first,
                          .at = at + place};
    }
}

/* Taps of one row of the windows: of the whole line, or of place w alone. */
static void list_taps(task *k, const ct_pool_window *w, int64_t row)
{
    const pooling *q = k->q;
    const char *from = k->x + row * q->p.in[2] * q->channels * q->size;
    int64_t at = row * q->p.in[2];
    for (int64_t j = 0; !w && j < q->p.kernel[2]; j++) {
        add_tap(k, from, at, j);
    }
    for (int64_t j = 0; w && j < w->n; j++) {
        int64_t place = w->first + j * w->step;
        k->taps[k->l.ntap++] =
            (ct_pool_tap){.x = (char *)(uintptr_t)from + place * q->channels * q->size,
                          .n = k->l.n,
                          .at = at + place};
    }
}

/* What each of the line's sums is divided by. */
static void find_counts(task *k, const ct_pool_window *d, const ct_pool_window *h,
                        int64_t first, int64_t n)
{
    const pooling *q = k->q;
    for (int64_t i = 0; i < n && q->means; i++) {
        ct_pool_window w[] = {*d, *h, k->across[first + i]};
        double count = ct_pool_count(q, w);
        if ((q->type == CT_POOL_F64)) {
            ((double *)(void *)k->count)[i] = count;
        } else {
            ((float *)(void *)k->count)[i] = (float)count;
        }
    }
}

/* ---- lines --------------------------------------------------------------- */

static ct_pool_loop loop_of(const pooling *q, bool last)
{
    const ct_pool_kernels *all = ct_cpu->pool;
    if (!q->means) {
        return last ? all->max_last[q->type] : all->max[q->type];
    }
    return q->back ? all->spread[q->type]
           : last  ? all->mean_last[q->type]
                   : all->mean[q->type];
}

/* Goes through the rows of the windows of one line; `w`: of one place. */
static void run_windows(task *k, const ct_pool_window *d, const ct_pool_window *h,
                        const ct_pool_window *w)
{
    const pooling *q = k->q;
    ct_pool_loop run = loop_of(q, false);
    k->l.begin = true;
    k->l.end = false;
    for (int64_t a = 0; a < d->n; a++) {
        for (int64_t b = 0; b < h->n; b++) {
            int64_t row =
                (d->first + a * d->step) * q->p.in[1] + h->first + b * h->step;
            k->l.ntap = 0;
            list_taps(k, w, row);
            k->l.end = a == d->n - 1 && b == h->n - 1;
            run(&k->l);
            k->l.begin = false;
        }
    }
    if (!k->l.end) { /* windows without a place */
        k->l.ntap = 0;
        k->l.end = true;
        run(&k->l);
    }
}

/* All taps of one place at once, if there is room for them. */
static void run_place(task *k, const ct_pool_window *d, const ct_pool_window *h,
                      const ct_pool_window *w)
{
    const pooling *q = k->q;
    if (d->n * h->n * w->n > k->most) {
        run_windows(k, d, h, w);
        return;
    }
    k->l.ntap = 0;
    for (int64_t a = 0; a < d->n; a++) {
        for (int64_t b = 0; b < h->n; b++) {
            int64_t row =
                (d->first + a * d->step) * q->p.in[1] + h->first + b * h->step;
            list_taps(k, w, row);
        }
    }
    k->l.begin = k->l.end = true;
    loop_of(q, true)(&k->l);
}

static void run_window(task *k, const ct_pool_window *d, const ct_pool_window *h,
                       const ct_pool_window *w)
{
    const pooling *q = k->q;
    const ct_pool_kernels *all = ct_cpu->pool;
    const int64_t *in = q->p.in;
    ct_pool_box b = {.n = {d->n, h->n, w->n},
                     .step = {d->step * in[1] * in[2], h->step * in[2], w->step}};
    b.at = (d->first * in[1] + h->first) * in[2] + w->first;
    b.x = (char *)(uintptr_t)k->x + b.at * q->size;
    if (q->means) {
        (q->back ? all->spread_window : all->mean_window)[q->type](&b, k->l.y,
                                                                   k->count);
    } else {
        all->max_window[q->type](&b, k->l.y, k->l.places);
    }
}

static void run_row(task *k, int64_t plane, int64_t d, int64_t h)
{
    const pooling *q = k->q;
    const ct_pool *p = &q->p;
    ct_pool_window wd = ct_pool_window_at(p, 0, d), wh = ct_pool_window_at(p, 1, h);
    int64_t at = ((plane * p->over[0] + d) * p->over[1] + h) * p->over[2];
    bool line = q->way == BY_LINES;
    for (int64_t i = 0; i < (line ? 1 : p->over[2]); i++) {
        k->l.n = line ? p->over[2] : q->channels;
        k->l.y = q->y + (at + i) * q->channels * q->size;
        k->l.places = q->places ? q->places + (at + i) * q->channels : NULL;
        find_counts(k, &wd, &wh, i, line ? p->over[2] : 1);
        if (line) {
            run_windows(k, &wd, &wh, NULL);
            continue;
        }
        ct_pool_window w = k->across[i];
        if (q->way == BY_PLACES) {
            run_place(k, &wd, &wh, &w);
        } else {
            run_window(k, &wd, &wh, &w);
        }
    }
}

/* Items are rows of results, or, as windows that overlap are added to in turn, planes. */
static int64_t rows_of_item(const pooling *q)
{
    return q->back ? q->p.over[0] * q->p.over[1] : 1;
}

static int run_items(task *k, int64_t begin, int64_t end)
{
    const pooling *q = k->q;
    const int64_t *in = q->p.in, *over = q->p.over;
    int64_t plane = ct_pool_volume(in) * q->channels * q->size, done = 0;
    int64_t rows = rows_of_item(q);
    for (int64_t r = begin * rows; r < end * rows; r++) {
        int64_t i = r / (over[0] * over[1]), d = r / over[1] % over[0];
        k->x = q->x + i * plane;
        if (q->back && r % rows == 0) {
            memset(q->x + i * plane, 0, (size_t)plane);
        }
        run_row(k, i, d, r % over[1]);
        if (ct_parallel_pace(&done, over[2] * q->channels) < 0) {
            return -1;
        }
    }
    return 0;
}

static int64_t most_taps(const pooling *q)
{
    const ct_pool *p = &q->p;
    if (q->way != BY_PLACES) {
        return q->way == BY_LINES ? p->kernel[2] : 0;
    }
    int64_t n[CT_POOL_DIMS], all = 1;
    for (int d = 0; d < CT_POOL_DIMS; d++) {
        n[d] = p->adaptive ? p->in[d] / p->over[d] + 2 : p->kernel[d];
        all = all < MOST_TAPS ? all * n[d] : all;
    }
    return all > MOST_TAPS || all < n[2] ? n[2] : all;
}

static int run_range(void *context, int64_t begin, int64_t end)
{
    const pooling *q = context;
    bool line = q->way == BY_LINES;
    int64_t n = line ? q->p.over[2] : q->channels, most = most_taps(q);
    size_t taps = (size_t)most * sizeof(ct_pool_tap);
    size_t room = (size_t)(n + 8) * 8;
    size_t across = (size_t)q->p.over[2] * sizeof(ct_pool_window);
    task k = {.q = q, .bytes = taps + 2 * room + across, .most = most};
    k.room = ct_alloc(k.bytes);
    if (!k.room) {
        return -1;
    }
    k.taps = (ct_pool_tap *)(void *)k.room;
    k.count = k.room + taps + room;
    k.l = (ct_pool_line){.taps = k.taps,
                         .step = line ? q->p.stride[2] : 1,
                         .at_step = line ? q->p.stride[2] : 0,
                         .room = k.room + taps,
                         .count = k.count,
                         .count_step = line ? 1 : 0};
    k.across = (ct_pool_window *)(void *)(k.count + room);
    for (int64_t i = 0; i < q->p.over[2]; i++) {
        k.across[i] = ct_pool_window_at(&q->p, 2, i);
    }
    int status = run_items(&k, begin, end);
    ct_free(k.room, k.bytes);
    return status;
}

/* Equal shares are windows like others. */
static void make_steady(ct_pool *p)
{
    for (int d = 0; d < CT_POOL_DIMS; d++) {
        if (!p->adaptive || p->over[d] == 0 || p->in[d] % p->over[d] != 0) {
            return;
        }
    }
    p->adaptive = false;
    for (int d = 0; d < CT_POOL_DIMS; d++) {
        p->kernel[d] = p->stride[d] = p->in[d] / p->over[d];
    }
}

static int run_pool(pooling *q)
{
    make_steady(&q->p);
    bool few = q->p.adaptive || q->p.over[2] < FEW || (!q->means && q->p.stride[2] > 2);
    q->way = q->channels > 1 ? BY_PLACES : few ? BY_WINDOWS : BY_LINES;
    if (q->way == BY_WINDOWS && ct_pool_volume(q->p.over) > 1 && ct_pool_turns(q)) {
        return ct_pool_turned(q);
    }
    int64_t taps = ct_pool_volume(q->p.kernel);
    if (q->p.adaptive) {
        taps = ct_pool_volume(q->p.in) / (ct_pool_volume(q->p.over) + 1) + 1;
    }
    int64_t rows = rows_of_item(q), each = rows * q->p.over[2] * q->channels;
    int64_t items = q->planes * q->p.over[0] * q->p.over[1] / rows;
    each = taps < INT64_MAX / 64 / (each + 1) ? each * taps / 4 + 1 : CT_GRAIN;
    return ct_parallel_for(items, ct_parallel_grain(each), run_range, q);
}

/* ---- operands ------------------------------------------------------------ */

/* As planes or images, those of x and y alike. */
static void lay(pooling *q, const ct_tensor *x, bool last)
{
    q->planes = q->channels = 1;
    for (int d = 0; d < x->ndim - q->p.dims; d++) {
        if (last && d == 1) {
            q->channels = x->shape[d];
        } else {
            q->planes *= x->shape[d];
        }
    }
}

static ct_dtype type_of(ct_dtype d, ct_pool_type *type)
{
    bool floats = ct_dtype_is_floating(d);
    *type = !floats ? CT_POOL_I64 : d == CT_DTYPE_F64 ? CT_POOL_F64 : CT_POOL_F32;
    return !floats ? CT_DTYPE_I64 : d == CT_DTYPE_F64 ? d : CT_DTYPE_F32;
}

int ct_pool_max_cpu(ct_call *c)
{
    ct_tensor *x = FIRST(c), *values = OUT(c, pool_max, values),
              *indices = OUT(c, pool_max, indices);
    ct_pool_type type;
    ct_dtype d = type_of((ct_dtype)x->dtype, &type);
    pooling q = {.p = ct_pool_of(c)};
    if (values->numel == 0) {
        return 0;
    }
    if (type == CT_POOL_F32 && ct_pool_volume(q.p.in) > INT32_MAX) {
        d = CT_DTYPE_F64; /* places are counted in integers as wide as values */
        type = CT_POOL_F64;
    }
    bool last = ct_images_last(x, d, q.p.dims) && ct_images_last(values, d, q.p.dims) &&
                ct_images_last(indices, CT_DTYPE_I64, q.p.dims);
    lay(&q, x, last);
    ct_plain p = {0};
    q.size = ct_dtype_size(d);
    q.x = ct_images_read(&p, x, d, last);
    q.y = ct_images_write(&p, values, d, last);
    q.places = ct_images_write(&p, indices, CT_DTYPE_I64, last);
    q.type = type;
    return ct_plain_end(&p, p.failed ? -1 : run_pool(&q));
}

/* pool_mean, or its transpose: x is what has the windows. */
static int run_mean(ct_call *c, bool back)
{
    ct_tensor *from = FIRST(c), *to = c->out[0];
    ct_dtype d = (ct_dtype)c->compute;
    pooling q = {.p = ct_pool_of(c), .means = true, .back = back};
    q.type = d == CT_DTYPE_F64 ? CT_POOL_F64 : CT_POOL_F32;
    q.size = ct_dtype_size(d);
    q.whole = ARG(c, pool_mean, count_include_pad).i;
    q.divisor = ARG(c, pool_mean, divisor).i;
    if (to->numel == 0) {
        return 0;
    }
    if (from->numel == 0) {
        return ct_tensor_fill(to, (char[16]){0});
    }
    bool last = ct_images_last(from, d, q.p.dims) && ct_images_last(to, d, q.p.dims);
    lay(&q, from, last);
    ct_plain p = {0};
    char *given = ct_images_read(&p, from, d, last),
         *made = ct_images_write(&p, to, d, last);
    q.x = back ? made : given;
    q.y = back ? given : made;
    return ct_plain_end(&p, p.failed ? -1 : run_pool(&q));
}

int ct_pool_mean_cpu(ct_call *c)
{
    return run_mean(c, false);
}

int ct_pool_spread_cpu(ct_call *c)
{
    return run_mean(c, true);
}
