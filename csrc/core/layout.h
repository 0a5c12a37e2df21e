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
/* Uninitialised, of the shape and in the order of `like`. */
ct_tensor *ct_tensor_new_following(ct_tensor *like, ct_dtype dtype);

#endif
