/* ctc: the chance of a sequence of labels, and its gradient, in a pass over the steps each
 * (Graves and others 2006). A sequence's places are its labels with blanks around them; all
 * chances are logarithms in float64, so that none is too small. */
#include <math.h>
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/parallel.h"
#include "cpu/ctc_kernels.h"
#include "cpu/kernels.h"
#include "cpu/plain.h"
#include "rows/ctc.h"

#define ROOM \
    16 /* numbers behind an array: a vector, and two that are looked at beyond */

typedef struct ctc {
    bool wide;
    int64_t total, batch, classes, longest; /* steps, sequences, labels, targets */
    int64_t blank;
    const char *x;
    const int64_t *targets, *steps, *labels;
    double *loss, *ways;
    const double *grad;
    char *gx;
} ctc;

typedef struct sequence { /* what one thread works with */
    int64_t n, places; /* which; how many places */
    int64_t *label; /* of each place */
    double *over; /* 0 where one comes from two places before, else -infinity */
    double *said, *before, *zero, *now;
} sequence;

/* ---- a sequence ------------------------------------------------------------------ */

static size_t sequence_bytes(const ctc *q)
{
    return (size_t)(6 * (2 * q->longest + 1 + ROOM)) * sizeof(double);
}

static void sequence_memory(const ctc *q, sequence *s, char *memory)
{
    int64_t each = 2 * q->longest + 1 + ROOM;
    double *at = (double *)(void *)memory;
    s->label = (int64_t *)(void *)memory;
    s->over = at + each;
    s->said = at + 2 * each;
    s->before = at + 3 * each;
    s->zero = at + 4 * each;
    s->now = at + 5 * each;
}

/* How many steps and labels count: what is there at most. */
static int64_t bounded(int64_t n, int64_t most)
{
    return n < 0 ? 0 : n < most ? n : most;
}

static int64_t steps_of(const ctc *q, int64_t n)
{
    return bounded(q->steps[n], q->total);
}

static void begin_sequence(const ctc *q, sequence *s, int64_t n)
{
    int64_t labels = bounded(q->labels[n], q->longest);
    s->n = n;
    s->places = 2 * labels + 1;
    for (int64_t i = 0; i < s->places + ROOM; i++) {
        bool label = i % 2 && i < s->places;
        int64_t at = label ? q->targets[n * q->longest + i / 2] : q->blank;
        s->label[i] = at < 0 || at >= q->classes ? q->blank : at;
        bool passes =
            label && i > 2 && s->label[i] != q->blank && s->label[i] != s->label[i - 2];
        s->over[i] = passes ? 0 : -INFINITY;
        s->before[i] = s->said[i] = -INFINITY;
        s->zero[i] = 0;
    }
}

static double log_at(const ctc *q, int64_t t, int64_t n, int64_t label)
{
    int64_t at = (t * q->batch + n) * q->classes + label;
    return q->wide ? ((const double *)(const void *)q->x)[at]
                   : (double)((const float *)(const void *)q->x)[at];
}

static void take_said(const ctc *q, sequence *s, int64_t t)
{
    for (int64_t i = 0; i < s->places; i++) {
        s->said[i] = log_at(q, t, s->n, s->label[i]);
    }
}

static double sum_of_logs(double a, double b)
{
    double most = a > b ? a : b;
    return most == -INFINITY ? most : most + log(exp(a - most) + exp(b - most));
}

/* ---- forward ----------------------------------------------------------------------- */

static double *ways_at(const ctc *q, int64_t n, int64_t t)
{
    return q->ways + (n * q->total + t) * (2 * q->longest + 1);
}

/* The first two places of `before` are none: what the first ones would come from. */
static int run_forward(const ctc *q, sequence *s)
{
    int64_t steps = steps_of(q, s->n), done = 0;
    double *before = s->before + 2;
    int64_t all = q->total * (2 * q->longest + 1); /* with what is behind the ends */
    memset(ways_at(q, s->n, 0), 0, (size_t)all * sizeof(double));
    for (int64_t t = 0; t < steps; t++) {
        take_said(q, s, t);
        if (t == 0) {
            before[0] = s->said[0];
            before[1] = s->places > 1 ? s->said[1] : -INFINITY;
        } else {
            ct_cpu->ctc->add_logs(s->now, before, before - 1, before - 2, s->over,
                                  s->said, s->places);
            memcpy(before, s->now, (size_t)s->places * sizeof *before);
        }
        memcpy(ways_at(q, s->n, t), before, (size_t)s->places * sizeof *before);
        if (ct_parallel_pace(&done, s->places * 8) < 0) {
            return -1;
        }
    }
    double label_last = s->places > 1 ? before[s->places - 2] : -INFINITY;
    q->loss[s->n] = steps           ? -sum_of_logs(before[s->places - 1], label_last)
                    : s->places > 1 ? INFINITY
                                    : 0;
    return 0;
}

/* ---- backward ----------------------------------------------------------------------- */

/* What is taken off the gradient of step t: the chance of each place. */
static void put_chances(const ctc *q, const sequence *s, int64_t t, const double *after)
{
    double *ways = ways_at(q, s->n, t);
    ct_cpu->ctc->chances(s->said, after, ways, q->loss[s->n], s->places);
    int64_t row = (t * q->batch + s->n) * q->classes;
    for (int64_t i = 0; i < s->places; i++) {
        double less = q->grad[s->n] * s->said[i];
        int64_t at = row + s->label[i];
        if (q->wide) {
            ((double *)(void *)q->gx)[at] -= less;
        } else {
            ((float *)(void *)q->gx)[at] -= (float)less;
        }
    }
}

/* `before` is what is said from the next step on, `now` the logs of what follows. */
static int run_back(const ctc *q, sequence *s)
{
    int64_t steps = steps_of(q, s->n), done = 0;
    if (!(q->loss[s->n] < INFINITY) && q->loss[s->n] == q->loss[s->n]) {
        return 0;
    }
    for (int64_t i = 0; i < s->places + ROOM; i++) {
        s->now[i] = i == s->places - 1 || i == s->places - 2 ? 0 : -INFINITY;
    }
    for (int64_t t = steps - 1; t >= 0; t--) {
        put_chances(q, s, t, s->now);
        take_said(q, s, t);
        for (int64_t i = 0; i < s->places; i++) {
            s->before[i] = s->said[i] + s->now[i];
        }
        ct_cpu->ctc->add_logs(s->now, s->before, s->before + 1, s->before + 2,
                              s->over + 2, s->zero, s->places);
        if (ct_parallel_pace(&done, s->places * 8) < 0) {
            return -1;
        }
    }
    return 0;
}

/* ---- calls --------------------------------------------------------------------------- */

static int run_sequences(void *context, int64_t begin, int64_t end)
{
    const ctc *q = context;
    size_t bytes = sequence_bytes(q);
    char *memory = ct_alloc(bytes);
    int status = memory ? 0 : -1;
    for (int64_t n = begin; status == 0 && n < end; n++) {
        sequence s;
        sequence_memory(q, &s, memory);
        begin_sequence(q, &s, n);
        status = q->grad ? run_back(q, &s) : run_forward(q, &s);
    }
    ct_free(memory, bytes);
    return status;
}

static int run_all(ctc *q)
{
    int64_t each = q->total * (2 * q->longest + 1);
    return ct_parallel_for(q->batch, ct_parallel_grain(each * 16), run_sequences, q);
}

/* A copy: others may write to theirs while it is read twice. */
static const int64_t *copy_of(ct_plain *p, ct_tensor *t)
{
    ct_tensor *copy =
        p->failed ? NULL : ct_plain_keep(p, ct_tensor_new_like(t, CT_DTYPE_I64));
    if (copy && ct_tensor_copy_data(copy, t) < 0) {
        p->failed = true;
    }
    return copy ? (const int64_t *)(const void *)copy->data : NULL;
}

static ctc prepare(ct_plain *p, ct_tensor *x, ct_tensor *targets, ct_dtype d)
{
    return (ctc){.wide = d == CT_DTYPE_F64,
                 .total = x->shape[0],
                 .batch = x->shape[1],
                 .classes = x->shape[2],
                 .longest = targets->shape[1],
                 .x = ct_plain_read(p, x, d),
                 .targets = copy_of(p, targets)};
}

int ct_ctc_cpu(ct_call *c)
{
    ct_plain p = {0};
    ctc q = prepare(&p, ARG(c, ctc, log_probs).tensor, ARG(c, ctc, targets).tensor,
                    (ct_dtype)c->compute);
    q.steps = copy_of(&p, ARG(c, ctc, steps).tensor);
    q.labels = copy_of(&p, ARG(c, ctc, labels).tensor);
    q.blank = ARG(c, ctc, blank).i;
    q.loss = ct_plain_write(&p, OUT(c, ctc, loss), CT_DTYPE_F64);
    q.ways = ct_plain_write(&p, OUT(c, ctc, ways), CT_DTYPE_F64);
    int status = p.failed ? -1 : 0;
    return ct_plain_end(&p, status == 0 && q.batch > 0 ? run_all(&q) : status);
}

int ct_ctc_grad_cpu(ct_call *c)
{
    ct_plain p = {0};
    ctc q = prepare(&p, ARG(c, ctc_grad, log_probs).tensor,
                    ARG(c, ctc_grad, targets).tensor, (ct_dtype)c->compute);
    q.steps = copy_of(&p, ARG(c, ctc_grad, steps).tensor);
    q.labels = copy_of(&p, ARG(c, ctc_grad, labels).tensor);
    q.blank = ARG(c, ctc_grad, blank).i;
    q.loss = ct_plain_read(&p, ARG(c, ctc_grad, loss).tensor, CT_DTYPE_F64);
    q.ways = ct_plain_read(&p, ARG(c, ctc_grad, ways).tensor, CT_DTYPE_F64);
    q.grad = ct_plain_read(&p, ARG(c, ctc_grad, grad).tensor, CT_DTYPE_F64);
    q.gx = ct_plain_write(&p, c->out[0], (ct_dtype)c->compute);
    int status = p.failed ? -1 : 0;
    if (status == 0) {
        int64_t size = ct_dtype_size((ct_dtype)c->compute);
        memset(q.gx, 0, (size_t)(c->out[0]->numel * size));
    }
    return ct_plain_end(&p, status == 0 && q.batch > 0 ? run_all(&q) : status);
}
