/* Made by tools/rows.py of csrc/ops/pointwise.def. */

#include "rows/pointwise.h"
#include "cpu/kernels.h"
#include "simd/simd.h"

void CT_ISA_SYM(add_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(true_divide_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(true_divide_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(true_divide_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(true_divide_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_divide_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_divide_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_divide_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_divide_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_divide_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_divide_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_divide_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_divide_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_divide_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_divide_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(remainder_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(remainder_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(remainder_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(remainder_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(remainder_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(remainder_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(remainder_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(remainder_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(remainder_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(remainder_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(neg_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(neg_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(neg_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(neg_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(neg_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(neg_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(neg_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(neg_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(neg_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(neg_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(neg_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(neg_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(reciprocal_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(reciprocal_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(reciprocal_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(reciprocal_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp2_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp2_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp2_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp2_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(expm1_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(expm1_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(expm1_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(expm1_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log2_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log2_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log2_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log2_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log10_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log10_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log10_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log10_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log1p_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log1p_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log1p_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log1p_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sqrt_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sqrt_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sqrt_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sqrt_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(rsqrt_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(rsqrt_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(rsqrt_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(rsqrt_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sin_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sin_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sin_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sin_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(cos_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(cos_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(cos_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(cos_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tan_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tan_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tan_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tan_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tanh_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tanh_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tanh_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tanh_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sigmoid_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sigmoid_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sigmoid_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sigmoid_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(relu_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(relu_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(relu_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(relu_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(relu_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(relu_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(relu_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(relu_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(relu_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(relu_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(erf_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(erf_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gelu_exact_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gelu_exact_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gelu_tanh_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gelu_tanh_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(floor_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ceil_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ceil_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ceil_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ceil_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ceil_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ceil_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ceil_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ceil_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ceil_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ceil_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(round_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(round_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(round_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(round_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(round_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(round_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(round_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(round_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(round_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(round_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(trunc_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(trunc_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(trunc_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(trunc_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(trunc_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(trunc_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(trunc_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(trunc_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(trunc_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(trunc_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(maximum_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(maximum_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(maximum_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(maximum_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(maximum_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(maximum_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(maximum_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(maximum_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(maximum_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(maximum_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(maximum_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(minimum_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(minimum_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(minimum_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(minimum_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(minimum_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(minimum_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(minimum_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(minimum_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(minimum_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(minimum_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(minimum_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_min_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_min_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_min_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_min_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_min_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_min_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_min_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_min_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_min_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_min_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_min_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_max_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_max_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_max_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_max_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_max_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_max_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_max_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_max_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_max_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_max_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_max_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(eq_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(eq_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(eq_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(eq_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(eq_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(eq_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(eq_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(eq_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(eq_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(eq_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(eq_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(eq_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(eq_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ne_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ne_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ne_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ne_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ne_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ne_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ne_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ne_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ne_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ne_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ne_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ne_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ne_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(lt_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(lt_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(lt_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(lt_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(lt_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(lt_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(lt_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(lt_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(lt_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(lt_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(lt_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(le_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(le_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(le_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(le_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(le_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(le_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(le_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(le_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(le_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(le_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(le_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gt_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gt_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gt_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gt_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gt_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gt_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gt_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gt_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gt_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gt_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gt_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ge_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ge_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ge_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ge_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ge_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ge_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ge_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ge_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ge_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ge_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(ge_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_not_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_not_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_not_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_not_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_not_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_not_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_not_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_not_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_not_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_not_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_not_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_not_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_not_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_and_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_and_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_and_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_and_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_and_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_and_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_and_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_and_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_and_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_and_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_and_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_and_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_and_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_or_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_or_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_or_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_or_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_or_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_or_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_or_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_or_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_or_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_or_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_or_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_or_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_or_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_xor_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_xor_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_xor_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_xor_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_xor_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_xor_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_xor_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_xor_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_xor_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_xor_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_xor_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_xor_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(logical_xor_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(isnan_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(isnan_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(isnan_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(isnan_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(isnan_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(isnan_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(isnan_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(isnan_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(isnan_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(isnan_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(isnan_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(isnan_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(isnan_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_not_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_not_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_not_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_not_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_not_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_not_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_not_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_not_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_not_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_and_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_and_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_and_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_and_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_and_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_and_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_and_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_and_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_and_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_or_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_or_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_or_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_or_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_or_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_or_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_or_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_or_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_or_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_xor_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_xor_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_xor_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_xor_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_xor_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_xor_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_xor_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_xor_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_xor_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_left_shift_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_left_shift_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_left_shift_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_left_shift_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_left_shift_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_left_shift_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_left_shift_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_left_shift_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_left_shift_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_right_shift_b8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_right_shift_u8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_right_shift_i8)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_right_shift_u16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_right_shift_i16)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_right_shift_u32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_right_shift_i32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_right_shift_u64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(bitwise_right_shift_i64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_backward_a_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_backward_a_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_backward_a_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_backward_a_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_backward_b_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_backward_b_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_backward_b_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(mul_backward_b_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(true_divide_backward_a_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(true_divide_backward_a_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(true_divide_backward_a_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(true_divide_backward_a_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(true_divide_backward_b_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(true_divide_backward_b_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(true_divide_backward_b_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(true_divide_backward_b_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(remainder_backward_b_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(remainder_backward_b_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_backward_a_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_backward_a_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_backward_a_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_backward_a_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_backward_b_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_backward_b_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_backward_b_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(pow_backward_b_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_backward_b_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_backward_b_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_backward_b_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_backward_b_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_backward_c_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_backward_c_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_backward_c_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(add_alpha_backward_c_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_backward_b_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_backward_b_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_backward_b_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_backward_b_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_backward_c_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_backward_c_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_backward_c_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sub_alpha_backward_c_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(abs_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sign_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(square_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(reciprocal_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(reciprocal_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(reciprocal_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(reciprocal_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(conj_physical_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp2_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp2_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp2_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(exp2_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(expm1_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(expm1_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(expm1_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(expm1_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log2_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log2_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log2_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log2_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log10_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log10_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log10_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log10_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log1p_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log1p_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log1p_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(log1p_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sqrt_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sqrt_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sqrt_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sqrt_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(rsqrt_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(rsqrt_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(rsqrt_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(rsqrt_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sin_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sin_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sin_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sin_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(cos_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(cos_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(cos_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(cos_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tan_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tan_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tan_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tan_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tanh_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tanh_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tanh_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(tanh_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sigmoid_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sigmoid_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sigmoid_backward_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(sigmoid_backward_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(relu_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(relu_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(erf_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(erf_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gelu_exact_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gelu_exact_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gelu_tanh_backward_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(gelu_tanh_backward_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(maximum_backward_a_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(maximum_backward_a_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(maximum_backward_b_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(maximum_backward_b_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(minimum_backward_a_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(minimum_backward_a_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(minimum_backward_b_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(minimum_backward_b_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_min_backward_a_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_min_backward_a_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_min_backward_b_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_min_backward_b_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_max_backward_a_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_max_backward_a_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_max_backward_b_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_max_backward_b_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_backward_a_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_backward_a_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_backward_b_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_backward_b_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_backward_c_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(clamp_both_backward_c_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_backward_b_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_backward_b_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_backward_b_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_backward_b_c128)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_backward_c_f32)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_backward_c_f64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_backward_c_c64)(char *const *ptrs, int64_t n);
void CT_ISA_SYM(where_backward_c_c128)(char *const *ptrs, int64_t n);
extern const ct_row_loops CT_ISA_SYM(loops_pointwise)[];
const ct_row_loops CT_ISA_SYM(loops_pointwise)[] = {
    {&ct_op_add, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(add_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(add_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(add_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(add_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(add_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(add_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(add_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(add_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(add_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(add_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(add_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(add_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(add_c128),
    }},
    {&ct_op_sub, {
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(sub_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(sub_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(sub_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(sub_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(sub_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(sub_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(sub_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(sub_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(sub_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(sub_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(sub_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(sub_c128),
    }},
    {&ct_op_mul, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(mul_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(mul_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(mul_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(mul_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(mul_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(mul_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(mul_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(mul_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(mul_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(mul_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(mul_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(mul_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(mul_c128),
    }},
    {&ct_op_true_divide, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(true_divide_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(true_divide_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(true_divide_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(true_divide_c128),
    }},
    {&ct_op_floor_divide, {
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(floor_divide_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(floor_divide_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(floor_divide_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(floor_divide_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(floor_divide_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(floor_divide_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(floor_divide_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(floor_divide_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(floor_divide_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(floor_divide_f64),
    }},
    {&ct_op_remainder, {
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(remainder_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(remainder_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(remainder_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(remainder_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(remainder_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(remainder_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(remainder_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(remainder_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(remainder_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(remainder_f64),
    }},
    {&ct_op_pow, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(pow_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(pow_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(pow_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(pow_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(pow_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(pow_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(pow_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(pow_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(pow_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(pow_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(pow_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(pow_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(pow_c128),
    }},
    {&ct_op_add_alpha, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(add_alpha_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(add_alpha_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(add_alpha_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(add_alpha_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(add_alpha_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(add_alpha_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(add_alpha_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(add_alpha_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(add_alpha_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(add_alpha_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(add_alpha_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(add_alpha_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(add_alpha_c128),
    }},
    {&ct_op_sub_alpha, {
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(sub_alpha_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(sub_alpha_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(sub_alpha_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(sub_alpha_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(sub_alpha_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(sub_alpha_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(sub_alpha_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(sub_alpha_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(sub_alpha_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(sub_alpha_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(sub_alpha_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(sub_alpha_c128),
    }},
    {&ct_op_neg, {
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(neg_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(neg_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(neg_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(neg_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(neg_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(neg_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(neg_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(neg_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(neg_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(neg_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(neg_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(neg_c128),
    }},
    {&ct_op_abs, {
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(abs_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(abs_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(abs_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(abs_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(abs_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(abs_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(abs_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(abs_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(abs_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(abs_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(abs_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(abs_c128),
    }},
    {&ct_op_sign, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(sign_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(sign_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(sign_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(sign_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(sign_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(sign_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(sign_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(sign_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(sign_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(sign_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(sign_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(sign_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(sign_c128),
    }},
    {&ct_op_square, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(square_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(square_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(square_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(square_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(square_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(square_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(square_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(square_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(square_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(square_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(square_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(square_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(square_c128),
    }},
    {&ct_op_reciprocal, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(reciprocal_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(reciprocal_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(reciprocal_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(reciprocal_c128),
    }},
    {&ct_op_conj_physical, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(conj_physical_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(conj_physical_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(conj_physical_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(conj_physical_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(conj_physical_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(conj_physical_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(conj_physical_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(conj_physical_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(conj_physical_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(conj_physical_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(conj_physical_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(conj_physical_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(conj_physical_c128),
    }},
    {&ct_op_exp, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(exp_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(exp_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(exp_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(exp_c128),
    }},
    {&ct_op_exp2, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(exp2_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(exp2_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(exp2_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(exp2_c128),
    }},
    {&ct_op_expm1, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(expm1_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(expm1_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(expm1_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(expm1_c128),
    }},
    {&ct_op_log, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(log_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(log_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(log_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(log_c128),
    }},
    {&ct_op_log2, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(log2_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(log2_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(log2_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(log2_c128),
    }},
    {&ct_op_log10, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(log10_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(log10_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(log10_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(log10_c128),
    }},
    {&ct_op_log1p, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(log1p_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(log1p_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(log1p_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(log1p_c128),
    }},
    {&ct_op_sqrt, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(sqrt_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(sqrt_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(sqrt_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(sqrt_c128),
    }},
    {&ct_op_rsqrt, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(rsqrt_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(rsqrt_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(rsqrt_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(rsqrt_c128),
    }},
    {&ct_op_sin, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(sin_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(sin_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(sin_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(sin_c128),
    }},
    {&ct_op_cos, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(cos_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(cos_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(cos_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(cos_c128),
    }},
    {&ct_op_tan, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(tan_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(tan_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(tan_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(tan_c128),
    }},
    {&ct_op_tanh, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(tanh_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(tanh_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(tanh_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(tanh_c128),
    }},
    {&ct_op_sigmoid, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(sigmoid_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(sigmoid_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(sigmoid_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(sigmoid_c128),
    }},
    {&ct_op_relu, {
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(relu_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(relu_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(relu_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(relu_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(relu_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(relu_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(relu_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(relu_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(relu_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(relu_f64),
    }},
    {&ct_op_erf, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(erf_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(erf_f64),
    }},
    {&ct_op_gelu_exact, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(gelu_exact_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(gelu_exact_f64),
    }},
    {&ct_op_gelu_tanh, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(gelu_tanh_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(gelu_tanh_f64),
    }},
    {&ct_op_floor, {
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(floor_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(floor_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(floor_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(floor_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(floor_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(floor_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(floor_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(floor_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(floor_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(floor_f64),
    }},
    {&ct_op_ceil, {
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(ceil_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(ceil_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(ceil_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(ceil_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(ceil_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(ceil_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(ceil_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(ceil_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(ceil_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(ceil_f64),
    }},
    {&ct_op_round, {
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(round_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(round_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(round_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(round_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(round_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(round_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(round_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(round_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(round_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(round_f64),
    }},
    {&ct_op_trunc, {
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(trunc_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(trunc_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(trunc_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(trunc_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(trunc_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(trunc_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(trunc_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(trunc_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(trunc_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(trunc_f64),
    }},
    {&ct_op_maximum, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(maximum_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(maximum_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(maximum_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(maximum_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(maximum_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(maximum_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(maximum_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(maximum_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(maximum_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(maximum_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(maximum_f64),
    }},
    {&ct_op_minimum, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(minimum_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(minimum_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(minimum_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(minimum_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(minimum_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(minimum_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(minimum_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(minimum_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(minimum_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(minimum_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(minimum_f64),
    }},
    {&ct_op_clamp_min, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(clamp_min_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(clamp_min_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(clamp_min_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(clamp_min_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(clamp_min_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(clamp_min_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(clamp_min_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(clamp_min_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(clamp_min_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(clamp_min_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(clamp_min_f64),
    }},
    {&ct_op_clamp_max, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(clamp_max_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(clamp_max_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(clamp_max_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(clamp_max_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(clamp_max_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(clamp_max_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(clamp_max_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(clamp_max_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(clamp_max_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(clamp_max_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(clamp_max_f64),
    }},
    {&ct_op_clamp_both, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(clamp_both_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(clamp_both_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(clamp_both_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(clamp_both_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(clamp_both_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(clamp_both_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(clamp_both_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(clamp_both_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(clamp_both_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(clamp_both_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(clamp_both_f64),
    }},
    {&ct_op_where, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(where_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(where_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(where_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(where_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(where_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(where_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(where_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(where_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(where_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(where_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(where_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(where_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(where_c128),
    }},
    {&ct_op_eq, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(eq_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(eq_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(eq_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(eq_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(eq_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(eq_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(eq_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(eq_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(eq_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(eq_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(eq_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(eq_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(eq_c128),
    }},
    {&ct_op_ne, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(ne_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(ne_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(ne_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(ne_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(ne_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(ne_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(ne_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(ne_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(ne_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(ne_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(ne_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(ne_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(ne_c128),
    }},
    {&ct_op_lt, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(lt_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(lt_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(lt_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(lt_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(lt_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(lt_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(lt_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(lt_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(lt_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(lt_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(lt_f64),
    }},
    {&ct_op_le, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(le_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(le_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(le_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(le_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(le_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(le_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(le_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(le_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(le_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(le_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(le_f64),
    }},
    {&ct_op_gt, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(gt_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(gt_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(gt_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(gt_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(gt_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(gt_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(gt_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(gt_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(gt_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(gt_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(gt_f64),
    }},
    {&ct_op_ge, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(ge_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(ge_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(ge_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(ge_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(ge_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(ge_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(ge_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(ge_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(ge_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(ge_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(ge_f64),
    }},
    {&ct_op_logical_not, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(logical_not_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(logical_not_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(logical_not_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(logical_not_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(logical_not_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(logical_not_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(logical_not_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(logical_not_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(logical_not_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(logical_not_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(logical_not_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(logical_not_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(logical_not_c128),
    }},
    {&ct_op_logical_and, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(logical_and_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(logical_and_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(logical_and_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(logical_and_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(logical_and_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(logical_and_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(logical_and_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(logical_and_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(logical_and_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(logical_and_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(logical_and_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(logical_and_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(logical_and_c128),
    }},
    {&ct_op_logical_or, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(logical_or_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(logical_or_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(logical_or_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(logical_or_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(logical_or_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(logical_or_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(logical_or_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(logical_or_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(logical_or_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(logical_or_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(logical_or_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(logical_or_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(logical_or_c128),
    }},
    {&ct_op_logical_xor, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(logical_xor_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(logical_xor_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(logical_xor_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(logical_xor_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(logical_xor_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(logical_xor_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(logical_xor_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(logical_xor_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(logical_xor_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(logical_xor_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(logical_xor_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(logical_xor_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(logical_xor_c128),
    }},
    {&ct_op_isnan, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(isnan_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(isnan_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(isnan_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(isnan_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(isnan_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(isnan_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(isnan_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(isnan_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(isnan_i64),
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(isnan_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(isnan_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(isnan_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(isnan_c128),
    }},
    {&ct_op_bitwise_not, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(bitwise_not_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(bitwise_not_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(bitwise_not_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(bitwise_not_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(bitwise_not_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(bitwise_not_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(bitwise_not_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(bitwise_not_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(bitwise_not_i64),
    }},
    {&ct_op_bitwise_and, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(bitwise_and_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(bitwise_and_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(bitwise_and_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(bitwise_and_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(bitwise_and_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(bitwise_and_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(bitwise_and_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(bitwise_and_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(bitwise_and_i64),
    }},
    {&ct_op_bitwise_or, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(bitwise_or_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(bitwise_or_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(bitwise_or_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(bitwise_or_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(bitwise_or_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(bitwise_or_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(bitwise_or_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(bitwise_or_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(bitwise_or_i64),
    }},
    {&ct_op_bitwise_xor, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(bitwise_xor_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(bitwise_xor_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(bitwise_xor_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(bitwise_xor_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(bitwise_xor_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(bitwise_xor_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(bitwise_xor_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(bitwise_xor_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(bitwise_xor_i64),
    }},
    {&ct_op_bitwise_left_shift, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(bitwise_left_shift_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(bitwise_left_shift_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(bitwise_left_shift_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(bitwise_left_shift_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(bitwise_left_shift_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(bitwise_left_shift_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(bitwise_left_shift_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(bitwise_left_shift_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(bitwise_left_shift_i64),
    }},
    {&ct_op_bitwise_right_shift, {
        .forward[CT_DTYPE_BOOL] = CT_ISA_SYM(bitwise_right_shift_b8),
        .forward[CT_DTYPE_U8] = CT_ISA_SYM(bitwise_right_shift_u8),
        .forward[CT_DTYPE_I8] = CT_ISA_SYM(bitwise_right_shift_i8),
        .forward[CT_DTYPE_U16] = CT_ISA_SYM(bitwise_right_shift_u16),
        .forward[CT_DTYPE_I16] = CT_ISA_SYM(bitwise_right_shift_i16),
        .forward[CT_DTYPE_U32] = CT_ISA_SYM(bitwise_right_shift_u32),
        .forward[CT_DTYPE_I32] = CT_ISA_SYM(bitwise_right_shift_i32),
        .forward[CT_DTYPE_U64] = CT_ISA_SYM(bitwise_right_shift_u64),
        .forward[CT_DTYPE_I64] = CT_ISA_SYM(bitwise_right_shift_i64),
    }},
    {&ct_op_mul_backward_a, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(mul_backward_a_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(mul_backward_a_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(mul_backward_a_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(mul_backward_a_c128),
    }},
    {&ct_op_mul_backward_b, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(mul_backward_b_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(mul_backward_b_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(mul_backward_b_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(mul_backward_b_c128),
    }},
    {&ct_op_true_divide_backward_a, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(true_divide_backward_a_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(true_divide_backward_a_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(true_divide_backward_a_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(true_divide_backward_a_c128),
    }},
    {&ct_op_true_divide_backward_b, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(true_divide_backward_b_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(true_divide_backward_b_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(true_divide_backward_b_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(true_divide_backward_b_c128),
    }},
    {&ct_op_remainder_backward_b, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(remainder_backward_b_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(remainder_backward_b_f64),
    }},
    {&ct_op_pow_backward_a, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(pow_backward_a_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(pow_backward_a_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(pow_backward_a_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(pow_backward_a_c128),
    }},
    {&ct_op_pow_backward_b, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(pow_backward_b_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(pow_backward_b_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(pow_backward_b_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(pow_backward_b_c128),
    }},
    {&ct_op_add_alpha_backward_b, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(add_alpha_backward_b_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(add_alpha_backward_b_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(add_alpha_backward_b_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(add_alpha_backward_b_c128),
    }},
    {&ct_op_add_alpha_backward_c, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(add_alpha_backward_c_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(add_alpha_backward_c_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(add_alpha_backward_c_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(add_alpha_backward_c_c128),
    }},
    {&ct_op_sub_alpha_backward_b, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(sub_alpha_backward_b_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(sub_alpha_backward_b_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(sub_alpha_backward_b_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(sub_alpha_backward_b_c128),
    }},
    {&ct_op_sub_alpha_backward_c, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(sub_alpha_backward_c_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(sub_alpha_backward_c_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(sub_alpha_backward_c_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(sub_alpha_backward_c_c128),
    }},
    {&ct_op_abs_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(abs_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(abs_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(abs_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(abs_backward_c128),
    }},
    {&ct_op_sign_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(sign_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(sign_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(sign_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(sign_backward_c128),
    }},
    {&ct_op_square_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(square_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(square_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(square_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(square_backward_c128),
    }},
    {&ct_op_reciprocal_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(reciprocal_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(reciprocal_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(reciprocal_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(reciprocal_backward_c128),
    }},
    {&ct_op_conj_physical_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(conj_physical_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(conj_physical_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(conj_physical_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(conj_physical_backward_c128),
    }},
    {&ct_op_exp_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(exp_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(exp_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(exp_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(exp_backward_c128),
    }},
    {&ct_op_exp2_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(exp2_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(exp2_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(exp2_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(exp2_backward_c128),
    }},
    {&ct_op_expm1_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(expm1_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(expm1_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(expm1_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(expm1_backward_c128),
    }},
    {&ct_op_log_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(log_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(log_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(log_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(log_backward_c128),
    }},
    {&ct_op_log2_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(log2_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(log2_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(log2_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(log2_backward_c128),
    }},
    {&ct_op_log10_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(log10_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(log10_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(log10_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(log10_backward_c128),
    }},
    {&ct_op_log1p_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(log1p_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(log1p_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(log1p_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(log1p_backward_c128),
    }},
    {&ct_op_sqrt_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(sqrt_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(sqrt_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(sqrt_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(sqrt_backward_c128),
    }},
    {&ct_op_rsqrt_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(rsqrt_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(rsqrt_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(rsqrt_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(rsqrt_backward_c128),
    }},
    {&ct_op_sin_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(sin_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(sin_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(sin_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(sin_backward_c128),
    }},
    {&ct_op_cos_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(cos_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(cos_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(cos_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(cos_backward_c128),
    }},
    {&ct_op_tan_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(tan_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(tan_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(tan_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(tan_backward_c128),
    }},
    {&ct_op_tanh_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(tanh_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(tanh_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(tanh_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(tanh_backward_c128),
    }},
    {&ct_op_sigmoid_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(sigmoid_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(sigmoid_backward_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(sigmoid_backward_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(sigmoid_backward_c128),
    }},
    {&ct_op_relu_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(relu_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(relu_backward_f64),
    }},
    {&ct_op_erf_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(erf_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(erf_backward_f64),
    }},
    {&ct_op_gelu_exact_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(gelu_exact_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(gelu_exact_backward_f64),
    }},
    {&ct_op_gelu_tanh_backward, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(gelu_tanh_backward_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(gelu_tanh_backward_f64),
    }},
    {&ct_op_maximum_backward_a, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(maximum_backward_a_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(maximum_backward_a_f64),
    }},
    {&ct_op_maximum_backward_b, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(maximum_backward_b_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(maximum_backward_b_f64),
    }},
    {&ct_op_minimum_backward_a, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(minimum_backward_a_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(minimum_backward_a_f64),
    }},
    {&ct_op_minimum_backward_b, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(minimum_backward_b_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(minimum_backward_b_f64),
    }},
    {&ct_op_clamp_min_backward_a, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(clamp_min_backward_a_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(clamp_min_backward_a_f64),
    }},
    {&ct_op_clamp_min_backward_b, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(clamp_min_backward_b_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(clamp_min_backward_b_f64),
    }},
    {&ct_op_clamp_max_backward_a, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(clamp_max_backward_a_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(clamp_max_backward_a_f64),
    }},
    {&ct_op_clamp_max_backward_b, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(clamp_max_backward_b_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(clamp_max_backward_b_f64),
    }},
    {&ct_op_clamp_both_backward_a, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(clamp_both_backward_a_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(clamp_both_backward_a_f64),
    }},
    {&ct_op_clamp_both_backward_b, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(clamp_both_backward_b_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(clamp_both_backward_b_f64),
    }},
    {&ct_op_clamp_both_backward_c, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(clamp_both_backward_c_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(clamp_both_backward_c_f64),
    }},
    {&ct_op_where_backward_b, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(where_backward_b_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(where_backward_b_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(where_backward_b_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(where_backward_b_c128),
    }},
    {&ct_op_where_backward_c, {
        .forward[CT_DTYPE_F32] = CT_ISA_SYM(where_backward_c_f32),
        .forward[CT_DTYPE_F64] = CT_ISA_SYM(where_backward_c_f64),
        .forward[CT_DTYPE_C64] = CT_ISA_SYM(where_backward_c_c64),
        .forward[CT_DTYPE_C128] = CT_ISA_SYM(where_backward_c_c128),
    }},
    {NULL},
};
