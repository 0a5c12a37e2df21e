/* pointwise: the gradient of formula rows.
 *
 * For each operand the row that its gradient text is (ops/backward.c). The engine sums the
 * result to the operand's shape and casts it. */
#ifndef CT_AUTOGRAD_POINTWISE_H
#define CT_AUTOGRAD_POINTWISE_H

#include "autograd/node.h"

/* The node kind of pointwise rows. A node's `given` says what it saved, in bits of
 * ct_gradient.reads, in that order. */
extern const ct_node_kind ct_pointwise_kind;

#endif
