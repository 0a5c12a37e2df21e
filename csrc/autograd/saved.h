/* saved: tensors kept from the forward call for the gradient.
 *
 * An input is kept as it is. An output is kept as an alias without history, since
 * its own would lead back to the node; unpacked while gradients are recorded it gets
 * it back. Both note the version of their storage, and unpacking one that was written
 * since is an error that names the op and the lines (writer.h). */
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

#endif
