/* pool: the windows of a pooling row. Dims are always three, d, h and w, those that are
 * not there of size 1. */
#ifndef CT_OPS_POOL_H
#define CT_OPS_POOL_H

#include "ops/op.h"

#define CT_POOL_DIMS 3

typedef struct ct_pool {
    int dims; /* that the call has */
    bool adaptive; /* no kernel: each window is its share */
    int64_t in[CT_POOL_DIMS], over[CT_POOL_DIMS];
    int64_t kernel[CT_POOL_DIMS], stride[CT_POOL_DIMS], pad[CT_POOL_DIMS];
    int64_t dilation[CT_POOL_DIMS];
} ct_pool;

/* Of a call of pool_max, pool_mean or pool_spread, whose check has passed. */
CT_API ct_pool ct_pool_of(const ct_call *c);

typedef struct ct_pool_window { /* along one dim */
    int64_t first, n, step; /* the places that are inside */
    int64_t whole; /* how many with those in the padding, but not beyond */
} ct_pool_window;
ct_pool_window ct_pool_window_at(const ct_pool *p, int d, int64_t i);

static inline int64_t ct_pool_volume(const int64_t *size)
{
    return size[0] * size[1] * size[2];
}

#endif
