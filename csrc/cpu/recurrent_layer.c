/* recurrent_layer: all steps of a recurrent layer in one call, and their gradients.
 *
 * Rows of the batch never meet: each thread takes some of them through all steps, without
 * waiting for others. The weights are packed once for all steps (gemm_panels.h). What the
 * gradients read is kept: each step's gates behind their functions, and an LSTM's cells
 * or a GRU's share of the state in its last gate. */
#include "cpu/recurrent_layer.h"

#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/integer.h"
#include "core/parallel.h"
#include "cpu/gemm.h"
#include "cpu/kernels.h"
#include "cpu/plain.h"
#include "rows/recurrent.h"

/* A thread takes at least so many rows, as a product of fewer is bound by reading the
 * weight, and at most so many at once. */
#define LEAST_ROWS 8
#define MOST_ROWS 64
#define WORK_PER_NS 20 /* multiplications of such products */

/* The i-th step's place in the sequence. */
static int64_t place(const ct_layer *l, int64_t i)
{
    return l->reverse ? l->steps - 1 - i : i;
}

/* Rows of the i-th step; none before the first and behind the last. */
static int64_t rows_of(const ct_layer *l, int64_t i)
{
    if (i < 0 || i >= l->steps) {
        return 0;
    }
    int64_t p = place(l, i);
    return ct_layer_start(l, p + 1) - ct_layer_start(l, p);
}

/* The i-th step of rows r to r + rows: of those that had one before, then of others. */
static void step(const ct_layer *l, int64_t i, int64_t r, int64_t rows, ct_layer_fn fn)
{
    int64_t p = place(l, i), end = ct_min(r + rows, rows_of(l, i));
    int64_t begun = ct_max(r, ct_min(end, rows_of(l, i - 1)));
    ct_layer_rows each = {.step = p, .row = r, .count = begun - r, .before = -1};
    if (each.count > 0) {
        each.at = ct_layer_start(l, p) + r;
        each.before = ct_layer_start(l, place(l, i - 1)) + r;
        fn(l, &each);
    }
    if (begun < end) {
        each = (ct_layer_rows){.count = end - begun,
                               .step = p,
                               .row = begun,
                               .at = ct_layer_start(l, p) + begun,
                               .before = -1};
        fn(l, &each);
    }
}

/* ---- forward --------------------------------------------------------------- */

/* The states of rows that have no further step. */
static void end_rows(const ct_layer *l, int64_t i, int64_t r, int64_t rows)
{
    int64_t first = ct_max(r, rows_of(l, i + 1)), end = ct_min(r + rows, rows_of(l, i));
    const char *of[] = {l->output, l->beside};
    for (int64_t s = 0; first < end && s < l->cell->states; s++) {
        memcpy(ct_layer_at(l, l->ends, s * l->n + first, l->h),
               ct_layer_at(l, of[s], ct_layer_start(l, place(l, i)) + first, l->h),
               (size_t)((end - first) * l->h * l->size));
    }
}

static int forward_rows(const ct_layer *l, int64_t r, int64_t rows)
{
    for (int64_t i = 0; i < l->steps; i++) {
        step(l, i, r, rows, l->cell->forward);
        end_rows(l, i, r, rows);
        if (ct_parallel_poll() < 0) {
            return -1;
        }
    }
    return 0;
}

static int run_tasks(const ct_layer *l, int64_t begin, int64_t end,
                     int (*run)(const ct_layer *, int64_t, int64_t))
{
    int status = 0;
    for (int64_t i = begin; i < end && status == 0; i++) {
        int64_t r = i * l->rows;
        status = run(l, r, ct_min(l->rows, l->n - r));
    }
    return status;
}

static int forward(void *context, int64_t begin, int64_t end)
{
    return run_tasks(context, begin, end, forward_rows);
}

/* Equal shares of the rows for the threads, in eights where there are that many. */
static void share(ct_layer *l)
{
    int64_t threads = ct_num_threads();
    int64_t rows = (l->n + threads - 1) / threads;
    rows = (rows + LEAST_ROWS - 1) / LEAST_ROWS * LEAST_ROWS;
    l->rows = ct_min(rows, MOST_ROWS);
}

static int run_shares(ct_layer *l, int64_t columns, ct_range_fn fn)
{
    share(l);
    int64_t tasks = (l->n + l->rows - 1) / l->rows;
    double work = (double)l->steps * (double)(l->rows * l->width) * (double)columns;
    int64_t ns =
        work / WORK_PER_NS < 1e7 ? (int64_t)(work / WORK_PER_NS) + 1 : 10000000;
    return ct_parallel_tasks(tasks, ns, fn, l);
}

/* ---- operands -------------------------------------------------------------- */

/* Where the steps begin, of packed sequences: with ct_layer_drop. */
static int64_t *starts_of(const ct_dims *sizes)
{
    int64_t *starts = ct_alloc((size_t)(sizes->n + 1) * sizeof(int64_t));
    if (starts) {
        starts[0] = 0;
        for (int64_t i = 0; i < sizes->n; i++) {
            starts[i + 1] = starts[i] + sizes->v[i];
        }
    }
    return starts;
}

/* Sizes, and what both directions read; -1 without memory. */
static int prepare(ct_layer *l, ct_call *c, ct_plain *p, const ct_tensor *x,
                   ct_tensor *states, const ct_value *sizes, const ct_value *cell)
{
    ct_dtype d = (ct_dtype)c->compute;
    *l = (ct_layer){.cell = &ct_layer_cells[cell->i],
                    .d = d,
                    .wide = d == CT_DTYPE_F64,
                    .size = ct_dtype_size(d),
                    .steps = sizes ? sizes->dims.n : x->shape[0],
                    .n = states->shape[1],
                    .h = states->shape[2]};
    l->width = l->cell->parts * l->h;
    l->states = ct_plain_read(p, states, d);
    l->starts = sizes ? starts_of(&sizes->dims) : NULL;
    return p->failed || (sizes && !l->starts) ? -1 : 0;
}

static void drop(ct_layer *l)
{
    ct_gemm_panels_drop(&l->own);
    ct_gemm_panels_drop(&l->inner);
    ct_gemm_panels_drop(&l->below);
    ct_free((void *)l->starts, (size_t)(l->steps + 1) * sizeof(int64_t));
    l->starts = NULL;
}

/* The input as it lies, if its elements are whole steps apart; else in rows. */
static void take_input(ct_layer *l, ct_plain *p, ct_tensor *x)
{
    bool whole = x->dtype == l->d;
    for (int i = 0; i < x->ndim; i++) {
        whole &= x->strides[i] % l->size == 0;
    }
    int64_t last = x->ndim - 1, in = x->shape[last];
    l->x = whole ? x->data : ct_plain_read(p, x, l->d);
    l->x_next = whole ? x->strides[last] / l->size : 1;
    l->x_row = whole ? x->strides[last - 1] / l->size : in;
    l->x_step = whole ? x->strides[0] / l->size : in * x->shape[last - 1];
}

/* The state's weight (parts h, h), as k rows of `columns` for products in one direction;
 * what its first product does not have is `inner`. */
static int lay_own(ct_layer *l, const char *weight, bool back)
{
    int64_t own = l->cell->own * l->h, rest = l->width - own, h = l->h;
    const char *others = ct_layer_at(l, weight, own, h);
    if (back) {
        return ct_gemm_panels_lay(&l->own, l->d, weight, h, 1, own, h) < 0 ||
                       (rest > 0 &&
                        ct_gemm_panels_lay(&l->inner, l->d, others, h, 1, rest, h) < 0)
                   ? -1
                   : 0;
    }
    return ct_gemm_panels_lay(&l->own, l->d, weight, 1, h, h, own) < 0 ||
                   (rest > 0 &&
                    ct_gemm_panels_lay(&l->inner, l->d, others, 1, h, h, rest) < 0)
               ? -1
               : 0;
}

/* to[i] += from[i] */
static void add(const ct_layer *l, char *to, const char *from, int64_t n)
{
    for (int64_t i = 0; from && i < n; i++) {
        if (l->wide) {
            ((double *)to)[i] += ((const double *)from)[i];
        } else {
            ((float *)to)[i] += ((const float *)from)[i];
        }
    }
}

/* The bias of all that products are added to: both where both are, and behind it that of
 * what only the state adds to. `to` is zero. */
static void join_biases(const ct_layer *l, char *to, const char *ih, const char *hh)
{
    int64_t own = l->cell->own * l->h;
    add(l, to, ih, l->width);
    add(l, to, hh, own);
    if (hh && own < l->width) {
        add(l, ct_layer_at(l, to, 1, l->width), ct_layer_at(l, hh, 1, own),
            l->width - own);
    }
}

int ct_recurrent_layer_cpu(ct_call *c)
{
    ct_plain p = {0};
    ct_layer l;
    ct_tensor *x = ARG(c, recurrent_layer, input).tensor;
    const ct_value *sizes =
        GIVEN(c, recurrent_layer, sizes) ? &ARG(c, recurrent_layer, sizes) : NULL;
    int status = prepare(&l, c, &p, x, ARG(c, recurrent_layer, states).tensor, sizes,
                         &ARG(c, recurrent_layer, cell));
    int64_t in = x->shape[x->ndim - 1], states = l.cell->states * l.n * l.h;
    l.reverse = ARG(c, recurrent_layer, reverse).i;
    take_input(&l, &p, x);
    const char *own = ct_plain_read(&p, ARG(c, recurrent_layer, weight_hh).tensor, l.d);
    const char *ih = ct_plain_read(&p, ARG(c, recurrent_layer, weight_ih).tensor, l.d);
    const char *b_ih = ct_plain_read(&p, TENSOR(c, recurrent_layer, bias_ih), l.d);
    const char *b_hh = ct_plain_read(&p, TENSOR(c, recurrent_layer, bias_hh), l.d);
    l.output = ct_plain_write(&p, c->out[0], l.d);
    l.ends = ct_plain_write(&p, OUT(c, recurrent_layer, ends), l.d);
    l.gates = KEPT(c, recurrent_layer, gates)->data;
    l.beside = KEPT(c, recurrent_layer, beside)->data;
    size_t bytes = (size_t)((l.width + l.h) * l.size);
    char *bias = ct_alloc(bytes);
    if (status < 0 || p.failed || !bias) {
        status = -1;
    } else if (l.n > 0) {
        memset(bias, 0, bytes);
        join_biases(&l, bias, b_ih, b_hh);
        l.bias = bias;
        memcpy(l.ends, l.states, (size_t)(states * l.size));
        status =
            lay_own(&l, own, false) < 0 ||
                    ct_gemm_panels_lay(&l.below, l.d, ih, 1, in, in, l.width) < 0 ||
                    run_shares(&l, l.h + in, forward) < 0
                ? -1
                : 0;
    }
    ct_free(bias, bytes);
    drop(&l);
    return ct_plain_end(&p, status);
}

/* ---- backward -------------------------------------------------------------- */

/* gstates are what comes from the step behind. */
static int backward_rows(const ct_layer *l, int64_t r, int64_t rows)
{
    for (int64_t i = l->steps - 1; i >= 0; i--) {
        step(l, i, r, rows, l->cell->backward);
        if (ct_parallel_poll() < 0) {
            return -1;
        }
    }
    return 0;
}

static int backward(void *context, int64_t begin, int64_t end)
{
    return run_tasks(context, begin, end, backward_rows);
}

static void copy_before(const ct_layer *l, const ct_layer_rows *r)
{
    memcpy(ct_layer_at(l, l->before, r->at, l->h), ct_layer_before(l, r, 0, l->output),
           (size_t)(r->count * l->h * l->size));
}

/* Rows of each step's gradient, of m numbers of `width`, by the state that it began with.
 * Those states lie one behind the other where sequences are packed; else the first is by
 * itself, the others are the outputs beside them. */
static int weight_part(const ct_layer *l, const char *rows, int64_t width, int64_t m,
                       char *to)
{
    int64_t of_step = l->n * l->h * l->size;
    ct_gemm_args g = {.m = m,
                      .n = l->h,
                      .k = l->n,
                      .a = ct_layer_at(l, rows, place(l, 0) * l->n, width),
                      .a_row = 1,
                      .a_step = width,
                      .b = l->states,
                      .b_step = l->h,
                      .b_column = 1,
                      .c = to,
                      .ldc = l->h};
    if (l->starts) {
        g.k = l->starts[l->steps];
        g.a = rows;
        g.b = l->before;
        return ct_gemm(l->d, &g);
    }
    if (ct_gemm(l->d, &g) < 0) {
        return -1;
    }
    g.k = (l->steps - 1) * l->n;
    g.a = ct_layer_at(l, rows, l->reverse ? 0 : l->n, width);
    g.b = l->output + (l->reverse ? of_step : 0);
    g.add = true;
    return l->steps > 1 ? ct_gemm(l->d, &g) : 0;
}

static int weight_gradient(ct_layer *l, char *to)
{
    int64_t own = l->cell->own * l->h, rest = l->width - own;
    size_t bytes = (size_t)(ct_layer_start(l, l->steps) * l->h * l->size);
    if (bytes == 0) {
        memset(to, 0, (size_t)(l->width * l->h * l->size));
        return 0;
    }
    l->before = l->starts ? ct_alloc(bytes) : NULL;
    if (l->starts && !l->before) {
        return -1;
    }
    for (int64_t i = 0; l->before && i < l->steps; i++) {
        step(l, i, 0, l->n, copy_before);
    }
    int status = weight_part(l, l->ggates, l->width, own, to);
    if (status == 0 && rest > 0) {
        status = weight_part(l, l->ginner, rest, rest, ct_layer_at(l, to, own, l->h));
    }
    ct_free(l->before, bytes);
    return status;
}

/* All but the weight's, in one pass from the last step to the first. */
static int walk_back(ct_layer *l, const char *own, const char *gends)
{
    memcpy(l->gstates, gends, (size_t)(l->cell->states * l->n * l->h * l->size));
    return lay_own(l, own, true) < 0 || run_shares(l, l->h, backward) < 0 ? -1 : 0;
}

int ct_recurrent_layer_grad_cpu(ct_call *c)
{
    ct_plain p = {0};
    ct_layer l;
    const ct_value *sizes = GIVEN(c, recurrent_layer_grad, sizes)
                                ? &ARG(c, recurrent_layer_grad, sizes)
                                : NULL;
    int status = prepare(&l, c, &p, ARG(c, recurrent_layer_grad, input).tensor,
                         ARG(c, recurrent_layer_grad, states).tensor, sizes,
                         &ARG(c, recurrent_layer_grad, cell));
    l.reverse = ARG(c, recurrent_layer_grad, reverse).i;
    const char *own =
        ct_plain_read(&p, ARG(c, recurrent_layer_grad, weight_hh).tensor, l.d);
    const char *gends =
        ct_plain_read(&p, ARG(c, recurrent_layer_grad, gends).tensor, l.d);
    l.grad = ct_plain_read(&p, ARG(c, recurrent_layer_grad, grad).tensor, l.d);
    l.output = ct_plain_read(&p, ARG(c, recurrent_layer_grad, output).tensor, l.d);
    l.gates = ct_plain_read(&p, ARG(c, recurrent_layer_grad, gates).tensor, l.d);
    l.beside = ct_plain_read(&p, ARG(c, recurrent_layer_grad, beside).tensor, l.d);
    l.ggates = ct_plain_write(&p, c->out[0], l.d);
    l.ginner = ct_plain_write(&p, OUT(c, recurrent_layer_grad, ginner), l.d);
    l.gstates = ct_plain_write(&p, OUT(c, recurrent_layer_grad, gstates), l.d);
    char *gweight = ct_plain_write(&p, OUT(c, recurrent_layer_grad, gweight), l.d);
    if (status < 0 || p.failed || (l.n > 0 && walk_back(&l, own, gends) < 0) ||
        weight_gradient(&l, gweight) < 0) {
        status = -1;
    }
    drop(&l);
    return ct_plain_end(&p, status);
}
