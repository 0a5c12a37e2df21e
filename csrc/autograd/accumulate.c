/* accumulate: sums of gradients, written in place when nobody can see it.
 *
 * A gradient is exclusive when its count is 1 and no other tensor shares its bytes.
 * Under create_graph (gradients enabled while backward runs) sums are recorded ops,
 * and only taking an exclusive tensor as it is remains free. */
#include "autograd/accumulate.h"

#include "autograd/hook.h"
#include "autograd/rule.h"

static void accumulate_destroy(ct_node *n)
{
    ct_tensor *leaf = n->extra;
    n->extra = NULL;
    if (leaf) {
        if (leaf->meta && leaf->meta->accumulate == n) {
            leaf->meta->accumulate = NULL;
        }
        ct_decref(leaf);
    }
}

static int accumulate_apply(ct_node *n, ct_tensor **g, ct_tensor **gx)
{
    (void)gx;
    ct_tensor *leaf = n->extra, *grad = g[0];
    if (!leaf || !grad) {
        return 0;
    }
    if (n->hooks) { /* they are shown g once more */
        return ct_accumulate(leaf, ct_newref(grad));
    }
    g[0] = NULL; /* the engine drops what is left in g: this one is taken */
    return ct_accumulate(leaf, grad);
}

static ct_object *accumulate_owned(const ct_node *n)
{
    return n->extra;
}

static const ct_node_kind accumulate_kind = {
    .name = "AccumulateGrad",
    .apply = accumulate_apply,
    .destroy = accumulate_destroy,
    .owned = accumulate_owned,
};

ct_node *ct_accumulate_node(ct_tensor *leaf)
{
    ct_autograd *m = leaf->meta;
    ct_node *n = m->accumulate;
    if (ct_object_lives(n)) {
        return ct_newref(n);
    }
    if (m->idle) {
        n = m->idle;
        m->idle = NULL;
        ct_object_revive(n);
        ct_object_track(n);
    } else {
        n = ct_node_new(&accumulate_kind, NULL, 0, 1, 0, 0, NULL);
    }
    if (n) {
        n->flags = CT_NODE_ACCUMULATE;
        n->extra = ct_newref(leaf);
        m->accumulate = n;
        ct_node_order(n);
    }
    return n;
}

bool ct_accumulate_rest(ct_node *n)
{
    ct_tensor *leaf = n->extra;
    ct_autograd *m = leaf && ct_refcount(leaf) > 1 ? leaf->meta : NULL;
    if (!m || m->accumulate != n || n->hooks || n->dict) {
        return false;
    }
    m->accumulate = n->extra = NULL;
    m->idle = n;
    ct_decref(leaf);
    return true;
}

bool ct_gradient_exclusive(const ct_tensor *g)
{
    return ct_refcount(g) == 1 && g->storage->refcount == 1 && !g->base && !g->dict &&
           !(g->flags & (CT_TENSOR_SUBCLASS | CT_TENSOR_WEAK)) &&
           !(g->storage->flags & CT_STORAGE_READONLY) && !g->storage->release &&
           ct_tensor_is_contiguous(g) &&
           (!g->meta || ct_grad_enabled()); /* no history into a plain .grad */
}

static int add_inplace(ct_tensor *a, ct_tensor *b)
{
    ct_call c;
    ct_call_init(&c, &ct_ops[CT_OP_add]);
    c.form = CT_FORM_INPLACE;
    c.out[0] = ct_newref(a);
    ct_call_tensor(&c, 0, a);
    ct_call_tensor(&c, 1, b);
    if (ct_call_run(&c) < 0) {
        return -1;
    }
    ct_call_release(&c);
    return 0;
}

static ct_tensor *run_binary(ct_op_id id, ct_tensor *a, ct_tensor *b)
{
    ct_call c;
    ct_call_init(&c, &ct_ops[id]);
    ct_call_tensor(&c, 0, a);
    ct_call_tensor(&c, 1, b);
    if (ct_call_run(&c) < 0) {
        return NULL;
    }
    return c.out[0];
}

static bool fits(const ct_tensor *a, const ct_tensor *b)
{
    return a->dtype == b->dtype && ct_tensor_same_shape(a, b);
}

ct_tensor *ct_gradient_add(ct_tensor *a, ct_tensor *b)
{
    ct_tensor *sum = NULL;
    if (!ct_grad_enabled() && fits(a, b)) {
        if (!ct_gradient_exclusive(a) && ct_gradient_exclusive(b)) {
            ct_tensor *swap = a;
            a = b;
            b = swap;
        }
        if (ct_gradient_exclusive(a)) {
            sum = add_inplace(a, b) < 0 ? NULL : ct_newref(a);
            goto done;
        }
    }
    sum = run_binary(CT_OP_add, a, b);
done:
    ct_decref(a);
    ct_decref(b);
    return sum;
}

/* g (stolen) as a tensor of its own that may become .grad. */
static ct_tensor *own(ct_tensor *g)
{
    if (ct_gradient_exclusive(g)) {
        return g;
    }
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *copy = ct_scope_return(&s, ct_s_row(&s, CT_OP_clone, g));
    ct_decref(g);
    return copy;
}

/* The leaf may have been given another shape since its .grad was made. */
static int check_shape(const ct_tensor *old, const ct_tensor *g)
{
    if (!old || ct_tensor_same_shape(old, g)) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "backward: expected a .grad of shape %s to add to, got one of "
                    "shape %s; set it to None",
                    ct_tensor_shape_str(g), ct_tensor_shape_str(old));
}

int ct_accumulate(ct_tensor *leaf, ct_tensor *g)
{
    ct_autograd *m = ct_meta(leaf);
    bool wanted = m && m->requires_grad; /* not frozen since the graph was made */
    if (!wanted || check_shape(m->grad, g) < 0) {
        ct_decref(g);
        return m && !wanted ? 0 : -1;
    }
    ct_tensor *old = m->grad;
    if (old && !ct_grad_enabled() && fits(old, g) && !ct_tensor_readonly(old)) {
        ct_incref(old); /* the op may run code that sets .grad */
        int status = add_inplace(old, g);
        ct_decref(old);
        ct_decref(g);
        return status;
    }
    g = old ? ct_gradient_add(ct_newref(old), g) : own(g);
    if (!g) {
        return -1;
    }
    old = m->grad;
    m->grad = g;
    ct_xdecref(old);
    return 0;
}

int ct_accumulate_retained(ct_tensor *t, ct_tensor *g)
{
    ct_incref(t);
    ct_tensor *old = t->meta->grad;
    ct_incref(g);
    ct_tensor *sum = old ? run_binary(CT_OP_add, old, g) : own(ct_newref(g));
    ct_decref(g);
    if (sum) {
        old = t->meta->grad;
        t->meta->grad = sum;
        ct_xdecref(old);
    }
    ct_decref(t);
    return sum ? 0 : -1;
}
