/* saved: tensors kept from the forward call for the gradient.
 *
 * An input is kept as it is. An output is kept as an alias without history, since
 * its own would lead back to the node; unpacked while gradients are recorded it gets
 * it back. Both note the version of their storage, and unpacking one that was written
 * since is an error that names the op and the lines (writer.h).
 *
 * Hooks on saved tensors (autograd.graph.saved_tensors_hooks) replace the tensor by an
 * object of theirs, and give it back. */
#ifndef CT_AUTOGRAD_SAVED_H
#define CT_AUTOGRAD_SAVED_H

#include "autograd/node.h"

/* Keep t in slot i. `ahead`: writes of this very call that are not counted yet (1
 * for the output of an in-place op). */
int ct_saved_input(ct_node *n, uint32_t i, ct_tensor *t, int32_t edge);
int ct_saved_output(ct_node *n, uint32_t i, ct_tensor *t, uint32_t nr, int ahead);
/* What is kept in slot i, a new reference; or NULL, with an error when it is freed or
 * was written, without one when nothing was kept. */
ct_tensor *ct_saved_get(ct_node *n, uint32_t i);
/* The same, but also of another version: for what reads no element of it. */
ct_tensor *ct_saved_get_unread(ct_node *n, uint32_t i);

typedef struct ct_saved_host { /* set by csrc/python */
    int packing; /* hook contexts open, on any thread */
    /* What this thread's hook makes of t: *packed, new; NULL if it has no hook. */
    int (*pack)(ct_tensor *t, ct_object **packed);
    /* And back: a new reference, or NULL with the error set. */
    ct_tensor *(*unpack)(ct_object *packed);
} ct_saved_host;
extern ct_saved_host ct_saved_host_now;

#endif
