/* node: one step of the graph, made when an op ran on something that requires grad.
 *
 * A node knows how to turn the gradients of its outputs into those of its inputs
 * (kind, op), what that takes (saved tensors, arguments), and per input the edge its
 * gradient goes along. It is one block: the arrays lie behind the fixed part.
 *
 * NOTE [Order] A node gets its `seq`, which counts up, when its edges are set, and they
 * lead only to nodes that have one, so descending `seq` is a valid order for backward.
 *
 * NOTE [Deep graphs] Freeing is iterative: a node freed while another is being
 * freed waits in a list, so a chain of any length needs constant stack. */
#ifndef CT_AUTOGRAD_NODE_H
#define CT_AUTOGRAD_NODE_H

#include "autograd/meta.h"
#include "ops/op.h"

typedef struct ct_edge {
    ct_node *node; /* owned; NULL: no gradient wanted */
    uint32_t nr;   /* which output of that node */
} ct_edge;

/* A tensor kept for backward (saved.h). */
typedef struct ct_saved {
    ct_tensor *tensor;     /* owned; NULL: none, or freed */
    uint32_t version : 31; /* of its storage when it was saved */
    uint32_t packed : 1;   /* `tensor` is what a hook on saved tensors made of it */
    int32_t place;         /* the edge of an input; -1 - i for output i */
} ct_saved;

/* What is known of an output, or of an input through its edge. */
typedef struct ct_out_info {
    uint8_t dtype, ndim, device, device_index;
    const int64_t *shape;
} ct_out_info;

typedef struct ct_node_kind {
    const char *name; /* NULL: made from the op's, "AddBackward0" */
    /* g: one per output, borrowed, NULL stands for zeros. Writes a new reference
     * or NULL per edge into gx, which comes zeroed. */
    int (*apply)(ct_node *n, ct_tensor **g, ct_tensor **gx);
    /* Frees what is kept beside `saved`, after backward; may be NULL. */
    void (*release)(ct_node *n);
    /* Frees all the kind owns; may be NULL. */
    void (*destroy)(ct_node *n);
    /* The one object the kind owns in `extra`, for the collector; may be NULL. */
    ct_object *(*owned)(const ct_node *n);
} ct_node_kind;

enum { /* flags of a node */
       CT_NODE_FREED = 1,      /* backward has dropped what was saved */
       CT_NODE_ACCUMULATE = 2, /* of a leaf */
       CT_NODE_PYTHON = 4,     /* of an autograd.Function: `python` is its ctx */
};

struct ct_node {
    CT_OBJECT_VAR_HEAD
    const ct_node_kind *kind;
    const ct_op *op; /* NULL for nodes that no op made */
    uint64_t seq;    /* NOTE [Order] */
    uint32_t nedge, nout, nsaved;
    uint16_t flags;
    uint8_t compute; /* ct_call.compute */
    ct_edge *edges; /* this and the next four lie in the node's own block */
    ct_out_info *outs;
    ct_saved *saved;
    ct_value *arg; /* copies of the op's arguments; NULL when none are kept */
    int64_t *derived; /* what its row derives, or a Python function keeps; or NULL */
    uint32_t given;
    int32_t where_last; /* instruction in `where` */
    ct_object *where;   /* code object of the line that made it */
    ct_hook *hooks;     /* owned */
    ct_object *python;  /* ctx of a Python function */
    ct_object *dict;    /* metadata; anomaly mode keeps its traceback there */
    void *extra;        /* of the kind */
    ct_node *outer;     /* borrowed: the CopySlices that runs it (autograd/view.h) */
    uint64_t run;       /* queue.h, NOTE [Runs at once]; 0: in none */
    uint32_t slot;
};

/* A node with its arrays, all empty; `tail` bytes behind them go to *tail_at. Tracked by
 * the cycle collector. */
ct_node *ct_node_new(const ct_node_kind *kind, const ct_op *op, uint32_t nedge,
                     uint32_t nout, uint32_t nsaved, size_t tail, char **tail_at);
/* Notes t as output i; its shape is copied to *shapes, which moves on. */
void ct_node_out(ct_node *n, uint32_t i, const ct_tensor *t, int64_t **shapes);
/* Its edges are set: gives it its seq. */
void ct_node_order(ct_node *n);
/* How many nodes have been given one. */
uint64_t ct_node_count(void);
/* Notes the line that is running, and in anomaly mode the whole traceback. */
void ct_node_locate(ct_node *n);

/* Gives up a node whose count is 0 (NOTE [Deep graphs]). */
void ct_node_dealloc(ct_node *n);
/* Drops edges, saved tensors, hooks: what breaks a cycle. */
void ct_node_clear(ct_node *n);
/* Drops what was saved, as backward does without retain_graph. */
void ct_node_free_saved(ct_node *n);

/* "MulBackward0", in a buffer of at least 64 bytes; returns it. */
#define CT_NODE_NAME 64
const char *ct_node_name(const ct_node *n, char buffer[CT_NODE_NAME]);

/* The edge a gradient of t goes along: to its grad_fn, or a leaf's accumulate node.
 * node NULL when t does not require grad. New reference in *edge. A view whose base
 * was rewritten gets its new history here. */
int ct_edge_of(ct_tensor *t, ct_edge *edge);
/* What is known of the tensor an edge leads to, as it was when the edge was made; node is
 * not NULL. */
static inline ct_out_info ct_edge_info(const ct_edge *edge)
{
    return edge->node->outs[edge->nr];
}
/* Is the gradient along edge i wanted by the backward that is running? The function
 * tells it where one has inputs: ct_partial_runs counts those, of all threads. */
extern int ct_partial_runs;
bool ct_leads_to_input(const ct_node *n, uint32_t i);
static inline bool ct_node_wants(const ct_node *n, uint32_t i)
{
    return n->edges[i].node && (!ct_partial_runs || ct_leads_to_input(n, i));
}

/* ---- what only the program around the core can do ------------------------ */

/* Set by csrc/python; members stay NULL stand-alone. */
typedef struct ct_autograd_host {
    /* The line that is running: a new reference and an instruction; or NULL. */
    ct_object *(*where)(int32_t *instruction);
    /* Writes "train.py:12" for it. */
    void (*where_text)(ct_object *where, int32_t instruction, char *text, size_t size);
    /* The name of a CT_NODE_PYTHON node into a buffer of CT_NODE_NAME. */
    void (*name)(const ct_node *n, char *name);
    /* Anomaly mode: keeps a traceback with the node; adds it to the error. */
    void (*trace)(ct_node *n);
    void (*explain)(ct_node *n);
} ct_autograd_host;
extern ct_autograd_host ct_host;

#endif
