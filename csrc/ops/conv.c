/* conv: what the rows of convolutions accept and what they return. */
#include "ops/conv.h"

#include <string.h>

#include "core/device.h"
#include "core/layout.h"
#include "rows/conv.h"

#define FIRST_DIM 2 /* behind batch and channels */

/* ---- layout -------------------------------------------------------------- */

/* As PyTorch decides it: strides that never fall from channels to batch, where those of
 * dims of size 1 count too; if they leave it open, the channels are not last. */
bool ct_conv_channels_last(const ct_tensor *t)
{
    int order[] = {1, t->ndim - 1, t->ndim - 2, t->ndim == 5 ? 2 : 0, 0};
    int64_t least = 0;
    if (t->ndim < 4 || t->ndim > 5 || t->strides[1] == 0) {
        return false;
    }
    for (int i = 0; i < t->ndim; i++) {
        int d = order[i];
        int64_t step = t->strides[d];
        if (t->shape[d] == 0 || step < least || (d == 0 && least == t->strides[1])) {
            return false;
        }
        least = t->shape[d] > 1 ? step * t->shape[d] : step;
    }
    return true;
}

static ct_memory_format format_of(const ct_tensor *t)
{
    return !ct_conv_channels_last(t) ? CT_FORMAT_CONTIGUOUS
           : t->ndim == 4            ? CT_FORMAT_CHANNELS_LAST
                                     : CT_FORMAT_CHANNELS_LAST_3D;
}

/* The result of shape ct_call_shape(c, 0), in a format that fits it. */
static int result_in(ct_call *c, ct_dtype d, int ndim, ct_memory_format format)
{
    int64_t *shape = ct_call_shape(c, 0), *strides = ct_call_strides(c, 0);
    ct_block b = {ndim, shape, ct_dtype_size(d)};
    int64_t numel;
    if (ct_shape_numel(c->op->name, ndim, shape, b.itemsize, &numel) < 0) {
        return -1;
    }
    int laid = ct_layout_apply(c->op->name, b, format, NULL, strides);
    if (laid >= 0) {
        ct_call_spec(c, 0, d, ndim, shape)->strides = laid ? strides : NULL;
    }
    return laid < 0 ? -1 : 0;
}

/* ---- sizes --------------------------------------------------------------- */

static const int64_t most = (int64_t)1 << 40; /* of sizes and pads, which are added */

static int is_list(const ct_call *c, const char *name, ct_dims v, int dims,
                   int64_t least, int64_t largest)
{
    bool fits = v.n == dims;
    for (int64_t i = 0; fits && i < v.n; i++) {
        fits = v.v[i] >= least && v.v[i] <= largest;
    }
    if (fits) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "%s: expected %s of %d integers from %lld on, got %s", c->op->name,
                    name, dims, (long long)least,
                    ct_shape_str((int)(v.n < 8 ? v.n : 8), v.v));
}

/* How often a window fits into a size with its pads. */
static int64_t windows(int64_t in, int64_t kernel, int64_t stride, int64_t pad,
                       int64_t dilation)
{
    int64_t span, room = in + 2 * pad;
    if (__builtin_mul_overflow(dilation, kernel - 1, &span) || span >= room) {
        return 0;
    }
    return (room - span - 1) / stride + 1;
}

typedef struct lists { /* of a call, in the order of the row's parameters */
    ct_dims stride, padding, dilation;
    int64_t groups;
} lists;

static lists lists_of(const ct_call *c)
{
    if (c->op == CT_ROW(conv)) {
        return (lists){ARG(c, conv, stride).dims, ARG(c, conv, padding).dims,
                       ARG(c, conv, dilation).dims, ARG(c, conv, groups).i};
    }
    if (c->op == CT_ROW(conv_back)) {
        return (lists){ARG(c, conv_back, stride).dims, ARG(c, conv_back, padding).dims,
                       ARG(c, conv_back, dilation).dims, ARG(c, conv_back, groups).i};
    }
    return (lists){ARG(c, conv_weight, stride).dims, ARG(c, conv_weight, padding).dims,
                   ARG(c, conv_weight, dilation).dims, ARG(c, conv_weight, groups).i};
}

/* The batch and the dims that a tensor (N, channels, *) has, into `size`. */
static void take_size(int64_t *size, const int64_t *from, int dims)
{
    for (int d = 0; d < CT_CONV_DIMS; d++) {
        int at = d - (CT_CONV_DIMS - dims);
        size[d] = at < 0 ? 1 : from[at];
    }
}

static void take_list(int64_t *to, ct_dims list, int64_t otherwise)
{
    for (int d = 0; d < CT_CONV_DIMS; d++) {
        int64_t at = d - (CT_CONV_DIMS - list.n);
        to[d] = at < 0 ? otherwise : list.v[at];
    }
}

static ct_conv_size with_lists(lists l)
{
    ct_conv_size s = {.groups = l.groups};
    take_list(s.stride, l.stride, 1);
    take_list(s.pad, l.padding, 0);
    take_list(s.dilation, l.dilation, 1);
    return s;
}

static void natural_size(ct_conv_size *s)
{
    for (int d = 0; d < CT_CONV_DIMS; d++) {
        s->out[d] =
            windows(s->in[d], s->kernel[d], s->stride[d], s->pad[d], s->dilation[d]);
    }
}

ct_conv_size ct_conv_size_of(const ct_call *c)
{
    ct_conv_size s = with_lists(lists_of(c));
    const ct_tensor *x = FIRST(c), *w = c->arg[CT_SECOND].tensor;
    int dims = x->ndim - FIRST_DIM;
    s.n = x->shape[0];
    if (c->op == CT_ROW(conv)) {
        s.channels = x->shape[1], s.filters = w->shape[0];
        take_size(s.in, x->shape + FIRST_DIM, dims);
        take_size(s.kernel, w->shape + FIRST_DIM, dims);
        natural_size(&s);
    } else if (c->op == CT_ROW(conv_back)) {
        s.channels = w->shape[1] * s.groups, s.filters = x->shape[1];
        take_size(s.in, ARG(c, conv_back, size).dims.v, dims);
        take_size(s.out, x->shape + FIRST_DIM, dims);
        take_size(s.kernel, w->shape + FIRST_DIM, dims);
    } else {
        s.channels = x->shape[1], s.filters = w->shape[1];
        take_size(s.in, x->shape + FIRST_DIM, dims);
        take_size(s.out, w->shape + FIRST_DIM, dims);
        take_size(s.kernel, ARG(c, conv_weight, size).dims.v, dims);
    }
    return s;
}

/* ---- checks -------------------------------------------------------------- */

static int same_dtype(ct_call *c, const ct_tensor *a, const ct_tensor *b,
                      const ct_tensor *bias)
{
    const ct_tensor *other = bias && bias->dtype != a->dtype ? bias : b;
    ct_dtype d = (ct_dtype)a->dtype, e = (ct_dtype)other->dtype;
    if (ct_check_dtype(c, d != CT_DTYPE_BOOL, "a numeric", d) < 0) {
        return -1;
    }
    c->compute = (uint8_t)ct_device_compute(c->device, d);
    if (d == e) {
        return 0;
    }
    return ct_error(
        CT_ERR_RUNTIME,
        "%s: expected input, weight and bias of one dtype, got %s and %s: use "
        "%s%s",
        c->op->name, ct_dtype_name(d), ct_dtype_name(e),
        other == bias ? "bias" : "input", ct_cast_method(other == bias ? d : e));
}

/* Two tensors of 3 to 5 dims, and lists that fit them. */
static int check_common(ct_call *c, const ct_tensor *bias)
{
    const ct_tensor *a = FIRST(c), *b = c->arg[CT_SECOND].tensor;
    int dims = a->ndim - FIRST_DIM;
    lists l = lists_of(c);
    if (dims < 1 || dims > CT_CONV_DIMS || b->ndim != a->ndim) {
        return ct_error(
            CT_ERR_RUNTIME,
            "%s: expected two tensors of as many dims, 3 to 5, got shapes %s "
            "and %s",
            c->op->name, ct_tensor_shape_str(a), ct_tensor_shape_str(b));
    }
    if (is_list(c, "stride", l.stride, dims, 1, INT64_MAX) < 0 ||
        is_list(c, "padding", l.padding, dims, 0, most) < 0 ||
        is_list(c, "dilation", l.dilation, dims, 1, INT64_MAX) < 0) {
        return -1;
    }
    if (l.groups < 1) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected groups of at least 1, got %lld",
                        c->op->name, (long long)l.groups);
    }
    return same_dtype(c, a, b, bias);
}

/* Channels in groups: `of` tensor t has `channels`, and so many groups divide them. */
static int check_groups(const ct_call *c, const ct_tensor *w, int64_t channels,
                        int64_t wanted, int64_t filters)
{
    int64_t groups = lists_of(c).groups;
    if (filters < 1 || filters % groups != 0) {
        return ct_error(
            CT_ERR_RUNTIME,
            "%s: expected a weight whose dim 0 is at least 1 and divisible by "
            "groups=%lld, got weight %s",
            c->op->name, (long long)groups, ct_tensor_shape_str(w));
    }
    if (channels == wanted) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "%s: expected input with %lld channels for weight %s and "
                    "groups=%lld, got input %s",
                    c->op->name, (long long)wanted, ct_tensor_shape_str(w),
                    (long long)groups, ct_tensor_shape_str(FIRST(c)));
}

static int check_bias(const ct_call *c, const ct_tensor *bias, int64_t channels)
{
    if (!bias || (bias->ndim == 1 && bias->shape[0] == channels)) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME, "%s: expected bias of shape [%lld], got %s",
                    c->op->name, (long long)channels, ct_tensor_shape_str(bias));
}

static ct_memory_format common_format(const ct_tensor *a, const ct_tensor *b)
{
    return ct_conv_channels_last(a) ? format_of(a) : format_of(b);
}

/* Nothing is summed in a window of no elements, or read from an input of none. */
static int check_window(const ct_call *c, const ct_tensor *x, const ct_conv_size *s,
                        int dims)
{
    int from = CT_CONV_DIMS - dims;
    for (int d = from; d < CT_CONV_DIMS; d++) {
        if (s->kernel[d] < 1 || s->in[d] < 1 || s->out[d] < 1) {
            return ct_error(
                CT_ERR_RUNTIME,
                "%s: expected an input that the window fits into, got input %s, window %s, "
                "padding %s and dilation %s",
                c->op->name, ct_tensor_shape_str(x),
                ct_shape_str(dims, s->kernel + from), ct_shape_str(dims, s->pad + from),
                ct_shape_str(dims, s->dilation + from));
        }
    }
    return 0;
}

int ct_conv_check(ct_call *c)
{
    const ct_tensor *x = FIRST(c), *w = ARG(c, conv, weight).tensor,
                    *bias = TENSOR(c, conv, bias);
    int64_t *shape = ct_call_shape(c, 0), wanted;
    if (check_common(c, bias) < 0) {
        return -1;
    }
    ct_conv_size s = ct_conv_size_of(c);
    int dims = x->ndim - FIRST_DIM;
    if (__builtin_mul_overflow(w->shape[1], s.groups, &wanted)) {
        wanted = -1;
    }
    if (check_groups(c, w, s.channels, wanted, s.filters) < 0 ||
        check_bias(c, bias, s.filters) < 0 || check_window(c, x, &s, dims) < 0) {
        return -1;
    }
    shape[0] = s.n, shape[1] = s.filters;
    memcpy(shape + FIRST_DIM, s.out + CT_CONV_DIMS - dims,
           (size_t)dims * sizeof *shape);
    return result_in(c, (ct_dtype)x->dtype, x->ndim, common_format(x, w));
}

/* No more windows than fit. */
static int check_fits(const ct_call *c, const ct_conv_size *s)
{
    for (int d = 0; d < CT_CONV_DIMS; d++) {
        bool fits = s->kernel[d] >= 1 &&
                    s->out[d] <= windows(s->in[d], s->kernel[d], s->stride[d],
                                         s->pad[d], s->dilation[d]);
        if (!fits) {
            return ct_error(
                CT_ERR_RUNTIME,
                "%s: expected sizes of one convolution, got %lld windows of "
                "%lld in %lld",
                c->op->name, (long long)s->out[d], (long long)s->kernel[d],
                (long long)s->in[d]);
        }
    }
    return 0;
}

int ct_conv_back_check(ct_call *c)
{
    const ct_tensor *y = FIRST(c), *w = ARG(c, conv_back, weight).tensor,
                    *bias = TENSOR(c, conv_back, bias);
    int64_t *shape = ct_call_shape(c, 0), channels;
    int dims = y->ndim - FIRST_DIM;
    ct_dims size = ARG(c, conv_back, size).dims;
    if (check_common(c, bias) < 0 || is_list(c, "size", size, dims, 0, most) < 0) {
        return -1;
    }
    if (__builtin_mul_overflow(w->shape[1], ARG(c, conv_back, groups).i, &channels)) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected fewer groups", c->op->name);
    }
    ct_conv_size s = ct_conv_size_of(c);
    if (check_groups(c, w, s.filters, w->shape[0], w->shape[0]) < 0 ||
        check_bias(c, bias, channels) < 0 || check_fits(c, &s) < 0) {
        return -1;
    }
    shape[0] = s.n, shape[1] = channels;
    memcpy(shape + FIRST_DIM, size.v, (size_t)dims * sizeof *shape);
    return result_in(c, (ct_dtype)y->dtype, y->ndim, common_format(y, w));
}

int ct_conv_weight_check(ct_call *c)
{
    const ct_tensor *x = FIRST(c), *g = ARG(c, conv_weight, grad).tensor;
    int64_t *shape = ct_call_shape(c, 0);
    int dims = x->ndim - FIRST_DIM;
    ct_dims size = ARG(c, conv_weight, size).dims;
    if (check_common(c, NULL) < 0 || is_list(c, "size", size, dims, 1, most) < 0) {
        return -1;
    }
    ct_conv_size s = ct_conv_size_of(c);
    if (g->shape[0] != s.n || s.channels % s.groups || s.filters % s.groups) {
        return ct_error(
            CT_ERR_RUNTIME,
            "%s: expected tensors of one batch with channels in %lld groups, "
            "got %s and %s",
            c->op->name, (long long)s.groups, ct_tensor_shape_str(x),
            ct_tensor_shape_str(g));
    }
    if (check_fits(c, &s) < 0) {
        return -1;
    }
    shape[0] = s.filters, shape[1] = s.channels / s.groups;
    memcpy(shape + FIRST_DIM, size.v, (size_t)dims * sizeof *shape);
    return result_in(c, (ct_dtype)x->dtype, x->ndim,
                     (ct_memory_format)ARG(c, conv_weight, like).i);
}
