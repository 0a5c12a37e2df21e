/* reduce: folds a tensor over some of its dims. */
#ifndef CT_CPU_REDUCE_H
#define CT_CPU_REDUCE_H

#include "core/tensor.h"
#include "cpu/reduce_kernels.h"

/* Folds x over the dims in `mask` and writes the results, times `scale`, to `out`: a
 * contiguous tensor with one element per index of the other dims, in their order. */
int ct_reduce(ct_reduction op, ct_tensor *x, uint64_t mask, double scale,
              ct_tensor *out);
/* The squared distances of x's elements from their mean, added up over the dims in `mask`
 * and divided by `left`; `count` elements make one result. x is real and floating. */
int ct_reduce_variance(ct_tensor *x, uint64_t mask, int64_t count, double left,
                       ct_tensor *out);
/* The dtype elements are cast to before they are folded. */
ct_dtype ct_reduce_load(ct_reduction op, ct_dtype d);

#endif
