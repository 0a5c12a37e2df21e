/* One lane: the vector vocabulary for C++ that runs one number at a time, as a GPU's
 * threads do. v_f32 is a class over one float with the operators that a vector has: numbers
 * mix with it, a comparison gives a mask, a cast between classes keeps the bits. So the
 * functions of this folder are a device's functions, too, and their results the CPU's with
 * fused multiply-add. CT_DEVICE stands before each function (__device__, or nothing). */
#ifndef CT_SIMD_ONE_LANE_H
#define CT_SIMD_ONE_LANE_H

#define CT_HAS_FMA 1

template <class T> struct ct_lane_of;
#define CT_LANE_KINDS(L, T, M)                          \
    template <> struct ct_lane_of<T> {                  \
        typedef decltype(T(0) + M##_number(0)) wide;    \
        typedef M##_number mask;                        \
        static const bool whole = !(T(0.5f) > T(0));    \
        static const bool sign = whole && T(-1) < T(0); \
    };

typedef int8_t i8_number;
typedef int16_t i16_number;
typedef int32_t i32_number;
typedef int64_t i64_number;
CT_ALL_LANES(CT_LANE_KINDS)
#undef CT_LANE_KINDS

/* What arithmetic of a lane runs in: integers modulo 2^bits, which are unsigned. */
template <class T, bool WHOLE = ct_lane_of<T>::whole, bool LONG = (sizeof(T) > 4)>
struct ct_modulo {
    typedef T type;
};
template <class T> struct ct_modulo<T, true, false> {
    typedef uint32_t type;
};
template <class T> struct ct_modulo<T, true, true> {
    typedef uint64_t type;
};

template <bool YES> struct ct_if {};
template <> struct ct_if<true> {
    typedef int type;
};
template <class U> struct ct_is_number {
    static const bool value = false;
};
#define CT_IS_NUMBER(U)                  \
    template <> struct ct_is_number<U> { \
        static const bool value = true;  \
    };
CT_IS_NUMBER(bool)
CT_IS_NUMBER(signed char)
CT_IS_NUMBER(unsigned char)
CT_IS_NUMBER(short)
CT_IS_NUMBER(unsigned short)
CT_IS_NUMBER(int)
CT_IS_NUMBER(unsigned)
CT_IS_NUMBER(long)
CT_IS_NUMBER(unsigned long)
CT_IS_NUMBER(long long)
CT_IS_NUMBER(unsigned long long)
CT_IS_NUMBER(float)
CT_IS_NUMBER(double)
#undef CT_IS_NUMBER

template <class T> struct ct_one {
    typedef typename ct_modulo<T>::type M;
    typedef ct_one<typename ct_lane_of<T>::mask> mask;
    T value;

    ct_one() = default;
    template <class U, typename ct_if<ct_is_number<U>::value>::type = 0>
    CT_DEVICE ct_one(U number) : value(T(number))
    {
    }
    template <class U> CT_DEVICE explicit ct_one(ct_one<U> other)
    {
        static_assert(sizeof(U) == sizeof(T), "a cast keeps the bits");
        memcpy(&value, &other.value, sizeof value);
    }
    CT_DEVICE T &operator[](int)
    {
        return value;
    }
    CT_DEVICE T operator[](int) const
    {
        return value;
    }
#define CT_BETWEEN(sign)                                      \
    CT_DEVICE friend ct_one operator sign(ct_one a, ct_one b) \
    {                                                         \
        return ct_one(T(M(a.value) sign M(b.value)));         \
    }                                                         \
    CT_DEVICE ct_one &operator sign##=(ct_one b)              \
    {                                                         \
        value = T(M(value) sign M(b.value));                  \
        return *this;                                         \
    }
    CT_BETWEEN(+)
    CT_BETWEEN(-)
    CT_BETWEEN(*)
    CT_BETWEEN(&)
    CT_BETWEEN(|)
    CT_BETWEEN(^)
#undef CT_BETWEEN
    CT_DEVICE friend ct_one operator/(ct_one a, ct_one b)
    {
        return ct_one(T(a.value / b.value));
    }
    CT_DEVICE ct_one &operator/=(ct_one b)
    {
        return *this = *this / b;
    }
#define CT_COMPARED(sign)                                   \
    CT_DEVICE friend mask operator sign(ct_one a, ct_one b) \
    {                                                       \
        return mask(a.value sign b.value ? -1 : 0);         \
    }
    CT_COMPARED(<)
    CT_COMPARED(<=)
    CT_COMPARED(>)
    CT_COMPARED(>=)
    CT_COMPARED(==)
    CT_COMPARED(!=)
#undef CT_COMPARED
    CT_DEVICE ct_one operator-() const
    {
        return ct_one(ct_lane_of<T>::whole ? T(M(0) - M(value)) : T(-value));
    }
    CT_DEVICE ct_one operator~() const
    {
        return ct_one(T(~M(value)));
    }
    CT_DEVICE ct_one operator<<(int n) const
    {
        return ct_one(T(M(value) << n));
    }
    CT_DEVICE ct_one operator>>(int n) const
    {
        return ct_one(T(value >> n));
    }
};

#define CT_ONE_LANE_TYPES(L, T, M) typedef ct_one<T> v_##L;
CT_ALL_LANES(CT_ONE_LANE_TYPES)
#undef CT_ONE_LANE_TYPES

/* ---- what vectors have from their instruction set ---- */

#define CT_ONE_BASIC(L, T, M)                              \
    static inline v_##L L##_set(T value)                   \
    {                                                      \
        return v_##L(value);                               \
    }                                                      \
    static inline v_##L L##_sel(v_##M m, v_##L a, v_##L b) \
    {                                                      \
        return m.value ? a : b;                            \
    }
CT_ALL_LANES(CT_ONE_BASIC)
#undef CT_ONE_BASIC

static inline int i32_any(v_i32 mask)
{
    return mask.value != 0;
}

static inline int i64_any(v_i64 mask)
{
    return mask.value != 0;
}

template <class To, class From> static inline To ct_one_converted(From from)
{
    return To(from.value);
}
#define __builtin_convertvector(from, to) ct_one_converted<to>(from)

#define CT_ONE_FLOAT(L, T, f)                              \
    static inline v_##L L##_mad(v_##L a, v_##L b, v_##L c) \
    {                                                      \
        return fma##f(a.value, b.value, c.value);          \
    }                                                      \
    static inline v_##L L##_sqrt(v_##L x)                  \
    {                                                      \
        return sqrt##f(x.value);                           \
    }                                                      \
    static inline v_##L L##_round(v_##L x)                 \
    {                                                      \
        return rint##f(x.value);                           \
    }                                                      \
    static inline v_##L L##_floor(v_##L x)                 \
    {                                                      \
        return floor##f(x.value);                          \
    }                                                      \
    static inline v_##L L##_ceil(v_##L x)                  \
    {                                                      \
        return ceil##f(x.value);                           \
    }                                                      \
    static inline v_##L L##_trunc(v_##L x)                 \
    {                                                      \
        return trunc##f(x.value);                          \
    }
CT_ONE_FLOAT(f32, float, f)
CT_ONE_FLOAT(f64, double, )
#undef CT_ONE_FLOAT
#define f32_mad f32_mad
#define f64_mad f64_mad
#define f32_sqrt f32_sqrt
#define f64_sqrt f64_sqrt
#define f32_round f32_round
#define f64_round f64_round

/* Of two halves there is one. */
static inline void f32_widen(v_f32 x, v_f64 *low, v_f64 *high)
{
    *low = double(x.value);
    *high = 0;
}

static inline v_f32 f32_narrow(v_f64 low, v_f64)
{
    return float(low.value);
}
#define f32_widen f32_widen

#endif
