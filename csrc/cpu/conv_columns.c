/* conv_columns: convolutions as matrix products, a block of windows at a time: those of
 * one image and group as the columns of a matrix, whose rows are the places in a window.
 *
 * Of the transpose a column is what one place of x is summed of: for each place in the
 * window, the element of y whose window has it there, 0 where there is none. */
#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "cpu/conv.h"
#include "cpu/gemm.h"

#define BLOCK_BYTES ((int64_t)1 << 20)

/* Along one dim, column i takes the element (i * step + first) / every of `size`, if that
 * is whole and there is one. */
typedef struct line {
    int64_t step, first, every, size;
} line;

/* What the columns are made of: planes of `from`, rows of which are places. */
typedef struct columns {
    const ct_conv_size *s;
    bool back;
    int64_t size; /* of an element */
    const char *from; /* the first plane */
    int64_t planes;
    const int64_t *in, *over; /* dims of a plane, and of what the columns stand for */
} columns;

static line line_of(const columns *q, int d, int64_t at)
{
    const ct_conv_size *s = q->s;
    int64_t place = at * s->dilation[d] - s->pad[d];
    return q->back ? (line){1, -place, s->stride[d], q->in[d]}
                   : (line){s->stride[d], place, 1, q->in[d]};
}

/* -1: there is none */
static int64_t place(line l, int64_t i)
{
    int64_t at = i * l.step + l.first;
    return at < 0 || at % l.every != 0 || at / l.every >= l.size ? -1 : at / l.every;
}

/* Columns w .. w + n of one line. */
static void fill_line(char *to, const char *from, line l, int64_t w, int64_t n,
                      int64_t size)
{
    for (int64_t i = 0; i < n; i++, to += size) {
        int64_t at = place(l, w + i);
        if (at < 0) {
            memset(to, 0, (size_t)size);
        } else {
            memcpy(to, from + at * size, (size_t)size);
        }
    }
}

/* One row: columns first .. first + n, counted through all lines. */
static void fill_row(const columns *q, char *to, const char *plane, const line *l,
                     int64_t first, int64_t n)
{
    while (n > 0) {
        int64_t w = first % q->over[2], row = first / q->over[2];
        int64_t part = q->over[2] - w < n ? q->over[2] - w : n;
        int64_t d = place(l[0], row / q->over[1]), h = place(l[1], row % q->over[1]);
        if (d < 0 || h < 0) {
            memset(to, 0, (size_t)(part * q->size));
        } else {
            const char *at = plane + (d * q->in[1] + h) * q->in[2] * q->size;
            fill_line(to, at, l[2], w, part, q->size);
        }
        to += part * q->size;
        first += part;
        n -= part;
    }
}

static void fill_columns(const columns *q, char *to, int64_t first, int64_t n)
{
    const int64_t *k = q->s->kernel;
    int64_t plane = ct_conv_volume(q->in) * q->size;
    for (int64_t c = 0; c < q->planes; c++) {
        for (int64_t t = 0; t < ct_conv_volume(k); t++, to += n * q->size) {
            line l[] = {line_of(q, 0, t / (k[1] * k[2])),
                        line_of(q, 1, t / k[2] % k[1]), line_of(q, 2, t % k[2])};
            fill_row(q, to, q->from + c * plane, l, first, n);
        }
    }
}

/* ---- products ------------------------------------------------------------ */

typedef struct work {
    const ct_conv_job *j;
    bool add;
    columns q;
    int64_t size, block; /* of an element; columns at once */
    int64_t rows; /* of the matrix of columns */
    char *room;
    size_t bytes;
    char *weight; /* of the transpose: (groups, channels, filters, window) */
    size_t weight_bytes;
} work;

/* filters x channels x window becomes channels x filters x window, in each group. */
static void turn_weight(work *k)
{
    const ct_conv_size *s = &k->j->size;
    int64_t c = s->channels / s->groups, f = s->filters / s->groups;
    int64_t each = ct_conv_volume(s->kernel) * k->size;
    for (int64_t i = 0; i < s->filters; i++) {
        for (int64_t h = 0; h < c; h++) {
            int64_t to = (i / f * c + h) * f + i % f;
            memcpy(k->weight + to * each, k->j->w.data + (i * c + h) * each,
                   (size_t)each);
        }
    }
}

static int begin(work *k, const ct_conv_job *j)
{
    const ct_conv_size *s = &j->size;
    bool back = j->way == CT_CONV_X;
    *k = (work){.j = j, .size = ct_dtype_size(j->dtype)};
    k->q = (columns){.s = s,
                     .back = back,
                     .size = k->size,
                     .planes = (back ? s->filters : s->channels) / s->groups,
                     .in = back ? s->out : s->in,
                     .over = back ? s->in : s->out};
    k->rows = k->q.planes * ct_conv_volume(s->kernel);
    int64_t most = ct_conv_volume(k->q.over);
    k->block = BLOCK_BYTES / (k->rows * k->size + 1) + 16;
    k->block = k->block < most ? k->block : most;
    k->bytes = (size_t)(k->rows * k->block * k->size);
    k->room = ct_alloc(k->bytes);
    if (k->room && back) {
        k->weight_bytes = (size_t)(s->filters * s->channels / s->groups *
                                   ct_conv_volume(s->kernel) * k->size);
        k->weight = ct_alloc(k->weight_bytes);
        if (k->weight) {
            turn_weight(k);
        }
    }
    return k->room && (!back || k->weight) ? 0 : -1;
}

/* The block's part of y or x, or what it adds to w. */
static int multiply(const work *k, int64_t image, int64_t group, int64_t first,
                    int64_t n)
{
    const ct_conv_job *j = k->j;
    const ct_conv_size *s = &j->size;
    bool back = j->way == CT_CONV_X;
    int64_t m = (back ? s->channels : s->filters) / s->groups;
    int64_t length = ct_conv_volume(k->q.over), wide = k->rows;
    int64_t plane = image * s->groups * m + group * m;
    char *data = (back ? j->x.data : j->y.data) + (plane * length + first) * k->size;
    char *weight = (back ? k->weight : j->w.data) + group * m * wide * k->size;
    ct_gemm_args g = {.m = m, .b = k->room};
    if (j->way == CT_CONV_W) {
        g.n = wide, g.k = n, g.add = image > 0 || first > 0;
        g.a = data, g.a_row = length, g.a_step = 1;
        g.b_step = 1, g.b_column = n;
        g.c = weight, g.ldc = wide;
    } else {
        g.n = n, g.k = wide, g.add = k->add;
        g.a = weight, g.a_row = wide, g.a_step = 1;
        g.b_step = n, g.b_column = 1;
        g.c = data, g.ldc = length;
    }
    return ct_gemm(j->dtype, &g);
}

static int run_group(work *k, int64_t image, int64_t group)
{
    const ct_conv_size *s = &k->j->size;
    int64_t planes = k->q.planes * s->groups, length = ct_conv_volume(k->q.over);
    const char *from = k->q.back ? k->j->y.data : k->j->x.data;
    k->q.from = from + (image * planes + group * k->q.planes) *
                           ct_conv_volume(k->q.in) * k->size;
    for (int64_t first = 0; first < length; first += k->block) {
        int64_t n = length - first < k->block ? length - first : k->block;
        fill_columns(&k->q, k->room, first, n);
        if (multiply(k, image, group, first, n) < 0 || ct_parallel_poll() < 0) {
            return -1;
        }
    }
    return 0;
}

int ct_conv_by_columns(const ct_conv_job *j, bool add)
{
    work k;
    int status = begin(&k, j);
    k.add = add;
    for (int64_t i = 0; i < j->size.n && status == 0; i++) {
        for (int64_t g = 0; g < j->size.groups && status == 0; g++) {
            status = run_group(&k, i, g);
        }
    }
    ct_free(k.weight, k.weight_bytes);
    ct_free(k.room, k.bytes);
    return status;
}
