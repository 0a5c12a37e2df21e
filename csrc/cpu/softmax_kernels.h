/* softmax_kernels: one row of a softmax, or columns side by side; float32 and float64. */
#ifndef CT_CPU_SOFTMAX_KERNELS_H
#define CT_CPU_SOFTMAX_KERNELS_H

#include <stdint.h>

/* y may be x. n >= 1. */
typedef void (*ct_row_fn)(void *y, const void *x, int64_t n);

/* The same of each of `width` columns, down n rows that lie `step` elements apart. */
typedef void (*ct_columns_fn)(void *y, const void *x, int64_t n, int64_t step,
                              int64_t width);

enum { CT_ROW_F32, CT_ROW_F64 };

typedef struct ct_softmax_kernels {
    ct_row_fn softmax[2];
    ct_row_fn log_softmax[2];
    ct_columns_fn softmax_columns[2];
    ct_columns_fn log_softmax_columns[2];
    /* y = exp(x - shift) * scale */
    void (*exp_scaled[2])(void *y, const void *x, double shift, double scale,
                          int64_t n);
    /* y = (x - largest) - shift */
    void (*shifted[2])(void *y, const void *x, double largest, double shift, int64_t n);
    /* sum of exp(x - largest) */
    double (*exp_sum[2])(const void *x, double largest, int64_t n);
    /* log(sum(exp(x))) of the row, as the row's type, to *y */
    ct_row_fn logsumexp[2];
    /* the same of columns: y has `width` elements */
    ct_columns_fn logsumexp_columns[2];
} ct_softmax_kernels;

#endif
