/* rules_pool: gradients of pooling: the rows are linear, given the places of what is
 * largest, and come in pairs of transposes. */
#include "autograd/rule.h"
#include "rows/pool.h"

void ct_pool_max_grad(ct_rule *r)
{
    if (G(r, 0)) {
        ct_out_info x = ct_rule_info(r, 0);
        int64_t dims = V(r, pool_max, size).dims.n;
        r->gx[0] = ct_s_pool_scatter(S(r), G(r, 0), Y(r, pool_max, indices),
                                     ct_dims_of(dims, x.shape + x.ndim - dims));
    }
}

void ct_pool_scatter_grad(ct_rule *r)
{
    r->gx[0] = ct_s_pool_gather(S(r), G(r, 0), X(r, pool_scatter, indices),
                                V(r, pool_scatter, size).dims.n);
}

void ct_pool_gather_grad(ct_rule *r)
{
    ct_out_info x = ct_rule_info(r, 0);
    int64_t dims = V(r, pool_gather, dims).i;
    r->gx[0] = ct_s_pool_scatter(S(r), G(r, 0), X(r, pool_gather, indices),
                                 ct_dims_of(dims, x.shape + x.ndim - dims));
}

void ct_pool_mean_grad(ct_rule *r)
{
    ct_out_info x = ct_rule_info(r, 0);
    int64_t dims = V(r, pool_mean, size).dims.n;
    r->gx[0] = ct_s_pool_spread(
        S(r), G(r, 0), ct_dims_of(dims, x.shape + x.ndim - dims),
        V(r, pool_mean, kernel).dims, V(r, pool_mean, stride).dims,
        V(r, pool_mean, padding).dims, V(r, pool_mean, count_include_pad).i,
        V(r, pool_mean, divisor).i);
}

void ct_pool_spread_grad(ct_rule *r)
{
    ct_out_info g = ct_rule_info(r, 0);
    int64_t dims = V(r, pool_spread, size).dims.n;
    r->gx[0] = ct_s_pool_mean(
        S(r), G(r, 0), ct_dims_of(dims, g.shape + g.ndim - dims),
        V(r, pool_spread, kernel).dims, V(r, pool_spread, stride).dims,
        V(r, pool_spread, padding).dims, V(r, pool_spread, count_include_pad).i,
        V(r, pool_spread, divisor).i);
}
