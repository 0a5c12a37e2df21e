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

/* Lays `t`, just made and row-major, out as the n tensors that broadcast to it. */
void ct_layout_follow_slow(ct_tensor *t, int n, ct_tensor *const *like);
static inline void ct_layout_follow(ct_tensor *t, int n, ct_tensor *const *like)
{
    if (t->ndim > 1 &&
        !(ct_tensor_is_contiguous(like[0]) && ct_tensor_same_shape(t, like[0]))) {
        ct_layout_follow_slow(t, n, like);
    }
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
/* Lays `t`, just made and row-major, out; as `like`, unless that is NULL, to preserve.
 * Channels last needs 4 or 5 dims: else an error. */
int ct_layout_apply(const char *op, ct_tensor *t, ct_memory_format format,
                    ct_tensor *like);
/* Does t lie in memory by this rule, which is not to preserve? */
bool ct_layout_is(const ct_tensor *t, ct_memory_format format);

/* Uninitialised, of the shape and in the order of `like`. */
ct_tensor *ct_tensor_new_following(ct_tensor *like, ct_dtype dtype);

#endif
