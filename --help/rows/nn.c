/* Made by tools/rows.py of csrc/ops/nn.def. */

#include "rows/nn.h"

int ct_pointwise_check(ct_call *c);
int ct_backward_check(ct_call *c);
int ct_formula_body(ct_call *c);
void ct_pointwise_grad_rule(ct_rule *r);
void ct_body_grad(ct_rule *r);
int ct_linear_check(ct_call *);
void ct_linear_grad(ct_rule *);

int ct_cross_entropy_check(ct_call *);
void ct_cross_entropy_grad(ct_rule *);

int ct_cross_entropy_grad_check(ct_call *);

int ct_mse_loss_body(ct_call *);

int ct_dropout_check(ct_call *);
void ct_dropout_grad(ct_rule *);

static const ct_param params_linear[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "weight", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "bias", .type = CT_ARG_TENSOR, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
};
ct_op ct_op_linear = {
    .name = "linear",
    .pyname = "linear",
    .signature = "(input: tensor, weight: tensor, bias: tensor? = None)",
    .doc = "input @ weight.T + bias for input (*, in), weight (out, in) or (in).",
    .flags = CT_FN,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_linear,
    .positional = 3,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_linear_check,
    .grad = ct_linear_grad,
    .save_args = 0x3,
    .save_outs = 0x0,
};

static const ct_param params_cross_entropy[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "target", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "weight", .type = CT_ARG_TENSOR, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "None"},
    {.name = "reduction", .type = CT_ARG_WORD, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "'mean'", .words = (const char *const[]){"none", "mean", "sum", NULL}, .expected = "'none', 'mean' or 'sum'", .value = {.i = 1}},
    {.name = "ignore_index", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "-100", .value = {.i = -100}},
    {.name = "label_smoothing", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0.0", .value = {.f = 0.0}},
};
ct_op ct_op_cross_entropy = {
    .name = "cross_entropy",
    .pyname = "cross_entropy",
    .signature = "(input: tensor, target: tensor, weight: tensor? = None, reduction: 'none' | 'mean' | 'sum' = 'mean', ignore_index: int = -100, label_smoothing: float = 0.0)",
    .doc = "Cross entropy of logits (C), (N, C) or (N, C, *) with class indices.",
    .flags = CT_FN,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 6,
    .params = params_cross_entropy,
    .positional = 6,
    .variadic = 0,
    .self = 0,
    .required = 0x3,
    .defaults = 0x38,
    .tensor_args = 0x7,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 0}, {"a", 0}, {NULL, 0}},
    .check = ct_cross_entropy_check,
    .grad = ct_cross_entropy_grad,
    .save_args = 0x7,
    .save_outs = 0x0,
};

static const ct_param params_cross_entropy_grad[] = {
    {.name = "grad", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "target", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "weight", .type = CT_ARG_TENSOR, .optional = 1, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "lse", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "ignore_index", .type = CT_ARG_INT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "label_smoothing", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "mean", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_cross_entropy_grad = {
    .name = "cross_entropy_grad",
    .pyname = "_cross_entropy_grad",
    .signature = "(grad: tensor, input: tensor, target: tensor, weight: tensor?, lse: tensor, ignore_index: int, label_smoothing: float, mean: bool)",
    .doc = "Gradient of cross_entropy for its input, given each row's log of sums.",
    .flags = CT_FN | CT_OP_PRIVATE,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 8,
    .params = params_cross_entropy_grad,
    .positional = 8,
    .variadic = 0,
    .self = 1,
    .required = 0xff,
    .defaults = 0x0,
    .tensor_args = 0x1f,
    .list_args = 0x0,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .spellings = (const ct_spelling[]){{"x", 1}, {"a", 1}, {NULL, 0}},
    .check = ct_cross_entropy_grad_check,
    .no_grad = "second derivatives are taken in tensor ops",
};

static const ct_param params_mse_loss[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "target", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "reduction", .type = CT_ARG_WORD, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "'mean'", .words = (const char *const[]){"none", "mean", "sum", NULL}, .expected = "'none', 'mean' or 'sum'", .value = {.i = 1}},
};
ct_op ct_op_mse_loss = {
    .name = "mse_loss",
    .pyname = "mse_loss",
    .signature = "(input: tensor, target: tensor, reduction: 'none' | 'mean' | 'sum' = 'mean')",
    .doc = "Squared difference, reduced to its mean, its sum, or not ('none').",
    .flags = CT_FN,
    .kind = CT_KIND_COMPOSITE,
    .nout = 1,
    .nparam = 3,
    .params = params_mse_loss,
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
    .check = ct_mse_loss_body,
};

static const ct_param params_dropout[] = {
    {.name = "input", .type = CT_ARG_TENSOR, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "p", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "0.5", .value = {.f = 0.5}},
    {.name = "training", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 1, .text = "True", .value = {.i = 1}},
};
ct_op ct_op_dropout = {
    .name = "dropout",
    .pyname = "dropout",
    .signature = "(input: tensor, p: float = 0.5, training: bool = True)",
    .doc = "Zeroes each element with probability p and scales the others by 1 / (1 - p).",
    .flags = CT_FN | CT_OP_RANDOM,
    .kind = CT_KIND_OP,
    .nout = 1,
    .nparam = 3,
    .params = params_dropout,
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
    .check = ct_dropout_check,
    .grad = ct_dropout_grad,
    .save_args = 0x0,
    .save_outs = 0x0,
};

ct_tensor *ct_s_linear_with(ct_scope *s, ct_tensor *input, ct_tensor *weight, ct_linear_options o)
{
    ct_call c;
    if (!input || !weight) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_linear);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, weight);
    if (o.bias) { ct_call_tensor(&c, 2, o.bias); }
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_cross_entropy_with(ct_scope *s, ct_tensor *input, ct_tensor *target, ct_cross_entropy_options o)
{
    ct_call c;
    if (!input || !target) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_cross_entropy);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, target);
    if (o.weight) { ct_call_tensor(&c, 2, o.weight); }
    ct_call_some(&c, 3, o.reduction);
    ct_call_some(&c, 4, o.ignore_index);
    ct_call_some(&c, 5, o.label_smoothing);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_cross_entropy_grad_with(ct_scope *s, ct_tensor *grad, ct_tensor *input, ct_tensor *target, ct_tensor *lse, int64_t ignore_index, double label_smoothing, int64_t mean, ct_cross_entropy_grad_options o)
{
    ct_call c;
    if (!grad || !input || !target || !lse) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_cross_entropy_grad);
    ct_call_tensor(&c, 0, grad);
    ct_call_tensor(&c, 1, input);
    ct_call_tensor(&c, 2, target);
    if (o.weight) { ct_call_tensor(&c, 3, o.weight); }
    ct_call_tensor(&c, 4, lse);
    ct_call_int(&c, 5, ignore_index);
    ct_call_float(&c, 6, label_smoothing);
    ct_call_int(&c, 7, mean);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_mse_loss_with(ct_scope *s, ct_tensor *input, ct_tensor *target, ct_mse_loss_options o)
{
    ct_call c;
    if (!input || !target) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_mse_loss);
    ct_call_tensor(&c, 0, input);
    ct_call_tensor(&c, 1, target);
    ct_call_some(&c, 2, o.reduction);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_dropout_with(ct_scope *s, ct_tensor *input, ct_dropout_options o)
{
    ct_call c;
    if (!input) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_dropout);
    ct_call_tensor(&c, 0, input);
    ct_call_some(&c, 1, o.p);
    ct_call_some(&c, 2, o.training);
    return ct_scope_run(s, &c);
}
