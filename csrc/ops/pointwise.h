/* pointwise: what the check of formula rows and their kernels share. */
#ifndef CT_OPS_POINTWISE_H
#define CT_OPS_POINTWISE_H

#include "ops/op.h"

/* What is known of a formula row before any call: `plain`, it makes one result of operands
 * alone, numbers of one dtype; `straight`, its loop needs no look at their values. */
void ct_pointwise_prepare(ct_op *op);

/* The dtype of a result that is computed in d. */
static inline ct_dtype ct_pointwise_result(const ct_op *op, ct_dtype d)
{
    if (op->result == CT_RESULT_SAME) {
        return d;
    }
    if (op->result == CT_RESULT_COMPLEX) {
        return ct_dtype_to_complex(d);
    }
    return op->result == CT_RESULT_BOOL ? CT_DTYPE_BOOL : ct_dtype_to_real(d);
}

/* Operands in the order of the formula: tensor arguments of the row. */
static inline int ct_pointwise_operands(const ct_call *c, ct_tensor **in)
{
    int n = c->op->arity;
    for (int i = 0; i < n; i++) {
        in[i] = c->arg[i].tensor;
    }
    return n;
}

#endif
