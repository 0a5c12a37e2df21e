/* exact: which loop gives what mathematics gives where no common dtype holds the operands;
 * NOTE [Numbers that do not fit] in ops/exact.c. */
#ifndef CT_CPU_EXACT_H
#define CT_CPU_EXACT_H

#include "cpu/kernels.h"

typedef struct ct_exact {
    ct_dtype compute;
    ct_loop loop;
    ct_tensor *
        made[CT_MAX_OPERANDS]; /* operands in place of others; new references or NULL */
    int8_t known; /* a comparison's result in every place, or -1 */
} ct_exact;

/* Which loop does what row c asks for, on which operands in[n], whose dtypes differ. *e is
 * clear but for the loop for `compute`, and known -1. -1 with the error set. */
int ct_exact_operands(const ct_call *c, ct_exact *e, int n, ct_tensor **in);
void ct_exact_release(ct_exact *e);

#endif
