/* layout: the order in which a new tensor's dims lie in memory.
 *
 * NOTE [Kept order] The result of an elementwise op lies in memory as its operands do: the
 * sum of two transposed matrices is a transposed matrix, and every loop over them runs
 * along memory. The first operand that steps along both of two dims decides which of them
 * is the inner one; where none does, the result is row-major. A result never has gaps,
 * negative strides or shared places. */
#ifndef CT_CORE_LAYOUT_H
#define CT_CORE_LAYOUT_H

#include "core/tensor.h"

/* A shape and the size of an element: what a new tensor's strides are worked out of. */
typedef struct ct_block {
    int ndim;
    const int64_t *shape;
    int64_t itemsize;
} ct_block;

/* Strides of a new tensor that lies as the n tensors do that broadcast to it; false, and
 * nothing written, where that is row-major by a glance. */
bool ct_layout_follow_slow(ct_block b, int n, ct_tensor *const *like, int64_t *strides);
static inline bool ct_layout_follow(ct_block b, int n, ct_tensor *const *like,
                                    int64_t *strides)
{
    return b.ndim > 1 &&
           !(ct_tensor_is_contiguous(like[0]) &&
             ct_shape_equal(b.ndim, b.shape, like[0]->ndim, like[0]->shape)) &&
           ct_layout_follow_slow(b, n, like, strides);
}

/* What PyTorch calls a memory format: a rule for the order of dims. The last two are
 * N, H, W, C and N, D, H, W, C for dims N, C, (D,) H, W. */
typedef enum ct_memory_format {
    CT_FORMAT_CONTIGUOUS,
    CT_FORMAT_PRESERVE,
    CT_FORMAT_CHANNELS_LAST,
    CT_FORMAT_CHANNELS_LAST_3D,
    CT_FORMAT_COUNT
} ct_memory_format;
/* Strides of a new tensor by the rule; as `like`, unless that is NULL, to preserve. 0 and
 * nothing written: row-major. Channels last needs 4 or 5 dims: else -1 with the error. */
int ct_layout_apply(const char *op, ct_block b, ct_memory_format format,
                    ct_tensor *like, int64_t *strides);
/* Does t lie in memory by this rule, which is not to preserve? */
bool ct_layout_is(const ct_tensor *t, ct_memory_format format);

/* Lays `t`, just made and row-major, out by strides without gaps. */
void ct_layout_set(ct_tensor *t, const int64_t *strides);

#endif
