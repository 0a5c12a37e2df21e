/* Made by tools/rows.py of csrc/ops/create.def. */
#include "cpu/column.h"
#include "rows/create.h"

int ct_zeros_cpu(ct_call *);
int ct_ones_cpu(ct_call *);
int ct_empty_cpu(ct_call *);
int ct_full_cpu(ct_call *);
int ct_zeros_like_cpu(ct_call *);
int ct_ones_like_cpu(ct_call *);
int ct_empty_like_cpu(ct_call *);
int ct_full_like_cpu(ct_call *);
int ct_eye_cpu(ct_call *);
int ct_arange_to_cpu(ct_call *);
int ct_arange_cpu(ct_call *);
int ct_linspace_cpu(ct_call *);
int ct_rand_cpu(ct_call *);
int ct_randn_cpu(ct_call *);
int ct_rand_like_cpu(ct_call *);
int ct_randn_like_cpu(ct_call *);
int ct_randint_to_cpu(ct_call *);
int ct_randint_cpu(ct_call *);
int ct_randperm_cpu(ct_call *);
int ct_uniform__cpu(ct_call *);
int ct_normal__cpu(ct_call *);
int ct_bernoulli__cpu(ct_call *);
int ct_bernoulli_each_cpu(ct_call *);

extern const ct_cpu_kernel ct_cpu_create[];
const ct_cpu_kernel ct_cpu_create[] = {
    {&ct_op_zeros, ct_zeros_cpu},
    {&ct_op_ones, ct_ones_cpu},
    {&ct_op_empty, ct_empty_cpu},
    {&ct_op_full, ct_full_cpu},
    {&ct_op_zeros_like, ct_zeros_like_cpu},
    {&ct_op_ones_like, ct_ones_like_cpu},
    {&ct_op_empty_like, ct_empty_like_cpu},
    {&ct_op_full_like, ct_full_like_cpu},
    {&ct_op_eye, ct_eye_cpu},
    {&ct_op_arange_to, ct_arange_to_cpu},
    {&ct_op_arange, ct_arange_cpu},
    {&ct_op_linspace, ct_linspace_cpu},
    {&ct_op_rand, ct_rand_cpu},
    {&ct_op_randn, ct_randn_cpu},
    {&ct_op_rand_like, ct_rand_like_cpu},
    {&ct_op_randn_like, ct_randn_like_cpu},
    {&ct_op_randint_to, ct_randint_to_cpu},
    {&ct_op_randint, ct_randint_cpu},
    {&ct_op_randperm, ct_randperm_cpu},
    {&ct_op_uniform_, ct_uniform__cpu},
    {&ct_op_normal_, ct_normal__cpu},
    {&ct_op_bernoulli_, ct_bernoulli__cpu},
    {&ct_op_bernoulli_each, ct_bernoulli_each_cpu},
    {NULL, NULL},
};
