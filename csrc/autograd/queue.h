/* queue: the nodes of one backward and the gradients that wait for them.
 *
 * A node in the run has a slot: its buffers and marks. Ready nodes wait in a binary
 * heap by descending seq.
 *
 * NOTE [Runs at once] Runs nest, and those of several threads take turns with the
 * interpreter lock, over the same nodes if the user likes. A node knows its slot in the
 * run that met it last (run, slot), and each slot the one in the run before
 * (outer_run, outer_slot): a chain through all live runs, which may end in any order. */
#ifndef CT_AUTOGRAD_QUEUE_H
#define CT_AUTOGRAD_QUEUE_H

#include "autograd/node.h"

typedef struct ct_slot {
    ct_node *node;    /* owned; NULL: a free slot */
    ct_tensor *one;   /* the gradient of a node with one output */
    ct_tensor **many; /* or of each output */
    uint64_t outer_run;
    uint32_t outer_slot; /* NOTE [Runs at once]; of a free slot: the next free one */
    int32_t capture;     /* first of the inputs that this node makes, or -1 */
    bool needed;         /* leads to an input, or is one (always, without inputs) */
    bool through;        /* leads to an input: has to run, not only to be captured */
    bool queued;
    bool walked; /* marking has been here */
} ct_slot;

typedef struct ct_input { /* a tensor whose gradient is wanted */
    ct_node *node;        /* owned */
    uint32_t nr;
    int32_t next; /* another one of the same node, or -1 */
} ct_input;

typedef struct ct_heap_entry {
    uint64_t seq;
    uint32_t slot;
} ct_heap_entry;

#define CT_QUEUE_FEW 32

typedef struct ct_queue {
    uint64_t id;           /* never 0, never used again */
    struct ct_queue *next; /* of the live ones */
    ct_slot *slots;
    uint32_t nslots, slot_capacity, free_slot;
    ct_heap_entry *heap;
    uint32_t nheap, heap_capacity;
    ct_input *inputs;
    int64_t ninput;
    ct_slot few_slots[CT_QUEUE_FEW];
    ct_heap_entry few_heap[CT_QUEUE_FEW];
} ct_queue;

void ct_queue_begin(ct_queue *q);
/* Drops what is left. */
void ct_queue_end(ct_queue *q);
/* In the child of a fork: of all runs only those that are adopted, outermost first, go
 * on. */
void ct_queue_forget_all(void);
void ct_queue_adopt(ct_queue *q);

ct_slot *ct_queue_find_outer(ct_queue *q, const ct_node *n);
/* The node's slot in this run, or NULL. Slots move when one is made. */
static inline ct_slot *ct_queue_find(ct_queue *q, const ct_node *n)
{
    if (n->run == q->id) {
        return &q->slots[n->slot];
    }
    return n->run ? ct_queue_find_outer(q, n) : NULL;
}
/* The same, made if there is none; NULL with the error set. */
ct_slot *ct_queue_slot(ct_queue *q, ct_node *n);
/* The buffers of a slot, one per output; after ct_queue_push. */
static inline ct_tensor **ct_slot_grads(ct_slot *s)
{
    return s->many ? s->many : &s->one;
}
/* Makes the slot's node wait its turn, if it does not yet. */
int ct_queue_push(ct_queue *q, ct_slot *s);
/* Takes the node of highest seq off the heap; its slot is handed over in *s. */
void ct_queue_pop(ct_queue *q, ct_slot *s);
/* Frees what a popped slot holds but the gradients, which have been taken. */
void ct_slot_end(ct_slot *s);

/* The edge of a root or input. Another thread or a signal handler may have taken its
 * history since it was checked: an error. */
int ct_queue_edge(ct_tensor *t, ct_edge *e);
/* Notes the inputs; then marks all nodes from n on that lead to one. */
int ct_queue_inputs(ct_queue *q, int64_t n, ct_tensor *const *inputs);
int ct_queue_mark(ct_queue *q, ct_node *n);

#endif
