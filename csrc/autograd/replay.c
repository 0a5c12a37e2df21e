/* replay: keeping steps, and running them; see replay.h. */
#include "autograd/replay.h"

#include <stdlib.h>
#include <string.h>

#include "autograd/meta.h"
#include "core/device.h"
#include "core/event.h"
#include "ops/op.h"

#define PROBLEMS_MAX 32

typedef struct step {
    uint16_t kind; /* CT_EVENT_CALL, _COPY or _FILL */
    const char *name;
    /* of a call; arrays and tensors are owned */
    const ct_op *op;
    uint8_t form;
    uint32_t given;
    ct_value *arg;
    ct_tensor *out[CT_MAX_OUTS];
    ct_tensors outs;
    ct_tensor *original;
    /* of a copy or fill */
    ct_tensor *to, *from;
    _Alignas(16) char value[16];
} step;

struct ct_tape {
    ct_listener listener;
    const void *thread; /* an address that only it has */
    bool running;
    step *steps;
    int64_t n, room;
    step pending;        /* the call that runs; its parts are no steps */
    const ct_call *call; /* that one, or NULL */
    int32_t depth;       /* of its event */
    const char *problem[PROBLEMS_MAX];
    int problems;
};

static CT_THREAD_LOCAL char here; /* its address tells threads apart */

static void problem_add(ct_tape *t, const char *text)
{
    for (int i = 0; i < t->problems; i++) {
        if (strcmp(t->problem[i], text) == 0) {
            return;
        }
    }
    if (t->problems < PROBLEMS_MAX) {
        t->problem[t->problems++] = text;
    }
}

/* ---- keeping ----------------------------------------------------------------- */

/* x as it lies now, sharing its storage. */
static ct_tensor *keep(ct_tape *t, const ct_tensor *x)
{
    if (!x) {
        return NULL;
    }
    ct_tensor *own =
        ct_tensor_alias((ct_tensor *)x, x->ndim, x->shape, x->strides, x->data);
    if (!own) {
        problem_add(t, "memory ran out");
        return NULL;
    }
    own->flags |= x->flags & CT_TENSOR_WEAK;
    return own;
}

static void *copied(ct_tape *t, const void *from, size_t size)
{
    void *copy = malloc(size ? size : 1);
    if (!copy) {
        problem_add(t, "memory ran out");
        return NULL;
    }
    return size ? memcpy(copy, from, size) : copy;
}

static ct_tensors keep_all(ct_tape *t, ct_tensors list)
{
    ct_tensor **own = calloc((size_t)list.n + 1, sizeof *own);
    if (!own) {
        problem_add(t, "memory ran out");
        return (ct_tensors){0, NULL};
    }
    for (int64_t i = 0; i < list.n; i++) {
        own[i] = keep(t, list.v[i]);
    }
    return (ct_tensors){list.n, own};
}

static ct_value keep_arg(ct_tape *t, const ct_call *c, int i)
{
    ct_value v = c->arg[i];
    uint8_t type = c->op->params[i].type;
    if (c->op->list_args >> i & 1) {
        v.tensors = keep_all(t, v.tensors);
    } else if (c->op->tensor_args >> i & 1) {
        v.tensor = keep(t, v.tensor);
    } else if (type == CT_ARG_AXES || type == CT_ARG_INTS) {
        v.dims.v = copied(t, v.dims.v, (size_t)v.dims.n * sizeof *v.dims.v);
        v.dims.n = v.dims.v ? v.dims.n : 0;
    } else if (type == CT_ARG_STR) {
        v.s = copied(t, v.s, (size_t)v.s_len + 1);
    } else if (type == CT_ARG_GENERATOR) {
        problem_add(t, "a generator was given, which a tape does not keep");
    }
    return v;
}

static void list_drop(ct_tensors list)
{
    for (int64_t i = 0; i < list.n; i++) {
        ct_xdecref(list.v[i]);
    }
    free((void *)list.v);
}

static void arg_drop(const step *s, int i)
{
    uint8_t type = s->op->params[i].type;
    if (s->op->list_args >> i & 1) {
        list_drop(s->arg[i].tensors);
    } else if (s->op->tensor_args >> i & 1) {
        ct_xdecref(s->arg[i].tensor);
    } else if (type == CT_ARG_AXES || type == CT_ARG_INTS) {
        free((void *)s->arg[i].dims.v);
    } else if (type == CT_ARG_STR) {
        free((void *)s->arg[i].s);
    }
}

static void step_drop(step *s)
{
    for (int i = 0; s->arg && i < s->op->nparam; i++) {
        if (s->given >> i & 1) {
            arg_drop(s, i);
        }
    }
    free(s->arg);
    for (int i = 0; i < CT_MAX_OUTS; i++) {
        ct_xdecref(s->out[i]);
    }
    list_drop(s->outs);
    ct_xdecref(s->original);
    ct_xdecref(s->to);
    ct_xdecref(s->from);
    *s = (step){0};
}

static void step_push(ct_tape *t, step *s)
{
    if (t->n == t->room) {
        int64_t room = t->room ? 2 * t->room : 64;
        step *more = realloc(t->steps, (size_t)room * sizeof *more);
        if (!more) {
            problem_add(t, "memory ran out");
            step_drop(s);
            return;
        }
        t->steps = more;
        t->room = room;
    }
    t->steps[t->n++] = *s;
    *s = (step){0};
}

/* ---- hearing ----------------------------------------------------------------- */

static void call_begin(ct_tape *t, const ct_event *e)
{
    const ct_call *c = e->call;
    t->call = c;
    t->depth = e->depth;
    t->pending = (step){.kind = CT_EVENT_CALL,
                        .name = e->name,
                        .op = c->op,
                        .form = c->form,
                        .given = c->given};
    t->pending.arg = calloc((size_t)c->op->nparam + 1, sizeof *t->pending.arg);
    if (!t->pending.arg) {
        problem_add(t, "memory ran out");
        return;
    }
    for (int i = 0; i < c->op->nparam; i++) {
        if (ct_given(c, i)) {
            t->pending.arg[i] = keep_arg(t, c, i);
        }
    }
}

/* Views need no step: what they share is shared already. Those that had to copy do. */
static bool is_shared(const ct_call *c)
{
    const ct_tensor *out = c->out[0] ? c->out[0] : c->outs.n ? c->outs.v[0] : NULL;
    return c->op->kind == CT_KIND_VIEW && (!out || out->storage == FIRST(c)->storage);
}

static void call_end(ct_tape *t, const ct_event *e)
{
    const ct_call *c = e->call;
    step *s = &t->pending;
    t->call = NULL;
    if (e->phase == CT_EVENT_FAILED || is_shared(c) || !s->arg) {
        step_drop(s);
        return;
    }
    for (int i = 0; i < CT_MAX_OUTS; i++) {
        s->out[i] = keep(t, c->out[i]);
    }
    s->outs = keep_all(t, c->outs);
    step_push(t, s);
}

/* A copy or fill that is part of no row: of the engine, or of Python. */
static void raw_end(ct_tape *t, const ct_event *e)
{
    if (t->call) {
        if (e->to && e->to == t->call->original) {
            t->pending.original = keep(t, e->to);
        }
        return;
    }
    step s = {.kind = e->kind, .name = e->name, .to = keep(t, e->to)};
    if (e->kind == CT_EVENT_COPY) {
        s.from = keep(t, e->from);
    } else if (s.to && s.to->numel) {
        memcpy(s.value, s.to->data, (size_t)ct_tensor_itemsize(s.to));
    }
    if (s.to) {
        step_push(t, &s);
    }
}

static void hear_call(ct_tape *t, const ct_event *e)
{
    if (e->call->op->kind == CT_KIND_COMPOSITE) {
        return;
    }
    if (e->phase == CT_EVENT_BEGIN && !t->call) {
        call_begin(t, e);
    } else if (e->phase != CT_EVENT_BEGIN && t->call && e->depth == t->depth) {
        call_end(t, e);
    }
}

static void hear(ct_listener *l, const ct_event *e)
{
    ct_tape *t = (ct_tape *)l;
    if (t->thread != &here) {
        problem_add(t, "another thread computed meanwhile");
        return;
    }
    ct_error_state error; /* keeping may fail */
    ct_error_lay_by(&error);
    if (e->kind == CT_EVENT_CALL) {
        hear_call(t, e);
    } else if (e->kind == CT_EVENT_READ && !t->call) {
        problem_add(t, e->name);
    } else if (e->kind != CT_EVENT_READ &&
               (e->phase == CT_EVENT_END || e->phase == CT_EVENT_ONCE)) {
        raw_end(t, e);
    }
    ct_error_take_up(&error);
}

/* ---- running ------------------------------------------------------------------ */

/* New values where the old ones were; nothing if the result lies there by itself. */
static int give_back(const step *s, ct_tensor *was, ct_tensor *now)
{
    if (!was || !now || ct_tensor_same_memory(was, now)) {
        return 0;
    }
    if (!ct_tensor_same_shape(was, now) || was->dtype != now->dtype) {
        return ct_error(
            CT_ERR_RUNTIME,
            "replay: expected %s to give shape %s again, got %s: it depends "
            "on the data",
            s->name, ct_tensor_shape_str(was), ct_tensor_shape_str(now));
    }
    return ct_tensor_copy_data(was, now);
}

static int results_give_back(const step *s, const ct_call *c)
{
    int status = 0;
    for (int i = 0; i < c->nout && status == 0; i++) {
        status = give_back(s, s->out[i], c->out[i]);
    }
    if (status == 0 && s->outs.n != c->outs.n) {
        status = ct_error(CT_ERR_RUNTIME,
                          "replay: expected %s to give %lld results again, got %lld",
                          s->name, (long long)s->outs.n, (long long)c->outs.n);
    }
    for (int64_t i = 0; i < s->outs.n && status == 0; i++) {
        status = give_back(s, s->outs.v[i], c->outs.v[i]);
    }
    return status;
}

static int call_run(const step *s)
{
    if (s->original && ct_tensor_copy_data(s->original, FIRST(s)) < 0) {
        return -1;
    }
    ct_call c;
    ct_call_init(&c, s->op);
    memcpy(c.arg, s->arg, s->op->nparam * sizeof *c.arg);
    c.given = s->given;
    c.form = s->form;
    if (s->form == CT_FORM_INPLACE) {
        c.out[0] = ct_newref(FIRST(s));
    }
    for (int i = 0; i < c.nout && s->form == CT_FORM_OUT; i++) {
        c.out[i] = s->out[i] ? ct_newref(s->out[i]) : NULL;
    }
    for (int i = c.nout; i < c.nout + s->op->nkept; i++) { /* hidden: written there */
        c.out[i] = ct_newref(s->out[i]);
    }
    int status = ct_call_run(&c);
    if (status == 0) {
        status = results_give_back(s, &c);
        ct_call_release(&c);
    }
    return status;
}

static int step_run(const step *s)
{
    switch (s->kind) {
    case CT_EVENT_COPY:
        return ct_tensor_copy_data(s->to, s->from);
    case CT_EVENT_FILL:
        return ct_tensor_fill(s->to, s->value);
    default:
        return call_run(s);
    }
}

int ct_tape_run(ct_tape *t)
{
    bool grad = ct_grad_enabled_set(false);
    int status = 0;
    for (int64_t i = 0; i < t->n && status == 0; i++) {
        status = step_run(&t->steps[i]);
    }
    ct_grad_enabled_set(grad);
    return status;
}

/* ---- its life ------------------------------------------------------------------ */

ct_tape *ct_tape_start(void)
{
    ct_tape *t = calloc(1, sizeof *t);
    if (!t) {
        return ct_error_null(CT_ERR_MEMORY, "replay: out of memory");
    }
    t->listener = (ct_listener){.kinds = CT_EVENT_CALL | CT_EVENT_COPY | CT_EVENT_FILL |
                                         CT_EVENT_READ,
                                .hear = hear};
    t->thread = &here;
    t->running = true;
    if (ct_listen(&t->listener) < 0) {
        free(t);
        return NULL;
    }
    return t;
}

void ct_tape_stop(ct_tape *t)
{
    if (t->running) {
        t->running = false;
        ct_unlisten(&t->listener);
        step_drop(&t->pending);
        t->call = NULL;
    }
}

void ct_tape_free(ct_tape *t)
{
    ct_tape_stop(t);
    for (int64_t i = 0; i < t->n; i++) {
        step_drop(&t->steps[i]);
    }
    free(t->steps);
    free(t);
}

const char *ct_tape_step(const ct_tape *t, int64_t i)
{
    return i < t->n ? t->steps[i].name : NULL;
}

const char *ct_tape_problem(const ct_tape *t, int64_t i)
{
    return i < t->problems ? t->problem[i] : NULL;
}
