/* sort_lanes: vectors of numbers to sort, in what instruction sets differ; a part of
 * sort_type.h, which see for T, L, BITS and LANES.
 *
 * Numbers are compared as they are HELD: without a sign where an instruction does that, and
 * with one where they have 64 bits on AVX2. EXCHANGE compares each lane with the lane
 * `turn` away in the sense of exclusive or, and puts the larger one where a bit of HIGH is
 * set. */

#define V CT_CAT(v_, L)
#define TURNED(v, t) CT_CAT(TURNED_, LANES)(v, t)

#if defined(CT_ISA_AVX512)

#define HELD(v) (v)
#define SMALLER(a, b) ((V)CT_CAT(_mm512_min_ep, L)((__m512i)(a), (__m512i)(b)))
#define LARGER(a, b) ((V)CT_CAT(_mm512_max_ep, L)((__m512i)(a), (__m512i)(b)))
#define LANE_MASK CT_CAT(__mmask, LANES)
#define SETTLED(a, b, high)                                                    \
    ((V)CT_CAT(_mm512_mask_max_ep, L)((__m512i)SMALLER(a, b), (LANE_MASK)high, \
                                      (__m512i)(a), (__m512i)(b)))

#elif BITS == 32

#define HELD(v) (v)
#define SMALLER(a, b) ((V)_mm256_min_epu32((__m256i)(a), (__m256i)(b)))
#define LARGER(a, b) ((V)_mm256_max_epu32((__m256i)(a), (__m256i)(b)))
#define SETTLED(a, b, high) \
    ((V)_mm256_blend_epi32((__m256i)SMALLER(a, b), (__m256i)LARGER(a, b), (high) & 255))

#else

#define HELD(v) ((v) ^ (uint64_t)1 << 63)
#define ABOVE(a, b) _mm256_cmpgt_epi64((__m256i)(a), (__m256i)(b))
#define CHOSEN(which, a, b) ((V)_mm256_blendv_epi8((__m256i)(b), (__m256i)(a), which))
#define SMALLER(a, b) CHOSEN(ABOVE(a, b), b, a)
#define LARGER(a, b) CHOSEN(ABOVE(a, b), a, b)
#define ALL_OF(bits, k) (-(long long)((bits) >> (k) & 1))
#define IN_LANES(bits)                                                    \
    _mm256_setr_epi64x(ALL_OF(bits, 0), ALL_OF(bits, 1), ALL_OF(bits, 2), \
                       ALL_OF(bits, 3))
#define SETTLED(a, b, high) CHOSEN(_mm256_xor_si256(ABOVE(a, b), IN_LANES(high)), b, a)

#endif

/* The smaller ones of both to a, the larger ones to b. */
INLINED NAME(settle)(V *a, V *b)
{
    V low = SMALLER(*a, *b);
    *b = LARGER(*a, *b);
    *a = low;
}

#define EXCHANGE(v, turn, high) v = SETTLED(v, TURNED(v, turn), high)

static inline V NAME(sorted)(V v)
{
    EXCHANGE(v, 1, 0xaaaa);
    EXCHANGE(v, 3, 0xcccc);
    EXCHANGE(v, 1, 0xaaaa);
#if LANES >= 8
    EXCHANGE(v, 7, 0xf0f0);
    EXCHANGE(v, 2, 0xcccc);
    EXCHANGE(v, 1, 0xaaaa);
#endif
#if LANES == 16
    EXCHANGE(v, 15, 0xff00);
    EXCHANGE(v, 4, 0xf0f0);
    EXCHANGE(v, 2, 0xcccc);
    EXCHANGE(v, 1, 0xaaaa);
#endif
    return v;
}

#if defined(CT_ISA_AVX512)

/* Columns, one after another, become rows: the highest bit of the numbers' places becomes
 * the lowest as often as there are bits of a row. */
INLINED NAME(columns_to_rows)(V *v, int rows)
{
    UNROLLED
    for (int n = rows; n > 1; n /= 2) {
        V old[CT_SORT_ROWS];
        UNROLLED
        for (int i = 0; i < rows; i++) {
            old[i] = v[i];
        }
        UNROLLED
        for (int i = 0; i < rows / 2; i++) {
            v[2 * i] = CT_CAT(ZIPPED_LOW_, LANES)(old[i], old[i + rows / 2]);
            v[2 * i + 1] = CT_CAT(ZIPPED_HIGH_, LANES)(old[i], old[i + rows / 2]);
        }
    }
}

#else /* AVX2 */

#define PAIRED(name, a, b) ((V)_mm256_##name((__m256i)(a), (__m256i)(b)))
#define HALVES(a, b, which) \
    ((V)_mm256_permute2x128_si256((__m256i)(a), (__m256i)(b), which))
#define SWAP_PLACES(bit, LOW, HIGH)       \
    UNROLLED                              \
    for (int i = 0; i < rows; i++) {      \
        if ((i & (bit)) == 0) {           \
            V a = v[i], b = v[i + (bit)]; \
            v[i] = LOW;                   \
            v[i + (bit)] = HIGH;          \
        }                                 \
    }

/* Columns, one after another, become rows. */
INLINED NAME(columns_to_rows)(V *v, int rows)
{
    V old[CT_SORT_ROWS];
#if BITS == 32
    SWAP_PLACES(1, PAIRED(unpacklo_epi32, a, b), PAIRED(unpackhi_epi32, a, b))
    if (rows > 2) {
        SWAP_PLACES(2, PAIRED(unpacklo_epi64, a, b), PAIRED(unpackhi_epi64, a, b))
    }
    SWAP_PLACES((rows > 4 ? 4 : rows / 2), HALVES(a, b, 0x20), HALVES(a, b, 0x31))
    static const uint8_t from[2][16] = {
        {0, 2, 1, 3, 4, 6, 5, 7},
        {0, 8, 2, 10, 1, 9, 3, 11, 4, 12, 6, 14, 5, 13, 7, 15},
    };
#else
    SWAP_PLACES(1, PAIRED(unpacklo_epi64, a, b), PAIRED(unpackhi_epi64, a, b))
    SWAP_PLACES((rows > 2 ? 2 : 1), HALVES(a, b, 0x20), HALVES(a, b, 0x31))
    static const uint8_t from[2][16] = {
        {0, 4, 1, 5, 2, 6, 3, 7},
        {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15},
    };
#endif
    UNROLLED
    for (int i = 0; i < rows; i++) {
        old[i] = v[i];
    }
    UNROLLED
    for (int i = 0; rows >= 8 && i < rows; i++) {
        v[i] = old[from[rows == 16][i]];
    }
}

#endif

#if defined(CT_ISA_AVX512)

#define UP_TO(v, pivot) \
    CT_CAT(CT_CAT(_mm512_cmple_ep, L), _mask)((__m512i)(v), (__m512i)(pivot))
#define PACKED CT_CAT(_mm512_maskz_compress_epi, BITS)

/* Lanes up to the pivot to low, others to high, a whole vector each; how many go low. */
static inline int64_t NAME(divide_vector)(V v, V pivot, T *low, T *high)
{
    LANE_MASK first = UP_TO(v, pivot);
    __m512i rest = PACKED((LANE_MASK)~first, (__m512i)v);
    _mm512_storeu_si512(low, PACKED(first, (__m512i)v));
    _mm512_storeu_si512(high, rest);
    return __builtin_popcount(first);
}

/* Lanes up to the pivot from `low` on, others before `high`, between which there is room
 * for two vectors; how many go low. */
static inline int64_t NAME(divide_to_ends)(V v, V pivot, T *low, T *high)
{
    LANE_MASK first = UP_TO(v, pivot);
    int64_t some = __builtin_popcount(first), others = LANES - some;
    __m512i rest = PACKED((LANE_MASK)~first, (__m512i)v);
    _mm512_storeu_si512(low, PACKED(first, (__m512i)v));
    CT_CAT(_mm512_mask_storeu_epi, BITS)
    (high - others, (LANE_MASK)((1u << others) - 1), rest);
    return some;
}

#else /* AVX2 */

/* By units of 32 bits. */
#if BITS == 32
static inline __m256i packed_units(__m256i v, unsigned bits)
{
    __m128i places = _mm_loadl_epi64((const void *)&ct_bit_places[bits]);
    return _mm256_permutevar8x32_epi32(v, _mm256_cvtepu8_epi32(places));
}
#endif

/* Which units belong to numbers up to the pivot? */
static inline unsigned NAME(up_to)(V v, V pivot)
{
#if BITS == 32
    __m256i are = _mm256_cmpeq_epi32((__m256i)LARGER(v, pivot), (__m256i)pivot);
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(are));
#else
    __m256i above = ABOVE(HELD(v), pivot);
    return ~(unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(above)) & 255;
#endif
}

static inline int64_t NAME(divide_vector)(V v, V pivot, T *low, T *high)
{
    unsigned first = NAME(up_to)(v, pivot);
    __m256i rest = packed_units((__m256i)v, ~first & 255);
    _mm256_storeu_si256((void *)low, packed_units((__m256i)v, first));
    _mm256_storeu_si256((void *)high, rest);
    return __builtin_popcount(first) / (BITS / 32);
}

/* All lanes go to both ends: those of the other side are written over later. */
static inline int64_t NAME(divide_to_ends)(V v, V pivot, T *low, T *high)
{
    unsigned first = NAME(up_to)(v, pivot);
    __m256i both = packed_units((__m256i)v, first);
    _mm256_storeu_si256((void *)low, both);
    _mm256_storeu_si256((void *)(high - LANES), both);
    return __builtin_popcount(first) / (BITS / 32);
}

#endif
