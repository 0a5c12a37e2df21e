/* conv_depthwise: convolutions of float32 or float64 whose groups have one channel and one
 * filter each, of tensors with their channels side by side: line by line, from memory as
 * it lies, lanes being channels. At the edges a line falls into places whose taps are not
 * all inside, one by one, and the others. */
#include <string.h>

#include "core/alloc.h"
#include "core/integer.h"
#include "core/parallel.h"
#include "cpu/conv.h"
#include "cpu/conv_image.h"
#include "cpu/conv_kernels.h"
#include "cpu/kernels.h"

#define MOST_PARTS 8
#define WORK_PER_NS 8

typedef struct depthwise {
    const ct_conv_job *j;
    bool wide, back; /* float64; the transpose */
    int64_t size, taps; /* taps of the window */
    ct_conv_place from, to; /* of the weight's gradient: x and y */
    char *w; /* (taps, filters) */
    int64_t parts, lines; /* of a gradient of the weight: images; of one image */
} depthwise;

typedef struct span { /* of taps that are inside of the source */
    int64_t first, end;
} span;

/* Taps listed from place 0 of a line on, as most lines have the same. */
typedef struct list {
    bool made;
    span spans[CT_CONV_DIMS];
    int64_t taps, *offsets, *places;
} list;

enum { BEFORE, WHOLE, BEHIND, LISTS }; /* parts of a line */

typedef struct lines { /* a task's */
    const depthwise *q;
    const ct_conv_course *course;
    ct_conv_line l;
    list lists[LISTS];
    char *room;
    size_t bytes;
} lines;

/* ---- taps ---------------------------------------------------------------- */

static span inside(const ct_conv_course *c, int64_t t)
{
    int64_t low = t * c->step + c->offset;
    span s = {0, c->taps};
    if (low < 0) {
        s.first = (-low + c->apart - 1) / c->apart;
    }
    int64_t room = c->size - low;
    if (room < (c->taps - 1) * c->apart + 1) {
        s.end = room > 0 ? (room - 1) / c->apart + 1 : 0;
    }
    s.first = s.first < s.end ? s.first : s.end;
    return s;
}

/* The places of the last dim that have all their taps. */
static span whole(const ct_conv_course *c)
{
    int64_t low = c->offset < 0 ? ct_ceil_div(-c->offset, c->step) : 0;
    int64_t left = c->size - 1 - c->offset - (c->taps - 1) * c->apart;
    int64_t end = left < 0 ? 0 : left / c->step + 1;
    end = end < c->n ? end : c->n;
    low = low < c->n ? low : c->n;
    return (span){low, end > low ? end : low};
}

static bool same_span(span a, span b)
{
    return a.first == b.first && a.end == b.end;
}

/* Lists the taps of these spans, from the first tap of place 0 of the line on. */
static void make_list(const lines *k, list *s)
{
    const depthwise *q = k->q;
    const ct_conv_course *c = k->course;
    const int64_t *at = q->from.at, *kernel = q->j->size.kernel;
    int64_t n = 0;
    for (int64_t i = s->spans[0].first; i < s->spans[0].end; i++) {
        for (int64_t m = s->spans[1].first; m < s->spans[1].end; m++) {
            for (int64_t w = s->spans[2].first; w < s->spans[2].end; w++, n++) {
                int64_t tap = (c[0].tap + i * c[0].next) * kernel[1];
                tap = (tap + c[1].tap + m * c[1].next) * kernel[2];
                tap += c[2].tap + w * c[2].next;
                s->places[n] = tap * q->j->size.filters;
                s->offsets[n] = i * c[0].apart * at[0] + m * c[1].apart * at[1] +
                                w * c[2].apart * at[2];
            }
        }
    }
    s->taps = n;
    s->made = true;
}

static void take_list(lines *k, int part, span depth, span row, span across)
{
    list *s = k->lists + part;
    bool same = s->made && same_span(s->spans[0], depth) &&
                same_span(s->spans[1], row) && same_span(s->spans[2], across);
    if (!same) {
        s->spans[0] = depth, s->spans[1] = row, s->spans[2] = across;
        make_list(k, s);
    }
    k->l.taps = s->taps;
    k->l.offsets = s->offsets;
    k->l.places = s->places;
}

static void forget_lists(lines *k)
{
    for (int i = 0; i < LISTS; i++) {
        k->lists[i].made = false;
    }
}

/* ---- one line ------------------------------------------------------------ */

static void run_part(lines *k, const char *x, char *y, int64_t t, int64_t n)
{
    const depthwise *q = k->q;
    const ct_conv_kernels *all = ct_cpu->conv;
    ct_conv_line *l = &k->l;
    l->n = n;
    l->x = x + t * l->step * q->size;
    l->y = y + t * l->y_step * q->size;
    if (q->j->way == CT_CONV_W) {
        all->line_sums[q->wide](l);
    } else {
        all->line[q->wide](l);
    }
}

/* Of place 0 of the image's channel at x and y. */
static void run_line(lines *k, const char *x, char *y, int64_t depth, int64_t row)
{
    const depthwise *q = k->q;
    const ct_conv_course *c = k->course + 2;
    const ct_conv_course *d = k->course, *h = k->course + 1;
    span all = whole(c), down = inside(d, depth), along = inside(h, row);
    x += ((depth * d->step + d->offset) * q->from.at[0] +
          (row * h->step + h->offset) * q->from.at[1] + c->offset * q->from.at[2]) *
         q->size;
    k->l.step = c->step * q->from.at[2];
    k->l.y_step = c->every * q->to.at[2];
    for (int64_t t = 0; t < c->n; t++) {
        if (t == all.first && all.end > t) {
            take_list(k, WHOLE, down, along, (span){0, c->taps});
            run_part(k, x, y, t, all.end - t);
            t = all.end - 1;
        } else {
            take_list(k, t < all.first ? BEFORE : BEHIND, down, along, inside(c, t));
            run_part(k, x, y, t, 1);
        }
    }
}

/* The line of the result that a course has at (depth, row). */
static char *line_at(const lines *k, char *plane, int64_t depth, int64_t row)
{
    const ct_conv_course *c = k->course;
    const int64_t *at = k->q->to.at;
    return plane + ((c[0].first + depth * c[0].every) * at[0] +
                    (c[1].first + row * c[1].every) * at[1] + c[2].first * at[2]) *
                       k->q->size;
}

/* ---- tasks --------------------------------------------------------------- */

/* One course of the result: all of the transpose's remainders are run one by one. */
static void find_course(const depthwise *q, int64_t i, ct_conv_course *c)
{
    for (int d = CT_CONV_DIMS - 1; d >= 0; d--) {
        int64_t n = q->back ? ct_conv_courses(&q->j->size, d) : 1;
        c[d] = q->back ? ct_conv_course_back(&q->j->size, d, i % n)
                       : ct_conv_course_forth(&q->j->size, d);
        i /= n;
    }
}

static int64_t count_courses(const depthwise *q)
{
    int64_t n = 1;
    for (int d = 0; d < CT_CONV_DIMS && q->back; d++) {
        n *= ct_conv_courses(&q->j->size, d);
    }
    return n;
}

/* Room for the lists of taps. */
static int lists_make(lines *k)
{
    const depthwise *q = k->q;
    k->bytes = (size_t)(q->taps * 2 * LISTS + 8) / 8 * 64;
    k->room = ct_alloc(k->bytes);
    if (!k->room) {
        return -1;
    }
    for (int i = 0; i < LISTS; i++) {
        k->lists[i].offsets = (int64_t *)(void *)k->room + 2 * i * q->taps;
        k->lists[i].places = k->lists[i].offsets + q->taps;
    }
    forget_lists(k);
    return 0;
}

/* All lines of an image, where they are edges and all; y is where image and channel begin. */
static void run_course(lines *k, char *x, char *y)
{
    const ct_conv_course *c = k->course;
    for (int64_t d = 0; d < c[0].n; d++) {
        for (int64_t r = 0; r < c[1].n; r++) {
            run_line(k, x, line_at(k, y, d, r), d, r);
        }
    }
}

/* Part `part` of the lines of a course of an image. */
static void run_lines(lines *k, int64_t image, int64_t part)
{
    const depthwise *q = k->q;
    const ct_conv_course *c = k->course;
    const char *x = q->from.data + image * q->from.image * q->size;
    char *y = q->to.data + image * q->to.image * q->size;
    int64_t all = c[0].n * c[1].n;
    for (int64_t r = all * part / q->lines; r < all * (part + 1) / q->lines; r++) {
        char *to = line_at(k, y, r / c[1].n, r % c[1].n);
        run_line(k, x, to, r / c[1].n, r % c[1].n);
    }
}

static int run_result_tasks(void *context, int64_t begin, int64_t end)
{
    const depthwise *q = context;
    ct_conv_course c[CT_CONV_DIMS];
    lines k = {.q = q, .course = c, .l = {.channels = q->j->size.channels}};
    int64_t courses = count_courses(q);
    if (lists_make(&k) < 0) {
        return -1;
    }
    k.l.w = q->w;
    k.l.first = q->j->bias;
    int status = 0;
    for (int64_t i = begin; i < end && status == 0; i++) {
        for (int64_t m = 0; m < courses; m++) {
            find_course(q, m, c);
            forget_lists(&k);
            run_lines(&k, i / q->lines, i % q->lines);
        }
        status = ct_parallel_poll();
    }
    ct_free(k.room, k.bytes);
    return status;
}

/* ---- the weight's gradient ----------------------------------------------- */

/* Part i of the images. */
static int run_sums(void *context, int64_t begin, int64_t end)
{
    const depthwise *q = context;
    const ct_conv_size *s = &q->j->size;
    ct_conv_course c[CT_CONV_DIMS];
    lines k = {.q = q, .course = c, .l = {.channels = s->channels}};
    find_course(q, 0, c);
    if (lists_make(&k) < 0) {
        return -1;
    }
    int status = 0;
    for (int64_t i = begin; i < end && status == 0; i++) {
        k.l.w = q->w + i * q->taps * s->filters * q->size;
        for (int64_t n = s->n * i / q->parts;
             n < s->n * (i + 1) / q->parts && status == 0; n++) {
            run_course(&k, q->from.data + n * q->from.image * q->size,
                       q->to.data + n * q->to.image * q->size);
            status = ct_parallel_poll();
        }
    }
    ct_free(k.room, k.bytes);
    return status;
}

/* (taps, filters) of all parts, one after the other, added and turned. */
#define TAKE(T)                                                              \
    for (int64_t f = 0; f < filters; f++) {                                  \
        for (int64_t t = 0; t < q->taps; t++) {                              \
            const T *from = (const T *)(const void *)q->w + t * filters + f; \
            T sum = 0;                                                       \
            for (int64_t p = 0; p < q->parts; p++) {                         \
                sum += from[p * q->taps * filters];                          \
            }                                                                \
            ((T *)(void *)to)[f * q->taps + t] = sum;                        \
        }                                                                    \
    }

static void take_sums(const depthwise *q, char *to)
{
    int64_t filters = q->j->size.filters;
    if (q->wide) {
        TAKE(double)
    } else {
        TAKE(float)
    }
}

static int run_weight(depthwise *q, int64_t ns)
{
    const ct_conv_size *s = &q->j->size;
    size_t bytes = (size_t)(s->filters * q->taps * q->size);
    q->parts = s->n < MOST_PARTS ? s->n : MOST_PARTS;
    q->w = ct_alloc_zeroed(bytes * (size_t)q->parts);
    if (!q->w) {
        return -1;
    }
    int status = ct_parallel_tasks(q->parts, ns / q->parts + 1, run_sums, q);
    if (status == 0) {
        take_sums(q, q->j->w.data);
    }
    ct_free(q->w, bytes * (size_t)q->parts);
    return status;
}

/* ---- the whole ----------------------------------------------------------- */

static int run_result(depthwise *q, int64_t ns)
{
    const ct_conv_size *s = &q->j->size;
    size_t bytes = (size_t)(s->filters * q->taps * q->size);
    q->w = ct_alloc(bytes);
    if (!q->w) {
        return -1;
    }
    for (int64_t t = 0; t < q->taps; t++) {
        for (int64_t f = 0; f < s->filters; f++) {
            memcpy(q->w + (t * s->filters + f) * q->size,
                   q->j->w.data + (f * q->taps + t) * q->size, (size_t)q->size);
        }
    }
    q->lines = s->n < MOST_PARTS ? MOST_PARTS : 1;
    int64_t tasks = s->n * q->lines;
    int status = ct_parallel_tasks(tasks, ns / tasks + 1, run_result_tasks, q);
    ct_free(q->w, bytes);
    return status;
}

int ct_conv_by_lines(const ct_conv_job *j)
{
    const ct_conv_size *s = &j->size;
    depthwise q = {.j = j,
                   .wide = j->dtype == CT_DTYPE_F64,
                   .back = j->way == CT_CONV_X,
                   .size = ct_dtype_size(j->dtype),
                   .taps = ct_conv_volume(s->kernel)};
    q.from = q.back ? j->y : j->x;
    q.to = q.back ? j->x : j->y;
    double work = (double)s->n * (double)ct_conv_volume(s->out) * (double)q.taps *
                  (double)s->filters / WORK_PER_NS;
    int64_t ns = work < 1e15 ? (int64_t)work + 1 : (int64_t)1e15;
    return j->way == CT_CONV_W ? run_weight(&q, ns) : run_result(&q, ns);
}
