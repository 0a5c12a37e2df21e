/* formulas: the vocabulary of the op table's formulas on the device. */
#ifndef CT_KERNELS_FORMULAS_CUH
#define CT_KERNELS_FORMULAS_CUH

#include "kernels/lanes.cuh"

#ifdef __CUDACC__
#define inline inline __device__
#endif
#include "simd/formula.h"
#ifdef __CUDACC__
#undef inline
#endif

#endif
