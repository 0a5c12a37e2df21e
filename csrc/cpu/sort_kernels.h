/* sort_kernels: elements to keys, and passes over keys; see sort_items.h. */
#ifndef CT_CPU_SORT_KERNELS_H
#define CT_CPU_SORT_KERNELS_H

#include <stdint.h>

/* Bits of a float of `width` bits whose infinity is `inf`: negative ones count down. */
#define CT_FLOAT_KEY(name, type, width, inf)                               \
    static inline type ct_key_of_##name(type bits)                         \
    {                                                                      \
        type sign = (type)((type)1 << (width - 1)), all = (type) ~(type)0; \
        type size = (type)(bits & (sign - 1));                             \
        type turn = bits & sign ? all : sign;                              \
        type key = (type)(bits ^ turn);                                    \
        key = size == 0 ? sign : key;                                      \
        return size > (type)(inf) ? all : key;                             \
    }
CT_FLOAT_KEY(f16, uint16_t, 16, 0x7c00)
CT_FLOAT_KEY(bf16, uint16_t, 16, 0x7f80)
CT_FLOAT_KEY(f32, uint32_t, 32, 0x7f800000)
CT_FLOAT_KEY(f64, uint64_t, 64, (uint64_t)0x7ff << 52)

/* X(name, type of the key, type of the element's bits, the key of v). */
#define CT_SORT_KEYS(X)                               \
    X(u8, uint32_t, uint8_t, v)                       \
    X(i8, uint32_t, uint8_t, v ^ 0x80)                \
    X(u16, uint32_t, uint16_t, v)                     \
    X(i16, uint32_t, uint16_t, v ^ 0x8000)            \
    X(f16, uint32_t, uint16_t, ct_key_of_f16(v))      \
    X(bf16, uint32_t, uint16_t, ct_key_of_bf16(v))    \
    X(u32, uint32_t, uint32_t, v)                     \
    X(i32, uint32_t, uint32_t, v ^ (uint32_t)1 << 31) \
    X(f32, uint32_t, uint32_t, ct_key_of_f32(v))      \
    X(u64, uint64_t, uint64_t, v)                     \
    X(i64, uint64_t, uint64_t, v ^ (uint64_t)1 << 63) \
    X(f64, uint64_t, uint64_t, ct_key_of_f64(v))

#define CT_SORT_NAME(name, key_type, type, expression) CT_SORT_##name,
enum { CT_SORT_KEYS(CT_SORT_NAME) CT_SORT_COUNT };

enum { CT_KEYS_NARROW, CT_KEYS_WIDE };
#define CT_SORT_GROUPS 64

typedef struct ct_sort_kernels {
    /* n elements to keys, with the bits of `flip` turned */
    void (*load[CT_SORT_COUNT])(void *key, const void *x, int64_t n, uint64_t flip);
    /* elements to numbers as wide, in the same order, and back: see sort_values.c */
    void (*to_bits[CT_SORT_COUNT])(void *bits, const void *x, int64_t n);
    void (*from_bits[CT_SORT_COUNT])(void *x, const void *bits, int64_t n);
    /* the smallest key of each of CT_SORT_GROUPS groups of n keys, a multiple of it */
    void (*minima[2])(uint64_t *least, const void *key, int64_t n);
    /* where the first of n keys <= last is, or n */
    int64_t (*first_up_to[2])(const void *key, int64_t n, uint64_t last);
    /* the smallest and the largest of n >= 1 keys */
    void (*extremes[2])(const void *key, int64_t n, uint64_t *first, uint64_t *last);
    /* items of keys, numbered from `place` on; of wide ones (key - first) >> shift */
    void (*items)(uint64_t *item, const uint32_t *key, int64_t n, int64_t place);
    void (*items_less)(uint64_t *item, const uint64_t *key, int64_t n, int64_t place,
                       uint64_t first, int shift);
    /* and back */
    void (*places)(int64_t *place, const uint64_t *item, int64_t n);
    /* how many of x[0], ..., x[n - 1] differ from the one before, which is x[-1] of the first;
     * the same, and to y[0], ... */
    int64_t (*differing[CT_SORT_COUNT])(const void *x, int64_t n);
    void (*distinct[CT_SORT_COUNT])(void *y, const void *x, int64_t n, int64_t count);
    /* by vectors, where few_most > 0: puts up to so many numbers, as wide as keys, in order */
    int64_t few_most[2];
    void (*few[2])(void *x, int64_t n);
    /* one of more than few_most numbers, near their middle */
    uint64_t (*pivot[2])(const void *x, int64_t n);
    /* puts those up to a pivot first, in any order; how many they are. spare: room of n */
    int64_t (*divide[2])(void *x, void *spare, int64_t n, uint64_t pivot);
    /* n numbers to both ends of the room between `low` and `high`, those up to a pivot to low;
     * how many they are */
    int64_t (*spread[2])(const void *x, int64_t n, void *low, void *high,
                         uint64_t pivot);
} ct_sort_kernels;

#endif
