/* rules_reduce: gradients of sums, products, means, extremes and softmax. */
#include <math.h>
#include <string.h>

#include "autograd/rule.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/exponential.h"
#include "rows/index.h"
#include "rows/norm.h"
#include "rows/reduce.h"
#include "rows/view.h"

static uint64_t mask_of(const ct_rule *r)
{
    const ct_node *n = r->node;
    return ct_dims_asked(n->op, n->arg, n->given, ct_rule_info(r, 0).ndim);
}

/* How many elements each result was made of. */
static double count_of(const ct_rule *r)
{
    ct_out_info x = ct_rule_info(r, 0);
    uint64_t mask = mask_of(r);
    int64_t n = 1;
    for (int d = 0; d < x.ndim; d++) {
        n *= mask >> d & 1 ? x.shape[d] : 1;
    }
    return (double)n;
}

/* g with the reduced dims back as size 1, so that it broadcasts over the input. */
static ct_tensor *unreduced(ct_rule *r, ct_tensor *g)
{
    ct_out_info x = ct_rule_info(r, 0);
    uint64_t mask = mask_of(r);
    int64_t shape[CT_MAX_NDIM];
    if (ct_keepdim_asked(r->node->op, r->node->arg)) {
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

/* x with the reduced dims last, as one; `order` is the order of its dims before that. */
static ct_tensor *as_rows(ct_rule *r, ct_tensor *x, int64_t order[CT_MAX_NDIM])
{
    int64_t shape[CT_MAX_NDIM + 1], n = 0;
    uint64_t mask = mask_of(r);
    if (!x) {
        return NULL;
    }
    for (int d = 0; d < x->ndim; d++) {
        if (!(mask >> d & 1)) {
            shape[n] = x->shape[d];
            order[n++] = d;
        }
    }
    int64_t kept = n;
    shape[kept] = 1;
    for (int d = 0; d < x->ndim; d++) {
        if (mask >> d & 1) {
            shape[kept] *= x->shape[d];
            order[n++] = d;
        }
    }
    x = ct_s_permute(S(r), x, (ct_dims){n, order});
    return ct_s_reshape(S(r), x, (ct_dims){kept + 1, shape});
}

/* The inverse: rows in the shape that x has. */
static ct_tensor *from_rows(ct_rule *r, ct_tensor *rows, const ct_tensor *x,
                            const int64_t *order)
{
    int64_t shape[CT_MAX_NDIM], back[CT_MAX_NDIM];
    if (!rows) {
        return NULL;
    }
    for (int d = 0; d < x->ndim; d++) {
        shape[d] = x->shape[order[d]];
        back[order[d]] = d;
    }
    rows = ct_s_reshape(S(r), rows, (ct_dims){x->ndim, shape});
    return ct_s_permute(S(r), rows, (ct_dims){x->ndim, back});
}

/* g times the product of the other elements, which needs no division by one. */
void ct_prod_grad(ct_rule *r)
{
    int64_t order[CT_MAX_NDIM];
    ct_dtype d = (ct_dtype)ct_rule_out_info(r, 0).dtype;
    ct_tensor *x = ct_s_cast(S(r), X(r, prod, input), d);
    ct_tensor *rows = as_rows(r, x, order);
    if (rows && rows->numel) {
        rows = ct_s_prod_others(S(r), rows, rows->ndim - 1);
    }
    ct_tensor *others = from_rows(r, rows, x, order);
    r->gx[0] = ct_s_mul(S(r), unreduced(r, G(r, 0)), ct_scope_conj(S(r), others));
}

void ct_mean_grad(ct_rule *r)
{
    ct_tensor *n = ct_s_float(S(r), count_of(r));
    r->gx[0] = spread(r, ct_s_true_divide(S(r), G(r, 0), n));
}

/* The reduced dims, for ops that take them. */
static ct_dims reduced(ct_rule *r, int64_t dims[CT_MAX_NDIM])
{
    uint64_t mask = mask_of(r);
    int n = 0;
    for (int d = 0; d < ct_rule_info(r, 0).ndim; d++) {
        if (mask >> d & 1) {
            dims[n++] = d;
        }
    }
    return (ct_dims){n, dims};
}

static ct_tensor *centered(ct_rule *r, ct_tensor *x)
{
    int64_t dims[CT_MAX_NDIM];
    if (!x) {
        return NULL;
    }
    ct_dims over = reduced(r, dims);
    if (over.n == 0) { /* of a number, or no dims: each element is its mean */
        return ct_s_sub(S(r), x, x);
    }
    return ct_s_centered(S(r), x, over);
}

/* n - correction. */
static double freedom(ct_rule *r)
{
    double left = count_of(r) - V(r, variance, correction).f;
    return left > 0 ? left : 0;
}

/* 2 g (x - mean) / (n - correction): distances from the mean add up to 0, so that the
 * mean's own gradient is 0. */
void ct_variance_grad(ct_rule *r)
{
    ct_tensor *factor = ct_s_float(S(r), 2 / freedom(r));
    ct_tensor *g = ct_s_mul(S(r), unreduced(r, G(r, 0)), factor);
    r->gx[0] = ct_s_mul(S(r), g, centered(r, X(r, variance, input)));
}

/* g (x - mean) / y / (n - correction), and 0 where y is. */
void ct_deviation_grad(ct_rule *r)
{
    ct_tensor *y = unreduced(r, Y(r, deviation, result)), *zero = ct_s_int(S(r), 0);
    ct_tensor *flat = ct_s_eq(S(r), y, zero);
    ct_tensor *g =
        ct_s_true_divide(S(r), unreduced(r, G(r, 0)), ct_s_float(S(r), freedom(r)));
    y = ct_s_where(S(r), flat, ct_s_int(S(r), 1), y);
    ct_tensor *unit = ct_s_true_divide(S(r), centered(r, X(r, deviation, input)), y);
    r->gx[0] = ct_s_mul(S(r), unit, ct_s_where(S(r), flat, zero, g));
}

/* g x / y; where all elements are 0 there is no direction, and the gradient is 0. */
void ct_root_squares_grad(ct_rule *r)
{
    ct_tensor *y = unreduced(r, Y(r, root_squares, result)), *zero = ct_s_int(S(r), 0);
    ct_tensor *flat = ct_s_eq(S(r), y, zero);
    y = ct_s_where(S(r), flat, ct_s_int(S(r), 1), y);
    ct_tensor *unit = ct_s_true_divide(S(r), X(r, root_squares, input), y);
    ct_tensor *g = unreduced(r, G(r, 0));
    r->gx[0] = ct_s_mul(S(r), unit, ct_s_where(S(r), flat, zero, g));
}

/* Subtracting the mean is its own transpose. */
void ct_centered_grad(ct_rule *r)
{
    r->gx[0] = centered(r, G(r, 0));
}

/* Equal extremes share: g / how many, where x is the extreme. Of elements among which
 * there are NaNs, these are. */
void ct_max_grad(ct_rule *r)
{
    ct_tensor *at = ct_s_eq(S(r), X(r, max, input), unreduced(r, Y(r, max, result)));
    at = ct_s_logical_or(S(r), at, ct_s_isnan(S(r), X(r, max, input)));
    int64_t dims[CT_MAX_NDIM];
    ct_tensor *count = ct_s_sum(S(r), at, .dim = reduced(r, dims), .keepdim = true);
    ct_tensor *share = ct_s_true_divide(S(r), unreduced(r, G(r, 0)), count);
    r->gx[0] = ct_s_mul(S(r), share, at);
}

/* The gradient goes to the place each value came from. */
void ct_max_dim_grad(ct_rule *r)
{
    ct_out_info x = ct_rule_info(r, 0);
    int64_t dim = r->node->arg[r->node->op->dim].i;
    ct_tensor *g = G(r, 0), *index = Y(r, max_dim, indices);
    if (!ct_keepdim_asked(r->node->op, r->node->arg) && x.ndim > 0) {
        g = ct_s_unsqueeze(S(r), g, dim);
        index = ct_s_unsqueeze(S(r), index, dim);
    }
    ct_tensor *zeros =
        ct_s_new_zeros(S(r), (ct_dtype)x.dtype, x.ndim, x.shape, CT_PLACE(&x));
    r->gx[0] = ct_s_scatter_add(S(r), zeros, dim, index, g);
}

/* y (g - sum(g y)) */
void ct_softmax_grad(ct_rule *r)
{
    int64_t dim = V(r, softmax, dim).i;
    ct_tensor *gy = ct_s_mul(S(r), G(r, 0), Y(r, softmax, result));
    ct_tensor *total = ct_s_sum(S(r), gy, .dim = {1, &dim}, .keepdim = true);
    r->gx[0] = ct_s_sub(S(r), gy, ct_s_mul(S(r), Y(r, softmax, result), total));
}

/* g - exp(y) sum(g) */
void ct_log_softmax_grad(ct_rule *r)
{
    int64_t dim = V(r, log_softmax, dim).i;
    ct_tensor *total = ct_s_sum(S(r), G(r, 0), .dim = {1, &dim}, .keepdim = true);
    ct_tensor *share = ct_s_mul(S(r), ct_s_exp(S(r), Y(r, log_softmax, result)), total);
    r->gx[0] = ct_s_sub(S(r), G(r, 0), share);
}

/* g exp(x - y); 0 where y is -inf, as all x are there. */
void ct_logsumexp_grad(ct_rule *r)
{
    ct_tensor *y = unreduced(r, Y(r, logsumexp, result));
    ct_tensor *nothing = ct_s_eq(S(r), y, ct_s_float(S(r), -INFINITY));
    y = ct_s_where(S(r), nothing, ct_s_int(S(r), 0), y);
    ct_tensor *share = ct_s_exp(S(r), ct_s_sub(S(r), X(r, logsumexp, input), y));
    r->gx[0] = ct_s_mul(S(r), unreduced(r, G(r, 0)), ct_scope_conj(S(r), share));
}
