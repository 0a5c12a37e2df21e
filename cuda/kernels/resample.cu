/* resample: planes of other sizes, forward and back alike by tables of taps, a thread for
 * each element of the result; and edges around tensors. */
#include "resample.h"

#include "kernels/team.cuh"
#include "kernels/walk.cuh"

enum { THREADS = 128 };

template <class E>
__global__ void __launch_bounds__(THREADS) resample(CT_PARAM ct_device_resample r)
{
    typedef typename ct_computed<E>::type A;
    const ct_device_taps *t = r.taps;
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < r.n; i += step) {
        uint32_t rest = i, at[3];
        for (int d = 0; d < 3; d++) {
            uint32_t q = ct_quotient(r.dims[d], rest);
            at[2 - d] = rest - q * r.dims[d].size;
            rest = q;
        }
        const E *x = (const E *)r.x + rest * t[0].in * t[1].in * t[2].in;
        A sum = 0;
        for (int64_t a = t[0].first[at[0]]; a < t[0].first[at[0] + 1]; a++) {
            for (int64_t b = t[1].first[at[1]]; b < t[1].first[at[1] + 1]; b++) {
                const E *row = x + (t[0].place[a] * t[1].in + t[1].place[b]) * t[2].in;
                A weight = A(t[0].weight[a] * t[1].weight[b]), line = 0;
                for (int64_t c = t[2].first[at[2]]; c < t[2].first[at[2] + 1]; c++) {
                    line += A(t[2].weight[c]) * A(ct_number(row[t[2].place[c]]));
                }
                sum += weight * line;
            }
        }
        ((E *)r.y)[i] = ct_cast<E>::of(sum);
    }
}

CT_KERNELS void ct_cuda_resample(const ct_device_resample *r, void *stream)
{
    unsigned grid = ct_blocks(r->n, THREADS);
    CT_FLOATS(r->dtype, CT_LAUNCH(resample<E>, grid, THREADS, stream, *r))
}

/* ---- edges --------------------------------------------------------------------------- */

CT_DEVICE static inline int64_t source_of(int way, int64_t i, int64_t n)
{
    if (way == CT_EDGE_REFLECT) {
        i = i < 0 ? -i : i;
        return i < n ? i : 2 * (n - 1) - i;
    }
    if (way == CT_EDGE_REPLICATE) {
        return i < 0 ? 0 : i < n ? i : n - 1;
    }
    return i < 0 ? i + n : i < n ? i : i - n;
}

template <class T>
__global__ void __launch_bounds__(THREADS) edge_pad(CT_PARAM ct_device_edges e)
{
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < e.n; i += step) {
        uint32_t rest = i;
        int64_t from = 0, stride = 1;
        for (int d = 0; d < e.ndim; d++) {
            uint32_t q = ct_quotient(e.dims[d], rest);
            int64_t at = (int64_t)(rest - q * e.dims[d].size) - e.before[d];
            from += source_of(e.way, at, e.in[d]) * stride;
            stride *= e.in[d];
            rest = q;
        }
        ((T *)e.y)[i] = ((const T *)e.x)[from];
    }
}

CT_KERNELS void ct_cuda_edge_pad(const ct_device_edges *e, void *stream)
{
    unsigned grid = ct_blocks(e->n, THREADS);
    switch (e->size) {
    case 1:
        CT_LAUNCH(edge_pad<uint8_t>, grid, THREADS, stream, *e);
        break;
    case 2:
        CT_LAUNCH(edge_pad<uint16_t>, grid, THREADS, stream, *e);
        break;
    case 4:
        CT_LAUNCH(edge_pad<uint32_t>, grid, THREADS, stream, *e);
        break;
    case 8:
        CT_LAUNCH(edge_pad<uint64_t>, grid, THREADS, stream, *e);
        break;
    default:
        CT_LAUNCH(edge_pad<uint4>, grid, THREADS, stream, *e);
    }
}

/* Places from first to last, `by` apart, that were made of place i beside its own. */
struct made {
    int64_t first, last;
};

CT_DEVICE static inline void made_of(const ct_device_fold_edges &e, int64_t i,
                                     made (&two)[2])
{
    int64_t n = e.n, low = -1, high = -1; /* one place at each side, or none */
    two[0] = two[1] = made{0, -1};
    if (e.way == CT_EDGE_REPLICATE) {
        two[0] = i == 0 ? made{0, e.before - 1} : two[0];
        two[1] = i == n - 1 ? made{e.before + n, e.before + n + e.behind - 1} : two[1];
        return;
    }
    if (e.way == CT_EDGE_REFLECT) {
        low = i >= 1 && i <= e.before ? e.before - i : -1;
        high = i <= n - 2 && n - 1 - i <= e.behind ? e.before + 2 * (n - 1) - i : -1;
    } else {
        low = i >= n - e.before ? i - (n - e.before) : -1;
        high = i < e.behind ? e.before + n + i : -1;
    }
    two[0] = low >= 0 ? made{low, low} : two[0];
    two[1] = high >= 0 ? made{high, high} : two[1];
}

template <class A>
__global__ void __launch_bounds__(THREADS) edge_fold(CT_PARAM ct_device_fold_edges e)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x, n = e.outer * e.n * e.inner;
    int64_t line = e.before + e.n + e.behind;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
        int64_t inner = i % e.inner, at = i / e.inner % e.n, outer = i / e.inner / e.n;
        const A *x = (const A *)e.x + outer * line * e.inner + inner;
        made two[2];
        made_of(e, at, two);
        A sum = x[(at + e.before) * e.inner];
        for (int k = 0; k < 2; k++) {
            for (int64_t j = two[k].first; j <= two[k].last; j++) {
                sum += x[j * e.inner];
            }
        }
        ((A *)e.y)[i] = sum;
    }
}

CT_KERNELS void ct_cuda_edge_fold(const ct_device_fold_edges *e, void *stream)
{
    unsigned grid = ct_blocks(e->outer * e->n * e->inner, THREADS);
    if (e->wide) {
        CT_LAUNCH(edge_fold<double>, grid, THREADS, stream, *e);
    } else {
        CT_LAUNCH(edge_fold<float>, grid, THREADS, stream, *e);
    }
}
