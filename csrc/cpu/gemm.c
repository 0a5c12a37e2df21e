/* gemm: who computes a product. Tiny ones, and the integers, our own kernels, because
 * the library's call costs more than the work; others OpenBLAS; float16 and bfloat16
 * run in float32. */
#include "cpu/gemm.h"

#include <limits.h>
#include <string.h>

#include "core/alloc.h"
#include "core/runtime.h"
#include "cpu/blas.h"
#include "cpu/copy.h"
#include "cpu/gemm_kernels.h"
#include "cpu/kernels.h"

/* Below this many multiplications the interpreter lock is kept. */
#define WORTH_UNLOCKING 200000

static bool fits_blas(const ct_gemm_args *g)
{
    return g->m <= INT_MAX && g->n <= INT_MAX && g->k <= INT_MAX && g->lda <= INT_MAX &&
           g->ldb <= INT_MAX && g->ldc <= INT_MAX;
}

static double work(const ct_gemm_args *g)
{
    return (double)g->m * (double)g->n * (double)g->k;
}

static bool small(ct_dtype d, const ct_gemm_args *g)
{
    int64_t limit = d == CT_DTYPE_F32   ? ct_cpu->gemm->small_f32
                    : d == CT_DTYPE_F64 ? ct_cpu->gemm->small_f64
                                        : 64;
    return work(g) <= (double)limit;
}

static void by_blas(ct_dtype d, const ct_gemm_args *g)
{
    if (g->n == 1 && (g->trans_b || g->ldb == 1) && g->ldc == 1) {
        int64_t rows = g->trans_a ? g->k : g->m, columns = g->trans_a ? g->m : g->k;
        ct_blas_gemv(d, g->trans_a, rows, columns, g->alpha, g->a, g->lda, g->b, g->beta,
                     g->c);
        return;
    }
    ct_blas_gemm(d, g->trans_a, g->trans_b, g->m, g->n, g->k, g->alpha, g->a, g->lda,
                 g->b, g->ldb, g->beta, g->c, g->ldc);
}

static int run(ct_dtype d, const ct_gemm_args *g)
{
    bool library = ct_blas_ready() && ct_dtype_is_inexact(d) && fits_blas(g);
    if (small(d, g)) {
        ct_cpu->gemm->gemm[d](g);
        return 0;
    }
    bool unlock = work(g) > WORTH_UNLOCKING;
    if (unlock) {
        ct_unlocked_begin();
    }
    if (library) {
        by_blas(d, g);
    } else {
        ct_cpu->gemm->gemm[d](g);
    }
    int status = 0;
    if (unlock) {
        status = ct_interrupted();
        ct_unlocked_end();
    }
    return status;
}

/* ---- 16-bit floats ------------------------------------------------------- */

/* rows x columns of d as float32 without gaps; NULL on failure. */
static float *widened(ct_dtype d, const void *p, int64_t rows, int64_t columns,
                      int64_t ld)
{
    float *wide = ct_alloc((size_t)(rows * columns) * sizeof *wide);
    for (int64_t i = 0; wide && i < rows; i++) {
        ct_cast_strided(CT_DTYPE_F32, (char *)(wide + i * columns), 4, d,
                        (const char *)p + i * ld * 2, 2, columns);
    }
    return wide;
}

static int run_half(ct_dtype d, const ct_gemm_args *g)
{
    int64_t ra = g->trans_a ? g->k : g->m, ca = g->trans_a ? g->m : g->k;
    int64_t rb = g->trans_b ? g->n : g->k, cb = g->trans_b ? g->k : g->n;
    float *a = widened(d, g->a, ra, ca, g->lda), *b = widened(d, g->b, rb, cb, g->ldb);
    float *c = widened(d, g->c, g->m, g->n, g->ldc);
    int status = a && b && c ? 0 : -1;
    if (status == 0) {
        ct_gemm_args wide = *g;
        wide.a = a, wide.b = b, wide.c = c;
        wide.lda = ca, wide.ldb = cb, wide.ldc = g->n;
        status = run(CT_DTYPE_F32, &wide);
    }
    for (int64_t i = 0; status == 0 && i < g->m; i++) {
        ct_cast_strided(d, (char *)g->c + i * g->ldc * 2, 2, CT_DTYPE_F32,
                        (const char *)(c + i * g->n), 4, g->n);
    }
    ct_free(a, (size_t)(ra * ca) * 4);
    ct_free(b, (size_t)(rb * cb) * 4);
    ct_free(c, (size_t)(g->m * g->n) * 4);
    return status;
}

int ct_gemm(ct_dtype dtype, bool trans_a, bool trans_b, int64_t m, int64_t n, int64_t k,
            double alpha, const void *a, int64_t lda, const void *b, int64_t ldb,
            double beta, void *c, int64_t ldc)
{
    ct_gemm_args g = {.trans_a = trans_a, .trans_b = trans_b, .m = m, .n = n, .k = k,
                      .alpha = alpha, .beta = beta, .a = a, .b = b, .c = c,
                      .lda = lda, .ldb = ldb, .ldc = ldc};
    if (m == 0 || n == 0) {
        return 0;
    }
    if (ct_dtype_compute(dtype) != dtype) {
        return run_half(dtype, &g);
    }
    return run(dtype, &g);
}
