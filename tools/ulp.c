/* Measures the vector mathematics of csrc/simd/ in units in the last place, in the
 * instruction set it is compiled for, against libm: float32 over every step-th of its 2^32
 * values with double as the truth, float64 over random bit patterns and a band around 0
 * with 128-bit floats.  Also times each function on data in cache.
 *
 *   cc -std=gnu11 -O3 -fno-math-errno -fno-trapping-math -Icsrc tools/ulp.c \
 *      csrc/simd/*.c -lm -o ulp
 *   (and -mavx2 -mfma -mf16c -mbmi2 -DCT_ISA=avx2 -DCT_ISA_AVX2=1, or AVX-512 likewise)
 *   ./ulp [function or all] [step of float32] [samples of float64] */
#define _GNU_SOURCE
#define __STDC_WANT_IEC_60559_TYPES_EXT__
#include "simd/ops_float.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef _Float128 real;

/* ---- the truth: one libm function, in double for float32, in 128 bits for float64 ---- */

/* GELU's limit at -infinity is -0.0, not what the formula gives. */
static double gelu(double x)
{
    return x < -50 ? -0.0 : x * 0.5 * erfc(x * -M_SQRT1_2);
}
static real gelu_f128(real x)
{
    return x < -50 ? -0.0F128
                   : x * 0.5F128 *
                         erfcf128(x * -0.707106781186547524400844362104849039F128);
}

static double sigmoid(double x)
{
    return x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x));
}
static real sigmoid_f128(real x)
{
    return x < 0 ? expf128(x) / (1 + expf128(x)) : 1 / (1 + expf128(-x));
}

static double gelu_tanh(double x)
{
    return x < -50 ? -0.0
                   : x * sigmoid(2 * sqrt(2 / M_PI) * (x + 0.044715 * x * x * x));
}
static real gelu_tanh_f128(real x)
{
    real c = 1.59576912160573071175978423973752747F128;
    return x < -50 ? -0.0F128 : x * sigmoid_f128(c * (x + 0.044715F128 * x * x * x));
}

static double rsqrt(double x)
{
    return 1 / sqrt(x);
}
static real rsqrt_f128(real x)
{
    return 1 / sqrtf128(x);
}

/* These are slow: their doubles, too, come from 128 bits. */
#define NARROW(name)                         \
    static double name(double x)             \
    {                                        \
        return (double)name##_f128((real)x); \
    }

static real ndtr_f128(real x)
{
    return 0.5F128 * erfcf128(x * -0.707106781186547524400844362104849039F128);
}
NARROW(ndtr)

static real erfcx_f128(real x)
{
    if (x < 100) {
        return expf128(x * x) * erfcf128(x);
    }
    real z = 0.5F128 / (x * x);
    real sum = 1 - z * (1 - 3 * z * (1 - 5 * z * (1 - 7 * z)));
    return sum / x * 0.56418958354775628694807945156077258584F128;
}
NARROW(erfcx)

static real log_ndtr_f128(real x)
{
    real t = x * -0.707106781186547524400844362104849039F128;
    if (x < -10) {
        return logf128(0.5F128 * erfcx_f128(t)) - t * t;
    }
    return x < 0 ? logf128(0.5F128 * erfcf128(t)) : log1pf128(-0.5F128 * erfcf128(-t));
}
NARROW(log_ndtr)

/* The z > 0 with erfc z = c for a small c, by Newton's steps on the logarithm. */
static real erfc_inverse(real c)
{
    real l = logf128(c), z = sqrtf128(-l);
    z = sqrtf128(fmaxf128(-l - logf128(z * 1.7724538509055160273F128), 0.1F128));
    for (int k = 0; k < 12; k++) {
        real scaled = erfcx_f128(z);
        z += (logf128(scaled) - z * z - l) * scaled * 0.88622692545275801365F128;
    }
    return z;
}

static real erfinv_f128(real x)
{
    real a = fabsf128(x), z = a * 0.88622692545275801365F128;
    if (!(a < 1)) {
        return a == 1 ? x * HUGE_VAL_F128 : (real)NAN;
    }
    if (a > 0.5F128) {
        return copysignf128(erfc_inverse(1 - a), x);
    }
    for (int k = 0; k < 8; k++) {
        z -= (erff128(z) - a) * expf128(z * z) * 0.88622692545275801365F128;
    }
    return copysignf128(z, x);
}
NARROW(erfinv)

static real ndtri_f128(real p)
{
    real q = fminf128(p, 1 - p), root2 = 1.41421356237309504880168872420969808F128;
    if (!(q > 0)) {
        return q == 0 ? copysignf128(HUGE_VAL_F128, p - 0.5F128) : (real)NAN;
    }
    real z = q < 0.25F128 ? erfc_inverse(2 * q) : erfinv_f128(1 - 2 * q);
    return copysignf128(root2 * z, p - 0.5F128);
}
NARROW(ndtri)

/* exp(-|x|) I(x) of an order, by its series or, far away, the asymptotic one. */
static real bessel_f128(real x, int order)
{
    real a = fabsf128(x), term = 1, sum = 1;
    if (a < 200) {
        term = sum = (order ? x / 2 : 1) * expf128(-a);
        for (int k = 1; k < 400; k++) {
            term *= a * a / 4 / k / (k + order);
            sum += term;
        }
        return sum;
    }
    for (int k = 1; k < 20; k++) {
        term *= -(4.0F128 * order - (2 * k - 1) * (2 * k - 1)) / (8 * k * a);
        sum += term;
    }
    sum *= 0.398942280401432677939946059934381868F128 / sqrtf128(a);
    return order && x < 0 ? -sum : sum;
}

#define BESSEL(order)                                            \
    static real i##order##e_f128(real x)                         \
    {                                                            \
        return isinf((double)x) ? copysignf128(0, order ? x : 1) \
                                : bessel_f128(x, order);         \
    }                                                            \
    static real i##order##_f128(real x)                          \
    {                                                            \
        real a = fminf128(fabsf128(x), 5000),                    \
             y = bessel_f128(copysignf128(a, x), order);         \
        return x != x ? x : y * expf128(a);                      \
    }                                                            \
    NARROW(i##order##e)                                          \
    NARROW(i##order)
BESSEL(0)
BESSEL(1)

static real lgamma_f128(real x)
{
    int sign;
    return lgammaf128_r(x, &sign);
}
static double narrow_lgamma(double x)
{
    return (double)lgamma_f128(x);
}

/* By recurrence to where its asymptotic series holds, reflected below 0. */
static real digamma_f128(real x)
{
    static const real c[] = {-1 / 12.F128,      1 / 120.F128,     -1 / 252.F128,
                             1 / 240.F128,      -1 / 132.F128,    691 / 32760.F128,
                             -1 / 12.F128,      3617 / 8160.F128, -43867 / 14364.F128,
                             174611 / 6600.F128};
    real sum = 0;
    if (x == 0 || x != x || isinf((double)x)) {
        return x == 0 ? -copysignf128(HUGE_VAL_F128, x) : x > 0 ? x : (real)NAN;
    }
    if (x < 0) {
        real d = x - roundf128(x), pi = 3.14159265358979323846264338327950288F128;
        return d == 0 ? (real)NAN : digamma_f128(1 - x) - pi / tanf128(pi * d);
    }
    for (; x < 60; x += 1) {
        sum -= 1 / x;
    }
    real z = 1 / (x * x), series = 0;
    for (int k = 9; k >= 0; k--) {
        series = (series + c[k]) * z;
    }
    return sum + (logf128(x) - 0.5F128 / x + series);
}
NARROW(digamma)

/* ---- error ---- */

static double ulp_f32(float got, double want)
{
    float near = (float)want;
    if (isnan(want) || isnan(got)) {
        return isnan(want) && isnan(got) ? 0 : HUGE_VAL;
    }
    if (isinf(near) || isinf(got)) {
        return isinf(near) && got == near ? 0
               : isinf(want) || fabs(want) < 0x1.ffp127
                   ? HUGE_VAL
                   : fabs((isinf(got) ? copysign(0x1p128, got) : got) - want) / 0x1p104;
    }
    int e = fabsf(near) < 0x1p-126f ? -149 : ilogbf(near) - 23;
    return fabs(got - want) / ldexp(1, e);
}

static double ulp_f64(double got, real want)
{
    double near = (double)want;
    if (isnan(near) || isnan(got)) {
        return isnan(near) && isnan(got) ? 0 : HUGE_VAL;
    }
    if (isinf(near) || isinf(got)) {
        real g = isinf(got) ? copysignf128(0x1p1024F128, got) : (real)got;
        return isinf(near) && got == near ? 0
               : fabsf128(want) > FLT128_MAX
                   ? HUGE_VAL
                   : (double)fabsf128((g - want) * 0x1p-971F128);
    }
    int e = fabs(near) < 0x1p-1022 ? -1074 : ilogb(near) - 52;
    return (double)fabsf128((got - want) * ldexpf128(1, -e));
}

static uint64_t state = 88172645463325252ull;

static uint64_t next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Half of the values have any exponent, the others one near 0, where functions live. */
static double draw_f64(void)
{
    uint64_t bits = next();
    if (next() & 1) {
        bits = (bits & 0x800fffffffffffff) | (1023 - 12 + next() % 22) << 52;
    }
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static float draw_f32(void)
{
    uint32_t bits = (uint32_t)next();
    if (next() & 1) {
        bits = (bits & 0x807fffff) | (uint32_t)(127 - 8 + next() % 16) << 23;
    }
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

typedef struct worst {
    double ulp, x, y;
} worst;

static void note(worst *w, double ulp, double x, double y)
{
    if (ulp > w->ulp) {
        *w = (worst){ulp, x, y};
    }
}

/* ---- float32 unary: every step-th value ---- */

typedef v_f32 (*unary_f32)(v_f32);
typedef v_f64 (*unary_f64)(v_f64);

static worst measure_f32(unary_f32 fn, double (*truth)(double), uint64_t step)
{
    worst w = {0, 0, 0};
    uint64_t bits = 0;
    while (bits < 1ull << 32) {
        float x[CT_LANES(float)], y[CT_LANES(float)];
        for (int i = 0; i < CT_LANES(float); i++, bits += step) {
            uint32_t b = (uint32_t)bits;
            memcpy(&x[i], &b, 4);
        }
        f32_store(y, fn(f32_load(x)));
        for (int i = 0; i < CT_LANES(float); i++) {
            double t = truth(x[i]);
            note(&w, ulp_f32(y[i], t), x[i], y[i]);
            if (t == 0 && !signbit(t) != !signbit(y[i])) {
                note(&w, 1e6, x[i], y[i]);
            }
        }
    }
    return w;
}

static worst measure_f64(unary_f64 fn, real (*truth)(real), int64_t n)
{
    static const double edges[] = {0.0,
                                   -0.0,
                                   HUGE_VAL,
                                   -HUGE_VAL,
                                   NAN,
                                   1,
                                   -1,
                                   0.5,
                                   -0.5,
                                   0x1p-1074,
                                   -0x1p-1074,
                                   0x1p-1022,
                                   -0x1p-1022,
                                   0x1.fffffffffffffp1023,
                                   -0x1.fffffffffffffp1023,
                                   709.782712893384,
                                   709.7827128933841,
                                   -745.1332191019411,
                                   -745.1332191019412,
                                   -708.4,
                                   0x1p23,
                                   0x1p24,
                                   1e22,
                                   6381956970095103.0 * 0x1p797};
    worst w = {0, 0, 0};
    int64_t done = 0;
    while (done < n) {
        double x[CT_LANES(double)], y[CT_LANES(double)];
        for (int i = 0; i < CT_LANES(double); i++, done++) {
            x[i] = done < (int64_t)(sizeof edges / 8) ? edges[done] : draw_f64();
        }
        f64_store(y, fn(f64_load(x)));
        for (int i = 0; i < CT_LANES(double); i++) {
            real t = truth(x[i]);
            note(&w, ulp_f64(y[i], t), x[i], y[i]);
            if (t == 0 && !signbit((double)t) != !signbit(y[i])) {
                note(&w, 1e6, x[i], y[i]);
            }
        }
    }
    return w;
}

enum { N = 1024, ROUNDS = 2000 };
static float time_f32_x[N], time_f32_y[N];
static double time_f64_x[N], time_f64_y[N];

#define TIME(L, T, CALL)                                               \
    ({                                                                 \
        double best = 1e9;                                             \
        for (int i = 0; i < N; i++) {                                  \
            time_##L##_x[i] = (T)(0.1 + 3.0 * (double)i / N);          \
        }                                                              \
        for (int trial = 0; trial < 5; trial++) {                      \
            double start = seconds();                                  \
            for (int k = 0; k < ROUNDS; k++) {                         \
                for (int i = 0; i < N; i += (int)CT_LANES(T)) {        \
                    v_##L x = L##_load(time_##L##_x + i);              \
                    L##_store(time_##L##_y + i, CALL);                 \
                }                                                      \
                __asm__ volatile("" ::: "memory");                     \
            }                                                          \
            best = fmin(best, (seconds() - start) / ROUNDS / N * 1e9); \
        }                                                              \
        best;                                                          \
    })

static int wanted(const char *filter, const char *name)
{
    return !strcmp(filter, "all") || !strcmp(filter, name);
}

#define UNARY(name, truth, truth128)                                                 \
    if (wanted(filter, #name)) {                                                     \
        worst w = measure_f32(f32_##name, truth, step);                              \
        worst d = measure_f64(f64_##name, truth128, samples);                        \
        printf("%-10s f32 %7.3f ULP at %-14.8g %6.2f ns   f64 %7.3f ULP at %-22.17g" \
               " %6.2f ns\n",                                                        \
               #name, w.ulp, w.x, TIME(f32, float, f32_##name(x)), d.ulp, d.x,       \
               TIME(f64, double, f64_##name(x)));                                    \
    }

static worst measure_pow_f32(int64_t n)
{
    worst w = {0, 0, 0};
    for (int64_t k = 0; k < n; k += CT_LANES(float)) {
        float a[CT_LANES(float)], b[CT_LANES(float)], y[CT_LANES(float)];
        for (int i = 0; i < CT_LANES(float); i++) {
            a[i] = draw_f32();
            b[i] = next() & 1 ? draw_f32() : (float)((int)(next() % 41) - 20);
            a[i] = next() & 3 ? fabsf(a[i]) : a[i];
        }
        f32_store(y, f32_pow(f32_load(a), f32_load(b)));
        for (int i = 0; i < CT_LANES(float); i++) {
            note(&w, ulp_f32(y[i], pow(a[i], b[i])), a[i], b[i]);
        }
    }
    return w;
}

static worst measure_pow_f64(int64_t n)
{
    worst w = {0, 0, 0};
    for (int64_t k = 0; k < n; k += CT_LANES(double)) {
        double a[CT_LANES(double)], b[CT_LANES(double)], y[CT_LANES(double)];
        for (int i = 0; i < CT_LANES(double); i++) {
            a[i] = draw_f64();
            a[i] = next() & 3 ? fabs(a[i]) : a[i];
            b[i] = next() & 1 ? draw_f64() : (int)(next() % 41) - 20;
            if (next() & 1) { /* a result of any exponent */
                b[i] = (double)(int64_t)next() * 0x1p-63 * 745 / log(fabs(a[i]));
            }
        }
        f64_store(y, f64_pow(f64_load(a), f64_load(b)));
        for (int i = 0; i < CT_LANES(double); i++) {
            note(&w, ulp_f64(y[i], powf128(a[i], b[i])), a[i], b[i]);
        }
    }
    return w;
}

/* C's list of special cases, all pairs of these. */
static int pow_edges(void)
{
    static const double v[] = {
        0.0, -0.0,     1,         -1,  0.5,  -0.5,  2,        -2,        3,  -3,
        4,   HUGE_VAL, -HUGE_VAL, NAN, 1e30, -1e30, 0x1p-120, -0x1p-120, 1.5};
    int bad = 0, n = sizeof v / sizeof *v;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            float f = f32_pow(f32_set((float)v[i]), f32_set((float)v[j]))[0];
            double d = f64_pow(f64_set(v[i]), f64_set(v[j]))[0];
            double wd = pow(v[i], v[j]), wf = (float)pow((float)v[i], (float)v[j]);
            int ok =
                (isnan(wd) ? isnan(d) : d == wd || fabs(d - wd) < 1e-15 * fabs(wd)) &&
                (isnan(wf) ? isnan(f) : f == wf || fabs(f - wf) < 2e-7 * fabs(wf)) &&
                (isnan(wd) || !signbit(wd) == !signbit(d)) &&
                (isnan(wf) || !signbit(wf) == !signbit(f));
            if (!ok) {
                printf("pow(%g, %g): f32 %g f64 %g, want %g\n", v[i], v[j], f, d, wd);
            }
            bad += !ok;
        }
    }
    return bad;
}

int main(int argc, char **argv)
{
    const char *filter = argc > 1 ? argv[1] : "all";
    uint64_t step = argc > 2 ? strtoull(argv[2], NULL, 0) : 4099;
    int64_t samples = argc > 3 ? strtoll(argv[3], NULL, 0) : 200000;
    UNARY(exp, exp, expf128)
    UNARY(asin, asin, asinf128)
    UNARY(acos, acos, acosf128)
    UNARY(atan, atan, atanf128)
    UNARY(asinh, asinh, asinhf128)
    UNARY(acosh, acosh, acoshf128)
    UNARY(atanh, atanh, atanhf128)
    UNARY(exp2, exp2, exp2f128)
    UNARY(expm1, expm1, expm1f128)
    UNARY(log, log, logf128)
    UNARY(log1p, log1p, log1pf128)
    UNARY(log2, log2, log2f128)
    UNARY(log10, log10, log10f128)
    UNARY(sqrt, sqrt, sqrtf128)
    UNARY(rsqrt, rsqrt, rsqrt_f128)
    UNARY(sin, sin, sinf128)
    UNARY(cos, cos, cosf128)
    UNARY(tan, tan, tanf128)
    UNARY(tanh, tanh, tanhf128)
    UNARY(sinh, sinh, sinhf128)
    UNARY(cosh, cosh, coshf128)
    UNARY(erfc, erfc, erfcf128)
    UNARY(ndtr, ndtr, ndtr_f128)
    UNARY(erfcx, erfcx, erfcx_f128)
    UNARY(log_ndtr, log_ndtr, log_ndtr_f128)
    UNARY(erfinv, erfinv, erfinv_f128)
    UNARY(ndtri, ndtri, ndtri_f128)
    UNARY(i0, i0, i0_f128)
    UNARY(i0e, i0e, i0e_f128)
    UNARY(i1, i1, i1_f128)
    UNARY(i1e, i1e, i1e_f128)
    UNARY(lgamma, narrow_lgamma, lgamma_f128)
    UNARY(digamma, digamma, digamma_f128)
    UNARY(sigmoid, sigmoid, sigmoid_f128)
    UNARY(erf, erf, erff128)
    UNARY(gelu, gelu, gelu_f128)
    UNARY(gelu_tanh, gelu_tanh, gelu_tanh_f128)
    if (wanted(filter, "pow")) {
        worst w = measure_pow_f32(samples * 5), d = measure_pow_f64(samples);
        printf("%-10s f32 %7.3f ULP at %g, %g %6.2f ns   f64 %7.3f ULP at %.17g, %.17g"
               " %6.2f ns   %d bad edges\n",
               "pow", w.ulp, w.x, w.y, TIME(f32, float, f32_pow(x, x)), d.ulp, d.x, d.y,
               TIME(f64, double, f64_pow(x, x)), pow_edges());
    }
    return 0;
}
