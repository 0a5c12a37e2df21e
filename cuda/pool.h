/* pool: launches of pooling, as the host says them and the device reads them. Planes lie one
 * behind the other; each has three dims, those that are not there of size 1. */
#ifndef CT_CUDA_POOL_H
#define CT_CUDA_POOL_H

#include "loop.h"

struct ct_device_fault;

typedef struct ct_device_pool {
    const void *x;
    void *y;
    int64_t *places; /* of a maximum, in its plane */
    int32_t dtype;
    bool adaptive, whole; /* windows are shares; padding counts */
    int64_t divisor; /* 0: how many places a window has */
    uint32_t n; /* elements that are written */
    int32_t in[3], kernel[3], stride[3], pad[3], dilation[3];
    ct_loop_size dims[3]; /* of what is written, innermost first */
    int32_t over[3]; /* windows */
    double share[3]; /* windows for each place, where they are shares */
} ct_device_pool;

CT_KERNELS bool ct_cuda_pool_max(const ct_device_pool *p, void *stream);
CT_KERNELS void ct_cuda_pool_mean(const ct_device_pool *p, bool back, void *stream);

/* Elements of planes of `places` at n indices for each, read or, from zeros, added to. */
typedef struct ct_device_pooled {
    const int64_t *index;
    const void *x;
    void *y;
    int64_t planes, places, n;
    int32_t dtype, row; /* row: of the table */
    struct ct_device_fault *fault;
} ct_device_pooled;

CT_KERNELS void ct_cuda_pool_gather(const ct_device_pooled *p, void *stream);
/* y: of what 16-bit floats are computed in. */
CT_KERNELS void ct_cuda_pool_scatter(const ct_device_pooled *p, void *stream);

#endif
