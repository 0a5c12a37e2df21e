/* rule: what a gradient rule sees of its node. */
#include "autograd/rule.h"

#include "autograd/saved.h"

/* Tensors behind argument i: 1, or the length of a list. */
static uint32_t width(const ct_node *n, int i)
{
    if (n->op->params[i].type != CT_ARG_TENSORS) {
        return 1;
    }
    return n->given >> i & 1 ? (uint32_t)n->arg[i].tensors.n : 0;
}

/* Tensors behind the arguments of `mask` before i. */
static uint32_t before(const ct_node *n, uint32_t mask, int i)
{
    uint32_t at = 0;
    for (mask &= (1u << i) - 1; mask; mask &= mask - 1) {
        at += width(n, __builtin_ctz(mask));
    }
    return at;
}

int ct_rule_edge(const ct_rule *r, int i)
{
    return (int)before(r->node, r->node->op->tensor_args, i);
}

bool ct_needs(const ct_rule *r, int i)
{
    uint32_t first = (uint32_t)ct_rule_edge(r, i), n = width(r->node, i);
    for (uint32_t e = first; e < first + n; e++) {
        if (ct_node_wants(r->node, e)) {
            return true;
        }
    }
    return false;
}

static ct_tensor *unpack_by(ct_rule *r, uint32_t slot,
                            ct_tensor *(*get)(ct_node *, uint32_t))
{
    if (r->scope.failed || slot >= r->node->nsaved) {
        return NULL;
    }
    ct_tensor *t = get(r->node, slot);
    if (t) {
        return ct_scope_keep(&r->scope, t);
    }
    r->scope.failed = ct_error_kind_now() != CT_ERR_NONE;
    return NULL;
}

static ct_tensor *unpack(ct_rule *r, uint32_t slot)
{
    return unpack_by(r, slot, ct_saved_get);
}

/* Another's slot would be a wrong gradient without a word. */
static bool is_saved(ct_rule *r, uint32_t mask, int i)
{
    if (!(mask >> i & 1)) {
        ct_scope_fail(&r->scope, CT_ERR_RUNTIME,
                      "expected a gradient that reads what its row saves");
    }
    return mask >> i & 1;
}

ct_tensor *ct_rule_arg(ct_rule *r, int i)
{
    return ct_rule_item(r, i, 0);
}

ct_tensor *ct_rule_unread(ct_rule *r, int i)
{
    uint32_t mask = r->node->op->save_args;
    return is_saved(r, mask, i)
               ? unpack_by(r, before(r->node, mask, i), ct_saved_get_unread)
               : NULL;
}

ct_tensor *ct_rule_item(ct_rule *r, int i, int64_t j)
{
    uint32_t mask = r->node->op->save_args;
    return is_saved(r, mask, i) ? unpack(r, before(r->node, mask, i) + (uint32_t)j)
                                : NULL;
}

static uint32_t saved_args(const ct_node *n)
{
    return before(n, n->op->save_args, CT_MAX_ARGS);
}

ct_tensor *ct_rule_out(ct_rule *r, int i)
{
    const ct_node *n = r->node;
    uint32_t earlier = n->op->save_outs & ((1u << i) - 1);
    if (!is_saved(r, n->op->save_outs, i)) {
        return NULL;
    }
    return unpack(r, saved_args(n) + (uint32_t)__builtin_popcount(earlier));
}

ct_tensor *ct_rule_kept(ct_rule *r, int i)
{
    const ct_node *n = r->node;
    return unpack(r, saved_args(n) + (uint32_t)__builtin_popcount(n->op->save_outs) +
                         (uint32_t)(i - n->op->nout));
}

ct_tensor *ct_rule_grad(ct_rule *r, int i)
{
    if (r->g[i]) {
        return r->g[i];
    }
    ct_out_info o = r->node->outs[i];
    return ct_s_new_zeros(&r->scope, (ct_dtype)o.dtype, o.ndim, o.shape, CT_PLACE(&o));
}

ct_out_info ct_rule_info(const ct_rule *r, int e)
{
    return ct_edge_info(&r->node->edges[e]);
}

/* A hook may have kept a gradient that it was given or gave, and changed it since: rules
 * rely on its shape. */
static int check_incoming(const ct_node *n, ct_tensor *const *g)
{
    for (uint32_t i = 0; i < n->nout; i++) {
        const ct_out_info *o = &n->outs[i];
        if (g[i] && (g[i]->dtype != o->dtype ||
                     !ct_shape_equal(g[i]->ndim, g[i]->shape, o->ndim, o->shape))) {
            return ct_error(
                CT_ERR_RUNTIME,
                "expected a gradient of shape %s and dtype %s, got %s and "
                "%s: a hook has changed it",
                ct_shape_str(o->ndim, o->shape), ct_dtype_name((ct_dtype)o->dtype),
                ct_tensor_shape_str(g[i]), ct_dtype_name((ct_dtype)g[i]->dtype));
        }
    }
    return 0;
}

/* What is drawn anew, or written over, does not change with what was there. */
void ct_zero_grad(ct_rule *r)
{
    for (uint32_t e = 0; e < r->node->nedge; e++) {
        if (ct_node_wants(r->node, e)) {
            ct_out_info o = ct_rule_info(r, (int)e);
            r->gx[e] =
                ct_s_new_zeros(S(r), (ct_dtype)o.dtype, o.ndim, o.shape, CT_PLACE(&o));
        }
    }
}

static int apply(ct_node *n, ct_tensor **g, ct_tensor **gx)
{
    ct_rule r; /* not cleared: the scope is large */
    if (check_incoming(n, g) < 0) {
        return -1;
    }
    r.node = n;
    r.g = g;
    r.gx = gx;
    ct_scope_begin(&r.scope);
    (n->op->grad ? n->op->grad : ct_zero_grad)(&r);
    for (uint32_t e = 0; e < n->nedge; e++) {
        if (gx[e]) {
            ct_incref(gx[e]);
        }
    }
    return ct_scope_end(&r.scope);
}

const ct_node_kind ct_rule_kind = {.apply = apply};
