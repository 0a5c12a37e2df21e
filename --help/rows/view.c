/* Made by tools/rows.py of csrc/ops/view.def. */

#include "rows/view.h"

int ct_pointwise_check(ct_call *c);
int ct_backward_check(ct_call *c);
int ct_formula_body(ct_call *c);
void ct_pointwise_grad_rule(ct_rule *r);
void ct_body_grad(ct_rule *r);
int ct_transpose_check(ct_call *);
void ct_transpose_grad(ct_rule *);

int ct_t_check(ct_call *);
void ct_t_grad(ct_rule *);

int ct_permute_check(ct_call *);
void ct_permute_grad(ct_rule *);

int ct_numpy_T_check(ct_call *);
void ct_numpy_T_grad(ct_rule *);

int ct_matrix_T_check(ct_call *);
void ct_matrix_T_grad(ct_rule *);

int ct_movedim_check(ct_call *);
void ct_movedim_grad(ct_rule *);

int ct_view_check(ct_call *);
void ct_view_grad(ct_rule *);

int ct_view_dtype_check(ct_call *);
void ct_view_dtype_grad(ct_rule *);

int ct_view_as_body(ct_call *);

int ct_reshape_check(ct_call *);
void ct_reshape_grad(ct_rule *);

int ct_reshape_as_body(ct_call *);

int ct_flatten_check(ct_call *);
void ct_flatten_grad(ct_rule *);

int ct_ravel_check(ct_call *);
void ct_ravel_grad(ct_rule *);

int ct_unflatten_check(ct_call *);
void ct_unflatten_grad(ct_rule *);

int ct_squeeze_check(ct_call *);
void ct_squeeze_grad(ct_rule *);

int ct_unsqueeze_check(ct_call *);
void ct_unsqueeze_grad(ct_rule *);

int ct_expand_check(ct_call *);
void ct_expand_grad(ct_rule *);

int ct_broadcast_to_check(ct_call *);
void ct_broadcast_to_grad(ct_rule *);

int ct_expand_as_body(ct_call *);

int ct_select_check(ct_call *);
void ct_select_grad(ct_rule *);

int ct_narrow_check(ct_call *);
void ct_narrow_grad(ct_rule *);

int ct_slice_check(ct_call *);
void ct_slice_grad(ct_rule *);

int ct_basic_index_check(ct_call *);
void ct_basic_index_grad(ct_rule *);

int ct_diagonal_check(ct_call *);
void ct_diagonal_grad(ct_rule *);

int ct_unfold_check(ct_call *);
void ct_unfold_grad(ct_rule *);

int ct_as_strided_check(ct_call *);
void ct_as_strided_grad(ct_rule *);

int ct_strided_gather_check(ct_call *);
void ct_strided_gather_grad(ct_rule *);

int ct_strided_scatter_check(ct_call *);
void ct_strided_scatter_grad(ct_rule *);

int ct_split_check(ct_call *);
void ct_split_grad(ct_rule *);

int ct_split_sections_check(ct_call *);
void ct_split_sections_grad(ct_rule *);

int ct_chunk_check(ct_call *);
void ct_chunk_grad(ct_rule *);

int ct_tensor_split_check(ct_call *);
void ct_tensor_split_grad(ct_rule *);

int ct_tensor_split_at_check(ct_call *);
void ct_tensor_split_at_grad(ct_rule *);

int ct_unbind_check(ct_call *);
void ct_unbind_grad(ct_rule *);

int ct_contiguous_body(ct_call *);

int ct_clone_check(ct_call *);
void ct_clone_grad(ct_rule *);

int ct_to_dtype_check(ct_call *);
void ct_to_dtype_grad(ct_rule *);

int ct_fill__check(ct_call *);
void ct_fill__grad(ct_rule *);

int ct_zero__check(ct_call *);
void ct_zero__grad(ct_rule *);

int ct_copy__check(ct_call *);
void ct_copy__grad(ct_rule *);

int ct_flip_body(ct_call *);

int ct_reversed_body(ct_call *);

int ct_roll_body(ct_call *);

int ct_repeat_body(ct_call *);

int ct_tile_body(ct_call *);

static const ct_param params_transpose[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim0", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim1", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_transpose = {
    .name = "transpose",
    .pyname = "transpose",
    .signature = "(input: tensor, dim0: axis, dim1: axis)",
    .doc = "Swaps two dims.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OP_WRITES_OUT,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 3,
    .params = params_transpose,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x6,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis0", 1}, {"axis1", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .aliases = (const char *const[]){"swapaxes", "swapdims", NULL},
    .check = ct_transpose_check,
    .grad = ct_transpose_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_t[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_t = {
    .name = "t",
    .pyname = "t",
    .signature = "(input: tensor)",
    .doc = "Transposes a matrix; returns a tensor of fewer dims as it is.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OP_WRITES_OUT,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 1,
    .params = params_t,
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
    .check = ct_t_check,
    .grad = ct_t_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_permute[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dims", .type = CT_ARG_AXES, .optional = 0, .keyword_only = 0, .spread = 1, .has_default = 0, .text = ""},
};
ct_op ct_op_permute = {
    .name = "permute",
    .pyname = "permute",
    .signature = "(input: tensor, dims: axes...)",
    .doc = "Puts the dims in the given order.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 2,
    .params = params_permute,
    .positional = 2,
    .variadic = 1,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_permute_check,
    .grad = ct_permute_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_numpy_T[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_numpy_T = {
    .name = "numpy_T",
    .pyname = "_T",
    .signature = "(input: tensor)",
    .doc = "All dims in reverse order, as the attribute T.",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 1,
    .params = params_numpy_T,
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
    .check = ct_numpy_T_check,
    .grad = ct_numpy_T_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_matrix_T[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_matrix_T = {
    .name = "matrix_T",
    .pyname = "_mT",
    .signature = "(input: tensor)",
    .doc = "The last two dims swapped, as the attribute mT.",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 1,
    .params = params_matrix_T,
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
    .check = ct_matrix_T_check,
    .grad = ct_matrix_T_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_movedim[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "source", .type = CT_ARG_AXES, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "destination", .type = CT_ARG_AXES, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_movedim = {
    .name = "movedim",
    .pyname = "movedim",
    .signature = "(input: tensor, source: axes, destination: axes)",
    .doc = "Moves dims to new places; the others keep their order.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 3,
    .params = params_movedim,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x6,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .aliases = (const char *const[]){"moveaxis", NULL},
    .check = ct_movedim_check,
    .grad = ct_movedim_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_view[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "size", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 1, .has_default = 0, .text = ""},
};
ct_op ct_op_view = {
    .name = "view",
    .pyname = "view",
    .signature = "(input: tensor, size: ints...)",
    .doc = "The same elements in another shape, without a copy; one size may be -1.",
    .flags = CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 2,
    .params = params_view,
    .positional = 2,
    .variadic = 1,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = &ct_op_view_dtype,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_view_check,
    .grad = ct_view_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_view_dtype[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_view_dtype = {
    .name = "view_dtype",
    .pyname = "view",
    .signature = "(input: tensor, dtype: dtype)",
    .doc = "The same bytes as elements of another dtype.",
    .flags = CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 2,
    .params = params_view_dtype,
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
    .check = ct_view_dtype_check,
    .grad = ct_view_dtype_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_view_as[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_view_as = {
    .name = "view_as",
    .pyname = "view_as",
    .signature = "(input: tensor, other: tensor)",
    .doc = "A view with other's shape.",
    .flags = CT_METHOD,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_view_as,
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
    .check = ct_view_as_body,
};

static const ct_param params_reshape[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "shape", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 1, .has_default = 0, .text = ""},
};
ct_op ct_op_reshape = {
    .name = "reshape",
    .pyname = "reshape",
    .signature = "(input: tensor, shape: ints...)",
    .doc = "The same elements in another shape: a view if possible, else a copy.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 2,
    .params = params_reshape,
    .positional = 2,
    .variadic = 1,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_reshape_check,
    .grad = ct_reshape_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_reshape_as[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_reshape_as = {
    .name = "reshape_as",
    .pyname = "reshape_as",
    .signature = "(input: tensor, other: tensor)",
    .doc = "The same elements in other's shape.",
    .flags = CT_METHOD,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_reshape_as,
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
    .check = ct_reshape_as_body,
};

static const ct_param params_flatten[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "start_dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0", .value = {.i = 0}},
    {.name = "end_dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "-1", .value = {.i = -1}},
};
ct_op ct_op_flatten = {
    .name = "flatten",
    .pyname = "flatten",
    .signature = "(input: tensor, start_dim: axis = 0, end_dim: axis = -1)",
    .doc = "Joins the dims from start_dim to end_dim into one.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 3,
    .params = params_flatten,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x6,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x6,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_flatten_check,
    .grad = ct_flatten_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_ravel[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_ravel = {
    .name = "ravel",
    .pyname = "ravel",
    .signature = "(input: tensor)",
    .doc = "All elements in one dim.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 1,
    .params = params_ravel,
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
    .check = ct_ravel_check,
    .grad = ct_ravel_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_unflatten[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "sizes", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_unflatten = {
    .name = "unflatten",
    .pyname = "unflatten",
    .signature = "(input: tensor, dim: axis, sizes: ints)",
    .doc = "Splits one dim into several; one size may be -1.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 3,
    .params = params_unflatten,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_unflatten_check,
    .grad = ct_unflatten_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_squeeze[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXES, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_squeeze = {
    .name = "squeeze",
    .pyname = "squeeze",
    .signature = "(input: tensor, dim: axes? = None)",
    .doc = "Drops dims of size 1: all of them, or those named.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OP_WRITES_OUT,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 2,
    .params = params_squeeze,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_squeeze_check,
    .grad = ct_squeeze_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_unsqueeze[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_NEW_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_unsqueeze = {
    .name = "unsqueeze",
    .pyname = "unsqueeze",
    .signature = "(input: tensor, dim: new_axis)",
    .doc = "Adds a dim of size 1 before dim.",
    .flags = CT_FN | CT_METHOD | CT_INPLACE | CT_OP_WRITES_OUT,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 2,
    .params = params_unsqueeze,
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
    .check = ct_unsqueeze_check,
    .grad = ct_unsqueeze_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_expand[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "size", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 1, .has_default = 0, .text = ""},
};
ct_op ct_op_expand = {
    .name = "expand",
    .pyname = "expand",
    .signature = "(input: tensor, size: ints...)",
    .doc = "Repeats dims of size 1 without a copy; -1 keeps a size.",
    .flags = CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 2,
    .params = params_expand,
    .positional = 2,
    .variadic = 1,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_expand_check,
    .grad = ct_expand_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_broadcast_to[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "size", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 1, .has_default = 0, .text = ""},
};
ct_op ct_op_broadcast_to = {
    .name = "broadcast_to",
    .pyname = "broadcast_to",
    .signature = "(input: tensor, size: ints...)",
    .doc = "input broadcast to a shape, without a copy.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 2,
    .params = params_broadcast_to,
    .positional = 2,
    .variadic = 1,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_broadcast_to_check,
    .grad = ct_broadcast_to_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_expand_as[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "other", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_expand_as = {
    .name = "expand_as",
    .pyname = "expand_as",
    .signature = "(input: tensor, other: tensor)",
    .doc = "input broadcast to other's shape, without a copy.",
    .flags = CT_METHOD,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_expand_as,
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
    .check = ct_expand_as_body,
};

static const ct_param params_select[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "index", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_select = {
    .name = "select",
    .pyname = "select",
    .signature = "(input: tensor, dim: axis, index: int)",
    .doc = "The part at one index of dim, which is dropped.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 3,
    .params = params_select,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_select_check,
    .grad = ct_select_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_narrow[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "start", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "length", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_narrow = {
    .name = "narrow",
    .pyname = "narrow",
    .signature = "(input: tensor, dim: axis, start: int, length: int)",
    .doc = "length elements of dim from start on.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 4,
    .params = params_narrow,
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
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_narrow_check,
    .grad = ct_narrow_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_slice[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "start", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "length", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "step", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_slice = {
    .name = "slice",
    .pyname = "_slice",
    .signature = "(input: tensor, dim: axis, start: int, length: int, step: int)",
    .doc = "length elements of dim: start, start + step, ...",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 5,
    .params = params_slice,
    .positional = 5,
    .variadic = 0,
    .self = 0,
    .required = 0x1f,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_slice_check,
    .grad = ct_slice_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_basic_index[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "steps", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_basic_index = {
    .name = "basic_index",
    .pyname = "_basic_index",
    .signature = "(input: tensor, steps: ints)",
    .doc = "A subscript of integers, slices and None, three numbers each (ops/view.h).",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 2,
    .params = params_basic_index,
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
    .check = ct_basic_index_check,
    .grad = ct_basic_index_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_diagonal[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "offset", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0", .value = {.i = 0}},
    {.name = "dim1", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0", .value = {.i = 0}},
    {.name = "dim2", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "1", .value = {.i = 1}},
};
ct_op ct_op_diagonal = {
    .name = "diagonal",
    .pyname = "diagonal",
    .signature = "(input: tensor, offset: int = 0, dim1: axis = 0, dim2: axis = 1)",
    .doc = "The diagonals over two dims, as the last dim.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 4,
    .params = params_diagonal,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0xe,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0xc,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis1", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_diagonal_check,
    .grad = ct_diagonal_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_unfold[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dimension", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "size", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "step", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_unfold = {
    .name = "unfold",
    .pyname = "unfold",
    .signature = "(input: tensor, dimension: axis, size: int, step: int)",
    .doc = "All windows of a size over a dim, as the last dim.",
    .flags = CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 4,
    .params = params_unfold,
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
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_unfold_check,
    .grad = ct_unfold_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_as_strided[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "size", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "stride", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "storage_offset", .type = CT_ARG_INT, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_as_strided = {
    .name = "as_strided",
    .pyname = "as_strided",
    .signature = "(input: tensor, size: ints, stride: ints, storage_offset: int? = None)",
    .doc = "Any layout over the storage: strides and offset in elements, bounds checked.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 4,
    .params = params_as_strided,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_as_strided_check,
    .grad = ct_as_strided_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_strided_gather[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "size", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "stride", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "offset", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_strided_gather = {
    .name = "strided_gather",
    .pyname = "_strided_gather",
    .signature = "(input: tensor, size: ints, stride: ints, offset: int)",
    .doc = "A layout in elements over input taken as contiguous.",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 4,
    .params = params_strided_gather,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_strided_gather_check,
    .grad = ct_strided_gather_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_strided_scatter[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "size", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "stride", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "offset", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_strided_scatter = {
    .name = "strided_scatter",
    .pyname = "_strided_scatter",
    .signature = "(grad: tensor, size: ints, stride: ints, offset: int)",
    .doc = "Zeros of a size with grad added at a layout: the gradient of _strided_gather.",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_strided_scatter,
    .positional = 4,
    .variadic = 0,
    .self = 0,
    .required = 0xf,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .check = ct_strided_scatter_check,
    .grad = ct_strided_scatter_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_split[] = {
    {.name = "tensor", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "split_size_or_sections", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0", .value = {.i = 0}},
};
ct_op ct_op_split = {
    .name = "split",
    .pyname = "split",
    .signature = "(tensor: tensor, split_size_or_sections: int, dim: axis = 0)",
    .doc = "Parts of equal size along dim; the last may be smaller.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 3,
    .params = params_split,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x4,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x4,
    .overload = &ct_op_split_sections,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 2}, {"split_size", 1}, {NULL, 0}},
    .check = ct_split_check,
    .grad = ct_split_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_split_sections[] = {
    {.name = "tensor", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "split_size_or_sections", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0", .value = {.i = 0}},
};
ct_op ct_op_split_sections = {
    .name = "split_sections",
    .pyname = "split",
    .signature = "(tensor: tensor, split_size_or_sections: ints, dim: axis = 0)",
    .doc = "Parts of the given sizes along dim.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 3,
    .params = params_split_sections,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x4,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x4,
    .overload = NULL,
    .is_overload = 1,
    .spellings = (const ct_spelling[]){{"axis", 2}, {"split_size", 1}, {NULL, 0}},
    .check = ct_split_sections_check,
    .grad = ct_split_sections_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_chunk[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "chunks", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0", .value = {.i = 0}},
};
ct_op ct_op_chunk = {
    .name = "chunk",
    .pyname = "chunk",
    .signature = "(input: tensor, chunks: int, dim: axis = 0)",
    .doc = "At most `chunks` parts of equal size along dim.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 3,
    .params = params_chunk,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x4,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x4,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_chunk_check,
    .grad = ct_chunk_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_tensor_split[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "sections", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0", .value = {.i = 0}},
};
ct_op ct_op_tensor_split = {
    .name = "tensor_split",
    .pyname = "tensor_split",
    .signature = "(input: tensor, sections: int, dim: axis = 0)",
    .doc = "Exactly `sections` parts along dim whose sizes differ by at most 1.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 3,
    .params = params_tensor_split,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x4,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x4,
    .overload = &ct_op_tensor_split_at,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_tensor_split_check,
    .grad = ct_tensor_split_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_tensor_split_at[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "indices", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0", .value = {.i = 0}},
};
ct_op ct_op_tensor_split_at = {
    .name = "tensor_split_at",
    .pyname = "tensor_split",
    .signature = "(input: tensor, indices: ints, dim: axis = 0)",
    .doc = "Parts along dim, cut at the given indices.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 3,
    .params = params_tensor_split_at,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x4,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x4,
    .overload = NULL,
    .is_overload = 1,
    .spellings = (const ct_spelling[]){{"axis", 2}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_tensor_split_at_check,
    .grad = ct_tensor_split_at_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_unbind[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dim", .type = CT_ARG_AXIS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0", .value = {.i = 0}},
};
ct_op ct_op_unbind = {
    .name = "unbind",
    .pyname = "unbind",
    .signature = "(input: tensor, dim: axis = 0)",
    .doc = "All parts along dim, which is dropped.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_VIEW,
    .nout = 1,
    .nparam = 2,
    .params = params_unbind,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x2,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"axis", 1}, {"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_unbind_check,
    .grad = ct_unbind_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_contiguous[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "memory_format", .type = CT_ARG_FORMAT, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_contiguous = {
    .name = "contiguous",
    .pyname = "contiguous",
    .signature = "(input: tensor, memory_format: format? = None)",
    .doc = "input itself if it is laid out by memory_format, row-major unless given; else such a copy.",
    .flags = CT_METHOD,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_contiguous,
    .positional = 2,
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
    .check = ct_contiguous_body,
};

static const ct_param params_clone[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "memory_format", .type = CT_ARG_FORMAT, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_clone = {
    .name = "clone",
    .pyname = "clone",
    .signature = "(input: tensor, *, memory_format: format? = None)",
    .doc = "A copy, with input's order of dims in memory unless memory_format is given.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 2,
    .params = params_clone,
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
    .check = ct_clone_check,
    .grad = ct_clone_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_to_dtype[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_to_dtype = {
    .name = "to_dtype",
    .pyname = "_to_dtype",
    .signature = "(input: tensor, dtype: dtype)",
    .doc = "A copy in another dtype.",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 2,
    .params = params_to_dtype,
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
    .check = ct_to_dtype_check,
    .grad = ct_to_dtype_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_fill_[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "value", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_fill_ = {
    .name = "fill_",
    .pyname = "fill_",
    .signature = "(input: tensor, value: operand)",
    .doc = "Sets all elements to a number.",
    .flags = CT_METHOD | CT_OP_INPLACE_ONLY,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 2,
    .params = params_fill_,
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
    .check = ct_fill__check,
    .grad = ct_fill__grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_zero_[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_zero_ = {
    .name = "zero_",
    .pyname = "zero_",
    .signature = "(input: tensor)",
    .doc = "Sets all elements to 0.",
    .flags = CT_METHOD | CT_OP_INPLACE_ONLY,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 1,
    .params = params_zero_,
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
    .check = ct_zero__check,
    .grad = ct_zero__grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_copy_[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "src", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "non_blocking", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_copy_ = {
    .name = "copy_",
    .pyname = "copy_",
    .signature = "(input: tensor, src: operand, non_blocking: bool = False)",
    .doc = "Copies src, broadcast and converted, into input.",
    .flags = CT_METHOD | CT_OP_INPLACE_ONLY,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_copy_,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x4,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_copy__check,
    .grad = ct_copy__grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

static const ct_param params_flip[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dims", .type = CT_ARG_AXES, .optional = 0, .keyword_only = 0, .spread = 1, .has_default = 0, .text = ""},
};
ct_op ct_op_flip = {
    .name = "flip",
    .pyname = "flip",
    .signature = "(input: tensor, dims: axes...)",
    .doc = "A copy with the given dims reversed.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_flip,
    .positional = 2,
    .variadic = 1,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x2,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_flip_body,
};

static const ct_param params_reversed[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_reversed = {
    .name = "reversed",
    .pyname = "__reversed__",
    .signature = "(input: tensor)",
    .doc = "flip(0), a tensor that reversed(t) gives; a 0-d tensor itself.",
    .flags = CT_METHOD,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 1,
    .params = params_reversed,
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
    .check = ct_reversed_body,
};

static const ct_param params_roll[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "shifts", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dims", .type = CT_ARG_INTS, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_roll = {
    .name = "roll",
    .pyname = "roll",
    .signature = "(input: tensor, shifts: ints, dims: ints? = None)",
    .doc = "Shifts elements along dims; what leaves comes in again.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 3,
    .params = params_roll,
    .positional = 3,
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
    .check = ct_roll_body,
};

static const ct_param params_repeat[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "repeats", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 1, .has_default = 0, .text = ""},
};
ct_op ct_op_repeat = {
    .name = "repeat",
    .pyname = "repeat",
    .signature = "(input: tensor, repeats: ints...)",
    .doc = "Copies of input side by side, so many along each dim.",
    .flags = CT_METHOD,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_repeat,
    .positional = 2,
    .variadic = 1,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_repeat_body,
};

static const ct_param params_tile[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dims", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 1, .has_default = 0, .text = ""},
};
ct_op ct_op_tile = {
    .name = "tile",
    .pyname = "tile",
    .signature = "(input: tensor, dims: ints...)",
    .doc = "Copies of input side by side; missing counts in front are 1.",
    .flags = CT_FN | CT_METHOD,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 2,
    .params = params_tile,
    .positional = 2,
    .variadic = 1,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_tile_body,
};

ct_tensor *ct_s_transpose(ct_scope *s, ct_tensor *input, int64_t dim0, int64_t dim1)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_transpose);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim0);
    ct_call_int(&c, 2, dim1);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_t(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_t);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_permute(ct_scope *s, ct_tensor *input, ct_dims dims)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_permute);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, dims.n, dims.v);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_numpy_T(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_numpy_T);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_matrix_T(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_matrix_T);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_movedim(ct_scope *s, ct_tensor *input, ct_dims source, ct_dims destination)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_movedim);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, source.n, source.v);
    ct_call_dims(&c, 2, destination.n, destination.v);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_view(ct_scope *s, ct_tensor *input, ct_dims size)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_view);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, size.n, size.v);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_view_dtype(ct_scope *s, ct_tensor *input, int64_t dtype)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_view_dtype);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dtype);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_view_as(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_view_as);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_reshape(ct_scope *s, ct_tensor *input, ct_dims shape)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_reshape);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, shape.n, shape.v);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_reshape_as(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_reshape_as);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_flatten_with(ct_scope *s, ct_tensor *input, ct_flatten_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_flatten);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.start_dim);
    ct_call_some(&c, 2, o.end_dim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_ravel(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_ravel);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_unflatten(ct_scope *s, ct_tensor *input, int64_t dim, ct_dims sizes)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_unflatten);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_dims(&c, 2, sizes.n, sizes.v);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_squeeze_with(ct_scope *s, ct_tensor *input, ct_squeeze_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_squeeze);
    ct_call_tensor(&c, 0, input);
    if (o.dim.v) { ct_call_dims(&c, 1, o.dim.n, o.dim.v); }
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_unsqueeze(ct_scope *s, ct_tensor *input, int64_t dim)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_unsqueeze);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_expand(ct_scope *s, ct_tensor *input, ct_dims size)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_expand);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, size.n, size.v);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_broadcast_to(ct_scope *s, ct_tensor *input, ct_dims size)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_broadcast_to);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, size.n, size.v);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_expand_as(ct_scope *s, ct_tensor *input, ct_tensor *other)
{
    ct_call c;
    if (!input || !other) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_expand_as);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, other);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_select(ct_scope *s, ct_tensor *input, int64_t dim, int64_t index)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_select);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_int(&c, 2, index);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_narrow(ct_scope *s, ct_tensor *input, int64_t dim, int64_t start, int64_t length)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_narrow);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_int(&c, 2, start);
    ct_call_int(&c, 3, length);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_slice(ct_scope *s, ct_tensor *input, int64_t dim, int64_t start, int64_t length, int64_t step)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_slice);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dim);
    ct_call_int(&c, 2, start);
    ct_call_int(&c, 3, length);
    ct_call_int(&c, 4, step);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_basic_index(ct_scope *s, ct_tensor *input, ct_dims steps)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_basic_index);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, steps.n, steps.v);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_diagonal_with(ct_scope *s, ct_tensor *input, ct_diagonal_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_diagonal);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.offset);
    ct_call_some(&c, 2, o.dim1);
    ct_call_some(&c, 3, o.dim2);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_unfold(ct_scope *s, ct_tensor *input, int64_t dimension, int64_t size, int64_t step)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_unfold);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dimension);
    ct_call_int(&c, 2, size);
    ct_call_int(&c, 3, step);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_as_strided_with(ct_scope *s, ct_tensor *input, ct_dims size, ct_dims stride, ct_as_strided_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_as_strided);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, size.n, size.v);
    ct_call_dims(&c, 2, stride.n, stride.v);
    ct_call_some(&c, 3, o.storage_offset);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_strided_gather(ct_scope *s, ct_tensor *input, ct_dims size, ct_dims stride, int64_t offset)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_strided_gather);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, size.n, size.v);
    ct_call_dims(&c, 2, stride.n, stride.v);
    ct_call_int(&c, 3, offset);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_strided_scatter(ct_scope *s, ct_tensor *grad, ct_dims size, ct_dims stride, int64_t offset)
{
    ct_call c;
    if (!grad) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_strided_scatter);
    ct_call_tensor(&c, 0, grad);
    ct_call_dims(&c, 1, size.n, size.v);
    ct_call_dims(&c, 2, stride.n, stride.v);
    ct_call_int(&c, 3, offset);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_split_with(ct_scope *s, ct_tensor *tensor, int64_t split_size_or_sections, ct_split_options o)
{
    ct_call c;
    if (!tensor) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_split);
    ct_call_tensor(&c, 0, tensor);
    ct_call_int(&c, 1, split_size_or_sections);
    ct_call_some(&c, 2, o.dim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_split_sections_with(ct_scope *s, ct_tensor *tensor, ct_dims split_size_or_sections, ct_split_sections_options o)
{
    ct_call c;
    if (!tensor) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_split_sections);
    ct_call_tensor(&c, 0, tensor);
    ct_call_dims(&c, 1, split_size_or_sections.n, split_size_or_sections.v);
    ct_call_some(&c, 2, o.dim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_chunk_with(ct_scope *s, ct_tensor *input, int64_t chunks, ct_chunk_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_chunk);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, chunks);
    ct_call_some(&c, 2, o.dim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_tensor_split_with(ct_scope *s, ct_tensor *input, int64_t sections, ct_tensor_split_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_tensor_split);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, sections);
    ct_call_some(&c, 2, o.dim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_tensor_split_at_with(ct_scope *s, ct_tensor *input, ct_dims indices, ct_tensor_split_at_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_tensor_split_at);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, indices.n, indices.v);
    ct_call_some(&c, 2, o.dim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_unbind_with(ct_scope *s, ct_tensor *input, ct_unbind_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_unbind);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.dim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_contiguous_with(ct_scope *s, ct_tensor *input, ct_contiguous_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_contiguous);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.memory_format);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_clone_with(ct_scope *s, ct_tensor *input, ct_clone_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_clone);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.memory_format);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_to_dtype(ct_scope *s, ct_tensor *input, int64_t dtype)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_to_dtype);
    ct_call_tensor(&c, 0, input);
    ct_call_int(&c, 1, dtype);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_fill_(ct_scope *s, ct_tensor *input, ct_tensor *value)
{
    ct_call c;
    if (!input || !value) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_fill_);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, value);
    return ct_scope_run_in_place(s, &c);
}

ct_tensor *ct_s_zero_(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_zero_);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run_in_place(s, &c);
}

ct_tensor *ct_s_copy__with(ct_scope *s, ct_tensor *input, ct_tensor *src, ct_copy__options o)
{
    ct_call c;
    if (!input || !src) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_copy_);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, src);
    ct_call_int(&c, 2, o.non_blocking);
    return ct_scope_run_in_place(s, &c);
}

ct_tensor *ct_s_flip(ct_scope *s, ct_tensor *input, ct_dims dims)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_flip);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, dims.n, dims.v);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_reversed(ct_scope *s, ct_tensor *input)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_reversed);
    ct_call_tensor(&c, 0, input);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_roll_with(ct_scope *s, ct_tensor *input, ct_dims shifts, ct_roll_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_roll);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, shifts.n, shifts.v);
    if (o.dims.v) { ct_call_dims(&c, 2, o.dims.n, o.dims.v); }
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_repeat(ct_scope *s, ct_tensor *input, ct_dims repeats)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_repeat);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, repeats.n, repeats.v);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_tile(ct_scope *s, ct_tensor *input, ct_dims dims)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_tile);
    ct_call_tensor(&c, 0, input);
    ct_call_dims(&c, 1, dims.n, dims.v);
    return ct_scope_run(s, &c);
}
