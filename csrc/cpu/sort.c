/* sort: rows of which some elements are picked, in an order: all of them (sort), the
 * largest (topk), one (median, mode).
 *
 * A function picks places in one row, made contiguous; the values are then read there, so
 * that they keep what keys do not (the sign of zero). Rows are shared out among threads;
 * long ones are done one after another (NOTE [Long rows], along.h). */
#include <math.h>
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/parallel.h"
#include "core/runtime.h"
#include "cpu/along.h"
#include "cpu/copy.h"
#include "cpu/kernels.h"
#include "cpu/sort_items.h"
#include "cpu/sort_kernels.h"
#include "rows/sort.h"

#define BLOCK 512   /* keys at a time */
#define ROW_COST 16 /* what an element costs beside one of a sum */

typedef struct picking picking;
/* Writes p->k places; `room` is that of the row's items. 0 or -1. */
typedef int (*pick_fn)(const picking *p, const char *row, uint64_t *room,
                       int64_t *places);

struct picking {
    pick_fn pick;
    ct_dtype dtype;
    bool flip; /* from the largest to the smallest */
    bool skip_nan;
    int64_t n, k; /* elements of a row, and how many of them are picked */
    int64_t room; /* where it is not that of the items of a row */
    int64_t count, size; /* rows, bytes of an element */
    const char *x;
    char *values; /* or NULL */
    int64_t *places;
};

/* ---- all rows ---------------------------------------------------------------- */

#define READ(type)                                                  \
    do {                                                            \
        for (int64_t i = 0; i < n; i++) {                           \
            ((type *)(void *)to)[i] = ((const type *)x)[places[i]]; \
        }                                                           \
    } while (0)

static void read_places(char *to, const void *x, const int64_t *places, int64_t n,
                        int64_t size)
{
    switch (size) {
    case 1:
        READ(uint8_t);
        break;
    case 2:
        READ(uint16_t);
        break;
    case 4:
        READ(uint32_t);
        break;
    default:
        READ(uint64_t);
        break;
    }
}

static int pick_rows(void *context, int64_t begin, int64_t end)
{
    const picking *p = context;
    int64_t most = p->room ? p->room : ct_items_room(p->dtype, p->n);
    size_t bytes = (size_t)most * sizeof(uint64_t);
    uint64_t *room = ct_alloc(bytes);
    int64_t done = 0;
    int status = room ? 0 : -1;
    for (int64_t i = begin; i < end && status == 0; i++) {
        const char *row = p->x + i * p->n * p->size;
        int64_t *places = p->places + i * p->k;
        status = p->pick(p, row, room, places);
        if (status == 0 && p->values) {
            char *to = p->values + i * p->k * p->size;
            read_places(to, row, places, p->k, p->size);
        }
        status = status < 0 ? -1 : ct_parallel_pace(&done, p->n * ROW_COST);
    }
    ct_free(room, bytes);
    return status;
}

static int pick_all(picking *p)
{
    if (p->n > CT_ROW_LONG) {
        ct_unlocked_begin();
        int status = pick_rows(p, 0, p->count);
        ct_unlocked_end();
        return status;
    }
    return ct_parallel_for(p->count, ct_parallel_grain(ROW_COST * p->n), pick_rows, p);
}

/* Where the kernel writes what becomes `out`: out itself, or rows shaped as x's but for
 * the last dim. */
static ct_tensor *result_rows(const picking *p, ct_tensor *out, const ct_tensor *rows,
                              bool straight)
{
    int64_t shape[CT_MAX_NDIM];
    if (straight) {
        return ct_newref(out);
    }
    memcpy(shape, rows->shape, (size_t)rows->ndim * sizeof *shape);
    shape[rows->ndim - 1] = p->k;
    return ct_tensor_new("sort", (ct_dtype)out->dtype, rows->ndim, shape,
                         CT_DEVICE_CPU);
}

static int move_back(ct_tensor *out, ct_tensor *made, int dim)
{
    if (out == made) {
        return 0;
    }
    ct_tensor *back = ct_along_back(made, dim);
    int status = back ? ct_tensor_copy_data(out, back) : -1;
    ct_xdecref(back);
    return status;
}

/* ---- rows side by side ------------------------------------------------------- */

#define STRIP_BYTES 128 /* two cache lines of each row */
#define STRIP_LONG 4096 /* elements: strips of so long rows stay in the second cache */

typedef struct strips {
    const picking *p;
    int64_t inner, width, across; /* rows side by side, those of a strip, strips */
} strips;

/* Parts of one block of memory, for one strip. */
typedef struct strip_room {
    uint64_t *items;
    int64_t *places;
    char *values, *rows;
    int64_t row; /* bytes, not a power of two */
    size_t bytes;
} strip_room;

static int strip_room_make(const strips *s, strip_room *r)
{
    const picking *p = s->p;
    int64_t items = p->room ? p->room : ct_items_room(p->dtype, p->n);
    int64_t picked = s->width * p->k;
    r->row = p->n * p->size + STRIP_BYTES;
    r->bytes = (size_t)((items + picked) * 8 + picked * p->size + s->width * r->row);
    r->items = ct_alloc(r->bytes);
    if (!r->items) {
        return -1;
    }
    r->places = (int64_t *)(r->items + items);
    r->rows = (char *)(r->places + picked);
    r->values = r->rows + s->width * r->row;
    return 0;
}

static int pick_strip(const strips *s, const strip_room *r, int64_t i)
{
    const picking *p = s->p;
    int64_t first = i % s->across * s->width, left = s->inner - first;
    int64_t width = left < s->width ? left : s->width, size = p->size, k = p->k;
    int64_t at = i / s->across * p->n * s->inner + first;
    int64_t to = i / s->across * k * s->inner + first;
    ct_transpose(size, r->rows, r->row, p->x + at * size, s->inner * size, width, p->n);
    for (int64_t j = 0; j < width; j++) {
        const char *row = r->rows + j * r->row;
        if (p->pick(p, row, r->items, r->places + j * k) < 0) {
            return -1;
        }
        if (p->values) {
            read_places(r->values + j * k * size, row, r->places + j * k, k, size);
        }
    }
    ct_transpose(8, (char *)(p->places + to), s->inner * 8, (const char *)r->places,
                 k * 8, k, width);
    if (p->values) {
        ct_transpose(size, p->values + to * size, s->inner * size, r->values, k * size,
                     k, width);
    }
    return 0;
}

static int pick_strips(void *context, int64_t begin, int64_t end)
{
    const strips *s = context;
    strip_room r;
    int64_t done = 0;
    int status = strip_room_make(s, &r);
    if (status < 0) {
        return -1;
    }
    for (int64_t i = begin; i < end && status == 0; i++) {
        status = pick_strip(s, &r, i);
        if (status == 0) {
            status = ct_parallel_pace(&done, s->p->n * s->width * ROW_COST);
        }
    }
    ct_free(r.items, r.bytes);
    return status;
}

/* Are the rows of x along dim short, and do they lie side by side? */
static bool in_strips(const ct_tensor *x, int dim)
{
    return dim >= 0 && dim < x->ndim - 1 && x->shape[dim] <= STRIP_LONG &&
           ct_tensor_is_contiguous(x);
}

static int pick_in_strips(picking *p, const ct_tensor *x, int dim, ct_tensor *values,
                          ct_tensor *indices)
{
    strips s = {.p = p, .inner = 1};
    for (int d = dim + 1; d < x->ndim; d++) {
        s.inner *= x->shape[d];
    }
    p->dtype = (ct_dtype)x->dtype;
    p->size = ct_tensor_itemsize(x);
    p->n = x->shape[dim];
    p->x = x->data;
    p->places = (int64_t *)(void *)indices->data;
    p->values = values ? values->data : NULL;
    s.width = STRIP_BYTES / p->size < s.inner ? STRIP_BYTES / p->size : s.inner;
    s.across = (s.inner + s.width - 1) / s.width;
    int64_t count = x->numel / (p->n * s.inner) * s.across;
    int64_t cost = ROW_COST * p->n * s.width;
    return ct_parallel_for(count, ct_parallel_grain(cost), pick_strips, &s);
}

/* ---- along a dim ---------------------------------------------------------------- */

/* Picks in x along dim (-1: in all as one row); `values` may be NULL. Neither is empty. */
static int pick_along(picking *p, ct_tensor *x, int dim, ct_tensor *values,
                      ct_tensor *indices)
{
    if (in_strips(x, dim)) {
        return pick_in_strips(p, x, dim, values, indices);
    }
    bool straight = p->k == 1 || dim < 0 || dim >= x->ndim - 1;
    straight &= ct_tensor_is_contiguous(indices);
    ct_tensor *rows = ct_along_rows(x, dim, (ct_dtype)x->dtype);
    ct_tensor *to = rows ? result_rows(p, indices, rows, straight) : NULL;
    ct_tensor *read = to && values ? result_rows(p, values, rows, straight) : NULL;
    int status = -1;
    if (to && (read || !values)) {
        p->dtype = (ct_dtype)x->dtype;
        p->size = ct_tensor_itemsize(x);
        p->n = rows->ndim ? rows->shape[rows->ndim - 1] : 1;
        p->count = rows->numel / p->n;
        p->x = rows->data;
        p->places = (int64_t *)(void *)to->data;
        p->values = read ? read->data : NULL;
        status = pick_all(p);
    }
    if (status == 0) {
        status = move_back(indices, to, dim);
    }
    if (status == 0 && values) {
        status = move_back(values, read, dim);
    }
    ct_xdecref(read);
    ct_xdecref(to);
    ct_xdecref(rows);
    return status;
}

/* ---- sort ---------------------------------------------------------------------- */

/* Elements of one byte are counted, and put where the smaller ones end. */
static void pick_sorted_bytes(const picking *p, const char *row, int64_t *places)
{
    int64_t at[256] = {0}, before = 0;
    uint32_t block[BLOCK];
    for (int pass = 0; pass < 2; pass++) {
        for (int64_t i = 0; i < p->n; i += BLOCK) {
            int64_t n = p->n - i < BLOCK ? p->n - i : BLOCK;
            ct_keys_load(p->dtype, p->flip, block, row + i, n);
            for (int64_t j = 0; pass == 0 && j < n; j++) {
                at[block[j]]++;
            }
            for (int64_t j = 0; pass == 1 && j < n; j++) {
                places[at[block[j]]++] = i + j;
            }
        }
        for (int d = 0; pass == 0 && d < 256; d++) {
            int64_t count = at[d];
            at[d] = before;
            before += count;
        }
    }
}

static int pick_sorted(const picking *p, const char *row, uint64_t *room,
                       int64_t *places)
{
    if (p->size == 1 && p->n > CT_SORT_SHORT) {
        pick_sorted_bytes(p, row, places);
        return 0;
    }
    ct_items t = ct_items_load(p->dtype, p->flip, room, row, p->n);
    if (ct_items_sort(&t) < 0) {
        return -1;
    }
    ct_cpu->sort->places(places, t.item, t.n);
    return 0;
}

static int sort_along(ct_call *c, bool flip, ct_tensor *values, ct_tensor *indices)
{
    ct_tensor *x = ARG(c, sort, input).tensor;
    picking p = {.pick = pick_sorted, .flip = flip};
    if (x->numel == 0) {
        return 0;
    }
    int n = values ? 3 : 2, dim = ct_call_dim(c), status = -1;
    ct_tensor *t[] = {x, indices, values};
    p.k = x->ndim ? x->shape[dim] : 1;
    dim = ct_along_turn(n, t, dim);
    if (t[0]) {
        status = pick_along(&p, t[0], dim, t[2], t[1]);
    }
    for (int i = 0; i < n; i++) {
        ct_xdecref(t[i]);
    }
    return status;
}

int ct_sort_cpu(ct_call *c)
{
    return sort_along(c, ARG(c, sort, descending).i, OUT(c, sort, values),
                      OUT(c, sort, indices));
}

int ct_argsort_cpu(ct_call *c)
{
    return sort_along(c, ARG(c, argsort, descending).i, NULL, c->out[0]);
}

/* ---- topk ---------------------------------------------------------------------- */

#define LIMITED 16 /* at most k where a first limit is looked for */
#define LIMIT_BLOCK 2048 /* keys it is looked for in */
#define BEST_MIN 24 /* candidates that are gathered before they are thinned out */

/* The best so far: candidates, numbered in the order of their places. */
typedef struct best {
    int64_t k, n, most; /* wanted, gathered, room */
    bool wide;
    int bytes; /* of a key, as in items */
    uint64_t last; /* larger keys are not among the best */
    bool closed; /* no key is small enough */
    uint64_t *key, *place, *item;
} best;

static int64_t best_most(int64_t n, int64_t k)
{
    int64_t most = 3 * k < BEST_MIN ? BEST_MIN : 3 * k;
    return n / 2 < most ? n : most;
}

static ct_items best_items(const best *b)
{
    for (int64_t i = 0; i < b->n; i++) {
        b->item[i] = (b->key[i] >> 32 << 32) | (uint64_t)i;
    }
    return (ct_items){b->n, b->item, b->item + b->most, b->wide ? b->key : NULL,
                      b->bytes};
}

/* Keeps the k smallest. */
static int best_thin(best *b)
{
    int64_t last, kept = 0;
    if (b->n <= b->k) {
        return 0;
    }
    ct_items t = best_items(b);
    if (ct_items_select(&t, b->k - 1, &last) < 0) {
        return -1;
    }
    uint64_t limit = b->key[last];
    for (int64_t i = 0; i < b->n; i++) {
        b->key[kept] = b->key[i];
        b->place[kept] = b->place[i];
        kept += b->key[i] < limit || (b->key[i] == limit && i <= last);
    }
    b->n = kept;
    b->closed = limit == 0; /* equal ones that come later are not taken */
    b->last = limit - 1;
    return 0;
}

/* Adds those of n keys, of the elements from `place` on, that may be among the best. */
static int best_add(best *b, const void *keys, int64_t place, int64_t n)
{
    const uint32_t *narrow = keys;
    const uint64_t *wide = keys;
    for (int64_t i = 0; i < n && !b->closed; i++) {
        uint64_t last = b->wide ? b->last : b->last >> 32;
        const void *from = b->wide ? (const void *)(wide + i) : narrow + i;
        i += ct_cpu->sort->first_up_to[b->wide](from, n - i, last);
        if (i < n && b->n == b->most) {
            if (best_thin(b) < 0) {
                return -1;
            }
            i--; /* judged again by the new limit */
        } else if (i < n) {
            b->key[b->n] = b->wide ? wide[i] : (uint64_t)narrow[i] << 32;
            b->place[b->n++] = (uint64_t)(place + i);
        }
    }
    return 0;
}

/* Of k groups each has an element up to the k-th smallest of their minima, a first limit. */
static void best_limit(best *b, const void *keys, int64_t n)
{
    uint64_t least[CT_SORT_GROUPS], low[LIMITED];
    int found = 0;
    if (b->k > LIMITED || n < 4 * CT_SORT_GROUPS) {
        return;
    }
    ct_cpu->sort->minima[b->wide](least, keys, n / CT_SORT_GROUPS * CT_SORT_GROUPS);
    for (int i = 0; i < CT_SORT_GROUPS; i++) {
        int j = found < b->k ? found++ : (int)b->k - 1;
        if (i >= b->k && least[i] >= low[j]) {
            continue;
        }
        for (; j > 0 && low[j - 1] > least[i]; j--) {
            low[j] = low[j - 1];
        }
        low[j] = least[i];
    }
    b->last = b->wide ? low[b->k - 1] : low[b->k - 1] << 32 | UINT32_MAX;
}

static int pick_best(const picking *p, const char *row, uint64_t *room, int64_t *places)
{
    int64_t most = best_most(p->n, p->k);
    best b = {p->k,       0,     most, p->size == 8, ct_keys_bytes(p->dtype),
              UINT64_MAX, false, room, room + most,  room + 2 * most};
    uint64_t block[LIMIT_BLOCK];
    int status = 0;
    for (int64_t i = 0; i < p->n && !b.closed && status == 0; i += LIMIT_BLOCK) {
        int64_t n = p->n - i < LIMIT_BLOCK ? p->n - i : LIMIT_BLOCK;
        ct_keys_load(p->dtype, p->flip, block, row + i * p->size, n);
        if (i == 0) {
            best_limit(&b, block, n);
        }
        status = best_add(&b, block, i, n);
    }
    if (status < 0 || best_thin(&b) < 0) {
        return -1;
    }
    ct_items t = best_items(&b);
    if (ct_items_sort(&t) < 0) {
        return -1;
    }
    for (int64_t i = 0; i < p->k; i++) {
        places[i] = (int64_t)b.place[ct_item_place(t.item[i])];
    }
    return 0;
}

int ct_topk_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, topk, input).tensor;
    int dim = ct_call_dim(c);
    int64_t n = x->ndim ? x->shape[dim] : 1;
    picking p = {.pick = pick_best, .flip = ARG(c, topk, largest).i};
    p.k = x->ndim ? ARG(c, topk, k).i : 1; /* a number is all there is */
    p.room = 4 * best_most(n, p.k);
    if (c->out[0]->numel == 0) {
        return 0;
    }
    return pick_along(&p, x, dim, OUT(c, topk, values), OUT(c, topk, indices));
}

/* ---- median and mode ------------------------------------------------------------- */

/* How many elements are NaN, and where the first is. */
static int64_t count_nan(const picking *p, const ct_items *t, int64_t *first)
{
    uint64_t nan = ct_keys_nan(p->dtype);
    int64_t count = 0;
    nan = t->key ? nan >> 32 : nan; /* no other key has this upper half */
    if (nan == 0) {
        return 0;
    }
    for (int64_t i = 0; i < t->n; i++) {
        count += t->item[i] >> 32 == nan;
    }
    *first = 0;
    while (count && t->item[*first] >> 32 != nan) {
        ++*first;
    }
    return count;
}

static int pick_median(const picking *p, const char *row, uint64_t *room,
                       int64_t *places)
{
    ct_items t = ct_items_load(p->dtype, false, room, row, p->n);
    int64_t first, nans = count_nan(p, &t, &first);
    if (nans == t.n || (nans && !p->skip_nan)) {
        *places = first;
        return 0;
    }
    return ct_items_select(&t, (t.n - nans - 1) / 2, places);
}

/* The smallest of the values that occur most often, where it is last. */
static int pick_mode(const picking *p, const char *row, uint64_t *room, int64_t *places)
{
    ct_items t = ct_items_load(p->dtype, false, room, row, p->n);
    int64_t first, most = 0, nans = count_nan(p, &t, &first);
    if (ct_items_sort(&t) < 0) {
        return -1;
    }
    for (int64_t i = 0, end; i < t.n; i = end) {
        end = i + 1; /* a NaN equals none */
        while (end < t.n - nans && ct_items_equal(&t, i, end)) {
            end++;
        }
        if (end - i > most) {
            most = end - i;
            *places = ct_item_place(t.item[end - 1]);
        }
    }
    return 0;
}

static int one_along(ct_call *c, pick_fn pick, bool skip_nan)
{
    picking p = {.pick = pick, .skip_nan = skip_nan, .k = 1};
    if (c->out[0]->numel == 0) {
        return 0;
    }
    ct_tensor *x = ARG(c, median_dim, input).tensor;
    return pick_along(&p, x, ct_call_dim(c), OUT(c, median_dim, values),
                      OUT(c, median_dim, indices));
}

int ct_median_dim_cpu(ct_call *c)
{
    return one_along(c, pick_median, false);
}

int ct_nanmedian_dim_cpu(ct_call *c)
{
    return one_along(c, pick_median, true);
}

int ct_mode_cpu(ct_call *c)
{
    return one_along(c, pick_mode, false);
}

/* Of all elements; of none NaN, where there is one. */
static int median_of_all(ct_call *c, bool skip_nan)
{
    ct_tensor *x = ARG(c, median, input).tensor, *y = c->out[0];
    picking p = {.pick = pick_median, .skip_nan = skip_nan, .k = 1};
    if (x->numel == 0) {
        ct_scalar_store((ct_dtype)y->dtype, y->data,
                        (ct_scalar){.category = CT_CATEGORY_FLOATING, .re = NAN});
        return 0;
    }
    ct_tensor *place = ct_tensor_new("median", CT_DTYPE_I64, 0, NULL, CT_DEVICE_CPU);
    int status = place ? pick_along(&p, x, -1, y, place) : -1;
    ct_xdecref(place);
    return status;
}

int ct_median_cpu(ct_call *c)
{
    return median_of_all(c, false);
}

int ct_nanmedian_cpu(ct_call *c)
{
    return median_of_all(c, true);
}
