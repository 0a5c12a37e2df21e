/* lapack_small: see lapack_small.c. Numbers are as in lapack.h. */
#ifndef CT_CPU_LAPACK_SMALL_H
#define CT_CPU_LAPACK_SMALL_H

#include "cpu/lapack.h"

enum { CT_SMALL_MATRIX = 8 }; /* up to this size; measured */

static inline bool ct_is_small(const ct_job *j)
{
    return j->type < 2 && j->n <= CT_SMALL_MATRIX;
}
/* b (n, k) becomes the solution, a (n, n) is left eliminated: its diagonal is that of U.
 * info is as getrf's. */
int ct_small_solve(int type, int n, int k, void *a, void *b, int *pivots);
/* m rows of n numbers as n columns: smaller than what a copy of a tensor is made for. */
void ct_small_turn(int type, int m, int n, const void *rows, void *columns);
void ct_small_identity(int type, int n, void *x);

#endif
