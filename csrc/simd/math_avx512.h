/* Vector mathematics that AVX-512 does otherwise than math_f32.h and math_f64.h: its
 * permutations look up a table of 16 or 32 numbers in registers, its instructions for
 * mantissas and exponents take zeros, infinities, subnormals and NaN.  A function that is
 * defined here is also a macro of its own name, as in simd.h.  The tables and polynomials
 * are made with tools/ulp_minimax.py. */
#ifndef CT_SIMD_MATH_AVX512_H
#define CT_SIMD_MATH_AVX512_H

#include "simd/double_word.h"
#include "simd/pieces_avx512.h"
#include "simd/simd.h"

/* ---- tables: 16 or 32 numbers by the low bits of an index ---- */

static inline v_f32 f32_look_up(const float table[16], v_i32 index)
{
    return (v_f32)_mm512_permutexvar_ps((__m512i)index, _mm512_loadu_ps(table));
}

static inline v_f32 f32_look_up_32(const float table[32], v_i32 index)
{
    __m512 low = _mm512_loadu_ps(table), high = _mm512_loadu_ps(table + 16);
    return (v_f32)_mm512_permutex2var_ps(low, (__m512i)index, high);
}

static inline v_f64 f64_look_up(const double table[16], v_i64 index)
{
    __m512d low = _mm512_loadu_pd(table), high = _mm512_loadu_pd(table + 8);
    return (v_f64)_mm512_permutex2var_pd(low, (__m512i)index, high);
}

/* ---- exponentials ---- */

/* (exp(r) - 1 - r) / r^2 for |r| <= 0.3476, to 2^-28.1 of exp(r). */
static inline v_f32 f32_exp_poly(v_f32 r)
{
    static const float q[] = {0x1.fffffcp-2f, 0x1.555488p-3f, 0x1.555842p-5f,
                              0x1.1240dep-7f, 0x1.6ae898p-10f};
    return f32_poly(r, q, 5);
}

/* exp(r) 2^n with exp(r) = 1 + r + r^2 Q(r); lanes that round to zero are put to zero. */
#define f32_exp f32_exp
static inline v_f32 f32_exp(v_f32 x) /* 1 ULP */
{
    __mmask16 above = _mm512_cmp_ps_mask((__m512)x, _mm512_set1_ps(-104), _CMP_NLT_UQ);
    x = f32_min(f32_set(89), x);
    v_f32 n = f32_mad(x, f32_set(0x1.715476p0f), f32_set(0x1.8p23f)) - 0x1.8p23f;
    v_f32 r = f32_mad(n, f32_set(-0x1.62e4p-1f), x);
    r = f32_mad(n, f32_set(-0x1.7f7d1cp-20f), r);
    v_f32 e = f32_mad(f32_exp_poly(r), r, f32_set(1));
    e = f32_mad(e, r, f32_set(1));
    return (v_f32)_mm512_maskz_scalef_ps(above, (__m512)e, (__m512)n);
}

/* exp(x + xl): x = n ln 2 + r for n in 16ths, of which the exponent takes what is integral; 2^n of the
 * rest is in a table. */
static inline v_f64 f64_exp_two(v_f64 x, v_f64 xl)
{
    static const double powers[] = {0x1p0,
                                    0x1.0b5586cf9890fp0,
                                    0x1.172b83c7d517bp0,
                                    0x1.2387a6e756238p0,
                                    0x1.306fe0a31b715p0,
                                    0x1.3dea64c123422p0,
                                    0x1.4bfdad5362a27p0,
                                    0x1.5ab07dd485429p0,
                                    0x1.6a09e667f3bcdp0,
                                    0x1.7a11473eb0187p0,
                                    0x1.8ace5422aa0dbp0,
                                    0x1.9c49182a3f09p0,
                                    0x1.ae89f995ad3adp0,
                                    0x1.c199bdd85529cp0,
                                    0x1.d5818dcfba487p0,
                                    0x1.ea4afa2a490dap0};
    /* What rounding took from them, relative. */
    static const double rests[] = {0,
                                   0x1.79aa65d837b6dp-54,
                                   -0x1.01b15eaa59348p-55,
                                   0x1.68efde3a8a894p-54,
                                   0x1.34d754db0abb6p-55,
                                   0x1.59f48a72a4c6dp-55,
                                   0x1.690cebb7aafbp-56,
                                   0x1.063e1e21c5409p-54,
                                   -0x1.3b3efbf5e2228p-54,
                                   -0x1.b32dcb94da51dp-56,
                                   0x1.db72fc1f0eab4p-55,
                                   0x1.1affc2b91ce27p-56,
                                   0x1.c1a7792cb3387p-55,
                                   0x1.36eae30af0cb3p-56,
                                   0x1.4a385a63d07a7p-56,
                                   -0x1.ff7128fd391fp-55};
    /* (exp(r) - 1 - r) / r^2 for |r| <= 0.0217, to 2^-56.2 of exp(r). */
    static const double q[] = {0x1.fffffffffffb9p-2, 0x1.555555548f744p-3,
                               0x1.55555558f9815p-5, 0x1.11123abe01e4ap-7,
                               0x1.6c14c909aea9bp-10};
    __mmask8 above = _mm512_cmp_pd_mask((__m512d)x, _mm512_set1_pd(-746), _CMP_NLT_UQ);
    x = f64_min(f64_set(710), x);
    v_f64 t = f64_mad(x, f64_set(0x1.71547652b82fep0), f64_set(0x1.8p48));
    v_f64 n = t - 0x1.8p48, power = f64_look_up(powers, (v_i64)t);
    v_f64 r = f64_mad(n, f64_set(-0x1.62e42fefa38p-1), x);
    r = f64_mad(n, f64_set(-0x1.ef35793c7673p-45), r) +
        (f64_look_up(rests, (v_i64)t) + xl);
    v_f64 e = f64_mad(r * r, f64_poly(r, q, 5), r);
    e = f64_mad(power, e, power);
    return (v_f64)_mm512_maskz_scalef_pd(above, (__m512d)e, (__m512d)n);
}

#define f64_exp f64_exp
static inline v_f64 f64_exp(v_f64 x) /* 1 ULP */
{
    return f64_exp_two(x, (v_f64){0});
}

/* ---- logarithms ---- */

/* NOTE [Logarithms by table]  x = 2^k m with m in [3/4, 3/2), and the upper 4 bits of m's
 * mantissa choose c and log c: log x = k log 2 - log c + log(1 + r), r = c m - 1, which is
 * in [-0.0314, 0.0626].  Beside 1 c is 1, so that nothing is lost there; elsewhere log c
 * has so few bits that k log 2 - log c is exact, and c is a number whose logarithm that is
 * to 2^-30 (2^-66).  An x of 0 or infinity gives an infinite k, a negative one NaN. */
static inline v_f32 f32_log_split(v_f32 x, const float c[16], v_f32 *k, v_i32 *index)
{
    __m512 m = _mm512_getmant_ps((__m512)x, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_nan);
    *k = (v_f32)_mm512_getexp_ps((__m512)x) - (v_f32)_mm512_getexp_ps(m);
    *index = (v_i32)_mm512_srli_epi32((__m512i)m, 19);
    return f32_mad((v_f32)m, f32_look_up(c, *index), f32_set(-1));
}

static inline v_f64 f64_log_split(v_f64 x, const double c[16], v_f64 *k, v_i64 *index)
{
    __m512d m = _mm512_getmant_pd((__m512d)x, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_nan);
    *k = (v_f64)_mm512_getexp_pd((__m512d)x) - (v_f64)_mm512_getexp_pd(m);
    *index = (v_i64)_mm512_srli_epi64((__m512i)m, 48);
    return f64_mad((v_f64)m, f64_look_up(c, *index), f64_set(-1));
}

/* (log(1 + r) - r) / r^2 for r in [-0.036, 0.0626], to 2^-28.0 of log(1 + r). */
static inline v_f32 f32_log_poly(v_f32 r)
{
    static const float q[] = {-0x1.fffffcp-2f, 0x1.555888p-2f, -0x1.003516p-2f,
                              0x1.85754p-3f};
    return f32_poly(r, q, 4);
}

/* The same to 2^-55.9. */
static inline v_f64 f64_log_poly(v_f64 r)
{
    static const double q[] = {
        -0x1.ffffffffffffp-2,  0x1.55555555562d2p-2,  -0x1.00000000277d8p-2,
        0x1.9999997fb5baap-3,  -0x1.555551d0a6212p-3, 0x1.2492b03590449p-3,
        -0x1.000f528a335f4p-3, 0x1.c6a29d8ef3b87p-4,  -0x1.6d9fdcfad2cf7p-4};
    return f64_poly(r, q, 9);
}

/* log(x + rest), of a rest where has_rest, a constant, says so. */
static inline v_f32 f32_log_sum(v_f32 x, v_f32 rest, int has_rest)
{
    static const float reciprocals[] = {
        0x1p0f,         0x1.d3f2e2p-1f, 0x1.b9cd86p-1f, 0x1.a48136p-1f,
        0x1.90325cp-1f, 0x1.7ba99ep-1f, 0x1.6d2f4ep-1f, 0x1.5bc826p-1f,
        0x1.4d53b6p0f,  0x1.426beap0f,  0x1.3541cep0f,  0x1.2a6fdep0f,
        0x1.1f36dep0f,  0x1.16423ep0f,  0x1.0d3cb4p0f,  0x1p0f};
    static const float logs[] = {0,
                                 0x1.708p-4f,
                                 0x1.2ep-3f,
                                 0x1.933p-3f,
                                 0x1.f89p-3f,
                                 0x1.3238p-2f,
                                 0x1.5a08p-2f,
                                 0x1.8c08p-2f,
                                 -0x1.0e48p-2f,
                                 -0x1.d87p-3f,
                                 -0x1.831p-3f,
                                 -0x1.3a2p-3f,
                                 -0x1.d74p-4f,
                                 -0x1.558p-4f,
                                 -0x1.9dp-5f,
                                 0};
    v_i32 index;
    v_f32 k, r = f32_log_split(x, reciprocals, &k, &index);
    if (has_rest) {
        r +=
            f32_scale(rest, f32_min(f32_set(64), -k)) * f32_look_up(reciprocals, index);
    }
    v_f32 high = f32_mad(k, f32_set(0x1.62e4p-1f), f32_look_up(logs, index));
    v_f32 low = f32_mad(r * r, f32_log_poly(r), k * 0x1.7f7d1cp-20f);
    return high + (r + low);
}

/* log(x + xl) for an xl of the last place of x. */
static inline v_f32 f32_log_two(v_f32 x, v_f32 xl)
{
    return f32_log_sum(x, xl, 1);
}

#define f32_log f32_log
static inline v_f32 f32_log(v_f32 x) /* 2 ULP */
{
    return f32_log_sum(x, (v_f32){0}, 0);
}

#define f32_log2 f32_log2
static inline v_f32 f32_log2(v_f32 x) /* 1 ULP */
{
    static const float reciprocals[] = {
        0x1p0f,         0x1.d2d792p-1f, 0x1.ba6bc8p-1f, 0x1.a4657ep-1f,
        0x1.8fb8cep-1f, 0x1.7c270cp-1f, 0x1.6b7b36p-1f, 0x1.5d0968p-1f,
        0x1.4d82e4p0f,  0x1.402b7p0f,   0x1.345356p0f,  0x1.29d684p0f,
        0x1.208c56p0f,  0x1.15375ep0f,  0x1.0bb80ap0f,  0x1p0f};
    static const float logs[] = {0,
                                 0x1.10dp-3f,
                                 0x1.af9p-3f,
                                 0x1.2338p-2f,
                                 0x1.6db8p-2f,
                                 0x1.b7ep-2f,
                                 0x1.fa2p-2f,
                                 0x1.1b04p-1f,
                                 -0x1.86cp-2f,
                                 -0x1.4a7p-2f,
                                 -0x1.12cp-2f,
                                 -0x1.bf4p-3f,
                                 -0x1.61ap-3f,
                                 -0x1.d68p-4f,
                                 -0x1.088p-4f,
                                 0};
    v_i32 index;
    v_f32 k, r = f32_log_split(x, reciprocals, &k, &index);
    v_f32 y = f32_mad(r, f32_log_poly(r) * 0x1.715476p0f, f32_set(0x1.4ae0cp-26f));
    y = f32_mad(r, f32_set(0x1.715476p0f), r * y);
    return (k + f32_look_up(logs, index)) + y;
}

#define f32_log10 f32_log10
static inline v_f32 f32_log10(v_f32 x) /* 2 ULP */
{
    static const float reciprocals[] = {
        0x1p0f,         0x1.d2f922p-1f, 0x1.bc3f38p-1f, 0x1.a3851cp-1f,
        0x1.8ecb76p-1f, 0x1.7c88ep-1f,  0x1.6ac774p-1f, 0x1.5c185ap-1f,
        0x1.4f63bap0f,  0x1.40eef8p0f,  0x1.356b1p0f,   0x1.2a4b9p0f,
        0x1.1f0c0cp0f,  0x1.167bdep0f,  0x1.0cbcb2p0f,  0x1p0f};
    static const float logs[] = {0,
                                 0x1.478p-5f,
                                 0x1.f9p-5f,
                                 0x1.626p-4f,
                                 0x1.bc8p-4f,
                                 0x1.07fp-3f,
                                 0x1.327p-3f,
                                 0x1.573p-3f,
                                 -0x1.e08p-4f,
                                 -0x1.922p-4f,
                                 -0x1.512p-4f,
                                 -0x1.1p-4f,
                                 -0x1.974p-5f,
                                 -0x1.2b8p-5f,
                                 -0x1.598p-6f,
                                 0};
    v_i32 index;
    v_f32 k, r = f32_log_split(x, reciprocals, &k, &index);
    v_f32 high = f32_mad(k, f32_set(0x1.344p-2f), f32_look_up(logs, index));
    v_f32 y = f32_mad(r, f32_log_poly(r) * 0x1.bcb7b2p-2f, f32_set(-0x1.5b235ep-27f));
    y = f32_mad(r, y, k * 0x1.3509f8p-18f);
    return high + f32_mad(r, f32_set(0x1.bcb7b2p-2f), y);
}

static const double f64_log_reciprocals[] = {0x1p0,
                                             0x1.d41d4153a3827p-1,
                                             0x1.bacf9119bc64dp-1,
                                             0x1.a41a413de536ep-1,
                                             0x1.8f9c18c603e15p-1,
                                             0x1.7d05f44825e36p-1,
                                             0x1.6c16c187cd048p-1,
                                             0x1.5c9882a020bb2p-1,
                                             0x1.4e5e0a99b8b99p0,
                                             0x1.4141411c5e724p0,
                                             0x1.3521cf949b6fbp0,
                                             0x1.29e4127f6894cp0,
                                             0x1.1f70481aa0407p0,
                                             0x1.15b1e5a3aada7p0,
                                             0x1.0c971537a4e0fp0,
                                             0x1p0};
static const double f64_log_logs[] = {0,
                                      0x1.6f0d2d128p-4,
                                      0x1.2955306af8p-3,
                                      0x1.9525abc188p-3,
                                      0x1.fb9187df1p-3,
                                      0x1.2e8e2b2c2cp-2,
                                      0x1.5d1bdba79p-2,
                                      0x1.89a338b5b4p-2,
                                      -0x1.1178e89944p-2,
                                      -0x1.d1037e3b3p-3,
                                      -0x1.823c158dap-3,
                                      -0x1.365fca2d48p-3,
                                      -0x1.da7279b3bp-4,
                                      -0x1.4d3111002p-4,
                                      -0x1.894aa86b2p-5,
                                      0};

static inline v_f64 f64_log_sum(v_f64 x, v_f64 rest, int has_rest)
{
    v_i64 index;
    v_f64 k, r = f64_log_split(x, f64_log_reciprocals, &k, &index);
    if (has_rest) {
        r += f64_scale(rest, f64_min(f64_set(64), -k)) *
             f64_look_up(f64_log_reciprocals, index);
    }
    v_f64 high =
        f64_mad(k, f64_set(0x1.62e42fefa38p-1), f64_look_up(f64_log_logs, index));
    v_f64 low = f64_mad(r * r, f64_log_poly(r), k * 0x1.ef35793c7673p-45);
    return high + (r + low);
}

/* log(x + xl) for an xl of the last place of x. */
static inline v_f64 f64_log_two(v_f64 x, v_f64 xl)
{
    return f64_log_sum(x, xl, 1);
}

#define f64_log f64_log
static inline v_f64 f64_log(v_f64 x) /* 1 ULP */
{
    return f64_log_sum(x, (v_f64){0}, 0);
}

/* log(1 + x + xl) for an xl of the last place of x: that and what 1 + x lost by rounding are
 * added to r. Below TINY the result is x, from LARGE on the 1 does not matter. */
#define CT_LOG1P(L, TINY, LARGE)                                                    \
    static inline v_##L L##_log1p_two(v_##L x, v_##L xl)                            \
    {                                                                               \
        v_##L u = 1 + x, back = u - x, rest = ((1 - back) + (x - (u - back))) + xl; \
        rest = L##_sel(x < LARGE, rest, L##_set(0));                                \
        return L##_sel(L##_abs(x) < TINY, x, L##_log_two(u, rest));                 \
    }                                                                               \
    static inline v_##L L##_log1p(v_##L x) /* 2 ULP */                              \
    {                                                                               \
        return L##_log1p_two(x, (v_##L){0});                                        \
    }
#define f32_log1p f32_log1p
CT_LOG1P(f32, 0x1p-25f, 0x1p26f)
#define f64_log1p f64_log1p
CT_LOG1P(f64, 0x1p-54, 0x1p55)
#undef CT_LOG1P

/* log(1 + r) for a base whose logarithm's inverse is c + cl: the error of r c counts. */
static inline v_f64 f64_log_other(v_f64 r, double c, double cl, v_f64 low)
{
    v_f64 y = r * c, yl = f64_mad(r, f64_set(c), -y);
    low += f64_mad(r, f64_set(cl), yl);
    return y + f64_mad(r * r, f64_log_poly(r) * c, low);
}

static const double f64_log2_reciprocals[] = {0x1p0,
                                              0x1.d41d41d74ffb5p-1,
                                              0x1.bacf912cfc6c3p-1,
                                              0x1.a41a41e285988p-1,
                                              0x1.8f9c18c0a7116p-1,
                                              0x1.7d05f3cb6b37fp-1,
                                              0x1.6c16c17b29517p-1,
                                              0x1.5c9882ee07f3dp-1,
                                              0x1.4e5e0a7ff3181p0,
                                              0x1.4141411cf2282p0,
                                              0x1.3521cfebae174p0,
                                              0x1.29e4129dbcf4ep0,
                                              0x1.1f70480130605p0,
                                              0x1.15b1e5e514782p0,
                                              0x1.0c9714f004186p0,
                                              0x1p0};
static const double f64_log2_logs[] = {0,
                                       0x1.08c588b978p-3,
                                       0x1.acf5e3aaf8p-3,
                                       0x1.244079d56p-2,
                                       0x1.6e221dacecp-2,
                                       0x1.b47ec09bbcp-2,
                                       0x1.f7a8564f88p-2,
                                       0x1.1bf3117966p-1,
                                       -0x1.8a8980e578p-2,
                                       -0x1.4f6fba85f4p-2,
                                       -0x1.169c064678p-2,
                                       -0x1.bfc67a7aep-3,
                                       -0x1.563dc41d88p-3,
                                       -0x1.e0b1ad0bp-4,
                                       -0x1.1bb3295cbp-4,
                                       0};

#define f64_log2 f64_log2
static inline v_f64 f64_log2(v_f64 x) /* 1 ULP */
{
    v_i64 index;
    v_f64 k, r = f64_log_split(x, f64_log2_reciprocals, &k, &index), zero = {0};
    v_f64 high = k + f64_look_up(f64_log2_logs, index);
    return high + f64_log_other(r, 0x1.71547652b82fep0, 0x1.777d0ffda0d24p-56, zero);
}

#define f64_log10 f64_log10
static inline v_f64 f64_log10(v_f64 x) /* 1 ULP */
{
    static const double reciprocals[] = {0x1p0,
                                         0x1.d41d40f5cc7e6p-1,
                                         0x1.bacf91101fccap-1,
                                         0x1.a41a41ffa4fa8p-1,
                                         0x1.8f9c1868aebd5p-1,
                                         0x1.7d05f4d1b3843p-1,
                                         0x1.6c16c11730cfp-1,
                                         0x1.5c988267fd80cp-1,
                                         0x1.4e5e0a21fcebap0,
                                         0x1.414141f5173fdp0,
                                         0x1.3521cf28bfad5p0,
                                         0x1.29e41348a5538p0,
                                         0x1.1f70476c05573p0,
                                         0x1.15b1e59ad31d3p0,
                                         0x1.0c97159105714p0,
                                         0x1p0};
    static const double logs[] = {0,
                                  0x1.3ed12034p-5,
                                  0x1.02428d1p-4,
                                  0x1.5fe803051p-4,
                                  0x1.b8de4fc08p-4,
                                  0x1.06cbd4c88p-3,
                                  0x1.2f3b69ebcp-3,
                                  0x1.55e8c5e7ep-3,
                                  -0x1.db11ebc7cp-4,
                                  -0x1.93e7e1f39p-4,
                                  -0x1.4f7aaa81dp-4,
                                  -0x1.0d9670bfdp-4,
                                  -0x1.9c1975542p-5,
                                  -0x1.216816bb8p-5,
                                  -0x1.559be1b18p-6,
                                  0};
    v_i64 index;
    v_f64 k, r = f64_log_split(x, reciprocals, &k, &index);
    v_f64 high = f64_mad(k, f64_set(0x1.34413509f78p-2), f64_look_up(logs, index));
    v_f64 low = k * 0x1.fef311f12b358p-46;
    return high + f64_log_other(r, 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57, low);
}

/* ---- for powers ---- */

/* A product that the compiler does not fuse with a sum. */
static inline v_f64 f64_times(v_f64 a, v_f64 b)
{
    return (v_f64)_mm512_mul_round_pd((__m512d)a, (__m512d)b, _MM_FROUND_CUR_DIRECTION);
}

/* log a in two words, to about 2^-62 relative: the tables' sum with k log 2 is exact;
 * r and r^2 / 2 have two words, and what is beyond is small. */
#define f64_log_two_words f64_log_two_words
static inline v_f64 f64_log_two_words(v_f64 a, v_f64 *low)
{
    /* (log(1 + r) - r + r^2 / 2) / r^3 to 2^-66 of r^-2, less its first, half of `third`. */
    static const double p[] = {
        -0x1.000000000008fp-2, 0x1.99999999a2243p-3,  -0x1.555555548b38dp-3,
        0x1.249248d511eb2p-3,  -0x1.000000deb8976p-3, 0x1.c71eb633c02dbp-4,
        -0x1.99b0780210657p-4, 0x1.71e345e26fa5fp-4,  -0x1.1f4e9d30b1a53p-4};
    /* What the logarithms of the table lack. */
    static const double rests[] = {0,
                                   0x1.0f5569d014a3bp-67,
                                   0x1.311f5183949c2p-68,
                                   0x1.0982bb327ae2bp-68,
                                   0x1.a2b8eca323d81p-71,
                                   -0x1.736701c4f1213p-72,
                                   0x1.6769af9fa6e8p-69,
                                   0x1.a953bfc05329ep-73,
                                   0x1.18f32ff6982b4p-69,
                                   -0x1.a0794d106cd0dp-67,
                                   -0x1.02261b549bdfdp-69,
                                   0x1.0206e6eb6ed95p-69,
                                   -0x1.380a2bcd52b85p-70,
                                   0x1.863ccef2e31e3p-70,
                                   -0x1.1a0e660655777p-71,
                                   0};
    __m512d m = _mm512_getmant_pd((__m512d)a, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_nan);
    v_f64 k = (v_f64)_mm512_getexp_pd((__m512d)a) - (v_f64)_mm512_getexp_pd(m);
    v_i64 index = (v_i64)_mm512_srli_epi64((__m512i)m, 48);
    v_f64 c = f64_look_up(f64_log_reciprocals, index), r = f64_times((v_f64)m, c);
    v_f64 rl = f64_mad((v_f64)m, c, -r);
    v_f64 h = f64_mad(k, f64_set(0x1.62e42fefa38p-1), f64_look_up(f64_log_logs, index));
    r -= 1;
    v_f64 e1, e2, half = 0.5 * r, q = f64_times(r, half), z = r * r;
    v_f64 ql = f64_mad(r, half, -q);
    v_f64 sum = f64_two_sum(f64_two_sum(h, r, &e1), -q, &e2);
    v_f64 third = f64_set(0x1.5555555555553p-1), cube = f64_times(q, r);
    v_f64 cl = f64_mad(ql, r, f64_mad(q, r, -cube)), w = f64_times(cube, third), e3;
    v_f64 wl = f64_mad(cube, third, -w) + cl * third;
    wl = f64_mad(z * z, f64_poly(r, p, 9), wl);
    sum = f64_two_sum(sum, w, &e3);
    v_f64 tail = f64_mad(k, f64_set(0x1.ef35793c7673p-45), wl) + e3;
    rl = f64_mad(rl, z - r, rl) + f64_look_up(rests, index);
    return f64_fast_two_sum(sum, ((e1 + e2) - ql) + (rl + tail), low);
}

/* b log2 a of half of the lanes, in float64: a = 2^k m as in NOTE [Logarithms by table]. */
static inline v_f64 f64_pow_exponent(v_f64 m, v_f64 k, v_f64 b, v_i64 index)
{
    /* log2(1 + r) / r for r in [-0.036, 0.0626], to 2^-34.0. */
    static const double p[] = {0x1.71547652b369bp+0, -0x1.715475f53a42ap-1,
                               0x1.ec709d8e0dbf3p-2, -0x1.715bdc62579b3p-2,
                               0x1.27b0eec21f144p-2, -0x1.cd7dab3fc8977p-3};
    v_f64 r = f64_mad(m, f64_look_up(f64_log2_reciprocals, index), f64_set(-1));
    v_f64 high = k + f64_look_up(f64_log2_logs, index);
    v_f64 t = b * f64_mad(r, f64_poly(r, p, 6), high);
    return f64_max(f64_set(-160), f64_min(f64_set(160), t));
}

/* |a|^b = y 2^n: gives the fraction of b log2 |a|, and its integer in *n. */
static inline v_f32 f32_pow_fraction(v_f32 a, v_f32 b, v_f32 *n)
{
    __m512 m = _mm512_getmant_ps((__m512)f32_abs(a), _MM_MANT_NORM_p75_1p5,
                                 _MM_MANT_SIGN_zero);
    v_f32 k = (v_f32)_mm512_getexp_ps((__m512)a) - (v_f32)_mm512_getexp_ps(m);
    __m512i index = _mm512_srli_epi32((__m512i)m, 19);
    v_i64 i0 = (v_i64)_mm512_cvtepi32_epi64(_mm512_castsi512_si256(index));
    v_i64 i1 = (v_i64)_mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(index, 1));
    v_f64 m0, m1, k0, k1, b0, b1;
    f32_widen((v_f32)m, &m0, &m1);
    f32_widen(k, &k0, &k1);
    f32_widen(b, &b0, &b1);
    v_f64 t0 = f64_pow_exponent(m0, k0, b0, i0), t1 = f64_pow_exponent(m1, k1, b1, i1);
    v_f64 n0 = f64_round(t0), n1 = f64_round(t1);
    *n = f32_narrow(n0, n1);
    return f32_narrow(t0 - n0, t1 - n1);
}

/* ---- piecewise polynomials ---- */

/* NOTE [Pieces]  A function on pieces: the index of an argument's piece finds a point c in
 * it and the coefficients of a polynomial in x - c.  The points are such that the value
 * there is a float to 2^-9 of its ULP; the piece at 0 has c = 0 and no error there.  The
 * value is without x where plus_x is set, on a piece at 0 whose slope is no float. */
static CT_INLINE v_f32 f32_pieces(v_f32 x, v_i32 index, const float table[7][32],
                                  v_i32 plus_x)
{
    v_f32 c[7];
    for (int i = 0; i < 7; i++) {
        c[i] = f32_look_up_32(table[i], index);
    }
    v_f32 d = x - c[0], y = c[6];
    for (int i = 5; i > 1; i--) {
        y = f32_mad(y, d, c[i]);
    }
    return f32_mad(y, d, f32_sel(plus_x, d, c[1]));
}

/* The index of a piece of 0 <= x < 16: four to an octave from 1/8 on, the exponent and two
 * bits of the mantissa modulo 32; below it one, the 15th. */
static inline v_i32 f32_quarter_octave(v_f32 x)
{
    __m512i bits = _mm512_max_epi32((__m512i)x, _mm512_set1_epi32(0x3de00000));
    return (v_i32)_mm512_srli_epi32(bits, 21);
}

#define f32_tanh f32_tanh
static inline v_f32 f32_tanh(v_f32 x) /* 2 ULP */
{
    v_f32 a = f32_min(f32_set(11), f32_abs(x));
    v_f32 y = f32_pieces(a, f32_quarter_octave(a), f32_tanh_pieces, (v_i32){0});
    return f32_copysign(y, x);
}

/* Pieces of 131/1024, whose numbers come out of the rounding. */
#define f32_erf f32_erf
static inline v_f32 f32_erf(v_f32 x) /* 2 ULP */
{
    v_f32 a = f32_min(f32_set(3.95f), f32_abs(x));
    v_f32 i = f32_mad(a, f32_set(0x1.f4465ap2f), f32_set(0x1.8p23f));
    return f32_copysign(f32_pieces(a, (v_i32)i, f32_erf_pieces, i == 0x1.8p23f), x);
}

/* The smaller of two magnitudes; NaN gives the other. */
static inline v_f32 f32_smaller_size(v_f32 a, v_f32 b)
{
    return (v_f32)_mm512_range_ps((__m512)a, (__m512)b, 0xa);
}

/* max(x, 0) less the tail of NOTE [Normal tail], t = |x|: exp(-t^2 / 2) T(t), with T in
 * pieces.  2 n ln 2 is taken off t^2 exactly, in one rounding, so that no low part is
 * needed: what is left is s, and exp(-s / 2) 2^n the exponential.  NaN comes with max(x, 0). */
#define f32_gelu f32_gelu
static inline v_f32 f32_gelu(v_f32 x) /* 4 ULP */
{
    /* (exp(-s / 2) - 1) / s for |s| <= 0.6952, to 2^-23.1 of the exponential times s. */
    static const float q[] = {-0.5f, 0x1.fffdf6p-4f, -0x1.5557b6p-6f, 0x1.572caap-9f,
                              -0x1.1060e4p-12f};
    v_f32 t = f32_smaller_size(x, f32_set(15));
    v_f32 y = f32_pieces(t, f32_quarter_octave(t), f32_tail_pieces, (v_i32){0});
    v_f32 n = f32_mad(t * t, f32_set(-0x1.715476p-1f), f32_set(0x1.8p23f)) - 0x1.8p23f;
    v_f32 s = f32_mad(t, t, n * 0x1.62e4p0f);
    s = f32_mad(n, f32_set(0x1.7f7d1cp-19f), s);
    y = f32_mad(y * s, f32_poly(s, q, 5), y);
    return f32_max(f32_set(-0.0f), x) - f32_scale(y, n);
}

/* exp(-t^2) times exp(t^2) erfc t, t = |x|, of which there are eight pieces to an octave of
 * t + 1; n ln 2 is taken off t^2 exactly. */
#define f32_erfc f32_erfc
static inline v_f32 f32_erfc(v_f32 x) /* 2 ULP */
{
    /* (exp(-s) - 1) / s for |s| <= 0.3476, to 2^-28.2 of the exponential. */
    static const float q[] = {-1,
                              0x1.fffffcp-2f,
                              -0x1.555488p-3f,
                              0x1.555842p-5f,
                              -0x1.1240dep-7f,
                              0x1.6ae898p-10f};
    v_f32 t = f32_min(f32_set(10.2f), f32_abs(x));
    v_i32 index = (v_i32)_mm512_srli_epi32((__m512i)(t + 1), 20);
    v_f32 y = f32_pieces(t, index, f32_erfcx_pieces, (v_i32){0});
    v_f32 n = f32_mad(t * t, f32_set(-0x1.715476p0f), f32_set(0x1.8p23f)) - 0x1.8p23f;
    v_f32 s = f32_mad(t, t, n * 0x1.62e4p-1f);
    s = f32_mad(n, f32_set(0x1.7f7d1cp-20f), s);
    y = f32_scale(f32_mad(y * s, f32_poly(s, q, 6), y), n);
    return f32_sel(x < 0, 2 - y, y);
}

/* Pieces of 25/64, as with float32. */
#define f64_erf f64_erf
static inline v_f64 f64_erf(v_f64 x) /* 2 ULP */
{
    v_f64 a = f64_min(f64_set(6), f64_abs(x));
    v_i64 index = (v_i64)f64_mad(a, f64_set(2.56), f64_set(0x1.8p52));
    v_f64 y = f64_look_up(f64_erf_pieces[13], index);
    v_f64 d = a - f64_look_up(f64_erf_pieces[0], index);
    for (int i = 12; i > 0; i--) {
        y = f64_mad(y, d, f64_look_up(f64_erf_pieces[i], index));
    }
    return f64_copysign(y, x);
}

#endif
