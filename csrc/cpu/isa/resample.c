/* resample: lines blended, and elements of a line moved and blended by shuffles. */
#include "cpu/resample_kernels.h"

#include "simd/simd.h"

#define INLINE static inline __attribute__((always_inline))

#define T float
#define L f32
#define M i32
#define P int32_t
#define NAME(x) x##_f32
#include "cpu/isa/resample_type.h"
#undef T
#undef L
#undef M
#undef P
#undef NAME

#define T double
#define L f64
#define M i64
#define P int64_t
#define NAME(x) x##_f64
#include "cpu/isa/resample_type.h"

extern const ct_resample_kernels CT_ISA_SYM(resample_kernels);
const ct_resample_kernels CT_ISA_SYM(resample_kernels) = {
    .blend = {blend_f32, blend_f64},
    .across = {across_f32, across_f64},
};
