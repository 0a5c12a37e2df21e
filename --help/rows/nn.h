/* Made by tools/rows.py of csrc/ops/nn.def. */

#ifndef CT_ROWS_NN_H
#define CT_ROWS_NN_H
#include "ops/scope.h"

/* linear(input: tensor, weight: tensor, bias: tensor? = None) */
extern ct_op ct_op_linear;
enum { CT_AT_linear_input, CT_AT_linear_weight, CT_AT_linear_bias };
enum { CT_SAVED_linear_input = 0 };
enum { CT_SAVED_linear_weight = 1 };
typedef struct ct_linear_options {
    ct_tensor *bias;
} ct_linear_options;
ct_tensor *ct_s_linear_with(ct_scope *s, ct_tensor *input, ct_tensor *weight, ct_linear_options o);
#define ct_s_linear(s, input, weight, ...) \
    ct_s_linear_with(s, input, weight, (ct_linear_options){__VA_ARGS__})

/* cross_entropy(input: tensor, target: tensor, weight: tensor? = None, reduction: 'none' | 'mean' | 'sum' = 'mean', ignore_index: int = -100, label_smoothing: float = 0.0) */
extern ct_op ct_op_cross_entropy;
enum { CT_AT_cross_entropy_input, CT_AT_cross_entropy_target, CT_AT_cross_entropy_weight, CT_AT_cross_entropy_reduction, CT_AT_cross_entropy_ignore_index, CT_AT_cross_entropy_label_smoothing };
enum { CT_SAVED_cross_entropy_input = 0 };
enum { CT_SAVED_cross_entropy_target = 1 };
enum { CT_SAVED_cross_entropy_weight = 2 };
enum { CT_KEPT_cross_entropy_lse = 0 };
enum { CT_IS_cross_entropy_reduction_none, CT_IS_cross_entropy_reduction_mean, CT_IS_cross_entropy_reduction_sum };
typedef struct ct_cross_entropy_options {
    ct_tensor *weight;
    ct_some reduction;
    ct_some ignore_index;
    ct_some label_smoothing;
} ct_cross_entropy_options;
ct_tensor *ct_s_cross_entropy_with(ct_scope *s, ct_tensor *input, ct_tensor *target, ct_cross_entropy_options o);
#define ct_s_cross_entropy(s, input, target, ...) \
    ct_s_cross_entropy_with(s, input, target, (ct_cross_entropy_options){__VA_ARGS__})

/* _cross_entropy_grad(grad: tensor, input: tensor, target: tensor, weight: tensor?, lse: tensor, ignore_index: int, label_smoothing: float, mean: bool) */
extern ct_op ct_op_cross_entropy_grad;
enum { CT_AT_cross_entropy_grad_grad, CT_AT_cross_entropy_grad_input, CT_AT_cross_entropy_grad_target, CT_AT_cross_entropy_grad_weight, CT_AT_cross_entropy_grad_lse, CT_AT_cross_entropy_grad_ignore_index, CT_AT_cross_entropy_grad_label_smoothing, CT_AT_cross_entropy_grad_mean };
typedef struct ct_cross_entropy_grad_options {
    ct_tensor *weight;
} ct_cross_entropy_grad_options;
ct_tensor *ct_s_cross_entropy_grad_with(ct_scope *s, ct_tensor *grad, ct_tensor *input, ct_tensor *target, ct_tensor *lse, int64_t ignore_index, double label_smoothing, int64_t mean, ct_cross_entropy_grad_options o);
#define ct_s_cross_entropy_grad(s, grad, input, target, lse, ignore_index, label_smoothing, mean, ...) \
    ct_s_cross_entropy_grad_with(s, grad, input, target, lse, ignore_index, label_smoothing, mean, (ct_cross_entropy_grad_options){__VA_ARGS__})

/* mse_loss(input: tensor, target: tensor, reduction: 'none' | 'mean' | 'sum' = 'mean') */
extern ct_op ct_op_mse_loss;
enum { CT_AT_mse_loss_input, CT_AT_mse_loss_target, CT_AT_mse_loss_reduction };
enum { CT_IS_mse_loss_reduction_none, CT_IS_mse_loss_reduction_mean, CT_IS_mse_loss_reduction_sum };
typedef struct ct_mse_loss_options {
    ct_some reduction;
} ct_mse_loss_options;
ct_tensor *ct_s_mse_loss_with(ct_scope *s, ct_tensor *input, ct_tensor *target, ct_mse_loss_options o);
#define ct_s_mse_loss(s, input, target, ...) \
    ct_s_mse_loss_with(s, input, target, (ct_mse_loss_options){__VA_ARGS__})

/* dropout(input: tensor, p: float = 0.5, training: bool = True) */
extern ct_op ct_op_dropout;
enum { CT_AT_dropout_input, CT_AT_dropout_p, CT_AT_dropout_training };
enum { CT_KEPT_dropout_mask = 0 };
typedef struct ct_dropout_options {
    ct_some p;
    ct_some training;
} ct_dropout_options;
ct_tensor *ct_s_dropout_with(ct_scope *s, ct_tensor *input, ct_dropout_options o);
#define ct_s_dropout(s, input, ...) \
    ct_s_dropout_with(s, input, (ct_dropout_options){__VA_ARGS__})

#endif
