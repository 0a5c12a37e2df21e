/* attention: one launch of attention or of one of its gradients, as the host says it and
 * the device reads it. Operands lie row by row: query (B, H, L, E), key (B, G, S, E), value
 * (B, G, S, D). */
#ifndef CT_CUDA_ATTENTION_H
#define CT_CUDA_ATTENTION_H

#include "loop.h"

typedef enum ct_attention_way { /* which gradient */
                                CT_ATTENTION_QUERY,
                                CT_ATTENTION_KEY,
                                CT_ATTENTION_VALUE
} ct_attention_way;

typedef struct ct_device_attention {
    const void *q, *k, *v, *g, *result; /* of `dtype`; g, result: of gradients */
    void *y; /* the result, or the gradient that is made */
    void *lse; /* of what is computed in: the log of each query's sum */
    void *along; /* the same: sum of g result, of gradients */
    const char *mask; /* NULL: none; strides in bytes */
    int64_t mask_strides[4];
    int32_t dtype, mask_dtype;
    int64_t batches, heads, share; /* share: heads that have keys in common */
    int64_t l, s, e, d;
    double scale;
    bool causal;
} ct_device_attention;

CT_KERNELS void ct_cuda_attention(const ct_device_attention *a, void *stream);
/* Fills `along`, which the gradients read. */
CT_KERNELS void ct_cuda_attention_along(const ct_device_attention *a, void *stream);
CT_KERNELS void ct_cuda_attention_grad(const ct_device_attention *a,
                                       ct_attention_way way, void *stream);

#endif
