/* lapack_factor: triangular factors, and what takes no more than them: solutions,
 * inverses, determinants.
 *
 * Results are laid out as LAPACK has matrices (ops/linalg.c), so that they are computed in
 * place; what a routine destroys is a copy (ct_job_copy). */
#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/device.h"
#include "cpu/lapack_small.h"
#include "rows/linalg.h"

typedef void potrf_fn(const char *uplo, const int *n, void *a, const int *lda,
                      int *info, size_t);
typedef void getrf_fn(const int *m, const int *n, void *a, const int *lda, int *pivots,
                      int *info);
typedef void getri_fn(const int *n, void *a, const int *lda, const int *pivots,
                      void *work, const int *lwork, int *info);
typedef void getrs_fn(const char *trans, const int *n, const int *k, const void *a,
                      const int *lda, const int *pivots, void *b, const int *ldb,
                      int *info, size_t);
typedef void trsm_fn(const char *side, const char *uplo, const char *trans,
                     const char *diag, const int *m, const int *n, const void *alpha,
                     const void *a, const int *lda, void *b, const int *ldb, size_t,
                     size_t, size_t, size_t);

#define ROUTINE(name, type) ((name##_fn *)ct_lapack[CT_LAPACK_##name][type])

static const char SINGULAR[] =
    "The diagonal element %d is zero, the inversion could not be completed because the "
    "input matrix is singular.";

/* info of result i, whose matrices are checked if `check`. */
static void set_info(ct_job *j, ct_tensor *info, bool check, const char *failure)
{
    j->info = (int32_t *)info->data;
    j->failure = check ? failure : NULL;
}

/* ---- Cholesky ------------------------------------------------------------------ */

static int factor_cholesky(const ct_job *j, char *const *x, char *room)
{
    int n = j->n, ld = ct_lapack_ld(n), info = 0;
    size_t size = ct_lapack_size(j->type);
    (void)room;
    ROUTINE(potrf, j->type)("L", &n, x[0], &ld, &info, 1);
    for (int c = 0; c < n && info == 0; c++) { /* which OpenBLAS lets pass */
        size_t at = (size_t)c * (size_t)(n + 1) * size;
        info = isnan(ct_lapack_get(j->type, x[0] + at, 0)) ? c + 1 : 0;
    }
    for (int c = 1; c < n; c++) {
        memset(x[0] + (size_t)c * (size_t)n * size, 0, (size_t)c * size);
    }
    return info;
}

int ct_lapack_cholesky_cpu(ct_call *c)
{
    ct_job j;
    ct_tensor *x = ARG(c, lapack_cholesky, input).tensor,
              *y = OUT(c, lapack_cholesky, L);
    if (ct_job_begin(c, &j, x) < 0 || ct_tensor_copy_data(y, x) < 0) {
        return -1;
    }
    ct_job_array(&j, 0, y, 2);
    j.run = factor_cholesky;
    set_info(&j, OUT(c, lapack_cholesky, info), ARG(c, lapack_cholesky, check).i,
             "The factorization could not be completed because the input is not "
             "positive-definite (the leading minor of order %d is not "
             "positive-definite).");
    return ct_job_run(c, &j);
}

/* ---- LU -------------------------------------------------------------------------- */

static int factor_lu(const ct_job *j, char *const *x, char *room)
{
    int m = j->m, n = j->n, ld = ct_lapack_ld(m), info = 0;
    (void)room;
    ROUTINE(getrf, j->type)(&m, &n, x[0], &ld, (int *)x[1], &info);
    return info;
}

int ct_lapack_lu_cpu(ct_call *c)
{
    ct_job j;
    ct_tensor *x = ARG(c, lapack_lu, input).tensor, *y = OUT(c, lapack_lu, LU);
    if (ct_job_begin(c, &j, x) < 0 || ct_tensor_copy_data(y, x) < 0) {
        return -1;
    }
    ct_job_array(&j, 0, y, 2);
    ct_job_array(&j, 1, OUT(c, lapack_lu, pivots), 1);
    j.run = factor_lu;
    set_info(
        &j, OUT(c, lapack_lu, info), ARG(c, lapack_lu, check).i,
        "U[%d,%1$d] is zero and using it on lu_solve would result in a division by "
        "zero. If you still want to perform the factorization, consider calling "
        "linalg.lu(A, pivot) or linalg.lu_factor_ex(A, pivot)");
    return ct_job_run(c, &j);
}

/* Row i of P has its 1 where the exchanges, undone from the last, bring row i. */
int ct_lapack_permutation_cpu(ct_call *c)
{
    ct_tensor *pivots = ARG(c, lapack_permutation, pivots).tensor, *y = c->out[0];
    int64_t n = y->shape[y->ndim - 1], k = pivots->shape[pivots->ndim - 1];
    int64_t size = ct_tensor_itemsize(y), count = k ? pivots->numel / k : 0;
    ct_scalar one = {.category = CT_CATEGORY_INTEGER, .i = 1, .re = 1};
    ct_tensor *packed = ct_tensor_contiguous(pivots);
    int64_t *row = malloc((size_t)(n + 1) * sizeof *row);
    if (!packed || !row) {
        ct_xdecref(packed);
        free(row);
        return ct_error(CT_ERR_MEMORY, "linalg.lu: out of memory");
    }
    count = k ? count : n ? y->numel / (n * n) : 0;
    for (int64_t b = 0; b < count; b++) {
        const int32_t *p = (const int32_t *)packed->data + b * k;
        for (int64_t i = 0; i < n; i++) {
            row[i] = i;
        }
        for (int64_t i = 0; i < k; i++) {
            int64_t to = p[i] >= 1 && p[i] <= n ? p[i] - 1 : i, kept = row[i];
            row[i] = row[to];
            row[to] = kept;
        }
        for (int64_t i = 0; i < n; i++) {
            ct_scalar_store((ct_dtype)y->dtype,
                            y->data + ((b * n + row[i]) * n + i) * size, one);
        }
    }
    free(row);
    ct_decref(packed);
    return 0;
}

/* ---- inverses and solutions ---------------------------------------------------- */

enum { SMALL_PIVOTS = 64 }; /* bytes */

/* A singular matrix's inverse is NaN throughout, not what is left of the factors, so that
 * gradients which need it are NaN too. */
static int checked_inverse(const ct_job *j, char *x, int info)
{
    int64_t n = (int64_t)j->n * j->n * (ct_lapack_complex(j->type) ? 2 : 1);
    for (int64_t i = 0; info != 0 && i < n; i++) {
        ct_lapack_set(j->type, x, i, NAN);
    }
    return info;
}

/* Of small matrices x[0] is the result, x[1] other and x[2] the matrix, both in rows. */
static int solve_small(const ct_job *j, char *const *x, char *room)
{
    char *a = room + SMALL_PIVOTS;
    ct_small_turn(j->type, j->n, j->n, x[2], a);
    if (x[1]) {
        ct_small_turn(j->type, j->n, j->k, x[1], x[0]);
    } else {
        ct_small_identity(j->type, j->n, x[0]);
    }
    int info = ct_small_solve(j->type, j->n, j->k, a, x[0], (int *)room);
    return x[1] ? info : checked_inverse(j, x[0], info);
}

/* b may be NULL, for the inverse. */
static int run_small(const ct_call *c, ct_job *j, ct_tensor *a, ct_tensor *b,
                     ct_tensor *y)
{
    int status = -1;
    ct_tensor *rows_a = ct_tensor_contiguous(a),
              *rows_b = b ? ct_tensor_contiguous(b) : NULL;
    if (rows_a && (rows_b || !b)) {
        ct_job_array(j, 0, y, 2);
        ct_job_array(j, 2, rows_a, 2);
        if (b) {
            ct_job_array(j, 1, rows_b, 2);
        }
        j->k = (int)y->shape[y->ndim - 1];
        ct_job_room(j, SMALL_PIVOTS +
                           (size_t)j->n * (size_t)j->n * ct_lapack_size(j->type));
        j->run = solve_small;
        status = ct_job_run(c, j);
    }
    ct_xdecref(rows_a);
    ct_xdecref(rows_b);
    return status;
}

static int invert(const ct_job *j, char *const *x, char *room)
{
    int n = j->n, ld = ct_lapack_ld(n), info = 0, *pivots = (int *)room;
    void *work = room + ((size_t)n * sizeof *pivots + 63) / 64 * 64;
    ROUTINE(getrf, j->type)(&n, &n, x[0], &ld, pivots, &info);
    if (info == 0) {
        ROUTINE(getri, j->type)(&n, x[0], &ld, pivots, work, &j->lwork, &info);
    }
    return checked_inverse(j, x[0], info);
}

int ct_lapack_inv_cpu(ct_call *c)
{
    ct_job j;
    ct_tensor *x = ARG(c, lapack_inv, input).tensor, *y = OUT(c, lapack_inv, inverse);
    if (ct_job_begin(c, &j, x) < 0) {
        return -1;
    }
    set_info(&j, OUT(c, lapack_inv, info), ARG(c, lapack_inv, check).i, SINGULAR);
    if (ct_is_small(&j)) {
        return run_small(c, &j, x, NULL, y);
    }
    if (ct_tensor_copy_data(y, x) < 0) {
        return -1;
    }
    char size[16] = {0};
    int query = -1, ld = ct_lapack_ld(j.n), info, none = 0;
    ROUTINE(getri, j.type)(&j.n, y->data, &ld, &none, size, &query, &info);
    j.lwork = ct_lapack_lwork(j.type, size);
    ct_job_array(&j, 0, y, 2);
    ct_job_room(&j, (size_t)j.n * sizeof(int));
    ct_job_room(&j, (size_t)j.lwork * ct_lapack_size(j.type));
    j.run = invert;
    return ct_job_run(c, &j);
}

static int solve(const ct_job *j, char *const *x, char *room)
{
    int n = j->n, ld = ct_lapack_ld(n), info = 0, status = 0, *pivots = (int *)room;
    ROUTINE(getrf, j->type)(&n, &n, x[0], &ld, pivots, &info);
    if (j->k > 0) {
        ROUTINE(getrs, j->type)
        ("N", &n, &j->k, x[0], &ld, pivots, x[1], &ld, &status, 1);
    }
    return info;
}

int ct_lapack_solve_cpu(ct_call *c)
{
    ct_job j;
    ct_tensor *a = ARG(c, lapack_solve, input).tensor,
              *b = ARG(c, lapack_solve, other).tensor,
              *y = OUT(c, lapack_solve, result);
    if (ct_job_begin(c, &j, a) < 0) {
        return -1;
    }
    set_info(&j, OUT(c, lapack_solve, info), ARG(c, lapack_solve, check).i,
             "The solver failed because the input matrix is singular.");
    if (ct_is_small(&j)) {
        return run_small(c, &j, a, b, y);
    }
    if (ct_tensor_copy_data(y, b) < 0) {
        return -1;
    }
    j.k = (int)y->shape[y->ndim - 1];
    j.cost += (int64_t)j.n * j.n * j.k / 2;
    ct_job_room(&j, (size_t)j.n * sizeof(int));
    ct_tensor *copy = ct_job_copy(&j, 0, a, j.n);
    ct_job_array(&j, 1, y, 2);
    j.run = solve;
    int status = copy ? ct_job_run(c, &j) : -1;
    ct_xdecref(copy);
    return status;
}

static int solve_triangular(const ct_job *j, char *const *x, char *room)
{
    int n = j->n, ld = ct_lapack_ld(n);
    double one[2] = {0};
    (void)room;
    ct_lapack_set(j->type, one, 0, 1);
    if (n > 0 && j->k > 0) {
        ROUTINE(trsm, j->type)
        ("L", &j->letter[0], "N", &j->letter[1], &n, &j->k, one, x[0], &ld, x[1], &ld,
         1, 1, 1, 1);
    }
    return 0;
}

int ct_lapack_triangular_cpu(ct_call *c)
{
    ct_job j;
    ct_tensor *a = ARG(c, lapack_triangular, input).tensor, *y = c->out[0];
    if (ct_job_begin(c, &j, a) < 0 ||
        ct_tensor_copy_data(y, ARG(c, lapack_triangular, other).tensor) < 0) {
        return -1;
    }
    j.k = (int)y->shape[y->ndim - 1];
    j.cost = (int64_t)j.n * j.n * j.k / 4 + 512;
    j.letter[0] = ARG(c, lapack_triangular, upper).i ? 'U' : 'L';
    j.letter[1] = ARG(c, lapack_triangular, unit).i ? 'U' : 'N';
    ct_tensor *copy = ct_job_copy(&j, 0, a, j.n);
    ct_job_array(&j, 1, y, 2);
    j.run = solve_triangular;
    int status = copy ? ct_job_run(c, &j) : -1;
    ct_xdecref(copy);
    return status;
}

/* ---- determinants ---------------------------------------------------------------- */

/* Element i of the diagonal of the factored matrix a; negative for each exchange. */
static double complex diagonal(const ct_job *j, const char *a, const int *pivots, int i)
{
    int64_t at = (int64_t)i * (j->n + 1);
    double complex u = ct_lapack_complex(j->type)
                           ? CMPLX(ct_lapack_get(j->type, a, 2 * at),
                                   ct_lapack_get(j->type, a, 2 * at + 1))
                           : CMPLX(ct_lapack_get(j->type, a, at), 0);
    return pivots[i] == i + 1 ? u : -u;
}

static void store(const ct_job *j, char *to, double complex value)
{
    ct_lapack_set(j->type, to, 0, creal(value));
    if (ct_lapack_complex(j->type)) {
        ct_lapack_set(j->type, to, 1, cimag(value));
    }
}

/* Real numbers stay real: infinity times 0 i is no number. */
static double complex times(const ct_job *j, double complex a, double complex b)
{
    return ct_lapack_complex(j->type) ? a * b : CMPLX(creal(a) * creal(b), 0);
}

/* The matrix x, of which a small one is in rows, made upper triangular. */
static const char *triangulate(const ct_job *j, char *x, char *room)
{
    char *all[] = {x, room}, *a = room + SMALL_PIVOTS;
    if (!ct_is_small(j)) {
        factor_lu(j, all, NULL);
        return x;
    }
    ct_small_turn(j->type, j->n, j->n, x, a);
    ct_small_solve(j->type, j->n, 0, a, NULL, (int *)room);
    return a;
}

static int determinant(const ct_job *j, char *const *x, char *room)
{
    const int *pivots = (const int *)room;
    double complex product = 1;
    const char *u = triangulate(j, x[0], room);
    for (int i = 0; i < j->n; i++) {
        product = times(j, product, diagonal(j, u, pivots, i));
    }
    store(j, x[1], product);
    return 0;
}

static int log_determinant(const ct_job *j, char *const *x, char *room)
{
    const int *pivots = (const int *)room;
    double complex sign = 1;
    double sum = 0;
    const char *a = triangulate(j, x[0], room);
    for (int i = 0; i < j->n; i++) {
        double complex u = diagonal(j, a, pivots, i);
        double size = ct_lapack_complex(j->type) ? cabs(u) : fabs(creal(u));
        sign = times(j, sign, size == 0 ? 0 : isinf(size) ? u : u / size);
        sum += log(size);
    }
    store(j, x[1], sum == -INFINITY ? 0 : sign);
    ct_lapack_set(j->type, x[2], 0, sum);
    return 0;
}

static int run_determinant(ct_call *c, ct_job_fn run)
{
    ct_job j;
    ct_tensor *x = ARG(c, lapack_det, input).tensor;
    if (ct_job_begin(c, &j, x) < 0) {
        return -1;
    }
    ct_tensor *copy;
    if (ct_is_small(&j)) {
        ct_job_room(&j,
                    SMALL_PIVOTS + (size_t)j.n * (size_t)j.n * ct_lapack_size(j.type));
        copy = ct_tensor_contiguous(x);
        ct_job_array(&j, 0, copy ? copy : x, 2);
    } else {
        ct_job_room(&j, (size_t)j.n * sizeof(int));
        copy = ct_job_copy(&j, 0, x, j.n);
    }
    for (int i = 0; i < c->nout; i++) {
        ct_job_array(&j, 1 + i, c->out[i], 0);
    }
    j.run = run;
    int status = copy ? ct_job_run(c, &j) : -1;
    ct_xdecref(copy);
    return status;
}

int ct_lapack_det_cpu(ct_call *c)
{
    return run_determinant(c, determinant);
}

int ct_lapack_slogdet_cpu(ct_call *c)
{
    return run_determinant(c, log_determinant);
}
