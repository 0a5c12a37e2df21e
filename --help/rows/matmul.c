/* Made by tools/rows.py of csrc/ops/matmul.def. */

#include "rows/matmul.h"

int ct_pointwise_check(ct_call *c);
int ct_backward_check(ct_call *c);
int ct_formula_body(ct_call *c);
void ct_pointwise_grad_rule(ct_rule *r);
void ct_body_grad(ct_rule *r);
int ct_matmul_check(ct_call *);
void ct_matmul_grad(ct_rule *);

int ct_mm_body(ct_call *);

int ct_bmm_body(ct_call *);

int ct_mv_body(ct_call *);

int ct_dot_body(ct_call *);

int ct_addmm_body(ct_call *);

int ct_outer_body(ct_call *);

static const ct_param params_matmul[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_matmul = {
    .name = "matmul",
    .pyname = "matmul",
    .signature = "(input: tensor, other: tensor)",
    .doc = "Matrix product (m, k) x (k, n); vectors count as a row or column that is dropped again, leading dims broadcast.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 2,
    .params = params_matmul,
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
    .numpy = (const char *const[]){"matmul", NULL},
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .numpy_inexact = 1,
    .check = ct_matmul_check,
    .grad = ct_matmul_grad,
    .save_args = 0x3,
    .save_outs = 0x0,
};

static const ct_param params_mm[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "mat2", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_mm = {
    .name = "mm",
    .pyname = "mm",
    .signature = "(input: tensor, mat2: tensor)",
    .doc = "Matrix product of two matrices, without broadcasting.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_mm,
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
    .check = ct_mm_body,
};

static const ct_param params_bmm[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "mat2", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_bmm = {
    .name = "bmm",
    .pyname = "bmm",
    .signature = "(input: tensor, mat2: tensor)",
    .doc = "Matrix products of two batches (b, m, k) and (b, k, n).",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_bmm,
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
    .check = ct_bmm_body,
};

static const ct_param params_mv[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "vec", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_mv = {
    .name = "mv",
    .pyname = "mv",
    .signature = "(input: tensor, vec: tensor)",
    .doc = "Product of a matrix (m, k) and a vector (k).",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_mv,
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
    .check = ct_mv_body,
};

static const ct_param params_dot[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "tensor", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_dot = {
    .name = "dot",
    .pyname = "dot",
    .signature = "(input: tensor, tensor: tensor)",
    .doc = "Sum of the products of two vectors.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_dot,
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
    .check = ct_dot_body,
};

static const ct_param params_addmm[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "mat1", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "mat2", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "beta", .type = CT_ARG_SCALAR, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "1"},
    {.name = "alpha", .type = CT_ARG_SCALAR, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "1"},
};
ct_op ct_op_addmm = {
    .name = "addmm",
    .pyname = "addmm",
    .signature = "(input: tensor, mat1: tensor, mat2: tensor, *, beta: scalar = 1, alpha: scalar = 1)",
    .doc = "beta * input + alpha * (mat1 @ mat2); with beta 0 input is not read.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 5,
    .params = params_addmm,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x1f,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_addmm_body,
};

static const ct_param params_outer[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "vec2", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_outer = {
    .name = "outer",
    .pyname = "outer",
    .signature = "(input: tensor, vec2: tensor)",
    .doc = "All products of the elements of two vectors (m), (n).",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_outer,
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
    .check = ct_outer_body,
};

ct_tensor *ct_s_matmul(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_matmul);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_mm(ct_scope *s, ct_tensor *input, ct_tensor *mat2)
{
    ct_call c;
    if (!input || !mat2) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_mm);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, mat2);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_bmm(ct_scope *s, ct_tensor *input, ct_tensor *mat2)
{
    ct_call c;
    if (!input || !mat2) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_bmm);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, mat2);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_mv(ct_scope *s, ct_tensor *input, ct_tensor *vec)
{
    ct_call c;
    if (!input || !vec) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_mv);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, vec);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_dot(ct_scope *s, ct_tensor *input, ct_tensor *tensor)
{
    ct_call c;
    if (!input || !tensor) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_dot);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, tensor);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_addmm_with(ct_scope *s, ct_tensor *input, ct_tensor *mat1, ct_tensor *mat2, ct_addmm_options o)
{
    ct_call c;
    if (!input || !mat1 || !mat2) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_addmm);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, mat1);
    ct_call_tensor(&c, 2, mat2);
    if (o.beta) { ct_call_tensor(&c, 3, o.beta); }
    if (o.alpha) { ct_call_tensor(&c, 4, o.alpha); }
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_outer(ct_scope *s, ct_tensor *input, ct_tensor *vec2)
{
    ct_call c;
    if (!input || !vec2) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_outer);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, vec2);
    return ct_scope_run(s, &c);
}
