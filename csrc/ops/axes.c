/* axes: arguments that name dims.
 *
 * NOTE [Axes] A dim may be counted from the end, as -1. Before a row's check runs, the
 * funnel replaces each by the same dim counted from 0: of the first tensor argument, for
 * a new_axis of one with a dim more. A 0-d tensor has one dim for this, and of a list the
 * first that is no empty vector counts, as for cat. So checks, kernels and gradient
 * rules see dims in range, and axes without repeats. */
#include "ops/op.h"

/* The tensor whose dims are meant; NULL of an empty list, which the check refuses. */
static const ct_tensor *measured(const ct_call *c)
{
    int i = __builtin_ctz(c->op->tensor_args);
    if (!(c->op->list_args >> i & 1)) {
        return c->arg[i].tensor;
    }
    ct_tensors list = c->arg[i].tensors;
    int64_t k = 0;
    while (k < list.n && list.v[k] && list.v[k]->ndim == 1 && list.v[k]->numel == 0) {
        k++;
    }
    return k < list.n ? list.v[k] : list.n > 0 ? list.v[0] : NULL;
}

/* The ints may be another's, so that they change only in a copy, of which `used` stand
 * in c->axes. Distinct ones in range are at most CT_MAX_NDIM. */
static int wrap_list(ct_call *c, ct_dims *dims, int ndim, int *used)
{
    int64_t *wrapped = c->axes + *used, size = ndim > 0 ? ndim : 1;
    uint64_t mask = 0;
    for (int64_t k = 0; k < dims->n; k++) {
        int64_t d = dims->v[k] + (dims->v[k] < 0 ? size : 0);
        if ((uint64_t)d >= (uint64_t)size || mask >> d & 1) { /* as this says */
            return ct_dims_wrap(c->op->pyname, dims->v, (int)k + 1, ndim, &mask);
        }
        mask |= (uint64_t)1 << d;
        wrapped[k] = d;
    }
    dims->v = wrapped;
    *used += (int)dims->n;
    return 0;
}

int ct_call_wrap_all_axes(ct_call *c)
{
    uint32_t left = c->op->axis_args & c->given;
    const ct_tensor *t = left ? measured(c) : NULL;
    int used = 0;
    for (; t && left; left &= left - 1) {
        int i = __builtin_ctz(left);
        uint8_t type = c->op->params[i].type;
        int ndim = t->ndim + (type == CT_ARG_NEW_AXIS);
        if (type != CT_ARG_AXES && (uint64_t)c->arg[i].i < (uint64_t)ndim) {
            continue;
        }
        if (type != CT_ARG_AXES) {
            c->arg[i].i = ct_dim_wrap(c->op->pyname, c->arg[i].i, ndim);
            if (c->arg[i].i < 0) {
                return -1;
            }
        } else if (wrap_list(c, &c->arg[i].dims, ndim, &used) < 0) {
            return -1;
        }
    }
    return 0;
}

uint64_t ct_dims_asked(const ct_op *op, const ct_value *arg, uint32_t given, int ndim)
{
    uint64_t mask = 0;
    if (given >> op->dim & 1 && op->params[op->dim].type == CT_ARG_AXIS) {
        return (uint64_t)1 << arg[op->dim].i;
    }
    ct_dims dims = given >> op->dim & 1 ? arg[op->dim].dims : (ct_dims){0, NULL};
    for (int64_t i = 0; i < dims.n; i++) {
        mask |= (uint64_t)1 << dims.v[i];
    }
    return dims.n ? mask : ndim == 64 ? ~(uint64_t)0 : ((uint64_t)1 << ndim) - 1;
}
