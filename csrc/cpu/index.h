/* index: the kernels that read and write at places which a tensor of indices names.
 *
 * Three operands of one shape: `values`, contiguous in any way; `index`, int64; and
 * `table`, whose stride is 0 along the dims the indices stand for. The place of an
 * element is its own in `table` plus index * scale bytes. Values are moved as bytes,
 * so one kernel serves all dtypes of a size; only adding knows the dtype.
 *
 * NOTE [Repeated places] Two elements may share a place only if they differ along the
 * indexed dim. Writes are therefore split over threads along the others, and a thread
 * goes through the indexed dim in order: the last one wins, sums are added in the same
 * order, for any number of threads. */
#ifndef CT_CPU_INDEX_H
#define CT_CPU_INDEX_H

#include <string.h>

#include "core/tensor.h"
#include "cpu/index_kernels.h"
#include "cpu/lines.h"

typedef struct ct_places {
    ct_lines lines; /* values, index, table; for writes without the indexed dim */
    int64_t count;  /* for writes: the indexed dim's size, */
    int64_t steps[CT_LINES_OPERANDS]; /* and its strides */
    uint64_t bound; /* indices are below, or they are an error */
    int64_t wrap;   /* added to negative ones first */
    bool trusted;   /* the indices are ours: any are good, negative ones too */
    int64_t scale;
    ct_dtype dtype; /* of values and table */
    ct_fold fold;   /* of ct_places_fold */
    uint8_t kind;   /* of the error, a ct_error_kind */
    int dim;        /* that the error names */
} ct_places;

/* values[i] = table[index[i]] */
int ct_places_read(const ct_places *p);
/* table[index[i]] = values[i]. The indices have been checked (ct_index_check), so
 * that nothing is written before an error; each is checked again as it is used, as
 * another thread may have changed it. */
int ct_places_write(const ct_places *p);
/* table[index[i]] += values[i], or another fold; not for the 16-bit floats, which would
 * round each time: they are folded in float32. */
int ct_places_fold(const ct_places *p, ct_fold fold);

static inline int64_t ct_index_load(const char *p)
{
    int64_t index;
    memcpy(&index, p, sizeof index);
    return index;
}
/* The error of an index that is not below size. */
int ct_index_out_of_range(ct_error_kind kind, int64_t index, int dim, int64_t size);
/* Are all of an int64 tensor's elements in [0, size), negative ones after adding
 * `wrap`? */
int ct_index_check(const ct_tensor *index, int64_t size, int64_t wrap,
                   ct_error_kind kind, int dim);

/* out = out * size + index, or index alone at first, with negative indices wrapped and
 * all checked; both are int64 of one shape after broadcasting index. */
int ct_index_ravel(ct_tensor *out, const ct_tensor *index, bool first, int64_t size,
                   int dim);
/* Byte offsets of raveled indices over dims of these sizes and strides. */
int ct_index_offsets(ct_tensor *out, const ct_tensor *index, int ndim,
                     const int64_t *shape, const int64_t *strides);

/* The row-major numbers of mask's elements that are not 0, as int64 in one dim; mask
 * is contiguous and bool. */
ct_tensor *ct_mask_indices(const ct_tensor *mask);
/* The coordinates of row-major numbers in a shape: int64 [ndim, numbers]. */
ct_tensor *ct_index_unravel(const ct_tensor *index, int ndim, const int64_t *shape);

/* out = mask ? *value : input, all of one shape; value is an element of the dtype. */
int ct_masked_fill(ct_tensor *out, const ct_tensor *mask, const ct_tensor *input,
                   const void *value);

/* dst += src, of one shape and dtype; dst may overlap itself. */
int ct_add_overlapping(ct_tensor *dst, const ct_tensor *src);

#endif
