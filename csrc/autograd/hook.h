/* hook: what the user wants called while gradients pass.
 *
 * A list of entries hangs on a node, or on the meta of a leaf. An entry of
 * callables owns an ordered dict of the Python layer, which runs it through
 * ct_hook_host; a `retain` entry stores the gradient of a non-leaf. */
#ifndef CT_AUTOGRAD_HOOK_H
#define CT_AUTOGRAD_HOOK_H

#include "autograd/node.h"

typedef enum ct_hook_kind {
    CT_HOOK_TENSOR,     /* gradient of output nr: may be replaced */
    CT_HOOK_RETAIN,     /* the same, into .grad of `retain`; after all others */
    CT_HOOK_PRE,        /* gradients of all outputs, before the node runs */
    CT_HOOK_POST,       /* gradients of inputs and outputs, after it ran */
    CT_HOOK_ACCUMULATED /* a leaf whose .grad has been added to */
} ct_hook_kind;

struct ct_hook {
    ct_hook *next;
    uint32_t nr;
    uint8_t kind;
    ct_object *callables; /* owned */
    ct_tensor *retain;    /* borrowed: NULL once the tensor is gone */
};

/* Set by csrc/python: run all callables; -1 with the error set. */
typedef struct ct_hook_host {
    /* *g is replaced (old reference dropped) when a hook returns a tensor. */
    int (*tensor)(ct_object *callables, ct_tensor **g);
    int (*pre)(ct_object *callables, const ct_node *n, ct_tensor **g);
    int (*post)(ct_object *callables, const ct_node *n, ct_tensor **gx,
                ct_tensor *const *g);
    int (*accumulated)(ct_object *callables, ct_tensor *leaf);
} ct_hook_host;
extern ct_hook_host ct_hook_host_now;

/* The entry of this kind and nr in the list, appended if there is none; NULL with
 * the error set. */
ct_hook *ct_hook_entry(ct_hook **list, ct_hook_kind kind, uint32_t nr);
ct_hook *ct_hook_find(ct_hook *list, ct_hook_kind kind, uint32_t nr);
/* Retain entries: the gradient of output nr goes to t.grad; and no longer. Entries
 * are emptied, not removed: their list may be running. */
int ct_hook_retain(ct_hook **list, uint32_t nr, ct_tensor *t);
void ct_hook_forget(ct_hook *list, const ct_tensor *t);
void ct_hook_free(ct_hook **list);

/* Runs those before the node: on gradient nr of each output, retain entries last,
 * then the node's own. g holds owned references or NULL. */
int ct_hook_run_before(ct_node *n, ct_hook *list, ct_tensor **g);
int ct_hook_run_after(ct_node *n, ct_tensor **gx, ct_tensor *const *g);
/* Those of a leaf after its gradient grew. */
int ct_hook_run_accumulated(ct_tensor *leaf);

#endif
