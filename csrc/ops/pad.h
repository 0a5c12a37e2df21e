/* pad: what pads mean for one dim. */
#ifndef CT_OPS_PAD_H
#define CT_OPS_PAD_H

#include "ops/op.h"

/* What comes before (0) and behind (1) dim d of ndim; 0 where no pad is named. */
static inline int64_t ct_pad_at(ct_dims pad, int ndim, int d, int side)
{
    int64_t i = 2 * (int64_t)(ndim - 1 - d) + side;
    return i < pad.n ? pad.v[i] : 0;
}

#endif
