/* places: copies at numbered places, and the numbers of places in other forms. */
#include "find.h"
#include "kernels/prefix.cuh"

enum { THREADS = 256 };

#define EACH(i, n)                                                   \
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x, \
                 step_ = (int64_t)gridDim.x * blockDim.x;            \
         i < (n); i += step_)

/* Runs what follows with T a type of so many bytes. */
#define BY_SIZE(size, ...)  \
    switch (size) {         \
    case 1: {               \
        typedef uint8_t T;  \
        __VA_ARGS__;        \
        break;              \
    }                       \
    case 2: {               \
        typedef uint16_t T; \
        __VA_ARGS__;        \
        break;              \
    }                       \
    case 4: {               \
        typedef uint32_t T; \
        __VA_ARGS__;        \
        break;              \
    }                       \
    case 8: {               \
        typedef uint64_t T; \
        __VA_ARGS__;        \
        break;              \
    }                       \
    default: {              \
        typedef uint4 T;    \
        __VA_ARGS__;        \
    }                       \
    }

template <class T>
__global__ void __launch_bounds__(THREADS)
    copy_at(T *to, const T *from, const int64_t *index, int64_t n, bool scatter)
{
    EACH(i, n)
    {
        to[scatter ? index[i] : i] = from[scatter ? i : index[i]];
    }
}

CT_KERNELS void ct_cuda_copy_at(void *to, const void *from, const int64_t *index,
                                int64_t n, int size, bool scatter, void *stream)
{
    unsigned grid = ct_blocks(n, THREADS);
    BY_SIZE(size, CT_LAUNCH(copy_at<T>, grid, THREADS, stream, (T *)to, (const T *)from,
                            index, n, scatter))
}

/* Of one dim: its size, and how many numbers a step of it is. */
static __global__ void __launch_bounds__(THREADS)
    coordinate(const int64_t *numbers, int64_t n, int64_t size, int64_t below,
               int64_t *out)
{
    EACH(i, n)
    {
        out[i] = numbers[i] / below % size;
    }
}

CT_KERNELS void ct_cuda_unravel(const int64_t *numbers, int64_t n, int ndim,
                                const int64_t *shape, int64_t *out, void *stream)
{
    int64_t below = 1;
    for (int d = ndim - 1; d >= 0; d--) {
        CT_LAUNCH(coordinate, ct_blocks(n, THREADS), THREADS, stream, numbers, n,
                  shape[d], below, out + d * n);
        below *= shape[d];
    }
}

static __global__ void __launch_bounds__(THREADS)
    sum_counts(int64_t *counts, int64_t n, int64_t *wrong)
{
    CT_SHARED(int64_t, room, THREADS);
    int64_t all = 0;
    bool below = false;
    for (int64_t first = 0; first < n; first += THREADS) {
        int64_t i = first + threadIdx.x, own = i < n ? counts[i] : 0;
        below = below || own < 0;
        int64_t sum = ct_prefix_sum<THREADS>(room, own);
        if (i < n) {
            counts[i] = all + sum - own;
        }
        all += room[THREADS - 1];
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        counts[n] = all;
        *wrong = 0;
    }
    __syncthreads();
    if (below) {
        *wrong = 1;
    }
}

CT_KERNELS void ct_cuda_sum_counts(int64_t *counts, int64_t n, int64_t *wrong,
                                   void *stream)
{
    CT_LAUNCH_BLOCKS(sum_counts, 1, THREADS, stream, counts, n, wrong);
}

static __global__ void __launch_bounds__(THREADS)
    repeat(const int64_t *before, int64_t n, int64_t *out, int64_t total)
{
    EACH(i, total)
    {
        int64_t low = 0, high = n;
        while (low < high) {
            int64_t middle = low + (high - low) / 2;
            bool past = before[middle] <= i;
            low = past ? middle + 1 : low;
            high = past ? high : middle;
        }
        out[i] = low - 1;
    }
}

CT_KERNELS void ct_cuda_repeat(const int64_t *before, int64_t n, int64_t *out,
                               int64_t total, void *stream)
{
    CT_LAUNCH(repeat, ct_blocks(total, THREADS), THREADS, stream, before, n, out,
              total);
}

template <class T>
__global__ void __launch_bounds__(THREADS)
    take_column(T *to, const T *from, const uint32_t *order, int64_t n, int64_t m)
{
    EACH(i, n)
    {
        to[i] = from[(order ? (int64_t)order[i] : i) * m];
    }
}

CT_KERNELS void ct_cuda_column(void *to, const void *from, const uint32_t *order,
                               int64_t n, int64_t m, int64_t column, int size,
                               void *stream)
{
    unsigned grid = ct_blocks(n, THREADS);
    BY_SIZE(size, CT_LAUNCH(take_column<T>, grid, THREADS, stream, (T *)to,
                            (const T *)from + column, order, n, m))
}

static __global__ void __launch_bounds__(THREADS)
    compose(uint32_t *to, const uint32_t *order, const uint32_t *places, int64_t n)
{
    EACH(i, n)
    {
        to[i] = order ? order[places[i]] : places[i];
    }
}

CT_KERNELS void ct_cuda_compose(uint32_t *to, const uint32_t *order,
                                const uint32_t *places, int64_t n, void *stream)
{
    CT_LAUNCH(compose, ct_blocks(n, THREADS), THREADS, stream, to, order, places, n);
}
