/* scope_index: the view, index and join rows for rules and composites, in the manner
 * of scope.h: a NULL argument gives NULL, results belong to the scope. */
#ifndef CT_OPS_SCOPE_INDEX_H
#define CT_OPS_SCOPE_INDEX_H

#include "ops/scope.h"

ct_tensor *ct_s_select(ct_scope *s, ct_tensor *x, int64_t dim, int64_t index);
ct_tensor *ct_s_contiguous_copy(ct_scope *s, ct_tensor *x);
/* x in the layout of a view row (ops/view.h); and zeros of a shape with g there. */
ct_tensor *ct_s_strided_gather(ct_scope *s, ct_tensor *x, ct_dims size, ct_dims stride,
                               int64_t offset);
ct_tensor *ct_s_strided_scatter(ct_scope *s, ct_tensor *g, ct_dims size, ct_dims stride,
                                int64_t offset);
/* The first elements of x along each dim, as many as `size` says; and x as the first
 * elements of zeros of a size. */
ct_tensor *ct_s_crop(ct_scope *s, ct_tensor *x, int ndim, const int64_t *size);
ct_tensor *ct_s_pad(ct_scope *s, ct_tensor *x, int ndim, const int64_t *size);

ct_tensor *ct_s_cat(ct_scope *s, ct_tensors list, int64_t dim);
ct_tensor *ct_s_stack(ct_scope *s, ct_tensors list, int64_t dim);

ct_tensor *ct_s_gather(ct_scope *s, ct_tensor *x, int64_t dim, ct_tensor *index);
ct_tensor *ct_s_scatter_zero(ct_scope *s, ct_tensor *x, int64_t dim, ct_tensor *index);
ct_tensor *ct_s_index_select(ct_scope *s, ct_tensor *x, int64_t dim, ct_tensor *index);
ct_tensor *ct_s_index_add(ct_scope *s, ct_tensor *x, int64_t dim, ct_tensor *index,
                          ct_tensor *source);
ct_tensor *ct_s_index_fill_zero(ct_scope *s, ct_tensor *x, int64_t dim,
                                ct_tensor *index);
ct_tensor *ct_s_masked_fill_zero(ct_scope *s, ct_tensor *x, ct_tensor *mask);
ct_tensor *ct_s_masked_select(ct_scope *s, ct_tensor *x, ct_tensor *mask);
ct_tensor *ct_s_masked_scatter(ct_scope *s, ct_tensor *x, ct_tensor *mask,
                               ct_tensor *source);
ct_tensor *ct_s_mask_flat(ct_scope *s, ct_tensor *mask);
ct_tensor *ct_s_ravel_index(ct_scope *s, ct_tensors indices, ct_dims sizes,
                            ct_dims dims);
ct_tensor *ct_s_index_flat(ct_scope *s, ct_tensor *x, ct_tensor *index, ct_dims dims,
                           int64_t at);
ct_tensor *ct_s_index_put_flat(ct_scope *s, ct_tensor *x, ct_tensor *index,
                               ct_tensor *values, ct_dims dims, int64_t at,
                               bool accumulate);

#endif
