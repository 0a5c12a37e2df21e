/* sort_type: sorting by vectors for one type of number; included by sort_vector.h for each.
 *
 * The includer defines T (the C type), L (the lane's name), BITS, LANES and NAME(x) (x with
 * the type's suffix). */
#include "cpu/isa/sort_lanes.h"

#define LOAD CT_CAT(L, _load)
#define STORE CT_CAT(L, _store)
#define SET CT_CAT(L, _set)

/* ---- few ----------------------------------------------------------------- */

/* Settles vectors i and i + step, for the i whose bits are set. */
INLINED NAME(settle_some)(V *v, int step, unsigned bits)
{
    UNROLLED
    for (int i = 0; i < CT_SORT_ROWS; i++) {
        if (bits >> i & 1) {
            NAME(settle)(&v[i], &v[i + step]);
        }
    }
}

/* Each column of 2, 4, 8 or 16 vectors, by Batcher's merging of odd and even ones. */
INLINED NAME(sort_columns)(V *v, int rows)
{
    unsigned there = (1u << rows) - 1;
    NAME(settle_some)(v, 1, 0x5555 & there);
    if (rows >= 4) {
        NAME(settle_some)(v, 2, 0x3333 & there);
        NAME(settle_some)(v, 1, 0x2222 & there);
    }
    if (rows >= 8) {
        NAME(settle_some)(v, 4, 0x0f0f & there);
        NAME(settle_some)(v, 2, 0x0c0c & there);
        NAME(settle_some)(v, 1, 0x2a2a & there);
    }
    if (rows >= 16) {
        NAME(settle_some)(v, 8, 0x00ff);
        NAME(settle_some)(v, 4, 0x00f0);
        NAME(settle_some)(v, 2, 0x0ccc);
        NAME(settle_some)(v, 1, 0x2aaa);
    }
}

/* Columns that are bitonic. */
INLINED NAME(merge_columns)(V *v, int rows)
{
    UNROLLED
    for (int half = rows / 2; half > 0; half /= 2) {
        UNROLLED
        for (int i = 0; i < rows; i++) {
            if ((i & half) == 0) {
                NAME(settle)(&v[i], &v[i + half]);
            }
        }
    }
}

/* Neighbours, as the numbers stand column after column, are in order each. With the second
 * one turned round, which are all lanes and rows the other way, the smaller ones are
 * bitonic, and so are the larger ones. */
#define JOIN(turn, high)                                     \
    UNROLLED                                                 \
    for (int i = 0; i < rows / 2; i++) {                     \
        V a = v[i], b = v[rows - 1 - i];                     \
        v[i] = SETTLED(a, TURNED(b, turn), high);            \
        v[rows - 1 - i] = SETTLED(b, TURNED(a, turn), high); \
    }
#define MERGE(turn, high)                               \
    UNROLLED                                            \
    for (int i = 0; i < rows; i++) {                    \
        v[i] = SETTLED(v[i], TURNED(v[i], turn), high); \
    }

INLINED NAME(join_columns)(V *v, int rows)
{
    JOIN(1, 0xaaaa)
    NAME(merge_columns)(v, rows);
    JOIN(3, 0xcccc)
    MERGE(1, 0xaaaa)
    NAME(merge_columns)(v, rows);
#if LANES >= 8
    JOIN(7, 0xf0f0)
    MERGE(2, 0xcccc)
    MERGE(1, 0xaaaa)
    NAME(merge_columns)(v, rows);
#endif
#if LANES == 16
    JOIN(15, 0xff00)
    MERGE(4, 0xf0f0)
    MERGE(2, 0xcccc)
    MERGE(1, 0xaaaa)
    NAME(merge_columns)(v, rows);
#endif
}

/* Of n numbers, more than half of what `rows` vectors hold: where vector i is read and
 * written, which is before its place if it would reach beyond the end. */
static inline int64_t NAME(place)(int64_t n, int i)
{
    int64_t last = n - LANES;
    return i * LANES < last ? i * LANES : last;
}

/* Lanes that another vector has, too, become the largest there is. */
static inline V NAME(load_row)(const T *x, int64_t n, int i)
{
    static const T number[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    int64_t place = NAME(place)(n, i);
    V others = (V)(LOAD(number) < SET((T)(i * LANES - place)));
    return HELD(LOAD(x + place) | others);
}

INLINED NAME(store_rows)(T *x, int64_t n, const V *v, int rows)
{
    const int whole = rows / 2, from = whole - 1;
    T last[(CT_SORT_ROWS / 2 + 1) * LANES];
    UNROLLED
    for (int i = 0; i < whole; i++) {
        STORE(x + i * LANES, HELD(v[i]));
    }
    UNROLLED
    for (int i = from; i < rows; i++) {
        STORE(last + (i - from) * LANES, HELD(v[i]));
    }
    UNROLLED
    for (int i = whole; i < rows; i++) {
        int64_t place = NAME(place)(n, i);
        STORE(x + place, LOAD(last + place - from * LANES));
    }
}

INLINED NAME(sort_rows)(T *x, int64_t n, int rows)
{
    V v[CT_SORT_ROWS];
    UNROLLED
    for (int i = 0; i < rows; i++) {
        v[i] = i < rows / 2 ? HELD(LOAD(x + i * LANES)) : NAME(load_row)(x, n, i);
    }
    NAME(sort_columns)(v, rows);
    NAME(join_columns)(v, rows);
    NAME(columns_to_rows)(v, rows);
    NAME(store_rows)(x, n, v, rows);
}

/* n <= CT_SORT_ROWS * LANES. */
static void NAME(few)(void *numbers, int64_t n)
{
    T *x = numbers;
    if (n > 8 * LANES) {
        NAME(sort_rows)(x, n, 16);
    } else if (n > 4 * LANES) {
        NAME(sort_rows)(x, n, 8);
    } else if (n > 2 * LANES) {
        NAME(sort_rows)(x, n, 4);
    } else if (n > LANES) {
        NAME(sort_rows)(x, n, 2);
    } else if (n > 1) {
        T one[LANES];
        STORE(one, SET((T)-1));
        memcpy(one, x, (size_t)n * sizeof *x);
        STORE(one, HELD(NAME(sorted)(HELD(LOAD(one)))));
        memcpy(x, one, (size_t)n * sizeof *x);
    }
}

/* ---- dividing -------------------------------------------------------------- */

INLINED NAME(middle_of)(V *a, V b, V c)
{
    NAME(settle)(a, &b);
    *a = LARGER(*a, SMALLER(b, c));
}

/* A number near the middle of many: of middles of three of middles of three, from nine
 * places, the middle one. */
static uint64_t NAME(pivot)(const void *numbers, int64_t n)
{
    const T *x = numbers;
    int64_t step = (n - LANES) / 8;
    V third[3];
    for (int k = 0; k < 3; k++, x += 3 * step) {
        third[k] = HELD(LOAD(x));
        NAME(middle_of)(&third[k], HELD(LOAD(x + step)), HELD(LOAD(x + 2 * step)));
    }
    NAME(middle_of)(&third[0], third[1], third[2]);
    return HELD(NAME(sorted)(third[0]))[LANES / 2];
}

/* What is read makes room for what is written in front of it. */
static int64_t NAME(divide_aside)(T *x, T *spare, int64_t n, T pivot)
{
    V all = HELD(SET(pivot));
    int64_t i = 0, low = 0, high = 0;
    for (; i + LANES <= n; i += LANES) {
        int64_t some = NAME(divide_vector)(LOAD(x + i), all, x + low, spare + high);
        low += some;
        high += LANES - some;
    }
    for (; i < n; i++) {
        T v = x[i];
        x[low] = v;
        spare[high] = v;
        low += v <= pivot;
        high += v > pivot;
    }
    memcpy(x + low, spare, (size_t)high * sizeof *x);
    return low;
}

/* Vectors are written whole where there is room for two. */
static int64_t NAME(spread)(const void *numbers, int64_t n, void *to, void *end,
                            uint64_t pivot)
{
    const T *x = numbers;
    T *low = to, *high = end;
    V all = HELD(SET((T)pivot));
    int64_t i = 0;
    for (; i + LANES <= n && high - low >= 2 * LANES; i += LANES) {
        int64_t some = NAME(divide_to_ends)(LOAD(x + i), all, low, high);
        low += some;
        high -= LANES - some;
    }
    for (; i < n; i++) {
        T v = x[i];
        bool first = v <= pivot;
        *low = v;
        high[-1] = v;
        low += first;
        high -= !first;
    }
    return low - (T *)to;
}

#define BLOCK (8 * LANES) /* numbers of one end that are read together */

/* Blocks are read at the end that has less room, so that both have enough for a block;
 * the first ones, which made that room, come last. */
static int64_t NAME(divide_in_place)(T *x, int64_t n, T pivot)
{
    T first[3 * BLOCK];
    int64_t rest = n % BLOCK, last = BLOCK + rest;
    T *left = x + BLOCK, *right = x + n - last, *low = x, *high = x + n;
    V all = HELD(SET(pivot));
    memcpy(first, x, BLOCK * sizeof *x);
    memcpy(first + BLOCK, right, (size_t)last * sizeof *x);
    while (left < right) {
        bool here = left - low <= high - right;
        T *at = here ? left : right - BLOCK;
        V v[8];
        for (int k = 0; k < 8; k++) {
            v[k] = LOAD(at + k * LANES);
        }
        for (int k = 0; k < 8; k++) {
            int64_t some = NAME(divide_to_ends)(v[k], all, low, high);
            low += some;
            high -= LANES - some;
        }
        left += here ? BLOCK : 0;
        right -= here ? 0 : BLOCK;
    }
    return low - x + NAME(spread)(first, BLOCK + last, low, high, pivot);
}

/* Numbers from which on both an array and what lies aside fill the second cache. */
#define IN_PLACE (int64_t)(262144 / sizeof(T))

static int64_t NAME(divide)(void *x, void *spare, int64_t n, uint64_t pivot)
{
    return n < IN_PLACE ? NAME(divide_aside)(x, spare, n, (T)pivot)
                        : NAME(divide_in_place)(x, n, (T)pivot);
}

#undef V
#undef TURNED
#undef HELD
#undef SMALLER
#undef LARGER
#undef EXCHANGE
#undef SETTLED
#undef JOIN
#undef MERGE
#undef IN_LANES
#undef PAIRED
#undef HALVES
#undef SWAP_PLACES
#undef LANE_MASK
#undef UP_TO
#undef PACKED
#undef ABOVE
#undef CHOSEN
#undef ALL_OF
#undef LOAD
#undef STORE
#undef SET
#undef BLOCK
#undef IN_PLACE
