/* rules_nn: gradients of layers and losses. */
#include "autograd/rule.h"
#include "ops/nn.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/index.h"
#include "rows/matmul.h"
#include "rows/nn.h"
#include "rows/reduce.h"
#include "rows/view.h"

/* g' x, leading dims taken as one; a weight (in) is one row, whose dim g lacks. */
static ct_tensor *linear_weight_grad(ct_rule *r, ct_tensor *g)
{
    ct_tensor *x = X(r, linear, input);
    ct_out_info w = ct_rule_info(r, EDGE(r, linear, weight));
    if (!g || !x) {
        return NULL;
    }
    int64_t rows = 1, in = w.shape[w.ndim - 1], out = w.ndim == 1 ? 1 : w.shape[0];
    for (int i = 0; i < x->ndim - 1; i++) { /* -1 would need some elements */
        rows *= x->shape[i];
    }
    if (x->ndim != 2) {
        x = ct_s_reshape(S(r), x, (ct_dims){2, (int64_t[]){rows, in}});
    }
    if (g->ndim != 2 || w.ndim == 1) {
        g = ct_s_reshape(S(r), g, (ct_dims){2, (int64_t[]){rows, out}});
    }
    ct_tensor *gw =
        ct_s_matmul(S(r), ct_s_transpose(S(r), g, 0, 1), ct_scope_conj(S(r), x));
    return w.ndim == 1 ? ct_s_squeeze(S(r), gw, .dim = {1, &(int64_t){0}}) : gw;
}

/* y = x w' + b: gx = g w, gw = g' x (w and x conjugated when complex), gb = sum of g. */
void ct_linear_grad(ct_rule *r)
{
    ct_tensor *g = G(r, 0);
    if (NEEDS(r, linear, input)) {
        ct_tensor *w = ct_scope_conj(S(r), X(r, linear, weight));
        r->gx[EDGE(r, linear, input)] =
            w && w->ndim == 1 ? ct_s_mul(S(r), ct_s_unsqueeze(S(r), g, -1), w)
                              : ct_s_matmul(S(r), g, w);
    }
    if (NEEDS(r, linear, weight)) {
        r->gx[EDGE(r, linear, weight)] = linear_weight_grad(r, g);
    }
    if (NEEDS(r, linear, bias)) {
        ct_out_info b = ct_rule_info(r, EDGE(r, linear, bias));
        r->gx[EDGE(r, linear, bias)] = ct_s_sum_to(S(r), g, b.ndim, b.shape);
    }
}

void ct_dropout_grad(ct_rule *r)
{
    r->gx[0] = ct_s_mul(S(r), G(r, 0), K(r, dropout, mask));
}

static bool is_mean(const ct_rule *r)
{
    return V(r, cross_entropy, reduction).i == CT_IS_cross_entropy_reduction_mean;
}

/* Without a further derivative: one fused call. */
static ct_tensor *entropy_fused(ct_rule *r)
{
    ct_tensor *weight =
        HAS(r, cross_entropy, weight) ? X(r, cross_entropy, weight) : NULL;
    return ct_s_cross_entropy_grad(
        S(r), G(r, 0), X(r, cross_entropy, input), X(r, cross_entropy, target),
        K(r, cross_entropy, lse), V(r, cross_entropy, ignore_index).i,
        V(r, cross_entropy, label_smoothing).f, is_mean(r), .weight = weight);
}

/* g times 1 / the total weight of the targets; `counted` is 1 where a target is. */
static ct_tensor *mean_grad(ct_rule *r, ct_tensor *g, ct_tensor *counted,
                            ct_tensor *index)
{
    ct_scope *s = S(r);
    ct_tensor *weights = ct_s_cast(s, counted, CT_DTYPE_F64);
    if (HAS(r, cross_entropy, weight)) {
        weights =
            ct_s_mul(s, weights, ct_s_take(s, X(r, cross_entropy, weight), index));
    }
    return ct_s_true_divide(s, g, ct_s_sum(s, weights));
}

/* The same in tensor ops, for derivatives of it: with q the distribution that the
 * target stands for (smoothed and weighted), gx = g (sum(q) softmax(x) - q). */
static ct_tensor *entropy_in_ops(ct_rule *r)
{
    ct_scope *s = S(r);
    ct_tensor *x = X(r, cross_entropy, input), *t = X(r, cross_entropy, target),
              *g = G(r, 0);
    if (!x || !t || !g) {
        return NULL;
    }
    int64_t dim = ct_class_dim(x), classes = x->shape[dim];
    double smoothing = V(r, cross_entropy, label_smoothing).f;
    ct_tensor *ignored =
        ct_s_eq(s, t, ct_s_int(s, V(r, cross_entropy, ignore_index).i));
    ct_tensor *counted = ct_s_cast(s, ct_s_logical_not(s, ignored), (ct_dtype)x->dtype);
    ct_tensor *index = ct_s_where(s, ignored, ct_s_int(s, 0), t);
    index = ct_s_unsqueeze(s, ct_s_cast(s, index, CT_DTYPE_I64), dim);
    counted = ct_s_unsqueeze(s, counted, dim);
    ct_tensor *zeros =
        ct_s_new_zeros(s, (ct_dtype)x->dtype, x->ndim, x->shape, CT_PLACE(x));
    ct_tensor *hit = ct_s_mul(s, counted, ct_s_float(s, 1 - smoothing));
    ct_tensor *q = ct_s_scatter_add(s, zeros, dim, index, hit);
    q = ct_s_add(s, q,
                 ct_s_mul(s, counted, ct_s_float(s, smoothing / (double)classes)));
    if (HAS(r, cross_entropy, weight)) {
        int64_t shape[CT_MAX_NDIM];
        for (int i = 0; i < x->ndim; i++) {
            shape[i] = i == dim ? classes : 1;
        }
        q = ct_s_mul(
            s, q,
            ct_s_reshape(s, X(r, cross_entropy, weight), (ct_dims){x->ndim, shape}));
    }
    ct_tensor *p = ct_s_softmax(s, x, dim);
    ct_tensor *total = ct_s_sum(s, q, .dim = {1, &dim}, .keepdim = true);
    ct_tensor *gx = ct_s_sub(s, ct_s_mul(s, p, total), q);
    if (V(r, cross_entropy, reduction).i == CT_IS_cross_entropy_reduction_none) {
        g = ct_s_unsqueeze(s, g, dim);
    }
    gx = ct_s_mul(s, gx, is_mean(r) ? mean_grad(r, g, counted, index) : g);
    ignored = ct_s_unsqueeze(s, ignored, dim); /* of no target the scale is infinite */
    return ct_s_where(s, ignored, ct_s_int(s, 0), gx);
}

void ct_cross_entropy_grad(ct_rule *r)
{
    r->gx[0] = ct_grad_enabled() ? entropy_in_ops(r) : entropy_fused(r);
}
