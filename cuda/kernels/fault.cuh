/* fault: how a kernel says what is wrong; the first one is kept. */
#ifndef CT_KERNELS_FAULT_CUH
#define CT_KERNELS_FAULT_CUH

#include "index.h"
#include "kernels/device.cuh"

CT_DEVICE static inline void ct_tell(ct_device_fault *fault, int kind, int row, int dim,
                                     int64_t value, int64_t size)
{
    if (atomicCAS(&fault->kind, 0, -1) == 0) {
        fault->row = row;
        fault->dim = dim;
        fault->value = value;
        fault->size = size;
        fault->kind = kind;
    }
}

#endif
