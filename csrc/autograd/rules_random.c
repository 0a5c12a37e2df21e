/* rules_random: gradients of what is drawn for the parameters, by implicit
 * reparameterisation (csrc/cpu/implicit.h). */
#include "autograd/rule.h"
#include "rows/arithmetic.h"
#include "rows/random.h"
#include "rows/reduce.h"

void ct_standard_gamma_grad(ct_rule *r)
{
    ct_tensor *moves = ct_s_standard_gamma_grad(S(r), X(r, standard_gamma, input),
                                                Y(r, standard_gamma, result));
    r->gx[0] = ct_s_mul(S(r), G(r, 0), moves);
}

/* Where one element moves by m (1 - x), the others keep their ratios: each x_j by
 * -m x_j. */
void ct_sample_dirichlet_grad(ct_rule *r)
{
    ct_scope *s = S(r);
    ct_tensor *a = X(r, sample_dirichlet, input), *x = Y(r, sample_dirichlet, result);
    int64_t last = -1;
    ct_dims dim = {1, &last};
    ct_tensor *total = ct_s_sum(s, a, .dim = dim, .keepdim = true);
    ct_tensor *moves = ct_s_dirichlet_grad(s, x, a, total);
    ct_tensor *mean = ct_s_sum(s, ct_s_mul(s, x, G(r, 0)), .dim = dim, .keepdim = true);
    r->gx[0] = ct_s_mul(s, moves, ct_s_sub(s, G(r, 0), mean));
}
