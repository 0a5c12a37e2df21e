/* conv: convolutions by tiles in shared memory: a block makes 64 x 64 elements, filters by
 * places, a thread 4 x 4 of them, and reads the windows of these places as it goes; of few
 * filters or places 16 x 16 and 2 x 2. Sums of 16-bit floats are float32. Where windows
 * have few elements, as one channel has, a thread makes one element by itself. The sum of a
 * weight's gradient is cut into parts that do not depend on the device, added in order. */
#include "conv.h"

#include "kernels/cast.cuh"
#include "kernels/walk.cuh"

enum { DEPTH = 16, THREADS = 128, FEW = 64 };

/* ---- products ------------------------------------------------------------------------ */

template <class E> struct product_of {
    typedef E sum;
};
template <> struct product_of<ct_f16> {
    typedef float sum;
};
template <> struct product_of<ct_bf16> {
    typedef float sum;
};
template <class A> CT_DEVICE static inline A with_product(A sum, A a, A b)
{
    return A(sum + a * b);
}
CT_DEVICE static inline float with_product(float sum, float a, float b)
{
    return fmaf(a, b, sum);
}
CT_DEVICE static inline double with_product(double sum, double a, double b)
{
    return fma(a, b, sum);
}
template <class T>
CT_DEVICE static inline ct_pair<T> with_product(ct_pair<T> sum, ct_pair<T> a,
                                                ct_pair<T> b)
{
    return ct_pair<T>{sum.re + a.re * b.re - a.im * b.im,
                      sum.im + a.re * b.im + a.im * b.re};
}
template <class A> CT_DEVICE static inline A sum_of(A a, A b)
{
    return A(a + b);
}
template <class T> CT_DEVICE static inline ct_pair<T> sum_of(ct_pair<T> a, ct_pair<T> b)
{
    return ct_pair<T>{a.re + b.re, a.im + b.im};
}
template <class E> CT_DEVICE static inline typename product_of<E>::sum read_of(E x)
{
    return ct_converted<typename product_of<E>::sum, E>::of(x);
}
template <class E> CT_DEVICE static inline E stored(typename product_of<E>::sum x)
{
    return ct_converted<E, typename product_of<E>::sum>::of(x);
}

/* ---- where elements lie -------------------------------------------------------------- */

/* A place of the result: its image, and what place a reads before taps are added. */
struct place {
    int64_t image;
    int at[3], from[3];
};

CT_DEVICE static inline place place_of(const ct_device_conv &c, uint32_t column)
{
    place p;
    for (int d = 0; d < 3; d++) {
        uint32_t q = ct_quotient(c.at[d], column);
        p.at[2 - d] = (int)(column - q * c.at[d].size);
        p.from[2 - d] = c.base[2 - d] + p.at[2 - d] * c.place_step[2 - d];
        column = q;
    }
    p.image = column;
    return p;
}

CT_DEVICE static inline int64_t result_at(const ct_device_conv &c, const place &p)
{
    return p.image * c.y_image + c.y_first + p.at[0] * c.y_step[0] +
           p.at[1] * c.y_step[1] + p.at[2] * c.y_step[2];
}

struct tap { /* of the window */
    int64_t x, w; /* what its channel adds to x, and where its weight is */
    int by[3];
};

CT_DEVICE static inline tap tap_of(const ct_device_conv &c, uint32_t k)
{
    tap t;
    t.w = c.w_first;
    for (int d = 0; d < 3; d++) {
        uint32_t q = ct_quotient(c.tap[d], k);
        int b = (int)(k - q * c.tap[d].size);
        t.by[2 - d] = b * c.tap_step[2 - d];
        t.w += b * c.w_tap[2 - d];
        k = q;
    }
    t.x = k * c.x_channel;
    t.w += k * c.w_channel;
    return t;
}

template <class E>
CT_DEVICE static inline typename product_of<E>::sum element_at(const ct_device_conv &c,
                                                               const E *x,
                                                               const place &p,
                                                               const tap &t)
{
    int z = p.from[0] + t.by[0], y = p.from[1] + t.by[1], w = p.from[2] + t.by[2];
    bool inside = (unsigned)z < (unsigned)c.size[0] &&
                  (unsigned)y < (unsigned)c.size[1] &&
                  (unsigned)w < (unsigned)c.size[2];
    return inside ? read_of<E>(x[p.image * c.x_image + t.x + z * c.x_step[0] +
                                 y * c.x_step[1] + w * c.x_step[2]])
                  : typename product_of<E>::sum();
}

/* ---- tiles --------------------------------------------------------------------------- */

/* A thread's SIDE-th elements of a tile of SIDE x EACH rows and columns. */
template <class A, int SIDE, int EACH> struct tile {
    static const int SIZE = SIDE * EACH, PITCH = SIZE + 1;
    A sum[EACH][EACH];

    CT_DEVICE tile()
    {
        for (int i = 0; i < EACH; i++) {
            for (int j = 0; j < EACH; j++) {
                sum[i][j] = A();
            }
        }
    }
    CT_DEVICE void add(const A *left, const A *right)
    {
        int row = (int)threadIdx.x / SIDE, column = (int)threadIdx.x % SIDE;
        for (int d = 0; d < DEPTH; d++) {
            const A *x = left + d * PITCH + row, *y = right + d * PITCH + column;
            for (int i = 0; i < EACH; i++) {
                for (int j = 0; j < EACH; j++) {
                    sum[i][j] = with_product(sum[i][j], x[i * SIDE], y[j * SIDE]);
                }
            }
        }
    }
};

template <class E, int SIDE, int EACH>
__global__ void __launch_bounds__(SIDE *SIDE) conv_tiles(CT_PARAM ct_device_conv c)
{
    typedef typename product_of<E>::sum A;
    typedef tile<A, SIDE, EACH> T;
    const int SIZE = T::SIZE, ALL = SIDE * SIDE;
    CT_SHARED(A, left, DEPTH * T::PITCH);
    CT_SHARED(A, right, DEPTH * T::PITCH);
    CT_SHARED(tap, taps, DEPTH);
    int self = (int)threadIdx.x;
    uint32_t m0 = blockIdx.y * SIZE, n0 = blockIdx.x * SIZE;
    uint32_t own = n0 + (uint32_t)(self % SIZE);
    const place p = place_of(c, own < c.columns ? own : 0);
    const E *x = (const E *)c.x + blockIdx.z * c.x_group;
    const E *w = (const E *)c.w + blockIdx.z * c.w_group;
    T sums;
    for (uint32_t k0 = 0; k0 < c.k; k0 += DEPTH) {
        if (self < DEPTH && k0 + self < c.k) {
            taps[self] = tap_of(c, k0 + (uint32_t)self);
        }
        __syncthreads();
        for (int i = self; i < SIZE * DEPTH; i += ALL) {
            int row = i / DEPTH, d = i % DEPTH;
            bool inside = m0 + row < c.m && k0 + d < c.k;
            left[d * T::PITCH + row] =
                inside ? read_of<E>(w[(m0 + row) * c.w_row + taps[d].w]) : A();
        }
        for (int d = self / SIZE; d < DEPTH; d += ALL / SIZE) {
            bool inside = own < c.columns && k0 + d < c.k;
            right[d * T::PITCH + self % SIZE] =
                inside ? element_at(c, x, p, taps[d]) : A();
        }
        __syncthreads();
        sums.add(left, right);
        __syncthreads();
    }
    for (int j = 0; j < EACH; j++) {
        uint32_t column = n0 + (uint32_t)(self % SIDE + j * SIDE);
        int64_t at = column < c.columns ? result_at(c, place_of(c, column)) : 0;
        for (int i = 0; i < EACH; i++) {
            uint32_t m = m0 + (uint32_t)(self / SIDE + i * SIDE);
            if (m < c.m && column < c.columns) {
                int64_t channel = blockIdx.z * (int64_t)c.m + m;
                A sum = sums.sum[i][j];
                if (c.bias) {
                    sum = sum_of(sum, read_of<E>(((const E *)c.bias)[channel]));
                }
                ((E *)c.y)[at + channel * c.y_channel] = stored<E>(sum);
            }
        }
    }
}

/* An element by a thread. */
template <class E>
__global__ void __launch_bounds__(THREADS) conv_alone(CT_PARAM ct_device_conv c)
{
    typedef typename product_of<E>::sum A;
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    int64_t n = (int64_t)c.groups * c.m * c.columns;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
        int64_t channel = i / c.columns, group = channel / c.m, m = channel % c.m;
        const place p = place_of(c, (uint32_t)(i % c.columns));
        const E *x = (const E *)c.x + group * c.x_group;
        const E *w = (const E *)c.w + group * c.w_group + m * c.w_row;
        A sum = A();
        for (uint32_t k = 0; k < c.k; k++) {
            const tap t = tap_of(c, k);
            sum = with_product(sum, read_of<E>(w[t.w]), element_at(c, x, p, t));
        }
        if (c.bias) {
            sum = sum_of(sum, read_of<E>(((const E *)c.bias)[channel]));
        }
        ((E *)c.y)[result_at(c, p) + channel * c.y_channel] = stored<E>(sum);
    }
}

/* ---- the weight's gradient ----------------------------------------------------------- */

template <class E, int SIDE, int EACH>
__global__ void __launch_bounds__(SIDE *SIDE) weight_tiles(CT_PARAM ct_device_conv c)
{
    typedef typename product_of<E>::sum A;
    typedef tile<A, SIDE, EACH> T;
    const int SIZE = T::SIZE, ALL = SIDE * SIDE;
    CT_SHARED(A, left, DEPTH * T::PITCH);
    CT_SHARED(A, right, DEPTH * T::PITCH);
    CT_SHARED(tap, taps, SIZE);
    CT_SHARED(place, places, DEPTH);
    int self = (int)threadIdx.x;
    uint32_t m0 = blockIdx.y * SIZE, n0 = blockIdx.x * SIZE;
    uint32_t group = blockIdx.z / c.parts, part = blockIdx.z % c.parts;
    uint32_t length = (c.columns + c.parts - 1) / c.parts, first = part * length;
    uint32_t end = first + length < c.columns ? first + length : c.columns;
    const E *x = (const E *)c.x + group * c.x_group;
    const E *y = (const E *)c.y + group * c.y_group;
    T sums;
    if (self < SIZE && n0 + self < c.k) {
        taps[self] = tap_of(c, n0 + (uint32_t)self);
    }
    for (uint32_t k0 = first; k0 < end; k0 += DEPTH) {
        if (self < DEPTH && k0 + self < end) {
            places[self] = place_of(c, k0 + (uint32_t)self);
        }
        __syncthreads();
        for (int i = self; i < SIZE * DEPTH; i += ALL) {
            int row = i / DEPTH, d = i % DEPTH;
            bool there = k0 + d < end, inside = there && m0 + row < c.m;
            left[d * T::PITCH + row] =
                inside
                    ? read_of<E>(y[(m0 + row) * c.y_channel + result_at(c, places[d])])
                    : A();
            inside = there && n0 + row < c.k;
            right[d * T::PITCH + row] =
                inside ? element_at(c, x, places[d], taps[row]) : A();
        }
        __syncthreads();
        sums.add(left, right);
        __syncthreads();
    }
    for (int i = 0; i < EACH; i++) {
        for (int j = 0; j < EACH; j++) {
            uint32_t m = m0 + (uint32_t)(self / SIDE + i * SIDE);
            uint32_t k = n0 + (uint32_t)(self % SIDE + j * SIDE);
            int64_t at = ((int64_t)group * c.m + m) * c.k + k;
            if (m < c.m && k < c.k && c.partial) {
                int64_t all = (int64_t)c.groups * c.m * c.k;
                ((A *)c.partial)[part * all + at] = sums.sum[i][j];
            } else if (m < c.m && k < c.k) {
                ((E *)c.out)[at] = stored<E>(sums.sum[i][j]);
            }
        }
    }
}

template <class E>
__global__ void __launch_bounds__(THREADS) weight_parts(CT_PARAM ct_device_conv c)
{
    typedef typename product_of<E>::sum A;
    int64_t step = (int64_t)gridDim.x * blockDim.x, n = (int64_t)c.groups * c.m * c.k;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
        A sum = ((const A *)c.partial)[i];
        for (uint32_t p = 1; p < c.parts; p++) {
            sum = sum_of(sum, ((const A *)c.partial)[p * n + i]);
        }
        ((E *)c.out)[i] = stored<E>(sum);
    }
}

/* ---- launches ------------------------------------------------------------------------ */

static dim3 grid_of(uint32_t columns, uint32_t rows, int size, uint32_t batches)
{
    unsigned s = (unsigned)size;
    return dim3((columns + s - 1) / s, (rows + s - 1) / s, batches);
}

template <class E> static void run(const ct_device_conv *c, void *stream)
{
    /* Sums of complex128 find no registers in large tiles. */
    const int EACH = sizeof(typename product_of<E>::sum) > 8 ? 2 : 4;
    int64_t all = (int64_t)c->groups * c->m * c->columns;
    if (c->k <= FEW && (c->m <= 4 || all <= 4096)) {
        CT_LAUNCH(conv_alone<E>, ct_blocks(all, THREADS), THREADS, stream, *c);
    } else if (c->m <= 16 || c->columns <= 64 || EACH < 4) {
        CT_LAUNCH_BLOCKS((conv_tiles<E, 8, 2>),
                         grid_of(c->columns, c->m, 16, c->groups), 64, stream, *c);
    } else {
        CT_LAUNCH_BLOCKS((conv_tiles<E, 4 * EACH, EACH>),
                         grid_of(c->columns, c->m, 4 * EACH * EACH, c->groups),
                         16 * EACH * EACH, stream, *c);
    }
}

template <class E> static void run_weight(const ct_device_conv *c, void *stream)
{
    /* Sums of complex128 find no registers in large tiles. */
    const int EACH = sizeof(typename product_of<E>::sum) > 8 ? 2 : 4;
    uint32_t batches = c->groups * c->parts;
    if (c->m <= 16 || c->k <= 16 || EACH < 4) {
        CT_LAUNCH_BLOCKS((weight_tiles<E, 8, 2>), grid_of(c->k, c->m, 16, batches), 64,
                         stream, *c);
    } else {
        CT_LAUNCH_BLOCKS((weight_tiles<E, 4 * EACH, EACH>),
                         grid_of(c->k, c->m, 4 * EACH * EACH, batches),
                         16 * EACH * EACH, stream, *c);
    }
    if (c->partial) {
        unsigned grid = ct_blocks((int64_t)c->groups * c->m * c->k, THREADS);
        CT_LAUNCH(weight_parts<E>, grid, THREADS, stream, *c);
    }
}

/* All but bool: X(dtype, element). */
#define NUMBERS(X)                                                                 \
    X(U8, uint8_t)                                                                 \
    X(I8, int8_t)                                                                  \
    X(U16, uint16_t)                                                               \
    X(I16, int16_t)                                                                \
    X(U32, uint32_t)                                                               \
    X(I32, int32_t)                                                                \
    X(U64, uint64_t) X(I64, int64_t) X(F16, ct_f16) X(BF16, ct_bf16) X(F32, float) \
        X(F64, double) X(C64, ct_pair<float>) X(C128, ct_pair<double>)

CT_KERNELS void ct_cuda_conv(const ct_device_conv *c, void *stream)
{
    switch (c->dtype) {
#define CONV_CASE(id, E)   \
    case CT_DTYPE_##id:    \
        run<E>(c, stream); \
        break;
        NUMBERS(CONV_CASE)
#undef CONV_CASE
    }
}

CT_KERNELS void ct_cuda_conv_weight(const ct_device_conv *c, void *stream)
{
    switch (c->dtype) {
#define CONV_CASE(id, E)          \
    case CT_DTYPE_##id:           \
        run_weight<E>(c, stream); \
        break;
        NUMBERS(CONV_CASE)
#undef CONV_CASE
    }
}

CT_KERNELS int ct_cuda_conv_sum_size(int dtype)
{
    switch (dtype) {
#define CONV_CASE(id, E) \
    case CT_DTYPE_##id:  \
        return (int)sizeof(product_of<E>::sum);
        NUMBERS(CONV_CASE)
#undef CONV_CASE
    }
    return 0;
}
