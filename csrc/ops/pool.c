/* pool: what pooling rows accept and what they return. */
#include "ops/pool.h"

#include <string.h>

#include "core/device.h"
#include "core/integer.h"
#include "core/layout.h"
#include "ops/conv.h"
#include "rows/pool.h"

/* ---- windows ------------------------------------------------------------- */

static const int64_t most = (int64_t)1 << 40; /* of any of these numbers */

ct_pool_window ct_pool_window_at(const ct_pool *p, int d, int64_t i)
{
    int64_t in = p->in[d], out = p->over[d];
    ct_pool_window w = {.step = 1};
    if (p->adaptive) {
        w.first = i * (in / out) + i * (in % out) / out;
        w.n = (i + 1) * (in / out) + ((i + 1) * (in % out) + out - 1) / out - w.first;
        w.whole = w.n;
        return w;
    }
    int64_t begin = i * p->stride[d] - p->pad[d], step = p->dilation[d];
    int64_t end = begin + (p->kernel[d] - 1) * step + 1; /* of the last place */
    int64_t skipped = begin < 0 ? ct_ceil_div(-begin, step) : 0;
    w.step = step;
    w.first = begin + skipped * step;
    w.n = ct_min(end, in) > w.first ? (ct_min(end, in) - 1 - w.first) / step + 1 : 0;
    w.whole = ct_max(ct_min(end, in + p->pad[d]) - begin, 0);
    return w;
}

/* ---- arguments ----------------------------------------------------------- */

static void take(int64_t *to, ct_dims list, int dims, int64_t otherwise)
{
    for (int d = 0; d < CT_POOL_DIMS; d++) {
        int at = d - (CT_POOL_DIMS - dims);
        to[d] = at < 0 || list.n == 0 ? otherwise : list.v[at];
    }
}

static ct_dims last_dims(const ct_tensor *t, int dims)
{
    return ct_dims_of(dims, t->shape + t->ndim - dims);
}

ct_pool ct_pool_of(const ct_call *c)
{
    const ct_tensor *x = FIRST(c);
    ct_dims size = ARG(c, pool_max, size).dims, kernel = ARG(c, pool_max, kernel).dims;
    bool back = c->op == CT_ROW(pool_spread);
    ct_pool p = {.dims = (int)size.n, .adaptive = kernel.n == 0};
    take(p.in, back ? size : last_dims(x, p.dims), p.dims, 1);
    take(p.over, back ? last_dims(x, p.dims) : size, p.dims, 1);
    take(p.kernel, kernel, p.dims, 1);
    take(p.stride, ARG(c, pool_max, stride).dims, p.dims, 1);
    take(p.pad, ARG(c, pool_max, padding).dims, p.dims, 0);
    ct_dims dilation = {0, NULL};
    if (c->op == CT_ROW(pool_max)) {
        dilation = ARG(c, pool_max, dilation).dims;
    }
    take(p.dilation, dilation, p.dims, 1);
    return p;
}

static int check_list(const ct_call *c, const char *name, ct_dims v, int64_t n,
                      int64_t least)
{
    bool fits = v.n == n;
    for (int64_t i = 0; fits && i < n; i++) {
        fits = v.v[i] >= least && v.v[i] <= most;
    }
    if (fits) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "%s: expected %s of %lld integers from %lld on, got %s",
                    c->op->name, name, (long long)n, (long long)least,
                    ct_shape_str((int)ct_min(v.n, 8), v.v));
}

static int check_dims(const ct_call *c, int64_t dims)
{
    const ct_tensor *x = FIRST(c);
    if (dims >= 1 && dims <= CT_POOL_DIMS && x->ndim > dims) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "%s: expected 1 to 3 dims behind others, got %lld of input %s",
                    c->op->name, (long long)dims, ct_tensor_shape_str(x));
}

/* Every window begins inside, its pads being at most half of it. */
static int check_windows(const ct_call *c, const ct_pool *p)
{
    for (int d = CT_POOL_DIMS - p->dims; d < CT_POOL_DIMS; d++) {
        int64_t span;
        bool fits = !__builtin_mul_overflow(p->kernel[d] - 1, p->dilation[d], &span) &&
                    span < most && 2 * p->pad[d] <= span + 1;
        int64_t last;
        fits = fits && !__builtin_mul_overflow(p->over[d] - 1, p->stride[d], &last) &&
               (p->over[d] == 0 || last - p->pad[d] < p->in[d]);
        if (p->adaptive) {
            fits = p->over[d] == 0 || p->in[d] > 0;
        }
        if (!fits) {
            return ct_error(
                CT_ERR_RUNTIME,
                "%s: expected windows that begin inside of %lld places, with "
                "at most half of one as padding, got %lld windows of %lld, "
                "stride %lld, padding %lld",
                c->op->name, (long long)p->in[d], (long long)p->over[d],
                (long long)p->kernel[d], (long long)p->stride[d], (long long)p->pad[d]);
        }
    }
    return 0;
}

static int check_lists(const ct_call *c)
{
    ct_dims size = ARG(c, pool_max, size).dims, kernel = ARG(c, pool_max, kernel).dims;
    int64_t n = kernel.n == 0 ? 0 : size.n;
    bool dilated = c->op == CT_ROW(pool_max);
    if (check_dims(c, size.n) < 0 || check_list(c, "size", size, size.n, 0) < 0 ||
        check_list(c, "kernel", kernel, n, 1) < 0 ||
        check_list(c, "stride", ARG(c, pool_max, stride).dims, n, 1) < 0 ||
        check_list(c, "padding", ARG(c, pool_max, padding).dims, n, 0) < 0 ||
        (dilated &&
         check_list(c, "dilation", ARG(c, pool_max, dilation).dims, n, 1) < 0)) {
        return -1;
    }
    ct_pool p = ct_pool_of(c);
    return check_windows(c, &p);
}

/* ---- results ------------------------------------------------------------- */

/* Result i: x's dims, the last ones of this size; channels last where x's are. */
static int result(ct_call *c, int i, ct_dtype d, const ct_tensor *x, ct_dims size)
{
    int64_t *shape = ct_call_shape(c, i), *strides = ct_call_strides(c, i), numel;
    int n = x->ndim;
    memcpy(shape, x->shape, (size_t)n * sizeof *shape);
    memcpy(shape + n - size.n, size.v, (size_t)size.n * sizeof *shape);
    ct_block b = {n, shape, ct_dtype_size(d)};
    if (ct_shape_numel(c->op->name, n, shape, b.itemsize, &numel) < 0) {
        return -1;
    }
    bool last = n == size.n + 2 && ct_conv_channels_last(x);
    ct_memory_format format = !last    ? CT_FORMAT_CONTIGUOUS
                              : n == 4 ? CT_FORMAT_CHANNELS_LAST
                                       : CT_FORMAT_CHANNELS_LAST_3D;
    int laid = ct_layout_apply(c->op->name, b, format, NULL, strides);
    ct_call_spec(c, i, d, n, shape)->strides = laid > 0 ? strides : NULL;
    return laid < 0 ? -1 : 0;
}

int ct_pool_max_check(ct_call *c)
{
    const ct_tensor *x = FIRST(c);
    ct_dtype d = (ct_dtype)x->dtype;
    bool real = d != CT_DTYPE_BOOL && d != CT_DTYPE_U64 && !ct_dtype_is_complex(d);
    if (ct_check_dtype(c, real, "a real", d) < 0 || check_lists(c) < 0) {
        return -1;
    }
    ct_dims size = ARG(c, pool_max, size).dims;
    return result(c, 0, d, x, size) < 0 || result(c, 1, CT_DTYPE_I64, x, size) < 0 ? -1
                                                                                   : 0;
}

static int check_indices(const ct_call *c, const ct_tensor *x, const ct_tensor *i)
{
    if (ct_check_dtype(c, i->dtype == CT_DTYPE_I64, "int64 indices",
                       (ct_dtype)i->dtype) < 0) {
        return -1;
    }
    ct_dtype d = (ct_dtype)x->dtype;
    return ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d);
}

int ct_pool_scatter_check(ct_call *c)
{
    const ct_tensor *x = FIRST(c), *i = ARG(c, pool_scatter, indices).tensor;
    ct_dims size = ARG(c, pool_scatter, size).dims;
    if (check_indices(c, x, i) < 0 || check_dims(c, size.n) < 0 ||
        check_list(c, "size", size, size.n, 0) < 0) {
        return -1;
    }
    if (!ct_tensor_same_shape(x, i)) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected indices of input's shape %s, got %s", c->op->name,
                        ct_tensor_shape_str(x), ct_tensor_shape_str(i));
    }
    return result(c, 0, (ct_dtype)x->dtype, x, size);
}

int ct_pool_gather_check(ct_call *c)
{
    const ct_tensor *x = FIRST(c), *i = ARG(c, pool_gather, indices).tensor;
    int64_t dims = ARG(c, pool_gather, dims).i;
    if (check_indices(c, x, i) < 0 || check_dims(c, dims) < 0) {
        return -1;
    }
    int lead = x->ndim - (int)dims;
    if (i->ndim != x->ndim || !ct_shape_equal(lead, x->shape, lead, i->shape)) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected indices of input's %d first dims, got %s and %s",
                        c->op->name, lead, ct_tensor_shape_str(x),
                        ct_tensor_shape_str(i));
    }
    return result(c, 0, (ct_dtype)x->dtype, x, last_dims(i, (int)dims));
}

int ct_pool_mean_check(ct_call *c)
{
    const ct_tensor *x = FIRST(c);
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0 ||
        check_lists(c) < 0) {
        return -1;
    }
    c->compute = (uint8_t)ct_device_compute(c->device, d);
    return result(c, 0, d, x, ARG(c, pool_mean, size).dims);
}
