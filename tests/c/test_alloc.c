/* The caching allocator: alignment, reuse, bounds, faults, threads, fork. */
#define _GNU_SOURCE
#include "core/alloc.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

#define MIB ((size_t)1 << 20)

static ct_memory_stats stats(void)
{
    ct_memory_stats s;
    ct_memory_stats_get(&s);
    return s;
}

static void aligned_and_writable_at_every_class_edge(void)
{
    for (size_t size = 1; size <= 32 * MIB; size = size * 9 / 8 + 1) {
        char *p = ct_alloc(size);
        CHECK(p && (uintptr_t)p % CT_ALIGNMENT == 0);
        p[0] = p[size - 1] = 1;
        ct_free(p, size);
    }
}

static void blocks_in_use_do_not_overlap(void)
{
    enum { N = 400 };
    static unsigned char *p[N];
    for (int i = 0; i < N; i++) {
        p[i] = ct_alloc((size_t)i * 37);
        memset(p[i], i & 255, (size_t)i * 37);
    }
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < i * 37; j++) {
            if (p[i][j] != (i & 255)) {
                CHECK(p[i][j] == (i & 255));
                break;
            }
        }
        ct_free(p[i], (size_t)i * 37);
    }
}

static void freed_blocks_come_back(void)
{
    size_t sizes[] = {64, 4096, 5000, 100000, 5 * MIB};
    for (int i = 0; i < 5; i++) {
        void *p = ct_alloc(sizes[i]);
        ct_free(p, sizes[i]);
        int64_t misses = stats().misses;
        void *q = ct_alloc(sizes[i] - 7);
        CHECK(q == p);
        CHECK(stats().misses == misses);
        ct_free(q, sizes[i] - 7);
    }
}

static void zero_bytes_and_null(void)
{
    void *p = ct_alloc(0);
    CHECK(p != NULL);
    ct_free(p, 0);
    ct_free(NULL, 100);
}

static void too_much_is_an_error(void)
{
    CHECK(ct_alloc(SIZE_MAX) == NULL);
    CHECK(ct_alloc((size_t)1 << 63) == NULL);
    CHECK(ct_alloc(((size_t)1 << 47) + 1) == NULL);
    CHECK(ct_alloc_zeroed(SIZE_MAX - 3) == NULL);
}

static void zeroed_after_dirt(void)
{
    for (size_t size = 8; size <= 16 * MIB; size *= 8) {
        for (int round = 0; round < 2; round++) {
            char *p = ct_alloc_zeroed(size);
            CHECK(p[0] == 0 && memcmp(p, p + 1, size - 1) == 0);
            memset(p, 0x5a, size);
            ct_free(p, size);
        }
    }
}

static void statistics_add_up(void)
{
    ct_memory_release();
    ct_memory_stats before = stats();
    void *p = ct_alloc(3 * MIB), *q = ct_alloc(100);
    ct_memory_stats with = stats();
    CHECK(with.used - before.used == (int64_t)(3 * MIB) + 128);
    CHECK(with.blocks - before.blocks == 2 && with.allocs - before.allocs == 2);
    CHECK(with.peak >= with.used);
    ct_free(p, 3 * MIB);
    ct_free(q, 100);
    ct_memory_stats after = stats();
    CHECK(after.used == before.used && after.blocks == before.blocks);
    CHECK(after.cached >= (int64_t)(3 * MIB) + 128);
    CHECK(ct_memory_release() >= (int64_t)(3 * MIB) + 128);
    CHECK(stats().cached == 0);
    ct_memory_peak_reset();
    CHECK(stats().peak == stats().used);
}

static void the_cache_is_bounded(void)
{
    int64_t limit = stats().limit;
    ct_memory_limit_set(8 * (int64_t)MIB);
    void *p[8];
    for (int i = 0; i < 8; i++) {
        p[i] = ct_alloc(3 * MIB);
    }
    for (int i = 0; i < 8; i++) {
        ct_free(p[i], 3 * MIB);
    }
    CHECK(stats().cached <= 8 * (int64_t)MIB);
    CHECK(ct_alloc(3 * MIB) == p[7]);
    ct_free(p[7], 3 * MIB);
    ct_memory_limit_set(0);
    CHECK(stats().cached == 0);
    ct_free(ct_alloc(64), 64);
    CHECK(stats().cached == 0);
    ct_memory_limit_set(limit);
}

static void a_fault_comes_when_ordered(void)
{
    CHECK(ct_alloc_fail_after(1) < 0);
    void *p = ct_alloc(64);
    CHECK(p != NULL);
    CHECK(ct_alloc(64) == NULL);
    void *q = ct_alloc_zeroed(MIB);
    CHECK(q != NULL);
    ct_free(p, 64);
    ct_free(q, MIB);
    ct_alloc_fail_after(0);
    CHECK(ct_alloc_zeroed(MIB) == NULL);
    ct_alloc_fail_after(5);
    CHECK(ct_alloc_fail_after(-1) == 5);
}

/* Each thread frees what its neighbour allocated. */
static _Atomic(unsigned char *) mailbox[4];

static void *trade(void *arg)
{
    int me = (int)(intptr_t)arg;
    for (int i = 0; i < 20000; i++) {
        size_t size = (size_t)256 << (me % 2 * 6);
        unsigned char *p = ct_alloc(size);
        p[0] = (unsigned char)me;
        unsigned char *old = atomic_exchange(&mailbox[(me + 2) % 4], p);
        ct_free(old, size);
    }
    return NULL;
}

static void threads_trade_blocks(void)
{
    int64_t blocks = stats().blocks;
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) {
        pthread_create(&threads[i], NULL, trade, (void *)(intptr_t)i);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
    for (int i = 0; i < 4; i++) {
        ct_free(mailbox[i], (size_t)256 << (i % 2 * 6));
    }
    CHECK(stats().blocks == blocks);
}

static void a_forked_child_allocates(void)
{
    void *p = ct_alloc(1000);
    pid_t child = fork();
    if (child == 0) {
        ct_free(p, 1000);
        ct_free(ct_alloc(5 * MIB), 5 * MIB);
        ct_memory_release();
        _exit(stats().used < 0);
    }
    int status;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ct_free(p, 1000);
}

int main(void)
{
    CHECK_RUN(aligned_and_writable_at_every_class_edge);
    CHECK_RUN(blocks_in_use_do_not_overlap);
    CHECK_RUN(freed_blocks_come_back);
    CHECK_RUN(zero_bytes_and_null);
    CHECK_RUN(too_much_is_an_error);
    CHECK_RUN(zeroed_after_dirt);
    CHECK_RUN(statistics_add_up);
    CHECK_RUN(the_cache_is_bounded);
    CHECK_RUN(a_fault_comes_when_ordered);
    CHECK_RUN(threads_trade_blocks);
    CHECK_RUN(a_forked_child_allocates);
    return CHECK_END();
}
