/* lapack_spectrum: orthogonal factors, eigenvalues and singular values.
 *
 * What an iteration would do with infinities and NaN is no one's business: a matrix that
 * has them is an error before it begins. */
#include <string.h>

#include "core/device.h"
#include "cpu/lapack.h"
#include "rows/linalg.h"

typedef void geqrf_fn(const int *m, const int *n, void *a, const int *lda, void *tau,
                      void *work, const int *lwork, int *info);
typedef void orgqr_fn(const int *m, const int *n, const int *k, void *a, const int *lda,
                      const void *tau, void *work, const int *lwork, int *info);
typedef void syevd_fn(const char *job, const char *uplo, const int *n, void *a,
                      const int *lda, void *w, void *work, const int *lwork, int *iwork,
                      const int *liwork, int *info, size_t, size_t);
typedef void heevd_fn(const char *job, const char *uplo, const int *n, void *a,
                      const int *lda, void *w, void *work, const int *lwork,
                      void *rwork, const int *lrwork, int *iwork, const int *liwork,
                      int *info, size_t, size_t);
typedef void geev_fn(const char *left, const char *right, const int *n, void *a,
                     const int *lda, void *wr, void *wi, void *vl, const int *ldvl,
                     void *vr, const int *ldvr, void *work, const int *lwork, int *info,
                     size_t, size_t);
typedef void cgeev_fn(const char *left, const char *right, const int *n, void *a,
                      const int *lda, void *w, void *vl, const int *ldvl, void *vr,
                      const int *ldvr, void *work, const int *lwork, void *rwork,
                      int *info, size_t, size_t);
typedef void gesdd_fn(const char *job, const int *m, const int *n, void *a,
                      const int *lda, void *s, void *u, const int *ldu, void *vh,
                      const int *ldvh, void *work, const int *lwork, int *iwork,
                      int *info, size_t);
typedef void cgesdd_fn(const char *job, const int *m, const int *n, void *a,
                       const int *lda, void *s, void *u, const int *ldu, void *vh,
                       const int *ldvh, void *work, const int *lwork, void *rwork,
                       int *iwork, int *info, size_t);

#define ROUTINE(name, type) ((name##_fn *)ct_lapack[CT_LAPACK_##name][type])

/* ---- QR -------------------------------------------------------------------------- */

enum { QR_TAU, QR_WORK };

/* x: the matrix, Q, R. */
static int factor_qr(const ct_job *j, char *const *x, char *room)
{
    int m = j->m, n = j->n, k = ct_lapack_least(m, n), ld = ct_lapack_ld(m), info = 0;
    size_t size = ct_lapack_size(j->type);
    char *tau = room, *work = room + ((size_t)k * size + 63) / 64 * 64;
    ROUTINE(geqrf, j->type)(&m, &n, x[0], &ld, tau, work, &j->lwork, &info);
    int rows = j->choice == CT_IS_lapack_qr_mode_complete ? m : k;
    for (int c = 0; c < n; c++) {
        size_t kept = (size_t)ct_lapack_least(c + 1, k);
        char *to = x[2] + (size_t)c * (size_t)rows * size;
        memcpy(to, x[0] + (size_t)c * (size_t)m * size, kept * size);
        memset(to + kept * size, 0, ((size_t)rows - kept) * size);
    }
    if (j->choice == CT_IS_lapack_qr_mode_r || rows == 0) {
        return 0;
    }
    memcpy(x[1], x[0], (size_t)m * (size_t)k * size);
    ROUTINE(orgqr, j->type)(&m, &rows, &k, x[1], &ld, tau, work, &j->lwork, &info);
    return info;
}

int ct_lapack_qr_cpu(ct_call *c)
{
    ct_job j;
    ct_tensor *x = ARG(c, lapack_qr, input).tensor;
    if (ct_job_begin(c, &j, x) < 0) {
        return -1;
    }
    char size[16] = {0}, unused[16] = {0};
    int query = -1, ld = ct_lapack_ld(j.m), info, k = ct_lapack_least(j.m, j.n);
    j.choice = (int)ARG(c, lapack_qr, mode).i;
    int columns = j.choice == CT_IS_lapack_qr_mode_complete ? j.m : k;
    ROUTINE(geqrf, j.type)(&j.m, &j.n, unused, &ld, unused, size, &query, &info);
    j.lwork = ct_lapack_lwork(j.type, size);
    ROUTINE(orgqr, j.type)
    (&j.m, &columns, &k, unused, &ld, unused, size, &query, &info);
    int other = ct_lapack_lwork(j.type, size);
    j.lwork = other > j.lwork ? other : j.lwork;
    ct_job_room(&j, (size_t)k * ct_lapack_size(j.type));
    ct_job_room(&j, (size_t)j.lwork * ct_lapack_size(j.type));
    ct_tensor *copy = ct_job_copy(&j, 0, x, j.m);
    ct_job_array(&j, 1, OUT(c, lapack_qr, Q), 2);
    ct_job_array(&j, 2, OUT(c, lapack_qr, R), 2);
    j.run = factor_qr;
    int status = copy ? ct_job_run(c, &j) : -1;
    ct_xdecref(copy);
    return status;
}

/* ---- Hermitian eigenvalues ------------------------------------------------------- */

/* Calls the routine on x[0] and x[1], or asks it for the sizes of its work arrays. */
static int call_eigh(const ct_job *j, char *const *x, char *work, char *rwork,
                     int *iwork, const int *sizes)
{
    int n = j->n, ld = ct_lapack_ld(n), info = 0;
    if (ct_lapack_complex(j->type)) {
        ((heevd_fn *)ct_lapack[CT_LAPACK_syevd][j->type])(
            &j->letter[0], &j->letter[1], &n, x[0], &ld, x[1], work, &sizes[0], rwork,
            &sizes[1], iwork, &sizes[2], &info, 1, 1);
    } else {
        ROUTINE(syevd, j->type)
        (&j->letter[0], &j->letter[1], &n, x[0], &ld, x[1], work, &sizes[0], iwork,
         &sizes[2], &info, 1, 1);
    }
    return info;
}

static int factor_eigh(const ct_job *j, char *const *x, char *room)
{
    if (!ct_lapack_finite(j->type, x[0], (int64_t)j->n * j->n)) {
        return CT_LAPACK_NOT_FINITE;
    }
    int sizes[] = {j->lwork, j->lrwork, j->liwork};
    char *rwork = room + ct_lapack_rounded((size_t)j->lwork * ct_lapack_size(j->type));
    char *iwork =
        rwork + ct_lapack_rounded((size_t)j->lrwork * ct_lapack_real_size(j->type));
    return call_eigh(j, x, room, rwork, (int *)iwork, sizes);
}

static void size_eigh(ct_job *j)
{
    char work[16] = {0}, rwork[16] = {0}, unused[16] = {0};
    char *x[] = {unused, unused};
    int iwork = 0, query[] = {-1, -1, -1};
    call_eigh(j, x, work, rwork, &iwork, query);
    j->lwork = ct_lapack_lwork(j->type, work);
    j->lrwork = ct_lapack_complex(j->type) ? ct_lapack_lwork(j->type, rwork) : 1;
    j->liwork = iwork > 1 ? iwork : 1;
    ct_job_room(j, (size_t)j->lwork * ct_lapack_size(j->type));
    ct_job_room(j, (size_t)j->lrwork * ct_lapack_real_size(j->type));
    ct_job_room(j, (size_t)j->liwork * sizeof(int));
}

static int run_eigh(ct_call *c, ct_tensor *vectors, ct_tensor *values)
{
    ct_job j;
    ct_tensor *x = ARG(c, lapack_eigh, input).tensor, *copy = NULL;
    if (ct_job_begin(c, &j, x) < 0) {
        return -1;
    }
    j.letter[0] = vectors ? 'V' : 'N';
    j.letter[1] = ARG(c, lapack_eigh, upper).i ? 'U' : 'L';
    j.cost *= 4;
    size_eigh(&j);
    if (vectors) {
        if (ct_tensor_copy_data(vectors, x) < 0) {
            return -1;
        }
        ct_job_array(&j, 0, vectors, 2);
    } else if (!(copy = ct_job_copy(&j, 0, x, j.n))) {
        return -1;
    }
    ct_job_array(&j, 1, values, 1);
    j.run = factor_eigh;
    j.failure =
        "The algorithm failed to converge because the input matrix is "
        "ill-conditioned or has too many repeated eigenvalues (error code: %d).";
    int status = ct_job_run(c, &j);
    ct_xdecref(copy);
    return status;
}

int ct_lapack_eigh_cpu(ct_call *c)
{
    return run_eigh(c, OUT(c, lapack_eigh, vectors), OUT(c, lapack_eigh, values));
}

int ct_lapack_eigvalsh_cpu(ct_call *c)
{
    return run_eigh(c, NULL, OUT(c, lapack_eigvalsh, result));
}

/* ---- eigenvalues ------------------------------------------------------------------- */

/* Real routines write real and imaginary parts to wr and wi, complex ones numbers to wr
 * and use wi, of twice as many, as room. */
static int call_eig(const ct_job *j, void *a, void *wr, void *wi, void *vr, void *work,
                    const int *lwork)
{
    int n = j->n, ld = ct_lapack_ld(n), one = 1, info = 0;
    int ldvr = j->letter[0] == 'V' ? ld : 1;
    if (ct_lapack_complex(j->type)) {
        ((cgeev_fn *)ct_lapack[CT_LAPACK_geev][j->type])("N", &j->letter[0], &n, a, &ld,
                                                         wr, NULL, &one, vr, &ldvr,
                                                         work, lwork, wi, &info, 1, 1);
    } else {
        ROUTINE(geev, j->type)
        ("N", &j->letter[0], &n, a, &ld, wr, wi, NULL, &one, vr, &ldvr, work, lwork,
         &info, 1, 1);
    }
    return info;
}

/* Complex vectors of a real matrix: a pair of conjugate ones is stored as its real and
 * its imaginary part. */
static void unpack_vectors(const ct_job *j, const char *wi, const char *vr, char *to)
{
    int64_t n = j->n;
    for (int64_t c = 0; c < n; c++) {
        double im = ct_lapack_get(j->type, wi, c);
        int64_t first = im < 0 ? c - 1 : c;
        for (int64_t r = 0; r < n; r++) {
            double re = ct_lapack_get(j->type, vr, first * n + r), part = 0;
            if (im != 0) {
                part = ct_lapack_get(j->type, vr, (first + 1) * n + r);
            }
            ct_lapack_set(j->type, to, 2 * (c * n + r), re);
            ct_lapack_set(j->type, to, 2 * (c * n + r) + 1, im < 0 ? -part : part);
        }
    }
}

/* x: the matrix, values, vectors or none. */
static int factor_eig(const ct_job *j, char *const *x, char *room)
{
    int n = j->n;
    size_t size = ct_lapack_size(j->type),
           each = ct_lapack_rounded((size_t)n * 2 * size);
    char *wi = room + each, *work = wi + each,
         *vr = work + ct_lapack_rounded((size_t)j->lwork * size);
    bool vectors = j->letter[0] == 'V';
    if (!ct_lapack_finite(j->type, x[0], (int64_t)n * n)) {
        return CT_LAPACK_NOT_FINITE;
    }
    if (ct_lapack_complex(j->type)) {
        return call_eig(j, x[0], x[1], wi, vectors ? x[2] : NULL, work, &j->lwork);
    }
    int info = call_eig(j, x[0], room, wi, vr, work, &j->lwork);
    for (int64_t i = 0; i < n; i++) {
        ct_lapack_set(j->type, x[1], 2 * i, ct_lapack_get(j->type, room, i));
        ct_lapack_set(j->type, x[1], 2 * i + 1, ct_lapack_get(j->type, wi, i));
    }
    if (vectors && info == 0) {
        unpack_vectors(j, wi, vr, x[2]);
    }
    return info;
}

static int run_eig(ct_call *c, ct_tensor *values, ct_tensor *vectors)
{
    ct_job j;
    ct_tensor *x = ARG(c, lapack_eig, input).tensor;
    if (ct_job_begin(c, &j, x) < 0) {
        return -1;
    }
    char size[16] = {0}, unused[16] = {0};
    int query = -1;
    size_t each = (size_t)j.n * 2 * ct_lapack_size(j.type);
    j.letter[0] = vectors ? 'V' : 'N';
    j.cost *= 16;
    call_eig(&j, unused, unused, unused, unused, size, &query);
    j.lwork = ct_lapack_lwork(j.type, size);
    ct_job_room(&j, each);
    ct_job_room(&j, each);
    ct_job_room(&j, (size_t)j.lwork * ct_lapack_size(j.type));
    ct_job_room(&j, vectors ? (size_t)j.n * (size_t)j.n * ct_lapack_size(j.type) : 0);
    ct_tensor *copy = ct_job_copy(&j, 0, x, j.n);
    ct_job_array(&j, 1, values, 1);
    if (vectors) {
        ct_job_array(&j, 2, vectors, 2);
    }
    j.run = factor_eig;
    j.failure = "The algorithm failed to converge (error code: %d).";
    int status = copy ? ct_job_run(c, &j) : -1;
    ct_xdecref(copy);
    return status;
}

int ct_lapack_eig_cpu(ct_call *c)
{
    return run_eig(c, OUT(c, lapack_eig, values), OUT(c, lapack_eig, vectors));
}

int ct_lapack_eigvals_cpu(ct_call *c)
{
    return run_eig(c, OUT(c, lapack_eigvals, result), NULL);
}

/* ---- singular values ---------------------------------------------------------------- */

/* x: the matrix, S, U, Vh. */
static int call_svd(const ct_job *j, char *const *x, char *work, const int *lwork,
                    char *rwork, int *iwork)
{
    int m = j->m, n = j->n, k = ct_lapack_least(m, n), ld = ct_lapack_ld(m), info = 0;
    int ldvh = ct_lapack_ld(j->letter[0] == 'A' ? n : k);
    if (ct_lapack_complex(j->type)) {
        ((cgesdd_fn *)ct_lapack[CT_LAPACK_gesdd][j->type])(
            &j->letter[0], &m, &n, x[0], &ld, x[1], x[2], &ld, x[3], &ldvh, work, lwork,
            rwork, iwork, &info, 1);
    } else {
        ROUTINE(gesdd, j->type)
        (&j->letter[0], &m, &n, x[0], &ld, x[1], x[2], &ld, x[3], &ldvh, work, lwork,
         iwork, &info, 1);
    }
    return info;
}

/* Columns of an identity, for bases of the space of a matrix without elements. */
static void set_identity(int type, char *x, int n)
{
    size_t size = ct_lapack_size(type);
    memset(x, 0, (size_t)n * (size_t)n * size);
    for (int i = 0; i < n; i++) {
        ct_lapack_set(type, x + (size_t)i * (size_t)(n + 1) * size, 0, 1);
    }
}

static int factor_svd(const ct_job *j, char *const *x, char *room)
{
    if (ct_lapack_least(j->m, j->n) == 0) {
        if (j->letter[0] == 'A') {
            set_identity(j->type, x[2], j->m);
            set_identity(j->type, x[3], j->n);
        }
        return 0;
    }
    if (!ct_lapack_finite(j->type, x[0], (int64_t)j->m * j->n)) {
        return CT_LAPACK_NOT_FINITE;
    }
    char *rwork = room + ct_lapack_rounded((size_t)j->lwork * ct_lapack_size(j->type));
    char *iwork =
        rwork + ct_lapack_rounded((size_t)j->lrwork * ct_lapack_real_size(j->type));
    return call_svd(j, x, room, &j->lwork, rwork, (int *)iwork);
}

/* The sizes of work arrays that LAPACK's documentation gives, where it has no query. */
static void size_svd(ct_job *j)
{
    char work[16] = {0}, unused[16] = {0};
    char *x[] = {unused, unused, unused, unused};
    int query = -1, iwork = 0;
    int64_t k = ct_lapack_least(j->m, j->n), l = j->m > j->n ? j->m : j->n;
    call_svd(j, x, work, &query, unused, &iwork);
    j->lwork = ct_lapack_lwork(j->type, work);
    j->lrwork = 1;
    if (ct_lapack_complex(j->type)) {
        int64_t some = 5 * k * k + 5 * k, more = 2 * l * k + 2 * k * k + k;
        j->lrwork = (int)(j->letter[0] == 'N' ? 7 * k : some > more ? some : more) + 1;
    }
    ct_job_room(j, (size_t)j->lwork * ct_lapack_size(j->type));
    ct_job_room(j, (size_t)j->lrwork * ct_lapack_real_size(j->type));
    ct_job_room(j, (size_t)(8 * k + 1) * sizeof(int));
}

static int run_svd(ct_call *c, char letter, ct_tensor *s, ct_tensor *u, ct_tensor *vh)
{
    ct_job j;
    ct_tensor *x = ARG(c, lapack_svd, input).tensor;
    if (ct_job_begin(c, &j, x) < 0) {
        return -1;
    }
    j.letter[0] = letter;
    j.cost *= 8;
    size_svd(&j);
    ct_tensor *copy = ct_job_copy(&j, 0, x, j.m);
    ct_job_array(&j, 1, s, 1);
    if (u) {
        ct_job_array(&j, 2, u, 2);
        ct_job_array(&j, 3, vh, 2);
    }
    j.run = factor_svd;
    j.failure = "The algorithm failed to converge because the input matrix is "
                "ill-conditioned or has too many repeated singular values (error code: "
                "%d).";
    int status = copy ? ct_job_run(c, &j) : -1;
    ct_xdecref(copy);
    return status;
}

int ct_lapack_svd_cpu(ct_call *c)
{
    return run_svd(c, ARG(c, lapack_svd, full).i ? 'A' : 'S', OUT(c, lapack_svd, S),
                   OUT(c, lapack_svd, U), OUT(c, lapack_svd, Vh));
}

int ct_lapack_svdvals_cpu(ct_call *c)
{
    return run_svd(c, 'N', OUT(c, lapack_svdvals, result), NULL, NULL);
}
