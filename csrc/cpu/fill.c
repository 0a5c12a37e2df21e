/* fill: see fill.h. */
#include "cpu/fill.h"

#include <string.h>

#include "cpu/kernels.h"
#include "cpu/lines.h"

struct fill {
    ct_copy_loop copy;
    const char *value;
};

static int fill_line(void *ctx, char *const *ptrs, const int64_t *strides, int64_t n)
{
    const struct fill *f = ctx;
    f->copy(ptrs[0], strides[0], f->value, 0, n);
    return 0;
}

int ct_cpu_fill(ct_tensor *out, const void *value)
{
    int64_t size = ct_tensor_itemsize(out);
    struct fill f = {ct_cpu->cast->copy[__builtin_ctzll((unsigned long long)size)],
                     value};
    ct_lines l;
    ct_lines_init(&l, 1, out->data, NULL, NULL);
    if (ct_tensor_is_contiguous(out)) {
        ct_lines_add(&l, out->numel, size, 0, 0);
    } else {
        for (int i = 0; i < out->ndim; i++) {
            ct_lines_add(&l, out->shape[i], out->strides[i], 0, 0);
        }
    }
    return ct_lines_run(&l, fill_line, &f);
}
