/* overlap: the gradient of a view that shows places several times. Dims along which a
 * place repeats are summed as any are; what overlaps otherwise, windows for instance, is
 * added element by element. */
#include "cpu/overlap.h"

#include "cpu/copy.h"
#include "cpu/index.h"
#include "cpu/reduce.h"

/* The dims along which dst does not move. */
static uint64_t repeated(const ct_tensor *dst)
{
    uint64_t mask = 0;
    for (int i = 0; i < dst->ndim; i++) {
        bool stays = dst->strides[i] == 0 && dst->shape[i] > 1;
        mask |= stays ? (uint64_t)1 << i : 0;
    }
    return mask;
}

static int sum_and_add(ct_tensor *dst, ct_tensor *src, uint64_t mask)
{
    int64_t shape[CT_MAX_NDIM];
    for (int i = 0; i < dst->ndim; i++) {
        shape[i] = mask >> i & 1 ? 1 : dst->shape[i];
    }
    ct_tensor *sum =
        ct_tensor_new("sum", (ct_dtype)dst->dtype, dst->ndim, shape, CT_DEVICE_CPU);
    ct_tensor *place = ct_tensor_alias(dst, dst->ndim, shape, dst->strides, dst->data);
    int status = sum && place ? ct_reduce(CT_REDUCE_SUM, src, mask, 1, sum) : -1;
    status = status == 0 ? ct_add_overlapping(place, sum) : -1;
    ct_xdecref(place);
    ct_xdecref(sum);
    return status;
}

int ct_overlap_add(ct_tensor *dst, ct_tensor *src)
{
    uint64_t mask = repeated(dst);
    if (mask && src->numel) {
        return sum_and_add(dst, src, mask);
    }
    ct_tensor *same = ct_tensor_cast(src, (ct_dtype)dst->dtype);
    int status = same ? ct_add_overlapping(dst, same) : -1;
    ct_xdecref(same);
    return status;
}
