/* reduce_ops: the kernels of the reduction rows, each a call of ct_reduce. */
#include "cpu/copy.h"
#include "cpu/kernels.h"
#include "cpu/pointwise.h"
#include "cpu/reduce.h"
#include "ops/reduce.h"
#include "rows/arithmetic.h"
#include "rows/norm.h"
#include "rows/reduce.h"

/* x in the dtype that the row was asked to compute in. */
static int reduce_as(ct_call *c, ct_reduction op, double scale)
{
    ct_tensor *x = ct_tensor_cast(ARG(c, sum, input).tensor, (ct_dtype)c->compute);
    int status = x ? ct_reduce(op, x, ct_reduce_mask(c), scale, c->out[0]) : -1;
    ct_xdecref(x);
    return status;
}

static int reduce_plain(ct_call *c, ct_reduction op)
{
    return ct_reduce(op, ARG(c, sum, input).tensor, ct_reduce_mask(c), 1, c->out[0]);
}

/* Integers widen as they are read; only an explicit dtype needs a copy. */
static int reduce_widened(ct_call *c, ct_reduction op)
{
    bool widens = c->compute == CT_DTYPE_I64 &&
                  ct_dtype_is_integral((ct_dtype)ARG(c, sum, input).tensor->dtype);
    return widens ? reduce_plain(c, op) : reduce_as(c, op, 1);
}

int ct_sum_cpu(ct_call *c)
{
    return reduce_widened(c, CT_REDUCE_SUM);
}

int ct_prod_cpu(ct_call *c)
{
    return reduce_widened(c, CT_REDUCE_PROD);
}

int ct_mean_cpu(ct_call *c)
{
    int64_t n = ct_reduce_count(ARG(c, mean, input).tensor, ct_reduce_mask(c));
    return reduce_as(c, CT_REDUCE_SUM, 1.0 / (double)n);
}

static int spread(ct_call *c, ct_moment moment)
{
    ct_tensor *x = ARG(c, variance, input).tensor;
    uint64_t mask = ct_reduce_mask(c);
    int64_t n = ct_reduce_count(x, mask);
    double left = (double)n - ARG(c, variance, correction).f;
    return ct_reduce_moment(moment, x, mask, n, left > 0 ? left : 0, c->out[0]);
}

int ct_variance_cpu(ct_call *c)
{
    return spread(c, CT_MOMENT_VARIANCE);
}

int ct_deviation_cpu(ct_call *c)
{
    return spread(c, CT_MOMENT_STD);
}

int ct_root_squares_cpu(ct_call *c)
{
    return ct_reduce_moment(CT_MOMENT_NORM, ARG(c, root_squares, input).tensor,
                            ct_reduce_mask(c), 0, 1, c->out[0]);
}

/* out = from - numbers, which are the real (0) or imaginary (1) parts of `pairs`. */
static int less(ct_tensor *out, ct_tensor *from, const ct_tensor *pairs, int part)
{
    ct_dtype d = (ct_dtype)out->dtype;
    ct_tensor *numbers = ct_tensor_new_like(pairs, CT_DTYPE_F64);
    if (!numbers) {
        return -1;
    }
    for (int64_t i = 0; i < numbers->numel; i++) {
        ((double *)numbers->data)[i] = ((const double *)pairs->data)[2 * i + part];
    }
    int status = ct_pointwise_run(CT_FORWARD_LOOP(sub, d), NULL, d, d, out, 2,
                                  (ct_tensor *[]){from, numbers});
    ct_decref(numbers);
    return status;
}

/* The mean is subtracted in two parts: a distance from the first is exact where the
 * elements are near each other, and the second is what the first lacks. */
int ct_centered_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, centered, input).tensor, *out = c->out[0];
    uint64_t mask = ct_reduce_mask(c);
    int64_t shape[CT_MAX_NDIM];
    for (int i = 0; i < x->ndim; i++) {
        shape[i] = mask >> i & 1 ? 1 : x->shape[i];
    }
    if (out->numel == 0) {
        return 0;
    }
    ct_tensor *mean =
        ct_tensor_new("mean", CT_DTYPE_C128, x->ndim, shape, CT_DEVICE_CPU);
    int status = mean ? ct_reduce_moment(CT_MOMENT_MEAN, x, mask,
                                         ct_reduce_count(x, mask), 1, mean)
                      : -1;
    status = status == 0 ? less(out, x, mean, 0) : -1;
    status = status == 0 ? less(out, out, mean, 1) : -1;
    ct_xdecref(mean);
    return status;
}

int ct_max_cpu(ct_call *c)
{
    return reduce_plain(c, CT_REDUCE_MAX);
}

int ct_min_cpu(ct_call *c)
{
    return reduce_plain(c, CT_REDUCE_MIN);
}

int ct_any_cpu(ct_call *c)
{
    return ct_reduce(CT_REDUCE_ANY, ARG(c, any, input).tensor, ct_truth_mask(c), 1,
                     c->out[0]);
}

int ct_all_cpu(ct_call *c)
{
    return ct_reduce(CT_REDUCE_ALL, ARG(c, all, input).tensor, ct_truth_mask(c), 1,
                     c->out[0]);
}
