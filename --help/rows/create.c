/* Made by tools/rows.py of csrc/ops/create.def. */

#include "rows/create.h"

int ct_pointwise_check(ct_call *c);
int ct_backward_check(ct_call *c);
int ct_formula_body(ct_call *c);
void ct_pointwise_grad_rule(ct_rule *r);
void ct_body_grad(ct_rule *r);
int ct_zeros_check(ct_call *);

int ct_ones_check(ct_call *);

int ct_empty_check(ct_call *);

int ct_full_check(ct_call *);

int ct_zeros_like_check(ct_call *);

int ct_ones_like_check(ct_call *);

int ct_empty_like_check(ct_call *);

int ct_full_like_check(ct_call *);

int ct_eye_check(ct_call *);

int ct_arange_to_check(ct_call *);

int ct_arange_check(ct_call *);

int ct_linspace_check(ct_call *);

int ct_rand_check(ct_call *);

int ct_randn_check(ct_call *);

int ct_rand_like_check(ct_call *);

int ct_randn_like_check(ct_call *);

int ct_randint_to_check(ct_call *);

int ct_randint_check(ct_call *);

int ct_randperm_check(ct_call *);

int ct_uniform__check(ct_call *);

int ct_normal__check(ct_call *);

int ct_bernoulli__check(ct_call *);

int ct_bernoulli_each_check(ct_call *);

static const ct_param params_zeros[] = {
    {.name = "size", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 1, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_zeros = {
    .name = "zeros",
    .pyname = "zeros",
    .signature = "(size: ints..., *, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "A tensor of zeros.",
    .flags = CT_FN | CT_OUT | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_zeros,
    .positional = 1,
    .variadic = 1,
    .self = 0,
    .required = 0x1,
    .defaults = 0x8,
    .tensor_args = 0x0,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .check = ct_zeros_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_ones[] = {
    {.name = "size", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 1, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_ones = {
    .name = "ones",
    .pyname = "ones",
    .signature = "(size: ints..., *, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "A tensor of ones.",
    .flags = CT_FN | CT_OUT | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_ones,
    .positional = 1,
    .variadic = 1,
    .self = 0,
    .required = 0x1,
    .defaults = 0x8,
    .tensor_args = 0x0,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .check = ct_ones_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_empty[] = {
    {.name = "size", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 1, .has_default = 0, .text = ""},
    {.name = "memory_format", .type = CT_ARG_FORMAT, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_empty = {
    .name = "empty",
    .pyname = "empty",
    .signature = "(size: ints..., *, memory_format: format? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "A tensor whose elements are whatever was in memory.",
    .flags = CT_FN | CT_OUT | CT_OP_WRITES_OUT | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 5,
    .params = params_empty,
    .positional = 1,
    .variadic = 1,
    .self = 0,
    .required = 0x1,
    .defaults = 0x10,
    .tensor_args = 0x0,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .check = ct_empty_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_full[] = {
    {.name = "size", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "fill_value", .type = CT_ARG_SCALAR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_full = {
    .name = "full",
    .pyname = "full",
    .signature = "(size: ints, fill_value: scalar, *, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "A tensor of one number; its dtype follows the number.",
    .flags = CT_FN | CT_OUT | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 5,
    .params = params_full,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x10,
    .tensor_args = 0x2,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .check = ct_full_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_zeros_like[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "memory_format", .type = CT_ARG_FORMAT, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_zeros_like = {
    .name = "zeros_like",
    .pyname = "zeros_like",
    .signature = "(input: tensor, *, memory_format: format? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "Zeros of input's shape, dtype and device.",
    .flags = CT_FN | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 5,
    .params = params_zeros_like,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x10,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_zeros_like_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_ones_like[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "memory_format", .type = CT_ARG_FORMAT, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_ones_like = {
    .name = "ones_like",
    .pyname = "ones_like",
    .signature = "(input: tensor, *, memory_format: format? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "Ones of input's shape, dtype and device.",
    .flags = CT_FN | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 5,
    .params = params_ones_like,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x10,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_ones_like_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_empty_like[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "memory_format", .type = CT_ARG_FORMAT, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_empty_like = {
    .name = "empty_like",
    .pyname = "empty_like",
    .signature = "(input: tensor, *, memory_format: format? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "An uninitialised tensor of input's shape, dtype and device.",
    .flags = CT_FN | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 5,
    .params = params_empty_like,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x10,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_empty_like_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_full_like[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "fill_value", .type = CT_ARG_SCALAR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "memory_format", .type = CT_ARG_FORMAT, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_full_like = {
    .name = "full_like",
    .pyname = "full_like",
    .signature = "(input: tensor, fill_value: scalar, *, memory_format: format? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "One number, in input's shape, dtype and device.",
    .flags = CT_FN | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 6,
    .params = params_full_like,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x20,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_full_like_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_eye[] = {
    {.name = "n", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "m", .type = CT_ARG_INT, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_eye = {
    .name = "eye",
    .pyname = "eye",
    .signature = "(n: int, m: int? = None, *, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "A matrix (n, m) with ones on the diagonal; m is n unless given.",
    .flags = CT_FN | CT_OUT | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 5,
    .params = params_eye,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x10,
    .tensor_args = 0x0,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .check = ct_eye_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_arange_to[] = {
    {.name = "end", .type = CT_ARG_SCALAR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_arange_to = {
    .name = "arange_to",
    .pyname = "arange",
    .signature = "(end: scalar, *, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "The numbers 0, 1, ... below end.",
    .flags = CT_FN | CT_OUT | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_arange_to,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x8,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = &ct_op_arange,
    .is_overload = 0,
    .check = ct_arange_to_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_arange[] = {
    {.name = "start", .type = CT_ARG_SCALAR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "end", .type = CT_ARG_SCALAR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "step", .type = CT_ARG_SCALAR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "1"},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_arange = {
    .name = "arange",
    .pyname = "arange",
    .signature = "(start: scalar, end: scalar, step: scalar = 1, *, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "The numbers start, start + step, ... short of end.",
    .flags = CT_FN | CT_OUT | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 6,
    .params = params_arange,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x20,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 1,
    .check = ct_arange_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_linspace[] = {
    {.name = "start", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "end", .type = CT_ARG_OPERAND, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "steps", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_linspace = {
    .name = "linspace",
    .pyname = "linspace",
    .signature = "(start: operand, end: operand, steps: int, *, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "steps numbers evenly spaced from start to end, both included.",
    .flags = CT_FN | CT_OUT | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 6,
    .params = params_linspace,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x20,
    .tensor_args = 0x3,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .check = ct_linspace_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_rand[] = {
    {.name = "size", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 1, .has_default = 0, .text = ""},
    {.name = "generator", .type = CT_ARG_GENERATOR, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_rand = {
    .name = "rand",
    .pyname = "rand",
    .signature = "(size: ints..., *, generator: generator? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "Uniform numbers in [0, 1).",
    .flags = CT_FN | CT_OUT | CT_OP_RANDOM | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 5,
    .params = params_rand,
    .positional = 1,
    .variadic = 1,
    .self = 0,
    .required = 0x1,
    .defaults = 0x10,
    .tensor_args = 0x0,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .check = ct_rand_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_randn[] = {
    {.name = "size", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 1, .has_default = 0, .text = ""},
    {.name = "generator", .type = CT_ARG_GENERATOR, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_randn = {
    .name = "randn",
    .pyname = "randn",
    .signature = "(size: ints..., *, generator: generator? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "Normal numbers of mean 0 and variance 1.",
    .flags = CT_FN | CT_OUT | CT_OP_RANDOM | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 5,
    .params = params_randn,
    .positional = 1,
    .variadic = 1,
    .self = 0,
    .required = 0x1,
    .defaults = 0x10,
    .tensor_args = 0x0,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .check = ct_randn_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_rand_like[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "memory_format", .type = CT_ARG_FORMAT, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "generator", .type = CT_ARG_GENERATOR, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_rand_like = {
    .name = "rand_like",
    .pyname = "rand_like",
    .signature = "(input: tensor, *, memory_format: format? = None, generator: generator? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "Uniform numbers in [0, 1) of input's shape, dtype and device.",
    .flags = CT_FN | CT_OP_RANDOM | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 6,
    .params = params_rand_like,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x20,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_rand_like_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_randn_like[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "memory_format", .type = CT_ARG_FORMAT, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "generator", .type = CT_ARG_GENERATOR, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_randn_like = {
    .name = "randn_like",
    .pyname = "randn_like",
    .signature = "(input: tensor, *, memory_format: format? = None, generator: generator? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "Normal numbers of input's shape, dtype and device.",
    .flags = CT_FN | CT_OP_RANDOM | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 6,
    .params = params_randn_like,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x20,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_randn_like_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_randint_to[] = {
    {.name = "high", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "size", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "generator", .type = CT_ARG_GENERATOR, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_randint_to = {
    .name = "randint_to",
    .pyname = "randint",
    .signature = "(high: int, size: ints, *, generator: generator? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "Integers in [0, high), int64 unless dtype is given.",
    .flags = CT_FN | CT_OUT | CT_OP_RANDOM | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 6,
    .params = params_randint_to,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x20,
    .tensor_args = 0x0,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = &ct_op_randint,
    .is_overload = 0,
    .check = ct_randint_to_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_randint[] = {
    {.name = "low", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "high", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "size", .type = CT_ARG_INTS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "generator", .type = CT_ARG_GENERATOR, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_randint = {
    .name = "randint",
    .pyname = "randint",
    .signature = "(low: int, high: int, size: ints, *, generator: generator? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "Integers in [low, high), int64 unless dtype is given.",
    .flags = CT_FN | CT_OUT | CT_OP_RANDOM | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 7,
    .params = params_randint,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x7,
    .defaults = 0x40,
    .tensor_args = 0x0,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 1,
    .check = ct_randint_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_randperm[] = {
    {.name = "n", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "generator", .type = CT_ARG_GENERATOR, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "dtype", .type = CT_ARG_DTYPE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "device", .type = CT_ARG_DEVICE, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "requires_grad", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "False", .value = {.i = 0}},
};
ct_op ct_op_randperm = {
    .name = "randperm",
    .pyname = "randperm",
    .signature = "(n: int, *, generator: generator? = None, dtype: dtype? = None, device: device? = None, requires_grad: bool = False)",
    .doc = "The integers 0 .. n - 1 in random order, int64.",
    .flags = CT_FN | CT_OUT | CT_OP_RANDOM | CT_OP_CREATES,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 5,
    .params = params_randperm,
    .positional = 1,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x10,
    .tensor_args = 0x0,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .check = ct_randperm_check,
    .no_grad = "a new tensor depends on no other",
};

static const ct_param params_uniform_[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "from", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0", .value = {.f = 0}},
    {.name = "to", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "1", .value = {.f = 1}},
    {.name = "generator", .type = CT_ARG_GENERATOR, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_uniform_ = {
    .name = "uniform_",
    .pyname = "uniform_",
    .signature = "(input: tensor, from: float = 0, to: float = 1, *, generator: generator? = None)",
    .doc = "Fills with uniform numbers in [from, to).",
    .flags = CT_METHOD | CT_OP_INPLACE_ONLY | CT_OP_RANDOM,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_uniform_,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x6,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_uniform__check,
    .no_grad = "random numbers are constants",
};

static const ct_param params_normal_[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "mean", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0", .value = {.f = 0}},
    {.name = "std", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "1", .value = {.f = 1}},
    {.name = "generator", .type = CT_ARG_GENERATOR, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_normal_ = {
    .name = "normal_",
    .pyname = "normal_",
    .signature = "(input: tensor, mean: float = 0, std: float = 1, *, generator: generator? = None)",
    .doc = "Fills with normal numbers of a mean and standard deviation.",
    .flags = CT_METHOD | CT_OP_INPLACE_ONLY | CT_OP_RANDOM,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 4,
    .params = params_normal_,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x6,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_normal__check,
    .no_grad = "random numbers are constants",
};

static const ct_param params_bernoulli_[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "p", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0.5", .value = {.f = 0.5}},
    {.name = "generator", .type = CT_ARG_GENERATOR, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_bernoulli_ = {
    .name = "bernoulli_",
    .pyname = "bernoulli_",
    .signature = "(input: tensor, p: float = 0.5, *, generator: generator? = None)",
    .doc = "Fills with 1 (with probability p) and 0.",
    .flags = CT_METHOD | CT_OP_INPLACE_ONLY | CT_OP_RANDOM,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_bernoulli_,
    .positional = 2,
    .variadic = 0,
    .self = 0,
    .required = 0x1,
    .defaults = 0x2,
    .tensor_args = 0x1,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = &ct_op_bernoulli_each,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_bernoulli__check,
    .no_grad = "random numbers are constants",
};

static const ct_param params_bernoulli_each[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "p", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "generator", .type = CT_ARG_GENERATOR, .optional = 1, .keyword_only = 1, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_bernoulli_each = {
    .name = "bernoulli_each",
    .pyname = "bernoulli_",
    .signature = "(input: tensor, p: tensor, *, generator: generator? = None)",
    .doc = "Fills with 1, each place with the probability that p, broadcast, has there, and 0.",
    .flags = CT_METHOD | CT_OP_INPLACE_ONLY | CT_OP_RANDOM,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_bernoulli_each,
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
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_bernoulli_each_check,
    .no_grad = "random numbers are constants",
};

ct_tensor *ct_s_zeros_with(ct_scope *s, ct_dims size, ct_zeros_options o)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_zeros);
    ct_call_dims(&c, 0, size.n, size.v);
    ct_call_some(&c, 1, o.dtype);
    ct_call_some(&c, 2, o.device);
    ct_call_int(&c, 3, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_ones_with(ct_scope *s, ct_dims size, ct_ones_options o)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_ones);
    ct_call_dims(&c, 0, size.n, size.v);
    ct_call_some(&c, 1, o.dtype);
    ct_call_some(&c, 2, o.device);
    ct_call_int(&c, 3, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_empty_with(ct_scope *s, ct_dims size, ct_empty_options o)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_empty);
    ct_call_dims(&c, 0, size.n, size.v);
    ct_call_some(&c, 1, o.memory_format);
    ct_call_some(&c, 2, o.dtype);
    ct_call_some(&c, 3, o.device);
    ct_call_int(&c, 4, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_full_with(ct_scope *s, ct_dims size, ct_tensor *fill_value, ct_full_options o)
{
    ct_call c;
    if (!fill_value) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_full);
    ct_call_dims(&c, 0, size.n, size.v);
    ct_call_tensor(&c, 1, fill_value);
    ct_call_some(&c, 2, o.dtype);
    ct_call_some(&c, 3, o.device);
    ct_call_int(&c, 4, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_zeros_like_with(ct_scope *s, ct_tensor *input, ct_zeros_like_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_zeros_like);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.memory_format);
    ct_call_some(&c, 2, o.dtype);
    ct_call_some(&c, 3, o.device);
    ct_call_int(&c, 4, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_ones_like_with(ct_scope *s, ct_tensor *input, ct_ones_like_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_ones_like);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.memory_format);
    ct_call_some(&c, 2, o.dtype);
    ct_call_some(&c, 3, o.device);
    ct_call_int(&c, 4, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_empty_like_with(ct_scope *s, ct_tensor *input, ct_empty_like_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_empty_like);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.memory_format);
    ct_call_some(&c, 2, o.dtype);
    ct_call_some(&c, 3, o.device);
    ct_call_int(&c, 4, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_full_like_with(ct_scope *s, ct_tensor *input, ct_tensor *fill_value, ct_full_like_options o)
{
    ct_call c;
    if (!input || !fill_value) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_full_like);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, fill_value);
    ct_call_some(&c, 2, o.memory_format);
    ct_call_some(&c, 3, o.dtype);
    ct_call_some(&c, 4, o.device);
    ct_call_int(&c, 5, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_eye_with(ct_scope *s, int64_t n, ct_eye_options o)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_eye);
    ct_call_int(&c, 0, n);
    ct_call_some(&c, 1, o.m);
    ct_call_some(&c, 2, o.dtype);
    ct_call_some(&c, 3, o.device);
    ct_call_int(&c, 4, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_arange_to_with(ct_scope *s, ct_tensor *end, ct_arange_to_options o)
{
    ct_call c;
    if (!end) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_arange_to);
    ct_call_tensor(&c, 0, end);
    ct_call_some(&c, 1, o.dtype);
    ct_call_some(&c, 2, o.device);
    ct_call_int(&c, 3, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_arange_with(ct_scope *s, ct_tensor *start, ct_tensor *end, ct_arange_options o)
{
    ct_call c;
    if (!start || !end) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_arange);
    ct_call_tensor(&c, 0, start);
    ct_call_tensor(&c, 1, end);
    if (o.step) { ct_call_tensor(&c, 2, o.step); }
    ct_call_some(&c, 3, o.dtype);
    ct_call_some(&c, 4, o.device);
    ct_call_int(&c, 5, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_linspace_with(ct_scope *s, ct_tensor *start, ct_tensor *end, int64_t steps, ct_linspace_options o)
{
    ct_call c;
    if (!start || !end) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_linspace);
    ct_call_tensor(&c, 0, start);
    ct_call_tensor(&c, 1, end);
    ct_call_int(&c, 2, steps);
    ct_call_some(&c, 3, o.dtype);
    ct_call_some(&c, 4, o.device);
    ct_call_int(&c, 5, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_rand_with(ct_scope *s, ct_dims size, ct_rand_options o)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_rand);
    ct_call_dims(&c, 0, size.n, size.v);
    if (o.generator) { ct_call_object(&c, 1, o.generator); }
    ct_call_some(&c, 2, o.dtype);
    ct_call_some(&c, 3, o.device);
    ct_call_int(&c, 4, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_randn_with(ct_scope *s, ct_dims size, ct_randn_options o)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_randn);
    ct_call_dims(&c, 0, size.n, size.v);
    if (o.generator) { ct_call_object(&c, 1, o.generator); }
    ct_call_some(&c, 2, o.dtype);
    ct_call_some(&c, 3, o.device);
    ct_call_int(&c, 4, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_rand_like_with(ct_scope *s, ct_tensor *input, ct_rand_like_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_rand_like);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.memory_format);
    if (o.generator) { ct_call_object(&c, 2, o.generator); }
    ct_call_some(&c, 3, o.dtype);
    ct_call_some(&c, 4, o.device);
    ct_call_int(&c, 5, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_randn_like_with(ct_scope *s, ct_tensor *input, ct_randn_like_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_randn_like);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.memory_format);
    if (o.generator) { ct_call_object(&c, 2, o.generator); }
    ct_call_some(&c, 3, o.dtype);
    ct_call_some(&c, 4, o.device);
    ct_call_int(&c, 5, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_randint_to_with(ct_scope *s, int64_t high, ct_dims size, ct_randint_to_options o)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_randint_to);
    ct_call_int(&c, 0, high);
    ct_call_dims(&c, 1, size.n, size.v);
    if (o.generator) { ct_call_object(&c, 2, o.generator); }
    ct_call_some(&c, 3, o.dtype);
    ct_call_some(&c, 4, o.device);
    ct_call_int(&c, 5, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_randint_with(ct_scope *s, int64_t low, int64_t high, ct_dims size, ct_randint_options o)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_randint);
    ct_call_int(&c, 0, low);
    ct_call_int(&c, 1, high);
    ct_call_dims(&c, 2, size.n, size.v);
    if (o.generator) { ct_call_object(&c, 3, o.generator); }
    ct_call_some(&c, 4, o.dtype);
    ct_call_some(&c, 5, o.device);
    ct_call_int(&c, 6, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_randperm_with(ct_scope *s, int64_t n, ct_randperm_options o)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_randperm);
    ct_call_int(&c, 0, n);
    if (o.generator) { ct_call_object(&c, 1, o.generator); }
    ct_call_some(&c, 2, o.dtype);
    ct_call_some(&c, 3, o.device);
    ct_call_int(&c, 4, o.requires_grad);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_uniform__with(ct_scope *s, ct_tensor *input, ct_uniform__options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_uniform_);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.from);
    ct_call_some(&c, 2, o.to);
    if (o.generator) { ct_call_object(&c, 3, o.generator); }
    return ct_scope_run_in_place(s, &c);
}

ct_tensor *ct_s_normal__with(ct_scope *s, ct_tensor *input, ct_normal__options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_normal_);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.mean);
    ct_call_some(&c, 2, o.std);
    if (o.generator) { ct_call_object(&c, 3, o.generator); }
    return ct_scope_run_in_place(s, &c);
}

ct_tensor *ct_s_bernoulli__with(ct_scope *s, ct_tensor *input, ct_bernoulli__options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_bernoulli_);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.p);
    if (o.generator) { ct_call_object(&c, 2, o.generator); }
    return ct_scope_run_in_place(s, &c);
}

ct_tensor *ct_s_bernoulli_each_with(ct_scope *s, ct_tensor *input, ct_tensor *p, ct_bernoulli_each_options o)
{
    ct_call c;
    if (!input || !p) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_bernoulli_each);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, p);
    if (o.generator) { ct_call_object(&c, 2, o.generator); }
    return ct_scope_run_in_place(s, &c);
}
