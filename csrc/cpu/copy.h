/* copy: plain data from one place of the host to another, any dtypes and strides. */
#ifndef CT_CPU_COPY_H
#define CT_CPU_COPY_H

#include "core/device.h"

/* ct_device_functions.copy of the CPU. */
int ct_cpu_copy(ct_tensor *dst, ct_tensor *src);

/* n elements between strided places with a cast (strides in bytes, any sign). */
void ct_cast_strided(ct_dtype to, char *dst, int64_t dst_stride, ct_dtype from,
                     const char *src, int64_t src_stride, int64_t n);

/* dst's element c of row r is src's element r of row c; `rows` and `columns` are dst's,
 * steps are bytes from row to row, elements are of 1, 2, 4, 8 or 16 bytes. */
void ct_transpose(int64_t size, char *dst, int64_t dst_step, const char *src,
                  int64_t src_step, int64_t rows, int64_t columns);

#endif
