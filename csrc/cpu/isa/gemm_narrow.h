/* gemm_narrow: tiles of half a vector's width, one vector wide, for the last columns of
 * small products: what computes 64 bytes in two halves spares one. See gemm_type.h for
 * the macros. */
#include "simd/simd.h"

#define INLINE static inline __attribute__((always_inline))
#define FIRST(n) ((__mmask8)((1u << (n)) - 1))
#define LOAD(p) CT_CAT(_mm256_loadu_, SUFFIX)(p)
#define STORE(p, x) CT_CAT(_mm256_storeu_, SUFFIX)(p, x)
#define LOAD_N(p, n) CT_CAT(_mm256_maskz_loadu_, SUFFIX)(FIRST(n), p)
#define STORE_N(p, x, n) CT_CAT(_mm256_mask_storeu_, SUFFIX)(p, FIRST(n), x)
#define SET(x) CT_CAT(_mm256_set1_, SUFFIX)(x)
#define MAD(a, b, c) CT_CAT(_mm256_fmadd_, SUFFIX)(a, b, c)
#define LANES ((int64_t)(32 / sizeof(T)))

#define T float
#define V __m256
#define SUFFIX ps
#define NAME(x) x##_narrow_f32
#include "cpu/isa/gemm_tile.h"
#undef T
#undef V
#undef SUFFIX
#undef NAME

#define T double
#define V __m256d
#define SUFFIX pd
#define NAME(x) x##_narrow_f64
#include "cpu/isa/gemm_tile.h"
#undef T
#undef V
#undef SUFFIX
#undef NAME

#undef INLINE
#undef FIRST
#undef LOAD
#undef STORE
#undef LOAD_N
#undef STORE_N
#undef SET
#undef MAD
#undef LANES
