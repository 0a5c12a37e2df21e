/* lapack_small: matrices for which a call of LAPACK takes longer than the work (on a 4x4
 * matrix getrf and getri take 370 ns), by Gaussian elimination with the same pivots. */
#include "cpu/lapack_small.h"

#include <math.h>
#include <string.h>

#define T float
#define SMALL(name) f32_##name
#define f32_abs fabsf
#include "cpu/small_lu.h"
#undef T
#undef SMALL

#define T double
#define SMALL(name) f64_##name
#define f64_abs fabs
#include "cpu/small_lu.h"
#undef T
#undef SMALL

int ct_small_solve(int type, int n, int k, void *a, void *b, int *pivots)
{
    return type == 0 ? f32_solve(n, k, a, b, pivots) : f64_solve(n, k, a, b, pivots);
}

void ct_small_turn(int type, int m, int n, const void *rows, void *columns)
{
    for (int r = 0; r < m; r++) {
        for (int c = 0; c < n; c++) {
            if (type == 0) {
                ((float *)columns)[c * m + r] = ((const float *)rows)[r * n + c];
            } else {
                ((double *)columns)[c * m + r] = ((const double *)rows)[r * n + c];
            }
        }
    }
}

void ct_small_identity(int type, int n, void *x)
{
    memset(x, 0, (size_t)n * (size_t)n * ct_lapack_size(type));
    for (int i = 0; i < n; i++) {
        ct_lapack_set(type, x, (int64_t)i * (n + 1), 1);
    }
}
