/* gemm_pack: operands of a product laid in the order in which its tiles use them.
 *
 * pack_N(to, width, per, ...) is for elements of N bytes and else a ct_gemm_pack (see
 * cpu/gemm_kernels.h): panels of `per` lines, one behind the other; `width` elements of
 * room, a whole number of vectors for 4 and 8 bytes, hold the lines' elements of one step
 * along k. Vectors that hold some line's are written whole, as tiles multiply all their
 * lanes: what the others hold is of no account, but not what lay there before, as the
 * processor is slow where it meets subnormal numbers. */
#ifndef CT_CPU_ISA_GEMM_PACK_H
#define CT_CPU_ISA_GEMM_PACK_H

#include "simd/simd.h"

#define PACK_INLINE static inline __attribute__((always_inline))

/* Any strides. */
#define PACK_SCALAR(name, T)                                                         \
    PACK_INLINE void name(void *panel, int64_t width, int64_t per, const void *from, \
                          int64_t line, int64_t step, int64_t lines, int64_t k)      \
    {                                                                                \
        T *to = panel;                                                               \
        for (int64_t j = 0; j < lines; j += per, to += width * k) {                  \
            int64_t n = lines - j < per ? lines - j : per;                           \
            if (n < per) {                                                           \
                memset(to, 0, (size_t)(width * k) * sizeof(T));                      \
            }                                                                        \
            for (int64_t i = 0; i < n; i++) {                                        \
                const T *at = (const T *)from + (j + i) * line;                      \
                for (int64_t p = 0; p < k; p++) {                                    \
                    to[p * width + i] = at[p * step];                                \
                }                                                                    \
            }                                                                        \
        }                                                                            \
    }
PACK_SCALAR(pack_1, int8_t)
PACK_SCALAR(pack_2, int16_t)
PACK_SCALAR(pack_any_4, int32_t)
PACK_SCALAR(pack_any_8, int64_t)

/* Lines side by side: rows of memory are copied, some rows of all panels before the next
 * ones, so that reading goes far along a row, and writing panels that are a multiple of
 * 4096 bytes apart does not meet in few sets of the cache. */
#define PACK_ROWS(name, T, L)                                                        \
    PACK_INLINE void name##_some(T *to, int64_t width, const T *from, int64_t step,  \
                                 int64_t n, int64_t k)                               \
    {                                                                                \
        enum { N = CT_VECTOR_BYTES / sizeof(T) };                                    \
        for (int64_t p = 0; p < k; p++, to += width, from += step) {                 \
            int64_t i = 0;                                                           \
            for (; i + N <= n; i += N) {                                             \
                CT_CAT(L, _store)(to + i, CT_CAT(L, _load)(from + i));               \
            }                                                                        \
            if (i < n) {                                                             \
                CT_CAT(L, _store)(to + i, CT_CAT(L, _load_n)(from + i, n % N));      \
            }                                                                        \
        }                                                                            \
    }                                                                                \
    PACK_INLINE void name(void *panel, int64_t width, int64_t per, const void *from, \
                          int64_t step, int64_t lines, int64_t k)                    \
    {                                                                                \
        for (int64_t p = 0; p < k; p += 8) {                                         \
            int64_t steps = k - p < 8 ? k - p : 8;                                   \
            const T *at = (const T *)from + p * step;                                \
            T *to = (T *)panel + p * width;                                          \
            for (int64_t j = 0; j < lines; j += per, at += per, to += width * k) {   \
                if (lines - j >= per) {                                              \
                    name##_some(to, width, at, step, per, steps);                    \
                } else {                                                             \
                    name##_some(to, width, at, step, lines - j, steps);              \
                }                                                                    \
            }                                                                        \
        }                                                                            \
    }
PACK_ROWS(pack_rows_4, int32_t, i32)
PACK_ROWS(pack_rows_8, int64_t, i64)

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

/* Two steps of a panel, `pitch` bytes apart: the even and the odd 8 bytes of a and b. */
static inline void store_pair(char *to, int64_t pitch, raw a, raw b)
{
    u64_store(to, (v_u64)OP(unpacklo_epi64)(a, b));
    u64_store(to + pitch, (v_u64)OP(unpackhi_epi64)(a, b));
}

/* Where `lanes` lines begin; those that do not exist repeat the last one. */
static inline void find_rows(const char **row, const char *from, int64_t bytes,
                             int64_t n, int lanes)
{
    for (int i = 0; i < lanes; i++) {
        row[i] = from + (i < n ? i : n - 1) * bytes;
    }
}

/* A vector's lanes of lines whose k elements lie side by side. */
PACK_INLINE void pack_lines_4(char *to, int64_t pitch, const char *from, int64_t bytes,
                              int64_t n, int64_t k)
{
    enum { N = CT_VECTOR_BYTES / 4 };
    const char *row[N];
    find_rows(row, from, bytes, n, N);
    for (int64_t p = 0; p < k / 4 * 4; p += 4, to += 4 * pitch) {
        raw a0 = load_rows(row, 4, p * 4), a1 = load_rows(row + 1, 4, p * 4);
        raw a2 = load_rows(row + 2, 4, p * 4), a3 = load_rows(row + 3, 4, p * 4);
        store_pair(to, pitch, OP(unpacklo_epi32)(a0, a1), OP(unpacklo_epi32)(a2, a3));
        store_pair(to + 2 * pitch, pitch, OP(unpackhi_epi32)(a0, a1),
                   OP(unpackhi_epi32)(a2, a3));
    }
    for (int64_t p = k / 4 * 4; p < k; p++, to += pitch) {
        for (int64_t i = 0; i < N; i++) {
            memcpy(to + i * 4, row[i] + p * 4, 4);
        }
    }
}

PACK_INLINE void pack_lines_8(char *to, int64_t pitch, const char *from, int64_t bytes,
                              int64_t n, int64_t k)
{
    enum { N = CT_VECTOR_BYTES / 8 };
    const char *row[N];
    find_rows(row, from, bytes, n, N);
    for (int64_t p = 0; p < k / 2 * 2; p += 2, to += 2 * pitch) {
        store_pair(to, pitch, load_rows(row, 2, p * 8), load_rows(row + 1, 2, p * 8));
    }
    for (int64_t i = 0; i < N && k % 2; i++) {
        memcpy(to + i * 8, row[i] + (k - 1) * 8, 8);
    }
}

#define PACK_LINES(name, size, lines_of_one)                                         \
    PACK_INLINE void name(void *panel, int64_t width, int64_t per, const void *from, \
                          int64_t line, int64_t lines, int64_t k)                    \
    {                                                                                \
        enum { N = CT_VECTOR_BYTES / (size) };                                       \
        char *to = panel;                                                            \
        for (int64_t j = 0; j < lines; j += per, to += width * k * (size)) {         \
            int64_t n = lines - j < per ? lines - j : per;                           \
            for (int64_t i = 0; i < n; i += N) {                                     \
                lines_of_one(to + i * (size), width * (size),                        \
                             (const char *)from + (j + i) * line * (size),           \
                             line * (size), n - i, k);                               \
            }                                                                        \
        }                                                                            \
    }
PACK_LINES(pack_columns_4, 4, pack_lines_4)
PACK_LINES(pack_columns_8, 8, pack_lines_8)

#else
#define pack_columns_4(to, w, per, from, line, lines, k) \
    pack_any_4(to, w, per, from, line, 1, lines, k)
#define pack_columns_8(to, w, per, from, line, lines, k) \
    pack_any_8(to, w, per, from, line, 1, lines, k)
#endif

#define PACK(size)                                                             \
    PACK_INLINE void pack_##size(void *to, int64_t width, int64_t per,         \
                                 const void *from, int64_t line, int64_t step, \
                                 int64_t lines, int64_t k)                     \
    {                                                                          \
        if (line == 1) {                                                       \
            pack_rows_##size(to, width, per, from, step, lines, k);            \
        } else if (step == 1) {                                                \
            pack_columns_##size(to, width, per, from, line, lines, k);         \
        } else {                                                               \
            pack_any_##size(to, width, per, from, line, step, lines, k);       \
        }                                                                      \
    }
PACK(4)
PACK(8)
#undef PACK

#endif
