/* Made by tools/rows.py: all rows, in the order of ops.def. */
#include "ops/op.h"

extern ct_op ct_op_add;
extern ct_op ct_op_sub;
extern ct_op ct_op_mul;
extern ct_op ct_op_true_divide;
extern ct_op ct_op_floor_divide;
extern ct_op ct_op_remainder;
extern ct_op ct_op_pow;
extern ct_op ct_op_add_alpha;
extern ct_op ct_op_sub_alpha;
extern ct_op ct_op_neg;
extern ct_op ct_op_abs;
extern ct_op ct_op_sign;
extern ct_op ct_op_square;
extern ct_op ct_op_reciprocal;
extern ct_op ct_op_conj_physical;
extern ct_op ct_op_exp;
extern ct_op ct_op_exp2;
extern ct_op ct_op_expm1;
extern ct_op ct_op_log;
extern ct_op ct_op_log2;
extern ct_op ct_op_log10;
extern ct_op ct_op_log1p;
extern ct_op ct_op_sqrt;
extern ct_op ct_op_rsqrt;
extern ct_op ct_op_sin;
extern ct_op ct_op_cos;
extern ct_op ct_op_tan;
extern ct_op ct_op_tanh;
extern ct_op ct_op_sigmoid;
extern ct_op ct_op_relu;
extern ct_op ct_op_erf;
extern ct_op ct_op_gelu_exact;
extern ct_op ct_op_gelu_tanh;
extern ct_op ct_op_floor;
extern ct_op ct_op_ceil;
extern ct_op ct_op_round;
extern ct_op ct_op_trunc;
extern ct_op ct_op_maximum;
extern ct_op ct_op_minimum;
extern ct_op ct_op_clamp_min;
extern ct_op ct_op_clamp_max;
extern ct_op ct_op_clamp_both;
extern ct_op ct_op_where;
extern ct_op ct_op_eq;
extern ct_op ct_op_ne;
extern ct_op ct_op_lt;
extern ct_op ct_op_le;
extern ct_op ct_op_gt;
extern ct_op ct_op_ge;
extern ct_op ct_op_logical_not;
extern ct_op ct_op_logical_and;
extern ct_op ct_op_logical_or;
extern ct_op ct_op_logical_xor;
extern ct_op ct_op_isnan;
extern ct_op ct_op_bitwise_not;
extern ct_op ct_op_bitwise_and;
extern ct_op ct_op_bitwise_or;
extern ct_op ct_op_bitwise_xor;
extern ct_op ct_op_bitwise_left_shift;
extern ct_op ct_op_bitwise_right_shift;
extern ct_op ct_op_add_scaled;
extern ct_op ct_op_sub_scaled;
extern ct_op ct_op_div;
extern ct_op ct_op_round_decimals;
extern ct_op ct_op_clamp;
extern ct_op ct_op_gelu;
extern ct_op ct_op_sum;
extern ct_op ct_op_mean;
extern ct_op ct_op_variance;
extern ct_op ct_op_deviation;
extern ct_op ct_op_centered;
extern ct_op ct_op_norm2;
extern ct_op ct_op_var;
extern ct_op ct_op_var_unbiased;
extern ct_op ct_op_var_all;
extern ct_op ct_op_std;
extern ct_op ct_op_std_unbiased;
extern ct_op ct_op_std_all;
extern ct_op ct_op_max;
extern ct_op ct_op_max_dim;
extern ct_op ct_op_max_other;
extern ct_op ct_op_min;
extern ct_op ct_op_min_dim;
extern ct_op ct_op_min_other;
extern ct_op ct_op_amax;
extern ct_op ct_op_amin;
extern ct_op ct_op_argmax;
extern ct_op ct_op_argmin;
extern ct_op ct_op_any;
extern ct_op ct_op_all;
extern ct_op ct_op_cumsum;
extern ct_op ct_op_softmax;
extern ct_op ct_op_log_softmax;
extern ct_op ct_op_matmul;
extern ct_op ct_op_mm;
extern ct_op ct_op_bmm;
extern ct_op ct_op_mv;
extern ct_op ct_op_dot;
extern ct_op ct_op_addmm;
extern ct_op ct_op_outer;
extern ct_op ct_op_transpose;
extern ct_op ct_op_t;
extern ct_op ct_op_permute;
extern ct_op ct_op_numpy_T;
extern ct_op ct_op_matrix_T;
extern ct_op ct_op_movedim;
extern ct_op ct_op_view;
extern ct_op ct_op_view_dtype;
extern ct_op ct_op_view_as;
extern ct_op ct_op_reshape;
extern ct_op ct_op_reshape_as;
extern ct_op ct_op_flatten;
extern ct_op ct_op_ravel;
extern ct_op ct_op_unflatten;
extern ct_op ct_op_squeeze;
extern ct_op ct_op_unsqueeze;
extern ct_op ct_op_expand;
extern ct_op ct_op_broadcast_to;
extern ct_op ct_op_expand_as;
extern ct_op ct_op_select;
extern ct_op ct_op_narrow;
extern ct_op ct_op_slice;
extern ct_op ct_op_basic_index;
extern ct_op ct_op_diagonal;
extern ct_op ct_op_unfold;
extern ct_op ct_op_as_strided;
extern ct_op ct_op_strided_gather;
extern ct_op ct_op_strided_scatter;
extern ct_op ct_op_split;
extern ct_op ct_op_split_sections;
extern ct_op ct_op_chunk;
extern ct_op ct_op_tensor_split;
extern ct_op ct_op_tensor_split_at;
extern ct_op ct_op_unbind;
extern ct_op ct_op_contiguous;
extern ct_op ct_op_clone;
extern ct_op ct_op_to_dtype;
extern ct_op ct_op_fill_;
extern ct_op ct_op_zero_;
extern ct_op ct_op_copy_;
extern ct_op ct_op_flip;
extern ct_op ct_op_reversed;
extern ct_op ct_op_roll;
extern ct_op ct_op_repeat;
extern ct_op ct_op_tile;
extern ct_op ct_op_conj;
extern ct_op ct_op_real;
extern ct_op ct_op_imag;
extern ct_op ct_op_view_as_real;
extern ct_op ct_op_view_as_complex;
extern ct_op ct_op_strided_get;
extern ct_op ct_op_strided_put;
extern ct_op ct_op_strided_cover;
extern ct_op ct_op_gather;
extern ct_op ct_op_scatter;
extern ct_op ct_op_scatter_value;
extern ct_op ct_op_scatter_reduced;
extern ct_op ct_op_scatter_value_reduced;
extern ct_op ct_op_scatter_add;
extern ct_op ct_op_take_along_dim;
extern ct_op ct_op_index_select;
extern ct_op ct_op_index_add;
extern ct_op ct_op_index_copy;
extern ct_op ct_op_index_fill;
extern ct_op ct_op_masked_fill;
extern ct_op ct_op_masked_select;
extern ct_op ct_op_masked_scatter;
extern ct_op ct_op_nonzero;
extern ct_op ct_op_nonzero_tuple;
extern ct_op ct_op_where_nonzero;
extern ct_op ct_op_take;
extern ct_op ct_op_index;
extern ct_op ct_op_index_put;
extern ct_op ct_op_mask_flat;
extern ct_op ct_op_ravel_index;
extern ct_op ct_op_index_flat;
extern ct_op ct_op_index_put_flat;
extern ct_op ct_op_cat;
extern ct_op ct_op_stack;
extern ct_op ct_op_hstack;
extern ct_op ct_op_vstack;
extern ct_op ct_op_dstack;
extern ct_op ct_op_zeros;
extern ct_op ct_op_ones;
extern ct_op ct_op_empty;
extern ct_op ct_op_full;
extern ct_op ct_op_zeros_like;
extern ct_op ct_op_ones_like;
extern ct_op ct_op_empty_like;
extern ct_op ct_op_full_like;
extern ct_op ct_op_eye;
extern ct_op ct_op_arange_to;
extern ct_op ct_op_arange;
extern ct_op ct_op_linspace;
extern ct_op ct_op_rand;
extern ct_op ct_op_randn;
extern ct_op ct_op_rand_like;
extern ct_op ct_op_randn_like;
extern ct_op ct_op_randint_to;
extern ct_op ct_op_randint;
extern ct_op ct_op_randperm;
extern ct_op ct_op_uniform_;
extern ct_op ct_op_normal_;
extern ct_op ct_op_bernoulli_;
extern ct_op ct_op_bernoulli_each;
extern ct_op ct_op_linear;
extern ct_op ct_op_cross_entropy;
extern ct_op ct_op_cross_entropy_grad;
extern ct_op ct_op_mse_loss;
extern ct_op ct_op_dropout;
extern ct_op ct_op_sgd_step;
extern ct_op ct_op_adam_step;
extern ct_op ct_op_mul_backward_a;
extern ct_op ct_op_mul_backward_b;
extern ct_op ct_op_true_divide_backward_a;
extern ct_op ct_op_true_divide_backward_b;
extern ct_op ct_op_remainder_backward_b;
extern ct_op ct_op_pow_backward_a;
extern ct_op ct_op_pow_backward_b;
extern ct_op ct_op_add_alpha_backward_b;
extern ct_op ct_op_add_alpha_backward_c;
extern ct_op ct_op_sub_alpha_backward_b;
extern ct_op ct_op_sub_alpha_backward_c;
extern ct_op ct_op_abs_backward;
extern ct_op ct_op_sign_backward;
extern ct_op ct_op_square_backward;
extern ct_op ct_op_reciprocal_backward;
extern ct_op ct_op_conj_physical_backward;
extern ct_op ct_op_exp_backward;
extern ct_op ct_op_exp2_backward;
extern ct_op ct_op_expm1_backward;
extern ct_op ct_op_log_backward;
extern ct_op ct_op_log2_backward;
extern ct_op ct_op_log10_backward;
extern ct_op ct_op_log1p_backward;
extern ct_op ct_op_sqrt_backward;
extern ct_op ct_op_rsqrt_backward;
extern ct_op ct_op_sin_backward;
extern ct_op ct_op_cos_backward;
extern ct_op ct_op_tan_backward;
extern ct_op ct_op_tanh_backward;
extern ct_op ct_op_sigmoid_backward;
extern ct_op ct_op_relu_backward;
extern ct_op ct_op_erf_backward;
extern ct_op ct_op_gelu_exact_backward;
extern ct_op ct_op_gelu_tanh_backward;
extern ct_op ct_op_maximum_backward_a;
extern ct_op ct_op_maximum_backward_b;
extern ct_op ct_op_minimum_backward_a;
extern ct_op ct_op_minimum_backward_b;
extern ct_op ct_op_clamp_min_backward_a;
extern ct_op ct_op_clamp_min_backward_b;
extern ct_op ct_op_clamp_max_backward_a;
extern ct_op ct_op_clamp_max_backward_b;
extern ct_op ct_op_clamp_both_backward_a;
extern ct_op ct_op_clamp_both_backward_b;
extern ct_op ct_op_clamp_both_backward_c;
extern ct_op ct_op_where_backward_b;
extern ct_op ct_op_where_backward_c;

ct_op *const ct_ops[] = {
    &ct_op_add,
    &ct_op_sub,
    &ct_op_mul,
    &ct_op_true_divide,
    &ct_op_floor_divide,
    &ct_op_remainder,
    &ct_op_pow,
    &ct_op_add_alpha,
    &ct_op_sub_alpha,
    &ct_op_neg,
    &ct_op_abs,
    &ct_op_sign,
    &ct_op_square,
    &ct_op_reciprocal,
    &ct_op_conj_physical,
    &ct_op_exp,
    &ct_op_exp2,
    &ct_op_expm1,
    &ct_op_log,
    &ct_op_log2,
    &ct_op_log10,
    &ct_op_log1p,
    &ct_op_sqrt,
    &ct_op_rsqrt,
    &ct_op_sin,
    &ct_op_cos,
    &ct_op_tan,
    &ct_op_tanh,
    &ct_op_sigmoid,
    &ct_op_relu,
    &ct_op_erf,
    &ct_op_gelu_exact,
    &ct_op_gelu_tanh,
    &ct_op_floor,
    &ct_op_ceil,
    &ct_op_round,
    &ct_op_trunc,
    &ct_op_maximum,
    &ct_op_minimum,
    &ct_op_clamp_min,
    &ct_op_clamp_max,
    &ct_op_clamp_both,
    &ct_op_where,
    &ct_op_eq,
    &ct_op_ne,
    &ct_op_lt,
    &ct_op_le,
    &ct_op_gt,
    &ct_op_ge,
    &ct_op_logical_not,
    &ct_op_logical_and,
    &ct_op_logical_or,
    &ct_op_logical_xor,
    &ct_op_isnan,
    &ct_op_bitwise_not,
    &ct_op_bitwise_and,
    &ct_op_bitwise_or,
    &ct_op_bitwise_xor,
    &ct_op_bitwise_left_shift,
    &ct_op_bitwise_right_shift,
    &ct_op_add_scaled,
    &ct_op_sub_scaled,
    &ct_op_div,
    &ct_op_round_decimals,
    &ct_op_clamp,
    &ct_op_gelu,
    &ct_op_sum,
    &ct_op_mean,
    &ct_op_variance,
    &ct_op_deviation,
    &ct_op_centered,
    &ct_op_norm2,
    &ct_op_var,
    &ct_op_var_unbiased,
    &ct_op_var_all,
    &ct_op_std,
    &ct_op_std_unbiased,
    &ct_op_std_all,
    &ct_op_max,
    &ct_op_max_dim,
    &ct_op_max_other,
    &ct_op_min,
    &ct_op_min_dim,
    &ct_op_min_other,
    &ct_op_amax,
    &ct_op_amin,
    &ct_op_argmax,
    &ct_op_argmin,
    &ct_op_any,
    &ct_op_all,
    &ct_op_cumsum,
    &ct_op_softmax,
    &ct_op_log_softmax,
    &ct_op_matmul,
    &ct_op_mm,
    &ct_op_bmm,
    &ct_op_mv,
    &ct_op_dot,
    &ct_op_addmm,
    &ct_op_outer,
    &ct_op_transpose,
    &ct_op_t,
    &ct_op_permute,
    &ct_op_numpy_T,
    &ct_op_matrix_T,
    &ct_op_movedim,
    &ct_op_view,
    &ct_op_view_dtype,
    &ct_op_view_as,
    &ct_op_reshape,
    &ct_op_reshape_as,
    &ct_op_flatten,
    &ct_op_ravel,
    &ct_op_unflatten,
    &ct_op_squeeze,
    &ct_op_unsqueeze,
    &ct_op_expand,
    &ct_op_broadcast_to,
    &ct_op_expand_as,
    &ct_op_select,
    &ct_op_narrow,
    &ct_op_slice,
    &ct_op_basic_index,
    &ct_op_diagonal,
    &ct_op_unfold,
    &ct_op_as_strided,
    &ct_op_strided_gather,
    &ct_op_strided_scatter,
    &ct_op_split,
    &ct_op_split_sections,
    &ct_op_chunk,
    &ct_op_tensor_split,
    &ct_op_tensor_split_at,
    &ct_op_unbind,
    &ct_op_contiguous,
    &ct_op_clone,
    &ct_op_to_dtype,
    &ct_op_fill_,
    &ct_op_zero_,
    &ct_op_copy_,
    &ct_op_flip,
    &ct_op_reversed,
    &ct_op_roll,
    &ct_op_repeat,
    &ct_op_tile,
    &ct_op_conj,
    &ct_op_real,
    &ct_op_imag,
    &ct_op_view_as_real,
    &ct_op_view_as_complex,
    &ct_op_strided_get,
    &ct_op_strided_put,
    &ct_op_strided_cover,
    &ct_op_gather,
    &ct_op_scatter,
    &ct_op_scatter_value,
    &ct_op_scatter_reduced,
    &ct_op_scatter_value_reduced,
    &ct_op_scatter_add,
    &ct_op_take_along_dim,
    &ct_op_index_select,
    &ct_op_index_add,
    &ct_op_index_copy,
    &ct_op_index_fill,
    &ct_op_masked_fill,
    &ct_op_masked_select,
    &ct_op_masked_scatter,
    &ct_op_nonzero,
    &ct_op_nonzero_tuple,
    &ct_op_where_nonzero,
    &ct_op_take,
    &ct_op_index,
    &ct_op_index_put,
    &ct_op_mask_flat,
    &ct_op_ravel_index,
    &ct_op_index_flat,
    &ct_op_index_put_flat,
    &ct_op_cat,
    &ct_op_stack,
    &ct_op_hstack,
    &ct_op_vstack,
    &ct_op_dstack,
    &ct_op_zeros,
    &ct_op_ones,
    &ct_op_empty,
    &ct_op_full,
    &ct_op_zeros_like,
    &ct_op_ones_like,
    &ct_op_empty_like,
    &ct_op_full_like,
    &ct_op_eye,
    &ct_op_arange_to,
    &ct_op_arange,
    &ct_op_linspace,
    &ct_op_rand,
    &ct_op_randn,
    &ct_op_rand_like,
    &ct_op_randn_like,
    &ct_op_randint_to,
    &ct_op_randint,
    &ct_op_randperm,
    &ct_op_uniform_,
    &ct_op_normal_,
    &ct_op_bernoulli_,
    &ct_op_bernoulli_each,
    &ct_op_linear,
    &ct_op_cross_entropy,
    &ct_op_cross_entropy_grad,
    &ct_op_mse_loss,
    &ct_op_dropout,
    &ct_op_sgd_step,
    &ct_op_adam_step,
    &ct_op_mul_backward_a,
    &ct_op_mul_backward_b,
    &ct_op_true_divide_backward_a,
    &ct_op_true_divide_backward_b,
    &ct_op_remainder_backward_b,
    &ct_op_pow_backward_a,
    &ct_op_pow_backward_b,
    &ct_op_add_alpha_backward_b,
    &ct_op_add_alpha_backward_c,
    &ct_op_sub_alpha_backward_b,
    &ct_op_sub_alpha_backward_c,
    &ct_op_abs_backward,
    &ct_op_sign_backward,
    &ct_op_square_backward,
    &ct_op_reciprocal_backward,
    &ct_op_conj_physical_backward,
    &ct_op_exp_backward,
    &ct_op_exp2_backward,
    &ct_op_expm1_backward,
    &ct_op_log_backward,
    &ct_op_log2_backward,
    &ct_op_log10_backward,
    &ct_op_log1p_backward,
    &ct_op_sqrt_backward,
    &ct_op_rsqrt_backward,
    &ct_op_sin_backward,
    &ct_op_cos_backward,
    &ct_op_tan_backward,
    &ct_op_tanh_backward,
    &ct_op_sigmoid_backward,
    &ct_op_relu_backward,
    &ct_op_erf_backward,
    &ct_op_gelu_exact_backward,
    &ct_op_gelu_tanh_backward,
    &ct_op_maximum_backward_a,
    &ct_op_maximum_backward_b,
    &ct_op_minimum_backward_a,
    &ct_op_minimum_backward_b,
    &ct_op_clamp_min_backward_a,
    &ct_op_clamp_min_backward_b,
    &ct_op_clamp_max_backward_a,
    &ct_op_clamp_max_backward_b,
    &ct_op_clamp_both_backward_a,
    &ct_op_clamp_both_backward_b,
    &ct_op_clamp_both_backward_c,
    &ct_op_where_backward_b,
    &ct_op_where_backward_c,
};
const int ct_op_count = 259;
