/* recurrent_walk: all steps of a recurrent layer and their gradients, step by step in
 * other ops: the bodies of the rows of recurrent_layer.c. Lists have a tensor for each
 * step, in the order of the sequence; steps are counted as they run. */
#include "core/alloc.h"
#include "ops/recurrent_layer.h"
#include "ops/scope.h"
#include "rows/activation.h"
#include "rows/arithmetic.h"
#include "rows/comparison.h"
#include "rows/index.h"
#include "rows/join.h"
#include "rows/matmul.h"
#include "rows/nn.h"
#include "rows/trigonometric.h"
#include "rows/view.h"

typedef ct_tensor **list;

#define LISTS 9

typedef struct walk {
    ct_scope *s;
    const ct_recurrent_operands *o;
    ct_dtype d; /* in which all is computed */
    int64_t steps, n, h;
    int64_t states; /* how many */
    ct_tensor *hh, *bias_hh;
    ct_tensor *first[2]; /* the states that rows begin with */
    list x; /* what the input gives to the gates */
    list gates; /* of an LSTM all of them; of a GRU what the state gives */
    list before[2], after[2];
    list back; /* the gradient of x */
    list own; /* and of what the state gives, where that is another */
    list pieces; /* to be joined */
    void *memory;
    size_t bytes;
} walk;

static ct_tensor *newref(ct_tensor *t)
{
    return t ? ct_newref(t) : NULL;
}

static int64_t place(const walk *w, int64_t i)
{
    return w->o->reverse ? w->steps - 1 - i : i;
}

/* Rows of step i; none before the first and behind the last. */
static int64_t rows_of(const walk *w, int64_t i)
{
    if (i < 0 || i >= w->steps) {
        return 0;
    }
    return w->o->sizes ? w->o->sizes->v[place(w, i)] : w->n;
}

static ct_tensor *rows(const walk *w, ct_tensor *t, int64_t from, int64_t count)
{
    return t && t->shape[0] != count ? ct_s_narrow(w->s, t, 0, from, count) : t;
}

static ct_tensor *zeros(const walk *w, int64_t count, int64_t width)
{
    int64_t shape[] = {count, width};
    return ct_s_new_zeros(w->s, w->d, 2, shape, CT_PLACE(w->o->input));
}

static ct_tensor *join(const walk *w, int64_t n, ct_tensor *const *parts, int64_t dim)
{
    return w->s->failed ? NULL
           : n == 1     ? parts[0]
                        : ct_s_cat(w->s, ct_tensors_of(n, parts), .dim = CT_SOME(dim));
}

static bool begin(walk *w, ct_scope *s, const ct_recurrent_operands *o)
{
    int64_t n = o->sizes ? o->sizes->n : o->input->shape[0];
    *w = (walk){.s = s,
                .o = o,
                .d = ct_dtype_compute((ct_dtype)o->input->dtype),
                .steps = n,
                .n = o->states->shape[1],
                .h = o->states->shape[2],
                .states = o->states->shape[0]};
    w->bytes = (size_t)(LISTS * (n + 1)) * sizeof(ct_tensor *);
    w->memory = ct_alloc(w->bytes);
    if (!w->memory) {
        s->failed = true;
        return false;
    }
    list *lists[] = {&w->x,         &w->gates,    &w->before[0],
                     &w->before[1], &w->after[0], &w->after[1],
                     &w->back,      &w->own,      &w->pieces};
    for (int i = 0; i < LISTS; i++) {
        *lists[i] = (list)w->memory + i * (n + 1);
    }
    return true;
}

static void end(walk *w)
{
    ct_free(w->memory, w->bytes);
}

/* What the list holds as input lies: (T, N, width), or packed. */
static ct_tensor *all_of(const walk *w, list of, int64_t width)
{
    if (w->s->failed) {
        return NULL;
    }
    if (w->steps == 0) {
        int64_t shape[] = {0, w->n, width};
        return ct_s_new_zeros(w->s, w->d, 3, shape, CT_PLACE(w->o->input));
    }
    return w->o->sizes ? join(w, w->steps, of, 0)
                       : ct_s_stack(w->s, ct_tensors_of(w->steps, of));
}

/* Nothing, for each row of each step. */
static ct_tensor *none(const walk *w)
{
    const ct_tensor *x = w->o->input;
    int64_t shape[] = {x->shape[0], w->o->sizes ? 0 : x->shape[1], 0};
    return ct_s_new_zeros(w->s, w->d, x->ndim, shape, CT_PLACE(x));
}

static void part_all(const walk *w, ct_tensor *all, list to)
{
    int64_t at = 0;
    for (int64_t p = 0; p < w->steps; p++) {
        if (w->o->sizes) {
            to[p] = ct_s_narrow(w->s, all, 0, at, w->o->sizes->v[p]);
            at += w->o->sizes->v[p];
        } else {
            to[p] = ct_s_select(w->s, all, 0, p);
        }
    }
}

/* ---- forward --------------------------------------------------------------- */

/* State k of the rows of step i before it: of those that go on, then of others. */
static ct_tensor *state_before(const walk *w, int k, int64_t i)
{
    int64_t now = rows_of(w, i), then = rows_of(w, i - 1);
    if (i == 0) {
        return rows(w, w->first[k], 0, now);
    }
    ct_tensor *old = w->after[k][place(w, i - 1)];
    if (now <= then) {
        return rows(w, old, 0, now);
    }
    ct_tensor *both[] = {old, rows(w, w->first[k], then, now - then)};
    return join(w, 2, both, 0);
}

static ct_tensor *sum(ct_scope *s, ct_tensor *a, ct_tensor *b)
{
    return a && b ? ct_s_add(s, a, b) : a ? a : b;
}

/* The step at place p, whose states before it are known. */
static void step(walk *w, int64_t p)
{
    ct_scope *s = w->s;
    int64_t cell = w->o->cell;
    ct_tensor *h = w->before[0][p];
    ct_tensor *own = ct_s_linear(s, h, w->hh, .bias = w->bias_hh);
    if (IS(cell, tanh) || IS(cell, relu)) {
        ct_tensor *x = ct_s_add(s, w->x[p], own);
        w->after[0][p] = IS(cell, tanh) ? ct_s_tanh(s, x) : ct_s_relu(s, x);
        return;
    }
    ct_call c;
    if (IS(cell, gru)) {
        w->gates[p] = own;
        ct_call_init(&c, CT_ROW(gru_gates));
        ct_call_tensor(&c, CT_AT(gru_gates, input), w->x[p]);
        ct_call_tensor(&c, CT_AT(gru_gates, hidden), own);
        ct_call_tensor(&c, CT_AT(gru_gates, state), h);
        w->after[0][p] = own ? ct_scope_run(s, &c) : NULL;
        return;
    }
    w->gates[p] = ct_s_add(s, w->x[p], own);
    ct_call_init(&c, CT_ROW(lstm_gates));
    ct_call_tensor(&c, CT_AT(lstm_gates, gates), w->gates[p]);
    ct_call_tensor(&c, CT_AT(lstm_gates, cell), w->before[1][p]);
    w->after[0][p] = w->gates[p] ? ct_scope_run(s, &c) : NULL;
    w->after[1][p] = w->after[0][p] ? OUT(&c, lstm_gates, next) : NULL;
}

/* All steps: false if one failed. Only a GRU keeps what the state gives by itself, with
 * its bias. */
static bool walk_on(walk *w)
{
    ct_scope *s = w->s;
    const ct_recurrent_operands *o = w->o;
    ct_tensor *b_ih = o->bias_ih ? ct_s_cast(s, o->bias_ih, w->d) : NULL;
    ct_tensor *b_hh = o->bias_hh ? ct_s_cast(s, o->bias_hh, w->d) : NULL;
    bool apart = IS(o->cell, gru);
    w->hh = ct_s_cast(s, o->hh, w->d);
    w->bias_hh = apart ? b_hh : NULL;
    part_all(w,
             ct_s_linear(s, ct_s_cast(s, o->input, w->d), ct_s_cast(s, o->ih, w->d),
                         .bias = apart ? b_ih : sum(s, b_ih, b_hh)),
             w->x);
    ct_tensor *states = ct_s_cast(s, o->states, w->d);
    for (int k = 0; k < w->states; k++) {
        w->first[k] = ct_s_select(s, states, 0, k);
    }
    for (int64_t i = 0; i < w->steps && !s->failed; i++) {
        int64_t p = place(w, i);
        for (int k = 0; k < w->states; k++) {
            w->before[k][p] = state_before(w, k, i);
        }
        if (!s->failed) {
            step(w, p);
        }
    }
    return !s->failed;
}

/* State k behind each row's last step, from the rows whose last one is the last. */
static ct_tensor *ends_of(const walk *w, int k)
{
    int64_t n = 0;
    for (int64_t i = w->steps - 1; i >= 0; i--) {
        int64_t next = rows_of(w, i + 1), now = rows_of(w, i);
        if (now > next) {
            w->pieces[n++] = rows(w, w->after[k][place(w, i)], next, now - next);
        }
    }
    return n == 0 ? w->first[k] : join(w, n, w->pieces, 0);
}

static ct_tensor *stacked(const walk *w, ct_tensor *const *each)
{
    return w->s->failed ? NULL : ct_s_stack(w->s, ct_tensors_of(w->states, each));
}

/* Part i of three or four in the last dim. */
static ct_tensor *part(const walk *w, ct_tensor *all, int64_t i, int64_t count)
{
    return all ? ct_s_narrow(w->s, all, all->ndim - 1, i * w->h, count * w->h) : NULL;
}

/* The gates behind their functions. */
static ct_tensor *lstm_values(const walk *w, ct_tensor *gates)
{
    ct_tensor *sigmoids = ct_s_sigmoid(w->s, gates);
    ct_tensor *parts[] = {part(w, sigmoids, 0, 2),
                          ct_s_tanh(w->s, part(w, gates, 2, 1)),
                          part(w, sigmoids, 3, 1)};
    return w->s->failed ? NULL : join(w, 3, parts, gates->ndim - 1);
}

static ct_tensor *gru_values(const walk *w, ct_tensor *x, ct_tensor *own)
{
    ct_scope *s = w->s;
    ct_tensor *both =
        ct_s_sigmoid(s, ct_s_add(s, part(w, x, 0, 2), part(w, own, 0, 2)));
    ct_tensor *inner = ct_s_mul(s, part(w, both, 0, 1), part(w, own, 2, 1));
    ct_tensor *parts[] = {both, ct_s_tanh(s, ct_s_add(s, part(w, x, 2, 1), inner))};
    return s->failed ? NULL : join(w, 2, parts, both->ndim - 1);
}

CT_BODY(recurrent_layer)
{
    ct_recurrent_operands o = OPERANDS(c, recurrent_layer);
    ct_dtype given = (ct_dtype)o.input->dtype;
    ct_tensor *y = NULL, *gates, *beside;
    walk w;
    if (!begin(&w, s, &o)) {
        return NULL;
    }
    if (walk_on(&w)) {
        int64_t width = ct_recurrent_kept(&o);
        if (IS(o.cell, lstm)) {
            gates = lstm_values(&w, all_of(&w, w.gates, width));
            beside = all_of(&w, w.after[1], w.h);
        } else if (IS(o.cell, gru)) {
            ct_tensor *own = all_of(&w, w.gates, width);
            gates = gru_values(&w, all_of(&w, w.x, width), own);
            beside = part(&w, own, 2, 1);
        } else {
            gates = beside = none(&w);
        }
        ct_tensor *ends[] = {ends_of(&w, 0), w.states > 1 ? ends_of(&w, 1) : NULL};
        KEPT(c, recurrent_layer, gates) = newref(gates);
        KEPT(c, recurrent_layer, beside) = newref(beside);
        OUT(c, recurrent_layer, ends) = newref(ct_s_cast(s, stacked(&w, ends), given));
        y = ct_s_cast(s, all_of(&w, w.after[0], w.h), given);
    }
    end(&w);
    return y;
}

/* ---- backward -------------------------------------------------------------- */

/* What comes from behind for the states. */
typedef struct behind {
    ct_tensor *ends[2]; /* for rows that end */
    ct_tensor *next[2]; /* before the step that ran last here */
    ct_tensor *first[2]; /* of rows that begin with later steps */
} behind;

/* The gradient of state k behind step i. Rows that began with the step behind it are
 * done: theirs goes to the others that are. */
static ct_tensor *from_behind(const walk *w, behind *b, int k, int64_t i)
{
    int64_t now = rows_of(w, i), next = rows_of(w, i + 1);
    if (next > now) {
        ct_tensor *parts[] = {rows(w, b->next[k], now, next - now), b->first[k]};
        b->first[k] = join(w, b->first[k] ? 2 : 1, parts, 0);
    }
    if (next == 0) {
        return rows(w, b->ends[k], 0, now);
    }
    if (next >= now) {
        return rows(w, b->next[k], 0, now);
    }
    ct_tensor *parts[] = {b->next[k], rows(w, b->ends[k], next, now - next)};
    return join(w, 2, parts, 0);
}

static ct_tensor *first_gradient(const walk *w, const behind *b, int k)
{
    if (w->steps == 0) {
        return b->ends[k];
    }
    ct_tensor *parts[] = {b->next[k], b->first[k]};
    return join(w, b->first[k] ? 2 : 1, parts, 0);
}

static void lstm_back(walk *w, behind *b, int64_t p, ct_tensor *gh, ct_tensor *gc)
{
    ct_call c;
    ct_call_init(&c, CT_ROW(lstm_gates_grad));
    ct_call_tensor(&c, CT_AT(lstm_gates_grad, grad), gh);
    ct_call_tensor(&c, CT_AT(lstm_gates_grad, gnext), gc);
    ct_call_tensor(&c, CT_AT(lstm_gates_grad, gates), w->gates[p]);
    ct_call_tensor(&c, CT_AT(lstm_gates_grad, cell), w->before[1][p]);
    w->own[p] = w->back[p] = ct_scope_run(w->s, &c);
    b->next[1] = w->back[p] ? OUT(&c, lstm_gates_grad, gcell) : NULL;
    b->next[0] = ct_s_matmul(w->s, w->own[p], w->hh);
}

static void gru_back(walk *w, behind *b, int64_t p, ct_tensor *gh)
{
    ct_call c;
    ct_call_init(&c, CT_ROW(gru_gates_grad));
    ct_call_tensor(&c, CT_AT(gru_gates_grad, grad), gh);
    ct_call_tensor(&c, CT_AT(gru_gates_grad, input), w->x[p]);
    ct_call_tensor(&c, CT_AT(gru_gates_grad, hidden), w->gates[p]);
    ct_call_tensor(&c, CT_AT(gru_gates_grad, state), w->before[0][p]);
    w->back[p] = ct_scope_run(w->s, &c);
    w->own[p] = w->back[p] ? OUT(&c, gru_gates_grad, ghidden) : NULL;
    ct_tensor *gstate = w->back[p] ? OUT(&c, gru_gates_grad, gstate) : NULL;
    b->next[0] = ct_s_add(w->s, gstate, ct_s_matmul(w->s, w->own[p], w->hh));
}

static void plain_back(walk *w, behind *b, int64_t p, ct_tensor *gh)
{
    ct_scope *s = w->s;
    ct_tensor *y = w->after[0][p];
    if (IS(w->o->cell, tanh)) {
        ct_tensor *slope = ct_s_sub(s, ct_s_float(s, 1), ct_s_mul(s, y, y));
        w->back[p] = ct_s_mul(s, gh, slope);
    } else {
        ct_tensor *off = ct_s_le(s, y, ct_s_float(s, 0));
        w->back[p] = ct_s_masked_fill(s, gh, off, ct_s_float(s, 0));
    }
    w->own[p] = w->back[p];
    b->next[0] = ct_s_matmul(s, w->own[p], w->hh);
}

/* From the last step to the first; grads of each step in `pieces`. */
static void walk_back(walk *w, behind *b)
{
    for (int64_t i = w->steps - 1; i >= 0 && !w->s->failed; i--) {
        int64_t p = place(w, i);
        ct_tensor *gh = ct_s_add(w->s, w->pieces[p], from_behind(w, b, 0, i));
        ct_tensor *gc = w->states > 1 ? from_behind(w, b, 1, i) : NULL;
        if (w->s->failed) {
            return;
        }
        if (IS(w->o->cell, lstm)) {
            lstm_back(w, b, p, gh, gc);
        } else if (IS(w->o->cell, gru)) {
            gru_back(w, b, p, gh);
        } else {
            plain_back(w, b, p, gh);
        }
    }
}

static ct_tensor *weight_gradient(const walk *w)
{
    int64_t width = ct_recurrent_parts(w->o) * w->h;
    if (w->steps == 0 || w->s->failed) {
        return w->s->failed ? NULL : zeros(w, width, w->h);
    }
    ct_tensor *g = join(w, w->steps, w->own, 0);
    ct_tensor *states = join(w, w->steps, w->before[0], 0);
    return ct_s_matmul(w->s, ct_s_transpose(w->s, g, 0, 1), states);
}

/* All of it from the operands, as what is kept, and the output, come from there. */
CT_BODY(recurrent_layer_grad)
{
    ct_recurrent_operands o = OPERANDS(c, recurrent_layer_grad);
    ct_dtype given = (ct_dtype)o.input->dtype;
    ct_tensor *y = NULL;
    walk w;
    if (!begin(&w, s, &o)) {
        return NULL;
    }
    behind b = {0};
    ct_tensor *gends = ct_s_cast(s, ARG(c, recurrent_layer_grad, gends).tensor, w.d);
    ct_tensor *grad = ct_s_cast(s, ARG(c, recurrent_layer_grad, grad).tensor, w.d);
    for (int k = 0; k < w.states; k++) {
        b.ends[k] = ct_s_select(s, gends, 0, k);
    }
    if (walk_on(&w)) {
        part_all(&w, grad, w.pieces);
        walk_back(&w, &b);
        ct_tensor *firsts[] = {first_gradient(&w, &b, 0),
                               w.states > 1 ? first_gradient(&w, &b, 1) : NULL};
        int64_t width = ct_recurrent_parts(&o) * w.h;
        ct_tensor *inner =
            IS(o.cell, gru) ? part(&w, all_of(&w, w.own, width), 2, 1) : none(&w);
        OUT(c, recurrent_layer_grad, ginner) = newref(ct_s_cast(s, inner, given));
        OUT(c, recurrent_layer_grad, gstates) =
            newref(ct_s_cast(s, stacked(&w, firsts), given));
        OUT(c, recurrent_layer_grad, gweight) =
            newref(ct_s_cast(s, weight_gradient(&w), given));
        y = ct_s_cast(s, all_of(&w, w.back, width), given);
    }
    end(&w);
    return y;
}
