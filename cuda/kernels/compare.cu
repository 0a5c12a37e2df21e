/* compare: uint64 with int64, by their bits as int64: a negative one on the unsigned side is
 * above all others. */
#include "kernels/cast.cuh"
#include "kernels/walk.cuh"

enum { THREADS = 256 };

/* -1, 0, 1: how a and b, of which `high` says whether they are beyond int64, compare. */
CT_DEVICE static inline int side_of(int64_t a, int64_t b, bool unsigned_first)
{
    bool beyond = unsigned_first ? a < 0 : b < 0;
    if (beyond) {
        return unsigned_first ? 1 : -1;
    }
    return a < b ? -1 : a > b;
}

CT_DEVICE static inline bool answer_of(int side, int row)
{
    switch (row) {
    case 0:
        return side == 0;
    case 1:
        return side != 0;
    case 2:
        return side < 0;
    case 3:
        return side <= 0;
    case 4:
        return side > 0;
    default:
        return side >= 0;
    }
}

static __global__ void __launch_bounds__(THREADS)
    compare_mixed(CT_PARAM ct_device_loop loop, int row, bool unsigned_first)
{
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < loop.n; i += step) {
        int64_t at[3], x[2];
        ct_walk(loop, i, at);
        for (int k = 0; k < 2; k++) {
            const ct_loop_operand &o = loop.op[k + 1];
            x[k] = o.data ? ct_read_as<int64_t>(o.data + at[k + 1], o.dtype)
                          : *(const int64_t *)o.value;
        }
        ct_b8 y = {answer_of(side_of(x[0], x[1], unsigned_first), row)};
        ct_write_as(loop.op[0].data + at[0], loop.op[0].dtype, y);
    }
}

CT_KERNELS void ct_cuda_compare_mixed(const ct_device_loop *loop, int row,
                                      bool unsigned_first, void *stream)
{
    CT_LAUNCH(compare_mixed, ct_blocks(loop->n, THREADS), THREADS, stream, *loop, row,
              unsigned_first);
}
