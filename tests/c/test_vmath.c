/* Float rows of the op table in every instruction set: the largest error over the whole
 * range, in units in the last place, is within the row's bound.  The truth is libm's, in
 * double for float32 and in 128 bits (or long double, where libm has no more) for float64. */
#define _GNU_SOURCE
#define __STDC_WANT_IEC_60559_TYPES_EXT__
#include "cpu/kernels.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "rows/exponential.h"

#if defined(__HAVE_FLOAT128) && __HAVE_FLOAT128 && !defined(__clang__)
#define WIDE(x) x##F128
typedef _Float128 wide;
#define LIBM(name) name##f128
#else
#define WIDE(x) x##L
typedef long double wide;
#define LIBM(name) name##l
#endif

enum { BLOCK = 64, STEP_F32 = 200003, STEP_NEAR = 4099, SAMPLES_F64 = 40000 };

/* ---- truth ---- */

typedef struct truth {
    const char *name;
    double (*narrow)(double);
    wide (*wide)(wide);
} truth;

static double sigmoid(double x)
{
    return x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x));
}

static wide sigmoid_wide(wide x)
{
    wide e = LIBM(exp)(x < 0 ? x : -x);
    return (x < 0 ? e : 1) / (1 + e);
}

/* At -infinity the formula has no value; the limit is -0.0. */
static double gelu(double x)
{
    return x < -50 ? -0.0 : x * 0.5 * erfc(x * -M_SQRT1_2);
}

static wide gelu_wide(wide x)
{
    wide sqrt_half = WIDE(0.70710678118654752440084436210484903928);
    return x < -50 ? WIDE(-0.0) : x * WIDE(0.5) * LIBM(erfc)(x * -sqrt_half);
}

static double gelu_tanh(double x)
{
    double v = 2 * sqrt(2 / M_PI) * (x + 0.044715 * x * x * x);
    return x < -50 ? -0.0 : x * sigmoid(v);
}

static wide gelu_tanh_wide(wide x)
{
    wide c = WIDE(1.59576912160573071175978423973752747);
    wide v = c * (x + WIDE(0.044715) * x * x * x);
    return x < -50 ? WIDE(-0.0) : x * sigmoid_wide(v);
}

static double rsqrt(double x)
{
    return 1 / sqrt(x);
}

static wide rsqrt_wide(wide x)
{
    return 1 / LIBM(sqrt)(x);
}

static const truth truths[] = {{"exp", exp, LIBM(exp)},
                               {"exp2", exp2, LIBM(exp2)},
                               {"expm1", expm1, LIBM(expm1)},
                               {"log", log, LIBM(log)},
                               {"log2", log2, LIBM(log2)},
                               {"log10", log10, LIBM(log10)},
                               {"log1p", log1p, LIBM(log1p)},
                               {"sqrt", sqrt, LIBM(sqrt)},
                               {"rsqrt", rsqrt, rsqrt_wide},
                               {"sin", sin, LIBM(sin)},
                               {"cos", cos, LIBM(cos)},
                               {"tan", tan, LIBM(tan)},
                               {"tanh", tanh, LIBM(tanh)},
                               {"asin", asin, LIBM(asin)},
                               {"acos", acos, LIBM(acos)},
                               {"atan", atan, LIBM(atan)},
                               {"asinh", asinh, LIBM(asinh)},
                               {"acosh", acosh, LIBM(acosh)},
                               {"atanh", atanh, LIBM(atanh)},
                               {"sinh", sinh, LIBM(sinh)},
                               {"cosh", cosh, LIBM(cosh)},
                               {"erfc", erfc, LIBM(erfc)},
                               {"sigmoid", sigmoid, sigmoid_wide},
                               {"erf", erf, LIBM(erf)},
                               {"gelu_exact", gelu, gelu_wide},
                               {"gelu_tanh", gelu_tanh, gelu_tanh_wide}};

/* ---- error ---- */

/* |got - want| in units of the last place of want rounded to a format of `digits` binary
 * digits, whose smallest normal is 2^low; `near` is want so rounded. */
static double ulps(double got, wide want, double near, int digits, int low)
{
    if (isnan(near) || isnan(got)) {
        return isnan(near) && isnan(got) ? 0 : HUGE_VAL;
    }
    if (got == near) {
        return signbit(got) == signbit(near) || near != 0 ? 0 : HUGE_VAL;
    }
    if (isinf(near) || isinf(got)) {
        return HUGE_VAL;
    }
    int e = near == 0 ? low : ilogb(near);
    e = (e < low ? low : e) - digits + 1;
    wide error = got - want;
    return (double)((error < 0 ? -error : error) * LIBM(ldexp)(1, -e));
}

/* Next to the largest finite number, infinity is as near as it. */
static double saturate(double x, double largest)
{
    return isinf(x) ? copysign(largest, x) : x;
}

static double ulps_f32(float got, double want)
{
    float near = (float)want;
    int edge =
        isfinite(want) && fabs(want) > 0x1.fffffcp127 && fabs(want) < 0x1.000004p128;
    return edge ? fabs(saturate(got, 0x1p128) - want) * 0x1p-104
                : ulps(got, want, near, 24, -126);
}

static double ulps_f64(double got, wide want)
{
    return ulps(got, want, (double)want, 53, -1022);
}

/* ---- arguments ---- */

static uint64_t state = 88172645463325252ull;

static uint64_t draw(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static const double edges[] = {0.0,
                               -0.0,
                               INFINITY,
                               -INFINITY,
                               NAN,
                               1,
                               -1,
                               0.5,
                               -0.5,
                               0x1p-1074,
                               -0x1p-1074,
                               0x1p-1022,
                               -0x1p-1022,
                               DBL_MAX,
                               -DBL_MAX,
                               709.782712893384,
                               709.7827128933841,
                               -745.1332191019411,
                               -745.1332191019412,
                               -708.4,
                               1023.9999999999999,
                               -1074.9999,
                               0x1p23,
                               0x1.0000000000001p23,
                               1e22,
                               0x1.6ac5b262ca1ffp849,
                               0x1.921fb54442d18p0,
                               0x1.921fb54442d18p1,
                               0.9999999999999999,
                               1.0000000000000002,
                               -0.9999999999999999,
                               0x1p-54,
                               0x1p-27,
                               -38.4,
                               -39.5,
                               5.9,
                               1e300,
                               -1e300};

/* Half of any exponent, half of one near 0, where functions change most. */
static double draw_f64(void)
{
    uint64_t bits = draw();
    if (draw() & 1) {
        bits = (bits & 0x800fffffffffffff) | (1023 - 12 + draw() % 22) << 52;
    }
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static float draw_f32(void)
{
    uint32_t bits = (uint32_t)draw();
    if (draw() & 1) {
        bits = (bits & 0x807fffff) | (uint32_t)(127 - 8 + draw() % 16) << 23;
    }
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* ---- the tests ---- */

static void report(const ct_op *r, const char *dtype, double worst, double a, double b)
{
    if (!(worst <= r->formula->ulp)) {
        printf("  %s %s: %.3f ULP at %a, %a; expected at most %d\n", r->name, dtype,
               worst, a, b, r->formula->ulp);
    }
    CHECK(worst <= r->formula->ulp);
}

/* Every step-th of the float32 numbers with bits in [low, high). */
static void sweep_f32(const ct_op *r, const truth *t, uint64_t low, uint64_t high,
                      int step)
{
    ct_loop loop = ct_loops_of(r)->forward[CT_DTYPE_F32];
    double worst = 0, at = 0;
    float x[BLOCK], y[BLOCK];
    char *ptrs[] = {(char *)y, (char *)x};
    for (uint64_t bits = low; bits < high;) {
        int n = 0;
        for (; n < BLOCK && bits < high; n++, bits += (uint64_t)step) {
            uint32_t pattern = (uint32_t)bits;
            memcpy(&x[n], &pattern, 4);
        }
        loop(ptrs, n, NULL);
        for (int i = 0; i < n; i++) {
            double error = ulps_f32(y[i], t->narrow(x[i]));
            at = error > worst ? x[i] : at;
            worst = error > worst ? error : worst;
        }
    }
    report(r, "float32", worst, at, 0);
}

/* The whole range, and more of 1/128 <= |x| < 32, where functions are made of pieces. */
static void check_f32(const ct_op *r, const truth *t)
{
    sweep_f32(r, t, 0, 1ull << 32, STEP_F32);
    sweep_f32(r, t, 0x3c000000, 0x42000000, STEP_NEAR);
    sweep_f32(r, t, 0xbc000000, 0xc2000000, STEP_NEAR);
}

static void check_f64(const ct_op *r, const truth *t)
{
    ct_loop loop = ct_loops_of(r)->forward[CT_DTYPE_F64];
    double worst = 0, at = 0, x[BLOCK], y[BLOCK];
    char *ptrs[] = {(char *)y, (char *)x};
    for (int done = 0; done < SAMPLES_F64; done += BLOCK) {
        for (int i = 0; i < BLOCK; i++) {
            int edge = done + i < (int)(sizeof edges / sizeof *edges);
            x[i] = edge ? edges[done + i] : draw_f64();
        }
        loop(ptrs, BLOCK, NULL);
        for (int i = 0; i < BLOCK; i++) {
            double error = ulps_f64(y[i], t->wide(x[i]));
            at = error > worst ? x[i] : at;
            worst = error > worst ? error : worst;
        }
    }
    report(r, "float64", worst, at, 0);
}

static void unary_rows_are_within_their_bounds(void)
{
    for (size_t k = 0; k < sizeof truths / sizeof *truths; k++) {
        const ct_op *r = ct_op_find(truths[k].name);
        CHECK(r != NULL);
        if (r) {
            check_f32(r, &truths[k]);
            check_f64(r, &truths[k]);
        }
    }
}

/* A square root is the right number, also beside zeros, in the subnormals and where it
 * has no value. */
static void sqrt_f32_is_rounded_once(void)
{
    ct_loop loop = CT_FORWARD_LOOP(sqrt, CT_DTYPE_F32);
    float x[BLOCK], y[BLOCK];
    char *ptrs[] = {(char *)y, (char *)x};
    for (uint64_t bits = 0; bits < 1ull << 32;) {
        for (int i = 0; i < BLOCK; i++, bits += 997) {
            uint32_t pattern =
                i % 5 == 4 ? (uint32_t)bits & 0x80000000 : (uint32_t)bits;
            memcpy(&x[i], &pattern, 4);
        }
        loop(ptrs, BLOCK, NULL);
        for (int i = 0; i < BLOCK; i++) {
            float want = sqrtf(x[i]);
            int same = y[i] == want && !signbit(y[i]) == !signbit(want);
            CHECK(same || (isnan(y[i]) && isnan(want)));
        }
    }
}

/* The numbers x of 53 bits for which the square of an odd m of 54 is c + 2^k x: their
 * roots are next to midpoints of two float64. */
static void sqrt_f64_is_rounded_once(void)
{
    ct_loop loop = CT_FORWARD_LOOP(sqrt, CT_DTYPE_F64);
    for (int64_t c = 1 - 8 * 2000; c < 8 * 2000; c += 8) {
        uint64_t root = 1;
        for (int bit = 3; bit < 55; bit++) { /* a root of c modulo 2^(bit + 1) */
            root ^= (root * root - (uint64_t)c) >> bit & 1 ? 1ull << (bit - 1) : 0;
        }
        double x[8], y[8];
        char *ptrs[] = {(char *)y, (char *)x};
        for (int i = 0; i < 8; i++) { /* other roots, and what they are modulo 2^54 */
            int k = 54 + (i & 1);
            uint64_t m = (i & 2 ? -root : root) ^ (i & 4 ? 1ull << (k - 1) : 0);
            m = (m & ((1ull << 54) - 1)) | 1ull << 53;
            unsigned __int128 square = (unsigned __int128)m * m;
            x[i] = ldexp((double)(uint64_t)((square - (__int128)c) >> k), k & 1);
        }
        loop(ptrs, 8, NULL);
        for (int i = 0; i < 8; i++) {
            CHECK(y[i] == sqrt(x[i]));
        }
    }
}

static void pow_f32(const ct_op *r)
{
    double worst = 0, wa = 0, wb = 0;
    float a[BLOCK], b[BLOCK], y[BLOCK];
    char *ptrs[] = {(char *)y, (char *)a, (char *)b};
    for (int done = 0; done < SAMPLES_F64; done += BLOCK) {
        for (int i = 0; i < BLOCK; i++) {
            a[i] = draw() & 3 ? fabsf(draw_f32()) : draw_f32();
            b[i] = draw() & 1 ? draw_f32() : (float)((int)(draw() % 41) - 20);
        }
        ct_loops_of(r)->forward[CT_DTYPE_F32](ptrs, BLOCK, NULL);
        for (int i = 0; i < BLOCK; i++) {
            double error = ulps_f32(y[i], pow(a[i], b[i]));
            if (error > worst) {
                worst = error, wa = a[i], wb = b[i];
            }
        }
    }
    report(r, "float32", worst, wa, wb);
}

static void pow_f64(const ct_op *r)
{
    double worst = 0, wa = 0, wb = 0, a[BLOCK], b[BLOCK], y[BLOCK];
    char *ptrs[] = {(char *)y, (char *)a, (char *)b};
    for (int done = 0; done < SAMPLES_F64; done += BLOCK) {
        for (int i = 0; i < BLOCK; i++) {
            a[i] = draw() & 3 ? fabs(draw_f64()) : draw_f64();
            b[i] = draw() & 1 ? draw_f64() : (int)(draw() % 41) - 20;
            if (draw() & 1) { /* a result of any exponent */
                b[i] = (double)(int64_t)draw() * 0x1p-63 * 745 / log(fabs(a[i]));
            }
        }
        ct_loops_of(r)->forward[CT_DTYPE_F64](ptrs, BLOCK, NULL);
        for (int i = 0; i < BLOCK; i++) {
            double error = ulps_f64(y[i], LIBM(pow)(a[i], b[i]));
            if (error > worst) {
                worst = error, wa = a[i], wb = b[i];
            }
        }
    }
    report(r, "float64", worst, wa, wb);
}

/* C's list of special cases: all pairs of these, in both dtypes. */
static void pow_edges(const ct_op *r)
{
    static const double v[] = {
        0.0, -0.0,     1,         -1,  0.5,  -0.5,  2,        -2,        3,  -3,
        4,   INFINITY, -INFINITY, NAN, 1e30, -1e30, 0x1p-120, -0x1p-120, 1.5};
    int n = sizeof v / sizeof *v;
    for (int i = 0; i < n * n; i++) {
        double a = v[i / n], b = v[i % n], y;
        float fa = (float)a, fb = (float)b, fy;
        char *narrow[] = {(char *)&fy, (char *)&fa, (char *)&fb};
        char *full[] = {(char *)&y, (char *)&a, (char *)&b};
        ct_loops_of(r)->forward[CT_DTYPE_F32](narrow, 1, NULL);
        ct_loops_of(r)->forward[CT_DTYPE_F64](full, 1, NULL);
        if (!(ulps_f32(fy, pow(fa, fb)) <= r->formula->ulp &&
              ulps_f64(y, pow(a, b)) <= r->formula->ulp)) {
            printf("  pow(%g, %g) gave %g and %g, expected %g\n", a, b, fy, y,
                   pow(a, b));
            check_failures++;
        }
    }
}

static void pow_is_within_its_bound(void)
{
    const ct_op *r = ct_op_find("pow");
    CHECK(r != NULL);
    if (r) {
        pow_f32(r);
        pow_f64(r);
        pow_edges(r);
    }
}

int main(void)
{
    if (ct_cpu_init() < 0) {
        return 1;
    }
    for (const char *const *isa = ct_cpu_available(); *isa; isa++) {
        setenv("CTENSOR_ISA", *isa, 1);
        CHECK(ct_cpu_init() == 0);
        printf("%s\n", *isa);
        CHECK_RUN(unary_rows_are_within_their_bounds);
        CHECK_RUN(sqrt_f32_is_rounded_once);
        CHECK_RUN(sqrt_f64_is_rounded_once);
        CHECK_RUN(pow_is_within_its_bound);
    }
    return CHECK_END();
}
