/* Gradients of strided.def: taking and putting are each other's. */
#include "autograd/rule.h"
#include "rows/strided.h"

void ct_strided_get_grad(ct_rule *r);
void ct_strided_put_grad(ct_rule *r);
void ct_strided_cover_grad(ct_rule *r);

static ct_tensor *run(ct_rule *r, const ct_op *id, int geometry, ct_tensor *x,
                      ct_tensor *v)
{
    const ct_dims *d = &ct_rule_value(r, geometry)->dims;
    ct_call c;
    ct_call_init(&c, id);
    ct_call_tensor(&c, 0, x);
    if (v) {
        ct_call_tensor(&c, 1, v);
    }
    ct_call_dims(&c, v ? 2 : 1, d->n, d->v);
    return ct_scope_run(S(r), &c);
}

void ct_strided_get_grad(ct_rule *r)
{
    r->gx[0] = run(r, CT_ROW(strided_put), 1, G(r, 0), NULL);
}

void ct_strided_put_grad(ct_rule *r)
{
    r->gx[0] = run(r, CT_ROW(strided_get), 1, G(r, 0), NULL);
}

/* The view's place in `input` does not reach the result. */
void ct_strided_cover_grad(ct_rule *r)
{
    ct_tensor *part = run(r, CT_ROW(strided_get), 2, G(r, 0), NULL);
    if (NEEDS(r, strided_cover, other)) {
        r->gx[1] = part;
    }
    if (NEEDS(r, strided_cover, input) && part) {
        ct_tensor *none = ct_s_new_zeros(S(r), (ct_dtype)part->dtype, part->ndim,
                                         part->shape, CT_PLACE(part));
        r->gx[0] = none ? run(r, CT_ROW(strided_cover), 2, G(r, 0), none) : NULL;
    }
}
