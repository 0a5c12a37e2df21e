/* conv_bodies: the convolutions that programs call, made of the rows conv and conv_back:
 * lists of one number, inputs without a batch, and padding that is asked for in words. */
#include <string.h>

#include "ops/conv.h"
#include "ops/scope.h"
#include "rows/conv.h"
#include "rows/pad.h"
#include "rows/view.h"

typedef struct call { /* the arguments of any of them */
    ct_scope *s;
    const char *name;
    ct_tensor *x, *w, *bias;
    int dims;
    bool alone; /* no batch */
    int64_t stride[CT_CONV_DIMS], pad[CT_CONV_DIMS], dilation[CT_CONV_DIMS];
    int64_t more[CT_CONV_DIMS]; /* output_padding */
    int64_t groups;
} call;

/* ---- arguments ----------------------------------------------------------- */

/* One number for all dims, or one for each. */
static int spread(const call *k, const char *what, ct_dims given, int64_t least,
                  int64_t *to)
{
    bool fits = given.n == 1 || given.n == k->dims;
    for (int d = 0; d < k->dims && fits; d++) {
        to[d] = given.v[given.n == 1 ? 0 : d];
        fits = to[d] >= least;
    }
    if (fits) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "%s: expected %s as one integer or %d, from %lld on, got %s",
                    k->name, what, k->dims, (long long)least,
                    ct_shape_str((int)(given.n < 8 ? given.n : 8), given.v));
}

/* input gets a batch of one. */
static int check_dims(call *k)
{
    bool dims = k->x->ndim == k->dims + 1 || k->x->ndim == k->dims + 2;
    if (!dims || k->w->ndim != k->dims + 2) {
        return ct_error(
            CT_ERR_RUNTIME,
            "%s: expected input of %d or %d dims and weight of %d, got input "
            "%s and weight %s",
            k->name, k->dims + 1, k->dims + 2, k->dims + 2, ct_tensor_shape_str(k->x),
            ct_tensor_shape_str(k->w));
    }
    k->alone = k->x->ndim == k->dims + 1;
    if (k->alone) {
        k->x = ct_s_unsqueeze(k->s, k->x, 0);
    }
    return k->x ? 0 : -1;
}

static ct_tensor *without_batch(const call *k, ct_tensor *y)
{
    return k->alone ? ct_s_squeeze(k->s, y, .dim = {1, &(int64_t){0}}) : y;
}

#define LIST(k, name) ct_dims_of((k)->dims, (k)->name)

/* ---- plain --------------------------------------------------------------- */

static ct_tensor *plain(call *k)
{
    ct_tensor *y = ct_s_conv(k->s, k->x, k->w, LIST(k, stride), LIST(k, pad),
                             LIST(k, dilation), k->groups, .bias = k->bias);
    return without_batch(k, y);
}

/* The rows conv1d ... conv3d and conv1d_fit ... have their parameters at the same
 * places. */
static int read_plain(call *k, ct_call *c, ct_scope *s, int dims)
{
    *k = (call){.s = s,
                .name = c->op->pyname,
                .x = ARG(c, conv1d, input).tensor,
                .w = ARG(c, conv1d, weight).tensor,
                .bias = TENSOR(c, conv1d, bias),
                .dims = dims,
                .groups = ARG(c, conv1d, groups).i};
    return check_dims(k) < 0 ||
                   spread(k, "stride", ARG(c, conv1d, stride).dims, 1, k->stride) < 0 ||
                   spread(k, "dilation", ARG(c, conv1d, dilation).dims, 1,
                          k->dilation) < 0
               ? -1
               : 0;
}

static ct_tensor *plain_body(ct_call *c, ct_scope *s, int dims)
{
    call k;
    if (read_plain(&k, c, s, dims) < 0 ||
        spread(&k, "padding", ARG(c, conv1d, padding).dims, 0, k.pad) < 0) {
        return NULL;
    }
    return plain(&k);
}

/* What is odd of the padding that keeps the size lies behind. */
static int pad_same(call *k)
{
    int64_t odd[2 * CT_CONV_DIMS] = {0};
    bool any = false;
    for (int d = 0; d < k->dims; d++) {
        int64_t all;
        if (k->stride[d] != 1) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected stride 1 with padding='same', got %lld",
                            k->name, (long long)k->stride[d]);
        }
        int64_t kernel = k->w->shape[d + 2];
        if (kernel < 1 || __builtin_mul_overflow(k->dilation[d], kernel - 1, &all)) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected a smaller window, got weight %s", k->name,
                            ct_tensor_shape_str(k->w));
        }
        k->pad[d] = all / 2;
        odd[2 * (k->dims - 1 - d) + 1] = all % 2;
        any |= all % 2;
    }
    if (any) {
        k->x = ct_s_constant_pad_nd(k->s, k->x, ct_dims_of(2 * k->dims, odd));
    }
    return k->x ? 0 : -1;
}

static ct_tensor *fit_body(ct_call *c, ct_scope *s, int dims)
{
    call k;
    bool same = ARG(c, conv1d_fit, padding).i == CT_IS_conv1d_fit_padding_same;
    if (read_plain(&k, c, s, dims) < 0 || (same && pad_same(&k) < 0)) {
        return NULL;
    }
    return plain(&k);
}

CT_BODY(conv1d)
{
    return plain_body(c, s, 1);
}

CT_BODY(conv2d)
{
    return plain_body(c, s, 2);
}

CT_BODY(conv3d)
{
    return plain_body(c, s, 3);
}

CT_BODY(conv1d_fit)
{
    return fit_body(c, s, 1);
}

CT_BODY(conv2d_fit)
{
    return fit_body(c, s, 2);
}

CT_BODY(conv3d_fit)
{
    return fit_body(c, s, 3);
}

/* ---- transposed ---------------------------------------------------------- */

/* (size - 1) stride + window + more - 2 pad */
static int back_size(const call *k, int64_t *size)
{
    for (int d = 0; d < k->dims; d++) {
        int64_t in = k->x->shape[d + 2], n, span;
        int64_t least = k->stride[d] > k->dilation[d] ? k->stride[d] : k->dilation[d];
        if (k->more[d] >= least) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected output_padding below stride or dilation, got "
                            "%lld for %lld and %lld",
                            k->name, (long long)k->more[d], (long long)k->stride[d],
                            (long long)k->dilation[d]);
        }
        bool bad =
            __builtin_mul_overflow(in - 1, k->stride[d], &n) ||
            __builtin_mul_overflow(k->w->shape[d + 2] - 1, k->dilation[d], &span) ||
            __builtin_add_overflow(n, span, &n) ||
            __builtin_add_overflow(n, k->more[d] + 1, &n) ||
            __builtin_mul_overflow(k->pad[d], 2, &span) ||
            __builtin_sub_overflow(n, span, &n);
        if (bad || n < 1 || in < 1) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected sizes that leave a result of at least 1, got "
                            "input %s and weight %s with padding %s",
                            k->name, ct_tensor_shape_str(k->x),
                            ct_tensor_shape_str(k->w), ct_shape_str(k->dims, k->pad));
        }
        size[d] = n;
    }
    return 0;
}

static ct_tensor *back(call *k)
{
    int64_t size[CT_CONV_DIMS];
    if (back_size(k, size) < 0) {
        return NULL;
    }
    ct_tensor *y =
        ct_s_conv_back(k->s, k->x, k->w, ct_dims_of(k->dims, size), LIST(k, stride),
                       LIST(k, pad), LIST(k, dilation), k->groups, .bias = k->bias);
    return without_batch(k, y);
}

static ct_tensor *back_body(ct_call *c, ct_scope *s, int dims)
{
    call k = {.s = s,
              .name = c->op->pyname,
              .x = ARG(c, conv_transpose1d, input).tensor,
              .w = ARG(c, conv_transpose1d, weight).tensor,
              .bias = TENSOR(c, conv_transpose1d, bias),
              .dims = dims,
              .groups = ARG(c, conv_transpose1d, groups).i};
    ct_dims more = ARG(c, conv_transpose1d, output_padding).dims;
    if (check_dims(&k) < 0 ||
        spread(&k, "stride", ARG(c, conv_transpose1d, stride).dims, 1, k.stride) < 0 ||
        spread(&k, "padding", ARG(c, conv_transpose1d, padding).dims, 0, k.pad) < 0 ||
        spread(&k, "output_padding", more, 0, k.more) < 0 ||
        spread(&k, "dilation", ARG(c, conv_transpose1d, dilation).dims, 1, k.dilation) <
            0) {
        return NULL;
    }
    return back(&k);
}

CT_BODY(conv_transpose1d)
{
    return back_body(c, s, 1);
}

CT_BODY(conv_transpose2d)
{
    return back_body(c, s, 2);
}

CT_BODY(conv_transpose3d)
{
    return back_body(c, s, 3);
}

/* ---- by weight's dims ---------------------------------------------------- */

CT_BODY(convolution)
{
    call k = {.s = s,
              .name = c->op->pyname,
              .x = ARG(c, convolution, input).tensor,
              .w = ARG(c, convolution, weight).tensor,
              .bias = TENSOR(c, convolution, bias),
              .groups = ARG(c, convolution, groups).i};
    k.dims = k.w->ndim - 2;
    if (k.dims < 1 || k.dims > CT_CONV_DIMS) {
        ct_error(CT_ERR_RUNTIME, "%s: expected weight of 3 to 5 dims, got %s", k.name,
                 ct_tensor_shape_str(k.w));
        return NULL;
    }
    if (check_dims(&k) < 0 ||
        spread(&k, "stride", ARG(c, convolution, stride).dims, 1, k.stride) < 0 ||
        spread(&k, "padding", ARG(c, convolution, padding).dims, 0, k.pad) < 0 ||
        spread(&k, "dilation", ARG(c, convolution, dilation).dims, 1, k.dilation) < 0 ||
        spread(&k, "output_padding", ARG(c, convolution, output_padding).dims, 0,
               k.more) < 0) {
        return NULL;
    }
    return ARG(c, convolution, transposed).i ? back(&k) : plain(&k);
}
