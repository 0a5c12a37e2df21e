/* scope: a chain of op calls without cleanup code.
 *
 * A scope owns every tensor its ops return and keeps the first error; an op given
 * NULL returns NULL. Composite ops and gradient rules are written in it:
 *
 *     ct_scope s = CT_SCOPE;
 *     ct_tensor *y = ct_s_sqrt(&s, ct_s_var(&s, x));
 *     return ct_scope_return(&s, y);         // new reference or NULL
 */
#ifndef CT_OPS_SCOPE_H
#define CT_OPS_SCOPE_H

#include "ops/op.h"

#define CT_SCOPE_INLINE 24

typedef struct ct_scope {
    int n, capacity;
    bool failed;
    ct_tensor **heap; /* once the inline slots are full */
    ct_tensor *slots[CT_SCOPE_INLINE];
} ct_scope;

void ct_scope_begin(ct_scope *s);
/* Drops every temporary; -1 if an op failed, else 0. */
int ct_scope_end(ct_scope *s);
/* Ends the scope, keeping t: a new reference, or NULL with the error set. */
ct_tensor *ct_scope_return(ct_scope *s, ct_tensor *t);
/* Hands t (steals it) to the scope; returns it. NULL marks the scope failed. */
ct_tensor *ct_scope_keep(ct_scope *s, ct_tensor *t);
/* Runs a prepared call and keeps its results; returns out[0]. */
ct_tensor *ct_scope_run(ct_scope *s, ct_call *c);
/* Marks failed, with an error; returns NULL. */
ct_tensor *ct_scope_fail(ct_scope *s, ct_error_kind kind, const char *message);

/* Pointwise rows: ct_s_add(s, a, b), ct_s_exp(s, x), ... */
#define CT_UNARY(name, ...) ct_tensor *ct_s_##name(ct_scope *s, ct_tensor *x);
#define CT_BINARY(name, ...) \
    ct_tensor *ct_s_##name(ct_scope *s, ct_tensor *a, ct_tensor *b);
#define CT_TERNARY(name, ...) \
    ct_tensor *ct_s_##name(ct_scope *s, ct_tensor *a, ct_tensor *b, ct_tensor *c);
#include "ops/ops.def"

/* Numbers, weak as Python's. */
ct_tensor *ct_s_float(ct_scope *s, double value);
ct_tensor *ct_s_int(ct_scope *s, int64_t value);

/* Any row that takes one tensor and has defaults for the rest. */
ct_tensor *ct_s_row(ct_scope *s, ct_op_id id, ct_tensor *x);
/* The others that rules and composites use; each is a call of the row. */
ct_tensor *ct_s_sum(ct_scope *s, ct_tensor *x, ct_dims dims, bool keepdim);
/* Sums x down to the shape it was broadcast from. */
ct_tensor *ct_s_sum_to(ct_scope *s, ct_tensor *x, int ndim, const int64_t *shape);
ct_tensor *ct_s_matmul(ct_scope *s, ct_tensor *a, ct_tensor *b);
ct_tensor *ct_s_transpose(ct_scope *s, ct_tensor *x, int64_t dim0, int64_t dim1);
ct_tensor *ct_s_permute(ct_scope *s, ct_tensor *x, ct_dims order);
ct_tensor *ct_s_reshape(ct_scope *s, ct_tensor *x, ct_dims shape);
ct_tensor *ct_s_expand(ct_scope *s, ct_tensor *x, ct_dims shape);
ct_tensor *ct_s_unsqueeze(ct_scope *s, ct_tensor *x, int64_t dim);
ct_tensor *ct_s_squeeze(ct_scope *s, ct_tensor *x, int64_t dim);
ct_tensor *ct_s_narrow(ct_scope *s, ct_tensor *x, int64_t dim, int64_t start,
                       int64_t length);
ct_tensor *ct_s_mean(ct_scope *s, ct_tensor *x); /* of all elements */
ct_tensor *ct_s_softmax(ct_scope *s, ct_tensor *x, int64_t dim);
ct_tensor *ct_s_cumsum(ct_scope *s, ct_tensor *x, int64_t dim);
ct_tensor *ct_s_reverse(ct_scope *s, ct_tensor *x, int64_t dim); /* a view */
ct_tensor *ct_s_scatter_add(ct_scope *s, ct_tensor *x, int64_t dim, ct_tensor *index,
                            ct_tensor *values);
ct_tensor *ct_s_to_dtype(ct_scope *s, ct_tensor *x, ct_dtype dtype);
ct_tensor *ct_s_zeros(ct_scope *s, ct_dtype dtype, int ndim, const int64_t *shape,
                      ct_device device);

#endif
