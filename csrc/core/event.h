/* event: what the core does, told to those who listen (profiler, recorders).
 *
 * There is one point before and one after each thing that is done: a call of a row, a
 * copy, a step of backward. With no listener it costs the load of ct_event_kinds and a
 * branch. Several may listen at once; they may come and go while other threads work.
 *
 * NOTE [Listening] `hear` runs in the midst of everything, on any thread, for
 * CT_EVENT_MEMORY also without the interpreter lock: it runs no code of the user, waits
 * for no lock that another thread holds while it computes, changes no error and keeps
 * no pointer of the event unless it takes a reference. A listener may come or go between
 * a begin and its end, so it meets ends without a begin. */
#ifndef CT_CORE_EVENT_H
#define CT_CORE_EVENT_H

#include <stdbool.h>
#include <stdint.h>

struct ct_call;
struct ct_node;
struct ct_tensor;

typedef enum ct_event_kind {
    CT_EVENT_CALL = 1,     /* a row: `call`; a composite's parts are one deeper */
    CT_EVENT_COPY = 2,     /* values from `from` to `to`, cast where dtypes differ */
    CT_EVENT_FILL = 4,     /* one value into all of `to` */
    CT_EVENT_NODE = 8,     /* a node of the graph runs: `node` */
    CT_EVENT_GRAD = 16,    /* the gradient `from` is added to, or becomes, to.grad */
    CT_EVENT_BACKWARD = 32, /* a whole backward */
    CT_EVENT_SCOPE = 64,   /* what the user named: record_function */
    CT_EVENT_MEMORY = 128, /* a block of ct_alloc was taken (bytes > 0) or given back */
    CT_EVENT_READ = 256, /* the host reads values of `from`, which it may act on */
    CT_EVENT_AUTOCAST = 512, /* told to nobody: some thread is in mixed precision */
} ct_event_kind;

typedef enum ct_event_phase {
    CT_EVENT_BEGIN,
    CT_EVENT_END,
    CT_EVENT_FAILED, /* the end of what failed */
    CT_EVENT_ONCE /* no begin, no end */
} ct_event_phase;

typedef struct ct_event {
    uint16_t kind;
    uint8_t phase;
    int32_t depth; /* things that this thread is in the midst of */
    const char *name; /* of a CALL the row's Python name; NULL for a NODE */
    const struct ct_call *call;
    const struct ct_node *node;
    const struct ct_tensor *to, *from;
    int64_t bytes; /* written, or of the block */
    const void *data; /* the block */
} ct_event;

typedef struct ct_listener ct_listener;
struct ct_listener {
    uint32_t kinds; /* ct_event_kind, of all that it wants to hear */
    void (*hear)(ct_listener *self, const ct_event *e);
};

#define CT_LISTENERS_MAX 16

/* What anybody listens to. Changed with the interpreter lock held. */
extern uint32_t ct_event_kinds;

static inline bool ct_event_heard(ct_event_kind kind)
{
    return __builtin_expect((ct_event_kinds & kind) != 0, 0);
}

/* -1 with the error set: there are too many. */
int ct_listen(ct_listener *l);
/* When it returns no `hear` of l runs on any thread, and none will. */
void ct_unlisten(ct_listener *l);

/* One thread more (1), or less (-1), is in mixed precision: autograd/autocast.h. */
void ct_event_autocast(int by);

/* To be called only where ct_event_heard says so, ends by the same answer as begins. */
void ct_event_begin(ct_event *e);
void ct_event_end(ct_event *e, int status);
void ct_event_once(ct_event *e);
static inline void ct_event_read(const char *name, const struct ct_tensor *t)
{
    if (ct_event_heard(CT_EVENT_READ)) {
        ct_event e = {.kind = CT_EVENT_READ, .name = name, .from = t};
        ct_event_once(&e);
    }
}

#endif
