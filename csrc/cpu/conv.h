/* conv: the ways of a convolution on plain memory.
 *
 * Operands and results are row-major and of dtype `d`, which is what is computed in:
 * x (n, channels, *in), y (n, filters, *out), w (filters, channels / groups, *kernel). */
#ifndef CT_CPU_CONV_H
#define CT_CPU_CONV_H

#include "core/dtype.h"
#include "ops/conv.h"

typedef enum ct_conv_way { /* which of the three is made of the two others */
                           CT_CONV_Y,
                           CT_CONV_X,
                           CT_CONV_W
} ct_conv_way;

typedef struct ct_conv_job {
    ct_conv_size size;
    ct_dtype dtype;
    ct_conv_way way;
    bool add; /* to what y or x is: a bias */
    char *x, *y, *w;
} ct_conv_job;

/* Windows are laid out as columns of a matrix, for ct_gemm: possible for all dtypes. */
int ct_conv_by_columns(const ct_conv_job *j);

#endif
