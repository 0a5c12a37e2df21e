/* sort_slices: groups of slices, element after element; see sort_slices.h. */
#include "cpu/sort_slices.h"

#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "cpu/kernels.h"
#include "cpu/moments.h"
#include "cpu/sort_items.h"
#include "cpu/sort_kernels.h"

#define BLOCK 256 /* bytes compared at once */

typedef struct slices {
    ct_dtype dtype;
    bool sorts;
    int64_t n, step; /* slices, bytes from one to the next */
    const char *x;
    ct_axes inner;   /* of the elements of a slice, in their order */
    int64_t *order;
    bool *begins;    /* does a group begin here? */
    uint64_t *room;  /* of items */
    char *row;       /* n elements */
    bool whole;      /* elements of a slice follow each other */
    int64_t same;    /* elements that need not be looked at */
} slices;

static ct_axes axes_but(const ct_tensor *x, int dim)
{
    ct_axes a;
    a.n = 0;
    a.total = 1;
    for (int d = 0; d < x->ndim; d++) {
        if (d == dim) {
            continue;
        }
        a.total *= x->shape[d];
        if (a.n && a.strides[a.n - 1] == x->strides[d] * x->shape[d]) {
            a.shape[a.n - 1] *= x->shape[d];
            a.strides[a.n - 1] = x->strides[d];
            continue;
        }
        a.shape[a.n] = x->shape[d];
        a.strides[a.n++] = x->strides[d];
    }
    return a;
}

#define GATHER(bits)                                                              \
    case bits / 8:                                                                \
        for (int64_t i = 0; i < n; i++) {                                         \
            memcpy(s->row + i * (bits / 8), from + order[i] * s->step, bits / 8); \
        }                                                                         \
        break

/* Element k of n slices, made one row. */
static void gather(const slices *s, int64_t k, const int64_t *order, int64_t n)
{
    const char *from = s->x + ct_axes_offset(&s->inner, s->inner.n, k);
    switch (ct_dtype_size(s->dtype)) {
        GATHER(8);
        GATHER(16);
        GATHER(32);
        GATHER(64);
    default:
        break;
    }
}

static uint64_t key_at(const slices *s, int64_t i)
{
    return ct_keys_wide(s->dtype) ? s->room[i] : ((const uint32_t *)s->room)[i];
}

/* Are the keys of the row the same? */
static bool load_keys(const slices *s, int64_t n)
{
    uint64_t first, last;
    int kind = ct_keys_wide(s->dtype) ? CT_KEYS_WIDE : CT_KEYS_NARROW;
    ct_keys_load(s->dtype, false, s->room, s->row, n);
    ct_cpu->sort->extremes[kind](s->room, n, &first, &last);
    return first == last;
}

/* Puts the n slices of a group, from `at` on, in order by element k, and marks where it
 * changes. */
static int split(slices *s, int64_t k, int64_t at, int64_t n)
{
    int64_t *order = s->order + at;
    bool *begins = s->begins + at;
    gather(s, k, order, n);
    if (load_keys(s, n)) {
        return 0;
    }
    if (!s->sorts) {
        for (int64_t i = 1; i < n; i++) {
            begins[i] = key_at(s, i) != key_at(s, i - 1);
        }
        return 0;
    }
    ct_items t = ct_items_load(s->dtype, false, s->room, s->row, n);
    if (ct_items_sort(&t) < 0) {
        return -1;
    }
    for (int64_t i = 1; i < n; i++) {
        begins[i] = !ct_items_equal(&t, i - 1, i);
    }
    for (int64_t i = 0; i < n; i++) {
        t.spare[i] = (uint64_t)order[ct_item_place(t.item[i])];
    }
    memcpy(order, t.spare, (size_t)n * sizeof *order);
    return 0;
}

/* How many of n bytes are the same, whole blocks at once. */
static int64_t same_bytes(const char *a, const char *b, int64_t n)
{
    int64_t i = 0;
    while (i + BLOCK <= n && memcmp(a + i, b + i, BLOCK) == 0) {
        i += BLOCK;
    }
    while (i < n && a[i] == b[i]) {
        i++;
    }
    return i;
}

/* Leaves in s->same no more than the elements from k on that the slices of a group have in
 * common, bit by bit. */
static int find_same(slices *s, int64_t k, int64_t at, int64_t n)
{
    int64_t size = ct_dtype_size(s->dtype), done = 0;
    const char *x = s->x + k * size, *first = x + s->order[at] * s->step;
    for (int64_t i = 1; i < n && s->same > 0; i++) {
        const char *other = x + s->order[at + i] * s->step;
        s->same = same_bytes(first, other, s->same * size) / size;
        if (ct_parallel_pace(&done, s->same) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Slices that are equal but have a NaN are a run each. */
static int divide_nan(slices *s, int64_t k, int64_t at, int64_t n)
{
    gather(s, k, s->order + at, 1);
    load_keys(s, 1);
    if (key_at(s, 0) == ct_keys_nan(s->dtype)) {
        memset(s->begins + at, true, (size_t)n);
    }
    return 0;
}

/* Calls fn for each group of two or more. `*found`: is there one? */
static int each_group(slices *s, int64_t k, bool *found,
                      int (*fn)(slices *s, int64_t k, int64_t at, int64_t n))
{
    int64_t done = 0;
    const bool *next, *end = s->begins + s->n;
    *found = false;
    for (const bool *p = s->begins; p < end; p = next) {
        const bool *second = memchr(p, false, (size_t)(end - p));
        if (!second) {
            break;
        }
        next = memchr(second, true, (size_t)(end - second));
        next = next ? next : end;
        *found = true;
        if (fn(s, k, second - 1 - s->begins, next - second + 1) < 0 ||
            ct_parallel_pace(&done, next - second) < 0) {
            return -1;
        }
    }
    return 0;
}

static int divide(slices *s)
{
    bool found = true;
    for (int64_t k = 0; k < s->inner.total && found; k++) {
        s->same = s->whole ? s->inner.total - k : 0;
        if (s->whole && each_group(s, k, &found, find_same) < 0) {
            return -1;
        }
        k += s->same;
        if (k < s->inner.total &&
            (each_group(s, k, &found, split) < 0 || ct_parallel_poll() < 0)) {
            return -1;
        }
    }
    bool has_nan = ct_keys_nan(s->dtype) != 0;
    for (int64_t k = 0; k < s->inner.total && found && has_nan; k++) {
        if (each_group(s, k, &found, divide_nan) < 0 || ct_parallel_poll() < 0) {
            return -1;
        }
    }
    return 0;
}

int ct_slices_runs(const ct_tensor *x, int dim, bool sorts, int64_t *order,
                   bool *begins)
{
    slices s; /* large: not zeroed */
    s.dtype = (ct_dtype)x->dtype;
    s.sorts = sorts;
    s.n = x->shape[dim];
    s.step = x->strides[dim];
    s.x = x->data;
    s.inner = axes_but(x, dim);
    s.whole = s.inner.n == 1 && s.inner.strides[0] == ct_dtype_size(s.dtype);
    s.order = order;
    s.begins = begins;
    size_t room = (size_t)ct_items_room(s.dtype, s.n) * sizeof(uint64_t);
    size_t row = (size_t)(s.n * ct_dtype_size(s.dtype));
    s.room = ct_alloc(room);
    s.row = ct_alloc(row);
    for (int64_t i = 0; i < s.n; i++) {
        order[i] = i;
        begins[i] = i == 0;
    }
    int status = s.room && s.row ? divide(&s) : -1;
    ct_free(s.row, row);
    ct_free(s.room, room);
    return status;
}
