/* blend: one tensor and part of another, computed in the dtype of sums. */
#include <float.h>
#include <math.h>

#include "core/device.h"
#include "ops/scope.h"
#include "rows/arithmetic.h"
#include "rows/blend.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/complex.h"
#include "rows/sign.h"

/* t in the dtype that d is computed in. */
static ct_tensor *widened(ct_scope *s, ct_tensor *t, ct_dtype d)
{
    return ct_s_cast(s, t, ct_dtype_compute(d));
}

CT_BODY(addcdiv)
{
    ct_tensor *x = ARG(c, addcdiv, input).tensor, *a = ARG(c, addcdiv, tensor1).tensor,
              *b = ARG(c, addcdiv, tensor2).tensor;
    ct_dtype quotient = ct_dtype_promote((ct_dtype)a->dtype, (ct_dtype)b->dtype);
    if (ct_check_dtype(c, ct_dtype_is_inexact(quotient), "a floating or complex",
                       quotient) < 0) {
        return NULL;
    }
    ct_dtype d = ct_dtype_promote((ct_dtype)x->dtype, quotient);
    ct_tensor *part = ct_s_true_divide(s, widened(s, a, d), widened(s, b, d));
    part = ct_s_mul(s, part, ct_s_float(s, ARG(c, addcdiv, value).f));
    return ct_s_cast(s, ct_s_add(s, widened(s, x, d), part), d);
}

/* Runs a row; in place it is the row that writes x, so that its gradient keeps what it
 * reads of that. */
static ct_tensor *in_form(ct_scope *s, const ct_call *c, ct_call *row, ct_tensor *x)
{
    if (c->form == CT_FORM_INPLACE) {
        row->form = CT_FORM_INPLACE;
        row->out[0] = ct_newref(x);
    }
    return ct_scope_run(s, row);
}

/* A Python number as a tensor of the precision of d, so that 1 - w has that too. */
static ct_tensor *number_for(ct_scope *s, const ct_tensor *w, ct_dtype d)
{
    _Alignas(16) char element[16];
    ct_dtype own = ct_dtype_to_real(ct_dtype_compute(d));
    if (ct_dtype_is_complex((ct_dtype)w->dtype)) {
        own = ct_dtype_to_complex(own);
    }
    ct_scalar value;
    if (!ct_tensor_number("lerp", w, &value)) {
        return ct_scope_null(s);
    }
    ct_scalar_store(own, element, value);
    return ct_scope_keep(s, ct_tensor_scalar(own, element));
}

CT_BODY(lerp)
{
    ct_tensor *a = ARG(c, lerp, input).tensor, *b = ARG(c, lerp, end).tensor,
              *w = ARG(c, lerp, weight).tensor;
    ct_dtype d = (ct_dtype)a->dtype;
    if (ct_check_dtype(c, ct_dtype_is_inexact(d), "a floating or complex", d) < 0 ||
        ct_check_dtype(c, b->dtype == d, "end of input's", (ct_dtype)b->dtype) < 0) {
        return NULL;
    }
    w = ct_tensor_is_weak(w) ? number_for(s, w, d) : widened(s, w, d);
    if (!w) {
        return NULL;
    }
    ct_call call;
    ct_call_init(&call, CT_ROW(lerp_alike));
    ct_call_tensor(&call, CT_AT(lerp_alike, input), a);
    ct_call_tensor(&call, CT_AT(lerp_alike, end), b);
    ct_call_tensor(&call, CT_AT(lerp_alike, weight), w);
    return ct_s_cast(s, in_form(s, c, &call, a), d);
}

/* The largest finite number of a floating dtype. */
static double largest(ct_dtype d)
{
    switch (d) {
    case CT_DTYPE_F16:
        return 65504;
    case CT_DTYPE_BF16:
        return 0x1.fep127;
    case CT_DTYPE_F32:
        return FLT_MAX;
    default:
        return DBL_MAX;
    }
}

/* nan_to_num of floats. */
static ct_tensor *replaced(ct_scope *s, const ct_call *c, ct_tensor *x)
{
    if (!x) {
        return NULL;
    }
    ct_dtype d = (ct_dtype)x->dtype;
    double high =
               GIVEN(c, nan_to_num, posinf) ? ARG(c, nan_to_num, posinf).f : largest(d),
           low = GIVEN(c, nan_to_num, neginf) ? ARG(c, nan_to_num, neginf).f
                                              : -largest(d);
    ct_call call;
    ct_call_init(&call, CT_ROW(nan_to_num_floating));
    ct_call_tensor(&call, CT_AT(nan_to_num_floating, input), x);
    ct_call_some(&call, CT_AT(nan_to_num_floating, nan),
                 CT_SOME_FLOAT(ARG(c, nan_to_num, nan).f));
    ct_call_some(&call, CT_AT(nan_to_num_floating, posinf), CT_SOME_FLOAT(high));
    ct_call_some(&call, CT_AT(nan_to_num_floating, neginf), CT_SOME_FLOAT(low));
    return in_form(s, c, &call, x);
}

CT_BODY(nan_to_num)
{
    ct_tensor *x = ARG(c, nan_to_num, input).tensor;
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_dtype_is_complex(d)) {
        ct_tensor *re = replaced(s, c, ct_s_real(s, x));
        ct_tensor *im = replaced(s, c, ct_s_imag(s, x));
        return c->form == CT_FORM_INPLACE ? x : ct_s_complex_parts(s, re, im);
    }
    return ct_dtype_is_floating(d) ? replaced(s, c, x) : ct_s_contiguous_copy(s, x);
}
