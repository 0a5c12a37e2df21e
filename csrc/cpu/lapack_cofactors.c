/* lapack_cofactors: what determinants change by with their elements.
 *
 * That is conj(det) times the adjoint of the inverse, as LAPACK has it. Of singular
 * matrices it is finite too, and comes of elimination with complete pivoting, which has
 * the zero pivots at the end: with one, P A Q = L [R u; 0 0], the adjugate of the last
 * factor is det(R) [-R^-1 u; 1] e_n^T; with more, all minors are 0. */
#include <complex.h>
#include <math.h>
#include <string.h>

#include "core/device.h"
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

typedef struct elimination {
    int n;
    double complex *a; /* in columns; becomes L and U */
    double complex *z, *w; /* U z = 0, w^T L = e_n^T */
    int *rows, *columns; /* what each step exchanged with its own */
} elimination;

static void exchange(double complex *x, int n, int step, int i, int k)
{
    for (int j = 0; i != k && j < n; j++) {
        double complex kept = x[i * step];
        x[i * step] = x[k * step];
        x[k * step] = kept;
        x += step == 1 ? n : 1;
    }
}

/* The largest element that is left goes to the diagonal; was the sign turned? */
static bool bring_pivot(const elimination *e, int k)
{
    int n = e->n, row = k, column = k;
    for (int j = k; j < n; j++) {
        for (int i = k; i < n; i++) {
            if (cabs(e->a[i + j * n]) > cabs(e->a[row + column * n])) {
                row = i;
                column = j;
            }
        }
    }
    exchange(e->a, n, 1, k, row);
    exchange(e->a, n, n, k, column);
    e->rows[k] = row;
    e->columns[k] = column;
    return (row != k) != (column != k);
}

/* The product of all pivots but the last, with the sign of the exchanges. */
static double complex eliminate(const elimination *e)
{
    int n = e->n;
    double complex product = 1, *a = e->a;
    for (int k = 0; k < n - 1; k++) {
        product = bring_pivot(e, k) ? -product : product;
        double complex pivot = a[k + k * n];
        product *= pivot;
        if (pivot == 0) {
            return 0;
        }
        for (int i = k + 1; i < n; i++) {
            a[i + k * n] /= pivot;
        }
        for (int j = k + 1; j < n; j++) {
            for (int i = k + 1; i < n; i++) {
                a[i + j * n] -= a[i + k * n] * a[k + j * n];
            }
        }
    }
    return product;
}

/* The vectors that U and L have, in the order that rows and columns had. */
static void solve_for_vectors(const elimination *e)
{
    int n = e->n;
    const double complex *a = e->a;
    e->z[n - 1] = e->w[n - 1] = 1;
    for (int i = n - 2; i >= 0; i--) {
        double complex z = 0, w = 0;
        for (int k = i + 1; k < n; k++) {
            z -= a[i + k * n] * e->z[k];
            w -= a[k + i * n] * e->w[k];
        }
        e->z[i] = z / a[i + i * n];
        e->w[i] = w;
    }
    for (int k = n - 2; k >= 0; k--) {
        double complex z = e->z[k], w = e->w[k];
        e->z[k] = e->z[e->columns[k]];
        e->z[e->columns[k]] = z;
        e->w[k] = e->w[e->rows[k]];
        e->w[e->rows[k]] = w;
    }
}

/* y, from the matrix x: element (i, k) is that of the adjugate at (k, i), conjugated. */
static void of_singular(const ct_job *j, char *y, const char *x, char *room)
{
    int n = j->n;
    int64_t size = (int64_t)n * n;
    elimination e = {.n = n, .a = (double complex *)(void *)room};
    e.z = e.a + size;
    e.w = e.z + n;
    e.rows = (int *)(void *)(e.w + n);
    e.columns = e.rows + n;
    for (int64_t i = 0; i < size; i++) {
        e.a[i] = get(j, x, i);
    }
    double complex product = eliminate(&e);
    if (product != 0) {
        solve_for_vectors(&e);
    }
    for (int64_t i = 0; i < size; i++) {
        double complex value = product == 0 ? 0 : product * e.z[i / n] * e.w[i % n];
        set(j, y, i, conj(value));
    }
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
    size_t n = (size_t)j.n, work = (size_t)j.lwork * ct_lapack_size(j.type);
    size_t singular = (n * n + 2 * n) * sizeof(double complex) + 2 * n * sizeof(int);
    ct_job_room(&j, n * sizeof(int));
    ct_job_room(&j, work > singular ? work : singular);
    ct_job_array(&j, 0, y, 2);
    ct_tensor *copy = ct_job_copy(&j, 1, x, j.n);
    j.run = cofactors;
    int status = copy ? ct_job_run(c, &j) : -1;
    ct_xdecref(copy);
    return status;
}
