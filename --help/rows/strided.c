/* Made by tools/rows.py of csrc/ops/strided.def. */

#include "rows/strided.h"

int ct_pointwise_check(ct_call *c);
int ct_backward_check(ct_call *c);
int ct_formula_body(ct_call *c);
void ct_pointwise_grad_rule(ct_rule *r);
void ct_body_grad(ct_rule *r);
int ct_strided_get_check(ct_call *);
void ct_strided_get_grad(ct_rule *);

int ct_strided_put_check(ct_call *);
void ct_strided_put_grad(ct_rule *);

int ct_strided_cover_check(ct_call *);
void ct_strided_cover_grad(ct_rule *);

static const ct_param params_strided_get[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "geometry", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_strided_get = {
    .name = "strided_get",
    .pyname = "_strided_get",
    .signature = "(input: tensor, geometry: ints)",
    .doc = "The elements of input, laid out as a base, that a view of it shows.",
    .flags = CT_FN | CT_OP_PRIVATE,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 2,
    .params = params_strided_get,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_strided_get_check,
    .grad = ct_strided_get_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_strided_put[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "geometry", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_strided_put = {
    .name = "strided_put",
    .pyname = "_strided_put",
    .signature = "(input: tensor, geometry: ints)",
    .doc = "Zeros in the shape of a base with input added at the place of a view.",
    .flags = CT_FN | CT_OP_PRIVATE,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 2,
    .params = params_strided_put,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_strided_put_check,
    .grad = ct_strided_put_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_strided_cover[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "geometry", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_strided_cover = {
    .name = "strided_cover",
    .pyname = "_strided_cover",
    .signature = "(input: tensor, other: tensor, geometry: ints)",
    .doc = "input, in the shape of a base, with other at the place of a view.",
    .flags = CT_FN | CT_OP_PRIVATE,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_strided_cover,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .check = ct_strided_cover_check,
    .grad = ct_strided_cover_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

ct_tensor *ct_s_strided_get(ct_scope *s, ct_tensor *input, ct_dims geometry)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_strided_get);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, geometry.n, geometry.v);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_strided_put(ct_scope *s, ct_tensor *input, ct_dims geometry)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_strided_put);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, geometry.n, geometry.v);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_strided_cover(ct_scope *s, ct_tensor *input, ct_tensor *other, ct_dims geometry)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_strided_cover);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    ct_call_dims(&c, 2, geometry.n, geometry.v);
    return ct_scope_run(s, &c);
}
