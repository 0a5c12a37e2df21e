/* softmax: a block for each line, which it reads three times: the largest, the sum of
 * exponentials, and what is written. */
#include "kernels/cast.cuh"
#include "kernels/lanes.cuh"
#include "kernels/walk.cuh"
#include "reduce.h"

enum { THREADS = 128 };

CT_DEVICE static inline float exp_of(float x)
{
    return f32_exp(v_f32(x)).value;
}
CT_DEVICE static inline double exp_of(double x)
{
    return f64_exp(v_f64(x)).value;
}

/* All threads' numbers, by halves; the largest, or NaN, or the sum. */
template <class T, bool LARGEST> CT_DEVICE static inline T together(T *room, T own)
{
    room[threadIdx.x] = own;
    for (int half = THREADS / 2; half > 0; half /= 2) {
        __syncthreads();
        if ((int)threadIdx.x < half) {
            T a = room[threadIdx.x], b = room[threadIdx.x + half];
            room[threadIdx.x] = LARGEST ? (a > b || a != a ? a : b) : a + b;
        }
    }
    __syncthreads();
    T all = room[0];
    __syncthreads();
    return all;
}

template <class T, bool LOG>
__global__ void __launch_bounds__(THREADS) softmax_lines(CT_PARAM ct_device_lines l)
{
    CT_SHARED(T, room, THREADS);
    CT_SHARED(double, sums, THREADS);
    uint32_t i = blockIdx.x;
    const char *in = l.data;
    char *out = l.out;
    for (int d = 0; d < l.outer_ndim; d++) {
        uint32_t q = ct_quotient(l.outer[d], i), at = i - q * l.outer[d].size;
        in += (int64_t)at * l.in_strides[d];
        out += (int64_t)at * l.out_strides[d];
        i = q;
    }
    T most = T(-HUGE_VAL);
    for (uint32_t j = threadIdx.x; j < l.count; j += THREADS) {
        T x = ct_read_as<T>(in + (int64_t)j * l.in_step, l.dtype);
        most = x > most || x != x ? x : most;
    }
    most = together<T, true>(room, most);
    double sum = 0;
    for (uint32_t j = threadIdx.x; j < l.count; j += THREADS) {
        sum += exp_of(ct_read_as<T>(in + (int64_t)j * l.in_step, l.dtype) - most);
    }
    sum = together<double, false>(sums, sum);
    T less = LOG ? T(f64_log(v_f64(sum)).value) : T(1 / sum);
    for (uint32_t j = threadIdx.x; j < l.count; j += THREADS) {
        T x = ct_read_as<T>(in + (int64_t)j * l.in_step, l.dtype) - most;
        ct_write_as(out + (int64_t)j * l.out_step, l.out_dtype,
                    LOG ? x - less : exp_of(x) * less);
    }
}

CT_KERNELS void ct_cuda_softmax(const ct_device_lines *l, bool log, bool wide,
                                void *stream)
{
    if (log && wide) {
        CT_LAUNCH_BLOCKS((softmax_lines<double, true>), l->lines, THREADS, stream, *l);
    } else if (log) {
        CT_LAUNCH_BLOCKS((softmax_lines<float, true>), l->lines, THREADS, stream, *l);
    } else if (wide) {
        CT_LAUNCH_BLOCKS((softmax_lines<double, false>), l->lines, THREADS, stream, *l);
    } else {
        CT_LAUNCH_BLOCKS((softmax_lines<float, false>), l->lines, THREADS, stream, *l);
    }
}
