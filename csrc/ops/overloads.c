/* overloads: public names that choose among formulas by their arguments. */
#include <math.h>

#include "core/device.h"
#include "ops/op.h"
#include "ops/scope.h"
#include "rows/activation.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/division.h"
#include "rows/overloads.h"
#include "rows/rounding.h"
#include "rows/sign.h"
#include "rows/view.h"

CT_BODY(positive)
{
    ct_tensor *x = ARG(c, positive, input).tensor;
    (void)s;
    ct_dtype d = (ct_dtype)x->dtype;
    return ct_check_dtype(c, d != CT_DTYPE_BOOL, "a numeric (not bool)", d) < 0 ? NULL
                                                                                : x;
}

/* ---- alpha --------------------------------------------------------------- */

/* Bools take any integer; else alpha's kind must be one that d holds. */
static int check_alpha(const ct_call *c, ct_dtype d)
{
    ct_dtype alpha = (ct_dtype)ARG(c, add_scaled, alpha).tensor->dtype;
    bool fits = ct_dtype_category(alpha) <= ct_dtype_category(d) ||
                (d == CT_DTYPE_BOOL && ct_dtype_is_integral(alpha));
    if (fits) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "%s: expected alpha of a kind that %s holds, got %s", c->op->pyname,
                    ct_dtype_name(d), ct_dtype_name(alpha));
}

/* The row writes the tensor that is given, if there is one. */
static int scaled(ct_call *c, const ct_op *row)
{
    ct_tensor *operands[] = {ARG(c, add_scaled, input).tensor,
                             ARG(c, add_scaled, other).tensor};
    ct_dtype d = ct_promote_tensors(2, operands);
    ct_scope s;
    ct_call sum;
    if (check_alpha(c, d) < 0) {
        return -1;
    }
    ct_scope_begin(&s);
    ct_tensor *alpha = ARG(c, add_scaled, alpha).tensor;
    alpha = d == CT_DTYPE_BOOL ? ct_s_ne(&s, alpha, ct_s_int(&s, 0)) : alpha;
    if (!alpha) {
        return ct_scope_end(&s);
    }
    ct_call_init(&sum, row);
    ct_call_tensor(&sum, CT_AT(add_alpha, input), operands[0]);
    ct_call_tensor(&sum, CT_AT(add_alpha, other), operands[1]);
    ct_call_tensor(&sum, CT_AT(add_alpha, alpha), alpha);
    sum.form = c->out[0] ? c->form : CT_FORM_NEW;
    sum.out[0] = c->out[0] ? ct_newref(c->out[0]) : NULL;
    ct_tensor *y = ct_scope_return(&s, ct_scope_run(&s, &sum));
    if (c->out[0]) {
        ct_xdecref(y);
    } else {
        c->out[0] = y;
    }
    return y ? 0 : -1;
}

int ct_add_scaled_body(ct_call *c)
{
    return scaled(c, CT_ROW(add_alpha));
}

int ct_sub_scaled_body(ct_call *c)
{
    return scaled(c, CT_ROW(sub_alpha));
}

CT_BODY(rsub)
{
    ct_tensor *x = ARG(c, rsub, input).tensor, *other = ARG(c, rsub, other).tensor;
    ct_dtype d = ct_promote_tensors(2, (ct_tensor *[]){x, other});
    if (ct_check_dtype(c, d != CT_DTYPE_BOOL, "a numeric (not bool)", d) < 0) {
        return NULL;
    }
    return GIVEN(c, rsub, alpha)
               ? ct_s_sub_scaled(s, other, x, ARG(c, rsub, alpha).tensor)
               : ct_s_sub(s, other, x);
}

/* ---- division ------------------------------------------------------------ */

/* A row in the composite's form: it writes what is given, in place input, so that its
 * gradient keeps what it reads of it. */
static ct_tensor *in_form(ct_scope *s, const ct_call *c, const ct_op *row, ct_tensor *b)
{
    ct_call call;
    ct_tensor *a = ARG(c, div, input).tensor;
    ct_call_init(&call, row);
    ct_call_tensor(&call, CT_AT(true_divide, input), a);
    if (b) {
        ct_call_tensor(&call, CT_AT(true_divide, other), b);
    }
    if (c->out[0]) {
        call.form = c->form;
        call.out[0] = ct_newref(c->out[0]);
    }
    return ct_scope_run(s, &call);
}

/* Ends a composite that writes its result: y is that, or a new tensor. */
static int end_with(ct_call *c, ct_scope *s, ct_tensor *y)
{
    ct_tensor *made = ct_scope_return(s, y);
    if (!made || !c->out[0]) {
        c->out[0] = made ? made : c->out[0];
        return made ? 0 : -1;
    }
    int status = made == c->out[0] ? 0 : ct_call_give(c, made);
    ct_decref(made);
    return status;
}

/* Toward zero: the floor, one up where the exact quotient is negative. */
static ct_tensor *trunc_divide(ct_scope *s, const ct_call *c)
{
    ct_tensor *a = ARG(c, div, input).tensor, *b = ARG(c, div, other).tensor;
    ct_tensor *operands[] = {a, b};
    if (!ct_dtype_is_integral(ct_promote_tensors(2, operands))) {
        return in_form(s, c, CT_ROW(div_trunc), b);
    }
    ct_tensor *down = ct_s_floor_divide(s, a, b), *zero = ct_s_int(s, 0);
    ct_tensor *rest = ct_s_ne(s, ct_s_remainder(s, a, b), zero);
    ct_tensor *signs = ct_s_logical_xor(s, ct_s_lt(s, a, zero), ct_s_lt(s, b, zero));
    return ct_s_add(s, down, ct_s_logical_and(s, rest, signs));
}

int ct_div_body(ct_call *c)
{
    ct_scope s;
    ct_tensor *b = ARG(c, div, other).tensor, *y;
    ct_scope_begin(&s);
    if (!GIVEN(c, div, rounding_mode)) {
        y = in_form(&s, c, CT_ROW(true_divide), b);
    } else if (ARG(c, div, rounding_mode).i == CT_IS_div_rounding_mode_floor) {
        y = in_form(&s, c, CT_ROW(floor_divide), b);
    } else {
        y = trunc_divide(&s, c);
    }
    return end_with(c, &s, y);
}

/* ---- rounding ------------------------------------------------------------ */

/* What is between the steps is not rounded to 16 bits. */
int ct_round_decimals_body(ct_call *c)
{
    ct_scope s;
    ct_tensor *x = ARG(c, round_decimals, input).tensor, *y;
    ct_dtype d = (ct_dtype)x->dtype;
    int64_t decimals = ARG(c, round_decimals, decimals).i;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    ct_scope_begin(&s);
    x = ct_s_cast(&s, x, ct_device_compute(x->device, d));
    ct_tensor *ten = ct_s_float(&s, pow(10, fabs((double)decimals)));
    if (decimals >= 0) {
        y = ct_s_true_divide(&s, ct_s_round(&s, ct_s_mul(&s, x, ten)), ten);
    } else {
        y = ct_s_mul(&s, ct_s_round(&s, ct_s_true_divide(&s, x, ten)), ten);
    }
    c->out[0] = ct_scope_return(&s, ct_s_cast(&s, y, d));
    return c->out[0] ? 0 : -1;
}

/* ---- limits -------------------------------------------------------------- */

/* The row writes what is given; in place its gradient keeps what it reads of that. */
int ct_clamp_body(ct_call *c)
{
    bool low = GIVEN(c, clamp, min), high = GIVEN(c, clamp, max);
    if (!low && !high) {
        return ct_error(CT_ERR_RUNTIME,
                        "clamp: At least one of 'min' or 'max' must not be None");
    }
    ct_call row;
    ct_call_init(&row, (low && high ? CT_ROW(clamp_both)
                        : low       ? CT_ROW(clamp_min)
                                    : CT_ROW(clamp_max)));
    ct_call_tensor(&row, CT_AT(clamp_both, input), ARG(c, clamp, input).tensor);
    if (low) {
        ct_call_tensor(&row, CT_AT(clamp_both, min), ARG(c, clamp, min).tensor);
    }
    if (high) {
        int at = low ? CT_AT(clamp_both, max) : CT_AT(clamp_max, max);
        ct_call_tensor(&row, at, ARG(c, clamp, max).tensor);
    }
    if (c->out[0]) {
        row.form = c->form;
        row.out[0] = ct_newref(c->out[0]);
    }
    if (ct_call_run(&row) < 0) {
        return -1;
    }
    if (c->out[0]) {
        ct_decref(row.out[0]);
    } else {
        c->out[0] = row.out[0];
    }
    return 0;
}

/* ---- gelu ---------------------------------------------------------------- */

int ct_gelu_body(ct_call *c)
{
    ct_scope s;
    ct_tensor *x = ARG(c, gelu, input).tensor, *y;
    ct_scope_begin(&s);
    y = ARG(c, gelu, approximate).i == CT_IS_gelu_approximate_tanh
            ? ct_s_gelu_tanh(&s, x)
            : ct_s_gelu_exact(&s, x);
    c->out[0] = ct_scope_return(&s, y);
    return c->out[0] ? 0 : -1;
}

/* ---- powers, neighbours ------------------------------- */

CT_BODY(float_power)
{
    ct_tensor *operands[] = {ARG(c, float_power, input).tensor,
                             ARG(c, float_power, exponent).tensor};
    bool complex = ct_dtype_is_complex((ct_dtype)operands[0]->dtype) ||
                   ct_dtype_is_complex((ct_dtype)operands[1]->dtype);
    ct_dtype d = complex ? CT_DTYPE_C128 : CT_DTYPE_F64;
    if (c->form == CT_FORM_INPLACE && operands[0]->dtype != d) {
        ct_error(
            CT_ERR_RUNTIME,
            "float_power: expected input in place of the result's dtype, %s, got %s",
            ct_dtype_name(d), ct_dtype_name((ct_dtype)operands[0]->dtype));
        return NULL;
    }
    if (c->form == CT_FORM_INPLACE) { /* the gradient reads what will be overwritten */
        operands[0] = ct_s_clone(s, operands[0]);
    }
    return ct_s_pow(s, ct_s_cast(s, operands[0], d), ct_s_cast(s, operands[1], d));
}

/* The bits of 16-bit floats, as integers, are one more or one less; beside zero they are
 * the smallest number's, with other's sign. Integers carry no gradient. */
static ct_tensor *next_half(ct_scope *s, ct_tensor *a, ct_tensor *b)
{
    ct_dtype d = (ct_dtype)a->dtype;
    ct_tensor *zero = ct_s_int(s, 0), *one = ct_s_int(s, 1), *differ = ct_s_ne(s, a, b);
    ct_tensor *bits = ct_s_view_dtype(s, ct_s_contiguous_copy(s, a), CT_DTYPE_I16);
    ct_tensor *away = ct_s_eq(s, ct_s_lt(s, a, b), ct_s_gt(s, a, zero));
    ct_tensor *step = ct_s_where(s, away, one, ct_s_int(s, -1));
    ct_tensor *sign = ct_s_where(s, ct_s_signbit(s, b), ct_s_int(s, INT16_MIN), zero);
    ct_tensor *nan = ct_s_logical_or(s, ct_s_isnan(s, a), ct_s_isnan(s, b));
    bits = ct_s_add(s, bits, ct_s_mul(s, step, differ));
    bits = ct_s_where(s, ct_s_eq(s, a, zero), ct_s_add(s, sign, differ), bits);
    bits = ct_s_where(s, nan, ct_s_int(s, d == CT_DTYPE_F16 ? 0x7e00 : 0x7fc0), bits);
    bits = ct_s_cast(s, ct_s_contiguous_copy(s, bits), CT_DTYPE_I16);
    return ct_s_view_dtype(s, bits, d);
}

/* a and the step to its neighbour, so that a's gradient passes; where there is no such
 * step, or none of the neighbour's bits, the neighbour alone. */
static ct_tensor *moved_half(ct_scope *s, ct_tensor *a, ct_tensor *b)
{
    ct_dtype d = (ct_dtype)a->dtype;
    ct_tensor *bits = ct_s_view_dtype(s, ct_s_contiguous_copy(s, a), CT_DTYPE_I16);
    bits = ct_s_add(s, bits, ct_s_int(s, 0)); /* a view of a view is one of a */
    ct_tensor *still = ct_s_cast(s, ct_s_view_dtype(s, bits, d), CT_DTYPE_F32);
    ct_tensor *next = ct_s_cast(s, next_half(s, a, b), CT_DTYPE_F32);
    ct_tensor *step = ct_s_sub(s, next, still);
    ct_tensor *moves =
        ct_s_logical_and(s, ct_s_isfinite(s, step), ct_s_ne(s, next, ct_s_int(s, 0)));
    moves = ct_s_logical_and(s, moves, ct_s_ne(s, step, ct_s_int(s, 0)));
    ct_tensor *moved = ct_s_add(s, ct_s_cast(s, a, CT_DTYPE_F32), step);
    return ct_s_cast(s, ct_s_where(s, moves, moved, next), d);
}

CT_BODY(nextafter)
{
    ct_tensor *a = ARG(c, nextafter, input).tensor,
              *b = ARG(c, nextafter, other).tensor;
    ct_dtype d = ct_promote_tensors(2, (ct_tensor *[]){a, b});
    if (ct_check_dtype(c, !ct_dtype_is_complex(d), "a real", d) < 0) {
        return NULL;
    }
    if (d != CT_DTYPE_F16 && d != CT_DTYPE_BF16) {
        return ct_s_nextafter_wide(s, a, b);
    }
    a = ct_s_cast(s, a, d);
    b = ct_s_cast(s, b, d);
    return a && b ? moved_half(s, a, b) : NULL;
}

/* ---- prelu ----------------------------------------------------------------- */

CT_BODY(prelu)
{
    ct_tensor *x = ARG(c, prelu, input).tensor, *weight = ARG(c, prelu, weight).tensor;
    int64_t channels = x->ndim > 1 ? x->shape[1] : 1, shape[CT_MAX_NDIM] = {channels};
    int ndim = x->ndim > 1 ? x->ndim - 1 : 0;
    ct_dtype d = ct_promote_tensors(2, (ct_tensor *[]){x, weight});
    if (ct_check_dtype(c, !ct_dtype_is_complex(d), "a real", d) < 0) {
        return NULL;
    }
    if (weight->numel != 1 && weight->numel != channels) {
        ct_error(
            CT_ERR_RUNTIME,
            "Mismatch of parameter numbers and input channel size. Found parameter "
            "numbers = %lld and channel size = %lld.",
            (long long)weight->numel, (long long)channels);
        return NULL;
    }
    for (int i = 1; i < ndim; i++) {
        shape[i] = 1;
    }
    ndim = weight->numel == 1 ? 0 : ndim;
    return ct_s_prelu_broadcast(s, x, ct_s_reshape(s, weight, ct_dims_of(ndim, shape)));
}
