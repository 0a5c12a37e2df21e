/* special: what is made of lgamma, digamma and zeta. */
#include <float.h>
#include <math.h>

#include "core/device.h"
#include "ops/scope.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/create.h"
#include "rows/division.h"
#include "rows/exponential.h"
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

/* sum((x / (x + k))^m) for k = 0, 1, 2, ...: x^m zeta(m, x), by Euler and Maclaurin behind
 * the first terms; of x > 1 and m > 171, where zeta is too small for float64. */
static ct_tensor *scaled_zeta(ct_scope *s, ct_tensor *x, double m)
{
    static const double bernoulli[] = {/* B_2j / (2j)! */
                                       1.0 / 12,         -1.0 / 720,
                                       1.0 / 30240,      -1.0 / 1209600,
                                       1.0 / 47900160,   -691.0 / 1307674368000,
                                       1.0 / 74724249600};
    enum { TERMS = 12, LAST = 6 };
    ct_tensor *sum = ct_s_float(s, 1), *tail = NULL, *power = NULL;
    for (int k = 1; k <= TERMS; k++) {
        power = ct_s_log1p(s, ct_s_true_divide(s, ct_s_float(s, k), x));
        power = ct_s_exp(s, ct_s_mul(s, power, ct_s_float(s, -m)));
        sum = k < TERMS ? ct_s_add(s, sum, power) : sum;
    }
    ct_tensor *from = ct_s_add(s, x, ct_s_float(s, TERMS));
    ct_tensor *by = ct_s_reciprocal(s, ct_s_square(s, from));
    for (int j = LAST; j >= 0; j--) {
        double factor = bernoulli[j];
        for (int i = 0; i <= 2 * j; i++) {
            factor *= m + i;
        }
        ct_tensor *term = ct_s_float(s, factor);
        tail = tail ? ct_s_add(s, ct_s_mul(s, tail, by), term) : term;
    }
    tail = ct_s_add(s, ct_s_true_divide(s, tail, from), ct_s_float(s, 0.5));
    tail = ct_s_add(s, tail, ct_s_true_divide(s, from, ct_s_float(s, m - 1)));
    return ct_s_add(s, sum, ct_s_mul(s, power, tail));
}

/* n! zeta(n + 1, x) where float64 does not hold the factorial. Up to 1 it does not hold
 * the result either, which is infinite of either sign. Of what is too large the part that
 * is near 1 is left out, as its slope times infinity would be NaN. */
static ct_tensor *large_order(ct_scope *s, ct_tensor *x, double n)
{
    ct_tensor *one = ct_s_float(s, 1), *most = ct_s_float(s, DBL_MAX);
    ct_tensor *above = ct_s_gt(s, x, one);
    ct_tensor *z = ct_s_where(s, above, x, ct_s_float(s, 2));
    ct_tensor *size = ct_s_mul(s, ct_s_log(s, z), ct_s_float(s, n + 1));
    size = ct_s_sub(s, ct_s_float(s, lgamma(n + 1)), size);
    ct_tensor *inside = ct_s_lt(s, size, ct_s_float(s, log(DBL_MAX)));
    ct_tensor *rest = ct_s_where(s, inside, z, ct_s_float(s, n));
    rest = ct_s_log(s, scaled_zeta(s, rest, n + 1));
    size = ct_s_add(s, size, ct_s_where(s, inside, rest, ct_s_float(s, 0)));
    z = ct_s_zeta(s, ct_s_float(s, n + 1), ct_s_where(s, above, one, x));
    z = ct_s_mul(s, ct_s_mul(s, z, most), most);
    return ct_s_where(s, above, ct_s_exp(s, size), z);
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
    double order = (double)n, sign = n % 2 ? 1 : -1;
    x = ct_s_cast(s, x, n > 30 ? CT_DTYPE_F64 : ct_dtype_compute(d));
    if (n > 170) {
        x = ct_s_mul(s, large_order(s, x, order), ct_s_float(s, sign));
        return ct_s_cast(s, x, d);
    }
    ct_tensor *factor = ct_s_float(s, sign * tgamma(order + 1));
    ct_tensor *sum = ct_s_zeta(s, ct_s_float(s, order + 1), x);
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
