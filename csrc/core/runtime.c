/* The hooks of runtime.h, and each thread's depth of unlocked sections. */
#define _POSIX_C_SOURCE 200809L

#include "core/runtime.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "core/error.h"

#define POLL_INTERVAL_NS 50000000
#define WAIT_NS 100000

static int64_t poll_interval = POLL_INTERVAL_NS;

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
    int avoid;      /* calls of ct_unlocked_avoid that are open */
    void *state;    /* what `unlock` returned */
    int64_t polled; /* when this thread last polled */
} section;

static CT_THREAD_LOCAL section current;

/* Threads that are in a section, and those that wait for none to be. Changed with the
 * interpreter lock held. */
static _Atomic int sections, waiting;

int64_t ct_clock_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* The child of a fork has one thread. */
static void after_fork(void)
{
    atomic_store(&sections, current.depth > 0);
    atomic_store(&waiting, 0);
}

static void watch_forks(void)
{
    pthread_atfork(NULL, NULL, after_fork);
}

void ct_runtime_set(const ct_runtime *hooks)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, watch_forks);
    runtime.unlock = hooks->unlock ? hooks->unlock : unlock_nothing;
    runtime.relock = hooks->relock ? hooks->relock : relock_nothing;
    runtime.poll = hooks->poll ? hooks->poll : poll_nothing;
}

bool ct_seam_on;
static void (*seam)(void);

void ct_seam_set(void (*code)(void))
{
    seam = code;
    ct_seam_on = code != NULL;
}

static void seam_run(void)
{
    if (ct_seam_on) {
        current.depth++;
        seam();
        current.depth--;
    }
}

void ct_unlocked_begin(void)
{
    if (current.depth++ == 0) {
        atomic_fetch_add(&sections, 1);
        bool stay = current.avoid > 0;
        if (!stay) {
            seam_run();
            stay = atomic_load(&waiting);
        }
        current.state = stay ? NULL : runtime.unlock();
    }
}

void ct_unlocked_end(void)
{
    if (--current.depth > 0) {
        return;
    }
    if (current.state) {
        runtime.relock(current.state);
    }
    seam_run();
    atomic_fetch_sub(&sections, 1);
}

void ct_unlocked_avoid(bool on)
{
    current.avoid += on ? 1 : -1;
}

int ct_unlocked_wait(void)
{
    int own = current.depth > 0, status = 0;
    if (atomic_load(&sections) == own) {
        return 0;
    }
    atomic_fetch_add(&waiting, 1);
    while (status == 0 && atomic_load(&sections) > own) {
        void *state = runtime.unlock();
        nanosleep(&(struct timespec){.tv_nsec = WAIT_NS}, NULL);
        status = ct_interrupted();
        if (state) {
            runtime.relock(state);
        }
    }
    atomic_fetch_sub(&waiting, 1);
    return status;
}

bool ct_unlocked_inside(void)
{
    return current.depth > 0;
}

void ct_unlocked_always(void)
{
    current.depth = 1;
}

int ct_interrupted(void)
{
    int64_t now = ct_clock_ns();
    if (now - current.polled < poll_interval || current.avoid > 0) {
        return 0;
    }
    int status = runtime.poll();
    current.polled = ct_clock_ns();
    return status;
}

void ct_interrupted_each(bool on)
{
    poll_interval = on ? 0 : POLL_INTERVAL_NS;
}
