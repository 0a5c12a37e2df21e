/* index_rows: what the index rows share: arguments made ready for the kernels.
 *
 * An op that writes first checks every index, then copies input into its result
 * unless it runs in place, then writes. Arguments that overlap the result are copied
 * before. 16-bit floats are folded in float32 and rounded once. */
#ifndef CT_CPU_INDEX_ROWS_H
#define CT_CPU_INDEX_ROWS_H

#include "cpu/index.h"
#include "ops/index.h"

/* t (new reference), or a copy of it when writing to `out` may change it. */
ct_tensor *ct_tensor_apart(ct_tensor *t, const ct_tensor *out);
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
/* out = input with values written at places, or folded with what is there. index: int64,
 * checked; values of input's dtype. Both may overlap out. */
int ct_index_write(ct_call *c, const ct_target *where, ct_places_fn places,
                   ct_tensor *index, ct_tensor *values);
int ct_index_fold(ct_call *c, const ct_target *where, ct_places_fn places,
                  ct_tensor *index, ct_tensor *values, ct_fold fold);

#endif
