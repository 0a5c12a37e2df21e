/* The inverses of erf and of the normal distribution function, for float32 and float64, as
 * x P(w) with w = -log(1 - x^2) (M. Giles, "Approximating the erfinv function", 2010): P
 * is a polynomial in w, for a larger w one in v = 1 / sqrt(w) divided by v, and for the
 * rest, of which uniform numbers have one in ten millions, there are Newton's steps. */
#ifndef CT_SIMD_MATH_NORMAL_INVERSE_H
#define CT_SIMD_MATH_NORMAL_INVERSE_H

#include "simd/math_normal.h"

/* P(w) for 0 <= w <= 5, to 2^-24.7. */
static inline v_f32 f32_erfinv_near(v_f32 w)
{
    static const float p[] = {0x1.c5bf88p-1f,  0x1.db2a1p-3f,    0x1.7a6cd6p-7f,
                              -0x1.31f348p-9f, -0x1.0b8a8ap-13f, 0x1.76545p-15f,
                              0x1.09dd0cp-18f, -0x1.08a812p-19f, 0x1.d98574p-23f,
                              -0x1.2d30b6p-27f};
    return f32_poly(w, p, 10);
}

/* v P(w) in v - 0.34375 for 1 / v in [2.23, 4.1], to 2^-24.9. */
static inline v_f32 f32_erfinv_mid(v_f32 v)
{
    static const float p[] = {0x1.e29788p-1f,  -0x1.54b65cp-3f, 0x1.2a9abcp-2f,
                              0x1.3d8ac4p+0f,  0x1.ba544ap+1f,  -0x1.d772fp+1f,
                              -0x1.273a34p+6f, 0x1.ced72p+4f,   0x1.7a0124p+9f};
    return f32_poly(v - 0.34375f, p, 9);
}

/* For w <= 5, to 2^-54.4. */
static inline v_f64 f64_erfinv_near(v_f64 w)
{
    static const double p[] = {
        0x1.c5bf891b4ef6bp-1,   0x1.db29fb2fee58cp-3,   0x1.7a72e72c2a497p-7,
        -0x1.3211026057e0cp-9,  -0x1.0c86b754bbc25p-13, 0x1.87013cc8977a8p-15,
        0x1.0f21671e5b901p-19,  -0x1.0fdaa75f1de6bp-20, -0x1.3e1659c909f0cp-25,
        0x1.8294d9b4262b1p-26,  0x1.12db322348ae1p-30,  -0x1.782b7b5de80f8p-31,
        0x1.1cd1932bf36f3p-34,  -0x1.56e09f7773fa1p-36, 0x1.5bc2fb2715162p-37,
        -0x1.532a5acab9601p-39, 0x1.65f8a07214cc4p-42,  -0x1.7b944be1538b6p-46,
        0x1.25abcd9aedb36p-56,  0x1.0202d4dce873dp-53,  -0x1.2bf8437ec85bfp-57,
        0x1.dfcf8f1f21c88p-63};
    return f64_poly(w, p, 22);
}

/* To 2^-54.9. */
static inline v_f64 f64_erfinv_mid(v_f64 v)
{
    static const double p[] = {
        0x1.e297890047871p-1,  -0x1.54b6b5c715a3p-3,  0x1.2a7ec8a86129ep-2,
        0x1.3dc346406808ap0,   0x1.c20e555ad141ep1,   -0x1.0107ea17f259fp2,
        -0x1.5646df0a0c301p6,  0x1.4e64ffc17ca6ep6,   0x1.a18b2599f7a15p10,
        -0x1.005941f757ecfp12, -0x1.899b6322a531ep14, 0x1.12eb77856fccap17,
        0x1.5d5e16471b9fdp16,  -0x1.5fecccb674837p21, 0x1.ebc2d8c0504c1p22,
        0x1.48b9625445bfp24,   -0x1.a85cabe5a3f91p27, 0x1.0d68e0e8fb788p29,
        0x1.48638357fb38bp30,  -0x1.069a52d0e2986p34, 0x1.923a640aff177p35,
        0x1.07b66befd18a5p37,  -0x1.2caff384506d3p40, 0x1.284bbc89a343fp39,
        0x1.d89ce3e1577a2p42};
    return f64_poly(v - 0.34375, p, 25);
}

#define CT_ERFINV(L, M, T)                                                        \
    /* By Newton's steps on the logarithm of erfc z = 1 - x, w >= 16. */          \
    static inline v_##L L##_erfinv_far(v_##L w)                                   \
    {                                                                             \
        v_##L e = L##_exp(-w), log_c = 0.25f * e - (w + (T)0.69314718055994531);  \
        v_##L z = L##_log(-log_c) * 0.5f + (T)0.5723649429247001;                 \
        z = L##_sqrt(-log_c - z);                                                 \
        for (int k = 0; k < 4; k++) {                                             \
            v_##L scaled = L##_erfcx_right(z);                                    \
            v_##L off = L##_log(scaled) - z * z - log_c;                          \
            z = L##_mad(off * scaled, L##_set((T)0.88622692545275801), z);        \
        }                                                                         \
        return L##_mad(z * e, L##_mad(e, L##_set(0.375f), L##_set(0.5f)), z);     \
    }                                                                             \
    static inline v_##L L##_erfinv_ratio(v_##L w)                                 \
    {                                                                             \
        v_##L y = L##_erfinv_near(w);                                             \
        if (M##_any(w > 5)) {                                                     \
            v_##L s = L##_sqrt(w), mid = L##_erfinv_mid(1 / s) * s;               \
            y = L##_sel(w > 5, mid, y);                                           \
        }                                                                         \
        return M##_any(w > 16.5f) ? L##_sel(w > 16.5f, L##_erfinv_far(w), y) : y; \
    }                                                                             \
    static inline v_##L L##_erfinv(v_##L x) /* 3 ULP */                           \
    {                                                                             \
        v_##L a = L##_abs(x), low, square = L##_two_product(a, a, &low);          \
        v_##L y = a * L##_erfinv_ratio(-L##_log((1 - square) - low));             \
        return L##_copysign(L##_sel(a == 1, L##_set(HUGE_VALF), y), x);           \
    }                                                                             \
    static inline v_##L L##_ndtri(v_##L p) /* 4 ULP */                            \
    {                                                                             \
        v_##L q = L##_min(1 - p, p), w = -L##_log(4 * q * (1 - q));               \
        v_##L y = (1 - 2 * q) * (T)1.4142135623730951 * L##_erfinv_ratio(w);      \
        return L##_copysign(L##_sel(q == 0, L##_set(HUGE_VALF), y), p - 0.5f);    \
    }
CT_ERFINV(f32, i32, float)
CT_ERFINV(f64, i64, double)
#undef CT_ERFINV

#endif
