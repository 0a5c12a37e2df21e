/* find: places in sequences in order, runs of equal ones, places of what is true, counts. */
#include "kernels/fault.cuh"
#include "kernels/keys.cuh"
#include "kernels/prefix.cuh"
#include "kernels/team.cuh"
#include "order.h"

enum { THREADS = 256, COUNT = 1024 };

/* ---- searches ------------------------------------------------------------------------ */

template <class E>
__global__ void __launch_bounds__(THREADS) search(CT_PARAM ct_device_search s)
{
    typedef typename ct_key<E>::type KEY;
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < s.count;
         i += step) {
        int64_t first = i / s.each * s.n, low = 0, high = s.n;
        KEY key = ct_key_of(((const E *)s.x)[i]);
        while (low < high) {
            int64_t middle = low + (high - low) / 2, at = middle;
            if (s.sorter) {
                at = s.sorter[first + middle];
                if (at < 0 || at >= s.n) {
                    ct_tell(s.fault, CT_FAULT_INDEX, s.row, 0, at, s.n);
                    break;
                }
            }
            KEY own = ct_key_of(((const E *)s.sequence)[first + at]);
            bool past = s.right ? own <= key : own < key;
            low = past ? middle + 1 : low;
            high = past ? high : middle;
        }
        if (s.narrow) {
            ((int32_t *)s.out)[i] = (int32_t)low;
        } else {
            ((int64_t *)s.out)[i] = low;
        }
    }
}

CT_KERNELS void ct_cuda_search(const ct_device_search *s, void *stream)
{
    unsigned grid = ct_blocks(s->count, THREADS);
    switch (s->dtype) {
#define SEARCH_CASE(id, E)                               \
    case CT_DTYPE_##id:                                  \
        CT_LAUNCH(search<E>, grid, THREADS, stream, *s); \
        break;
        CT_REALS(SEARCH_CASE)
#undef SEARCH_CASE
    }
}

template <class E>
__global__ void __launch_bounds__(THREADS)
    among(CT_PARAM ct_device_order o, CT_PARAM ct_device_items items, bool invert,
          ct_b8 *out)
{
    typedef typename ct_key<E>::type KEY;
    int64_t step = (int64_t)gridDim.x * blockDim.x, n = o.lines * o.n;
    const KEY *keys = (const KEY *)items.keys;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
        KEY key = ct_key_of(((const E *)o.x)[i]);
        uint32_t at = ct_keys_before(keys, items.n, key, false);
        bool there = at < items.n && keys[at] == key && !ct_key_is_nan<E>(key);
        out[i].bits = there != invert;
    }
}

CT_KERNELS void ct_cuda_among(const ct_device_order *x, const ct_device_items *items,
                              bool invert, void *out, void *stream)
{
    unsigned grid = ct_blocks(x->lines * x->n, THREADS);
    switch (x->dtype) {
#define AMONG_CASE(id, E)                                                             \
    case CT_DTYPE_##id:                                                               \
        CT_LAUNCH(among<E>, grid, THREADS, stream, *x, *items, invert, (ct_b8 *)out); \
        break;
        CT_REALS(AMONG_CASE)
#undef AMONG_CASE
    }
}

/* ---- runs ---------------------------------------------------------------------------- */

/* Of keys in order, or, without such, of elements as they stand. */
template <class E>
__global__ void __launch_bounds__(THREADS)
    begins(CT_PARAM ct_device_order o, CT_PARAM ct_device_items items, uint8_t *flags)
{
    typedef typename ct_key<E>::type KEY;
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    const KEY *keys = (const KEY *)items.keys;
    const E *x = (const E *)o.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < o.n;
         i += step) {
        KEY key = keys ? keys[i] : ct_key_of(x[i]);
        KEY before = i == 0 ? key : keys ? keys[i - 1] : ct_key_of(x[i - 1]);
        flags[i] = i == 0 || key != before || ct_key_is_nan<E>(key);
    }
}

/* Of rows of x in an order: a thread for each row, whose elements it compares in turn. */
template <class E>
__global__ void __launch_bounds__(THREADS)
    differ(CT_PARAM ct_device_order o, const uint32_t *places, uint8_t *flags)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < o.lines;
         i += step) {
        int64_t own = places ? places[i] : i, last = i == 0   ? 0
                                                     : places ? places[i - 1]
                                                              : i - 1;
        const E *a = (const E *)o.x + own * o.n, *b = (const E *)o.x + last * o.n;
        bool differs = i == 0;
        for (uint32_t j = 0; !differs && j < o.n; j++) {
            differs =
                ct_key_of(a[j]) != ct_key_of(b[j]) || ct_key_is_nan<E>(ct_key_of(a[j]));
        }
        flags[i] = differs;
    }
}

CT_KERNELS void ct_cuda_begins(const ct_device_order *o, const ct_device_items *items,
                               uint8_t *flags, void *stream)
{
    ct_device_items none = {NULL, NULL, 0, 0};
    unsigned grid = ct_blocks(o->n, THREADS);
    switch (o->dtype) {
#define BEGINS_CASE(id, E)                                                             \
    case CT_DTYPE_##id:                                                                \
        CT_LAUNCH(begins<E>, grid, THREADS, stream, *o, items ? *items : none, flags); \
        break;
        CT_REALS(BEGINS_CASE)
#undef BEGINS_CASE
    }
}

CT_KERNELS void ct_cuda_differ(const ct_device_order *o, const uint32_t *places,
                               uint8_t *flags, void *stream)
{
    unsigned grid = ct_blocks(o->lines, THREADS);
    switch (o->dtype) {
#define DIFFER_CASE(id, E)                                              \
    case CT_DTYPE_##id:                                                 \
        CT_LAUNCH(differ<E>, grid, THREADS, stream, *o, places, flags); \
        break;
        CT_REALS(DIFFER_CASE)
#undef DIFFER_CASE
    }
}

/* ---- places of what is true ---------------------------------------------------------- */

/* How many of a block's 1024 flags are set. */
static __global__ void __launch_bounds__(THREADS)
    count_blocks(const uint8_t *flags, int64_t n, int64_t *sums)
{
    CT_SHARED(int, room, 32);
    int64_t first = (int64_t)blockIdx.x * COUNT;
    int count = 0;
    for (int i = (int)threadIdx.x; i < COUNT && first + i < n; i += THREADS) {
        count += flags[first + i] != 0;
    }
    count = ct_fold_team<ct_add, THREADS>(count, room);
    if (threadIdx.x == 0) {
        sums[blockIdx.x] = count;
    }
}

/* The sum of those before each, and of all, by one block: n at a time of its threads. */
static __global__ void __launch_bounds__(THREADS) scan_sums(int64_t *sums, int64_t n)
{
    CT_SHARED(int64_t, room, THREADS);
    int64_t all = 0;
    for (int64_t first = 0; first < n; first += THREADS) {
        int64_t i = first + threadIdx.x, own = i < n ? sums[i] : 0;
        int64_t sum = ct_prefix_sum<THREADS>(room, own);
        if (i < n) {
            sums[i] = all + sum - own;
        }
        all += room[THREADS - 1];
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        sums[n] = all;
    }
}

/* Each warp counts its 32 flags by a vote, 1024 in a block. */
static __global__ void __launch_bounds__(THREADS)
    count_before(const uint8_t *flags, int64_t n, const int64_t *sums, int64_t *before)
{
    CT_SHARED(int, warps, COUNT / 32);
    int64_t first = (int64_t)blockIdx.x * COUNT;
    int lane = (int)threadIdx.x % 32, warp = (int)threadIdx.x / 32;
    for (int w = warp; w < COUNT / 32; w += THREADS / 32) {
        int64_t i = first + w * 32 + lane;
        unsigned set = __ballot_sync(0xffffffffu, i < n && flags[i] != 0);
        if (lane == 0) {
            warps[w] = __popc(set);
        }
    }
    __syncthreads();
    for (int w = warp; w < COUNT / 32; w += THREADS / 32) {
        int64_t i = first + w * 32 + lane, at = sums[blockIdx.x];
        unsigned set = __ballot_sync(0xffffffffu, i < n && flags[i] != 0);
        for (int k = 0; k < w; k++) {
            at += warps[k];
        }
        if (i < n) {
            before[i] = at + __popc(set & ((1u << lane) - 1));
        }
    }
    if (threadIdx.x == 0 && blockIdx.x == gridDim.x - 1) {
        before[n] = sums[gridDim.x];
    }
}

CT_KERNELS void ct_cuda_count_flags(const uint8_t *flags, int64_t n, int64_t *before,
                                    int64_t *room, void *stream)
{
    unsigned blocks = (unsigned)((n + COUNT - 1) / COUNT);
    CT_LAUNCH_BLOCKS(count_blocks, blocks, THREADS, stream, flags, n, room);
    CT_LAUNCH_BLOCKS(scan_sums, 1, THREADS, stream, room, (int64_t)blocks);
    CT_LAUNCH_BLOCKS(count_before, blocks, THREADS, stream, flags, n, room, before);
}

static __global__ void __launch_bounds__(THREADS)
    flag_places(const uint8_t *flags, const int64_t *before, int64_t n, int64_t *out)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
        if (flags[i]) {
            out[before[i]] = i;
        }
    }
}

CT_KERNELS void ct_cuda_flag_places(const uint8_t *flags, const int64_t *before,
                                    int64_t n, int64_t *out, void *stream)
{
    CT_LAUNCH(flag_places, ct_blocks(n, THREADS), THREADS, stream, flags, before, n,
              out);
}

static __global__ void __launch_bounds__(THREADS) collect(CT_PARAM ct_device_runs r)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < r.n;
         i += step) {
        int64_t run = r.before[i] + r.begins[i] - 1, place = r.order ? r.order[i] : i;
        if (r.begins[i]) {
            r.first[run] = place;
            r.length[run] = (run + 1 < r.count ? r.starts[run + 1] : r.n) - i;
        }
        if (r.inverse) {
            r.inverse[place] = run;
        }
    }
}

CT_KERNELS void ct_cuda_runs(const ct_device_runs *r, void *stream)
{
    CT_LAUNCH(collect, ct_blocks(r->n, THREADS), THREADS, stream, *r);
}

/* ---- counts -------------------------------------------------------------------------- */

/* A thread for each bin, which adds in the order of the elements. */
template <class W>
__global__ void __launch_bounds__(THREADS)
    add_bins(CT_PARAM ct_device_items items, int64_t bins, const W *weight, W *out)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    const uint64_t *keys = (const uint64_t *)items.keys;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < bins;
         i += step) {
        uint32_t first = ct_keys_before(keys, items.n, ct_key_of(i), false);
        uint32_t end = ct_keys_before(keys, items.n, ct_key_of(i), true);
        W sum = weight ? W(0) : W(end - first);
        for (uint32_t k = first; weight && k < end; k++) {
            sum += weight[items.places[k]];
        }
        out[i] = sum;
    }
}

CT_KERNELS void ct_cuda_bins(const ct_device_items *items, int64_t bins, int dtype,
                             const void *weight, void *out, void *stream)
{
    unsigned grid = ct_blocks(bins, THREADS);
    if (dtype == CT_DTYPE_I64) {
        CT_LAUNCH(add_bins<int64_t>, grid, THREADS, stream, *items, bins,
                  (const int64_t *)weight, (int64_t *)out);
    } else if (dtype == CT_DTYPE_F64) {
        CT_LAUNCH(add_bins<double>, grid, THREADS, stream, *items, bins,
                  (const double *)weight, (double *)out);
    } else {
        CT_LAUNCH(add_bins<float>, grid, THREADS, stream, *items, bins,
                  (const float *)weight, (float *)out);
    }
}

template <class A>
CT_DEVICE static inline int64_t interval_of(const ct_device_intervals &s, A x)
{
    A low = A(s.low), high = A(s.high), at = (x - low) * A(s.bins) / (high - low);
    return x >= low && x <= high ? (at < A(s.bins) ? (int64_t)at : s.bins - 1) : -1;
}

/* The same where the edges decide, which rounding is seldom more than one away from. */
template <class A>
CT_DEVICE static inline int64_t between(const ct_device_intervals &s, A x)
{
    const A *edges = (const A *)s.edges;
    A low = edges[0], high = edges[s.bins];
    if (!(x >= low && x <= high)) {
        return -1;
    }
    A place = (x - low) * (A(s.bins) / (high - low));
    int64_t at = place < A(s.bins - 1) ? (int64_t)place : s.bins - 1;
    for (; at > 0 && x < edges[at]; at--) {
    }
    for (; at + 1 < s.bins && x >= edges[at + 1]; at++) {
    }
    return at;
}

/* Whole numbers are added: in any order they are the same. */
template <class E>
__global__ void __launch_bounds__(THREADS) intervals(CT_PARAM ct_device_intervals s)
{
    typedef typename ct_computed<E>::type A;
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < s.n;
         i += step) {
        A x = ct_number(((const E *)s.x)[i]);
        int64_t at = s.edges ? between<A>(s, x) : interval_of<A>(s, x);
        if (at >= 0) {
            atomicAdd(&s.count[at], 1ull);
        }
    }
}

CT_KERNELS void ct_cuda_intervals(const ct_device_intervals *s, void *stream)
{
    unsigned grid = ct_blocks(s->n, THREADS);
    CT_FLOATS(s->dtype, CT_LAUNCH(intervals<E>, grid, THREADS, stream, *s))
}
