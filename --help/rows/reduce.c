/* Made by tools/rows.py of csrc/ops/reduce.def. */

#include "rows/reduce.h"

int ct_pointwise_check(ct_call *c);
int ct_backward_check(ct_call *c);
int ct_formula_body(ct_call *c);
void ct_pointwise_grad_rule(ct_rule *r);
void ct_body_grad(ct_rule *r);
int ct_sum_check(ct_call *);
void ct_sum_grad(ct_rule *);

int ct_mean_check(ct_call *);
void ct_mean_grad(ct_rule *);

int ct_variance_check(ct_call *);
void ct_variance_grad(ct_rule *);

int ct_deviation_check(ct_call *);
void ct_deviation_grad(ct_rule *);

int ct_centered_check(ct_call *);
void ct_centered_grad(ct_rule *);

int ct_norm2_check(ct_call *);

int ct_var_body(ct_call *);

int ct_var_unbiased_body(ct_call *);

int ct_var_all_body(ct_call *);

int ct_std_body(ct_call *);

int ct_std_unbiased_body(ct_call *);

int ct_std_all_body(ct_call *);

int ct_max_check(ct_call *);
void ct_max_grad(ct_rule *);

int ct_max_dim_check(ct_call *);
void ct_max_dim_grad(ct_rule *);

int ct_max_other_body(ct_call *);

int ct_min_check(ct_call *);
void ct_min_grad(ct_rule *);

int ct_min_dim_check(ct_call *);
void ct_min_dim_grad(ct_rule *);

int ct_min_other_body(ct_call *);

int ct_amax_check(ct_call *);
void ct_amax_grad(ct_rule *);

int ct_amin_check(ct_call *);
void ct_amin_grad(ct_rule *);

int ct_argmax_check(ct_call *);

int ct_argmin_check(ct_call *);

int ct_any_check(ct_call *);

int ct_all_check(ct_call *);

int ct_cumsum_check(ct_call *);
void ct_cumsum_grad(ct_rule *);

int ct_softmax_check(ct_call *);
void ct_softmax_grad(ct_rule *);

int ct_log_softmax_check(ct_call *);
void ct_log_softmax_grad(ct_rule *);

static const ct_param params_sum[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXES, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_sum = {
    .name = "sum",
    .pyname = "sum",
    .signature = "(input: tensor, dim: axes? = None, keepdim: bool = False, *, dtype: dtype? = None)",
    .doc = "Sum over the given dims.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_sum,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x4,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_sum_check,
    .grad = ct_sum_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_mean[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXES, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_mean = {
    .name = "mean",
    .pyname = "mean",
    .signature = "(input: tensor, dim: axes? = None, keepdim: bool = False, *, dtype: dtype? = None)",
    .doc = "Arithmetic mean over the given dims; NaN over no elements.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_mean,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x4,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_mean_check,
    .grad = ct_mean_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_variance[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXES, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "correction", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_variance = {
    .name = "variance",
    .pyname = "_variance",
    .signature = "(input: tensor, dim: axes?, keepdim: bool, correction: float)",
    .doc = "Variance of real numbers over the given dims; 16-bit floats give float32.",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_variance,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_variance_check,
    .grad = ct_variance_grad,
    .save_args = 0x1,
    .save_outs = 0x0,
};

static const ct_param params_deviation[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXES, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "correction", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_deviation = {
    .name = "deviation",
    .pyname = "_deviation",
    .signature = "(input: tensor, dim: axes?, keepdim: bool, correction: float)",
    .doc = "Root of _variance, where that is too large or too small for its dtype, too.",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_deviation,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_deviation_check,
    .grad = ct_deviation_grad,
    .save_args = 0x1,
    .save_outs = 0x1,
};

static const ct_param params_centered[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXES, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_centered = {
    .name = "centered",
    .pyname = "_centered",
    .signature = "(input: tensor, dim: axes?)",
    .doc = "Real numbers less their mean over the given dims; 16-bit floats give float32.",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 2,
    .params = params_centered,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_centered_check,
    .grad = ct_centered_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_norm2[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_norm2 = {
    .name = "norm2",
    .pyname = "_norm2",
    .signature = "(input: tensor)",
    .doc = "Root of the sum of all squares of real numbers, a float64.",
    .flags = CT_FN | CT_OP_PRIVATE,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 1,
    .params = params_norm2,
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
    .check = ct_norm2_check,
    .no_grad = "clipping gradients is no part of the graph",
};

static const ct_param params_var[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXES, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "correction", .type = CT_ARG_FLOAT, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "1", .value = {.f = 1}},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_var = {
    .name = "var",
    .pyname = "var",
    .signature = "(input: tensor, dim: axes? = None, *, correction: float? = 1, keepdim: bool = False)",
    .doc = "Variance over the given dims: squared distances from the mean over n - correction.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 4,
    .params = params_var,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0xc,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = &ct_op_var_unbiased,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 3}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_var_body,
};

static const ct_param params_var_unbiased[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXES, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "unbiased", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_var_unbiased = {
    .name = "var_unbiased",
    .pyname = "var",
    .signature = "(input: tensor, dim: axes?, unbiased: bool, keepdim: bool = False)",
    .doc = "Variance over n - 1 (unbiased) or n.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 4,
    .params = params_var_unbiased,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x8,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = &ct_op_var_all,
    .is_overload = 1,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 3}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_var_unbiased_body,
};

static const ct_param params_var_all[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "unbiased", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_var_all = {
    .name = "var_all",
    .pyname = "var",
    .signature = "(input: tensor, unbiased: bool)",
    .doc = "Variance of all elements over n - 1 (unbiased) or n.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_var_all,
    .positional = 2,
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
    .check = ct_var_all_body,
};

static const ct_param params_std[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXES, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "correction", .type = CT_ARG_FLOAT, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "1", .value = {.f = 1}},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_std = {
    .name = "std",
    .pyname = "std",
    .signature = "(input: tensor, dim: axes? = None, *, correction: float? = 1, keepdim: bool = False)",
    .doc = "Standard deviation over the given dims: the root of var.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 4,
    .params = params_std,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0xc,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = &ct_op_std_unbiased,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 3}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_std_body,
};

static const ct_param params_std_unbiased[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXES, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "unbiased", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_std_unbiased = {
    .name = "std_unbiased",
    .pyname = "std",
    .signature = "(input: tensor, dim: axes?, unbiased: bool, keepdim: bool = False)",
    .doc = "Standard deviation over n - 1 (unbiased) or n.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 4,
    .params = params_std_unbiased,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x8,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = &ct_op_std_all,
    .is_overload = 1,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 3}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_std_unbiased_body,
};

static const ct_param params_std_all[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "unbiased", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_std_all = {
    .name = "std_all",
    .pyname = "std",
    .signature = "(input: tensor, unbiased: bool)",
    .doc = "Standard deviation of all elements over n - 1 (unbiased) or n.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_std_all,
    .positional = 2,
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
    .check = ct_std_all_body,
};

static const ct_param params_max[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_max = {
    .name = "max",
    .pyname = "max",
    .signature = "(input: tensor)",
    .doc = "Largest element; NaN if there is one. Equal largest share the gradient.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 1,
    .params = params_max,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = &ct_op_max_dim,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_max_check,
    .grad = ct_max_grad,
    .save_args = 0x1,
    .save_outs = 0x1,
};

static const ct_param params_max_dim[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_max_dim = {
    .name = "max_dim",
    .pyname = "max",
    .signature = "(input: tensor, dim: axis, keepdim: bool = False)",
    .doc = "Largest elements along dim and their first indices: (values, indices).",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 2,
    .nparam = 3,
    .params = params_max_dim,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x4,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = &ct_op_max_other,
    .is_overload = 1,
    .results = (const char *const[]){"values", "indices"},
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_max_dim_check,
    .grad = ct_max_dim_grad,
    .save_args = 0x0,
    .save_outs = 0x2,
};

static const ct_param params_max_other[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_max_other = {
    .name = "max_other",
    .pyname = "max",
    .signature = "(input: tensor, other: tensor)",
    .doc = "Elementwise maximum of two tensors.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_max_other,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 1,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .check = ct_max_other_body,
};

static const ct_param params_min[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_min = {
    .name = "min",
    .pyname = "min",
    .signature = "(input: tensor)",
    .doc = "Smallest element; NaN if there is one. Equal smallest share the gradient.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 1,
    .params = params_min,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = &ct_op_min_dim,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_min_check,
    .grad = ct_min_grad,
    .save_args = 0x1,
    .save_outs = 0x1,
};

static const ct_param params_min_dim[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_min_dim = {
    .name = "min_dim",
    .pyname = "min",
    .signature = "(input: tensor, dim: axis, keepdim: bool = False)",
    .doc = "Smallest elements along dim and their first indices: (values, indices).",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 2,
    .nparam = 3,
    .params = params_min_dim,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x4,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = &ct_op_min_other,
    .is_overload = 1,
    .results = (const char *const[]){"values", "indices"},
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_min_dim_check,
    .grad = ct_min_dim_grad,
    .save_args = 0x0,
    .save_outs = 0x2,
};

static const ct_param params_min_other[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_min_other = {
    .name = "min_other",
    .pyname = "min",
    .signature = "(input: tensor, other: tensor)",
    .doc = "Elementwise minimum of two tensors.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_min_other,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 1,
    .spellings = (const ct_spelling[]){{"x1", 0}, {"x2", 1}, {NULL, 0}},
    .check = ct_min_other_body,
};

static const ct_param params_amax[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXES, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_amax = {
    .name = "amax",
    .pyname = "amax",
    .signature = "(input: tensor, dim: axes? = None, keepdim: bool = False)",
    .doc = "Largest elements over the given dims. Equal largest share the gradient.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_amax,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x4,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_amax_check,
    .grad = ct_amax_grad,
    .save_args = 0x1,
    .save_outs = 0x1,
};

static const ct_param params_amin[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXES, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_amin = {
    .name = "amin",
    .pyname = "amin",
    .signature = "(input: tensor, dim: axes? = None, keepdim: bool = False)",
    .doc = "Smallest elements over the given dims. Equal smallest share the gradient.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_amin,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x4,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_amin_check,
    .grad = ct_amin_grad,
    .save_args = 0x1,
    .save_outs = 0x1,
};

static const ct_param params_argmax[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_argmax = {
    .name = "argmax",
    .pyname = "argmax",
    .signature = "(input: tensor, dim: axis? = None, keepdim: bool = False)",
    .doc = "Index (int64) of the first largest element along dim, or of all flattened.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_argmax,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x4,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_argmax_check,
    .no_grad = "an index is piecewise constant",
};

static const ct_param params_argmin[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_argmin = {
    .name = "argmin",
    .pyname = "argmin",
    .signature = "(input: tensor, dim: axis? = None, keepdim: bool = False)",
    .doc = "Index (int64) of the first smallest element along dim, or of all flattened.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_argmin,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x4,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_argmin_check,
    .no_grad = "an index is piecewise constant",
};

static const ct_param params_any[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXES, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_any = {
    .name = "any",
    .pyname = "any",
    .signature = "(input: tensor, dim: axes? = None, keepdim: bool = False)",
    .doc = "Is any element true (not zero) over the given dims? A bool; uint8 of uint8.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_any,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x4,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_any_check,
    .no_grad = "the result is a truth",
};

static const ct_param params_all[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXES, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "keepdim", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_all = {
    .name = "all",
    .pyname = "all",
    .signature = "(input: tensor, dim: axes? = None, keepdim: bool = False)",
    .doc = "Are all elements true (not zero) over the given dims? A bool; uint8 of uint8.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_all,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x4,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"keepdims", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_all_check,
    .no_grad = "the result is a truth",
};

static const ct_param params_cumsum[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_cumsum = {
    .name = "cumsum",
    .pyname = "cumsum",
    .signature = "(input: tensor, dim: axis, *, dtype: dtype? = None)",
    .doc = "Sums of the elements up to and including each place along dim.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_cumsum,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_cumsum_check,
    .grad = ct_cumsum_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_softmax[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_softmax = {
    .name = "softmax",
    .pyname = "softmax",
    .signature = "(input: tensor, dim: axis, dtype: dtype? = None)",
    .doc = "exp(x - max) over its sum along dim.",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_softmax,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_softmax_check,
    .grad = ct_softmax_grad,
    .save_args = 0x0,
    .save_outs = 0x1,
};

static const ct_param params_log_softmax[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_log_softmax = {
    .name = "log_softmax",
    .pyname = "log_softmax",
    .signature = "(input: tensor, dim: axis, dtype: dtype? = None)",
    .doc = "Logarithm of softmax along dim, computed as x - max - log(sum exp(x - max)).",
    .flags = CT_FN | CT_METHOD | CT_OUT,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_log_softmax,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_log_softmax_check,
    .grad = ct_log_softmax_grad,
    .save_args = 0x0,
    .save_outs = 0x1,
};

ct_tensor *ct_s_sum_with(ct_scope *s, ct_tensor *input, ct_sum_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_sum);
    ct_call_tensor(&c, 0, input);
    if (o.dim.v) { ct_call_dims(&c, 1, o.dim.n, o.dim.v); }
    ct_call_int(&c, 2, o.keepdim);
    ct_call_some(&c, 3, o.dtype);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_mean_with(ct_scope *s, ct_tensor *input, ct_mean_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_mean);
    ct_call_tensor(&c, 0, input);
    if (o.dim.v) { ct_call_dims(&c, 1, o.dim.n, o.dim.v); }
    ct_call_int(&c, 2, o.keepdim);
    ct_call_some(&c, 3, o.dtype);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_variance_with(ct_scope *s, ct_tensor *input, int64_t keepdim, double correction, ct_variance_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_variance);
    ct_call_tensor(&c, 0, input);
    if (o.dim.v) { ct_call_dims(&c, 1, o.dim.n, o.dim.v); }
    ct_call_int(&c, 2, keepdim);
    ct_call_float(&c, 3, correction);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_deviation_with(ct_scope *s, ct_tensor *input, int64_t keepdim, double correction, ct_deviation_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_deviation);
    ct_call_tensor(&c, 0, input);
    if (o.dim.v) { ct_call_dims(&c, 1, o.dim.n, o.dim.v); }
    ct_call_int(&c, 2, keepdim);
    ct_call_float(&c, 3, correction);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_centered_with(ct_scope *s, ct_tensor *input, ct_centered_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_centered);
    ct_call_tensor(&c, 0, input);
    if (o.dim.v) { ct_call_dims(&c, 1, o.dim.n, o.dim.v); }
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_norm2(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_norm2);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_var_with(ct_scope *s, ct_tensor *input, ct_var_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_var);
    ct_call_tensor(&c, 0, input);
    if (o.dim.v) { ct_call_dims(&c, 1, o.dim.n, o.dim.v); }
    ct_call_some(&c, 2, o.correction);
    ct_call_int(&c, 3, o.keepdim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_var_unbiased_with(ct_scope *s, ct_tensor *input, int64_t unbiased, ct_var_unbiased_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_var_unbiased);
    ct_call_tensor(&c, 0, input);
    if (o.dim.v) { ct_call_dims(&c, 1, o.dim.n, o.dim.v); }
    ct_call_int(&c, 2, unbiased);
    ct_call_int(&c, 3, o.keepdim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_var_all(ct_scope *s, ct_tensor *input, int64_t unbiased)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_var_all);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, unbiased);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_std_with(ct_scope *s, ct_tensor *input, ct_std_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_std);
    ct_call_tensor(&c, 0, input);
    if (o.dim.v) { ct_call_dims(&c, 1, o.dim.n, o.dim.v); }
    ct_call_some(&c, 2, o.correction);
    ct_call_int(&c, 3, o.keepdim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_std_unbiased_with(ct_scope *s, ct_tensor *input, int64_t unbiased, ct_std_unbiased_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_std_unbiased);
    ct_call_tensor(&c, 0, input);
    if (o.dim.v) { ct_call_dims(&c, 1, o.dim.n, o.dim.v); }
    ct_call_int(&c, 2, unbiased);
    ct_call_int(&c, 3, o.keepdim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_std_all(ct_scope *s, ct_tensor *input, int64_t unbiased)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_std_all);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, unbiased);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_max(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_max);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_max_dim_with(ct_scope *s, ct_tensor *input, int64_t dim, ct_max_dim_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_max_dim);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_int(&c, 2, o.keepdim);
    ct_tensor *first = ct_scope_run(s, &c);
    for (int i = 1; first && o.others && i < 2; i++) {
        o.others[i - 1] = c.out[i];
    }
    return first;
}

ct_tensor *ct_s_max_other(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_max_other);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_min(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_min);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_min_dim_with(ct_scope *s, ct_tensor *input, int64_t dim, ct_min_dim_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_min_dim);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_int(&c, 2, o.keepdim);
    ct_tensor *first = ct_scope_run(s, &c);
    for (int i = 1; first && o.others && i < 2; i++) {
        o.others[i - 1] = c.out[i];
    }
    return first;
}

ct_tensor *ct_s_min_other(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_min_other);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_amax_with(ct_scope *s, ct_tensor *input, ct_amax_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_amax);
    ct_call_tensor(&c, 0, input);
    if (o.dim.v) { ct_call_dims(&c, 1, o.dim.n, o.dim.v); }
    ct_call_int(&c, 2, o.keepdim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_amin_with(ct_scope *s, ct_tensor *input, ct_amin_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_amin);
    ct_call_tensor(&c, 0, input);
    if (o.dim.v) { ct_call_dims(&c, 1, o.dim.n, o.dim.v); }
    ct_call_int(&c, 2, o.keepdim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_argmax_with(ct_scope *s, ct_tensor *input, ct_argmax_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_argmax);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.dim);
    ct_call_int(&c, 2, o.keepdim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_argmin_with(ct_scope *s, ct_tensor *input, ct_argmin_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_argmin);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.dim);
    ct_call_int(&c, 2, o.keepdim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_any_with(ct_scope *s, ct_tensor *input, ct_any_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_any);
    ct_call_tensor(&c, 0, input);
    if (o.dim.v) { ct_call_dims(&c, 1, o.dim.n, o.dim.v); }
    ct_call_int(&c, 2, o.keepdim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_all_with(ct_scope *s, ct_tensor *input, ct_all_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_all);
    ct_call_tensor(&c, 0, input);
    if (o.dim.v) { ct_call_dims(&c, 1, o.dim.n, o.dim.v); }
    ct_call_int(&c, 2, o.keepdim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_cumsum_with(ct_scope *s, ct_tensor *input, int64_t dim, ct_cumsum_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_cumsum);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_some(&c, 2, o.dtype);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_softmax_with(ct_scope *s, ct_tensor *input, int64_t dim, ct_softmax_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_softmax);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_some(&c, 2, o.dtype);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_log_softmax_with(ct_scope *s, ct_tensor *input, int64_t dim, ct_log_softmax_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_log_softmax);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_some(&c, 2, o.dtype);
    return ct_scope_run(s, &c);
}
