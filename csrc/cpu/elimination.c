/* elimination: see elimination.h. Sizes are small, or matrices singular: no blocks. */
#include "cpu/elimination.h"

#include <math.h>
#include <stdbool.h>

size_t ct_elimination_room(int n)
{
    size_t size = (size_t)n;
    return (size + 1) * size * sizeof(double complex) + 2 * size * sizeof(int);
}

ct_elimination ct_elimination_in(void *room, int n)
{
    ct_elimination e = {.n = n, .sign = 1, .a = room};
    e.d = e.a + (size_t)n * (size_t)n;
    e.rows = (int *)(void *)(e.d + n);
    e.columns = e.rows + n;
    return e;
}

/* Rows i and k of x, or its columns. */
static void exchange_rows(double complex *x, int n, int i, int k)
{
    for (size_t at = 0; i != k && at < (size_t)n * (size_t)n; at += (size_t)n) {
        double complex kept = x[at + (size_t)i];
        x[at + (size_t)i] = x[at + (size_t)k];
        x[at + (size_t)k] = kept;
    }
}

static void exchange_columns(double complex *x, int n, int i, int k)
{
    double complex *a = x + (size_t)i * (size_t)n, *b = x + (size_t)k * (size_t)n;
    for (int j = 0; i != k && j < n; j++) {
        double complex kept = a[j];
        a[j] = b[j];
        b[j] = kept;
    }
}

static double size_of(double complex z)
{
    return fabs(creal(z)) + fabs(cimag(z));
}

/* The largest element that is left goes to the diagonal. */
static void bring_pivot(ct_elimination *e, int k)
{
    int n = e->n, row = k, column = k;
    double most = -1;
    for (int j = k; j < n; j++) {
        for (int i = k; i < n; i++) {
            double size = size_of(e->a[i + (size_t)j * (size_t)n]);
            if (size > most) {
                most = size;
                row = i;
                column = j;
            }
        }
    }
    exchange_rows(e->a, n, k, row);
    exchange_columns(e->a, n, k, column);
    e->rows[k] = row;
    e->columns[k] = column;
    e->sign = (row != k) != (column != k) ? -e->sign : e->sign;
}

void ct_eliminate(ct_elimination *e)
{
    int n = e->n;
    for (int k = 0; k < n; k++) {
        bring_pivot(e, k);
        double complex *column = e->a + (size_t)k * (size_t)n, pivot = column[k];
        e->d[k] = pivot;
        for (int i = k + 1; i < n && pivot != 0; i++) { /* of 0 all that is left is 0 */
            column[i] /= pivot;
        }
        for (int j = k + 1; j < n && pivot != 0; j++) {
            double complex *other = e->a + (size_t)j * (size_t)n;
            for (int i = k + 1; i < n; i++) {
                other[i] -= column[i] * other[k];
            }
            other[k] /= pivot;
        }
    }
}

/* ---- factors ------------------------------------------------------------------------ */

/* x becomes L^-1 x; L^-T x if `turned`. */
static void solve_left(const ct_elimination *e, double complex *x, bool turned)
{
    size_t n = (size_t)e->n;
    for (double complex *y = x; y < x + n * n; y += n) {
        for (size_t k = 0; k < n && !turned; k++) {
            for (size_t i = k + 1; i < n; i++) {
                y[i] -= e->a[i + k * n] * y[k];
            }
        }
        for (size_t k = n; turned && k-- > 0;) {
            for (size_t i = k + 1; i < n; i++) {
                y[k] -= e->a[i + k * n] * y[i];
            }
        }
    }
}

/* x becomes x U^-1; x U^-T if `turned`. */
static void solve_right(const ct_elimination *e, double complex *x, bool turned)
{
    size_t n = (size_t)e->n;
    for (size_t step = 0; step < n; step++) {
        size_t j = turned ? n - 1 - step : step;
        double complex *y = x + j * n;
        for (size_t k = turned ? j + 1 : 0; k < (turned ? n : j); k++) {
            double complex u = turned ? e->a[j + k * n] : e->a[k + j * n];
            for (size_t i = 0; i < n; i++) {
                y[i] -= u * x[i + k * n];
            }
        }
    }
}

void ct_elimination_inward(const ct_elimination *e, double complex *x)
{
    for (int k = 0; k < e->n; k++) {
        exchange_rows(x, e->n, k, e->rows[k]);
        exchange_columns(x, e->n, k, e->columns[k]);
    }
    solve_left(e, x, false);
    solve_right(e, x, false);
}

void ct_elimination_outward(const ct_elimination *e, double complex *x)
{
    solve_left(e, x, true);
    solve_right(e, x, true);
    for (int k = e->n - 1; k >= 0; k--) {
        exchange_rows(x, e->n, k, e->rows[k]);
        exchange_columns(x, e->n, k, e->columns[k]);
    }
}
