/* strided: one launch that adds the elements of a view up where several of them share a
 * place of its base. Offsets count bytes of the base as the view's geometry does; dims of
 * the view lie from the largest step to the smallest, none of which is below 0. */
#ifndef CT_CUDA_STRIDED_H
#define CT_CUDA_STRIDED_H

#include "loop.h"

typedef struct ct_device_overlap {
    const void *x; /* the view's elements, row by row, of what is computed in */
    void *y; /* the base's, likewise */
    int32_t dtype, base_ndim, ndim;
    uint32_t n; /* of the base */
    ct_loop_size dims[CT_LOOP_DIMS]; /* of the base, innermost first */
    int64_t base_strides[CT_LOOP_DIMS];
    int64_t size[CT_LOOP_DIMS], step[CT_LOOP_DIMS], place[CT_LOOP_DIMS];
    int64_t reach[CT_LOOP_DIMS + 1]; /* of the dims from this one on */
    int64_t offset, first; /* of the first element in the base, and in x */
} ct_device_overlap;

CT_KERNELS void ct_cuda_overlap_add(const ct_device_overlap *o, void *stream);

#endif
