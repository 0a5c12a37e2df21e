/* autocast: mixed precision; see autocast.h. */
#include "autograd/autocast.h"

#include <stdlib.h>
#include <string.h>

#include "autograd/meta.h"
#include "core/event.h"
#include "ops/scope.h"

/* The cast of a weight, as long as the weight has this version. */
typedef struct kept {
    ct_tensor *from, *to; /* owned */
    uint32_t version;
    bool recorded;
} kept;

static CT_THREAD_LOCAL struct {
    ct_autocast_state now;
    kept *kept;
    int n, room;
} thread = {.now = {.keeps = true, .dtype = CT_DTYPE_BF16}};

/* ---- the state ---------------------------------------------------------- */

ct_autocast_state ct_autocast_get(void)
{
    return thread.now;
}

void ct_autocast_set(ct_autocast_state s)
{
    s.nesting = thread.now.nesting;
    if (s.on != thread.now.on) {
        ct_event_autocast(s.on ? 1 : -1);
    }
    thread.now = s;
}

void ct_autocast_clear(void)
{
    while (thread.n > 0) { /* what dies may run code that casts */
        kept old = thread.kept[--thread.n];
        ct_decref(old.from);
        ct_decref(old.to);
    }
}

int ct_autocast_nest(int by)
{
    thread.now.nesting += by;
    if (thread.now.nesting <= 0) {
        thread.now.nesting = 0;
        ct_autocast_clear();
        if (thread.n == 0) {
            free(thread.kept);
            thread.kept = NULL;
            thread.room = 0;
        }
    }
    return thread.now.nesting;
}

bool ct_autocast_suspend(bool suspended)
{
    bool was = thread.now.suspended;
    thread.now.suspended = suspended;
    return was;
}

/* ---- what is kept ------------------------------------------------------- */

static bool is_weight(const ct_tensor *t)
{
    return thread.now.keeps && thread.now.nesting > 0 && t->dtype == CT_DTYPE_F32 &&
           t->meta && t->meta->requires_grad && !t->meta->grad_fn && !t->base;
}

/* The cast of a weight that is kept, and as it would be made now; or NULL. */
static ct_tensor *find(const ct_tensor *t, ct_dtype dtype)
{
    for (int i = 0; i < thread.n; i++) {
        const kept *k = &thread.kept[i];
        if (k->from == t && k->to->dtype == dtype && k->recorded == ct_grad_enabled() &&
            k->version == t->storage->version) {
            return k->to;
        }
    }
    return NULL;
}

/* Keeps it, unless there is no memory for that; an old one of the same weight goes. */
static void keep(ct_tensor *from, ct_tensor *to)
{
    kept new = {ct_newref(from), ct_newref(to), from->storage->version,
                ct_grad_enabled()};
    for (int i = 0; i < thread.n; i++) {
        kept old = thread.kept[i];
        if (old.from == from && old.recorded == new.recorded) {
            thread.kept[i] = new;
            ct_decref(old.from);
            ct_decref(old.to);
            return;
        }
    }
    if (thread.n == thread.room) {
        int room = thread.room ? 2 * thread.room : 16;
        kept *more = realloc(thread.kept, (size_t)room * sizeof *more);
        if (!more) {
            ct_decref(new.from);
            ct_decref(new.to);
            return;
        }
        thread.kept = more;
        thread.room = room;
    }
    thread.kept[thread.n++] = new;
}

/* ---- casts -------------------------------------------------------------- */

/* A call's tensors, and what was there before. */
typedef struct casts {
    ct_scope scope;
    uint32_t changed; /* arguments */
    ct_value before[CT_MAX_ARGS];
    ct_tensor **lists[CT_MAX_ARGS]; /* of changed lists */
} casts;

static bool is_eligible(const ct_tensor *t)
{
    return t && !ct_tensor_is_weak(t) && t->device == CT_DEVICE_CPU &&
           ct_dtype_category((ct_dtype)t->dtype) == CT_CATEGORY_FLOATING &&
           t->dtype != CT_DTYPE_F64;
}

static bool is_there(const ct_call *c, int i)
{
    return c->op->tensor_args >> i & 1 && ct_given(c, i);
}

/* The dtype of `widest`: float32 if an operand is, else as they are. */
static ct_dtype widest(const ct_call *c)
{
    for (int i = 0; i < c->op->nparam; i++) {
        bool is_list = c->op->list_args >> i & 1;
        int64_t n = !is_there(c, i) ? 0 : is_list ? c->arg[i].tensors.n : 1;
        for (int64_t k = 0; k < n; k++) {
            const ct_tensor *t = is_list ? c->arg[i].tensors.v[k] : c->arg[i].tensor;
            if (is_eligible(t) && t->dtype == CT_DTYPE_F32) {
                return CT_DTYPE_F32;
            }
        }
    }
    return CT_DTYPE_COUNT;
}

/* t in the dtype, which the scope owns, or t itself; NULL with the error set. */
static ct_tensor *cast(casts *k, ct_tensor *t, ct_dtype dtype)
{
    if (!is_eligible(t) || t->dtype == dtype) {
        return t;
    }
    bool weight = is_weight(t) && dtype == thread.now.dtype;
    ct_tensor *made = weight ? find(t, dtype) : NULL;
    if (made) {
        return ct_scope_keep(&k->scope, ct_newref(made));
    }
    made = ct_s_cast(&k->scope, t, dtype);
    if (made && weight) {
        keep(t, made);
    }
    return made;
}

static int cast_list(casts *k, ct_call *c, int i, ct_dtype dtype)
{
    ct_tensors list = c->arg[i].tensors;
    ct_tensor **v = malloc(((size_t)list.n + 1) * sizeof *v);
    if (!v) {
        return ct_error(CT_ERR_MEMORY, "%s: out of memory", c->op->name);
    }
    k->lists[i] = v;
    for (int64_t n = 0; n < list.n; n++) {
        v[n] = list.v[n] ? cast(k, list.v[n], dtype) : NULL;
        if (list.v[n] && !v[n]) {
            return -1;
        }
    }
    c->arg[i].tensors = (ct_tensors){list.n, v};
    return 0;
}

/* Replaces the call's tensors by casts of them. */
static int replace(casts *k, ct_call *c, ct_dtype dtype)
{
    for (int i = 0; i < c->op->nparam; i++) {
        if (!is_there(c, i)) {
            continue;
        }
        k->before[i] = c->arg[i];
        k->changed |= 1u << i;
        k->lists[i] = NULL;
        if (c->op->list_args >> i & 1) {
            if (cast_list(k, c, i, dtype) < 0) {
                return -1;
            }
            continue;
        }
        ct_tensor *made = cast(k, c->arg[i].tensor, dtype);
        if (!made) {
            return -1;
        }
        c->arg[i].tensor = made;
    }
    return 0;
}

static void restore(casts *k, ct_call *c)
{
    for (uint32_t left = k->changed; left; left &= left - 1) {
        int i = __builtin_ctz(left);
        c->arg[i] = k->before[i];
        free(k->lists[i]);
    }
}

/* Runs the call; during it, what it runs in is settled. */
static int run_suspended(ct_call *c)
{
    bool was = ct_autocast_suspend(true);
    int status = ct_call_run(c);
    ct_autocast_suspend(was);
    return status;
}

/* A listed row, on casts of its tensors. */
static int run_cast(ct_call *c, ct_dtype dtype)
{
    casts k;
    k.changed = 0;
    ct_scope_begin(&k.scope);
    bool was = ct_autocast_suspend(true);
    int status = replace(&k, c, dtype);
    ct_autocast_suspend(was);
    if (status == 0) {
        status = run_suspended(c);
    }
    ct_error_state error;
    if (status < 0) { /* what dies may run code, whose errors are its own */
        ct_error_lay_by(&error);
    }
    restore(&k, c);
    k.scope.failed = false;
    ct_scope_end(&k.scope);
    if (status < 0) {
        ct_error_take_up(&error);
    }
    return status;
}

int ct_autocast_run(ct_call *c)
{
    if (!thread.now.on || thread.now.suspended) {
        return 1;
    }
    ct_dtype dtype = CT_DTYPE_COUNT; /* none */
    bool settled = c->op->kind != CT_KIND_COMPOSITE;
    switch (c->form == CT_FORM_NEW ? ct_autocast_kinds[c->op->id] : CT_AUTOCAST_NONE) {
    case CT_AUTOCAST_LOWER:
        dtype = (ct_dtype)thread.now.dtype;
        break;
    case CT_AUTOCAST_FLOAT32:
        dtype = CT_DTYPE_F32;
        break;
    case CT_AUTOCAST_WIDEST:
        dtype = widest(c);
        settled = true;
        break;
    case CT_AUTOCAST_GIVEN:
        settled = true;
        break;
    default:
        break;
    }
    if (dtype != CT_DTYPE_COUNT) {
        return run_cast(c, dtype);
    }
    return settled ? run_suspended(c) : 1;
}
