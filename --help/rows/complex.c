/* Made by tools/rows.py of csrc/ops/complex.def. */

#include "rows/complex.h"

int ct_pointwise_check(ct_call *c);
int ct_backward_check(ct_call *c);
int ct_formula_body(ct_call *c);
void ct_pointwise_grad_rule(ct_rule *r);
void ct_body_grad(ct_rule *r);
int ct_conj_body(ct_call *);

int ct_real_check(ct_call *);
void ct_real_grad(ct_rule *);

int ct_imag_check(ct_call *);
void ct_imag_grad(ct_rule *);

int ct_view_as_real_check(ct_call *);
void ct_view_as_real_grad(ct_rule *);

int ct_view_as_complex_check(ct_call *);
void ct_view_as_complex_grad(ct_rule *);

static const ct_param params_conj[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_conj = {
    .name = "conj",
    .pyname = "conj",
    .signature = "(input: tensor)",
    .doc = "Complex conjugate of each element; of real numbers input itself.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 1,
    .params = params_conj,
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
    .check = ct_conj_body,
};

static const ct_param params_real[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_real = {
    .name = "real",
    .pyname = "real",
    .signature = "(input: tensor)",
    .doc = "The real parts, a view; real numbers themselves.",
    .flags = CT_FN,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 1,
    .params = params_real,
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
    .check = ct_real_check,
    .grad = ct_real_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_imag[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_imag = {
    .name = "imag",
    .pyname = "imag",
    .signature = "(input: tensor)",
    .doc = "The imaginary parts of complex numbers, a view.",
    .flags = CT_FN,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 1,
    .params = params_imag,
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
    .check = ct_imag_check,
    .grad = ct_imag_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_view_as_real[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_view_as_real = {
    .name = "view_as_real",
    .pyname = "view_as_real",
    .signature = "(input: tensor)",
    .doc = "Complex numbers as pairs of real ones along a last dim of size 2, a view.",
    .flags = CT_FN,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 1,
    .params = params_view_as_real,
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
    .check = ct_view_as_real_check,
    .grad = ct_view_as_real_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_view_as_complex[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_view_as_complex = {
    .name = "view_as_complex",
    .pyname = "view_as_complex",
    .signature = "(input: tensor)",
    .doc = "Pairs of real numbers along the last dim as complex ones, a view.",
    .flags = CT_FN,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 1,
    .params = params_view_as_complex,
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
    .check = ct_view_as_complex_check,
    .grad = ct_view_as_complex_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

ct_tensor *ct_s_conj(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_conj);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_real(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_real);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_imag(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_imag);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_view_as_real(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_view_as_real);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_view_as_complex(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_view_as_complex);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}
