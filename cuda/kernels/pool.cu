/* pool: windows of planes, a thread for each result; means go back by gathering: a thread
 * for each place of the input adds up the windows that it is in. */
#include "pool.h"

#include "kernels/fault.cuh"
#include "kernels/meet.cuh"
#include "kernels/team.cuh"
#include "kernels/walk.cuh"

enum { THREADS = 128, WARPS = 4 };

/* ---- windows: what ct_pool_window_at says, along one dim ----------------------------- */

struct window {
    int first, n, step, whole;
};

CT_DEVICE static inline int smaller(int a, int b)
{
    return a < b ? a : b;
}

CT_DEVICE static inline window window_at(const ct_device_pool &p, int d, int i)
{
    int in = p.in[d], step = p.dilation[d];
    if (p.adaptive) {
        unsigned out = (unsigned)p.over[d], each = (unsigned)in / out, j = (unsigned)i;
        unsigned more = (unsigned)in % out; /* by more than 2^16 is not divided */
        int first = (int)(j * each + j * more / out);
        int n = (int)((j + 1) * each + ((j + 1) * more + out - 1) / out) - first;
        return window{first, n, 1, n};
    }
    int begin = i * p.stride[d] - p.pad[d];
    int end = begin + (p.kernel[d] - 1) * step + 1;
    int first = begin + (begin < 0 ? (-begin + step - 1) / step : 0) * step;
    int inside = smaller(end, in), whole = smaller(end, in + p.pad[d]) - begin;
    return window{first, inside > first ? (inside - 1 - first) / step + 1 : 0, step,
                  whole > 0 ? whole : 0};
}

/* Element i of what is written: its plane and its place there. */
struct spot {
    uint32_t plane;
    int at[3];
};

CT_DEVICE static inline spot spot_of(const ct_device_pool &p, uint32_t i)
{
    spot s;
    for (int d = 0; d < 3; d++) {
        uint32_t q = ct_quotient(p.dims[d], i);
        s.at[2 - d] = (int)(i - q * p.dims[d].size);
        i = q;
    }
    s.plane = i;
    return s;
}

CT_DEVICE static inline double count_of(const ct_device_pool &p, const window *w)
{
    return p.divisor ? (double)p.divisor
           : p.whole ? (double)w[0].whole * w[1].whole * w[2].whole
                     : (double)w[0].n * w[1].n * w[2].n;
}

/* Calls f(place) for the places of a window of a plane. */
template <class F>
CT_DEVICE static inline void each_place(const ct_device_pool &p, const window *w, F f)
{
    for (int a = 0; a < w[0].n; a++) {
        for (int b = 0; b < w[1].n; b++) {
            int z = w[0].first + a * w[0].step, y = w[1].first + b * w[1].step;
            int64_t at = ((int64_t)z * p.in[1] + y) * p.in[2] + w[2].first;
            for (int c = 0; c < w[2].n; c++, at += w[2].step) {
                f(at);
            }
        }
    }
}

/* ---- largest and mean ---------------------------------------------------------------- */

template <class E>
__global__ void __launch_bounds__(THREADS, 1) pool_max(CT_PARAM ct_device_pool p)
{
    int64_t volume = (int64_t)p.in[0] * p.in[1] * p.in[2];
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < p.n; i += step) {
        spot s = spot_of(p, i);
        window w[3] = {window_at(p, 0, s.at[0]), window_at(p, 1, s.at[1]),
                       window_at(p, 2, s.at[2])};
        const E *x = (const E *)p.x + s.plane * volume;
        int64_t place = -1;
        E most = E();
        each_place(p, w, [&](int64_t at) {
            E v = x[at];
            bool nan = ct_number(v) != ct_number(v);
            if (place < 0 || nan || ct_number(v) > ct_number(most)) {
                most = v;
                place = at;
            }
        });
        ((E *)p.y)[i] = most;
        p.places[i] = place < 0 ? 0 : place;
    }
}

template <class E>
__global__ void __launch_bounds__(THREADS) pool_mean(CT_PARAM ct_device_pool p)
{
    typedef typename ct_computed<E>::type A;
    int64_t volume = (int64_t)p.in[0] * p.in[1] * p.in[2];
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < p.n; i += step) {
        spot s = spot_of(p, i);
        window w[3] = {window_at(p, 0, s.at[0]), window_at(p, 1, s.at[1]),
                       window_at(p, 2, s.at[2])};
        const E *x = (const E *)p.x + s.plane * volume;
        A sum = 0;
        each_place(p, w, [&](int64_t at) { sum += A(ct_number(x[at])); });
        ((E *)p.y)[i] = ct_cast<E>::of(sum / A(count_of(p, w)));
    }
}

/* ---- means go back ------------------------------------------------------------------- */

/* The windows along one dim that may have a place. */
CT_DEVICE static inline void windows_around(const ct_device_pool &p, int d, int place,
                                            int *first, int *last)
{
    int out = p.over[d];
    if (p.adaptive) {
        *first = (int)(place * p.share[d]) - 1;
        *first = *first > 0 ? *first : 0;
        *last = (int)((place + 1) * p.share[d]) + 1;
    } else {
        int low = place + p.pad[d] - (p.kernel[d] - 1);
        *first = low > 0 ? (low + p.stride[d] - 1) / p.stride[d] : 0;
        *last = (place + p.pad[d]) / p.stride[d];
    }
    *last = smaller(*last, out - 1);
}

CT_DEVICE static inline bool has(const window &w, int place)
{
    return place >= w.first && place < w.first + w.n;
}

template <class E>
__global__ void __launch_bounds__(THREADS) pool_spread(CT_PARAM ct_device_pool p)
{
    typedef typename ct_computed<E>::type A;
    const int *over = p.over;
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < p.n; i += step) {
        spot s = spot_of(p, i);
        const E *g = (const E *)p.x + (int64_t)s.plane * over[0] * over[1] * over[2];
        int first[3], last[3];
        for (int d = 0; d < 3; d++) {
            windows_around(p, d, s.at[d], &first[d], &last[d]);
        }
        A sum = 0;
        for (int a = first[0]; a <= last[0]; a++) {
            for (int b = first[1]; b <= last[1]; b++) {
                for (int c = first[2]; c <= last[2]; c++) {
                    window w[3] = {window_at(p, 0, a), window_at(p, 1, b),
                                   window_at(p, 2, c)};
                    if (has(w[0], s.at[0]) && has(w[1], s.at[1]) &&
                        has(w[2], s.at[2])) {
                        int64_t at = ((int64_t)a * over[1] + b) * over[2] + c;
                        sum += A(ct_number(g[at])) / A(count_of(p, w));
                    }
                }
            }
        }
        ((E *)p.y)[i] = ct_cast<E>::of(sum);
    }
}

/* ---- by places ----------------------------------------------------------------------- */

CT_DEVICE static inline bool is_place(const ct_device_pooled &p, int64_t at)
{
    if (at >= 0 && at < p.places) {
        return true;
    }
    ct_tell(p.fault, CT_FAULT_INDEX, p.row, 0, at, p.places);
    return false;
}

template <class E>
__global__ void __launch_bounds__(THREADS) gather_places(CT_PARAM ct_device_pooled p)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x, n = p.planes * p.n;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
        int64_t at = p.index[i];
        if (is_place(p, at)) {
            ((E *)p.y)[i] = ((const E *)p.x)[i / p.n * p.places + at];
        }
    }
}

/* A warp for each plane, whose elements it adds in order. */
template <class E>
__global__ void __launch_bounds__(32 * WARPS)
    scatter_places(CT_PARAM ct_device_pooled p)
{
    typedef typename ct_computed<E>::type A;
    CT_SHARED(ct_meeting<A>, meetings, WARPS);
    uint32_t warps = blockDim.x / 32, lane = threadIdx.x % 32;
    for (int64_t i = blockIdx.x * warps + threadIdx.x / 32; i < p.planes;
         i += gridDim.x * warps) {
        A *y = (A *)p.y + i * p.places;
        for (int64_t j = lane; j < p.places; j += 32) {
            y[j] = 0;
        }
        __syncwarp();
        for (int64_t first = 0; first < p.n; first += 32) {
            int64_t j = i * p.n + first + lane, at = -1;
            A value = 0;
            if (first + lane < p.n && is_place(p, p.index[j])) {
                at = p.index[j];
                value = A(ct_number(((const E *)p.x)[j]));
            }
            ct_meet(&meetings[threadIdx.x / 32], y, at, value);
        }
    }
}

/* ---- launches ------------------------------------------------------------------------ */

#define MAX_OF(id, E)                                                          \
    case CT_DTYPE_##id:                                                        \
        CT_LAUNCH(pool_max<E>, ct_blocks(p->n, THREADS), THREADS, stream, *p); \
        return true;

CT_KERNELS bool ct_cuda_pool_max(const ct_device_pool *p, void *stream)
{
    switch (p->dtype) {
        MAX_OF(U8, uint8_t)
        MAX_OF(I8, int8_t)
        MAX_OF(U16, uint16_t)
        MAX_OF(I16, int16_t)
        MAX_OF(U32, uint32_t)
        MAX_OF(I32, int32_t)
        MAX_OF(I64, int64_t)
        MAX_OF(F16, ct_f16)
        MAX_OF(BF16, ct_bf16)
        MAX_OF(F32, float)
        MAX_OF(F64, double)
    }
    return false;
}

CT_KERNELS void ct_cuda_pool_mean(const ct_device_pool *p, bool back, void *stream)
{
    unsigned grid = ct_blocks(p->n, THREADS);
    if (back) {
        CT_FLOATS(p->dtype, CT_LAUNCH(pool_spread<E>, grid, THREADS, stream, *p))
    } else {
        CT_FLOATS(p->dtype, CT_LAUNCH(pool_mean<E>, grid, THREADS, stream, *p))
    }
}

CT_KERNELS void ct_cuda_pool_gather(const ct_device_pooled *p, void *stream)
{
    unsigned grid = ct_blocks(p->planes * p->n, THREADS);
    CT_FLOATS(p->dtype, CT_LAUNCH(gather_places<E>, grid, THREADS, stream, *p))
}

CT_KERNELS void ct_cuda_pool_scatter(const ct_device_pooled *p, void *stream)
{
    unsigned warps = p->planes < WARPS ? (unsigned)p->planes : (unsigned)WARPS;
    unsigned grid = ct_blocks(p->planes, WARPS);
    CT_FLOATS(p->dtype,
              CT_LAUNCH_BLOCKS(scatter_places<E>, grid, 32 * warps, stream, *p))
}
