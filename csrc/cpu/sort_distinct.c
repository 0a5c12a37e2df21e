/* sort_distinct: the first elements of runs of equal ones, counted and then written, in
 * pieces by all threads. Other threads may write to the operand meanwhile: what is written
 * is bounded by what was counted. */
#include <string.h>

#include "core/device.h"
#include "core/parallel.h"
#include "cpu/along.h"
#include "cpu/kernels.h"
#include "cpu/sort_items.h"
#include "cpu/sort_kernels.h"
#include "rows/sort.h"

typedef struct pieces {
    int kind; /* of CT_SORT_KEYS */
    int64_t n, size, piece;
    const char *x; /* the second element, of n with one before each */
    char *y;
    int64_t count[CT_PIECES_MAX], before[CT_PIECES_MAX];
} pieces;

static int64_t length_of(const pieces *p, int64_t i)
{
    int64_t left = p->n - i * p->piece;
    return left < p->piece ? left : p->piece;
}

static int count_pieces(void *context, int64_t begin, int64_t end)
{
    pieces *p = context;
    for (int64_t i = begin; i < end; i++) {
        const char *x = p->x + i * p->piece * p->size;
        p->count[i] = ct_cpu->sort->differing[p->kind](x, length_of(p, i));
    }
    return 0;
}

static int write_pieces(void *context, int64_t begin, int64_t end)
{
    const pieces *p = context;
    for (int64_t i = begin; i < end; i++) {
        const char *x = p->x + i * p->piece * p->size;
        char *y = p->y + p->before[i] * p->size;
        ct_cpu->sort->distinct[p->kind](y, x, length_of(p, i), p->count[i]);
    }
    return 0;
}

static ct_tensor *distinct(const ct_tensor *row)
{
    pieces p; /* large: not zeroed */
    p.kind = ct_keys_load_of((ct_dtype)row->dtype);
    p.size = ct_tensor_itemsize(row);
    p.n = row->numel > 0 ? row->numel - 1 : 0;
    p.piece = p.n > CT_ROW_LONG ? ct_row_piece(p.n) : CT_ROW_LONG;
    p.x = row->data + p.size;
    int64_t count = (p.n + p.piece - 1) / p.piece, total = row->numel > 0;
    if (ct_parallel_for(count, 1, count_pieces, &p) < 0) {
        return NULL;
    }
    for (int64_t i = 0; i < count; i++) {
        p.before[i] = total;
        total += p.count[i];
    }
    ct_tensor *y =
        ct_tensor_new("distinct", (ct_dtype)row->dtype, 1, &total, CT_DEVICE_CPU);
    if (!y) {
        return NULL;
    }
    p.y = y->data;
    memcpy(p.y, row->data, (size_t)(total ? p.size : 0));
    if (ct_parallel_for(count, 1, write_pieces, &p) < 0) {
        ct_xdecref(y);
        return NULL;
    }
    return y;
}

/* How many there are is known only now. */
int ct_distinct_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, distinct, input).tensor;
    ct_tensor *row = ct_tensor_prepare(x, (ct_dtype)x->dtype);
    c->out[0] = row ? distinct(row) : NULL;
    ct_xdecref(row);
    return c->out[0] ? 0 : -1;
}
