/* Made by tools/rows.py of csrc/ops/matmul.def. */
#include "cpu/column.h"
#include "rows/matmul.h"

int ct_matmul_cpu(ct_call *);

extern const ct_cpu_kernel ct_cpu_matmul[];
const ct_cpu_kernel ct_cpu_matmul[] = {
    {&ct_op_matmul, ct_matmul_cpu},
    {NULL, NULL},
};
