/* conv: one launch of a convolution as a product of matrices of which one is never laid out,
 * as the host says it and the device reads it.
 *
 * Columns are places of the result, (image, a0, a1, a2); the depth k is (channel, b0, b1,
 * b2), taps of the window. Place a and tap b read place base + a place_step + b tap_step
 * along each dim, which may lie outside. The same serves the transpose, for each remainder
 * of its stride, and, with columns as depth and depth as columns, the weight's gradient.
 * All strides count elements. */
#ifndef CT_CUDA_CONV_H
#define CT_CUDA_CONV_H

#include "loop.h"

enum { CT_CONV_PARTS = 64 };

typedef struct ct_device_conv {
    const void *x, *w, *bias; /* what is read, weight; NULL bias: none */
    void *y;
    int32_t dtype;
    uint32_t groups, m, k, columns; /* of each group */
    ct_loop_size at[4], tap[4]; /* columns and k, innermost first */
    int64_t x_image, x_channel, x_step[3];
    int32_t size[3], base[3], place_step[3], tap_step[3];
    int64_t w_row, w_channel, w_first, w_tap[3], w_group;
    int64_t y_image, y_channel, y_first, y_step[3];
    int64_t x_group, y_group;
    /* of the weight's gradient: what is made, in parts of the sum; NULL: one part */
    void *out, *partial;
    uint32_t parts;
} ct_device_conv;

CT_KERNELS void ct_cuda_conv(const ct_device_conv *c, void *stream);
/* Sums of x and y over columns, into out. */
CT_KERNELS void ct_cuda_conv_weight(const ct_device_conv *c, void *stream);
/* Bytes of what elements of a dtype are added up in. */
CT_KERNELS int ct_cuda_conv_sum_size(int dtype);

#endif
