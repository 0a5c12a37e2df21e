/* record: from a call that ran to a node of the graph.
 *
 * Installed into the funnel (ops/hooks.h). Formula rows have a path of their own: it
 * is what a small op costs with gradients. */
#ifndef CT_AUTOGRAD_RECORD_H
#define CT_AUTOGRAD_RECORD_H

#include "autograd/node.h"

/* NOTE [Record] Between the kernel and the end of record the user's code may run where
 * tensors are packed for hooks (saved.h), where a view's history is made anew in anomaly
 * mode, and where the line is noted in anomaly mode; other threads run then, too. So the
 * arguments are copied as the node is made, in one go, and the line is noted when all
 * is done. An input that `before` found to require grad and that does so no more has no
 * edge; a node without any edge is not recorded. */

/* Sets the hooks; after ct_ops_init. */
int ct_autograd_init(void);

/* t, a fresh or in-place written result, becomes output nr of node (borrowed). For an
 * in-place write `edge` is the node's edge to t's old history, else -1. */
int ct_record_output(ct_tensor *t, ct_node *node, uint32_t nr, int32_t edge);

#endif
