/* sort: elements to keys, and what one pass finds out about keys (NOTE [Keys],
 * cpu/sort_items.h). Plain loops, which the compiler makes vectors of. */
#include "cpu/sort_kernels.h"

#include <stdbool.h>
#include <string.h>

#include "simd/simd.h"
#if defined(CT_ISA_AVX512) || defined(CT_ISA_AVX2)
#include "cpu/isa/sort_vector.h"
#endif

#define TOGETHER 16 /* keys */

/* ---- keys ------------------------------------------------------------------ */

#define LOAD(name, key_type, type, expression)                                    \
    static void load_##name(void *to, const void *from, int64_t n, uint64_t flip) \
    {                                                                             \
        const type *x = from;                                                     \
        key_type *key = to, turn = (key_type)flip;                                \
        for (int64_t i = 0; i < n; i++) {                                         \
            type v = x[i];                                                        \
            key[i] = (key_type)(expression) ^ turn;                               \
        }                                                                         \
    }
CT_SORT_KEYS(LOAD)

/* ---- bits in order ------------------------------------------------------------ */

#define AS_THEY_ARE(name, type)                                    \
    static void to_##name(void *to, const void *from, int64_t n)   \
    {                                                              \
        memmove(to, from, (size_t)n * sizeof(type));               \
    }                                                              \
    static void from_##name(void *to, const void *from, int64_t n) \
    {                                                              \
        memmove(to, from, (size_t)n * sizeof(type));               \
    }
AS_THEY_ARE(u8, uint8_t)
AS_THEY_ARE(u16, uint16_t)
AS_THEY_ARE(u32, uint32_t)
AS_THEY_ARE(u64, uint64_t)

/* In place too, which the compiler need not ask for: elements are by themselves. */
#define BY_THEMSELVES _Pragma("GCC ivdep")

#define SIGN(type) ((type)((type)1 << (8 * sizeof(type) - 1)))
#define SIGNED(name, type)                                         \
    static void to_##name(void *to, const void *from, int64_t n)   \
    {                                                              \
        const type *x = from;                                      \
        type *y = to;                                              \
        BY_THEMSELVES                                              \
        for (int64_t i = 0; i < n; i++) {                          \
            y[i] = (type)(x[i] ^ SIGN(type));                      \
        }                                                          \
    }                                                              \
    static void from_##name(void *to, const void *from, int64_t n) \
    {                                                              \
        to_##name(to, from, n);                                    \
    }
SIGNED(i8, uint8_t)
SIGNED(i16, uint16_t)
SIGNED(i32, uint32_t)
SIGNED(i64, uint64_t)

/* All NaNs become one, the largest. */
#define FLOATS(name, type, inf, nan)                                \
    static void to_##name(void *to, const void *from, int64_t n)    \
    {                                                               \
        const type *x = from, all = (type) ~(type)0;                \
        type *y = to;                                               \
        BY_THEMSELVES                                               \
        for (int64_t i = 0; i < n; i++) {                           \
            type size = (type)(x[i] & (all >> 1));                  \
            type turn = x[i] & SIGN(type) ? all : SIGN(type);       \
            y[i] = size > (type)(inf) ? all : (type)(x[i] ^ turn);  \
        }                                                           \
    }                                                               \
    static void from_##name(void *to, const void *from, int64_t n)  \
    {                                                               \
        const type *x = from, all = (type) ~(type)0;                \
        type *y = to;                                               \
        BY_THEMSELVES                                               \
        for (int64_t i = 0; i < n; i++) {                           \
            type turn = x[i] & SIGN(type) ? SIGN(type) : all;       \
            y[i] = x[i] == all ? (type)(nan) : (type)(x[i] ^ turn); \
        }                                                           \
    }
FLOATS(f16, uint16_t, 0x7c00, 0x7e00)
FLOATS(bf16, uint16_t, 0x7f80, 0x7fc0)
FLOATS(f32, uint32_t, 0x7f800000, 0x7fc00000)
FLOATS(f64, uint64_t, (uint64_t)0x7ff << 52, (uint64_t)0xfff << 51)

/* ---- one pass --------------------------------------------------------------- */

/* Looks at some keys at once, and closer where there is one. */
#define FIRST_UP_TO(name, key_type)                                               \
    static int64_t first_up_to_##name(const void *from, int64_t n, uint64_t last) \
    {                                                                             \
        const key_type *key = from;                                               \
        key_type most = (key_type)last;                                           \
        int64_t i = 0;                                                            \
        for (; i + TOGETHER <= n; i += TOGETHER) {                                \
            key_type found = 0;                                                   \
            for (int64_t j = 0; j < TOGETHER; j++) {                              \
                found |= key[i + j] <= most;                                      \
            }                                                                     \
            if (found) {                                                          \
                break;                                                            \
            }                                                                     \
        }                                                                         \
        while (i < n && key[i] > most) {                                          \
            i++;                                                                  \
        }                                                                         \
        return i;                                                                 \
    }
FIRST_UP_TO(narrow, uint32_t)
FIRST_UP_TO(wide, uint64_t)

#define MINIMA(name, key_type)                                              \
    static void minima_##name(uint64_t *least, const void *from, int64_t n) \
    {                                                                       \
        const key_type *key = from;                                         \
        key_type low[CT_SORT_GROUPS];                                       \
        memcpy(low, key, sizeof low);                                       \
        for (int64_t i = CT_SORT_GROUPS; i < n; i += CT_SORT_GROUPS) {      \
            for (int j = 0; j < CT_SORT_GROUPS; j++) {                      \
                low[j] = key[i + j] < low[j] ? key[i + j] : low[j];         \
            }                                                               \
        }                                                                   \
        for (int j = 0; j < CT_SORT_GROUPS; j++) {                          \
            least[j] = low[j];                                              \
        }                                                                   \
    }
MINIMA(narrow, uint32_t)
MINIMA(wide, uint64_t)

#define EXTREMES(name, key_type)                                              \
    static void extremes_##name(const void *from, int64_t n, uint64_t *first, \
                                uint64_t *last)                               \
    {                                                                         \
        const key_type *key = from;                                           \
        key_type low = key[0], high = key[0];                                 \
        for (int64_t i = 1; i < n; i++) {                                     \
            low = key[i] < low ? key[i] : low;                                \
            high = key[i] > high ? key[i] : high;                             \
        }                                                                     \
        *first = low;                                                         \
        *last = high;                                                         \
    }
EXTREMES(narrow, uint32_t)
EXTREMES(wide, uint64_t)

static void items(uint64_t *item, const uint32_t *key, int64_t n, int64_t place)
{
    for (int64_t i = 0; i < n; i++) {
        item[i] = (uint64_t)key[i] << 32 | (uint64_t)(place + i);
    }
}

static void items_less(uint64_t *item, const uint64_t *key, int64_t n, int64_t place,
                       uint64_t first, int shift)
{
    for (int64_t i = 0; i < n; i++) {
        item[i] = (key[i] - first) >> shift << 32 | (uint64_t)(place + i);
    }
}

static void places(int64_t *place, const uint64_t *item, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        place[i] = (int64_t)(item[i] & UINT32_MAX);
    }
}

/* ---- runs ------------------------------------------------------------------- */

#define DIFFER(a, b) ((a) != (b))
/* Of bits of 16-bit floats: zeros are equal, and NaNs are not. */
#define DIFFER_HALF(a, b, inf) \
    (((a) != (b) && (((a) | (b)) & 0x7fff)) || ((a) & 0x7fff) > (inf))
#define DIFFER_F16(a, b) DIFFER_HALF(a, b, 0x7c00)
#define DIFFER_BF16(a, b) DIFFER_HALF(a, b, 0x7f80)

/* From the last on, so that the first of each run stays. */
#define RUNS(name, type, DIFFERENT)                                                   \
    static int64_t differing_##name(const void *from, int64_t n)                      \
    {                                                                                 \
        const type *x = from;                                                         \
        int64_t count = 0;                                                            \
        for (int64_t i = 0; i < n; i++) {                                             \
            count += DIFFERENT(x[i], x[i - 1]);                                       \
        }                                                                             \
        return count;                                                                 \
    }                                                                                 \
    static void distinct_##name(void *to, const void *from, int64_t n, int64_t count) \
    {                                                                                 \
        const type *x = from;                                                         \
        type *y = to;                                                                 \
        for (int64_t i = n - 1; i >= 0 && count > 0; i--) {                           \
            y[count - 1] = x[i];                                                      \
            count -= DIFFERENT(x[i], x[i - 1]);                                       \
        }                                                                             \
    }
RUNS(u8, uint8_t, DIFFER)
RUNS(u16, uint16_t, DIFFER)
RUNS(u32, uint32_t, DIFFER)
RUNS(u64, uint64_t, DIFFER)
RUNS(f16, uint16_t, DIFFER_F16)
RUNS(bf16, uint16_t, DIFFER_BF16)
RUNS(f32, float, DIFFER)
RUNS(f64, double, DIFFER)

#define OF_EACH(name)                                             \
    {                                                             \
        [CT_SORT_u8] = name##_u8,   [CT_SORT_i8] = name##_u8,     \
        [CT_SORT_u16] = name##_u16, [CT_SORT_i16] = name##_u16,   \
        [CT_SORT_f16] = name##_f16, [CT_SORT_bf16] = name##_bf16, \
        [CT_SORT_u32] = name##_u32, [CT_SORT_i32] = name##_u32,   \
        [CT_SORT_f32] = name##_f32, [CT_SORT_u64] = name##_u64,   \
        [CT_SORT_i64] = name##_u64, [CT_SORT_f64] = name##_f64,   \
    }

#define ENTRY(name, key_type, type, expression) [CT_SORT_##name] = load_##name,
#define TO(name, key_type, type, expression) [CT_SORT_##name] = to_##name,
#define FROM(name, key_type, type, expression) [CT_SORT_##name] = from_##name,
const ct_sort_kernels CT_ISA_SYM(sort_kernels) = {
    .load = {CT_SORT_KEYS(ENTRY)},
    .to_bits = {CT_SORT_KEYS(TO)},
    .from_bits = {CT_SORT_KEYS(FROM)},
    .minima = {minima_narrow, minima_wide},
    .first_up_to = {first_up_to_narrow, first_up_to_wide},
    .extremes = {extremes_narrow, extremes_wide},
    .items = items,
    .items_less = items_less,
    .places = places,
    .differing = OF_EACH(differing),
    .distinct = OF_EACH(distinct),
#ifdef CT_SORT_ROWS
    .few_most = {CT_SORT_ROWS * CT_SORT_LANES_32, CT_SORT_ROWS *CT_SORT_LANES_64},
    .few = {few_u32, few_u64},
    .pivot = {pivot_u32, pivot_u64},
    .divide = {divide_u32, divide_u64},
    .spread = {spread_u32, spread_u64},
#endif
};
