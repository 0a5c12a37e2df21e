/* team: threads of a block that work on one row, a warp or more, and what they add up. All
 * of them get the same sum, to the bit: it is always folded in the same order. */
#ifndef CT_KERNELS_TEAM_CUH
#define CT_KERNELS_TEAM_CUH

#include "kernels/cast.cuh"
#include "kernels/lanes.cuh"

/* Packs of 16 bytes are read by one access. */
template <class E, int N> struct alignas(sizeof(E) * N) ct_some_of {
    E at[N];
};

/* What elements stored as E are computed in. */
template <class E> struct ct_computed {
    typedef float type;
};
template <> struct ct_computed<double> {
    typedef double type;
};

/* Functions of numbers. */
CT_DEVICE static inline float ct_exp(float x)
{
    return f32_exp(v_f32(x)).value;
}
CT_DEVICE static inline double ct_exp(double x)
{
    return f64_exp(v_f64(x)).value;
}
CT_DEVICE static inline float ct_log(float x)
{
    return f32_log(v_f32(x)).value;
}
CT_DEVICE static inline double ct_log(double x)
{
    return f64_log(v_f64(x)).value;
}
CT_DEVICE static inline float ct_tanh(float x)
{
    return f32_tanh(v_f32(x)).value;
}
CT_DEVICE static inline double ct_tanh(double x)
{
    return f64_tanh(v_f64(x)).value;
}
CT_DEVICE static inline float ct_sigmoid(float x)
{
    return f32_sigmoid(v_f32(x)).value;
}
CT_DEVICE static inline double ct_sigmoid(double x)
{
    return f64_sigmoid(v_f64(x)).value;
}

struct ct_add {
    template <class T> CT_DEVICE static T of(T a, T b)
    {
        return a + b;
    }
};
struct ct_largest { /* or NaN */
    template <class T> CT_DEVICE static T of(T a, T b)
    {
        return a > b || a != a ? a : b;
    }
};

/* Of the lanes of a warp. */
template <class F, class T> CT_DEVICE static inline T ct_fold_warp(T own)
{
    for (int by = 16; by > 0; by /= 2) {
        T other = __shfl_xor_sync(0xffffffffu, own, by);
        own = threadIdx.x & (unsigned)by ? F::of(other, own) : F::of(own, other);
    }
    return own;
}

/* Of SIZE threads in a row: a warp, or the block, which has `room` for 32 numbers. */
template <class F, int SIZE, class T>
CT_DEVICE static inline T ct_fold_team(T own, T *room)
{
    own = ct_fold_warp<F>(own);
    if (SIZE == 32) {
        return own;
    }
    __syncthreads();
    if (threadIdx.x % 32 == 0) {
        room[threadIdx.x / 32] = own;
    }
    __syncthreads();
    own = room[0];
    for (int i = 1; i < SIZE / 32; i++) {
        own = F::of(own, room[i]);
    }
    return own;
}

/* Runs what follows with E the type that floats of a dtype are stored as. */
#define CT_FLOATS(dtype, ...) \
    switch (dtype) {          \
    case CT_DTYPE_F16: {      \
        typedef ct_f16 E;     \
        __VA_ARGS__;          \
        break;                \
    }                         \
    case CT_DTYPE_BF16: {     \
        typedef ct_bf16 E;    \
        __VA_ARGS__;          \
        break;                \
    }                         \
    case CT_DTYPE_F32: {      \
        typedef float E;      \
        __VA_ARGS__;          \
        break;                \
    }                         \
    default: {                \
        typedef double E;     \
        __VA_ARGS__;          \
    }                         \
    }

#endif
