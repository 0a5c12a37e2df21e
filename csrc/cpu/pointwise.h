/* pointwise: runs a contiguous loop over operands of any layout and dtype.
 *
 * Where an operand is contiguous along the innermost dimension and of the loop's
 * dtype the loop works on it directly; else a piece that fits the first-level cache
 * is gathered and cast into a tile, and results are cast and scattered back. */
#ifndef CT_CPU_POINTWISE_H
#define CT_CPU_POINTWISE_H

#include "core/tensor.h"
#include "cpu/kernels.h"

#define CT_POINTWISE_OPERANDS (CT_MAX_OPERANDS + 3) /* result, g, a, b, c, d, y */

/* `in` broadcast to `out`; the loop reads dtype `compute` and writes `written`, and is
 * given `arg` (NULL for rows without attributes). Without a loop in[0] is copied. */
int ct_pointwise_run(ct_loop loop, const ct_value *arg, ct_dtype compute,
                     ct_dtype written, ct_tensor *out, int nin, ct_tensor *const *in);

#endif
