/* pointwise: what the check of formula rows and their kernels share. */
#ifndef CT_OPS_POINTWISE_H
#define CT_OPS_POINTWISE_H

#include "core/device.h"
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

/* The row over input alone that does what pow with this exponent does, or NULL; *known is
 * the exponent, NaN where it is not one real number that the host has. As in PyTorch the
 * power 0.5 is the square root, of -infinity and -0.0 too. */
CT_API const ct_op *ct_pointwise_power(const ct_tensor *exponent, ct_dtype compute,
                                       double *known);

/* Operands in the order of the formula: tensor arguments of the row. */
static inline int ct_pointwise_operands(const ct_call *c, ct_tensor **in)
{
    int n = c->op->arity;
    for (int i = 0; i < n; i++) {
        in[i] = c->arg[i].tensor;
    }
    return n;
}

/* Is t overwritten by results that were there: does it share memory with them, but not
 * place by place? */
static inline bool ct_pointwise_overwrites(const ct_call *c, const ct_tensor *t)
{
    const ct_tensor *out = c->out[0];
    bool apart =
        t == out || ct_tensor_same_memory(out, t) || !ct_tensor_overlap(out, t);
    return !apart || (c->op->nout > 1 && ct_tensor_overlap(SECOND_OUT(c), t));
}

/* What fills the results of operands in the order of the formula, the way `how`. */
typedef int ct_pointwise_fill(ct_call *c, const void *how, int n, ct_tensor *const *in);

/* `fill` with copies of the operands that would be overwritten. */
static __attribute__((noinline, unused)) int ct_pointwise_copied(
    ct_call *c, ct_pointwise_fill *fill, const void *how, int n, ct_tensor **in)
{
    ct_tensor *copies[CT_MAX_OPERANDS] = {NULL};
    int status = 0;
    for (int i = 0; i < n && status == 0; i++) {
        if (!ct_pointwise_overwrites(c, in[i])) {
            continue;
        }
        copies[i] = ct_tensor_new_like(in[i], (ct_dtype)in[i]->dtype);
        status = copies[i] ? ct_tensor_copy_data(copies[i], in[i]) : -1;
        in[i] = copies[i];
    }
    status = status == 0 ? fill(c, how, n, in) : -1;
    for (int i = 0; i < n; i++) {
        ct_xdecref(copies[i]);
    }
    return status;
}

/* `fill` into tensors that were there. Inline, as a call through a pointer shows where
 * elements are few. */
static inline int ct_pointwise_given(ct_call *c, ct_pointwise_fill *fill,
                                     const void *how, int n, ct_tensor **in)
{
    bool any = false;
    for (int i = 0; i < n; i++) {
        any |= ct_pointwise_overwrites(c, in[i]);
    }
    return any ? ct_pointwise_copied(c, fill, how, n, in) : fill(c, how, n, in);
}

#endif
