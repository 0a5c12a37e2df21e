/* rules_sort: gradients of what is picked by order: they go where it was. */
#include "autograd/rule.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/index.h"
#include "rows/join.h"
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

/* Any order does: equal elements are interchangeable. */
void ct_sort_values_grad(ct_rule *r)
{
    int64_t dim = V(r, sort_values, dim).i;
    ct_tensor *places =
        ct_s_argsort(S(r), X(r, sort_values, input), .dim = CT_SOME(dim));
    r->gx[0] = sent_back(r, dim, places, G(r, 0));
}

/* The first element's, and those of the others where they differ. */
void ct_distinct_grad(ct_rule *r)
{
    ct_tensor *x = X(r, distinct, input), *g = G(r, 0);
    ct_out_info info = ct_rule_info(r, 0);
    int64_t rest = x->numel - 1;
    if (rest < 1) {
        r->gx[0] = g;
        return;
    }
    ct_tensor *zeros =
        ct_s_new_zeros(S(r), (ct_dtype)info.dtype, 1, &rest, CT_PLACE(&info));
    ct_tensor *before = ct_s_narrow(S(r), x, 0, 0, rest);
    ct_tensor *differs = ct_s_ne(S(r), ct_s_narrow(S(r), x, 0, 1, rest), before);
    ct_tensor *later = g ? ct_s_narrow(S(r), g, 0, 1, g->numel - 1) : NULL;
    ct_tensor *first = ct_s_narrow(S(r), g, 0, 0, 1);
    ct_tensor *both[] = {first, ct_s_masked_scatter(S(r), zeros, differs, later)};
    r->gx[0] = both[1] ? ct_s_cat(S(r), ct_tensors_of(2, both)) : NULL;
}

void ct_sort_grad(ct_rule *r)
{
    r->gx[0] = sent_back(r, V(r, sort, dim).i, Y(r, sort, indices), G(r, 0));
}

void ct_topk_grad(ct_rule *r)
{
    r->gx[0] = sent_back(r, V(r, topk, dim).i, Y(r, topk, indices), G(r, 0));
}

void ct_median_dim_grad(ct_rule *r)
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

/* All elements equal to the median share: where it is NaN, those that are. */
void ct_median_grad(ct_rule *r)
{
    ct_tensor *x = X(r, median, input), *y = Y(r, median, result);
    ct_tensor *nan = ct_s_logical_and(S(r), ct_s_isnan(S(r), x), ct_s_isnan(S(r), y));
    ct_tensor *at = ct_s_logical_or(S(r), ct_s_eq(S(r), x, y), nan);
    ct_tensor *share = ct_s_true_divide(S(r), G(r, 0), ct_s_sum(S(r), at));
    r->gx[0] = ct_s_mul(S(r), share, at);
}

/* A quantile's gradient goes to its two elements, by their shares; that of q is how steep
 * the line between them is. Along `dim` of all that is here lie places, of x elements. */
typedef struct quantile_parts {
    ct_tensor *input, *x, *g; /* x: input, or its elements in a row; g with q's dim at
                                 `dim` */
    int64_t dim, n; /* n: quantiles */
} quantile_parts;

static bool is_linear(ct_rule *r)
{
    return V(r, quantile, interpolation).i == CT_IS_quantile_interpolation_linear;
}

/* Only the gradient of q reads elements of the input. */
static ct_tensor *input_of(ct_rule *r)
{
    bool read = NEEDS(r, quantile, q) && is_linear(r);
    return read ? X(r, quantile, input) : ct_rule_unread(r, CT_SAVED_quantile_input);
}

static quantile_parts parts_of(ct_rule *r)
{
    ct_tensor *x = input_of(r), *places = K(r, quantile, places);
    quantile_parts p = {.input = x, .x = x};
    int64_t shape[CT_MAX_NDIM + 1], first = 0;
    int ndim = 1;
    if (!x || !places) {
        return p;
    }
    bool all = x->ndim == 0 || !HAS(r, quantile, dim);
    p.dim = all ? 0 : V(r, quantile, dim).i;
    p.x = all ? ct_s_reshape(S(r), x, (ct_dims){1, &x->numel}) : x;
    p.n = shape[0] = places->shape[p.dim] / 2;
    for (int d = 0; d < places->ndim; d++) {
        if (d != p.dim) {
            shape[ndim++] = places->shape[d];
        }
    }
    ct_tensor *g = ct_s_reshape(S(r), G(r, 0), (ct_dims){ndim, shape});
    p.g = ct_s_movedim(S(r), g, (ct_dims){1, &first}, (ct_dims){1, &p.dim});
    return p;
}

/* How many steps there are from the first to the last of x's elements, NaN left out. */
static ct_tensor *steps_of(ct_rule *r, const quantile_parts *p)
{
    ct_tensor *some = ct_s_logical_not(S(r), ct_s_isnan(S(r), p->x));
    ct_tensor *n = ct_s_sum(S(r), some, .dim = {1, &p->dim}, .keepdim = true);
    return ct_s_sub(S(r), n, ct_s_int(S(r), 1));
}

/* The shares as they were kept, whose own gradient is that of q where that has one: the
 * upper ones are q (n - 1) less a whole number. */
static ct_tensor *shares_of(ct_rule *r, const quantile_parts *p)
{
    ct_tensor *shares = K(r, quantile, shares);
    if (!NEEDS(r, quantile, q) || !is_linear(r)) {
        return shares;
    }
    int64_t shape[CT_MAX_NDIM];
    for (int d = 0; d < p->x->ndim; d++) {
        shape[d] = d == p->dim ? p->n : 1;
    }
    ct_tensor *q = ct_s_reshape(S(r), X(r, quantile, q), (ct_dims){p->x->ndim, shape});
    ct_tensor *at = ct_s_mul(S(r), q, steps_of(r, p));
    if (!at) {
        return NULL;
    }
    ct_tensor *constant = ct_scope_keep(
        S(r), ct_tensor_alias(at, at->ndim, at->shape, at->strides, at->data));
    ct_tensor *zero = ct_s_sub(S(r), at, constant);
    ct_tensor *both[] = {ct_s_sub(S(r), constant, at), zero};
    if (!both[0] || !zero) {
        return NULL;
    }
    zero = ct_s_cat(S(r), ct_tensors_of(2, both), .dim = CT_SOME(p->dim));
    return ct_s_add(S(r), shares, zero);
}

static ct_tensor *elements_grad(ct_rule *r, const quantile_parts *p)
{
    ct_tensor *x = p->input, *both[] = {p->g, p->g};
    if (!x || !p->g) {
        return NULL;
    }
    ct_tensor *g = ct_s_cat(S(r), ct_tensors_of(2, both), .dim = CT_SOME(p->dim));
    g = ct_s_mul(S(r), g, shares_of(r, p));
    ct_tensor *zeros = g ? ct_s_new_zeros(S(r), (ct_dtype)g->dtype, p->x->ndim,
                                          p->x->shape, CT_PLACE(x))
                         : NULL;
    g = ct_s_scatter_add(S(r), zeros, p->dim, K(r, quantile, places), g);
    return ct_s_reshape(S(r), g, (ct_dims){x->ndim, x->shape});
}

/* Places are q (n - 1), where n counts no NaN; words but linear make steps of it. */
static ct_tensor *share_grad(ct_rule *r, const quantile_parts *p)
{
    ct_out_info q = ct_rule_info(r, EDGE(r, quantile, q));
    ct_dims along = {1, &p->dim};
    if (!is_linear(r)) {
        return ct_s_new_zeros(S(r), (ct_dtype)q.dtype, q.ndim, q.shape, CT_PLACE(&q));
    }
    ct_tensor *both = ct_s_gather(S(r), p->x, p->dim, K(r, quantile, places));
    ct_tensor *rise = ct_s_sub(S(r), ct_s_narrow(S(r), both, p->dim, p->n, p->n),
                               ct_s_narrow(S(r), both, p->dim, 0, p->n));
    rise = ct_s_mul(S(r), rise, steps_of(r, p));
    ct_tensor *g = ct_s_movedim(S(r), ct_s_mul(S(r), p->g, rise), along,
                                (ct_dims){1, (int64_t[]){0}});
    g = ct_s_reshape(S(r), g, (ct_dims){2, (int64_t[]){p->n, -1}});
    g = ct_s_sum(S(r), g, .dim = (ct_dims){1, (int64_t[]){1}});
    return ct_s_reshape(S(r), g, (ct_dims){q.ndim, q.shape});
}

void ct_quantile_grad(ct_rule *r)
{
    quantile_parts p = parts_of(r);
    if (NEEDS(r, quantile, input)) {
        r->gx[EDGE(r, quantile, input)] = elements_grad(r, &p);
    }
    if (NEEDS(r, quantile, q)) {
        r->gx[EDGE(r, quantile, q)] = share_grad(r, &p);
    }
}
