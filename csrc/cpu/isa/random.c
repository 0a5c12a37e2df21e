/* Random groups: Philox on vectors, uniform and normal numbers.
 *
 * The bits must be the same in every instruction set, so products and sums are not
 * fused here, and every function used is an IEEE operation. */
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#else
#pragma GCC optimize("fp-contract=off")
#endif

#include "cpu/random_kernels.h"

#include <math.h>
#include <string.h>

#include "simd/draw.h"
#include "simd/simd.h"

#define LANES 16 /* blocks in a group */

/* ---- words ---- */

/* Products of the low halves of 64-bit lanes. */
static inline v_u64 multiply_low(v_u64 a, v_u64 b)
{
#if defined(CT_ISA_AVX512)
    return (v_u64)_mm512_mul_epu32((__m512i)a, (__m512i)b);
#elif defined(CT_ISA_AVX2)
    return (v_u64)_mm256_mul_epu32((__m256i)a, (__m256i)b);
#elif defined(__SSE2__)
    return (v_u64)_mm_mul_epu32((__m128i)a, (__m128i)b);
#else
    return (a & 0xffffffff) * (b & 0xffffffff);
#endif
}

/* Two vectors of blocks at a time: one alone waits for its multiplications. The
 * counters' words sit in 64-bit lanes; what their upper halves hold is of no account. */
static void words(uint32_t *out, uint64_t seed, uint32_t stream, uint64_t group)
{
    enum { N = CT_VECTOR_BYTES / 8 };
    v_u64 iota = {0}, m0 = iota + 0xD2511F53, m1 = iota + 0xCD9E8D57;
    for (int i = 0; i < N; i++) {
        iota[i] = (uint64_t)i;
    }
    for (int at = 0; at < LANES; at += 2 * N) {
        v_u64 c0[2], c1[2], c2[2], c3[2];
        uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
        for (int u = 0; u < 2; u++) {
            c0[u] = iota + (group * LANES + (uint64_t)(at + u * N));
            c1[u] = c0[u] >> 32;
            c2[u] = (v_u64){0} + stream;
            c3[u] = (v_u64){0};
        }
#pragma GCC unroll 10
        for (int round = 0; round < 10; round++) {
#pragma GCC unroll 2
            for (int u = 0; u < 2; u++) {
                v_u64 p0 = multiply_low(c0[u], m0), p1 = multiply_low(c2[u], m1);
                c0[u] = (p1 >> 32) ^ c1[u] ^ k0;
                c2[u] = (p0 >> 32) ^ c3[u] ^ k1;
                c1[u] = p1;
                c3[u] = p0;
            }
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        for (int i = 0; i < 2 * N; i++) {
            out[at + i] = (uint32_t)c0[i / N][i % N];
            out[LANES + at + i] = (uint32_t)c1[i / N][i % N];
            out[2 * LANES + at + i] = (uint32_t)c2[i / N][i % N];
            out[3 * LANES + at + i] = (uint32_t)c3[i / N][i % N];
        }
    }
}

/* ---- uniform ---- */

static void uniform_f32(float *out, const uint32_t *w)
{
    for (int i = 0; i < 4 * LANES; i++) {
        out[i] = (float)(int32_t)(w[i] >> 8) * 0x1p-24f;
    }
}

static void uniform_f64(double *out, const uint32_t *w)
{
    for (int half = 0; half < 2; half++) {
        for (int i = 0; i < LANES; i++) {
            const uint32_t *word = w + 2 * LANES * half + i;
            out[LANES * half + i] = uniform_53(word[0], word[LANES]);
        }
    }
}

/* ---- normal ---- */

static void normal_pairs_f32(float *out, const uint32_t *w)
{
    for (int i = 0; i < LANES; i++) {
        float u = ((float)(int32_t)(w[i] >> 1) + 0.5f) * 0x1p-31f;
        float square = -2 * log_f32(u);
        float radius = sqrtf(square > 0 ? square : 0);
        uint32_t v = w[LANES + i], quarter = (v + 0x20000000) >> 30;
        float a = (float)(int32_t)(v - (quarter << 30)) * (1.57079633f * 0x1p-30f);
        float sine = sin_series_f32(a, a * a), cosine = cos_series_f32(a * a);
        float x = quarter & 1 ? sine : cosine, y = quarter & 1 ? cosine : sine;
        out[i] = radius * ((quarter + 1) & 2 ? -x : x);
        out[LANES + i] = radius * (quarter & 2 ? -y : y);
    }
}

static void normal_f32(float *out, const uint32_t *w)
{
    normal_pairs_f32(out, w);
    normal_pairs_f32(out + 2 * LANES, w + 2 * LANES);
}

static void normal_f64(double *out, const uint32_t *w)
{
    for (int i = 0; i < LANES; i++) {
        double u = 1 - uniform_53(w[i], w[LANES + i]);
        double square = -2 * log_f64(u);
        double radius = sqrt(square > 0 ? square : 0);
        double v = 4 * uniform_53(w[2 * LANES + i], w[3 * LANES + i]);
        int32_t quarter = (int32_t)(v + 0.5);
        double a = (v - quarter) * 1.5707963267948966;
        double sine = sin_series_f64(a, a * a), cosine = cos_series_f64(a * a);
        double x = quarter & 1 ? sine : cosine, y = quarter & 1 ? cosine : sine;
        out[i] = radius * ((quarter + 1) & 2 ? -x : x);
        out[LANES + i] = radius * (quarter & 2 ? -y : y);
    }
}

/* ---- what normal and uniform numbers become ---- */

static void exponential_f32(float *out, const uint32_t *w)
{
    for (int i = 0; i < 4 * LANES; i++) {
        float u = ((float)(int32_t)(w[i] >> 1) + 0.5f) * 0x1p-31f, x = -log_f32(u);
        out[i] = x > 0x1p-33f ? x : 0x1p-33f;
    }
}

static void exponential_f64(double *out, const uint32_t *w)
{
    uniform_f64(out, w);
    for (int i = 0; i < 2 * LANES; i++) {
        double x = -log_f64(1 - out[i]);
        out[i] = x > 0x1p-54 ? x : 0x1p-54;
    }
}

/* The tangent of pi v, v uniform in (0, 1): v is q half turns of a right angle and a rest
 * of at most a half of one either way. */
static void cauchy_f64(double *out, const uint32_t *w)
{
    uniform_f64(out, w);
    for (int i = 0; i < 2 * LANES; i++) {
        double v = 2 * (out[i] + 0x1p-54);
        int32_t quarter = (int32_t)(v + 0.5);
        double a = (v - quarter) * 1.5707963267948966;
        double sine = sin_series_f64(a, a * a), cosine = cos_series_f64(a * a);
        double above = quarter & 1 ? -cosine : sine,
               below = quarter & 1 ? sine : cosine;
        out[i] = above / below;
    }
}

/* x = k ln 2 + r, |r| at most half of ln 2; the series of exp(r), times 2^k in two steps
 * lest a power leave the range. The coefficients are the reciprocal factorials. */
static void exp_f64(double *x)
{
    for (int i = 0; i < 2 * LANES; i++) {
        double y = x[i] < -800 ? -800 : x[i] > 800 ? 800 : x[i];
        double turns = y * 1.4426950408889634;
        int32_t k = (int32_t)(turns < 0 ? turns - 0.5 : turns + 0.5);
        double r = (y - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33;
        double high =
            1 / 40320. +
            r * (1 / 362880. +
                 r * (1 / 3628800. +
                      r * (1 / 39916800. + r * (1 / 479001600. + r / 6227020800.))));
        double low =
            1 / 24. + r * (1 / 120. + r * (1 / 720. + r * (1 / 5040. + r * high)));
        double e = 1 + (r + r * r * (1 / 2. + r * (1 / 6. + r * low)));
        int64_t half = k / 2, rest = k - half;
        int64_t first = (half + 1023) << 52, second = (rest + 1023) << 52;
        double a, b;
        memcpy(&a, &first, sizeof a);
        memcpy(&b, &second, sizeof b);
        x[i] = e * a * b;
    }
}

const ct_random_kernels CT_ISA_SYM(random_kernels) = {
    .words = words,
    .uniform_f32 = uniform_f32,
    .uniform_f64 = uniform_f64,
    .normal_f32 = normal_f32,
    .normal_f64 = normal_f64,
    .exponential_f32 = exponential_f32,
    .exponential_f64 = exponential_f64,
    .cauchy_f64 = cauchy_f64,
    .exp_f64 = exp_f64,
};
