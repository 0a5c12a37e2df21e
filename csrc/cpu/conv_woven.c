/* conv_woven: the transpose of a convolution with a stride, where few channels come out:
 * those of all remainders of the stride (conv_image.h) are columns of one tile. All read
 * the same places of the source, with weights of 0 where one of them does not.
 *
 * NOTE [Lanes] Remainder by remainder, three channels of a 7x7 window with stride 2 fill
 * 3 lanes of a vector through 49 taps; woven they fill 12 through 16.
 *
 * NOTE [Weights of 0] Times infinity they are NaN where nothing of it belongs. So when
 * some result is not finite, all are made anew, remainder by remainder. */
#include <stdatomic.h>
#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "cpu/conv.h"
#include "cpu/conv_image.h"
#include "cpu/conv_kernels.h"
#include "cpu/kernels.h"

#define IMAGE_BYTES ((int64_t)256 << 10)
#define PANEL_BYTES ((int64_t)512 << 10) /* most of a group's weights */
#define MOST_FILTERS ((int64_t)1 << 30)
#define WORK_PER_NS 50

typedef struct woven {
    const ct_conv_job *j;
    ct_conv_course c[CT_CONV_DIMS]; /* all remainders' */
    bool wide; /* float64 */
    int64_t size, columns;
    int64_t sources, results; /* channels of a group */
    int64_t courses, taps;
    int64_t rows, bands; /* of a band; of one place along the first dim */
    char *weights; /* groups x taps x sources x columns */
    char *first; /* groups x columns; NULL: 0 */
    _Atomic int *unusual; /* a result is not finite */
} woven;

/* ---- courses ------------------------------------------------------------- */

/* Of dim d, from the first tap that a remainder has to the last. */
static ct_conv_course merged(const ct_conv_size *s, int d)
{
    ct_conv_course all = ct_conv_course_back(s, d, 0);
    int64_t end = all.offset + all.taps;
    for (int64_t rest = 1; rest < ct_conv_courses(s, d); rest++) {
        ct_conv_course c = ct_conv_course_back(s, d, rest);
        all.offset = c.offset < all.offset ? c.offset : all.offset;
        end = c.offset + c.taps > end ? c.offset + c.taps : end;
    }
    all.taps = end - all.offset;
    return all;
}

/* Those of remainder i, counted through all dims. */
static void find_courses(const ct_conv_size *s, int64_t i, ct_conv_course *c)
{
    for (int d = CT_CONV_DIMS - 1; d >= 0; d--) {
        int64_t n = ct_conv_courses(s, d);
        c[d] = ct_conv_course_back(s, d, i % n);
        i /= n;
    }
}

static int64_t vectors(int64_t lanes, int64_t columns)
{
    return (2 * lanes + columns - 1) / columns;
}

/* Every remainder has taps, all fit into one tile, and that has a third less to do. */
bool ct_conv_can_weave(const ct_conv_job *j)
{
    const ct_conv_size *s = &j->size;
    int64_t columns = (*ct_cpu->conv).columns[j->dtype == CT_DTYPE_F64];
    int64_t results = s->channels / s->groups, sources = s->filters / s->groups;
    int64_t courses = 1, taps = 1;
    if (j->way != CT_CONV_X || s->filters > MOST_FILTERS || results > columns) {
        return false;
    }
    for (int d = 0; d < CT_CONV_DIMS; d++) {
        int64_t stride = s->stride[d];
        if (s->dilation[d] > 1 || s->kernel[d] < stride || s->in[d] < stride) {
            return false;
        }
        courses *= stride < columns + 1 ? stride : columns + 1;
        taps *= courses <= columns ? merged(s, d).taps : 1;
        if (courses * results > columns) {
            return false;
        }
    }
    return courses > 1 && taps <= PANEL_BYTES &&
           taps * sources * columns * ct_dtype_size(j->dtype) <= PANEL_BYTES &&
           3 * taps * vectors(courses * results, columns) <=
               2 * ct_conv_volume(s->kernel) * vectors(results, columns);
}

/* ---- weights ------------------------------------------------------------- */

/* Of one group and one place of all windows: remainder i has tap `at` of the merged ones
 * there, or none. */
static void lay_tap(const woven *q, int64_t group, int64_t i, const int64_t *at,
                    char *to)
{
    const ct_conv_place *w = &q->j->w;
    ct_conv_course c[CT_CONV_DIMS];
    find_courses(&q->j->size, i, c);
    int64_t place = group * q->sources * w->image;
    for (int d = 0; d < CT_CONV_DIMS; d++) {
        int64_t tap = at[d] + q->c[d].offset - c[d].offset;
        if (tap < 0 || tap >= c[d].taps) {
            return;
        }
        place += (c[d].tap + tap * c[d].next) * w->at[d];
    }
    for (int64_t f = 0; f < q->sources; f++) {
        for (int64_t r = 0; r < q->results; r++) {
            memcpy(to + (f * q->columns + i * q->results + r) * q->size,
                   w->data + (place + f * w->image + r * w->channel) * q->size,
                   (size_t)q->size);
        }
    }
}

static void lay_weights(const woven *q)
{
    int64_t each = q->sources * q->columns * q->size;
    for (int64_t g = 0; g < q->j->size.groups; g++) {
        for (int64_t t = 0; t < q->taps; t++) {
            int64_t at[] = {t / q->c[2].taps / q->c[1].taps,
                            t / q->c[2].taps % q->c[1].taps, t % q->c[2].taps};
            for (int64_t i = 0; i < q->courses; i++) {
                lay_tap(q, g, i, at, q->weights + (g * q->taps + t) * each);
            }
        }
    }
}

static void lay_bias(const woven *q)
{
    int64_t bytes = q->results * q->size;
    for (int64_t i = 0; i < q->j->size.groups * q->courses; i++) {
        int64_t group = i / q->courses, at = i % q->courses * bytes;
        memcpy(q->first + group * q->columns * q->size + at, q->j->bias + group * bytes,
               (size_t)bytes);
    }
}

/* ---- one band ------------------------------------------------------------ */

typedef struct band {
    int64_t image, group;
    ct_conv_band b;
    int64_t *starts;
    char *source, *made; /* room */
} band;

static void run_rows(const woven *q, const band *k)
{
    const ct_conv_course *c = q->c;
    ct_conv_place y = q->j->y;
    y.data += (k->image * y.image + k->group * q->sources * y.channel) * q->size;
    ct_conv_view v = ct_conv_view_make(&k->b, &y, k->source);
    int64_t runs = 0, panel = q->taps * q->sources * q->columns * q->size;
    for (int64_t t = 0; t < q->taps; t++) {
        k->starts[runs++] = t / c[2].taps / c[1].taps * v.tap[0] +
                            t / c[2].taps % c[1].taps * v.tap[1] +
                            t % c[2].taps * v.tap[2];
    }
    ct_conv_strip s = {.starts = k->starts,
                       .runs = runs,
                       .length = q->sources,
                       .a_row = v.column,
                       .a_step = 1,
                       .b = q->weights + k->group * panel,
                       .rows = c[2].n,
                       .columns = q->courses * q->results,
                       .ldc = q->courses * q->results};
    s.first = q->first ? q->first + k->group * q->columns * q->size : NULL;
    for (int64_t r = 0; r < k->b.rows; r++) {
        s.a = v.data + r * v.row * q->size;
        s.c = k->made + r * s.rows * s.ldc * q->size;
        (*ct_cpu->conv).apart[q->wide](&s);
    }
}

/* Remainder i's lines of the result, channel by channel. */
static void take_course(const woven *q, const band *k, int64_t i)
{
    const ct_conv_place *x = &q->j->x;
    ct_conv_course c[CT_CONV_DIMS];
    find_courses(&q->j->size, i, c);
    int64_t each = q->courses * q->results * q->size, line = q->c[2].n * each;
    int64_t at = k->image * x->image + k->group * q->results * x->channel;
    at += (c[0].first + k->b.depth * c[0].every) * x->at[0] + c[2].first * x->at[2];
    if (k->b.depth >= c[0].n) {
        return;
    }
    for (int64_t r = 0; r < k->b.rows && k->b.row + r < c[1].n; r++) {
        int64_t row = at + (c[1].first + (k->b.row + r) * c[1].every) * x->at[1];
        for (int64_t m = 0; m < q->results; m++) {
            ct_cpu->cast->copy[q->wide ? 3 : 2](
                x->data + (row + m * x->channel) * q->size,
                c[2].every * x->at[2] * q->size,
                k->made + r * line + (i * q->results + m) * q->size, each, c[2].n);
        }
    }
}

#define IS_FINITE(T, exponent)                                                      \
    for (int64_t i = 0; i < n; i++) {                                               \
        unusual |= (((const T *)(const void *)made)[i] & (exponent)) == (exponent); \
    }

/* Are these n results all finite? */
static bool all_finite(const woven *q, const char *made, int64_t n)
{
    bool unusual = false;
    if (q->wide) {
        IS_FINITE(uint64_t, (uint64_t)0x7ff << 52)
    } else {
        IS_FINITE(uint32_t, (uint32_t)0xff << 23)
    }
    return !unusual;
}

/* ---- tasks --------------------------------------------------------------- */

/* Task i: a band, made and taken apart. */
static void run_band(const woven *q, band *k, int64_t i)
{
    int64_t at = i / q->bands;
    k->b.depth = at % q->c[0].n;
    k->group = at / q->c[0].n % q->j->size.groups;
    k->image = at / q->c[0].n / q->j->size.groups;
    k->b.row = i % q->bands * q->rows;
    int64_t left = q->c[1].n - k->b.row;
    k->b.rows = left < q->rows ? left : q->rows;
    run_rows(q, k);
    if (!all_finite(q, k->made, k->b.rows * q->c[2].n * q->courses * q->results)) {
        atomic_store(q->unusual, 1);
    }
    for (int64_t m = 0; m < q->courses; m++) {
        take_course(q, k, m);
    }
}

static int run_tasks(void *context, int64_t begin, int64_t end)
{
    const woven *q = context;
    band k = {.b = {.course = q->c, .size = q->size, .channels = q->sources}};
    int64_t starts = (q->taps + 7) / 8 * 64;
    int64_t image = (ct_conv_image_elements(&k.b, q->rows) * q->size + 63) / 64 * 64;
    int64_t made = q->rows * q->c[2].n * q->courses * q->results * q->size;
    char *room = ct_alloc((size_t)(starts + image + made));
    if (!room) {
        return -1;
    }
    k.starts = (int64_t *)(void *)room;
    k.source = room + starts;
    k.made = k.source + image;
    int status = 0;
    for (int64_t i = begin; i < end && status == 0 && !atomic_load(q->unusual); i++) {
        run_band(q, &k, i);
        status = ct_parallel_poll();
    }
    ct_free(room, (size_t)(starts + image + made));
    return status;
}

static int run_all(woven *q)
{
    const ct_conv_size *s = &q->j->size;
    ct_conv_band b = {.course = q->c, .size = q->size, .channels = q->sources};
    lay_weights(q);
    if (q->first) {
        lay_bias(q);
    }
    q->rows = ct_conv_band_rows(&b, q->c[1].n, IMAGE_BYTES);
    q->bands = (q->c[1].n + q->rows - 1) / q->rows;
    int64_t tasks = s->n * s->groups * q->c[0].n * q->bands;
    double each = (double)(q->rows * q->c[2].n * q->taps * q->sources * q->columns);
    return ct_parallel_tasks(tasks, (int64_t)(each / WORK_PER_NS) + 1, run_tasks, q);
}

int ct_conv_by_weaving(const ct_conv_job *j)
{
    const ct_conv_size *s = &j->size;
    woven q = {.j = j, .wide = j->dtype == CT_DTYPE_F64, .courses = 1, .taps = 1};
    q.size = ct_dtype_size(j->dtype);
    q.columns = (*ct_cpu->conv).columns[q.wide];
    q.sources = s->filters / s->groups;
    q.results = s->channels / s->groups;
    for (int d = 0; d < CT_CONV_DIMS; d++) {
        q.c[d] = merged(s, d);
        q.courses *= ct_conv_courses(s, d);
        q.taps *= q.c[d].taps;
    }
    size_t weights = (size_t)(s->groups * q.taps * q.sources * q.columns * q.size);
    size_t first = j->bias ? (size_t)(s->groups * q.columns * q.size) : 0;
    q.weights = ct_alloc_zeroed(weights + first);
    if (!q.weights) {
        return -1;
    }
    _Atomic int unusual = 0;
    q.unusual = &unusual;
    q.first = first ? q.weights + weights : NULL;
    int status = run_all(&q);
    ct_free(q.weights, weights + first);
    return status < 0 ? -1 : unusual;
}
