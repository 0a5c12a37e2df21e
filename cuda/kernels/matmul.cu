/* matmul: products of matrices of any strides, tile by tile in shared memory: a block makes
 * 64 x 64 elements, a thread 4 x 4 of them (of complex128 32 x 32 and 2 x 2). Sums of 16-bit floats are float32. */
#include "kernels/cast.cuh"
#include "kernels/walk.cuh"
#include "matmul.h"

enum { DEPTH = 16, SIDE = 16, THREADS = SIDE * SIDE };

/* How many rows and columns a thread makes, whose sums stay in registers. */
template <class A> struct each_of {
    static const int value = sizeof(A) > 8 ? 2 : 4;
};

/* What elements are added up in. */
template <class E> struct summed {
    typedef E type;
    CT_DEVICE static E read(E x)
    {
        return x;
    }
    CT_DEVICE static E add(E sum, E a, E b)
    {
        return E(sum + a * b);
    }
    CT_DEVICE static E store(E x)
    {
        return x;
    }
};
CT_DEVICE static inline float fused(float a, float b, float c)
{
    return fmaf(a, b, c);
}
CT_DEVICE static inline double fused(double a, double b, double c)
{
    return fma(a, b, c);
}
template <class F> struct summed_float {
    typedef F type;
    CT_DEVICE static F read(F x)
    {
        return x;
    }
    CT_DEVICE static F add(F sum, F a, F b)
    {
        return fused(a, b, sum);
    }
    CT_DEVICE static F store(F x)
    {
        return x;
    }
};
template <> struct summed<float> : summed_float<float> {};
template <> struct summed<double> : summed_float<double> {};
template <class H> struct summed_half : summed_float<float> {
    CT_DEVICE static float read(H x)
    {
        return ct_number(x);
    }
    CT_DEVICE static H store(float x)
    {
        return ct_cast<H>::of(x);
    }
};
template <> struct summed<ct_f16> : summed_half<ct_f16> {};
template <> struct summed<ct_bf16> : summed_half<ct_bf16> {};
template <> struct summed<ct_b8> {
    typedef int type;
    CT_DEVICE static int read(ct_b8 x)
    {
        return x.bits != 0;
    }
    CT_DEVICE static int add(int sum, int a, int b)
    {
        return sum | (a & b);
    }
    CT_DEVICE static ct_b8 store(int x)
    {
        return ct_b8{(uint8_t)x};
    }
};
template <class T> struct summed<ct_pair<T>> {
    typedef ct_pair<T> type;
    CT_DEVICE static type read(type x)
    {
        return x;
    }
    CT_DEVICE static type add(type sum, type a, type b)
    {
        return type{sum.re + a.re * b.re - a.im * b.im,
                    sum.im + a.re * b.im + a.im * b.re};
    }
    CT_DEVICE static type store(type x)
    {
        return x;
    }
};

/* A strip of a matrix, `count` rows from `first` on by DEPTH columns from `k` on, into
 * shared memory, zeros beyond its ends. */
template <class E>
CT_DEVICE static inline void load_strip(typename summed<E>::type *room,
                                        const char *data, int64_t row, int64_t step,
                                        int64_t first, int64_t rows, int64_t k,
                                        int64_t depth)
{
    typedef typename summed<E>::type A;
    const int TILE = SIDE * each_of<A>::value;
    for (int at = (int)threadIdx.x; at < TILE * DEPTH; at += THREADS) {
        bool along = step <= row; /* neighbours in memory for neighbouring threads */
        int i = along ? at / DEPTH : at % TILE, j = along ? at % DEPTH : at / TILE;
        bool inside = first + i < rows && k + j < depth;
        room[j * (TILE + 1) + i] =
            inside ? summed<E>::read(
                         *(const E *)(data + (first + i) * row + (k + j) * step))
                   : A();
    }
}

template <class E>
CT_DEVICE static inline void store_element(const ct_device_product &p, char *c,
                                           int64_t i, int64_t j,
                                           typename summed<E>::type sum)
{
    E *to = (E *)(c + i * p.c_row) + j;
    typedef summed<E> S;
    if (p.bias) {
        sum = S::add(sum, S::read(*(const E *)(p.bias + j * p.bias_step)),
                     S::read(ct_converted<E, uint8_t>::of(1)));
    }
    if (p.adds) {
        sum = S::add(sum, S::read(*to), S::read(ct_converted<E, uint8_t>::of(1)));
    }
    *to = S::store(sum);
}

template <class E>
__global__ void __launch_bounds__(THREADS) product_tiles(CT_PARAM ct_device_product p)
{
    typedef typename summed<E>::type A;
    const int EACH = each_of<A>::value, TILE = SIDE * EACH;
    CT_SHARED(A, left, DEPTH * (TILE + 1));
    CT_SHARED(A, right, DEPTH * (TILE + 1));
    int64_t m0 = (int64_t)blockIdx.y * TILE, n0 = (int64_t)blockIdx.x * TILE;
    int row = (int)threadIdx.x / SIDE, column = (int)threadIdx.x % SIDE;
    for (uint32_t batch = blockIdx.z; batch < p.batches; batch += gridDim.z) {
        const char *a = p.a, *b = p.b;
        char *c = p.c + (int64_t)batch * p.m * p.c_row;
        uint32_t index = batch;
        for (int d = 0; d < p.ndim; d++) {
            uint32_t q = ct_quotient(p.dims[d], index), at = index - q * p.dims[d].size;
            a += (int64_t)at * p.a_batch[d];
            b += (int64_t)at * p.b_batch[d];
            index = q;
        }
        A sum[EACH][EACH];
        for (int i = 0; i < EACH; i++) {
            for (int j = 0; j < EACH; j++) {
                sum[i][j] = A();
            }
        }
        for (int64_t k = 0; k < p.k; k += DEPTH) {
            load_strip<E>(left, a, p.a_row, p.a_step, m0, p.m, k, p.k);
            load_strip<E>(right, b, p.b_column, p.b_step, n0, p.n, k, p.k);
            __syncthreads();
            for (int d = 0; d < DEPTH; d++) {
                const A *x = left + d * (TILE + 1) + row;
                const A *y = right + d * (TILE + 1) + column;
                for (int i = 0; i < EACH; i++) {
                    for (int j = 0; j < EACH; j++) {
                        sum[i][j] = summed<E>::add(sum[i][j], x[i * SIDE], y[j * SIDE]);
                    }
                }
            }
            __syncthreads();
        }
        for (int i = 0; i < EACH; i++) {
            for (int j = 0; j < EACH; j++) {
                int64_t at = m0 + row + i * SIDE, to = n0 + column + j * SIDE;
                if (at < p.m && to < p.n) {
                    store_element<E>(p, c, at, to, sum[i][j]);
                }
            }
        }
    }
}

CT_KERNELS void ct_cuda_product(const ct_device_product *p, int dtype, void *stream)
{
    const int TILE = SIDE * (dtype == CT_DTYPE_C128 ? 2 : 4);
    dim3 grid((unsigned)((p->n + TILE - 1) / TILE),
              (unsigned)((p->m + TILE - 1) / TILE),
              p->batches < 1024 ? p->batches : 1024);
    switch (dtype) {
#define CT_PRODUCT_CASE(id, E)                                         \
    case CT_DTYPE_##id:                                                \
        CT_LAUNCH_BLOCKS(product_tiles<E>, grid, THREADS, stream, *p); \
        break;
        CT_ELEMENTS(CT_PRODUCT_CASE)
#undef CT_PRODUCT_CASE
    }
}
