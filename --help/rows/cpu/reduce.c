/* Made by tools/rows.py of csrc/ops/reduce.def. */
#include "cpu/column.h"
#include "rows/reduce.h"

int ct_sum_cpu(ct_call *);
int ct_mean_cpu(ct_call *);
int ct_variance_cpu(ct_call *);
int ct_deviation_cpu(ct_call *);
int ct_centered_cpu(ct_call *);
int ct_norm2_cpu(ct_call *);
int ct_max_cpu(ct_call *);
int ct_max_dim_cpu(ct_call *);
int ct_min_cpu(ct_call *);
int ct_min_dim_cpu(ct_call *);
int ct_amax_cpu(ct_call *);
int ct_amin_cpu(ct_call *);
int ct_argmax_cpu(ct_call *);
int ct_argmin_cpu(ct_call *);
int ct_any_cpu(ct_call *);
int ct_all_cpu(ct_call *);
int ct_cumsum_cpu(ct_call *);
int ct_softmax_cpu(ct_call *);
int ct_log_softmax_cpu(ct_call *);

extern const ct_cpu_kernel ct_cpu_reduce[];
const ct_cpu_kernel ct_cpu_reduce[] = {
    {&ct_op_sum, ct_sum_cpu},
    {&ct_op_mean, ct_mean_cpu},
    {&ct_op_variance, ct_variance_cpu},
    {&ct_op_deviation, ct_deviation_cpu},
    {&ct_op_centered, ct_centered_cpu},
    {&ct_op_norm2, ct_norm2_cpu},
    {&ct_op_max, ct_max_cpu},
    {&ct_op_max_dim, ct_max_dim_cpu},
    {&ct_op_min, ct_min_cpu},
    {&ct_op_min_dim, ct_min_dim_cpu},
    {&ct_op_amax, ct_amax_cpu},
    {&ct_op_amin, ct_amin_cpu},
    {&ct_op_argmax, ct_argmax_cpu},
    {&ct_op_argmin, ct_argmin_cpu},
    {&ct_op_any, ct_any_cpu},
    {&ct_op_all, ct_all_cpu},
    {&ct_op_cumsum, ct_cumsum_cpu},
    {&ct_op_softmax, ct_softmax_cpu},
    {&ct_op_log_softmax, ct_log_softmax_cpu},
    {NULL, NULL},
};
