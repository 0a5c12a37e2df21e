/* copy: plain data from one tensor to another, any dtypes and strides.
 *
 * For kernels and checks: no autograd, no version count, no question whether dst is
 * writable (that is the op copy_). */
#ifndef CT_CPU_COPY_H
#define CT_CPU_COPY_H

#include "core/tensor.h"

/* src's values, broadcast and cast, into dst. Overlap is handled. */
int ct_tensor_copy_data(ct_tensor *dst, ct_tensor *src);
/* t itself (new reference) when it is contiguous, else a contiguous copy. */
ct_tensor *ct_tensor_contiguous(ct_tensor *t);
/* t itself (new reference) when it has the dtype, else a contiguous converted copy. */
ct_tensor *ct_tensor_cast(ct_tensor *t, ct_dtype dtype);
/* Both: contiguous and of the dtype. */
ct_tensor *ct_tensor_prepare(ct_tensor *t, ct_dtype dtype);

/* n elements between strided places with a cast (strides in bytes, any sign). */
void ct_cast_strided(ct_dtype to, char *dst, int64_t dst_stride, ct_dtype from,
                     const char *src, int64_t src_stride, int64_t n);

/* dst's element c of row r is src's element r of row c; `rows` and `columns` are dst's,
 * steps are bytes from row to row, elements are of 1, 2, 4, 8 or 16 bytes. */
void ct_transpose(int64_t size, char *dst, int64_t dst_step, const char *src,
                  int64_t src_step, int64_t rows, int64_t columns);

#endif
