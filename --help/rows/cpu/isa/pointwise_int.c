/* Made by tools/rows.py of csrc/ops/pointwise.def. */

#include "simd/formula.h"

#define CT_LANE b8
#define LOOP CT_ISA_SYM(add_b8)
#define TEXT a + b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_b8)
#define TEXT a * b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_b8)
#define TEXT F(pow)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_b8)
#define TEXT F(fma)(b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_b8)
#define TEXT F(sign)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_b8)
#define TEXT x * x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_b8)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(maximum_b8)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(minimum_b8)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_min_b8)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_max_b8)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_b8)
#define TEXT F(minimum)(F(maximum)(a, b), c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_b8)
#define TEXT SEL(a != 0, b, c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(eq_b8)
#define TEXT a == b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ne_b8)
#define TEXT a != b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(lt_b8)
#define TEXT a < b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(le_b8)
#define TEXT a <= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gt_b8)
#define TEXT a > b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ge_b8)
#define TEXT a >= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_not_b8)
#define TEXT x == 0
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_and_b8)
#define TEXT (a != 0) & (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_or_b8)
#define TEXT (a != 0) | (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_xor_b8)
#define TEXT (a != 0) ^ (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(isnan_b8)
#define TEXT x != x
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_not_b8)
#define TEXT F(bitwise_not)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_and_b8)
#define TEXT a & b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_or_b8)
#define TEXT a | b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_xor_b8)
#define TEXT a ^ b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_left_shift_b8)
#define TEXT F(bitwise_left_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_right_shift_b8)
#define TEXT F(bitwise_right_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#undef CT_LANE

#define CT_LANE u8
#define LOOP CT_ISA_SYM(add_u8)
#define TEXT a + b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_u8)
#define TEXT a - b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_u8)
#define TEXT a * b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_divide_u8)
#define TEXT F(floor_divide)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(remainder_u8)
#define TEXT F(remainder)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_u8)
#define TEXT F(pow)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_u8)
#define TEXT F(fma)(b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_u8)
#define TEXT F(fma)(-b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(neg_u8)
#define TEXT -x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_u8)
#define TEXT F(abs)(x)
#define RESULT REAL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_u8)
#define TEXT F(sign)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_u8)
#define TEXT x * x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_u8)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(relu_u8)
#define TEXT SEL(x <= 0, 0, x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_u8)
#define TEXT F(floor)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ceil_u8)
#define TEXT F(ceil)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(round_u8)
#define TEXT F(round)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(trunc_u8)
#define TEXT F(trunc)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(maximum_u8)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(minimum_u8)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_min_u8)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_max_u8)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_u8)
#define TEXT F(minimum)(F(maximum)(a, b), c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_u8)
#define TEXT SEL(a != 0, b, c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(eq_u8)
#define TEXT a == b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ne_u8)
#define TEXT a != b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(lt_u8)
#define TEXT a < b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(le_u8)
#define TEXT a <= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gt_u8)
#define TEXT a > b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ge_u8)
#define TEXT a >= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_not_u8)
#define TEXT x == 0
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_and_u8)
#define TEXT (a != 0) & (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_or_u8)
#define TEXT (a != 0) | (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_xor_u8)
#define TEXT (a != 0) ^ (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(isnan_u8)
#define TEXT x != x
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_not_u8)
#define TEXT F(bitwise_not)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_and_u8)
#define TEXT a & b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_or_u8)
#define TEXT a | b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_xor_u8)
#define TEXT a ^ b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_left_shift_u8)
#define TEXT F(bitwise_left_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_right_shift_u8)
#define TEXT F(bitwise_right_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#undef CT_LANE

#define CT_LANE i8
#define LOOP CT_ISA_SYM(add_i8)
#define TEXT a + b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_i8)
#define TEXT a - b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_i8)
#define TEXT a * b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_divide_i8)
#define TEXT F(floor_divide)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(remainder_i8)
#define TEXT F(remainder)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_i8)
#define TEXT F(pow)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_i8)
#define TEXT F(fma)(b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_i8)
#define TEXT F(fma)(-b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(neg_i8)
#define TEXT -x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_i8)
#define TEXT F(abs)(x)
#define RESULT REAL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_i8)
#define TEXT F(sign)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_i8)
#define TEXT x * x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_i8)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(relu_i8)
#define TEXT SEL(x <= 0, 0, x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_i8)
#define TEXT F(floor)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ceil_i8)
#define TEXT F(ceil)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(round_i8)
#define TEXT F(round)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(trunc_i8)
#define TEXT F(trunc)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(maximum_i8)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(minimum_i8)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_min_i8)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_max_i8)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_i8)
#define TEXT F(minimum)(F(maximum)(a, b), c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_i8)
#define TEXT SEL(a != 0, b, c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(eq_i8)
#define TEXT a == b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ne_i8)
#define TEXT a != b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(lt_i8)
#define TEXT a < b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(le_i8)
#define TEXT a <= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gt_i8)
#define TEXT a > b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ge_i8)
#define TEXT a >= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_not_i8)
#define TEXT x == 0
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_and_i8)
#define TEXT (a != 0) & (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_or_i8)
#define TEXT (a != 0) | (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_xor_i8)
#define TEXT (a != 0) ^ (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(isnan_i8)
#define TEXT x != x
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_not_i8)
#define TEXT F(bitwise_not)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_and_i8)
#define TEXT a & b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_or_i8)
#define TEXT a | b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_xor_i8)
#define TEXT a ^ b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_left_shift_i8)
#define TEXT F(bitwise_left_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_right_shift_i8)
#define TEXT F(bitwise_right_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#undef CT_LANE

#define CT_LANE u16
#define LOOP CT_ISA_SYM(add_u16)
#define TEXT a + b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_u16)
#define TEXT a - b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_u16)
#define TEXT a * b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_divide_u16)
#define TEXT F(floor_divide)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(remainder_u16)
#define TEXT F(remainder)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_u16)
#define TEXT F(pow)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_u16)
#define TEXT F(fma)(b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_u16)
#define TEXT F(fma)(-b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(neg_u16)
#define TEXT -x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_u16)
#define TEXT F(abs)(x)
#define RESULT REAL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_u16)
#define TEXT F(sign)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_u16)
#define TEXT x * x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_u16)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(relu_u16)
#define TEXT SEL(x <= 0, 0, x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_u16)
#define TEXT F(floor)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ceil_u16)
#define TEXT F(ceil)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(round_u16)
#define TEXT F(round)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(trunc_u16)
#define TEXT F(trunc)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(maximum_u16)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(minimum_u16)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_min_u16)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_max_u16)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_u16)
#define TEXT F(minimum)(F(maximum)(a, b), c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_u16)
#define TEXT SEL(a != 0, b, c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(eq_u16)
#define TEXT a == b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ne_u16)
#define TEXT a != b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(lt_u16)
#define TEXT a < b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(le_u16)
#define TEXT a <= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gt_u16)
#define TEXT a > b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ge_u16)
#define TEXT a >= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_not_u16)
#define TEXT x == 0
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_and_u16)
#define TEXT (a != 0) & (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_or_u16)
#define TEXT (a != 0) | (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_xor_u16)
#define TEXT (a != 0) ^ (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(isnan_u16)
#define TEXT x != x
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_not_u16)
#define TEXT F(bitwise_not)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_and_u16)
#define TEXT a & b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_or_u16)
#define TEXT a | b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_xor_u16)
#define TEXT a ^ b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_left_shift_u16)
#define TEXT F(bitwise_left_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_right_shift_u16)
#define TEXT F(bitwise_right_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#undef CT_LANE

#define CT_LANE i16
#define LOOP CT_ISA_SYM(add_i16)
#define TEXT a + b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_i16)
#define TEXT a - b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_i16)
#define TEXT a * b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_divide_i16)
#define TEXT F(floor_divide)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(remainder_i16)
#define TEXT F(remainder)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_i16)
#define TEXT F(pow)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_i16)
#define TEXT F(fma)(b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_i16)
#define TEXT F(fma)(-b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(neg_i16)
#define TEXT -x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_i16)
#define TEXT F(abs)(x)
#define RESULT REAL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_i16)
#define TEXT F(sign)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_i16)
#define TEXT x * x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_i16)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(relu_i16)
#define TEXT SEL(x <= 0, 0, x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_i16)
#define TEXT F(floor)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ceil_i16)
#define TEXT F(ceil)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(round_i16)
#define TEXT F(round)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(trunc_i16)
#define TEXT F(trunc)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(maximum_i16)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(minimum_i16)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_min_i16)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_max_i16)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_i16)
#define TEXT F(minimum)(F(maximum)(a, b), c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_i16)
#define TEXT SEL(a != 0, b, c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(eq_i16)
#define TEXT a == b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ne_i16)
#define TEXT a != b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(lt_i16)
#define TEXT a < b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(le_i16)
#define TEXT a <= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gt_i16)
#define TEXT a > b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ge_i16)
#define TEXT a >= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_not_i16)
#define TEXT x == 0
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_and_i16)
#define TEXT (a != 0) & (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_or_i16)
#define TEXT (a != 0) | (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_xor_i16)
#define TEXT (a != 0) ^ (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(isnan_i16)
#define TEXT x != x
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_not_i16)
#define TEXT F(bitwise_not)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_and_i16)
#define TEXT a & b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_or_i16)
#define TEXT a | b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_xor_i16)
#define TEXT a ^ b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_left_shift_i16)
#define TEXT F(bitwise_left_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_right_shift_i16)
#define TEXT F(bitwise_right_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#undef CT_LANE

#define CT_LANE u32
#define LOOP CT_ISA_SYM(add_u32)
#define TEXT a + b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_u32)
#define TEXT a - b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_u32)
#define TEXT a * b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_divide_u32)
#define TEXT F(floor_divide)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(remainder_u32)
#define TEXT F(remainder)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_u32)
#define TEXT F(pow)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_u32)
#define TEXT F(fma)(b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_u32)
#define TEXT F(fma)(-b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(neg_u32)
#define TEXT -x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_u32)
#define TEXT F(abs)(x)
#define RESULT REAL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_u32)
#define TEXT F(sign)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_u32)
#define TEXT x * x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_u32)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(relu_u32)
#define TEXT SEL(x <= 0, 0, x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_u32)
#define TEXT F(floor)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ceil_u32)
#define TEXT F(ceil)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(round_u32)
#define TEXT F(round)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(trunc_u32)
#define TEXT F(trunc)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(maximum_u32)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(minimum_u32)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_min_u32)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_max_u32)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_u32)
#define TEXT F(minimum)(F(maximum)(a, b), c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_u32)
#define TEXT SEL(a != 0, b, c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(eq_u32)
#define TEXT a == b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ne_u32)
#define TEXT a != b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(lt_u32)
#define TEXT a < b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(le_u32)
#define TEXT a <= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gt_u32)
#define TEXT a > b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ge_u32)
#define TEXT a >= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_not_u32)
#define TEXT x == 0
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_and_u32)
#define TEXT (a != 0) & (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_or_u32)
#define TEXT (a != 0) | (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_xor_u32)
#define TEXT (a != 0) ^ (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(isnan_u32)
#define TEXT x != x
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_not_u32)
#define TEXT F(bitwise_not)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_and_u32)
#define TEXT a & b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_or_u32)
#define TEXT a | b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_xor_u32)
#define TEXT a ^ b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_left_shift_u32)
#define TEXT F(bitwise_left_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_right_shift_u32)
#define TEXT F(bitwise_right_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#undef CT_LANE

#define CT_LANE i32
#define LOOP CT_ISA_SYM(add_i32)
#define TEXT a + b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_i32)
#define TEXT a - b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_i32)
#define TEXT a * b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_divide_i32)
#define TEXT F(floor_divide)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(remainder_i32)
#define TEXT F(remainder)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_i32)
#define TEXT F(pow)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_i32)
#define TEXT F(fma)(b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_i32)
#define TEXT F(fma)(-b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(neg_i32)
#define TEXT -x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_i32)
#define TEXT F(abs)(x)
#define RESULT REAL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_i32)
#define TEXT F(sign)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_i32)
#define TEXT x * x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_i32)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(relu_i32)
#define TEXT SEL(x <= 0, 0, x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_i32)
#define TEXT F(floor)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ceil_i32)
#define TEXT F(ceil)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(round_i32)
#define TEXT F(round)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(trunc_i32)
#define TEXT F(trunc)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(maximum_i32)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(minimum_i32)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_min_i32)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_max_i32)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_i32)
#define TEXT F(minimum)(F(maximum)(a, b), c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_i32)
#define TEXT SEL(a != 0, b, c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(eq_i32)
#define TEXT a == b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ne_i32)
#define TEXT a != b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(lt_i32)
#define TEXT a < b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(le_i32)
#define TEXT a <= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gt_i32)
#define TEXT a > b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ge_i32)
#define TEXT a >= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_not_i32)
#define TEXT x == 0
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_and_i32)
#define TEXT (a != 0) & (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_or_i32)
#define TEXT (a != 0) | (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_xor_i32)
#define TEXT (a != 0) ^ (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(isnan_i32)
#define TEXT x != x
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_not_i32)
#define TEXT F(bitwise_not)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_and_i32)
#define TEXT a & b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_or_i32)
#define TEXT a | b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_xor_i32)
#define TEXT a ^ b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_left_shift_i32)
#define TEXT F(bitwise_left_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_right_shift_i32)
#define TEXT F(bitwise_right_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#undef CT_LANE

#define CT_LANE u64
#define LOOP CT_ISA_SYM(add_u64)
#define TEXT a + b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_u64)
#define TEXT a - b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_u64)
#define TEXT a * b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_divide_u64)
#define TEXT F(floor_divide)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(remainder_u64)
#define TEXT F(remainder)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_u64)
#define TEXT F(pow)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_u64)
#define TEXT F(fma)(b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_u64)
#define TEXT F(fma)(-b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(neg_u64)
#define TEXT -x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_u64)
#define TEXT F(abs)(x)
#define RESULT REAL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_u64)
#define TEXT F(sign)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_u64)
#define TEXT x * x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_u64)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(relu_u64)
#define TEXT SEL(x <= 0, 0, x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_u64)
#define TEXT F(floor)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ceil_u64)
#define TEXT F(ceil)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(round_u64)
#define TEXT F(round)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(trunc_u64)
#define TEXT F(trunc)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(maximum_u64)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(minimum_u64)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_min_u64)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_max_u64)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_u64)
#define TEXT F(minimum)(F(maximum)(a, b), c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_u64)
#define TEXT SEL(a != 0, b, c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(eq_u64)
#define TEXT a == b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ne_u64)
#define TEXT a != b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(lt_u64)
#define TEXT a < b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(le_u64)
#define TEXT a <= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gt_u64)
#define TEXT a > b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ge_u64)
#define TEXT a >= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_not_u64)
#define TEXT x == 0
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_and_u64)
#define TEXT (a != 0) & (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_or_u64)
#define TEXT (a != 0) | (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_xor_u64)
#define TEXT (a != 0) ^ (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(isnan_u64)
#define TEXT x != x
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_not_u64)
#define TEXT F(bitwise_not)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_and_u64)
#define TEXT a & b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_or_u64)
#define TEXT a | b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_xor_u64)
#define TEXT a ^ b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_left_shift_u64)
#define TEXT F(bitwise_left_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_right_shift_u64)
#define TEXT F(bitwise_right_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#undef CT_LANE

#define CT_LANE i64
#define LOOP CT_ISA_SYM(add_i64)
#define TEXT a + b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_i64)
#define TEXT a - b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(mul_i64)
#define TEXT a * b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_divide_i64)
#define TEXT F(floor_divide)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(remainder_i64)
#define TEXT F(remainder)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(pow_i64)
#define TEXT F(pow)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(add_alpha_i64)
#define TEXT F(fma)(b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sub_alpha_i64)
#define TEXT F(fma)(-b, c, a)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(neg_i64)
#define TEXT -x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(abs_i64)
#define TEXT F(abs)(x)
#define RESULT REAL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(sign_i64)
#define TEXT F(sign)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(square_i64)
#define TEXT x * x
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(conj_physical_i64)
#define TEXT CONJ(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(relu_i64)
#define TEXT SEL(x <= 0, 0, x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(floor_i64)
#define TEXT F(floor)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ceil_i64)
#define TEXT F(ceil)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(round_i64)
#define TEXT F(round)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(trunc_i64)
#define TEXT F(trunc)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(maximum_i64)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(minimum_i64)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_min_i64)
#define TEXT F(maximum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_max_i64)
#define TEXT F(minimum)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(clamp_both_i64)
#define TEXT F(minimum)(F(maximum)(a, b), c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(where_i64)
#define TEXT SEL(a != 0, b, c)
#define RESULT SAME
#define OPERANDS 3
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(eq_i64)
#define TEXT a == b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ne_i64)
#define TEXT a != b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(lt_i64)
#define TEXT a < b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(le_i64)
#define TEXT a <= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(gt_i64)
#define TEXT a > b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(ge_i64)
#define TEXT a >= b
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_not_i64)
#define TEXT x == 0
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_and_i64)
#define TEXT (a != 0) & (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_or_i64)
#define TEXT (a != 0) | (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(logical_xor_i64)
#define TEXT (a != 0) ^ (b != 0)
#define RESULT BOOL
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(isnan_i64)
#define TEXT x != x
#define RESULT BOOL
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_not_i64)
#define TEXT F(bitwise_not)(x)
#define RESULT SAME
#define OPERANDS 1
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_and_i64)
#define TEXT a & b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_or_i64)
#define TEXT a | b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_xor_i64)
#define TEXT a ^ b
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_left_shift_i64)
#define TEXT F(bitwise_left_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#define LOOP CT_ISA_SYM(bitwise_right_shift_i64)
#define TEXT F(bitwise_right_shift)(a, b)
#define RESULT SAME
#define OPERANDS 2
#include "cpu/isa/loop.h"
#undef CT_LANE
