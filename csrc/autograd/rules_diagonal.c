/* rules_diagonal: what a triangle leaves out has no gradient. */
#include "autograd/rule.h"
#include "rows/diagonal.h"

void ct_tril_grad(ct_rule *r)
{
    r->gx[0] = ct_s_tril(S(r), G(r, 0), .diagonal = CT_SOME(V(r, tril, diagonal).i));
}

void ct_triu_grad(ct_rule *r)
{
    r->gx[0] = ct_s_triu(S(r), G(r, 0), .diagonal = CT_SOME(V(r, triu, diagonal).i));
}
