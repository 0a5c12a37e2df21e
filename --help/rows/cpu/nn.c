/* Made by tools/rows.py of csrc/ops/nn.def. */
#include "cpu/column.h"
#include "rows/nn.h"

int ct_linear_cpu(ct_call *);
int ct_cross_entropy_cpu(ct_call *);
int ct_cross_entropy_grad_cpu(ct_call *);
int ct_dropout_cpu(ct_call *);

extern const ct_cpu_kernel ct_cpu_nn[];
const ct_cpu_kernel ct_cpu_nn[] = {
    {&ct_op_linear, ct_linear_cpu},
    {&ct_op_cross_entropy, ct_cross_entropy_cpu},
    {&ct_op_cross_entropy_grad, ct_cross_entropy_grad_cpu},
    {&ct_op_dropout, ct_dropout_cpu},
    {NULL, NULL},
};
