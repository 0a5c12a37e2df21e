/* Made by tools/rows.py of csrc/ops/view.def. */

#ifndef CT_ROWS_VIEW_H
#define CT_ROWS_VIEW_H
#include "ops/scope.h"

/* transpose(input: tensor, dim0: axis, dim1: axis) */
extern ct_op ct_op_transpose;
enum { CT_AT_transpose_input, CT_AT_transpose_dim0, CT_AT_transpose_dim1 };
ct_tensor *ct_s_transpose(ct_scope *s, ct_tensor *input, int64_t dim0, int64_t dim1);

/* t(input: tensor) */
extern ct_op ct_op_t;
enum { CT_AT_t_input };
ct_tensor *ct_s_t(ct_scope *s, ct_tensor *input);

/* permute(input: tensor, dims: axes...) */
extern ct_op ct_op_permute;
enum { CT_AT_permute_input, CT_AT_permute_dims };
ct_tensor *ct_s_permute(ct_scope *s, ct_tensor *input, ct_dims dims);

/* _T(input: tensor) */
extern ct_op ct_op_numpy_T;
enum { CT_AT_numpy_T_input };
ct_tensor *ct_s_numpy_T(ct_scope *s, ct_tensor *input);

/* _mT(input: tensor) */
extern ct_op ct_op_matrix_T;
enum { CT_AT_matrix_T_input };
ct_tensor *ct_s_matrix_T(ct_scope *s, ct_tensor *input);

/* movedim(input: tensor, source: axes, destination: axes) */
extern ct_op ct_op_movedim;
enum { CT_AT_movedim_input, CT_AT_movedim_source, CT_AT_movedim_destination };
ct_tensor *ct_s_movedim(ct_scope *s, ct_tensor *input, ct_dims source, ct_dims destination);

/* view(input: tensor, size: ints...) */
extern ct_op ct_op_view;
enum { CT_AT_view_input, CT_AT_view_size };
ct_tensor *ct_s_view(ct_scope *s, ct_tensor *input, ct_dims size);

/* view(input: tensor, dtype: dtype) */
extern ct_op ct_op_view_dtype;
enum { CT_AT_view_dtype_input, CT_AT_view_dtype_dtype };
ct_tensor *ct_s_view_dtype(ct_scope *s, ct_tensor *input, int64_t dtype);

/* view_as(input: tensor, other: tensor) */
extern ct_op ct_op_view_as;
enum { CT_AT_view_as_input, CT_AT_view_as_other };
ct_tensor *ct_s_view_as(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* reshape(input: tensor, shape: ints...) */
extern ct_op ct_op_reshape;
enum { CT_AT_reshape_input, CT_AT_reshape_shape };
ct_tensor *ct_s_reshape(ct_scope *s, ct_tensor *input, ct_dims shape);

/* reshape_as(input: tensor, other: tensor) */
extern ct_op ct_op_reshape_as;
enum { CT_AT_reshape_as_input, CT_AT_reshape_as_other };
ct_tensor *ct_s_reshape_as(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* flatten(input: tensor, start_dim: axis = 0, end_dim: axis = -1) */
extern ct_op ct_op_flatten;
enum { CT_AT_flatten_input, CT_AT_flatten_start_dim, CT_AT_flatten_end_dim };
typedef struct ct_flatten_options {
    ct_some start_dim;
    ct_some end_dim;
} ct_flatten_options;
ct_tensor *ct_s_flatten_with(ct_scope *s, ct_tensor *input, ct_flatten_options o);
#define ct_s_flatten(s, input, ...) \
    ct_s_flatten_with(s, input, (ct_flatten_options){__VA_ARGS__})

/* ravel(input: tensor) */
extern ct_op ct_op_ravel;
enum { CT_AT_ravel_input };
ct_tensor *ct_s_ravel(ct_scope *s, ct_tensor *input);

/* unflatten(input: tensor, dim: axis, sizes: ints) */
extern ct_op ct_op_unflatten;
enum { CT_AT_unflatten_input, CT_AT_unflatten_dim, CT_AT_unflatten_sizes };
ct_tensor *ct_s_unflatten(ct_scope *s, ct_tensor *input, int64_t dim, ct_dims sizes);

/* squeeze(input: tensor, dim: axes? = None) */
extern ct_op ct_op_squeeze;
enum { CT_AT_squeeze_input, CT_AT_squeeze_dim };
typedef struct ct_squeeze_options {
    ct_dims dim;
} ct_squeeze_options;
ct_tensor *ct_s_squeeze_with(ct_scope *s, ct_tensor *input, ct_squeeze_options o);
#define ct_s_squeeze(s, input, ...) \
    ct_s_squeeze_with(s, input, (ct_squeeze_options){__VA_ARGS__})

/* unsqueeze(input: tensor, dim: new_axis) */
extern ct_op ct_op_unsqueeze;
enum { CT_AT_unsqueeze_input, CT_AT_unsqueeze_dim };
ct_tensor *ct_s_unsqueeze(ct_scope *s, ct_tensor *input, int64_t dim);

/* expand(input: tensor, size: ints...) */
extern ct_op ct_op_expand;
enum { CT_AT_expand_input, CT_AT_expand_size };
ct_tensor *ct_s_expand(ct_scope *s, ct_tensor *input, ct_dims size);

/* broadcast_to(input: tensor, size: ints...) */
extern ct_op ct_op_broadcast_to;
enum { CT_AT_broadcast_to_input, CT_AT_broadcast_to_size };
ct_tensor *ct_s_broadcast_to(ct_scope *s, ct_tensor *input, ct_dims size);

/* expand_as(input: tensor, other: tensor) */
extern ct_op ct_op_expand_as;
enum { CT_AT_expand_as_input, CT_AT_expand_as_other };
ct_tensor *ct_s_expand_as(ct_scope *s, ct_tensor *input, ct_tensor *other);

/* select(input: tensor, dim: axis, index: int) */
extern ct_op ct_op_select;
enum { CT_AT_select_input, CT_AT_select_dim, CT_AT_select_index };
ct_tensor *ct_s_select(ct_scope *s, ct_tensor *input, int64_t dim, int64_t index);

/* narrow(input: tensor, dim: axis, start: int, length: int) */
extern ct_op ct_op_narrow;
enum { CT_AT_narrow_input, CT_AT_narrow_dim, CT_AT_narrow_start, CT_AT_narrow_length };
ct_tensor *ct_s_narrow(ct_scope *s, ct_tensor *input, int64_t dim, int64_t start, int64_t length);

/* _slice(input: tensor, dim: axis, start: int, length: int, step: int) */
extern ct_op ct_op_slice;
enum { CT_AT_slice_input, CT_AT_slice_dim, CT_AT_slice_start, CT_AT_slice_length, CT_AT_slice_step };
ct_tensor *ct_s_slice(ct_scope *s, ct_tensor *input, int64_t dim, int64_t start, int64_t length, int64_t step);

/* _basic_index(input: tensor, steps: ints) */
extern ct_op ct_op_basic_index;
enum { CT_AT_basic_index_input, CT_AT_basic_index_steps };
ct_tensor *ct_s_basic_index(ct_scope *s, ct_tensor *input, ct_dims steps);

/* diagonal(input: tensor, offset: int = 0, dim1: axis = 0, dim2: axis = 1) */
extern ct_op ct_op_diagonal;
enum { CT_AT_diagonal_input, CT_AT_diagonal_offset, CT_AT_diagonal_dim1, CT_AT_diagonal_dim2 };
typedef struct ct_diagonal_options {
    ct_some offset;
    ct_some dim1;
    ct_some dim2;
} ct_diagonal_options;
ct_tensor *ct_s_diagonal_with(ct_scope *s, ct_tensor *input, ct_diagonal_options o);
#define ct_s_diagonal(s, input, ...) \
    ct_s_diagonal_with(s, input, (ct_diagonal_options){__VA_ARGS__})

/* unfold(input: tensor, dimension: axis, size: int, step: int) */
extern ct_op ct_op_unfold;
enum { CT_AT_unfold_input, CT_AT_unfold_dimension, CT_AT_unfold_size, CT_AT_unfold_step };
ct_tensor *ct_s_unfold(ct_scope *s, ct_tensor *input, int64_t dimension, int64_t size, int64_t step);

/* as_strided(input: tensor, size: ints, stride: ints, storage_offset: int? = None) */
extern ct_op ct_op_as_strided;
enum { CT_AT_as_strided_input, CT_AT_as_strided_size, CT_AT_as_strided_stride, CT_AT_as_strided_storage_offset };
enum { CT_KEPT_as_strided_geometry = 0 };
typedef struct ct_as_strided_options {
    ct_some storage_offset;
} ct_as_strided_options;
ct_tensor *ct_s_as_strided_with(ct_scope *s, ct_tensor *input, ct_dims size, ct_dims stride, ct_as_strided_options o);
#define ct_s_as_strided(s, input, size, stride, ...) \
    ct_s_as_strided_with(s, input, size, stride, (ct_as_strided_options){__VA_ARGS__})

/* _strided_gather(input: tensor, size: ints, stride: ints, offset: int) */
extern ct_op ct_op_strided_gather;
enum { CT_AT_strided_gather_input, CT_AT_strided_gather_size, CT_AT_strided_gather_stride, CT_AT_strided_gather_offset };
ct_tensor *ct_s_strided_gather(ct_scope *s, ct_tensor *input, ct_dims size, ct_dims stride, int64_t offset);

/* _strided_scatter(grad: tensor, size: ints, stride: ints, offset: int) */
extern ct_op ct_op_strided_scatter;
enum { CT_AT_strided_scatter_grad, CT_AT_strided_scatter_size, CT_AT_strided_scatter_stride, CT_AT_strided_scatter_offset };
ct_tensor *ct_s_strided_scatter(ct_scope *s, ct_tensor *grad, ct_dims size, ct_dims stride, int64_t offset);

/* split(tensor: tensor, split_size_or_sections: int, dim: axis = 0) */
extern ct_op ct_op_split;
enum { CT_AT_split_tensor, CT_AT_split_split_size_or_sections, CT_AT_split_dim };
typedef struct ct_split_options {
    ct_some dim;
} ct_split_options;
ct_tensor *ct_s_split_with(ct_scope *s, ct_tensor *tensor, int64_t split_size_or_sections, ct_split_options o);
#define ct_s_split(s, tensor, split_size_or_sections, ...) \
    ct_s_split_with(s, tensor, split_size_or_sections, (ct_split_options){__VA_ARGS__})

/* split(tensor: tensor, split_size_or_sections: ints, dim: axis = 0) */
extern ct_op ct_op_split_sections;
enum { CT_AT_split_sections_tensor, CT_AT_split_sections_split_size_or_sections, CT_AT_split_sections_dim };
typedef struct ct_split_sections_options {
    ct_some dim;
} ct_split_sections_options;
ct_tensor *ct_s_split_sections_with(ct_scope *s, ct_tensor *tensor, ct_dims split_size_or_sections, ct_split_sections_options o);
#define ct_s_split_sections(s, tensor, split_size_or_sections, ...) \
    ct_s_split_sections_with(s, tensor, split_size_or_sections, (ct_split_sections_options){__VA_ARGS__})

/* chunk(input: tensor, chunks: int, dim: axis = 0) */
extern ct_op ct_op_chunk;
enum { CT_AT_chunk_input, CT_AT_chunk_chunks, CT_AT_chunk_dim };
typedef struct ct_chunk_options {
    ct_some dim;
} ct_chunk_options;
ct_tensor *ct_s_chunk_with(ct_scope *s, ct_tensor *input, int64_t chunks, ct_chunk_options o);
#define ct_s_chunk(s, input, chunks, ...) \
    ct_s_chunk_with(s, input, chunks, (ct_chunk_options){__VA_ARGS__})

/* tensor_split(input: tensor, sections: int, dim: axis = 0) */
extern ct_op ct_op_tensor_split;
enum { CT_AT_tensor_split_input, CT_AT_tensor_split_sections, CT_AT_tensor_split_dim };
typedef struct ct_tensor_split_options {
    ct_some dim;
} ct_tensor_split_options;
ct_tensor *ct_s_tensor_split_with(ct_scope *s, ct_tensor *input, int64_t sections, ct_tensor_split_options o);
#define ct_s_tensor_split(s, input, sections, ...) \
    ct_s_tensor_split_with(s, input, sections, (ct_tensor_split_options){__VA_ARGS__})

/* tensor_split(input: tensor, indices: ints, dim: axis = 0) */
extern ct_op ct_op_tensor_split_at;
enum { CT_AT_tensor_split_at_input, CT_AT_tensor_split_at_indices, CT_AT_tensor_split_at_dim };
typedef struct ct_tensor_split_at_options {
    ct_some dim;
} ct_tensor_split_at_options;
ct_tensor *ct_s_tensor_split_at_with(ct_scope *s, ct_tensor *input, ct_dims indices, ct_tensor_split_at_options o);
#define ct_s_tensor_split_at(s, input, indices, ...) \
    ct_s_tensor_split_at_with(s, input, indices, (ct_tensor_split_at_options){__VA_ARGS__})

/* unbind(input: tensor, dim: axis = 0) */
extern ct_op ct_op_unbind;
enum { CT_AT_unbind_input, CT_AT_unbind_dim };
typedef struct ct_unbind_options {
    ct_some dim;
} ct_unbind_options;
ct_tensor *ct_s_unbind_with(ct_scope *s, ct_tensor *input, ct_unbind_options o);
#define ct_s_unbind(s, input, ...) \
    ct_s_unbind_with(s, input, (ct_unbind_options){__VA_ARGS__})

/* contiguous(input: tensor, memory_format: format? = None) */
extern ct_op ct_op_contiguous;
enum { CT_AT_contiguous_input, CT_AT_contiguous_memory_format };
typedef struct ct_contiguous_options {
    ct_some memory_format;
} ct_contiguous_options;
ct_tensor *ct_s_contiguous_with(ct_scope *s, ct_tensor *input, ct_contiguous_options o);
#define ct_s_contiguous(s, input, ...) \
    ct_s_contiguous_with(s, input, (ct_contiguous_options){__VA_ARGS__})

/* clone(input: tensor, *, memory_format: format? = None) */
extern ct_op ct_op_clone;
enum { CT_AT_clone_input, CT_AT_clone_memory_format };
typedef struct ct_clone_options {
    ct_some memory_format;
} ct_clone_options;
ct_tensor *ct_s_clone_with(ct_scope *s, ct_tensor *input, ct_clone_options o);
#define ct_s_clone(s, input, ...) \
    ct_s_clone_with(s, input, (ct_clone_options){__VA_ARGS__})

/* _to_dtype(input: tensor, dtype: dtype) */
extern ct_op ct_op_to_dtype;
enum { CT_AT_to_dtype_input, CT_AT_to_dtype_dtype };
ct_tensor *ct_s_to_dtype(ct_scope *s, ct_tensor *input, int64_t dtype);

/* fill_(input: tensor, value: operand) */
extern ct_op ct_op_fill_;
enum { CT_AT_fill__input, CT_AT_fill__value };
ct_tensor *ct_s_fill_(ct_scope *s, ct_tensor *input, ct_tensor *value);

/* zero_(input: tensor) */
extern ct_op ct_op_zero_;
enum { CT_AT_zero__input };
ct_tensor *ct_s_zero_(ct_scope *s, ct_tensor *input);

/* copy_(input: tensor, src: operand, non_blocking: bool = False) */
extern ct_op ct_op_copy_;
enum { CT_AT_copy__input, CT_AT_copy__src, CT_AT_copy__non_blocking };
typedef struct ct_copy__options {
    bool non_blocking;
} ct_copy__options;
ct_tensor *ct_s_copy__with(ct_scope *s, ct_tensor *input, ct_tensor *src, ct_copy__options o);
#define ct_s_copy_(s, input, src, ...) \
    ct_s_copy__with(s, input, src, (ct_copy__options){__VA_ARGS__})

/* flip(input: tensor, dims: axes...) */
extern ct_op ct_op_flip;
enum { CT_AT_flip_input, CT_AT_flip_dims };
ct_tensor *ct_s_flip(ct_scope *s, ct_tensor *input, ct_dims dims);

/* __reversed__(input: tensor) */
extern ct_op ct_op_reversed;
enum { CT_AT_reversed_input };
ct_tensor *ct_s_reversed(ct_scope *s, ct_tensor *input);

/* roll(input: tensor, shifts: ints, dims: ints? = None) */
extern ct_op ct_op_roll;
enum { CT_AT_roll_input, CT_AT_roll_shifts, CT_AT_roll_dims };
typedef struct ct_roll_options {
    ct_dims dims;
} ct_roll_options;
ct_tensor *ct_s_roll_with(ct_scope *s, ct_tensor *input, ct_dims shifts, ct_roll_options o);
#define ct_s_roll(s, input, shifts, ...) \
    ct_s_roll_with(s, input, shifts, (ct_roll_options){__VA_ARGS__})

/* repeat(input: tensor, repeats: ints...) */
extern ct_op ct_op_repeat;
enum { CT_AT_repeat_input, CT_AT_repeat_repeats };
ct_tensor *ct_s_repeat(ct_scope *s, ct_tensor *input, ct_dims repeats);

/* tile(input: tensor, dims: ints...) */
extern ct_op ct_op_tile;
enum { CT_AT_tile_input, CT_AT_tile_dims };
ct_tensor *ct_s_tile(ct_scope *s, ct_tensor *input, ct_dims dims);

#endif
