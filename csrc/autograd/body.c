/* body: the gradient of a row that has a body beside its kernels.
 *
 * The body runs again on the saved arguments, recorded, and the engine goes back through
 * it: so a fused op needs no second derivative of its own. Each argument is cut off from
 * its history by an alias at which the engine stops; while gradients are recorded the
 * alias itself is recorded, so that what comes out can be differentiated on. */
#include "autograd/engine.h"
#include "autograd/rule.h"
#include "rows/view.h"

void ct_body_grad(ct_rule *r);

typedef struct inputs { /* arguments whose gradient is wanted */
    int n, edge[CT_MAX_ARGS];
    ct_tensor *v[CT_MAX_ARGS];
} inputs;

static ct_tensor *alias(ct_scope *s, ct_tensor *x)
{
    if (ct_grad_enabled()) {
        return ct_s_expand(s, x, ct_dims_of(x->ndim, x->shape));
    }
    ct_tensor *t = ct_scope_keep(s, ct_detach(x));
    return t && ct_requires_grad_set(t, true) == 0 ? t : ct_scope_null(s);
}

/* Arguments whose elements the gradient depends on, as bits: the table knows it of a
 * formula's gradient. The others may have been written since. */
static uint32_t reads_of(const ct_rule *r)
{
    const ct_op *op = r->node->op;
    uint32_t reads = op->formula ? 0 : UINT32_MAX;
    for (int i = 0; op->formula && i < op->arity; i++) {
        reads |= ct_needs(r, i) ? op->formula->reads[i] : 0;
    }
    return reads;
}

/* The call as it was, on the saved arguments; -1 with the scope failed. */
static int rebuild(ct_rule *r, ct_call *c, inputs *in)
{
    const ct_node *n = r->node;
    uint32_t reads = reads_of(r);
    ct_call_init(c, n->op);
    c->given = n->given;
    in->n = 0;
    for (int i = 0; i < n->op->nparam; i++) {
        c->arg[i] = n->arg[i];
        if (!(n->op->tensor_args >> i & 1) || !ct_rule_given(r, i)) {
            continue;
        }
        ct_tensor *x = reads >> i & 1 ? ct_rule_arg(r, i) : ct_rule_unread(r, i);
        if (x && ct_needs(r, i)) {
            x = alias(S(r), x);
            in->edge[in->n] = ct_rule_edge(r, i);
            in->v[in->n++] = x;
        }
        c->arg[i].tensor = x;
        if (!x) {
            S(r)->failed = true;
            return -1;
        }
    }
    return 0;
}

static int run_body(ct_rule *r, ct_call *c)
{
    bool was = ct_grad_enabled_set(true);
    int status = c->op->body(c);
    ct_grad_enabled_set(was);
    for (int i = 0; i < CT_MAX_OUTS; i++) { /* a body that fails may have made some */
        if (c->out[i]) {
            ct_scope_keep(S(r), c->out[i]);
        }
    }
    return status == 0 && !S(r)->failed ? 0 : -1;
}

/* An argument that only conditions read, as relu's, has a gradient, which is zero. */
static ct_tensor *zeros(ct_rule *r, int edge)
{
    ct_out_info o = ct_rule_info(r, edge);
    return ct_s_new_zeros(S(r), (ct_dtype)o.dtype, o.ndim, o.shape, CT_PLACE(&o));
}

void ct_body_grad(ct_rule *r)
{
    ct_call c;
    inputs in;
    ct_tensor *roots[CT_MAX_OUTS], *grads[CT_MAX_OUTS], *made[CT_MAX_ARGS] = {NULL};
    if (rebuild(r, &c, &in) < 0 || run_body(r, &c) < 0) {
        S(r)->failed = true;
        return;
    }
    ct_backward b = {.roots = roots,
                     .grads = grads,
                     .ninput = in.n,
                     .inputs = in.v,
                     .create_graph = ct_grad_enabled(),
                     .retain_graph = ct_grad_enabled(), /* the gradient leads into it */
                     .captured = made};
    for (int i = 0; i < c.nout; i++) {
        if (G(r, i) && ct_requires_grad(c.out[i])) {
            grads[b.nroot] = G(r, i);
            roots[b.nroot++] = c.out[i];
        }
    }
    if (b.nroot && ct_backward_run(&b) < 0) {
        S(r)->failed = true;
        return;
    }
    for (int i = 0; i < in.n; i++) {
        r->gx[in.edge[i]] =
            made[i] ? ct_scope_keep(S(r), made[i]) : zeros(r, in.edge[i]);
    }
}
