/* pointwise: the check that all formula rows share, and their gradient loops. */
#ifndef CT_OPS_POINTWISE_H
#define CT_OPS_POINTWISE_H

#include "ops/op.h"

/* Gradient of a pointwise row for one operand by its compiled loop: shape of g,
 * stored as `result`. a, b, c and y broadcast to g; what the formula does not read
 * may be NULL. New reference. */
ct_tensor *ct_pointwise_grad(const ct_op *op, int operand, ct_dtype compute,
                             ct_dtype result, ct_tensor *g, ct_tensor *const abc[3],
                             ct_tensor *y);
/* Has the row a compiled gradient loop in this dtype? */
bool ct_pointwise_has_grad(const ct_op *op, int operand, ct_dtype compute);

#endif
