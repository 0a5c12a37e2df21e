/* Made by tools/rows.py of csrc/ops/optim.def. */
#include "cpu/column.h"
#include "rows/optim.h"

int ct_sgd_step_cpu(ct_call *);
int ct_adam_step_cpu(ct_call *);

extern const ct_cpu_kernel ct_cpu_optim[];
const ct_cpu_kernel ct_cpu_optim[] = {
    {&ct_op_sgd_step, ct_sgd_step_cpu},
    {&ct_op_adam_step, ct_adam_step_cpu},
    {NULL, NULL},
};
