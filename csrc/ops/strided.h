/* strided: the place of a view in its base, as a list of numbers.
 *
 * geometry = base ndim, shape, strides; view ndim, shape, strides; offset of the view's
 * first element from the base's; dtypes of both. Strides and offset are in bytes of the
 * base's memory. A gradient of the base is laid out as the base is, whatever its own
 * strides, so the view's place in it is known. The rows of strided.def are linear and
 * each other's gradients. */
#ifndef CT_OPS_STRIDED_H
#define CT_OPS_STRIDED_H

#include "ops/op.h"

/* Numbers in the geometry of `view` in `base`, and the numbers. */
int64_t ct_strided_size(const ct_tensor *base, const ct_tensor *view);
void ct_strided_pack(const ct_tensor *base, const ct_tensor *view, int64_t *geometry);

typedef struct ct_strided_layout {
    int ndim;
    const int64_t *shape, *strides;
    ct_dtype dtype;
    int64_t low, high; /* bytes it touches, from its first element */
} ct_strided_layout;

typedef struct ct_geometry {
    ct_strided_layout base, view;
    int64_t offset;
} ct_geometry;

/* Reads that of a row of strided.def; -1 with the error where it is no view inside its
 * base. */
int ct_geometry_read(const ct_call *c, ct_geometry *g);
int ct_geometry_bad(const ct_call *c); /* that error */

#endif
