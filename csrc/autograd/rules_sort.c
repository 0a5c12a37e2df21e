/* rules_sort: gradients of what is picked by order: they go where it was. */
#include "autograd/rule.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/index.h"
#include "rows/reduce.h"
#include "rows/sort.h"
#include "rows/view.h"

/* g added at `index` along dim. */
static ct_tensor *sent_back(ct_rule *r, int64_t dim, ct_tensor *index, ct_tensor *g)
{
    ct_out_info x = ct_rule_info(r, 0);
    ct_tensor *zeros =
        ct_s_new_zeros(S(r), (ct_dtype)x.dtype, x.ndim, x.shape, CT_PLACE(&x));
    return ct_s_scatter_add(S(r), zeros, dim, index, g);
}

void ct_sort_grad(ct_rule *r)
{
    r->gx[0] = sent_back(r, V(r, sort, dim).i, Y(r, sort, indices), G(r, 0));
}

void ct_topk_grad(ct_rule *r)
{
    r->gx[0] = sent_back(r, V(r, topk, dim).i, Y(r, topk, indices), G(r, 0));
}

static void one_along_grad(ct_rule *r)
{
    ct_out_info x = ct_rule_info(r, 0);
    int64_t dim = V(r, median_dim, dim).i;
    ct_tensor *g = G(r, 0), *index = Y(r, median_dim, indices);
    if (!V(r, median_dim, keepdim).i && x.ndim > 0) {
        g = ct_s_unsqueeze(S(r), g, dim);
        index = ct_s_unsqueeze(S(r), index, dim);
    }
    r->gx[0] = sent_back(r, dim, index, g);
}

void ct_median_dim_grad(ct_rule *r)
{
    one_along_grad(r);
}

void ct_nanmedian_dim_grad(ct_rule *r)
{
    one_along_grad(r);
}

void ct_mode_grad(ct_rule *r)
{
    one_along_grad(r);
}

/* All elements equal to the median share: where it is NaN, those that are. */
static void shared_grad(ct_rule *r)
{
    ct_tensor *x = X(r, median, input), *y = Y(r, median, result);
    ct_tensor *nan = ct_s_logical_and(S(r), ct_s_isnan(S(r), x), ct_s_isnan(S(r), y));
    ct_tensor *at = ct_s_logical_or(S(r), ct_s_eq(S(r), x, y), nan);
    ct_tensor *share = ct_s_true_divide(S(r), G(r, 0), ct_s_sum(S(r), at));
    r->gx[0] = ct_s_mul(S(r), share, at);
}

void ct_median_grad(ct_rule *r)
{
    shared_grad(r);
}

void ct_nanmedian_grad(ct_rule *r)
{
    shared_grad(r);
}
