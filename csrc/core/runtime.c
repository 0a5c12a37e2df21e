/* The hooks of runtime.h, and each thread's depth of unlocked sections. */
#define _POSIX_C_SOURCE 200809L

#include "core/runtime.h"

#include <stdint.h>
#include <time.h>

#define POLL_INTERVAL_NS 50000000

static void *unlock_nothing(void)
{
    return NULL;
}

static void relock_nothing(void *state)
{
    (void)state;
}

static int poll_nothing(void)
{
    return 0;
}

static ct_runtime runtime = {unlock_nothing, relock_nothing, poll_nothing};

typedef struct section {
    int depth;
    void *state;    /* what `unlock` returned */
    int64_t polled; /* when this thread last polled */
} section;

static _Thread_local section current;

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void ct_runtime_set(const ct_runtime *hooks)
{
    runtime.unlock = hooks->unlock ? hooks->unlock : unlock_nothing;
    runtime.relock = hooks->relock ? hooks->relock : relock_nothing;
    runtime.poll = hooks->poll ? hooks->poll : poll_nothing;
}

void ct_unlocked_begin(void)
{
    if (current.depth++ == 0) {
        current.state = runtime.unlock();
    }
}

void ct_unlocked_end(void)
{
    if (--current.depth == 0 && current.state) {
        runtime.relock(current.state);
    }
}

void ct_unlocked_always(void)
{
    current.depth = 1;
}

int ct_interrupted(void)
{
    int64_t now = now_ns();
    if (now - current.polled < POLL_INTERVAL_NS) {
        return 0;
    }
    int status = runtime.poll();
    current.polled = now_ns();
    return status;
}
