/* optim: checks of an optimizer's step over a list of parameters. */
#include "ops/optim.h"

#include "rows/optim.h"

/* ---- checks ------------------------------------------------------------- */

/* One entry per parameter, each of its parameter's shape. */
static int check_list(const ct_call *c, int arg, bool may_be_empty)
{
    ct_tensors params = FIRST_LIST(c), list = c->arg[arg].tensors;
    const char *name = c->op->params[arg].name;
    if (list.n == 0 && may_be_empty) {
        return 0;
    }
    if (list.n != params.n) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected %lld %s, got %lld", c->op->name,
                        (long long)params.n, name, (long long)list.n);
    }
    for (int64_t i = 0; i < list.n; i++) {
        if (!ct_tensor_same_shape(list.v[i], params.v[i])) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected %s of the parameter's shape %s, got %s",
                            c->op->name, name, ct_tensor_shape_str(params.v[i]),
                            ct_tensor_shape_str(list.v[i]));
        }
    }
    return 0;
}

/* The parameters can be trained, and what a step changes can be written. */
static int check_writable(const ct_call *c, int arg)
{
    ct_tensors list = c->arg[arg].tensors;
    for (int64_t i = 0; i < list.n; i++) {
        ct_dtype dtype = (ct_dtype)list.v[i]->dtype;
        if (ct_check_dtype(c, ct_dtype_is_inexact(dtype), "a floating or complex",
                           dtype) < 0 ||
            ct_tensor_check_writable(c->op->name, list.v[i]) < 0) {
            return -1;
        }
    }
    return 0;
}

int ct_sgd_step_check(ct_call *c)
{
    if (check_list(c, CT_AT(sgd_step, grads), false) < 0 ||
        check_list(c, CT_AT(sgd_step, momentum_buffers), true) < 0 ||
        check_writable(c, CT_AT(sgd_step, params)) < 0) {
        return -1;
    }
    return check_writable(c, CT_AT(sgd_step, momentum_buffers));
}

/* steps: one number per parameter. */
static int check_steps(const ct_call *c, int arg)
{
    ct_tensors params = FIRST_LIST(c), steps = c->arg[arg].tensors;
    if (steps.n != params.n) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected %lld steps, got %lld",
                        c->op->name, (long long)params.n, (long long)steps.n);
    }
    for (int64_t i = 0; i < steps.n; i++) {
        if (steps.v[i]->numel != 1) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected a step of one element, got shape %s",
                            c->op->name, ct_tensor_shape_str(steps.v[i]));
        }
    }
    return check_writable(c, arg);
}

int ct_adam_step_check(ct_call *c)
{
    static const int averages[] = {CT_AT(adam_step, exp_avgs),
                                   CT_AT(adam_step, exp_avg_sqs),
                                   CT_AT(adam_step, max_exp_avg_sqs)};
    if (check_writable(c, CT_AT(adam_step, params)) < 0 ||
        check_list(c, CT_AT(adam_step, grads), false) < 0 ||
        check_steps(c, CT_AT(adam_step, steps)) < 0) {
        return -1;
    }
    for (int i = 0; i < 3; i++) {
        bool may_be_empty = averages[i] == CT_AT(adam_step, max_exp_avg_sqs);
        if (check_list(c, averages[i], may_be_empty) < 0 ||
            check_writable(c, averages[i]) < 0) {
            return -1;
        }
    }
    return 0;
}
