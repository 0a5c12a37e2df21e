/* index: what the index rows share: arguments made ready for the kernels.
 *
 * An op that writes first checks every index, then copies input into its result
 * unless it runs in place, then writes. Arguments that overlap the result are copied
 * before. Sums of 16-bit floats are made in float32 and rounded once. */
#ifndef CT_OPS_INDEX_H
#define CT_OPS_INDEX_H

#include "cpu/index.h"
#include "ops/op.h"

/* t (new reference), or a copy of it when writing to `out` may change it. */
ct_tensor *ct_tensor_apart(ct_tensor *t, const ct_tensor *out);
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

/* t broadcast to a shape it is known to fit: an alias, plain data. New reference. */
ct_tensor *ct_tensor_broadcast(ct_tensor *t, int ndim, const int64_t *shape);

/* What the indices stand for. */
typedef struct ct_target {
    int dim; /* one dim, or */
    int at;  /* several, whose values have theirs from here on */
    ct_dims dims;
    uint64_t bound; /* of several: see ct_places */
    bool trusted;
    int64_t scale;
    int64_t wrap;       /* added to negative indices */
    ct_error_kind kind; /* of an index out of range */
} ct_target;

/* Fills in p for these three tensors; p->count and steps when `write`. */
typedef int (*ct_places_fn)(ct_places *p, const ct_target *where,
                            const ct_tensor *values, const ct_tensor *index,
                            const ct_tensor *table, bool write);

/* values = table at places. */
int ct_index_read(const ct_target *where, ct_places_fn places, ct_tensor *values,
                  ct_tensor *index, ct_tensor *table);
/* out = input with values written or added at places. index: int64, checked;
 * values of input's dtype. Both may overlap out. */
int ct_index_write(ct_call *c, const ct_target *where, ct_places_fn places,
                   ct_tensor *index, ct_tensor *values, bool add);

#endif
