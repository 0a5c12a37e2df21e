/* optim: checks of an optimizer's step over a list of parameters. */
#include "ops/optim.h"

#define STATES 2 /* the first list behind params and grads */

int ct_optim_row_of(const ct_op *op)
{
    int i = 0;
    while (ct_optim_rows[i].op != op) {
        i++;
    }
    return i;
}

/* One entry per parameter, each of its parameter's shape and kind of numbers. */
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
        const ct_tensor *t = list.v[i], *p = params.v[i];
        if (!ct_tensor_same_shape(t, p)) {
            return ct_error(
                CT_ERR_RUNTIME, "%s: expected %s of the parameter's shape %s, got %s",
                c->op->name, name, ct_tensor_shape_str(p), ct_tensor_shape_str(t));
        }
        if (ct_dtype_is_complex((ct_dtype)t->dtype) &&
            !ct_dtype_is_complex((ct_dtype)p->dtype)) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected %s of real numbers, as the parameter, got %s",
                            c->op->name, name, ct_dtype_name((ct_dtype)t->dtype));
        }
    }
    return 0;
}

/* What a step changes can be written, and is made of floating or complex numbers. */
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

/* One number per parameter. */
static int check_numbers(const ct_call *c, int arg)
{
    ct_tensors params = FIRST_LIST(c), list = c->arg[arg].tensors;
    const char *name = c->op->params[arg].name;
    if (list.n != params.n) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected %lld of %s, got %lld",
                        c->op->name, (long long)params.n, name, (long long)list.n);
    }
    for (int64_t i = 0; i < list.n; i++) {
        if (list.v[i]->numel != 1 || ct_dtype_is_complex((ct_dtype)list.v[i]->dtype)) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected a %s of one real element, got %s of shape %s",
                            c->op->name, name,
                            ct_dtype_name((ct_dtype)list.v[i]->dtype),
                            ct_tensor_shape_str(list.v[i]));
        }
    }
    return check_writable(c, arg);
}

int ct_optim_check(ct_call *c)
{
    const ct_optim_row *row = &ct_optim_rows[ct_optim_row_of(c->op)];
    if (check_writable(c, 0) < 0 || check_list(c, 1, false) < 0) {
        return -1;
    }
    for (int k = 0; k < row->lists; k++) {
        int arg = STATES + k;
        bool is_number = k < row->numbers;
        /* A state that an option asks for is there. */
        int when = row->list[k].when;
        const ct_value *option = when < 0 ? NULL : &c->arg[when];
        bool wanted =
            !option || (c->op->params[when].type == CT_ARG_FLOAT ? option->f != 0
                                                                 : option->i != 0);
        int status = is_number ? check_numbers(c, arg) : check_list(c, arg, !wanted);
        if (status < 0 || (!is_number && check_writable(c, arg) < 0)) {
            return -1;
        }
    }
    return 0;
}
