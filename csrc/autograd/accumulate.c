/* accumulate: sums of gradients, written in place when nobody can see it.
 *
 * A gradient is exclusive when its count is 1 and no other tensor shares its bytes.
 * Under create_graph (gradients enabled while backward runs) sums are recorded ops,
 * and only taking an exclusive tensor as it is remains free. */
#include "autograd/accumulate.h"

#include "autograd/hook.h"
#include "autograd/rule.h"
#include "core/event.h"
#include "core/runtime.h"
#include "rows/arithmetic.h"
#include "rows/view.h"

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
    ct_incref(leaf);
    if (n->hooks) { /* they are shown g once more */
        ct_incref(grad);
    } else {
        g[0] = NULL; /* the engine drops what is left in g: this one is taken */
    }
    int status = ct_accumulate(leaf, grad);
    ct_decref(leaf);
    return status;
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

/* Is the leaf what it was when the node was made? */
static bool is_of(const ct_node *n, const ct_tensor *leaf)
{
    const ct_out_info *o = &n->outs[0];
    return o->dtype == leaf->dtype && o->device == leaf->device &&
           ct_shape_equal(o->ndim, o->shape, leaf->ndim, leaf->shape);
}

static ct_node *make(ct_tensor *leaf)
{
    char *tail;
    size_t size = leaf->ndim * sizeof(int64_t);
    ct_node *n = ct_node_new(&accumulate_kind, NULL, 0, 1, 0, size, &tail);
    if (n) {
        n->flags = CT_NODE_ACCUMULATE;
        int64_t *shape = (int64_t *)tail;
        ct_node_out(n, 0, leaf, &shape);
    }
    return n;
}

ct_node *ct_accumulate_node(ct_tensor *leaf)
{
    ct_autograd *m = leaf->meta;
    ct_node *n = m->accumulate;
    if (ct_object_lives(n) && is_of(n, leaf)) {
        return ct_newref(n);
    }
    n = m->idle;
    m->idle = NULL;
    if (n && is_of(n, leaf)) {
        ct_object_revive(n);
        ct_object_track(n);
    } else {
        if (n) {
            ct_object_free(CT_OBJECT_NODE, n);
        }
        n = make(leaf);
    }
    if (n) {
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
    ct_call_init(&c, CT_ROW(add));
    c.form = CT_FORM_INPLACE;
    c.out[0] = ct_newref(a);
    ct_call_tensor(&c, CT_AT(add, input), a);
    ct_call_tensor(&c, CT_AT(add, other), b);
    if (ct_call_run(&c) < 0) {
        return -1;
    }
    ct_call_release(&c);
    return 0;
}

static ct_tensor *add(ct_tensor *a, ct_tensor *b)
{
    ct_call c;
    ct_call_init(&c, CT_ROW(add));
    ct_call_tensor(&c, CT_AT(add, input), a);
    ct_call_tensor(&c, CT_AT(add, other), b);
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
    sum = add(a, b);
done:
    ct_decref(a);
    ct_decref(b);
    return sum;
}

/* ---- the layout of .grad ------------------------------------------------------ */

/* The dims of t from the one with the largest stride to the smallest: false unless its
 * elements lie densely, each in a place of its own. */
static bool dense_order(const ct_tensor *t, int64_t order[CT_MAX_NDIM])
{
    int64_t size = ct_tensor_itemsize(t);
    for (int i = 0; i < t->ndim; i++) {
        int at = i;
        for (; at > 0 && t->strides[order[at - 1]] < t->strides[i]; at--) {
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
    for (int i = t->ndim - 1; i >= 0; i--) {
        int64_t d = order[i];
        if (t->shape[d] != 1 && t->strides[d] != size) {
            return false;
        }
        size *= t->shape[d];
    }
    return true;
}

/* A copy of g with its dims in memory as `like` has them, contiguous if those are not
 * dense: PyTorch's rule. */
static ct_tensor *copy_as(ct_scope *s, ct_tensor *g, const ct_tensor *like)
{
    int64_t order[CT_MAX_NDIM], back[CT_MAX_NDIM];
    if (ct_tensor_is_contiguous(like) || !ct_tensor_same_shape(g, like) ||
        !dense_order(like, order)) {
        return ct_s_row(
            s, ct_tensor_is_contiguous(g) ? CT_ROW(clone) : CT_ROW(contiguous), g);
    }
    for (int i = 0; i < like->ndim; i++) {
        back[order[i]] = i;
    }
    ct_dims there = {like->ndim, order}, back_again = {like->ndim, back};
    ct_tensor *copy = ct_s_row(s, CT_ROW(contiguous), ct_s_permute(s, g, there));
    if (copy && copy->storage == g->storage) {
        copy = ct_s_row(s, CT_ROW(clone), copy);
    }
    copy = ct_s_permute(s, copy, back_again);
    /* Where nothing is recorded it is no view of anything. */
    return copy && !ct_grad_enabled() ? ct_scope_keep(s, ct_detach(copy)) : copy;
}

/* g (stolen) as a tensor of its own that may become .grad of `like`. */
static ct_tensor *own(ct_tensor *g, const ct_tensor *like)
{
    if (ct_gradient_exclusive(g) && ct_tensor_is_contiguous(like)) {
        return g;
    }
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *copy = ct_scope_return(&s, copy_as(&s, g, like));
    ct_decref(g);
    return copy;
}

/* ---- into .grad ----------------------------------------------------------------- */

/* The leaf may have been given another layout since the graph, or its .grad, was made. */
static int check_fit(const ct_tensor *leaf, const ct_tensor *old, const ct_tensor *g)
{
    if (!fits(leaf, g)) {
        return ct_error(CT_ERR_RUNTIME,
                        "backward: expected a leaf of shape %s and dtype %s, as when "
                        "the graph was made, got shape %s and dtype %s",
                        ct_tensor_shape_str(g), ct_dtype_name((ct_dtype)g->dtype),
                        ct_tensor_shape_str(leaf),
                        ct_dtype_name((ct_dtype)leaf->dtype));
    }
    if (old && !ct_tensor_same_shape(old, g)) {
        return ct_error(CT_ERR_RUNTIME,
                        "backward: expected a .grad of shape %s to add to, got one of "
                        "shape %s; set it to None",
                        ct_tensor_shape_str(g), ct_tensor_shape_str(old));
    }
    return 0;
}

/* Adds g to `old`, both kept by the caller. The interpreter lock is held throughout: as
 * another thread may add to the same .grad. */
static int add_alone(ct_tensor *old, ct_tensor *g)
{
    ct_unlocked_avoid(true);
    int status = add_inplace(old, g);
    ct_unlocked_avoid(false);
    return status;
}

/* m->grad, which was `old` when g (stolen) was made of it, becomes g: 1; 0 if another
 * thread, or code that making g ran, has set it meanwhile. */
static int settle(ct_autograd *m, ct_tensor *old, ct_tensor *g)
{
    bool same = m->grad == old;
    if (same) {
        m->grad = g;
        ct_xdecref(old);
    } else {
        ct_decref(g);
    }
    return same;
}

/* One attempt, with `old` kept by the caller. */
static int accumulate_once(ct_tensor *leaf, ct_tensor *old, ct_tensor *g)
{
    ct_tensor *made;
    if (check_fit(leaf, old, g) < 0) {
        return -1;
    }
    if (!old) {
        made = own(ct_newref(g), leaf);
    } else if (!ct_grad_enabled() && fits(old, g) && !ct_tensor_readonly(old)) {
        return add_alone(old, g) < 0 ? -1 : 1;
    } else {
        made = add(old, g);
    }
    return made ? settle(leaf->meta, old, made) : -1;
}

static inline int accumulate(ct_tensor *leaf, ct_tensor *g)
{
    ct_autograd *m = ct_meta(leaf);
    if (!m || !m->requires_grad) { /* frozen since the graph was made */
        ct_decref(g);
        return m ? 0 : -1;
    }
    if (!m->grad && fits(leaf, g) && ct_tensor_is_contiguous(leaf) &&
        ct_gradient_exclusive(g)) {
        m->grad = g;
        return 0;
    }
    int status = 0;
    while (status == 0) {
        ct_tensor *old = m->grad ? ct_newref(m->grad) : NULL;
        status = accumulate_once(leaf, old, g);
        ct_xdecref(old);
    }
    ct_decref(g);
    return status < 0 ? -1 : 0;
}

/* g is gone at the end, or has become .grad, which the event shows then. */
static __attribute__((noinline)) int accumulate_heard(ct_tensor *leaf, ct_tensor *g)
{
    ct_event e = {.kind = CT_EVENT_GRAD,
                  .name = "AccumulateGrad",
                  .to = leaf,
                  .from = g,
                  .bytes = g->numel * ct_tensor_itemsize(g)};
    ct_event_begin(&e);
    int status = accumulate(leaf, g);
    e.from = leaf->meta ? leaf->meta->grad : NULL;
    ct_event_end(&e, status);
    return status;
}

int ct_accumulate(ct_tensor *leaf, ct_tensor *g)
{
    return ct_event_heard(CT_EVENT_GRAD) ? accumulate_heard(leaf, g)
                                         : accumulate(leaf, g);
}

int ct_accumulate_retained(ct_tensor *t, ct_tensor *g)
{
    ct_incref(t);
    ct_incref(g);
    int status = 0;
    while (status == 0) {
        ct_tensor *old = t->meta->grad ? ct_newref(t->meta->grad) : NULL;
        ct_tensor *sum = old ? add(old, g) : own(ct_newref(g), g);
        status = sum ? settle(t->meta, old, sum) : -1;
        ct_xdecref(old);
    }
    ct_decref(g);
    ct_decref(t);
    return status < 0 ? -1 : 0;
}
