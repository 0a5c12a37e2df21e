/* index: what the checks of the index rows share. */
#ifndef CT_OPS_INDEX_H
#define CT_OPS_INDEX_H

#include "ops/op.h"

/* Size and stride of dim d; a 0-d tensor counts as one of size 1. */
static inline int64_t ct_size_at(const ct_tensor *t, int d)
{
    return d < t->ndim ? t->shape[d] : 1;
}
static inline int64_t ct_stride_at(const ct_tensor *t, int d)
{
    return d < t->ndim ? t->strides[d] : 0;
}
/* Error unless index is int64 or int32. */
int ct_check_index(const ct_call *c, const ct_tensor *index);

/* Errors of scatter and its kin: an index for each element, a source as large. */
int ct_check_elements(ct_call *c);
/* Errors of index_copy and its kin: a vector of indices, a source that has one slice for
 * each of them. */
int ct_check_slices(ct_call *c);

/* t broadcast to a shape it is known to fit: an alias, plain data. New reference. */
ct_tensor *ct_tensor_broadcast(ct_tensor *t, int ndim, const int64_t *shape);

/* The shape of argument 0 at the indices of argument 1, which stand for these dims: other
 * dims before `at`, the dims of the indices, the remaining dims. Its length, or -1. */
CT_API int ct_indexed_shape(const ct_call *c, ct_dims dims, int64_t at, int64_t *shape);

#endif
