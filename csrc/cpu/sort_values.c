/* sort_values: rows in order, without the places of their elements.
 *
 * Bits of an element become a number in the same order, all of them distinct but for NaNs,
 * so that they can be turned back: half as much to move as with places. Equal elements
 * cannot be told apart but for zeros, of which negative ones come first. */
#include "core/alloc.h"
#include "core/parallel.h"
#include "core/runtime.h"
#include "cpu/along.h"
#include "cpu/kernels.h"
#include "cpu/sort_items.h"
#include "cpu/sort_kernels.h"
#include "cpu/sort_parts.h"
#include "rows/sort.h"

#define ROW_COST 8
#define SHORT 48 /* elements: up to so many are sorted by insertion */

/* By insertion, or byte by byte, from the lowest to the highest; bytes that all have in
 * common are left out. What is returned is x or spare, NULL after Ctrl-C. */
#define SORT(type)                                                \
    static type *sort_##type(type *x, type *spare, int64_t n)     \
    {                                                             \
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

/* Where n numbers of `size` bytes are in order: at x or at spare. */
static void *in_order(void *x, void *spare, int64_t n, int64_t size)
{
    switch (size) {
    case 1:
        return order_uint8_t(x, spare, n);
    case 2:
        return order_uint16_t(x, spare, n);
    case 4:
        if (ct_cpu->sort->few_most > 0) {
            return ct_sort_parts(x, spare, n, sort_uint32_t) < 0 ? NULL : x;
        }
        return order_uint32_t(x, spare, n);
    default:
        return order_uint64_t(x, spare, n);
    }
}

static int sort_range(void *context, int64_t begin, int64_t end)
{
    const ct_rows *r = context;
    int kind = ct_keys_load_of(r->dtype);
    int64_t size = ct_dtype_size(r->dtype), done = 0;
    char *room = ct_alloc((size_t)(2 * r->n * size));
    int status = room ? 0 : -1;
    for (int64_t i = begin; i < end && status == 0; i++) {
        ct_cpu->sort->to_bits[kind](room, r->x + i * r->bytes, r->n);
        void *sorted = in_order(room, room + r->n * size, r->n, size);
        if (!sorted || ct_parallel_pace(&done, ROW_COST * r->n) < 0) {
            status = -1;
        } else {
            ct_cpu->sort->from_bits[kind](r->y + i * r->bytes, sorted, r->n);
        }
    }
    ct_free(room, (size_t)(2 * r->n * size));
    return status;
}

static int sort_rows(const ct_rows *rows)
{
    if (rows->n > CT_ROW_LONG) { /* one after another, each by all threads */
        ct_unlocked_begin();
        int status = sort_range((void *)rows, 0, rows->count);
        ct_unlocked_end();
        return status;
    }
    return ct_parallel_for(rows->count, ct_parallel_grain(ROW_COST * rows->n),
                           sort_range, (void *)rows);
}

int ct_sort_values_cpu(ct_call *c)
{
    return ct_along_map(c, (ct_dtype)c->compute, sort_rows);
}
