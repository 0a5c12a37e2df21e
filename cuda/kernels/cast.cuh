/* cast: one element from a dtype to another, as csrc/cpu/isa/cast.c converts it: integers
 * wrap, floats out of range become the smallest int32 or int64, bool is 1 for anything but
 * zero, float16 and bfloat16 are rounded once. */
#ifndef CT_KERNELS_CAST_CUH
#define CT_KERNELS_CAST_CUH

#include "core/dtype.h"
#include "kernels/half.cuh"

/* ---- elements as they are stored ---- */

struct ct_b8 {
    uint8_t bits;
};
struct ct_f16 {
    uint16_t bits;
};
struct ct_bf16 {
    uint16_t bits;
};
template <class T> struct alignas(2 * sizeof(T)) ct_pair {
    T re, im;
};

/* X(dtype, element) */
#define CT_ELEMENTS(X) \
    X(BOOL, ct_b8)     \
    X(U8, uint8_t)     \
    X(I8, int8_t)      \
    X(U16, uint16_t)   \
    X(I16, int16_t)    \
    X(U32, uint32_t)   \
    X(I32, int32_t)    \
    X(U64, uint64_t)   \
    X(I64, int64_t)    \
    X(F16, ct_f16)     \
    X(BF16, ct_bf16)   \
    X(F32, float)      \
    X(F64, double)     \
    X(C64, ct_pair<float>) X(C128, ct_pair<double>)

template <class E> struct ct_dtype_of;
#define CT_DTYPE_OF(id, E)                      \
    template <> struct ct_dtype_of<E> {         \
        static const int value = CT_DTYPE_##id; \
    };
CT_ELEMENTS(CT_DTYPE_OF)
#undef CT_DTYPE_OF

/* ---- what an element is as a number ---- */

template <class E> CT_DEVICE static inline E ct_number(E x)
{
    return x;
}
CT_DEVICE static inline int ct_number(ct_b8 x)
{
    return x.bits != 0;
}
CT_DEVICE static inline float ct_number(ct_f16 x)
{
    return ct_half_to_float(x.bits);
}
CT_DEVICE static inline float ct_number(ct_bf16 x)
{
    return bf16_to_f32_1(x.bits);
}

/* ---- from a number to an element ---- */

template <class F> CT_DEVICE static inline int32_t ct_to_i32(F x)
{
    return x >= -(F)0x1p31 && x < (F)0x1p31 ? (int32_t)x : INT32_MIN;
}
template <class F> CT_DEVICE static inline int64_t ct_to_i64(F x)
{
    return x >= -(F)0x1p63 && x < (F)0x1p63 ? (int64_t)x : INT64_MIN;
}
template <class F> CT_DEVICE static inline uint64_t ct_to_u64(F x)
{
    F low = x < (F)0x1p63 ? x : x - (F)0x1p63;
    return (uint64_t)ct_to_i64(low) ^ (uint64_t)(x >= (F)0x1p63) << 63;
}

template <class To> struct ct_cast {
    template <class From> CT_DEVICE static To of(From x)
    {
        return (To)x;
    }
};
#define CT_CAST_INTEGER(To, through)                         \
    template <> struct ct_cast<To> {                         \
        template <class From> CT_DEVICE static To of(From x) \
        {                                                    \
            return (To)x;                                    \
        }                                                    \
        CT_DEVICE static To of(float x)                      \
        {                                                    \
            return (To)ct_to_##through(x);                   \
        }                                                    \
        CT_DEVICE static To of(double x)                     \
        {                                                    \
            return (To)ct_to_##through(x);                   \
        }                                                    \
    };
CT_CAST_INTEGER(uint8_t, i32)
CT_CAST_INTEGER(int8_t, i32)
CT_CAST_INTEGER(uint16_t, i32)
CT_CAST_INTEGER(int16_t, i32)
CT_CAST_INTEGER(uint32_t, i64)
CT_CAST_INTEGER(int32_t, i32)
CT_CAST_INTEGER(uint64_t, u64)
CT_CAST_INTEGER(int64_t, i64)
#undef CT_CAST_INTEGER

template <> struct ct_cast<ct_b8> {
    template <class From> CT_DEVICE static ct_b8 of(From x)
    {
        return ct_b8{(uint8_t)(x != 0)};
    }
};

/* What float32 may not hold goes through one whose last bit says that it is inexact. */
CT_DEVICE static inline float ct_narrowed(float x)
{
    return x;
}
CT_DEVICE static inline float ct_narrowed(int x)
{
    return f64_to_f32_odd_1((double)x);
}
CT_DEVICE static inline float ct_narrowed(double x)
{
    return f64_to_f32_odd_1(x);
}
CT_DEVICE static inline float ct_narrowed(uint32_t x)
{
    return f64_to_f32_odd_1((double)x);
}
CT_DEVICE static inline float ct_narrowed(int64_t x)
{
    return f64_to_f32_odd_1((double)x);
}
CT_DEVICE static inline float ct_narrowed(uint64_t x)
{
    return f64_to_f32_odd_1((double)x);
}
template <> struct ct_cast<ct_f16> {
    template <class From> CT_DEVICE static ct_f16 of(From x)
    {
        return ct_f16{ct_float_to_half(ct_narrowed(x))};
    }
};
template <> struct ct_cast<ct_bf16> {
    template <class From> CT_DEVICE static ct_bf16 of(From x)
    {
        return ct_bf16{f32_to_bf16_1(ct_narrowed(x))};
    }
};
template <class T> struct ct_cast<ct_pair<T>> {
    template <class From> CT_DEVICE static ct_pair<T> of(From x)
    {
        return ct_pair<T>{ct_cast<T>::of(x), 0};
    }
};

/* ---- both ---- */

template <class To, class From> struct ct_converted {
    CT_DEVICE static To of(From x)
    {
        return ct_cast<To>::of(ct_number(x));
    }
};
template <class To, class T> struct ct_converted<To, ct_pair<T>> { /* the real part */
    CT_DEVICE static To of(ct_pair<T> x)
    {
        return ct_cast<To>::of(x.re);
    }
};
template <class T> struct ct_converted<ct_b8, ct_pair<T>> {
    CT_DEVICE static ct_b8 of(ct_pair<T> x)
    {
        return ct_b8{(uint8_t)(x.re != 0 || x.im != 0)};
    }
};
template <class To, class T> struct ct_converted<ct_pair<To>, ct_pair<T>> {
    CT_DEVICE static ct_pair<To> of(ct_pair<T> x)
    {
        return ct_pair<To>{(To)x.re, (To)x.im};
    }
};

/* The element of some dtype at p as an E; apart, so that kernels stay small. */
template <class E> CT_DEVICE __noinline__ static E ct_read_as(const char *p, int dtype)
{
    switch (dtype) {
#define CT_READ_CASE(id, From) \
    case CT_DTYPE_##id:        \
        return ct_converted<E, From>::of(*(const From *)p);
        CT_ELEMENTS(CT_READ_CASE)
#undef CT_READ_CASE
    }
    return E();
}

template <class E>
CT_DEVICE __noinline__ static void ct_write_as(char *p, int dtype, E x)
{
    switch (dtype) {
#define CT_WRITE_CASE(id, To)                  \
    case CT_DTYPE_##id:                        \
        *(To *)p = ct_converted<To, E>::of(x); \
        break;
        CT_ELEMENTS(CT_WRITE_CASE)
#undef CT_WRITE_CASE
    }
}

#endif
