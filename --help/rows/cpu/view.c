/* Made by tools/rows.py of csrc/ops/view.def. */
#include "cpu/column.h"
#include "rows/view.h"

int ct_strided_scatter_cpu(ct_call *);
int ct_clone_cpu(ct_call *);
int ct_to_dtype_cpu(ct_call *);
int ct_fill__cpu(ct_call *);
int ct_zero__cpu(ct_call *);
int ct_copy__cpu(ct_call *);

extern const ct_cpu_kernel ct_cpu_view[];
const ct_cpu_kernel ct_cpu_view[] = {
    {&ct_op_strided_scatter, ct_strided_scatter_cpu},
    {&ct_op_clone, ct_clone_cpu},
    {&ct_op_to_dtype, ct_to_dtype_cpu},
    {&ct_op_fill_, ct_fill__cpu},
    {&ct_op_zero_, ct_zero__cpu},
    {&ct_op_copy_, ct_copy__cpu},
    {NULL, NULL},
};
