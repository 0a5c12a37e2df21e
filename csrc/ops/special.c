/* special: what is made of lgamma, digamma and zeta. */
#include <math.h>

#include "core/device.h"
#include "ops/scope.h"
#include "rows/arithmetic.h"
#include "rows/create.h"
#include "rows/reduce.h"
#include "rows/special.h"
#include "rows/view.h"

/* The dtype of a result that is computed in floats; CT_DTYPE_COUNT with the error set. */
static ct_dtype real_dtype(const ct_call *c, const ct_tensor *x)
{
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, !ct_dtype_is_complex(d), "a real", d) < 0) {
        return CT_DTYPE_COUNT;
    }
    return ct_dtype_is_integral(d) ? ct_dtype_default() : d;
}

/* (-1)^(n + 1) n! zeta(n + 1, x); float64 holds the factorial up to 170. */
CT_BODY(polygamma)
{
    ct_tensor *x = ARG(c, polygamma, input).tensor;
    int64_t n = ARG(c, polygamma, n).i;
    ct_dtype d = real_dtype(c, x);
    if (d == CT_DTYPE_COUNT) {
        return NULL;
    }
    if (n < 0) {
        return ct_scope_fail(s, CT_ERR_RUNTIME,
                             "polygamma(n, x) does not support negative n.");
    }
    if (c->form == CT_FORM_INPLACE) { /* the gradient reads what will be overwritten */
        x = ct_s_clone(s, x);
    }
    if (n == 0) {
        return ct_s_digamma(s, x);
    }
    x = ct_s_cast(s, x, n > 30 ? CT_DTYPE_F64 : ct_dtype_compute(d));
    ct_tensor *factor = ct_s_float(s, (n % 2 ? 1 : -1) * tgamma((double)n + 1));
    ct_tensor *sum = ct_s_zeta(s, ct_s_float(s, (double)n + 1), x);
    return ct_s_cast(s, ct_s_mul(s, sum, factor), d);
}

CT_BODY(mvlgamma)
{
    ct_tensor *x = ARG(c, mvlgamma, input).tensor;
    int64_t p = ARG(c, mvlgamma, p).i;
    ct_dtype d = real_dtype(c, x);
    if (d == CT_DTYPE_COUNT) {
        return NULL;
    }
    if (p < 1) {
        return ct_scope_fail(s, CT_ERR_RUNTIME,
                             "p has to be greater than or equal to 1");
    }
    ct_dtype wide = ct_dtype_compute(d);
    int place = x->device | x->device_index << 8;
    ct_tensor *halves =
        ct_s_arange(s, ct_s_int(s, 0), ct_s_int(s, p), .device = CT_SOME(place));
    halves = ct_s_mul(s, ct_s_cast(s, halves, wide), ct_s_float(s, 0.5));
    x = ct_s_unsqueeze(s, ct_s_cast(s, x, wide), -1);
    ct_tensor *each = ct_s_lgamma(s, ct_s_sub(s, x, halves));
    ct_tensor *sum = ct_s_sum(s, each, .dim = ct_dims_of(1, (int64_t[]){-1}));
    double rest = log(M_PI) * (double)p * ((double)p - 1) / 4;
    return ct_s_cast(s, ct_s_add(s, sum, ct_s_float(s, rest)), d);
}
