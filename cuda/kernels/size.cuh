/* size: bytes of an element, on the host and on the device. */
#ifndef CT_CUDA_KERNELS_SIZE_CUH
#define CT_CUDA_KERNELS_SIZE_CUH

#include "kernels/cast.cuh"

__host__ __device__ static inline int ct_size_of(int dtype)
{
    switch (dtype) {
#define CT_SIZE_CASE(id, E) \
    case CT_DTYPE_##id:     \
        return (int)sizeof(E);
        CT_ELEMENTS(CT_SIZE_CASE)
#undef CT_SIZE_CASE
    }
    return 0;
}

#endif
