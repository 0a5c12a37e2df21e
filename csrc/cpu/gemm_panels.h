/* gemm_panels: a matrix packed once for many products, as the weight of a recurrent layer,
 * which every step multiplies. float32 and float64.
 *
 * Each product runs on the thread that asks for it, its other operand as it lies. A row of
 * the result has the same bits whatever rows are beside it. */
#ifndef CT_CPU_GEMM_PANELS_H
#define CT_CPU_GEMM_PANELS_H

#include "core/dtype.h"
#include "cpu/gemm_kernels.h"

typedef struct ct_gemm_panels {
    ct_dtype dtype;
    int64_t size; /* of an element */
    int64_t k, n, width; /* width: n up to whole panels */
    char *data;
    size_t bytes;
} ct_gemm_panels;

/* b is k x n, its elements `step` apart along k and `column` apart along n. -1: no memory,
 * with the error set. */
int ct_gemm_panels_lay(ct_gemm_panels *p, ct_dtype dtype, const void *b, int64_t step,
                       int64_t column, int64_t k, int64_t n);
/* Of one that is all zero, nothing. */
void ct_gemm_panels_drop(ct_gemm_panels *p);

/* c = a b, or c += a b. a has m rows, `row` apart, its elements `step` apart. */
void ct_gemm_panels_times(const ct_gemm_panels *p, const char *a, int64_t row,
                          int64_t step, int64_t m, bool add, char *c, int64_t ldc);

#endif
