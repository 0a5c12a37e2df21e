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
#include "cpu/sort_bytes.h"
#include "cpu/sort_items.h"
#include "cpu/sort_kernels.h"
#include "cpu/sort_parts.h"
#include "rows/sort.h"

#define ROW_COST 8
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
    const char *x = r->x + i * r->bytes;
    if (size >= 4 && k->few_most[size == 8] > 0) {
        ct_part_sort how = {size == 8 ? CT_KEYS_WIDE : CT_KEYS_NARROW, k->to_bits[kind],
                            k->from_bits[kind]};
        return ct_sort_parts(&how, y, x, spare, r->n);
    }
    if (convert(r, k->to_bits[kind], y, x) < 0) {
        return -1;
    }
    void *sorted = ct_sort_bytes(y, spare, r->n, size);
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
