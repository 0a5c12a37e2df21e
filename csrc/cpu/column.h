/* column: the CPU's column of the op table, one kernel per row.
 *
 * rows/cpu/<family>.c, made of ops/<family>.def, names ct_<row>_cpu for each row that is
 * no formula; ct_cpu_init enters them in the rows. Formula rows share ct_pointwise_cpu
 * and have loops. */
#ifndef CT_CPU_COLUMN_H
#define CT_CPU_COLUMN_H

#include "ops/op.h"

typedef struct ct_cpu_kernel {
    ct_op *op; /* NULL ends a table */
    ct_call_fn run;
} ct_cpu_kernel;

extern const ct_cpu_kernel *const ct_cpu_column[]; /* NULL at the end */
int ct_pointwise_cpu(ct_call *c);
int ct_backward_cpu(ct_call *c);

#endif
