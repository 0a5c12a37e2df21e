/* Made by tools/rows.py of csrc/ops/pointwise.def. */

#include "rows/pointwise.h"

extern ct_op ct_op_add_scaled;
extern ct_op ct_op_round_decimals;
extern ct_op ct_op_sub_scaled;
extern ct_op ct_op_where_nonzero;
int ct_pointwise_check(ct_call *c);
int ct_backward_check(ct_call *c);
int ct_formula_body(ct_call *c);
void ct_pointwise_grad_rule(ct_rule *r);
void ct_body_grad(ct_rule *r);
static const ct_param params_add[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_add = {.text = "a + b", .low = -10, .high = 10, .ulp = 1, .gradients = {{CT_GRADIENT_G, 0, NULL, "g"}, {CT_GRADIENT_G, 0, NULL, "g"}}};
ct_op ct_op_add = {
    .name = "add",
    .pyname = "add",
    .signature = "(input: operand, other: operand)",
    .doc = "input + other, elementwise with broadcasting.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_add,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = &ct_op_add_scaled,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_WRAP,
    .formula = &formula_add,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_sub[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_sub = {.text = "a - b", .low = -10, .high = 10, .ulp = 1, .gradients = {{CT_GRADIENT_G, 0, NULL, "g"}, {CT_GRADIENT_NEG_G, 0, NULL, "-g"}}};
ct_op ct_op_sub = {
    .name = "sub",
    .pyname = "sub",
    .signature = "(input: operand, other: operand)",
    .doc = "input - other, elementwise with broadcasting.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_sub,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = &ct_op_sub_scaled,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .aliases = (const char *const[]){"subtract", NULL},
    .arity = 2,
    .dtype_class = CT_CLASS_NUMC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_WRAP,
    .formula = &formula_sub,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_mul[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_mul = {.text = "a * b", .low = -10, .high = 10, .ulp = 1, .gradients = {{CT_GRADIENT_TREE, 2, &ct_op_mul_backward_a, "g * CONJ(b)"}, {CT_GRADIENT_TREE, 1, &ct_op_mul_backward_b, "g * CONJ(a)"}}};
ct_op ct_op_mul = {
    .name = "mul",
    .pyname = "mul",
    .signature = "(input: operand, other: operand)",
    .doc = "input * other, elementwise with broadcasting.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_mul,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .aliases = (const char *const[]){"multiply", NULL},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_WRAP,
    .formula = &formula_mul,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_true_divide[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_true_divide = {.text = "a / b", .low = 0.5, .high = 10, .ulp = 1, .gradients = {{CT_GRADIENT_TREE, 2, &ct_op_true_divide_backward_a, "g / CONJ(b)"}, {CT_GRADIENT_TREE, 3, &ct_op_true_divide_backward_b, "-g * CONJ(a / b / b)"}}};
ct_op ct_op_true_divide = {
    .name = "true_divide",
    .pyname = "true_divide",
    .signature = "(input: operand, other: operand)",
    .doc = "input / other, elementwise; integers give floats.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_true_divide,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .arity = 2,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_true_divide,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_floor_divide[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_floor_divide = {.text = "F(floor_divide)(a, b)", .low = 0.5, .high = 10, .ulp = 1, .gradients = {{CT_GRADIENT_ZERO, 0, NULL, "ZERO"}, {CT_GRADIENT_ZERO, 0, NULL, "ZERO"}}};
ct_op ct_op_floor_divide = {
    .name = "floor_divide",
    .pyname = "floor_divide",
    .signature = "(input: operand, other: operand)",
    .doc = "The quotient rounded down. An integer divisor 0 is an error.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_floor_divide,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .numpy_inexact = 1,
    .arity = 2,
    .dtype_class = CT_CLASS_NUMS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_floor_divide,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_remainder[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_remainder = {.text = "F(remainder)(a, b)", .low = 0.5, .high = 10, .ulp = 1, .gradients = {{CT_GRADIENT_G, 0, NULL, "g"}, {CT_GRADIENT_TREE, 3, &ct_op_remainder_backward_b, "-g * F(floor_divide)(a, b)"}}};
ct_op ct_op_remainder = {
    .name = "remainder",
    .pyname = "remainder",
    .signature = "(input: operand, other: operand)",
    .doc = "What floor_divide leaves: it has the divisor's sign. An integer divisor 0 is an error.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_remainder,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .numpy_inexact = 1,
    .arity = 2,
    .dtype_class = CT_CLASS_NUMS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_remainder,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_pow[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "exponent", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_pow = {.text = "F(pow)(a, b)", .low = 0.5, .high = 4, .ulp = 2, .gradients = {{CT_GRADIENT_TREE, 3, &ct_op_pow_backward_a, "SEL(b == 0, 0, g * CONJ(b * F(pow)(a, b - 1)))"}, {CT_GRADIENT_TREE, 17, &ct_op_pow_backward_b, "SEL(a == 0, g * CONJ(y * y * (1 - y)), g * CONJ(y * F(log)(a)))"}}};
ct_op ct_op_pow = {
    .name = "pow",
    .pyname = "pow",
    .signature = "(input: operand, exponent: operand)",
    .doc = "input raised to the power exponent. Integers to a negative power are an error.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_pow,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .numpy = (const char *const[]){"power", NULL},
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .numpy_inexact = 1,
    .aliases = (const char *const[]){"__pow__", NULL},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_pow,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_add_alpha[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "alpha", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_add_alpha = {.text = "F(fma)(b, c, a)", .low = -10, .high = 10, .ulp = 1, .gradients = {{CT_GRADIENT_G, 0, NULL, "g"}, {CT_GRADIENT_TREE, 4, &ct_op_add_alpha_backward_b, "g * CONJ(c)"}, {CT_GRADIENT_TREE, 2, &ct_op_add_alpha_backward_c, "g * CONJ(b)"}}};
ct_op ct_op_add_alpha = {
    .name = "add_alpha",
    .pyname = "_add_alpha",
    .signature = "(input: operand, other: operand, alpha: operand)",
    .doc = "input + alpha * other.",
    .flags = CT_INPLACE | CT_OUT | CT_OP_PRIVATE | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 3,
    .params = params_add_alpha,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .arity = 3,
    .dtype_class = CT_CLASS_ALLC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_WRAP,
    .formula = &formula_add_alpha,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_sub_alpha[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "alpha", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_sub_alpha = {.text = "F(fma)(-b, c, a)", .low = -10, .high = 10, .ulp = 1, .gradients = {{CT_GRADIENT_G, 0, NULL, "g"}, {CT_GRADIENT_TREE, 4, &ct_op_sub_alpha_backward_b, "-g * CONJ(c)"}, {CT_GRADIENT_TREE, 2, &ct_op_sub_alpha_backward_c, "-g * CONJ(b)"}}};
ct_op ct_op_sub_alpha = {
    .name = "sub_alpha",
    .pyname = "_sub_alpha",
    .signature = "(input: operand, other: operand, alpha: operand)",
    .doc = "input - alpha * other.",
    .flags = CT_INPLACE | CT_OUT | CT_OP_PRIVATE | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 3,
    .params = params_sub_alpha,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .arity = 3,
    .dtype_class = CT_CLASS_NUMC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_WRAP,
    .formula = &formula_sub_alpha,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_neg[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_neg = {.text = "-x", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NEG_G, 0, NULL, "-g"}}};
ct_op ct_op_neg = {
    .name = "neg",
    .pyname = "neg",
    .signature = "(input: tensor)",
    .doc = "Negative of each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_neg,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .aliases = (const char *const[]){"negative", NULL},
    .arity = 1,
    .dtype_class = CT_CLASS_NUMC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_neg,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_abs[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_abs = {.text = "F(abs)(x)", .low = -10, .high = 10, .ulp = 1, .gradients = {{CT_GRADIENT_TREE, 1, &ct_op_abs_backward, "g * F(sign)(x)"}}};
ct_op ct_op_abs = {
    .name = "abs",
    .pyname = "abs",
    .signature = "(input: tensor)",
    .doc = "Absolute value of each element; a complex number's magnitude.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_abs,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .aliases = (const char *const[]){"absolute", NULL},
    .arity = 1,
    .dtype_class = CT_CLASS_NUMC,
    .result = CT_RESULT_REAL,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_abs,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_sign[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_sign = {.text = "F(sign)(x)", .low = -10, .high = 10, .ulp = 1, .gradients = {{CT_GRADIENT_TREE, 17, &ct_op_sign_backward, "SEL(x == 0, 0, (g - y * y * CONJ(g)) / (2 * F(abs)(x)))"}}};
ct_op ct_op_sign = {
    .name = "sign",
    .pyname = "sign",
    .signature = "(input: tensor)",
    .doc = "-1, 0 or 1 by each element's sign; x / |x| for complex numbers.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_sign,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_ALLC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_sign,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_square[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_square = {.text = "x * x", .low = -10, .high = 10, .ulp = 1, .gradients = {{CT_GRADIENT_TREE, 1, &ct_op_square_backward, "g * CONJ(2 * x)"}}};
ct_op ct_op_square = {
    .name = "square",
    .pyname = "square",
    .signature = "(input: tensor)",
    .doc = "Square of each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_square,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_ALLC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_square,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_reciprocal[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_reciprocal = {.text = "1 / x", .low = 0.5, .high = 10, .ulp = 1, .gradients = {{CT_GRADIENT_TREE, 16, &ct_op_reciprocal_backward, "-g * CONJ(y * y)"}}};
ct_op ct_op_reciprocal = {
    .name = "reciprocal",
    .pyname = "reciprocal",
    .signature = "(input: tensor)",
    .doc = "1 / x for each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_reciprocal,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_reciprocal,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_conj_physical[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_conj_physical = {.text = "CONJ(x)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_TREE, 0, &ct_op_conj_physical_backward, "CONJ(g)"}}};
ct_op ct_op_conj_physical = {
    .name = "conj_physical",
    .pyname = "conj_physical",
    .signature = "(input: tensor)",
    .doc = "Complex conjugate of each element, in new memory for real numbers too.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_conj_physical,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .numpy = (const char *const[]){"conjugate", NULL},
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_ALLC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_conj_physical,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_exp[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_exp = {.text = "F(exp)(x)", .low = -10, .high = 10, .ulp = 2, .gradients = {{CT_GRADIENT_TREE, 16, &ct_op_exp_backward, "g * CONJ(y)"}}};
ct_op ct_op_exp = {
    .name = "exp",
    .pyname = "exp",
    .signature = "(input: tensor)",
    .doc = "e raised to each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_exp,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_exp,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_exp2[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_exp2 = {.text = "F(exp2)(x)", .low = -10, .high = 10, .ulp = 2, .gradients = {{CT_GRADIENT_TREE, 16, &ct_op_exp2_backward, "g * CONJ(y) * K(0.6931471805599453)"}}};
ct_op ct_op_exp2 = {
    .name = "exp2",
    .pyname = "exp2",
    .signature = "(input: tensor)",
    .doc = "2 raised to each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_exp2,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_exp2,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_expm1[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_expm1 = {.text = "F(expm1)(x)", .low = -10, .high = 10, .ulp = 2, .gradients = {{CT_GRADIENT_TREE, 16, &ct_op_expm1_backward, "g * CONJ(y + 1)"}}};
ct_op ct_op_expm1 = {
    .name = "expm1",
    .pyname = "expm1",
    .signature = "(input: tensor)",
    .doc = "exp(x) - 1, exact for small x.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_expm1,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_expm1,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_log[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_log = {.text = "F(log)(x)", .low = 0.1, .high = 10, .ulp = 2, .gradients = {{CT_GRADIENT_TREE, 1, &ct_op_log_backward, "g / CONJ(x)"}}};
ct_op ct_op_log = {
    .name = "log",
    .pyname = "log",
    .signature = "(input: tensor)",
    .doc = "Natural logarithm of each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_log,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_log,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_log2[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_log2 = {.text = "F(log2)(x)", .low = 0.1, .high = 10, .ulp = 2, .gradients = {{CT_GRADIENT_TREE, 1, &ct_op_log2_backward, "g / CONJ(x * K(0.6931471805599453))"}}};
ct_op ct_op_log2 = {
    .name = "log2",
    .pyname = "log2",
    .signature = "(input: tensor)",
    .doc = "Logarithm to base 2 of each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_log2,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_log2,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_log10[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_log10 = {.text = "F(log10)(x)", .low = 0.1, .high = 10, .ulp = 2, .gradients = {{CT_GRADIENT_TREE, 1, &ct_op_log10_backward, "g / CONJ(x * K(2.302585092994046))"}}};
ct_op ct_op_log10 = {
    .name = "log10",
    .pyname = "log10",
    .signature = "(input: tensor)",
    .doc = "Logarithm to base 10 of each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_log10,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_log10,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_log1p[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_log1p = {.text = "F(log1p)(x)", .low = -0.5, .high = 10, .ulp = 2, .gradients = {{CT_GRADIENT_TREE, 1, &ct_op_log1p_backward, "g / CONJ(x + 1)"}}};
ct_op ct_op_log1p = {
    .name = "log1p",
    .pyname = "log1p",
    .signature = "(input: tensor)",
    .doc = "log(1 + x), exact for small x.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_log1p,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_log1p,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_sqrt[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_sqrt = {.text = "F(sqrt)(x)", .low = 0.1, .high = 10, .ulp = 1, .gradients = {{CT_GRADIENT_TREE, 16, &ct_op_sqrt_backward, "g / CONJ(2 * y)"}}};
ct_op ct_op_sqrt = {
    .name = "sqrt",
    .pyname = "sqrt",
    .signature = "(input: tensor)",
    .doc = "Square root of each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_sqrt,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_sqrt,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_rsqrt[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_rsqrt = {.text = "F(rsqrt)(x)", .low = 0.1, .high = 10, .ulp = 2, .gradients = {{CT_GRADIENT_TREE, 16, &ct_op_rsqrt_backward, "K(-0.5) * g * CONJ(y * y * y)"}}};
ct_op ct_op_rsqrt = {
    .name = "rsqrt",
    .pyname = "rsqrt",
    .signature = "(input: tensor)",
    .doc = "1 / sqrt(x) for each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_rsqrt,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_rsqrt,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_sin[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_sin = {.text = "F(sin)(x)", .low = -10, .high = 10, .ulp = 2, .gradients = {{CT_GRADIENT_TREE, 1, &ct_op_sin_backward, "g * CONJ(F(cos)(x))"}}};
ct_op ct_op_sin = {
    .name = "sin",
    .pyname = "sin",
    .signature = "(input: tensor)",
    .doc = "Sine of each element (radians).",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_sin,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_sin,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_cos[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_cos = {.text = "F(cos)(x)", .low = -10, .high = 10, .ulp = 2, .gradients = {{CT_GRADIENT_TREE, 1, &ct_op_cos_backward, "-g * CONJ(F(sin)(x))"}}};
ct_op ct_op_cos = {
    .name = "cos",
    .pyname = "cos",
    .signature = "(input: tensor)",
    .doc = "Cosine of each element (radians).",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_cos,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_cos,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_tan[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_tan = {.text = "F(tan)(x)", .low = -1.5, .high = 1.5, .ulp = 4, .gradients = {{CT_GRADIENT_TREE, 16, &ct_op_tan_backward, "g * CONJ(1 + y * y)"}}};
ct_op ct_op_tan = {
    .name = "tan",
    .pyname = "tan",
    .signature = "(input: tensor)",
    .doc = "Tangent of each element (radians).",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_tan,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_tan,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_tanh[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_tanh = {.text = "F(tanh)(x)", .low = -10, .high = 10, .ulp = 2, .gradients = {{CT_GRADIENT_TREE, 16, &ct_op_tanh_backward, "g * CONJ(1 - y * y)"}}};
ct_op ct_op_tanh = {
    .name = "tanh",
    .pyname = "tanh",
    .signature = "(input: tensor)",
    .doc = "Hyperbolic tangent of each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_tanh,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_tanh,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_sigmoid[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_sigmoid = {.text = "F(sigmoid)(x)", .low = -10, .high = 10, .ulp = 4, .gradients = {{CT_GRADIENT_TREE, 16, &ct_op_sigmoid_backward, "g * CONJ(y * (1 - y))"}}};
ct_op ct_op_sigmoid = {
    .name = "sigmoid",
    .pyname = "sigmoid",
    .signature = "(input: tensor)",
    .doc = "1 / (1 + exp(-x)) for each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_sigmoid,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_sigmoid,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_relu[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_relu = {.text = "SEL(x <= 0, 0, x)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_TREE, 16, &ct_op_relu_backward, "SEL(y <= 0, 0, g)"}}};
ct_op ct_op_relu = {
    .name = "relu",
    .pyname = "relu",
    .signature = "(input: tensor)",
    .doc = "max(x, 0) for each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_relu,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_NUMS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_relu,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_erf[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_erf = {.text = "F(erf)(x)", .low = -4, .high = 4, .ulp = 2, .gradients = {{CT_GRADIENT_TREE, 1, &ct_op_erf_backward, "g * K(1.1283791670955126) * F(exp)(-x * x)"}}};
ct_op ct_op_erf = {
    .name = "erf",
    .pyname = "erf",
    .signature = "(input: tensor)",
    .doc = "Error function of each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_erf,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_erf,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_gelu_exact[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_gelu_exact = {.text = "F(gelu)(x)", .low = -6, .high = 6, .ulp = 4, .gradients = {{CT_GRADIENT_TREE, 1, &ct_op_gelu_exact_backward, "g * (K(0.5) * (1 + F(erf)(x * K(0.7071067811865476))) + SEL(x * x > 2000, 0, x * K(0.3989422804014327) * F(exp)(K(-0.5) * x * x)))"}}};
ct_op ct_op_gelu_exact = {
    .name = "gelu_exact",
    .pyname = "gelu_exact",
    .signature = "(input: tensor)",
    .doc = "x times the normal distribution function at x: gelu(x).",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_gelu_exact,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_gelu_exact,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_gelu_tanh[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_gelu_tanh = {.text = "F(gelu_tanh)(x)", .low = -6, .high = 6, .ulp = 4, .gradients = {{CT_GRADIENT_TREE, 1, &ct_op_gelu_tanh_backward, "SEL(x * x > 2000, SEL(x > 0, g, 0), g * F(sigmoid)(x * (K(1.5957691216057308) + K(0.0713548162726009) * x * x)) * (1 + x * F(sigmoid)(-x * (K(1.5957691216057308) + K(0.0713548162726009) * x * x)) * (K(1.5957691216057308) + K(0.2140644488178027) * x * x)))"}}};
ct_op ct_op_gelu_tanh = {
    .name = "gelu_tanh",
    .pyname = "gelu_tanh",
    .signature = "(input: tensor)",
    .doc = "gelu(x, approximate='tanh').",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_gelu_tanh,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_FLOATS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_gelu_tanh,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_floor[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_floor = {.text = "F(floor)(x)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_ZERO, 0, NULL, "ZERO"}}};
ct_op ct_op_floor = {
    .name = "floor",
    .pyname = "floor",
    .signature = "(input: tensor)",
    .doc = "Largest integer not above each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_floor,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .numpy_inexact = 1,
    .arity = 1,
    .dtype_class = CT_CLASS_NUMS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_floor,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_ceil[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_ceil = {.text = "F(ceil)(x)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_ZERO, 0, NULL, "ZERO"}}};
ct_op ct_op_ceil = {
    .name = "ceil",
    .pyname = "ceil",
    .signature = "(input: tensor)",
    .doc = "Smallest integer not below each element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_ceil,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .numpy_inexact = 1,
    .arity = 1,
    .dtype_class = CT_CLASS_NUMS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_ceil,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_round[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_round = {.text = "F(round)(x)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_ZERO, 0, NULL, "ZERO"}}};
ct_op ct_op_round = {
    .name = "round",
    .pyname = "round",
    .signature = "(input: tensor)",
    .doc = "Nearest integer, halves to even.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_round,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = &ct_op_round_decimals,
    .is_overload = 0,
    .numpy = (const char *const[]){"rint", NULL},
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .numpy_inexact = 1,
    .arity = 1,
    .dtype_class = CT_CLASS_NUMS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_round,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_trunc[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_trunc = {.text = "F(trunc)(x)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_ZERO, 0, NULL, "ZERO"}}};
ct_op ct_op_trunc = {
    .name = "trunc",
    .pyname = "trunc",
    .signature = "(input: tensor)",
    .doc = "Each element without its fraction.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_trunc,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .numpy_inexact = 1,
    .arity = 1,
    .dtype_class = CT_CLASS_NUMS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_trunc,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_maximum[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_maximum = {.text = "F(maximum)(a, b)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_TREE, 3, &ct_op_maximum_backward_a, "SEL(a == b, g * K(0.5), SEL(a < b, 0, g))"}, {CT_GRADIENT_TREE, 3, &ct_op_maximum_backward_b, "SEL(a == b, g * K(0.5), SEL(a > b, 0, g))"}}};
ct_op ct_op_maximum = {
    .name = "maximum",
    .pyname = "maximum",
    .signature = "(input: operand, other: operand)",
    .doc = "The larger of two elements; NaN if either is.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_maximum,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_maximum,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_minimum[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_minimum = {.text = "F(minimum)(a, b)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_TREE, 3, &ct_op_minimum_backward_a, "SEL(a == b, g * K(0.5), SEL(a > b, 0, g))"}, {CT_GRADIENT_TREE, 3, &ct_op_minimum_backward_b, "SEL(a == b, g * K(0.5), SEL(a < b, 0, g))"}}};
ct_op ct_op_minimum = {
    .name = "minimum",
    .pyname = "minimum",
    .signature = "(input: operand, other: operand)",
    .doc = "The smaller of two elements; NaN if either is.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_minimum,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_minimum,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_clamp_min[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "min", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_clamp_min = {.text = "F(maximum)(a, b)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_TREE, 3, &ct_op_clamp_min_backward_a, "SEL(a >= b, g, 0)"}, {CT_GRADIENT_TREE, 3, &ct_op_clamp_min_backward_b, "SEL(a < b, g, 0)"}}};
ct_op ct_op_clamp_min = {
    .name = "clamp_min",
    .pyname = "clamp_min",
    .signature = "(input: operand, min: operand)",
    .doc = "Elements below the limit become the limit.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_clamp_min,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_clamp_min,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_clamp_max[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "max", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_clamp_max = {.text = "F(minimum)(a, b)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_TREE, 3, &ct_op_clamp_max_backward_a, "SEL(a <= b, g, 0)"}, {CT_GRADIENT_TREE, 3, &ct_op_clamp_max_backward_b, "SEL(a > b, g, 0)"}}};
ct_op ct_op_clamp_max = {
    .name = "clamp_max",
    .pyname = "clamp_max",
    .signature = "(input: operand, max: operand)",
    .doc = "Elements above the limit become the limit.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_clamp_max,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_clamp_max,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_clamp_both[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "min", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "max", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_clamp_both = {.text = "F(minimum)(F(maximum)(a, b), c)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_TREE, 7, &ct_op_clamp_both_backward_a, "SEL(a >= b, SEL(a <= c, g, 0), 0)"}, {CT_GRADIENT_TREE, 7, &ct_op_clamp_both_backward_b, "SEL(b < c, SEL(a < b, g, 0), 0)"}, {CT_GRADIENT_TREE, 7, &ct_op_clamp_both_backward_c, "SEL(a > c, g, SEL(b > c, g, 0))"}}};
ct_op ct_op_clamp_both = {
    .name = "clamp_both",
    .pyname = "_clamp_both",
    .signature = "(input: tensor, min: operand, max: operand)",
    .doc = "Elements moved into [min, max].",
    .flags = CT_METHOD | CT_INPLACE | CT_OP_PRIVATE | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 3,
    .params = params_clamp_both,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 3,
    .dtype_class = CT_CLASS_ALLS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_clamp_both,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_where[] = {
    {.name = "condition", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_where = {.text = "SEL(a != 0, b, c)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}, {CT_GRADIENT_TREE, 1, &ct_op_where_backward_b, "SEL(a != 0, g, 0)"}, {CT_GRADIENT_TREE, 1, &ct_op_where_backward_c, "SEL(a != 0, 0, g)"}}};
ct_op ct_op_where = {
    .name = "where",
    .pyname = "where",
    .signature = "(condition: tensor, input: operand, other: operand)",
    .doc = "input where the condition holds, else other.",
    .flags = CT_FN | CT_METHOD | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 3,
    .params = params_where,
    .positional = 3,
    .variadic = 0,
    .self = 1,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = &ct_op_where_nonzero,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 1}, {"a", 1}, {NULL, 0}},
    .arity = 3,
    .dtype_class = CT_CLASS_ALLC,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_CHOOSE,
    .formula = &formula_where,
    .check = ct_pointwise_check,
    .grad = ct_pointwise_grad_rule,
    .no_grad = NULL,
};

static const ct_param params_eq[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_eq = {.text = "a == b", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}, {CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_eq = {
    .name = "eq",
    .pyname = "eq",
    .signature = "(input: operand, other: operand)",
    .doc = "input == other, elementwise.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_eq,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .numpy = (const char *const[]){"equal", NULL},
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLC,
    .result = CT_RESULT_BOOL,
    .numbers = CT_NUMBERS_COMPARE,
    .formula = &formula_eq,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "the result is bool",
};

static const ct_param params_ne[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_ne = {.text = "a != b", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}, {CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_ne = {
    .name = "ne",
    .pyname = "ne",
    .signature = "(input: operand, other: operand)",
    .doc = "input != other, elementwise.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_ne,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .aliases = (const char *const[]){"not_equal", NULL},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLC,
    .result = CT_RESULT_BOOL,
    .numbers = CT_NUMBERS_COMPARE,
    .formula = &formula_ne,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "the result is bool",
};

static const ct_param params_lt[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_lt = {.text = "a < b", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}, {CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_lt = {
    .name = "lt",
    .pyname = "lt",
    .signature = "(input: operand, other: operand)",
    .doc = "input < other, elementwise.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_lt,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .aliases = (const char *const[]){"less", NULL},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLS,
    .result = CT_RESULT_BOOL,
    .numbers = CT_NUMBERS_COMPARE,
    .formula = &formula_lt,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "the result is bool",
};

static const ct_param params_le[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_le = {.text = "a <= b", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}, {CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_le = {
    .name = "le",
    .pyname = "le",
    .signature = "(input: operand, other: operand)",
    .doc = "input <= other, elementwise.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_le,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .aliases = (const char *const[]){"less_equal", NULL},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLS,
    .result = CT_RESULT_BOOL,
    .numbers = CT_NUMBERS_COMPARE,
    .formula = &formula_le,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "the result is bool",
};

static const ct_param params_gt[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_gt = {.text = "a > b", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}, {CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_gt = {
    .name = "gt",
    .pyname = "gt",
    .signature = "(input: operand, other: operand)",
    .doc = "input > other, elementwise.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_gt,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .aliases = (const char *const[]){"greater", NULL},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLS,
    .result = CT_RESULT_BOOL,
    .numbers = CT_NUMBERS_COMPARE,
    .formula = &formula_gt,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "the result is bool",
};

static const ct_param params_ge[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_ge = {.text = "a >= b", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}, {CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_ge = {
    .name = "ge",
    .pyname = "ge",
    .signature = "(input: operand, other: operand)",
    .doc = "input >= other, elementwise.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_ge,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .aliases = (const char *const[]){"greater_equal", NULL},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLS,
    .result = CT_RESULT_BOOL,
    .numbers = CT_NUMBERS_COMPARE,
    .formula = &formula_ge,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "the result is bool",
};

static const ct_param params_logical_not[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_logical_not = {.text = "x == 0", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_logical_not = {
    .name = "logical_not",
    .pyname = "logical_not",
    .signature = "(input: tensor)",
    .doc = "Is each element zero?",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_logical_not,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_ALLC,
    .result = CT_RESULT_BOOL,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_logical_not,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "the result is bool",
};

static const ct_param params_logical_and[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_logical_and = {.text = "(a != 0) & (b != 0)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}, {CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_logical_and = {
    .name = "logical_and",
    .pyname = "logical_and",
    .signature = "(input: operand, other: operand)",
    .doc = "Are both elements nonzero?",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_logical_and,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLC,
    .result = CT_RESULT_BOOL,
    .numbers = CT_NUMBERS_TRUTH,
    .formula = &formula_logical_and,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "the result is bool",
};

static const ct_param params_logical_or[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_logical_or = {.text = "(a != 0) | (b != 0)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}, {CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_logical_or = {
    .name = "logical_or",
    .pyname = "logical_or",
    .signature = "(input: operand, other: operand)",
    .doc = "Is either element nonzero?",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_logical_or,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLC,
    .result = CT_RESULT_BOOL,
    .numbers = CT_NUMBERS_TRUTH,
    .formula = &formula_logical_or,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "the result is bool",
};

static const ct_param params_logical_xor[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_logical_xor = {.text = "(a != 0) ^ (b != 0)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}, {CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_logical_xor = {
    .name = "logical_xor",
    .pyname = "logical_xor",
    .signature = "(input: operand, other: operand)",
    .doc = "Is just one of the elements nonzero?",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_logical_xor,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .arity = 2,
    .dtype_class = CT_CLASS_ALLC,
    .result = CT_RESULT_BOOL,
    .numbers = CT_NUMBERS_TRUTH,
    .formula = &formula_logical_xor,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "the result is bool",
};

static const ct_param params_isnan[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_isnan = {.text = "x != x", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_isnan = {
    .name = "isnan",
    .pyname = "isnan",
    .signature = "(input: tensor)",
    .doc = "Is each element NaN?",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_isnan,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_ALLC,
    .result = CT_RESULT_BOOL,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_isnan,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "the result is bool",
};

static const ct_param params_bitwise_not[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_bitwise_not = {.text = "F(bitwise_not)(x)", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_bitwise_not = {
    .name = "bitwise_not",
    .pyname = "bitwise_not",
    .signature = "(input: tensor)",
    .doc = "All bits of each element inverted.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 1,
    .params = params_bitwise_not,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .arity = 1,
    .dtype_class = CT_CLASS_BITS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_bitwise_not,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "integers have no gradient",
};

static const ct_param params_bitwise_and[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_bitwise_and = {.text = "a & b", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}, {CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_bitwise_and = {
    .name = "bitwise_and",
    .pyname = "bitwise_and",
    .signature = "(input: operand, other: operand)",
    .doc = "Bits set in both elements.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_bitwise_and,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .arity = 2,
    .dtype_class = CT_CLASS_BITS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_WRAP,
    .formula = &formula_bitwise_and,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "integers have no gradient",
};

static const ct_param params_bitwise_or[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_bitwise_or = {.text = "a | b", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}, {CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_bitwise_or = {
    .name = "bitwise_or",
    .pyname = "bitwise_or",
    .signature = "(input: operand, other: operand)",
    .doc = "Bits set in either element.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_bitwise_or,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .arity = 2,
    .dtype_class = CT_CLASS_BITS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_WRAP,
    .formula = &formula_bitwise_or,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "integers have no gradient",
};

static const ct_param params_bitwise_xor[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_bitwise_xor = {.text = "a ^ b", .low = -10, .high = 10, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}, {CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_bitwise_xor = {
    .name = "bitwise_xor",
    .pyname = "bitwise_xor",
    .signature = "(input: operand, other: operand)",
    .doc = "Bits set in just one of the elements.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_bitwise_xor,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .arity = 2,
    .dtype_class = CT_CLASS_BITS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_WRAP,
    .formula = &formula_bitwise_xor,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "integers have no gradient",
};

static const ct_param params_bitwise_left_shift[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_bitwise_left_shift = {.text = "F(bitwise_left_shift)(a, b)", .low = 0, .high = 6, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}, {CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_bitwise_left_shift = {
    .name = "bitwise_left_shift",
    .pyname = "bitwise_left_shift",
    .signature = "(input: operand, other: operand)",
    .doc = "input shifted left by other bits; 0 beyond the width.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_bitwise_left_shift,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .numpy = (const char *const[]){"left_shift", NULL},
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .numpy_inexact = 1,
    .arity = 2,
    .dtype_class = CT_CLASS_BITS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_bitwise_left_shift,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "integers have no gradient",
};

static const ct_param params_bitwise_right_shift[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};

static const ct_formula formula_bitwise_right_shift = {.text = "F(bitwise_right_shift)(a, b)", .low = 0, .high = 6, .ulp = 0, .gradients = {{CT_GRADIENT_NONE, 0, NULL, NULL}, {CT_GRADIENT_NONE, 0, NULL, NULL}}};
ct_op ct_op_bitwise_right_shift = {
    .name = "bitwise_right_shift",
    .pyname = "bitwise_right_shift",
    .signature = "(input: operand, other: operand)",
    .doc = "input shifted right by other bits; the sign fills.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_POINTWISE,
    .nout = 1,
    .nparam = 2,
    .params = params_bitwise_right_shift,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .numpy = (const char *const[]){"right_shift", NULL},
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .numpy_inexact = 1,
    .arity = 2,
    .dtype_class = CT_CLASS_BITS,
    .result = CT_RESULT_SAME,
    .numbers = CT_NUMBERS_FIT,
    .formula = &formula_bitwise_right_shift,
    .check = ct_pointwise_check,
    .grad = NULL,
    .no_grad = "integers have no gradient",
};

static const ct_param params_mul_backward_a[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_mul_backward_a[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_mul_backward_a = {.text = "a * CONJ(b)", .low = -10, .high = 10, .ulp = 1, .nsteps = 4, .steps = steps_mul_backward_a};
ct_op ct_op_mul_backward_a = {
    .name = "mul_backward_a",
    .pyname = "mul_backward_a",
    .signature = "(grad: tensor, other: tensor)",
    .doc = "The gradient of mul for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_mul_backward_a,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_mul_backward_a,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_mul_backward_b[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_mul_backward_b[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_mul_backward_b = {.text = "a * CONJ(b)", .low = -10, .high = 10, .ulp = 1, .nsteps = 4, .steps = steps_mul_backward_b};
ct_op ct_op_mul_backward_b = {
    .name = "mul_backward_b",
    .pyname = "mul_backward_b",
    .signature = "(grad: tensor, input: tensor)",
    .doc = "The gradient of mul for other.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_mul_backward_b,
    .positional = 4,
    .variadic = 0,
    .self = 1,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_mul_backward_b,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_true_divide_backward_a[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_true_divide_backward_a[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_true_divide},
};
static const ct_formula formula_true_divide_backward_a = {.text = "a / CONJ(b)", .low = 0.5, .high = 10, .ulp = 1, .nsteps = 4, .steps = steps_true_divide_backward_a};
ct_op ct_op_true_divide_backward_a = {
    .name = "true_divide_backward_a",
    .pyname = "true_divide_backward_a",
    .signature = "(grad: tensor, other: tensor)",
    .doc = "The gradient of true_divide for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_true_divide_backward_a,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_true_divide_backward_a,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_true_divide_backward_b[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_true_divide_backward_b[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_neg},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_true_divide},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_true_divide},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_true_divide_backward_b = {.text = "-a * CONJ(b / c / c)", .low = 0.5, .high = 10, .ulp = 1, .nsteps = 9, .steps = steps_true_divide_backward_b};
ct_op ct_op_true_divide_backward_b = {
    .name = "true_divide_backward_b",
    .pyname = "true_divide_backward_b",
    .signature = "(grad: tensor, input: tensor, other: tensor)",
    .doc = "The gradient of true_divide for other.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 5,
    .params = params_true_divide_backward_b,
    .positional = 5,
    .variadic = 0,
    .self = 1,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 3,
    .formula = &formula_true_divide_backward_b,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x7,
};

static const ct_param params_remainder_backward_b[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_remainder_backward_b[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_neg},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_floor_divide},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_remainder_backward_b = {.text = "-a * F(floor_divide)(b, c)", .low = 0.5, .high = 10, .ulp = 1, .nsteps = 6, .steps = steps_remainder_backward_b};
ct_op ct_op_remainder_backward_b = {
    .name = "remainder_backward_b",
    .pyname = "remainder_backward_b",
    .signature = "(grad: tensor, input: tensor, other: tensor)",
    .doc = "The gradient of remainder for other.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 5,
    .params = params_remainder_backward_b,
    .positional = 5,
    .variadic = 0,
    .self = 1,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 3,
    .formula = &formula_remainder_backward_b,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x7,
};

static const ct_param params_pow_backward_a[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "exponent", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_pow_backward_a[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_eq},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_WHOLE, .value = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_sub},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_pow},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_pow_backward_a = {.text = "SEL(c == 0, 0, a * CONJ(c * F(pow)(b, c - 1)))", .low = 0.5, .high = 4, .ulp = 2, .nsteps = 15, .steps = steps_pow_backward_a};
ct_op ct_op_pow_backward_a = {
    .name = "pow_backward_a",
    .pyname = "pow_backward_a",
    .signature = "(grad: tensor, input: tensor, exponent: tensor)",
    .doc = "The gradient of pow for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 5,
    .params = params_pow_backward_a,
    .positional = 5,
    .variadic = 0,
    .self = 1,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 3,
    .formula = &formula_pow_backward_a,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x7,
};

static const ct_param params_pow_backward_b[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "result", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_pow_backward_b[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_eq},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_WHOLE, .value = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_sub},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_log},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_pow_backward_b = {.text = "SEL(b == 0, a * CONJ(c * c * (1 - c)), a * CONJ(c * F(log)(b)))", .low = 0.5, .high = 4, .ulp = 2, .nsteps = 21, .steps = steps_pow_backward_b};
ct_op ct_op_pow_backward_b = {
    .name = "pow_backward_b",
    .pyname = "pow_backward_b",
    .signature = "(grad: tensor, input: tensor, result: tensor)",
    .doc = "The gradient of pow for exponent.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 5,
    .params = params_pow_backward_b,
    .positional = 5,
    .variadic = 0,
    .self = 1,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 3,
    .formula = &formula_pow_backward_b,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x7,
};

static const ct_param params_add_alpha_backward_b[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "alpha", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_add_alpha_backward_b[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_add_alpha_backward_b = {.text = "a * CONJ(b)", .low = -10, .high = 10, .ulp = 1, .nsteps = 4, .steps = steps_add_alpha_backward_b};
ct_op ct_op_add_alpha_backward_b = {
    .name = "add_alpha_backward_b",
    .pyname = "add_alpha_backward_b",
    .signature = "(grad: tensor, alpha: tensor)",
    .doc = "The gradient of add_alpha for other.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_add_alpha_backward_b,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_add_alpha_backward_b,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_add_alpha_backward_c[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_add_alpha_backward_c[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_add_alpha_backward_c = {.text = "a * CONJ(b)", .low = -10, .high = 10, .ulp = 1, .nsteps = 4, .steps = steps_add_alpha_backward_c};
ct_op ct_op_add_alpha_backward_c = {
    .name = "add_alpha_backward_c",
    .pyname = "add_alpha_backward_c",
    .signature = "(grad: tensor, other: tensor)",
    .doc = "The gradient of add_alpha for alpha.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_add_alpha_backward_c,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_add_alpha_backward_c,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_sub_alpha_backward_b[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "alpha", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_sub_alpha_backward_b[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_neg},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_sub_alpha_backward_b = {.text = "-a * CONJ(b)", .low = -10, .high = 10, .ulp = 1, .nsteps = 5, .steps = steps_sub_alpha_backward_b};
ct_op ct_op_sub_alpha_backward_b = {
    .name = "sub_alpha_backward_b",
    .pyname = "sub_alpha_backward_b",
    .signature = "(grad: tensor, alpha: tensor)",
    .doc = "The gradient of sub_alpha for other.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_sub_alpha_backward_b,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_sub_alpha_backward_b,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_sub_alpha_backward_c[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_sub_alpha_backward_c[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_neg},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_sub_alpha_backward_c = {.text = "-a * CONJ(b)", .low = -10, .high = 10, .ulp = 1, .nsteps = 5, .steps = steps_sub_alpha_backward_c};
ct_op ct_op_sub_alpha_backward_c = {
    .name = "sub_alpha_backward_c",
    .pyname = "sub_alpha_backward_c",
    .signature = "(grad: tensor, other: tensor)",
    .doc = "The gradient of sub_alpha for alpha.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_sub_alpha_backward_c,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_sub_alpha_backward_c,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_abs_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_abs_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_sign},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_abs_backward = {.text = "a * F(sign)(b)", .low = -10, .high = 10, .ulp = 1, .nsteps = 4, .steps = steps_abs_backward};
ct_op ct_op_abs_backward = {
    .name = "abs_backward",
    .pyname = "abs_backward",
    .signature = "(grad: tensor, input: tensor)",
    .doc = "The gradient of abs for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_abs_backward,
    .positional = 4,
    .variadic = 0,
    .self = 1,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_abs_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_sign_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "result", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_sign_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_eq},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_sub},
    {.kind = CT_STEP_WHOLE, .value = 2},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_abs},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_true_divide},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_sign_backward = {.text = "SEL(b == 0, 0, (a - c * c * CONJ(a)) / (2 * F(abs)(b)))", .low = -10, .high = 10, .ulp = 1, .nsteps = 18, .steps = steps_sign_backward};
ct_op ct_op_sign_backward = {
    .name = "sign_backward",
    .pyname = "sign_backward",
    .signature = "(grad: tensor, input: tensor, result: tensor)",
    .doc = "The gradient of sign for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 5,
    .params = params_sign_backward,
    .positional = 5,
    .variadic = 0,
    .self = 1,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 3,
    .formula = &formula_sign_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x7,
};

static const ct_param params_square_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_square_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_WHOLE, .value = 2},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_square_backward = {.text = "a * CONJ(2 * b)", .low = -10, .high = 10, .ulp = 1, .nsteps = 6, .steps = steps_square_backward};
ct_op ct_op_square_backward = {
    .name = "square_backward",
    .pyname = "square_backward",
    .signature = "(grad: tensor, input: tensor)",
    .doc = "The gradient of square for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_square_backward,
    .positional = 4,
    .variadic = 0,
    .self = 1,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_square_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_reciprocal_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "result", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_reciprocal_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_neg},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_reciprocal_backward = {.text = "-a * CONJ(b * b)", .low = 0.5, .high = 10, .ulp = 1, .nsteps = 7, .steps = steps_reciprocal_backward};
ct_op ct_op_reciprocal_backward = {
    .name = "reciprocal_backward",
    .pyname = "reciprocal_backward",
    .signature = "(grad: tensor, result: tensor)",
    .doc = "The gradient of reciprocal for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_reciprocal_backward,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_reciprocal_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_conj_physical_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_conj_physical_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_CONJ},
};
static const ct_formula formula_conj_physical_backward = {.text = "CONJ(x)", .low = -10, .high = 10, .ulp = 0, .nsteps = 2, .steps = steps_conj_physical_backward};
ct_op ct_op_conj_physical_backward = {
    .name = "conj_physical_backward",
    .pyname = "conj_physical_backward",
    .signature = "(grad: tensor)",
    .doc = "The gradient of conj_physical for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 3,
    .params = params_conj_physical_backward,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 1,
    .formula = &formula_conj_physical_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x1,
};

static const ct_param params_exp_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "result", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_exp_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_exp_backward = {.text = "a * CONJ(b)", .low = -10, .high = 10, .ulp = 2, .nsteps = 4, .steps = steps_exp_backward};
ct_op ct_op_exp_backward = {
    .name = "exp_backward",
    .pyname = "exp_backward",
    .signature = "(grad: tensor, result: tensor)",
    .doc = "The gradient of exp for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_exp_backward,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_exp_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_exp2_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "result", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_exp2_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_NUMBER, .value = 0.6931471805599453},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_exp2_backward = {.text = "a * CONJ(b) * K(0.6931471805599453)", .low = -10, .high = 10, .ulp = 2, .nsteps = 6, .steps = steps_exp2_backward};
ct_op ct_op_exp2_backward = {
    .name = "exp2_backward",
    .pyname = "exp2_backward",
    .signature = "(grad: tensor, result: tensor)",
    .doc = "The gradient of exp2 for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_exp2_backward,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_exp2_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_expm1_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "result", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_expm1_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_WHOLE, .value = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_add},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_expm1_backward = {.text = "a * CONJ(b + 1)", .low = -10, .high = 10, .ulp = 2, .nsteps = 6, .steps = steps_expm1_backward};
ct_op ct_op_expm1_backward = {
    .name = "expm1_backward",
    .pyname = "expm1_backward",
    .signature = "(grad: tensor, result: tensor)",
    .doc = "The gradient of expm1 for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_expm1_backward,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_expm1_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_log_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_log_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_true_divide},
};
static const ct_formula formula_log_backward = {.text = "a / CONJ(b)", .low = 0.1, .high = 10, .ulp = 2, .nsteps = 4, .steps = steps_log_backward};
ct_op ct_op_log_backward = {
    .name = "log_backward",
    .pyname = "log_backward",
    .signature = "(grad: tensor, input: tensor)",
    .doc = "The gradient of log for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_log_backward,
    .positional = 4,
    .variadic = 0,
    .self = 1,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_log_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_log2_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_log2_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_NUMBER, .value = 0.6931471805599453},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_true_divide},
};
static const ct_formula formula_log2_backward = {.text = "a / CONJ(b * K(0.6931471805599453))", .low = 0.1, .high = 10, .ulp = 2, .nsteps = 6, .steps = steps_log2_backward};
ct_op ct_op_log2_backward = {
    .name = "log2_backward",
    .pyname = "log2_backward",
    .signature = "(grad: tensor, input: tensor)",
    .doc = "The gradient of log2 for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_log2_backward,
    .positional = 4,
    .variadic = 0,
    .self = 1,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_log2_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_log10_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_log10_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_NUMBER, .value = 2.302585092994046},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_true_divide},
};
static const ct_formula formula_log10_backward = {.text = "a / CONJ(b * K(2.302585092994046))", .low = 0.1, .high = 10, .ulp = 2, .nsteps = 6, .steps = steps_log10_backward};
ct_op ct_op_log10_backward = {
    .name = "log10_backward",
    .pyname = "log10_backward",
    .signature = "(grad: tensor, input: tensor)",
    .doc = "The gradient of log10 for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_log10_backward,
    .positional = 4,
    .variadic = 0,
    .self = 1,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_log10_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_log1p_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_log1p_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_WHOLE, .value = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_add},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_true_divide},
};
static const ct_formula formula_log1p_backward = {.text = "a / CONJ(b + 1)", .low = -0.5, .high = 10, .ulp = 2, .nsteps = 6, .steps = steps_log1p_backward};
ct_op ct_op_log1p_backward = {
    .name = "log1p_backward",
    .pyname = "log1p_backward",
    .signature = "(grad: tensor, input: tensor)",
    .doc = "The gradient of log1p for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_log1p_backward,
    .positional = 4,
    .variadic = 0,
    .self = 1,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_log1p_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_sqrt_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "result", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_sqrt_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_WHOLE, .value = 2},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_true_divide},
};
static const ct_formula formula_sqrt_backward = {.text = "a / CONJ(2 * b)", .low = 0.1, .high = 10, .ulp = 1, .nsteps = 6, .steps = steps_sqrt_backward};
ct_op ct_op_sqrt_backward = {
    .name = "sqrt_backward",
    .pyname = "sqrt_backward",
    .signature = "(grad: tensor, result: tensor)",
    .doc = "The gradient of sqrt for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_sqrt_backward,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_sqrt_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_rsqrt_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "result", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_rsqrt_backward[] = {
    {.kind = CT_STEP_NUMBER, .value = -0.5},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_rsqrt_backward = {.text = "K(-0.5) * a * CONJ(b * b * b)", .low = 0.1, .high = 10, .ulp = 2, .nsteps = 10, .steps = steps_rsqrt_backward};
ct_op ct_op_rsqrt_backward = {
    .name = "rsqrt_backward",
    .pyname = "rsqrt_backward",
    .signature = "(grad: tensor, result: tensor)",
    .doc = "The gradient of rsqrt for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_rsqrt_backward,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_rsqrt_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_sin_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_sin_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_cos},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_sin_backward = {.text = "a * CONJ(F(cos)(b))", .low = -10, .high = 10, .ulp = 2, .nsteps = 5, .steps = steps_sin_backward};
ct_op ct_op_sin_backward = {
    .name = "sin_backward",
    .pyname = "sin_backward",
    .signature = "(grad: tensor, input: tensor)",
    .doc = "The gradient of sin for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_sin_backward,
    .positional = 4,
    .variadic = 0,
    .self = 1,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_sin_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_cos_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_cos_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_neg},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_sin},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_cos_backward = {.text = "-a * CONJ(F(sin)(b))", .low = -10, .high = 10, .ulp = 2, .nsteps = 6, .steps = steps_cos_backward};
ct_op ct_op_cos_backward = {
    .name = "cos_backward",
    .pyname = "cos_backward",
    .signature = "(grad: tensor, input: tensor)",
    .doc = "The gradient of cos for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_cos_backward,
    .positional = 4,
    .variadic = 0,
    .self = 1,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_cos_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_tan_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "result", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_tan_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_WHOLE, .value = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_add},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_tan_backward = {.text = "a * CONJ(1 + b * b)", .low = -1.5, .high = 1.5, .ulp = 4, .nsteps = 8, .steps = steps_tan_backward};
ct_op ct_op_tan_backward = {
    .name = "tan_backward",
    .pyname = "tan_backward",
    .signature = "(grad: tensor, result: tensor)",
    .doc = "The gradient of tan for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_tan_backward,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_tan_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_tanh_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "result", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_tanh_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_WHOLE, .value = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_sub},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_tanh_backward = {.text = "a * CONJ(1 - b * b)", .low = -10, .high = 10, .ulp = 2, .nsteps = 8, .steps = steps_tanh_backward};
ct_op ct_op_tanh_backward = {
    .name = "tanh_backward",
    .pyname = "tanh_backward",
    .signature = "(grad: tensor, result: tensor)",
    .doc = "The gradient of tanh for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_tanh_backward,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_tanh_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_sigmoid_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "result", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_sigmoid_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_WHOLE, .value = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_sub},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CONJ},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_sigmoid_backward = {.text = "a * CONJ(b * (1 - b))", .low = -10, .high = 10, .ulp = 4, .nsteps = 8, .steps = steps_sigmoid_backward};
ct_op ct_op_sigmoid_backward = {
    .name = "sigmoid_backward",
    .pyname = "sigmoid_backward",
    .signature = "(grad: tensor, result: tensor)",
    .doc = "The gradient of sigmoid for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_sigmoid_backward,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_sigmoid_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_relu_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "result", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_relu_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_le},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_relu_backward = {.text = "SEL(b <= 0, 0, a)", .low = -10, .high = 10, .ulp = 0, .nsteps = 6, .steps = steps_relu_backward};
ct_op ct_op_relu_backward = {
    .name = "relu_backward",
    .pyname = "relu_backward",
    .signature = "(grad: tensor, result: tensor)",
    .doc = "The gradient of relu for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_relu_backward,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_relu_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_erf_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_erf_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_NUMBER, .value = 1.1283791670955126},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_neg},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_exp},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_erf_backward = {.text = "a * K(1.1283791670955126) * F(exp)(-b * b)", .low = -4, .high = 4, .ulp = 2, .nsteps = 9, .steps = steps_erf_backward};
ct_op ct_op_erf_backward = {
    .name = "erf_backward",
    .pyname = "erf_backward",
    .signature = "(grad: tensor, input: tensor)",
    .doc = "The gradient of erf for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_erf_backward,
    .positional = 4,
    .variadic = 0,
    .self = 1,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_erf_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_gelu_exact_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_gelu_exact_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_NUMBER, .value = 0.5},
    {.kind = CT_STEP_WHOLE, .value = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_NUMBER, .value = 0.7071067811865476},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_erf},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_add},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_WHOLE, .value = 2000},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_gt},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_NUMBER, .value = 0.3989422804014327},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_NUMBER, .value = -0.5},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_exp},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_add},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
};
static const ct_formula formula_gelu_exact_backward = {.text = "a * (K(0.5) * (1 + F(erf)(b * K(0.7071067811865476))) + SEL(b * b > 2000, 0, b * K(0.3989422804014327) * F(exp)(K(-0.5) * b * b)))", .low = -6, .high = 6, .ulp = 4, .nsteps = 28, .steps = steps_gelu_exact_backward};
ct_op ct_op_gelu_exact_backward = {
    .name = "gelu_exact_backward",
    .pyname = "gelu_exact_backward",
    .signature = "(grad: tensor, input: tensor)",
    .doc = "The gradient of gelu_exact for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_gelu_exact_backward,
    .positional = 4,
    .variadic = 0,
    .self = 1,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_gelu_exact_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_gelu_tanh_backward[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_gelu_tanh_backward[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_WHOLE, .value = 2000},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_gt},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_gt},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_NUMBER, .value = 1.5957691216057308},
    {.kind = CT_STEP_NUMBER, .value = 0.0713548162726009},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_add},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_sigmoid},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_WHOLE, .value = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_neg},
    {.kind = CT_STEP_NUMBER, .value = 1.5957691216057308},
    {.kind = CT_STEP_NUMBER, .value = 0.0713548162726009},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_add},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 1, .op = &ct_op_sigmoid},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_NUMBER, .value = 1.5957691216057308},
    {.kind = CT_STEP_NUMBER, .value = 0.2140644488178027},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_add},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_add},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_gelu_tanh_backward = {.text = "SEL(b * b > 2000, SEL(b > 0, a, 0), a * F(sigmoid)(b * (K(1.5957691216057308) + K(0.0713548162726009) * b * b)) * (1 + b * F(sigmoid)(-b * (K(1.5957691216057308) + K(0.0713548162726009) * b * b)) * (K(1.5957691216057308) + K(0.2140644488178027) * b * b)))", .low = -6, .high = 6, .ulp = 4, .nsteps = 48, .steps = steps_gelu_tanh_backward};
ct_op ct_op_gelu_tanh_backward = {
    .name = "gelu_tanh_backward",
    .pyname = "gelu_tanh_backward",
    .signature = "(grad: tensor, input: tensor)",
    .doc = "The gradient of gelu_tanh for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_gelu_tanh_backward,
    .positional = 4,
    .variadic = 0,
    .self = 1,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_gelu_tanh_backward,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_maximum_backward_a[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_maximum_backward_a[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_eq},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_NUMBER, .value = 0.5},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_lt},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_maximum_backward_a = {.text = "SEL(b == c, a * K(0.5), SEL(b < c, 0, a))", .low = -10, .high = 10, .ulp = 0, .nsteps = 13, .steps = steps_maximum_backward_a};
ct_op ct_op_maximum_backward_a = {
    .name = "maximum_backward_a",
    .pyname = "maximum_backward_a",
    .signature = "(grad: tensor, input: tensor, other: tensor)",
    .doc = "The gradient of maximum for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 5,
    .params = params_maximum_backward_a,
    .positional = 5,
    .variadic = 0,
    .self = 1,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 3,
    .formula = &formula_maximum_backward_a,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x7,
};

static const ct_param params_maximum_backward_b[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_maximum_backward_b[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_eq},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_NUMBER, .value = 0.5},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_gt},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_maximum_backward_b = {.text = "SEL(b == c, a * K(0.5), SEL(b > c, 0, a))", .low = -10, .high = 10, .ulp = 0, .nsteps = 13, .steps = steps_maximum_backward_b};
ct_op ct_op_maximum_backward_b = {
    .name = "maximum_backward_b",
    .pyname = "maximum_backward_b",
    .signature = "(grad: tensor, input: tensor, other: tensor)",
    .doc = "The gradient of maximum for other.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 5,
    .params = params_maximum_backward_b,
    .positional = 5,
    .variadic = 0,
    .self = 1,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 3,
    .formula = &formula_maximum_backward_b,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x7,
};

static const ct_param params_minimum_backward_a[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_minimum_backward_a[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_eq},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_NUMBER, .value = 0.5},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_gt},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_minimum_backward_a = {.text = "SEL(b == c, a * K(0.5), SEL(b > c, 0, a))", .low = -10, .high = 10, .ulp = 0, .nsteps = 13, .steps = steps_minimum_backward_a};
ct_op ct_op_minimum_backward_a = {
    .name = "minimum_backward_a",
    .pyname = "minimum_backward_a",
    .signature = "(grad: tensor, input: tensor, other: tensor)",
    .doc = "The gradient of minimum for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 5,
    .params = params_minimum_backward_a,
    .positional = 5,
    .variadic = 0,
    .self = 1,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 3,
    .formula = &formula_minimum_backward_a,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x7,
};

static const ct_param params_minimum_backward_b[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_minimum_backward_b[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_eq},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_NUMBER, .value = 0.5},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_mul},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_lt},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_minimum_backward_b = {.text = "SEL(b == c, a * K(0.5), SEL(b < c, 0, a))", .low = -10, .high = 10, .ulp = 0, .nsteps = 13, .steps = steps_minimum_backward_b};
ct_op ct_op_minimum_backward_b = {
    .name = "minimum_backward_b",
    .pyname = "minimum_backward_b",
    .signature = "(grad: tensor, input: tensor, other: tensor)",
    .doc = "The gradient of minimum for other.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 5,
    .params = params_minimum_backward_b,
    .positional = 5,
    .variadic = 0,
    .self = 1,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 3,
    .formula = &formula_minimum_backward_b,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x7,
};

static const ct_param params_clamp_min_backward_a[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "min", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_clamp_min_backward_a[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_ge},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_clamp_min_backward_a = {.text = "SEL(b >= c, a, 0)", .low = -10, .high = 10, .ulp = 0, .nsteps = 6, .steps = steps_clamp_min_backward_a};
ct_op ct_op_clamp_min_backward_a = {
    .name = "clamp_min_backward_a",
    .pyname = "clamp_min_backward_a",
    .signature = "(grad: tensor, input: tensor, min: tensor)",
    .doc = "The gradient of clamp_min for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 5,
    .params = params_clamp_min_backward_a,
    .positional = 5,
    .variadic = 0,
    .self = 1,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 3,
    .formula = &formula_clamp_min_backward_a,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x7,
};

static const ct_param params_clamp_min_backward_b[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "min", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_clamp_min_backward_b[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_lt},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_clamp_min_backward_b = {.text = "SEL(b < c, a, 0)", .low = -10, .high = 10, .ulp = 0, .nsteps = 6, .steps = steps_clamp_min_backward_b};
ct_op ct_op_clamp_min_backward_b = {
    .name = "clamp_min_backward_b",
    .pyname = "clamp_min_backward_b",
    .signature = "(grad: tensor, input: tensor, min: tensor)",
    .doc = "The gradient of clamp_min for min.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 5,
    .params = params_clamp_min_backward_b,
    .positional = 5,
    .variadic = 0,
    .self = 1,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 3,
    .formula = &formula_clamp_min_backward_b,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x7,
};

static const ct_param params_clamp_max_backward_a[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "max", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_clamp_max_backward_a[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_le},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_clamp_max_backward_a = {.text = "SEL(b <= c, a, 0)", .low = -10, .high = 10, .ulp = 0, .nsteps = 6, .steps = steps_clamp_max_backward_a};
ct_op ct_op_clamp_max_backward_a = {
    .name = "clamp_max_backward_a",
    .pyname = "clamp_max_backward_a",
    .signature = "(grad: tensor, input: tensor, max: tensor)",
    .doc = "The gradient of clamp_max for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 5,
    .params = params_clamp_max_backward_a,
    .positional = 5,
    .variadic = 0,
    .self = 1,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 3,
    .formula = &formula_clamp_max_backward_a,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x7,
};

static const ct_param params_clamp_max_backward_b[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "max", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_clamp_max_backward_b[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_gt},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_clamp_max_backward_b = {.text = "SEL(b > c, a, 0)", .low = -10, .high = 10, .ulp = 0, .nsteps = 6, .steps = steps_clamp_max_backward_b};
ct_op ct_op_clamp_max_backward_b = {
    .name = "clamp_max_backward_b",
    .pyname = "clamp_max_backward_b",
    .signature = "(grad: tensor, input: tensor, max: tensor)",
    .doc = "The gradient of clamp_max for max.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 5,
    .params = params_clamp_max_backward_b,
    .positional = 5,
    .variadic = 0,
    .self = 1,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 3,
    .formula = &formula_clamp_max_backward_b,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x7,
};

static const ct_param params_clamp_both_backward_a[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "min", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "max", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_clamp_both_backward_a[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_ge},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 3},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_le},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_clamp_both_backward_a = {.text = "SEL(b >= c, SEL(b <= d, a, 0), 0)", .low = -10, .high = 10, .ulp = 0, .nsteps = 11, .steps = steps_clamp_both_backward_a};
ct_op ct_op_clamp_both_backward_a = {
    .name = "clamp_both_backward_a",
    .pyname = "clamp_both_backward_a",
    .signature = "(grad: tensor, input: tensor, min: tensor, max: tensor)",
    .doc = "The gradient of clamp_both for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 6,
    .params = params_clamp_both_backward_a,
    .positional = 6,
    .variadic = 0,
    .self = 1,
    .required = 0x3f,
    .defaults = 0x0,
    .tensor_args = 0xf,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 4,
    .formula = &formula_clamp_both_backward_a,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0xf,
};

static const ct_param params_clamp_both_backward_b[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "min", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "max", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_clamp_both_backward_b[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_VARIABLE, .operands = 3},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_lt},
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_lt},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_clamp_both_backward_b = {.text = "SEL(c < d, SEL(b < c, a, 0), 0)", .low = -10, .high = 10, .ulp = 0, .nsteps = 11, .steps = steps_clamp_both_backward_b};
ct_op ct_op_clamp_both_backward_b = {
    .name = "clamp_both_backward_b",
    .pyname = "clamp_both_backward_b",
    .signature = "(grad: tensor, input: tensor, min: tensor, max: tensor)",
    .doc = "The gradient of clamp_both for min.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 6,
    .params = params_clamp_both_backward_b,
    .positional = 6,
    .variadic = 0,
    .self = 1,
    .required = 0x3f,
    .defaults = 0x0,
    .tensor_args = 0xf,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 4,
    .formula = &formula_clamp_both_backward_b,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0xf,
};

static const ct_param params_clamp_both_backward_c[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "min", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "max", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_clamp_both_backward_c[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_VARIABLE, .operands = 3},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_gt},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 2},
    {.kind = CT_STEP_VARIABLE, .operands = 3},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_gt},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_clamp_both_backward_c = {.text = "SEL(b > d, a, SEL(c > d, a, 0))", .low = -10, .high = 10, .ulp = 0, .nsteps = 11, .steps = steps_clamp_both_backward_c};
ct_op ct_op_clamp_both_backward_c = {
    .name = "clamp_both_backward_c",
    .pyname = "clamp_both_backward_c",
    .signature = "(grad: tensor, input: tensor, min: tensor, max: tensor)",
    .doc = "The gradient of clamp_both for max.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 6,
    .params = params_clamp_both_backward_c,
    .positional = 6,
    .variadic = 0,
    .self = 1,
    .required = 0x3f,
    .defaults = 0x0,
    .tensor_args = 0xf,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 4,
    .formula = &formula_clamp_both_backward_c,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0xf,
};

static const ct_param params_where_backward_b[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "condition", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_where_backward_b[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_ne},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_where_backward_b = {.text = "SEL(b != 0, a, 0)", .low = -10, .high = 10, .ulp = 0, .nsteps = 6, .steps = steps_where_backward_b};
ct_op ct_op_where_backward_b = {
    .name = "where_backward_b",
    .pyname = "where_backward_b",
    .signature = "(grad: tensor, condition: tensor)",
    .doc = "The gradient of where for input.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_where_backward_b,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_where_backward_b,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

static const ct_param params_where_backward_c[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "condition", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "compute", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
static const ct_step steps_where_backward_c[] = {
    {.kind = CT_STEP_VARIABLE, .operands = 1},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_CALL, .operands = 2, .op = &ct_op_ne},
    {.kind = CT_STEP_WHOLE, .value = 0},
    {.kind = CT_STEP_VARIABLE, .operands = 0},
    {.kind = CT_STEP_CALL, .operands = 3, .op = &ct_op_where},
};
static const ct_formula formula_where_backward_c = {.text = "SEL(b != 0, 0, a)", .low = -10, .high = 10, .ulp = 0, .nsteps = 6, .steps = steps_where_backward_c};
ct_op ct_op_where_backward_c = {
    .name = "where_backward_c",
    .pyname = "where_backward_c",
    .signature = "(grad: tensor, condition: tensor)",
    .doc = "The gradient of where for other.",
    .flags = 0,
    .kind = CT_KIND_BACKWARD,
    .nout = 1,
    .nparam = 4,
    .params = params_where_backward_c,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .arity = 2,
    .formula = &formula_where_backward_c,
    .check = ct_backward_check,
    .body = ct_formula_body,
    .grad = ct_body_grad,
    .save_args = 0x3,
};

ct_tensor *ct_s_add(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_add);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_sub(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_sub);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_mul(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_mul);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_true_divide(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_true_divide);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_floor_divide(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_floor_divide);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_remainder(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_remainder);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_pow(ct_scope *s, ct_tensor *input, ct_tensor *exponent)
{
    ct_call c;
    if (!input || !exponent) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_pow);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, exponent);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_add_alpha(ct_scope *s, ct_tensor *input, ct_tensor *other, ct_tensor *alpha)
{
    ct_call c;
    if (!input || !other || !alpha) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_add_alpha);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    ct_call_tensor(&c, 2, alpha);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_sub_alpha(ct_scope *s, ct_tensor *input, ct_tensor *other, ct_tensor *alpha)
{
    ct_call c;
    if (!input || !other || !alpha) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_sub_alpha);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    ct_call_tensor(&c, 2, alpha);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_neg(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_neg);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_abs(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_abs);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_sign(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_sign);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_square(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_square);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_reciprocal(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_reciprocal);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_conj_physical(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_conj_physical);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_exp(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_exp);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_exp2(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_exp2);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_expm1(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_expm1);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_log(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_log);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_log2(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_log2);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_log10(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_log10);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_log1p(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_log1p);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_sqrt(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_sqrt);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_rsqrt(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_rsqrt);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_sin(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_sin);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_cos(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_cos);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_tan(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_tan);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_tanh(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_tanh);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_sigmoid(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_sigmoid);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_relu(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_relu);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_erf(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_erf);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_gelu_exact(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_gelu_exact);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_gelu_tanh(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_gelu_tanh);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_floor(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_floor);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_ceil(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_ceil);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_round(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_round);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_trunc(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_trunc);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_maximum(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_maximum);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_minimum(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_minimum);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_clamp_min(ct_scope *s, ct_tensor *input, ct_tensor *min)
{
    ct_call c;
    if (!input || !min) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_clamp_min);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, min);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_clamp_max(ct_scope *s, ct_tensor *input, ct_tensor *max)
{
    ct_call c;
    if (!input || !max) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_clamp_max);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, max);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_clamp_both(ct_scope *s, ct_tensor *input, ct_tensor *min, ct_tensor *max)
{
    ct_call c;
    if (!input || !min || !max) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_clamp_both);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, min);
    ct_call_tensor(&c, 2, max);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_where(ct_scope *s, ct_tensor *condition, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!condition || !input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_where);
    ct_call_tensor(&c, 0, condition);
    ct_call_tensor(&c, 1, input);
    ct_call_tensor(&c, 2, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_eq(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_eq);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_ne(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_ne);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_lt(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_lt);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_le(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_le);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_gt(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_gt);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_ge(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_ge);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_logical_not(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_logical_not);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_logical_and(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_logical_and);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_logical_or(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_logical_or);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_logical_xor(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_logical_xor);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_isnan(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_isnan);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_bitwise_not(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_bitwise_not);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_bitwise_and(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_bitwise_and);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_bitwise_or(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_bitwise_or);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_bitwise_xor(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_bitwise_xor);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_bitwise_left_shift(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_bitwise_left_shift);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_bitwise_right_shift(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_bitwise_right_shift);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}
