/* call: the funnel. Everything that is computed passes through ct_call_run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/device.h"
#include "core/event.h"
#include "core/runtime.h"
#include "ops/hooks.h"
#include "ops/op.h"
#include "rows/view.h"

ct_autograd_hooks ct_grad_hooks;
int (*ct_autocast_hook)(ct_call *c);

void ct_call_init(ct_call *c, const ct_op *op)
{
    c->op = op;
    c->given = op->defaults;
    c->form = CT_FORM_NEW;
    c->nout = op->nout;
    c->device = CT_DEVICE_CPU;
    c->device_index = 0;
    c->specified = 0;
    memset(c->out, 0, sizeof c->out);
    c->outs = (ct_tensors){0, NULL};
    c->original = NULL;
    c->part = NULL;
    for (uint32_t left = op->defaults; left; left &= left - 1) {
        int i = __builtin_ctz(left);
        c->arg[i] = op->params[i].value;
    }
}

void ct_call_release(ct_call *c)
{
    for (int i = 0; i < CT_MAX_OUTS; i++) {
        ct_clear(&c->out[i]);
    }
    for (int64_t i = 0; i < c->outs.n; i++) {
        ct_xdecref(c->outs.v[i]);
    }
    free((void *)c->outs.v);
    c->outs = (ct_tensors){0, NULL};
    ct_clear(&c->original);
}

/* ---- what must stay ----------------------------------------------------- */

static CT_THREAD_LOCAL ct_call *running; /* the innermost of this thread's calls */

bool ct_call_takes(const ct_call *c, const ct_tensor *t, bool memory)
{
    bool found = false;
    for (uint32_t left = c->op->tensor_args & c->given; left && !found;
         left &= left - 1) {
        int i = __builtin_ctz(left);
        bool list = c->op->list_args >> i & 1;
        ct_tensors all = list ? c->arg[i].tensors : (ct_tensors){1, &c->arg[i].tensor};
        for (int64_t j = 0; j < all.n && !found; j++) {
            const ct_tensor *x = all.v[j];
            found = x == t || (memory && x && x->storage == t->storage);
        }
    }
    return found;
}

static bool uses(const ct_call *c, const ct_tensor *t)
{
    /* What a composite is to fill is used by the rows that it runs, not by itself. */
    bool fills = false;
    for (int i = 0; i < c->nout && c->op->kind != CT_KIND_COMPOSITE; i++) {
        fills |= c->out[i] == t;
    }
    return fills || ct_call_takes(c, t, false);
}

/* c: the call from which on, outwards, t must not be used. */
static int may_move(const char *op, const ct_tensor *t, const ct_call *c)
{
    bool alone = !c && ct_unlocked_inside(); /* in what is no call: who knows of what */
    while (c && !uses(c, t)) {
        c = c->outer;
    }
    if (c || alone) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected a tensor that no running operation uses, got one "
                        "of %s, from within which this code runs (a signal handler?)",
                        op, c ? c->op->pyname : "an operation");
    }
    return ct_unlocked_wait();
}

int ct_call_may_move(const char *op, const ct_tensor *t)
{
    return may_move(op, t, running);
}

int ct_call_may_resize(const ct_call *c, const ct_tensor *t)
{
    return may_move(c->op->name, t, c->outer);
}

/* ---- running ------------------------------------------------------------ */

/* What the tensor arguments say to all who want to know, by one look at each: not 0 when
 * one of them carries gradient state, or is not on the CPU. */
typedef struct sight {
    uintptr_t history;
    unsigned elsewhere;
} sight;

static inline void look_at(sight *seen, const ct_tensor *t)
{
    seen->history |= (uintptr_t)t->meta | (uintptr_t)t->base;
    seen->elsewhere |= t->device ^ CT_DEVICE_CPU;
}

static __attribute__((noinline)) sight look_at_lists(const ct_call *c, uint32_t lists,
                                                     sight seen)
{
    for (; lists; lists &= lists - 1) {
        ct_tensors list = c->arg[__builtin_ctz(lists)].tensors;
        for (int64_t j = 0; j < list.n; j++) {
            if (list.v[j]) {
                look_at(&seen, list.v[j]);
            }
        }
    }
    return seen;
}

static inline sight look(const ct_call *c)
{
    sight seen = {0, 0};
    uint32_t tensors = c->op->tensor_args & c->given;
    uint32_t lists = tensors & c->op->list_args;
    for (uint32_t left = tensors ^ lists; left; left &= left - 1) {
        look_at(&seen, c->arg[__builtin_ctz(left)].tensor);
    }
    return lists ? look_at_lists(c, lists, seen) : seen;
}

/* Would a kernel that writes out= as it reads change what it has yet to read? */
static bool out_overlaps(const ct_call *c)
{
    for (uint32_t left = c->op->tensor_args & c->given; left; left &= left - 1) {
        int i = __builtin_ctz(left);
        for (int o = 0; !(c->op->list_args >> i & 1) && o < c->nout; o++) {
            if (c->out[o] && ct_tensor_overlap(c->out[o], c->arg[i].tensor)) {
                return true;
            }
        }
    }
    return false;
}

/* A view in place gives its tensor another layout. */
static bool changes_layout(const ct_call *c)
{
    return c->form == CT_FORM_INPLACE && c->op->kind == CT_KIND_VIEW;
}

/* A view row whose result could not be a view: the input's values, row by row. */
static int fill_from_input(ct_call *c)
{
    ct_tensor *t = FIRST(c), *out = c->out[0];
    int64_t strides[CT_MAX_NDIM];
    ct_shape_strides(t->ndim, t->shape, ct_tensor_itemsize(t), strides);
    ct_tensor *rows = ct_tensor_alias(out, t->ndim, t->shape, strides, out->data);
    int status = rows ? ct_tensor_copy_data(rows, t) : -1;
    ct_xdecref(rows);
    return status;
}

/* The result of a view row: nothing is left to run. */
static inline int view(ct_call *c)
{
    const ct_spec *s = &c->spec[0];
    bool shows = !c->part && s->kind == CT_SPEC_VIEW;
    if (shows && !c->out[0]) {
        c->out[0] = ct_tensor_view(FIRST(c), (ct_dtype)s->dtype, s->ndim, s->shape,
                                   s->strides, s->data);
        return c->out[0] ? 0 : -1;
    }
    if (ct_results_make(c) < 0) {
        return -1;
    }
    return shows || c->part ? 0 : fill_from_input(c);
}

/* Out i of a body becomes the result that the check has asked for. */
static int take_made(ct_call *c, int i, ct_tensor *result)
{
    ct_tensor *made = c->out[i];
    int status = 0;
    if (made && result) {
        status = ct_tensor_copy_data(result, made);
    } else if (result) {
        status =
            ct_error(CT_ERR_RUNTIME, "%s: the body made no result %d", c->op->name, i);
    }
    ct_xdecref(made);
    c->out[i] = result;
    return status;
}

/* NOTE [Bodies] Where a device has no kernel the row runs in other ops. They are not
 * recorded: the node and the errors are the row's, as with a kernel, and so are the
 * results, whose dtype, layout and memory the check has settled. */
static __attribute__((noinline)) int run_body(ct_call *c)
{
    if (!c->op->body) {
        return ct_error(CT_ERR_NOT_IMPLEMENTED, "%s: no kernel for device %s",
                        c->op->name, ct_device_name((ct_device)c->device, 0));
    }
    ct_tensor *results[CT_MAX_OUTS];
    memcpy(results, c->out, sizeof results);
    memset(c->out, 0, sizeof c->out);
    bool was = ct_grad_hooks.enable && ct_grad_hooks.enable(false);
    int status = c->op->body(c);
    if (status < 0) {
        ct_error_name(c->op->name);
    }
    if (was) {
        ct_grad_hooks.enable(true);
    }
    for (int i = 0; i < CT_MAX_OUTS; i++) {
        if (status == 0) {
            status = take_made(c, i, results[i]);
        } else {
            ct_xdecref(c->out[i]);
            c->out[i] = results[i];
        }
    }
    return status;
}

/* Most calls make one result, in memory of its own. */
static inline int make_results(ct_call *c)
{
    const ct_spec *s = &c->spec[0];
    if (c->specified != 1 || c->out[0] || s->strides) {
        return ct_results_make(c);
    }
    c->out[0] = ct_tensor_make(c->op->name, (ct_dtype)s->dtype, s->ndim, s->shape,
                               CT_PLACE(c), s->kind == CT_SPEC_ZEROS);
    return c->out[0] ? 0 : -1;
}

static inline __attribute__((always_inline)) int run_kernel(ct_call *c)
{
    const ct_op *op = c->op;
    if (op->check(c) < 0) {
        return -1;
    }
    if (op->kind == CT_KIND_VIEW) {
        return view(c);
    }
    if (make_results(c) < 0) {
        return -1;
    }
    ct_call_fn kernel = op->kernel[c->device];
    return kernel ? kernel(c) : run_body(c);
}

/* Of a composite the check is its body, which is all there is. */
static inline __attribute__((always_inline)) int run_row(ct_call *c)
{
    return c->op->kind == CT_KIND_COMPOSITE ? c->op->check(c) : run_kernel(c);
}

/* A composite's result goes into the given tensor by the op copy_, which records the
 * gradient; out= may not have one. */
static int give(const ct_call *c, ct_tensor *target, ct_tensor *made)
{
    if (c->form == CT_FORM_OUT && ct_grad_hooks.requires_grad &&
        ct_grad_hooks.requires_grad(made)) {
        return ct_error(
            CT_ERR_RUNTIME,
            "%s(): functions with out=... arguments don't support automatic "
            "differentiation, but one of the arguments requires grad.",
            c->op->pyname);
    }
    ct_call copy;
    ct_call_init(&copy, CT_ROW(copy_));
    ct_call_tensor(&copy, CT_AT(copy_, input), target);
    ct_call_tensor(&copy, CT_AT(copy_, src), made);
    copy.form = CT_FORM_INPLACE;
    copy.out[0] = ct_newref(target);
    int status = ct_call_run(&copy);
    ct_call_release(&copy);
    return status;
}

int ct_call_give(ct_call *c, ct_tensor *made)
{
    ct_tensor *target = c->out[0];
    return ct_result_check(c, target, made) < 0 ? -1 : give(c, target, made);
}

/* NOTE [Forms]: computes into new tensors, then copies into the given ones. */
static __attribute__((noinline)) int run_into_given(ct_call *c)
{
    ct_tensor *given[CT_MAX_OUTS];
    memcpy(given, c->out, sizeof given);
    memset(c->out, 0, sizeof c->out);
    int status = run_row(c);
    for (int i = 0; i < CT_MAX_OUTS; i++) {
        ct_tensor *made = c->out[i], *target = given[i];
        if (!target) {
            continue;
        }
        c->out[i] = target;
        if (status == 0 && made != target) {
            status = ct_result_check(c, target, made);
        }
        if (status == 0 && made != target) {
            status = c->op->kind == CT_KIND_COMPOSITE
                         ? give(c, target, made)
                         : ct_tensor_copy_data(target, made);
        }
        ct_xdecref(made);
    }
    return status;
}

/* Does the row itself write the tensors it is given? */
static bool writes_given(const ct_call *c)
{
    bool writes = c->op->flags & (CT_OP_WRITES_OUT | CT_OP_INPLACE_ONLY);
    bool apart = c->form != CT_FORM_OUT || c->op->kind != CT_KIND_OP;
    return writes && (apart || !out_overlaps(c));
}

/* What users call a row: a private one, _linalg_inv, serves ctensor.linalg.inv. */
static void rename_error(const ct_op *op)
{
    static const char *const parts[] = {"linalg_", "fft_"};
    const char *name = op->pyname;
    char shown[64];
    name += op->flags & CT_OP_PRIVATE && name[0] == '_';
    snprintf(shown, sizeof shown, "%s", name);
    for (int i = 0; i < 2; i++) {
        size_t length = strlen(parts[i]);
        if (strncmp(name, parts[i], length) == 0) {
            shown[length - 1] = '.';
        }
    }
    ct_error_rename(shown);
}

/* What dies may run code, whose errors are its own. */
static __attribute__((noinline)) int fail(ct_call *c)
{
    ct_error_state error;
    ct_error_lay_by(&error);
    ct_call_release(c);
    ct_error_take_up(&error);
    rename_error(c->op);
    return -1;
}

/* The place that a row that makes tensors is asked for: that of its input, if it has one,
 * unless it is named. */
static void set_place(ct_call *c)
{
    const ct_op *op = c->op;
    if (ct_given(c, op->device)) {
        c->device = (uint8_t)(c->arg[op->device].i & 255);
        c->device_index = (uint8_t)(c->arg[op->device].i >> 8);
    } else if (op->params->type != CT_ARG_TENSOR) {
        ct_device_place place = ct_device_default();
        c->device = place.device;
        c->device_index = place.device_index;
    }
}

/* What comes before the row itself, where `history` is that of a given result: 1 or more
 * if the gradient is to be recorded, else 0; -1 with the error set. */
static inline __attribute__((always_inline)) int begin(ct_call *c, bool history)
{
    const ct_op *op = c->op;
    if (ct_call_wrap_axes(c) < 0) {
        return -1;
    }
    sight seen = look(c);
    bool composite = op->kind == CT_KIND_COMPOSITE;
    if (seen.elsewhere && !composite && ct_check_devices(c) < 0) {
        return -1;
    }
    if (op->device != CT_NOWHERE) {
        set_place(c);
    }
    bool asks = (seen.history || history) && !composite && ct_grad_hooks.before;
    return asks ? ct_grad_hooks.before(c) : 0;
}

/* Results are made. */
static inline __attribute__((always_inline)) int run_new(ct_call *c)
{
    int record = begin(c, false);
    int status = record < 0 ? -1 : run_row(c);
    return status == 0 && record ? ct_grad_hooks.record(c, record) : status;
}

/* Results are there: NOTE [Forms]. */
static int run_to_given(ct_call *c)
{
    const ct_tensor *t = c->out[0];
    bool history = t->meta || t->base || t->flags & CT_TENSOR_INFERENCE;
    int record = begin(c, c->form != CT_FORM_NEW && history);
    if (record < 0) {
        return -1;
    }
    int status = writes_given(c) ? run_row(c) : run_into_given(c);
    if (status == 0 && record) {
        status = ct_grad_hooks.record(c, record);
    }
    if (status == 0 && c->op->kind != CT_KIND_COMPOSITE) {
        for (int i = 0; i < c->nout && c->out[i]; i++) {
            ct_call_wrote(c, c->out[i]);
        }
    }
    return status;
}

static __attribute__((noinline)) int run_given(ct_call *c)
{
    int status = changes_layout(c) ? may_move(c->op->name, FIRST(c), c->outer) : 0;
    if (status == 0) {
        running = c;
        status = run_to_given(c);
        running = c->outer;
    }
    if (c->form == CT_FORM_OUT) { /* what a resized one showed before */
        ct_storage_settle();
    }
    return status;
}

/* The node has its own references to the hidden results. */
static void drop_hidden(ct_call *c)
{
    for (int i = c->nout; i < c->nout + c->op->nkept; i++) {
        ct_clear(&c->out[i]);
    }
}

static inline __attribute__((always_inline)) int run(ct_call *c)
{
    int status;
    c->outer = running;
    if (c->out[0]) {
        status = run_given(c);
    } else {
        running = c;
        status = run_new(c);
        running = c->outer;
    }
    return status < 0 ? fail(c) : 0;
}

/* Listeners see the results and what is saved. */
static __attribute__((noinline)) int run_heard(ct_call *c)
{
    ct_event e;
    int status = ct_event_heard(CT_EVENT_AUTOCAST) ? ct_autocast_hook(c) : 1;
    if (status <= 0) {
        return status;
    }
    bool heard = ct_event_heard(CT_EVENT_CALL);
    if (heard) {
        e = (ct_event){.kind = CT_EVENT_CALL, .name = c->op->pyname, .call = c};
        ct_event_begin(&e);
    }
    status = run(c);
    if (heard) {
        ct_event_end(&e, status);
    }
    return status;
}

int ct_call_run(ct_call *c)
{
    bool heard = ct_event_heard(CT_EVENT_CALL | CT_EVENT_AUTOCAST);
    int status = heard ? run_heard(c) : run(c);
    if (status == 0 && c->op->nkept) {
        drop_hidden(c);
    }
    return status;
}
