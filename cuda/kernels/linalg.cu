/* linalg: factors of matrices, a block for each, column by column: what is left of the
 * matrix is brought up to date by all threads. */
#include "linalg.h"

#include "kernels/cast.cuh"
#include "kernels/lanes.cuh"

enum { THREADS = 256 };

/* ---- numbers ------------------------------------------------------------------------- */

template <class T> CT_DEVICE static inline T times(T a, T b)
{
    return a * b;
}
template <class T> CT_DEVICE static inline ct_pair<T> times(ct_pair<T> a, ct_pair<T> b)
{
    return ct_pair<T>{a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}
template <class T> CT_DEVICE static inline T less(T a, T b)
{
    return a - b;
}
template <class T> CT_DEVICE static inline ct_pair<T> less(ct_pair<T> a, ct_pair<T> b)
{
    return ct_pair<T>{a.re - b.re, a.im - b.im};
}
template <class T> CT_DEVICE static inline T over(T a, T b)
{
    return a / b;
}
/* Smith 1962: no square leaves the range. */
template <class T> CT_DEVICE static inline ct_pair<T> over(ct_pair<T> a, ct_pair<T> b)
{
    bool first = fabs(b.re) >= fabs(b.im);
    T big = first ? b.re : b.im, small = first ? b.im : b.re, r = small / big;
    T by = big + small * r;
    T re = first ? a.re + a.im * r : a.re * r + a.im;
    T im = first ? a.im - a.re * r : a.im * r - a.re;
    return ct_pair<T>{re / by, im / by};
}
template <class T> CT_DEVICE static inline T conj_of(T a)
{
    return a;
}
template <class T> CT_DEVICE static inline ct_pair<T> conj_of(ct_pair<T> a)
{
    return ct_pair<T>{a.re, -a.im};
}
template <class T> CT_DEVICE static inline double real_of(T a)
{
    return (double)a;
}
template <class T> CT_DEVICE static inline double real_of(ct_pair<T> a)
{
    return (double)a.re;
}
template <class T> CT_DEVICE static inline double size_of(T a)
{
    return fabs((double)a);
}
template <class T> CT_DEVICE static inline double size_of(ct_pair<T> a)
{
    return fabs((double)a.re) + fabs((double)a.im);
}
template <class E> struct number_of {
    CT_DEVICE static E of(double x)
    {
        return E(x);
    }
};
template <class T> struct number_of<ct_pair<T>> {
    CT_DEVICE static ct_pair<T> of(double x)
    {
        return ct_pair<T>{T(x), 0};
    }
};

/* ---- Cholesky ------------------------------------------------------------------------ */

/* The lower triangle is read; what is above becomes 0. */
template <class E>
__global__ void __launch_bounds__(THREADS) cholesky(CT_PARAM ct_device_matrices d)
{
    CT_SHARED(double, pivot, 1);
    int n = d.n, threads = (int)blockDim.x, self = (int)threadIdx.x;
    for (int64_t batch = blockIdx.x; batch < d.batches; batch += gridDim.x) {
        E *a = (E *)d.a + batch * n * n;
        int failed = 0;
        for (int k = 0; k < n && !failed; k++) {
            __syncthreads();
            if (self == 0) {
                pivot[0] = sqrt(real_of(a[k * n + k]));
                a[k * n + k] = number_of<E>::of(pivot[0]);
            }
            __syncthreads();
            failed = pivot[0] > 0 ? 0 : k + 1;
            for (int i = k + 1 + self; i < n; i += threads) {
                a[i * n + k] = over(a[i * n + k], number_of<E>::of(pivot[0]));
            }
            __syncthreads();
            int left = n - k - 1;
            for (int at = self; at < left * left; at += threads) {
                int i = k + 1 + at / left, j = k + 1 + at % left;
                if (j <= i) {
                    E product = times(a[i * n + k], conj_of(a[j * n + k]));
                    a[i * n + j] = less(a[i * n + j], product);
                }
            }
        }
        __syncthreads();
        for (int at = self; at < n * n; at += threads) {
            if (at % n > at / n) {
                a[at] = number_of<E>::of(0);
            }
        }
        if (self == 0) {
            d.info[batch] = failed;
        }
        __syncthreads();
    }
}

/* ---- LU ------------------------------------------------------------------------------ */

/* The first of the largest elements from row k on of column k, by all threads. */
template <class E>
CT_DEVICE static inline int pivot_of(const ct_device_matrices &d, const E *a, int k,
                                     double *size, int *row)
{
    int self = (int)threadIdx.x;
    size[self] = -1;
    row[self] = k;
    for (int i = k + self; i < d.m; i += (int)blockDim.x) {
        double own = size_of(a[i * d.n + k]);
        if (own > size[self]) {
            size[self] = own;
            row[self] = i;
        }
    }
    for (int half = (int)blockDim.x / 2; half > 0; half /= 2) {
        __syncthreads();
        if (self < half &&
            (size[self + half] > size[self] ||
             (size[self + half] == size[self] && row[self + half] < row[self]))) {
            size[self] = size[self + half];
            row[self] = row[self + half];
        }
    }
    __syncthreads();
    return row[0];
}

template <class E>
__global__ void __launch_bounds__(THREADS) lu(CT_PARAM ct_device_matrices d)
{
    CT_SHARED(double, size, THREADS);
    CT_SHARED(int, row, THREADS);
    int n = d.n, least = d.m < n ? d.m : n, threads = (int)blockDim.x;
    int self = (int)threadIdx.x;
    for (int64_t batch = blockIdx.x; batch < d.batches; batch += gridDim.x) {
        E *a = (E *)d.a + batch * d.m * n;
        int failed = 0;
        for (int k = 0; k < least; k++) {
            int p = pivot_of(d, a, k, size, row);
            bool none = size_of(a[p * n + k]) == 0;
            failed = failed ? failed : none ? k + 1 : 0;
            __syncthreads();
            for (int j = self; j < n && p != k; j += threads) {
                E kept = a[k * n + j];
                a[k * n + j] = a[p * n + j];
                a[p * n + j] = kept;
            }
            if (self == 0) {
                d.pivots[batch * least + k] = p + 1;
            }
            __syncthreads();
            for (int i = k + 1 + self; i < d.m && !none; i += threads) {
                a[i * n + k] = over(a[i * n + k], a[k * n + k]);
            }
            __syncthreads();
            int across = n - k - 1, count = (d.m - k - 1) * across;
            for (int at = self; at < count && !none; at += threads) {
                int i = k + 1 + at / across, j = k + 1 + at % across;
                a[i * n + j] = less(a[i * n + j], times(a[i * n + k], a[k * n + j]));
            }
            __syncthreads();
        }
        if (self == 0) {
            d.info[batch] = failed;
        }
    }
}

/* ---- solutions ----------------------------------------------------------------------- */

template <class E>
__global__ void __launch_bounds__(THREADS) identity(CT_PARAM ct_device_matrices d)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x, each = (int64_t)d.n * d.n;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x;
         i < d.batches * each; i += step) {
        ((E *)d.b)[i] = number_of<E>::of(i % each % (d.n + 1) == 0);
    }
}

/* A thread for each column. */
template <class E>
__global__ void __launch_bounds__(THREADS) exchange(CT_PARAM ct_device_matrices d)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x;
         i < d.batches * d.k; i += step) {
        int64_t batch = i / d.k;
        E *b = (E *)d.b + batch * d.n * d.k + i % d.k;
        for (int64_t r = 0; r < d.n; r++) {
            int64_t p = d.pivots[batch * d.n + r] - 1;
            E kept = b[r * d.k];
            b[r * d.k] = b[p * d.k];
            b[p * d.k] = kept;
        }
    }
}

template <class E>
__global__ void __launch_bounds__(THREADS) spoil(CT_PARAM ct_device_matrices d)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x, each = (int64_t)d.n * d.n;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x;
         i < d.batches * each; i += step) {
        if (d.info[i / each]) {
            ((E *)d.b)[i] = over(number_of<E>::of(0), number_of<E>::of(0));
        }
    }
}

/* Row by row, from the first on or, of upper ones, from the last. */
template <class E>
__global__ void __launch_bounds__(THREADS) substitute(CT_PARAM ct_device_matrices d)
{
    int64_t n = d.n, k = d.k, threads = blockDim.x, self = threadIdx.x;
    for (int64_t batch = blockIdx.x; batch < d.batches; batch += gridDim.x) {
        const E *a = (const E *)d.a + batch * n * n;
        E *b = (E *)d.b + batch * n * k;
        for (int64_t s = 0; s < n; s++) {
            int64_t row = d.upper ? n - 1 - s : s, left = n - 1 - s;
            E *own = b + row * k;
            for (int64_t j = self; j < k && !d.unit; j += threads) {
                own[j] = over(own[j], a[row * n + row]);
            }
            __syncthreads();
            for (int64_t at = self; at < left * k; at += threads) {
                int64_t i = d.upper ? at / k : row + 1 + at / k, j = at % k;
                b[i * k + j] = less(b[i * k + j], times(a[i * n + row], own[j]));
            }
            __syncthreads();
        }
    }
}

/* ---- determinants -------------------------------------------------------------------- */

CT_DEVICE static inline void put(float *to, double re, double)
{
    *to = (float)re;
}
CT_DEVICE static inline void put(double *to, double re, double)
{
    *to = re;
}
template <class T>
CT_DEVICE static inline void put(ct_pair<T> *to, double re, double im)
{
    *to = ct_pair<T>{T(re), T(im)};
}
template <class T> CT_DEVICE static inline ct_pair<double> wide(T x)
{
    return ct_pair<double>{(double)x, 0};
}
template <class T> CT_DEVICE static inline ct_pair<double> wide(ct_pair<T> x)
{
    return ct_pair<double>{(double)x.re, (double)x.im};
}
template <class E> struct real_part {
    typedef E type;
};
template <class T> struct real_part<ct_pair<T>> {
    typedef T type;
};

/* A thread for each matrix; real numbers stay real: infinity times 0 i is no number. */
template <class E>
__global__ void __launch_bounds__(THREADS) determinants(CT_PARAM ct_device_matrices d)
{
    typedef typename real_part<E>::type T;
    const bool real = sizeof(E) == sizeof(T);
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < d.batches;
         i += step) {
        const E *a = (const E *)d.a + i * d.n * d.n;
        ct_pair<double> product = {1, 0};
        double logs = 0;
        for (int k = 0; k < d.n; k++) {
            ct_pair<double> u = wide(a[k * d.n + k]);
            if (d.pivots[i * d.n + k] != k + 1) {
                u = ct_pair<double>{-u.re, -u.im};
            }
            if (d.logs) {
                double size = real ? fabs(u.re) : hypot(u.re, u.im);
                logs += f64_log(v_f64(size)).value;
                u = size == 0 ? ct_pair<double>{0, 0}
                              : ct_pair<double>{u.re / size, u.im / size};
            }
            product = real ? ct_pair<double>{product.re * u.re, 0} : times(product, u);
        }
        put((E *)d.sign + i, product.re, product.im);
        if (d.logs) {
            ((T *)d.logs)[i] = T(logs);
        }
    }
}

/* Row row[i] has its 1 in column i, of rows that are exchanged in turn: a thread follows one
 * of them from its end, which is its row, to its beginning, its column. */
static __global__ void __launch_bounds__(THREADS)
    permutation(const int32_t *pivots, int64_t k, float *to, int64_t n, int64_t batches)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < batches * n;
         i += step) {
        const int32_t *p = pivots + i / n * k;
        int64_t column = i % n, row = column;
        for (int64_t s = k - 1; s >= 0; s--) {
            int64_t other = p[s] >= 1 && p[s] <= n ? p[s] - 1 : s;
            row = row == s ? other : row == other ? s : row;
        }
        for (int64_t r = 0; r < n; r++) {
            to[(i / n * n + r) * n + column] = r == row;
        }
    }
}

CT_KERNELS void ct_cuda_permutation(const int32_t *pivots, int64_t k, float *to,
                                    int64_t n, int64_t batches, void *stream)
{
    CT_LAUNCH(permutation, ct_blocks(batches * n, THREADS), THREADS, stream, pivots, k,
              to, n, batches);
}

/* ---- launches ------------------------------------------------------------------------ */

/* Runs what follows with E the type of the elements. */
#define BY_DTYPE(dtype, ...)       \
    switch (dtype) {               \
    case CT_DTYPE_F32: {           \
        typedef float E;           \
        __VA_ARGS__;               \
        break;                     \
    }                              \
    case CT_DTYPE_F64: {           \
        typedef double E;          \
        __VA_ARGS__;               \
        break;                     \
    }                              \
    case CT_DTYPE_C64: {           \
        typedef ct_pair<float> E;  \
        __VA_ARGS__;               \
        break;                     \
    }                              \
    default: {                     \
        typedef ct_pair<double> E; \
        __VA_ARGS__;               \
    }                              \
    }

/* Of a block that has a matrix. */
static unsigned threads_for(const ct_device_matrices *d)
{
    return d->n <= 16 ? 32 : d->n <= 64 ? 128 : (unsigned)THREADS;
}

#define LAUNCH_BLOCKS(name, kernel)                                              \
    CT_KERNELS void name(const ct_device_matrices *d, void *stream)              \
    {                                                                            \
        BY_DTYPE(d->dtype, CT_LAUNCH_BLOCKS(kernel<E>, ct_blocks(d->batches, 1), \
                                            threads_for(d), stream, *d))         \
    }
#define LAUNCH_ELEMENTS(name, kernel, count)                                   \
    CT_KERNELS void name(const ct_device_matrices *d, void *stream)            \
    {                                                                          \
        BY_DTYPE(d->dtype,                                                     \
                 CT_LAUNCH(kernel<E>, ct_blocks(d->batches *(count), THREADS), \
                           THREADS, stream, *d))                               \
    }
LAUNCH_BLOCKS(ct_cuda_cholesky, cholesky)
LAUNCH_BLOCKS(ct_cuda_lu, lu)
LAUNCH_BLOCKS(ct_cuda_substitute, substitute)
LAUNCH_ELEMENTS(ct_cuda_identity, identity, (int64_t)d->n * d->n)
LAUNCH_ELEMENTS(ct_cuda_spoil, spoil, (int64_t)d->n * d->n)
LAUNCH_ELEMENTS(ct_cuda_exchange, exchange, d->k)
LAUNCH_ELEMENTS(ct_cuda_determinants, determinants, 1)
