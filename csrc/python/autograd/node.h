/* autograd_node: graph nodes as Python objects, `t.grad_fn`. */
#ifndef CT_PYTHON_AUTOGRAD_NODE_H
#define CT_PYTHON_AUTOGRAD_NODE_H

#include "autograd/node.h"
#include "python/concept.h"

extern PyTypeObject ct_py_node_type;

/* For tp_traverse and tp_clear of Tensor: what its meta owns. */
int ct_py_meta_traverse(ct_tensor *t, visitproc visit, void *arg);
void ct_py_meta_clear(ct_tensor *t);

/* NOTE [Counting garbage] Tensors and nodes do not count towards the collector's next
 * pass (core/object.c, NOTE [Uncounted]). A gradient that has a history, stored in .grad,
 * closes a cycle x.grad -> graph -> x of which Python knows nothing, so it is counted:
 * as if `objects` containers had been made. May run a collection, so any code. */
void ct_py_count_garbage(uint64_t objects);

extern const ct_concept ct_autograd_node_concept;

#endif
