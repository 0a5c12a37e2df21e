/* Made by tools/rows.py of csrc/ops/pointwise.def. */

#include "simd/formula.h"

#define CT_LANE c64
#define LOOP CT_ISA_SYM(add_c64)
#define TEXT a + b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_c64)
#define TEXT a - b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_c64)
#define TEXT a * b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(true_divide_c64)
#define TEXT a / b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_c64)
#define TEXT F(pow)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_c64)
#define TEXT F(fma)(b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_c64)
#define TEXT F(fma)(-b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(neg_c64)
#define TEXT -x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_c64)
#define TEXT F(abs)(x)
#define RESULT REAL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_c64)
#define TEXT F(sign)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_c64)
#define TEXT x * x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(reciprocal_c64)
#define TEXT 1 / x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_c64)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp_c64)
#define TEXT F(exp)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp2_c64)
#define TEXT F(exp2)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(expm1_c64)
#define TEXT F(expm1)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log_c64)
#define TEXT F(log)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log2_c64)
#define TEXT F(log2)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log10_c64)
#define TEXT F(log10)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log1p_c64)
#define TEXT F(log1p)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sqrt_c64)
#define TEXT F(sqrt)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(rsqrt_c64)
#define TEXT F(rsqrt)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sin_c64)
#define TEXT F(sin)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(cos_c64)
#define TEXT F(cos)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tan_c64)
#define TEXT F(tan)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tanh_c64)
#define TEXT F(tanh)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sigmoid_c64)
#define TEXT F(sigmoid)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_c64)
#define TEXT SEL(a != 0, b, c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(eq_c64)
#define TEXT a == b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ne_c64)
#define TEXT a != b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_not_c64)
#define TEXT x == 0
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_and_c64)
#define TEXT (a != 0) & (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_or_c64)
#define TEXT (a != 0) | (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_xor_c64)
#define TEXT (a != 0) ^ (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(isnan_c64)
#define TEXT x != x
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_backward_a_c64)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_backward_b_c64)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(true_divide_backward_a_c64)
#define TEXT a / CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(true_divide_backward_b_c64)
#define TEXT -a * CONJ(b / c / c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_backward_a_c64)
#define TEXT SEL(c == 0, 0, a * CONJ(c * F(pow)(b, c - 1)))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_backward_b_c64)
#define TEXT SEL(b == 0, a * CONJ(c * c * (1 - c)), a * CONJ(c * F(log)(b)))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_backward_b_c64)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_backward_c_c64)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_backward_b_c64)
#define TEXT -a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_backward_c_c64)
#define TEXT -a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_backward_c64)
#define TEXT a * F(sign)(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_backward_c64)
#define TEXT SEL(b == 0, 0, (a - c * c * CONJ(a)) / (2 * F(abs)(b)))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_backward_c64)
#define TEXT a * CONJ(2 * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(reciprocal_backward_c64)
#define TEXT -a * CONJ(b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_backward_c64)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp_backward_c64)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp2_backward_c64)
#define TEXT a * CONJ(b) * K(0.6931471805599453)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(expm1_backward_c64)
#define TEXT a * CONJ(b + 1)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log_backward_c64)
#define TEXT a / CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log2_backward_c64)
#define TEXT a / CONJ(b * K(0.6931471805599453))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log10_backward_c64)
#define TEXT a / CONJ(b * K(2.302585092994046))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log1p_backward_c64)
#define TEXT a / CONJ(b + 1)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sqrt_backward_c64)
#define TEXT a / CONJ(2 * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(rsqrt_backward_c64)
#define TEXT K(-0.5) * a * CONJ(b * b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sin_backward_c64)
#define TEXT a * CONJ(F(cos)(b))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(cos_backward_c64)
#define TEXT -a * CONJ(F(sin)(b))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tan_backward_c64)
#define TEXT a * CONJ(1 + b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tanh_backward_c64)
#define TEXT a * CONJ(1 - b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sigmoid_backward_c64)
#define TEXT a * CONJ(b * (1 - b))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_backward_b_c64)
#define TEXT SEL(b != 0, a, 0)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_backward_c_c64)
#define TEXT SEL(b != 0, 0, a)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#undef CT_LANE

#define CT_LANE c128
#define LOOP CT_ISA_SYM(add_c128)
#define TEXT a + b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_c128)
#define TEXT a - b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_c128)
#define TEXT a * b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(true_divide_c128)
#define TEXT a / b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_c128)
#define TEXT F(pow)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_c128)
#define TEXT F(fma)(b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_c128)
#define TEXT F(fma)(-b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(neg_c128)
#define TEXT -x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_c128)
#define TEXT F(abs)(x)
#define RESULT REAL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_c128)
#define TEXT F(sign)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_c128)
#define TEXT x * x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(reciprocal_c128)
#define TEXT 1 / x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_c128)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp_c128)
#define TEXT F(exp)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp2_c128)
#define TEXT F(exp2)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(expm1_c128)
#define TEXT F(expm1)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log_c128)
#define TEXT F(log)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log2_c128)
#define TEXT F(log2)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log10_c128)
#define TEXT F(log10)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log1p_c128)
#define TEXT F(log1p)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sqrt_c128)
#define TEXT F(sqrt)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(rsqrt_c128)
#define TEXT F(rsqrt)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sin_c128)
#define TEXT F(sin)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(cos_c128)
#define TEXT F(cos)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tan_c128)
#define TEXT F(tan)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tanh_c128)
#define TEXT F(tanh)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sigmoid_c128)
#define TEXT F(sigmoid)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_c128)
#define TEXT SEL(a != 0, b, c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(eq_c128)
#define TEXT a == b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ne_c128)
#define TEXT a != b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_not_c128)
#define TEXT x == 0
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_and_c128)
#define TEXT (a != 0) & (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_or_c128)
#define TEXT (a != 0) | (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_xor_c128)
#define TEXT (a != 0) ^ (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(isnan_c128)
#define TEXT x != x
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_backward_a_c128)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_backward_b_c128)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(true_divide_backward_a_c128)
#define TEXT a / CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(true_divide_backward_b_c128)
#define TEXT -a * CONJ(b / c / c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_backward_a_c128)
#define TEXT SEL(c == 0, 0, a * CONJ(c * F(pow)(b, c - 1)))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_backward_b_c128)
#define TEXT SEL(b == 0, a * CONJ(c * c * (1 - c)), a * CONJ(c * F(log)(b)))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_backward_b_c128)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_backward_c_c128)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_backward_b_c128)
#define TEXT -a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_backward_c_c128)
#define TEXT -a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_backward_c128)
#define TEXT a * F(sign)(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_backward_c128)
#define TEXT SEL(b == 0, 0, (a - c * c * CONJ(a)) / (2 * F(abs)(b)))
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_backward_c128)
#define TEXT a * CONJ(2 * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(reciprocal_backward_c128)
#define TEXT -a * CONJ(b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_backward_c128)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp_backward_c128)
#define TEXT a * CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(exp2_backward_c128)
#define TEXT a * CONJ(b) * K(0.6931471805599453)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(expm1_backward_c128)
#define TEXT a * CONJ(b + 1)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log_backward_c128)
#define TEXT a / CONJ(b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log2_backward_c128)
#define TEXT a / CONJ(b * K(0.6931471805599453))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log10_backward_c128)
#define TEXT a / CONJ(b * K(2.302585092994046))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(log1p_backward_c128)
#define TEXT a / CONJ(b + 1)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sqrt_backward_c128)
#define TEXT a / CONJ(2 * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(rsqrt_backward_c128)
#define TEXT K(-0.5) * a * CONJ(b * b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sin_backward_c128)
#define TEXT a * CONJ(F(cos)(b))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(cos_backward_c128)
#define TEXT -a * CONJ(F(sin)(b))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tan_backward_c128)
#define TEXT a * CONJ(1 + b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(tanh_backward_c128)
#define TEXT a * CONJ(1 - b * b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sigmoid_backward_c128)
#define TEXT a * CONJ(b * (1 - b))
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_backward_b_c128)
#define TEXT SEL(b != 0, a, 0)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_backward_c_c128)
#define TEXT SEL(b != 0, 0, a)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#undef CT_LANE
