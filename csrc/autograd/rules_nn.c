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
    ct_tensor *weight = X(r, cross_entropy, weight);
    r->gx[0] = ct_s_cross_entropy_grad(
        S(r), G(r, 0), X(r, cross_entropy, input), X(r, cross_entropy, target),
        K(r, cross_entropy, lse), V(r, cross_entropy, ignore_index).i,
        V(r, cross_entropy, label_smoothing).f, mean, .weight = weight);
}

/* ---- layer_norm ---------------------------------------------------------- */

static void norm_grads(ct_rule *r, ct_tensor *gx, ct_tensor *gweight, ct_tensor *gbias)
{
    ct_dims shape = V(r, layer_norm, normalized_shape).dims;
    if (NEEDS(r, layer_norm, input)) {
        r->gx[EDGE(r, layer_norm, input)] = gx;
    }
    if (NEEDS(r, layer_norm, weight)) {
        r->gx[EDGE(r, layer_norm, weight)] = ct_s_reshape(S(r), gweight, shape);
    }
    if (NEEDS(r, layer_norm, bias)) {
        r->gx[EDGE(r, layer_norm, bias)] = ct_s_reshape(S(r), gbias, shape);
    }
}

/* All three in one call, whose own gradient is that of its body (ops/layer_norm.c). */
void ct_layer_norm_grad(ct_rule *r)
{
    ct_tensor *weight = X(r, layer_norm, weight);
    ct_dims shape = V(r, layer_norm, normalized_shape).dims;
    int64_t size = 1;
    for (int64_t i = 0; i < shape.n; i++) {
        size *= shape.v[i];
    }
    ct_call c;
    ct_tensor *x = X(r, layer_norm, input);
    ct_call_init(&c, CT_ROW(layer_norm_grad));
    ct_call_tensor(&c, CT_AT(layer_norm_grad, grad), G(r, 0));
    ct_call_tensor(&c, CT_AT(layer_norm_grad, input), x);
    ct_call_tensor(&c, CT_AT(layer_norm_grad, mean), K(r, layer_norm, mean));
    ct_call_tensor(&c, CT_AT(layer_norm_grad, rstd), K(r, layer_norm, rstd));
    if (weight) {
        ct_call_tensor(&c, CT_AT(layer_norm_grad, weight), weight);
    }
    ct_call_float(&c, CT_AT(layer_norm_grad, eps), V(r, layer_norm, eps).f);
    ct_call_int(&c, CT_AT(layer_norm_grad, size), size);
    ct_call_int(&c, CT_AT(layer_norm_grad, affine),
                NEEDS(r, layer_norm, weight) || NEEDS(r, layer_norm, bias));
    ct_tensor *gx = ct_scope_run(S(r), &c);
    if (gx) {
        norm_grads(r, gx, OUT(&c, layer_norm_grad, gweight),
                   OUT(&c, layer_norm_grad, gbias));
    }
}

/* Both in one call, whose own gradient is that of its body (ops/rms_norm.c). */
void ct_rms_norm_grad(ct_rule *r)
{
    ct_tensor *weight = X(r, rms_norm, weight);
    ct_dims shape = V(r, rms_norm, normalized_shape).dims;
    int64_t size = 1;
    for (int64_t i = 0; i < shape.n; i++) {
        size *= shape.v[i];
    }
    ct_call c;
    ct_call_init(&c, CT_ROW(rms_norm_grad));
    ct_call_tensor(&c, CT_AT(rms_norm_grad, grad), G(r, 0));
    ct_call_tensor(&c, CT_AT(rms_norm_grad, input), X(r, rms_norm, input));
    ct_call_tensor(&c, CT_AT(rms_norm_grad, rstd), K(r, rms_norm, rstd));
    if (weight) {
        ct_call_tensor(&c, CT_AT(rms_norm_grad, weight), weight);
    }
    ct_call_float(&c, CT_AT(rms_norm_grad, eps), V(r, rms_norm, eps).f);
    ct_call_int(&c, CT_AT(rms_norm_grad, size), size);
    ct_call_int(&c, CT_AT(rms_norm_grad, affine), NEEDS(r, rms_norm, weight));
    ct_tensor *gx = ct_scope_run(S(r), &c);
    if (gx && NEEDS(r, rms_norm, input)) {
        r->gx[EDGE(r, rms_norm, input)] = gx;
    }
    if (gx && NEEDS(r, rms_norm, weight)) {
        r->gx[EDGE(r, rms_norm, weight)] =
            ct_s_reshape(S(r), OUT(&c, rms_norm_grad, gweight), shape);
    }
}
