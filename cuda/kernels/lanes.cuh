/* lanes: the functions of real lanes, and arithmetic of complex ones, on the device: csrc/simd/
 * with lanes of one number. kernels/formula.cuh has the rest. */
#ifndef CT_KERNELS_LANES_CUH
#define CT_KERNELS_LANES_CUH

#include "kernels/half.cuh"

#define CT_SCALAR static inline
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

#include "simd/complex_arithmetic.h"
#include "simd/ops_float.h"
#ifdef __CUDACC__
#undef inline
#endif

#endif
