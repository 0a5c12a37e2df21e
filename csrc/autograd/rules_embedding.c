/* rules_embedding: the gradient of embedding, whose own is that of its body. */
#include "autograd/rule.h"
#include "rows/embedding.h"

void ct_embedding_grad(ct_rule *r)
{
    ct_out_info weight = ct_rule_info(r, 0);
    r->gx[0] = ct_s_embedding_grad(S(r), G(r, 0), X(r, embedding, indices),
                                   weight.shape[0], V(r, embedding, padding_idx).i,
                                   V(r, embedding, scale_grad_by_freq).i);
}
