/* What formulas call on complex elements: a vector of one lane, with the names that the
 * other lanes have, over C's complex arithmetic and libm. */
#ifndef CT_SIMD_OPS_COMPLEX_H
#define CT_SIMD_OPS_COMPLEX_H

#include <complex.h>

#include "simd/simd.h"

typedef float complex v_c64;
typedef double complex v_c128;
typedef v_c64 element_c64;
typedef v_c128 element_c128;
typedef float real_c64, size_c64;
typedef double real_c128, size_c128;
typedef int condition_c64, condition_c128;
typedef float complex vu_c64 __attribute__((aligned(1), may_alias));
typedef double complex vu_c128 __attribute__((aligned(1), may_alias));

#define CT_COMPLEX_1(L, name, fn)           \
    static inline v_##L L##_##name(v_##L x) \
    {                                       \
        return fn(x);                       \
    }

#define CT_COMPLEX_MEMORY(L, R)                                            \
    static inline v_##L L##_load(const void *p)                            \
    {                                                                      \
        return *(const vu_##L *)p;                                         \
    }                                                                      \
    static inline void L##_store(void *p, v_##L v)                         \
    {                                                                      \
        *(vu_##L *)p = v;                                                  \
    }                                                                      \
    static inline void L##_store_real(void *p, R x)                        \
    {                                                                      \
        memcpy(p, &x, sizeof x);                                           \
    }                                                                      \
    static inline void L##_store_bool(void *p, int condition)              \
    {                                                                      \
        *(uint8_t *)p = condition != 0;                                    \
    }                                                                      \
    /* one lane leaves no part of a vector: these are never called */      \
    static inline v_##L L##_load_n(const void *p, int64_t n)               \
    {                                                                      \
        return n > 0 ? L##_load(p) : 0;                                    \
    }                                                                      \
    static inline void L##_store_n(void *p, v_##L v, int64_t n)            \
    {                                                                      \
        if (n > 0) {                                                       \
            L##_store(p, v);                                               \
        }                                                                  \
    }                                                                      \
    static inline void L##_store_real_n(void *p, R x, int64_t n)           \
    {                                                                      \
        if (n > 0) {                                                       \
            L##_store_real(p, x);                                          \
        }                                                                  \
    }                                                                      \
    static inline void L##_store_bool_n(void *p, int condition, int64_t n) \
    {                                                                      \
        if (n > 0) {                                                       \
            L##_store_bool(p, condition);                                  \
        }                                                                  \
    }

/* S: libm's suffix, R: the real type. */
#define CT_COMPLEX_LOGS(L, S, R)                                                    \
    static inline v_##L L##_exp2(v_##L x)                                           \
    {                                                                               \
        return cexp##S(x * (R)0.6931471805599453);                                  \
    }                                                                               \
    static inline v_##L L##_log2(v_##L x)                                           \
    {                                                                               \
        return clog##S(x) * (R)1.4426950408889634;                                  \
    }                                                                               \
    static inline v_##L L##_log10(v_##L x)                                          \
    {                                                                               \
        return clog##S(x) * (R)0.4342944819032518;                                  \
    }                                                                               \
    static inline v_##L L##_rsqrt(v_##L x)                                          \
    {                                                                               \
        return 1 / csqrt##S(x);                                                     \
    }                                                                               \
    /* exp(a) cos(b) - 1, exact for small x */                                      \
    static inline v_##L L##_expm1(v_##L x)                                          \
    {                                                                               \
        v_##L y = cexp##S(x);                                                       \
        R half = sin##S(cimag##S(x) / 2);                                           \
        __real__ y = expm1##S(creal##S(x)) * cos##S(cimag##S(x)) - 2 * half * half; \
        return y;                                                                   \
    }                                                                               \
    /* |1 + x|^2 - 1 is a (2 + a) + b^2, exact for small x */                       \
    static inline v_##L L##_log1p(v_##L x)                                          \
    {                                                                               \
        R a = creal##S(x), b = cimag##S(x);                                         \
        v_##L y = clog##S(1 + x);                                                   \
        if (cabs##S(x) < (R)0.5) {                                                  \
            __real__ y = log1p##S(a * (2 + a) + b * b) / 2;                         \
        }                                                                           \
        return y;                                                                   \
    }

#define CT_COMPLEX_OPS(L, S, R)                                  \
    static inline v_##L L##_sel(int condition, v_##L a, v_##L b) \
    {                                                            \
        return condition ? a : b;                                \
    }                                                            \
    static inline v_##L L##_fma(v_##L a, v_##L b, v_##L c)       \
    {                                                            \
        return a * b + c;                                        \
    }                                                            \
    static inline R L##_abs(v_##L x)                             \
    {                                                            \
        return cabs##S(x);                                       \
    }                                                            \
    static inline R L##_angle(v_##L x)                           \
    {                                                            \
        return carg##S(x);                                       \
    }                                                            \
    static inline R L##_real(v_##L x)                            \
    {                                                            \
        return creal##S(x);                                      \
    }                                                            \
    static inline R L##_imag(v_##L x)                            \
    {                                                            \
        return cimag##S(x);                                      \
    }                                                            \
    static inline v_##L L##_sign(v_##L x)                        \
    {                                                            \
        R size = cabs##S(x);                                     \
        return size == 0 ? 0 : x / size;                         \
    }                                                            \
    static inline v_##L L##_sigmoid(v_##L x)                     \
    {                                                            \
        return 1 / (1 + cexp##S(-x));                            \
    }                                                            \
    static inline v_##L L##_pow(v_##L a, v_##L b)                \
    {                                                            \
        if (a == 0 && b != 0) { /* 0 or NaN, as in NumPy */      \
            return creal##S(b) > 0 ? 0 : a / a;                  \
        }                                                        \
        return b == 0 ? 1 : cpow##S(a, b);                       \
    }                                                            \
    static inline v_##L L##_sinc(v_##L x)                        \
    {                                                            \
        v_##L z = x * (R)3.14159265358979323846;                 \
        return x == 0 ? 1 : csin##S(z) / z;                      \
    }                                                            \
    CT_COMPLEX_1(L, conj, conj##S)                               \
    CT_COMPLEX_1(L, exp, cexp##S)                                \
    CT_COMPLEX_1(L, log, clog##S)                                \
    CT_COMPLEX_1(L, sqrt, csqrt##S)                              \
    CT_COMPLEX_1(L, sin, csin##S)                                \
    CT_COMPLEX_1(L, cos, ccos##S)                                \
    CT_COMPLEX_1(L, tan, ctan##S)                                \
    CT_COMPLEX_1(L, sinh, csinh##S)                              \
    CT_COMPLEX_1(L, cosh, ccosh##S)                              \
    CT_COMPLEX_1(L, tanh, ctanh##S)                              \
    CT_COMPLEX_1(L, asin, casin##S)                              \
    CT_COMPLEX_1(L, acos, cacos##S)                              \
    CT_COMPLEX_1(L, atan, catan##S)                              \
    CT_COMPLEX_1(L, asinh, casinh##S)                            \
    CT_COMPLEX_1(L, acosh, cacosh##S)                            \
    CT_COMPLEX_1(L, atanh, catanh##S)

CT_COMPLEX_MEMORY(c64, float)
CT_COMPLEX_MEMORY(c128, double)
CT_COMPLEX_LOGS(c64, f, float)
CT_COMPLEX_LOGS(c128, , double)
CT_COMPLEX_OPS(c64, f, float)
CT_COMPLEX_OPS(c128, , double)
#undef CT_COMPLEX_MEMORY
#undef CT_COMPLEX_LOGS
#undef CT_COMPLEX_OPS
#undef CT_COMPLEX_1

#endif
