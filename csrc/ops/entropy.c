/* entropy: cross_entropy and its gradient in tensor ops, the bodies of the two rows.
 *
 * Each target stands for a distribution q over the classes: 1 at its class, smoothed and
 * weighted, and 0 everywhere where the target is ignored. With p = softmax(x) the loss is
 * -sum(q log(p)) and its gradient sum(q) p - q. Without a target to count, a mean divides
 * by 0; what is ignored stays 0 in the gradient even then. */
#include <math.h>

#include "core/device.h"
#include "ops/nn.h"
#include "ops/scope.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/exponential.h"
#include "rows/index.h"
#include "rows/nn.h"
#include "rows/reduce.h"
#include "rows/sign.h"
#include "rows/view.h"

typedef struct entropy {
    ct_tensor *x, *target, *weight; /* logits; weight may be NULL */
    int64_t ignore, dim; /* dim: where the classes are */
    double smoothing;
    ct_tensor *ignored, *counted, *index; /* of each target, where they are 1 class */
} entropy;

/* t, one number for each target, shaped as x is, but 1 class. */
static ct_tensor *of_targets(ct_scope *s, const entropy *e, ct_tensor *t)
{
    int64_t shape[CT_MAX_NDIM];
    for (int i = 0; i < e->x->ndim; i++) {
        shape[i] = i == e->dim ? 1 : e->x->shape[i];
    }
    return ct_s_reshape(s, t, (ct_dims){e->x->ndim, shape});
}

static ct_tensor *of_classes(ct_scope *s, const entropy *e, ct_tensor *t)
{
    int64_t shape[CT_MAX_NDIM];
    for (int i = 0; i < e->x->ndim; i++) {
        shape[i] = i == e->dim ? e->x->shape[i] : 1;
    }
    return ct_s_reshape(s, t, (ct_dims){e->x->ndim, shape});
}

/* Casts to the dtype to compute in; false after an error. */
static bool prepare(ct_scope *s, entropy *e)
{
    ct_dtype work = ct_device_compute(e->x->device, (ct_dtype)e->x->dtype);
    e->dim = ct_class_dim(e->x);
    e->x = ct_s_cast(s, e->x, work);
    if (!e->x) {
        return false;
    }
    ct_tensor *t = of_targets(s, e, ct_s_cast(s, e->target, CT_DTYPE_I64));
    e->ignored = ct_s_eq(s, t, ct_s_int(s, e->ignore));
    e->counted = ct_s_cast(s, ct_s_logical_not(s, e->ignored), work);
    e->index = ct_s_where(s, e->ignored, ct_s_int(s, 0), t);
    e->weight = e->weight ? ct_s_cast(s, e->weight, work) : NULL;
    return !s->failed;
}

static ct_tensor *distribution(ct_scope *s, const entropy *e)
{
    const ct_tensor *x = e->x;
    double share = e->smoothing / (double)x->shape[e->dim];
    ct_tensor *zeros =
        ct_s_new_zeros(s, (ct_dtype)x->dtype, x->ndim, x->shape, CT_PLACE(x));
    ct_tensor *hit = ct_s_mul(s, e->counted, ct_s_float(s, 1 - e->smoothing));
    ct_tensor *q = ct_s_scatter_add(s, zeros, e->dim, e->index, hit);
    if (share > 0) {
        q = ct_s_add(s, q, ct_s_mul(s, e->counted, ct_s_float(s, share)));
    }
    return e->weight ? ct_s_mul(s, q, of_classes(s, e, e->weight)) : q;
}

/* The weight of all targets, by which a mean divides. */
static ct_tensor *total_weight(ct_scope *s, const entropy *e)
{
    ct_tensor *each = e->counted;
    if (e->weight) {
        each = ct_s_mul(s, each, ct_s_take(s, e->weight, e->index));
    }
    return ct_s_sum(s, each);
}

/* log(sum(exp(x))), in one dim; infinite logits are left where they are. */
static ct_tensor *log_of_sums(ct_scope *s, const entropy *e)
{
    ct_dims dim = {1, &e->dim};
    ct_tensor *most = ct_s_amax(s, e->x, .dim = dim, .keepdim = true);
    ct_tensor *infinite = ct_s_eq(s, ct_s_abs(s, most), ct_s_float(s, INFINITY));
    most = ct_s_where(s, infinite, ct_s_int(s, 0), most);
    ct_tensor *powers = ct_s_exp(s, ct_s_sub(s, e->x, most));
    ct_tensor *sums = ct_s_sum(s, powers, .dim = dim, .keepdim = true);
    return ct_s_reshape(s, ct_s_add(s, ct_s_log(s, sums), most),
                        (ct_dims){1, &(int64_t){-1}});
}

CT_BODY(cross_entropy)
{
    entropy e = {.x = ARG(c, cross_entropy, input).tensor,
                 .target = ARG(c, cross_entropy, target).tensor,
                 .weight = TENSOR(c, cross_entropy, weight),
                 .ignore = ARG(c, cross_entropy, ignore_index).i,
                 .smoothing = ARG(c, cross_entropy, label_smoothing).f};
    ct_dtype dtype = (ct_dtype)e.x->dtype;
    int64_t reduction = ARG(c, cross_entropy, reduction).i;
    if (!prepare(s, &e)) {
        return NULL;
    }
    ct_tensor *q = distribution(s, &e), *lse = log_of_sums(s, &e);
    ct_tensor *parts = ct_s_mul(s, q, ct_s_log_softmax(s, e.x, e.dim));
    ct_tensor *absent = ct_s_eq(s, q, ct_s_int(s, 0)); /* log(p) may be -inf there */
    parts = ct_s_where(s, absent, ct_s_int(s, 0), parts);
    ct_tensor *loss =
        ct_s_neg(s, ct_s_sum(s, parts, .dim = {1, &e.dim}, .keepdim = true));
    if (reduction == CT_IS_cross_entropy_reduction_none) {
        loss = ct_s_squeeze(s, loss, .dim = {1, &e.dim});
    } else {
        loss = ct_s_sum(s, loss);
    }
    if (reduction == CT_IS_cross_entropy_reduction_mean) {
        loss = ct_s_true_divide(s, loss, total_weight(s, &e));
    }
    KEPT(c, cross_entropy, lse) = lse ? ct_newref(lse) : NULL;
    return ct_s_cast(s, loss, dtype);
}

/* softmax is that of input, not exp(input - lse): so the gradient of this for input is
 * whole. */
CT_BODY(cross_entropy_grad)
{
    entropy e = {.x = ARG(c, cross_entropy_grad, input).tensor,
                 .target = ARG(c, cross_entropy_grad, target).tensor,
                 .weight = TENSOR(c, cross_entropy_grad, weight),
                 .ignore = ARG(c, cross_entropy_grad, ignore_index).i,
                 .smoothing = ARG(c, cross_entropy_grad, label_smoothing).f};
    ct_tensor *g = ARG(c, cross_entropy_grad, grad).tensor;
    ct_dtype dtype = (ct_dtype)e.x->dtype;
    if (!prepare(s, &e)) {
        return NULL;
    }
    g = ct_s_cast(s, g, (ct_dtype)e.x->dtype);
    g = g && g->numel == 1 ? ct_s_reshape(s, g, (ct_dims){0, NULL})
                           : of_targets(s, &e, g);
    if (ARG(c, cross_entropy_grad, mean).i) {
        g = ct_s_true_divide(s, g, total_weight(s, &e));
    }
    ct_tensor *q = distribution(s, &e);
    ct_tensor *total = ct_s_sum(s, q, .dim = {1, &e.dim}, .keepdim = true);
    ct_tensor *p = ct_s_softmax(s, e.x, e.dim);
    ct_tensor *gx = ct_s_mul(s, ct_s_sub(s, ct_s_mul(s, p, total), q), g);
    gx = ct_s_where(s, e.ignored, ct_s_int(s, 0), gx);
    return ct_s_cast(s, gx, dtype);
}
