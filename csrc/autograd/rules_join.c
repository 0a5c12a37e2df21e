/* rules_join: what comes in is cut as it was joined. */
#include "autograd/rule.h"
#include "ops/scope.h"
#include "rows/join.h"
#include "rows/view.h"

void ct_cat_grad(ct_rule *r)
{
    const int64_t *ends = D(r); /* where each input does */
    int64_t n = V(r, cat, tensors).tensors.n, start = 0;
    for (int64_t i = 0; i < n; i++) {
        int64_t end = ends[i];
        if (ct_node_wants(r->node, (uint32_t)i)) {
            ct_out_info x = ct_rule_info(r, (int)i);
            ct_tensor *g =
                ct_s_narrow(S(r), G(r, 0), V(r, cat, dim).i, start, end - start);
            g = ct_s_cast(S(r), g, (ct_dtype)x.dtype);
            bool skipped = x.ndim == 1 && x.shape[0] == 0;
            r->gx[i] = skipped ? NULL : g;
        }
        start = end;
    }
}

void ct_stack_grad(ct_rule *r)
{
    int64_t n = V(r, stack, tensors).tensors.n;
    for (int64_t i = 0; i < n; i++) {
        if (ct_node_wants(r->node, (uint32_t)i)) {
            ct_tensor *g = ct_s_select(S(r), G(r, 0), V(r, cat, dim).i, i);
            r->gx[i] = ct_s_cast(S(r), g, (ct_dtype)ct_rule_info(r, (int)i).dtype);
        }
    }
}
