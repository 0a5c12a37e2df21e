/* accumulate: where a gradient ends, in .grad of a tensor. */
#ifndef CT_AUTOGRAD_ACCUMULATE_H
#define CT_AUTOGRAD_ACCUMULATE_H

#include "autograd/node.h"

/* The node of a leaf that requires grad: the one it has, or a new one. It owns the
 * leaf, the leaf borrows it, so it lives as long as a graph uses it. New reference. */
ct_node *ct_accumulate_node(ct_tensor *leaf);
/* An accumulate node has died: does its leaf keep it for the next graph? */
bool ct_accumulate_rest(ct_node *n);
/* The leaf of an accumulate node; NULL once the collector has cleared it. */
static inline ct_tensor *ct_accumulate_leaf(const ct_node *n)
{
    return n->extra;
}
/* Adds g (stolen) to leaf.grad. In place, or by taking g as it is, when gradients
 * are not recorded and nobody else can see it. */
int ct_accumulate(ct_tensor *leaf, ct_tensor *g);
/* Adds g (borrowed) to the .grad of a non-leaf that retains it. */
int ct_accumulate_retained(ct_tensor *t, ct_tensor *g);

/* a + b for two gradients of the same place; both stolen, new reference or NULL.
 * Written into one of them when that is allowed. */
ct_tensor *ct_gradient_add(ct_tensor *a, ct_tensor *b);
/* Can nobody but the holder of this one reference see g or its bytes? */
bool ct_gradient_exclusive(const ct_tensor *g);

#endif
