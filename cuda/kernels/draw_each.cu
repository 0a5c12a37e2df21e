/* draw_each: what is made of random numbers by parameters that tensors hold, in float64,
 * with the CPU's bits: compiled without fused multiply-add. A parameter that is none is
 * told of: how many there are from the first one on. */
#include "draw.h"
#include "kernels/device.cuh"

enum { THREADS = 256 };

CT_DEVICE static inline void tell(unsigned long long *wrong, int64_t left)
{
    atomicMax(wrong, (unsigned long long)left);
}

static __global__ void __launch_bounds__(THREADS)
    move_each(double *x, const double *mean, const double *std, double one_mean,
              double one_std, int64_t n, unsigned long long *wrong)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
        double by = std ? std[i] : one_std;
        if (!(by >= 0)) {
            tell(wrong, n - i);
        }
        x[i] = x[i] * by + (mean ? mean[i] : one_mean);
    }
}

static __global__ void __launch_bounds__(THREADS)
    below_each(double *x, const double *p, int64_t n, unsigned long long *wrong)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
        if (!(p[i] >= 0 && p[i] <= 1)) {
            tell(wrong, n - i);
        }
        x[i] = x[i] < p[i];
    }
}

CT_KERNELS void ct_cuda_move_each(double *x, const double *mean, const double *std,
                                  double one_mean, double one_std, int64_t n,
                                  int64_t *wrong, void *stream)
{
    CT_LAUNCH(move_each, ct_blocks(n, THREADS), THREADS, stream, x, mean, std, one_mean,
              one_std, n, (unsigned long long *)wrong);
}

CT_KERNELS void ct_cuda_below_each(double *x, const double *p, int64_t n,
                                   int64_t *wrong, void *stream)
{
    CT_LAUNCH(below_each, ct_blocks(n, THREADS), THREADS, stream, x, p, n,
              (unsigned long long *)wrong);
}
