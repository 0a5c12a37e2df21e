/* Made by tools/rows.py of csrc/ops/arith.def. */

#include "rows/arith.h"

int ct_pointwise_check(ct_call *c);
int ct_backward_check(ct_call *c);
int ct_formula_body(ct_call *c);
void ct_pointwise_grad_rule(ct_rule *r);
void ct_body_grad(ct_rule *r);
int ct_add_scaled_body(ct_call *);

int ct_sub_scaled_body(ct_call *);

int ct_div_body(ct_call *);

int ct_round_decimals_body(ct_call *);

int ct_clamp_body(ct_call *);

int ct_gelu_body(ct_call *);

static const ct_param params_add_scaled[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "alpha", .type = CT_ARG_SCALAR, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_add_scaled = {
    .name = "add_scaled",
    .pyname = "add",
    .signature = "(input: operand, other: operand, *, alpha: scalar)",
    .doc = "input + alpha * other.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 3,
    .params = params_add_scaled,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 1,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .check = ct_add_scaled_body,
};

static const ct_param params_sub_scaled[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "alpha", .type = CT_ARG_SCALAR, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_sub_scaled = {
    .name = "sub_scaled",
    .pyname = "sub",
    .signature = "(input: operand, other: operand, *, alpha: scalar)",
    .doc = "input - alpha * other.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 3,
    .params = params_sub_scaled,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 1,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .check = ct_sub_scaled_body,
};

static const ct_param params_div[] = {
    {.name = "input", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "rounding_mode", .type = CT_ARG_WORD, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None", .words = (const char *const[]){"trunc", "floor", NULL}, .expected = "'trunc' or 'floor'"},
};
ct_op ct_op_div = {
    .name = "div",
    .pyname = "div",
    .signature = "(input: operand, other: operand, *, rounding_mode: 'trunc' | 'floor'? = None)",
    .doc = "input / other; with rounding_mode 'floor' or 'trunc' the quotient is rounded.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 3,
    .params = params_div,
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
    .aliases = (const char *const[]){"divide", NULL},
    .check = ct_div_body,
};

static const ct_param params_round_decimals[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "decimals", .type = CT_ARG_INT, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_round_decimals = {
    .name = "round_decimals",
    .pyname = "round",
    .signature = "(input: tensor, *, decimals: int)",
    .doc = "Nearest multiple of 10 ** -decimals, halves to even.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_round_decimals,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 1,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_round_decimals_body,
};

static const ct_param params_clamp[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "min", .type = CT_ARG_OPERAND, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "max", .type = CT_ARG_OPERAND, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_clamp = {
    .name = "clamp",
    .pyname = "clamp",
    .signature = "(input: tensor, min: operand? = None, max: operand? = None)",
    .doc = "Elements moved into [min, max]; a missing limit does not bound.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 3,
    .params = params_clamp,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .aliases = (const char *const[]){"clip", NULL},
    .check = ct_clamp_body,
};

static const ct_param params_gelu[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "approximate", .type = CT_ARG_WORD, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "'none'", .words = (const char *const[]){"none", "tanh", NULL}, .expected = "'none' or 'tanh'", .value = {.i = 0}},
};
ct_op ct_op_gelu = {
    .name = "gelu",
    .pyname = "gelu",
    .signature = "(input: tensor, *, approximate: 'none' | 'tanh' = 'none')",
    .doc = "x times the normal distribution function at x (Hendrycks and Gimpel 2016), or its approximation by tanh.",
    .flags = CT_FN,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_gelu,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x2,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_gelu_body,
};

ct_tensor *ct_s_add_scaled(ct_scope *s, ct_tensor *input, ct_tensor *other, ct_tensor *alpha)
{
    ct_call c;
    if (!input || !other || !alpha) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_add_scaled);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    ct_call_tensor(&c, 2, alpha);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_sub_scaled(ct_scope *s, ct_tensor *input, ct_tensor *other, ct_tensor *alpha)
{
    ct_call c;
    if (!input || !other || !alpha) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_sub_scaled);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    ct_call_tensor(&c, 2, alpha);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_div_with(ct_scope *s, ct_tensor *input, ct_tensor *other, ct_div_options o)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_div);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    ct_call_some(&c, 2, o.rounding_mode);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_round_decimals(ct_scope *s, ct_tensor *input, int64_t decimals)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_round_decimals);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, decimals);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_clamp_with(ct_scope *s, ct_tensor *input, ct_clamp_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_clamp);
    ct_call_tensor(&c, 0, input);
    if (o.min) { ct_call_tensor(&c, 1, o.min); }
    if (o.max) { ct_call_tensor(&c, 2, o.max); }
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_gelu_with(ct_scope *s, ct_tensor *input, ct_gelu_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_gelu);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.approximate);
    return ct_scope_run(s, &c);
}
