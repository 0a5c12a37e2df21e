/* node: blocks, names, edges, and freeing without recursion. */
#include "autograd/node.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "autograd/accumulate.h"
#include "autograd/hook.h"
#include "autograd/view.h"

ct_autograd_host ct_host;
static uint64_t last_seq;

ct_node *ct_node_new(const ct_node_kind *kind, const ct_op *op, uint32_t nedge,
                     uint32_t nout, uint32_t nsaved, size_t tail, char **tail_at)
{
    size_t edges = nedge * sizeof(ct_edge), outs = nout * sizeof(ct_out_info);
    size_t saved = nsaved * sizeof(ct_saved);
    ct_node *n = ct_object_new(CT_OBJECT_NODE, edges + outs + saved + tail);
    if (!n) {
        return NULL;
    }
    char *p = (char *)(n + 1);
    n->kind = kind;
    n->op = op;
    n->seq = 0;
    n->nedge = nedge;
    n->nout = nout;
    n->nsaved = nsaved;
    n->flags = 0;
    n->edges = (ct_edge *)p;
    n->outs = (ct_out_info *)(p + edges);
    n->saved = (ct_saved *)(p + edges + outs);
    n->arg = NULL;
    n->derived = NULL;
    n->given = 0;
    n->where = NULL;
    n->hooks = NULL;
    n->python = n->dict = NULL;
    n->extra = NULL;
    n->outer = NULL;
    n->run = 0;
    for (uint32_t i = 0; i < nedge; i++) { /* few: less than a call of memset */
        n->edges[i].node = NULL;
    }
    for (uint32_t i = 0; i < nsaved; i++) {
        n->saved[i].tensor = NULL;
    }
    if (tail_at) {
        *tail_at = p + edges + outs + saved;
    }
    ct_object_track(n);
    return n;
}

void ct_node_out(ct_node *n, uint32_t i, const ct_tensor *t, int64_t **shapes)
{
    int64_t *shape = *shapes;
    n->outs[i] = (ct_out_info){t->dtype, t->ndim, t->device, t->device_index, shape};
    for (int d = 0; d < t->ndim; d++) {
        shape[d] = t->shape[d];
    }
    *shapes = shape + t->ndim;
}

void ct_node_order(ct_node *n)
{
    n->seq = ++last_seq;
}

uint64_t ct_node_count(void)
{
    return last_seq;
}

void ct_node_locate(ct_node *n)
{
    if (ct_host.where) {
        n->where = ct_host.where(&n->where_last);
    }
    if (ct_anomaly_now.on && ct_host.trace) {
        ct_host.trace(n);
    }
}

/* ---- ending ------------------------------------------------------------- */

void ct_node_free_saved(ct_node *n)
{
    if (n->kind->release) {
        n->kind->release(n);
    }
    for (uint32_t i = 0; i < n->nsaved; i++) {
        ct_clear(&n->saved[i].tensor);
    }
    n->flags |= CT_NODE_FREED;
}

void ct_node_clear(ct_node *n)
{
    for (uint32_t i = 0; i < n->nedge; i++) {
        ct_clear(&n->edges[i].node);
    }
    for (uint32_t i = 0; i < n->nsaved; i++) {
        ct_clear(&n->saved[i].tensor);
    }
    n->flags |= CT_NODE_FREED;
    if (n->kind->destroy) {
        n->kind->destroy(n);
    }
    if (n->hooks) {
        ct_hook_free(&n->hooks);
    }
    if (n->python || n->dict) {
        ct_clear(&n->python);
        ct_clear(&n->dict);
    }
    ct_clear(&n->where);
}

/* NOTE [Deep graphs]: dead nodes, linked through `run`. Each thread frees its own: one
 * that forks meanwhile, or waits in a callback, leaves the others alone. */
static CT_THREAD_LOCAL ct_node *dead;
static CT_THREAD_LOCAL bool freeing;

void ct_node_dealloc(ct_node *n)
{
    if (n->flags & CT_NODE_ACCUMULATE && ct_accumulate_rest(n)) {
        return;
    }
    n->run = (uint64_t)(uintptr_t)dead;
    dead = n;
    if (freeing) {
        return;
    }
    freeing = true;
    while (dead) {
        n = dead;
        dead = (ct_node *)(uintptr_t)n->run;
        ct_node_clear(n);
        ct_object_free(CT_OBJECT_NODE, n);
    }
    freeing = false;
}

/* ---- names -------------------------------------------------------------- */

/* Rows whose node is not called as the op is in Python. */
static const char *const renamed[][2] = {
    {"add_alpha", "AddBackward0"},    {"sub_alpha", "SubBackward0"},
    {"true_divide", "DivBackward0"},  {"variance", "VarBackward0"},
    {"clamp_both", "ClampBackward1"}, {"gelu_exact", "GeluBackward0"},
    {"gelu_tanh", "GeluBackward0"},   {"strided_get", "AsStridedBackward0"},
    {"to_dtype", "ToCopyBackward0"},  {"deviation", "StdBackward0"},
};

const char *ct_node_name(const ct_node *n, char buffer[CT_NODE_NAME])
{
    if (n->flags & CT_NODE_PYTHON && ct_host.name) {
        ct_host.name(n, buffer);
        return buffer;
    }
    if (n->kind->name || !n->op) {
        snprintf(buffer, CT_NODE_NAME, "%s", n->kind->name ? n->kind->name : "Node");
        return buffer;
    }
    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++) {
        if (strcmp(n->op->name, renamed[i][0]) == 0) {
            return strcpy(buffer, renamed[i][1]);
        }
    }
    size_t at = 0;
    bool upper = true;
    bool private = n->op->pyname[0] == '_';
    for (const char *s = private ? n->op->name : n->op->pyname;
         *s && at < CT_NODE_NAME - 10; s++) {
        if (*s == '_') {
            upper = true;
            continue;
        }
        buffer[at++] = upper ? (char)toupper((unsigned char)*s) : *s;
        upper = false;
    }
    strcpy(buffer + at, "Backward0");
    return buffer;
}

/* ---- edges -------------------------------------------------------------- */

int ct_edge_of(ct_tensor *t, ct_edge *edge)
{
    *edge = (ct_edge){NULL, 0};
    if (t->base && ct_view_outdated(t) && ct_view_refresh(t) < 0) {
        return -1;
    }
    ct_autograd *m = t->meta;
    if (!m) {
        return 0;
    }
    if (m->grad_fn) {
        *edge = (ct_edge){ct_newref(m->grad_fn), m->output_nr};
    } else if (m->requires_grad) {
        edge->node = ct_accumulate_node(t);
        return edge->node ? 0 : -1;
    }
    return 0;
}
