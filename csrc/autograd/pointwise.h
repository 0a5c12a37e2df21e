/* pointwise: the gradient of formula rows.
 *
 * In plain backward one compiled loop per operand; when gradients are recorded, or the
 * dtype has no loop, the formula's tree. The engine sums the result to the operand's
 * shape and casts it. */
#ifndef CT_AUTOGRAD_POINTWISE_H
#define CT_AUTOGRAD_POINTWISE_H

#include "autograd/node.h"

/* The node kind of pointwise rows. A node's `given` says what it saved, in bits of
 * CT_READS_*, in that order. */
extern const ct_node_kind ct_pointwise_kind;

#endif
