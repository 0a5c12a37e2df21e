/* Matrix products of our own: real ones in register tiles (gemm_tile.h), complex ones
 * row by row. */
#define CT_PARTS_INLINE
#include "cpu/gemm_kernels.h"

#include <string.h>

#include "cpu/isa/gemm_pack.h"
#include "simd/half.h"
#include "simd/simd.h"

/* Most steps along k of a packed product, and of a small one whose b goes through a
 * panel. The first decides where long sums are rounded to be stored: the same on every
 * machine. */
#if defined(CT_ISA_BASE)
#define DEPTH 256
#else
#define DEPTH 384
#endif
#define SMALL_DEPTH 256
#ifndef STRIPS
#define STRIPS 8 /* whose rows together are whole cache lines, but at the ends */
#endif
#define REREAD_ROWS 64 /* more rows than this use b often enough for a panel */
#define FLAT_DEPTH 8 /* up to so many steps a product takes as long as writing c */

/* The sanitizers' checks on unrolled loops take minutes to compile. */
#if defined(__SANITIZE_ADDRESS__)
#define UNROLL(n)
#else
#define UNROLL(n) _Pragma(UNROLL_TEXT(GCC unroll n))
#define UNROLL_TEXT(text) #text
#endif

/* ---- the real types ---- */

/* A tile's sums, two vectors of b and one element of a fit into the registers: 32, or
 * 16 without AVX-512. Part of a vector is loaded by a mask, where there are masks. */
#if defined(CT_ISA_AVX512)
#define ROWS 14
#define SMALL_ROWS 12
#define PART_IS_SLOW 0
#define PART_IS_COPIED 0
#elif defined(CT_ISA_AVX2)
#define ROWS 6
#define SMALL_ROWS 6
#define PART_IS_SLOW 0
#define PART_IS_COPIED (sizeof(T) < 4)
#else
#define ROWS 6
#define SMALL_ROWS 4
#define PART_IS_SLOW 1
#define PART_IS_COPIED 1
#endif
#define FEW_ROWS 1
/* Vectors of 8 fill tiles with few rows, and 16 registers hold few sums beside them. */
#if defined(CT_ISA_AVX2)
#define DOTS 8
#else
#define DOTS 16
#endif
/* Without fused multiply-add, instructions are what is scarce, not loads. */
#if defined(CT_HAS_FMA)
#define SPREAD 0
#define FUSED true
#else
#define SPREAD 1
#define FUSED false
#endif
#define TARGET

#define BROADCAST(x) SET(x)
#define OPERAND(x) (x)
#define FINISH(x) (x)
#define PUT(x) (x)
#define IN_PLACE 1
#define JOIN(a, b) ((a) + (b))

#if defined(CT_ISA_AVX512)
#include "cpu/isa/gemm_narrow.h"
#define NARROW(x) x##_narrow_f32
#endif

#define T float
#define L f32
#define NAME(x) x##_f32
#define MAD f32_mad
#define PACK pack_4
#include "cpu/isa/gemm_type.h"
#undef MAD

#if defined(CT_ISA_AVX512)
#define NARROW(x) x##_narrow_f64
#endif

#define T double
#define L f64
#define NAME(x) x##_f64
#define MAD f64_mad
#define PACK pack_8
#include "cpu/isa/gemm_type.h"
#undef MAD

#include "cpu/isa/gemm_half.h"

/* Integers wrap, so that one loop serves both signs. Fewer kinds of tiles do. */
#undef ROWS
#undef SMALL_ROWS
#undef PART_IS_SLOW
#undef FEW_ROWS
#define ROWS 4
#define SMALL_ROWS 4
#define PART_IS_SLOW 1
#define FEW_ROWS 0
#undef SPREAD
#define SPREAD 0
#define MAD(a, b, c) ((a) * (b) + (c))

#define T int8_t
#define L i8
#define NAME(x) x##_i8
#define PACK pack_1
#include "cpu/isa/gemm_type.h"

#define T int16_t
#define L i16
#define NAME(x) x##_i16
#define PACK pack_2
#include "cpu/isa/gemm_type.h"

#define T int32_t
#define L i32
#define NAME(x) x##_i32
#define PACK pack_4
#include "cpu/isa/gemm_type.h"

#define T int64_t
#define L i64
#define NAME(x) x##_i64
#define PACK pack_8
#include "cpu/isa/gemm_type.h"
#undef MAD

/* Bool: whether any pair is true in both. A true operand is all ones on one side. */
#undef BROADCAST
#undef OPERAND
#undef FINISH
#undef PUT
#undef JOIN
#define MAD(a, b, c) (((a) & (b)) | (c))
#define BROADCAST(x) SET((x) ? 0xff : 0)
#define OPERAND(x) ((V)((x) != 0))
#define FINISH(x) ((V)((x) != 0) & 1)
#define PUT(x) ((x) != 0)
#define JOIN(a, b) ((a) | (b))

#define T uint8_t
#define L u8
#define NAME(x) x##_bool
#define PACK pack_1
#include "cpu/isa/gemm_type.h"

/* ---- complex ---- */

#define COMPLEX(name, R)                                             \
    static void small_##name(const ct_gemm_args *g)                  \
    {                                                                \
        R(*c)[2] = g->c;                                             \
        const R(*a)[2] = g->a, (*b)[2] = g->b;                       \
        for (int64_t i = 0; i < g->m; i++, c += g->ldc) {            \
            for (int64_t j = 0; j < g->n; j++) {                     \
                c[j][0] = g->add ? c[j][0] : 0;                      \
                c[j][1] = g->add ? c[j][1] : 0;                      \
            }                                                        \
            for (int64_t p = 0; p < g->k; p++) {                     \
                const R *x = a[i * g->a_row + p * g->a_step];        \
                R re = x[0], im = x[1];                              \
                for (int64_t j = 0; j < g->n; j++) {                 \
                    const R *y = b[p * g->b_step + j * g->b_column]; \
                    c[j][0] += re * y[0] - im * y[1];                \
                    c[j][1] += re * y[1] + im * y[0];                \
                }                                                    \
            }                                                        \
        }                                                            \
    }
COMPLEX(c64, float)
COMPLEX(c128, double)

/* ---- the table ---- */

#define ENTRIES(way)                                                                  \
    [CT_DTYPE_BOOL] = way##_bool, [CT_DTYPE_U8] = way##_i8, [CT_DTYPE_I8] = way##_i8, \
    [CT_DTYPE_U16] = way##_i16, [CT_DTYPE_I16] = way##_i16,                           \
    [CT_DTYPE_U32] = way##_i32, [CT_DTYPE_I32] = way##_i32,                           \
    [CT_DTYPE_U64] = way##_i64, [CT_DTYPE_I64] = way##_i64,                           \
    [CT_DTYPE_F32] = way##_f32, [CT_DTYPE_F64] = way##_f64

#define TABLE(name, bf16, ...)                                                        \
    extern const ct_gemm_kernels CT_ISA_SYM(name);                                    \
    const ct_gemm_kernels CT_ISA_SYM(name) = {                                        \
        .fused = FUSED,                                                               \
        .dots = DOTS,                                                                 \
        .small = {ENTRIES(small), [CT_DTYPE_C64] = small_c64,                         \
                  [CT_DTYPE_C128] = small_c128},                                      \
        .thin =                                                                       \
            {ENTRIES(thin), [CT_DTYPE_F16] = thin_f16, [CT_DTYPE_BF16] = thin_bf16},  \
        .panels = {ENTRIES(panels)},                                                  \
        .packed =                                                                     \
            {ENTRIES(&packed), [CT_DTYPE_F16] = &packed_f16, [CT_DTYPE_BF16] = bf16}, \
        __VA_ARGS__}
TABLE(gemm_kernels, &packed_bf16, .tiles = NULL);
#if defined(CT_ISA_AVX512)
TABLE(gemm_pair_kernels, &packed_pair, .tiles = NULL);
TABLE(gemm_tile_kernels, &packed_pair, .tiles = &packed_tiles);
#endif
