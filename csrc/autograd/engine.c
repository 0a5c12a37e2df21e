/* engine: the loop of backward and what passes through one node. */
#include "autograd/engine.h"

#include <stdlib.h>
#include <string.h>

#include "autograd/accumulate.h"
#include "autograd/autocast.h"
#include "autograd/hook.h"
#include "autograd/node.h"
#include "autograd/queue.h"
#include "autograd/rule.h"
#include "core/alloc.h"
#include "core/device.h"
#include "core/event.h"
#include "core/runtime.h"
#include "rows/comparison.h"
#include "rows/complex.h"
#include "rows/reduce.h"
#include "rows/view.h"

#define FEW 8            /* edges that need no allocation */
#define POLL_NODES 1024  /* nodes between two looks at Ctrl-C */

typedef struct run {
    ct_queue queue;
    const ct_backward *b;
    const ct_node *applied; /* the node that runs */
    struct run *outer; /* the run of the same thread that this one is nested in */
} run;
static _Thread_local run *current;
int ct_partial_runs;

/* Of a node that a CopySlices runs the gradient goes along the edges of that one. */
bool ct_leads_to_input(const ct_node *n, uint32_t i)
{
    run *r = current;
    if (!r || r->b->ninput == 0) {
        return true;
    }
    bool inner = n->outer && n->outer == r->applied;
    const ct_node *to = (inner ? n->outer : n)->edges[i].node;
    const ct_slot *s = to ? ct_queue_find(&r->queue, to) : NULL;
    return s && s->needed;
}

static void drop_all(ct_tensor **t, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        ct_clear(&t[i]);
    }
}

/* ---- what a gradient must be ------------------------------------------------- */

static bool expands(const ct_tensor *g, ct_out_info o)
{
    if (g->ndim < o.ndim) {
        return false;
    }
    for (int i = 0; i < o.ndim; i++) {
        int64_t size = o.shape[o.ndim - 1 - i];
        if (size != 1 && size != g->shape[g->ndim - 1 - i]) {
            return false;
        }
    }
    return true;
}

/* g summed, made real and cast to what o says; g itself if it is so already. */
static ct_tensor *fit(ct_scope *s, ct_tensor *g, ct_out_info o)
{
    if (!ct_shape_equal(g->ndim, g->shape, o.ndim, o.shape)) {
        g = ct_s_sum_to(s, g, o.ndim, o.shape);
    }
    if (g && ct_dtype_is_complex((ct_dtype)g->dtype) &&
        !ct_dtype_is_complex((ct_dtype)o.dtype)) {
        g = ct_s_row(s, CT_ROW(real), g);
    }
    if (g && g->dtype != o.dtype) {
        g = ct_s_cast(s, g, (ct_dtype)o.dtype);
    }
    return g && ct_tensor_is_weak(g) ? ct_s_row(s, CT_ROW(clone), g) : g;
}

/* Makes *g (owned) fit edge i of n; -1 with the error set. */
static __attribute__((noinline)) int make_fit(const ct_node *n, uint32_t i,
                                              ct_tensor **g)
{
    ct_out_info o = ct_edge_info(&n->edges[i]);
    if (!expands(*g, o)) {
        return ct_error(
            CT_ERR_RUNTIME,
            "returned an invalid gradient at index %u - got %s but expected "
            "shape compatible with %s",
            i, ct_tensor_shape_str(*g), ct_shape_str(o.ndim, o.shape));
    }
    if (!ct_dtype_is_inexact((ct_dtype)(*g)->dtype) &&
        ct_dtype_is_complex((ct_dtype)o.dtype)) {
        return ct_error(CT_ERR_RUNTIME,
                        "returned an invalid gradient at index %u - expected dtype %s, "
                        "got %s",
                        i, ct_dtype_name((ct_dtype)o.dtype),
                        ct_dtype_name((ct_dtype)(*g)->dtype));
    }
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *fitted = ct_scope_return(&s, fit(&s, *g, o));
    ct_decref(*g);
    *g = fitted;
    return fitted ? 0 : -1;
}

static inline int validate(const ct_node *n, uint32_t i, ct_tensor **g)
{
    const ct_out_info *o = &n->edges[i].node->outs[n->edges[i].nr];
    bool fits = (*g)->dtype == o->dtype && !ct_tensor_is_weak(*g) &&
                ct_shape_equal((*g)->ndim, (*g)->shape, o->ndim, o->shape);
    return fits ? 0 : make_fit(n, i, g);
}

static int validate_all(const ct_node *n, ct_tensor **gx)
{
    int status = 0;
    for (uint32_t i = 0; i < n->nedge && status == 0; i++) {
        status = gx[i] && n->edges[i].node ? validate(n, i, &gx[i]) : 0;
    }
    return status;
}

/* ---- delivering -------------------------------------------------------------- */

static bool plain_leaf(const ct_node *n)
{
    if (!(n->flags & CT_NODE_ACCUMULATE) || n->hooks) {
        return false;
    }
    const ct_tensor *leaf = ct_accumulate_leaf(n);
    return leaf && !leaf->meta->hooks;
}

/* Hands g (stolen) to output nr of a node. */
static int deliver(run *r, ct_node *to, uint32_t nr, ct_tensor *g)
{
    if (r->b->ninput == 0 && plain_leaf(to)) {
        ct_tensor *leaf = ct_newref(ct_accumulate_leaf(to));
        int status = ct_accumulate(leaf, g);
        ct_decref(leaf);
        return status;
    }
    ct_slot *s =
        r->b->ninput ? ct_queue_find(&r->queue, to) : ct_queue_slot(&r->queue, to);
    if (!s || !s->needed) {
        ct_decref(g);
        return s || r->b->ninput ? 0 : -1;
    }
    if (ct_queue_push(&r->queue, s) < 0) {
        ct_decref(g);
        return -1;
    }
    ct_tensor **at = ct_slot_grads(s) + nr;
    if (!*at) {
        *at = g;
        return 0;
    }
    /* The op may run code that reaches this run's table: look the place up again. */
    ct_tensor *old = *at;
    *at = NULL;
    ct_tensor *sum = ct_gradient_add(old, g);
    s = ct_queue_find(&r->queue, to);
    ct_slot_grads(s)[nr] = sum;
    return sum ? 0 : -1;
}

/* ---- one node ---------------------------------------------------------------- */

static ct_hook *tensor_hooks(const ct_node *n)
{
    if (!(n->flags & CT_NODE_ACCUMULATE)) {
        return n->hooks;
    }
    const ct_tensor *leaf = ct_accumulate_leaf(n);
    return leaf && leaf->meta ? leaf->meta->hooks : NULL;
}

/* Stores the gradients of inputs that are outputs of n. */
static void capture(const run *r, const ct_slot *s, const ct_node *n,
                    ct_tensor *const *g)
{
    for (int32_t i = s->capture; i >= 0; i = r->queue.inputs[i].next) {
        const ct_input *in = &r->queue.inputs[i];
        if (r->b->captured && g[in->nr] && in->node == n) {
            r->b->captured[i] = ct_newref(g[in->nr]);
        }
    }
}

static bool any(ct_tensor *const *g, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (g[i]) {
            return true;
        }
    }
    return false;
}

/* Does t hold a NaN? Under anomaly mode only, so plainly: x != x somewhere. */
static int has_nan(ct_tensor *t)
{
    ct_scope s;
    ct_scalar found = {.i = 0};
    if (!ct_tensor_has_values(t)) {
        return 0;
    }
    ct_scope_begin(&s);
    ct_tensor *any = ct_s_any(&s, ct_s_ne(&s, t, t));
    if (any && ct_tensor_read("detect_anomaly", any, &found) < 0) {
        s.failed = true;
    }
    return ct_scope_end(&s) < 0 ? -1 : found.i != 0;
}

static int check_nan(const ct_node *n, ct_tensor *const *gx)
{
    char name[CT_NODE_NAME];
    for (uint32_t i = 0; i < n->nedge; i++) {
        int found = gx[i] ? has_nan(gx[i]) : 0;
        if (found < 0) {
            return -1;
        }
        if (found) {
            return ct_error(CT_ERR_RUNTIME,
                            "Function '%s' returned nan values in its %uth output.",
                            ct_node_name(n, name), i);
        }
    }
    return 0;
}

/* Runs n on g (owned by the caller) and checks what it returns in gx. */
static int apply(run *r, ct_node *n, ct_tensor **g, ct_tensor **gx)
{
    r->applied = n;
    int status = n->kind->apply(n, g, gx);
    for (uint32_t i = 0; i < n->nedge && status == 0; i++) {
        if (gx[i] && !ct_node_wants(n, i)) {
            ct_clear(&gx[i]);
        } else if (gx[i]) {
            status = validate(n, i, &gx[i]);
        }
    }
    if (status < 0) {
        char name[CT_NODE_NAME];
        ct_error_prefix(ct_node_name(n, name));
        return -1;
    }
    return ct_anomaly_now.on && ct_anomaly_now.check_nan ? check_nan(n, gx) : 0;
}

/* After apply: hooks, freeing what was saved, and onward. gx and g end empty. */
static int pass_on(run *r, ct_node *n, ct_tensor **g, ct_tensor **gx)
{
    if (n->hooks && (ct_hook_run_after(n, gx, g) < 0 || validate_all(n, gx) < 0)) {
        return -1;
    }
    drop_all(g, n->nout); /* before delivering: a passed-on buffer may be exclusive */
    if (!r->b->retain_graph && !(n->flags & CT_NODE_ACCUMULATE)) {
        ct_node_free_saved(n);
    }
    for (uint32_t i = 0; i < n->nedge; i++) {
        ct_tensor *x = gx[i];
        gx[i] = NULL;
        if (x && deliver(r, n->edges[i].node, n->edges[i].nr, x) < 0) {
            return -1;
        }
    }
    return 0;
}

static inline int run_node(run *r, ct_node *n, ct_tensor **g, ct_tensor **gx)
{
    return apply(r, n, g, gx) < 0 || pass_on(r, n, g, gx) < 0 ? -1 : 0;
}

static __attribute__((noinline)) int run_node_heard(run *r, ct_node *n, ct_tensor **g,
                                                    ct_tensor **gx)
{
    ct_event e = {.kind = CT_EVENT_NODE, .node = n};
    ct_event_begin(&e);
    int status = run_node(r, n, g, gx);
    ct_event_end(&e, status);
    return status;
}

/* One node whose gradients are all there. */
static int step(run *r, ct_node *n, const ct_slot *s, ct_tensor **g, ct_tensor **gx)
{
    ct_hook *hooks = tensor_hooks(n);
    if ((hooks || n->hooks) && ct_hook_run_before(n, hooks, g) < 0) {
        return -1;
    }
    if (s->capture >= 0) {
        capture(r, s, n, g);
        bool to_grad = !r->b->captured && n->flags & CT_NODE_ACCUMULATE;
        if (!s->through && !to_grad) {
            return 0;
        }
    }
    if (!any(g, n->nout)) {
        return 0;
    }
    int status = ct_event_heard(CT_EVENT_NODE) ? run_node_heard(r, n, g, gx)
                                               : run_node(r, n, g, gx);
    if (status < 0) {
        if (ct_anomaly_now.on && ct_host.explain) {
            ct_host.explain(n);
        }
        return -1;
    }
    if (n->flags & CT_NODE_ACCUMULATE && ct_accumulate_leaf(n)) {
        return ct_hook_run_accumulated(ct_accumulate_leaf(n));
    }
    return 0;
}

/* Takes the next node off the queue and runs it. */
static int run_next(run *r)
{
    ct_tensor *one, *few[FEW], **g = &one, **gx = few;
    ct_slot s;
    ct_queue_pop(&r->queue, &s);
    ct_node *n = s.node;
    void *heap = NULL;
    int status = 0;
    if (n->nedge > FEW) {
        gx = heap = ct_alloc_fault() ? NULL : malloc(n->nedge * sizeof *gx);
        status = gx ? 0 : ct_error(CT_ERR_MEMORY, "backward: out of memory");
    }
    for (uint32_t i = 0; i < n->nedge && status == 0; i++) {
        gx[i] = NULL;
    }
    one = s.one;
    if (s.many) {
        g = s.many;
    }
    bool made = status == 0;
    if (made) {
        status = step(r, n, &s, g, gx);
    }
    ct_error_state error;
    if (status < 0) { /* what dies may run code with errors of its own */
        ct_error_lay_by(&error);
    }
    drop_all(gx, made ? n->nedge : 0);
    drop_all(g, s.many ? n->nout : 1);
    free(heap);
    ct_slot_end(&s);
    if (status < 0) {
        ct_error_take_up(&error);
    }
    return status;
}

static int run_all(run *r)
{
    for (uint32_t count = 1; r->queue.nheap; count++) {
        if (run_next(r) < 0) {
            return -1;
        }
        if (count % POLL_NODES == 0) {
            ct_unlocked_begin();
            int status = ct_interrupted();
            ct_unlocked_end();
            if (status < 0) {
                return -1;
            }
        }
    }
    return 0;
}

/* ---- roots ------------------------------------------------------------------- */

static int check_root(const ct_tensor *root, const ct_tensor *g, int64_t i)
{
    if (!ct_requires_grad(root)) {
        return ct_error(CT_ERR_RUNTIME,
                        "element %lld of tensors does not require grad and does not "
                        "have a grad_fn",
                        (long long)i);
    }
    if (!g) {
        if (root->numel != 1) {
            return ct_error(CT_ERR_RUNTIME,
                            "grad can be implicitly created only for scalar outputs, "
                            "got one of shape %s",
                            ct_tensor_shape_str(root));
        }
        if (ct_dtype_is_complex((ct_dtype)root->dtype)) {
            return ct_error(CT_ERR_RUNTIME,
                            "grad can be implicitly created only for real scalar "
                            "outputs, got %s",
                            ct_dtype_name((ct_dtype)root->dtype));
        }
        return 0;
    }
    if (!ct_tensor_same_shape(root, g)) {
        return ct_error(CT_ERR_RUNTIME,
                        "Mismatch in shape: grad_output[%lld] has a shape of %s and "
                        "output[%lld] has a shape of %s.",
                        (long long)i, ct_tensor_shape_str(g), (long long)i,
                        ct_tensor_shape_str(root));
    }
    if (ct_dtype_is_complex((ct_dtype)root->dtype) !=
        ct_dtype_is_complex((ct_dtype)g->dtype)) {
        return ct_error(CT_ERR_RUNTIME,
                        "Mismatch in dtype: grad_output[%lld] has a dtype of %s and "
                        "output[%lld] has a dtype of %s.",
                        (long long)i, ct_dtype_name((ct_dtype)g->dtype), (long long)i,
                        ct_dtype_name((ct_dtype)root->dtype));
    }
    return 0;
}

static ct_tensor *root_grad(const ct_tensor *root, ct_tensor *g)
{
    if (g) {
        ct_out_info o = {root->dtype, root->ndim, 0, 0, root->shape};
        ct_scope s;
        ct_scope_begin(&s);
        return ct_scope_return(&s, fit(&s, g, o));
    }
    ct_tensor *one = ct_tensor_new_like(root, (ct_dtype)root->dtype);
    if (one) {
        char element[16];
        ct_scalar value = {.category = CT_CATEGORY_FLOATING, .re = 1};
        ct_scalar_store((ct_dtype)one->dtype, element, value);
        if (ct_tensor_fill(one, element) < 0) {
            ct_clear(&one);
        }
    }
    return one;
}

static int start(run *r)
{
    const ct_backward *b = r->b;
    for (int64_t i = 0; i < b->nroot; i++) {
        ct_edge e;
        ct_tensor *g = root_grad(b->roots[i], b->grads ? b->grads[i] : NULL);
        if (!g) {
            return -1;
        }
        if (ct_queue_edge(b->roots[i], &e) < 0) {
            ct_decref(g);
            return -1;
        }
        int status = deliver(r, e.node, e.nr, g);
        ct_decref(e.node);
        if (status < 0) {
            return -1;
        }
    }
    return 0;
}

/* With inputs: their nodes, and which nodes lead to them. */
static int mark(run *r)
{
    const ct_backward *b = r->b;
    if (ct_queue_inputs(&r->queue, b->ninput, b->inputs) < 0) {
        return -1;
    }
    for (int64_t i = 0; i < b->nroot; i++) {
        ct_edge e;
        if (ct_queue_edge(b->roots[i], &e) < 0) {
            return -1;
        }
        int status = ct_queue_mark(&r->queue, e.node);
        ct_decref(e.node);
        if (status < 0) {
            return -1;
        }
    }
    return 0;
}

static int check(const ct_backward *b)
{
    for (int64_t i = 0; i < b->nroot; i++) {
        if (check_root(b->roots[i], b->grads ? b->grads[i] : NULL, i) < 0) {
            return -1;
        }
    }
    for (int64_t i = 0; i < b->ninput; i++) {
        if (!ct_requires_grad(b->inputs[i])) {
            return ct_error(CT_ERR_RUNTIME,
                            "One of the differentiated Tensors does not require grad");
        }
        if (!b->captured && ct_retain_grad(b->inputs[i]) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Node after node without a slot, then the runs from the outermost in. */
static void forget_slots(run *r)
{
    for (; r; r = r->outer) {
        ct_partial_runs += r->b->ninput > 0;
        for (uint32_t i = 0; i < r->queue.nslots; i++) {
            if (r->queue.slots[i].node) {
                r->queue.slots[i].node->run = 0;
            }
        }
    }
}

static void adopt(run *r)
{
    if (r) {
        adopt(r->outer);
        ct_queue_adopt(&r->queue);
    }
}

void ct_backward_forget(void)
{
    ct_partial_runs = 0;
    forget_slots(current);
    ct_queue_forget_all();
    adopt(current);
}

static void end(run *r, int status)
{
    ct_error_state error;
    ct_error_lay_by(&error);
    ct_queue_end(&r->queue);
    for (int64_t i = 0; status < 0 && r->b->captured && i < r->b->ninput; i++) {
        ct_clear(&r->b->captured[i]);
    }
    ct_error_take_up(&error);
}

static int backward_run(const ct_backward *b)
{
    if (check(b) < 0) {
        return -1;
    }
    run r; /* not cleared: the queue's first room is large */
    r.b = b;
    r.applied = NULL;
    r.outer = current;
    bool grad = ct_grad_enabled_set(b->create_graph);
    bool casts = ct_autocast_suspend(true);
    ct_queue_begin(&r.queue);
    current = &r;
    ct_partial_runs += b->ninput > 0;
    int status = b->ninput ? mark(&r) : 0;
    if (status == 0) {
        status = start(&r);
    }
    if (status == 0) {
        status = run_all(&r);
    }
    ct_partial_runs -= b->ninput > 0;
    current = r.outer;
    end(&r, status);
    ct_autocast_suspend(casts);
    ct_grad_enabled_set(grad);
    return status;
}

int ct_backward_run(const ct_backward *b)
{
    if (!ct_event_heard(CT_EVENT_BACKWARD)) {
        return backward_run(b);
    }
    ct_event e = {.kind = CT_EVENT_BACKWARD, .name = "backward"};
    ct_event_begin(&e);
    int status = backward_run(b);
    ct_event_end(&e, status);
    return status;
}
