/* walk: where element i of a loop lies in each operand. */
#ifndef CT_KERNELS_WALK_CUH
#define CT_KERNELS_WALK_CUH

#include "kernels/device.cuh"
#include "loop.h"

CT_DEVICE static inline uint32_t ct_quotient(ct_loop_size d, uint32_t n)
{
    return (__umulhi(n, d.times) + n) >> d.shift;
}

/* Offsets in bytes of element i in the operands from `first` on. */
template <int N>
CT_DEVICE static inline void ct_walk(const ct_device_loop &loop, uint32_t i,
                                     int64_t (&at)[N])
{
    for (int k = 0; k < N; k++) {
        at[k] = 0;
    }
    CT_ROLLED
    for (int d = 0; d < loop.ndim; d++) {
        uint32_t q = ct_quotient(loop.dims[d], i), r = i - q * loop.dims[d].size;
        for (int k = 0; k < N; k++) {
            at[k] += (int64_t)r * loop.op[k].strides[d];
        }
        i = q;
    }
}

#endif
