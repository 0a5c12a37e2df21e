/* reduce: shapes and dtypes of reductions. */
#ifndef CT_OPS_REDUCE_H
#define CT_OPS_REDUCE_H

#include "ops/op.h"

/* The dims argument as a bit mask: all dims when it is not given or empty. */
uint64_t ct_reduce_mask(const ct_call *c, int arg);
/* Allocates out[i] for input reduced over mask. */
int ct_reduce_out(ct_call *c, int i, ct_dtype dtype, uint64_t mask, bool keepdim);

#endif
