/* scope: a chain of op calls without cleanup code.
 *
 * A scope owns every tensor its ops return and keeps the first error; an op given
 * NULL returns NULL. Composite ops and gradient rules are written in it:
 *
 *     ct_scope s;
 *     ct_scope_begin(&s);
 *     ct_tensor *y = ct_s_sqrt(&s, ct_s_var(&s, x));
 *     return ct_scope_return(&s, y); // a new reference, or NULL with the error set
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

/* A composite's body whose result is one expression in ops, in a scope `s` of its own:
 *
 *     CT_BODY(conj)
 *     {
 *         return ct_scope_conj(s, ARG(c, conj, input).tensor);
 *     }
 *
 * It may return what it was given; NULL is a failure, with the error set. */
#define CT_BODY(row)                                       \
    static ct_tensor *row##_body(ct_call *c, ct_scope *s); \
    int ct_##row##_body(ct_call *c)                        \
    {                                                      \
        return ct_body_run(c, row##_body);                 \
    }                                                      \
    static ct_tensor *row##_body(ct_call *c, ct_scope *s)
int ct_body_run(ct_call *c, ct_tensor *(*body)(ct_call *, ct_scope *));

/* Marks failed, without a word: what was given is missing. Returns NULL. */
static inline ct_tensor *ct_scope_null(ct_scope *s)
{
    s->failed = true;
    return NULL;
}
/* Runs a prepared call of a row that writes its first argument. */
ct_tensor *ct_scope_run_in_place(ct_scope *s, ct_call *c);

/* Each row is a call, ct_s_<row>(s, ..), declared in rows/<family>.h: what must be given
 * stands in order, the rest by name:
 *
 *     x = ct_s_sum(s, x, .dim = dims, .keepdim = true);
 *     x = ct_s_cat(s, list, .dim = CT_SOME(1));
 *
 * What follows is built of several, or of none. */

/* Numbers, weak as Python's. */
ct_tensor *ct_s_float(ct_scope *s, double value);
ct_tensor *ct_s_int(ct_scope *s, int64_t value);
/* Any row that takes one tensor and has defaults for the rest. */
ct_tensor *ct_s_row(ct_scope *s, const ct_op *op, ct_tensor *x);
/* Sums x down to the shape it was broadcast from. */
ct_tensor *ct_s_sum_to(ct_scope *s, ct_tensor *x, int ndim, const int64_t *shape);
ct_tensor *ct_s_reverse(ct_scope *s, ct_tensor *x, int64_t dim); /* a view */
ct_tensor *ct_scope_conj(ct_scope *s, ct_tensor *z); /* z itself where it is real */
ct_tensor *ct_scope_adjoint(ct_scope *s, ct_tensor *x); /* of the matrices in x */
/* x itself where it has the dtype. */
ct_tensor *ct_s_cast(ct_scope *s, ct_tensor *x, ct_dtype dtype);
ct_tensor *ct_s_new_zeros(ct_scope *s, ct_dtype dtype, int ndim, const int64_t *shape,
                          ct_device device);
ct_tensor *ct_s_contiguous_copy(ct_scope *s, ct_tensor *x);

#endif
