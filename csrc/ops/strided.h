/* strided: the place of a view in its base, as a list of numbers.
 *
 * geometry = base ndim, shape, strides; view ndim, shape, strides; offset of the view's
 * first element from the base's; dtypes of both. Strides and offset are in bytes of the
 * base's memory. A gradient of the base is laid out as the base is, whatever its own
 * strides, so the view's place in it is known. The rows of strided.def are linear and
 * each other's gradients. */
#ifndef CT_OPS_STRIDED_H
#define CT_OPS_STRIDED_H

#include "core/tensor.h"

/* Numbers in the geometry of `view` in `base`, and the numbers. */
int64_t ct_strided_size(const ct_tensor *base, const ct_tensor *view);
void ct_strided_pack(const ct_tensor *base, const ct_tensor *view, int64_t *geometry);

#endif
