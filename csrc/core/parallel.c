/* The thread pool behind ct_parallel_for.
 *
 * One job runs at a time; it lives in `pool.job`, and the atomic `pool.gate` says
 * which job is open and how many workers are inside it. Workers enter and leave
 * through the gate alone, so the caller knows when nobody reads the job any more.
 * Each thread begins with its own share of the chunks, the same at every job over the
 * same range: what it wrote last lies in its core's cache. Then it helps the others.
 * A worker without work watches the gate for a fifth of a millisecond, then
 * sleeps: waking takes 5 us on bare metal and up to 50 in a virtual machine, which is
 * more than many a job.
 *
 * NOTE [Fork] The child has none of the threads and any lock may have been held,
 * so it starts over with a pool in its first state. A signal handler may fork in the
 * midst of this thread's own job: before that the workers end the chunks they have begun
 * and leave, so that the child's thread alone, and in the parent all, can do the rest.
 */
#define _GNU_SOURCE 1

#include "core/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/error.h"
#include "core/runtime.h"

#define THREADS_MAX 1024
#define CHUNK_MAX ((int64_t)1 << 18)
#define GRAINS_MAX 64 /* in a chunk, so that Ctrl-C has not long to wait */
#define CHUNKS_WANTED 128 /* enough to balance any number of cores */
#define SPIN_NS 20000   /* watch without giving up the core */
#define WATCH_NS 200000 /* watch, letting others have the core */
/* Less work than this is done before a sleeping worker is awake; a chunk is roughly a
 * quarter of it. */
#define WAKE_NS 60000
#define CHUNK_NS 15000
#define POLL_NS 50000000 /* between two looks for Ctrl-C while workers end */
#define FORK_NS 1000000000 /* for what workers have begun; then the child's job fails */
#define ERROR_MAX 1024

/* The gate: the count of workers inside, a bit for "open", the job's number. */
#define GATE_INSIDE 0xffffu
#define GATE_OPEN 0x10000u
#define GATE_NEXT 0x20000u

/* NOTE [Placement] A kernel may wake a thread on the core where it fell asleep although
 * that core is now the waker's and others are idle; it then waits for milliseconds (seen
 * in virtual machines, and with new threads). So the waker bars such a worker from its
 * own core, and the worker lifts the bar when it runs. */
typedef struct worker { /* guarded by pool.sleep */
    pthread_t thread;
    int sleeps_on; /* the core, -1 when awake */
    int barred_from; /* a core, -1 for none */
} worker;

typedef struct job {
    ct_range_fn fn;
    void *ctx;
    int64_t n, chunk, chunks;
    bool wakes; /* worth waking workers that sleep */
    int shares;
    _Atomic int failed; /* 0, or 1 once an error stops the job */
    ct_error_kind kind; /* of the first failing worker, with its message */
    char message[ERROR_MAX];
} job;

typedef struct share { /* chunks of the pool's job that one thread takes first */
    _Alignas(64) _Atomic int64_t next;
    int64_t end;
} share;

static struct {
    pthread_mutex_t owner; /* held by the thread whose job runs */
    pthread_mutex_t sleep; /* guards the two conditions */
    pthread_cond_t wake, idle;
    _Atomic uint64_t gate;
    _Atomic int sleepers;
    _Atomic int owner_waits;
    _Atomic int stop;
    int workers; /* started; changed under `owner` */
    _Atomic int64_t divided; /* jobs so far */
    worker worker[THREADS_MAX];
    job job;
    share share[THREADS_MAX];
} pool;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Atomic int num_threads;
static CT_THREAD_LOCAL bool inside; /* this thread is working on a job */
static CT_THREAD_LOCAL bool owns; /* the pool's job is this thread's */
static CT_THREAD_LOCAL bool reopens; /* the gate, once it has forked */
static CT_THREAD_LOCAL job *outermost; /* that job, if it is no part of another */

/* ---- waiting ---- */

static inline void pause_cpu(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/* Waits until done(arg), or until it has taken too long; says which. */
static bool watch(bool (*done)(uint64_t), uint64_t arg)
{
    int64_t start = ct_clock_ns(), waited = 0;
    while (waited < WATCH_NS) {
        for (int i = 0; i < 32; i++) {
            if (done(arg)) {
                return true;
            }
            pause_cpu();
        }
        waited = ct_clock_ns() - start;
        if (waited > SPIN_NS) {
            sched_yield();
        }
    }
    return done(arg);
}

/* ---- the gate ---- */

static bool gate_has_news(uint64_t seen)
{
    uint64_t gate = atomic_load(&pool.gate);
    return ((gate & GATE_OPEN) && gate / GATE_NEXT != seen) || atomic_load(&pool.stop);
}

static bool gate_is_empty(uint64_t unused)
{
    (void)unused;
    return (atomic_load(&pool.gate) & GATE_INSIDE) == 0;
}

static bool gate_enter(uint64_t *seen)
{
    uint64_t gate = atomic_load(&pool.gate);
    while ((gate & GATE_OPEN) && gate / GATE_NEXT != *seen) {
        if (atomic_compare_exchange_weak(&pool.gate, &gate, gate + 1)) {
            *seen = gate / GATE_NEXT;
            return true;
        }
    }
    return false;
}

static void gate_leave(void)
{
    atomic_fetch_sub(&pool.gate, 1);
    if (atomic_load(&pool.owner_waits)) {
        pthread_mutex_lock(&pool.sleep);
        pthread_cond_signal(&pool.idle);
        pthread_mutex_unlock(&pool.sleep);
    }
}

static bool gate_is_open(void)
{
    return (atomic_load_explicit(&pool.gate, memory_order_relaxed) & GATE_OPEN) != 0;
}

static void gate_open(void)
{
    uint64_t gate = atomic_load(&pool.gate);
    atomic_store(&pool.gate, (gate / GATE_NEXT + 1) * GATE_NEXT + GATE_OPEN);
}

/* ---- running a job ---- */

static void job_fail(job *j, bool is_worker)
{
    int none = 0;
    bool first = atomic_compare_exchange_strong(&j->failed, &none, 1);
    if (is_worker) {
        if (first) {
            j->kind = ct_error_kind_now();
            strncpy(j->message, ct_error_message(), ERROR_MAX - 1);
        }
        ct_error_clear();
    }
}

int ct_parallel_poll(void)
{
    if (outermost && atomic_load_explicit(&outermost->failed, memory_order_relaxed)) {
        return -1;
    }
    return ct_interrupted();
}

/* The next chunk of share `*at`, or of one after it, which is then `*at`; or -1. */
static int64_t share_take(const job *j, int *at)
{
    for (int tried = 0; tried < j->shares; tried++) {
        share *s = &pool.share[*at];
        int64_t i = atomic_fetch_add_explicit(&s->next, 1, memory_order_relaxed);
        if (i < s->end) {
            return i;
        }
        *at = *at + 1 < j->shares ? *at + 1 : 0;
    }
    return -1;
}

static void shares_set(job *j)
{
    int64_t threads = pool.workers + 1;
    j->shares = (int)(j->chunks < threads ? j->chunks : threads);
    int64_t each = j->chunks / j->shares, more = j->chunks % j->shares, begin = 0;
    for (int i = 0; i < j->shares; i++) {
        atomic_store_explicit(&pool.share[i].next, begin, memory_order_relaxed);
        begin += each + (i < more);
        pool.share[i].end = begin;
    }
}

/* Takes chunks until none is left or the job has failed, a worker until the gate closes:
 * those of the pool's job by shares, the first being `at`; all of another, which is this
 * thread's alone. */
static void job_work(job *j, int at)
{
    bool was_inside = inside, is_worker = at > 0;
    inside = true;
    if (!was_inside) {
        outermost = j;
    }
    at = j == &pool.job ? at % j->shares : 0;
    for (int64_t done = 0; !atomic_load_explicit(&j->failed, memory_order_relaxed);) {
        if (is_worker && !gate_is_open()) {
            break;
        }
        int64_t i = j == &pool.job ? share_take(j, &at) : done++;
        if (i < 0 || i >= j->chunks) {
            break;
        }
        int64_t begin = i * j->chunk;
        int64_t end = j->n - begin < j->chunk ? j->n : begin + j->chunk;
        if (j->fn(j->ctx, begin, end) < 0 || (!is_worker && ct_parallel_poll() < 0)) {
            job_fail(j, is_worker);
        }
    }
    inside = was_inside;
    if (!was_inside) {
        outermost = NULL;
    }
}

/* Waits until the workers have left; meanwhile Ctrl-C stops them. */
static void gate_wait(job *j)
{
    pthread_mutex_lock(&pool.sleep);
    atomic_store(&pool.owner_waits, 1);
    while (!gate_is_empty(0)) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += POLL_NS;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&pool.idle, &pool.sleep, &until);
        pthread_mutex_unlock(&pool.sleep);
        if (!atomic_load(&j->failed) && ct_interrupted() < 0) {
            job_fail(j, false);
        }
        pthread_mutex_lock(&pool.sleep);
    }
    atomic_store(&pool.owner_waits, 0);
    pthread_mutex_unlock(&pool.sleep);
}

/* Lets nobody else in and waits until all have left. */
static void gate_close(job *j)
{
    atomic_fetch_and(&pool.gate, ~(uint64_t)GATE_OPEN);
    if (!watch(gate_is_empty, 0)) {
        gate_wait(j);
    }
}

/* What the job's caller returns: 0, or -1 with the error now set in its thread. */
static int job_end(job *j)
{
    if (!atomic_load(&j->failed)) {
        return 0;
    }
    if (ct_error_kind_now() == CT_ERR_NONE) {
        ct_error(j->kind, "%s", j->message);
    }
    return -1;
}

/* ---- workers ---- */

static void worker_bar(worker *w, int core)
{
    cpu_set_t cores;
    if (pthread_getaffinity_np(w->thread, sizeof cores, &cores) == 0 &&
        CPU_ISSET(core, &cores) && CPU_COUNT(&cores) > 1) {
        CPU_CLR(core, &cores);
        pthread_setaffinity_np(w->thread, sizeof cores, &cores);
        w->barred_from = core;
    }
}

static void worker_lift_bar(worker *w)
{
    cpu_set_t cores;
    if (w->barred_from >= 0 &&
        pthread_getaffinity_np(w->thread, sizeof cores, &cores) == 0) {
        CPU_SET(w->barred_from, &cores);
        pthread_setaffinity_np(w->thread, sizeof cores, &cores);
    }
    w->barred_from = -1;
}

static void worker_sleep(worker *w, uint64_t seen)
{
    pthread_mutex_lock(&pool.sleep);
    w->sleeps_on = sched_getcpu();
    atomic_fetch_add(&pool.sleepers, 1);
    while (!gate_has_news(seen)) {
        pthread_cond_wait(&pool.wake, &pool.sleep);
    }
    atomic_fetch_sub(&pool.sleepers, 1);
    w->sleeps_on = -1;
    worker_lift_bar(w);
    pthread_mutex_unlock(&pool.sleep);
}

static void *worker_run(void *arg)
{
    worker *w = arg;
    uint64_t seen = 0;
    ct_unlocked_always();
    pthread_mutex_lock(&pool.sleep);
    worker_lift_bar(w);
    pthread_mutex_unlock(&pool.sleep);
    for (;;) {
        if (!watch(gate_has_news, seen)) {
            worker_sleep(w, seen);
        }
        if (atomic_load(&pool.stop)) {
            return NULL;
        }
        if (gate_enter(&seen)) {
            job_work(&pool.job, (int)(w - pool.worker) + 1);
            gate_leave();
        }
    }
}

/* New threads take no signals: those are for the threads of the program. */
static bool worker_start(worker *w)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_mutex_lock(&pool.sleep);
    w->sleeps_on = w->barred_from = -1;
    bool started = pthread_create(&w->thread, NULL, worker_run, w) == 0;
    if (started) {
        worker_bar(w, sched_getcpu());
    }
    pthread_mutex_unlock(&pool.sleep);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

/* ---- the pool ---- */

static void pool_reset(void)
{
    pthread_mutex_init(&pool.owner, NULL);
    pthread_mutex_init(&pool.sleep, NULL);
    pthread_cond_init(&pool.wake, NULL);
    pthread_cond_init(&pool.idle, NULL);
    atomic_store(&pool.gate, 0);
    atomic_store(&pool.sleepers, 0);
    atomic_store(&pool.owner_waits, 0);
    atomic_store(&pool.stop, 0);
    pool.workers = 0;
}

static void pool_wake(int64_t wanted)
{
    if (atomic_load(&pool.sleepers) == 0) {
        return;
    }
    pthread_mutex_lock(&pool.sleep);
    int core = sched_getcpu(), sleepers = atomic_load(&pool.sleepers);
    for (int i = 0; i < pool.workers; i++) {
        if (pool.worker[i].sleeps_on == core && core >= 0) {
            worker_bar(&pool.worker[i], core);
        }
    }
    for (int64_t i = 0; i < wanted && i < sleepers; i++) {
        pthread_cond_signal(&pool.wake);
    }
    pthread_mutex_unlock(&pool.sleep);
}

static void before_fork(void)
{
    int64_t start = ct_clock_ns();
    reopens = owns && atomic_fetch_and(&pool.gate, ~(uint64_t)GATE_OPEN) & GATE_OPEN;
    while (owns && !watch(gate_is_empty, 0) && ct_clock_ns() - start < FORK_NS) {
    }
}

static void after_fork_parent(void)
{
    if (reopens) {
        atomic_fetch_add(&pool.gate, GATE_NEXT + GATE_OPEN);
        pool_wake(pool.workers);
    }
}

static void after_fork_child(void)
{
    bool torn = owns && !gate_is_empty(0);
    pool_reset();
    if (owns) {
        pthread_mutex_lock(&pool.owner);
    }
    if (torn) {
        pool.job.kind = CT_ERR_RUNTIME;
        strncpy(pool.job.message, "fork: other threads were at work on this operation",
                ERROR_MAX - 1);
        atomic_store(&pool.job.failed, 1);
    }
}

static int threads_from_environment(const char *name)
{
    const char *text = getenv(name);
    long n = text ? strtol(text, NULL, 10) : 0;
    return n < 1 ? 0 : n > THREADS_MAX ? THREADS_MAX : (int)n;
}

static int default_threads(void)
{
    int n = threads_from_environment("CTENSOR_NUM_THREADS");
    if (!n) {
        n = threads_from_environment("OMP_NUM_THREADS");
    }
    cpu_set_t cores;
    if (!n && sched_getaffinity(0, sizeof cores, &cores) == 0) {
        n = CPU_COUNT(&cores);
    }
    if (!n) {
        n = (int)sysconf(_SC_NPROCESSORS_ONLN); /* more than cpu_set_t holds */
    }
    return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : n;
}

static void start(void)
{
    pool_reset();
    atomic_store(&num_threads, default_threads());
    pthread_atfork(before_fork, after_fork_parent, after_fork_child);
}

static void pool_stop(void)
{
    atomic_store(&pool.stop, 1);
    pthread_mutex_lock(&pool.sleep);
    pthread_cond_broadcast(&pool.wake);
    pthread_mutex_unlock(&pool.sleep);
    for (int i = 0; i < pool.workers; i++) {
        pthread_join(pool.worker[i].thread, NULL);
    }
    pool.workers = 0;
    atomic_store(&pool.stop, 0);
}

/* Brings the pool to num_threads - 1 workers, or as many as the system gives. */
static void pool_resize(void)
{
    int wanted = atomic_load(&num_threads) - 1;
    if (pool.workers > wanted) {
        pool_stop();
    }
    while (pool.workers < wanted && worker_start(&pool.worker[pool.workers])) {
        pool.workers++;
    }
}

static int pool_run(const job *j)
{
    pool_resize();
    pool.job.fn = j->fn;
    pool.job.ctx = j->ctx;
    pool.job.n = j->n;
    pool.job.chunk = j->chunk;
    pool.job.chunks = j->chunks;
    atomic_store(&pool.job.failed, 0);
    shares_set(&pool.job);
    atomic_fetch_add_explicit(&pool.divided, 1, memory_order_relaxed);
    gate_open();
    if (j->wakes) {
        pool_wake(j->chunks - 1);
    }
    job_work(&pool.job, 0);
    gate_close(&pool.job);
    return job_end(&pool.job);
}

/* ---- the interface ---- */

int64_t ct_parallel_chunk(int64_t n, int64_t grain)
{
    grain = grain < 1 ? 1 : grain;
    if (n <= grain) {
        return n;
    }
    int64_t most = grain > CHUNK_MAX ? grain : CHUNK_MAX;
    most = grain < most / GRAINS_MAX ? grain * GRAINS_MAX : most;
    int64_t chunk = n / CHUNKS_WANTED;
    chunk = chunk < grain ? grain : chunk > most ? most : chunk;
    int64_t chunks = n / chunk + (n % chunk != 0);
    chunk = n / chunks + (n % chunks != 0);
    /* Whole cache lines and vectors, where that does not unbalance the chunks. */
    return chunk >= 1024 ? (chunk + 63) / 64 * 64 : chunk;
}

static int run(job *j)
{
    int status;
    if (inside) {
        job_work(j, 0);
        return job_end(j);
    }
    ct_unlocked_begin();
    bool many = j->chunks > 1 && atomic_load(&num_threads) > 1;
    if (many && pthread_mutex_trylock(&pool.owner) == 0) {
        owns = true;
        status = pool_run(j);
        owns = false;
        pthread_mutex_unlock(&pool.owner);
    } else {
        job_work(j, 0);
        status = job_end(j);
    }
    ct_unlocked_end();
    return status;
}

/* Worth waking workers that sleep: a long job, or one of short ones that come so closely
 * one after the other that a worker, once awake, finds the next ones. */
static bool wakes(int64_t ns)
{
    static _Atomic int64_t before, together;
    if (ns >= WAKE_NS) {
        return true;
    }
    int64_t now = ct_clock_ns();
    int64_t last = atomic_exchange_explicit(&before, now, memory_order_relaxed);
    if (now - last > WATCH_NS) {
        atomic_store_explicit(&together, 0, memory_order_relaxed);
    }
    int64_t sum = atomic_fetch_add_explicit(&together, ns, memory_order_relaxed) + ns;
    if (sum < WAKE_NS) {
        return false;
    }
    atomic_store_explicit(&together, 0, memory_order_relaxed);
    return true;
}

int ct_parallel_for(int64_t n, int64_t grain, ct_range_fn fn, void *ctx)
{
    if (n <= 0 || ((n <= grain || n <= (grain > 0)) && !ct_seam_on)) {
        return n > 0 ? fn(ctx, 0, n) : 0;
    }
    pthread_once(&once, start);
    int64_t chunk = ct_parallel_chunk(n, grain), chunks = n / chunk + (n % chunk != 0);
    job j = {.fn = fn, .ctx = ctx, .n = n, .chunk = chunk, .chunks = chunks};
    j.wakes = grain <= 1 || wakes(chunks * CHUNK_NS);
    return run(&j);
}

int ct_parallel_tasks(int64_t n, int64_t ns, ct_range_fn fn, void *ctx)
{
    if (n <= 0 || (n == 1 && !ct_seam_on)) {
        return n > 0 ? fn(ctx, 0, n) : 0;
    }
    pthread_once(&once, start);
    job j = {.fn = fn, .ctx = ctx, .n = n, .chunk = 1, .chunks = n};
    j.wakes = ns >= WAKE_NS || wakes(n * ns);
    return run(&j);
}

int64_t ct_parallel_divided(void)
{
    return atomic_load_explicit(&pool.divided, memory_order_relaxed);
}

int ct_num_threads(void)
{
    pthread_once(&once, start);
    return atomic_load_explicit(&num_threads, memory_order_relaxed);
}

int ct_num_threads_set(int n)
{
    if (n < 1 || n > THREADS_MAX) {
        return ct_error(CT_ERR_VALUE, "set_num_threads: expected 1 to %d, got %d",
                        THREADS_MAX, n);
    }
    pthread_once(&once, start);
    atomic_store(&num_threads, n);
    return 0;
}
