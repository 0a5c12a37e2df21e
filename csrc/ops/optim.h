/* optim: the optimizers' steps, rows of optim.def. */
#ifndef CT_OPS_OPTIM_H
#define CT_OPS_OPTIM_H

#include "ops/op.h"

int ct_sgd_step_check(ct_call *c);
int ct_sgd_step_cpu(ct_call *c);
int ct_adam_step_check(ct_call *c);
int ct_adam_step_cpu(ct_call *c);

#endif
