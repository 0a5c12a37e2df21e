/* Gradients of strided.def: taking and putting are each other's. */
#include "autograd/rule.h"
#include "rows/strided.h"

void ct_strided_get_grad(ct_rule *r);
void ct_strided_put_grad(ct_rule *r);
void ct_strided_cover_grad(ct_rule *r);

void ct_strided_get_grad(ct_rule *r)
{
    r->gx[0] = ct_s_strided_put(S(r), G(r, 0), V(r, strided_get, geometry).dims);
}

void ct_strided_put_grad(ct_rule *r)
{
    r->gx[0] = ct_s_strided_get(S(r), G(r, 0), V(r, strided_put, geometry).dims);
}

/* The view's place in `input` does not reach the result. */
void ct_strided_cover_grad(ct_rule *r)
{
    ct_dims geometry = V(r, strided_cover, geometry).dims;
    ct_tensor *part = ct_s_strided_get(S(r), G(r, 0), geometry);
    if (NEEDS(r, strided_cover, other)) {
        r->gx[EDGE(r, strided_cover, other)] = part;
    }
    if (NEEDS(r, strided_cover, input) && part) {
        ct_tensor *none = ct_s_new_zeros(S(r), (ct_dtype)part->dtype, part->ndim,
                                         part->shape, CT_PLACE(part));
        r->gx[0] = ct_s_strided_cover(S(r), G(r, 0), none, geometry);
    }
}
