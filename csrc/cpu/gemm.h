/* gemm: C = alpha op(A) op(B) + beta C, row-major. */
#ifndef CT_CPU_GEMM_H
#define CT_CPU_GEMM_H

#include "core/dtype.h"

/* op(A) is m x k, op(B) k x n, C m x n; ld* are elements between rows as stored.
 * beta 0 does not read C. */
int ct_gemm(ct_dtype dtype, bool trans_a, bool trans_b, int64_t m, int64_t n, int64_t k,
            double alpha, const void *a, int64_t lda, const void *b, int64_t ldb,
            double beta, void *c, int64_t ldc);

#endif
