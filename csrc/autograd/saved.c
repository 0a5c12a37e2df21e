/* saved: keeping, checking and handing out. */
#include "autograd/saved.h"

#include <stdio.h>
#include <string.h>

#include "autograd/writer.h"

static int keep(ct_saved *s, ct_tensor *t, int32_t place, uint32_t version)
{
    if (t->flags & CT_TENSOR_INFERENCE) {
        return ct_error(CT_ERR_RUNTIME,
                        "Inference tensors cannot be saved for backward. Please do not "
                        "use Tensors created in inference mode in computation tracked "
                        "by autograd. To work around this, you can make a clone to get "
                        "a normal tensor and use it in autograd, or use no_grad() "
                        "instead of inference_mode().");
    }
    if (!(t->storage->flags & CT_STORAGE_SAVED)) {
        t->storage->flags |= CT_STORAGE_SAVED;
    }
    *s = (ct_saved){t, version, place};
    return 0;
}

int ct_saved_input(ct_node *n, uint32_t i, ct_tensor *t, int32_t edge)
{
    if (keep(&n->saved[i], t, edge, t->storage->version) < 0) {
        return -1;
    }
    ct_incref(t);
    return 0;
}

int ct_saved_output(ct_node *n, uint32_t i, ct_tensor *t, uint32_t nr, int ahead)
{
    ct_tensor *alias = ct_tensor_alias(t, t->ndim, t->shape, t->strides, t->data);
    if (!alias) {
        return -1;
    }
    uint32_t version = t->storage->version + (uint32_t)ahead;
    if (keep(&n->saved[i], alias, -1 - (int32_t)nr, version) < 0) {
        ct_decref(alias);
        return -1;
    }
    return 0;
}

/* ---- errors ------------------------------------------------------------- */

static const char *type_name(ct_dtype d)
{
    static const char *const names[CT_DTYPE_COUNT] = {
        [CT_DTYPE_BOOL] = "Bool",         [CT_DTYPE_U8] = "Byte",
        [CT_DTYPE_I8] = "Char",           [CT_DTYPE_U16] = "UInt16",
        [CT_DTYPE_I16] = "Short",         [CT_DTYPE_U32] = "UInt32",
        [CT_DTYPE_I32] = "Int",           [CT_DTYPE_U64] = "UInt64",
        [CT_DTYPE_I64] = "Long",          [CT_DTYPE_F16] = "Half",
        [CT_DTYPE_BF16] = "BFloat16",     [CT_DTYPE_F32] = "Float",
        [CT_DTYPE_F64] = "Double",        [CT_DTYPE_C64] = "ComplexFloat",
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
        ct_host.where_text(n->where, n->where_last, text + at + 4, size - (size_t)at - 4);
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

static ct_tensor *with_history(ct_tensor *t, ct_node *node, uint32_t nr)
{
    ct_tensor *alias = ct_tensor_alias(t, t->ndim, t->shape, t->strides, t->data);
    if (alias && ct_history_set(alias, ct_newref(node), nr) < 0) {
        ct_clear(&alias);
    }
    return alias;
}

/* t as it was: the user may have detached it since. */
static ct_tensor *input(ct_node *n, const ct_saved *s)
{
    ct_tensor *t = s->tensor;
    const ct_edge *e = (uint32_t)s->place < n->nedge ? &n->edges[s->place] : NULL;
    if (e && e->node && !(e->node->flags & CT_NODE_ACCUMULATE) && ct_grad_enabled() &&
        !(t->meta && t->meta->grad_fn)) {
        return with_history(t, e->node, e->nr);
    }
    return ct_newref(t);
}

ct_tensor *ct_saved_get(ct_node *n, uint32_t i)
{
    ct_saved *s = &n->saved[i];
    if (!s->tensor) {
        return n->flags & CT_NODE_FREED ? freed_error() : NULL;
    }
    if (s->tensor->storage->version != s->version) {
        return written_error(n, s);
    }
    if (s->place >= 0) {
        return input(n, s);
    }
    uint32_t nr = (uint32_t)(-1 - s->place);
    return ct_grad_enabled() ? with_history(s->tensor, n, nr) : ct_newref(s->tensor);
}
