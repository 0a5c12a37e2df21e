/* range: numbers in equal steps. */
#include "kernels/cast.cuh"
#include "kernels/size.cuh"
#include "loop.h"

enum { THREADS = 256 };

static __global__ void __launch_bounds__(THREADS)
    range_whole(char *out, int dtype, int size, int64_t n, int64_t first, int64_t step)
{
    int64_t stride = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n;
         i += stride) {
        uint64_t value = (uint64_t)first + (uint64_t)i * (uint64_t)step;
        ct_write_as(out + i * size, dtype, (int64_t)value);
    }
}

static __global__ void __launch_bounds__(THREADS)
    range_real(char *out, int dtype, int size, int64_t n, double first, double step,
               bool ends, double last)
{
    int64_t stride = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n;
         i += stride) {
        bool back = ends && i >= n / 2;
        double value =
            back ? last - step * (double)(n - 1 - i) : first + step * (double)i;
        ct_write_as(out + i * size, dtype, value);
    }
}

CT_KERNELS void ct_cuda_range_whole(char *out, int dtype, int64_t n, int64_t first,
                                    int64_t step, void *stream)
{
    CT_LAUNCH(range_whole, ct_blocks(n, THREADS), THREADS, stream, out, dtype,
              ct_size_of(dtype), n, first, step);
}

CT_KERNELS void ct_cuda_range_real(char *out, int dtype, int64_t n, double first,
                                   double step, bool ends, double last, void *stream)
{
    CT_LAUNCH(range_real, ct_blocks(n, THREADS), THREADS, stream, out, dtype,
              ct_size_of(dtype), n, first, step, ends, last);
}
