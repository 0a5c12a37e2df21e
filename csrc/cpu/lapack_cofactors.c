/* lapack_cofactors: what determinants change by with their elements, and that again.
 *
 * The cofactors K are det times the inverse's transpose, as LAPACK has it; the row gives
 * their conjugates. They are polynomials, finite of singular matrices too. With P A Q =
 * L D U (elimination.h), K(A) is P^T L^-T K(D) U^-T Q^T with the exchanges' sign, and
 * K(D) the diagonal of products of the others. So is its change with A: that of K(D) by
 * E = L^-1 P G Q U^-1 is, with p_ik the product of all pivots but i and k, sum(p_ik E_kk)
 * on the diagonal and -p_ik E_ki beside it. */
#include <complex.h>
#include <string.h>

#include "core/device.h"
#include "cpu/elimination.h"
#include "cpu/lapack_small.h"
#include "rows/linalg.h"

typedef void getrf_fn(const int *m, const int *n, void *a, const int *lda, int *pivots,
                      int *info);
typedef void getri_fn(const int *n, void *a, const int *lda, const int *pivots,
                      void *work, const int *lwork, int *info);

#define ROUTINE(name, type) ((name##_fn *)ct_lapack[CT_LAPACK_##name][type])

static double complex get(const ct_job *j, const char *x, int64_t i)
{
    return ct_lapack_complex(j->type) ? CMPLX(ct_lapack_get(j->type, x, 2 * i),
                                              ct_lapack_get(j->type, x, 2 * i + 1))
                                      : ct_lapack_get(j->type, x, i);
}

static void set(const ct_job *j, char *x, int64_t i, double complex value)
{
    if (ct_lapack_complex(j->type)) {
        ct_lapack_set(j->type, x, 2 * i, creal(value));
        ct_lapack_set(j->type, x, 2 * i + 1, cimag(value));
    } else {
        ct_lapack_set(j->type, x, i, creal(value));
    }
}

/* ---- singular matrices ------------------------------------------------------------- */

static ct_elimination eliminated(const ct_job *j, const char *x, char *room)
{
    ct_elimination e = ct_elimination_in(room, j->n);
    for (int64_t i = 0; i < (int64_t)j->n * j->n; i++) {
        e.a[i] = get(j, x, i);
    }
    ct_eliminate(&e);
    return e;
}

static void set_conjugates(const ct_job *j, char *y, const ct_elimination *e,
                           const double complex *x)
{
    for (int64_t i = 0; i < (int64_t)j->n * j->n; i++) {
        set(j, y, i, conj(e->sign * x[i]));
    }
}

static size_t room_of(int n)
{
    return ct_lapack_rounded(ct_elimination_room(n)) +
           (size_t)n * (size_t)n * sizeof(double complex);
}

static double complex *behind(char *room, int n)
{
    room += ct_lapack_rounded(ct_elimination_room(n));
    return (double complex *)(void *)room;
}

/* x becomes diagonal: of d's elements the products of the others. */
static void products_of_others(const ct_elimination *e, double complex *x)
{
    size_t n = (size_t)e->n;
    double complex before = 1, after = 1;
    memset(x, 0, n * n * sizeof *x);
    for (size_t i = 0; i < n; i++) {
        x[i * (n + 1)] = before;
        before *= e->d[i];
    }
    for (size_t i = n; i-- > 0;) {
        x[i * (n + 1)] *= after;
        after *= e->d[i];
    }
}

static void of_singular(const ct_job *j, char *y, const char *x, char *room)
{
    ct_elimination e = eliminated(j, x, room);
    double complex *own = behind(room, j->n);
    products_of_others(&e, own);
    ct_elimination_outward(&e, own);
    set_conjugates(j, y, &e, own);
}

/* ---- others ---------------------------------------------------------------------------- */

/* y holds the inverse: becomes det times its transpose, conjugated. */
static void scale(const ct_job *j, char *y, double complex det)
{
    for (int i = 0; i < j->n; i++) {
        for (int k = 0; k <= i; k++) {
            int64_t here = i + (int64_t)k * j->n, there = k + (int64_t)i * j->n;
            double complex a = get(j, y, here), b = get(j, y, there);
            set(j, y, here, conj(det * b));
            set(j, y, there, conj(det * a));
        }
    }
}

static double complex product_of(const ct_job *j, const char *lu, const int *pivots)
{
    double complex det = 1;
    for (int i = 0; i < j->n; i++) {
        double complex u = get(j, lu, (int64_t)i * (j->n + 1));
        det *= pivots[i] == i + 1 ? u : -u;
    }
    return det;
}

/* x[0]: the result, x[1]: the matrix. */
static int cofactors(const ct_job *j, char *const *x, char *room)
{
    int n = j->n, ld = ct_lapack_ld(n), info = 0, *pivots = (int *)room;
    char *work = room + ct_lapack_rounded((size_t)n * sizeof *pivots);
    bool small = ct_is_small(j);
    char *lu = small ? work : x[0];
    double complex det;
    memcpy(lu, x[1], (size_t)n * (size_t)n * ct_lapack_size(j->type));
    if (small) {
        ct_small_identity(j->type, n, x[0]);
        info = ct_small_solve(j->type, n, n, lu, x[0], pivots);
    } else {
        ROUTINE(getrf, j->type)(&n, &n, lu, &ld, pivots, &info);
    }
    if (info != 0) {
        of_singular(j, x[0], x[1], work);
        return 0;
    }
    det = product_of(j, lu, pivots);
    if (!small) {
        ROUTINE(getri, j->type)(&n, lu, &ld, pivots, work, &j->lwork, &info);
    }
    scale(j, x[0], det);
    return 0;
}

int ct_lapack_cofactors_cpu(ct_call *c)
{
    ct_job j;
    ct_tensor *x = ARG(c, lapack_cofactors, input).tensor, *y = c->out[0];
    if (ct_job_begin(c, &j, x) < 0) {
        return -1;
    }
    char size[16] = {0};
    int query = -1, ld = ct_lapack_ld(j.n), info, none = 0;
    ROUTINE(getri, j.type)(&j.n, y->data, &ld, &none, size, &query, &info);
    j.lwork = ct_lapack_lwork(j.type, size);
    size_t work = (size_t)j.lwork * ct_lapack_size(j.type), singular = room_of(j.n);
    ct_job_room(&j, (size_t)j.n * sizeof(int));
    ct_job_room(&j, work > singular ? work : singular);
    ct_job_array(&j, 0, y, 2);
    ct_tensor *copy = ct_job_copy(&j, 1, x, j.n);
    j.run = cofactors;
    int status = copy ? ct_job_run(c, &j) : -1;
    ct_xdecref(copy);
    return status;
}

/* ---- their gradient ------------------------------------------------------------------ */

/* x: E; becomes the change of K(D). `after` has room for n + 1 numbers. */
static void change_of_others(const ct_elimination *e, double complex *x,
                             double complex *after)
{
    size_t n = (size_t)e->n;
    double complex before = 1;
    after[n] = 1;
    for (size_t i = n; i-- > 0;) {
        after[i] = after[i + 1] * e->d[i];
    }
    double complex *sums = after + n + 1;
    memset(sums, 0, n * sizeof *sums);
    for (size_t i = 0; i < n; i++) {
        double complex between = before;
        for (size_t k = i + 1; k < n; k++) {
            double complex p = between * after[k + 1], kept = x[i + k * n];
            sums[i] += p * x[k * (n + 1)];
            sums[k] += p * x[i * (n + 1)];
            x[i + k * n] = -p * x[k + i * n];
            x[k + i * n] = -p * kept;
            between *= e->d[k];
        }
        before *= e->d[i];
    }
    for (size_t i = 0; i < n; i++) {
        x[i * (n + 1)] = sums[i];
    }
}

/* x[0]: the result, x[1]: the matrix, x[2]: what comes in. */
static int change(const ct_job *j, char *const *x, char *room)
{
    int64_t size = (int64_t)j->n * j->n;
    ct_elimination e = eliminated(j, x[1], room);
    double complex *own = behind(room, j->n);
    for (int64_t i = 0; i < size; i++) {
        own[i] = get(j, x[2], i);
    }
    ct_elimination_inward(&e, own);
    change_of_others(&e, own, own + size);
    ct_elimination_outward(&e, own);
    set_conjugates(j, x[0], &e, own);
    return 0;
}

int ct_lapack_cofactors_grad_cpu(ct_call *c)
{
    ct_job j;
    ct_tensor *x = ARG(c, lapack_cofactors_grad, input).tensor,
              *g = ARG(c, lapack_cofactors_grad, grad).tensor;
    if (ct_job_begin(c, &j, x) < 0) {
        return -1;
    }
    ct_job_room(&j, room_of(j.n));
    ct_job_room(&j, (2 * (size_t)j.n + 1) * sizeof(double complex));
    ct_job_array(&j, 0, c->out[0], 2);
    ct_tensor *copy = ct_job_copy(&j, 1, x, j.n),
              *other = copy ? ct_job_copy(&j, 2, g, j.n) : NULL;
    j.run = change;
    j.cost *= 4;
    int status = other ? ct_job_run(c, &j) : -1;
    ct_xdecref(other);
    ct_xdecref(copy);
    return status;
}
