/* profiler_record: from events to records. Time is read last at a begin and first at an
 * end, so that the work of recording does not count. */
#define _POSIX_C_SOURCE 200809L

#include "python/profiler_record.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "autograd/node.h"
#include "core/error.h"
#include "core/runtime.h"
#include "ops/op.h"

#define STACK_MAX 64 /* functions of a stack that are kept */

/* Room for `more` items behind n of an array; false when there is no memory. */
static bool grow(void *array, uint32_t n, uint32_t *room, uint32_t more, size_t size)
{
    void *old;
    if (more <= *room - n) {
        return true;
    }
    uint64_t wanted = (uint64_t)n + more > 64 ? ((uint64_t)n + more) * 2 : 64;
    memcpy(&old, array, sizeof old);
    void *fresh = wanted > INT32_MAX ? NULL : realloc(old, (size_t)wanted * size);
    if (!fresh) {
        return false;
    }
    memcpy(array, &fresh, sizeof fresh);
    *room = (uint32_t)wanted;
    return true;
}

/* ---- threads ------------------------------------------------------------- */

static ct_records *records_of_thread(ct_recording *r)
{
    uint64_t thread = PyThread_get_thread_ident();
    ct_records *first = atomic_load(&r->first);
    for (ct_records *t = first; t; t = t->next) {
        if (t->thread == thread) {
            return t;
        }
    }
    ct_records *t = calloc(1, sizeof *t);
    if (t) {
        t->thread = thread;
        t->native = PyThread_get_thread_native_id();
        t->open = -1;
        do { /* on failure `first` becomes what is there now */
            t->next = first;
        } while (!atomic_compare_exchange_weak(&r->first, &first, t));
    }
    return t;
}

/* ---- what a record says ---------------------------------------------------- */

/* An operand: its number of dims, then its sizes; -1: no tensor. */
static void shape_write(ct_records *t, ct_record *p, const ct_tensor *x)
{
    uint32_t need = x ? 1u + x->ndim : 1u;
    if (!grow(&t->ints, t->nint, &t->int_room, need, sizeof *t->ints)) {
        return;
    }
    t->ints[t->nint] = x ? x->ndim : -1;
    for (int i = 0; x && i < x->ndim; i++) {
        t->ints[t->nint + 1 + (uint32_t)i] = x->shape[i];
    }
    t->nint += need;
    p->nshape++;
}

/* All arguments of the call in order; a list counts one by one. */
static void shapes_write(ct_records *t, ct_record *p, const ct_event *e)
{
    p->shape = t->nint;
    if (e->kind == CT_EVENT_COPY) {
        shape_write(t, p, e->to);
        shape_write(t, p, e->from);
    }
    const ct_call *c = e->call;
    for (int i = 0; c && i < c->op->nparam; i++) {
        bool list = c->op->list_args >> i & 1, given = ct_given(c, i);
        bool tensor = c->op->tensor_args >> i & 1 && given;
        ct_tensors all =
            list && given ? c->arg[i].tensors : (ct_tensors){1, &c->arg[i].tensor};
        for (int64_t j = 0; j < all.n; j++) {
            shape_write(t, p, tensor ? all.v[j] : NULL);
        }
    }
}

/* What runs in a node is of the line that made the node; what runs in a row, of the
 * row's. */
static bool has_line(const ct_records *t)
{
    return t->open >= 0 && t->at[t->open].kind != CT_EVENT_SCOPE;
}

static void places_write(ct_records *t, ct_record *p, const ct_event *e)
{
    uint32_t most = e->node ? 1 : STACK_MAX;
    if (!grow(&t->places, t->nplace, &t->place_room, most, sizeof *t->places)) {
        return;
    }
    ct_py_place *at = t->places + t->nplace;
    p->place = t->nplace;
    if (!e->node) {
        p->nplace = (uint32_t)ct_py_places(at, STACK_MAX);
    } else if (e->node->where) {
        *at = (ct_py_place){ct_newref(e->node->where), e->node->where_last};
        p->nplace = 1;
    }
    t->nplace += p->nplace;
}

static char *copy_text(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}

/* A row in place has an underscore behind its name. */
static bool adds_underscore(const ct_event *e)
{
    size_t n = e->call && e->call->form == CT_FORM_INPLACE ? strlen(e->name) : 0;
    return n > 0 && n < CT_NODE_NAME - 1 && e->name[n - 1] != '_';
}

static void name_write(ct_record *p, const ct_event *e)
{
    char text[CT_NODE_NAME];
    const char *name = e->node ? ct_node_name(e->node, text) : e->name;
    p->own_name = e->node || e->kind == CT_EVENT_SCOPE;
    if (adds_underscore(e)) {
        strcpy(text, name);
        name = strcat(text, "_");
        p->own_name = true;
    }
    p->name = p->own_name ? copy_text(name) : name;
    if (!p->name) {
        p->name = "?";
        p->own_name = false;
    }
}

/* ---- hearing ---------------------------------------------------------------- */

static ct_record *record_new(ct_records *t, const ct_event *e)
{
    if (!grow(&t->at, t->n, &t->room, 1, sizeof *t->at)) {
        t->lost++;
        return NULL;
    }
    ct_record *p = &t->at[t->n++];
    *p = (ct_record){.kind = e->kind,
                     .depth = e->depth,
                     .parent = t->open,
                     .bytes = e->bytes,
                     .seq = e->node ? e->node->seq : 0,
                     .composite = e->call && e->call->op->kind == CT_KIND_COMPOSITE};
    name_write(p, e);
    return p;
}

static void hear_begin(ct_recording *r, ct_records *t, const ct_event *e)
{
    ct_record *p = record_new(t, e);
    if (!p) {
        return;
    }
    if (r->stack && (e->node || !has_line(t))) {
        places_write(t, p, e);
    }
    if (r->shapes) {
        shapes_write(t, p, e);
    }
    t->open = (int32_t)(p - t->at);
    p->begin = ct_clock_ns();
}

/* The graph node of a result. */
static uint64_t node_made(const ct_call *c)
{
    const ct_tensor *out = c->out[0] ? c->out[0] : c->outs.n ? c->outs.v[0] : NULL;
    return out && out->meta && out->meta->grad_fn ? out->meta->grad_fn->seq : 0;
}

static void hear_end(ct_records *t, const ct_event *e)
{
    int64_t time = ct_clock_ns();
    int32_t i = t->open;
    while (i >= 0 && (t->at[i].depth != e->depth || t->at[i].kind != e->kind)) {
        i = t->at[i].parent;
    }
    if (i < 0) { /* it began before the recording */
        return;
    }
    for (int32_t j = t->open; j != i; j = t->at[j].parent) {
        t->at[j].end = time; /* its end was heard on another thread, or never */
    }
    ct_record *p = &t->at[i];
    p->end = time;
    p->failed = e->phase == CT_EVENT_FAILED;
    p->seq = e->call && !p->failed ? node_made(e->call) : p->seq;
    t->open = p->parent;
}

static void hear_once(ct_recording *r, ct_records *t, const ct_event *e)
{
    if (e->kind == CT_EVENT_MEMORY) {
        *(t->open >= 0 ? &t->at[t->open].memory : &t->outside) += e->bytes;
    }
    ct_record *p = record_new(t, e);
    if (p) {
        p->begin = p->end = ct_clock_ns();
        if (r->stack && e->kind != CT_EVENT_MEMORY && !has_line(t)) {
            places_write(t, p, e);
        }
    }
}

static void hear(ct_listener *l, const ct_event *e)
{
    ct_recording *r = (ct_recording *)l;
    ct_records *t = records_of_thread(r);
    if (!t) {
        return;
    }
    if (e->phase == CT_EVENT_BEGIN) {
        hear_begin(r, t, e);
    } else if (e->phase == CT_EVENT_ONCE) {
        hear_once(r, t, e);
    } else {
        hear_end(t, e);
    }
}

/* ---- its life ---------------------------------------------------------------- */

ct_recording *ct_recording_start(bool shapes, bool memory, bool stack)
{
    ct_recording *r = calloc(1, sizeof *r);
    if (!r) {
        return ct_error_null(CT_ERR_MEMORY, "profiler: out of memory");
    }
    r->listener = (ct_listener){
        .kinds = ~0u & ~(memory ? 0u : (uint32_t)CT_EVENT_MEMORY), .hear = hear};
    r->shapes = shapes;
    r->memory = memory;
    r->stack = stack;
    r->running = true;
    r->began = ct_clock_ns();
    if (ct_listen(&r->listener) < 0) {
        free(r);
        return NULL;
    }
    return r;
}

void ct_recording_stop(ct_recording *r)
{
    if (!r->running) {
        return;
    }
    r->running = false;
    ct_unlisten(&r->listener);
    r->ended = ct_clock_ns();
    for (ct_records *t = atomic_load(&r->first); t; t = t->next) {
        for (int32_t i = t->open; i >= 0; i = t->at[i].parent) {
            t->at[i].end = r->ended;
        }
        t->open = -1;
    }
}

void ct_recording_free(ct_recording *r)
{
    ct_recording_stop(r);
    ct_records *next;
    for (ct_records *t = atomic_load(&r->first); t; t = next) {
        next = t->next;
        for (uint32_t i = 0; i < t->n; i++) {
            free(t->at[i].own_name ? (char *)t->at[i].name : NULL);
        }
        for (uint32_t i = 0; i < t->nplace; i++) {
            ct_decref(t->places[i].code);
        }
        free(t->at);
        free(t->places);
        free(t->ints);
        free(t);
    }
    free(r);
}
