/* engine: backward.
 *
 * Nodes that have a gradient wait in a heap and run in descending order of `seq`
 * (node.h, NOTE [Order]); gradients for the same node are summed in its buffer, in
 * place when nobody else sees it. A leaf without hooks takes its gradients at once.
 * With `inputs`, nodes that lead to none of them do not run.
 *
 * Runs may nest (hooks, checkpoint), and threads may each be in one, which take turns
 * with the interpreter lock (queue.h, NOTE [Runs at once]): what a run knows of a node is
 * in its queue, never on the node. After an error the graph and every .grad are valid:
 * what had arrived has been added. */
#ifndef CT_AUTOGRAD_ENGINE_H
#define CT_AUTOGRAD_ENGINE_H

#include "autograd/node.h"

typedef struct ct_backward {
    int64_t nroot;
    ct_tensor *const *roots; /* borrowed, all of them */
    ct_tensor *const *grads; /* one per root; NULL: ones, for a root of one element */
    int64_t ninput;
    ct_tensor *const *inputs; /* none: all leaves */
    bool retain_graph;
    bool create_graph;
    ct_tensor **captured; /* one per input: its gradient (new reference) or NULL goes
                             here. NULL: into .grad */
} ct_backward;

int ct_backward_run(const ct_backward *b);
/* In the child of a fork: runs of other threads are not there any more. */
void ct_backward_forget(void);

#endif
