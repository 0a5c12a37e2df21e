/* shape: arithmetic on shapes and strides, always checked for overflow.
 *
 * Strides are in bytes and may be zero or negative. A product of sizes is
 * checked even when another size is 0, so that no view of it can overflow. */
#ifndef CT_CORE_SHAPE_H
#define CT_CORE_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/dtype.h"

#define CT_MAX_NDIM 64

/* Product of the sizes into *numel. Sizes < 0, or a product of the non-zero
 * sizes times item size that overflows int64: error naming `op`. */
int ct_shape_numel(const char *op, int ndim, const int64_t *shape, int64_t itemsize,
                   int64_t *numel);
/* Row-major strides for a checked shape. */
void ct_shape_strides(int ndim, const int64_t *shape, int64_t itemsize,
                      int64_t *strides);
bool ct_shape_contiguous(int ndim, const int64_t *shape, const int64_t *strides,
                         int64_t itemsize);
static inline bool ct_shape_equal(int na, const int64_t *a, int nb, const int64_t *b)
{
    if (na != nb) {
        return false;
    }
    for (int i = 0; i < na; i++) {
        if (a[i] != b[i]) {
            return false;
        }
    }
    return true;
}
/* Broadcasts b into the shape (*ndim, shape[CT_MAX_NDIM]) in place. */
int ct_shape_broadcast(const char *op, int *ndim, int64_t *shape, int nb,
                       const int64_t *b);
/* Wraps a possibly negative dim into [0, ndim); a 0-d tensor has dims 0 and -1.
 * IndexError "op: expected dim in [-2, 1], got 5". Returns the dim or -1. */
int ct_dim_wrap_slow(const char *op, int64_t dim, int ndim);
static inline int ct_dim_wrap(const char *op, int64_t dim, int ndim)
{
    return dim >= 0 && dim < ndim ? (int)dim : ct_dim_wrap_slow(op, dim, ndim);
}
/* The same for a dim that has passed. */
static inline int ct_dim_wrapped(int64_t dim, int ndim)
{
    return (int)(dim >= 0 ? dim : ndim > 0 ? dim + ndim : 0);
}
/* Wraps all; twice the same is an error; returns the bit mask through *mask. */
int ct_dims_wrap(const char *op, const int64_t *dims, int n, int ndim, uint64_t *mask);
/* Lowest and one-past-highest byte offset touched; 0,0 when empty. Checked. */
CT_API int ct_shape_extent(const char *op, int ndim, const int64_t *shape,
                           const int64_t *strides, int64_t itemsize, int64_t *low,
                           int64_t *high);
/* May two elements share an address (a zero stride on a size > 1, or overlap)?
 * Conservative: true may be a false alarm only for exotic strides. */
CT_API bool ct_shape_self_overlap(int ndim, const int64_t *shape,
                                  const int64_t *strides, int64_t itemsize);
/* Strides of a view with new_shape (no -1 left) over the old layout, or false
 * when a copy is needed. */
bool ct_shape_view_strides(int ndim, const int64_t *shape, const int64_t *strides,
                           int64_t itemsize, int new_ndim, const int64_t *new_shape,
                           int64_t *new_strides);

#endif
