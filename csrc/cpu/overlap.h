/* overlap: sums into a layout some of whose elements share a place. */
#ifndef CT_CPU_OVERLAP_H
#define CT_CPU_OVERLAP_H

#include "core/tensor.h"

/* dst += src, of one shape, added up where several elements of dst are in one place. dst
 * is of the dtype that sums are computed in (ct_dtype_compute). */
int ct_overlap_add(ct_tensor *dst, ct_tensor *src);

#endif
