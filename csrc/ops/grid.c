/* grid: what sampling at places accepts and returns. */
#include <string.h>

#include "core/device.h"
#include "core/layout.h"
#include "ops/conv.h"
#include "rows/grid.h"

static int operands_check(ct_call *c, const ct_tensor *x, const ct_tensor *grid)
{
    ct_dtype d = (ct_dtype)x->dtype;
    bool fits = (x->ndim == 4 || x->ndim == 5) && grid->ndim == x->ndim &&
                grid->shape[0] == x->shape[0] &&
                grid->shape[grid->ndim - 1] == x->ndim - 2;
    for (int i = 2; fits && i < x->ndim; i++) {
        fits = x->shape[i] > 0 && x->shape[i] <= INT32_MAX;
    }
    if (!fits) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected input (N, C, H, W) and grid (N, *, *, 2), or (N, "
                        "C, D, H, W) and (N, *, *, *, 3), got %s and %s",
                        c->op->name, ct_tensor_shape_str(x), ct_tensor_shape_str(grid));
    }
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    if (grid->dtype != x->dtype) {
        return ct_error(
            CT_ERR_RUNTIME, "%s: expected a grid of the input's dtype %s, got %s",
            c->op->name, ct_dtype_name(d), ct_dtype_name((ct_dtype)grid->dtype));
    }
    c->compute = (uint8_t)ct_device_compute(c->device, d);
    return 0;
}

int ct_grid_sample_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, grid_sample, input).tensor,
                    *grid = ARG(c, grid_sample, grid).tensor;
    if (operands_check(c, x, grid) < 0) {
        return -1;
    }
    if (x->ndim == 5 && ARG(c, grid_sample, mode).i == CT_IS_grid_sample_mode_bicubic) {
        return ct_error(CT_ERR_RUNTIME,
                        "_grid_sample: bicubic interpolation only supports 4D input");
    }
    int64_t *shape = ct_call_shape(c, 0), *strides = ct_call_strides(c, 0), numel;
    memcpy(shape, x->shape, 2 * sizeof *shape);
    memcpy(shape + 2, grid->shape + 1, (size_t)(x->ndim - 2) * sizeof *shape);
    ct_block b = {x->ndim, shape, ct_dtype_size((ct_dtype)x->dtype)};
    if (ct_shape_numel("_grid_sample", x->ndim, shape, b.itemsize, &numel) < 0) {
        return -1;
    }
    ct_memory_format format = !ct_conv_channels_last(x) ? CT_FORMAT_CONTIGUOUS
                              : x->ndim == 4            ? CT_FORMAT_CHANNELS_LAST
                                                        : CT_FORMAT_CHANNELS_LAST_3D;
    int laid = ct_layout_apply("_grid_sample", b, format, NULL, strides);
    ct_call_spec(c, 0, (ct_dtype)x->dtype, x->ndim, shape)->strides =
        laid > 0 ? strides : NULL;
    return laid < 0 ? -1 : 0;
}

int ct_grid_sample_grad_check(ct_call *c)
{
    ct_tensor *x = ARG(c, grid_sample_grad, input).tensor,
              *grid = ARG(c, grid_sample_grad, grid).tensor,
              *g = ARG(c, grid_sample_grad, grad).tensor;
    if (operands_check(c, x, grid) < 0) {
        return -1;
    }
    int n = x->ndim;
    bool cubic =
        ARG(c, grid_sample_grad, mode).i == CT_IS_grid_sample_grad_mode_bicubic;
    if (g->ndim != n || (n == 5 && cubic) ||
        !ct_shape_equal(2, g->shape, 2, x->shape) ||
        !ct_shape_equal(n - 2, g->shape + 2, n - 2, grid->shape + 1)) {
        return ct_error(CT_ERR_RUNTIME,
                        "_grid_sample_grad: expected the tensors of a grid_sample");
    }
    ct_call_result(c, CT_OUT_grid_sample_grad_ggrid, (ct_dtype)grid->dtype, n,
                   grid->shape);
    return ct_call_following(c, CT_OUT_grid_sample_grad_ginput, (ct_dtype)x->dtype, x);
}
