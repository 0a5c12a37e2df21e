/* plain: operands and results of a kernel as plain memory, in rows and of the dtype that
 * it computes in, where they are not so already.
 *
 *     static int twice(ct_tensor *out, ct_tensor *x, int (*run)(double *, const double *))
 *     {
 *         ct_plain p = {0};
 *         const double *from = ct_plain_read(&p, x, CT_DTYPE_F64);
 *         double *to = ct_plain_write(&p, out, CT_DTYPE_F64);
 *         return ct_plain_end(&p, p.failed ? -1 : run(to, from));
 *     }
 *
 * What fails is NULL and marks all as failed; the next calls then do nothing. */
#ifndef CT_CPU_PLAIN_H
#define CT_CPU_PLAIN_H

#include "core/tensor.h"

#define CT_PLAIN_MAX 12

typedef struct ct_plain {
    bool failed;
    int n;
    ct_tensor *held[CT_PLAIN_MAX];
    ct_tensor *out[CT_PLAIN_MAX]; /* borrowed: gets the values of held[i] in the end */
} ct_plain;

/* Holds t (steals it; NULL is a failure) until the end; t. */
ct_tensor *ct_plain_keep(ct_plain *p, ct_tensor *t);
/* The data of t; NULL where t is NULL, an operand that is not given. */
void *ct_plain_read(ct_plain *p, ct_tensor *t, ct_dtype d);
/* Where the result is to be written. */
void *ct_plain_write(ct_plain *p, ct_tensor *out, ct_dtype d);
/* Gives the results their values, if status is 0, and drops all; the status. */
int ct_plain_end(ct_plain *p, int status);

#endif
