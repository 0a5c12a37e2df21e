/* sort_bytes: numbers in order byte by byte; see sort_bytes.h. */
#include "cpu/sort_bytes.h"

#include <stddef.h>

#include "core/parallel.h"
#include "cpu/along.h"

#define SHORT 48 /* elements: up to so many are sorted by insertion */

/* By insertion, or byte by byte, from the lowest to the highest; bytes that all have in
 * common are left out. What is returned is x or spare, NULL after Ctrl-C. */
#define SORT(type)                                                \
    static void *sort_##type(void *from, void *room, int64_t n)   \
    {                                                             \
        type *x = from, *spare = room;                            \
        uint32_t count[sizeof(type)][256] = {{0}};                \
        for (int64_t i = 0; i < n; i++) {                         \
            for (int b = 0; b < (int)sizeof(type); b++) {         \
                count[b][x[i] >> 8 * b & 255]++;                  \
            }                                                     \
        }                                                         \
        for (int b = 0; b < (int)sizeof(type); b++) {             \
            uint32_t *at = count[b];                              \
            if (at[x[0] >> 8 * b & 255] == n) {                   \
                continue;                                         \
            }                                                     \
            to_places(at);                                        \
            for (int64_t i = 0; i < n; i++) {                     \
                spare[at[x[i] >> 8 * b & 255]++] = x[i];          \
            }                                                     \
            type *moved = spare;                                  \
            spare = x;                                            \
            x = moved;                                            \
            if (n > CT_ROW_LONG && ct_parallel_poll() < 0) {      \
                return NULL;                                      \
            }                                                     \
        }                                                         \
        return x;                                                 \
    }                                                             \
                                                                  \
    static void *order_##type(void *from, void *spare, int64_t n) \
    {                                                             \
        type *x = from;                                           \
        if (n > SHORT) {                                          \
            return sort_##type(x, spare, n);                      \
        }                                                         \
        for (int64_t i = 1, j; i < n; i++) {                      \
            type v = x[i];                                        \
            for (j = i; j > 0 && x[j - 1] > v; j--) {             \
                x[j] = x[j - 1];                                  \
            }                                                     \
            x[j] = v;                                             \
        }                                                         \
        return x;                                                 \
    }

/* Counts become places. */
static void to_places(uint32_t at[256])
{
    uint32_t before = 0;
    for (int d = 0; d < 256; d++) {
        uint32_t found = at[d];
        at[d] = before;
        before += found;
    }
}

SORT(uint8_t)
SORT(uint16_t)
SORT(uint32_t)
SORT(uint64_t)

void *ct_sort_bytes(void *x, void *spare, int64_t n, int64_t size)
{
    switch (size) {
    case 1:
        return order_uint8_t(x, spare, n);
    case 2:
        return order_uint16_t(x, spare, n);
    case 4:
        return order_uint32_t(x, spare, n);
    default:
        return order_uint64_t(x, spare, n);
    }
}
