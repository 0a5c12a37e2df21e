/* saved: keeping, checking and handing out. */
#include "autograd/saved.h"

#include <stdio.h>
#include <string.h>

#include "autograd/view.h"
#include "autograd/writer.h"

ct_saved_host ct_saved_host_now;

static int check_inference(const ct_tensor *t)
{
    if (!(t->flags & CT_TENSOR_INFERENCE)) {
        return 0;
    }
    return ct_error(
        CT_ERR_RUNTIME,
        "Inference tensors cannot be saved for backward. Please do not use "
        "Tensors created in inference mode in computation tracked by "
        "autograd. To work around this, you can make a clone to get a normal "
        "tensor and use it in autograd, or use no_grad() instead of "
        "inference_mode().");
}

static ct_tensor *alias_of(ct_tensor *t)
{
    return ct_tensor_alias(t, t->ndim, t->shape, t->strides, t->data);
}

/* What the hooks make of t, if there are any: 1 when *s holds it. */
static int pack(ct_saved *s, ct_tensor *t, int32_t place)
{
    ct_object *packed;
    ct_tensor *plain = alias_of(t);
    if (!plain) {
        return -1;
    }
    int status = ct_saved_host_now.pack(plain, &packed);
    ct_decref(plain);
    if (status == 0 && packed) {
        *s = (ct_saved){(ct_tensor *)packed, 0, true, place};
        return 1;
    }
    return status;
}

static void keep(ct_saved *s, ct_tensor *t, int32_t place, uint32_t version)
{
    t->storage->flags |= CT_STORAGE_SAVED;
    *s = (ct_saved){t, version & INT32_MAX, false, place};
}

int ct_saved_input(ct_node *n, uint32_t i, ct_tensor *t, int32_t edge)
{
    if (check_inference(t) < 0) {
        return -1;
    }
    if (ct_saved_host_now.packing && !ct_tensor_is_weak(t)) { /* numbers stay */
        int status = pack(&n->saved[i], t, edge);
        if (status) {
            return status < 0 ? -1 : 0;
        }
    }
    keep(&n->saved[i], ct_newref(t), edge, t->storage->version);
    return 0;
}

int ct_saved_output(ct_node *n, uint32_t i, ct_tensor *t, uint32_t nr, int ahead)
{
    int32_t place = -1 - (int32_t)nr;
    if (check_inference(t) < 0) {
        return -1;
    }
    if (ct_saved_host_now.packing) {
        int status = pack(&n->saved[i], t, place);
        if (status) {
            return status < 0 ? -1 : 0;
        }
    }
    ct_tensor *alias = alias_of(t);
    if (!alias) {
        return -1;
    }
    keep(&n->saved[i], alias, place, t->storage->version + (uint32_t)ahead);
    return 0;
}

/* ---- errors ------------------------------------------------------------- */

static const char *type_name(ct_dtype d)
{
    static const char *const names[CT_DTYPE_COUNT] = {
        [CT_DTYPE_BOOL] = "Bool",
        [CT_DTYPE_U8] = "Byte",
        [CT_DTYPE_I8] = "Char",
        [CT_DTYPE_U16] = "UInt16",
        [CT_DTYPE_I16] = "Short",
        [CT_DTYPE_U32] = "UInt32",
        [CT_DTYPE_I32] = "Int",
        [CT_DTYPE_U64] = "UInt64",
        [CT_DTYPE_I64] = "Long",
        [CT_DTYPE_F16] = "Half",
        [CT_DTYPE_BF16] = "BFloat16",
        [CT_DTYPE_F32] = "Float",
        [CT_DTYPE_F64] = "Double",
        [CT_DTYPE_C64] = "ComplexFloat",
        [CT_DTYPE_C128] = "ComplexDouble",
    };
    return names[d];
}

/* ", which is output 0 of MulBackward0", or nothing for a leaf. */
static void origin(const ct_node *n, const ct_saved *s, char *text, size_t size)
{
    char name[CT_NODE_NAME];
    text[0] = 0;
    if (s->place < 0) {
        snprintf(text, size, ", which is output %d of %s,", -1 - s->place,
                 ct_node_name(n, name));
        return;
    }
    const ct_edge *e = (uint32_t)s->place < n->nedge ? &n->edges[s->place] : NULL;
    if (e && e->node && !(e->node->flags & CT_NODE_ACCUMULATE)) {
        snprintf(text, size, ", which is output %u of %s,", e->nr,
                 ct_node_name(e->node, name));
    }
}

static void saved_at(const ct_node *n, char *text, size_t size)
{
    char name[CT_NODE_NAME];
    int at = snprintf(text, size, "%s saved it", ct_node_name(n, name));
    if (n->where && ct_host.where_text && (size_t)at + 4 < size) {
        strcpy(text + at, " at ");
        ct_host.where_text(n->where, n->where_last, text + at + 4,
                           size - (size_t)at - 4);
    }
}

static ct_tensor *written_error(const ct_node *n, const ct_saved *s)
{
    char of[128], where[256], writers[512];
    origin(n, s, of, sizeof of);
    saved_at(n, where, sizeof where);
    ct_writer_text(s->tensor->storage, s->version, writers, sizeof writers);
    return ct_error_null(
        CT_ERR_RUNTIME,
        "one of the variables needed for gradient computation has been modified by an "
        "inplace operation: [%sTensor %s]%s is at version %u; expected version %u "
        "instead. %s; %s.",
        type_name((ct_dtype)s->tensor->dtype), ct_tensor_shape_str(s->tensor), of,
        s->tensor->storage->version, s->version, where, writers);
}

static ct_tensor *freed_error(void)
{
    return ct_error_null(
        CT_ERR_RUNTIME,
        "Trying to backward through the graph a second time (or directly access saved "
        "tensors after they have already been freed). Saved intermediate values of the "
        "graph are freed when you call .backward() or autograd.grad(). Specify "
        "retain_graph=True if you need to backward through the graph a second time or "
        "if you need to access saved tensors after calling backward.");
}

/* ---- unpacking ---------------------------------------------------------- */

/* t's values with the history they had: output nr of node (stolen; NULL: failed). */
static ct_tensor *with_history(ct_tensor *t, ct_node *node, uint32_t nr)
{
    ct_tensor *alias = node ? alias_of(t) : NULL;
    if (!alias) {
        ct_xdecref(node);
    } else if (ct_history_set(alias, node, nr) < 0) {
        ct_clear(&alias);
    }
    return alias;
}

/* Does a gradient of t still go along e? The user may have detached t since. */
static bool same_edge(const ct_tensor *t, const ct_edge *e)
{
    if (!t->meta) {
        return false;
    }
    return e->node->flags & CT_NODE_ACCUMULATE
               ? t->meta->accumulate == e->node && t->meta->requires_grad
               : t->meta->grad_fn != NULL;
}

/* t (stolen) as it was when it was saved. */
static ct_tensor *restore(ct_node *n, const ct_saved *s, ct_tensor *t)
{
    ct_edge e = {NULL, 0};
    if (!ct_grad_enabled()) {
        return t;
    }
    if (s->place < 0) {
        e = (ct_edge){n, (uint32_t)(-1 - s->place)};
    } else if ((uint32_t)s->place < n->nedge) {
        e = n->edges[s->place];
    }
    if (!e.node || (s->place >= 0 && same_edge(t, &e))) {
        return t;
    }
    bool slice = s->place < 0 && ct_object_lives(n->outer);
    ct_node *node = slice ? ct_view_slice(n->outer, t) : ct_newref(e.node);
    ct_tensor *alias = with_history(t, node, slice ? 0 : e.nr);
    ct_decref(t);
    return alias;
}

/* `checked`: it must be as it was when it was saved. */
static ct_tensor *unpack(ct_node *n, uint32_t i, bool checked)
{
    ct_saved *s = &n->saved[i];
    if (!s->tensor) {
        return n->flags & CT_NODE_FREED ? freed_error() : NULL;
    }
    if (s->packed) {
        ct_saved copy = *s; /* the hook may run what frees it */
        ct_object *packed = ct_newref(s->tensor);
        ct_tensor *t = ct_saved_host_now.unpack(packed);
        ct_decref(packed);
        return t ? restore(n, &copy, t) : NULL;
    }
    if (checked && (s->tensor->storage->version & INT32_MAX) != s->version) {
        return written_error(n, s);
    }
    return restore(n, s, ct_newref(s->tensor));
}

ct_tensor *ct_saved_get(ct_node *n, uint32_t i)
{
    return unpack(n, i, true);
}

ct_tensor *ct_saved_get_unread(ct_node *n, uint32_t i)
{
    return unpack(n, i, false);
}
