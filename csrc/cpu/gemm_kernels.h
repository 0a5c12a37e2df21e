/* gemm_kernels: matrix products of our own, on the calling thread.
 *
 * For products so small that the library's call costs more than the work, for the
 * integer types, and for everything when there is no library. */
#ifndef CT_CPU_GEMM_KERNELS_H
#define CT_CPU_GEMM_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/dtype.h"

/* c = alpha op(a) op(b) + beta c, all row-major. op(a) is m x k: a itself, or a's
 * transpose, in which case a is k x m. Leading dimensions count elements. c is not read
 * where beta is 0, nor a and b where alpha is 0. */
typedef struct ct_gemm_args {
    bool trans_a, trans_b;
    int64_t m, n, k;
    double alpha, beta;
    const void *a, *b;
    void *c;
    int64_t lda, ldb, ldc;
} ct_gemm_args;

typedef void (*ct_gemm_loop)(const ct_gemm_args *g);

typedef struct ct_gemm_kernels {
    /* By dtype; NULL for float16 and bfloat16, whose products run in float32. */
    ct_gemm_loop gemm[CT_DTYPE_COUNT];
    /* NOTE [Our product or the library's], for float32 and float64: up to `small`
     * multiplications (half of it in float64) ours are faster, but not with fewer rows
     * of c than `few_rows`, or a transposed and fewer columns than `few_columns`. */
    double small;
    int64_t few_rows, few_columns;
} ct_gemm_kernels;

#endif
