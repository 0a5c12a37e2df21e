/* rules_pad: gradients of pads. */
#include "autograd/rule.h"
#include "rows/pad.h"

/* What was put around is taken away, and what was taken away is 0. */
void ct_constant_pad_nd_grad(ct_rule *r)
{
    int64_t back[2 * CT_MAX_NDIM];
    ct_dims pad = V(r, constant_pad_nd, pad).dims;
    for (int64_t i = 0; i < pad.n; i++) {
        back[i] = -pad.v[i];
    }
    r->gx[0] = ct_s_constant_pad_nd(S(r), G(r, 0), ct_dims_of(pad.n, back));
}

void ct_edge_pad_grad(ct_rule *r)
{
    r->gx[0] =
        ct_s_edge_fold(S(r), G(r, 0), V(r, edge_pad, pad).dims, V(r, edge_pad, mode).i);
}

void ct_edge_fold_grad(ct_rule *r)
{
    r->gx[0] = ct_s_edge_pad(S(r), G(r, 0), V(r, edge_fold, pad).dims,
                             V(r, edge_fold, mode).i);
}
