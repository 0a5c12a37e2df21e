/* view: layouts, and how a view row changes one.
 *
 * A layout function turns the layout of a view's input into that of its result. The
 * check runs it on the input's strides in bytes; the gradient runs it again on the
 * row-major strides, in elements, of a tensor of the input's shape, and scatters what
 * comes in to the places found. So each view is written once. */
#ifndef CT_OPS_VIEW_H
#define CT_OPS_VIEW_H

#include "ops/op.h"

typedef struct ct_layout {
    int ndim;
    int64_t unit;   /* of strides and offset: item size for bytes, 1 for elements */
    int64_t offset; /* of the first element */
    int64_t shape[CT_MAX_NDIM];
    int64_t strides[CT_MAX_NDIM];
} ct_layout;

/* Changes the layout as the row `op` with these arguments (the first is not read). */
typedef int (*ct_layout_fn)(ct_layout *l, const char *op, const ct_value *arg);

int ct_layout_select(ct_layout *l, const char *op, const ct_value *arg);
int ct_layout_narrow(ct_layout *l, const char *op, const ct_value *arg);
int ct_layout_slice(ct_layout *l, const char *op, const ct_value *arg);
int ct_layout_basic_index(ct_layout *l, const char *op, const ct_value *arg);
int ct_layout_diagonal(ct_layout *l, const char *op, const ct_value *arg);
int ct_layout_unfold(ct_layout *l, const char *op, const ct_value *arg);

/* basic_index takes three numbers for each step of a subscript. Dims beyond the last
 * step are kept. */
enum {
    CT_STEP_SELECT = -1, /* -1, index, 0: one index; the dim goes */
    CT_STEP_NEW = -2     /* -2, 0, 0: a new dim of size 1 */
};                       /* length, start, step: a slice, start counted from 0 */

/* A shape with one -1 completed for numel elements; PyTorch's errors. */
int ct_shape_infer(const char *op, ct_dims asked, int64_t numel, int64_t *shape);
/* Where dims `source` go to `destination`, as the order for permute. */
int ct_movedim_order(const char *op, int ndim, ct_dims source, ct_dims destination,
                     int64_t *order);

/* All elements of a shape in row-major order, in elements. */
void ct_layout_rows(ct_layout *l, int ndim, const int64_t *shape);
/* Error unless a layout in elements lies in [0, numel). Empty layouts fit anywhere. */
int ct_layout_fits(const char *op, const ct_layout *l, int64_t numel);

#endif
