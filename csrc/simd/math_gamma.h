/* The gamma function's kin for float64; float32 is computed in float64 lanes.
 *
 * lgamma is (x - 1) (x - 2) P(u) on [1, 7], u = (x - 2.25) / (x + 2.25), below 1 that of
 * x + 1 less log x, beyond 7 Stirling's series; negative numbers go through libm, which
 * knows its zeros there. digamma has its pole at 0 and its zero taken out of the
 * polynomial, x digamma(x) / (x - zero) in u = (x - 4) / (x + 4) on [0, 8]; negative
 * numbers go through ct_digamma. zeta(s, q) is ten of its terms and Euler and Maclaurin's
 * formula for the others; what is not finite, not above 0 or huge goes through ct_zeta. */
#ifndef CT_SIMD_MATH_GAMMA_H
#define CT_SIMD_MATH_GAMMA_H

#include "simd/gamma.h"
#include "simd/math_pow.h"

/* To 2^-54.3. */
static inline v_f64 f64_lgamma_poly(v_f64 u)
{
    static const double p[] = {
        0x1.992dfc9539d9bp-2,   -0x1.8bbd2b8889a76p-2, 0x1.00738a17174fcp-3,
        -0x1.1335ac2057b3p-3,   0x1.4efd6847b9f75p-4,  -0x1.5ad860a8959e1p-4,
        0x1.f7db5df99811ap-5,   -0x1.005f820f35d3ap-4, 0x1.9476bb1fc280dp-5,
        -0x1.982516dcc19aap-5,  0x1.51d82e8b2c6a3p-5,  -0x1.536b5081515a1p-5,
        0x1.21f2e2c265755p-5,   -0x1.22dda00e303d1p-5, 0x1.fe672f274180ep-6,
        -0x1.faccb37a2fc78p-6,  0x1.b0b4fb5e18ce9p-6,  -0x1.c395254423825p-6,
        0x1.fde5763f54212p-6,   -0x1.d9148623118e4p-6, 0x1.ec535780fd74ep-9,
        -0x1.db57dac704816p-14, 0x1.6a6704cf317fep-5,  -0x1.15cb99b439f9cp-4,
        0x1.c6fcb4d6a39bfp-6};
    return f64_poly(u, p, 25);
}

/* To 2^-53.0. */
static inline v_f64 f64_digamma_poly(v_f64 u)
{
    static const double p[] = {
        0x1.faba9cd7f872dp0,  0x1.4c6891f07867bp0,  0x1.4df29da4b039p-2,
        0x1.843276010455cp-2, 0x1.a7181d504a175p-3, 0x1.b1aed37bd966fp-3,
        0x1.35d5930bf3cc9p-3, 0x1.2a26cd11b65b1p-3, 0x1.e5bc5fe3ef575p-4,
        0x1.c74bcccbea786p-4, 0x1.8d0500333b57fp-4, 0x1.71a918720558dp-4,
        0x1.4e5ebddfcdc7bp-4, 0x1.37855364e0961p-4, 0x1.1f62fd843d335p-4,
        0x1.1045ffed65f2p-4,  0x1.05f420f515c92p-4, 0x1.e72ce90443977p-5,
        0x1.7e0de90d866dap-5, 0x1.04a5a1b8dd241p-5, 0x1.44de4c1cb70ddp-5,
        0x1.5a5129a9b537fp-4, 0x1.16979bb4e4ee2p-3, 0x1.2748164e1b7dbp-3,
        0x1.9cf92bccb336dp-4, 0x1.73b33ab240903p-5, 0x1.89b3511bf28dcp-7,
        0x1.7817bc0cf7ef7p-10};
    return f64_poly(u, p, 28);
}

static inline v_f64 f64_lgamma(v_f64 x) /* 4 ULP */
{
    /* B_2k / (2 k (2 k - 1)) */
    static const double p[] = {1. / 12,    -1. / 360,       1. / 1260,
                               -1. / 1680, 1. / 1188,       -691. / 360360,
                               1. / 156,   -3617. / 122400, 43867. / 244188};
    v_i64 low = x < 1, far = x > 7;
    v_f64 log_x = f64_log(x), first = f64_sel(low, x, x - 1),
          t = f64_sel(low, x + 1, x);
    v_f64 y = first * ((1 - first) * f64_lgamma_poly((t - 2.25) / (t + 2.25)));
    y = f64_sel(low, -log_x, f64_set(0)) - y; /* 0 has its sign */
    if (i64_any(far)) {
        v_f64 v = 1 / x, series = v * f64_poly(v * v, p, 9);
        v_f64 rest = 0x1.acfe390c97d68p-2 + series; /* log(2 pi) / 2 - 1/2 */
        y = f64_sel(far, f64_mad(x - 0.5, log_x - 1, rest), y);
    }
    if (i64_any(x < 0)) {
        for (int i = 0; i < CT_LANES(double); i++) {
            y[i] = x[i] < 0 ? ct_lgamma(x[i]) : y[i];
        }
    }
    return y;
}

static inline v_f64 f64_digamma(v_f64 x) /* 4 ULP */
{
    /* B_2k / (2 k) */
    static const double p[] = {1. / 12,   -1. / 120,     1. / 252,
                               -1. / 240, 1. / 132,      -691. / 32760,
                               1. / 12,   -3617. / 8160, 43867. / 14364};
    const double zero = 0x1.762d86356be3fp0, zero_low = 0x1.b86a722197829p-54;
    v_f64 v = 1 / x;
    v_i64 low = x < 0.5; /* near the pole it is that of x + 1, less the pole */
    v_f64 t = f64_sel(low, x + 1, x), poly = f64_digamma_poly((t - 4) / (t + 4));
    v_f64 y = ((t - zero) - zero_low) * poly * f64_sel(low, 1 / t, v);
    y = f64_sel(low, y - v, y);
    if (i64_any(x > 8)) {
        v_f64 z = v * v, far = f64_log(x) - f64_mad(z, f64_poly(z, p, 9), 0.5 * v);
        y = f64_sel(x > 8, far, y);
    }
    if (i64_any(x < 0)) {
        for (int i = 0; i < CT_LANES(double); i++) {
            y[i] = x[i] < 0 ? ct_digamma(x[i]) : y[i];
        }
    }
    return y;
}

/* x^-s, of which most are squares. */
static inline v_f64 f64_zeta_term(v_f64 x, v_f64 s, int squares)
{
    return squares ? 1 / (x * x) : f64_pow(x, -s);
}

/* For 1 < s < 2^20 and q > 0. */
static inline v_f64 f64_zeta_positive(v_f64 s, v_f64 q)
{
    /* B_2k / (2 k)! */
    static const double factors[] = {1. / 12,
                                     -1. / 720,
                                     1. / 30240,
                                     -1. / 1209600,
                                     1. / 47900160,
                                     -691 / 1307674368000.,
                                     1 / 74724249600.,
                                     -3617 / 10670622842880000.,
                                     43867 / 5109094217170944000.,
                                     -174611 / 802857662698291200000.,
                                     77683 / 14101100039391805440000.,
                                     -236364091 / 1693824136731743669452800000.};
    int squares = !i64_any(s != 2);
    v_f64 sum = f64_zeta_term(q, s, squares), x = q + 10;
    for (int k = 1; k < 10; k++) {
        sum += f64_zeta_term(q + k, s, squares);
    }
    v_f64 term = f64_zeta_term(x, s, squares), v = 1 / x, z = v * v;
    v_f64 rest = term * x / (s - 1) + 0.5 * term;
    term *= s * v;
    for (int k = 0; k < 12; k++) {
        rest = f64_mad(term, f64_set(factors[k]), rest);
        term *= (s + (2 * k + 1)) * (s + (2 * k + 2)) * z;
    }
    return sum + rest;
}

static inline v_f64 f64_zeta(v_f64 s, v_f64 q) /* 6 ULP */
{
    v_i64 plain = (s > 1) & (s < 0x1p20) & (q > 0) & (q < HUGE_VAL);
    v_f64 y = f64_zeta_positive(s, q);
    if (i64_any(~plain)) {
        for (int i = 0; i < CT_LANES(double); i++) {
            y[i] = plain[i] ? y[i] : ct_zeta(s[i], q[i]);
        }
    }
    return y;
}

#define CT_IN_F64(name)                                       \
    static inline v_f32 f32_##name(v_f32 x)                   \
    {                                                         \
        v_f64 low, high;                                      \
        f32_widen(x, &low, &high);                            \
        return f32_narrow(f64_##name(low), f64_##name(high)); \
    }
CT_IN_F64(lgamma)
CT_IN_F64(digamma)
#undef CT_IN_F64

static inline v_f32 f32_zeta(v_f32 s, v_f32 q)
{
    v_f64 s0, s1, q0, q1;
    f32_widen(s, &s0, &s1);
    f32_widen(q, &q0, &q1);
    return f32_narrow(f64_zeta(s0, q0), f64_zeta(s1, q1));
}

#endif
