/* strided: elements of a view added up in its base: a thread for each element of the base
 * finds those of the view that lie there, dim by dim, and adds them in their order. */
#include "strided.h"

#include "kernels/cast.cuh"
#include "kernels/walk.cuh"

enum { THREADS = 128 };

template <class A> CT_DEVICE static inline A plus(A a, A b)
{
    return a + b;
}
template <class T> CT_DEVICE static inline ct_pair<T> plus(ct_pair<T> a, ct_pair<T> b)
{
    return ct_pair<T>{a.re + b.re, a.im + b.im};
}

/* The places of a dim from which what is left of an offset can still be reached. */
struct range {
    int64_t at, last;
};

CT_DEVICE static inline range range_of(const ct_device_overlap &o, int d, int64_t left)
{
    int64_t step = o.step[d], beyond = left - o.reach[d + 1];
    if (left < 0 || (step == 0 && beyond > 0)) {
        return range{0, -1};
    }
    int64_t first = step && beyond > 0 ? (beyond + step - 1) / step : 0;
    int64_t last = step ? left / step : o.size[d] - 1;
    return range{first, last < o.size[d] ? last : o.size[d] - 1};
}

template <class A>
CT_DEVICE static inline A sum_at(const ct_device_overlap &o, int64_t left)
{
    range r[CT_LOOP_DIMS];
    int64_t place = o.first;
    A sum = A();
    int d = 0;
    if (o.ndim == 0) {
        return left == 0 ? ((const A *)o.x)[place] : sum;
    }
    for (r[0] = range_of(o, 0, left); d >= 0;) {
        if (r[d].at > r[d].last) { /* back to the dim before */
            if (--d >= 0) {
                left += r[d].at * o.step[d];
                place -= r[d].at++ * o.place[d];
            }
            continue;
        }
        int64_t rest = left - r[d].at * o.step[d], to = place + r[d].at * o.place[d];
        if (d == o.ndim - 1) {
            sum = rest == 0 ? plus(sum, ((const A *)o.x)[to]) : sum;
            r[d].at++;
            continue;
        }
        left = rest;
        place = to;
        d++;
        r[d] = range_of(o, d, left);
    }
    return sum;
}

template <class A>
__global__ void __launch_bounds__(THREADS) overlap_add(CT_PARAM ct_device_overlap o)
{
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < o.n; i += step) {
        uint32_t rest = i;
        int64_t at = -o.offset;
        for (int d = 0; d < o.base_ndim; d++) {
            uint32_t q = ct_quotient(o.dims[d], rest);
            at += (int64_t)(rest - q * o.dims[d].size) * o.base_strides[d];
            rest = q;
        }
        ((A *)o.y)[i] = sum_at<A>(o, at);
    }
}

CT_KERNELS void ct_cuda_overlap_add(const ct_device_overlap *o, void *stream)
{
    unsigned grid = ct_blocks(o->n, THREADS);
    switch (o->dtype) {
    case CT_DTYPE_F32:
        CT_LAUNCH(overlap_add<float>, grid, THREADS, stream, *o);
        break;
    case CT_DTYPE_F64:
        CT_LAUNCH(overlap_add<double>, grid, THREADS, stream, *o);
        break;
    case CT_DTYPE_C64:
        CT_LAUNCH(overlap_add<ct_pair<float>>, grid, THREADS, stream, *o);
        break;
    default:
        CT_LAUNCH(overlap_add<ct_pair<double>>, grid, THREADS, stream, *o);
    }
}
