/* rules_resample: gradients of resampling, whose rows are transposes of each other. */
#include "autograd/rule.h"
#include "rows/resample.h"

static ct_dims last_dims(const ct_rule *r)
{
    ct_out_info x = ct_rule_info(r, 0);
    return ct_dims_of(x.ndim - 2, x.shape + 2);
}

void ct_resample_grad(ct_rule *r)
{
    ct_dims size = last_dims(r);
    r->gx[0] = ct_s_resample_back(S(r), G(r, 0), size, V(r, resample, mode).i,
                                  V(r, resample, corners).i, V(r, resample, depth).f,
                                  V(r, resample, height).f, V(r, resample, width).f);
}

void ct_resample_back_grad(ct_rule *r)
{
    ct_dims size = last_dims(r);
    r->gx[0] =
        ct_s_resample(S(r), G(r, 0), size, V(r, resample_back, mode).i,
                      V(r, resample_back, corners).i, V(r, resample_back, depth).f,
                      V(r, resample_back, height).f, V(r, resample_back, width).f);
}
