/* conv: the sizes of a convolution.
 *
 * All three rows are of one convolution, of an input of size `in` whose windows give a
 * result of size `out`: conv goes from one to the other, conv_back back, and conv_weight
 * takes both. Dims are always three, d, h and w, those that are not there of size 1. */
#ifndef CT_OPS_CONV_H
#define CT_OPS_CONV_H

#include "ops/op.h"

#define CT_CONV_DIMS 3

typedef struct ct_conv_size {
    int64_t n, groups;
    int64_t channels, filters; /* of the input, of the result; all groups' */
    int64_t in[CT_CONV_DIMS], out[CT_CONV_DIMS], kernel[CT_CONV_DIMS];
    int64_t stride[CT_CONV_DIMS], pad[CT_CONV_DIMS], dilation[CT_CONV_DIMS];
} ct_conv_size;

/* Of a call of one of the rows, whose check has passed. */
CT_API ct_conv_size ct_conv_size_of(const ct_call *c);
static inline int64_t ct_conv_volume(const int64_t *size)
{
    return size[0] * size[1] * size[2];
}
/* Does t lie with its channels last, by its strides? */
bool ct_conv_channels_last(const ct_tensor *t);

#endif
