/* reduce: one launch of a reduction, as the host says it and the device reads it. Each of
 * `outputs` results is made of `count` elements; both are walked through in the order of
 * their dims, innermost first here. */
#ifndef CT_CUDA_REDUCE_H
#define CT_CUDA_REDUCE_H

#include "loop.h"

typedef enum ct_device_fold {
    CT_FOLD_SUM,
    CT_FOLD_PROD,
    CT_FOLD_MAX,
    CT_FOLD_MIN,
    CT_FOLD_ARGMAX, /* also into `values`, unless that is NULL */
    CT_FOLD_ARGMIN,
    CT_FOLD_ANY,
    CT_FOLD_ALL,
    CT_FOLD_VARIANCE, /* squared distances from the mean times `scale` */
    CT_FOLD_DEVIATION,
    CT_FOLD_NORM,
    CT_FOLD_LOGSUMEXP
} ct_device_fold;

enum { CT_REDUCE_PART = 1 << 15, CT_REDUCE_PARTS = 256, CT_REDUCE_ACCUMULATOR = 32 };

typedef struct ct_device_reduce {
    const char *data;
    char *out, *values;
    char *partial; /* accumulators of `parts` for each output; NULL for one part */
    int32_t dtype, out_dtype;
    int32_t outer_ndim, inner_ndim;
    uint32_t outputs, count, parts;
    double scale;
    ct_loop_size outer[CT_LOOP_DIMS], inner[CT_LOOP_DIMS];
    int64_t outer_strides[CT_LOOP_DIMS], inner_strides[CT_LOOP_DIMS];
} ct_device_reduce;

/* Puts it into the stream; false where there is no kernel for the dtype. */
CT_KERNELS bool ct_cuda_fold(ct_device_fold fold, const ct_device_reduce *r,
                             void *stream);

/* One line of softmax or log_softmax per output. */
typedef struct ct_device_lines {
    const char *data;
    char *out;
    int32_t dtype, out_dtype, outer_ndim;
    uint32_t lines, count;
    int64_t in_step, out_step; /* bytes between elements of a line */
    ct_loop_size outer[CT_LOOP_DIMS];
    int64_t in_strides[CT_LOOP_DIMS], out_strides[CT_LOOP_DIMS];
} ct_device_lines;
CT_KERNELS void ct_cuda_softmax(const ct_device_lines *l, bool log, bool wide,
                                void *stream);

#endif
