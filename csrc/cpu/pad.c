/* pad: kernels of the pad rows. The result is made line by line, along the dim that is
 * adjacent in memory: what lies before, the input's elements, what lies behind. The
 * transpose works on blocks of a copy: for each dim, the first one first, what lies before
 * and behind is added to where it came from. */
#include <string.h>

#include "core/device.h"
#include "core/integer.h"
#include "core/parallel.h"
#include "cpu/index.h"
#include "ops/pad.h"
#include "ops/value.h"
#include "rows/pad.h"

#define WITHIN __attribute__((always_inline)) /* for each size of elements */
#define PIECE 16384 /* elements of a line at a time, at most */
#define NUMBER -1 /* beside the modes of edges: a value, which is no element */

typedef struct axis {
    int64_t n, before, all; /* elements of the input, places before them and in all */
    int64_t step, to_step; /* of the input and the result; bytes */
} axis;

typedef struct segment { /* places of a line */
    int64_t begin, end;
    bool number; /* all are the value; else: */
    int64_t offset, step; /* of the first's source in the input's line; bytes */
} segment;

typedef struct padding {
    int64_t mode, size; /* of an element */
    const char *value, *from;
    char *to;
    int ndim; /* but for lines */
    axis dims[CT_MAX_NDIM], line;
    segment segments[3];
    int64_t pieces; /* of a line */
} padding;

/* Which of n elements stands at place i, from which pads are counted too; or -1. */
static inline int64_t source_at(int64_t mode, int64_t i, int64_t n)
{
    if (i >= 0 && i < n) {
        return i;
    }
    switch (mode) {
    case NUMBER:
        return -1;
    case CT_IS_edge_pad_mode_reflect:
        return i < 0 ? -i : 2 * (n - 1) - i;
    case CT_IS_edge_pad_mode_replicate:
        return i < 0 ? 0 : n - 1;
    }
    return i < 0 ? i + n : i - n;
}

/* ---- lines ---------------------------------------------------------------- */

/* n elements; of a step of 0 the same one. */
static inline WITHIN void move(char *to, int64_t to_step, const char *from,
                               int64_t step, int64_t n, size_t size)
{
    if (to_step == (int64_t)size && step == to_step) {
        memcpy(to, from, (size_t)n * size);
        return;
    }
    for (int64_t i = 0; i < n; i++) {
        memcpy(to + i * to_step, from + i * step, size);
    }
}

/* A segment of a line, of those places [first, last) that are asked for. */
static inline WITHIN void put(const padding *p, const segment *s, char *line,
                              const char *from, int64_t first, int64_t last,
                              size_t size)
{
    int64_t a = ct_max(s->begin, first), b = ct_min(s->end, last);
    if (a < b) {
        from = s->number ? p->value : from + s->offset + (a - s->begin) * s->step;
        move(line + a * p->line.to_step, p->line.to_step, from, s->step, b - a, size);
    }
}

/* Places [first, last) of a line; from: the input's line, or NULL where there is none. */
static inline WITHIN void put_line(const padding *p, char *line, const char *from,
                                   int64_t first, int64_t last, size_t size)
{
    if (!from) {
        const segment all = {.end = p->line.all, .number = true};
        put(p, &all, line, NULL, first, last, size);
        return;
    }
    put(p, &p->segments[0], line, from, first, last, size);
    put(p, &p->segments[1], line, from, first, last, size);
    put(p, &p->segments[2], line, from, first, last, size);
}

typedef struct walk { /* over the places in all dims but that of the lines */
    int64_t at[CT_MAX_NDIM];
    char *to[CT_MAX_NDIM + 1]; /* of the places in the first dims */
    const char *from[CT_MAX_NDIM + 1]; /* their source, or NULL */
} walk;

/* After the place has changed in one dim, or also in further ones. */
static inline void descend(const padding *p, walk *w, int level)
{
    for (; level < p->ndim; level++) {
        const axis *d = &p->dims[level];
        int64_t source = source_at(p->mode, w->at[level] - d->before, d->n);
        const char *from = w->from[level];
        w->to[level + 1] = w->to[level] + w->at[level] * d->to_step;
        w->from[level + 1] = from && source >= 0 ? from + source * d->step : NULL;
    }
}

static void begin_walk(const padding *p, walk *w, int64_t index)
{
    w->to[0] = p->to;
    w->from[0] = p->from;
    for (int d = p->ndim - 1; d >= 0; d--) {
        w->at[d] = index % p->dims[d].all;
        index /= p->dims[d].all;
    }
    descend(p, w, 0);
}

static inline void next_line(const padding *p, walk *w)
{
    int level = p->ndim - 1;
    while (level >= 0 && ++w->at[level] == p->dims[level].all) {
        w->at[level--] = 0;
    }
    descend(p, w, level < 0 ? 0 : level);
}

static inline WITHIN int put_lines_of(const padding *p, int64_t begin, int64_t end,
                                      size_t size)
{
    int64_t done = 0, piece = begin % p->pieces;
    walk w;
    begin_walk(p, &w, begin / p->pieces);
    for (int64_t i = begin; i < end; i++) {
        int64_t first = piece * PIECE, last = ct_min(first + PIECE, p->line.all);
        put_line(p, w.to[p->ndim], w.from[p->ndim], first, last, size);
        if (++piece == p->pieces) {
            piece = 0;
            next_line(p, &w);
        }
        if (ct_parallel_pace(&done, last - first) < 0) {
            return -1;
        }
    }
    return 0;
}

static int put_lines(void *context, int64_t begin, int64_t end)
{
    const padding *p = context;
    switch (p->size) {
    case 1:
        return put_lines_of(p, begin, end, 1);
    case 2:
        return put_lines_of(p, begin, end, 2);
    case 4:
        return put_lines_of(p, begin, end, 4);
    case 8:
        return put_lines_of(p, begin, end, 8);
    }
    return put_lines_of(p, begin, end, 16);
}

/* ---- plans -------------------------------------------------------------------- */

/* What one dim is after all that come before it; longer lines where neither has gaps, and
 * where a pad stands for whole runs of the dim behind it. */
static bool joins(const padding *p, const axis *outer, const axis *inner)
{
    bool plain = inner->n == inner->all && inner->before == 0;
    bool alone = outer->n == outer->all && outer->before == 0;
    return plain && (alone || p->mode == NUMBER) &&
           outer->step == inner->n * inner->step &&
           outer->to_step == inner->all * inner->to_step;
}

static void add_dim(padding *p, axis d)
{
    const axis *last = p->ndim ? &p->dims[p->ndim - 1] : NULL;
    if (last && joins(p, last, &d)) {
        d = (axis){last->n * d.n, last->before * d.n, last->all * d.n, d.step,
                   d.to_step};
        p->ndim--;
    }
    p->dims[p->ndim++] = d;
}

/* Lines run along the dim whose elements are closest to each other in the result. */
static void take_line(padding *p)
{
    int best = p->ndim - 1;
    for (int d = best; d >= 0; d--) {
        best = p->dims[d].to_step < p->dims[best].to_step ? d : best;
    }
    p->line = p->dims[best];
    p->ndim--;
    memmove(p->dims + best, p->dims + best + 1,
            (size_t)(p->ndim - best) * sizeof(axis));
}

static segment edge(const padding *p, int64_t begin, int64_t end)
{
    segment s = {.begin = begin, .end = end, .number = p->mode == NUMBER};
    if (begin < end && !s.number) {
        int64_t step = p->line.step;
        s.offset = source_at(p->mode, begin - p->line.before, p->line.n) * step;
        s.step = p->mode == CT_IS_edge_pad_mode_reflect     ? -step
                 : p->mode == CT_IS_edge_pad_mode_replicate ? 0
                                                            : step;
    }
    return s;
}

static void divide_line(padding *p)
{
    const axis *d = &p->line;
    int64_t begin = ct_max(d->before, 0), end = ct_min(d->before + d->n, d->all);
    p->segments[0] = edge(p, 0, begin);
    p->segments[1] =
        (segment){begin, end, false, (begin - d->before) * d->step, d->step};
    p->segments[2] = edge(p, end, d->all);
    p->pieces = ct_ceil_div(d->all, PIECE);
}

static int put_all(const ct_tensor *x, ct_dims pad, int64_t mode, const char *value,
                   ct_tensor *out)
{
    padding p = {.mode = mode,
                 .size = ct_dtype_size((ct_dtype)out->dtype),
                 .value = value,
                 .from = x->numel ? x->data : NULL,
                 .to = out->data};
    int64_t lines = 1;
    for (int d = 0; d < out->ndim; d++) {
        if (out->shape[d] != 1 || x->shape[d] != 1) {
            add_dim(&p, (axis){x->shape[d], ct_pad_at(pad, out->ndim, d, 0),
                               out->shape[d], x->strides[d], out->strides[d]});
        }
    }
    if (p.ndim == 0) {
        add_dim(&p, (axis){1, 0, 1, p.size, p.size});
    }
    take_line(&p);
    divide_line(&p);
    for (int d = 0; d < p.ndim; d++) {
        lines *= p.dims[d].all;
    }
    int64_t each = ct_min(p.line.all, PIECE) + 16;
    return ct_parallel_for(lines * p.pieces, ct_parallel_grain(each), put_lines, &p);
}

int ct_constant_pad_nd_cpu(ct_call *c)
{
    ct_tensor *out = c->out[0];
    _Alignas(16) char value[16] = {0};
    if (GIVEN(c, constant_pad_nd, value) &&
        ct_value_store("constant_pad_nd", ARG(c, constant_pad_nd, value).tensor,
                       (ct_dtype)out->dtype, value) < 0) {
        return -1;
    }
    return put_all(ARG(c, constant_pad_nd, input).tensor,
                   ARG(c, constant_pad_nd, pad).dims, NUMBER, value, out);
}

int ct_edge_pad_cpu(ct_call *c)
{
    return put_all(ARG(c, edge_pad, input).tensor, ARG(c, edge_pad, pad).dims,
                   ARG(c, edge_pad, mode).i, NULL, c->out[0]);
}

/* ---- the transpose ----------------------------------------------------------- */

/* A block of t: dims up to `dim` as the input lies in it, further ones whole; along dim n
 * elements from place `first` on, `step` apart. New reference. */
typedef struct run {
    int64_t first, step, n;
} run;

static int64_t inside(int64_t pad)
{
    return pad > 0 ? pad : 0;
}

static ct_tensor *block(ct_tensor *t, ct_dims pad, int dim, run along)
{
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM];
    char *data = t->data;
    for (int d = 0; d < t->ndim; d++) {
        int64_t before = d < dim ? inside(ct_pad_at(pad, t->ndim, d, 0)) : 0;
        int64_t behind = d < dim ? inside(ct_pad_at(pad, t->ndim, d, 1)) : 0;
        shape[d] = t->shape[d] - before - behind;
        strides[d] = t->strides[d];
        data += before * t->strides[d];
    }
    if (dim < t->ndim) {
        shape[dim] = along.n;
        strides[dim] *= along.step;
        data += along.first * t->strides[dim];
    }
    return ct_tensor_alias(t, t->ndim, shape, strides, data);
}

/* All of t that is not what pads stand for. */
static ct_tensor *core_of(ct_tensor *t, ct_dims pad)
{
    return block(t, pad, t->ndim, (run){0, 1, 0});
}

/* Where what lies before (side 0) or behind n elements comes from; all in the result. */
static run source_of(int64_t mode, int64_t before, int64_t n, int64_t pad, int side)
{
    if (mode == CT_IS_edge_pad_mode_reflect) {
        return (run){side ? before + n - 2 : 2 * before, -1, pad};
    }
    if (mode == CT_IS_edge_pad_mode_replicate) {
        return (run){side ? before + n - 1 : before, 0, pad};
    }
    return (run){side ? before : n, 1, pad};
}

/* What lies on both sides of dim is added to what it came from. */
static int add_sides(ct_tensor *t, ct_call *c, int dim)
{
    ct_dims pad = ARG(c, edge_pad, pad).dims;
    int64_t before = ct_pad_at(pad, t->ndim, dim, 0), n = t->shape[dim] - before;
    int64_t sizes[] = {before, ct_pad_at(pad, t->ndim, dim, 1)};
    int status = 0;
    n -= sizes[1];
    for (int side = 0; side < 2 && status == 0; side++) {
        if (sizes[side] == 0) {
            continue;
        }
        run to = {side ? before + n : 0, 1, sizes[side]};
        run from = source_of(ARG(c, edge_pad, mode).i, before, n, sizes[side], side);
        ct_tensor *part = block(t, pad, dim, to);
        ct_tensor *source = part ? block(t, pad, dim, from) : NULL;
        status = source ? ct_add_overlapping(source, part) : -1;
        ct_xdecref(source);
        ct_xdecref(part);
    }
    return status;
}

int ct_edge_fold_cpu(ct_call *c)
{
    ct_tensor *g = ARG(c, edge_fold, grad).tensor, *out = c->out[0];
    if (out->numel == 0) {
        return 0;
    }
    ct_tensor *sums = ct_tensor_new_like(g, ct_dtype_compute((ct_dtype)g->dtype));
    ct_tensor *core = sums ? core_of(sums, ARG(c, edge_fold, pad).dims) : NULL;
    int status = core ? ct_tensor_copy_data(sums, g) : -1;
    for (int d = 0; d < g->ndim && status == 0; d++) {
        status = add_sides(sums, c, d);
    }
    status = status == 0 ? ct_tensor_copy_data(out, core) : -1;
    ct_xdecref(core);
    ct_xdecref(sums);
    return status;
}
