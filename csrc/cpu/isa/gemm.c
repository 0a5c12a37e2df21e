/* Matrix products of our own: real ones in register tiles (gemm_tile.h), complex ones
 * row by row. */
#include "cpu/gemm_kernels.h"

#include <string.h>

#include "simd/simd.h"

#define DEPTH 256 /* steps along k between loading and storing a tile */
#define PACK_ROWS 64 /* more rows than this use b often enough to pack it */
#define BLOCK_BYTES (128 << 10) /* of a packed a: a part of the second-level cache */

/* The sanitizers' checks on unrolled loops take minutes to compile. */
#if defined(__SANITIZE_ADDRESS__)
#define UNROLL(n)
#else
#define UNROLL(n) _Pragma(UNROLL_TEXT(GCC unroll n))
#define UNROLL_TEXT(text) #text
#endif

/* ---- packing a transposed b ----
 *
 * pack_N(to, b, ldb, k, n): row p of `to` gets element p of each of the n rows at b, for
 * k elements of N bytes. A row of `to` has room for two vectors; what comes into its
 * lanes from n on up to a whole vector is of no account. */

#define PACK_SCALAR(name, T)                                                           \
    static void name(void *panel, const void *from, int64_t ldb, int64_t k, int64_t n) \
    {                                                                                  \
        enum { ROOM = 2 * CT_VECTOR_BYTES / sizeof(T) };                               \
        T *to = panel;                                                                 \
        const T *b = from;                                                             \
        for (int64_t j = 0; j < n; j++) {                                              \
            for (int64_t p = 0; p < k; p++) {                                          \
                to[p * ROOM + j] = b[j * ldb + p];                                     \
            }                                                                          \
        }                                                                              \
    }
PACK_SCALAR(pack_1, int8_t)
PACK_SCALAR(pack_2, int16_t)

#if defined(__SSE2__)

/* load_rows: the 16 bytes at `at` of each `step`-th row, side by side in a vector. The
 * instructions that interleave two vectors do so within 16 bytes, which then completes
 * a transposition. */
#define QUARTER(i) _mm_loadu_si128((const __m128i *)(row[(i) * step] + at))
#if defined(CT_ISA_AVX512)
typedef __m512i raw;
#define OP(name) _mm512_##name
static inline raw load_rows(const char *const *row, int step, int64_t at)
{
    raw v = _mm512_inserti32x4(_mm512_castsi128_si512(QUARTER(0)), QUARTER(1), 1);
    return _mm512_inserti32x4(_mm512_inserti32x4(v, QUARTER(2), 2), QUARTER(3), 3);
}
#elif defined(CT_ISA_AVX2)
typedef __m256i raw;
#define OP(name) _mm256_##name
static inline raw load_rows(const char *const *row, int step, int64_t at)
{
    return _mm256_inserti128_si256(_mm256_castsi128_si256(QUARTER(0)), QUARTER(1), 1);
}
#else
typedef __m128i raw;
#define OP(name) _mm_##name
static inline raw load_rows(const char *const *row, int step, int64_t at)
{
    return QUARTER(0 * step);
}
#endif

enum { PANEL_BYTES = 2 * CT_VECTOR_BYTES };

/* Two rows of the panel: the even and the odd 8 bytes of a and b. */
static inline void store_pair(char *to, raw a, raw b)
{
    u64_store(to, (v_u64)OP(unpacklo_epi64)(a, b));
    u64_store(to + PANEL_BYTES, (v_u64)OP(unpackhi_epi64)(a, b));
}

/* The columns of the last vector that do not exist repeat the last one. */
static inline void find_rows(const char **row, const void *b, int64_t bytes, int64_t j,
                             int64_t n, int lanes)
{
    for (int i = 0; i < lanes; i++) {
        row[i] = (const char *)b + (j + i < n ? j + i : n - 1) * bytes;
    }
}

static void pack_4(void *panel, const void *b, int64_t ldb, int64_t k, int64_t n)
{
    enum { N = CT_VECTOR_BYTES / 4 };
    for (int64_t j = 0; j < n; j += N) {
        const char *row[N];
        char *to = (char *)panel + j * 4;
        find_rows(row, b, ldb * 4, j, n, N);
        for (int64_t p = 0; p < k / 4 * 4; p += 4, to += 4 * PANEL_BYTES) {
            raw a0 = load_rows(row, 4, p * 4), a1 = load_rows(row + 1, 4, p * 4);
            raw a2 = load_rows(row + 2, 4, p * 4), a3 = load_rows(row + 3, 4, p * 4);
            store_pair(to, OP(unpacklo_epi32)(a0, a1), OP(unpacklo_epi32)(a2, a3));
            store_pair(to + 2 * PANEL_BYTES, OP(unpackhi_epi32)(a0, a1),
                       OP(unpackhi_epi32)(a2, a3));
        }
        for (int64_t p = k / 4 * 4; p < k; p++, to += PANEL_BYTES) {
            for (int64_t i = 0; i < N; i++) {
                memcpy(to + i * 4, row[i] + p * 4, 4);
            }
        }
    }
}

static void pack_8(void *panel, const void *b, int64_t ldb, int64_t k, int64_t n)
{
    enum { N = CT_VECTOR_BYTES / 8 };
    for (int64_t j = 0; j < n; j += N) {
        const char *row[N];
        char *to = (char *)panel + j * 8;
        find_rows(row, b, ldb * 8, j, n, N);
        for (int64_t p = 0; p < k / 2 * 2; p += 2, to += 2 * PANEL_BYTES) {
            store_pair(to, load_rows(row, 2, p * 8), load_rows(row + 1, 2, p * 8));
        }
        for (int64_t i = 0; i < N && k % 2; i++) {
            memcpy(to + i * 8, row[i] + (k - 1) * 8, 8);
        }
    }
}

#else
PACK_SCALAR(pack_4, int32_t)
PACK_SCALAR(pack_8, int64_t)
#endif

/* ---- the real types ---- */

/* A tile's sums, two vectors of b and one element of a fit into the registers: 32, or
 * 16 without AVX-512. Part of a vector is loaded by a mask, where there are masks. */
#if defined(CT_ISA_AVX512)
#define ROWS 8
#define PART_IS_SLOW 0
#elif defined(CT_ISA_AVX2)
#define ROWS 6
#define PART_IS_SLOW 0
#else
#define ROWS 4
#define PART_IS_SLOW 1
#endif
#define FEW_ROWS 1

#define BROADCAST(x) SET(x)
#define OPERAND(x) (x)
#define FINISH(x) (x)
#define JOIN(a, b) ((a) + (b))
#define TIMES(a, b) ((a) * (b))

#define T float
#define L f32
#define NAME(x) x##_f32
#define CONSTANT(x) (float)(x)
#define MAD f32_mad
#define PACK pack_4
#include "cpu/isa/gemm_tile.h"
#undef CONSTANT
#undef MAD

#define T double
#define L f64
#define NAME(x) x##_f64
#define CONSTANT(x) (x)
#define MAD f64_mad
#define PACK pack_8
#include "cpu/isa/gemm_tile.h"
#undef CONSTANT
#undef MAD

/* Integers wrap, so that one loop serves both signs. Fewer kinds of tiles do. */
#undef ROWS
#undef PART_IS_SLOW
#undef FEW_ROWS
#define ROWS 4
#define PART_IS_SLOW 1
#define FEW_ROWS 0
#define CONSTANT(x) (T)(int64_t)(x)
#define MAD(a, b, c) ((a) * (b) + (c))

#define T int8_t
#define L i8
#define NAME(x) x##_i8
#define PACK pack_1
#include "cpu/isa/gemm_tile.h"

#define T int16_t
#define L i16
#define NAME(x) x##_i16
#define PACK pack_2
#include "cpu/isa/gemm_tile.h"

#define T int32_t
#define L i32
#define NAME(x) x##_i32
#define PACK pack_4
#include "cpu/isa/gemm_tile.h"

#define T int64_t
#define L i64
#define NAME(x) x##_i64
#define PACK pack_8
#include "cpu/isa/gemm_tile.h"
#undef CONSTANT
#undef MAD

/* Bool: whether any pair is true in both. A true operand is all ones on one side. */
#undef BROADCAST
#undef OPERAND
#undef FINISH
#undef JOIN
#undef TIMES
#define CONSTANT(x) ((x) != 0)
#define MAD(a, b, c) (((a) & (b)) | (c))
#define BROADCAST(x) SET((x) ? 0xff : 0)
#define OPERAND(x) ((V)((x) != 0))
#define FINISH(x) ((V)((x) != 0) & 1)
#define JOIN(a, b) ((a) | (b))
#define TIMES(a, b) ((a) && (b))

#define T uint8_t
#define L u8
#define NAME(x) x##_bool
#define PACK pack_1
#include "cpu/isa/gemm_tile.h"

/* ---- complex ---- */

#define COMPLEX(name, R)                                                              \
    static void gemm_##name(const ct_gemm_args *g)                                    \
    {                                                                                 \
        R alpha = (R)g->alpha, beta = (R)g->beta, (*c)[2] = g->c;                     \
        const R(*a)[2] = g->a, (*b)[2] = g->b;                                        \
        int64_t a_row = g->trans_a ? 1 : g->lda, a_step = g->trans_a ? g->lda : 1;    \
        int64_t b_step = g->trans_b ? 1 : g->ldb, b_column = g->trans_b ? g->ldb : 1; \
        for (int64_t i = 0; i < g->m; i++, c += g->ldc) {                             \
            for (int64_t j = 0; j < g->n; j++) {                                      \
                c[j][0] = beta == 0 ? 0 : beta * c[j][0];                             \
                c[j][1] = beta == 0 ? 0 : beta * c[j][1];                             \
            }                                                                         \
            for (int64_t p = 0; p < g->k && alpha != 0; p++) {                        \
                const R *x = a[i * a_row + p * a_step];                               \
                R re = alpha * x[0], im = alpha * x[1];                               \
                for (int64_t j = 0; j < g->n; j++) {                                  \
                    const R *y = b[p * b_step + j * b_column];                        \
                    c[j][0] += re * y[0] - im * y[1];                                 \
                    c[j][1] += re * y[1] + im * y[0];                                 \
                }                                                                     \
            }                                                                         \
        }                                                                             \
    }
COMPLEX(c64, float)
COMPLEX(c128, double)

/* ---- the table ---- */

#if defined(CT_ISA_AVX512)
#define SMALL 0x1p26
#define FEW 16
#elif defined(CT_ISA_AVX2)
#define SMALL 0x1p23
#define FEW 0
#else
#define SMALL 0x1p20
#define FEW 0
#endif

extern const ct_gemm_kernels CT_ISA_SYM(gemm_kernels);
const ct_gemm_kernels CT_ISA_SYM(gemm_kernels) = {
    .gemm =
        {
            [CT_DTYPE_BOOL] = gemm_bool,
            [CT_DTYPE_U8] = gemm_i8,
            [CT_DTYPE_I8] = gemm_i8,
            [CT_DTYPE_U16] = gemm_i16,
            [CT_DTYPE_I16] = gemm_i16,
            [CT_DTYPE_U32] = gemm_i32,
            [CT_DTYPE_I32] = gemm_i32,
            [CT_DTYPE_U64] = gemm_i64,
            [CT_DTYPE_I64] = gemm_i64,
            [CT_DTYPE_F32] = gemm_f32,
            [CT_DTYPE_F64] = gemm_f64,
            [CT_DTYPE_C64] = gemm_c64,
            [CT_DTYPE_C128] = gemm_c128,
        },
    .small = SMALL,
    .few_rows = FEW / 4,
    .few_columns = FEW,
};
