/* nn: layers and losses as single ops. */
#ifndef CT_OPS_NN_H
#define CT_OPS_NN_H

#include "ops/op.h"

/* The dim of the classes of logits (C) or (N, C, *). */
int ct_class_dim(const ct_tensor *input);

#endif
