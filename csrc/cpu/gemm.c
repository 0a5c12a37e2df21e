/* gemm: the definition, one element at a time; kernels take its place. */
#include "cpu/gemm.h"

#include "core/tensor.h"

int ct_gemm(ct_dtype dtype, bool trans_a, bool trans_b, int64_t m, int64_t n, int64_t k,
            double alpha, const void *a, int64_t lda, const void *b, int64_t ldb,
            double beta, void *c, int64_t ldc)
{
    int64_t size = ct_dtype_size(dtype);
    for (int64_t i = 0; i < m; i++) {
        for (int64_t j = 0; j < n; j++) {
            char *to = (char *)c + (i * ldc + j) * size;
            ct_scalar old = {.category = ct_dtype_category(dtype)};
            if (beta != 0) {
                old = ct_scalar_load(dtype, to);
            }
            ct_scalar s = {.category = old.category};
            for (int64_t l = 0; l < k; l++) {
                int64_t ia = trans_a ? l * lda + i : i * lda + l;
                int64_t ib = trans_b ? j * ldb + l : l * ldb + j;
                ct_scalar x = ct_scalar_load(dtype, (const char *)a + ia * size);
                ct_scalar y = ct_scalar_load(dtype, (const char *)b + ib * size);
                s.i += x.i * y.i;
                s.re += x.re * y.re - x.im * y.im;
                s.im += x.re * y.im + x.im * y.re;
            }
            s.i = (int64_t)alpha * s.i + (int64_t)beta * old.i;
            s.re = alpha * s.re + beta * old.re;
            s.im = alpha * s.im + beta * old.im;
            ct_scalar_store(dtype, to, s);
        }
    }
    return 0;
}
