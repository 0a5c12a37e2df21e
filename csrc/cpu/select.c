/* select: the k-th smallest of each row, without sorting it.
 *
 * Elements become unsigned keys in the same order. Keys are counted by their highest byte;
 * those whose byte holds the k-th stay, and are counted by their next one. Nothing changes
 * places, so of equal elements the k-th is what a stable sort would put there. */
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/parallel.h"
#include "cpu/along.h"
#include "rows/reduce.h"

typedef struct selection {
    int64_t n, k, size; /* of a row; counted from 0; of an element */
    bool floating;
    uint64_t top, flip,
        infinity; /* the sign bit; it, of signed integers; bits of inf */
    const char *x;
    char *values;
    int64_t *indices;
} selection;

/* Zeros are equal, NaN is the largest. */
static inline uint64_t key_of(const selection *s, uint64_t bits)
{
    uint64_t all = s->top | (s->top - 1);
    if (!s->floating) {
        return bits ^ s->flip;
    }
    if ((bits & ~s->top) > s->infinity) {
        return all;
    }
    return bits & s->top && bits != s->top ? ~bits & all : bits | s->top;
}

#define KEYS(T)                                 \
    for (int64_t i = 0; i < s->n; i++) {        \
        keys[i] = key_of(s, ((const T *)x)[i]); \
    }

static void make_keys(const selection *s, uint64_t *keys, const char *x)
{
    if (s->size == 1) {
        KEYS(uint8_t)
    } else if (s->size == 2) {
        KEYS(uint16_t)
    } else if (s->size == 4) {
        KEYS(uint32_t)
    } else {
        KEYS(uint64_t)
    }
}

/* The k-th key; *k becomes its number among those that equal it. Spoils keys. */
static uint64_t select_key(const selection *s, uint64_t *keys, int64_t *k)
{
    int64_t n = s->n;
    for (int64_t shift = 8 * (s->size - 1); n > 1 && shift >= 0; shift -= 8) {
        int64_t count[256] = {0}, kept = 0;
        unsigned byte = 0;
        for (int64_t i = 0; i < n; i++) {
            count[keys[i] >> shift & 255]++;
        }
        while (*k >= count[byte]) {
            *k -= count[byte++];
        }
        for (int64_t i = 0; i < n && count[byte] < n; i++) {
            keys[kept] = keys[i];
            kept += (keys[i] >> shift & 255) == byte;
        }
        n = count[byte];
    }
    return keys[0];
}

static void select_row(const selection *s, uint64_t *keys, int64_t row)
{
    const char *x = s->x + row * s->n * s->size;
    int64_t k = s->k, at = 0;
    make_keys(s, keys, x);
    uint64_t key = select_key(s, keys, &k);
    make_keys(s, keys, x);
    while (at + 1 < s->n && (keys[at] != key || k-- > 0)) { /* n: x may change */
        at++;
    }
    s->indices[row] = at;
    memcpy(s->values + row * s->size, x + at * s->size, (size_t)s->size);
}

static int select_rows(void *context, int64_t begin, int64_t end)
{
    const selection *s = context;
    size_t bytes = (size_t)s->n * sizeof(uint64_t);
    uint64_t *keys = ct_alloc(bytes);
    int64_t done = 0;
    int status = keys ? 0 : -1;
    for (int64_t i = begin; i < end && status == 0; i++) {
        select_row(s, keys, i);
        status = ct_parallel_pace(&done, 8 * s->n);
    }
    ct_free(keys, bytes);
    return status;
}

static selection selection_of(ct_dtype d)
{
    selection s = {.size = ct_dtype_size(d), .floating = ct_dtype_is_floating(d)};
    s.top = (uint64_t)1 << (8 * s.size - 1);
    s.flip = ct_dtype_is_signed(d) ? s.top : 0;
    s.infinity = d == CT_DTYPE_F16    ? 0x7c00
                 : d == CT_DTYPE_BF16 ? 0x7f80
                 : d == CT_DTYPE_F32  ? 0x7f800000
                                      : 0x7ff0000000000000;
    return s;
}

int ct_kthvalue_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, kthvalue, input).tensor, *to[2], *made[2] = {NULL, NULL};
    selection s = selection_of((ct_dtype)x->dtype);
    to[0] = OUT(c, kthvalue, values);
    to[1] = OUT(c, kthvalue, indices);
    int64_t rows = to[0]->numel;
    ct_tensor *in = ct_along_rows(x, ct_call_dim(c), (ct_dtype)x->dtype);
    int status = in ? 0 : -1;
    for (int i = 0; i < 2 && status == 0; i++) { /* given ones may lie anyhow */
        made[i] = ct_tensor_new_like(to[i], i ? CT_DTYPE_I64 : (ct_dtype)x->dtype);
        status = made[i] ? 0 : -1;
    }
    if (status == 0 && rows > 0) {
        s.n = x->numel / rows;
        s.k = ARG(c, kthvalue, k).i - 1;
        s.x = in->data;
        s.values = made[0]->data;
        s.indices = (int64_t *)made[1]->data;
        status = ct_parallel_for(rows, ct_parallel_grain(8 * s.n), select_rows, &s);
    }
    for (int i = 0; i < 2; i++) {
        status = status == 0 ? ct_tensor_copy_data(to[i], made[i]) : -1;
    }
    ct_xdecref(made[0]);
    ct_xdecref(made[1]);
    ct_xdecref(in);
    return status;
}
