/* pointwise: unpacking what the texts read, and choosing loop or tree. */
#include "autograd/pointwise.h"

#include "autograd/formula.h"
#include "autograd/rule.h"
#include "autograd/saved.h"
#include "ops/pointwise.h"
#include "rows/pointwise.h"

/* Formula rows share a node kind of their own; their rows still name a rule. */
void ct_pointwise_grad_rule(ct_rule *r);
void ct_pointwise_grad_rule(ct_rule *r)
{
    ct_scope_fail(S(r), CT_ERR_RUNTIME, "a formula row has no rule");
}

typedef struct inputs {
    ct_tensor *at[4]; /* a, b, c, y: owned by the scope */
} inputs;

static int unpack(ct_node *n, ct_scope *s, uint32_t reads, inputs *in)
{
    uint32_t slot = 0;
    for (int i = 0; i < 4; i++) {
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

/* Does t broadcast to g? A saved tensor may have been given another layout since. */
static bool broadcasts(const ct_tensor *t, const ct_tensor *g)
{
    int extra = g->ndim - t->ndim;
    for (int d = 0; extra >= 0 && d < t->ndim; d++) {
        if (t->shape[d] != 1 && t->shape[d] != g->shape[d + extra]) {
            return false;
        }
    }
    return extra >= 0;
}

static int check_saved(const ct_tensor *g, const inputs *in)
{
    for (int i = 0; i < 4; i++) {
        const ct_tensor *t = in->at[i];
        if (t && t->ndim > 0 && !broadcasts(t, g)) {
            return ct_error(CT_ERR_RUNTIME,
                            "expected a saved tensor that broadcasts to %s, as it did "
                            "in the forward call, got one of shape %s",
                            ct_tensor_shape_str(g), ct_tensor_shape_str(t));
        }
    }
    return 0;
}

/* By the compiled loop; stored as the operand wants it unless it is to be summed. */
static ct_tensor *by_loop(ct_node *n, int i, ct_tensor *g, const inputs *in)
{
    ct_out_info o = ct_edge_info(&n->edges[i]);
    ct_dtype compute = (ct_dtype)n->compute, result = (ct_dtype)o.dtype;
    if (check_saved(g, in) < 0) {
        return NULL;
    }
    if (!same_shape(g, o) || ct_dtype_category(compute) != ct_dtype_category(result)) {
        result = compute;
    }
    return ct_pointwise_grad(n->op, i, compute, result, g, in->at, in->at[3]);
}

static ct_tensor *zeros(ct_scope *s, const ct_edge *e)
{
    ct_out_info o = ct_edge_info(e);
    return ct_s_new_zeros(s, (ct_dtype)o.dtype, o.ndim, o.shape, (ct_device)o.device);
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
    if (!ct_grad_enabled() && g->device == CT_DEVICE_CPU &&
        ct_pointwise_has_grad(n->op, i, (ct_dtype)n->compute)) {
        return ct_scope_keep(s, by_loop(n, i, g, in));
    }
    return ct_formula_eval(s, n->op, i, g, in->at, in->at[3]);
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
