/* lanes: the formulas' vocabulary on the device: csrc/simd/ with lanes of one number. */
#ifndef CT_KERNELS_LANES_CUH
#define CT_KERNELS_LANES_CUH

#include "kernels/device.cuh"

#define CT_ONE_LANE 1
#define CT_SCALAR static inline
/* Each function there is `static inline`. */
#ifdef __CUDACC__
#define inline inline __device__
#endif
namespace ct_scalar {
#include "simd/gamma.c"
#undef PI
#include "simd/igamma.c"
#include "simd/trig.c"
} // namespace ct_scalar
using namespace ct_scalar;

#include "simd/formula.h"
#include "simd/half.h"
#ifdef __CUDACC__
#undef inline
#endif

#endif
