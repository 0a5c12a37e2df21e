/* sort_unique: runs of equal elements, or of equal slices (sort_slices.h), in order. NaN
 * equals none, as PyTorch has it. */
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/parallel.h"
#include "core/runtime.h"
#include "cpu/along.h"
#include "cpu/kernels.h"
#include "cpu/sort_items.h"
#include "cpu/sort_kernels.h"
#include "cpu/sort_slices.h"
#include "rows/sort.h"

#define BLOCK 512 /* keys at a time */

enum { PLACES, INVERSE, COUNTS }; /* results of unique_places, a private row */

typedef struct runs {
    ct_dtype dtype;
    const ct_tensor *slices; /* along dim; NULL: elements */
    int dim;
    bool consecutive;
    int64_t n; /* elements or slices */
    const char *x; /* elements in a row */
    int64_t *order; /* of the slices or elements; NULL: as they stand */
    bool *begins; /* does a run begin here in that order? */
    uint64_t *room; /* of items */
} runs;

/* Runs of elements as they stand. */
static int mark_elements(const runs *r)
{
    uint64_t nan = ct_keys_nan(r->dtype), before = 0, key;
    int64_t size = ct_dtype_size(r->dtype), done = 0;
    bool wide = ct_keys_wide(r->dtype);
    for (int64_t i = 0; i < r->n; i += BLOCK) {
        uint64_t block[BLOCK];
        int64_t n = r->n - i < BLOCK ? r->n - i : BLOCK;
        ct_keys_load(r->dtype, false, block, r->x + i * size, n);
        for (int64_t j = 0; j < n; j++) {
            key = wide ? block[j] : ((const uint32_t *)block)[j];
            r->begins[i + j] = key != before || (nan && key == nan);
            before = key;
        }
        if (ct_parallel_pace(&done, n) < 0) {
            return -1;
        }
    }
    if (r->n > 0) {
        r->begins[0] = true;
    }
    return 0;
}

/* The same of elements in order. */
static int order_elements(const runs *r)
{
    ct_items t = ct_items_load(r->dtype, false, r->room, r->x, r->n);
    uint64_t nan = ct_keys_nan(r->dtype), before = 0;
    if (ct_items_sort(&t) < 0) {
        return -1;
    }
    ct_cpu->sort->places(r->order, t.item, t.n);
    for (int64_t i = 0; i < t.n; i++) {
        uint64_t key = t.key ? t.key[r->order[i]] : t.item[i] >> 32;
        r->begins[i] = i == 0 || key != before || (nan && key == nan);
        before = key;
    }
    return 0;
}

/* The results, where n > 0. */
static int collect(ct_call *c, const runs *r, ct_tensor *inverse)
{
    int64_t count = 0, at = -1;
    for (int64_t i = 0; i < r->n; i++) {
        count += r->begins[i];
    }
    ct_tensor *places = ct_tensor_new("unique", CT_DTYPE_I64, 1, &count, CT_DEVICE_CPU);
    ct_tensor *counts = ct_tensor_new("unique", CT_DTYPE_I64, 1, &count, CT_DEVICE_CPU);
    c->out[PLACES] = places;
    c->out[COUNTS] = counts;
    if (!places || !counts) {
        return -1;
    }
    int64_t *first = (int64_t *)(void *)places->data;
    int64_t *end = (int64_t *)(void *)counts->data;
    for (int64_t i = 0; i < r->n; i++) {
        at += r->begins[i];
        end[at] = i + 1;
        if (inverse) {
            int64_t place = r->order ? r->order[i] : i;
            ((int64_t *)(void *)inverse->data)[place] = at;
        }
    }
    for (int64_t i = count - 1; i >= 0; i--) { /* ends become lengths */
        int64_t begin = i ? end[i - 1] : 0;
        first[i] = r->order ? r->order[begin] : begin;
        end[i] -= begin;
    }
    return 0;
}

static int sort_and_mark(const runs *r)
{
    bool large = (r->slices ? r->slices->numel : r->n) > CT_ROW_LONG;
    if (large) {
        ct_unlocked_begin();
    }
    int status = 0;
    if (r->slices) {
        status =
            ct_slices_runs(r->slices, r->dim, !r->consecutive, r->order, r->begins);
    } else {
        status = r->order ? order_elements(r) : mark_elements(r);
    }
    if (large) {
        ct_unlocked_end();
    }
    return status;
}

static int find_runs(ct_call *c, runs *r, ct_tensor *inverse)
{
    size_t n = (size_t)r->n;
    size_t room = (size_t)ct_items_room(r->dtype, r->n) * sizeof(uint64_t);
    bool ordered = r->slices || !r->consecutive, items = !r->slices && ordered;
    r->order = ordered ? ct_alloc(n * sizeof *r->order) : NULL;
    r->room = items ? ct_alloc(room) : NULL;
    r->begins = ct_alloc_zeroed(n);
    int status = -1;
    if (r->begins && !r->order == !ordered && !r->room == !items) {
        status = sort_and_mark(r);
    }
    if (status == 0) {
        status = collect(c, r, inverse);
    }
    ct_free(r->room, room);
    ct_free(r->begins, n);
    ct_free(r->order, n * sizeof *r->order);
    return status;
}

/* Of all elements the shape of x, of slices one for each; none where it is not wanted. */
static ct_tensor *new_inverse(const ct_call *c, const ct_tensor *x, int64_t n)
{
    bool along = GIVEN(c, unique_places, dim);
    if (!ARG(c, unique_places, inverse).i) {
        n = 0;
        along = true;
    }
    return ct_tensor_new("unique", CT_DTYPE_I64, along ? 1 : x->ndim,
                         along ? &n : x->shape, CT_DEVICE_CPU);
}

int ct_unique_places_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, unique_places, input).tensor;
    int dim = ct_call_dim(c);
    bool slices = dim >= 0 && x->ndim > 0,
         consecutive = ARG(c, unique_places, consecutive).i;
    ct_tensor *row = slices ? NULL : ct_along_rows(x, -1, (ct_dtype)x->dtype);
    int64_t n = slices ? x->shape[dim] : x->numel;
    runs r = {.dtype = (ct_dtype)x->dtype,
              .slices = slices ? x : NULL,
              .dim = dim,
              .consecutive = consecutive,
              .n = n,
              .x = row ? row->data : NULL};
    ct_tensor *inverse = row || slices ? new_inverse(c, x, n) : NULL;
    c->out[INVERSE] = inverse;
    int status = -1;
    if (inverse) {
        status = find_runs(c, &r, ARG(c, unique_places, inverse).i ? inverse : NULL);
    }
    ct_xdecref(row);
    return status;
}
