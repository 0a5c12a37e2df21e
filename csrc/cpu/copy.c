/* copy: values from one layout and dtype to another, by the cast and copy kernels. */
#include "cpu/copy.h"

#include "core/parallel.h"
#include "cpu/fill.h"
#include "cpu/kernels.h"
#include "cpu/pointwise.h"

#define TILE 512 /* elements */

static int size_log2(int64_t size)
{
    return __builtin_ctzll((unsigned long long)size);
}

/* Strided on both sides: through tiles. Apart, so that other ways need no large frame. */
static __attribute__((noinline)) void cast_tiles(ct_dtype to, char *dst,
                                                 int64_t dst_stride, ct_dtype from,
                                                 const char *src, int64_t src_stride,
                                                 int64_t n)
{
    const ct_cast_kernels *kernels = ct_cpu->cast;
    int64_t to_size = ct_dtype_size(to), from_size = ct_dtype_size(from);
    _Alignas(64) char packed[TILE * 16], converted[TILE * 16];
    for (int64_t at = 0; at < n; at += TILE) {
        int64_t piece = n - at < TILE ? n - at : TILE;
        kernels->copy[size_log2(from_size)](packed, from_size, src + at * src_stride,
                                            src_stride, piece);
        kernels->cast[to][from](converted, packed, piece);
        kernels->copy[size_log2(to_size)](dst + at * dst_stride, dst_stride, converted,
                                          to_size, piece);
    }
}

/* bool is normalised even when nothing is converted: any byte but 0 is true. */
void ct_cast_strided(ct_dtype to, char *dst, int64_t dst_stride, ct_dtype from,
                     const char *src, int64_t src_stride, int64_t n)
{
    const ct_cast_kernels *kernels = ct_cpu->cast;
    int64_t to_size = ct_dtype_size(to), from_size = ct_dtype_size(from);
    if (to == from) {
        kernels->copy[size_log2(to_size)](dst, dst_stride, src, src_stride, n);
        return;
    }
    if (n == 1 || (dst_stride == to_size && src_stride == from_size)) {
        kernels->cast[to][from](dst, src, n);
        return;
    }
    if (src_stride == 0 && dst_stride == to_size) { /* one value, many places */
        char value[16];
        kernels->cast[to][from](value, src, 1);
        kernels->copy[size_log2(to_size)](dst, dst_stride, value, 0, n);
        return;
    }
    cast_tiles(to, dst, dst_stride, from, src, src_stride, n);
}

void ct_transpose(int64_t size, char *dst, int64_t dst_step, const char *src,
                  int64_t src_step, int64_t rows, int64_t columns)
{
    ct_cpu->cast->transpose[size_log2(size)](dst, dst_step, src, src_step, rows,
                                             columns);
}

/* ---- tensors ------------------------------------------------------------ */

/* One value in all places. */
static int spread(ct_tensor *dst, const ct_tensor *src)
{
    _Alignas(16) char value[16];
    ct_cast_strided((ct_dtype)dst->dtype, value, 0, (ct_dtype)src->dtype, src->data, 0,
                    1);
    return ct_cpu_fill(dst, value);
}

int ct_cpu_copy(ct_tensor *dst, ct_tensor *src)
{
    if (ct_tensor_same_memory(dst, src)) {
        return 0;
    }
    if (src->numel == 1) {
        return spread(dst, src);
    }
    ct_tensor *from = ct_newref(src);
    if (ct_tensor_overlap(dst, src)) {
        ct_tensor *copy = ct_tensor_new_like(src, (ct_dtype)src->dtype);
        if (copy && ct_cpu_copy(copy, src) < 0) {
            ct_clear(&copy);
        }
        ct_decref(from);
        if (!copy) {
            return -1;
        }
        from = copy;
    }
    ct_dtype to = (ct_dtype)dst->dtype, as = (ct_dtype)from->dtype;
    int status = 0;
    if (dst->numel == from->numel && dst->numel <= CT_GRAIN &&
        ct_tensor_is_contiguous(dst) && ct_tensor_is_contiguous(from)) {
        ct_cast_strided(to, dst->data, ct_dtype_size(to), as, from->data,
                        ct_dtype_size(as), dst->numel);
    } else {
        status = ct_pointwise_run(NULL, NULL, as, to, dst, 1, &from);
    }
    ct_decref(from);
    return status;
}
