/* diagonal: kernels of tril and triu.
 *
 * Row r of a matrix keeps its first or last columns and is zero beside them. */
#include <string.h>

#include "core/device.h"
#include "core/parallel.h"
#include "cpu/column.h"
#include "rows/diagonal.h"

typedef struct triangles {
    const char *x; /* packed as the result is; NULL: the result has the elements */
    char *y;
    int64_t rows, columns, itemsize, diagonal;
    bool upper;
} triangles;

static int64_t clamped(int64_t v, int64_t low, int64_t high)
{
    return v < low ? low : v > high ? high : v;
}

/* Rows [begin, end), counted over all matrices. */
static int fill_rows(void *ctx, int64_t begin, int64_t end)
{
    const triangles *t = ctx;
    size_t bytes = (size_t)(t->columns * t->itemsize);
    for (int64_t r = begin; r < end; r++) {
        int64_t edge = r % t->rows + t->diagonal + !t->upper;
        size_t cut = (size_t)(clamped(edge, 0, t->columns) * t->itemsize);
        size_t from = t->upper ? cut : 0, kept = t->upper ? bytes - cut : cut;
        char *y = t->y + (size_t)r * bytes;
        if (t->x) {
            memcpy(y + from, t->x + (size_t)r * bytes + from, kept);
        }
        memset(y + (t->upper ? 0 : cut), 0, bytes - kept);
    }
    return 0;
}

static int run(ct_call *c, bool upper)
{
    ct_tensor *x = ARG(c, tril, input).tensor, *y = c->out[0];
    bool packed = ct_tensor_is_contiguous(x);
    if (y->numel == 0) {
        return 0;
    }
    if (!packed && ct_tensor_copy_data(y, x) < 0) {
        return -1;
    }
    int64_t rows = y->shape[y->ndim - 2], columns = y->shape[y->ndim - 1];
    triangles t = {packed ? x->data : NULL,
                   y->data,
                   rows,
                   columns,
                   ct_tensor_itemsize(y),
                   clamped(ARG(c, tril, diagonal).i, -rows - 1, columns + 1),
                   upper};
    int64_t grain = CT_GRAIN / columns;
    return ct_parallel_for(y->numel / columns, grain > 1 ? grain : 1, fill_rows, &t);
}

int ct_tril_cpu(ct_call *c)
{
    return run(c, false);
}

int ct_triu_cpu(ct_call *c)
{
    return run(c, true);
}
