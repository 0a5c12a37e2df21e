/* reduce_ops: the kernels of the reduction rows, each a call of ct_reduce. */
#include "cpu/copy.h"
#include "cpu/reduce.h"
#include "ops/op.h"

/* x in the dtype that the row was asked to compute in. */
static int reduce_as(ct_call *c, ct_reduction op, double scale)
{
    ct_tensor *x = ct_tensor_cast(c->arg[0].tensor, (ct_dtype)c->compute);
    int status = x ? ct_reduce(op, x, (uint64_t)c->note[0], scale, c->out[0]) : -1;
    ct_xdecref(x);
    return status;
}

static int reduce_plain(ct_call *c, ct_reduction op)
{
    return ct_reduce(op, c->arg[0].tensor, (uint64_t)c->note[0], 1, c->out[0]);
}

/* Integers widen as they are read; only an explicit dtype needs a copy. */
int ct_sum_cpu(ct_call *c)
{
    bool widens = c->compute == CT_DTYPE_I64 &&
                  ct_dtype_is_integral((ct_dtype)c->arg[0].tensor->dtype);
    return widens ? reduce_plain(c, CT_REDUCE_SUM) : reduce_as(c, CT_REDUCE_SUM, 1);
}

int ct_mean_cpu(ct_call *c)
{
    return reduce_as(c, CT_REDUCE_SUM, 1.0 / (double)c->note[2]);
}

int ct_variance_cpu(ct_call *c)
{
    double left = (double)c->note[2] - c->arg[3].f;
    return ct_reduce_variance(c->arg[0].tensor, (uint64_t)c->note[0], c->note[2],
                              left > 0 ? left : 0, c->out[0]);
}

int ct_max_cpu(ct_call *c)
{
    return reduce_plain(c, CT_REDUCE_MAX);
}

int ct_min_cpu(ct_call *c)
{
    return reduce_plain(c, CT_REDUCE_MIN);
}

int ct_amax_cpu(ct_call *c)
{
    return reduce_plain(c, CT_REDUCE_MAX);
}

int ct_amin_cpu(ct_call *c)
{
    return reduce_plain(c, CT_REDUCE_MIN);
}

int ct_any_cpu(ct_call *c)
{
    return reduce_plain(c, CT_REDUCE_ANY);
}

int ct_all_cpu(ct_call *c)
{
    return reduce_plain(c, CT_REDUCE_ALL);
}
