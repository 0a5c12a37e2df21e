/* Functions of complex lanes, in float64; complex64 is computed there too, and rounded once.
 * Each is a formula for numbers well inside the range, made so that neither part loses
 * its digits and zeros keep their signs; lanes that are not (`odd`: infinities, NaN, sizes
 * whose squares or exponentials may leave the range) go through libm, one by one, which
 * has the values of C11's annex G. A lane's value does not depend on its neighbours. */
#ifndef CT_SIMD_MATH_COMPLEX_H
#define CT_SIMD_MATH_COMPLEX_H

#include "simd/complex_arithmetic.h"
#include "simd/math_hyperbolic.h"
#include "simd/math_inverse.h"

/* A part beyond a limit, or NaN. */
static inline v_i64 c128_beyond(v_c128 z, double re, double im)
{
    return ~((f64_abs(z.re) < re) & (f64_abs(z.im) < im));
}

/* A size whose square may leave the range; 0 is none. */
static inline v_i64 c128_extreme(v_c128 z)
{
    v_f64 size = f64_max(f64_abs(z.re), f64_abs(z.im));
    return ~((size > 0x1p-480) & (size < 0x1p480) & (z.re == z.re) & (z.im == z.im));
}

#define CT_PATCHED(y, z, odd, fn) \
    (__builtin_expect(i64_any(odd), 0) ? c128_each_1(y, z, odd, fn) : (y))

/* i z and z / i. */
static inline v_c128 c128_times_i(v_c128 z)
{
    return CT_OF(v_c128){-z.im, z.re};
}

static inline v_c128 c128_over_i(v_c128 z)
{
    return CT_OF(v_c128){z.im, -z.re};
}

/* ---- exponentials ---- */

static inline v_c128 c128_exp(v_c128 z)
{
    v_f64 size = f64_exp(z.re);
    v_c128 y = {size * f64_cos(z.im), size * f64_sin(z.im)};
    return CT_PATCHED(y, z, c128_beyond(z, 700, HUGE_VAL), cexp);
}

static inline ct_c128 ct_exp2_complex(ct_c128 z)
{
    return cexp(z * 0.6931471805599453);
}

/* The angle in two words, as its rounding would be an error of the result. */
static inline v_c128 c128_exp2(v_c128 z)
{
    const v_f64 ln2 = f64_set(0x1.62e42fefa39efp-1);
    v_f64 low, turn = f64_two_product(z.im, ln2, &low), size = f64_exp2(z.re);
    v_f64 c = f64_cos(turn), sine = f64_sin(turn), s;
    low = f64_mad(z.im, f64_set(0x1.abc9e3b39803fp-56), low);
    s = f64_sel(z.im == 0, z.im, f64_mad(low, c, sine));
    v_c128 y = {size * f64_mad(-low, sine, c), size * s};
    return CT_PATCHED(y, z, c128_beyond(z, 1000, 0x1p20), ct_exp2_complex);
}

/* exp(a) cos(b) - 1 without the difference of what is nearly 1. */
static inline ct_c128 ct_expm1_complex(ct_c128 z)
{
    double half = sin(cimag(z) / 2);
    ct_c128 y = cexp(z);
    CT_RE(y) = expm1(creal(z)) * cos(cimag(z)) - 2 * half * half;
    return y;
}

static inline v_c128 c128_expm1(v_c128 z)
{
    v_f64 half = f64_sin(0.5 * z.im), cosine = 1 - 2 * half * half;
    v_c128 y = {f64_expm1(z.re) * cosine - 2 * half * half,
                f64_exp(z.re) * f64_sin(z.im)};
    return CT_PATCHED(y, z, c128_beyond(z, 700, HUGE_VAL), ct_expm1_complex);
}

static inline ct_c128 ct_sigmoid_complex(ct_c128 z)
{
    return 1 / (1 + cexp(-z));
}

static inline v_c128 c128_sigmoid(v_c128 z)
{
    v_f64 size = f64_exp(-z.re);
    v_c128 d = {1 + size * f64_cos(z.im), size * f64_sin(z.im)};
    v_f64 inverse = 1 / (d.re * d.re + d.im * d.im);
    v_c128 y = {d.re * inverse, d.im * inverse};
    return CT_PATCHED(y, z, c128_beyond(z, 300, HUGE_VAL), ct_sigmoid_complex);
}

/* ---- circular and hyperbolic functions ---- */

static inline v_c128 c128_sinh(v_c128 z)
{
    v_c128 y = {f64_sinh(z.re) * f64_cos(z.im), f64_cosh(z.re) * f64_sin(z.im)};
    return CT_PATCHED(y, z, c128_beyond(z, 700, HUGE_VAL), csinh);
}

static inline v_c128 c128_cosh(v_c128 z)
{
    v_c128 y = {f64_cosh(z.re) * f64_cos(z.im), f64_sinh(z.re) * f64_sin(z.im)};
    return CT_PATCHED(y, z, c128_beyond(z, 700, HUGE_VAL), ccosh);
}

static inline v_c128 c128_sin(v_c128 z)
{
    return c128_over_i(c128_sinh(c128_times_i(z)));
}

static inline v_c128 c128_cos(v_c128 z)
{
    return c128_cosh(c128_times_i(z));
}

/* With t = tan y, s = sinh x and b = 1 + t^2 (W. Kahan, "Branch cuts for complex elementary
 * functions", 1987), (b s cosh x + i t) / (1 + b s^2). */
static inline v_c128 c128_tanh(v_c128 z)
{
    v_f64 t = f64_tan(z.im), b = 1 + t * t, s = f64_sinh(z.re);
    v_f64 inverse = 1 / (1 + b * s * s);
    v_c128 y = {b * s * f64_cosh(z.re) * inverse, t * inverse};
    return CT_PATCHED(y, z, c128_beyond(z, 200, HUGE_VAL), ctanh);
}

static inline v_c128 c128_tan(v_c128 z)
{
    return c128_over_i(c128_tanh(c128_times_i(z)));
}

/* sin(pi z) / (pi z); pi x loses nothing that matters, as x less its nearest integer and
 * that one's parity have its sine and cosine. */
static inline ct_c128 ct_sinc_complex(ct_c128 z)
{
    z *= 3.14159265358979323846;
    return z == 0 ? 1 : csin(z) / z;
}

static inline v_c128 c128_sinc(v_c128 z)
{
    const double pi = 3.14159265358979323846;
    v_f64 n = f64_round(z.re), half = 0.5 * n, r = (z.re - n) * pi, i = z.im * pi;
    v_c128 y = {f64_sin(r) * f64_cosh(i), f64_cos(r) * f64_sinh(i)};
    v_i64 flip = f64_round(half) != half;
    y.re = f64_sel(flip, -y.re, y.re), y.im = f64_sel(flip, -y.im, y.im);
    y = c128_div(y, CT_OF(v_c128){z.re * pi, i});
    v_i64 zero = (z.re == 0) & (z.im == 0);
    y.re = f64_sel(zero, f64_set(1), y.re), y.im = f64_sel(zero, f64_set(0), y.im);
    return CT_PATCHED(y, z, c128_beyond(z, 0x1p50, 200), ct_sinc_complex);
}

/* ---- logarithms ---- */

/* log |x + i y| given x = u + ul, and u - 1 = m + ml: half the logarithm of the square of
 * the size, in two words, or where that is nearly 1 of 1 and what it has more. */
static inline v_f64 f64_log_size(v_f64 u, v_f64 ul, v_f64 m, v_f64 ml, v_f64 y)
{
    v_f64 xl, yl, hl, xx = f64_two_product(u, u, &xl), yy = f64_two_product(y, y, &yl);
    v_f64 h = f64_two_sum(xx, yy, &hl);
    v_i64 near = (h > 0.5) & (h < 2);
    hl += (xl + yl) + 2 * u * ul;
    v_f64 result = f64_log_two(h, hl);
    if (i64_any(near)) {
        v_f64 pl, tl, above,
            p = f64_two_product(m, f64_two_sum(u, f64_set(1), &above), &pl);
        v_f64 t = f64_two_sum(p, yy, &tl);
        tl += (pl + yl) + (m * (above + ul) + ml * (u + 1));
        result = f64_sel(near, f64_log1p_two(t, tl), result);
    }
    return 0.5 * result;
}

static inline v_c128 c128_log(v_c128 z)
{
    v_f64 a = f64_abs(z.re), b = f64_abs(z.im), x = f64_max(a, b), none = {0};
    v_c128 y = {f64_log_size(x, none, x - 1, none, f64_min(a, b)),
                f64_atan2(z.im, z.re)};
    return CT_PATCHED(y, z, c128_extreme(z), clog);
}

static inline v_c128 c128_log2(v_c128 z)
{
    v_c128 y = c128_log(z);
    return CT_OF(v_c128){y.re * 1.4426950408889634, y.im * 1.4426950408889634};
}

static inline v_c128 c128_log10(v_c128 z)
{
    v_c128 y = c128_log(z);
    return CT_OF(v_c128){y.re * 0.4342944819032518, y.im * 0.4342944819032518};
}

static inline ct_c128 ct_log1p_complex(ct_c128 z)
{
    double a = creal(z), b = cimag(z);
    ct_c128 y = clog(1 + z);
    if (cabs(z) < 0.5) {
        CT_RE(y) = log1p(a * (2 + a) + b * b) / 2;
    }
    return y;
}

static inline v_c128 c128_log1p(v_c128 z)
{
    v_f64 ul, u = f64_two_sum(f64_set(1), z.re, &ul), none = {0};
    v_c128 one = {u, z.im};
    v_c128 y = {f64_log_size(u, ul, z.re, none, z.im), f64_atan2(z.im, u)};
    v_i64 small = ~((f64_abs(z.re) > 0x1p-480) | (f64_abs(z.im) > 0x1p-480));
    return CT_PATCHED(y, z, c128_extreme(one) | small, ct_log1p_complex);
}

/* ---- roots ---- */

/* s = sqrt((|x| + |z|) / 2) and |y| / (2 s) are its parts, in this order or the other. */
static inline v_c128 c128_sqrt_inside(v_c128 z)
{
    v_f64 size = f64_sqrt(f64_mad(z.re, z.re, z.im * z.im));
    v_f64 s = f64_sqrt(0.5 * (f64_abs(z.re) + size)), b = f64_abs(z.im);
    v_f64 t = f64_sel(s == 0, b, b / (s + s));
    v_i64 left = z.re < 0;
    return CT_OF(v_c128){f64_sel(left, t, s), f64_copysign(f64_sel(left, s, t), z.im)};
}

static inline v_c128 c128_sqrt(v_c128 z)
{
    v_i64 zero = (z.re == 0) & (z.im == 0);
    return CT_PATCHED(c128_sqrt_inside(z), z, c128_extreme(z) & ~zero, csqrt);
}

static inline ct_c128 ct_rsqrt_complex(ct_c128 z)
{
    return 1 / csqrt(z);
}

static inline v_c128 c128_rsqrt(v_c128 z)
{
    v_c128 root = c128_sqrt_inside(z);
    v_f64 inverse = 1 / (root.re * root.re + root.im * root.im);
    v_c128 y = {root.re * inverse, -root.im * inverse};
    return CT_PATCHED(y, z, c128_extreme(z), ct_rsqrt_complex);
}

/* ---- inverse circular and hyperbolic functions, after Kahan ---- */

/* sqrt(1 - z) and sqrt(1 + z), whose sizes are exact where it matters. */
static inline v_c128 c128_roots(v_c128 z, v_c128 *plus)
{
    *plus = c128_sqrt_inside(CT_OF(v_c128){1 + z.re, z.im});
    return c128_sqrt_inside(CT_OF(v_c128){1 - z.re, -z.im});
}

/* Numbers for which the roots' parts do not tell all: large ones, and those with a part so
 * small that its square vanishes; 0 is none. */
static inline v_i64 c128_not_middling(v_c128 z)
{
    v_f64 a = f64_abs(z.re), b = f64_abs(z.im);
    v_i64 good_a = (a == 0) | ((a > 0x1p-480) & (a < 0x1p200));
    v_i64 good_b = (b == 0) | ((b > 0x1p-480) & (b < 0x1p200));
    v_i64 small = (a < 0x1p-200) & (b < 0x1p-200) & ((a != 0) | (b != 0));
    return ~(good_a & good_b) | small;
}

static inline v_c128 c128_asin(v_c128 z)
{
    v_c128 p, m = c128_roots(z, &p);
    v_c128 y = {f64_atan2(z.re, m.re * p.re - m.im * p.im),
                f64_asinh(m.re * p.im - m.im * p.re)};
    y.im = f64_copysign(y.im, z.im);
    return CT_PATCHED(y, z, c128_not_middling(z), casin);
}

static inline v_c128 c128_acos(v_c128 z)
{
    v_c128 p, m = c128_roots(z, &p);
    v_c128 y = {2 * f64_atan2(m.re, p.re), f64_asinh(p.re * m.im - p.im * m.re)};
    y.im = f64_copysign(y.im, -z.im);
    return CT_PATCHED(y, z, c128_not_middling(z), cacos);
}

static inline v_c128 c128_asinh(v_c128 z)
{
    return c128_over_i(c128_asin(c128_times_i(z)));
}

static inline v_c128 c128_acosh(v_c128 z)
{
    v_c128 m = c128_sqrt_inside(CT_OF(v_c128){z.re - 1, z.im});
    v_c128 p = c128_sqrt_inside(CT_OF(v_c128){z.re + 1, z.im});
    v_c128 y = {f64_asinh(m.re * p.re + m.im * p.im), 2 * f64_atan2(m.im, p.re)};
    y.re = f64_abs(y.re);
    return CT_PATCHED(y, z, c128_not_middling(z), cacosh);
}

/* log1p(4 x / ((1 - x)^2 + y^2)) / 4 with |x|, and half the angle of
 * (1 - x) (1 + x) - y^2 + 2 i y. */
static inline v_c128 c128_atanh(v_c128 z)
{
    v_f64 x = f64_abs(z.re), y = z.im, left = 1 - x;
    v_f64 d = left * left + y * y;
    v_c128 w = {0.25 * f64_log1p(4 * x / d),
                0.5 * f64_atan2(2 * y, left * (1 + x) - y * y)};
    w.re = f64_copysign(w.re, z.re);
    v_i64 odd = c128_not_middling(z) | (d < 0x1p-60);
    return CT_PATCHED(w, z, odd, catanh);
}

static inline v_c128 c128_atan(v_c128 z)
{
    return c128_over_i(c128_atanh(c128_times_i(z)));
}

/* ---- powers ---- */

/* 0 to a power is 0 or NaN, as in NumPy. */
static inline ct_c128 ct_pow_complex(ct_c128 a, ct_c128 b)
{
    if (a == 0 && b != 0) {
        return creal(b) > 0 ? 0 : a / a;
    }
    return b == 0 ? 1 : cpow(a, b);
}

static inline v_c128 c128_pow(v_c128 a, v_c128 b)
{
    v_c128 l = c128_log(a);
    v_c128 t = {b.re * l.re - b.im * l.im, b.re * l.im + b.im * l.re};
    v_f64 size = f64_exp(t.re);
    v_c128 y = {size * f64_cos(t.im), size * f64_sin(t.im)};
    v_i64 odd = c128_extreme(a) | c128_extreme(b) | c128_beyond(t, 700, 0x1p40);
    return __builtin_expect(i64_any(odd), 0) ? c128_each_2(y, a, b, odd, ct_pow_complex)
                                             : y;
}

/* ---- complex64 ---- */

#define CT_COMPLEX_64(name)                                     \
    static inline v_c64 c64_##name(v_c64 z)                     \
    {                                                           \
        v_c128 low, high;                                       \
        c64_widen(z, &low, &high);                              \
        return c64_narrow(c128_##name(low), c128_##name(high)); \
    }
CT_COMPLEX_64(exp)
CT_COMPLEX_64(exp2)
CT_COMPLEX_64(expm1)
CT_COMPLEX_64(sigmoid)
CT_COMPLEX_64(sinh)
CT_COMPLEX_64(cosh)
CT_COMPLEX_64(sin)
CT_COMPLEX_64(cos)
CT_COMPLEX_64(tanh)
CT_COMPLEX_64(tan)
CT_COMPLEX_64(sinc)
CT_COMPLEX_64(log)
CT_COMPLEX_64(log2)
CT_COMPLEX_64(log10)
CT_COMPLEX_64(log1p)
CT_COMPLEX_64(sqrt)
CT_COMPLEX_64(rsqrt)
CT_COMPLEX_64(asin)
CT_COMPLEX_64(acos)
CT_COMPLEX_64(asinh)
CT_COMPLEX_64(acosh)
CT_COMPLEX_64(atan)
CT_COMPLEX_64(atanh)
#undef CT_COMPLEX_64

static inline v_c64 c64_pow(v_c64 a, v_c64 b)
{
    v_c128 a0, a1, b0, b1;
    c64_widen(a, &a0, &a1);
    c64_widen(b, &b0, &b1);
    return c64_narrow(c128_pow(a0, b0), c128_pow(a1, b1));
}

#endif
