/* node: one step of the graph, made when an op ran on something that requires grad.
 *
 * A node knows its op's gradient rule, what the rule needs (saved tensors,
 * arguments) and, per tensor argument, the edge its gradient goes along. Edges only
 * lead to older nodes, so descending `seq` is a valid order for backward.
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

/* A tensor kept for backward. An output is kept without its node, which would be
 * this one (a cycle): grad_fn is put back when it is unpacked. */
typedef struct ct_saved {
    ct_tensor *tensor; /* owned; NULL: none, or freed */
    uint32_t version;
    bool is_output;
    uint8_t output_nr;
} ct_saved;

typedef struct ct_node_kind {
    const char *name; /* "AddBackward0" comes from the op when NULL */
    /* grads in: one per output, borrowed, NULL = zero. Writes one new reference
     * or NULL per edge into gx. */
    int (*apply)(ct_node *n, ct_tensor **g, ct_tensor **gx);
    void (*release)(ct_node *n);  /* frees saved things; may be NULL */
} ct_node_kind;

typedef struct ct_hook ct_hook; /* autograd/hook.h */

struct ct_node {
    CT_OBJECT_VAR_HEAD
    const ct_node_kind *kind;
    const ct_op *op;   /* NULL for accumulate and Python nodes */
    uint64_t seq;
    uint16_t nedge, nout, nsaved;
    uint16_t flags;
    ct_edge *edges;    /* all three point into the node's own block or a heap one */
    ct_saved *saved;
    ct_value *arg;     /* copies of the op's arguments; NULL when it has none */
    uint32_t given;
    uint8_t compute;
    int64_t note[4];
    ct_hook *hooks;    /* tensor hooks, node hooks, retain_grad */
    ct_object *python; /* Python Function: its ctx; or the node's __dict__ */
    ct_object *where;  /* code object of the line that made it, and instruction */
    int32_t where_last;
    uint32_t slot;     /* engine: place in the running queue */
    uint64_t run;      /* engine: which run `slot` belongs to */
    void *heap;        /* overflow of the arrays */
};

#endif
