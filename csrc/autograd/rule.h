/* rule: how the gradient of an op is written.
 *
 * A rule is a C function named ct_<op>_grad in autograd/rules_<family>.c, written in
 * tensor ops inside a scope that owns every temporary and keeps the first error: an
 * op on NULL gives NULL, so a rule needs no checks and no cleanup.
 *
 *     void ct_mv_grad(ct_rule *r)
 *     {
 *         if (ct_needs(r, 0)) r->gx[0] = ct_s_outer(S(r), G(r, 0), X(r, 1));
 *         if (ct_needs(r, 1)) r->gx[1] = ct_s_mv(S(r), ct_s_mT(S(r), X(r, 0)), G(r, 0));
 *     }
 *
 * The ops go through ct_call_run, so under create_graph the rule is itself
 * differentiated. Composite ops use the same scope (ct_scope_begin/end). */
#ifndef CT_AUTOGRAD_RULE_H
#define CT_AUTOGRAD_RULE_H

#include "autograd/node.h"
#include "ops/scope.h"

struct ct_rule {
    ct_node *node;
    ct_tensor **g;  /* incoming, one per output; NULL stands for zeros */
    ct_tensor **gx; /* results, one per edge; borrowed from the scope or NULL */
    ct_scope scope;
};

#define S(r) (&(r)->scope)
#define G(r, i) ((r)->g[i])
#define X(r, i) ct_rule_arg(r, i)
#define Y(r, i) ct_rule_out(r, i)

/* Is the gradient of tensor argument i wanted? (For lists: edges are numbered
 * through; ct_rule_edge(r, i) is the first edge of argument i.) */
bool ct_needs(const ct_rule *r, int i);
int ct_rule_edge(const ct_rule *r, int i);
/* The saved argument or result, version-checked; NULL with the error kept. Only
 * what the row's SAVE masks name. */
ct_tensor *ct_rule_arg(ct_rule *r, int i);
ct_tensor *ct_rule_out(ct_rule *r, int i);
/* The further tensor a kernel left (ct_call.saved), or NULL. */
ct_tensor *ct_rule_extra(ct_rule *r);
/* Non-tensor arguments and notes, as they were in the call. */
static inline const ct_value *ct_rule_value(const ct_rule *r, int i)
{
    return &r->node->arg[i];
}
static inline bool ct_rule_given(const ct_rule *r, int i)
{
    return r->node->given >> i & 1;
}

/* Shape and dtype of the tensor at edge e, known without saving it. */
typedef struct ct_out_info {
    uint8_t dtype, ndim, device, device_index;
    const int64_t *shape;
} ct_out_info;
ct_out_info ct_rule_info(const ct_rule *r, int e);

#endif
