/* conv_sums: what a convolution of float32 or float64 gives its weight, in register tiles:
 * a row of a tile is a place of the window and a channel, a column a filter, and the steps
 * are all places of a band of y, which is laid in panels of filters; x is read as it lies
 * or from an image (conv_image.h).
 *
 * A task adds up some images and some panels of filters: how they are cut depends on the
 * sizes alone, so that the number of threads does not change the bits of the result. */
#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "cpu/conv.h"
#include "cpu/conv_image.h"
#include "cpu/conv_kernels.h"
#include "cpu/copy.h"
#include "cpu/gemm_kernels.h"
#include "cpu/kernels.h"

#define BAND_BYTES ((int64_t)192 << 10)
#define SUMS_BYTES ((int64_t)8 << 20)
#define MOST_PARTS 8
#define WORK_PER_NS 50

typedef struct sums {
    const ct_conv_job *j;
    ct_conv_course course[CT_CONV_DIMS];
    bool wide; /* float64 */
    int64_t size, columns;
    int64_t channels, filters, panels; /* of a group */
    int64_t taps, rows, bands; /* of a band; of one place along the first dim */
    int64_t parts, shares; /* of the images; of the panels */
    char *made; /* parts x groups x panels of taps x channels x columns */
    int64_t each; /* elements of one part */
} sums;

/* ---- one band ------------------------------------------------------------ */

typedef struct band {
    const sums *q;
    int64_t group, from, to; /* panels of filters */
    ct_conv_band b;
    ct_conv_view v;
    int64_t *starts;
    const char *panel; /* y, in panels */
    char *made; /* of the group */
    bool add;
} band;

/* Rows of the result from tap (d, h, w) on, of all panels. */
static void run_rows(const band *k, int64_t tap, int64_t at, int64_t rows)
{
    const sums *q = k->q;
    int64_t places = k->b.rows * q->course[2].n;
    ct_conv_strip s = {.a = k->v.data + at * q->size,
                       .starts = k->starts,
                       .runs = k->b.rows,
                       .length = q->course[2].n,
                       .a_row = 1,
                       .a_step = k->v.column,
                       .rows = rows,
                       .add = k->add,
                       .ldc = q->columns};
    for (int64_t p = k->from; p < k->to; p++) {
        int64_t left = q->filters - p * q->columns;
        s.columns = left < q->columns ? left : q->columns;
        s.b = k->panel + (p - k->from) * places * q->columns * q->size;
        s.c = k->made + (p * q->taps + tap) * q->channels * q->columns * q->size;
        (*ct_cpu->conv).beside[q->wide](&s);
    }
}

static void run_band(band *k)
{
    const sums *q = k->q;
    const ct_conv_course *c = q->course;
    const int64_t *tap = k->v.tap;
    bool one = tap[2] == q->channels || c[2].taps == 1;
    int64_t across = one ? 1 : c[2].taps, t = 0;
    int64_t rows = q->channels * (one ? c[2].taps : 1);
    for (int64_t r = 0; r < k->b.rows; r++) {
        k->starts[r] = r * k->v.row;
    }
    for (int64_t d = 0; d < c[0].taps; d++) {
        for (int64_t h = 0; h < c[1].taps; h++) {
            for (int64_t w = 0; w < across; w++, t += one ? c[2].taps : 1) {
                run_rows(k, t, d * tap[0] + h * tap[1] + w * tap[2], rows);
            }
        }
    }
}

/* Rows of y that lie apart are laid one by one. */
static void lay_panels(const band *k, const ct_conv_place *y, const char *from,
                       char *to)
{
    const sums *q = k->q;
    const ct_gemm_packed *how = ct_cpu->gemm->packed[q->j->dtype];
    int64_t n = q->course[2].n, places = k->b.rows * n;
    bool whole = y->at[1] == n * y->at[2];
    for (int64_t p = k->from; p < k->to; p++) {
        int64_t left = q->filters - p * q->columns;
        int64_t columns = left < q->columns ? left : q->columns;
        const char *at = from + p * q->columns * y->channel * q->size;
        for (int64_t r = 0; r < (whole ? 1 : k->b.rows); r++) {
            how->pack_b(to + r * n * q->columns * q->size, at + r * y->at[1] * q->size,
                        y->channel, y->at[2], columns, whole ? places : n);
        }
        to += places * q->columns * q->size;
    }
}

/* ---- tasks --------------------------------------------------------------- */

typedef struct rooms { /* of a task */
    size_t bytes;
    char *all, *image, *panel;
} rooms;

static int rooms_make(const sums *q, const band *k, rooms *r)
{
    size_t starts = (size_t)(q->rows + 8) / 8 * 64;
    size_t panel =
        (size_t)((k->to - k->from) * q->rows * q->course[2].n * q->columns * q->size);
    size_t image = (size_t)(ct_conv_image_elements(&k->b, q->rows) * q->size);
    r->bytes = starts + panel + image;
    r->all = ct_alloc(r->bytes);
    r->panel = r->all ? r->all + starts : NULL;
    r->image = r->all ? r->panel + panel : NULL;
    return r->all ? 0 : -1;
}

static void run_image(band *k, const rooms *r, int64_t image)
{
    const sums *q = k->q;
    ct_conv_place x = q->j->x, y = q->j->y;
    x.data += (image * x.image + k->group * q->channels * x.channel) * q->size;
    y.data += (image * y.image + k->group * q->filters * y.channel) * q->size;
    for (int64_t i = 0; i < q->course[0].n * q->bands; i++) {
        k->b.depth = i / q->bands;
        k->b.row = i % q->bands * q->rows;
        int64_t left = q->course[1].n - k->b.row;
        k->b.rows = left < q->rows ? left : q->rows;
        k->v = ct_conv_view_make(&k->b, &x, r->image);
        int64_t at = k->b.depth * y.at[0] + k->b.row * y.at[1];
        lay_panels(k, &y, y.data + at * q->size, r->panel);
        k->panel = r->panel;
        run_band(k);
        k->add = true;
    }
}

/* Where part i of n begins, of `parts`. */
static int64_t begin_of(int64_t n, int64_t parts, int64_t i)
{
    return n * i / parts;
}

static int run_task(const sums *q, int64_t i)
{
    int64_t share = i % q->shares, group = i / q->shares % q->j->size.groups;
    int64_t part = i / q->shares / q->j->size.groups, n = q->j->size.n;
    band k = {.q = q, .group = group};
    k.from = begin_of(q->panels, q->shares, share);
    k.to = begin_of(q->panels, q->shares, share + 1);
    k.b = (ct_conv_band){.course = q->course, .size = q->size, .channels = q->channels};
    k.made = q->made + (part * q->j->size.groups + group) *
                           (q->each / q->j->size.groups) * q->size;
    rooms r;
    if (rooms_make(q, &k, &r) < 0) {
        return -1;
    }
    k.starts = (int64_t *)(void *)r.all;
    int status = 0;
    for (int64_t m = begin_of(n, q->parts, part);
         m < begin_of(n, q->parts, part + 1) && status == 0; m++) {
        run_image(&k, &r, m);
        status = ct_parallel_poll();
    }
    ct_free(r.all, r.bytes);
    return status;
}

static int run_tasks(void *context, int64_t begin, int64_t end)
{
    for (int64_t i = begin; i < end; i++) {
        if (run_task(context, i) < 0) {
            return -1;
        }
    }
    return 0;
}

/* ---- the whole ----------------------------------------------------------- */

/* All parts' sums of n elements from `at` on, in the first one. */
#define ADD_UP(T)                            \
    for (int64_t p = 1; p < q->parts; p++) { \
        T *to = (T *)(void *)q->made + at;   \
        for (int64_t i = 0; i < n; i++) {    \
            to[i] += to[p * q->each + i];    \
        }                                    \
    }

static void add_up(const sums *q, int64_t at, int64_t n)
{
    if (q->wide) {
        ADD_UP(double)
    } else {
        ADD_UP(float)
    }
}

/* A filter's sums, (taps, channels), become (channels, taps). */
static void give_filter(const sums *q, const char *from, int64_t filter)
{
    const ct_conv_place *w = &q->j->w;
    int64_t size = q->size, n = q->channels * q->taps;
    char *to = w->data + filter * w->image * size;
    if (w->channel == 1 || q->taps == 1) {
        memcpy(to, from, (size_t)(n * size));
        return;
    }
    ct_transpose(size, to, q->taps * size, from, q->channels * size, q->channels,
                 q->taps);
}

/* From panels, of all groups, to filters, which are whole in memory. */
static int give(void *context, int64_t begin, int64_t end)
{
    const sums *q = context;
    int64_t n = q->channels * q->taps, size = q->size;
    size_t bytes = (size_t)(q->columns * n * size);
    char *room = ct_alloc(bytes);
    if (!room) {
        return -1;
    }
    for (int64_t i = begin; i < end; i++) {
        int64_t group = i / q->panels, first = i % q->panels * q->columns;
        int64_t left = q->filters - first;
        int64_t columns = left < q->columns ? left : q->columns;
        int64_t at = i * n * q->columns;
        add_up(q, at, n * q->columns);
        ct_transpose(size, room, n * size, q->made + at * size, q->columns * size,
                     columns, n);
        for (int64_t f = 0; f < columns; f++) {
            give_filter(q, room + f * n * size, group * q->filters + first + f);
        }
    }
    ct_free(room, bytes);
    return 0;
}

static void cut(sums *q)
{
    const ct_conv_size *s = &q->j->size;
    ct_conv_band b = {.course = q->course, .size = q->size, .channels = q->channels};
    int64_t line = q->panels * q->course[2].n * q->columns * q->size;
    int64_t most = BAND_BYTES / line + 1;
    most = most < q->course[1].n ? most : q->course[1].n;
    q->rows = ct_conv_band_rows(&b, most, BAND_BYTES);
    q->bands = (q->course[1].n + q->rows - 1) / q->rows;
    q->each = s->groups * q->panels * q->taps * q->channels * q->columns;
    int64_t parts = SUMS_BYTES / (q->each * q->size) + 1;
    parts = parts < MOST_PARTS ? parts : MOST_PARTS;
    q->parts = parts < s->n ? parts : s->n;
    q->shares = q->parts * s->groups >= 4 ? 1 : q->panels < 4 ? q->panels : 4;
}

int ct_conv_by_sums(const ct_conv_job *j)
{
    const ct_conv_size *s = &j->size;
    sums q = {
        .j = j, .wide = j->dtype == CT_DTYPE_F64, .size = ct_dtype_size(j->dtype)};
    for (int d = 0; d < CT_CONV_DIMS; d++) {
        q.course[d] = ct_conv_course_forth(s, d);
        q.course[d].n = s->out[d];
    }
    q.columns = (*ct_cpu->conv).columns[q.wide];
    q.channels = s->channels / s->groups;
    q.filters = s->filters / s->groups;
    q.panels = (q.filters + q.columns - 1) / q.columns;
    q.taps = ct_conv_volume(s->kernel);
    cut(&q);
    size_t bytes = (size_t)(q.parts * q.each * q.size);
    q.made = ct_alloc(bytes);
    if (!q.made) {
        return -1;
    }
    double work = (double)s->n * (double)ct_conv_volume(s->out) * (double)q.taps *
                  (double)q.channels * (double)s->filters;
    int64_t tasks = q.parts * s->groups * q.shares;
    int status = ct_parallel_tasks(
        tasks, (int64_t)(work / (double)tasks / WORK_PER_NS) + 1, run_tasks, &q);
    if (status == 0) {
        int64_t each = (q.parts + 2) * q.channels * q.taps * q.columns;
        status =
            ct_parallel_for(s->groups * q.panels, ct_parallel_grain(each), give, &q);
    }
    ct_free(q.made, bytes);
    return status;
}
