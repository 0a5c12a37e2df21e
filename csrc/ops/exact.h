/* exact: integer operands beside numbers, and integers, that no common dtype holds:
 * NOTE [Numbers that do not fit] in exact.c. */
#ifndef CT_OPS_EXACT_H
#define CT_OPS_EXACT_H

#include "ops/op.h"

/* Do the numbers among a pointwise row's operands have a meaning in the integer dtype d
 * that it computes in? An error where not; see NOTE [Numbers that do not fit]. */
int ct_exact_check(const ct_call *c, ct_dtype d);

/* uint64 compared with int64, of which no dtype holds both: operands are int64 by their
 * bits, those of the first or the second standing for uint64. */
typedef enum ct_mixed {
    CT_MIXED_NONE,
    CT_MIXED_UNSIGNED_FIRST,
    CT_MIXED_SIGNED_FIRST
} ct_mixed;

typedef struct ct_exact {
    ct_dtype compute;
    ct_tensor *
        made[CT_MAX_OPERANDS]; /* operands in place of others; new references or NULL */
    int8_t known; /* a comparison's result in every place, or -1 */
    uint8_t mixed;
} ct_exact;

/* Whether operands need a look at them all. */
static inline bool ct_dtypes_differ(int n, ct_tensor *const *in)
{
    bool differ = false;
    for (int i = 1; i < n; i++) {
        differ |= in[i]->dtype != in[0]->dtype;
    }
    return differ;
}

/* In which dtype, on which operands in[n], whose dtypes differ, row c is what it should be.
 * *e is clear but for `compute`, and known -1. -1 with the error set. */
CT_API int ct_exact_operands(const ct_call *c, ct_exact *e, int n, ct_tensor **in);
CT_API void ct_exact_release(ct_exact *e);

#endif
