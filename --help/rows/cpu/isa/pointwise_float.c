/* Made by tools/rows.py of csrc/ops/pointwise.def. */

#include "simd/formula.h"

#define CT_LANE f32
#define LOOP CT_ISA_SYM(add_f32)
#define TEXT a + b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_f32)
#define TEXT a - b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_f32)
#define TEXT a * b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(true_divide_f32)
#define TEXT a / b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_divide_f32)
#define TEXT F(floor_divide)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(remainder_f32)
#define TEXT F(remainder)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_f32)
#define TEXT F(pow)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_f32)
#define TEXT F(fma)(b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_f32)
#define TEXT F(fma)(-b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(neg_f32)
#define TEXT -x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_f32)
#define TEXT F(abs)(x)
#define RESULT REAL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_f32)
#define TEXT F(sign)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_f32)
#define TEXT x * x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(reciprocal_f32)
#define TEXT 1 / x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_f32)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp_f32)
#define TEXT F(exp)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp2_f32)
#define TEXT F(exp2)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(expm1_f32)
#define TEXT F(expm1)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log_f32)
#define TEXT F(log)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log2_f32)
#define TEXT F(log2)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log10_f32)
#define TEXT F(log10)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log1p_f32)
#define TEXT F(log1p)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sqrt_f32)
#define TEXT F(sqrt)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(rsqrt_f32)
#define TEXT F(rsqrt)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sin_f32)
#define TEXT F(sin)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(cos_f32)
#define TEXT F(cos)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tan_f32)
#define TEXT F(tan)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tanh_f32)
#define TEXT F(tanh)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sigmoid_f32)
#define TEXT F(sigmoid)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(relu_f32)
#define TEXT SEL(x <= 0, 0, x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(erf_f32)
#define TEXT F(erf)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gelu_exact_f32)
#define TEXT F(gelu)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gelu_tanh_f32)
#define TEXT F(gelu_tanh)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_f32)
#define TEXT F(floor)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ceil_f32)
#define TEXT F(ceil)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(round_f32)
#define TEXT F(round)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(trunc_f32)
#define TEXT F(trunc)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(maximum_f32)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(minimum_f32)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_min_f32)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_max_f32)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_f32)
#define TEXT F(minimum)(F(maximum)(a, b), c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_f32)
#define TEXT SEL(a != 0, b, c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(eq_f32)
#define TEXT a == b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ne_f32)
#define TEXT a != b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(lt_f32)
#define TEXT a < b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(le_f32)
#define TEXT a <= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gt_f32)
#define TEXT a > b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ge_f32)
#define TEXT a >= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_not_f32)
#define TEXT x == 0
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_and_f32)
#define TEXT (a != 0) & (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_or_f32)
#define TEXT (a != 0) | (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_xor_f32)
#define TEXT (a != 0) ^ (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(isnan_f32)
#define TEXT x != x
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_backward_a_f32)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_backward_b_f32)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(true_divide_backward_a_f32)
#define TEXT a / CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(true_divide_backward_b_f32)
#define TEXT -a * CONJ(b / c / c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(remainder_backward_b_f32)
#define TEXT -a * F(floor_divide)(b, c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_backward_a_f32)
#define TEXT SEL(c == 0, 0, a * CONJ(c * F(pow)(b, c - 1)))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_backward_b_f32)
#define TEXT SEL(b == 0, a * CONJ(c * c * (1 - c)), a * CONJ(c * F(log)(b)))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_backward_b_f32)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_backward_c_f32)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_backward_b_f32)
#define TEXT -a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_backward_c_f32)
#define TEXT -a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_backward_f32)
#define TEXT a * F(sign)(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_backward_f32)
#define TEXT SEL(b == 0, 0, (a - c * c * CONJ(a)) / (2 * F(abs)(b)))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_backward_f32)
#define TEXT a * CONJ(2 * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(reciprocal_backward_f32)
#define TEXT -a * CONJ(b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_backward_f32)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp_backward_f32)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp2_backward_f32)
#define TEXT a * CONJ(b) * K(0.6931471805599453)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(expm1_backward_f32)
#define TEXT a * CONJ(b + 1)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log_backward_f32)
#define TEXT a / CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log2_backward_f32)
#define TEXT a / CONJ(b * K(0.6931471805599453))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log10_backward_f32)
#define TEXT a / CONJ(b * K(2.302585092994046))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log1p_backward_f32)
#define TEXT a / CONJ(b + 1)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sqrt_backward_f32)
#define TEXT a / CONJ(2 * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(rsqrt_backward_f32)
#define TEXT K(-0.5) * a * CONJ(b * b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sin_backward_f32)
#define TEXT a * CONJ(F(cos)(b))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(cos_backward_f32)
#define TEXT -a * CONJ(F(sin)(b))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tan_backward_f32)
#define TEXT a * CONJ(1 + b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tanh_backward_f32)
#define TEXT a * CONJ(1 - b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sigmoid_backward_f32)
#define TEXT a * CONJ(b * (1 - b))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(relu_backward_f32)
#define TEXT SEL(b <= 0, 0, a)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(erf_backward_f32)
#define TEXT a * K(1.1283791670955126) * F(exp)(-b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gelu_exact_backward_f32)
#define TEXT a * (K(0.5) * (1 + F(erf)(b * K(0.7071067811865476))) + SEL(b * b > 2000, 0, b * K(0.3989422804014327) * F(exp)(K(-0.5) * b * b)))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gelu_tanh_backward_f32)
#define TEXT SEL(b * b > 2000, SEL(b > 0, a, 0), a * F(sigmoid)(b * (K(1.5957691216057308) + K(0.0713548162726009) * b * b)) * (1 + b * F(sigmoid)(-b * (K(1.5957691216057308) + K(0.0713548162726009) * b * b)) * (K(1.5957691216057308) + K(0.2140644488178027) * b * b)))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(maximum_backward_a_f32)
#define TEXT SEL(b == c, a * K(0.5), SEL(b < c, 0, a))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(maximum_backward_b_f32)
#define TEXT SEL(b == c, a * K(0.5), SEL(b > c, 0, a))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(minimum_backward_a_f32)
#define TEXT SEL(b == c, a * K(0.5), SEL(b > c, 0, a))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(minimum_backward_b_f32)
#define TEXT SEL(b == c, a * K(0.5), SEL(b < c, 0, a))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_min_backward_a_f32)
#define TEXT SEL(b >= c, a, 0)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_min_backward_b_f32)
#define TEXT SEL(b < c, a, 0)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_max_backward_a_f32)
#define TEXT SEL(b <= c, a, 0)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_max_backward_b_f32)
#define TEXT SEL(b > c, a, 0)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_backward_a_f32)
#define TEXT SEL(b >= c, SEL(b <= d, a, 0), 0)
#define RESULT SAME
#define OPERANDS 4
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_backward_b_f32)
#define TEXT SEL(c < d, SEL(b < c, a, 0), 0)
#define RESULT SAME
#define OPERANDS 4
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_backward_c_f32)
#define TEXT SEL(b > d, a, SEL(c > d, a, 0))
#define RESULT SAME
#define OPERANDS 4
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_backward_b_f32)
#define TEXT SEL(b != 0, a, 0)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_backward_c_f32)
#define TEXT SEL(b != 0, 0, a)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#undef CT_LANE

#define CT_LANE f64
#define LOOP CT_ISA_SYM(add_f64)
#define TEXT a + b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_f64)
#define TEXT a - b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_f64)
#define TEXT a * b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(true_divide_f64)
#define TEXT a / b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_divide_f64)
#define TEXT F(floor_divide)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(remainder_f64)
#define TEXT F(remainder)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_f64)
#define TEXT F(pow)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_f64)
#define TEXT F(fma)(b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_f64)
#define TEXT F(fma)(-b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(neg_f64)
#define TEXT -x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_f64)
#define TEXT F(abs)(x)
#define RESULT REAL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_f64)
#define TEXT F(sign)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_f64)
#define TEXT x * x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(reciprocal_f64)
#define TEXT 1 / x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_f64)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp_f64)
#define TEXT F(exp)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp2_f64)
#define TEXT F(exp2)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(expm1_f64)
#define TEXT F(expm1)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log_f64)
#define TEXT F(log)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log2_f64)
#define TEXT F(log2)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log10_f64)
#define TEXT F(log10)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log1p_f64)
#define TEXT F(log1p)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sqrt_f64)
#define TEXT F(sqrt)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(rsqrt_f64)
#define TEXT F(rsqrt)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sin_f64)
#define TEXT F(sin)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(cos_f64)
#define TEXT F(cos)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tan_f64)
#define TEXT F(tan)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tanh_f64)
#define TEXT F(tanh)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sigmoid_f64)
#define TEXT F(sigmoid)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(relu_f64)
#define TEXT SEL(x <= 0, 0, x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(erf_f64)
#define TEXT F(erf)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gelu_exact_f64)
#define TEXT F(gelu)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gelu_tanh_f64)
#define TEXT F(gelu_tanh)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_f64)
#define TEXT F(floor)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ceil_f64)
#define TEXT F(ceil)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(round_f64)
#define TEXT F(round)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(trunc_f64)
#define TEXT F(trunc)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(maximum_f64)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(minimum_f64)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_min_f64)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_max_f64)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_f64)
#define TEXT F(minimum)(F(maximum)(a, b), c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_f64)
#define TEXT SEL(a != 0, b, c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(eq_f64)
#define TEXT a == b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ne_f64)
#define TEXT a != b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(lt_f64)
#define TEXT a < b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(le_f64)
#define TEXT a <= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gt_f64)
#define TEXT a > b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ge_f64)
#define TEXT a >= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_not_f64)
#define TEXT x == 0
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_and_f64)
#define TEXT (a != 0) & (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_or_f64)
#define TEXT (a != 0) | (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_xor_f64)
#define TEXT (a != 0) ^ (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(isnan_f64)
#define TEXT x != x
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_backward_a_f64)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_backward_b_f64)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(true_divide_backward_a_f64)
#define TEXT a / CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(true_divide_backward_b_f64)
#define TEXT -a * CONJ(b / c / c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(remainder_backward_b_f64)
#define TEXT -a * F(floor_divide)(b, c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_backward_a_f64)
#define TEXT SEL(c == 0, 0, a * CONJ(c * F(pow)(b, c - 1)))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_backward_b_f64)
#define TEXT SEL(b == 0, a * CONJ(c * c * (1 - c)), a * CONJ(c * F(log)(b)))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_backward_b_f64)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_backward_c_f64)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_backward_b_f64)
#define TEXT -a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_backward_c_f64)
#define TEXT -a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_backward_f64)
#define TEXT a * F(sign)(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_backward_f64)
#define TEXT SEL(b == 0, 0, (a - c * c * CONJ(a)) / (2 * F(abs)(b)))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_backward_f64)
#define TEXT a * CONJ(2 * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(reciprocal_backward_f64)
#define TEXT -a * CONJ(b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_backward_f64)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp_backward_f64)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp2_backward_f64)
#define TEXT a * CONJ(b) * K(0.6931471805599453)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(expm1_backward_f64)
#define TEXT a * CONJ(b + 1)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log_backward_f64)
#define TEXT a / CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log2_backward_f64)
#define TEXT a / CONJ(b * K(0.6931471805599453))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log10_backward_f64)
#define TEXT a / CONJ(b * K(2.302585092994046))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log1p_backward_f64)
#define TEXT a / CONJ(b + 1)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sqrt_backward_f64)
#define TEXT a / CONJ(2 * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(rsqrt_backward_f64)
#define TEXT K(-0.5) * a * CONJ(b * b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sin_backward_f64)
#define TEXT a * CONJ(F(cos)(b))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(cos_backward_f64)
#define TEXT -a * CONJ(F(sin)(b))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tan_backward_f64)
#define TEXT a * CONJ(1 + b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tanh_backward_f64)
#define TEXT a * CONJ(1 - b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sigmoid_backward_f64)
#define TEXT a * CONJ(b * (1 - b))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(relu_backward_f64)
#define TEXT SEL(b <= 0, 0, a)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(erf_backward_f64)
#define TEXT a * K(1.1283791670955126) * F(exp)(-b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gelu_exact_backward_f64)
#define TEXT a * (K(0.5) * (1 + F(erf)(b * K(0.7071067811865476))) + SEL(b * b > 2000, 0, b * K(0.3989422804014327) * F(exp)(K(-0.5) * b * b)))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gelu_tanh_backward_f64)
#define TEXT SEL(b * b > 2000, SEL(b > 0, a, 0), a * F(sigmoid)(b * (K(1.5957691216057308) + K(0.0713548162726009) * b * b)) * (1 + b * F(sigmoid)(-b * (K(1.5957691216057308) + K(0.0713548162726009) * b * b)) * (K(1.5957691216057308) + K(0.2140644488178027) * b * b)))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(maximum_backward_a_f64)
#define TEXT SEL(b == c, a * K(0.5), SEL(b < c, 0, a))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(maximum_backward_b_f64)
#define TEXT SEL(b == c, a * K(0.5), SEL(b > c, 0, a))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(minimum_backward_a_f64)
#define TEXT SEL(b == c, a * K(0.5), SEL(b > c, 0, a))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(minimum_backward_b_f64)
#define TEXT SEL(b == c, a * K(0.5), SEL(b < c, 0, a))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_min_backward_a_f64)
#define TEXT SEL(b >= c, a, 0)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_min_backward_b_f64)
#define TEXT SEL(b < c, a, 0)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_max_backward_a_f64)
#define TEXT SEL(b <= c, a, 0)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_max_backward_b_f64)
#define TEXT SEL(b > c, a, 0)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_backward_a_f64)
#define TEXT SEL(b >= c, SEL(b <= d, a, 0), 0)
#define RESULT SAME
#define OPERANDS 4
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_backward_b_f64)
#define TEXT SEL(c < d, SEL(b < c, a, 0), 0)
#define RESULT SAME
#define OPERANDS 4
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_backward_c_f64)
#define TEXT SEL(b > d, a, SEL(c > d, a, 0))
#define RESULT SAME
#define OPERANDS 4
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_backward_b_f64)
#define TEXT SEL(b != 0, a, 0)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_backward_c_f64)
#define TEXT SEL(b != 0, 0, a)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#undef CT_LANE
