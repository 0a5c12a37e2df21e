/* meta: making, asking and changing what a tensor carries for gradients.
 *
 * Metas come from a free list: one is made for every recorded result. */
#include "autograd/meta.h"

#include <stdlib.h>
#include <string.h>

#include "autograd/hook.h"
#include "autograd/node.h"
#include "autograd/view.h"
#include "core/alloc.h"

#define CACHE_SIZE 4096
#if defined(__SANITIZE_ADDRESS__)
#define CACHE_MAX 0 /* so that the use of a dead one is seen */
#else
#define CACHE_MAX CACHE_SIZE
#endif

CT_THREAD_LOCAL ct_modes ct_modes_now;
ct_anomaly ct_anomaly_now = {.on = false, .check_nan = true};

static struct {
    int n;
    ct_autograd *block[CACHE_SIZE];
} cache;

static uint32_t new_flags(void)
{
    return ct_modes_now.inference ? CT_TENSOR_INFERENCE : 0;
}

bool ct_inference_mode_set(bool on)
{
    bool was = ct_modes_now.inference;
    ct_modes_now.inference = on;
    ct_tensor_marks_now.flags = new_flags;
    ct_tensor_marks_now.threads += on - was;
    return was;
}

static ct_autograd *meta_new(ct_tensor *t)
{
    ct_autograd *m = NULL;
    if (!ct_alloc_fault()) {
        m = cache.n ? cache.block[--cache.n] : malloc(sizeof *m);
    }
    if (!m) {
        return ct_error_null(CT_ERR_MEMORY, "out of memory for autograd data");
    }
    memset(m, 0, sizeof *m);
    m->view_version = t->storage->version;
    t->meta = m;
    ct_object_track(t);
    return m;
}

ct_autograd *ct_meta(ct_tensor *t)
{
    return t->meta ? t->meta : meta_new(t);
}

static void meta_drop(ct_autograd *m)
{
    ct_xdecref(m->grad);
    ct_xdecref(m->grad_fn);
    ct_hook_free(&m->hooks);
    if (m->idle) {
        ct_object_free(CT_OBJECT_NODE, m->idle);
    }
    if (cache.n < CACHE_MAX) {
        cache.block[cache.n++] = m;
    } else {
        free(m);
    }
}

/* A chain x.grad.grad.grad... of any length is dropped with bounded stack: beyond a
 * depth, metas wait in a list, linked through `accumulate`. */
#define DEPTH_MAX 64
static CT_THREAD_LOCAL int depth;
static CT_THREAD_LOCAL ct_autograd *waiting;

static void drop_chain(ct_autograd *m)
{
    if (depth >= DEPTH_MAX) {
        m->accumulate = (ct_node *)waiting;
        waiting = m;
        return;
    }
    depth++;
    meta_drop(m);
    while (depth == 1 && waiting) {
        m = waiting;
        waiting = (ct_autograd *)m->accumulate;
        meta_drop(m);
    }
    depth--;
}

void ct_meta_free(ct_tensor *t)
{
    ct_autograd *m = t->meta;
    t->meta = NULL;
    if (m->retains_grad && m->grad_fn) {
        ct_hook_forget(m->grad_fn->hooks, t);
    }
    if (m->grad) {
        drop_chain(m);
    } else {
        meta_drop(m);
    }
}

void ct_meta_release(void)
{
    while (cache.n) {
        free(cache.block[--cache.n]);
    }
}

bool ct_requires_grad_slow(const ct_tensor *t)
{
    return ct_view_outdated(t);
}

int ct_requires_grad_set(ct_tensor *t, bool on)
{
    if (!ct_is_leaf(t)) {
        return on ? 0
                  : ct_error(CT_ERR_RUNTIME,
                             "you can only change requires_grad flags of leaf "
                             "variables. If you want to use a computed variable in a "
                             "subgraph that doesn't require differentiation use "
                             "var_no_grad = var.detach().");
    }
    if (on && !ct_dtype_is_inexact(t->dtype)) {
        return ct_error(CT_ERR_RUNTIME,
                        "only Tensors of floating point and complex dtype can require "
                        "gradients, got %s",
                        ct_dtype_name(t->dtype));
    }
    if (on && t->flags & CT_TENSOR_INFERENCE && !ct_inference_mode()) {
        return ct_error(CT_ERR_RUNTIME,
                        "Setting requires_grad=True on inference tensor "
                        "outside InferenceMode is not allowed.");
    }
    if (!on && !t->meta) {
        return 0;
    }
    ct_autograd *m = ct_meta(t);
    if (!m) {
        return -1;
    }
    m->requires_grad = on;
    return 0;
}

int ct_grad_set(ct_tensor *t, ct_tensor *grad)
{
    if (grad == t) {
        return ct_error(CT_ERR_RUNTIME, "can't assign Variable as its own grad");
    }
    if (grad && !ct_tensor_same_shape(t, grad)) {
        return ct_error(CT_ERR_RUNTIME,
                        "attempting to assign a gradient of size '%s' to a tensor of "
                        "size '%s'. Please ensure that the gradient and the tensor are "
                        "the same size",
                        ct_tensor_shape_str(grad), ct_tensor_shape_str(t));
    }
    if (grad && grad->dtype != t->dtype) {
        return ct_error(CT_ERR_RUNTIME,
                        "attempting to assign a gradient with dtype '%s' to a tensor "
                        "with dtype '%s'. Please ensure that the gradient and the "
                        "tensor have the same dtype",
                        ct_dtype_name(grad->dtype), ct_dtype_name(t->dtype));
    }
    if (grad && grad->device != t->device) {
        return ct_error(CT_ERR_RUNTIME,
                        "attempting to assign a gradient on device '%s' to a tensor on "
                        "device '%s'. Please ensure that the gradient and the tensor "
                        "are on the same device",
                        ct_device_name(grad->device, grad->device_index),
                        ct_device_name(t->device, t->device_index));
    }
    ct_autograd *m = grad ? ct_meta(t) : t->meta;
    if (!m) {
        return grad ? -1 : 0;
    }
    ct_tensor *old = m->grad;
    m->grad = grad ? ct_newref(grad) : NULL;
    ct_xdecref(old);
    return 0;
}

int ct_retain_grad(ct_tensor *t)
{
    if (!ct_requires_grad(t)) {
        return ct_error(CT_ERR_RUNTIME,
                        "can't retain_grad on Tensor that has requires_grad=False");
    }
    if (ct_is_leaf(t)) {
        return 0;
    }
    ct_edge e;
    if (ct_edge_of(t, &e) < 0) { /* brings the history of a view up to date */
        return -1;
    }
    int status = 0;
    if (!t->meta->retains_grad) {
        status = ct_hook_retain(&e.node->hooks, e.nr, t);
        t->meta->retains_grad = status == 0;
    }
    ct_decref(e.node);
    return status;
}

ct_tensor *ct_detach(ct_tensor *t)
{
    ct_tensor *d = ct_tensor_alias(t, t->ndim, t->shape, t->strides, t->data);
    if (d) {
        d->flags |= t->flags & CT_TENSOR_INFERENCE;
    }
    return d;
}

int ct_detach_inplace(ct_tensor *t)
{
    if (t->base && t->meta) {
        return ct_error(CT_ERR_RUNTIME,
                        "Can't detach views in-place. Use detach() instead.");
    }
    if (!t->meta) {
        return 0;
    }
    if (ct_history_set(t, NULL, 0) < 0) {
        return -1;
    }
    t->meta->requires_grad = t->meta->retains_grad = false;
    return 0;
}

int ct_history_set(ct_tensor *t, ct_node *node, uint32_t nr)
{
    ct_autograd *m = ct_meta(t);
    if (!m) {
        ct_xdecref(node);
        return -1;
    }
    int status = 0;
    ct_node *old = m->grad_fn;
    if (m->retains_grad) {
        if (old) {
            ct_hook_forget(old->hooks, t);
        }
        status = node ? ct_hook_retain(&node->hooks, nr, t) : 0;
    }
    m->grad_fn = node;
    m->output_nr = nr;
    m->view_version = t->storage->version;
    ct_xdecref(old);
    return status;
}
