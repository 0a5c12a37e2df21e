/* rules_nn: gradients of layers and losses. */
#include "autograd/rule.h"
#include "rows/arithmetic.h"
#include "rows/matmul.h"
#include "rows/nn.h"
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

/* One fused call, whose own gradient is that of its body (ops/entropy.c). */
void ct_cross_entropy_grad(ct_rule *r)
{
    bool mean = V(r, cross_entropy, reduction).i == CT_IS_cross_entropy_reduction_mean;
    ct_tensor *weight =
        HAS(r, cross_entropy, weight) ? X(r, cross_entropy, weight) : NULL;
    r->gx[0] = ct_s_cross_entropy_grad(
        S(r), G(r, 0), X(r, cross_entropy, input), X(r, cross_entropy, target),
        K(r, cross_entropy, lse), V(r, cross_entropy, ignore_index).i,
        V(r, cross_entropy, label_smoothing).f, mean, .weight = weight);
}
