/* The caching allocator: size classes, a cache per thread, a shared cache.
 *
 * Requests are rounded up to a class: multiples of 64 bytes up to 4 KiB, then
 * eight classes per doubling. Blocks up to 32 KiB pass through a LIFO list in
 * the calling thread's own cache, without a lock; what overflows there, and every
 * larger block, goes to the shared cache, which the lock guards and which evicts
 * the block that has lain there longest. A free block holds its own links.
 */
#define _GNU_SOURCE 1

#include "core/alloc.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/error.h"
#include "core/event.h"

#if defined(__SANITIZE_ADDRESS__)
#define CT_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CT_ASAN 1
#endif
#endif

/* Under AddressSanitizer a cached block is poisoned behind its links, and a block
 * in use behind the bytes that were asked for; everything comes from malloc. */
#ifdef CT_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#define MAP_MIN SIZE_MAX
#else
#define POISON(p, n) ((void)0)
#define UNPOISON(p, n) ((void)0)
#define MAP_MIN ((size_t)256 << 10) /* from here on: own pages, not malloc */
#endif

/* A first touch costs 4 times less per byte with 2 MiB pages (measured: 16 MiB in
 * 1.0 against 4.5 ms), so large blocks are aligned for them and ask for them. */
#define HUGE_PAGE ((size_t)2 << 20)
#define HUGE_MIN ((size_t)4 << 20)

#define SMALL_MAX 4096
#define SMALL_CLASSES (SMALL_MAX / CT_ALIGNMENT)
#define LOCAL_CLASSES (SMALL_CLASSES + 3 * 8) /* up to 32 KiB */
#define CLASSES (SMALL_CLASSES + 35 * 8)      /* up to 2^47 bytes */
#define BYTES_MAX ((size_t)1 << 47)

#define LOCAL_BYTES ((size_t)64 << 10) /* per class and thread */
#define LOCAL_COUNT_MAX 64
#define FOLD_BYTES ((int64_t)256 << 10)

typedef struct block block;
struct block {
    block *next, *prev;   /* of the same class; only `next` in a thread's */
    block *newer, *older; /* of all in the shared cache */
    size_t class;
};

typedef struct thread_cache thread_cache;
struct thread_cache {
    struct {
        block *head;
        uint32_t count;
    } list[LOCAL_CLASSES];
    /* Written by the owner alone, read by ct_memory_stats_get. */
    _Atomic int64_t used; /* not yet added to shared.used */
    _Atomic int64_t allocs, frees;
    thread_cache *next, *prev;
};

static struct {
    pthread_mutex_t lock;
    block *class[CLASSES];
    block *newest, *oldest;
    thread_cache *threads;
    int64_t cached, limit;
    int64_t used, peak, system;
    int64_t allocs, frees, misses;
} shared = {.lock = PTHREAD_MUTEX_INITIALIZER};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t at_thread_exit;
static bool have_key, have_huge_pages;
/* How many blocks of a class a thread may keep to itself; 0 without caching. */
static _Atomic uint32_t rooms[LOCAL_CLASSES];
_Atomic int64_t ct_alloc_countdown = -1;

static CT_THREAD_LOCAL thread_cache *local;

/* ---- size classes ---- */

static inline size_t class_of(size_t bytes)
{
    size_t last = bytes - (bytes != 0);
    if (last < SMALL_MAX) {
        return last / CT_ALIGNMENT;
    }
    size_t e = 63 - (size_t)__builtin_clzll(last);
    return SMALL_CLASSES + (e - 12) * 8 + ((last >> (e - 3)) & 7);
}

static inline size_t class_size(size_t class)
{
    if (class < SMALL_CLASSES) {
        return (class + 1) * CT_ALIGNMENT;
    }
    size_t step = class - SMALL_CLASSES;
    return (9 + step % 8) << (9 + step / 8);
}

/* ---- the system ---- */

static void *map_pages(size_t size)
{
    size_t slack = size >= HUGE_MIN ? HUGE_PAGE : 0;
    char *p = mmap(NULL, size + slack, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) {
        return NULL;
    }
    if (slack) {
        size_t head = -(uintptr_t)p & (HUGE_PAGE - 1);
        if (head) {
            munmap(p, head);
        }
        if (head < slack) {
            munmap(p + head + size, slack - head);
        }
        p += head;
        madvise(p, size, MADV_HUGEPAGE);
    }
    return p;
}

static void *system_get(size_t size)
{
    if (size >= MAP_MIN) {
        return map_pages(size);
    }
    return aligned_alloc(CT_ALIGNMENT, size);
}

static void system_put(void *p, size_t size)
{
    if (size >= MAP_MIN) {
        munmap(p, size);
    } else {
        UNPOISON(p, size);
        free(p);
    }
}

/* ---- the shared cache; all of it under the lock ---- */

static void shared_unlink(block *b)
{
    if (b->prev) {
        b->prev->next = b->next;
    } else {
        shared.class[b->class] = b->next;
    }
    if (b->next) {
        b->next->prev = b->prev;
    }
    if (b->newer) {
        b->newer->older = b->older;
    } else {
        shared.newest = b->older;
    }
    if (b->older) {
        b->older->newer = b->newer;
    } else {
        shared.oldest = b->newer;
    }
    shared.cached -= (int64_t)class_size(b->class);
}

static int64_t shared_evict(int64_t limit)
{
    int64_t before = shared.system;
    while (shared.cached > limit) {
        block *b = shared.oldest;
        size_t size = class_size(b->class);
        shared_unlink(b);
        shared.system -= (int64_t)size;
        system_put(b, size);
    }
    return before - shared.system;
}

static void shared_put(block *b, size_t class)
{
    b->class = class;
    b->prev = NULL;
    b->next = shared.class[class];
    if (b->next) {
        b->next->prev = b;
    }
    shared.class[class] = b;
    b->newer = NULL;
    b->older = shared.newest;
    if (b->older) {
        b->older->newer = b;
    } else {
        shared.oldest = b;
    }
    shared.newest = b;
    shared.cached += (int64_t)class_size(class);
}

static block *shared_get(size_t class)
{
    block *b = shared.class[class];
    if (b) {
        shared_unlink(b);
    }
    return b;
}

static void shared_count(int64_t bytes)
{
    shared.used += bytes;
    if (shared.used > shared.peak) {
        shared.peak = shared.used;
    }
}

/* ---- a thread's cache ---- */

/* The owner's plain add; atomic only for those who read meanwhile. */
static inline int64_t count_add(_Atomic int64_t *counter, int64_t n)
{
    int64_t sum = atomic_load_explicit(counter, memory_order_relaxed) + n;
    atomic_store_explicit(counter, sum, memory_order_relaxed);
    return sum;
}

static int64_t count_get(_Atomic int64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

static void local_fold(thread_cache *t)
{
    shared_count(count_get(&t->used));
    atomic_store_explicit(&t->used, 0, memory_order_relaxed);
}

/* Hands all but the `keep` newest blocks of a list to the shared cache. */
static void local_spill(thread_cache *t, size_t class, uint32_t keep)
{
    block **end = &t->list[class].head;
    for (uint32_t i = 0; i < keep && *end; i++) {
        end = &(*end)->next;
    }
    block *b = *end;
    *end = NULL;
    if (t->list[class].count > keep) {
        t->list[class].count = keep;
    }
    while (b) {
        block *next = b->next;
        shared_put(b, class);
        b = next;
    }
}

static void local_spill_all(thread_cache *t)
{
    for (size_t c = 0; c < LOCAL_CLASSES; c++) {
        local_spill(t, c, 0);
    }
}

static uint32_t room_of(size_t class)
{
    return atomic_load_explicit(&rooms[class], memory_order_relaxed);
}

static void limit_set(int64_t bytes)
{
    shared.limit = bytes;
    for (size_t c = 0; c < LOCAL_CLASSES; c++) {
        size_t room = LOCAL_BYTES / class_size(c);
        room = room > LOCAL_COUNT_MAX ? LOCAL_COUNT_MAX : room;
        atomic_store_explicit(&rooms[c], bytes ? (uint32_t)room : 0,
                              memory_order_relaxed);
    }
}

static void local_link(thread_cache *t)
{
    pthread_mutex_lock(&shared.lock);
    t->next = shared.threads;
    if (t->next) {
        t->next->prev = t;
    }
    shared.threads = t;
    pthread_mutex_unlock(&shared.lock);
}

static void local_unlink(thread_cache *t)
{
    if (t->prev) {
        t->prev->next = t->next;
    } else {
        shared.threads = t->next;
    }
    if (t->next) {
        t->next->prev = t->prev;
    }
    local_fold(t);
    shared.allocs += count_get(&t->allocs);
    shared.frees += count_get(&t->frees);
}

static void local_delete(void *cache)
{
    thread_cache *t = cache;
    pthread_mutex_lock(&shared.lock);
    local_spill_all(t);
    shared_evict(shared.limit);
    local_unlink(t);
    pthread_mutex_unlock(&shared.lock);
    local = NULL;
    free(t);
}

/* Shortens a list that has grown too long and passes on what was counted. */
static void local_settle(thread_cache *t, size_t class)
{
    pthread_mutex_lock(&shared.lock);
    if (t->list[class].count > room_of(class)) {
        local_spill(t, class, room_of(class) / 2);
        shared_evict(shared.limit);
    }
    local_fold(t);
    pthread_mutex_unlock(&shared.lock);
}

/* ---- start and fork ---- */

static void before_fork(void)
{
    pthread_mutex_lock(&shared.lock);
}

static void after_fork_parent(void)
{
    pthread_mutex_unlock(&shared.lock);
}

/* The other threads are gone; their caches may be half written, so their blocks
 * are given up, but what they counted still counts. */
static void after_fork_child(void)
{
    for (thread_cache *t = shared.threads, *next; t; t = next) {
        next = t->next;
        if (t != local) {
            local_unlink(t);
        }
    }
    pthread_mutex_unlock(&shared.lock);
}

static bool read_huge_pages(void)
{
    char text[64] = "";
    FILE *f = fopen("/sys/kernel/mm/transparent_hugepage/enabled", "r");
    if (f) {
        if (!fgets(text, sizeof text, f)) {
            text[0] = 0;
        }
        fclose(f);
    }
    return strstr(text, "[madvise]") || strstr(text, "[always]");
}

static int64_t default_limit(void)
{
    const char *text = getenv("CTENSOR_CACHE_BYTES");
    if (text && *text) {
        char *end;
        long long n = strtoll(text, &end, 10);
        if (*end == 0 && n >= 0) {
            return n;
        }
    }
    int64_t memory = (int64_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
    int64_t most = (int64_t)1 << 30;
    return memory > 0 && memory / 8 < most ? memory / 8 : most;
}

static void start(void)
{
    limit_set(default_limit());
    have_huge_pages = read_huge_pages();
    have_key = pthread_key_create(&at_thread_exit, local_delete) == 0;
    pthread_atfork(before_fork, after_fork_parent, after_fork_child);
}

/* The calling thread's cache, made on first use; NULL if there is no memory. */
static thread_cache *local_get(void)
{
    pthread_once(&once, start);
    if (local || !have_key) {
        return local;
    }
    thread_cache *t = calloc(1, sizeof *t);
    if (!t || pthread_setspecific(at_thread_exit, t) != 0) {
        free(t);
        return NULL;
    }
    local_link(t);
    local = t;
    return t;
}

/* ---- allocation ---- */

static void *hand_out(block *b, size_t bytes, size_t class)
{
    UNPOISON(b, class_size(class));
    POISON((char *)b + bytes, class_size(class) - bytes);
    (void)bytes;
    (void)class;
    return b;
}

static void hide(block *b, size_t class)
{
    UNPOISON(b, sizeof *b);
    POISON(b + 1, class_size(class) - sizeof *b);
    (void)b;
    (void)class;
}

static void *fail(size_t bytes)
{
    ct_error(CT_ERR_MEMORY, "out of memory: expected %zu bytes to be free", bytes);
    return NULL;
}

/* Refills the thread's list from the shared cache, which is worth one lock. */
static void local_refill(thread_cache *t, size_t class)
{
    block *b;
    while (t->list[class].count < room_of(class) / 2 && (b = shared_get(class))) {
        b->next = t->list[class].head;
        t->list[class].head = b;
        t->list[class].count++;
    }
}

/* A new block; when the system has none, once more after emptying the cache. */
static block *get_from_system(size_t size)
{
    block *b = system_get(size);
    if (!b) {
        ct_memory_release();
        b = system_get(size);
    }
    return b;
}

/* A block from the shared cache or the system. `fresh`: it is new pages. */
static block *get_slowly(size_t class, bool *fresh)
{
    size_t size = class_size(class);
    thread_cache *t = local_get();
    pthread_mutex_lock(&shared.lock);
    block *b = shared_get(class);
    *fresh = !b && size >= MAP_MIN;
    if (!b) {
        pthread_mutex_unlock(&shared.lock);
        b = get_from_system(size);
        if (!b) {
            return NULL;
        }
        pthread_mutex_lock(&shared.lock);
        shared.system += (int64_t)size;
        shared.misses++;
    } else if (t && class < LOCAL_CLASSES) {
        local_refill(t, class);
    }
    shared.allocs++;
    shared_count((int64_t)size);
    pthread_mutex_unlock(&shared.lock);
    return b;
}

bool ct_alloc_count_down(void)
{
    return atomic_fetch_sub(&ct_alloc_countdown, 1) == 0;
}

/* Tells of a block that was taken, or, with bytes < 0, is about to be given back. */
static __attribute__((noinline)) void *block_heard(void *p, int64_t bytes)
{
    ct_event e = {
        .kind = CT_EVENT_MEMORY, .name = "[memory]", .bytes = bytes, .data = p};
    if (p) {
        ct_event_once(&e);
    }
    return p;
}

static inline void *take(size_t bytes)
{
    if (bytes > BYTES_MAX || ct_alloc_fault()) {
        return fail(bytes);
    }
    size_t class = class_of(bytes);
    thread_cache *t = local;
    block *b;
    if (class < LOCAL_CLASSES && t && (b = t->list[class].head)) {
        t->list[class].head = b->next;
        t->list[class].count--;
        count_add(&t->allocs, 1);
        if (count_add(&t->used, (int64_t)class_size(class)) > FOLD_BYTES) {
            local_settle(t, class);
        }
        return hand_out(b, bytes, class);
    }
    bool fresh;
    b = get_slowly(class, &fresh);
    return b ? hand_out(b, bytes, class) : fail(bytes);
}

void *ct_alloc(size_t bytes)
{
    void *p = take(bytes);
    return ct_event_heard(CT_EVENT_MEMORY) ? block_heard(p, (int64_t)bytes) : p;
}

/* Makes a reused block of huge pages zero by dropping its pages: cheaper than
 * clearing 4 MiB now, even counting the faults that follow (measured: 16 MiB
 * cleared, then written, 1.13 ms; dropped, then written, 0.99). */
static bool drop_pages(void *p, size_t size)
{
    return have_huge_pages && size >= HUGE_MIN && size >= MAP_MIN &&
           madvise(p, size, MADV_DONTNEED) == 0;
}

void *ct_alloc_zeroed(size_t bytes)
{
    size_t class = bytes <= BYTES_MAX ? class_of(bytes) : 0;
    if (class < LOCAL_CLASSES) {
        void *p = ct_alloc(bytes);
        return p ? memset(p, 0, bytes) : NULL;
    }
    bool fresh;
    block *b = ct_alloc_fault() ? NULL : get_slowly(class, &fresh);
    if (!b) {
        return fail(bytes);
    }
    hand_out(b, bytes, class);
    if (!fresh && !drop_pages(b, class_size(class))) {
        memset(b, 0, bytes);
    }
    return ct_event_heard(CT_EVENT_MEMORY) ? block_heard(b, (int64_t)bytes) : b;
}

/* steals block */
static void put_slowly(block *b, size_t class)
{
    size_t size = class_size(class);
    pthread_once(&once, start);
    pthread_mutex_lock(&shared.lock);
    shared_count(-(int64_t)size);
    shared.frees++;
    if ((int64_t)size > shared.limit) {
        shared.system -= (int64_t)size;
        pthread_mutex_unlock(&shared.lock);
        system_put(b, size);
        return;
    }
    shared_put(b, class);
    shared_evict(shared.limit);
    pthread_mutex_unlock(&shared.lock);
}

void ct_free(void *p, size_t bytes)
{
    if (!p) {
        return;
    }
    if (ct_event_heard(CT_EVENT_MEMORY)) {
        block_heard(p, -(int64_t)bytes);
    }
    size_t class = class_of(bytes);
    block *b = p;
    hide(b, class);
    thread_cache *t = local;
    if (class >= LOCAL_CLASSES || !t) {
        put_slowly(b, class);
        return;
    }
    b->next = t->list[class].head;
    t->list[class].head = b;
    count_add(&t->frees, 1);
    int64_t used = count_add(&t->used, -(int64_t)class_size(class));
    if (++t->list[class].count > room_of(class) || used < -FOLD_BYTES) {
        local_settle(t, class);
    }
}

/* ---- statistics and bounds ---- */

void ct_memory_stats_get(ct_memory_stats *stats)
{
    pthread_once(&once, start);
    pthread_mutex_lock(&shared.lock);
    int64_t used = shared.used, allocs = shared.allocs, frees = shared.frees;
    for (thread_cache *t = shared.threads; t; t = t->next) {
        used += count_get(&t->used);
        allocs += count_get(&t->allocs);
        frees += count_get(&t->frees);
    }
    if (used > shared.peak) {
        shared.peak = used;
    }
    *stats = (ct_memory_stats){
        .used = used,
        .peak = shared.peak,
        .cached = shared.system - used,
        .limit = shared.limit,
        .blocks = allocs - frees,
        .allocs = allocs,
        .misses = shared.misses,
    };
    pthread_mutex_unlock(&shared.lock);
}

void ct_memory_peak_reset(void)
{
    pthread_mutex_lock(&shared.lock);
    shared.peak = 0;
    pthread_mutex_unlock(&shared.lock);
    ct_memory_stats stats;
    ct_memory_stats_get(&stats);
}

int64_t ct_memory_release(void)
{
    pthread_mutex_lock(&shared.lock);
    if (local) {
        local_spill_all(local);
    }
    int64_t released = shared_evict(0);
    pthread_mutex_unlock(&shared.lock);
    return released;
}

void ct_memory_limit_set(int64_t bytes)
{
    pthread_once(&once, start);
    pthread_mutex_lock(&shared.lock);
    limit_set(bytes > 0 ? bytes : 0);
    if (local && bytes <= 0) {
        local_spill_all(local);
    }
    shared_evict(shared.limit);
    pthread_mutex_unlock(&shared.lock);
}

int64_t ct_alloc_fail_after(int64_t n)
{
    return atomic_exchange(&ct_alloc_countdown, n);
}
