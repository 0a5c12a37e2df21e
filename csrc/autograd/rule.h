/* rule: how the gradient of an op is written.
 *
 * A rule is a C function named ct_<op>_grad in autograd/rules_<family>.c, written in
 * tensor ops inside a scope that owns every temporary and keeps the first error: an
 * op on NULL gives NULL, so a rule needs no checks and no cleanup.
 *
 *     void ct_matmul_grad(ct_rule *r) // of two matrices
 *     {
 *         ct_tensor *a = X(r, matmul, input), *b = X(r, matmul, other);
 *         if (NEEDS(r, matmul, input)) {
 *             r->gx[0] = ct_s_matmul(S(r), G(r, 0), ct_s_matrix_T(S(r), b));
 *         }
 *         if (NEEDS(r, matmul, other)) {
 *             int edge = EDGE(r, matmul, other);
 *             r->gx[edge] = ct_s_matmul(S(r), ct_s_matrix_T(S(r), a), G(r, 0));
 *         }
 *     }
 *
 * The ops go through ct_call_run, so under create_graph the rule is itself
 * differentiated. A result may have a shape that sums to the input's, or another
 * dtype: the engine brings it to the input's. */
#ifndef CT_AUTOGRAD_RULE_H
#define CT_AUTOGRAD_RULE_H

#include "autograd/node.h"
#include "ops/scope.h"

struct ct_rule {
    ct_node *node;
    ct_tensor **g;  /* incoming, one per output; NULL stands for zeros. With one
                       output it is never NULL */
    ct_tensor **gx; /* results, one per edge; borrowed from the scope or NULL */
    ct_scope scope;
};

#define S(r) (&(r)->scope)
#define G(r, i) ((r)->g[i])
/* By the names in the row: a saved argument, result or kept tensor (no other compiles);
 * an argument that is no tensor; is it given? Is its gradient wanted, and at which edge?
 * A rule that serves several rows names one of them: the others have it there too. */
#define X(r, row, name) ct_rule_arg(r, CT_SAVED_##row##_##name)
#define Y(r, row, name) ct_rule_out(r, CT_SAVED_##row##_##name)
#define K(r, row, name) ct_rule_kept(r, CT_KEPT_##row##_##name)
#define V(r, row, name) (*ct_rule_value(r, CT_AT(row, name)))
#define HAS(r, row, name) ct_rule_given(r, CT_AT(row, name))
#define NEEDS(r, row, name) ct_needs(r, CT_AT(row, name))
#define EDGE(r, row, name) ct_rule_edge(r, CT_AT(row, name))

/* Is the gradient of tensor argument i wanted? For a list: of any of it. Edges are
 * numbered through: ct_rule_edge(r, i) is the first of argument i, and
 * ct_node_wants(r->node, e) asks for one. */
bool ct_needs(const ct_rule *r, int i);
int ct_rule_edge(const ct_rule *r, int i);
/* The saved argument or result, version-checked; NULL with the error kept, or when it
 * was not given. What the row does not save is an error. Item j of a list argument. */
ct_tensor *ct_rule_arg(ct_rule *r, int i);
ct_tensor *ct_rule_item(ct_rule *r, int i, int64_t j);
/* A saved argument whose elements nothing reads, only its layout: of any version. */
ct_tensor *ct_rule_unread(ct_rule *r, int i);
ct_tensor *ct_rule_out(ct_rule *r, int i);
/* A hidden result of the row (column `keeps`), which has this place in out[]. */
ct_tensor *ct_rule_kept(ct_rule *r, int i);
/* G(r, i), with zeros where it is NULL. */
ct_tensor *ct_rule_grad(ct_rule *r, int i);
/* Ints that the row derived when the call was recorded (column `derives`). */
#define D(r) ((r)->node->derived)
/* Non-tensor arguments, as they were in the call. */
static inline const ct_value *ct_rule_value(const ct_rule *r, int i)
{
    return &r->node->arg[i];
}
static inline bool ct_rule_given(const ct_rule *r, int i)
{
    return r->node->given >> i & 1;
}

/* Shape and dtype of the tensor at edge e, known without saving it; only of an edge
 * that is wanted. And of output i. */
ct_out_info ct_rule_info(const ct_rule *r, int e);
static inline ct_out_info ct_rule_out_info(const ct_rule *r, int i)
{
    return r->node->outs[i];
}

/* The rule of a row whose gradient is zero, and of what a row without one writes over. */
void ct_zero_grad(ct_rule *r);

/* The node kind of rows that are no formulas. */
extern const ct_node_kind ct_rule_kind;

#endif
