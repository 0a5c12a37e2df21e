/* The allocator of tensor storage: 64-byte aligned, caching, bounded.
 *
 * Freed blocks are kept and handed out again, because a fresh 16 MB block costs
 * more in page faults than adding into it. Every function may be called from any
 * thread, with or without the interpreter lock, and after a fork.
 */
#ifndef CT_CORE_ALLOC_H
#define CT_CORE_ALLOC_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CT_ALIGNMENT 64

/* At least `bytes` bytes (0 counts as 1), not cleared; NULL with the error set. */
void *ct_alloc(size_t bytes);

/* The same, all zero. Large blocks are fresh pages that nobody has touched. */
void *ct_alloc_zeroed(size_t bytes);

/* Gives back a block of ct_alloc; `bytes` is what was asked for. NULL is fine. */
void ct_free(void *block, size_t bytes);

/* Sizes are those of the blocks, requests rounded up to their class. */
typedef struct ct_memory_stats {
    int64_t used;   /* bytes in blocks that are handed out */
    int64_t peak;   /* highest `used`; may lag by 256 KiB per thread */
    int64_t cached; /* bytes kept for reuse */
    int64_t limit;  /* bound on the shared part of the cache */
    int64_t blocks; /* blocks handed out now */
    int64_t allocs; /* blocks handed out ever */
    int64_t misses; /* of these, taken from the system */
} ct_memory_stats;

void ct_memory_stats_get(ct_memory_stats *stats);
void ct_memory_peak_reset(void);

/* Gives cached memory back to the system: all that is shared and the calling
 * thread's own; returns the bytes released. */
int64_t ct_memory_release(void);

/* Bounds the cache; 0 turns caching off. At first it is the environment's
 * CTENSOR_CACHE_BYTES, else the smaller of 1 GiB and an eighth of the memory. */
void ct_memory_limit_set(int64_t bytes);

/* For tests: one allocation fails as if memory had run out, the n-th from now
 * (0: the next); a negative n calls it off. Returns how many were still to
 * succeed before an earlier order, negative if none was open. */
int64_t ct_alloc_fail_after(int64_t n);

/* For other allocators that are to fail with this one: counts an allocation and
 * says whether it must fail. */
extern _Atomic int64_t ct_alloc_countdown; /* negative: no order is open */
bool ct_alloc_count_down(void);
static inline bool ct_alloc_fault(void)
{
    return atomic_load_explicit(&ct_alloc_countdown, memory_order_relaxed) >= 0 &&
           ct_alloc_count_down();
}

#endif
