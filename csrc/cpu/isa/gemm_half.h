/* gemm_half: products of float16 and bfloat16, summed in float32.
 *
 * Elements become float32 as they are loaded (thin products) or packed (all others),
 * whose tiles are then those of float32. Where the processor multiplies pairs of bfloat16
 * and adds both products to a float32 (vdpbf16ps), pairs are packed as they are; where it
 * has a unit for tiles of them, see gemm_tiles.h. */

typedef void (*widen)(void *to, const void *from, int64_t n);

/* ---- packing with conversion ---- */

#define F32_LANES (CT_VECTOR_BYTES / 4)
#define SPAN 64 /* steps along k that are converted at a time */

/* Like pack_4, from 16 bits. */
PACK_INLINE void pack_half(widen convert, float *to, int64_t width, int64_t per,
                           const uint16_t *from, int64_t line, int64_t step,
                           int64_t lines, int64_t k)
{
    float rows[2 * CT_VECTOR_BYTES / 4 * SPAN];
    uint16_t apart[SPAN];
    for (int64_t j = 0; j < lines; j += per, to += width * k, from += per * line) {
        int64_t n = lines - j < per ? lines - j : per;
        if (n < per) {
            memset(to, 0, (size_t)(width * k) * sizeof *to);
        }
        for (int64_t p = 0; p < k && line == 1; p++) {
            convert(to + p * width, from + p * step, n);
        }
        for (int64_t p0 = 0; p0 < k && line != 1; p0 += SPAN) {
            int64_t span = k - p0 < SPAN ? k - p0 : SPAN;
            for (int64_t i = 0; i < n; i++) {
                const uint16_t *at = from + i * line + p0 * step;
                for (int64_t p = 0; p < span && step != 1; p++) {
                    apart[p] = at[p * step];
                }
                convert(rows + i * SPAN, step == 1 ? at : apart, span);
            }
            pack_columns_4(to + p0 * width, width, per, rows, SPAN, n, span);
        }
    }
}

/* Each element in all lanes (SPREAD). */
PACK_INLINE void spread_half(widen convert, float *to, const uint16_t *from,
                             int64_t row, int64_t step, int64_t rows, int64_t k)
{
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t p = 0; p < k; p++) {
            float x;
            convert(&x, from + i * row + p * step, 1);
            f32_store(to + (p * ROWS + i) * F32_LANES, f32_set(x));
        }
    }
}

/* c becomes the sums, or gets them added. */
PACK_INLINE void finish_half(widen convert, widen narrow, const ct_gemm_args *g,
                             const float *sums, int64_t pitch)
{
    float piece[SPAN], old[SPAN] = {0};
    for (int64_t i = 0; i < g->m; i++, sums += pitch) {
        uint16_t *c = (uint16_t *)g->c + i * g->ldc;
        if (!g->add) {
            narrow(c, sums, g->n);
            continue;
        }
        for (int64_t j = 0; j < g->n; j += SPAN, c += SPAN) {
            int64_t n = g->n - j < SPAN ? g->n - j : SPAN;
            convert(old, c, n);
            for (int64_t l = 0; l < n; l++) {
                piece[l] = old[l] + sums[j + l];
            }
            narrow(c, piece, n);
        }
    }
}

#define F32_A_WIDTH \
    (SPREAD ? ROWS * F32_LANES : (ROWS + F32_LANES - 1) / F32_LANES * F32_LANES)
#define HALF(name, convert, narrow)                                                    \
    static void pack_a_##name(void *to, const void *a, int64_t row, int64_t step,      \
                              int64_t rows, int64_t k)                                 \
    {                                                                                  \
        if (SPREAD) {                                                                  \
            spread_half(convert, to, a, row, step, rows, k);                           \
        } else {                                                                       \
            pack_half(convert, to, F32_A_WIDTH, ROWS, a, row, step, rows, k);          \
        }                                                                              \
    }                                                                                  \
    static void pack_b_##name(void *to, const void *b, int64_t column, int64_t step,   \
                              int64_t columns, int64_t k)                              \
    {                                                                                  \
        pack_half(convert, to, 2 * F32_LANES, 2 * F32_LANES, b, column, step, columns, \
                  k);                                                                  \
    }                                                                                  \
    static void finish_##name(const ct_gemm_args *g, const float *sums, int64_t pitch) \
    {                                                                                  \
        finish_half(convert, narrow, g, sums, pitch);                                  \
    }                                                                                  \
    static const ct_gemm_packed packed_##name = {                                      \
        .rows = ROWS,                                                                  \
        .columns = 2 * F32_LANES,                                                      \
        .a_width = F32_A_WIDTH * 4,                                                    \
        .b_width = 2 * CT_VECTOR_BYTES,                                                \
        .group = 1,                                                                    \
        .strips = 1,                                                                   \
        .depth = DEPTH,                                                                \
        .sum_size = sizeof(float),                                                     \
        .pack_a = pack_a_##name,                                                       \
        .pack_b = pack_b_##name,                                                       \
        .multiply = multiply_f32,                                                      \
        .finish = finish_##name,                                                       \
    };                                                                                 \
    /* Of any n: called, as it is long. */                                             \
    static __attribute__((noinline)) void all_##name(void *to, const void *from,       \
                                                     int64_t n)                        \
    {                                                                                  \
        convert(to, from, n);                                                          \
    }                                                                                  \
    static inline v_f32 load_##name(const void *p)                                     \
    {                                                                                  \
        v_f32 x;                                                                       \
        convert(&x, p, F32_LANES);                                                     \
        return x;                                                                      \
    }                                                                                  \
    static inline v_f32 load_n_##name(const void *p, int64_t n)                        \
    {                                                                                  \
        v_f32 x = {0};                                                                 \
        convert(&x, p, n);                                                             \
        return x;                                                                      \
    }
HALF(f16, f16_to_f32, f32_to_f16)
HALF(bf16, bf16_to_f32, f32_to_bf16)

/* ---- thin products ---- */

#define T float
#define L f32
#define V v_f32
#define S uint16_t
#define LANES F32_LANES
#define LOAD f32_load
#define LOAD_N f32_load_n
#define STORE f32_store
#define SET f32_set
#define INLINE static inline __attribute__((always_inline))
#define MAD f32_mad
#undef PUT
#undef IN_PLACE
#define IN_PLACE 0

#define NAME(x) x##_f16
#define F_LOAD load_f16
#define F_LOAD_N load_n_f16
#define GET(x) f16_to_f32_1(x)
#define GET_ALL all_f16
#define PUT(x) f32_to_f16_1(x)
#include "cpu/isa/gemm_thin.h"
#undef NAME
#undef F_LOAD
#undef F_LOAD_N
#undef GET
#undef GET_ALL
#undef PUT

#define NAME(x) x##_bf16
#define F_LOAD load_bf16
#define F_LOAD_N load_n_bf16
#define GET(x) bf16_to_f32_1(x)
#define GET_ALL all_bf16
#define PUT(x) f32_to_bf16_1(x)
#include "cpu/isa/gemm_thin.h"
#undef NAME
#undef F_LOAD
#undef F_LOAD_N
#undef GET
#undef GET_ALL
#undef PUT
#undef S
#undef MAD
#undef IN_PLACE
#define PUT(x) (x)
#define IN_PLACE 1

/* ---- pairs of bfloat16 ---- */

#if defined(CT_ISA_AVX512)

/* 16 lines side by side: two steps' elements, that of the second in the upper half. */
static inline __m512i pairs_of_rows(const uint16_t *first, const uint16_t *second,
                                    int64_t n)
{
    __mmask16 in = (__mmask16)(n < 16 ? (1 << n) - 1 : 0xffff);
    __m512i low = _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(in, first));
    if (!second) {
        return low;
    }
    __m512i high = _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(in, second));
    return _mm512_or_si512(low, _mm512_slli_epi32(high, 16));
}

/* Steps p and p + 1 of n lines of any strides; `both`: the second exists. */
static void pair_of_lines(uint16_t *to, const uint16_t *from, int64_t line,
                          int64_t step, int64_t n, bool both)
{
    for (int64_t i = 0; i < n; i++) {
        to[2 * i] = from[i * line];
        to[2 * i + 1] = both ? from[i * line + step] : 0;
    }
}

PACK_INLINE void pack_panel_of_pairs(char *to, int64_t width, const uint16_t *from,
                                     int64_t line, int64_t step, int64_t n, int64_t k)
{
    int64_t done = 0;
    for (int64_t p = 0; p < k && line == 1; p += 2, done = k) {
        const uint16_t *at = from + p * step, *next = p + 1 < k ? at + step : NULL;
        for (int64_t i = 0; i < n; i += 16) {
            _mm512_storeu_si512(to + (p / 2 * width + i) * 4,
                                pairs_of_rows(at + i, next ? next + i : NULL, n - i));
        }
    }
    for (int64_t i = 0; i < n && line != 1 && step == 1; i += 16, done = k / 2 * 2) {
        pack_lines_4(to + i * 4, width * 4, (const char *)(from + i * line), line * 2,
                     n - i, k / 2);
    }
    for (; done < k; done += 2) {
        pair_of_lines((uint16_t *)(void *)(to + done / 2 * width * 4),
                      from + done * step, line, step, n, done + 1 < k);
    }
}

PACK_INLINE void pack_pairs(char *to, int64_t width, int64_t per, const uint16_t *from,
                            int64_t line, int64_t step, int64_t lines, int64_t k)
{
    for (int64_t j = 0; j < lines; j += per, to += width * 4 * ((k + 1) / 2)) {
        int64_t n = lines - j < per ? lines - j : per;
        pack_panel_of_pairs(to, width, from + j * line, line, step, n, k);
    }
}

static void pack_a_pair(void *to, const void *a, int64_t row, int64_t step,
                        int64_t rows, int64_t k)
{
    pack_pairs(to, F32_A_WIDTH, ROWS, a, row, step, rows, k);
}

static void pack_b_pair(void *to, const void *b, int64_t column, int64_t step,
                        int64_t columns, int64_t k)
{
    pack_pairs(to, 2 * F32_LANES, 2 * F32_LANES, b, column, step, columns, k);
}

/* A tile of float32 whose operands' bits are pairs. */
#define NAME(x) x##_pair
#define COLUMNS (2 * LANES)
#define STORE_N f32_store_n
#define BROADCAST_BITS(x) (v_f32) _mm512_set1_ps(x)
#undef BROADCAST
#define BROADCAST BROADCAST_BITS
#define MAD(a, b, c) (v_f32) _mm512_dpbf16_ps((__m512)(c), (__m512bh)(a), (__m512bh)(b))
#undef TARGET
#define TARGET __attribute__((target("avx512bf16")))
#include "cpu/isa/gemm_strip.h"
#undef TARGET
#define TARGET
#undef BROADCAST
#define BROADCAST(x) SET(x)
#undef NAME
#undef COLUMNS
#undef STORE_N
#undef MAD
#undef A_WIDTH
#undef LIE

static const ct_gemm_packed packed_pair = {
    .rows = ROWS,
    .columns = 2 * F32_LANES,
    .a_width = F32_A_WIDTH * 4,
    .b_width = 2 * CT_VECTOR_BYTES,
    .group = 2,
    .strips = 1,
    .depth = 2 * DEPTH,
    .sum_size = sizeof(float),
    .pack_a = pack_a_pair,
    .pack_b = pack_b_pair,
    .multiply = multiply_pair,
    .finish = finish_bf16,
};

#include "cpu/isa/gemm_tiles.h"

#endif

#undef T
#undef L
#undef V
#undef LANES
#undef LOAD
#undef LOAD_N
#undef STORE
#undef SET
#undef INLINE
