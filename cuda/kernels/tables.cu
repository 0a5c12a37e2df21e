/* tables: gradients of tables of rows, distances of rows, places of triangles. */
#include "kernels/keys.cuh"
#include "kernels/lanes.cuh"
#include "kernels/team.cuh"
#include "running.h"

enum { THREADS = 128, SIDE = 16 };

/* ---- rows that are named ----------------------------------------------------------- */

template <class E> struct added {
    typedef typename ct_computed<E>::type type;
};
template <class T> struct added<ct_pair<T>> {
    typedef ct_pair<T> type;
};
template <class A> CT_DEVICE static inline A plus(A a, A b)
{
    return a + b;
}
template <class T> CT_DEVICE static inline ct_pair<T> plus(ct_pair<T> a, ct_pair<T> b)
{
    return ct_pair<T>{a.re + b.re, a.im + b.im};
}
template <class A> CT_DEVICE static inline A over(A a, uint32_t n)
{
    return a / A(n);
}
template <class T> CT_DEVICE static inline ct_pair<T> over(ct_pair<T> a, uint32_t n)
{
    return ct_pair<T>{a.re / T(n), a.im / T(n)};
}

/* A block for each row, a thread for every so many columns. */
template <class E>
__global__ void __launch_bounds__(THREADS, 1) table_grad(CT_PARAM ct_device_table t)
{
    typedef typename added<E>::type A;
    for (int64_t row = blockIdx.x; row < t.rows; row += gridDim.x) {
        uint64_t key = ct_key_of(row);
        uint32_t first = ct_keys_before(t.keys, t.n, key, false);
        uint32_t end =
            row == t.padding ? first : ct_keys_before(t.keys, t.n, key, true);
        for (int64_t j = threadIdx.x; j < t.width; j += blockDim.x) {
            A sum = A();
            for (uint32_t k = first; k < end; k++) {
                E x = ((const E *)t.grad)[(int64_t)t.places[k] * t.width + j];
                sum = plus(sum, ct_converted<A, E>::of(x));
            }
            sum = t.mean && end > first ? over(sum, end - first) : sum;
            ((E *)t.out)[row * t.width + j] = ct_converted<E, A>::of(sum);
        }
    }
}

CT_KERNELS void ct_cuda_table_grad(const ct_device_table *t, void *stream)
{
    unsigned grid = ct_blocks(t->rows, 1);
    unsigned threads =
        t->width < THREADS ? (unsigned)(t->width + 31) / 32 * 32 : (unsigned)THREADS;
    if (t->dtype == CT_DTYPE_C64) {
        CT_LAUNCH(table_grad<ct_pair<float>>, grid, threads, stream, *t);
    } else if (t->dtype == CT_DTYPE_C128) {
        CT_LAUNCH(table_grad<ct_pair<double>>, grid, threads, stream, *t);
    } else {
        CT_FLOATS(t->dtype, CT_LAUNCH(table_grad<E>, grid, threads, stream, *t))
    }
}

/* ---- distances ----------------------------------------------------------------------- */

/* What has been folded so far: of Euclidean ones size^2 * sum, so that no square leaves
 * the range. */
struct fold {
    double size, sum;
};

CT_DEVICE static inline fold with(fold f, double d, double p)
{
    d = fabs(d);
    if (p == 2) {
        if (d > f.size || d != d) {
            double r = f.size / d;
            f.sum = f.sum * r * r + 1;
            f.size = d;
        } else if (f.size > 0) {
            double r = d / f.size;
            f.sum += r == r ? r * r : 0;
        }
    } else if (p == HUGE_VAL) {
        f.size = d > f.size || d != d ? d : f.size;
    } else {
        f.sum += p == 0   ? (double)(d != 0)
                 : p == 1 ? d
                          : f64_pow(v_f64(d), v_f64(p)).value;
    }
    return f;
}

CT_DEVICE static inline double norm_of(fold f, double p)
{
    bool plain = f.size > 0 && f.size < HUGE_VAL;
    return p == 2             ? (plain ? f.size * sqrt(f.sum) : f.size)
           : p == HUGE_VAL    ? f.size
           : p == 0 || p == 1 ? f.sum
                              : f64_pow(v_f64(f.sum), v_f64(1 / p)).value;
}

/* A block makes 16 x 16 of them, reading 16 elements of 16 rows of both at a time. */
template <class E>
__global__ void __launch_bounds__(SIDE *SIDE) distances(CT_PARAM ct_device_distances d)
{
    CT_SHARED(double, left, SIDE *(SIDE + 1));
    CT_SHARED(double, right, SIDE *(SIDE + 1));
    int y = (int)threadIdx.x / SIDE, x = (int)threadIdx.x % SIDE;
    int64_t across = (d.columns + SIDE - 1) / SIDE;
    int64_t row0 = blockIdx.x / across * SIDE, column0 = blockIdx.x % across * SIDE;
    for (int64_t batch = blockIdx.y; batch < d.batches; batch += gridDim.y) {
        const E *a = (const E *)d.a + batch * d.rows * d.m;
        const E *b = (const E *)d.b + batch * d.columns * d.m;
        fold f = {0, 0};
        for (int64_t k = 0; k < d.m; k += SIDE) {
            bool inside = k + x < d.m;
            left[y * (SIDE + 1) + x] =
                inside && row0 + y < d.rows
                    ? (double)ct_number(a[(row0 + y) * d.m + k + x])
                    : 0;
            right[y * (SIDE + 1) + x] =
                inside && column0 + y < d.columns
                    ? (double)ct_number(b[(column0 + y) * d.m + k + x])
                    : 0;
            __syncthreads();
            for (int i = 0; i < SIDE && k + i < d.m; i++) {
                f = with(f, left[y * (SIDE + 1) + i] - right[x * (SIDE + 1) + i], d.p);
            }
            __syncthreads();
        }
        if (row0 + y < d.rows && column0 + x < d.columns) {
            int64_t at = (batch * d.rows + row0 + y) * d.columns + column0 + x;
            ((E *)d.out)[at] = ct_cast<E>::of(norm_of(f, d.p));
        }
    }
}

CT_KERNELS void ct_cuda_distances(const ct_device_distances *d, void *stream)
{
    int64_t tiles = (d->columns + SIDE - 1) / SIDE * ((d->rows + SIDE - 1) / SIDE);
    dim3 grid((unsigned)tiles, (unsigned)(d->batches < 65535 ? d->batches : 65535));
    CT_FLOATS(d->dtype, CT_LAUNCH_BLOCKS(distances<E>, grid, SIDE * SIDE, stream, *d))
}

/* ---- triangles ----------------------------------------------------------------------- */

/* How many places the first `rows` rows have on and below a diagonal. */
CT_DEVICE static inline int64_t below(int64_t rows, int64_t columns, int64_t offset)
{
    int64_t first = offset < 0 ? -offset : 0; /* row that has some */
    int64_t full = columns - 1 - offset; /* row that has all */
    full = full > first ? full : first;
    int64_t grown = (rows < full ? rows : full) - first;
    int64_t sum =
        grown > 0 ? grown * (first + 1 + offset) + grown * (grown - 1) / 2 : 0;
    return sum + (rows > full ? (rows - full) * columns : 0);
}

CT_DEVICE static inline int64_t before(int64_t row, int64_t columns, int64_t offset,
                                       bool upper)
{
    return upper ? row * columns - below(row, columns, offset - 1)
                 : below(row, columns, offset);
}

static __global__ void __launch_bounds__(THREADS)
    triangle(int64_t *out, int64_t n, int64_t rows, int64_t columns, int64_t offset,
             bool upper)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
        int64_t low = 0, high = rows; /* the row before which there are at most i */
        while (high - low > 1) {
            int64_t middle = low + (high - low) / 2;
            bool past = before(middle, columns, offset, upper) <= i;
            low = past ? middle : low;
            high = past ? high : middle;
        }
        int64_t first = upper && low + offset > 0 ? low + offset : 0;
        out[i] = low;
        out[n + i] = first + i - before(low, columns, offset, upper);
    }
}

CT_KERNELS void ct_cuda_triangle(int64_t *out, int64_t n, int64_t rows, int64_t columns,
                                 int64_t offset, bool upper, void *stream)
{
    CT_LAUNCH(triangle, ct_blocks(n, THREADS), THREADS, stream, out, n, rows, columns,
              offset, upper);
}
