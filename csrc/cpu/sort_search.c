/* sort_search: places in sequences in order, by their keys (NOTE [Keys], sort_items.h).
 *
 * Some values are searched side by side, without branches, so that the memory answers one
 * while the others wait. */
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/parallel.h"
#include "cpu/kernels.h"
#include "cpu/plain.h"
#include "cpu/sort_items.h"
#include "cpu/sort_kernels.h"
#include "rows/sort.h"

#define BLOCK 256 /* values at a time; searched by SIDE side by side */
#define SIDE 8

/* How many of the n elements of a sequence have keys below each of m keys, m <= BLOCK, or
 * (`equal`) equal to it; `key` and `found` have room for a multiple of SIDE. */
#define SEARCH(name, key_type, type, expression)                             \
    static void search_##name(const void *from, int64_t n, const void *keys, \
                              int64_t m, bool equal, int64_t *found)         \
    {                                                                        \
        const type *sequence = from;                                         \
        for (int64_t i = 0; i < m; i += SIDE) {                              \
            const key_type *key = (const key_type *)keys + i;                \
            int64_t at[SIDE] = {0};                                          \
            for (int64_t left = n; left > 0; left -= (left + 1) / 2) {       \
                int64_t half = (left + 1) / 2;                               \
                _Pragma("GCC unroll 8") for (int j = 0; j < SIDE; j++)       \
                {                                                            \
                    type v = sequence[at[j] + half - 1];                     \
                    key_type k = (key_type)(expression);                     \
                    bool past = equal ? k <= key[j] : k < key[j];            \
                    at[j] += past ? half : 0;                                \
                }                                                            \
            }                                                                \
            memcpy(found + i, at, sizeof at);                                \
        }                                                                    \
    }
CT_SORT_KEYS(SEARCH)

typedef void (*search_fn)(const void *sequence, int64_t n, const void *key, int64_t m,
                          bool equal, int64_t *found);
#define ENTRY(name, key_type, type, expression) [CT_SORT_##name] = search_##name,
static const search_fn searches[] = {CT_SORT_KEYS(ENTRY)};

typedef struct searching {
    ct_dtype dtype;
    int64_t n; /* of a sequence */
    int64_t per_row, size; /* values that one sequence serves, bytes of a value */
    const char *x;
    const char *sequence; /* all of them */
    search_fn search;
    bool equal, narrow;
    char *found;
    /* isin */
    const void *keys; /* of what there is */
    bool invert;
    const uint8_t *bits; /* of keys from the first on, or NULL */
    uint64_t first, range;
} searching;

/* The sequences, each in the order of its sorter: of the same shape. */
static ct_tensor *in_order(const ct_tensor *t, const ct_tensor *sorter)
{
    int64_t n = t->shape[t->ndim - 1], size = ct_tensor_itemsize(t);
    const int64_t *place = (const int64_t *)(const void *)sorter->data;
    ct_tensor *sorted = ct_tensor_new_like(t, (ct_dtype)t->dtype);
    for (int64_t i = 0; sorted && i < t->numel; i++) {
        if (place[i] < 0 || place[i] >= n) {
            ct_error(CT_ERR_RUNTIME,
                     "searchsorted: expected a sorter of indices from 0 to %lld, "
                     "got %lld",
                     (long long)n - 1, (long long)place[i]);
            ct_clear(&sorted);
            break;
        }
        memcpy(sorted->data + i * size, t->data + (i / n * n + place[i]) * size,
               (size_t)size);
    }
    return sorted;
}

static void store_found(const searching *s, int64_t at, const int64_t *found, int64_t n)
{
    if (!s->narrow) {
        memcpy(s->found + at * 8, found, (size_t)n * 8);
        return;
    }
    int32_t *to = (int32_t *)(void *)s->found + at;
    for (int64_t i = 0; i < n; i++) {
        to[i] = (int32_t)found[i];
    }
}

static int search_range(void *context, int64_t begin, int64_t end)
{
    const searching *s = context;
    uint64_t key[BLOCK] = {0};
    int64_t found[BLOCK], done = 0;
    for (int64_t i = begin, n; i < end; i += n) {
        int64_t row = i / s->per_row, left = (row + 1) * s->per_row - i;
        n = left < end - i ? left : end - i;
        n = n < BLOCK ? n : BLOCK;
        ct_keys_load(s->dtype, false, key, s->x + i * s->size, n);
        s->search(s->sequence + row * s->n * s->size, s->n, key, n, s->equal, found);
        store_found(s, i, found, n);
        if (ct_parallel_pace(&done, 16 * n) < 0) {
            return -1;
        }
    }
    return 0;
}

static int search_all(ct_call *c, const ct_tensor *sequence, const ct_tensor *x)
{
    bool right = GIVEN(c, searchsorted, side) &&
                 ARG(c, searchsorted, side).i == CT_IS_searchsorted_side_right;
    searching s = {.dtype = (ct_dtype)x->dtype,
                   .n = sequence->shape[sequence->ndim - 1],
                   .per_row = x->numel,
                   .size = ct_tensor_itemsize(x),
                   .x = x->data,
                   .sequence = sequence->data,
                   .search = searches[ct_keys_load_of((ct_dtype)x->dtype)],
                   .equal = right || ARG(c, searchsorted, right).i,
                   .narrow = ARG(c, searchsorted, out_int32).i,
                   .found = c->out[0]->data};
    if (sequence->ndim > 1) {
        s.per_row = x->shape[x->ndim - 1];
    }
    return ct_parallel_for(x->numel, ct_parallel_grain(16), search_range, &s);
}

int ct_searchsorted_cpu(ct_call *c)
{
    ct_dtype d = (ct_dtype)c->compute;
    if (c->out[0]->numel == 0) {
        return 0;
    }
    ct_plain p = {0};
    ct_tensor *sequence = ct_plain_keep(
        &p, ct_tensor_prepare(ARG(c, searchsorted, sorted_sequence).tensor, d));
    ct_tensor *x =
        ct_plain_keep(&p, ct_tensor_prepare(ARG(c, searchsorted, input).tensor, d));
    if (!p.failed && GIVEN(c, searchsorted, sorter)) {
        ct_tensor *sorter = ct_plain_keep(
            &p, ct_tensor_prepare(ARG(c, searchsorted, sorter).tensor, CT_DTYPE_I64));
        sequence = sorter ? ct_plain_keep(&p, in_order(sequence, sorter)) : NULL;
    }
    return ct_plain_end(&p, p.failed ? -1 : search_all(c, sequence, x));
}

/* ---- isin ----------------------------------------------------------------------- */

#define BITS_PER 64 /* how many bits of a table an element may cost */

static uint64_t key_at(const searching *s, const void *keys, int64_t i)
{
    return ct_keys_wide(s->dtype) ? ((const uint64_t *)keys)[i]
                                  : ((const uint32_t *)keys)[i];
}

static int among_range(void *context, int64_t begin, int64_t end)
{
    const searching *s = context;
    uint64_t key[BLOCK] = {0}, nan = ct_keys_nan(s->dtype);
    int64_t found[BLOCK], done = 0;
    for (int64_t i = begin, n; i < end; i += n) {
        n = end - i < BLOCK ? end - i : BLOCK;
        ct_keys_load(s->dtype, false, key, s->x + i * s->size, n);
        if (!s->bits) {
            s->search(s->keys, s->n, key, n, false, found);
        }
        for (int64_t j = 0; j < n; j++) {
            uint64_t k = key_at(s, key, j), at = k - s->first;
            bool in = s->bits ? at < s->range && s->bits[at >> 3] >> (at & 7) & 1
                              : found[j] < s->n && key_at(s, s->keys, found[j]) == k;
            s->found[i + j] = (in && (nan == 0 || k != nan)) != s->invert;
        }
        if (ct_parallel_pace(&done, 16 * n) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Keys of t, all as one row, in the order of its elements. */
static int sort_keys(void *keys, const ct_tensor *t)
{
    ct_dtype d = (ct_dtype)t->dtype;
    size_t bytes = (size_t)ct_items_room(d, t->numel) * sizeof(uint64_t);
    uint64_t *room = ct_alloc(bytes);
    if (!room) {
        return -1;
    }
    ct_items items = ct_items_load(d, false, room, t->data, t->numel);
    int status = ct_items_sort(&items);
    for (int64_t i = 0; status == 0 && i < items.n; i++) {
        const char *x = t->data + ct_item_place(items.item[i]) * ct_tensor_itemsize(t);
        items.spare[i] = 0;
        memcpy(&items.spare[i], x, (size_t)ct_tensor_itemsize(t));
    }
    for (int64_t i = 0; status == 0 && i < items.n; i++) {
        ct_keys_load(d, false, (char *)keys + i * (ct_keys_wide(d) ? 8 : 4),
                     &items.spare[i], 1);
    }
    ct_free(room, bytes);
    return status;
}

/* A table of which keys there are, where they lie close together; 0 bytes: none. */
static size_t table_bytes(searching *s, int64_t asked)
{
    uint64_t last;
    ct_cpu->sort->extremes[ct_keys_wide(s->dtype)](s->keys, s->n, &s->first, &last);
    last -= s->first;
    uint64_t most = (uint64_t)BITS_PER * (uint64_t)(s->n + asked);
    s->range = last + 1;
    return last < most ? (size_t)last / 8 + 1 : 0;
}

static int find_among(searching *s, const ct_tensor *among, void *keys, int64_t asked)
{
    ct_keys_load(s->dtype, false, keys, among->data, s->n);
    s->keys = keys;
    size_t bytes = table_bytes(s, asked);
    uint8_t *bits = bytes ? ct_alloc_zeroed(bytes) : NULL;
    int status = bytes ? (bits ? 0 : -1) : sort_keys(keys, among);
    for (int64_t i = 0; bits && i < s->n; i++) {
        uint64_t at = key_at(s, keys, i) - s->first;
        bits[at >> 3] |= (uint8_t)(1 << (at & 7));
    }
    s->bits = bits;
    if (status == 0) {
        status = ct_parallel_for(asked, ct_parallel_grain(8), among_range, s);
    }
    ct_free(bits, bytes);
    return status;
}

static int isin(ct_call *c, const ct_tensor *x, const ct_tensor *among)
{
    bool wide = ct_keys_wide((ct_dtype)x->dtype);
    searching s = {.dtype = (ct_dtype)x->dtype,
                   .n = among->numel,
                   .size = ct_tensor_itemsize(x),
                   .x = x->data,
                   .search = searches[wide ? CT_SORT_u64 : CT_SORT_u32],
                   .invert = ARG(c, isin, invert).i,
                   .found = c->out[0]->data};
    size_t bytes = (size_t)s.n * (wide ? 8 : 4);
    if (s.n == 0) {
        memset(s.found, s.invert, (size_t)x->numel);
        return 0;
    }
    void *keys = ct_alloc(bytes);
    int status = keys ? find_among(&s, among, keys, x->numel) : -1;
    ct_free(keys, bytes);
    return status;
}

int ct_isin_cpu(ct_call *c)
{
    ct_dtype d = (ct_dtype)c->compute;
    if (c->out[0]->numel == 0) {
        return 0;
    }
    ct_plain p = {0};
    ct_tensor *x =
        ct_plain_keep(&p, ct_tensor_prepare(ARG(c, isin, elements).tensor, d));
    ct_tensor *among =
        ct_plain_keep(&p, ct_tensor_prepare(ARG(c, isin, test_elements).tensor, d));
    return ct_plain_end(&p, p.failed ? -1 : isin(c, x, among));
}
