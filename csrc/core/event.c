/* event: the listeners, and telling them.
 *
 * They stand in slots that are read without a lock; one that goes waits until no thread
 * is telling. */
#define _POSIX_C_SOURCE 200809L

#include "core/event.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stddef.h>

#include "core/error.h"
#include "core/object.h"

uint32_t ct_event_kinds;
static _Atomic(ct_listener *) slots[CT_LISTENERS_MAX];
static _Atomic int telling; /* threads that are */
static CT_THREAD_LOCAL int32_t depth;
static int autocast; /* threads in mixed precision; with the interpreter lock */

/* The child of a fork has one thread, and that is here. */
static void after_fork(void)
{
    atomic_store(&telling, 0);
}

static void watch_forks(void)
{
    pthread_atfork(NULL, NULL, after_fork);
}

static void kinds_set(void)
{
    uint32_t kinds = autocast ? CT_EVENT_AUTOCAST : 0;
    for (int i = 0; i < CT_LISTENERS_MAX; i++) {
        ct_listener *l = atomic_load(&slots[i]);
        kinds |= l ? l->kinds : 0;
    }
    ct_event_kinds = kinds;
}

void ct_event_autocast(int by)
{
    autocast += by;
    kinds_set();
}

int ct_listen(ct_listener *l)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, watch_forks);
    for (int i = 0; i < CT_LISTENERS_MAX; i++) {
        if (!atomic_load(&slots[i])) {
            atomic_store(&slots[i], l);
            kinds_set();
            return 0;
        }
    }
    return ct_error(CT_ERR_RUNTIME, "profiler: expected at most %d at once",
                    CT_LISTENERS_MAX);
}

void ct_unlisten(ct_listener *l)
{
    for (int i = 0; i < CT_LISTENERS_MAX; i++) {
        if (atomic_load(&slots[i]) == l) {
            atomic_store(&slots[i], NULL);
        }
    }
    kinds_set();
    while (atomic_load(&telling)) {
        sched_yield();
    }
}

static void tell(const ct_event *e)
{
    atomic_fetch_add(&telling, 1);
    for (int i = 0; i < CT_LISTENERS_MAX; i++) {
        ct_listener *l = atomic_load(&slots[i]);
        if (l && l->kinds & e->kind) {
            l->hear(l, e);
        }
    }
    atomic_fetch_sub(&telling, 1);
}

void ct_event_begin(ct_event *e)
{
    e->phase = CT_EVENT_BEGIN;
    e->depth = depth++;
    tell(e);
}

void ct_event_end(ct_event *e, int status)
{
    e->phase = status < 0 ? CT_EVENT_FAILED : CT_EVENT_END;
    e->depth = --depth;
    tell(e);
}

void ct_event_once(ct_event *e)
{
    e->phase = CT_EVENT_ONCE;
    e->depth = depth;
    tell(e);
}
