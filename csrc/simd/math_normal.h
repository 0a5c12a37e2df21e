/* erfc and erfcx, the normal distribution function, its logarithm and inverses, for
 * float32 and float64.
 *
 * erfcx t = exp(t^2) erfc t falls from 1 as 1 / (sqrt(pi) t), so that (t + 1/2) erfcx t is
 * smooth on [0, inf) in u = (t - a) / (t + a). What quotients and squares lose by rounding
 * is added to the exponential's small part, as NOTE [Normal tail] in math_erf.h says.
 *
 * The inverses are x P(w) with w = -log(1 - x^2) (M. Giles, "Approximating the erfinv
 * function", 2010): P is a polynomial in w, beyond it in 1 / sqrt(w), and for the rest, of
 * which there is one number in millions, Newton's steps. */
#ifndef CT_SIMD_MATH_NORMAL_H
#define CT_SIMD_MATH_NORMAL_H

#include "simd/math_erf.h"

/* (t + 1/2) erfcx t in two words: c + (u Q(u) + cl) for a = 2, to 2^-27.3. */
static inline v_f32 f32_erfcx_poly(v_f32 u, v_f32 *low)
{
    static const float q[] = {-0x1.7bf5dap-5f, -0x1.5407bcp-4f,  0x1.4ff91ep-4f,
                              -0x1.bc2c3ep-6f, -0x1.06bfc2p-8f,  0x1.1de40ep-8f,
                              0x1.3ecfd8p-11f, -0x1.7fcb16p-11f, -0x1.75e80ap-13f,
                              0x1.d05dfep-14f, 0x1.079cc4p-15f,  -0x1.5271eep-17f};
    const v_f32 c = f32_set(0x1.46e80ep-1f);
    return f32_fast_two_sum(c, f32_mad(u, f32_poly(u, q, 12), f32_set(0x1.097926p-28f)),
                            low);
}

/* For a = 3.5, to 2^-55.7. */
static inline v_f64 f64_erfcx_poly(v_f64 u, v_f64 *low)
{
    static const double q[] = {
        -0x1.1ebd220ea5946p-4,  -0x1.59e2c284b1372p-8,  0x1.8f702ec6b3bc5p-5,
        -0x1.d76830c352961p-5,  0x1.686106045ecdap-5,   -0x1.8ff5ef76e3b08p-6,
        0x1.38ec66747f072p-7,   -0x1.143c4ca2b1b1fp-9,  -0x1.3cf36fa7bdb65p-13,
        0x1.27e664515fdc1p-12,  -0x1.fda8a44fad71ap-15, -0x1.66e21f175672dp-16,
        0x1.9705257180f99p-17,  0x1.3885eea56be08p-20,  -0x1.ffe7ac896c4b1p-20,
        -0x1.81d5f052efc83p-26, 0x1.42e73b581c986p-22,  -0x1.cc2f2c6d945b5p-29,
        -0x1.9df212a4ebe8bp-25, -0x1.4ebd092d0b26p-32,  0x1.d3d2ab4d04ec3p-28,
        0x1.2cd6e22c6b457p-32,  -0x1.3ff6840140faep-31, -0x1.65d63dd711fa3p-35};
    const v_f64 c = f64_set(0x1.3e0a99a0ee914p-1);
    v_f64 rest = f64_mad(u, f64_poly(u, q, 24), f64_set(-0x1.2a191143196bap-58));
    return f64_fast_two_sum(c, rest, low);
}

/* A: that of u; END: where erfc is 0; GROWN: where exp(x^2) is infinite; LARGE: whose sums are finite. */
#define CT_ERFC(L, M, A, END, GROWN, LARGE, SQRT_HALF, SQRT_HALF_LOW)                         \
    /* erfc(t + tl) = result 2^n for 0 <= t <= END and a tl of its last place. */             \
    static inline v_##L L##_erfc_parts(v_##L t, v_##L tl, v_##L *n)                           \
    {                                                                                         \
        v_##L dl, pl, ql, lo, hi = L##_two_product(t, t, &lo);                                \
        v_##L p = L##_erfcx_poly((t - (A)) / (t + (A)), &pl),                                 \
              d = L##_two_sum(t, L##_set(0.5f), &dl);                                         \
        v_##L inverse = 1 / d, q = p * inverse, product = L##_two_product(q, d, &ql);         \
        ql = (((p - product) - ql) + (pl - q * dl)) * inverse;                                \
        v_##L r = L##_mod_ln2(-hi, n), tail = L##_exp_tail(r), e = 1 + (r + tail);            \
        v_##L low = L##_mad(L##_mad(t + t, tl, lo), -e, tail);                                \
        return q + L##_mad(q, r, L##_mad(q, low, ql * e));                                    \
    }                                                                                         \
    /* 2^-down erfc(t + tl): up to 0.7 from erf's polynomial, whose terms are small there. */ \
    static inline v_##L L##_erfc_right(v_##L t, v_##L tl, v_##L down)                         \
    {                                                                                         \
        v_##L n, slope = L##_mad(t, L##_set(-0.71f), L##_set(1.128f));                        \
        v_##L near = ((1 - t) - tl * slope) - t * L##_erf_poly(t * t);                        \
        v_##L y = L##_erfc_parts(L##_min(L##_set(END), t), tl, &n);                           \
        return L##_sel(t < 0.7f, near * (1 - 0.5f * down), L##_scale(y, n - down));           \
    }                                                                                         \
    /* erfc(x / sqrt 2) / 2 for x >= 0. */                                                    \
    static inline v_##L L##_upper_tail(v_##L x)                                               \
    {                                                                                         \
        v_##L c = L##_min(L##_set(1.5f * (END)), x), tl;                                      \
        v_##L t = L##_two_product(c, L##_set(SQRT_HALF), &tl);                                \
        return L##_erfc_right(t, L##_mad(c, L##_set(SQRT_HALF_LOW), tl), L##_set(1));         \
    }                                                                                         \
    static inline v_##L L##_ndtr(v_##L x) /* 3 ULP */                                         \
    {                                                                                         \
        v_##L y = L##_upper_tail(L##_abs(x));                                                 \
        return L##_sel(x > 0, 1 - y, y);                                                      \
    }                                                                                         \
    /* erfcx t for t >= 0. What u loses by rounding matters near 0, where the polynomial  \
     * is steepest. */   \
    static inline v_##L L##_erfcx_right(v_##L t)                                              \
    {                                                                                         \
        v_##L c = L##_min(L##_set(LARGE), t), above = c - (A), below = c + (A), ql,           \
              low;                                                                            \
        v_##L u = above / below, q = L##_two_product(u, below, &ql);                          \
        v_##L rest =                                                                          \
            ((above - q) - ql) + ((c - (above + (A))) - u * (c - (below - (A))));             \
        v_##L p = L##_erfcx_poly(u, &low);                                                    \
        v_##L slope =                                                                         \
            L##_max(L##_set(0), L##_mad(u, L##_set(-1.5f), L##_set(-0.75f)));                 \
        return L##_mad(rest / below, slope, p) / (t + 0.5f);                                  \
    }                                                                                         \
    /* Below 0 it is 2 exp(x^2) less that of -x. */                                           \
    static inline v_##L L##_erfcx(v_##L x) /* 3 ULP */                                        \
    {                                                                                         \
        v_##L y = L##_erfcx_right(L##_abs(x));                                                \
        if (!M##_any(x < 0)) {                                                                \
            return y;                                                                         \
        }                                                                                     \
        v_##L n, lo, t = L##_min(L##_set(GROWN), L##_abs(x));                                 \
        v_##L hi = L##_two_product(t, t, &lo), r = L##_mod_ln2(hi, &n) + lo;                  \
        v_##L grown = L##_scale(1 + L##_expm1_poly(r), n + 1);                                \
        return L##_sel(x < 0, grown - y, y);                                                  \
    }                                                                                         \
    static inline v_##L L##_log_ndtr(v_##L x) /* 3 ULP */                                     \
    {                                                                                         \
        v_##L t = L##_abs(x), scaled = L##_erfcx_right(t * L##_set(SQRT_HALF));               \
        v_##L left = L##_log(0.5f * scaled) - 0.5f * t * t, tail = L##_upper_tail(t);         \
        v_##L right = L##_log1p(-L##_sel(x < 0, 1 - tail, tail));                             \
        return L##_sel(x < -0.7f, left, right);                                               \
    }
CT_ERFC(f32, i32, 2, 10.1f, 9.5f, 0x1p80f, 0x1.6a09e6p-1f, 0x1.9fcef4p-27f)
CT_ERFC(f64, i64, 3.5, 27.3, 27, 0x1p900, 0x1.6a09e667f3bcdp-1, -0x1.bdd3413b26456p-55)
#undef CT_ERFC

#define CT_ERFC(L)                                                              \
    static inline v_##L L##_erfc(v_##L x) /* 2 ULP */                           \
    {                                                                           \
        v_##L y = L##_erfc_right(L##_abs(x), CT_OF(v_##L){0}, CT_OF(v_##L){0}); \
        return L##_sel(x < 0, 2 - y, y);                                        \
    }
#ifndef f32_erfc
CT_ERFC(f32)
#endif
CT_ERFC(f64)
#undef CT_ERFC

#endif
