/* norm_layers: what batch_norm and group_norm accept, and what they and their fused
 * gradient are in other ops. */
#include "rows/norm_layers.h"
#include "ops/scope.h"
#include "rows/arithmetic.h"
#include "rows/exponential.h"
#include "rows/reduce.h"
#include "rows/view.h"

/* One number for each of `channels` in t, if it is given. */
static int each_channel(const char *op, const char *name, const ct_tensor *t,
                        int64_t channels)
{
    if (t && (t->ndim != 1 || t->shape[0] != channels)) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected %s of shape [%lld], got %s", op,
                        name, (long long)channels, ct_tensor_shape_str(t));
    }
    if (t && !ct_dtype_is_floating((ct_dtype)t->dtype)) {
        return ct_error(CT_ERR_NOT_IMPLEMENTED,
                        "%s: expected %s of a floating dtype, got %s", op, name,
                        ct_dtype_name((ct_dtype)t->dtype));
    }
    return 0;
}

/* (N, C, *) of a floating dtype; the result is like it. */
static int input_check(ct_call *c, const char *op, ct_tensor *x)
{
    ct_dtype d = (ct_dtype)x->dtype;
    if (x->ndim < 2) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected input (N, C, *), got %s", op,
                        ct_tensor_shape_str(x));
    }
    if (!ct_dtype_is_floating(d)) {
        return ct_error(CT_ERR_NOT_IMPLEMENTED,
                        "%s: expected input of a floating dtype, got %s", op,
                        ct_dtype_name(d));
    }
    c->compute = (uint8_t)ct_dtype_compute(d);
    return ct_call_following(c, 0, d, x);
}

int ct_batch_norm_train_check(ct_call *c)
{
    ct_tensor *x = ARG(c, batch_norm_train, input).tensor;
    if (input_check(c, "batch_norm", x) < 0 ||
        each_channel("batch_norm", "weight", TENSOR(c, batch_norm_train, weight),
                     x->shape[1]) < 0 ||
        each_channel("batch_norm", "bias", TENSOR(c, batch_norm_train, bias),
                     x->shape[1]) < 0) {
        return -1;
    }
    ct_call_result(c, CT_OUT_batch_norm_train_mean, CT_DTYPE_F64, 1, x->shape + 1);
    return ct_call_result(c, CT_OUT_batch_norm_train_var, CT_DTYPE_F64, 1,
                          x->shape + 1);
}

int ct_batch_norm_eval_check(ct_call *c)
{
    ct_tensor *x = ARG(c, batch_norm_eval, input).tensor;
    if (input_check(c, "batch_norm", x) < 0) {
        return -1;
    }
    struct {
        const char *name;
        const ct_tensor *t;
    } each[] = {{"running_mean", ARG(c, batch_norm_eval, mean).tensor},
                {"running_var", ARG(c, batch_norm_eval, var).tensor},
                {"weight", TENSOR(c, batch_norm_eval, weight)},
                {"bias", TENSOR(c, batch_norm_eval, bias)}};
    for (int i = 0; i < 4; i++) {
        if (each_channel("batch_norm", each[i].name, each[i].t, x->shape[1]) < 0) {
            return -1;
        }
    }
    return 0;
}

int ct_group_norm_check(ct_call *c)
{
    ct_tensor *x = ARG(c, group_norm, input).tensor;
    int64_t groups = ARG(c, group_norm, num_groups).i;
    if (input_check(c, "group_norm", x) < 0) {
        return -1;
    }
    if (groups < 1 || x->shape[1] % groups) {
        return ct_error(CT_ERR_RUNTIME,
                        "group_norm: Expected number of channels in input to be "
                        "divisible by num_groups, but got input of shape %s and "
                        "num_groups=%lld",
                        ct_tensor_shape_str(x), (long long)groups);
    }
    if (each_channel("group_norm", "weight", TENSOR(c, group_norm, weight),
                     x->shape[1]) < 0 ||
        each_channel("group_norm", "bias", TENSOR(c, group_norm, bias), x->shape[1]) <
            0) {
        return -1;
    }
    int64_t *shape = ct_call_shape(c, CT_KEPT_group_norm_mean);
    shape[0] = x->shape[0];
    shape[1] = groups;
    ct_call_result(c, CT_KEPT_group_norm_mean, CT_DTYPE_F64, 2, shape);
    return ct_call_result(c, CT_KEPT_group_norm_var, CT_DTYPE_F64, 2, shape);
}

/* A private row: its arguments come from the gradient rules. */
int ct_channel_norm_grad_check(ct_call *c)
{
    ct_tensor *x = ARG(c, channel_norm_grad, input).tensor,
              *g = ARG(c, channel_norm_grad, grad).tensor,
              *mean = ARG(c, channel_norm_grad, mean).tensor,
              *var = ARG(c, channel_norm_grad, var).tensor,
              *weight = TENSOR(c, channel_norm_grad, weight);
    int64_t groups = ARG(c, channel_norm_grad, groups).i;
    if (input_check(c, "_channel_norm_grad", x) < 0) {
        return -1;
    }
    int64_t channels = x->shape[1];
    bool fits = groups >= 0 && (groups == 0 || channels % groups == 0) &&
                ct_shape_equal(x->ndim, x->shape, g->ndim, g->shape);
    int64_t count = groups ? x->shape[0] * groups : channels;
    if (!fits || mean->numel != count || var->numel != count ||
        (weight && (weight->ndim != 1 || weight->numel != channels))) {
        return ct_error(CT_ERR_RUNTIME,
                        "_channel_norm_grad: expected the tensors of a normalization");
    }
    for (int i = 1; i < 3; i++) {
        ct_call_shape(c, i)[0] = ARG(c, channel_norm_grad, affine).i ? channels : 0;
        ct_call_result(c, i, (ct_dtype)c->compute, 1, ct_call_shape(c, i));
    }
    return 0;
}

/* ---- in other ops ---------------------------------------------------------- */

/* t with its channels in their place beside an input of n dims, in the dtype d. */
static ct_tensor *beside(ct_scope *s, ct_tensor *t, int n, ct_dtype d)
{
    int64_t shape[CT_MAX_NDIM];
    for (int i = 0; i < n; i++) {
        shape[i] = 1;
    }
    if (t) {
        shape[1] = t->numel;
    }
    return ct_s_cast(s, ct_s_reshape(s, t, (ct_dims){n, shape}), d);
}

CT_BODY(batch_norm_eval)
{
    ct_tensor *x = ARG(c, batch_norm_eval, input).tensor, *given = x;
    ct_tensor *weight = TENSOR(c, batch_norm_eval, weight),
              *bias = TENSOR(c, batch_norm_eval, bias);
    ct_dtype d = ct_dtype_compute((ct_dtype)x->dtype);
    int n = x->ndim;
    ct_tensor *var = beside(s, ARG(c, batch_norm_eval, var).tensor, n, d);
    ct_tensor *scale =
        ct_s_rsqrt(s, ct_s_add(s, var, ct_s_float(s, ARG(c, batch_norm_eval, eps).f)));
    if (weight) {
        scale = ct_s_mul(s, scale, beside(s, weight, n, d));
    }
    x = ct_s_sub(s, ct_s_cast(s, x, d),
                 beside(s, ARG(c, batch_norm_eval, mean).tensor, n, d));
    x = ct_s_mul(s, x, scale);
    if (bias) {
        x = ct_s_add(s, x, beside(s, bias, n, d));
    }
    return ct_s_cast(s, x, (ct_dtype)given->dtype);
}

/* The input as (N, A, B, S): statistics are of each A over the rest, or of each N and A;
 * channels are A and B. */
typedef struct parts {
    int64_t shape[4], affine[4];
    ct_dims over;
} parts;

static const int64_t of_batch[] = {0, 2, 3}, of_sample[] = {2, 3};

static parts parts_of(const ct_tensor *x, int64_t groups)
{
    int64_t channels = x->shape[1], rest = 1;
    for (int i = 2; i < x->ndim; i++) {
        rest *= x->shape[i];
    }
    int64_t a = groups ? groups : channels;
    int64_t b = groups ? channels / groups : 1;
    parts p = {.shape = {x->shape[0], a, b, rest}, .affine = {1, a, b, 1}};
    p.over = groups ? (ct_dims){2, of_sample} : (ct_dims){3, of_batch};
    return p;
}

static ct_tensor *in_parts(ct_scope *s, ct_tensor *t, const int64_t *shape, ct_dtype d)
{
    return ct_s_cast(s, ct_s_reshape(s, t, (ct_dims){4, shape}), d);
}

static ct_tensor *of_channels(ct_scope *s, ct_tensor *t, bool affine)
{
    if (t && !affine) {
        t = ct_s_narrow(s, t, 1, 0, 0);
    }
    t = ct_s_sum(s, t, .dim = {2, (int64_t[]){0, 3}});
    return ct_s_reshape(s, t, (ct_dims){1, &(int64_t){t ? t->numel : 0}});
}

/* With z the normal x and h = grad weight: gx = (h - mean(h) - z mean(h z)) rstd. All of
 * it from input, as mean and var come from there. */
CT_BODY(channel_norm_grad)
{
    ct_tensor *x = ARG(c, channel_norm_grad, input).tensor, *given = x;
    ct_dtype d = ct_dtype_compute((ct_dtype)x->dtype);
    parts p = parts_of(x, ARG(c, channel_norm_grad, groups).i);
    ct_tensor *g = in_parts(s, ARG(c, channel_norm_grad, grad).tensor, p.shape, d),
              *h = g;
    x = ct_s_centered(s, in_parts(s, x, p.shape, d), p.over);
    ct_tensor *v = ct_s_mean(s, ct_s_square(s, x), .dim = p.over, .keepdim = true);
    v = ct_s_add(s, v, ct_s_float(s, ARG(c, channel_norm_grad, eps).f));
    ct_tensor *rstd = ct_s_rsqrt(s, v), *z = ct_s_mul(s, x, rstd);
    if (GIVEN(c, channel_norm_grad, weight)) {
        h = ct_s_mul(
            s, g, in_parts(s, ARG(c, channel_norm_grad, weight).tensor, p.affine, d));
    }
    ct_tensor *along = ct_s_mean(s, ct_s_mul(s, h, z), .dim = p.over, .keepdim = true);
    h = ct_s_sub(s, ct_s_centered(s, h, p.over), ct_s_mul(s, z, along));
    ct_tensor *gx =
        ct_s_reshape(s, ct_s_mul(s, h, rstd), (ct_dims){given->ndim, given->shape});
    bool affine = ARG(c, channel_norm_grad, affine).i;
    ct_tensor *gweight = of_channels(s, ct_s_mul(s, g, z), affine);
    ct_tensor *gbias = of_channels(s, g, affine);
    OUT(c, channel_norm_grad, gweight) = gweight ? ct_newref(gweight) : NULL;
    OUT(c, channel_norm_grad, gbias) = gbias ? ct_newref(gbias) : NULL;
    return ct_s_cast(s, gx, (ct_dtype)given->dtype);
}
