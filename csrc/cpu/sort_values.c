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

/* ---- numbers in order -------------------------------------------------------- */

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
        return order_uint32_t(x, spare, n);
    default:
        return order_uint64_t(x, spare, n);
    }
}

/* ---- rows ------------------------------------------------------------------ */

typedef void (*convert_fn)(void *to, const void *from, int64_t n);

typedef struct converting {
    convert_fn convert;
    char *to;
    const char *from;
    int64_t size;
} converting;

static int convert_range(void *context, int64_t begin, int64_t end)
{
    const converting *c = context;
    int64_t at = begin * c->size;
    c->convert(c->to + at, c->from + at, end - begin);
    return 0;
}

/* A row to bits in order, or back: a long one by all threads. */
static int convert(const ct_rows *r, convert_fn fn, void *to, const void *from)
{
    converting c = {fn, to, from, ct_dtype_size(r->dtype)};
    return r->n > CT_ROW_LONG ? ct_parallel_for(r->n, CT_GRAIN, convert_range, &c)
                              : convert_range(&c, 0, r->n);
}

/* Row i, in y and in `spare`. */
static int sort_row(const ct_rows *r, int64_t i, char *spare)
{
    const ct_sort_kernels *k = ct_cpu->sort;
    int kind = ct_keys_load_of(r->dtype);
    int64_t size = ct_dtype_size(r->dtype);
    char *y = r->y + i * r->bytes;
    if (convert(r, k->to_bits[kind], y, r->x + i * r->bytes) < 0) {
        return -1;
    }
    if (size == 4 && k->few_most > 0) {
        return ct_sort_parts((uint32_t *)(void *)y, (uint32_t *)(void *)spare, r->n,
                             sort_uint32_t, k->from_bits[kind]);
    }
    void *sorted = in_order(y, spare, r->n, size);
    return sorted ? convert(r, k->from_bits[kind], y, sorted) : -1;
}

static int sort_range(void *context, int64_t begin, int64_t end)
{
    const ct_rows *r = context;
    int64_t bytes = r->n * ct_dtype_size(r->dtype), done = 0;
    char *spare = ct_alloc((size_t)bytes);
    int status = spare ? 0 : -1;
    for (int64_t i = begin; i < end && status == 0; i++) {
        status = sort_row(r, i, spare);
        status = status < 0 ? -1 : ct_parallel_pace(&done, ROW_COST * r->n);
    }
    ct_free(spare, (size_t)bytes);
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
