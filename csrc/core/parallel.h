/* Splitting a loop over the cores.
 *
 * A pool of threads, started when first needed, takes chunks of an index range.
 * Where the chunks begin and end depends on the range and the grain alone, so a
 * kernel that computes something per chunk gives the same result on any number
 * of threads.
 */
#ifndef CT_CORE_PARALLEL_H
#define CT_CORE_PARALLEL_H

#include <stdint.h>

/* Works on [begin, end). Returns 0, or -1 with the error set. */
typedef int (*ct_range_fn)(void *ctx, int64_t begin, int64_t end);

/* The smallest chunk worth handing to another thread, in elements of a kernel
 * that streams through memory. Kernels that do more per element divide it. */
#define CT_GRAIN 32768

/* Calls `fn` on chunks that cover [0, n), on several threads at once.
 *
 * A range up to `grain` is one call on the calling thread, which keeps the
 * interpreter lock. A larger one runs without the lock in chunks of at least half
 * a grain, the calling thread taking its share; Ctrl-C stops it between chunks.
 * A chunk should last at most about 10 ms. Inside `fn`, and while another thread
 * has the pool, a call runs on the calling thread alone. A grain of 1 says that every
 * index is work for 50 us or more: sleeping threads are woken even for two of them.
 * A grain of 0 says that one index may last for long: even one alone runs without the
 * lock, and `fn` polls (ct_parallel_pace).
 *
 * Returns 0, or -1 with the first error set; the chunks not yet begun are then
 * left out. */
int ct_parallel_for(int64_t n, int64_t grain, ct_range_fn fn, void *ctx);

/* The same for n tasks of some `ns` nanoseconds each, up to 10 ms; each is a chunk. */
int ct_parallel_tasks(int64_t n, int64_t ns, ct_range_fn fn, void *ctx);

/* For chunks that may take long: -1 when this thread should return at once, since the
 * user pressed Ctrl-C (error set) or another thread's chunk failed. */
int ct_parallel_poll(void);

/* The grain for indices that each stand for `each` elements. */
static inline int64_t ct_parallel_grain(int64_t each)
{
    return each > CT_GRAIN ? 0 : CT_GRAIN / (each > 0 ? each : 1) + 1;
}

/* For loops that poll as they go: adds n elements to those done since the last poll,
 * and polls when they are many. */
static inline int ct_parallel_pace(int64_t *done, int64_t n)
{
    *done += n;
    if (*done < 2 * CT_GRAIN) {
        return 0;
    }
    *done = 0;
    return ct_parallel_poll();
}

/* The chunk length of ct_parallel_for: chunk i is [i*c, min((i+1)*c, n)). */
int64_t ct_parallel_chunk(int64_t n, int64_t grain);

/* How many threads work together, the caller included. At first the
 * environment's CTENSOR_NUM_THREADS or OMP_NUM_THREADS, else the cores that this
 * process may use. */
int ct_num_threads(void);

/* For tests: how many loops have been divided among threads so far. */
int64_t ct_parallel_divided(void);

/* Returns -1 with the error set unless 1 <= n <= 1024. */
int ct_num_threads_set(int n);

#endif
