/* Vocabulary without intrinsics: what an instruction set's header did not define, in
 * operators on vectors, for any architecture. */
#ifndef CT_SIMD_GENERIC_H
#define CT_SIMD_GENERIC_H

#ifndef CT_ONE_LANE
/* ---- part of a vector: the first bytes of an array, nothing beyond them touched ---- */

/* The base instruction set's copies are to be small: there it is called, but by products
 * (CT_PARTS_INLINE), whose loops it would slow down. */
#ifndef u8_load_part
#if defined(CT_ISA_BASE) && !defined(CT_PARTS_INLINE)
#define CT_COPY_KIND __attribute__((noinline, unused))
#else
#define CT_COPY_KIND inline
#endif
static CT_COPY_KIND void copy_bytes(char *to, const char *from, int64_t n)
{
    for (; n >= 16; n -= 16, to += 16, from += 16) {
        memcpy(to, from, 16);
    }
    if (n & 8) {
        memcpy(to, from, 8);
        to += 8, from += 8;
    }
    if (n & 4) {
        memcpy(to, from, 4);
        to += 4, from += 4;
    }
    if (n & 2) {
        memcpy(to, from, 2);
        to += 2, from += 2;
    }
    if (n & 1) {
        *to = *from;
    }
}
#undef CT_COPY_KIND

static inline v_u8 u8_load_part(const void *p, int64_t n)
{
    v_u8 v = {0};
    copy_bytes((char *)&v, p, n);
    return v;
}

static inline void u8_store_part(void *p, v_u8 v, int64_t n)
{
    copy_bytes(p, (const char *)&v, n);
}
#endif

#ifndef u32_load_part
static inline v_u32 u32_load_part(const void *p, int64_t n)
{
    return (v_u32)u8_load_part(p, 4 * n);
}

static inline void u32_store_part(void *p, v_u32 v, int64_t n)
{
    u8_store_part(p, (v_u8)v, 4 * n);
}
#endif

#define CT_PART(L, T, M)                                          \
    static inline v_##L L##_load_n(const void *p, int64_t n)      \
    {                                                             \
        int64_t size = n * (int64_t)sizeof(T);                    \
        return sizeof(T) >= 4 ? (v_##L)u32_load_part(p, size / 4) \
                              : (v_##L)u8_load_part(p, size);     \
    }                                                             \
    static inline void L##_store_n(void *p, v_##L v, int64_t n)   \
    {                                                             \
        int64_t size = n * (int64_t)sizeof(T);                    \
        if (sizeof(T) >= 4) {                                     \
            u32_store_part(p, (v_u32)v, size / 4);                \
        } else {                                                  \
            u8_store_part(p, (v_u8)v, size);                      \
        }                                                         \
    }
CT_ALL_LANES(CT_PART)
#undef CT_PART

/* ---- every lane type ---- */

/* L_set subtracts zero because adding it would turn -0.0 into 0.0. */
#define CT_BASIC(L, T, M)                                     \
    static inline v_##L L##_load(const void *p)               \
    {                                                         \
        return *(const vu_##L *)p;                            \
    }                                                         \
    static inline void L##_store(void *p, v_##L v)            \
    {                                                         \
        *(vu_##L *)p = v;                                     \
    }                                                         \
    static inline v_##L L##_set(T value)                      \
    {                                                         \
        return value - CT_OF(v_##L){0};                       \
    }                                                         \
    static inline v_##L L##_bitsel(v_##M m, v_##L a, v_##L b) \
    {                                                         \
        return (v_##L)((m & (v_##M)a) | (~m & (v_##M)b));     \
    }
CT_ALL_LANES(CT_BASIC)
#undef CT_BASIC

#define i8_sel i8_bitsel
#define i16_sel i16_bitsel
#define i32_sel i32_bitsel
#define i64_sel i64_bitsel
#define u8_sel u8_bitsel
#define u16_sel u16_bitsel
#define u32_sel u32_bitsel
#define u64_sel u64_bitsel
#ifndef f32_sel
#define f32_sel f32_bitsel
#endif
#ifndef f64_sel
#define f64_sel f64_bitsel
#endif

/* Whether any lane of a mask is set. */
#ifndef i64_any
static inline int i64_any(v_i64 mask)
{
    int64_t any = 0;
    for (int i = 0; i < CT_LANES(int64_t); i++) {
        any |= mask[i];
    }
    return any != 0;
}
#endif
#ifndef i32_any
static inline int i32_any(v_i32 mask)
{
    return i64_any((v_i64)mask);
}
#endif

/* A mask as bytes, 0 or -1. */
static inline bytes_i8 i8_bytes(v_i8 mask)
{
    return (bytes_i8)mask;
}

static inline bytes_i16 i16_bytes(v_i16 mask)
{
    return __builtin_convertvector(mask, bytes_i16);
}

#ifndef i32_bytes
static inline bytes_i32 i32_bytes(v_i32 mask)
{
    return __builtin_convertvector(mask, bytes_i32);
}
#endif
#ifndef i64_bytes
static inline bytes_i64 i64_bytes(v_i64 mask)
{
    return __builtin_convertvector(mask, bytes_i64);
}
#endif

#endif

/* ---- float lanes ---- */

/* a * b + c, fused where the set can (CT_HAS_FMA), else rounded twice. */
#ifndef f32_mad
static inline v_f32 f32_mad(v_f32 a, v_f32 b, v_f32 c)
{
    return a * b + c;
}
#endif
#ifndef f64_mad
static inline v_f64 f64_mad(v_f64 a, v_f64 b, v_f64 c)
{
    return a * b + c;
}
#endif

#define CT_SIGN_OPS(L, T, M, MIN)                                                      \
    static inline v_##L L##_signbit(v_##L x)                                           \
    {                                                                                  \
        return (v_##L)((v_##M)x & MIN);                                                \
    }                                                                                  \
    static inline v_##L L##_abs(v_##L x)                                               \
    {                                                                                  \
        return (v_##L)((v_##M)x & ~MIN);                                               \
    }                                                                                  \
    static inline v_##L L##_copysign(v_##L x, v_##L sign)                              \
    {                                                                                  \
        return (v_##L)((v_##M)L##_abs(x) | (v_##M)L##_signbit(sign));                  \
    }                                                                                  \
    /* x with its sign flipped where sign's is set: x * sign without the magnitude. */ \
    static inline v_##L L##_xorsign(v_##L x, v_##L sign)                               \
    {                                                                                  \
        return (v_##L)((v_##M)x ^ (v_##M)L##_signbit(sign));                           \
    }
CT_SIGN_OPS(f32, float, i32, INT32_MIN)
CT_SIGN_OPS(f64, double, i64, INT64_MIN)
#undef CT_SIGN_OPS

/* min and max give b when a lane of a or b is NaN, as the x86 instructions do. */
#ifndef f32_min
static inline v_f32 f32_min(v_f32 a, v_f32 b)
{
    return f32_sel(a < b, a, b);
}
#endif
#ifndef f64_min
static inline v_f64 f64_min(v_f64 a, v_f64 b)
{
    return f64_sel(a < b, a, b);
}
#endif
#ifndef f32_max
static inline v_f32 f32_max(v_f32 a, v_f32 b)
{
    return f32_sel(a > b, a, b);
}
#endif
#ifndef f64_max
static inline v_f64 f64_max(v_f64 a, v_f64 b)
{
    return f64_sel(a > b, a, b);
}
#endif

/* Whether any |x| is above a limit, or NaN. */
#ifndef f32_any_beyond
static inline int f32_any_beyond(v_f32 x, float limit)
{
    return i32_any(~(f32_abs(x) <= limit));
}
#endif
#ifndef f64_any_beyond
static inline int f64_any_beyond(v_f64 x, double limit)
{
    return i64_any(~(f64_abs(x) <= limit));
}
#endif

/* Rounding to an integral value: adding and subtracting 2^23 (2^52) rounds to the nearest,
 * ties to even; a magnitude at or above that is integral already, and NaN stays. */
#define CT_ROUNDING(L, TWO_P)                             \
    static inline v_##L L##_round_generic(v_##L x)        \
    {                                                     \
        v_##L a = L##_abs(x);                             \
        v_##L r = (a + TWO_P) - TWO_P;                    \
        return L##_copysign(L##_sel(a < TWO_P, r, x), x); \
    }                                                     \
    static inline v_##L L##_floor_generic(v_##L x)        \
    {                                                     \
        v_##L r = L##_round_generic(x);                   \
        return L##_copysign(L##_sel(r > x, r - 1, r), x); \
    }                                                     \
    static inline v_##L L##_ceil_generic(v_##L x)         \
    {                                                     \
        v_##L r = L##_round_generic(x);                   \
        return L##_copysign(L##_sel(r < x, r + 1, r), x); \
    }                                                     \
    static inline v_##L L##_trunc_generic(v_##L x)        \
    {                                                     \
        v_##L a = L##_abs(x), r = L##_round_generic(a);   \
        return L##_copysign(L##_sel(r > a, r - 1, r), x); \
    }
#ifndef f32_round
CT_ROUNDING(f32, 0x1p23f)
#define f32_round f32_round_generic
#define f32_floor f32_floor_generic
#define f32_ceil f32_ceil_generic
#define f32_trunc f32_trunc_generic
#endif
#ifndef f64_round
CT_ROUNDING(f64, 0x1p52)
#define f64_round f64_round_generic
#define f64_floor f64_floor_generic
#define f64_ceil f64_ceil_generic
#define f64_trunc f64_trunc_generic
#endif
#undef CT_ROUNDING

/* One libm call per lane. */
#ifndef CT_ONE_LANE
#define CT_MAP(L, T)                                 \
    static inline v_##L L##_map(T (*fn)(T), v_##L x) \
    {                                                \
        for (int i = 0; i < CT_LANES(T); i++) {      \
            x[i] = fn(x[i]);                         \
        }                                            \
        return x;                                    \
    }
CT_MAP(f32, float)
CT_MAP(f64, double)
#undef CT_MAP
#endif

#ifndef f32_sqrt
static inline v_f32 f32_sqrt(v_f32 x)
{
    return f32_map(sqrtf, x);
}
#endif
#ifndef f64_sqrt
static inline v_f64 f64_sqrt(v_f64 x)
{
    return f64_map(sqrt, x);
}
#endif

/* 2^n for integral n in [-126, 127] ([-1022, 1023]): the sum puts n + bias into the lowest
 * bits of the mantissa, the shift moves it to the exponent. */
static inline v_f32 f32_pow2(v_f32 n)
{
    return (v_f32)((v_u32)(n + (0x1.8p23f + 127)) << 23);
}

static inline v_f64 f64_pow2(v_f64 n)
{
    return (v_f64)((v_u64)(n + (0x1.8p52 + 1023)) << 52);
}

/* x * 2^n for integral n, |n| <= 250 (2040), rounded once: into the subnormals and to
 * infinity.  The factors shrink or grow in the same direction, so only the last product
 * can round. */
#ifndef f32_scale
static inline v_f32 f32_scale(v_f32 x, v_f32 n)
{
    v_f32 half = f32_round(n * 0.5f);
    return x * f32_pow2(half) * f32_pow2(n - half);
}
#endif
#ifndef f64_scale
static inline v_f64 f64_scale(v_f64 x, v_f64 n)
{
    v_f64 half = f64_round(n * 0.5);
    return x * f64_pow2(half) * f64_pow2(n - half);
}
#endif

/* ---- float32 <-> two vectors of float64 ---- */

#ifndef f32_widen
static inline void f32_widen(v_f32 x, v_f64 *low, v_f64 *high)
{
    h_f32 half[2];
    memcpy(half, &x, sizeof x);
    *low = __builtin_convertvector(half[0], v_f64);
    *high = __builtin_convertvector(half[1], v_f64);
}

static inline v_f32 f32_narrow(v_f64 low, v_f64 high)
{
    h_f32 half[2] = {__builtin_convertvector(low, h_f32),
                     __builtin_convertvector(high, h_f32)};
    v_f32 x;
    memcpy(&x, half, sizeof x);
    return x;
}
#endif

/* ---- polynomials ---- */

/* c[0] + c[1] x + ... + c[n-1] x^(n-1); n is a constant where this is inlined.  A long one
 * is two in x^2, for even and odd powers: in one chain each step waits for the one before,
 * and few iterations of a loop fit into a processor's window. */
#define CT_POLY(L, T)                                                        \
    static inline v_##L L##_horner(v_##L x, const T *c, int n, int step)     \
    {                                                                        \
        v_##L p = L##_set(c[n - 1]);                                         \
        for (int i = n - 1 - step; i >= 0; i -= step) {                      \
            p = L##_mad(p, x, L##_set(c[i]));                                \
        }                                                                    \
        return p;                                                            \
    }                                                                        \
    static inline v_##L L##_poly(v_##L x, const T *c, int n)                 \
    {                                                                        \
        if (n < 9) {                                                         \
            return L##_horner(x, c, n, 1);                                   \
        }                                                                    \
        v_##L z = x * x, odd = L##_horner(z, c + 1, (n - 2) / 2 * 2 + 1, 2); \
        return L##_mad(odd, x, L##_horner(z, c, (n - 1) / 2 * 2 + 1, 2));    \
    }
CT_POLY(f32, float)
CT_POLY(f64, double)
#undef CT_POLY

#endif
