/* sort: lines in order. A block sorts a tile of a line, or several short lines, in shared
 * memory by a bitonic network (Batcher 1968); longer lines are merged run by run, each item
 * finding its rank among those of the other run. Beside each key stands its place, so that
 * no two items are equal, and each order is the stable one. */
#include "kernels/keys.cuh"
#include "kernels/team.cuh"
#include "order.h"

enum { THREADS = 256, PICK = 128 };

template <class KEY>
CT_DEVICE static inline bool goes_before(KEY a, uint32_t at, KEY b, uint32_t bt)
{
    return a < b || (a == b && at < bt);
}

/* Chunks of `size` items, a power of two, each in order. */
template <class KEY>
CT_DEVICE static inline void sort_chunks(KEY *keys, uint32_t *places, uint32_t size,
                                         uint32_t used)
{
    for (uint32_t k = 2; k <= size; k *= 2) {
        for (uint32_t j = k / 2; j > 0; j /= 2) {
            for (uint32_t t = threadIdx.x; t < used / 2; t += blockDim.x) {
                uint32_t a = 2 * j * (t / j) + t % j, b = a + j;
                bool up = k == size || (a & k) == 0;
                if (goes_before(keys[b], places[b], keys[a], places[a]) == up &&
                    (keys[a] != keys[b] || places[a] != places[b])) {
                    KEY key = keys[a];
                    uint32_t place = places[a];
                    keys[a] = keys[b];
                    places[a] = places[b];
                    keys[b] = key;
                    places[b] = place;
                }
            }
            __syncthreads();
        }
    }
}

/* A block has `each` lines side by side, or a tile of one. */
template <class E>
__global__ void __launch_bounds__(THREADS)
    sort_tiles(CT_PARAM ct_device_order o, CT_PARAM ct_device_items from,
               CT_PARAM ct_device_items to, uint32_t keep, uint32_t chunk,
               uint32_t used)
{
    typedef typename ct_key<E>::type KEY;
    CT_SHARED(KEY, keys, CT_ORDER_TILE);
    CT_SHARED(uint32_t, places, CT_ORDER_TILE);
    uint32_t tiles = (o.n + CT_ORDER_TILE - 1) / CT_ORDER_TILE, each = used / chunk;
    for (uint32_t i = threadIdx.x; i < used; i += blockDim.x) {
        int64_t line = blockIdx.x / tiles * (int64_t)each + i / chunk;
        uint32_t at = blockIdx.x % tiles * CT_ORDER_TILE + i % chunk;
        bool inside = line < o.lines && at < o.n;
        keys[i] = KEY(~KEY(0));
        places[i] = ~0u;
        if (inside && from.keys) {
            keys[i] = ((const KEY *)from.keys)[line * o.n + at];
            places[i] = from.places[line * o.n + at];
        } else if (inside) {
            KEY key = ct_key_of(((const E *)o.x)[line * o.n + at]);
            keys[i] = o.flip ? KEY(~key) : key;
            places[i] = at;
        }
    }
    __syncthreads();
    sort_chunks(keys, places, chunk, used);
    for (uint32_t i = threadIdx.x; i < used; i += blockDim.x) {
        int64_t line = blockIdx.x / tiles * (int64_t)each + i / chunk;
        uint32_t tile = blockIdx.x % tiles, at = i % chunk;
        uint32_t left = o.n - tile * CT_ORDER_TILE;
        if (line < o.lines && at < left && at < keep) {
            int64_t out = line * to.n + (int64_t)tile * keep + at;
            ((KEY *)to.keys)[out] = keys[i];
            to.places[out] = places[i];
        }
    }
}

template <class KEY>
__global__ void __launch_bounds__(THREADS)
    sort_merge(CT_PARAM ct_device_items from, CT_PARAM ct_device_items to,
               uint32_t width)
{
    int64_t all = from.lines * from.n, step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < all;
         i += step) {
        uint32_t at = (uint32_t)(i % from.n), run = at / width, own = at % width;
        int64_t line = i - at;
        bool left = run % 2 == 0;
        uint32_t first = (left ? run + 1 : run - 1) * width, n = 0;
        if (first < from.n) {
            n = from.n - first < width ? from.n - first : width;
        }
        const KEY *keys = (const KEY *)from.keys + line;
        KEY key = keys[at];
        uint32_t other = ct_keys_before(keys + first, n, key, !left);
        int64_t out = line + run / 2 * (2 * width) + own + other;
        ((KEY *)to.keys)[out] = key;
        to.places[out] = from.places[i];
    }
}

/* ---- picks --------------------------------------------------------------------------- */

/* The first of the longest runs of equal keys, where it ends: by all threads of a block. */
template <class E, class KEY>
CT_DEVICE static inline uint32_t mode_of(const KEY *keys, uint32_t n, uint32_t *room)
{
    uint32_t most = 0, end = 0;
    for (uint32_t i = threadIdx.x; i < n; i += PICK) {
        bool nan = ct_key_is_nan<E>(keys[i]);
        if (i + 1 < n && !nan && keys[i + 1] == keys[i]) {
            continue;
        }
        uint32_t length = nan ? 1 : i + 1 - ct_keys_before(keys, n, keys[i], false);
        if (length > most) {
            most = length;
            end = i;
        }
    }
    room[threadIdx.x] = most;
    room[PICK + threadIdx.x] = end;
    for (uint32_t half = PICK / 2; half > 0; half /= 2) {
        __syncthreads();
        uint32_t a = threadIdx.x, b = a + half;
        if (a < half && (room[b] > room[a] ||
                         (room[b] == room[a] && room[PICK + b] < room[PICK + a]))) {
            room[a] = room[b];
            room[PICK + a] = room[PICK + b];
        }
    }
    __syncthreads();
    end = room[PICK];
    __syncthreads();
    return end;
}

template <class E>
__global__ void __launch_bounds__(PICK)
    pick_mode(CT_PARAM ct_device_order o, CT_PARAM ct_device_items items,
              int64_t *places, E *values)
{
    typedef typename ct_key<E>::type KEY;
    CT_SHARED(uint32_t, room, 2 * PICK);
    for (int64_t line = blockIdx.x; line < o.lines; line += gridDim.x) {
        const KEY *keys = (const KEY *)items.keys + line * o.n;
        uint32_t end = mode_of<E>(keys, o.n, room);
        if (threadIdx.x == 0) {
            places[line] = items.places[line * o.n + end];
            values[line] = ((const E *)o.x)[line * o.n + places[line]];
        }
    }
}

/* Which item of a line in order is picked. */
template <class E, class KEY>
CT_DEVICE static inline uint32_t picked(const KEY *keys, uint32_t n, int how,
                                        uint32_t at)
{
    if (how != CT_PICK_MEDIAN && how != CT_PICK_NANMEDIAN) {
        return at;
    }
    uint32_t there = n; /* that are no NaN */
    if (ct_key_is_nan<E>(keys[n - 1])) {
        there = ct_keys_before(keys, n, keys[n - 1], false);
    }
    return there == 0 || (there < n && how == CT_PICK_MEDIAN) ? there : (there - 1) / 2;
}

template <class E>
__global__ void __launch_bounds__(PICK)
    pick_items(CT_PARAM ct_device_order o, CT_PARAM ct_device_items items, int how,
               uint32_t at, uint32_t k, int64_t *places, E *values)
{
    typedef typename ct_key<E>::type KEY;
    int64_t all = o.lines * k, step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < all;
         i += step) {
        int64_t line = i / k, first = line * items.n;
        uint32_t j = how == CT_PICK_FIRST
                         ? (uint32_t)(i % k)
                         : picked<E>((const KEY *)items.keys + first, items.n, how, at);
        uint32_t place = items.places[first + j];
        if (places) {
            places[i] = place;
        }
        if (values) {
            values[i] = ((const E *)o.x)[line * o.n + place];
        }
    }
}

/* ---- quantiles ----------------------------------------------------------------------- */

struct rank {
    uint32_t low;
    double part;
};

CT_DEVICE static inline rank rank_of(const ct_device_quantiles &s, double q,
                                     uint32_t last)
{
    float single = (float)q * (float)last;
    double at = s.single && last < 1u << 24 ? (double)single : q * (double)last;
    at = s.interpolation == 1   ? floor(at)
         : s.interpolation == 2 ? ceil(at)
         : s.interpolation == 4 ? rint(at)
                                : at;
    double low = floor(at), part = at - low;
    rank r = {(uint32_t)low > last ? last : (uint32_t)low, part};
    r.part = r.low == last ? 0 : s.interpolation == 3 && part > 0 ? 0.5 : part;
    return r;
}

template <class E>
__global__ void __launch_bounds__(PICK)
    find_quantiles(CT_PARAM ct_device_order o, CT_PARAM ct_device_items items,
                   CT_PARAM ct_device_quantiles s)
{
    typedef typename ct_key<E>::type KEY;
    int64_t all = o.lines * s.count, step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < all;
         i += step) {
        int64_t line = i / s.count, j = i % s.count;
        const KEY *keys = (const KEY *)items.keys + line * o.n;
        const uint32_t *order = items.places + line * o.n;
        const E *x = (const E *)o.x + line * o.n;
        uint32_t there = o.n;
        if (ct_key_is_nan<E>(keys[o.n - 1])) {
            there = ct_keys_before(keys, o.n, keys[o.n - 1], false);
        }
        bool none = there == 0 || (there < o.n && !s.skip_nan);
        rank r = {there, 0};
        if (!none) {
            r = rank_of(s, s.q[j], there - 1);
        }
        uint32_t low = order[r.low], high = r.part > 0 ? order[r.low + 1] : low;
        double a = (double)ct_number(x[low]), b = (double)ct_number(x[high]);
        double value = r.part < 0.5 ? a + (b - a) * r.part : b - (b - a) * (1 - r.part);
        s.values[i] = r.part > 0 && a != b ? value : a;
        for (int k = 0; k < 2; k++) {
            int64_t at = (2 * line + k) * s.count + j;
            double part = k ? r.part : 1 - r.part;
            s.places[at] = k ? high : low;
            if (s.wide) {
                ((double *)s.shares)[at] = part;
            } else {
                ((float *)s.shares)[at] = (float)part;
            }
        }
    }
}

/* ---- launches ------------------------------------------------------------------------ */

/* Few lines of few items do not need a whole tile, nor so many threads. */
template <class E>
static void run_tiles(const ct_device_order *o, const ct_device_items *from,
                      const ct_device_items *to, uint32_t keep, void *stream)
{
    uint32_t chunk = 1, tiles = (o->n + CT_ORDER_TILE - 1) / CT_ORDER_TILE;
    while (chunk < o->n && chunk < (uint32_t)CT_ORDER_TILE) {
        chunk *= 2;
    }
    uint32_t each = CT_ORDER_TILE / chunk;
    each = o->lines < each ? (uint32_t)o->lines : each;
    uint32_t used = each * chunk, threads = (used / 2 + 31) / 32 * 32;
    threads = threads < 32                  ? 32
              : threads < (uint32_t)THREADS ? threads
                                            : (uint32_t)THREADS;
    int64_t blocks = (o->lines + each - 1) / each * tiles;
    ct_device_items none = {NULL, NULL, 0, 0};
    CT_LAUNCH_BLOCKS(sort_tiles<E>, (unsigned)blocks, threads, stream, *o,
                     from ? *from : none, *to, keep, chunk, used);
}

CT_KERNELS void ct_cuda_sort_tiles(const ct_device_order *o,
                                   const ct_device_items *from,
                                   const ct_device_items *to, uint32_t keep,
                                   void *stream)
{
    keep = keep && keep < (uint32_t)CT_ORDER_TILE ? keep : (uint32_t)CT_ORDER_TILE;
    switch (o->dtype) {
#define SORT_CASE(id, E)                         \
    case CT_DTYPE_##id:                          \
        run_tiles<E>(o, from, to, keep, stream); \
        break;
        CT_REALS(SORT_CASE)
#undef SORT_CASE
    }
}

static bool is_wide(int dtype)
{
    return dtype == CT_DTYPE_U64 || dtype == CT_DTYPE_I64 || dtype == CT_DTYPE_F64;
}

CT_KERNELS void ct_cuda_sort_merge(const ct_device_order *o,
                                   const ct_device_items *from,
                                   const ct_device_items *to, uint32_t width,
                                   void *stream)
{
    unsigned grid = ct_blocks(from->lines * from->n, THREADS);
    if (is_wide(o->dtype)) {
        CT_LAUNCH(sort_merge<uint64_t>, grid, THREADS, stream, *from, *to, width);
    } else {
        CT_LAUNCH(sort_merge<uint32_t>, grid, THREADS, stream, *from, *to, width);
    }
}

template <class E>
static void run_pick(const ct_device_order *o, const ct_device_items *items,
                     ct_pick how, uint32_t at, uint32_t k, int64_t *places,
                     void *values, void *stream)
{
    if (how == CT_PICK_MODE) {
        CT_LAUNCH_BLOCKS(pick_mode<E>, ct_blocks(o->lines, 1), PICK, stream, *o, *items,
                         places, (E *)values);
    } else {
        CT_LAUNCH(pick_items<E>, ct_blocks(o->lines * k, PICK), PICK, stream, *o,
                  *items, (int)how, at, k, places, (E *)values);
    }
}

CT_KERNELS void ct_cuda_pick(const ct_device_order *o, const ct_device_items *items,
                             ct_pick how, uint32_t at, uint32_t k, int64_t *places,
                             void *values, void *stream)
{
    switch (o->dtype) {
#define PICK_CASE(id, E)                                           \
    case CT_DTYPE_##id:                                            \
        run_pick<E>(o, items, how, at, k, places, values, stream); \
        break;
        CT_REALS(PICK_CASE)
#undef PICK_CASE
    }
}

CT_KERNELS void ct_cuda_quantiles(const ct_device_order *o,
                                  const ct_device_items *items,
                                  const ct_device_quantiles *q, void *stream)
{
    unsigned grid = ct_blocks(o->lines * q->count, PICK);
    switch (o->dtype) {
#define QUANTILE_CASE(id, E)                                              \
    case CT_DTYPE_##id:                                                   \
        CT_LAUNCH(find_quantiles<E>, grid, PICK, stream, *o, *items, *q); \
        break;
        CT_REALS(QUANTILE_CASE)
#undef QUANTILE_CASE
    }
}
