/* sort_vector: 32-bit numbers in order by vectors; a part of sort.c.
 *
 * Few are sorted in registers, by a bitonic network: each vector by itself, then two
 * neighbours of one vector each, of two, of four. EXCHANGE compares each lane with the lane
 * `turn` away in the sense of exclusive or, and puts the larger one where a bit of HIGH is
 * set. Many are divided by a pivot, the lanes of each side packed. */
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

static inline int64_t divide_vector(v_u32 v, v_u32 pivot, uint32_t *low, uint32_t *high)
{
    __m256i up_to = _mm256_cmpeq_epi32((__m256i)LARGER(v, pivot), (__m256i)pivot);
    unsigned first = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(up_to));
    __m256i rest = packed(v, ~first & 255);
    _mm256_storeu_si256((void *)low, packed(v, first));
    _mm256_storeu_si256((void *)high, rest);
    return __builtin_popcount(first);
}

#endif

/* Vectors are named and not numbered, so that a network is all in registers and has no
 * loops: vectors do not wait for one another. */
#define INLINED static inline __attribute__((always_inline)) void

/* Bitonic, over two and four vectors. */
INLINED merge_2(v_u32 *a, v_u32 *b)
{
    v_u32 low = SMALLER(*a, *b), high = LARGER(*a, *b);
    *a = merged(low);
    *b = merged(high);
}

INLINED merge_4(v_u32 *a, v_u32 *b, v_u32 *c, v_u32 *d)
{
    v_u32 low = SMALLER(*a, *c), low1 = SMALLER(*b, *d);
    *c = LARGER(*a, *c), *d = LARGER(*b, *d);
    *a = low, *b = low1;
    merge_2(a, b);
    merge_2(c, d);
}

/* The first half and the second are in order each: with the second turned round, the
 * smaller ones are bitonic, and so are the larger ones. */
INLINED join_2(v_u32 *a, v_u32 *b)
{
    v_u32 turned = TURNED(*b, (LANES - 1)), low = SMALLER(*a, turned);
    *b = merged(LARGER(*a, turned));
    *a = merged(low);
}

INLINED join_4(v_u32 *a, v_u32 *b, v_u32 *c, v_u32 *d)
{
    v_u32 turned = TURNED(*d, (LANES - 1)), turned1 = TURNED(*c, (LANES - 1));
    *c = LARGER(*a, turned), *d = LARGER(*b, turned1);
    *a = SMALLER(*a, turned), *b = SMALLER(*b, turned1);
    merge_2(a, b);
    merge_2(c, d);
}

INLINED join_8(v_u32 *v)
{
    v_u32 t0 = TURNED(v[7], (LANES - 1)), t1 = TURNED(v[6], (LANES - 1));
    v_u32 t2 = TURNED(v[5], (LANES - 1)), t3 = TURNED(v[4], (LANES - 1));
    v[4] = LARGER(v[0], t0), v[5] = LARGER(v[1], t1);
    v[6] = LARGER(v[2], t2), v[7] = LARGER(v[3], t3);
    v[0] = SMALLER(v[0], t0), v[1] = SMALLER(v[1], t1);
    v[2] = SMALLER(v[2], t2), v[3] = SMALLER(v[3], t3);
    merge_4(&v[0], &v[1], &v[2], &v[3]);
    merge_4(&v[4], &v[5], &v[6], &v[7]);
}

INLINED sort_4(v_u32 *v)
{
    v[0] = sorted(v[0]), v[1] = sorted(v[1]);
    v[2] = sorted(v[2]), v[3] = sorted(v[3]);
    join_2(&v[0], &v[1]);
    join_2(&v[2], &v[3]);
    join_4(&v[0], &v[1], &v[2], &v[3]);
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

#define LOAD_4(v, x, n)                                        \
    do {                                                       \
        (v)[0] = load_up_to(x, n);                             \
        (v)[1] = load_up_to((x) + LANES, (n) - LANES);         \
        (v)[2] = load_up_to((x) + 2 * LANES, (n) - 2 * LANES); \
        (v)[3] = load_up_to((x) + 3 * LANES, (n) - 3 * LANES); \
    } while (0)
#define STORE_4(v, x, n)                                       \
    do {                                                       \
        store_up_to(x, (v)[0], n);                             \
        store_up_to((x) + LANES, (v)[1], (n) - LANES);         \
        store_up_to((x) + 2 * LANES, (v)[2], (n) - 2 * LANES); \
        store_up_to((x) + 3 * LANES, (v)[3], (n) - 3 * LANES); \
    } while (0)

static void sort_eight_vectors(uint32_t *x, int64_t n)
{
    v_u32 v[8];
    LOAD_4(v, x, 4 * LANES);
    LOAD_4(v + 4, x + 4 * LANES, n - 4 * LANES);
    sort_4(v);
    sort_4(v + 4);
    join_8(v);
    STORE_4(v, x, 4 * LANES);
    STORE_4(v + 4, x + 4 * LANES, n - 4 * LANES);
}

static void sort_four_vectors(uint32_t *x, int64_t n)
{
    v_u32 v[4];
    LOAD_4(v, x, n);
    sort_4(v);
    STORE_4(v, x, n);
}

/* n <= CT_SORT_FEW. */
static void few_u32(uint32_t *x, int64_t n)
{
    if (n > 4 * LANES) {
        sort_eight_vectors(x, n);
    } else if (n > 2 * LANES) {
        sort_four_vectors(x, n);
    } else if (n > LANES) {
        v_u32 a = sorted(u32_load(x)), b = sorted(load_up_to(x + LANES, n - LANES));
        join_2(&a, &b);
        u32_store(x, a);
        store_up_to(x + LANES, b, n - LANES);
    } else {
        store_up_to(x, sorted(load_up_to(x, n)), n);
    }
}

/* What is read makes room for what is written in front of it. */
static int64_t divide_u32(uint32_t *x, uint32_t *spare, int64_t n, uint32_t pivot)
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

#undef LANES
#undef SMALLER
#undef LARGER
#undef TURNED
#undef EXCHANGE
#undef INLINED
#undef LOAD_4
#undef STORE_4

#endif
