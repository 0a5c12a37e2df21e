/* ct_parallel_for: coverage, chunks, errors, interruption, nesting, threads, fork. */
#define _GNU_SOURCE
#include "core/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "core/error.h"
#include "core/runtime.h"

/* ThreadSanitizer ends a forked child that starts threads, unless told not to. */
const char *__tsan_default_options(void);
const char *__tsan_default_options(void)
{
    return "die_after_fork=0";
}

static int mark(void *ctx, int64_t begin, int64_t end)
{
    unsigned char *seen = ctx;
    for (int64_t i = begin; i < end; i++) {
        seen[i]++;
    }
    return 0;
}

static bool covers(int64_t n, int64_t grain)
{
    unsigned char *seen = calloc((size_t)n + 1, 1);
    bool right = ct_parallel_for(n, grain, mark, seen) == 0 && seen[n] == 0;
    for (int64_t i = 0; i < n; i++) {
        right = right && seen[i] == 1;
    }
    free(seen);
    return right;
}

static void every_index_is_done_once(void)
{
    for (int threads = 1; threads <= 4; threads++) {
        CHECK(ct_num_threads_set(threads) == 0);
        for (int64_t n = 0; n < 3000000; n = n * 3 + 1) {
            CHECK(covers(n, 1) && covers(n, 100) && covers(n, n));
        }
    }
}

static int note_chunk(void *ctx, int64_t begin, int64_t end)
{
    int64_t *ends = ctx;
    ends[begin] = end;
    return 0;
}

static void chunks_do_not_depend_on_the_threads(void)
{
    enum { N = 100000 };
    static int64_t one[N], four[N];
    ct_num_threads_set(1);
    ct_parallel_for(N, 3000, note_chunk, one);
    ct_num_threads_set(4);
    ct_parallel_for(N, 3000, note_chunk, four);
    CHECK(memcmp(one, four, sizeof one) == 0);
    CHECK(one[0] == ct_parallel_chunk(N, 3000));
}

static void chunks_are_bounded(void)
{
    CHECK(ct_parallel_chunk((int64_t)1 << 40, 1000) <= 1 << 18);
    CHECK(ct_parallel_chunk((int64_t)1 << 40, 1 << 20) <= 1 << 20);
    CHECK(ct_parallel_chunk(INT64_MAX, 1) <= 1 << 18);
    CHECK(ct_parallel_chunk(150, 100) == 75);
    CHECK(ct_parallel_chunk(100, 100) == 100);
}

static int fail_at(void *ctx, int64_t begin, int64_t end)
{
    int64_t at = *(int64_t *)ctx;
    if (begin <= at && at < end) {
        return ct_error(CT_ERR_VALUE, "fail_at: %d", (int)at);
    }
    return 0;
}

static void an_error_reaches_the_caller(void)
{
    ct_num_threads_set(4);
    for (int64_t at = 0; at < 1000000; at += 99991) {
        char expected[40];
        snprintf(expected, sizeof expected, "fail_at: %d", (int)at);
        CHECK(ct_parallel_for(1000000, 1000, fail_at, &at) == -1);
        CHECK(strcmp(ct_error_message(), expected) == 0);
        ct_error_clear();
    }
    CHECK(covers(100000, 100));
}

static int nest(void *ctx, int64_t begin, int64_t end)
{
    unsigned char *seen = ctx;
    for (int64_t i = begin; i < end; i++) {
        if (ct_parallel_for(1000, 10, mark, seen + i * 1000) < 0) {
            return -1;
        }
    }
    return 0;
}

static void nested_calls_run_inline(void)
{
    static unsigned char seen[100000];
    ct_num_threads_set(4);
    CHECK(ct_parallel_for(100, 1, nest, seen) == 0);
    CHECK(seen[0] == 1 && memcmp(seen, seen + 1, sizeof seen - 1) == 0);
}

static _Atomic int locked, unlocks, polls, interrupt;

static void *unlock(void)
{
    atomic_fetch_sub(&locked, 1);
    atomic_fetch_add(&unlocks, 1);
    return &locked;
}

static void relock(void *state)
{
    (void)state;
    atomic_fetch_add(&locked, 1);
}

static int poll_interrupt(void)
{
    atomic_fetch_add(&polls, 1);
    return atomic_load(&interrupt) ? ct_error(CT_ERR_PYTHON, "interrupted") : 0;
}

static int nap(void *ctx, int64_t begin, int64_t end)
{
    struct timespec t = {0, 2000000};
    (void)begin;
    (void)end;
    nanosleep(&t, NULL);
    return atomic_load(&locked) == *(int *)ctx ? 0 : ct_error(CT_ERR_VALUE, "locked");
}

static void the_lock_is_released_and_ctrl_c_seen(void)
{
    ct_runtime hooks = {unlock, relock, poll_interrupt};
    int unlocked = 0, held = 1;
    ct_runtime_set(&hooks);
    atomic_store(&locked, 1);
    CHECK(ct_parallel_for(200, 1, nap, &unlocked) == 0);
    CHECK(unlocks == 1 && locked == 1 && polls >= 1);
    CHECK(ct_parallel_for(200, 200, nap, &held) == 0);
    CHECK(unlocks == 1);
    atomic_store(&interrupt, 1);
    CHECK(ct_parallel_for(1000000, 1, nap, &unlocked) == -1);
    CHECK(strcmp(ct_error_message(), "interrupted") == 0 && locked == 1);
    ct_error_clear();
    ct_runtime_set(&(ct_runtime){NULL, NULL, NULL});
}

static void *run_many(void *ok)
{
    for (int i = 0; i < 200; i++) {
        if (!covers(20000, 500)) {
            *(bool *)ok = false;
        }
    }
    return NULL;
}

static void threads_call_at_once(void)
{
    pthread_t threads[4];
    bool ok[4] = {true, true, true, true};
    for (int i = 0; i < 4; i++) {
        pthread_create(&threads[i], NULL, run_many, &ok[i]);
    }
    for (int i = 0; i < 100; i++) {
        ct_num_threads_set(1 + i % 5);
        CHECK(covers(5000, 100));
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        CHECK(ok[i]);
    }
}

static void sleeping_workers_wake(void)
{
    ct_num_threads_set(3);
    struct timespec t = {0, 1000000};
    for (int i = 0; i < 100; i++) {
        nanosleep(&t, NULL);
        CHECK(covers(5000, 100));
    }
}

/* Who ran the second of two tasks of some microseconds. */
static int second_task(void *ctx, int64_t begin, int64_t end)
{
    volatile int steps = 5000;
    while (steps > 0) {
        steps--;
    }
    if (begin <= 1 && end > 1) {
        *(pthread_t *)ctx = pthread_self();
    }
    return 0;
}

static void short_jobs_wake_together(void)
{
    ct_num_threads_set(2);
    struct timespec t = {0, 5000000}; /* until all sleep */
    nanosleep(&t, NULL);
    pthread_t self = pthread_self(), second = self;
    for (int i = 0; i < 20000 && pthread_equal(second, self); i++) {
        CHECK(ct_parallel_tasks(2, 5000, second_task, &second) == 0);
    }
    CHECK(!pthread_equal(second, self));
}

static void a_forked_child_works(void)
{
    ct_num_threads_set(4);
    CHECK(covers(100000, 100));
    pid_t child = fork();
    if (child == 0) {
        _exit(!(covers(100000, 100) && ct_num_threads() == 4));
    }
    int status;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CHECK(covers(100000, 100));
}

static void *keep_busy(void *stop)
{
    while (!atomic_load((_Atomic int *)stop)) {
        covers(100000, 100);
    }
    return NULL;
}

static void fork_while_the_pool_is_busy(void)
{
    _Atomic int stop = 0;
    pthread_t thread;
    pthread_create(&thread, NULL, keep_busy, &stop);
    for (int i = 0; i < 20; i++) {
        pid_t child = fork();
        if (child == 0) {
            static unsigned char seen[5000];
            _exit(ct_parallel_for(5000, 100, mark, seen) != 0 || seen[4999] != 1);
        }
        int status;
        waitpid(child, &status, 0);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    atomic_store(&stop, 1);
    pthread_join(thread, NULL);
}

static void thread_counts_are_checked(void)
{
    CHECK(ct_num_threads_set(0) == -1);
    CHECK(ct_num_threads_set(-1) == -1);
    CHECK(ct_num_threads_set(1025) == -1);
    ct_error_clear();
    CHECK(ct_num_threads_set(2) == 0 && ct_num_threads() == 2);
}

int main(void)
{
    CHECK_RUN(every_index_is_done_once);
    CHECK_RUN(chunks_do_not_depend_on_the_threads);
    CHECK_RUN(chunks_are_bounded);
    CHECK_RUN(an_error_reaches_the_caller);
    CHECK_RUN(nested_calls_run_inline);
    CHECK_RUN(the_lock_is_released_and_ctrl_c_seen);
    CHECK_RUN(threads_call_at_once);
    CHECK_RUN(sleeping_workers_wake);
    CHECK_RUN(short_jobs_wake_together);
    CHECK_RUN(a_forked_child_works);
    CHECK_RUN(fork_while_the_pool_is_busy);
    CHECK_RUN(thread_counts_are_checked);
    return CHECK_END();
}
