/* gemm: matrix products of every dtype, on plain pointers.
 *
 * Matrices are row-major; leading dimensions and strides count elements. op(a) is m x k:
 * a itself, or with trans_a the transpose of a, which then is stored as k x m; op(b) is
 * k x n likewise. c must not overlap a or b, is not read where beta is 0, and neither
 * are a and b where alpha is 0. float16 and bfloat16 are summed in float32, integers
 * wrap, bool is "any pair true in both". Return 0, or -1 with the error set (memory,
 * Ctrl-C). */
#ifndef CT_CPU_GEMM_H
#define CT_CPU_GEMM_H

#include <stdbool.h>
#include <stdint.h>

#include "core/dtype.h"

/* c = alpha op(a) op(b) + beta c */
int ct_gemm(ct_dtype dtype, bool trans_a, bool trans_b, int64_t m, int64_t n, int64_t k,
            double alpha, const void *a, int64_t lda, const void *b, int64_t ldb,
            double beta, void *c, int64_t ldc);

#endif
