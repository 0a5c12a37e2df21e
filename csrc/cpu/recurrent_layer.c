/* recurrent_layer: all steps of an LSTM in one call, and their gradients.
 *
 * Rows of the batch never meet: each thread takes some of them through all steps, without
 * waiting for others. The weights are packed once for all steps (gemm_panels.h). What the
 * gradients read is kept: each step's gates behind their functions, and its cells. */
#include <string.h>

#include "core/device.h"
#include "core/parallel.h"
#include "cpu/gemm.h"
#include "cpu/gemm_panels.h"
#include "cpu/kernels.h"
#include "cpu/plain.h"
#include "cpu/recurrent_kernels.h"
#include "rows/recurrent.h"

/* A thread takes at least so many rows, as a product of fewer is bound by reading the
 * weight, and at most so many at once. */
#define LEAST_ROWS 8
#define MOST_ROWS 64
#define WORK_PER_NS 20 /* multiplications of such products */

typedef struct layer {
    ct_dtype d;
    bool wide, reverse;
    int64_t size; /* of an element */
    int64_t steps, n, h;
    int64_t rows; /* of a task */
    ct_gemm_panels own, below; /* weight_hh and weight_ih, as the direction has them */
    /* The input where it lies: from step to step, row to row, and along a row. */
    const char *x;
    int64_t x_step, x_row, x_next;
    const char *bias;
    const char *hidden, *cell; /* where the steps begin */
    char *output, *gates, *cells, *next;
    /* backward */
    const char *grad;
    char *ggates, *ghidden, *gcell;
} layer;

/* The i-th step's place in the sequence. */
static int64_t place(const layer *l, int64_t i)
{
    return l->reverse ? l->steps - 1 - i : i;
}

/* A state of (T, N, H) behind step i, from row r on; `first` before the first step. */
static const char *state(const layer *l, const char *first, const char *all, int64_t i,
                         int64_t r)
{
    const char *at = i < 0 ? first : all + place(l, i) * l->n * l->h * l->size;
    return at + r * l->h * l->size;
}

/* Rows of the gates of step i. */
static char *gates_of(const layer *l, char *all, int64_t i, int64_t r)
{
    return all + (place(l, i) * l->n + r) * 4 * l->h * l->size;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* ---- forward --------------------------------------------------------------- */

/* Rows of the gates: the bias, and the input's and the state's products. */
static void add_up(const layer *l, int64_t i, int64_t r, int64_t rows)
{
    char *gates = gates_of(l, l->gates, i, r);
    int64_t width = 4 * l->h;
    for (int64_t k = 0; l->bias && k < rows; k++) {
        memcpy(gates + k * width * l->size, l->bias, (size_t)(width * l->size));
    }
    const char *x = l->x + (place(l, i) * l->x_step + r * l->x_row) * l->size;
    ct_gemm_panels_times(&l->own, state(l, l->hidden, l->output, i - 1, r), l->h, 1,
                         rows, l->bias, gates, width);
    ct_gemm_panels_times(&l->below, x, l->x_row, l->x_next, rows, true, gates, width);
}

static int forward_rows(const layer *l, int64_t r, int64_t rows)
{
    for (int64_t i = 0; i < l->steps; i++) {
        add_up(l, i, r, rows);
        char *gates = gates_of(l, l->gates, i, r);
        ct_recurrent k = {.h = l->h,
                          .from = {gates, state(l, l->cell, l->cells, i - 1, r)},
                          .to = {(char *)state(l, NULL, l->output, i, r),
                                 (char *)state(l, NULL, l->cells, i, r), gates}};
        ct_cpu->recurrent->lstm[l->wide](&k, 0, rows);
        if (ct_parallel_poll() < 0) {
            return -1;
        }
    }
    memcpy(l->next + r * l->h * l->size, state(l, l->cell, l->cells, l->steps - 1, r),
           (size_t)(rows * l->h * l->size));
    return 0;
}

static int run_tasks(const layer *l, int64_t begin, int64_t end,
                     int (*run)(const layer *, int64_t, int64_t))
{
    int status = 0;
    for (int64_t i = begin; i < end && status == 0; i++) {
        int64_t r = i * l->rows;
        status = run(l, r, least(l->rows, l->n - r));
    }
    return status;
}

static int forward(void *context, int64_t begin, int64_t end)
{
    return run_tasks(context, begin, end, forward_rows);
}

/* Equal shares of the rows for the threads, in eights where there are that many. */
static void share(layer *l)
{
    int64_t threads = ct_num_threads();
    int64_t rows = (l->n + threads - 1) / threads;
    rows = (rows + LEAST_ROWS - 1) / LEAST_ROWS * LEAST_ROWS;
    l->rows = least(rows, MOST_ROWS);
}

static int run_shares(layer *l, int64_t columns, ct_range_fn fn)
{
    share(l);
    int64_t tasks = (l->n + l->rows - 1) / l->rows;
    double work = (double)l->steps * (double)(l->rows * 4 * l->h) * (double)columns;
    int64_t ns =
        work / WORK_PER_NS < 1e7 ? (int64_t)(work / WORK_PER_NS) + 1 : 10000000;
    return ct_parallel_tasks(tasks, ns, fn, l);
}

/* The input as it lies, if its elements are whole steps apart; else in rows. */
static void take_input(layer *l, ct_plain *p, ct_tensor *x)
{
    bool whole = x->dtype == l->d;
    for (int i = 0; i < 3; i++) {
        whole &= x->strides[i] % l->size == 0;
    }
    l->x = whole ? x->data : ct_plain_read(p, x, l->d);
    l->x_next = whole ? x->strides[2] / l->size : 1;
    l->x_row = whole ? x->strides[1] / l->size : x->shape[2];
    l->x_step = whole ? x->strides[0] / l->size : x->shape[2] * x->shape[1];
}

/* Sizes, and what both directions read. */
static layer prepare(ct_dtype d, ct_plain *p, const ct_tensor *x, ct_tensor *hidden,
                     ct_tensor *cell, bool reverse)
{
    return (layer){.d = d,
                   .wide = d == CT_DTYPE_F64,
                   .reverse = reverse,
                   .size = ct_dtype_size(d),
                   .steps = x->shape[0],
                   .n = x->shape[1],
                   .h = hidden->shape[1],
                   .hidden = ct_plain_read(p, hidden, d),
                   .cell = ct_plain_read(p, cell, d)};
}

int ct_lstm_layer_cpu(ct_call *c)
{
    ct_dtype d = (ct_dtype)c->compute;
    ct_plain p = {0};
    ct_tensor *x = ARG(c, lstm_layer, input).tensor;
    layer l = prepare(d, &p, x, ARG(c, lstm_layer, hidden).tensor,
                      ARG(c, lstm_layer, cell).tensor, ARG(c, lstm_layer, reverse).i);
    int64_t in = x->shape[2], width = 4 * l.h;
    take_input(&l, &p, x);
    l.bias = ct_plain_read(&p, TENSOR(c, lstm_layer, bias), d);
    const char *own = ct_plain_read(&p, ARG(c, lstm_layer, weight_hh).tensor, d);
    const char *below = ct_plain_read(&p, ARG(c, lstm_layer, weight_ih).tensor, d);
    l.output = ct_plain_write(&p, c->out[0], d);
    l.next = ct_plain_write(&p, OUT(c, lstm_layer, next), d);
    l.gates = KEPT(c, lstm_layer, gates)->data;
    l.cells = KEPT(c, lstm_layer, cells)->data;
    int status = p.failed ? -1 : 0;
    if (status == 0 && l.n > 0) {
        status = ct_gemm_panels_lay(&l.own, d, own, 1, l.h, l.h, width) < 0 ||
                         ct_gemm_panels_lay(&l.below, d, below, 1, in, in, width) < 0 ||
                         run_shares(&l, l.h + in, forward) < 0
                     ? -1
                     : 0;
    }
    ct_gemm_panels_drop(&l.own);
    ct_gemm_panels_drop(&l.below);
    return ct_plain_end(&p, status);
}

/* ---- backward -------------------------------------------------------------- */

/* ghidden and gcell are what comes from the step behind. */
static int backward_rows(const layer *l, int64_t r, int64_t rows)
{
    int64_t at = r * l->h * l->size, width = 4 * l->h;
    for (int64_t i = l->steps - 1; i >= 0; i--) {
        char *ggates = gates_of(l, l->ggates, i, r);
        ct_recurrent k = {.h = l->h,
                          .from = {state(l, NULL, l->grad, i, r),
                                   gates_of(l, l->gates, i, r),
                                   state(l, l->cell, l->cells, i - 1, r),
                                   state(l, NULL, l->cells, i, r), l->ghidden + at},
                          .to = {ggates, l->gcell + at}};
        ct_cpu->recurrent->lstm_back[l->wide](&k, 0, rows);
        ct_gemm_panels_times(&l->own, ggates, width, 1, rows, false, l->ghidden + at,
                             l->h);
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

/* Each step's gradient by the state that it began with: the first by `hidden`, the others
 * by the outputs beside them. */
static int weight_gradient(const layer *l, char *to)
{
    int64_t width = 4 * l->h, step = l->n * l->h * l->size;
    bool many = l->steps > 1;
    if (l->steps == 0 || l->n == 0) {
        memset(to, 0, (size_t)(width * l->h * l->size));
        return 0;
    }
    ct_gemm_args g = {.m = width,
                      .n = l->h,
                      .k = l->n,
                      .a = l->ggates + place(l, 0) * 4 * step,
                      .a_row = 1,
                      .a_step = width,
                      .b = l->hidden,
                      .b_step = l->h,
                      .b_column = 1,
                      .c = to,
                      .ldc = l->h};
    if (ct_gemm(l->d, &g) < 0) {
        return -1;
    }
    g.k = (l->steps - 1) * l->n;
    g.a = l->ggates + (l->reverse ? 0 : 4 * step);
    g.b = l->output + (l->reverse ? step : 0);
    g.add = true;
    return many ? ct_gemm(l->d, &g) : 0;
}

int ct_lstm_layer_grad_cpu(ct_call *c)
{
    ct_dtype d = (ct_dtype)c->compute;
    ct_plain p = {0};
    layer l = prepare(d, &p, ARG(c, lstm_layer_grad, input).tensor,
                      ARG(c, lstm_layer_grad, hidden).tensor,
                      ARG(c, lstm_layer_grad, cell).tensor,
                      ARG(c, lstm_layer_grad, reverse).i);
    const char *own = ct_plain_read(&p, ARG(c, lstm_layer_grad, weight_hh).tensor, d);
    const char *gnext = ct_plain_read(&p, ARG(c, lstm_layer_grad, gnext).tensor, d);
    l.grad = ct_plain_read(&p, ARG(c, lstm_layer_grad, grad).tensor, d);
    l.output = ct_plain_read(&p, ARG(c, lstm_layer_grad, output).tensor, d);
    l.gates = ct_plain_read(&p, ARG(c, lstm_layer_grad, gates).tensor, d);
    l.cells = ct_plain_read(&p, ARG(c, lstm_layer_grad, cells).tensor, d);
    l.ggates = ct_plain_write(&p, c->out[0], d);
    l.ghidden = ct_plain_write(&p, OUT(c, lstm_layer_grad, ghidden), d);
    l.gcell = ct_plain_write(&p, OUT(c, lstm_layer_grad, gcell), d);
    char *gweight = ct_plain_write(&p, OUT(c, lstm_layer_grad, gweight), d);
    int status = p.failed ? -1 : 0;
    if (status == 0 && l.n > 0) {
        size_t bytes = (size_t)(l.n * l.h * l.size);
        memset(l.ghidden, 0, bytes);
        memcpy(l.gcell, gnext, bytes);
        status = ct_gemm_panels_lay(&l.own, d, own, l.h, 1, 4 * l.h, l.h) < 0 ||
                         run_shares(&l, l.h, backward) < 0
                     ? -1
                     : 0;
    }
    ct_gemm_panels_drop(&l.own);
    if (status == 0) {
        status = weight_gradient(&l, gweight);
    }
    return ct_plain_end(&p, status);
}
