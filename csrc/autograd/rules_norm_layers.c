/* rules_norm_layers: gradients of batch_norm and group_norm, each in one call, whose own
 * gradient is that of its body (ops/norm_layers.c). */
#include "autograd/rule.h"
#include "rows/norm_layers.h"

typedef struct wanted {
    ct_tensor *grad, *input, *mean, *var, *weight;
    double eps;
    int64_t groups;
    int x, w, b; /* edges, or -1 */
} wanted;

static void channel_grads(ct_rule *r, const wanted *a)
{
    ct_call c;
    ct_call_init(&c, CT_ROW(channel_norm_grad));
    ct_call_tensor(&c, CT_AT(channel_norm_grad, grad), a->grad);
    ct_call_tensor(&c, CT_AT(channel_norm_grad, input), a->input);
    ct_call_tensor(&c, CT_AT(channel_norm_grad, mean), a->mean);
    ct_call_tensor(&c, CT_AT(channel_norm_grad, var), a->var);
    if (a->weight) {
        ct_call_tensor(&c, CT_AT(channel_norm_grad, weight), a->weight);
    }
    ct_call_float(&c, CT_AT(channel_norm_grad, eps), a->eps);
    ct_call_int(&c, CT_AT(channel_norm_grad, groups), a->groups);
    ct_call_int(&c, CT_AT(channel_norm_grad, affine), a->w >= 0 || a->b >= 0);
    ct_tensor *gx = ct_scope_run(S(r), &c);
    if (!gx) {
        return;
    }
    if (a->x >= 0) {
        r->gx[a->x] = gx;
    }
    if (a->w >= 0) {
        r->gx[a->w] = OUT(&c, channel_norm_grad, gweight);
    }
    if (a->b >= 0) {
        r->gx[a->b] = OUT(&c, channel_norm_grad, gbias);
    }
}

#define WANTED(r, row, name) (NEEDS(r, row, name) ? EDGE(r, row, name) : -1)

/* The statistics move running ones, without a gradient, and no more (the row is private):
 * what comes in for them are the zeros of a body that does not read them. */
void ct_batch_norm_train_grad(ct_rule *r)
{
    if (!G(r, 0)) {
        return;
    }
    wanted a = {.grad = G(r, 0),
                .input = X(r, batch_norm_train, input),
                .weight = X(r, batch_norm_train, weight),
                .mean = Y(r, batch_norm_train, mean),
                .var = Y(r, batch_norm_train, var),
                .eps = V(r, batch_norm_train, eps).f,
                .x = WANTED(r, batch_norm_train, input),
                .w = WANTED(r, batch_norm_train, weight),
                .b = WANTED(r, batch_norm_train, bias)};
    channel_grads(r, &a);
}

void ct_group_norm_grad(ct_rule *r)
{
    wanted a = {.grad = G(r, 0),
                .input = X(r, group_norm, input),
                .weight = X(r, group_norm, weight),
                .mean = K(r, group_norm, mean),
                .var = K(r, group_norm, var),
                .eps = V(r, group_norm, eps).f,
                .groups = V(r, group_norm, num_groups).i,
                .x = WANTED(r, group_norm, input),
                .w = WANTED(r, group_norm, weight),
                .b = WANTED(r, group_norm, bias)};
    channel_grads(r, &a);
}
