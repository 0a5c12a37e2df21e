/* Made by tools/rows.py of csrc/ops/index.def. */

#include "rows/index.h"

int ct_pointwise_check(ct_call *c);
int ct_backward_check(ct_call *c);
int ct_formula_body(ct_call *c);
void ct_pointwise_grad_rule(ct_rule *r);
void ct_body_grad(ct_rule *r);
int ct_gather_check(ct_call *);
void ct_gather_grad(ct_rule *);

int ct_scatter_check(ct_call *);
void ct_scatter_grad(ct_rule *);

int ct_scatter_value_check(ct_call *);
void ct_scatter_value_grad(ct_rule *);

int ct_scatter_reduced_body(ct_call *);

int ct_scatter_value_reduced_body(ct_call *);

int ct_scatter_add_check(ct_call *);
void ct_scatter_add_grad(ct_rule *);

int ct_take_along_dim_body(ct_call *);

int ct_index_select_check(ct_call *);
void ct_index_select_grad(ct_rule *);

int ct_index_add_check(ct_call *);
void ct_index_add_grad(ct_rule *);

int ct_index_copy_check(ct_call *);
void ct_index_copy_grad(ct_rule *);

int ct_index_fill_check(ct_call *);
void ct_index_fill_grad(ct_rule *);

int ct_masked_fill_check(ct_call *);
void ct_masked_fill_grad(ct_rule *);

int ct_masked_select_body(ct_call *);

int ct_masked_scatter_check(ct_call *);
void ct_masked_scatter_grad(ct_rule *);

int ct_nonzero_check(ct_call *);

int ct_nonzero_tuple_body(ct_call *);

int ct_where_nonzero_body(ct_call *);

int ct_take_body(ct_call *);

int ct_index_body(ct_call *);

int ct_index_put_body(ct_call *);

int ct_mask_flat_check(ct_call *);

int ct_ravel_index_check(ct_call *);

int ct_index_flat_check(ct_call *);
void ct_index_flat_grad(ct_rule *);

int ct_index_put_flat_check(ct_call *);
void ct_index_put_flat_grad(ct_rule *);

static const ct_param params_gather[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "index", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "sparse_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_gather = {
    .name = "gather",
    .pyname = "gather",
    .signature = "(input: tensor, dim: axis, index: tensor, *, sparse_grad: bool = False)",
    .doc = "For each element of index, the element of input there along dim.",
    .flags = CT_FN | CT_METHOD | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_gather,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x8,
    .tensor_args = 0x5,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_gather_check,
    .grad = ct_gather_grad,
    .save_args = 0x4,
    .save_outs = 0x0,
};

static const ct_param params_scatter[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "index", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "src", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_scatter = {
    .name = "scatter",
    .pyname = "scatter",
    .signature = "(input: tensor, dim: axis, index: tensor, src: tensor)",
    .doc = "input with src written at the places index names along dim.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_scatter,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0xd,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = &ct_op_scatter_value,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_scatter_check,
    .grad = ct_scatter_grad,
    .save_args = 0x4,
    .save_outs = 0x0,
};

static const ct_param params_scatter_value[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "index", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "value", .type = CT_ARG_SCALAR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_scatter_value = {
    .name = "scatter_value",
    .pyname = "scatter",
    .signature = "(input: tensor, dim: axis, index: tensor, value: scalar)",
    .doc = "input with a number written at the places index names along dim.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_scatter_value,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0xd,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = &ct_op_scatter_reduced,
    .is_overload = 1,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_scatter_value_check,
    .grad = ct_scatter_value_grad,
    .save_args = 0x4,
    .save_outs = 0x0,
};

static const ct_param params_scatter_reduced[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "index", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "src", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "reduce", .type = CT_ARG_WORD, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 0, .text = "", .words = (const char *const[]){"add", "multiply", NULL}, .expected = "'add' or 'multiply'"},
};
ct_op ct_op_scatter_reduced = {
    .name = "scatter_reduced",
    .pyname = "scatter",
    .signature = "(input: tensor, dim: axis, index: tensor, src: tensor, *, reduce: 'add' | 'multiply')",
    .doc = "input with src added to, or multiplied with, what is at the places index names.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 5,
    .params = params_scatter_reduced,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0xd,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = &ct_op_scatter_value_reduced,
    .is_overload = 1,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_scatter_reduced_body,
};

static const ct_param params_scatter_value_reduced[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "index", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "value", .type = CT_ARG_SCALAR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "reduce", .type = CT_ARG_WORD, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 0, .text = "", .words = (const char *const[]){"add", "multiply", NULL}, .expected = "'add' or 'multiply'"},
};
ct_op ct_op_scatter_value_reduced = {
    .name = "scatter_value_reduced",
    .pyname = "scatter",
    .signature = "(input: tensor, dim: axis, index: tensor, value: scalar, *, reduce: 'add' | 'multiply')",
    .doc = "input with a number added to, or multiplied with, what is at those places.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 5,
    .params = params_scatter_value_reduced,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0xd,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 1,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_scatter_value_reduced_body,
};

static const ct_param params_scatter_add[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "index", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "src", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_scatter_add = {
    .name = "scatter_add",
    .pyname = "scatter_add",
    .signature = "(input: tensor, dim: axis, index: tensor, src: tensor)",
    .doc = "input with src added at the places index names along dim.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_scatter_add,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0xd,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_scatter_add_check,
    .grad = ct_scatter_add_grad,
    .save_args = 0x4,
    .save_outs = 0x0,
};

static const ct_param params_take_along_dim[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "indices", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_take_along_dim = {
    .name = "take_along_dim",
    .pyname = "take_along_dim",
    .signature = "(input: tensor, indices: tensor, dim: axis? = None)",
    .doc = "gather with broadcasting and negative indices; flattened when dim is None.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 3,
    .params = params_take_along_dim,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x4,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_take_along_dim_body,
};

static const ct_param params_index_select[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "index", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_index_select = {
    .name = "index_select",
    .pyname = "index_select",
    .signature = "(input: tensor, dim: axis, index: tensor)",
    .doc = "The slices of input that index names along dim.",
    .flags = CT_FN | CT_METHOD | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_index_select,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x5,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_index_select_check,
    .grad = ct_index_select_grad,
    .save_args = 0x4,
    .save_outs = 0x0,
};

static const ct_param params_index_add[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "index", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "source", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "alpha", .type = CT_ARG_SCALAR, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_index_add = {
    .name = "index_add",
    .pyname = "index_add",
    .signature = "(input: tensor, dim: axis, index: tensor, source: tensor, *, alpha: scalar? = None)",
    .doc = "input with alpha * source (alpha 1 if None) added to the slices index names.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 5,
    .params = params_index_add,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x1d,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_index_add_check,
    .grad = ct_index_add_grad,
    .save_args = 0x14,
    .save_outs = 0x0,
};

static const ct_param params_index_copy[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "index", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "source", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_index_copy = {
    .name = "index_copy",
    .pyname = "index_copy",
    .signature = "(input: tensor, dim: axis, index: tensor, source: tensor)",
    .doc = "input with source written to the slices that index names along dim.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_index_copy,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0xd,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_index_copy_check,
    .grad = ct_index_copy_grad,
    .save_args = 0x4,
    .save_outs = 0x0,
};

static const ct_param params_index_fill[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "index", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "value", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_index_fill = {
    .name = "index_fill",
    .pyname = "index_fill",
    .signature = "(input: tensor, dim: axis, index: tensor, value: operand)",
    .doc = "input with a number written to the slices that index names along dim.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT | CT_OP_WRITES_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_index_fill,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0xd,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_index_fill_check,
    .grad = ct_index_fill_grad,
    .save_args = 0x4,
    .save_outs = 0x0,
};

static const ct_param params_masked_fill[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "mask", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "value", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_masked_fill = {
    .name = "masked_fill",
    .pyname = "masked_fill",
    .signature = "(input: tensor, mask: tensor, value: operand)",
    .doc = "input with a number where mask is True.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OP_WRITES_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_masked_fill,
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
    .check = ct_masked_fill_check,
    .grad = ct_masked_fill_grad,
    .save_args = 0x2,
    .save_outs = 0x0,
};

static const ct_param params_masked_select[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "mask", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_masked_select = {
    .name = "masked_select",
    .pyname = "masked_select",
    .signature = "(input: tensor, mask: tensor)",
    .doc = "The elements where mask is True, in one dim.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_masked_select,
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
    .check = ct_masked_select_body,
};

static const ct_param params_masked_scatter[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "mask", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "source", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_masked_scatter = {
    .name = "masked_scatter",
    .pyname = "masked_scatter",
    .signature = "(input: tensor, mask: tensor, source: tensor)",
    .doc = "input with the elements of source, in order, where mask is True.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OP_WRITES_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_masked_scatter,
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
    .check = ct_masked_scatter_check,
    .grad = ct_masked_scatter_grad,
    .save_args = 0x2,
    .save_outs = 0x0,
};

static const ct_param params_nonzero[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_nonzero = {
    .name = "nonzero",
    .pyname = "nonzero",
    .signature = "(input: tensor)",
    .doc = "The indices of the elements that are not 0, one row each.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 1,
    .params = params_nonzero,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = &ct_op_nonzero_tuple,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .aliases = (const char *const[]){"argwhere", NULL},
    .check = ct_nonzero_check,
    .no_grad = "indices are integers",
};

static const ct_param params_nonzero_tuple[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "as_tuple", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_nonzero_tuple = {
    .name = "nonzero_tuple",
    .pyname = "nonzero",
    .signature = "(input: tensor, *, as_tuple: bool = False)",
    .doc = "The indices of the elements that are not 0, a tensor per dim.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_nonzero_tuple,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x2,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 1,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_nonzero_tuple_body,
};

static const ct_param params_where_nonzero[] = {
    {.name = "condition", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_where_nonzero = {
    .name = "where_nonzero",
    .pyname = "where",
    .signature = "(condition: tensor)",
    .doc = "The indices where condition is not 0, a tensor per dim.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 1,
    .params = params_where_nonzero,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 1,
    .check = ct_where_nonzero_body,
};

static const ct_param params_take[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "index", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_take = {
    .name = "take",
    .pyname = "take",
    .signature = "(input: tensor, index: tensor)",
    .doc = "The elements at index of input taken as one dim.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_take,
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
    .check = ct_take_body,
};

static const ct_param params_index[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "indices", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_index = {
    .name = "index",
    .pyname = "_index",
    .signature = "(input: tensor, indices: tensors)",
    .doc = "input at a list of indices and masks, one for each dim or None.",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_index,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x2,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_index_body,
};

static const ct_param params_index_put[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "indices", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "values", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "accumulate", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_index_put = {
    .name = "index_put",
    .pyname = "index_put",
    .signature = "(input: tensor, indices: tensors, values: tensor, accumulate: bool = False)",
    .doc = "input with values written or added at a list of indices and masks.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OP_WRITES_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 4,
    .params = params_index_put,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x8,
    .tensor_args = 0x7,
    .list_args = 0x2,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_index_put_body,
};

static const ct_param params_mask_flat[] = {
    {.name = "mask", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_mask_flat = {
    .name = "mask_flat",
    .pyname = "_mask_flat",
    .signature = "(mask: tensor)",
    .doc = "The row-major number of each element that is not 0, in one dim.",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 1,
    .params = params_mask_flat,
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
    .check = ct_mask_flat_check,
    .no_grad = "indices are integers",
};

static const ct_param params_ravel_index[] = {
    {.name = "indices", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "sizes", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dims", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_ravel_index = {
    .name = "ravel_index",
    .pyname = "_ravel_index",
    .signature = "(indices: tensors, sizes: ints, dims: ints)",
    .doc = "One row-major index for broadcast indices into dims of the given sizes.",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_ravel_index,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x1,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .check = ct_ravel_index_check,
    .no_grad = "indices are integers",
};

static const ct_param params_index_flat[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "index", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dims", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "at", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_index_flat = {
    .name = "index_flat",
    .pyname = "_index_flat",
    .signature = "(input: tensor, index: tensor, dims: ints, at: int)",
    .doc = "input at raveled indices over some dims; their results become dim at.",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_index_flat,
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
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_index_flat_check,
    .grad = ct_index_flat_grad,
    .save_args = 0x2,
    .save_outs = 0x0,
};

static const ct_param params_index_put_flat[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "index", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "values", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dims", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "at", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "accumulate", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_index_put_flat = {
    .name = "index_put_flat",
    .pyname = "_index_put_flat",
    .signature = "(input: tensor, index: tensor, values: tensor, dims: ints, at: int, accumulate: bool)",
    .doc = "input with values written or added at raveled indices over some dims.",
    .flags = CT_OP_PRIVATE | CT_OP_WRITES_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 6,
    .params = params_index_put_flat,
    .positional = 6,
    .variadic = 0,
    .self = 0,
    .required = 0x3f,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_index_put_flat_check,
    .grad = ct_index_put_flat_grad,
    .save_args = 0x2,
    .save_outs = 0x0,
};

ct_tensor *ct_s_gather_with(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_gather_options o)
{
    ct_call c;
    if (!input || !index) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_gather);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_tensor(&c, 2, index);
    ct_call_int(&c, 3, o.sparse_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_scatter(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *src)
{
    ct_call c;
    if (!input || !index || !src) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_scatter);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_tensor(&c, 2, index);
    ct_call_tensor(&c, 3, src);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_scatter_value(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *value)
{
    ct_call c;
    if (!input || !index || !value) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_scatter_value);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_tensor(&c, 2, index);
    ct_call_tensor(&c, 3, value);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_scatter_reduced(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *src, int64_t reduce)
{
    ct_call c;
    if (!input || !index || !src) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_scatter_reduced);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_tensor(&c, 2, index);
    ct_call_tensor(&c, 3, src);
    ct_call_int(&c, 4, reduce);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_scatter_value_reduced(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *value, int64_t reduce)
{
    ct_call c;
    if (!input || !index || !value) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_scatter_value_reduced);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_tensor(&c, 2, index);
    ct_call_tensor(&c, 3, value);
    ct_call_int(&c, 4, reduce);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_scatter_add(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *src)
{
    ct_call c;
    if (!input || !index || !src) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_scatter_add);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_tensor(&c, 2, index);
    ct_call_tensor(&c, 3, src);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_take_along_dim_with(ct_scope *s, ct_tensor *input, ct_tensor *indices, ct_take_along_dim_options o)
{
    ct_call c;
    if (!input || !indices) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_take_along_dim);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, indices);
    ct_call_some(&c, 2, o.dim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_index_select(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index)
{
    ct_call c;
    if (!input || !index) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_index_select);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_tensor(&c, 2, index);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_index_add_with(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *source, ct_index_add_options o)
{
    ct_call c;
    if (!input || !index || !source) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_index_add);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_tensor(&c, 2, index);
    ct_call_tensor(&c, 3, source);
    if (o.alpha) { ct_call_tensor(&c, 4, o.alpha); }
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_index_copy(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *source)
{
    ct_call c;
    if (!input || !index || !source) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_index_copy);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_tensor(&c, 2, index);
    ct_call_tensor(&c, 3, source);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_index_fill(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *value)
{
    ct_call c;
    if (!input || !index || !value) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_index_fill);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_tensor(&c, 2, index);
    ct_call_tensor(&c, 3, value);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_masked_fill(ct_scope *s, ct_tensor *input, ct_tensor *mask, ct_tensor *value)
{
    ct_call c;
    if (!input || !mask || !value) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_masked_fill);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, mask);
    ct_call_tensor(&c, 2, value);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_masked_select(ct_scope *s, ct_tensor *input, ct_tensor *mask)
{
    ct_call c;
    if (!input || !mask) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_masked_select);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, mask);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_masked_scatter(ct_scope *s, ct_tensor *input, ct_tensor *mask, ct_tensor *source)
{
    ct_call c;
    if (!input || !mask || !source) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_masked_scatter);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, mask);
    ct_call_tensor(&c, 2, source);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_nonzero(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_nonzero);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_nonzero_tuple_with(ct_scope *s, ct_tensor *input, ct_nonzero_tuple_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_nonzero_tuple);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, o.as_tuple);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_where_nonzero(ct_scope *s, ct_tensor *condition)
{
    ct_call c;
    if (!condition) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_where_nonzero);
    ct_call_tensor(&c, 0, condition);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_take(ct_scope *s, ct_tensor *input, ct_tensor *index)
{
    ct_call c;
    if (!input || !index) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_take);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, index);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_index(ct_scope *s, ct_tensor *input, ct_tensors indices)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_index);
    ct_call_tensor(&c, 0, input);
    ct_call_tensors(&c, 1, indices);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_index_put_with(ct_scope *s, ct_tensor *input, ct_tensors indices, ct_tensor *values, ct_index_put_options o)
{
    ct_call c;
    if (!input || !values) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_index_put);
    ct_call_tensor(&c, 0, input);
    ct_call_tensors(&c, 1, indices);
    ct_call_tensor(&c, 2, values);
    ct_call_int(&c, 3, o.accumulate);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_mask_flat(ct_scope *s, ct_tensor *mask)
{
    ct_call c;
    if (!mask) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_mask_flat);
    ct_call_tensor(&c, 0, mask);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_ravel_index(ct_scope *s, ct_tensors indices, ct_dims sizes, ct_dims dims)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_ravel_index);
    ct_call_tensors(&c, 0, indices);
    ct_call_dims(&c, 1, sizes.n, sizes.v);
    ct_call_dims(&c, 2, dims.n, dims.v);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_index_flat(ct_scope *s, ct_tensor *input, ct_tensor *index, ct_dims dims, int64_t at)
{
    ct_call c;
    if (!input || !index) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_index_flat);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, index);
    ct_call_dims(&c, 2, dims.n, dims.v);
    ct_call_int(&c, 3, at);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_index_put_flat(ct_scope *s, ct_tensor *input, ct_tensor *index, ct_tensor *values, ct_dims dims, int64_t at, int64_t accumulate)
{
    ct_call c;
    if (!input || !index || !values) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_index_put_flat);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, index);
    ct_call_tensor(&c, 2, values);
    ct_call_dims(&c, 3, dims.n, dims.v);
    ct_call_int(&c, 4, at);
    ct_call_int(&c, 5, accumulate);
    return ct_scope_run(s, &c);
}
