/* lapack_indefinite: factors of symmetric and Hermitian matrices, L D L^H with blocks of
 * one or two on D's diagonal, and reflectors as LAPACK leaves them.
 *
 * Pivots come from the user: those that name no row are an error before LAPACK sees
 * them. */
#include <string.h>

#include "core/device.h"
#include "cpu/lapack.h"
#include "rows/linalg.h"

typedef void geqrf_fn(const int *m, const int *n, void *a, const int *lda, void *tau,
                      void *work, const int *lwork, int *info);
typedef void sytrf_fn(const char *uplo, const int *n, void *a, const int *lda,
                      int *pivots, void *work, const int *lwork, int *info, size_t);
typedef void sytrs_fn(const char *uplo, const int *n, const int *k, const void *a,
                      const int *lda, const int *pivots, void *b, const int *ldb,
                      int *info, size_t);

/* ---- reflectors ------------------------------------------------------------------ */

/* x: the matrix, tau. */
static int reflect(const ct_job *j, char *const *x, char *room)
{
    int m = j->m, n = j->n, ld = ct_lapack_ld(m), info = 0;
    geqrf_fn *geqrf = (geqrf_fn *)ct_lapack[CT_LAPACK_geqrf][j->type];
    geqrf(&m, &n, x[0], &ld, x[1], room, &j->lwork, &info);
    return info;
}

int ct_lapack_geqrf_cpu(ct_call *c)
{
    ct_job j;
    ct_tensor *x = ARG(c, lapack_geqrf, input).tensor, *y = OUT(c, lapack_geqrf, a);
    if (ct_job_begin(c, &j, x) < 0 || ct_tensor_copy_data(y, x) < 0) {
        return -1;
    }
    char size[16] = {0}, unused[16] = {0};
    int query = -1, ld = ct_lapack_ld(j.m), info;
    geqrf_fn *geqrf = (geqrf_fn *)ct_lapack[CT_LAPACK_geqrf][j.type];
    geqrf(&j.m, &j.n, unused, &ld, unused, size, &query, &info);
    j.lwork = ct_lapack_lwork(j.type, size);
    ct_job_room(&j, (size_t)j.lwork * ct_lapack_size(j.type));
    ct_job_array(&j, 0, y, 2);
    ct_job_array(&j, 1, OUT(c, lapack_geqrf, tau), 1);
    j.run = reflect;
    return ct_job_run(c, &j);
}

/* ---- L D L^H --------------------------------------------------------------------- */

static sytrf_fn *factor_of(const ct_job *j)
{
    int routine = j->choice ? CT_LAPACK_hetrf : CT_LAPACK_sytrf;
    return (sytrf_fn *)ct_lapack[routine][j->type];
}

/* x: the matrix, pivots. */
static int factor_ldl(const ct_job *j, char *const *x, char *room)
{
    int n = j->n, ld = ct_lapack_ld(n), info = 0;
    size_t size = ct_lapack_size(j->type);
    factor_of(j)("L", &n, x[0], &ld, (int *)x[1], room, &j->lwork, &info, 1);
    for (int c = 1; c < n; c++) {
        memset(x[0] + (size_t)c * (size_t)n * size, 0, (size_t)c * size);
    }
    return info;
}

int ct_lapack_ldl_cpu(ct_call *c)
{
    ct_job j;
    ct_tensor *x = ARG(c, lapack_ldl, input).tensor, *y = OUT(c, lapack_ldl, LD);
    if (ct_job_begin(c, &j, x) < 0 || ct_tensor_copy_data(y, x) < 0) {
        return -1;
    }
    j.choice = (int)ARG(c, lapack_ldl, hermitian).i;
    char size[16] = {0}, unused[16] = {0};
    int query = -1, ld = ct_lapack_ld(j.n), info, none = 0;
    factor_of (&j)("L", &j.n, unused, &ld, &none, size, &query, &info, 1);
    j.lwork = ct_lapack_lwork(j.type, size);
    ct_job_room(&j, (size_t)j.lwork * ct_lapack_size(j.type));
    ct_job_array(&j, 0, y, 2);
    ct_job_array(&j, 1, OUT(c, lapack_ldl, pivots), 1);
    j.info = (int32_t *)OUT(c, lapack_ldl, info)->data;
    if (ARG(c, lapack_ldl, check).i) {
        j.failure = "D[%d,%1$d] is zero: the matrix is singular.";
    }
    j.run = factor_ldl;
    return ct_job_run(c, &j);
}

/* Do pivots name rows, those of blocks of two in pairs? */
static bool are_pivots(const int *p, int n)
{
    for (int i = 0; i < n; i++) {
        if (p[i] == 0 || p[i] > n || p[i] < -n) {
            return false;
        }
        if (p[i] < 0 && (++i == n || p[i] != p[i - 1])) {
            return false;
        }
    }
    return true;
}

/* x: the factors, pivots, the right sides. */
static int solve_ldl(const ct_job *j, char *const *x, char *room)
{
    int n = j->n, ld = ct_lapack_ld(n), info = 0, *pivots = (int *)room;
    memcpy(pivots, x[1], (size_t)n * sizeof *pivots);
    if (!are_pivots(pivots, n)) {
        return 1;
    }
    if (j->k > 0) {
        int routine = j->choice ? CT_LAPACK_hetrs : CT_LAPACK_sytrs;
        sytrs_fn *sytrs = (sytrs_fn *)ct_lapack[routine][j->type];
        sytrs("L", &n, &j->k, x[0], &ld, pivots, x[2], &ld, &info, 1);
    }
    return 0;
}

int ct_lapack_ldl_solve_cpu(ct_call *c)
{
    ct_job j;
    ct_tensor *a = ARG(c, lapack_ldl_solve, input).tensor,
              *b = ARG(c, lapack_ldl_solve, other).tensor, *y = c->out[0];
    if (ct_job_begin(c, &j, a) < 0 || ct_tensor_copy_data(y, b) < 0) {
        return -1;
    }
    ct_tensor *pivots = ct_tensor_contiguous(ARG(c, lapack_ldl_solve, pivots).tensor);
    ct_tensor *copy = pivots ? ct_job_copy(&j, 0, a, j.n) : NULL;
    int status = -1;
    if (copy) {
        j.choice = (int)ARG(c, lapack_ldl_solve, hermitian).i;
        j.k = (int)y->shape[y->ndim - 1];
        j.cost += (int64_t)j.n * j.n * j.k / 2;
        ct_job_room(&j, (size_t)j.n * sizeof(int));
        ct_job_array(&j, 1, pivots, 1);
        ct_job_array(&j, 2, y, 2);
        j.failure = "Expected pivots as ldl_factor gives them, got others.";
        j.run = solve_ldl;
        status = ct_job_run(c, &j);
    }
    ct_xdecref(pivots);
    ct_xdecref(copy);
    return status;
}
