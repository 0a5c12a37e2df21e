/* join: what cat passes over; cat and stack as copies, on any device. */
#ifndef CT_OPS_JOIN_H
#define CT_OPS_JOIN_H

#include "ops/op.h"

/* cat has always passed over empty tensors of one dimension, whatever the others. */
static inline bool ct_cat_skips(const ct_tensor *t)
{
    return t->ndim == 1 && t->shape[0] == 0;
}

/* What fills the result of cat or, with `stacked`, of stack. */
typedef int ct_join_fill(ct_call *c, bool stacked);

/* One copy for each part. */
CT_API int ct_join_copies(ct_call *c, bool stacked);

/* `fill`; a given result that overlaps an input is made apart, then copied. */
CT_API int ct_join(ct_call *c, bool stacked, ct_join_fill *fill);

#endif
