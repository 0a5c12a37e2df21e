/* strided: the place of a view in its base, as a list of numbers.
 *
 * geometry = base ndim, shape, strides; view ndim, shape, strides; offset of the view's
 * first element from the base's; dtypes of both. Strides and offset are in bytes of the
 * base's memory. A gradient of the base is laid out as the base is, whatever its own
 * strides, so the view's place in it is known. The rows of strided.def are linear and
 * each other's gradients. */
#ifndef CT_OPS_STRIDED_H
#define CT_OPS_STRIDED_H

#include "ops/scope.h"
#include "ops/view.h"

/* The part of x at a layout in elements of x in row-major order; and zeros of a size, in
 * row-major order, with g added at the layout. */
ct_tensor *ct_s_layout_get(ct_scope *s, ct_tensor *x, const ct_layout *l);
ct_tensor *ct_s_layout_put(ct_scope *s, ct_tensor *g, ct_dims size, const ct_layout *l);

/* Numbers in the geometry of `view` in `base`, and the numbers. */
int64_t ct_strided_size(const ct_tensor *base, const ct_tensor *view);
void ct_strided_pack(const ct_tensor *base, const ct_tensor *view, int64_t *geometry);

typedef struct ct_strided_layout {
    int ndim;
    const int64_t *shape, *strides;
    ct_dtype dtype;
} ct_strided_layout;

typedef struct ct_geometry {
    ct_strided_layout base, view;
    int64_t offset;
} ct_geometry;

/* That of a call of a row of strided.def, which its check has let pass. */
CT_API ct_geometry ct_geometry_of(const ct_call *c);
CT_API int ct_geometry_bad(const ct_call *c); /* the error of a view outside its base */
/* The view's place in `base`, which lies as the geometry says; a new reference. */
CT_API ct_tensor *ct_strided_view_in(const ct_geometry *g, ct_tensor *base);

#endif
