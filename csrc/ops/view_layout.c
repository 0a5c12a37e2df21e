/* view_layout: the views that pick part of a tensor, as changes of a layout. */
#include <string.h>

#include "ops/view.h"
#include "rows/view.h"

static void drop_dim(ct_layout *l, int dim)
{
    l->ndim--;
    for (int i = dim; i < l->ndim; i++) {
        l->shape[i] = l->shape[i + 1];
        l->strides[i] = l->strides[i + 1];
    }
}

static int check_room(const char *op, int ndim)
{
    if (ndim > CT_MAX_NDIM) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected at most %d dimensions, got %d",
                        op, CT_MAX_NDIM, ndim);
    }
    return 0;
}

static int append_dim(ct_layout *l, const char *op, int64_t size, int64_t stride)
{
    if (check_room(op, l->ndim + 1) < 0) {
        return -1;
    }
    l->shape[l->ndim] = size;
    l->strides[l->ndim++] = stride;
    return 0;
}

static int wrap_index(int64_t index, int dim, int64_t size, int64_t *wrapped)
{
    if (index < -size || index >= size) {
        return ct_error(CT_ERR_INDEX,
                        "index %lld is out of bounds for dimension %d with size %lld",
                        (long long)index, dim, (long long)size);
    }
    *wrapped = index < 0 ? index + size : index;
    return 0;
}

int ct_layout_select(ct_layout *l, const char *op, const ct_value *arg)
{
    int64_t index = 0;
    if (l->ndim == 0) {
        return ct_error(CT_ERR_INDEX,
                        "%s: expected at least 1 dimension, got a 0-d "
                        "tensor; t.item() gives its value",
                        op);
    }
    int dim = (int)arg[CT_AT(select, dim)].i;
    if (wrap_index(arg[CT_AT(select, index)].i, dim, l->shape[dim], &index) < 0) {
        return -1;
    }
    l->offset += index * l->strides[dim];
    drop_dim(l, dim);
    return 0;
}

/* The stride of a size of at most 1 is never used: it may stay, and cannot overflow. */
static int slice_dim(int64_t *size, int64_t *stride, int64_t *offset, const char *op,
                     int64_t start, int64_t length, int64_t step)
{
    int64_t last = 0;
    bool bad = length < 0 || step == 0 || start < 0 || start > *size;
    if (!bad && length > 0) {
        bad = __builtin_mul_overflow(length - 1, step, &last) ||
              __builtin_add_overflow(last, start, &last) || start >= *size ||
              last < 0 || last >= *size;
    }
    if (bad) {
        return ct_error(CT_ERR_INDEX,
                        "%s: expected a slice within size %lld, got start %lld, length "
                        "%lld, step %lld",
                        op, (long long)*size, (long long)start, (long long)length,
                        (long long)step);
    }
    if (length > 0) {
        *offset += start * *stride;
    }
    if (length > 1) {
        *stride *= step;
    }
    *size = length;
    return 0;
}

int ct_layout_slice(ct_layout *l, const char *op, const ct_value *arg)
{
    int dim = (int)arg[CT_AT(slice, dim)].i;
    if (l->ndim == 0) {
        return ct_error(CT_ERR_INDEX,
                        "%s: expected at least 1 dimension, got a 0-d "
                        "tensor",
                        op);
    }
    return slice_dim(&l->shape[dim], &l->strides[dim], &l->offset, op,
                     arg[CT_AT(slice, start)].i, arg[CT_AT(slice, length)].i,
                     arg[CT_AT(slice, step)].i);
}

int ct_layout_narrow(ct_layout *l, const char *op, const ct_value *arg)
{
    if (l->ndim == 0) {
        return ct_error(CT_ERR_RUNTIME,
                        "narrow: expected at least 1 dimension, got a 0-d tensor");
    }
    int dim = (int)arg[CT_AT(narrow, dim)].i;
    int64_t start = arg[CT_AT(narrow, start)].i, length = arg[CT_AT(narrow, length)].i,
            size = l->shape[dim];
    if (length < 0) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected length >= 0, got %lld", op,
                        (long long)length);
    }
    if (start < -size || start > size) {
        return ct_error(CT_ERR_INDEX, "%s: expected start in [%lld, %lld], got %lld",
                        op, (long long)-size, (long long)size, (long long)start);
    }
    start = start < 0 ? start + size : start;
    if (length > size - start) {
        return ct_error(
            CT_ERR_RUNTIME,
            "%s: start (%lld) + length (%lld) exceeds dimension size (%lld)", op,
            (long long)start, (long long)length, (long long)size);
    }
    return slice_dim(&l->shape[dim], &l->strides[dim], &l->offset, op, start, length,
                     1);
}

int ct_layout_basic_index(ct_layout *l, const char *op, const ct_value *arg)
{
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM];
    const int64_t *step = arg[CT_AT(basic_index, steps)].dims.v,
                  *end = step + arg[CT_AT(basic_index, steps)].dims.n / 3 * 3;
    int n = l->ndim, at = 0; /* at: the input's next dim */
    memcpy(shape, l->shape, (size_t)n * sizeof *shape);
    memcpy(strides, l->strides, (size_t)n * sizeof *strides);
    l->ndim = 0;
    for (; step < end; step += 3) {
        int64_t index = 0;
        if (step[0] == CT_STEP_NEW) {
            int64_t stride = at < n ? shape[at] * strides[at] : l->unit;
            if (append_dim(l, op, 1, stride) < 0) {
                return -1;
            }
            continue;
        }
        if (at == n) {
            return ct_error(CT_ERR_INDEX, "too many indices for tensor of dimension %d",
                            n);
        }
        if (step[0] == CT_STEP_SELECT) {
            if (wrap_index(step[1], at, shape[at], &index) < 0) {
                return -1;
            }
            l->offset += index * strides[at];
        } else if (slice_dim(&shape[at], &strides[at], &l->offset, op, step[1], step[0],
                             step[2]) < 0 ||
                   append_dim(l, op, shape[at], strides[at]) < 0) {
            return -1;
        }
        at++;
    }
    for (; at < n; at++) {
        if (append_dim(l, op, shape[at], strides[at]) < 0) {
            return -1;
        }
    }
    return 0;
}

int ct_layout_diagonal(ct_layout *l, const char *op, const ct_value *arg)
{
    int a = (int)arg[CT_AT(diagonal, dim1)].i, b = (int)arg[CT_AT(diagonal, dim2)].i;
    if (a == b) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected two different dims, got %d twice",
                        op, a);
    }
    int64_t k = arg[CT_AT(diagonal, offset)].i, rows = l->shape[a],
            columns = l->shape[b];
    /* an offset beyond the matrix gives an empty diagonal; clipped, as -k may overflow */
    k = k < -rows ? -rows : k > columns ? columns : k;
    rows += k < 0 ? k : 0;
    columns -= k > 0 ? k : 0;
    int64_t size = rows < columns ? rows : columns;
    int64_t stride = l->strides[a] + l->strides[b];
    if (size > 0) {
        l->offset += k < 0 ? -k * l->strides[a] : k * l->strides[b];
    }
    drop_dim(l, a > b ? a : b);
    drop_dim(l, a > b ? b : a);
    return append_dim(l, op, size, stride);
}

int ct_layout_unfold(ct_layout *l, const char *op, const ct_value *arg)
{
    int dim = (int)arg[CT_AT(unfold, dimension)].i;
    bool scalar = l->ndim == 0;
    int64_t size = arg[CT_AT(unfold, size)].i, step = arg[CT_AT(unfold, step)].i,
            n = scalar ? 1 : l->shape[dim];
    if (size < 0 || size > n) {
        return ct_error(
            CT_ERR_RUNTIME,
            "%s: expected a window size in [0, %lld], the size of dimension "
            "%d, got %lld",
            op, (long long)n, dim, (long long)size);
    }
    if (step <= 0) {
        return ct_error(CT_ERR_RUNTIME, "%s: step is %lld but must be > 0", op,
                        (long long)step);
    }
    if (scalar) {
        return append_dim(l, op, size, l->unit);
    }
    int64_t stride = l->strides[dim], windows = (n - size) / step + 1;
    l->shape[dim] = windows;
    l->strides[dim] = windows > 1 ? stride * step : stride;
    return append_dim(l, op, size, stride);
}

void ct_layout_rows(ct_layout *l, int ndim, const int64_t *shape)
{
    l->ndim = ndim;
    l->unit = 1;
    l->offset = 0;
    memcpy(l->shape, shape, (size_t)ndim * sizeof *shape);
    ct_shape_strides(ndim, shape, 1, l->strides);
}

int ct_layout_fits(const char *op, const ct_layout *l, int64_t numel)
{
    int64_t low, high, count;
    if (ct_shape_numel(op, l->ndim, l->shape, 1, &count) < 0 ||
        ct_shape_extent(op, l->ndim, l->shape, l->strides, 1, &low, &high) < 0) {
        return -1;
    }
    if (count == 0) {
        return 0;
    }
    if (__builtin_add_overflow(low, l->offset, &low) ||
        __builtin_add_overflow(high, l->offset, &high) || low < 0 || high > numel) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: sizes %s, strides %s, offset %lld (elements) are out of "
                        "bounds for storage of %lld elements",
                        op, ct_shape_str(l->ndim, l->shape),
                        ct_shape_str(l->ndim, l->strides), (long long)l->offset,
                        (long long)numel);
    }
    return 0;
}
