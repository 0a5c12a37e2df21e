/* pointwise: promotion, broadcasting and result of the formula rows. One check
 * serves them all; what differs is in the row. */
#include "ops/pointwise.h"

#include <string.h>

#include "cpu/copy.h"
#include "cpu/kernels.h"
#include "cpu/pointwise.h"
#include "cpu/reduce.h"
#include "ops/value.h"

int ct_pointwise_check(ct_call *c);
int ct_pointwise_cpu(ct_call *c);

/* The dtype the row computes in for operands that promote to d; CT_DTYPE_COUNT with
 * the error set when the row does not take it. */
static ct_dtype class_dtype(const ct_call *c, ct_dtype d)
{
    ct_category cat = ct_dtype_category(d);
    const char *expected = NULL;
    switch ((ct_class)c->op->dtype_class) {
    case CT_CLASS_FLOATS:
        expected = cat == CT_CATEGORY_COMPLEX ? "a real" : NULL;
        break;
    case CT_CLASS_FLOATC:
        break;
    case CT_CLASS_NUMS:
        expected = cat == CT_CATEGORY_COMPLEX || cat == CT_CATEGORY_BOOLEAN
                       ? "an integer or floating"
                       : NULL;
        break;
    case CT_CLASS_NUMC:
        expected = cat == CT_CATEGORY_BOOLEAN ? "a numeric (not bool)" : NULL;
        break;
    case CT_CLASS_ALLS:
        expected = cat == CT_CATEGORY_COMPLEX ? "a real" : NULL;
        break;
    case CT_CLASS_ALLC:
        break;
    case CT_CLASS_BITS:
        expected = cat > CT_CATEGORY_INTEGER ? "a bool or integer" : NULL;
        break;
    }
    if (expected) {
        ct_check_dtype(c, false, expected, d);
        return CT_DTYPE_COUNT;
    }
    bool to_float = c->op->dtype_class <= CT_CLASS_FLOATC && ct_dtype_is_integral(d);
    return to_float ? ct_dtype_default() : d;
}

static ct_dtype result_dtype(const ct_op *op, ct_dtype d)
{
    switch ((ct_result)op->result) {
    case CT_RESULT_BOOL:
        return CT_DTYPE_BOOL;
    case CT_RESULT_REAL:
        return ct_dtype_to_real(d);
    default:
        return d;
    }
}

/* Inputs that share memory with the result, but not place by place, are copied. */
static int separate(const ct_call *c, int n, ct_tensor **in, ct_tensor **copies)
{
    for (int i = 0; i < n; i++) {
        if (!ct_tensor_overlap(c->out[0], in[i]) ||
            ct_tensor_same_memory(c->out[0], in[i])) {
            continue;
        }
        copies[i] = ct_tensor_new_like(in[i], (ct_dtype)in[i]->dtype);
        if (!copies[i] || ct_tensor_copy_data(copies[i], in[i]) < 0) {
            return -1;
        }
        in[i] = copies[i];
    }
    return 0;
}

/* Operands in the order of the formula: tensor arguments of the row. */
static int operands(const ct_call *c, ct_tensor **in)
{
    int n = c->op->arity;
    for (int i = 0; i < n; i++) {
        in[i] = c->arg[i].tensor;
    }
    return n;
}

/* The shape all operands broadcast to; fast when they agree. */
static int broadcast(const ct_call *c, int n, ct_tensor *const *in, int *ndim,
                     int64_t *shape)
{
    *ndim = in[0]->ndim;
    memcpy(shape, in[0]->shape, (size_t)*ndim * sizeof *shape);
    for (int i = 1; i < n; i++) {
        if (in[i]->ndim != 0 && ct_shape_broadcast(c->op->name, ndim, shape,
                                                   in[i]->ndim, in[i]->shape) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Python numbers wrap in integer arithmetic, as in PyTorch; but limits, choices and
 * exponents that do not fit are an error. */
static int check_numbers(const ct_call *c, int n, ct_tensor *const *in, ct_dtype d)
{
    switch (c->op->id) {
    case CT_OP_clamp_min:
    case CT_OP_clamp_max:
    case CT_OP_clamp_both:
    case CT_OP_where:
    case CT_OP_pow:
        break;
    default:
        return 0;
    }
    for (int i = 1; i < n && ct_dtype_category(d) == CT_CATEGORY_INTEGER; i++) {
        if (ct_tensor_is_weak(in[i]) && ct_check_value(c->op->name, in[i], d) < 0) {
            return -1;
        }
    }
    return 0;
}

int ct_pointwise_check(ct_call *c)
{
    ct_tensor *in[3] = {NULL};
    int n = operands(c, in), ndim;
    if (n > 1 || in[0]->device != CT_DEVICE_CPU) {
        if (ct_check_device(c) < 0) {
            return -1;
        }
    }
    bool same = n == 1 || (n == 2 && in[0]->dtype == in[1]->dtype &&
                           !((in[0]->flags | in[1]->flags) & CT_TENSOR_WEAK));
    ct_dtype promoted = same ? (ct_dtype)in[0]->dtype : ct_promote_tensors(n, in);
    ct_dtype d = class_dtype(c, promoted);
    if (d == CT_DTYPE_COUNT || (!same && check_numbers(c, n, in, d) < 0)) {
        return -1;
    }
    c->compute = (uint8_t)ct_dtype_compute(d);
    if (!c->out[0] && (n == 1 || (n == 2 && ct_tensor_same_shape(in[0], in[1])))) {
        c->out[0] = ct_tensor_new_like(in[0], result_dtype(c->op, d));
        return c->out[0] ? 0 : -1;
    }
    int64_t shape[CT_MAX_NDIM];
    if (broadcast(c, n, in, &ndim, shape) < 0) {
        return -1;
    }
    return ct_call_out(c, 0, result_dtype(c->op, d), ndim, shape);
}

/* Integer results that do not exist: x // 0, x % 0, x ** -1. */
static int guard(const ct_call *c, ct_tensor *b)
{
    int id = c->op->id;
    bool power = id == CT_OP_pow;
    if ((!power && id != CT_OP_floor_divide && id != CT_OP_remainder) ||
        !ct_dtype_is_integral((ct_dtype)c->compute) || b->numel == 0) {
        return 0;
    }
    int64_t found = 0;
    ct_tensor *one = ct_tensor_scalar(power ? CT_DTYPE_I64 : CT_DTYPE_BOOL, &found);
    if (!one ||
        ct_reduce(power ? CT_REDUCE_MIN : CT_REDUCE_ALL, b, ~(uint64_t)0, 1, one) < 0) {
        ct_xdecref(one);
        return -1;
    }
    ct_scalar s = ct_scalar_load((ct_dtype)one->dtype, one->data);
    ct_decref(one);
    if (power && s.i < 0 && ct_dtype_is_signed((ct_dtype)b->dtype)) {
        return ct_error(CT_ERR_RUNTIME,
                        "pow: Integers to negative integer powers are not allowed: "
                        "convert the base to a floating dtype");
    }
    if (!power && !s.i) {
        return ct_error(CT_ERR_ZERO_DIVISION, "%s: integer division by zero",
                        c->op->name);
    }
    return 0;
}

int ct_pointwise_cpu(ct_call *c)
{
    ct_tensor *in[3], *copies[3] = {NULL};
    int n = operands(c, in);
    ct_dtype compute = (ct_dtype)c->compute;
    ct_loop loop = ct_cpu->pointwise->forward[c->op->id][compute];
    if (!loop) {
        return ct_error(CT_ERR_NOT_IMPLEMENTED, "%s: no kernel for dtype %s",
                        c->op->name, ct_dtype_name(compute));
    }
    int status = n == 2 ? guard(c, in[1]) : 0;
    if (status == 0 && c->form != CT_FORM_NEW) {
        status = separate(c, n, in, copies);
    }
    if (status == 0) {
        ct_dtype written = result_dtype(c->op, compute);
        status = ct_pointwise_run(loop, compute, written, c->out[0], n, in);
    }
    for (int i = 0; i < n; i++) {
        ct_xdecref(copies[i]);
    }
    return status;
}

bool ct_pointwise_has_grad(const ct_op *op, int operand, ct_dtype compute)
{
    return ct_cpu->pointwise->grad[op->id][operand][compute] != NULL;
}

ct_tensor *ct_pointwise_grad(const ct_op *op, int operand, ct_dtype compute,
                             ct_dtype result, ct_tensor *g, ct_tensor *const abc[3],
                             ct_tensor *y)
{
    ct_loop loop = ct_cpu->pointwise->grad[op->id][operand][compute];
    if (!loop) {
        return ct_error_null(CT_ERR_NOT_IMPLEMENTED, "%s: no gradient kernel for %s",
                             op->name, ct_dtype_name(compute));
    }
    ct_tensor *in[5] = {g, abc[0], abc[1], abc[2], y};
    for (int i = 1; i < 5; i++) {
        in[i] = in[i] ? in[i] : g;
    }
    ct_tensor *out = ct_tensor_new_like(g, result);
    if (out && ct_pointwise_run(loop, compute, compute, out, 5, in) < 0) {
        ct_decref(out);
        return NULL;
    }
    return out;
}
