/* rules_attention: the gradient of attention, in one call, whose own gradient is that of
 * its body (ops/attention.c). */
#include "autograd/rule.h"
#include "rows/attention.h"

/* A mask that needs a gradient takes another way (ctensor/nn/functional/_attention.py). */
void ct_attention_grad(ct_rule *r)
{
    if (NEEDS(r, attention, mask)) {
        ct_scope_fail(S(r), CT_ERR_NOT_IMPLEMENTED,
                      "_attention: expected a mask that needs no gradient: use "
                      "scaled_dot_product_attention");
        return;
    }
    ct_tensor *mask = X(r, attention, mask);
    ct_call c;
    ct_call_init(&c, CT_ROW(attention_grad));
    ct_call_tensor(&c, CT_AT(attention_grad, grad), G(r, 0));
    ct_call_tensor(&c, CT_AT(attention_grad, query), X(r, attention, query));
    ct_call_tensor(&c, CT_AT(attention_grad, key), X(r, attention, key));
    ct_call_tensor(&c, CT_AT(attention_grad, value), X(r, attention, value));
    if (mask) {
        ct_call_tensor(&c, CT_AT(attention_grad, mask), mask);
    }
    ct_call_tensor(&c, CT_AT(attention_grad, result), Y(r, attention, result));
    ct_call_tensor(&c, CT_AT(attention_grad, lse), K(r, attention, lse));
    ct_call_int(&c, CT_AT(attention_grad, causal), V(r, attention, causal).i);
    ct_call_float(&c, CT_AT(attention_grad, scale), V(r, attention, scale).f);
    ct_tensor *gq = ct_scope_run(S(r), &c);
    if (!gq) {
        return;
    }
    if (NEEDS(r, attention, query)) {
        r->gx[0] = gq;
    }
    if (NEEDS(r, attention, key)) {
        r->gx[EDGE(r, attention, key)] = OUT(&c, attention_grad, gkey);
    }
    if (NEEDS(r, attention, value)) {
        r->gx[EDGE(r, attention, value)] = OUT(&c, attention_grad, gvalue);
    }
}
