/* rules_reduce: gradients of sums, means, extremes, running sums and softmax. */
#include <string.h>

#include "autograd/rule.h"

/* g with the reduced dims back as size 1, so that it broadcasts over the input. */
static ct_tensor *unreduced(ct_rule *r, ct_tensor *g)
{
    ct_out_info x = ct_rule_info(r, 0);
    uint64_t mask = (uint64_t)r->node->note[0];
    int64_t shape[CT_MAX_NDIM];
    if (r->node->note[1]) {
        return g;
    }
    for (int d = 0; d < x.ndim; d++) {
        shape[d] = mask >> d & 1 ? 1 : x.shape[d];
    }
    return ct_s_reshape(S(r), g, (ct_dims){x.ndim, shape});
}

static ct_tensor *spread(ct_rule *r, ct_tensor *g)
{
    ct_out_info x = ct_rule_info(r, 0);
    return ct_s_expand(S(r), unreduced(r, g), (ct_dims){x.ndim, x.shape});
}

void ct_sum_grad(ct_rule *r)
{
    r->gx[0] = spread(r, G(r, 0));
}

void ct_mean_grad(ct_rule *r)
{
    ct_tensor *n = ct_s_float(S(r), (double)r->node->note[2]);
    r->gx[0] = spread(r, ct_s_true_divide(S(r), G(r, 0), n));
}

/* The reduced dims, for ops that take them. */
static ct_dims reduced(ct_rule *r, int64_t dims[CT_MAX_NDIM])
{
    uint64_t mask = (uint64_t)r->node->note[0];
    int n = 0;
    for (int d = 0; d < ct_rule_info(r, 0).ndim; d++) {
        if (mask >> d & 1) {
            dims[n++] = d;
        }
    }
    return (ct_dims){n, dims};
}

/* 2 g (x - mean) / (n - correction): distances from the mean add up to 0, so that the
 * mean's own gradient is 0. */
void ct_variance_grad(ct_rule *r)
{
    int64_t dims[CT_MAX_NDIM];
    double n = (double)r->node->note[2], left = n - ct_rule_value(r, 3)->f;
    ct_tensor *x = ct_s_to_dtype(S(r), X(r, 0), ct_rule_out_info(r, 0).dtype);
    ct_tensor *sum = ct_s_sum(S(r), x, reduced(r, dims), true);
    ct_tensor *mean = ct_s_true_divide(S(r), sum, ct_s_float(S(r), n));
    ct_tensor *factor = ct_s_float(S(r), 2 / (left > 0 ? left : 0));
    ct_tensor *g = ct_s_mul(S(r), unreduced(r, G(r, 0)), factor);
    r->gx[0] = ct_s_mul(S(r), g, ct_s_sub(S(r), x, mean));
}

/* Equal extremes share: g / how many, where x is the extreme. Of elements among which
 * there are NaNs, these are. */
static void extreme_grad(ct_rule *r)
{
    ct_tensor *at = ct_s_eq(S(r), X(r, 0), unreduced(r, Y(r, 0)));
    at = ct_s_logical_or(S(r), at, ct_s_isnan(S(r), X(r, 0)));
    int64_t dims[CT_MAX_NDIM];
    ct_tensor *count = ct_s_sum(S(r), at, reduced(r, dims), true);
    ct_tensor *share = ct_s_true_divide(S(r), unreduced(r, G(r, 0)), count);
    r->gx[0] = ct_s_mul(S(r), share, at);
}

void ct_max_grad(ct_rule *r)
{
    extreme_grad(r);
}

void ct_min_grad(ct_rule *r)
{
    extreme_grad(r);
}

void ct_amax_grad(ct_rule *r)
{
    extreme_grad(r);
}

void ct_amin_grad(ct_rule *r)
{
    extreme_grad(r);
}

/* The gradient goes to the place each value came from. */
static void along_grad(ct_rule *r)
{
    ct_out_info x = ct_rule_info(r, 0);
    int64_t dim = r->node->note[0];
    ct_tensor *g = G(r, 0), *index = Y(r, 1);
    if (!r->node->note[1] && x.ndim > 0) {
        g = ct_s_unsqueeze(S(r), g, dim);
        index = ct_s_unsqueeze(S(r), index, dim);
    }
    ct_tensor *zeros =
        ct_s_zeros(S(r), (ct_dtype)x.dtype, x.ndim, x.shape, (ct_device)x.device);
    r->gx[0] = ct_s_scatter_add(S(r), zeros, dim, index, g);
}

void ct_max_dim_grad(ct_rule *r)
{
    along_grad(r);
}

void ct_min_dim_grad(ct_rule *r)
{
    along_grad(r);
}

/* Each element is in the sums from its place on: a running sum from the end. */
void ct_cumsum_grad(ct_rule *r)
{
    ct_out_info x = ct_rule_info(r, 0);
    int64_t dim = r->node->note[0];
    if (x.ndim == 0) {
        r->gx[0] = G(r, 0);
        return;
    }
    ct_tensor *sums = ct_s_cumsum(S(r), ct_s_reverse(S(r), G(r, 0), dim), dim);
    r->gx[0] = ct_s_reverse(S(r), sums, dim);
}

/* y (g - sum(g y)) */
void ct_softmax_grad(ct_rule *r)
{
    int64_t dim = r->node->note[0];
    ct_tensor *gy = ct_s_mul(S(r), G(r, 0), Y(r, 0));
    ct_tensor *total = ct_s_sum(S(r), gy, (ct_dims){1, &dim}, true);
    r->gx[0] = ct_s_sub(S(r), gy, ct_s_mul(S(r), Y(r, 0), total));
}

/* g - exp(y) sum(g) */
void ct_log_softmax_grad(ct_rule *r)
{
    int64_t dim = r->node->note[0];
    ct_tensor *total = ct_s_sum(S(r), G(r, 0), (ct_dims){1, &dim}, true);
    ct_tensor *share = ct_s_mul(S(r), ct_s_exp(S(r), Y(r, 0)), total);
    r->gx[0] = ct_s_sub(S(r), G(r, 0), share);
}
