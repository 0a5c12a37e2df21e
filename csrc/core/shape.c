/* shape: checked arithmetic on sizes and strides. */
#include "core/shape.h"

#include <string.h>

#include "core/error.h"

int ct_shape_numel(const char *op, int ndim, const int64_t *shape, int64_t itemsize,
                   int64_t *numel)
{
    if (ndim > CT_MAX_NDIM) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected at most %d dimensions, got %d",
                        op, CT_MAX_NDIM, ndim);
    }
    int64_t bytes = itemsize; /* as if no size were 0 */
    bool empty = false;
    for (int i = 0; i < ndim; i++) {
        if (shape[i] < 0) {
            return ct_error(CT_ERR_RUNTIME, "%s: expected sizes >= 0, got %s", op,
                            ct_shape_str(ndim, shape));
        }
        if (shape[i] == 0) {
            empty = true;
        } else if (__builtin_mul_overflow(bytes, shape[i], &bytes)) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected a size below 2**63 bytes, got shape %s", op,
                            ct_shape_str(ndim, shape));
        }
    }
    *numel = empty ? 0 : bytes / itemsize;
    return 0;
}

void ct_shape_strides(int ndim, const int64_t *shape, int64_t itemsize,
                      int64_t *strides)
{
    int64_t step = itemsize;
    for (int i = ndim - 1; i >= 0; i--) {
        strides[i] = step;
        step *= shape[i] > 1 ? shape[i] : 1;
    }
}

bool ct_shape_contiguous(int ndim, const int64_t *shape, const int64_t *strides,
                         int64_t itemsize)
{
    int64_t step = itemsize;
    bool packed = true;
    for (int i = ndim - 1; i >= 0; i--) {
        if (shape[i] == 0) {
            return true;
        }
        if (shape[i] != 1) {
            packed &= strides[i] == step;
            step *= shape[i];
        }
    }
    return packed;
}

int ct_shape_broadcast(const char *op, int *ndim, int64_t *shape, int nb,
                       const int64_t *b)
{
    int na = *ndim, n = na > nb ? na : nb;
    if (nb > na) { /* make room in front */
        memmove(shape + (nb - na), shape, (size_t)na * sizeof *shape);
        for (int i = 0; i < nb - na; i++) {
            shape[i] = 1;
        }
    }
    for (int i = n - nb; i < n; i++) {
        int64_t size = b[i - (n - nb)];
        if (shape[i] == 1) {
            shape[i] = size;
        } else if (size != 1 && size != shape[i]) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected shapes that broadcast, got %s and %s: size "
                            "%lld does not match %lld",
                            op, ct_shape_str(n, shape), ct_shape_str(nb, b),
                            (long long)shape[i], (long long)size);
        }
    }
    *ndim = n;
    return 0;
}

int ct_dim_wrap_slow(const char *op, int64_t dim, int ndim)
{
    int64_t n = ndim > 0 ? ndim : 1;
    if (dim < -n || dim >= n) {
        return ct_error(CT_ERR_INDEX,
                        "%s: Dimension out of range: expected dim in [%lld, %lld], "
                        "got %lld",
                        op, (long long)-n, (long long)(n - 1), (long long)dim);
    }
    return ct_dim_wrapped(dim, ndim);
}

int ct_dims_wrap(const char *op, const int64_t *dims, int n, int ndim, uint64_t *mask)
{
    *mask = 0;
    for (int i = 0; i < n; i++) {
        int d = ct_dim_wrap(op, dims[i], ndim);
        if (d < 0) {
            return -1;
        }
        if (*mask >> d & 1) {
            return ct_error(CT_ERR_RUNTIME, "%s: expected distinct dims, got %d twice",
                            op, d);
        }
        *mask |= (uint64_t)1 << d;
    }
    return 0;
}

int ct_shape_extent(const char *op, int ndim, const int64_t *shape,
                    const int64_t *strides, int64_t itemsize, int64_t *low,
                    int64_t *high)
{
    *low = 0, *high = itemsize;
    for (int i = 0; i < ndim; i++) {
        if (shape[i] == 0) {
            *low = *high = 0;
            return 0;
        }
    }
    for (int i = 0; i < ndim; i++) {
        int64_t span, *end = strides[i] < 0 ? low : high;
        if (__builtin_mul_overflow(shape[i] - 1, strides[i], &span) ||
            __builtin_add_overflow(*end, span, end)) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected strides within 2**63 bytes, got shape %s "
                            "with strides %s (bytes)",
                            op, ct_shape_str(ndim, shape), ct_shape_str(ndim, strides));
        }
    }
    return 0;
}

/* Dims with size > 1, sorted by |stride|: each must step over all smaller ones. */
bool ct_shape_self_overlap(int ndim, const int64_t *shape, const int64_t *strides,
                           int64_t itemsize)
{
    int64_t step[CT_MAX_NDIM], size[CT_MAX_NDIM];
    int n = 0;
    for (int i = 0; i < ndim; i++) {
        if (shape[i] == 0) {
            return false;
        }
        if (shape[i] == 1) {
            continue;
        }
        int64_t s = strides[i] < 0 ? -strides[i] : strides[i];
        int at = n++;
        for (; at > 0 && step[at - 1] > s; at--) {
            step[at] = step[at - 1];
            size[at] = size[at - 1];
        }
        step[at] = s;
        size[at] = shape[i];
    }
    int64_t reach = itemsize;
    for (int i = 0; i < n; i++) {
        if (step[i] < reach) {
            return true;
        }
        reach += (size[i] - 1) * step[i];
    }
    return false;
}

/* Groups old dims that are contiguous with each other; each group must be cut into
 * whole new dims. */
bool ct_shape_view_strides(int ndim, const int64_t *shape, const int64_t *strides,
                           int64_t itemsize, int new_ndim, const int64_t *new_shape,
                           int64_t *new_strides)
{
    for (int i = 0; i < ndim; i++) {
        if (shape[i] == 0) {
            ct_shape_strides(new_ndim, new_shape, itemsize, new_strides);
            return true;
        }
    }
    int at = new_ndim - 1;
    int64_t group = 1, base = ndim ? strides[ndim - 1] : itemsize;
    for (int d = ndim - 1; d >= 0 || ndim == 0; d--) {
        if (ndim) {
            group *= shape[d];
        }
        bool last = d <= 0;
        bool joined = !last && (shape[d - 1] == 1 || strides[d - 1] == group * base);
        if (joined) {
            continue;
        }
        int64_t made = 1;
        while (at >= 0 && (made < group || new_shape[at] == 1)) {
            new_strides[at] = made * base;
            made *= new_shape[at--];
        }
        if (made != group) {
            return false;
        }
        if (last) {
            break;
        }
        group = 1;
        base = strides[d - 1];
    }
    return at == -1;
}
