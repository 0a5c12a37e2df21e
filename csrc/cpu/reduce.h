/* reduce: folds a tensor over some of its dims. */
#ifndef CT_CPU_REDUCE_H
#define CT_CPU_REDUCE_H

#include "core/tensor.h"
#include "cpu/reduce_kernels.h"

/* Folds x over the dims in `mask` and writes the results, times `scale`, to `out`: a
 * contiguous tensor with one element per index of the other dims, in their order. */
int ct_reduce(ct_reduction op, ct_tensor *x, uint64_t mask, double scale,
              ct_tensor *out);
/* What is made of the moments of `count` elements. */
typedef enum ct_moment {
    CT_MOMENT_VARIANCE, /* squared distances from the mean over `left` */
    CT_MOMENT_STD, /* its root, of a variance not rounded to the result's dtype */
    CT_MOMENT_MEAN, /* complex128: a number of x's dtype near the mean, and the rest */
    CT_MOMENT_NORM, /* root of the sum of squares; count and left do not matter */
} ct_moment;

/* A moment of x over the dims in `mask`; x is real and floating, `count` elements make one
 * result. Exact for elements that are all equal. */
int ct_reduce_moment(ct_moment moment, ct_tensor *x, uint64_t mask, int64_t count,
                     double left, ct_tensor *out);
/* The dtype elements are cast to before they are folded. */
ct_dtype ct_reduce_load(ct_reduction op, ct_dtype d);

#endif
