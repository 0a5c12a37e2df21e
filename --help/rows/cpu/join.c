/* Made by tools/rows.py of csrc/ops/join.def. */
#include "cpu/column.h"
#include "rows/join.h"

int ct_cat_cpu(ct_call *);
int ct_stack_cpu(ct_call *);

extern const ct_cpu_kernel ct_cpu_join[];
const ct_cpu_kernel ct_cpu_join[] = {
    {&ct_op_cat, ct_cat_cpu},
    {&ct_op_stack, ct_stack_cpu},
    {NULL, NULL},
};
