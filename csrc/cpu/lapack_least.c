/* lapack_least: least squares, pseudoinverses, and the exponential of a matrix. */
#include <math.h>
#include <string.h>

#include "core/device.h"
#include "cpu/lapack.h"
#include "rows/linalg.h"

typedef void gemm_fn(const char *ta, const char *tb, const int *m, const int *n,
                     const int *k, const void *alpha, const void *a, const int *lda,
                     const void *b, const int *ldb, const void *beta, void *c,
                     const int *ldc, size_t, size_t);
typedef void getrf_fn(const int *m, const int *n, void *a, const int *lda, int *pivots,
                      int *info);
typedef void getrs_fn(const char *trans, const int *n, const int *k, const void *a,
                      const int *lda, const int *pivots, void *b, const int *ldb,
                      int *info, size_t);
typedef void gesdd_fn(const char *job, const int *m, const int *n, void *a,
                      const int *lda, void *s, void *u, const int *ldu, void *vh,
                      const int *ldvh, void *work, const int *lwork, int *iwork,
                      int *info, size_t);
typedef void cgesdd_fn(const char *job, const int *m, const int *n, void *a,
                       const int *lda, void *s, void *u, const int *ldu, void *vh,
                       const int *ldvh, void *work, const int *lwork, void *rwork,
                       int *iwork, int *info, size_t);
typedef void gels_fn(const char *trans, const int *m, const int *n, const int *k,
                     void *a, const int *lda, void *b, const int *ldb, void *work,
                     const int *lwork, int *info, size_t);
typedef void gelsy_fn(const int *m, const int *n, const int *k, void *a, const int *lda,
                      void *b, const int *ldb, int *jpvt, const void *rcond, int *rank,
                      void *work, const int *lwork, int *info);
typedef void cgelsy_fn(const int *m, const int *n, const int *k, void *a,
                       const int *lda, void *b, const int *ldb, int *jpvt,
                       const void *rcond, int *rank, void *work, const int *lwork,
                       void *rwork, int *info);
typedef void gelsd_fn(const int *m, const int *n, const int *k, void *a, const int *lda,
                      void *b, const int *ldb, void *s, const void *rcond, int *rank,
                      void *work, const int *lwork, int *iwork, int *info);
typedef void cgelsd_fn(const int *m, const int *n, const int *k, void *a,
                       const int *lda, void *b, const int *ldb, void *s,
                       const void *rcond, int *rank, void *work, const int *lwork,
                       void *rwork, int *iwork, int *info);

#define ROUTINE(name, type) ((name##_fn *)ct_lapack[CT_LAPACK_##name][type])

static int most(int a, int b)
{
    return a > b ? a : b;
}

/* ---- least squares ---------------------------------------------------------------- */

typedef struct least_work {
    char *work, *rwork;
    int *iwork;
    void *s;
    int lwork;
    int rank;
} least_work;

/* Calls the driver on a (m, n) and b (max(m, n), k). */
static int call_driver(const ct_job *j, void *a, void *b, least_work *w)
{
    int m = j->m, n = j->n, k = j->k, lda = ct_lapack_ld(m), info = 0, t = j->type;
    int ldb = ct_lapack_ld(most(m, n));
    double rcond[1];
    ct_lapack_set(t, rcond, 0, j->number);
    if (j->choice == CT_IS_lapack_lstsq_driver_gels) {
        ROUTINE(gels, t)("N", &m, &n, &k, a, &lda, b, &ldb, w->work, &w->lwork, &info,
                         1);
        w->rank = ct_lapack_least(m, n);
    } else if (j->choice == CT_IS_lapack_lstsq_driver_gelsy) {
        if (ct_lapack_complex(t)) {
            ((cgelsy_fn *)ct_lapack[CT_LAPACK_gelsy][t])(
                &m, &n, &k, a, &lda, b, &ldb, w->iwork, rcond, &w->rank, w->work,
                &w->lwork, w->rwork, &info);
        } else {
            ROUTINE(gelsy, t)
            (&m, &n, &k, a, &lda, b, &ldb, w->iwork, rcond, &w->rank, w->work,
             &w->lwork, &info);
        }
    } else if (ct_lapack_complex(t)) {
        ((cgelsd_fn *)ct_lapack[CT_LAPACK_gelsd][t])(
            &m, &n, &k, a, &lda, b, &ldb, w->s, rcond, &w->rank, w->work, &w->lwork,
            w->rwork, w->iwork, &info);
    } else {
        ROUTINE(gelsd, t)
        (&m, &n, &k, a, &lda, b, &ldb, w->s, rcond, &w->rank, w->work, &w->lwork,
         w->iwork, &info);
    }
    return info;
}

/* x: A, B with room for X, X, rank, singular values. */
static int least_squares(const ct_job *j, char *const *x, char *room)
{
    size_t size = ct_lapack_size(j->type);
    int rows = most(j->m, j->n);
    least_work w = {.work = room, .s = x[4], .lwork = j->lwork};
    w.rwork = room + ct_lapack_rounded((size_t)j->lwork * size);
    w.iwork = (int *)(w.rwork + ct_lapack_rounded((size_t)j->lrwork *
                                                  ct_lapack_real_size(j->type)));
    memset(w.iwork, 0, (size_t)j->liwork * sizeof(int));
    if (!ct_lapack_finite(j->type, x[0], (int64_t)j->m * j->n)) {
        return CT_LAPACK_NOT_FINITE;
    }
    for (int c = 0; c < j->k; c++) { /* rows that only X has */
        char *column = x[1] + (size_t)c * (size_t)rows * size;
        memset(column + (size_t)j->m * size, 0, (size_t)(rows - j->m) * size);
    }
    int info = j->n && j->m && j->k ? call_driver(j, x[0], x[1], &w) : 0;
    for (int c = 0; c < j->k; c++) {
        memcpy(x[2] + (size_t)c * (size_t)j->n * size,
               x[1] + (size_t)c * (size_t)rows * size, (size_t)j->n * size);
    }
    *(int64_t *)x[3] = w.rank;
    return info;
}

static void size_least_squares(ct_job *j)
{
    char work[16] = {0}, rwork[16] = {0}, unused[16] = {0};
    int iwork = 0;
    int k = ct_lapack_least(j->m, j->n);
    least_work query = {work, rwork, &iwork, unused, -1, 0};
    call_driver(j, unused, unused, &query);
    j->lwork = ct_lapack_lwork(j->type, work);
    j->lrwork = most(2 * j->n, most(5 * k, ct_lapack_lwork(j->type, rwork)));
    j->liwork = most(j->n, iwork) + 1;
    ct_job_room(j, (size_t)j->lwork * ct_lapack_size(j->type));
    ct_job_room(j, (size_t)j->lrwork * ct_lapack_real_size(j->type));
    ct_job_room(j, (size_t)j->liwork * sizeof(int));
}

int ct_lapack_lstsq_cpu(ct_call *c)
{
    ct_job j;
    ct_tensor *a = ARG(c, lapack_lstsq, input).tensor,
              *b = ARG(c, lapack_lstsq, other).tensor;
    if (ct_job_begin(c, &j, a) < 0) {
        return -1;
    }
    j.k = (int)b->shape[b->ndim - 1];
    j.number = ARG(c, lapack_lstsq, rcond).f;
    j.choice = (int)ARG(c, lapack_lstsq, driver).i;
    j.cost *= 8;
    size_least_squares(&j);
    ct_tensor *copy_a = ct_job_copy(&j, 0, a, j.m);
    ct_tensor *copy_b = ct_job_copy(&j, 1, b, most(j.m, j.n));
    ct_job_array(&j, 2, OUT(c, lapack_lstsq, solution), 2);
    ct_job_array(&j, 3, OUT(c, lapack_lstsq, rank), 0);
    ct_job_array(&j, 4, OUT(c, lapack_lstsq, singular_values), 1);
    j.run = least_squares;
    j.failure = "The least squares solution could not be computed because the input "
                "matrix does not have full rank (error code: %d).";
    int status = copy_a && copy_b ? ct_job_run(c, &j) : -1;
    ct_xdecref(copy_a);
    ct_xdecref(copy_b);
    return status;
}

/* ---- pseudoinverses ------------------------------------------------------------------ */

typedef struct svd_work {
    char *u, *vh, *s, *work, *rwork;
    int *iwork;
} svd_work;

static int call_svd(const ct_job *j, void *a, const svd_work *w, const int *lwork)
{
    int m = j->m, n = j->n, ld = ct_lapack_ld(m),
        k = ct_lapack_ld(ct_lapack_least(m, n)), info = 0;
    if (ct_lapack_complex(j->type)) {
        ((cgesdd_fn *)ct_lapack[CT_LAPACK_gesdd][j->type])(
            "S", &m, &n, a, &ld, w->s, w->u, &ld, w->vh, &k, w->work, lwork, w->rwork,
            w->iwork, &info, 1);
    } else {
        ROUTINE(gesdd, j->type)
        ("S", &m, &n, a, &ld, w->s, w->u, &ld, w->vh, &k, w->work, lwork, w->iwork,
         &info, 1);
    }
    return info;
}

static void scale(int type, char *x, int64_t n, double by)
{
    n *= ct_lapack_complex(type) ? 2 : 1;
    for (int64_t i = 0; i < n; i++) {
        ct_lapack_set(type, x, i, ct_lapack_get(type, x, i) * by);
    }
}

/* V / S U^H of the singular values that count. */
static int pseudoinvert(const ct_job *j, char *const *x, char *room)
{
    size_t size = ct_lapack_size(j->type);
    int m = j->m, n = j->n, k = ct_lapack_least(m, n), rank = 0, ld = ct_lapack_ld(m);
    int ldk = ct_lapack_ld(k), ldn = ct_lapack_ld(n);
    svd_work w = {.work = room};
    w.rwork = w.work + ct_lapack_rounded((size_t)j->lwork * size);
    w.iwork = (int *)(w.rwork + ct_lapack_rounded((size_t)j->lrwork *
                                                  ct_lapack_real_size(j->type)));
    w.s = (char *)w.iwork + ct_lapack_rounded((size_t)j->liwork * sizeof(int));
    w.u = w.s + ct_lapack_rounded((size_t)k * ct_lapack_real_size(j->type));
    w.vh = w.u + ct_lapack_rounded((size_t)m * (size_t)k * size);
    if (k == 0) {
        memset(x[1], 0, (size_t)m * (size_t)n * size);
        return 0;
    }
    if (!ct_lapack_finite(j->type, x[0], (int64_t)m * n)) {
        return CT_LAPACK_NOT_FINITE;
    }
    int info = call_svd(j, x[0], &w, &j->lwork);
    double limit = fmax(j->number, j->number2 * ct_lapack_get(j->type, w.s, 0));
    while (rank < k && ct_lapack_get(j->type, w.s, rank) > limit) {
        scale(j->type, w.u + (size_t)rank * (size_t)m * size, m,
              1 / ct_lapack_get(j->type, w.s, rank));
        rank++;
    }
    double one[2] = {0}, zero[2] = {0};
    ct_lapack_set(j->type, one, 0, 1);
    ROUTINE(gemm, j->type)
    ("C", "C", &n, &m, &rank, one, w.vh, &ldk, w.u, &ld, zero, x[1], &ldn, 1, 1);
    return info;
}

int ct_lapack_pinv_cpu(ct_call *c)
{
    ct_job j;
    ct_tensor *x = ARG(c, lapack_pinv, input).tensor;
    if (ct_job_begin(c, &j, x) < 0) {
        return -1;
    }
    char size[16] = {0}, unused[16] = {0};
    int query = -1, iwork = 0, k = ct_lapack_least(j.m, j.n), l = most(j.m, j.n);
    svd_work w = {unused, unused, unused, size, unused, &iwork};
    call_svd(&j, unused, &w, &query);
    j.number = ARG(c, lapack_pinv, atol).f;
    j.number2 = ARG(c, lapack_pinv, rtol).f;
    j.cost *= 10;
    j.lwork = ct_lapack_lwork(j.type, size);
    j.lrwork = ct_lapack_complex(j.type)
                   ? most(5 * k * k + 5 * k, 2 * l * k + 2 * k * k + k) + 1
                   : 1;
    j.liwork = 8 * k + 1;
    ct_job_room(&j, (size_t)j.lwork * ct_lapack_size(j.type));
    ct_job_room(&j, (size_t)j.lrwork * ct_lapack_real_size(j.type));
    ct_job_room(&j, (size_t)j.liwork * sizeof(int));
    ct_job_room(&j, (size_t)k * ct_lapack_real_size(j.type));
    ct_job_room(&j, (size_t)j.m * (size_t)k * ct_lapack_size(j.type));
    ct_job_room(&j, (size_t)j.n * (size_t)k * ct_lapack_size(j.type));
    ct_tensor *copy = ct_job_copy(&j, 0, x, j.m);
    ct_job_array(&j, 1, c->out[0], 2);
    j.run = pseudoinvert;
    j.failure = "The algorithm failed to converge (error code: %d).";
    int status = copy ? ct_job_run(c, &j) : -1;
    ct_xdecref(copy);
    return status;
}

/* ---- the exponential ------------------------------------------------------------------- */

/* N. J. Higham, "The scaling and squaring method for the matrix exponential revisited",
 * SIAM J. Matrix Anal. Appl. 26 (2005): the approximant of degree 13, on a matrix divided
 * by a power of 2 so that its 1-norm is at most 5.4. */
static const double pade[] = {64764752532480000,
                              32382376266240000,
                              7771770303897600,
                              1187353796428800,
                              129060195264000,
                              10559470521600,
                              670442572800,
                              33522128640,
                              1323241920,
                              40840800,
                              960960,
                              16380,
                              182,
                              1};

static double norm1(const ct_job *j, const char *a)
{
    double norm = 0;
    bool wide = ct_lapack_complex(j->type);
    for (int64_t c = 0; c < j->n; c++) {
        double sum = 0;
        for (int64_t i = c * j->n; i < (c + 1) * j->n; i++) {
            sum += wide ? hypot(ct_lapack_get(j->type, a, 2 * i),
                                ct_lapack_get(j->type, a, 2 * i + 1))
                        : fabs(ct_lapack_get(j->type, a, i));
        }
        norm = sum > norm || sum != sum ? sum : norm;
    }
    return norm;
}

static void multiply(const ct_job *j, const void *a, const void *b, void *to)
{
    int n = j->n;
    double one[2] = {0}, zero[2] = {0};
    ct_lapack_set(j->type, one, 0, 1);
    ROUTINE(gemm, j->type)
    ("N", "N", &n, &n, &n, one, a, &n, b, &n, zero, to, &n, 1, 1);
}

/* to = the sum of p[2 i] times power i of the square, and of p[0] on the diagonal if it
 * is `whole`; powers are those from the first on. */
static void combine(const ct_job *j, char *to, char *const *powers, const double *p,
                    bool whole)
{
    int64_t n = j->n, wide = ct_lapack_complex(j->type) ? 2 : 1;
    for (int64_t i = 0; i < n * n * wide; i++) {
        double sum = 0;
        for (int k = 2; k >= 0; k--) {
            sum += p[2 * k + (whole ? 2 : 0)] * ct_lapack_get(j->type, powers[k], i);
        }
        ct_lapack_set(j->type, to, i, sum);
    }
    for (int64_t i = 0; whole && i < n; i++) {
        int64_t at = i * (n + 1) * wide;
        ct_lapack_set(j->type, to, at, ct_lapack_get(j->type, to, at) + p[0]);
    }
}

static void add(const ct_job *j, char *to, const char *x, double by)
{
    int64_t n = (int64_t)j->n * j->n * (ct_lapack_complex(j->type) ? 2 : 1);
    for (int64_t i = 0; i < n; i++) {
        ct_lapack_set(j->type, to, i,
                      ct_lapack_get(j->type, to, i) +
                          by * ct_lapack_get(j->type, x, i));
    }
}

/* x: the matrix and the result. Odd and even part of the numerator are u and v. */
static int exponentiate(const ct_job *j, char *const *x, char *room)
{
    int n = j->n, info = 0, squarings = 0;
    size_t each = ct_lapack_rounded((size_t)n * (size_t)n * ct_lapack_size(j->type));
    char *powers[] = {room, room + each, room + 2 * each};
    char *u = room + 3 * each, *v = room + 4 * each, *part = room + 5 * each;
    int *pivots = (int *)(room + 6 * each);
    double norm = norm1(j, x[0]);
    if (n == 0) {
        return 0;
    }
    if (!isfinite(norm)) {
        scale(j->type, x[0], (int64_t)n * n, NAN);
        memcpy(x[1], x[0], (size_t)n * (size_t)n * ct_lapack_size(j->type));
        return 0;
    }
    if (norm > 5.371920351148152) {
        squarings = (int)ceil(log2(norm / 5.371920351148152));
        scale(j->type, x[0], (int64_t)n * n, ldexp(1, -squarings));
    }
    multiply(j, x[0], x[0], powers[0]);
    multiply(j, powers[0], powers[0], powers[1]);
    multiply(j, powers[1], powers[0], powers[2]);
    combine(j, part, powers, pade + 9, false);
    multiply(j, powers[2], part, u);
    combine(j, part, powers, pade + 1, true);
    add(j, part, u, 1);
    multiply(j, x[0], part, u);
    combine(j, part, powers, pade + 8, false);
    multiply(j, powers[2], part, v);
    combine(j, part, powers, pade, true);
    add(j, v, part, 1);
    memcpy(x[1], v, (size_t)n * (size_t)n * ct_lapack_size(j->type));
    add(j, x[1], u, 1);
    add(j, v, u, -1);
    ROUTINE(getrf, j->type)(&n, &n, v, &n, pivots, &info);
    ROUTINE(getrs, j->type)("N", &n, &n, v, &n, pivots, x[1], &n, &info, 1);
    for (int i = 0; i < squarings; i++) {
        multiply(j, x[1], x[1], u);
        memcpy(x[1], u, (size_t)n * (size_t)n * ct_lapack_size(j->type));
    }
    return 0;
}

int ct_matrix_exponential_cpu(ct_call *c)
{
    ct_job j;
    ct_tensor *x = ARG(c, matrix_exponential, input).tensor;
    if (ct_job_begin(c, &j, x) < 0) {
        return -1;
    }
    j.cost *= 12;
    for (int i = 0; i < 6; i++) {
        ct_job_room(&j, (size_t)j.n * (size_t)j.n * ct_lapack_size(j.type));
    }
    ct_job_room(&j, (size_t)j.n * sizeof(int));
    ct_tensor *copy = ct_job_copy(&j, 0, x, j.n);
    ct_job_array(&j, 1, c->out[0], 2);
    j.run = exponentiate;
    int status = copy ? ct_job_run(c, &j) : -1;
    ct_xdecref(copy);
    return status;
}
