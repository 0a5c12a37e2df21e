/* reduce: shapes and dtypes of reductions. */
#ifndef CT_OPS_REDUCE_H
#define CT_OPS_REDUCE_H

#include "ops/op.h"

/* The dims that are asked as a bit mask: all when `dim` is not given or empty. */
CT_API uint64_t ct_reduce_mask(const ct_call *c);
/* The same for any and all, of which dim=() means element by element. */
CT_API uint64_t ct_truth_mask(const ct_call *c);
/* How many elements of x each result is made of. */
CT_API int64_t ct_reduce_count(const ct_tensor *x, uint64_t mask);
/* Allocates out[i] for input reduced over mask. */
int ct_reduce_out(ct_call *c, int i, ct_dtype dtype, uint64_t mask, bool keepdim);

#endif
