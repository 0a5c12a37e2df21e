/* Made by tools/rows.py of csrc/ops/optim.def. */

#include "rows/optim.h"

int ct_pointwise_check(ct_call *c);
int ct_backward_check(ct_call *c);
int ct_formula_body(ct_call *c);
void ct_pointwise_grad_rule(ct_rule *r);
void ct_body_grad(ct_rule *r);
int ct_sgd_step_check(ct_call *);

int ct_adam_step_check(ct_call *);

static const ct_param params_sgd_step[] = {
    {.name = "params", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "grads", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "momentum_buffers", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "lr", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "momentum", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "dampening", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "weight_decay", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "nesterov", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "maximize", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "first", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_sgd_step = {
    .name = "sgd_step",
    .pyname = "_sgd_step",
    .signature = "(params: tensors, grads: tensors, momentum_buffers: tensors, lr: float, momentum: float, dampening: float, weight_decay: float, nesterov: bool, maximize: bool, first: bool)",
    .doc = "One step of stochastic gradient descent; see ctensor.optim.SGD. `first`: the buffers become the gradients.",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_OP,
    .nout = 0,
    .nparam = 10,
    .params = params_sgd_step,
    .positional = 10,
    .variadic = 0,
    .self = 0,
    .required = 0x3ff,
    .defaults = 0x0,
    .tensor_args = 0x7,
    .list_args = 0x7,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .check = ct_sgd_step_check,
    .no_grad = "a step of an optimizer is no part of the graph",
};

static const ct_param params_adam_step[] = {
    {.name = "params", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "grads", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "steps", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "exp_avgs", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "exp_avg_sqs", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "max_exp_avg_sqs", .type = CT_ARG_TENSORS, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "lr", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "beta1", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "beta2", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "eps", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "weight_decay", .type = CT_ARG_FLOAT, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "maximize", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
    {.name = "decoupled", .type = CT_ARG_BOOL, .optional = 0, .keyword_only = 0, .spread = 0, .has_default = 0, .text = ""},
};
ct_op ct_op_adam_step = {
    .name = "adam_step",
    .pyname = "_adam_step",
    .signature = "(params: tensors, grads: tensors, steps: tensors, exp_avgs: tensors, exp_avg_sqs: tensors, max_exp_avg_sqs: tensors, lr: float, beta1: float, beta2: float, eps: float, weight_decay: float, maximize: bool, decoupled: bool)",
    .doc = "One step of Adam; see ctensor.optim.Adam. Each of `steps`, 0-d, is counted up.",
    .flags = CT_OP_PRIVATE,
    .kind = CT_KIND_OP,
    .nout = 0,
    .nparam = 13,
    .params = params_adam_step,
    .positional = 13,
    .variadic = 0,
    .self = 0,
    .required = 0x1fff,
    .defaults = 0x0,
    .tensor_args = 0x3f,
    .list_args = 0x3f,
    .axis_args = 0x0,
    .overload = NULL,
    .is_overload = 0,
    .check = ct_adam_step_check,
    .no_grad = "a step of an optimizer is no part of the graph",
};

ct_tensor *ct_s_sgd_step(ct_scope *s, ct_tensors params, ct_tensors grads, ct_tensors momentum_buffers, double lr, double momentum, double dampening, double weight_decay, int64_t nesterov, int64_t maximize, int64_t first)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_sgd_step);
    ct_call_tensors(&c, 0, params);
    ct_call_tensors(&c, 1, grads);
    ct_call_tensors(&c, 2, momentum_buffers);
    ct_call_float(&c, 3, lr);
    ct_call_float(&c, 4, momentum);
    ct_call_float(&c, 5, dampening);
    ct_call_float(&c, 6, weight_decay);
    ct_call_int(&c, 7, nesterov);
    ct_call_int(&c, 8, maximize);
    ct_call_int(&c, 9, first);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_adam_step(ct_scope *s, ct_tensors params, ct_tensors grads, ct_tensors steps, ct_tensors exp_avgs, ct_tensors exp_avg_sqs, ct_tensors max_exp_avg_sqs, double lr, double beta1, double beta2, double eps, double weight_decay, int64_t maximize, int64_t decoupled)
{
    ct_call c;
    if (s->failed) {
        s->failed = true;
        return NULL;
    }
    ct_call_init(&c, &ct_op_adam_step);
    ct_call_tensors(&c, 0, params);
    ct_call_tensors(&c, 1, grads);
    ct_call_tensors(&c, 2, steps);
    ct_call_tensors(&c, 3, exp_avgs);
    ct_call_tensors(&c, 4, exp_avg_sqs);
    ct_call_tensors(&c, 5, max_exp_avg_sqs);
    ct_call_float(&c, 6, lr);
    ct_call_float(&c, 7, beta1);
    ct_call_float(&c, 8, beta2);
    ct_call_float(&c, 9, eps);
    ct_call_float(&c, 10, weight_decay);
    ct_call_int(&c, 11, maximize);
    ct_call_int(&c, 12, decoupled);
    return ct_scope_run(s, &c);
}
