/* norm: launches of normalizations, as the host says them and the device reads them.
 *
 * Layers: `rows` of n elements each, with a weight and a bias for each element of a row.
 * Channels: runs of `size` elements, one for each channel of each sample; statistics are
 * of `rows` groups of `count` runs, those from row * row_step on, run_step apart. */
#ifndef CT_CUDA_NORM_H
#define CT_CUDA_NORM_H

#include "loop.h"

typedef struct ct_device_rows {
    const void *x, *g;          /* of `dtype`; g: of gradients */
    void *y;                    /* result, or the input's gradient */
    const void *weight, *bias;  /* of what is computed in; NULL: none */
    double *mean, *rstd;        /* NULL mean: rows are not centered */
    double eps;
    uint32_t rows, n;
    int32_t dtype;
    bool packs; /* 16 bytes of rows at a time */
    /* of gradients of weight and bias: sums of `parts` of the rows, then of all */
    double *part; /* [parts][2][n] */
    void *gweight, *gbias;
    uint32_t parts;
} ct_device_rows;

CT_KERNELS void ct_cuda_norm_rows(const ct_device_rows *r, void *stream);
CT_KERNELS void ct_cuda_norm_rows_grad(const ct_device_rows *r, void *stream);

typedef struct ct_device_channels {
    const void *x, *g;
    void *y;
    const void *weight, *bias;
    double *mean, *var; /* of rows */
    double *sums;       /* two of each run, and behind them two of each row */
    void *gweight, *gbias;
    double eps;
    int64_t size, count, row_step, run_step;
    uint32_t runs, rows, channels;
    int32_t dtype;
} ct_device_channels;

CT_KERNELS void ct_cuda_norm_channels(const ct_device_channels *c, bool fixed,
                                      void *stream);
CT_KERNELS void ct_cuda_norm_channels_grad(const ct_device_channels *c, void *stream);

#endif
