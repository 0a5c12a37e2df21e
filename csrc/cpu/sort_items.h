/* sort_items: what is sorted and searched in place of a row's elements.
 *
 * NOTE [Keys] Each element becomes a key, an unsigned number in the same order: 32 bits
 * wide, or 64 for dtypes of 8 bytes. NaN is the largest key, zeros of both signs are one,
 * and `flip` turns the order round. So one sort serves all dtypes.
 *
 * NOTE [Items] The upper 32 bits of a key and, below them, the place of the element are an
 * item. Items differ even where elements are equal, so every order of items is stable.
 * 64-bit keys are sorted by their upper halves, then runs of equal ones by the lower;
 * those of integers that lie close together by their distances from the smallest. */
#ifndef CT_CPU_SORT_ITEMS_H
#define CT_CPU_SORT_ITEMS_H

#include "core/dtype.h"

#define CT_SORT_SHORT 48       /* items: up to so many are sorted by insertion */
#define CT_SORT_MAX UINT32_MAX /* elements of a row: places have 32 bits */

static inline bool ct_keys_wide(ct_dtype d)
{
    return ct_dtype_size(d) == 8;
}
static inline int ct_keys_bytes(ct_dtype d) /* in an item */
{
    return ct_keys_wide(d) ? 4 : (int)ct_dtype_size(d);
}
/* n contiguous elements to keys: uint32_t, or uint64_t where the dtype's are wide. */
void ct_keys_load(ct_dtype dtype, bool flip, void *keys, const void *x, int64_t n);
/* Which of CT_SORT_KEYS (sort_kernels.h) a dtype's are. */
int ct_keys_load_of(ct_dtype dtype);
/* The key of NaN, 0 where the dtype has none. */
uint64_t ct_keys_nan(ct_dtype dtype);

typedef struct ct_items {
    int64_t n;
    uint64_t *item, *spare; /* spare: as much room again */
    uint64_t *key; /* of wide keys that are not in the item, by place; or NULL */
    int bytes; /* of a key that are in the item */
} ct_items;

/* Elements of uint64_t that the items of n elements need. */
int64_t ct_items_room(ct_dtype dtype, int64_t n);
/* The items of n contiguous elements, in `room`. */
ct_items ct_items_load(ct_dtype dtype, bool flip, uint64_t *room, const char *x,
                       int64_t n);
static inline int64_t ct_item_place(uint64_t item)
{
    return (int64_t)(item & UINT32_MAX);
}
/* Of sorted items: do neighbours i and j stand for equal elements (NaN equals NaN)? */
static inline bool ct_items_equal(const ct_items *t, int64_t i, int64_t j)
{
    uint64_t a = t->item[i], b = t->item[j];
    return t->key ? t->key[ct_item_place(a)] == t->key[ct_item_place(b)]
                  : a >> 32 == b >> 32;
}
/* Sorts; item and spare may change places, and of wide keys only the places below are kept. -1 after Ctrl-C or without
 * memory. Items must stand in the order of their places. */
int ct_items_sort(ct_items *t);
/* The place of the element of this rank, 0 being the smallest. Items are lost. */
int ct_items_select(ct_items *t, int64_t rank, int64_t *place);

#endif
