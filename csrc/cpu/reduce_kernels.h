/* reduce_kernels: what an instruction set provides for reductions.
 *
 * A reducer folds elements of one dtype into accumulators of another. `row` folds n
 * contiguous elements into one accumulator; `cols` folds element j of each of `rows`
 * rows, `step` bytes apart, into accumulator j. Sums and products of float32 are carried in
 * float64 between pieces, so that the error does not grow with the length. Bools are bytes of
 * any value; accumulators of them are 0 or 1.
 *
 * Moments are of distances from a center, which the caller names: an accumulator is two
 * float64, a complex number: the sum of their squares and their own sum. Accumulators of
 * one center add up. A center of float32 elements is a float32. */
#ifndef CT_CPU_REDUCE_KERNELS_H
#define CT_CPU_REDUCE_KERNELS_H

#include "core/dtype.h"

typedef enum ct_reduction {
    CT_REDUCE_SUM,
    CT_REDUCE_PROD,
    CT_REDUCE_MAX,
    CT_REDUCE_MIN,
    CT_REDUCE_MOMENTS,
    CT_REDUCE_ANY,
    CT_REDUCE_ALL,
    CT_REDUCTION_COUNT
} ct_reduction;

typedef void (*ct_fold_row)(void *acc, const void *x, int64_t n);
typedef void (*ct_fold_cols)(void *acc, const void *x, int64_t n, int64_t rows,
                             int64_t step);

/* The same with a center, or with one for each column. */
typedef void (*ct_fold_row_from)(double *acc, const void *x, int64_t n, double center);
typedef void (*ct_fold_cols_from)(double *acc, const void *x, int64_t n, int64_t rows,
                                  int64_t step, const double *centers);

typedef struct ct_reducer {
    ct_dtype acc;    /* of the accumulators */
    ct_fold_row row; /* NULL: this dtype is not reduced directly */
    ct_fold_cols cols;
    ct_fold_row_from row_from; /* in place of row and cols */
    ct_fold_cols_from cols_from;
} ct_reducer;

/* Index of the first element equal to *value, or of the first NaN if that is one;
 * n if there is none. */
typedef int64_t (*ct_find)(const void *x, const void *value, int64_t n);

/* The same for each of n columns of fewer than 2^31 rows, `step` bytes apart; 0 if there
 * is none. best: an element for each column. */
typedef void (*ct_find_cols)(int64_t *index, const void *best, const void *x, int64_t n,
                             int64_t rows, int64_t step);

typedef struct ct_reduce_kernels {
    ct_reducer reducer[CT_REDUCTION_COUNT][CT_DTYPE_COUNT];
    ct_find find[CT_DTYPE_COUNT];
    ct_find_cols find_cols[CT_DTYPE_COUNT];
} ct_reduce_kernels;

#endif
