/* exact: integer operands beside numbers, and integers, that no common dtype holds. */
#ifndef CT_OPS_EXACT_H
#define CT_OPS_EXACT_H

#include "ops/op.h"

/* Do the numbers among a pointwise row's operands have a meaning in the integer dtype d
 * that it computes in? An error where not; see NOTE [Numbers that do not fit]. */
int ct_exact_check(const ct_call *c, ct_dtype d);

#endif
