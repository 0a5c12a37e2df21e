/* Made by tools/rows.py of csrc/ops/pointwise.def. */

#ifndef CT_ROWS_POINTWISE_H
#define CT_ROWS_POINTWISE_H
#include "ops/scope.h"

/* add(input: operand, other: operand) */
extern ct_op ct_op_add;
enum { CT_AT_add_input, CT_AT_add_other };
ct_tensor *ct_s_add(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* sub(input: operand, other: operand) */
extern ct_op ct_op_sub;
enum { CT_AT_sub_input, CT_AT_sub_other };
ct_tensor *ct_s_sub(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* mul(input: operand, other: operand) */
extern ct_op ct_op_mul;
enum { CT_AT_mul_input, CT_AT_mul_other };
ct_tensor *ct_s_mul(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* true_divide(input: operand, other: operand) */
extern ct_op ct_op_true_divide;
enum { CT_AT_true_divide_input, CT_AT_true_divide_other };
ct_tensor *ct_s_true_divide(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* floor_divide(input: operand, other: operand) */
extern ct_op ct_op_floor_divide;
enum { CT_AT_floor_divide_input, CT_AT_floor_divide_other };
ct_tensor *ct_s_floor_divide(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* remainder(input: operand, other: operand) */
extern ct_op ct_op_remainder;
enum { CT_AT_remainder_input, CT_AT_remainder_other };
ct_tensor *ct_s_remainder(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* pow(input: operand, exponent: operand) */
extern ct_op ct_op_pow;
enum { CT_AT_pow_input, CT_AT_pow_exponent };
ct_tensor *ct_s_pow(ct_scope *s, ct_tensor *input, ct_tensor *exponent);

/* _add_alpha(input: operand, other: operand, alpha: operand) */
extern ct_op ct_op_add_alpha;
enum { CT_AT_add_alpha_input, CT_AT_add_alpha_other, CT_AT_add_alpha_alpha };
ct_tensor *ct_s_add_alpha(ct_scope *s, ct_tensor *input, ct_tensor *other, ct_tensor *alpha);

/* _sub_alpha(input: operand, other: operand, alpha: operand) */
extern ct_op ct_op_sub_alpha;
enum { CT_AT_sub_alpha_input, CT_AT_sub_alpha_other, CT_AT_sub_alpha_alpha };
ct_tensor *ct_s_sub_alpha(ct_scope *s, ct_tensor *input, ct_tensor *other, ct_tensor *alpha);

/* neg(input: tensor) */
extern ct_op ct_op_neg;
enum { CT_AT_neg_input };
ct_tensor *ct_s_neg(ct_scope *s, ct_tensor *input);

/* abs(input: tensor) */
extern ct_op ct_op_abs;
enum { CT_AT_abs_input };
ct_tensor *ct_s_abs(ct_scope *s, ct_tensor *input);

/* sign(input: tensor) */
extern ct_op ct_op_sign;
enum { CT_AT_sign_input };
ct_tensor *ct_s_sign(ct_scope *s, ct_tensor *input);

/* square(input: tensor) */
extern ct_op ct_op_square;
enum { CT_AT_square_input };
ct_tensor *ct_s_square(ct_scope *s, ct_tensor *input);

/* reciprocal(input: tensor) */
extern ct_op ct_op_reciprocal;
enum { CT_AT_reciprocal_input };
ct_tensor *ct_s_reciprocal(ct_scope *s, ct_tensor *input);

/* conj_physical(input: tensor) */
extern ct_op ct_op_conj_physical;
enum { CT_AT_conj_physical_input };
ct_tensor *ct_s_conj_physical(ct_scope *s, ct_tensor *input);

/* exp(input: tensor) */
extern ct_op ct_op_exp;
enum { CT_AT_exp_input };
ct_tensor *ct_s_exp(ct_scope *s, ct_tensor *input);

/* exp2(input: tensor) */
extern ct_op ct_op_exp2;
enum { CT_AT_exp2_input };
ct_tensor *ct_s_exp2(ct_scope *s, ct_tensor *input);

/* expm1(input: tensor) */
extern ct_op ct_op_expm1;
enum { CT_AT_expm1_input };
ct_tensor *ct_s_expm1(ct_scope *s, ct_tensor *input);

/* log(input: tensor) */
extern ct_op ct_op_log;
enum { CT_AT_log_input };
ct_tensor *ct_s_log(ct_scope *s, ct_tensor *input);

/* log2(input: tensor) */
extern ct_op ct_op_log2;
enum { CT_AT_log2_input };
ct_tensor *ct_s_log2(ct_scope *s, ct_tensor *input);

/* log10(input: tensor) */
extern ct_op ct_op_log10;
enum { CT_AT_log10_input };
ct_tensor *ct_s_log10(ct_scope *s, ct_tensor *input);

/* log1p(input: tensor) */
extern ct_op ct_op_log1p;
enum { CT_AT_log1p_input };
ct_tensor *ct_s_log1p(ct_scope *s, ct_tensor *input);

/* sqrt(input: tensor) */
extern ct_op ct_op_sqrt;
enum { CT_AT_sqrt_input };
ct_tensor *ct_s_sqrt(ct_scope *s, ct_tensor *input);

/* rsqrt(input: tensor) */
extern ct_op ct_op_rsqrt;
enum { CT_AT_rsqrt_input };
ct_tensor *ct_s_rsqrt(ct_scope *s, ct_tensor *input);

/* sin(input: tensor) */
extern ct_op ct_op_sin;
enum { CT_AT_sin_input };
ct_tensor *ct_s_sin(ct_scope *s, ct_tensor *input);

/* cos(input: tensor) */
extern ct_op ct_op_cos;
enum { CT_AT_cos_input };
ct_tensor *ct_s_cos(ct_scope *s, ct_tensor *input);

/* tan(input: tensor) */
extern ct_op ct_op_tan;
enum { CT_AT_tan_input };
ct_tensor *ct_s_tan(ct_scope *s, ct_tensor *input);

/* tanh(input: tensor) */
extern ct_op ct_op_tanh;
enum { CT_AT_tanh_input };
ct_tensor *ct_s_tanh(ct_scope *s, ct_tensor *input);

/* sigmoid(input: tensor) */
extern ct_op ct_op_sigmoid;
enum { CT_AT_sigmoid_input };
ct_tensor *ct_s_sigmoid(ct_scope *s, ct_tensor *input);

/* relu(input: tensor) */
extern ct_op ct_op_relu;
enum { CT_AT_relu_input };
ct_tensor *ct_s_relu(ct_scope *s, ct_tensor *input);

/* erf(input: tensor) */
extern ct_op ct_op_erf;
enum { CT_AT_erf_input };
ct_tensor *ct_s_erf(ct_scope *s, ct_tensor *input);

/* gelu_exact(input: tensor) */
extern ct_op ct_op_gelu_exact;
enum { CT_AT_gelu_exact_input };
ct_tensor *ct_s_gelu_exact(ct_scope *s, ct_tensor *input);

/* gelu_tanh(input: tensor) */
extern ct_op ct_op_gelu_tanh;
enum { CT_AT_gelu_tanh_input };
ct_tensor *ct_s_gelu_tanh(ct_scope *s, ct_tensor *input);

/* floor(input: tensor) */
extern ct_op ct_op_floor;
enum { CT_AT_floor_input };
ct_tensor *ct_s_floor(ct_scope *s, ct_tensor *input);

/* ceil(input: tensor) */
extern ct_op ct_op_ceil;
enum { CT_AT_ceil_input };
ct_tensor *ct_s_ceil(ct_scope *s, ct_tensor *input);

/* round(input: tensor) */
extern ct_op ct_op_round;
enum { CT_AT_round_input };
ct_tensor *ct_s_round(ct_scope *s, ct_tensor *input);

/* trunc(input: tensor) */
extern ct_op ct_op_trunc;
enum { CT_AT_trunc_input };
ct_tensor *ct_s_trunc(ct_scope *s, ct_tensor *input);

/* maximum(input: operand, other: operand) */
extern ct_op ct_op_maximum;
enum { CT_AT_maximum_input, CT_AT_maximum_other };
ct_tensor *ct_s_maximum(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* minimum(input: operand, other: operand) */
extern ct_op ct_op_minimum;
enum { CT_AT_minimum_input, CT_AT_minimum_other };
ct_tensor *ct_s_minimum(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* clamp_min(input: operand, min: operand) */
extern ct_op ct_op_clamp_min;
enum { CT_AT_clamp_min_input, CT_AT_clamp_min_min };
ct_tensor *ct_s_clamp_min(ct_scope *s, ct_tensor *input, ct_tensor *min);

/* clamp_max(input: operand, max: operand) */
extern ct_op ct_op_clamp_max;
enum { CT_AT_clamp_max_input, CT_AT_clamp_max_max };
ct_tensor *ct_s_clamp_max(ct_scope *s, ct_tensor *input, ct_tensor *max);

/* _clamp_both(input: tensor, min: operand, max: operand) */
extern ct_op ct_op_clamp_both;
enum { CT_AT_clamp_both_input, CT_AT_clamp_both_min, CT_AT_clamp_both_max };
ct_tensor *ct_s_clamp_both(ct_scope *s, ct_tensor *input, ct_tensor *min, ct_tensor *max);

/* where(condition: tensor, input: operand, other: operand) */
extern ct_op ct_op_where;
enum { CT_AT_where_condition, CT_AT_where_input, CT_AT_where_other };
ct_tensor *ct_s_where(ct_scope *s, ct_tensor *condition, ct_tensor *input, ct_tensor *other);

/* eq(input: operand, other: operand) */
extern ct_op ct_op_eq;
enum { CT_AT_eq_input, CT_AT_eq_other };
ct_tensor *ct_s_eq(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* ne(input: operand, other: operand) */
extern ct_op ct_op_ne;
enum { CT_AT_ne_input, CT_AT_ne_other };
ct_tensor *ct_s_ne(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* lt(input: operand, other: operand) */
extern ct_op ct_op_lt;
enum { CT_AT_lt_input, CT_AT_lt_other };
ct_tensor *ct_s_lt(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* le(input: operand, other: operand) */
extern ct_op ct_op_le;
enum { CT_AT_le_input, CT_AT_le_other };
ct_tensor *ct_s_le(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* gt(input: operand, other: operand) */
extern ct_op ct_op_gt;
enum { CT_AT_gt_input, CT_AT_gt_other };
ct_tensor *ct_s_gt(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* ge(input: operand, other: operand) */
extern ct_op ct_op_ge;
enum { CT_AT_ge_input, CT_AT_ge_other };
ct_tensor *ct_s_ge(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* logical_not(input: tensor) */
extern ct_op ct_op_logical_not;
enum { CT_AT_logical_not_input };
ct_tensor *ct_s_logical_not(ct_scope *s, ct_tensor *input);

/* logical_and(input: operand, other: operand) */
extern ct_op ct_op_logical_and;
enum { CT_AT_logical_and_input, CT_AT_logical_and_other };
ct_tensor *ct_s_logical_and(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* logical_or(input: operand, other: operand) */
extern ct_op ct_op_logical_or;
enum { CT_AT_logical_or_input, CT_AT_logical_or_other };
ct_tensor *ct_s_logical_or(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* logical_xor(input: operand, other: operand) */
extern ct_op ct_op_logical_xor;
enum { CT_AT_logical_xor_input, CT_AT_logical_xor_other };
ct_tensor *ct_s_logical_xor(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* isnan(input: tensor) */
extern ct_op ct_op_isnan;
enum { CT_AT_isnan_input };
ct_tensor *ct_s_isnan(ct_scope *s, ct_tensor *input);

/* bitwise_not(input: tensor) */
extern ct_op ct_op_bitwise_not;
enum { CT_AT_bitwise_not_input };
ct_tensor *ct_s_bitwise_not(ct_scope *s, ct_tensor *input);

/* bitwise_and(input: operand, other: operand) */
extern ct_op ct_op_bitwise_and;
enum { CT_AT_bitwise_and_input, CT_AT_bitwise_and_other };
ct_tensor *ct_s_bitwise_and(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* bitwise_or(input: operand, other: operand) */
extern ct_op ct_op_bitwise_or;
enum { CT_AT_bitwise_or_input, CT_AT_bitwise_or_other };
ct_tensor *ct_s_bitwise_or(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* bitwise_xor(input: operand, other: operand) */
extern ct_op ct_op_bitwise_xor;
enum { CT_AT_bitwise_xor_input, CT_AT_bitwise_xor_other };
ct_tensor *ct_s_bitwise_xor(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* bitwise_left_shift(input: operand, other: operand) */
extern ct_op ct_op_bitwise_left_shift;
enum { CT_AT_bitwise_left_shift_input, CT_AT_bitwise_left_shift_other };
ct_tensor *ct_s_bitwise_left_shift(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* bitwise_right_shift(input: operand, other: operand) */
extern ct_op ct_op_bitwise_right_shift;
enum { CT_AT_bitwise_right_shift_input, CT_AT_bitwise_right_shift_other };
ct_tensor *ct_s_bitwise_right_shift(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* mul_backward_a(grad: tensor, other: tensor) */
extern ct_op ct_op_mul_backward_a;
enum { CT_AT_mul_backward_a_grad, CT_AT_mul_backward_a_other, CT_AT_mul_backward_a_compute, CT_AT_mul_backward_a_dtype };
/* mul_backward_b(grad: tensor, input: tensor) */
extern ct_op ct_op_mul_backward_b;
enum { CT_AT_mul_backward_b_grad, CT_AT_mul_backward_b_input, CT_AT_mul_backward_b_compute, CT_AT_mul_backward_b_dtype };
/* true_divide_backward_a(grad: tensor, other: tensor) */
extern ct_op ct_op_true_divide_backward_a;
enum { CT_AT_true_divide_backward_a_grad, CT_AT_true_divide_backward_a_other, CT_AT_true_divide_backward_a_compute, CT_AT_true_divide_backward_a_dtype };
/* true_divide_backward_b(grad: tensor, input: tensor, other: tensor) */
extern ct_op ct_op_true_divide_backward_b;
enum { CT_AT_true_divide_backward_b_grad, CT_AT_true_divide_backward_b_input, CT_AT_true_divide_backward_b_other, CT_AT_true_divide_backward_b_compute, CT_AT_true_divide_backward_b_dtype };
/* remainder_backward_b(grad: tensor, input: tensor, other: tensor) */
extern ct_op ct_op_remainder_backward_b;
enum { CT_AT_remainder_backward_b_grad, CT_AT_remainder_backward_b_input, CT_AT_remainder_backward_b_other, CT_AT_remainder_backward_b_compute, CT_AT_remainder_backward_b_dtype };
/* pow_backward_a(grad: tensor, input: tensor, exponent: tensor) */
extern ct_op ct_op_pow_backward_a;
enum { CT_AT_pow_backward_a_grad, CT_AT_pow_backward_a_input, CT_AT_pow_backward_a_exponent, CT_AT_pow_backward_a_compute, CT_AT_pow_backward_a_dtype };
/* pow_backward_b(grad: tensor, input: tensor, result: tensor) */
extern ct_op ct_op_pow_backward_b;
enum { CT_AT_pow_backward_b_grad, CT_AT_pow_backward_b_input, CT_AT_pow_backward_b_result, CT_AT_pow_backward_b_compute, CT_AT_pow_backward_b_dtype };
/* add_alpha_backward_b(grad: tensor, alpha: tensor) */
extern ct_op ct_op_add_alpha_backward_b;
enum { CT_AT_add_alpha_backward_b_grad, CT_AT_add_alpha_backward_b_alpha, CT_AT_add_alpha_backward_b_compute, CT_AT_add_alpha_backward_b_dtype };
/* add_alpha_backward_c(grad: tensor, other: tensor) */
extern ct_op ct_op_add_alpha_backward_c;
enum { CT_AT_add_alpha_backward_c_grad, CT_AT_add_alpha_backward_c_other, CT_AT_add_alpha_backward_c_compute, CT_AT_add_alpha_backward_c_dtype };
/* sub_alpha_backward_b(grad: tensor, alpha: tensor) */
extern ct_op ct_op_sub_alpha_backward_b;
enum { CT_AT_sub_alpha_backward_b_grad, CT_AT_sub_alpha_backward_b_alpha, CT_AT_sub_alpha_backward_b_compute, CT_AT_sub_alpha_backward_b_dtype };
/* sub_alpha_backward_c(grad: tensor, other: tensor) */
extern ct_op ct_op_sub_alpha_backward_c;
enum { CT_AT_sub_alpha_backward_c_grad, CT_AT_sub_alpha_backward_c_other, CT_AT_sub_alpha_backward_c_compute, CT_AT_sub_alpha_backward_c_dtype };
/* abs_backward(grad: tensor, input: tensor) */
extern ct_op ct_op_abs_backward;
enum { CT_AT_abs_backward_grad, CT_AT_abs_backward_input, CT_AT_abs_backward_compute, CT_AT_abs_backward_dtype };
/* sign_backward(grad: tensor, input: tensor, result: tensor) */
extern ct_op ct_op_sign_backward;
enum { CT_AT_sign_backward_grad, CT_AT_sign_backward_input, CT_AT_sign_backward_result, CT_AT_sign_backward_compute, CT_AT_sign_backward_dtype };
/* square_backward(grad: tensor, input: tensor) */
extern ct_op ct_op_square_backward;
enum { CT_AT_square_backward_grad, CT_AT_square_backward_input, CT_AT_square_backward_compute, CT_AT_square_backward_dtype };
/* reciprocal_backward(grad: tensor, result: tensor) */
extern ct_op ct_op_reciprocal_backward;
enum { CT_AT_reciprocal_backward_grad, CT_AT_reciprocal_backward_result, CT_AT_reciprocal_backward_compute, CT_AT_reciprocal_backward_dtype };
/* conj_physical_backward(grad: tensor) */
extern ct_op ct_op_conj_physical_backward;
enum { CT_AT_conj_physical_backward_grad, CT_AT_conj_physical_backward_compute, CT_AT_conj_physical_backward_dtype };
/* exp_backward(grad: tensor, result: tensor) */
extern ct_op ct_op_exp_backward;
enum { CT_AT_exp_backward_grad, CT_AT_exp_backward_result, CT_AT_exp_backward_compute, CT_AT_exp_backward_dtype };
/* exp2_backward(grad: tensor, result: tensor) */
extern ct_op ct_op_exp2_backward;
enum { CT_AT_exp2_backward_grad, CT_AT_exp2_backward_result, CT_AT_exp2_backward_compute, CT_AT_exp2_backward_dtype };
/* expm1_backward(grad: tensor, result: tensor) */
extern ct_op ct_op_expm1_backward;
enum { CT_AT_expm1_backward_grad, CT_AT_expm1_backward_result, CT_AT_expm1_backward_compute, CT_AT_expm1_backward_dtype };
/* log_backward(grad: tensor, input: tensor) */
extern ct_op ct_op_log_backward;
enum { CT_AT_log_backward_grad, CT_AT_log_backward_input, CT_AT_log_backward_compute, CT_AT_log_backward_dtype };
/* log2_backward(grad: tensor, input: tensor) */
extern ct_op ct_op_log2_backward;
enum { CT_AT_log2_backward_grad, CT_AT_log2_backward_input, CT_AT_log2_backward_compute, CT_AT_log2_backward_dtype };
/* log10_backward(grad: tensor, input: tensor) */
extern ct_op ct_op_log10_backward;
enum { CT_AT_log10_backward_grad, CT_AT_log10_backward_input, CT_AT_log10_backward_compute, CT_AT_log10_backward_dtype };
/* log1p_backward(grad: tensor, input: tensor) */
extern ct_op ct_op_log1p_backward;
enum { CT_AT_log1p_backward_grad, CT_AT_log1p_backward_input, CT_AT_log1p_backward_compute, CT_AT_log1p_backward_dtype };
/* sqrt_backward(grad: tensor, result: tensor) */
extern ct_op ct_op_sqrt_backward;
enum { CT_AT_sqrt_backward_grad, CT_AT_sqrt_backward_result, CT_AT_sqrt_backward_compute, CT_AT_sqrt_backward_dtype };
/* rsqrt_backward(grad: tensor, result: tensor) */
extern ct_op ct_op_rsqrt_backward;
enum { CT_AT_rsqrt_backward_grad, CT_AT_rsqrt_backward_result, CT_AT_rsqrt_backward_compute, CT_AT_rsqrt_backward_dtype };
/* sin_backward(grad: tensor, input: tensor) */
extern ct_op ct_op_sin_backward;
enum { CT_AT_sin_backward_grad, CT_AT_sin_backward_input, CT_AT_sin_backward_compute, CT_AT_sin_backward_dtype };
/* cos_backward(grad: tensor, input: tensor) */
extern ct_op ct_op_cos_backward;
enum { CT_AT_cos_backward_grad, CT_AT_cos_backward_input, CT_AT_cos_backward_compute, CT_AT_cos_backward_dtype };
/* tan_backward(grad: tensor, result: tensor) */
extern ct_op ct_op_tan_backward;
enum { CT_AT_tan_backward_grad, CT_AT_tan_backward_result, CT_AT_tan_backward_compute, CT_AT_tan_backward_dtype };
/* tanh_backward(grad: tensor, result: tensor) */
extern ct_op ct_op_tanh_backward;
enum { CT_AT_tanh_backward_grad, CT_AT_tanh_backward_result, CT_AT_tanh_backward_compute, CT_AT_tanh_backward_dtype };
/* sigmoid_backward(grad: tensor, result: tensor) */
extern ct_op ct_op_sigmoid_backward;
enum { CT_AT_sigmoid_backward_grad, CT_AT_sigmoid_backward_result, CT_AT_sigmoid_backward_compute, CT_AT_sigmoid_backward_dtype };
/* relu_backward(grad: tensor, result: tensor) */
extern ct_op ct_op_relu_backward;
enum { CT_AT_relu_backward_grad, CT_AT_relu_backward_result, CT_AT_relu_backward_compute, CT_AT_relu_backward_dtype };
/* erf_backward(grad: tensor, input: tensor) */
extern ct_op ct_op_erf_backward;
enum { CT_AT_erf_backward_grad, CT_AT_erf_backward_input, CT_AT_erf_backward_compute, CT_AT_erf_backward_dtype };
/* gelu_exact_backward(grad: tensor, input: tensor) */
extern ct_op ct_op_gelu_exact_backward;
enum { CT_AT_gelu_exact_backward_grad, CT_AT_gelu_exact_backward_input, CT_AT_gelu_exact_backward_compute, CT_AT_gelu_exact_backward_dtype };
/* gelu_tanh_backward(grad: tensor, input: tensor) */
extern ct_op ct_op_gelu_tanh_backward;
enum { CT_AT_gelu_tanh_backward_grad, CT_AT_gelu_tanh_backward_input, CT_AT_gelu_tanh_backward_compute, CT_AT_gelu_tanh_backward_dtype };
/* maximum_backward_a(grad: tensor, input: tensor, other: tensor) */
extern ct_op ct_op_maximum_backward_a;
enum { CT_AT_maximum_backward_a_grad, CT_AT_maximum_backward_a_input, CT_AT_maximum_backward_a_other, CT_AT_maximum_backward_a_compute, CT_AT_maximum_backward_a_dtype };
/* maximum_backward_b(grad: tensor, input: tensor, other: tensor) */
extern ct_op ct_op_maximum_backward_b;
enum { CT_AT_maximum_backward_b_grad, CT_AT_maximum_backward_b_input, CT_AT_maximum_backward_b_other, CT_AT_maximum_backward_b_compute, CT_AT_maximum_backward_b_dtype };
/* minimum_backward_a(grad: tensor, input: tensor, other: tensor) */
extern ct_op ct_op_minimum_backward_a;
enum { CT_AT_minimum_backward_a_grad, CT_AT_minimum_backward_a_input, CT_AT_minimum_backward_a_other, CT_AT_minimum_backward_a_compute, CT_AT_minimum_backward_a_dtype };
/* minimum_backward_b(grad: tensor, input: tensor, other: tensor) */
extern ct_op ct_op_minimum_backward_b;
enum { CT_AT_minimum_backward_b_grad, CT_AT_minimum_backward_b_input, CT_AT_minimum_backward_b_other, CT_AT_minimum_backward_b_compute, CT_AT_minimum_backward_b_dtype };
/* clamp_min_backward_a(grad: tensor, input: tensor, min: tensor) */
extern ct_op ct_op_clamp_min_backward_a;
enum { CT_AT_clamp_min_backward_a_grad, CT_AT_clamp_min_backward_a_input, CT_AT_clamp_min_backward_a_min, CT_AT_clamp_min_backward_a_compute, CT_AT_clamp_min_backward_a_dtype };
/* clamp_min_backward_b(grad: tensor, input: tensor, min: tensor) */
extern ct_op ct_op_clamp_min_backward_b;
enum { CT_AT_clamp_min_backward_b_grad, CT_AT_clamp_min_backward_b_input, CT_AT_clamp_min_backward_b_min, CT_AT_clamp_min_backward_b_compute, CT_AT_clamp_min_backward_b_dtype };
/* clamp_max_backward_a(grad: tensor, input: tensor, max: tensor) */
extern ct_op ct_op_clamp_max_backward_a;
enum { CT_AT_clamp_max_backward_a_grad, CT_AT_clamp_max_backward_a_input, CT_AT_clamp_max_backward_a_max, CT_AT_clamp_max_backward_a_compute, CT_AT_clamp_max_backward_a_dtype };
/* clamp_max_backward_b(grad: tensor, input: tensor, max: tensor) */
extern ct_op ct_op_clamp_max_backward_b;
enum { CT_AT_clamp_max_backward_b_grad, CT_AT_clamp_max_backward_b_input, CT_AT_clamp_max_backward_b_max, CT_AT_clamp_max_backward_b_compute, CT_AT_clamp_max_backward_b_dtype };
/* clamp_both_backward_a(grad: tensor, input: tensor, min: tensor, max: tensor) */
extern ct_op ct_op_clamp_both_backward_a;
enum { CT_AT_clamp_both_backward_a_grad, CT_AT_clamp_both_backward_a_input, CT_AT_clamp_both_backward_a_min, CT_AT_clamp_both_backward_a_max, CT_AT_clamp_both_backward_a_compute, CT_AT_clamp_both_backward_a_dtype };
/* clamp_both_backward_b(grad: tensor, input: tensor, min: tensor, max: tensor) */
extern ct_op ct_op_clamp_both_backward_b;
enum { CT_AT_clamp_both_backward_b_grad, CT_AT_clamp_both_backward_b_input, CT_AT_clamp_both_backward_b_min, CT_AT_clamp_both_backward_b_max, CT_AT_clamp_both_backward_b_compute, CT_AT_clamp_both_backward_b_dtype };
/* clamp_both_backward_c(grad: tensor, input: tensor, min: tensor, max: tensor) */
extern ct_op ct_op_clamp_both_backward_c;
enum { CT_AT_clamp_both_backward_c_grad, CT_AT_clamp_both_backward_c_input, CT_AT_clamp_both_backward_c_min, CT_AT_clamp_both_backward_c_max, CT_AT_clamp_both_backward_c_compute, CT_AT_clamp_both_backward_c_dtype };
/* where_backward_b(grad: tensor, condition: tensor) */
extern ct_op ct_op_where_backward_b;
enum { CT_AT_where_backward_b_grad, CT_AT_where_backward_b_condition, CT_AT_where_backward_b_compute, CT_AT_where_backward_b_dtype };
/* where_backward_c(grad: tensor, condition: tensor) */
extern ct_op ct_op_where_backward_c;
enum { CT_AT_where_backward_c_grad, CT_AT_where_backward_c_condition, CT_AT_where_backward_c_compute, CT_AT_where_backward_c_dtype };
#endif
