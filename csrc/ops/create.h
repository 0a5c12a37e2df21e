/* create: what the arguments of rows that make tensors say, read off them by the check and
 * by the kernel alike. */
#ifndef CT_OPS_CREATE_H
#define CT_OPS_CREATE_H

#include "core/random.h"
#include "ops/op.h"

typedef struct ct_range {
    bool whole; /* of integers: in start.i, end.i and step.i; else in .re */
    ct_scalar start, end, step;
} ct_range;

/* What arange was asked for, or, without a step, linspace, in the numbers of c->compute.
 * Waits for numbers that lie on a device; -1 with the error set. */
CT_API int ct_range_read(const ct_call *c, ct_range *r);
CT_API void ct_range_round(ct_range *r, ct_dtype d, bool counted);
CT_API int ct_linspace_read(const ct_call *c, ct_range *r);
/* n places of the stream that the call names, or of the process's own. */
CT_API ct_generator ct_call_draw(const ct_call *c, int64_t n);
/* The triangle whose places tril_indices and triu_indices list. */
typedef struct ct_triangle {
    bool upper;
    int64_t rows, cols, offset;
} ct_triangle;
CT_API ct_triangle ct_triangle_read(const ct_call *c);
/* The integers randint may draw: `count` of them (modulo 2^64) from `first` on. */
CT_API void ct_randint_read(const ct_call *c, int64_t *first, uint64_t *count);
/* The same of random_. */
CT_API void ct_random_read(const ct_call *c, int64_t *first, uint64_t *count);

#endif
