/* conv: the ways of a convolution.
 *
 * Its three tensors are x (N, channels, *in), y (N, filters, *out) and
 * w (filters, channels / groups, *window), of the dtype that is computed in. */
#ifndef CT_CPU_CONV_H
#define CT_CPU_CONV_H

#include "core/dtype.h"
#include "ops/conv.h"

typedef enum ct_conv_way { /* which of the three is made of the two others */
                           CT_CONV_Y,
                           CT_CONV_X,
                           CT_CONV_W
} ct_conv_way;

/* A tensor (N, C, D, H, W) as it lies, strides in elements. */
typedef struct ct_conv_place {
    char *data;
    int64_t image, channel, at[CT_CONV_DIMS];
} ct_conv_place;

typedef struct ct_conv_job {
    ct_conv_size size;
    ct_dtype dtype;
    ct_conv_way way;
    ct_conv_place x, y, w;
    const char *bias; /* of y, or of x where that is made; NULL: none */
} ct_conv_job;

/* Windows as columns of a matrix, for ct_gemm: of all dtypes, row-major, without bias;
 * but with `add` to y or x. */
int ct_conv_by_columns(const ct_conv_job *j, bool add);
/* float32 and float64 in register tiles. What is read has its channels side by side, or
 * its last dim; so has what is made, and the transpose of a stride above 1 its
 * channels. */
int ct_conv_by_tiles(const ct_conv_job *j);
/* The same of planes (conv_planes.c), where they are read and made and it takes less. */
bool ct_conv_prefers_planes(const ct_conv_job *j);
int ct_conv_by_planes(const ct_conv_job *j);
/* The transpose of a stride for few channels (conv_woven.c), which may lie as what is
 * read does: 1 where some result is not finite, and all must be made by tiles. */
bool ct_conv_can_weave(const ct_conv_job *j);
int ct_conv_by_weaving(const ct_conv_job *j);
/* The same as tiles for w, which is row-major or has its channels side by side. */
int ct_conv_by_sums(const ct_conv_job *j);

/* float32 and float64 with one channel in each group, the weight being row-major: the
 * others have their channels side by side, as many filters as channels, or are row-major. */
int ct_conv_by_lines(const ct_conv_job *j);
int ct_conv_by_depthwise_planes(const ct_conv_job *j);

#endif
