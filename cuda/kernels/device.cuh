/* device: CUDA C as nvcc and, for the emulation, the host's compiler take it.
 *
 * CT_LAUNCH runs a kernel whose threads work each by itself, CT_LAUNCH_BLOCKS one whose
 * threads wait for each other; CT_SHARED is an array of the block.
 * A file of formulas of complex lanes defines CT_COMPLEX_LANES. */
#ifndef CT_KERNELS_DEVICE_CUH
#define CT_KERNELS_DEVICE_CUH

#ifdef __CUDACC__
#include <cuda_runtime.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#ifdef CT_COMPLEX_LANES
#include <cuda/std/complex>

#define CT_COMPLEX_CLASS cuda::std::complex
#define CT_COMPLEX_SPACE cuda::std
#endif

#define CT_DEVICE __device__
#define CT_TABLE __device__
#define CT_LAUNCH(kernel, grid, block, stream, ...) \
    kernel<<<grid, block, 0, (cudaStream_t)(stream)>>>(__VA_ARGS__)
#define CT_LAUNCH_BLOCKS CT_LAUNCH
/* The loop that follows becomes what it does each time: what it indexes is registers. */
#define CT_UNROLL _Pragma("unroll")
#define CT_UNROLL_4 _Pragma("unroll 4") /* four times of it at once */
#define CT_ROLLED _Pragma("unroll 1")
/* A parameter whose address is taken without a copy of its own for each thread. */
#define CT_PARAM const __grid_constant__
#define CT_SHARED(T, name, count) __shared__ T name[count]
#else
#include "emulate/device.h"

#ifdef CT_COMPLEX_LANES
#include <complex>

#define CT_COMPLEX_CLASS std::complex
#define CT_COMPLEX_SPACE std
#endif

#define CT_DEVICE
#define CT_TABLE
#define CT_PARAM const
#define CT_UNROLL
#define CT_ROLLED
#define CT_UNROLL_4
#define CT_LAUNCH(kernel, grid, block, stream, ...) \
    emu_launch_kernel(#kernel, kernel, grid, block, stream, false, __VA_ARGS__)
#define CT_LAUNCH_BLOCKS(kernel, grid, block, stream, ...) \
    emu_launch_kernel(#kernel, kernel, grid, block, stream, true, __VA_ARGS__)
#endif

/* Blocks for n pieces of work, one a thread, that go on with others when they are done. */
static inline unsigned ct_blocks(int64_t n, int threads)
{
    int64_t blocks = (n + threads - 1) / threads;
    return (unsigned)(blocks < 1 ? 1 : blocks > 16384 ? 16384 : blocks);
}

#endif
