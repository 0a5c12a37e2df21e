/* pointwise: unpacking what the gradient texts read, and running their rows. */
#include "autograd/pointwise.h"

#include "autograd/rule.h"
#include "autograd/saved.h"
#include "ops/pointwise.h"
#include "rows/arithmetic.h"
#include "rows/sign.h"

/* Formula rows share a node kind of their own; their rows still name a rule. */
void ct_pointwise_grad_rule(ct_rule *r);
void ct_pointwise_grad_rule(ct_rule *r)
{
    ct_scope_fail(S(r), CT_ERR_RUNTIME, "a formula row has no rule");
}

typedef struct inputs {
    ct_tensor *at[CT_MAX_OPERANDS + 1]; /* and the result: owned by the scope */
} inputs;

static int unpack(ct_node *n, ct_scope *s, uint32_t reads, inputs *in)
{
    uint32_t slot = 0;
    for (int i = 0; i <= CT_MAX_OPERANDS; i++) {
        in->at[i] = NULL;
        if (!(n->given >> i & 1)) {
            continue;
        }
        if (reads >> i & 1) {
            in->at[i] = ct_scope_keep(s, ct_saved_get(n, slot));
            if (!in->at[i]) {
                return -1;
            }
        }
        slot++;
    }
    return 0;
}

static bool same_shape(const ct_tensor *g, ct_out_info o)
{
    return ct_shape_equal(g->ndim, g->shape, o.ndim, o.shape);
}

/* By the row of the text; stored as the operand wants it unless it is to be summed. */
static ct_tensor *by_row(ct_node *n, ct_scope *s, int i, ct_tensor *g, const inputs *in)
{
    const ct_gradient *gradient = &n->op->formula->gradients[i];
    ct_out_info o = ct_edge_info(&n->edges[i]);
    ct_dtype compute = (ct_dtype)n->compute, result = (ct_dtype)o.dtype;
    if (n->op->result == CT_RESULT_COMPLEX) {
        compute = ct_dtype_to_complex(compute);
    }
    ct_dtype made = ct_pointwise_result(gradient->row, compute);
    if (!same_shape(g, o) || ct_dtype_category(made) != ct_dtype_category(result)) {
        result = made;
    }
    ct_call c;
    ct_call_init(&c, gradient->row);
    int at = 0;
    ct_call_tensor(&c, at++, g);
    for (uint32_t reads = gradient->reads; reads; reads &= reads - 1) {
        ct_call_tensor(&c, at++, in->at[__builtin_ctz(reads)]);
    }
    for (uint32_t left = gradient->attributes; left; left &= left - 1, at++) {
        c.arg[at] = n->arg[__builtin_ctz(left)];
        c.given |= 1u << at;
    }
    ct_call_int(&c, at++, compute);
    ct_call_int(&c, at, result);
    return ct_scope_run(s, &c);
}

static ct_tensor *zeros(ct_scope *s, const ct_edge *e)
{
    ct_out_info o = ct_edge_info(e);
    return ct_s_new_zeros(s, (ct_dtype)o.dtype, o.ndim, o.shape, CT_PLACE(&o));
}

/* What is written over by a comparison (x.gt_(0)) has a gradient of zero; any other
 * row without one is an error, when its gradient is asked for. */
static ct_tensor *none(ct_scope *s, const ct_op *op, const ct_edge *e)
{
    if (op->result == CT_RESULT_BOOL) {
        return zeros(s, e);
    }
    ct_error(CT_ERR_RUNTIME, "%s: no gradient: %s", op->name,
             op->no_grad ? op->no_grad : "it is not differentiable in this operand");
    s->failed = true;
    return NULL;
}

/* Borrowed from the scope, or NULL with it failed. */
static ct_tensor *gradient(ct_node *n, ct_scope *s, int i, ct_tensor *g,
                           const inputs *in)
{
    switch ((ct_gradient_form)n->op->formula->gradients[i].form) {
    case CT_GRADIENT_G:
        return g;
    case CT_GRADIENT_NEG_G:
        return ct_s_neg(s, g);
    case CT_GRADIENT_ZERO:
        return zeros(s, &n->edges[i]);
    case CT_GRADIENT_NONE:
        return none(s, n->op, &n->edges[i]);
    case CT_GRADIENT_TREE:
        break;
    }
    return by_row(n, s, i, g, in);
}

static int apply(ct_node *n, ct_tensor **g, ct_tensor **gx)
{
    ct_scope s;
    inputs in;
    uint32_t want = 0, reads = 0;
    for (uint32_t i = 0; i < n->nedge; i++) {
        if (ct_node_wants(n, i)) {
            want |= 1u << i;
            reads |= n->op->formula->gradients[i].reads;
        }
    }
    ct_scope_begin(&s);
    if (unpack(n, &s, reads, &in) == 0) {
        for (; want; want &= want - 1) {
            int i = __builtin_ctz(want);
            ct_tensor *x = gradient(n, &s, i, g[0], &in);
            gx[i] = x ? ct_newref(x) : NULL;
        }
    }
    return ct_scope_end(&s);
}

const ct_node_kind ct_pointwise_kind = {.apply = apply};
