/* exact: integer operands beside numbers, and integers, that no common dtype holds. */
#ifndef CT_OPS_EXACT_H
#define CT_OPS_EXACT_H

#include "cpu/kernels.h"
#include "ops/op.h"

/* Do the numbers among a pointwise row's operands have a meaning in the integer dtype d
 * that it computes in? An error where not; see NOTE [Numbers that do not fit]. */
int ct_exact_check(const ct_call *c, ct_dtype d);

typedef struct ct_exact {
    ct_dtype compute;
    ct_loop loop;
    ct_tensor *made[3]; /* operands in place of others; new references or NULL */
    int8_t known; /* a comparison's result in every place, or -1 */
} ct_exact;

/* Which loop does what row c asks for, on which operands in[n]. -1 with the error set. */
int ct_exact_operands(const ct_call *c, ct_exact *e, int n, ct_tensor **in);
void ct_exact_release(ct_exact *e);

#endif
