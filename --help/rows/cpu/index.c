/* Made by tools/rows.py of csrc/ops/index.def. */
#include "cpu/column.h"
#include "rows/index.h"

int ct_gather_cpu(ct_call *);
int ct_scatter_cpu(ct_call *);
int ct_scatter_value_cpu(ct_call *);
int ct_scatter_add_cpu(ct_call *);
int ct_index_select_cpu(ct_call *);
int ct_index_add_cpu(ct_call *);
int ct_index_copy_cpu(ct_call *);
int ct_index_fill_cpu(ct_call *);
int ct_masked_fill_cpu(ct_call *);
int ct_masked_scatter_cpu(ct_call *);
int ct_nonzero_cpu(ct_call *);
int ct_mask_flat_cpu(ct_call *);
int ct_ravel_index_cpu(ct_call *);
int ct_index_flat_cpu(ct_call *);
int ct_index_put_flat_cpu(ct_call *);

extern const ct_cpu_kernel ct_cpu_index[];
const ct_cpu_kernel ct_cpu_index[] = {
    {&ct_op_gather, ct_gather_cpu},
    {&ct_op_scatter, ct_scatter_cpu},
    {&ct_op_scatter_value, ct_scatter_value_cpu},
    {&ct_op_scatter_add, ct_scatter_add_cpu},
    {&ct_op_index_select, ct_index_select_cpu},
    {&ct_op_index_add, ct_index_add_cpu},
    {&ct_op_index_copy, ct_index_copy_cpu},
    {&ct_op_index_fill, ct_index_fill_cpu},
    {&ct_op_masked_fill, ct_masked_fill_cpu},
    {&ct_op_masked_scatter, ct_masked_scatter_cpu},
    {&ct_op_nonzero, ct_nonzero_cpu},
    {&ct_op_mask_flat, ct_mask_flat_cpu},
    {&ct_op_ravel_index, ct_ravel_index_cpu},
    {&ct_op_index_flat, ct_index_flat_cpu},
    {&ct_op_index_put_flat, ct_index_put_flat_cpu},
    {NULL, NULL},
};
