/* Made by tools/rows.py of csrc/ops/optim.def. */

#ifndef CT_ROWS_OPTIM_H
#define CT_ROWS_OPTIM_H
#include "ops/scope.h"

/* _sgd_step(params: tensors, grads: tensors, momentum_buffers: tensors, lr: float, momentum: float, dampening: float, weight_decay: float, nesterov: bool, maximize: bool, first: bool) */
extern ct_op ct_op_sgd_step;
enum { CT_AT_sgd_step_params, CT_AT_sgd_step_grads, CT_AT_sgd_step_momentum_buffers, CT_AT_sgd_step_lr, CT_AT_sgd_step_momentum, CT_AT_sgd_step_dampening, CT_AT_sgd_step_weight_decay, CT_AT_sgd_step_nesterov, CT_AT_sgd_step_maximize, CT_AT_sgd_step_first };
ct_tensor *ct_s_sgd_step(ct_scope *s, ct_tensors params, ct_tensors grads, ct_tensors momentum_buffers, double lr, double momentum, double dampening, double weight_decay, int64_t nesterov, int64_t maximize, int64_t first);

/* _adam_step(params: tensors, grads: tensors, steps: tensors, exp_avgs: tensors, exp_avg_sqs: tensors, max_exp_avg_sqs: tensors, lr: float, beta1: float, beta2: float, eps: float, weight_decay: float, maximize: bool, decoupled: bool) */
extern ct_op ct_op_adam_step;
enum { CT_AT_adam_step_params, CT_AT_adam_step_grads, CT_AT_adam_step_steps, CT_AT_adam_step_exp_avgs, CT_AT_adam_step_exp_avg_sqs, CT_AT_adam_step_max_exp_avg_sqs, CT_AT_adam_step_lr, CT_AT_adam_step_beta1, CT_AT_adam_step_beta2, CT_AT_adam_step_eps, CT_AT_adam_step_weight_decay, CT_AT_adam_step_maximize, CT_AT_adam_step_decoupled };
ct_tensor *ct_s_adam_step(ct_scope *s, ct_tensors params, ct_tensors grads, ct_tensors steps, ct_tensors exp_avgs, ct_tensors exp_avg_sqs, ct_tensors max_exp_avg_sqs, double lr, double beta1, double beta2, double eps, double weight_decay, int64_t maximize, int64_t decoupled);

#endif
