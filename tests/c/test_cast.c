/* Casts between all pairs of dtypes, against one value at a time in plain C, and strided
 * copies; in every instruction set this machine has. */
#define _GNU_SOURCE
#include "cpu/kernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

enum { N = 1500, GUARD = 32 };

static const ct_cast_kernels *kernels;

/* ---- values ---- */

static const double reals[] = {
    0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.9, 127, 128, -128, -129, 255, 256, 300,
    32767, 32768, -32769, 65535, 65536, 1e9, -1e9, 2147483647, 2147483648.0,
    -2147483648.0, -2147483649.0, 4294967295.0, 4294967296.0, 1e18, -1e18,
    9223372036854775807.0, 9223372036854774784.0, 1.5e19, 1.8446744073709552e19, 1e30,
    -1e30, 65504, 65519.99, 65520, 0x1p-24, 0x1p-25, 0x1.8p-25, 0x1p-14, 0x1.ffcp-15,
    3.4e38, 1e-40, 1e-45, INFINITY, -INFINITY, NAN, 1e300,
    /* halfway cases of float16 and bfloat16, and a little beside them in float64 */
    1 + 0x1p-11, 1 + 0x1p-11 + 0x1p-40, 1 + 0x1.8p-10, 1 + 0x1.8p-10 - 0x1p-40,
    1 + 0x1p-8, 1 + 0x1p-8 + 0x1p-45, 1 + 0x1.8p-7 - 0x1p-45, 2049, 2051, 257, 259,
    16777217, 16777219, 33554435, 0x1p-133 + 0x1p-170, 0x1p-25 + 0x1p-60};

static uint64_t state = 88172645463325252ull;

static uint64_t draw(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

/* One real number of a dtype, in the one of the three that holds it exactly. */
typedef struct value {
    enum { SIGNED, UNSIGNED, REAL } kind;
    int64_t i;
    uint64_t u;
    double f, imag;
} value;

static value read_value(ct_dtype d, const char *p)
{
    value v = {SIGNED, 0, 0, 0, 0};
    float pair[2];
    double wide[2];
    uint16_t h;
    switch (d) {
    case CT_DTYPE_BOOL:
        v.i = *p != 0;
        return v;
    case CT_DTYPE_F16:
    case CT_DTYPE_BF16:
        memcpy(&h, p, 2);
        v.kind = REAL;
        v.f = d == CT_DTYPE_F16 ? ct_f16_to_f32(h) : ct_bf16_to_f32(h);
        return v;
    case CT_DTYPE_F32:
    case CT_DTYPE_C64:
        memcpy(pair, p, d == CT_DTYPE_F32 ? 4 : 8);
        v = (value){REAL, 0, 0, pair[0], d == CT_DTYPE_F32 ? 0 : pair[1]};
        return v;
    case CT_DTYPE_F64:
    case CT_DTYPE_C128:
        memcpy(wide, p, d == CT_DTYPE_F64 ? 8 : 16);
        v = (value){REAL, 0, 0, wide[0], d == CT_DTYPE_F64 ? 0 : wide[1]};
        return v;
    default:
        break;
    }
    int64_t size = ct_dtype_size(d);
    v.kind = ct_dtype_is_signed(d) ? SIGNED : UNSIGNED;
    memcpy(&v.u, p, (size_t)size);
    int shift = (int)(64 - 8 * size);
    v.i = (int64_t)(v.u << shift) >> shift;
    return v;
}

static int64_t integer_of(value v, ct_dtype to)
{
    if (v.kind != REAL) {
        return v.kind == SIGNED ? v.i : (int64_t)v.u;
    }
    if (to == CT_DTYPE_U64 && v.f >= 0x1p63) {
        return v.f < 0x1p64 ? (int64_t)(uint64_t)v.f : 0;
    }
    int narrow = to != CT_DTYPE_U64 && to != CT_DTYPE_I64 && to != CT_DTYPE_U32;
    double limit = narrow ? 0x1p31 : 0x1p63;
    int64_t lowest = narrow ? INT32_MIN : INT64_MIN;
    return v.f >= -limit && v.f < limit ? (int64_t)v.f : lowest;
}

static double float_of(value v)
{
    return v.kind == REAL ? v.f : v.kind == SIGNED ? (double)v.i : (double)v.u;
}

/* Rounded once from the exact value, also from 64-bit integers to float32. */
static float single_of(value v)
{
    return v.kind == REAL ? (float)v.f : v.kind == SIGNED ? (float)v.i : (float)v.u;
}

static void write_value(ct_dtype d, char *p, value v)
{
    int64_t i;
    float pair[2] = {single_of(v), (float)v.imag};
    double wide[2] = {float_of(v), v.imag};
    uint16_t h;
    switch (d) {
    case CT_DTYPE_BOOL:
        *p = v.kind == REAL ? v.f != 0 || v.imag != 0 : v.u != 0 || v.i != 0;
        return;
    case CT_DTYPE_F16:
    case CT_DTYPE_BF16:
        h = d == CT_DTYPE_F16 ? ct_f64_to_f16(wide[0]) : ct_f64_to_bf16(wide[0]);
        memcpy(p, &h, 2);
        return;
    case CT_DTYPE_F32:
    case CT_DTYPE_C64:
        memcpy(p, pair, d == CT_DTYPE_F32 ? 4 : 8);
        return;
    case CT_DTYPE_F64:
    case CT_DTYPE_C128:
        memcpy(p, wide, d == CT_DTYPE_F64 ? 8 : 16);
        return;
    default:
        i = integer_of(v, d);
        memcpy(p, &i, (size_t)ct_dtype_size(d));
    }
}

static double random_real(void)
{
    if (draw() % 4 == 0) {
        uint64_t bits = draw();
        double x;
        memcpy(&x, &bits, 8);
        return x;
    }
    return reals[draw() % (sizeof reals / sizeof *reals)];
}

/* Sources: reals rounded to the dtype, or random bytes. */
static void fill(ct_dtype d, char *p)
{
    int64_t size = ct_dtype_size(d);
    for (int64_t i = 0; i < N; i++) {
        value v = {REAL, 0, 0, random_real(), random_real()};
        if (ct_dtype_is_integral(d)) {
            uint64_t bits = draw() >> draw() % 64;
            bits = draw() & 1 ? bits : 0 - bits;
            memcpy(p + i * size, &bits, (size_t)size);
        } else {
            write_value(d, p + i * size, v);
        }
    }
}

/* Equal bytes, or NaN on both sides: payloads are free. */
static int same(ct_dtype d, const char *a, const char *b)
{
    if (memcmp(a, b, (size_t)ct_dtype_size(d)) == 0) {
        return 1;
    }
    value x = read_value(d, a), y = read_value(d, b);
    int re = (isnan(x.f) && isnan(y.f)) || x.f == y.f;
    int im = (isnan(x.imag) && isnan(y.imag)) || x.imag == y.imag;
    return x.kind == REAL && re && im && (isnan(x.f) || isnan(x.imag));
}

/* ---- the tests ---- */

static int64_t wrong_in_pair(ct_dtype to, ct_dtype from, int64_t n)
{
    static char src[16 * N + 16], dst[16 * N + 2 * GUARD], want[16];
    int64_t to_size = ct_dtype_size(to), from_size = ct_dtype_size(from), wrong = 0;
    fill(from, src + 1); /* at odd addresses */
    memset(dst, 0x5a, sizeof dst);
    kernels->cast[to][from](dst + 1, src + 1, n);
    for (int64_t i = 0; i < n; i++) {
        write_value(to, want, read_value(from, src + 1 + i * from_size));
        if (!same(to, dst + 1 + i * to_size, want)) {
            if (!wrong++) {
                value v = read_value(from, src + 1 + i * from_size);
                value g = read_value(to, dst + 1 + i * to_size);
                printf("  %s to %s: %a%+ai (%lld) gave %a (%lld)\n",
                       ct_dtype_name(from), ct_dtype_name(to), v.f, v.imag,
                       (long long)v.i, g.f, (long long)g.i);
            }
        }
    }
    for (int k = 0; k < GUARD; k++) {
        wrong += dst[1 + n * to_size + k] != 0x5a;
    }
    return wrong + (dst[0] != 0x5a);
}

static void every_pair_of_dtypes(void)
{
    for (int to = 0; to < CT_DTYPE_COUNT; to++) {
        for (int from = 0; from < CT_DTYPE_COUNT; from++) {
            for (int64_t n = 0; n < 40; n += 1 + n / 3) {
                CHECK(wrong_in_pair((ct_dtype)to, (ct_dtype)from, n) == 0);
            }
            CHECK(wrong_in_pair((ct_dtype)to, (ct_dtype)from, N) == 0);
        }
    }
}

static void every_float16_and_back(void)
{
    for (int half = CT_DTYPE_F16; half <= CT_DTYPE_BF16; half++) {
        static uint16_t h[65536], again[65536];
        static float f[65536];
        int wrong = 0;
        for (int i = 0; i < 65536; i++) {
            h[i] = (uint16_t)i;
        }
        kernels->cast[CT_DTYPE_F32][half](f, h, 65536);
        kernels->cast[half][CT_DTYPE_F32](again, f, 65536);
        for (int i = 0; i < 65536; i++) {
            float want =
                half == CT_DTYPE_F16 ? ct_f16_to_f32(h[i]) : ct_bf16_to_f32(h[i]);
            wrong += memcmp(&f[i], &want, 4) != 0 && !(isnan(f[i]) && isnan(want));
            wrong += again[i] != h[i] && !isnan(want);
        }
        CHECK(wrong == 0);
    }
}

static void float32_to_float16_over_the_range(void)
{
    enum { BLOCK = 4096 };
    float f[BLOCK];
    uint16_t h[BLOCK], b[BLOCK];
    int64_t wrong = 0;
    for (uint64_t bits = 0; bits < 1ull << 32;) {
        for (int i = 0; i < BLOCK; i++, bits += 977) {
            uint32_t low = (uint32_t)bits;
            memcpy(&f[i], &low, 4);
        }
        kernels->cast[CT_DTYPE_F16][CT_DTYPE_F32](h, f, BLOCK);
        kernels->cast[CT_DTYPE_BF16][CT_DTYPE_F32](b, f, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            wrong += h[i] != ct_f32_to_f16(f[i]) && !isnan(f[i]);
            wrong += b[i] != ct_f32_to_bf16(f[i]) && !isnan(f[i]);
        }
    }
    CHECK(wrong == 0);
}

static void strided_copies(void)
{
    static const int64_t strides[] = {0, 1, -1, 2, 3, -4, 17};
    static char src[4096 * 16], dst[4096 * 16], want[4096 * 16];
    for (size_t i = 0; i < sizeof src; i++) {
        src[i] = (char)draw();
    }
    for (int k = 0; k < 5; k++) {
        int64_t size = 1 << k;
        for (int a = 1; a < 7; a++) { /* a destination stride of 0 is not used */
            for (int b = 0; b < 7; b++) {
                for (int64_t n = 0; n < 70; n = n * 2 + 1) {
                    int64_t ds = strides[a] * size, ss = strides[b] * size;
                    char *d = dst + 2000 * size + 1, *w = want + 2000 * size + 1;
                    const char *s = src + 2000 * size + 1;
                    memset(dst, 0, sizeof dst);
                    memset(want, 0, sizeof want);
                    for (int64_t i = 0; i < n; i++) {
                        memcpy(w + i * ds, s + i * ss, (size_t)size);
                    }
                    kernels->copy[k](d, ds, s, ss, n);
                    CHECK(memcmp(dst, want, sizeof dst) == 0);
                }
            }
        }
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
        kernels = ct_cpu->cast;
        printf("%s\n", *isa);
        CHECK_RUN(every_pair_of_dtypes);
        CHECK_RUN(every_float16_and_back);
        CHECK_RUN(float32_to_float16_over_the_range);
        CHECK_RUN(strided_copies);
    }
    return CHECK_END();
}
