/* half: 16-bit floats on the device, as csrc/simd/ has them, and its lanes of one number. */
#ifndef CT_KERNELS_HALF_CUH
#define CT_KERNELS_HALF_CUH

#include "kernels/device.cuh"

#define CT_ONE_LANE 1
/* Each function there is `static inline`. */
#ifdef __CUDACC__
#define inline inline __device__
#endif
#include "simd/half.h"
#ifdef __CUDACC__
#undef inline
#endif

/* One instruction of a GPU's; of NaN it keeps no payload. */
CT_DEVICE static inline float ct_half_to_float(uint16_t h)
{
#ifdef __CUDACC__
    float x;
    asm("cvt.f32.f16 %0, %1;" : "=f"(x) : "h"(h));
    return x;
#else
    return f16_to_f32_1(h);
#endif
}

CT_DEVICE static inline uint16_t ct_float_to_half(float x)
{
#ifdef __CUDACC__
    uint16_t h;
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(h) : "f"(x));
    return h;
#else
    return f32_to_f16_1(x);
#endif
}

#endif
