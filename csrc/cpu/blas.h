/* blas: OpenBLAS, opened at run time from the scipy-openblas32 package.
 *
 * Nothing is linked: the Python layer says where the library is. Without it our own
 * kernels do all products. Its integers are 32 bits wide. */
#ifndef CT_CPU_BLAS_H
#define CT_CPU_BLAS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/dtype.h"

/* Opens the library at `path`; -1 with the error set when it is none. */
int ct_blas_open(const char *path);
bool ct_blas_ready(void);
/* "OpenBLAS 0.3.34 SkylakeX, 2 threads", or "none". Valid until the next call. */
const char *ct_blas_describe(void);
/* Threads that a product may use, from now on. */
void ct_blas_threads_set(int n);

/* cblas_?gemm, row-major, for f32, f64, c64, c128; sizes must fit 31 bits. */
void ct_blas_gemm(ct_dtype dtype, bool trans_a, bool trans_b, int64_t m, int64_t n,
                  int64_t k, double alpha, const void *a, int64_t lda, const void *b,
                  int64_t ldb, double beta, void *c, int64_t ldc);
/* y = op(a) x for one column x: cblas_?gemv with unit strides. a is rows x columns. */
void ct_blas_gemv(ct_dtype dtype, bool trans, int64_t rows, int64_t columns,
                  double alpha, const void *a, int64_t lda, const void *x, double beta,
                  void *y);

#endif
