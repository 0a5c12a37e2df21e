/* sort_vector: 32-bit numbers in order by vectors; a part of sort.c.
 *
 * Few are sorted in registers, by a bitonic network: each vector by itself, then two
 * neighbours of one vector each, of two, of four. EXCHANGE compares each lane with the lane
 * `turn` away in the sense of exclusive or, and puts the larger one where a bit of HIGH is
 * set. Many are divided by a pivot, the lanes of each side packed: those beyond it aside,
 * and then behind the others; of an array that the caches do not hold, to its other end. */
#ifndef CT_CPU_ISA_SORT_VECTOR_H
#define CT_CPU_ISA_SORT_VECTOR_H

#include "simd/bit_places.h"
#include "simd/simd.h"

#if defined(CT_ISA_AVX512)

#define LANES 16
#define CT_SORT_FEW 128 /* numbers sorted in registers: eight vectors */
#define SMALLER(a, b) ((v_u32)_mm512_min_epu32((__m512i)(a), (__m512i)(b)))
#define LARGER(a, b) ((v_u32)_mm512_max_epu32((__m512i)(a), (__m512i)(b)))
#define TURNED(v, t)                                                                  \
    __builtin_shuffle(v, (v_u32){0 ^ t, 1 ^ t, 2 ^ t, 3 ^ t, 4 ^ t, 5 ^ t, 6 ^ t,     \
                                 7 ^ t, 8 ^ t, 9 ^ t, 10 ^ t, 11 ^ t, 12 ^ t, 13 ^ t, \
                                 14 ^ t, 15 ^ t})
#define EXCHANGE(v, turn, high)                                          \
    do {                                                                 \
        v_u32 other = TURNED(v, turn), low = SMALLER(v, other);          \
        v = (v_u32)_mm512_mask_max_epu32((__m512i)low, high, (__m512i)v, \
                                         (__m512i)other);                \
    } while (0)

/* Of a bitonic vector. */
static inline v_u32 merged(v_u32 v)
{
    EXCHANGE(v, 8, 0xff00);
    EXCHANGE(v, 4, 0xf0f0);
    EXCHANGE(v, 2, 0xcccc);
    EXCHANGE(v, 1, 0xaaaa);
    return v;
}

static inline v_u32 sorted(v_u32 v)
{
    EXCHANGE(v, 1, 0xaaaa);
    EXCHANGE(v, 3, 0xcccc);
    EXCHANGE(v, 1, 0xaaaa);
    EXCHANGE(v, 7, 0xf0f0);
    EXCHANGE(v, 2, 0xcccc);
    EXCHANGE(v, 1, 0xaaaa);
    EXCHANGE(v, 15, 0xff00);
    EXCHANGE(v, 4, 0xf0f0);
    EXCHANGE(v, 2, 0xcccc);
    EXCHANGE(v, 1, 0xaaaa);
    return v;
}

/* Lanes up to the pivot to low, others to high, a whole vector each; how many go low. */
static inline int64_t divide_vector(v_u32 v, v_u32 pivot, uint32_t *low, uint32_t *high)
{
    __mmask16 first = _mm512_cmple_epu32_mask((__m512i)v, (__m512i)pivot);
    __m512i rest = _mm512_maskz_compress_epi32((__mmask16)~first, (__m512i)v);
    _mm512_storeu_si512(low, _mm512_maskz_compress_epi32(first, (__m512i)v));
    _mm512_storeu_si512(high, rest);
    return __builtin_popcount(first);
}

/* Lanes up to the pivot from `low` on, others before `high`, between which there is room
 * for two vectors; how many go low. */
static inline int64_t divide_to_ends(v_u32 v, v_u32 pivot, uint32_t *low,
                                     uint32_t *high)
{
    __mmask16 first = _mm512_cmple_epu32_mask((__m512i)v, (__m512i)pivot);
    int64_t some = __builtin_popcount(first), others = LANES - some;
    __m512i rest = _mm512_maskz_compress_epi32((__mmask16)~first, (__m512i)v);
    _mm512_storeu_si512(low, _mm512_maskz_compress_epi32(first, (__m512i)v));
    _mm512_mask_storeu_epi32(high - others, (__mmask16)((1u << others) - 1), rest);
    return some;
}

#else /* AVX2 */

#define LANES 8
#define CT_SORT_FEW 64
#define SMALLER(a, b) ((v_u32)_mm256_min_epu32((__m256i)(a), (__m256i)(b)))
#define LARGER(a, b) ((v_u32)_mm256_max_epu32((__m256i)(a), (__m256i)(b)))
#define TURNED(v, t)     \
    __builtin_shuffle(v, \
                      (v_u32){0 ^ t, 1 ^ t, 2 ^ t, 3 ^ t, 4 ^ t, 5 ^ t, 6 ^ t, 7 ^ t})
#define EXCHANGE(v, turn, high)                                                       \
    do {                                                                              \
        v_u32 other = TURNED(v, turn), low = SMALLER(v, other);                       \
        v = (v_u32)_mm256_blend_epi32((__m256i)low, (__m256i)LARGER(v, other), high); \
    } while (0)

static inline v_u32 merged(v_u32 v)
{
    EXCHANGE(v, 4, 0xf0);
    EXCHANGE(v, 2, 0xcc);
    EXCHANGE(v, 1, 0xaa);
    return v;
}

static inline v_u32 sorted(v_u32 v)
{
    EXCHANGE(v, 1, 0xaa);
    EXCHANGE(v, 3, 0xcc);
    EXCHANGE(v, 1, 0xaa);
    EXCHANGE(v, 7, 0xf0);
    EXCHANGE(v, 2, 0xcc);
    EXCHANGE(v, 1, 0xaa);
    return v;
}

static inline __m256i packed(v_u32 v, unsigned bits)
{
    __m128i places = _mm_loadl_epi64((const void *)&ct_bit_places[bits]);
    return _mm256_permutevar8x32_epi32((__m256i)v, _mm256_cvtepu8_epi32(places));
}

/* Which lanes are up to the pivot? */
static inline unsigned up_to(v_u32 v, v_u32 pivot)
{
    __m256i are = _mm256_cmpeq_epi32((__m256i)LARGER(v, pivot), (__m256i)pivot);
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(are));
}

static inline int64_t divide_vector(v_u32 v, v_u32 pivot, uint32_t *low, uint32_t *high)
{
    unsigned first = up_to(v, pivot);
    __m256i rest = packed(v, ~first & 255);
    _mm256_storeu_si256((void *)low, packed(v, first));
    _mm256_storeu_si256((void *)high, rest);
    return __builtin_popcount(first);
}

/* All lanes go to both ends: those of the other side are written over later. */
static inline int64_t divide_to_ends(v_u32 v, v_u32 pivot, uint32_t *low,
                                     uint32_t *high)
{
    unsigned first = up_to(v, pivot);
    __m256i both = packed(v, first);
    _mm256_storeu_si256((void *)low, both);
    _mm256_storeu_si256((void *)(high - LANES), both);
    return __builtin_popcount(first);
}

#endif

/* ---- few ----------------------------------------------------------------- */

#define INLINED static inline __attribute__((always_inline)) void
/* How many vectors there are is known when this is compiled: without loops they are all in
 * registers, and need not wait for one another. */
#define UNROLLED _Pragma("GCC unroll 8")

/* A bitonic row of `size` vectors, a power of two, of which those from `there` on are the
 * largest there is, and stay. */
INLINED merge(v_u32 *v, int size, int there)
{
    UNROLLED
    for (int half = size / 2; half > 0; half /= 2) {
        UNROLLED
        for (int at = 0; at < there; at += 2 * half) {
            UNROLLED
            for (int i = at; i < at + half; i++) {
                if (i + half < there) {
                    v_u32 low = SMALLER(v[i], v[i + half]);
                    v[i + half] = LARGER(v[i], v[i + half]);
                    v[i] = low;
                }
            }
        }
    }
    UNROLLED
    for (int i = 0; i < there; i++) {
        v[i] = merged(v[i]);
    }
}

/* The first `half` vectors and the others, up to as many, are in order each: with the others
 * turned round, the smaller ones are bitonic, and so are, turned round, the larger ones. */
INLINED join(v_u32 *v, int half, int there)
{
    UNROLLED
    for (int i = 0; i < half; i++) {
        int j = 2 * half - 1 - i;
        if (j < there) {
            v_u32 a = v[i], b = v[j];
            v[i] = SMALLER(a, TURNED(b, (LANES - 1)));
            v[j] = LARGER(TURNED(a, (LANES - 1)), b);
        }
    }
    merge(v, half, half);
    merge(v + half, half, there - half);
}

INLINED sort_vectors(v_u32 *v, int count)
{
    UNROLLED
    for (int i = 0; i < count; i++) {
        v[i] = sorted(v[i]);
    }
    UNROLLED
    for (int half = 1; half < count; half *= 2) {
        UNROLLED
        for (int at = 0; at + half < count; at += 2 * half) {
            join(v + at, half, count - at < 2 * half ? count - at : 2 * half);
        }
    }
}

/* A vector of which n lanes are there; the others are the largest there is. */
static inline v_u32 load_up_to(const uint32_t *x, int64_t n)
{
    static const uint32_t number[16] = {0, 1, 2,  3,  4,  5,  6,  7,
                                        8, 9, 10, 11, 12, 13, 14, 15};
    if (n >= LANES) {
        return u32_load(x);
    }
    if (n <= 0) {
        return u32_set(UINT32_MAX);
    }
    return u32_load_part(x, n) | (v_u32)(u32_load(number) >= (uint32_t)n);
}

static inline void store_up_to(uint32_t *x, v_u32 v, int64_t n)
{
    if (n >= LANES) {
        u32_store(x, v);
    } else if (n > 0) {
        u32_store_part(x, v, n);
    }
}

/* By `count` vectors, of which the last two may lack numbers. */
INLINED sort_few(uint32_t *x, int64_t n, int count)
{
    v_u32 v[8];
    int whole = count - 2;
    uint32_t *last = x + whole * LANES;
    n -= whole * LANES;
    UNROLLED
    for (int i = 0; i < whole; i++) {
        v[i] = u32_load(x + i * LANES);
    }
    v[whole] = load_up_to(last, n);
    v[whole + 1] = load_up_to(last + LANES, n - LANES);
    sort_vectors(v, count);
    UNROLLED
    for (int i = 0; i < whole; i++) {
        u32_store(x + i * LANES, v[i]);
    }
    store_up_to(last, v[whole], n);
    store_up_to(last + LANES, v[whole + 1], n - LANES);
}

/* n <= CT_SORT_FEW. */
static void few_u32(uint32_t *x, int64_t n)
{
    if (n <= LANES) {
        store_up_to(x, sorted(load_up_to(x, n)), n);
    } else if (n <= 2 * LANES) {
        sort_few(x, n, 2);
    } else if (n <= 4 * LANES) {
        sort_few(x, n, 4);
    } else if (n <= 6 * LANES) {
        sort_few(x, n, 6);
    } else {
        sort_few(x, n, 8);
    }
}

/* ---- dividing -------------------------------------------------------------- */

INLINED middle_of(v_u32 *a, v_u32 b, v_u32 c)
{
    *a = LARGER(SMALLER(*a, b), SMALLER(LARGER(*a, b), c));
}

/* A number near the middle of n > CT_SORT_FEW: of middles of three of middles of three,
 * from nine places, the middle one. */
static uint32_t pivot_u32(const uint32_t *x, int64_t n)
{
    int64_t step = (n - LANES) / 8;
    v_u32 third[3];
    for (int k = 0; k < 3; k++, x += 3 * step) {
        third[k] = u32_load(x);
        middle_of(&third[k], u32_load(x + step), u32_load(x + 2 * step));
    }
    middle_of(&third[0], third[1], third[2]);
    return sorted(third[0])[LANES / 2];
}

/* What is read makes room for what is written in front of it. */
static int64_t divide_aside(uint32_t *x, uint32_t *spare, int64_t n, uint32_t pivot)
{
    v_u32 all = u32_set(pivot);
    int64_t i = 0, low = 0, high = 0;
    for (; i + LANES <= n; i += LANES) {
        int64_t some = divide_vector(u32_load(x + i), all, x + low, spare + high);
        low += some;
        high += LANES - some;
    }
    for (; i < n; i++) {
        uint32_t v = x[i];
        x[low] = v;
        spare[high] = v;
        low += v <= pivot;
        high += v > pivot;
    }
    memcpy(x + low, spare, (size_t)high * sizeof *x);
    return low;
}

/* n numbers, not of the array, into the n places before `high`; where both sides meet. */
static uint32_t *divide_rest(const uint32_t *x, int64_t n, uint32_t *high, v_u32 pivot)
{
    uint32_t *low = high - n;
    int64_t i = 0;
    for (; i + 2 * LANES <= n; i += LANES) {
        int64_t some = divide_to_ends(u32_load(x + i), pivot, low, high);
        low += some;
        high -= LANES - some;
    }
    for (; i < n; i++) {
        uint32_t v = x[i];
        bool first = v <= pivot[0];
        *low = v;
        high[-1] = v;
        low += first;
        high -= !first;
    }
    return low;
}

#define TOGETHER_32 (8 * LANES) /* numbers of one end that are read together */

/* Blocks are read at the end that has less room, so that both have enough for a block;
 * the first ones, which made that room, come last. */
static int64_t divide_in_place(uint32_t *x, int64_t n, uint32_t pivot)
{
    uint32_t first[3 * TOGETHER_32];
    int64_t rest = n % TOGETHER_32, last = TOGETHER_32 + rest;
    uint32_t *left = x + TOGETHER_32, *right = x + n - last, *low = x, *high = x + n;
    v_u32 all = u32_set(pivot);
    memcpy(first, x, TOGETHER_32 * sizeof *x);
    memcpy(first + TOGETHER_32, right, (size_t)last * sizeof *x);
    while (left < right) {
        bool here = left - low <= high - right;
        uint32_t *at = here ? left : right - TOGETHER_32;
        v_u32 v[8];
        for (int k = 0; k < 8; k++) {
            v[k] = u32_load(at + k * LANES);
        }
        for (int k = 0; k < 8; k++) {
            int64_t some = divide_to_ends(v[k], all, low, high);
            low += some;
            high -= LANES - some;
        }
        left += here ? TOGETHER_32 : 0;
        right -= here ? 0 : TOGETHER_32;
    }
    return divide_rest(first, TOGETHER_32 + last, high, all) - x;
}

/* Numbers from which on both an array and what lies aside fill the second cache. */
#define IN_PLACE 65536

static int64_t divide_u32(uint32_t *x, uint32_t *spare, int64_t n, uint32_t pivot)
{
    return n < IN_PLACE ? divide_aside(x, spare, n, pivot)
                        : divide_in_place(x, n, pivot);
}

#undef LANES
#undef SMALLER
#undef LARGER
#undef TURNED
#undef EXCHANGE
#undef INLINED
#undef UNROLLED
#undef TOGETHER_32
#undef IN_PLACE

#endif
