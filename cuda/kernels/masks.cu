/* masks: one element where a mask says so; and row-major indices of several. */
#include "index.h"
#include "kernels/cast.cuh"
#include "kernels/fault.cuh"
#include "kernels/walk.cuh"

enum { THREADS = 256 };

/* Operands: result, mask, value. */
template <class T>
__global__ void __launch_bounds__(THREADS) masked_fill(CT_PARAM ct_device_loop loop)
{
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < loop.n; i += step) {
        int64_t at[3];
        ct_walk(loop, i, at);
        if (ct_read_as<ct_b8>(loop.op[1].data + at[1], loop.op[1].dtype).bits) {
            *(T *)(loop.op[0].data + at[0]) = *(const T *)(loop.op[2].data + at[2]);
        }
    }
}

CT_KERNELS void ct_cuda_masked_fill(const ct_device_loop *loop, int size, void *stream)
{
    unsigned grid = ct_blocks(loop->n, THREADS);
    switch (size) {
    case 1:
        CT_LAUNCH(masked_fill<uint8_t>, grid, THREADS, stream, *loop);
        break;
    case 2:
        CT_LAUNCH(masked_fill<uint16_t>, grid, THREADS, stream, *loop);
        break;
    case 4:
        CT_LAUNCH(masked_fill<uint32_t>, grid, THREADS, stream, *loop);
        break;
    case 8:
        CT_LAUNCH(masked_fill<uint64_t>, grid, THREADS, stream, *loop);
        break;
    default:
        CT_LAUNCH(masked_fill<uint4>, grid, THREADS, stream, *loop);
    }
}

/* result = result * size + index. */
static __global__ void __launch_bounds__(THREADS)
    ravel(CT_PARAM ct_device_loop loop, int64_t size, bool first,
          ct_device_fault *fault, int row, int dim)
{
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < loop.n; i += step) {
        int64_t at[2];
        ct_walk(loop, i, at);
        int64_t *to = (int64_t *)(loop.op[0].data + at[0]);
        const ct_loop_operand &o = loop.op[1];
        int64_t own = o.data ? ct_read_as<int64_t>(o.data + at[1], o.dtype)
                             : *(const int64_t *)o.value;
        if (own < -size || own >= size || (o.dtype == CT_DTYPE_U64 && own < 0)) {
            ct_tell(fault, CT_FAULT_INDEX, row, dim, own, size);
            own = 0;
        }
        *to = (first ? 0 : *to * size) + (own < 0 ? own + size : own);
    }
}

CT_KERNELS void ct_cuda_ravel(const ct_device_loop *loop, int64_t size, bool first,
                              ct_device_fault *fault, int row, int dim, void *stream)
{
    CT_LAUNCH(ravel, ct_blocks(loop->n, THREADS), THREADS, stream, *loop, size, first,
              fault, row, dim);
}
