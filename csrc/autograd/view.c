/* view: outdated histories and CopySlices; see NOTE [View and in-place]. */
#include "autograd/view.h"

#include <stdlib.h>
#include <string.h>

#include "autograd/rule.h"
#include "core/alloc.h"
#include "ops/strided.h"
#include "rows/strided.h"

bool ct_view_outdated(const ct_tensor *t)
{
    const ct_autograd *m = t->meta;
    const ct_autograd *base = t->base ? t->base->meta : NULL;
    return base && base->grad_fn && ct_dtype_is_inexact((ct_dtype)t->dtype) &&
           (!m || m->view_version != t->storage->version);
}

/* Why a view made in a certain way must not be written. */
static int refuse(const ct_tensor *t, bool indirect)
{
    const char *what =
        indirect ? "its base or another view of its base has been" : "is being";
    char name[CT_NODE_NAME] = "a view op";
    const ct_autograd *m = t->meta;
    if (m->grad_fn) {
        ct_node_name(m->grad_fn, name);
    }
    if (m->creation == CT_CREATION_NO_GRAD) {
        return ct_error(
            CT_ERR_RUNTIME,
            "A view was created in no_grad mode and %s modified inplace with grad mode "
            "enabled. Given that this use case is ambiguous and error-prone, it is "
            "forbidden. You can clarify your code by moving both the view and the "
            "inplace either both inside the no_grad block (if you don't want the "
            "inplace to be tracked) or both outside (if you want the inplace to be "
            "tracked).",
            what);
    }
    const char *why =
        m->creation == CT_CREATION_MULTI
            ? "This view is the output of a function that returns multiple views. Such "
              "functions do not allow the output views to be modified inplace. You "
              "should replace the inplace operation by an out-of-place one."
            : "This view was created inside a custom Function (or because an input was "
              "returned as-is) and the autograd logic to handle view+inplace would "
              "override the custom backward associated with the custom Function, "
              "leading to incorrect gradients. This behavior is forbidden. You can fix "
              "this by cloning the output of the custom Function.";
    return ct_error(CT_ERR_RUNTIME,
                    "Output %u of %s is a view and %s modified inplace. %s",
                    m->output_nr, name, what, why);
}

static int no_leaf(const char *what)
{
    return ct_error(CT_ERR_RUNTIME,
                    "%s that requires grad is being used in an in-place operation.",
                    what);
}

int ct_view_check_inplace(ct_tensor *t)
{
    bool leaf = ct_requires_grad(t) && ct_is_leaf(t);
    if (t->base) {
        ct_creation how =
            t->meta ? (ct_creation)t->meta->creation : CT_CREATION_DEFAULT;
        if (how > CT_CREATION_OF_LEAF) {
            return refuse(t, false);
        }
        if (leaf || how == CT_CREATION_OF_LEAF ||
            (ct_requires_grad(t->base) && ct_is_leaf(t->base))) {
            return no_leaf("a view of a leaf Variable");
        }
    }
    return leaf ? no_leaf("a leaf Variable") : 0;
}

/* ---- history of a view --------------------------------------------------- */

/* A node of the row strided_get: what t is of a base, with room for its geometry, n
 * numbers. The rest is for the caller to set before any other code runs. */
static ct_node *slice_node(ct_tensor *t, int64_t n, int64_t **geometry)
{
    const ct_op *op = CT_ROW(strided_get);
    size_t args = op->nparam * sizeof(ct_value);
    char *tail;
    ct_node *node = ct_node_new(&ct_rule_kind, op, 1, 1, 0,
                                args + (size_t)(n + t->ndim) * sizeof(int64_t), &tail);
    if (!node) {
        return NULL;
    }
    *geometry = (int64_t *)(tail + args);
    int64_t *shape = *geometry + n;
    node->arg = (ct_value *)tail;
    memset(node->arg, 0, args);
    node->arg[CT_AT(strided_get, geometry)].dims = (ct_dims){n, *geometry};
    node->given = op->required;
    ct_node_out(node, 0, t, &shape);
    return node;
}

int ct_view_refresh(ct_tensor *t)
{
    if (!ct_meta(t)) {
        return -1;
    }
    if (t->meta->creation > CT_CREATION_OF_LEAF) {
        return refuse(t, true);
    }
    ct_edge base;
    if (ct_edge_of(t->base, &base) < 0) {
        return -1;
    }
    int64_t *geometry;
    ct_node *node = slice_node(t, ct_strided_size(t->base, t), &geometry);
    if (!node) {
        ct_xdecref(base.node);
        return -1;
    }
    ct_strided_pack(t->base, t, geometry);
    node->edges[0] = base;
    ct_node_order(node);
    t->meta->requires_grad = false;
    ct_incref(node);
    int status = ct_history_set(t, node, 0);
    ct_node_locate(node); /* may run code: all is in place */
    ct_decref(node);
    return status;
}

/* ---- history of a base ---------------------------------------------------- */

typedef struct copy_slices {
    ct_node *inner; /* owned; its edge nr is replaced by ours to the base */
    uint32_t nr;
    ct_dtype dtype; /* of the view */
    ct_dims geometry, shape;
    int64_t values[];
} copy_slices;

/* g with gx at the view's place; gx is stolen, NULL stands for zeros. */
static ct_tensor *cover(const copy_slices *x, ct_tensor *g, ct_tensor *gx)
{
    ct_scope s;
    ct_scope_begin(&s);
    gx = gx ? ct_scope_keep(&s, gx)
            : ct_s_new_zeros(&s, x->dtype, (int)x->shape.n, x->shape.v, CT_PLACE(g));
    return ct_scope_return(&s, ct_s_strided_cover(&s, g, gx, x->geometry));
}

static ct_tensor *slice_of(const copy_slices *x, ct_tensor *g)
{
    ct_scope s;
    ct_scope_begin(&s);
    return ct_scope_return(&s, ct_s_strided_get(&s, g, x->geometry));
}

static int copy_slices_apply(ct_node *n, ct_tensor **g, ct_tensor **gx)
{
    copy_slices *x = n->extra;
    ct_tensor *slice = slice_of(x, g[0]);
    if (!slice) {
        return -1;
    }
    int status = x->inner->kind->apply(x->inner, &slice, gx);
    ct_xdecref(slice);
    if (status == 0 && n->edges[x->nr].node) {
        gx[x->nr] = cover(x, g[0], gx[x->nr]);
        status = gx[x->nr] ? 0 : -1;
    }
    return status;
}

static void copy_slices_release(ct_node *n)
{
    copy_slices *x = n->extra;
    if (x && x->inner) {
        ct_node_free_saved(x->inner);
    }
}

static void copy_slices_destroy(ct_node *n)
{
    copy_slices *x = n->extra;
    n->extra = NULL;
    if (x) {
        if (x->inner) {
            x->inner->outer = NULL;
        }
        ct_xdecref(x->inner);
        free(x);
    }
}

static ct_object *copy_slices_owned(const ct_node *n)
{
    const copy_slices *x = n->extra;
    return x ? (ct_object *)x->inner : NULL;
}

static const ct_node_kind copy_slices_kind = {
    .name = "CopySlices",
    .apply = copy_slices_apply,
    .release = copy_slices_release,
    .destroy = copy_slices_destroy,
    .owned = copy_slices_owned,
};

ct_node *ct_view_slice(ct_node *outer, ct_tensor *t)
{
    const copy_slices *x = outer->extra;
    int64_t *geometry;
    ct_node *node = slice_node(t, x->geometry.n, &geometry);
    if (node) {
        memcpy(geometry, x->geometry.v, (size_t)x->geometry.n * sizeof *geometry);
        node->edges[0] = (ct_edge){ct_newref(outer), 0};
        ct_node_order(node);
        ct_node_locate(node);
    }
    return node;
}

static copy_slices *copy_slices_new(ct_tensor *t, uint32_t nr)
{
    int64_t n = ct_strided_size(t->base, t);
    size_t size = sizeof(copy_slices) + (size_t)(n + t->ndim) * sizeof(int64_t);
    copy_slices *x = ct_alloc_fault() ? NULL : malloc(size);
    if (!x) {
        return ct_error_null(CT_ERR_MEMORY, "out of memory for a graph node");
    }
    x->inner = NULL;
    x->nr = nr;
    x->dtype = (ct_dtype)t->dtype;
    x->geometry = (ct_dims){n, x->values};
    x->shape = (ct_dims){t->ndim, x->values + n};
    ct_strided_pack(t->base, t, x->values);
    memcpy(x->values + n, t->shape, (size_t)t->ndim * sizeof *t->shape);
    return x;
}

/* The edges of `inner`, but for nr, which leads to the base's history. */
static int share_edges(ct_node *n, const ct_node *inner, uint32_t nr, ct_tensor *base)
{
    for (uint32_t i = 0; i < inner->nedge; i++) {
        if (i != nr && inner->edges[i].node) {
            n->edges[i] = inner->edges[i];
            ct_incref(n->edges[i].node);
        }
    }
    return ct_edge_of(base, &n->edges[nr]);
}

int ct_view_rebase(ct_tensor *t, ct_node *inner, uint32_t nr)
{
    ct_tensor *base = t->base;
    ct_node *n = NULL;
    copy_slices *x = copy_slices_new(t, nr);
    char *tail;
    if (!x) {
        goto fail;
    }
    n = ct_node_new(&copy_slices_kind, NULL, inner->nedge, 1, 0,
                    base->ndim * sizeof(int64_t), &tail);
    if (!n) {
        free(x);
        goto fail;
    }
    x->inner = inner;
    inner->outer = n;
    n->extra = x;
    inner = NULL; /* n's now */
    ct_node_out(n, 0, base, &(int64_t *){(int64_t *)tail});
    if (share_edges(n, x->inner, nr, base) < 0 || !ct_meta(t) || !ct_meta(base)) {
        goto fail;
    }
    ct_node_order(n);
    if (x->inner->where) {
        n->where = ct_newref(x->inner->where);
        n->where_last = x->inner->where_last;
    }
    t->meta->requires_grad = base->meta->requires_grad = false;
    if (ct_history_set(base, n, 0) < 0) {
        return -1;
    }
    /* The coming count of the version makes t outdated: refreshed when asked for. */
    return ct_history_set(t, NULL, 0);
fail:
    ct_xdecref(inner);
    ct_xdecref(n);
    return -1;
}
