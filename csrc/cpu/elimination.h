/* elimination: a square matrix as rows P^T, L, the diagonal d, U and columns Q^T.
 *
 * P A Q = L diag(d) U with unit triangles, by complete pivoting: elements of L and U are
 * at most 1, and the pivots that are 0 come last. So what is polynomial in d can be
 * computed of singular matrices as of others. All is in double complex, in columns. */
#ifndef CT_CPU_ELIMINATION_H
#define CT_CPU_ELIMINATION_H

#include <complex.h>
#include <stddef.h>

typedef struct ct_elimination {
    int n;
    double sign;       /* of the exchanges */
    double complex *a; /* the matrix; becomes L and U */
    double complex *d;
    int *rows, *columns; /* what each step exchanged with its own */
} ct_elimination;

/* Bytes of an elimination's arrays; they are laid into `room`, aligned as for double. */
size_t ct_elimination_room(int n);
ct_elimination ct_elimination_in(void *room, int n);
void ct_eliminate(ct_elimination *e);

/* x (n, n) becomes L^-1 P x Q U^-1, and from there P^T L^-T x U^-T Q^T. */
void ct_elimination_inward(const ct_elimination *e, double complex *x);
void ct_elimination_outward(const ct_elimination *e, double complex *x);

#endif
