/* rules_matmul: y = a b gives ga = g b', gb = a' g (conjugated when complex). */
#include "autograd/rule.h"
#include "rows/arithmetic.h"
#include "rows/matmul.h"
#include "rows/view.h"

/* Leading dims as one. */
static ct_tensor *flat(ct_rule *r, ct_tensor *x)
{
    if (!x || x->ndim == 2) {
        return x;
    }
    int64_t shape[] = {1, x->shape[x->ndim - 1]};
    for (int i = 0; i < x->ndim - 1; i++) { /* not -1, which an empty x leaves open */
        shape[0] *= x->shape[i];
    }
    return ct_s_reshape(S(r), x, (ct_dims){2, shape});
}

/* The product's gradient at edge e, brought to the operand's shape. */
static void give(ct_rule *r, int e, ct_tensor *gx, bool is_vector)
{
    ct_out_info x = ct_rule_info(r, e);
    if (!gx) {
        return;
    }
    int64_t matrix[CT_MAX_NDIM];
    int ndim = x.ndim;
    for (int i = 0; i < ndim; i++) {
        matrix[i] = x.shape[i];
    }
    if (is_vector) { /* (1, k) on the left, (k, 1) on the right */
        matrix[e == 0 ? 1 : 0] = x.shape[0];
        matrix[e == 0 ? 0 : 1] = 1;
        ndim = 2;
    }
    gx = ct_s_sum_to(S(r), gx, ndim, matrix);
    r->gx[e] = is_vector ? ct_s_reshape(S(r), gx, (ct_dims){1, x.shape}) : gx;
}

/* Each operand is read for the other's gradient alone: one that nobody reads may have been
 * written over meanwhile. */
void ct_matmul_grad(ct_rule *r)
{
    bool first = NEEDS(r, matmul, input), second = NEEDS(r, matmul, other);
    ct_tensor *g = G(r, 0), *a = second ? X(r, matmul, input) : NULL;
    ct_tensor *b = first ? X(r, matmul, other) : NULL;
    if (!g || (second && !a) || (first && !b)) {
        return;
    }
    int rows = a ? a->ndim : ct_rule_info(r, EDGE(r, matmul, input)).ndim;
    int columns = b ? b->ndim : ct_rule_info(r, EDGE(r, matmul, other)).ndim;
    bool row = rows == 1, column = columns == 1;
    g = column ? ct_s_unsqueeze(S(r), g, -1) : g;
    g = row ? ct_s_unsqueeze(S(r), g, -2) : g;
    if (first) {
        b = column ? ct_s_unsqueeze(S(r), b, 1) : b;
        give(r, 0, ct_s_matmul(S(r), g, ct_scope_adjoint(S(r), b)), row);
    }
    if (second) {
        bool fold = columns <= 2; /* one matrix for the whole batch */
        a = row ? ct_s_unsqueeze(S(r), a, 0) : a;
        ct_tensor *left = fold ? flat(r, a) : a, *right = fold ? flat(r, g) : g;
        give(r, 1, ct_s_matmul(S(r), ct_scope_adjoint(S(r), left), right), column);
    }
}
