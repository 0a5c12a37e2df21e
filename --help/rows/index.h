/* Made by tools/rows.py of csrc/ops/index.def. */

#ifndef CT_ROWS_INDEX_H
#define CT_ROWS_INDEX_H
#include "ops/scope.h"

/* gather(input: tensor, dim: axis, index: tensor, *, sparse_grad: bool = False) */
extern ct_op ct_op_gather;
enum { CT_AT_gather_input, CT_AT_gather_dim, CT_AT_gather_index, CT_AT_gather_sparse_grad };
enum { CT_SAVED_gather_index = 2 };
typedef struct ct_gather_options {
    bool sparse_grad;
} ct_gather_options;
ct_tensor *ct_s_gather_with(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_gather_options o);
#define ct_s_gather(s, input, dim, index, ...) \
    ct_s_gather_with(s, input, dim, index, (ct_gather_options){__VA_ARGS__})

/* scatter(input: tensor, dim: axis, index: tensor, src: tensor) */
extern ct_op ct_op_scatter;
enum { CT_AT_scatter_input, CT_AT_scatter_dim, CT_AT_scatter_index, CT_AT_scatter_src };
enum { CT_SAVED_scatter_index = 2 };
ct_tensor *ct_s_scatter(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *src);

/* scatter(input: tensor, dim: axis, index: tensor, value: scalar) */
extern ct_op ct_op_scatter_value;
enum { CT_AT_scatter_value_input, CT_AT_scatter_value_dim, CT_AT_scatter_value_index, CT_AT_scatter_value_value };
enum { CT_SAVED_scatter_value_index = 2 };
ct_tensor *ct_s_scatter_value(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *value);

/* scatter(input: tensor, dim: axis, index: tensor, src: tensor, *, reduce: 'add' | 'multiply') */
extern ct_op ct_op_scatter_reduced;
enum { CT_AT_scatter_reduced_input, CT_AT_scatter_reduced_dim, CT_AT_scatter_reduced_index, CT_AT_scatter_reduced_src, CT_AT_scatter_reduced_reduce };
enum { CT_IS_scatter_reduced_reduce_add, CT_IS_scatter_reduced_reduce_multiply };
ct_tensor *ct_s_scatter_reduced(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *src, int64_t reduce);

/* scatter(input: tensor, dim: axis, index: tensor, value: scalar, *, reduce: 'add' | 'multiply') */
extern ct_op ct_op_scatter_value_reduced;
enum { CT_AT_scatter_value_reduced_input, CT_AT_scatter_value_reduced_dim, CT_AT_scatter_value_reduced_index, CT_AT_scatter_value_reduced_value, CT_AT_scatter_value_reduced_reduce };
enum { CT_IS_scatter_value_reduced_reduce_add, CT_IS_scatter_value_reduced_reduce_multiply };
ct_tensor *ct_s_scatter_value_reduced(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *value, int64_t reduce);

/* scatter_add(input: tensor, dim: axis, index: tensor, src: tensor) */
extern ct_op ct_op_scatter_add;
enum { CT_AT_scatter_add_input, CT_AT_scatter_add_dim, CT_AT_scatter_add_index, CT_AT_scatter_add_src };
enum { CT_SAVED_scatter_add_index = 2 };
ct_tensor *ct_s_scatter_add(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *src);

/* take_along_dim(input: tensor, indices: tensor, dim: axis? = None) */
extern ct_op ct_op_take_along_dim;
enum { CT_AT_take_along_dim_input, CT_AT_take_along_dim_indices, CT_AT_take_along_dim_dim };
typedef struct ct_take_along_dim_options {
    ct_some dim;
} ct_take_along_dim_options;
ct_tensor *ct_s_take_along_dim_with(ct_scope *s, ct_tensor *input, ct_tensor *indices, ct_take_along_dim_options o);
#define ct_s_take_along_dim(s, input, indices, ...) \
    ct_s_take_along_dim_with(s, input, indices, (ct_take_along_dim_options){__VA_ARGS__})

/* index_select(input: tensor, dim: axis, index: tensor) */
extern ct_op ct_op_index_select;
enum { CT_AT_index_select_input, CT_AT_index_select_dim, CT_AT_index_select_index };
enum { CT_SAVED_index_select_index = 2 };
ct_tensor *ct_s_index_select(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index);

/* index_add(input: tensor, dim: axis, index: tensor, source: tensor, *, alpha: scalar? = None) */
extern ct_op ct_op_index_add;
enum { CT_AT_index_add_input, CT_AT_index_add_dim, CT_AT_index_add_index, CT_AT_index_add_source, CT_AT_index_add_alpha };
enum { CT_SAVED_index_add_index = 2 };
enum { CT_SAVED_index_add_alpha = 4 };
typedef struct ct_index_add_options {
    ct_tensor *alpha;
} ct_index_add_options;
ct_tensor *ct_s_index_add_with(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *source, ct_index_add_options o);
#define ct_s_index_add(s, input, dim, index, source, ...) \
    ct_s_index_add_with(s, input, dim, index, source, (ct_index_add_options){__VA_ARGS__})

/* index_copy(input: tensor, dim: axis, index: tensor, source: tensor) */
extern ct_op ct_op_index_copy;
enum { CT_AT_index_copy_input, CT_AT_index_copy_dim, CT_AT_index_copy_index, CT_AT_index_copy_source };
enum { CT_SAVED_index_copy_index = 2 };
ct_tensor *ct_s_index_copy(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *source);

/* index_fill(input: tensor, dim: axis, index: tensor, value: operand) */
extern ct_op ct_op_index_fill;
enum { CT_AT_index_fill_input, CT_AT_index_fill_dim, CT_AT_index_fill_index, CT_AT_index_fill_value };
enum { CT_SAVED_index_fill_index = 2 };
ct_tensor *ct_s_index_fill(ct_scope *s, ct_tensor *input, int64_t dim, ct_tensor *index, ct_tensor *value);

/* masked_fill(input: tensor, mask: tensor, value: operand) */
extern ct_op ct_op_masked_fill;
enum { CT_AT_masked_fill_input, CT_AT_masked_fill_mask, CT_AT_masked_fill_value };
enum { CT_SAVED_masked_fill_mask = 1 };
ct_tensor *ct_s_masked_fill(ct_scope *s, ct_tensor *input, ct_tensor *mask, ct_tensor *value);

/* masked_select(input: tensor, mask: tensor) */
extern ct_op ct_op_masked_select;
enum { CT_AT_masked_select_input, CT_AT_masked_select_mask };
ct_tensor *ct_s_masked_select(ct_scope *s, ct_tensor *input, ct_tensor *mask);

/* masked_scatter(input: tensor, mask: tensor, source: tensor) */
extern ct_op ct_op_masked_scatter;
enum { CT_AT_masked_scatter_input, CT_AT_masked_scatter_mask, CT_AT_masked_scatter_source };
enum { CT_SAVED_masked_scatter_mask = 1 };
ct_tensor *ct_s_masked_scatter(ct_scope *s, ct_tensor *input, ct_tensor *mask, ct_tensor *source);

/* nonzero(input: tensor) */
extern ct_op ct_op_nonzero;
enum { CT_AT_nonzero_input };
ct_tensor *ct_s_nonzero(ct_scope *s, ct_tensor *input);

/* nonzero(input: tensor, *, as_tuple: bool = False) */
extern ct_op ct_op_nonzero_tuple;
enum { CT_AT_nonzero_tuple_input, CT_AT_nonzero_tuple_as_tuple };
typedef struct ct_nonzero_tuple_options {
    bool as_tuple;
} ct_nonzero_tuple_options;
ct_tensor *ct_s_nonzero_tuple_with(ct_scope *s, ct_tensor *input, ct_nonzero_tuple_options o);
#define ct_s_nonzero_tuple(s, input, ...) \
    ct_s_nonzero_tuple_with(s, input, (ct_nonzero_tuple_options){__VA_ARGS__})

/* where(condition: tensor) */
extern ct_op ct_op_where_nonzero;
enum { CT_AT_where_nonzero_condition };
ct_tensor *ct_s_where_nonzero(ct_scope *s, ct_tensor *condition);

/* take(input: tensor, index: tensor) */
extern ct_op ct_op_take;
enum { CT_AT_take_input, CT_AT_take_index };
ct_tensor *ct_s_take(ct_scope *s, ct_tensor *input, ct_tensor *index);

/* _index(input: tensor, indices: tensors) */
extern ct_op ct_op_index;
enum { CT_AT_index_input, CT_AT_index_indices };
ct_tensor *ct_s_index(ct_scope *s, ct_tensor *input, ct_tensors indices);

/* index_put(input: tensor, indices: tensors, values: tensor, accumulate: bool = False) */
extern ct_op ct_op_index_put;
enum { CT_AT_index_put_input, CT_AT_index_put_indices, CT_AT_index_put_values, CT_AT_index_put_accumulate };
typedef struct ct_index_put_options {
    bool accumulate;
} ct_index_put_options;
ct_tensor *ct_s_index_put_with(ct_scope *s, ct_tensor *input, ct_tensors indices, ct_tensor *values, ct_index_put_options o);
#define ct_s_index_put(s, input, indices, values, ...) \
    ct_s_index_put_with(s, input, indices, values, (ct_index_put_options){__VA_ARGS__})

/* _mask_flat(mask: tensor) */
extern ct_op ct_op_mask_flat;
enum { CT_AT_mask_flat_mask };
ct_tensor *ct_s_mask_flat(ct_scope *s, ct_tensor *mask);

/* _ravel_index(indices: tensors, sizes: ints, dims: ints) */
extern ct_op ct_op_ravel_index;
enum { CT_AT_ravel_index_indices, CT_AT_ravel_index_sizes, CT_AT_ravel_index_dims };
ct_tensor *ct_s_ravel_index(ct_scope *s, ct_tensors indices, ct_dims sizes, ct_dims dims);

/* _index_flat(input: tensor, index: tensor, dims: ints, at: int) */
extern ct_op ct_op_index_flat;
enum { CT_AT_index_flat_input, CT_AT_index_flat_index, CT_AT_index_flat_dims, CT_AT_index_flat_at };
enum { CT_SAVED_index_flat_index = 1 };
ct_tensor *ct_s_index_flat(ct_scope *s, ct_tensor *input, ct_tensor *index, ct_dims dims, int64_t at);

/* _index_put_flat(input: tensor, index: tensor, values: tensor, dims: ints, at: int, accumulate: bool) */
extern ct_op ct_op_index_put_flat;
enum { CT_AT_index_put_flat_input, CT_AT_index_put_flat_index, CT_AT_index_put_flat_values, CT_AT_index_put_flat_dims, CT_AT_index_put_flat_at, CT_AT_index_put_flat_accumulate };
enum { CT_SAVED_index_put_flat_index = 1 };
ct_tensor *ct_s_index_put_flat(ct_scope *s, ct_tensor *input, ct_tensor *index, ct_tensor *values, ct_dims dims, int64_t at, int64_t accumulate);

#endif
