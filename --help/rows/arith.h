/* Made by tools/rows.py of csrc/ops/arith.def. */

#ifndef CT_ROWS_ARITH_H
#define CT_ROWS_ARITH_H
#include "ops/scope.h"

/* add(input: operand, other: operand, *, alpha: scalar) */
extern ct_op ct_op_add_scaled;
enum { CT_AT_add_scaled_input, CT_AT_add_scaled_other, CT_AT_add_scaled_alpha };
ct_tensor *ct_s_add_scaled(ct_scope *s, ct_tensor *input, ct_tensor *other, ct_tensor *alpha);

/* sub(input: operand, other: operand, *, alpha: scalar) */
extern ct_op ct_op_sub_scaled;
enum { CT_AT_sub_scaled_input, CT_AT_sub_scaled_other, CT_AT_sub_scaled_alpha };
ct_tensor *ct_s_sub_scaled(ct_scope *s, ct_tensor *input, ct_tensor *other, ct_tensor *alpha);

/* div(input: operand, other: operand, *, rounding_mode: 'trunc' | 'floor'? = None) */
extern ct_op ct_op_div;
enum { CT_AT_div_input, CT_AT_div_other, CT_AT_div_rounding_mode };
enum { CT_IS_div_rounding_mode_trunc, CT_IS_div_rounding_mode_floor };
typedef struct ct_div_options {
    ct_some rounding_mode;
} ct_div_options;
ct_tensor *ct_s_div_with(ct_scope *s, ct_tensor *input, ct_tensor *other, ct_div_options o);
#define ct_s_div(s, input, other, ...) \
    ct_s_div_with(s, input, other, (ct_div_options){__VA_ARGS__})

/* round(input: tensor, *, decimals: int) */
extern ct_op ct_op_round_decimals;
enum { CT_AT_round_decimals_input, CT_AT_round_decimals_decimals };
ct_tensor *ct_s_round_decimals(ct_scope *s, ct_tensor *input, int64_t decimals);

/* clamp(input: tensor, min: operand? = None, max: operand? = None) */
extern ct_op ct_op_clamp;
enum { CT_AT_clamp_input, CT_AT_clamp_min, CT_AT_clamp_max };
typedef struct ct_clamp_options {
    ct_tensor *min;
    ct_tensor *max;
} ct_clamp_options;
ct_tensor *ct_s_clamp_with(ct_scope *s, ct_tensor *input, ct_clamp_options o);
#define ct_s_clamp(s, input, ...) \
    ct_s_clamp_with(s, input, (ct_clamp_options){__VA_ARGS__})

/* gelu(input: tensor, *, approximate: 'none' | 'tanh' = 'none') */
extern ct_op ct_op_gelu;
enum { CT_AT_gelu_input, CT_AT_gelu_approximate };
enum { CT_IS_gelu_approximate_none, CT_IS_gelu_approximate_tanh };
typedef struct ct_gelu_options {
    ct_some approximate;
} ct_gelu_options;
ct_tensor *ct_s_gelu_with(ct_scope *s, ct_tensor *input, ct_gelu_options o);
#define ct_s_gelu(s, input, ...) \
    ct_s_gelu_with(s, input, (ct_gelu_options){__VA_ARGS__})

#endif
