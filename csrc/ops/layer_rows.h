/* layer_rows: what the norms of layers have in common: an operand whose last dims, the
 * normalized shape, are taken as rows. */
#ifndef CT_OPS_LAYER_ROWS_H
#define CT_OPS_LAYER_ROWS_H

#include "ops/scope.h"

/* The dims of x before those of the shape; -1 with the error set where x, floating, does
 * not end in a shape of one or more dims. */
int ct_layer_rows_kept(const ct_call *c, const ct_tensor *x, ct_dims shape);
/* Whether x, its gradient and a weight (or NULL) are of so many rows of this size. */
bool ct_layer_rows_fit(const ct_tensor *x, const ct_tensor *grad,
                       const ct_tensor *weight, int64_t rows, int64_t size);
/* An operand as rows of a size, in a dtype. */
ct_tensor *ct_layer_rows(ct_scope *s, ct_tensor *t, int64_t rows, int64_t size,
                         ct_dtype d);

#endif
