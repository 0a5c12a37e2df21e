/* Made by tools/rows.py of csrc/ops/reduce.def. */

#ifndef CT_ROWS_REDUCE_H
#define CT_ROWS_REDUCE_H
#include "ops/scope.h"

/* sum(input: tensor, dim: axes? = None, keepdim: bool = False, *, dtype: dtype? = None) */
extern ct_op ct_op_sum;
enum { CT_AT_sum_input, CT_AT_sum_dim, CT_AT_sum_keepdim, CT_AT_sum_dtype };
typedef struct ct_sum_options {
    ct_dims dim;
    bool keepdim;
    ct_some dtype;
} ct_sum_options;
ct_tensor *ct_s_sum_with(ct_scope *s, ct_tensor *input, ct_sum_options o);
#define ct_s_sum(s, input, ...) \
    ct_s_sum_with(s, input, (ct_sum_options){__VA_ARGS__})

/* mean(input: tensor, dim: axes? = None, keepdim: bool = False, *, dtype: dtype? = None) */
extern ct_op ct_op_mean;
enum { CT_AT_mean_input, CT_AT_mean_dim, CT_AT_mean_keepdim, CT_AT_mean_dtype };
typedef struct ct_mean_options {
    ct_dims dim;
    bool keepdim;
    ct_some dtype;
} ct_mean_options;
ct_tensor *ct_s_mean_with(ct_scope *s, ct_tensor *input, ct_mean_options o);
#define ct_s_mean(s, input, ...) \
    ct_s_mean_with(s, input, (ct_mean_options){__VA_ARGS__})

/* _variance(input: tensor, dim: axes?, keepdim: bool, correction: float) */
extern ct_op ct_op_variance;
enum { CT_AT_variance_input, CT_AT_variance_dim, CT_AT_variance_keepdim, CT_AT_variance_correction };
enum { CT_SAVED_variance_input = 0 };
typedef struct ct_variance_options {
    ct_dims dim;
} ct_variance_options;
ct_tensor *ct_s_variance_with(ct_scope *s, ct_tensor *input, int64_t keepdim, double correction, ct_variance_options o);
#define ct_s_variance(s, input, keepdim, correction, ...) \
    ct_s_variance_with(s, input, keepdim, correction, (ct_variance_options){__VA_ARGS__})

/* _deviation(input: tensor, dim: axes?, keepdim: bool, correction: float) */
extern ct_op ct_op_deviation;
enum { CT_AT_deviation_input, CT_AT_deviation_dim, CT_AT_deviation_keepdim, CT_AT_deviation_correction };
enum { CT_SAVED_deviation_input = 0 };
enum { CT_SAVED_deviation_result = 0 };
typedef struct ct_deviation_options {
    ct_dims dim;
} ct_deviation_options;
ct_tensor *ct_s_deviation_with(ct_scope *s, ct_tensor *input, int64_t keepdim, double correction, ct_deviation_options o);
#define ct_s_deviation(s, input, keepdim, correction, ...) \
    ct_s_deviation_with(s, input, keepdim, correction, (ct_deviation_options){__VA_ARGS__})

/* _centered(input: tensor, dim: axes?) */
extern ct_op ct_op_centered;
enum { CT_AT_centered_input, CT_AT_centered_dim };
typedef struct ct_centered_options {
    ct_dims dim;
} ct_centered_options;
ct_tensor *ct_s_centered_with(ct_scope *s, ct_tensor *input, ct_centered_options o);
#define ct_s_centered(s, input, ...) \
    ct_s_centered_with(s, input, (ct_centered_options){__VA_ARGS__})

/* _norm2(input: tensor) */
extern ct_op ct_op_norm2;
enum { CT_AT_norm2_input };
ct_tensor *ct_s_norm2(ct_scope *s, ct_tensor *input);

/* var(input: tensor, dim: axes? = None, *, correction: float? = 1, keepdim: bool = False) */
extern ct_op ct_op_var;
enum { CT_AT_var_input, CT_AT_var_dim, CT_AT_var_correction, CT_AT_var_keepdim };
typedef struct ct_var_options {
    ct_dims dim;
    ct_some correction;
    bool keepdim;
} ct_var_options;
ct_tensor *ct_s_var_with(ct_scope *s, ct_tensor *input, ct_var_options o);
#define ct_s_var(s, input, ...) \
    ct_s_var_with(s, input, (ct_var_options){__VA_ARGS__})

/* var(input: tensor, dim: axes?, unbiased: bool, keepdim: bool = False) */
extern ct_op ct_op_var_unbiased;
enum { CT_AT_var_unbiased_input, CT_AT_var_unbiased_dim, CT_AT_var_unbiased_unbiased, CT_AT_var_unbiased_keepdim };
typedef struct ct_var_unbiased_options {
    ct_dims dim;
    bool keepdim;
} ct_var_unbiased_options;
ct_tensor *ct_s_var_unbiased_with(ct_scope *s, ct_tensor *input, int64_t unbiased, ct_var_unbiased_options o);
#define ct_s_var_unbiased(s, input, unbiased, ...) \
    ct_s_var_unbiased_with(s, input, unbiased, (ct_var_unbiased_options){__VA_ARGS__})

/* var(input: tensor, unbiased: bool) */
extern ct_op ct_op_var_all;
enum { CT_AT_var_all_input, CT_AT_var_all_unbiased };
ct_tensor *ct_s_var_all(ct_scope *s, ct_tensor *input, int64_t unbiased);

/* std(input: tensor, dim: axes? = None, *, correction: float? = 1, keepdim: bool = False) */
extern ct_op ct_op_std;
enum { CT_AT_std_input, CT_AT_std_dim, CT_AT_std_correction, CT_AT_std_keepdim };
typedef struct ct_std_options {
    ct_dims dim;
    ct_some correction;
    bool keepdim;
} ct_std_options;
ct_tensor *ct_s_std_with(ct_scope *s, ct_tensor *input, ct_std_options o);
#define ct_s_std(s, input, ...) \
    ct_s_std_with(s, input, (ct_std_options){__VA_ARGS__})

/* std(input: tensor, dim: axes?, unbiased: bool, keepdim: bool = False) */
extern ct_op ct_op_std_unbiased;
enum { CT_AT_std_unbiased_input, CT_AT_std_unbiased_dim, CT_AT_std_unbiased_unbiased, CT_AT_std_unbiased_keepdim };
typedef struct ct_std_unbiased_options {
    ct_dims dim;
    bool keepdim;
} ct_std_unbiased_options;
ct_tensor *ct_s_std_unbiased_with(ct_scope *s, ct_tensor *input, int64_t unbiased, ct_std_unbiased_options o);
#define ct_s_std_unbiased(s, input, unbiased, ...) \
    ct_s_std_unbiased_with(s, input, unbiased, (ct_std_unbiased_options){__VA_ARGS__})

/* std(input: tensor, unbiased: bool) */
extern ct_op ct_op_std_all;
enum { CT_AT_std_all_input, CT_AT_std_all_unbiased };
ct_tensor *ct_s_std_all(ct_scope *s, ct_tensor *input, int64_t unbiased);

/* max(input: tensor) */
extern ct_op ct_op_max;
enum { CT_AT_max_input };
enum { CT_SAVED_max_input = 0 };
enum { CT_SAVED_max_result = 0 };
ct_tensor *ct_s_max(ct_scope *s, ct_tensor *input);

/* max(input: tensor, dim: axis, keepdim: bool = False) */
extern ct_op ct_op_max_dim;
enum { CT_AT_max_dim_input, CT_AT_max_dim_dim, CT_AT_max_dim_keepdim };
enum { CT_SAVED_max_dim_indices = 1 };
typedef struct ct_max_dim_options {
    bool keepdim;
    ct_tensor **others; /* the results but the first */
} ct_max_dim_options;
ct_tensor *ct_s_max_dim_with(ct_scope *s, ct_tensor *input, int64_t dim, ct_max_dim_options o);
#define ct_s_max_dim(s, input, dim, ...) \
    ct_s_max_dim_with(s, input, dim, (ct_max_dim_options){__VA_ARGS__})

/* max(input: tensor, other: tensor) */
extern ct_op ct_op_max_other;
enum { CT_AT_max_other_input, CT_AT_max_other_other };
ct_tensor *ct_s_max_other(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* min(input: tensor) */
extern ct_op ct_op_min;
enum { CT_AT_min_input };
enum { CT_SAVED_min_input = 0 };
enum { CT_SAVED_min_result = 0 };
ct_tensor *ct_s_min(ct_scope *s, ct_tensor *input);

/* min(input: tensor, dim: axis, keepdim: bool = False) */
extern ct_op ct_op_min_dim;
enum { CT_AT_min_dim_input, CT_AT_min_dim_dim, CT_AT_min_dim_keepdim };
enum { CT_SAVED_min_dim_indices = 1 };
typedef struct ct_min_dim_options {
    bool keepdim;
    ct_tensor **others; /* the results but the first */
} ct_min_dim_options;
ct_tensor *ct_s_min_dim_with(ct_scope *s, ct_tensor *input, int64_t dim, ct_min_dim_options o);
#define ct_s_min_dim(s, input, dim, ...) \
    ct_s_min_dim_with(s, input, dim, (ct_min_dim_options){__VA_ARGS__})

/* min(input: tensor, other: tensor) */
extern ct_op ct_op_min_other;
enum { CT_AT_min_other_input, CT_AT_min_other_other };
ct_tensor *ct_s_min_other(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* amax(input: tensor, dim: axes? = None, keepdim: bool = False) */
extern ct_op ct_op_amax;
enum { CT_AT_amax_input, CT_AT_amax_dim, CT_AT_amax_keepdim };
enum { CT_SAVED_amax_input = 0 };
enum { CT_SAVED_amax_result = 0 };
typedef struct ct_amax_options {
    ct_dims dim;
    bool keepdim;
} ct_amax_options;
ct_tensor *ct_s_amax_with(ct_scope *s, ct_tensor *input, ct_amax_options o);
#define ct_s_amax(s, input, ...) \
    ct_s_amax_with(s, input, (ct_amax_options){__VA_ARGS__})

/* amin(input: tensor, dim: axes? = None, keepdim: bool = False) */
extern ct_op ct_op_amin;
enum { CT_AT_amin_input, CT_AT_amin_dim, CT_AT_amin_keepdim };
enum { CT_SAVED_amin_input = 0 };
enum { CT_SAVED_amin_result = 0 };
typedef struct ct_amin_options {
    ct_dims dim;
    bool keepdim;
} ct_amin_options;
ct_tensor *ct_s_amin_with(ct_scope *s, ct_tensor *input, ct_amin_options o);
#define ct_s_amin(s, input, ...) \
    ct_s_amin_with(s, input, (ct_amin_options){__VA_ARGS__})

/* argmax(input: tensor, dim: axis? = None, keepdim: bool = False) */
extern ct_op ct_op_argmax;
enum { CT_AT_argmax_input, CT_AT_argmax_dim, CT_AT_argmax_keepdim };
typedef struct ct_argmax_options {
    ct_some dim;
    bool keepdim;
} ct_argmax_options;
ct_tensor *ct_s_argmax_with(ct_scope *s, ct_tensor *input, ct_argmax_options o);
#define ct_s_argmax(s, input, ...) \
    ct_s_argmax_with(s, input, (ct_argmax_options){__VA_ARGS__})

/* argmin(input: tensor, dim: axis? = None, keepdim: bool = False) */
extern ct_op ct_op_argmin;
enum { CT_AT_argmin_input, CT_AT_argmin_dim, CT_AT_argmin_keepdim };
typedef struct ct_argmin_options {
    ct_some dim;
    bool keepdim;
} ct_argmin_options;
ct_tensor *ct_s_argmin_with(ct_scope *s, ct_tensor *input, ct_argmin_options o);
#define ct_s_argmin(s, input, ...) \
    ct_s_argmin_with(s, input, (ct_argmin_options){__VA_ARGS__})

/* any(input: tensor, dim: axes? = None, keepdim: bool = False) */
extern ct_op ct_op_any;
enum { CT_AT_any_input, CT_AT_any_dim, CT_AT_any_keepdim };
typedef struct ct_any_options {
    ct_dims dim;
    bool keepdim;
} ct_any_options;
ct_tensor *ct_s_any_with(ct_scope *s, ct_tensor *input, ct_any_options o);
#define ct_s_any(s, input, ...) \
    ct_s_any_with(s, input, (ct_any_options){__VA_ARGS__})

/* all(input: tensor, dim: axes? = None, keepdim: bool = False) */
extern ct_op ct_op_all;
enum { CT_AT_all_input, CT_AT_all_dim, CT_AT_all_keepdim };
typedef struct ct_all_options {
    ct_dims dim;
    bool keepdim;
} ct_all_options;
ct_tensor *ct_s_all_with(ct_scope *s, ct_tensor *input, ct_all_options o);
#define ct_s_all(s, input, ...) \
    ct_s_all_with(s, input, (ct_all_options){__VA_ARGS__})

/* cumsum(input: tensor, dim: axis, *, dtype: dtype? = None) */
extern ct_op ct_op_cumsum;
enum { CT_AT_cumsum_input, CT_AT_cumsum_dim, CT_AT_cumsum_dtype };
typedef struct ct_cumsum_options {
    ct_some dtype;
} ct_cumsum_options;
ct_tensor *ct_s_cumsum_with(ct_scope *s, ct_tensor *input, int64_t dim, ct_cumsum_options o);
#define ct_s_cumsum(s, input, dim, ...) \
    ct_s_cumsum_with(s, input, dim, (ct_cumsum_options){__VA_ARGS__})

/* softmax(input: tensor, dim: axis, dtype: dtype? = None) */
extern ct_op ct_op_softmax;
enum { CT_AT_softmax_input, CT_AT_softmax_dim, CT_AT_softmax_dtype };
enum { CT_SAVED_softmax_result = 0 };
typedef struct ct_softmax_options {
    ct_some dtype;
} ct_softmax_options;
ct_tensor *ct_s_softmax_with(ct_scope *s, ct_tensor *input, int64_t dim, ct_softmax_options o);
#define ct_s_softmax(s, input, dim, ...) \
    ct_s_softmax_with(s, input, dim, (ct_softmax_options){__VA_ARGS__})

/* log_softmax(input: tensor, dim: axis, dtype: dtype? = None) */
extern ct_op ct_op_log_softmax;
enum { CT_AT_log_softmax_input, CT_AT_log_softmax_dim, CT_AT_log_softmax_dtype };
enum { CT_SAVED_log_softmax_result = 0 };
typedef struct ct_log_softmax_options {
    ct_some dtype;
} ct_log_softmax_options;
ct_tensor *ct_s_log_softmax_with(ct_scope *s, ct_tensor *input, int64_t dim, ct_log_softmax_options o);
#define ct_s_log_softmax(s, input, dim, ...) \
    ct_s_log_softmax_with(s, input, dim, (ct_log_softmax_options){__VA_ARGS__})

#endif
