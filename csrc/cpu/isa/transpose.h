/* transpose: matrices of 1 to 16 bytes an element turned over; a part of cast.c.
 *
 * Squares are turned in registers, by vectors of one cache line where there are such: then
 * lines are read and written whole, and it does not matter that those of a power of two
 * apart share a place in the nearest cache. What is left at two sides goes to smaller
 * squares, and at last element by element. */
#ifndef CT_CPU_ISA_TRANSPOSE_H
#define CT_CPU_ISA_TRANSPOSE_H

#include "simd/simd.h"

#define CT_TRANSPOSE(size)                                                        \
    static void transpose_##size(char *dst, int64_t dst_step, const char *src,    \
                                 int64_t src_step, int64_t rows, int64_t columns) \
    {                                                                             \
        for (int64_t r = 0; r < rows; r++) {                                      \
            copy_##size(dst + r * dst_step, size, src + r * (size), src_step,     \
                        columns);                                                 \
        }                                                                         \
    }
CT_TRANSPOSE(1)
CT_TRANSPOSE(2)
CT_TRANSPOSE(4)
CT_TRANSPOSE(8)
CT_TRANSPOSE(16)

/* By squares of n x n, and the strips beside and below them by `rest`. */
#define CT_TRANSPOSE_SQUARES(name, size, n, square, rest)                            \
    static void name(char *dst, int64_t dst_step, const char *src, int64_t src_step, \
                     int64_t rows, int64_t columns)                                  \
    {                                                                                \
        int64_t r1 = rows / (n) * (n), c1 = columns / (n) * (n);                     \
        for (int64_t c = 0; c < c1; c += (n)) {                                      \
            for (int64_t r = 0; r < r1; r += (n)) {                                  \
                square(dst + r * dst_step + c * (size), dst_step,                    \
                       src + c * src_step + r * (size), src_step);                   \
            }                                                                        \
        }                                                                            \
        if (c1 < columns) {                                                          \
            rest(dst + c1 * (size), dst_step, src + c1 * src_step, src_step, r1,     \
                 columns - c1);                                                      \
        }                                                                            \
        if (r1 < rows) {                                                             \
            rest(dst + r1 * dst_step, dst_step, src + r1 * (size), src_step,         \
                 rows - r1, columns);                                                \
        }                                                                            \
    }

/* ---- by vectors of 16 bytes ---- */

typedef uint16_t eight_2 __attribute__((vector_size(16), aligned(1), may_alias));
typedef uint32_t four_4 __attribute__((vector_size(16), aligned(1), may_alias));
typedef uint64_t two_8 __attribute__((vector_size(16), aligned(1), may_alias));

/* Two rows, of each the lower and the upper halves, by turns. */
#define LOW_2(a, b) CT_SHUFFLE(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH_2(a, b) CT_SHUFFLE(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define LOW_4(a, b) CT_SHUFFLE(a, b, 0, 4, 1, 5)
#define HIGH_4(a, b) CT_SHUFFLE(a, b, 2, 6, 3, 7)
#define LOW_8(a, b) CT_SHUFFLE(a, b, 0, 2)
#define HIGH_8(a, b) CT_SHUFFLE(a, b, 1, 3)

/* Rows k and k + n/2 together: after as many rounds as n has bits all are turned. */
static inline void square_8x8_2(char *dst, int64_t dst_step, const char *src,
                                int64_t src_step)
{
    eight_2 a[8], b[8];
    for (int k = 0; k < 8; k++) {
        a[k] = *(const eight_2 *)(src + k * src_step);
    }
    for (int k = 0; k < 4; k++) {
        b[2 * k] = LOW_2(a[k], a[k + 4]), b[2 * k + 1] = HIGH_2(a[k], a[k + 4]);
    }
    for (int k = 0; k < 4; k++) {
        a[2 * k] = LOW_2(b[k], b[k + 4]), a[2 * k + 1] = HIGH_2(b[k], b[k + 4]);
    }
    for (int k = 0; k < 4; k++) {
        *(eight_2 *)(dst + 2 * k * dst_step) = LOW_2(a[k], a[k + 4]);
        *(eight_2 *)(dst + (2 * k + 1) * dst_step) = HIGH_2(a[k], a[k + 4]);
    }
}

static inline void square_4x4_4(char *dst, int64_t dst_step, const char *src,
                                int64_t src_step)
{
    four_4 a = *(const four_4 *)src, b = *(const four_4 *)(src + src_step);
    four_4 c = *(const four_4 *)(src + 2 * src_step);
    four_4 d = *(const four_4 *)(src + 3 * src_step);
    four_4 ac = LOW_4(a, c), ac1 = HIGH_4(a, c), bd = LOW_4(b, d), bd1 = HIGH_4(b, d);
    *(four_4 *)dst = LOW_4(ac, bd);
    *(four_4 *)(dst + dst_step) = HIGH_4(ac, bd);
    *(four_4 *)(dst + 2 * dst_step) = LOW_4(ac1, bd1);
    *(four_4 *)(dst + 3 * dst_step) = HIGH_4(ac1, bd1);
}

static inline void square_2x2_8(char *dst, int64_t dst_step, const char *src,
                                int64_t src_step)
{
    two_8 a = *(const two_8 *)src, b = *(const two_8 *)(src + src_step);
    *(two_8 *)dst = LOW_8(a, b);
    *(two_8 *)(dst + dst_step) = HIGH_8(a, b);
}

CT_TRANSPOSE_SQUARES(squares_2, 2, 8, square_8x8_2, transpose_2)
CT_TRANSPOSE_SQUARES(squares_4, 4, 4, square_4x4_4, transpose_4)
CT_TRANSPOSE_SQUARES(squares_8, 8, 2, square_2x2_8, transpose_8)

/* ---- by wider ones ---- */

/* Vectors are of parts of 16 bytes, within which neighbours are exchanged first; then
 * whole parts are. */
#if defined(CT_ISA_AVX512)

static inline void square_16x16_4(char *dst, int64_t dst_step, const char *src,
                                  int64_t src_step)
{
    __m512i a[16], b[16];
    for (int k = 0; k < 16; k++) {
        a[k] = _mm512_loadu_si512(src + k * src_step);
    }
    for (int k = 0; k < 16; k += 2) {
        b[k] = _mm512_unpacklo_epi32(a[k], a[k + 1]);
        b[k + 1] = _mm512_unpackhi_epi32(a[k], a[k + 1]);
    }
    for (int k = 0; k < 16; k += 4) { /* a[k + i]: column i of each part, of 4 rows */
        a[k] = _mm512_unpacklo_epi64(b[k], b[k + 2]);
        a[k + 1] = _mm512_unpackhi_epi64(b[k], b[k + 2]);
        a[k + 2] = _mm512_unpacklo_epi64(b[k + 1], b[k + 3]);
        a[k + 3] = _mm512_unpackhi_epi64(b[k + 1], b[k + 3]);
    }
    for (int i = 0; i < 4; i++) { /* parts 0 and 2, 1 and 3 */
        b[i] = _mm512_shuffle_i32x4(a[i], a[i + 4], 0x88);
        b[i + 4] = _mm512_shuffle_i32x4(a[i], a[i + 4], 0xdd);
        b[i + 8] = _mm512_shuffle_i32x4(a[i + 8], a[i + 12], 0x88);
        b[i + 12] = _mm512_shuffle_i32x4(a[i + 8], a[i + 12], 0xdd);
    }
    for (int i = 0; i < 8; i++) {
        int low = i % 4 + i / 4 * 4; /* parts 0 (or 1) and 2 (or 3), after 4 columns */
        __m512i first = _mm512_shuffle_i32x4(b[low], b[low + 8], 0x88);
        __m512i second = _mm512_shuffle_i32x4(b[low], b[low + 8], 0xdd);
        _mm512_storeu_si512(dst + i * dst_step, first);
        _mm512_storeu_si512(dst + (i + 8) * dst_step, second);
    }
}

static inline void square_8x8_8(char *dst, int64_t dst_step, const char *src,
                                int64_t src_step)
{
    __m512i a[8], b[8];
    for (int k = 0; k < 8; k++) {
        a[k] = _mm512_loadu_si512(src + k * src_step);
    }
    for (int k = 0; k < 8; k += 2) { /* b[k + i]: column i of each part, of 2 rows */
        b[k] = _mm512_unpacklo_epi64(a[k], a[k + 1]);
        b[k + 1] = _mm512_unpackhi_epi64(a[k], a[k + 1]);
    }
    for (int i = 0; i < 2; i++) { /* parts 0 and 2, 1 and 3 */
        a[i] = _mm512_shuffle_i64x2(b[i], b[i + 2], 0x88);
        a[i + 2] = _mm512_shuffle_i64x2(b[i], b[i + 2], 0xdd);
        a[i + 4] = _mm512_shuffle_i64x2(b[i + 4], b[i + 6], 0x88);
        a[i + 6] = _mm512_shuffle_i64x2(b[i + 4], b[i + 6], 0xdd);
    }
    for (int i = 0; i < 4; i++) {
        __m512i first = _mm512_shuffle_i64x2(a[i], a[i + 4], 0x88);
        __m512i second = _mm512_shuffle_i64x2(a[i], a[i + 4], 0xdd);
        _mm512_storeu_si512(dst + i * dst_step, first);
        _mm512_storeu_si512(dst + (i + 4) * dst_step, second);
    }
}

CT_TRANSPOSE_SQUARES(wide_4, 4, 16, square_16x16_4, squares_4)
CT_TRANSPOSE_SQUARES(wide_8, 8, 8, square_8x8_8, squares_8)

#elif defined(CT_ISA_AVX2)

/* Parts of row k and of row k + 4. */
static inline __m256i two_parts(const char *src, int64_t src_step, int k)
{
    __m128i low = _mm_loadu_si128((const void *)(src + k * src_step));
    __m128i high = _mm_loadu_si128((const void *)(src + (k + 4) * src_step));
    return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

static inline void square_8x8_4(char *dst, int64_t dst_step, const char *src,
                                int64_t src_step)
{
    for (int half = 0; half < 2; half++, src += 16, dst += 4 * dst_step) {
        __m256i a = two_parts(src, src_step, 0), b = two_parts(src, src_step, 1);
        __m256i c = two_parts(src, src_step, 2), d = two_parts(src, src_step, 3);
        __m256i ac = _mm256_unpacklo_epi32(a, c), ac1 = _mm256_unpackhi_epi32(a, c);
        __m256i bd = _mm256_unpacklo_epi32(b, d), bd1 = _mm256_unpackhi_epi32(b, d);
        __m256i column[] = {
            _mm256_unpacklo_epi32(ac, bd), _mm256_unpackhi_epi32(ac, bd),
            _mm256_unpacklo_epi32(ac1, bd1), _mm256_unpackhi_epi32(ac1, bd1)};
        for (int i = 0; i < 4; i++) {
            _mm256_storeu_si256((void *)(dst + i * dst_step), column[i]);
        }
    }
}

static inline void square_4x4_8(char *dst, int64_t dst_step, const char *src,
                                int64_t src_step)
{
    __m256i a[4];
    for (int k = 0; k < 4; k++) {
        a[k] = _mm256_loadu_si256((const void *)(src + k * src_step));
    }
    for (int i = 0; i < 2; i++) { /* columns i and i + 2 */
        __m256i low =
            i ? _mm256_unpackhi_epi64(a[0], a[1]) : _mm256_unpacklo_epi64(a[0], a[1]);
        __m256i high =
            i ? _mm256_unpackhi_epi64(a[2], a[3]) : _mm256_unpacklo_epi64(a[2], a[3]);
        _mm256_storeu_si256((void *)(dst + i * dst_step),
                            _mm256_permute2x128_si256(low, high, 0x20));
        _mm256_storeu_si256((void *)(dst + (i + 2) * dst_step),
                            _mm256_permute2x128_si256(low, high, 0x31));
    }
}

CT_TRANSPOSE_SQUARES(wide_4, 4, 8, square_8x8_4, squares_4)
CT_TRANSPOSE_SQUARES(wide_8, 8, 4, square_4x4_8, squares_8)

#else
#define wide_4 squares_4
#define wide_8 squares_8
#endif

#endif
