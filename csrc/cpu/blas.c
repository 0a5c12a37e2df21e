/* blas: the few symbols of OpenBLAS that products need. */
#include "cpu/blas.h"

#include <dlfcn.h>
#include <stdio.h>

#include "core/error.h"
#include "core/parallel.h"

enum { ROW_MAJOR = 101, PLAIN = 111, TRANSPOSED = 112 }; /* of the CBLAS interface */

#define GEMM(name, scalar, type)                                                      \
    void (*name)(int order, int ta, int tb, int m, int n, int k, scalar alpha,        \
                 const type *a, int lda, const type *b, int ldb, scalar beta, type *c, \
                 int ldc)
#define GEMV(name, scalar, type)                                                   \
    void (*name)(int order, int ta, int m, int n, scalar alpha, const type *a,     \
                 int lda, const type *x, int incx, scalar beta, type *y, int incy)

static struct {
    void *library;
    GEMM(sgemm, float, float);
    GEMM(dgemm, double, double);
    GEMM(cgemm, const void *, void);
    GEMM(zgemm, const void *, void);
    GEMV(sgemv, float, float);
    GEMV(dgemv, double, double);
    GEMV(cgemv, const void *, void);
    GEMV(zgemv, const void *, void);
    void (*set_threads)(int n);
    char *(*corename)(void);
    char *(*config)(void);
} blas;

/* POSIX gives function pointers as void *. */
static int load(void *slot, const char *name)
{
    void *symbol = dlsym(blas.library, name);
    *(void **)slot = symbol;
    return symbol ? 0 : ct_error(CT_ERR_RUNTIME, "BLAS: expected the symbol %s", name);
}

static int load_all(void)
{
    return load(&blas.sgemm, "scipy_cblas_sgemm") < 0 ||
                   load(&blas.dgemm, "scipy_cblas_dgemm") < 0 ||
                   load(&blas.cgemm, "scipy_cblas_cgemm") < 0 ||
                   load(&blas.zgemm, "scipy_cblas_zgemm") < 0 ||
                   load(&blas.sgemv, "scipy_cblas_sgemv") < 0 ||
                   load(&blas.dgemv, "scipy_cblas_dgemv") < 0 ||
                   load(&blas.cgemv, "scipy_cblas_cgemv") < 0 ||
                   load(&blas.zgemv, "scipy_cblas_zgemv") < 0 ||
                   load(&blas.set_threads, "scipy_openblas_set_num_threads") < 0 ||
                   load(&blas.corename, "scipy_openblas_get_corename") < 0 ||
                   load(&blas.config, "scipy_openblas_get_config") < 0
               ? -1
               : 0;
}

int ct_blas_open(const char *path)
{
    blas.library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!blas.library) {
        return ct_error(CT_ERR_RUNTIME, "BLAS: %s", dlerror());
    }
    if (load_all() < 0) {
        dlclose(blas.library);
        blas.library = NULL;
        return -1;
    }
    ct_blas_threads_set(ct_num_threads());
    return 0;
}

bool ct_blas_ready(void)
{
    return blas.library != NULL;
}

void ct_blas_threads_set(int n)
{
    if (blas.library) {
        blas.set_threads(n);
    }
}

const char *ct_blas_describe(void)
{
    static char text[256];
    if (!blas.library) {
        return "none";
    }
    snprintf(text, sizeof text, "%.160s, core type %.40s", blas.config(),
             blas.corename());
    return text;
}

void ct_blas_gemm(ct_dtype dtype, bool trans_a, bool trans_b, int64_t m, int64_t n,
                  int64_t k, double alpha, const void *a, int64_t lda, const void *b,
                  int64_t ldb, double beta, void *c, int64_t ldc)
{
    int ta = trans_a ? TRANSPOSED : PLAIN, tb = trans_b ? TRANSPOSED : PLAIN;
    float c64[4] = {(float)alpha, 0, (float)beta, 0};
    double c128[4] = {alpha, 0, beta, 0};
#define SIZES ROW_MAJOR, ta, tb, (int)m, (int)n, (int)k
    switch (dtype) {
    case CT_DTYPE_F32:
        blas.sgemm(SIZES, (float)alpha, a, (int)lda, b, (int)ldb, (float)beta, c,
                   (int)ldc);
        return;
    case CT_DTYPE_F64:
        blas.dgemm(SIZES, alpha, a, (int)lda, b, (int)ldb, beta, c, (int)ldc);
        return;
    case CT_DTYPE_C64:
        blas.cgemm(SIZES, c64, a, (int)lda, b, (int)ldb, c64 + 2, c, (int)ldc);
        return;
    default:
        blas.zgemm(SIZES, c128, a, (int)lda, b, (int)ldb, c128 + 2, c, (int)ldc);
        return;
    }
#undef SIZES
}

void ct_blas_gemv(ct_dtype dtype, bool trans, int64_t rows, int64_t columns,
                  double alpha, const void *a, int64_t lda, const void *x, double beta,
                  void *y)
{
    float c64[4] = {(float)alpha, 0, (float)beta, 0};
    double c128[4] = {alpha, 0, beta, 0};
#define SIZES ROW_MAJOR, trans ? TRANSPOSED : PLAIN, (int)rows, (int)columns
    switch (dtype) {
    case CT_DTYPE_F32:
        blas.sgemv(SIZES, (float)alpha, a, (int)lda, x, 1, (float)beta, y, 1);
        return;
    case CT_DTYPE_F64:
        blas.dgemv(SIZES, alpha, a, (int)lda, x, 1, beta, y, 1);
        return;
    case CT_DTYPE_C64:
        blas.cgemv(SIZES, c64, a, (int)lda, x, 1, c64 + 2, y, 1);
        return;
    default:
        blas.zgemv(SIZES, c128, a, (int)lda, x, 1, c128 + 2, y, 1);
        return;
    }
#undef SIZES
}
