/* The largest errors of float32 functions over all 2^32 values, in every instruction set
 * that the processor has, in seconds for each: the truth is libmvec's double, computed once
 * for all sets, eight at a time (AVX-512, glibc from 2.35 on).
 *
 * The file is compiled once as the program and, with -DPART, once for each set:
 *
 *   CC="cc -std=gnu11 -O3 -fno-math-errno -fno-trapping-math -Icsrc tools/ulp_all.c"
 *   A512="-mavx512f -mavx512bw -mavx512dq -mavx512vl -mfma -mf16c -mbmi2"
 *   $CC -DPART -shared -fPIC csrc/simd/[a-z]*.c -o base.so -lm
 *   $CC -DPART -shared -fPIC csrc/simd/[a-z]*.c -o avx2.so -lm -mavx2 -mfma -mf16c -mbmi2 \
 *       -DCT_ISA=avx2 -DCT_ISA_AVX2=1           (and avx512.so with $A512 likewise)
 *   $CC $A512 -o ulp_all -lmvec -lm && ./ulp_all all 1 ./base.so ./avx2.so ./avx512.so
 *
 * The arguments are functions (a,b) or all, a step, and the sets. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <immintrin.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Functions that libmvec has, and those that are made of these. */
// clang-format off
#define THEIRS(X) \
    X(exp) X(exp2) X(expm1) X(log) X(log2) X(log10) X(log1p) X(sin) X(cos) X(tan) \
    X(asin) X(acos) X(atan) X(sinh) X(cosh) X(tanh) X(asinh) X(acosh) X(atanh) X(erf) \
    X(erfc)
#define OURS(X) X(sqrt) X(rsqrt) X(sigmoid) X(gelu) X(gelu_tanh) X(logit)
// clang-format on

#ifdef PART
#include "simd/ops_float.h"

#define FUNCTION(name)                                      \
    void all_##name(float *y, const float *x, int n);       \
    void all_##name(float *y, const float *x, int n)        \
    {                                                       \
        for (int i = 0; i < n; i += (int)CT_LANES(float)) { \
            f32_store(y + i, f32_##name(f32_load(x + i)));  \
        }                                                   \
    }
THEIRS(FUNCTION)
OURS(FUNCTION)

#else

#define DECLARE(name) __m512d _ZGVeN8v_##name(__m512d x);
THEIRS(DECLARE)

/* ---- truth ---- */

static __m512d set(double x)
{
    return _mm512_set1_pd(x);
}

static __m512d select_below(__m512d x, double limit, __m512d then, __m512d other)
{
    return _mm512_mask_mov_pd(other, _mm512_cmp_pd_mask(x, set(limit), _CMP_LT_OQ),
                              then);
}

static __m512d truth_sqrt(__m512d x)
{
    return _mm512_sqrt_pd(x);
}

static __m512d truth_rsqrt(__m512d x)
{
    return 1 / _mm512_sqrt_pd(x);
}

static __m512d truth_sigmoid(__m512d x)
{
    __m512d e = _ZGVeN8v_exp(-_mm512_abs_pd(x));
    return select_below(x, 0, e, set(1)) / (1 + e);
}

static __m512d truth_gelu(__m512d x)
{
    __m512d y = x * 0.5 * _ZGVeN8v_erfc(x * -M_SQRT1_2);
    return select_below(x, -30, set(-0.0), y);
}

static __m512d truth_gelu_tanh(__m512d x)
{
    __m512d v = 1.5957691216057307118 * x + 0.071354816272600247 * x * x * x;
    return select_below(x, -30, set(-0.0), x * truth_sigmoid(v));
}

static __m512d truth_logit(__m512d x)
{
    __m512d d = 2 * x - 1, near = 2 * _ZGVeN8v_atanh(d);
    return select_below(_mm512_abs_pd(d), 0.5, near, _ZGVeN8v_log(x / (1 - x)));
}

typedef struct function {
    const char *name, *symbol;
    __m512d (*truth)(__m512d);
} function;
#define ROW_THEIRS(name) {#name, "all_" #name, _ZGVeN8v_##name},
#define ROW_OURS(name) {#name, "all_" #name, truth_##name},
static const function functions[] = {THEIRS(ROW_THEIRS) OURS(ROW_OURS)};

/* ---- error ---- */

enum { BLOCK = 4096, SETS = 4 };

typedef struct worst {
    double ulp, x;
} worst;

/* Of what is not finite, and of zeros. */
static double odd_error(float got, double want)
{
    float near = (float)want;
    if (isnan(want) || isnan(got)) {
        return isnan(want) && isnan(got) ? 0 : HUGE_VAL;
    }
    if (want == 0) {
        return got == 0 && !signbit(got) == !signbit(want) ? 0 : HUGE_VAL;
    }
    if (got == near) {
        return 0;
    }
    if (isinf(want) || fabs(want) > 0x1.00001p128) {
        return HUGE_VAL;
    }
    return fabs((isinf(got) ? copysign(0x1p128, got) : got) - want) * 0x1p-104;
}

static void compare(worst *w, const float *y, const double *t, const float *x, int n)
{
    for (int i = 0; i < n; i += 8) {
        __m256 got = _mm256_loadu_ps(y + i);
        __m512d wide = _mm512_cvtps_pd(got), want = _mm512_loadu_pd(t + i);
        __m512d near = _mm512_cvtps_pd(_mm512_cvtpd_ps(want));
        __m512d e = _mm512_max_pd(_mm512_getexp_pd(near), set(-126)) - 23;
        __m512d ulp = _mm512_scalef_pd(_mm512_abs_pd(wide - want), -e);
        unsigned odd = _mm512_fpclass_pd_mask(wide, 0x99) |
                       _mm512_fpclass_pd_mask(near, 0x99) |
                       _mm512_cmp_pd_mask(want, set(0), _CMP_EQ_UQ);
        unsigned more = _mm512_cmp_pd_mask(ulp, set(w->ulp), _CMP_GT_OQ);
        for (unsigned left = odd | more; left; left &= left - 1) {
            int k = __builtin_ctz(left), at = i + k;
            double error = odd >> k & 1 ? odd_error(y[at], t[at]) : ulp[k];
            if (error > w->ulp) {
                *w = (worst){error, x[at]};
            }
        }
    }
}

/* Is the name in a list with commas? */
static int is_among(const char *name, const char *list)
{
    size_t length = strlen(name);
    for (const char *at = list; (at = strstr(at, name)) != NULL; at += length) {
        if ((at == list || at[-1] == ',') && (at[length] == ',' || !at[length])) {
            return 1;
        }
    }
    return 0;
}

static void measure(const function *f, uint64_t step, void **sets, int n, worst *w)
{
    static float x[BLOCK], y[BLOCK];
    static double t[BLOCK];
    for (uint64_t bits = 0; bits < 1ull << 32;) {
        int count = 0;
        for (; count < BLOCK; count++, bits += step) {
            uint32_t pattern = (uint32_t)bits;
            memcpy(&x[count], &pattern, 4);
        }
        for (int i = 0; i < BLOCK; i += 8) {
            __m512d wide = _mm512_cvtps_pd(_mm256_loadu_ps(x + i));
            _mm512_storeu_pd(t + i, f->truth(wide));
        }
        for (int k = 0; k < n; k++) {
            void (*ours)(float *, const float *, int);
            *(void **)&ours = dlsym(sets[k], f->symbol);
            ours(y, x, BLOCK);
            compare(&w[k], y, t, x, BLOCK);
        }
    }
}

int main(int argc, char **argv)
{
    void *sets[SETS];
    int n = 0;
    uint64_t step = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
    for (; n < SETS && 3 + n < argc; n++) {
        sets[n] = dlopen(argv[3 + n], RTLD_NOW | RTLD_LOCAL);
        if (!sets[n]) {
            fprintf(stderr, "%s\n", dlerror());
            return 1;
        }
    }
    for (size_t k = 0; k < sizeof functions / sizeof *functions; k++) {
        worst w[SETS] = {{0, 0}};
        if (strcmp(argv[1], "all") != 0 && !is_among(functions[k].name, argv[1])) {
            continue;
        }
        measure(&functions[k], step, sets, n, w);
        printf("%-10s", functions[k].name);
        for (int i = 0; i < n; i++) {
            printf("  %s %.3f at %.9g", argv[3 + i], w[i].ulp, w[i].x);
        }
        printf("\n");
        fflush(stdout);
    }
    return 0;
}
#endif
