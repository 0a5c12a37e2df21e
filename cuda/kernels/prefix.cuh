/* prefix: what the threads of one block have, summed in their order. */
#ifndef CT_KERNELS_PREFIX_CUH
#define CT_KERNELS_PREFIX_CUH

#include "kernels/device.cuh"

/* The sum of `own` over all threads up to this one. `room` has a number for each of
 * THREADS, at the end these sums; the block waits before it is used again. */
template <int THREADS>
CT_DEVICE static inline int64_t ct_prefix_sum(int64_t *room, int64_t own)
{
    int64_t sum = own;
    room[threadIdx.x] = own;
    __syncthreads();
    for (int by = 1; by < THREADS; by *= 2) {
        int64_t other = (int)threadIdx.x >= by ? room[threadIdx.x - by] : 0;
        __syncthreads();
        sum += other;
        room[threadIdx.x] = sum;
        __syncthreads();
    }
    return sum;
}

#endif
