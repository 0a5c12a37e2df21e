/* norm_rows: rows normalized, about their mean or about 0, and the gradients of that.
 *
 * A team of threads takes a row: a warp, or a block where rows are long. It reads the row
 * two or three times, from the second on out of the cache. Sums are taken in float64, what
 * belongs to an element is computed in its own type. */
#include "kernels/team.cuh"
#include "norm.h"

enum { WARPS = 4, LONG = 256, COLUMNS = 32, LINES = 8 };

/* (x - mean) rstd; a mean is what the type holds of it and the rest. */
template <class A> struct normal {
    A mean, rest, scale;
    double center, rstd;
    bool far; /* of float32's range */

    CT_DEVICE normal(double m, double r)
        : mean(A(m)), rest(A(m - (double)A(m))), scale(A(r)), center(m), rstd(r),
          far(!(r > 1e-25 && r < 1e25))
    {
    }
    CT_DEVICE A of(A x) const
    {
        return far ? A(((double)x - center) * rstd) : (x - mean - rest) * scale;
    }
};

/* Calls f(place, value) for the elements of a row that a thread takes. */
template <class E, int N, int SIZE, class F>
CT_DEVICE static inline void each(const E *x, uint32_t n, F f)
{
    for (uint32_t i = threadIdx.x % SIZE * N; i < n; i += SIZE * N) {
        ct_some_of<E, N> pack = *(const ct_some_of<E, N> *)(x + i);
        for (int k = 0; k < N; k++) {
            f(i + (uint32_t)k, ct_number(pack.at[k]));
        }
    }
}

template <class E, int N, int SIZE>
CT_DEVICE static inline double squares_about(const E *x, uint32_t n, double center,
                                             double by, double *room)
{
    double sum = 0;
    each<E, N, SIZE>(x, n, [&](uint32_t, typename ct_computed<E>::type value) {
        double d = ((double)value - center) * by;
        sum += d * d;
    });
    return ct_fold_team<ct_add, SIZE>(sum, room);
}

template <class E, int N, int SIZE>
CT_DEVICE static inline double mean_of(const E *x, uint32_t n, double *room)
{
    double sum = 0;
    each<E, N, SIZE>(
        x, n, [&](uint32_t, typename ct_computed<E>::type v) { sum += (double)v; });
    return ct_fold_team<ct_add, SIZE>(sum, room) / n;
}

/* 1 / sqrt(mean of squares + eps), of squares that leave the range too. */
template <class E, int N, int SIZE>
CT_DEVICE static inline double scale_of(const E *x, uint32_t n, double eps,
                                        double *room)
{
    double squares = squares_about<E, N, SIZE>(x, n, 0, 1, room);
    if (sizeof(E) < 8 || (squares > 1e-280 && squares < 1e300) || squares != squares) {
        return 1 / sqrt(squares / n + eps);
    }
    double most = 0;
    each<E, N, SIZE>(x, n, [&](uint32_t, typename ct_computed<E>::type v) {
        most = ct_largest::of(most, fabs((double)v));
    });
    most = ct_fold_team<ct_largest, SIZE>(most, room);
    if (most == 0 || !(most < HUGE_VAL)) {
        return 1 / sqrt(squares / n + eps);
    }
    /* By a power of two, whose reciprocal is in the range too. */
    double by = most > 1 ? 0x1p-600 : 0x1p600;
    squares = squares_about<E, N, SIZE>(x, n, 0, by, room);
    double length = sqrt(squares / n) / by;
    return 1 / hypot(length, sqrt(eps));
}

template <class E, int N, int SIZE>
__global__ void __launch_bounds__(SIZE == 32 ? 32 * WARPS : SIZE)
    normalize(CT_PARAM ct_device_rows r)
{
    typedef typename ct_computed<E>::type A;
    CT_SHARED(double, room, 32);
    uint32_t teams = blockDim.x / SIZE, step = gridDim.x * teams;
    const A *weight = (const A *)r.weight, *bias = (const A *)r.bias;
    for (uint32_t i = blockIdx.x * teams + threadIdx.x / SIZE; i < r.rows; i += step) {
        const E *x = (const E *)r.x + (int64_t)i * r.n;
        E *y = (E *)r.y + (int64_t)i * r.n;
        double center = r.mean ? mean_of<E, N, SIZE>(x, r.n, room) : 0;
        double rstd =
            r.mean ? 1 / sqrt(squares_about<E, N, SIZE>(x, r.n, center, 1, room) / r.n +
                              r.eps)
                   : scale_of<E, N, SIZE>(x, r.n, r.eps, room);
        const normal<A> z(center, rstd);
        for (uint32_t j = threadIdx.x % SIZE * N; j < r.n; j += SIZE * N) {
            ct_some_of<E, N> pack = *(const ct_some_of<E, N> *)(x + j);
            for (uint32_t k = 0; k < N; k++) {
                A value = z.of(ct_number(pack.at[k]));
                value = weight ? value * weight[j + k] : value;
                pack.at[k] = ct_cast<E>::of(bias ? value + bias[j + k] : value);
            }
            *(ct_some_of<E, N> *)(y + j) = pack;
        }
        if (threadIdx.x % SIZE == 0) {
            r.rstd[i] = rstd;
            if (r.mean) {
                r.mean[i] = center;
            }
        }
    }
}

/* rstd (h - mean(h) - z mean(h z)), with h = g weight and z the normal x. */
template <class E, int N, int SIZE>
__global__ void __launch_bounds__(SIZE == 32 ? 32 * WARPS : SIZE)
    normalize_grad(CT_PARAM ct_device_rows r)
{
    typedef typename ct_computed<E>::type A;
    typedef ct_some_of<E, N> pack;
    CT_SHARED(double, room, 32);
    uint32_t teams = blockDim.x / SIZE, step = gridDim.x * teams;
    const A *weight = (const A *)r.weight;
    for (uint32_t i = blockIdx.x * teams + threadIdx.x / SIZE; i < r.rows; i += step) {
        const E *x = (const E *)r.x + (int64_t)i * r.n;
        const E *g = (const E *)r.g + (int64_t)i * r.n;
        E *y = (E *)r.y + (int64_t)i * r.n;
        const normal<A> z(r.mean ? r.mean[i] : 0, r.rstd[i]);
        double level = 0, along = 0;
        each<E, N, SIZE>(g, r.n, [&](uint32_t j, A h) {
            h = weight ? h * weight[j] : h;
            level += (double)h;
            along += (double)(h * z.of(ct_number(x[j])));
        });
        level = r.mean ? ct_fold_team<ct_add, SIZE>(level, room) / r.n : 0;
        along = ct_fold_team<ct_add, SIZE>(along, room) / r.n;
        for (uint32_t j = threadIdx.x % SIZE * N; j < r.n; j += SIZE * N) {
            pack px = *(const pack *)(x + j), pg = *(const pack *)(g + j);
            for (uint32_t k = 0; k < N; k++) {
                A h = ct_number(pg.at[k]);
                h = weight ? h * weight[j + k] : h;
                A value = h - A(level) - z.of(ct_number(px.at[k])) * A(along);
                pg.at[k] =
                    ct_cast<E>::of(z.far ? A((double)value * z.rstd) : value * z.scale);
            }
            *(pack *)(y + j) = pg;
        }
    }
}

/* ---- gradients of weight and bias --------------------------------------------------- */

/* Sums of g z and of g down the columns of a part of the rows: a thread for each column and
 * every eighth row. */
template <class E>
__global__ void __launch_bounds__(COLUMNS *LINES) sum_columns(CT_PARAM ct_device_rows r)
{
    typedef typename ct_computed<E>::type A;
    CT_SHARED(double, room, 2 * COLUMNS * LINES);
    uint32_t column = blockIdx.x * COLUMNS + threadIdx.x % COLUMNS;
    uint32_t length = (r.rows + r.parts - 1) / r.parts, first = blockIdx.y * length;
    uint32_t end = first + length < r.rows ? first + length : r.rows;
    double along = 0, level = 0;
    for (uint32_t i = first + threadIdx.x / COLUMNS; column < r.n && i < end;
         i += LINES) {
        const normal<A> z(r.mean ? r.mean[i] : 0, r.rstd[i]);
        A g = ct_number(((const E *)r.g)[(int64_t)i * r.n + column]);
        A x = ct_number(((const E *)r.x)[(int64_t)i * r.n + column]);
        along += (double)(g * z.of(x));
        level += (double)g;
    }
    room[threadIdx.x] = along;
    room[COLUMNS * LINES + threadIdx.x] = level;
    __syncthreads();
    if (threadIdx.x < COLUMNS && column < r.n) {
        for (int k = 1; k < LINES; k++) {
            along += room[threadIdx.x + k * COLUMNS];
            level += room[COLUMNS * LINES + threadIdx.x + k * COLUMNS];
        }
        double *part = r.part + (int64_t)blockIdx.y * 2 * r.n;
        part[column] = along;
        part[r.n + column] = level;
    }
}

/* All parts, in order. */
template <class A>
__global__ void __launch_bounds__(128) sum_parts(CT_PARAM ct_device_rows r)
{
    uint32_t column = blockIdx.x * blockDim.x + threadIdx.x;
    if (column >= r.n) {
        return;
    }
    double along = 0, level = 0;
    for (uint32_t p = 0; p < r.parts; p++) {
        along += r.part[(int64_t)p * 2 * r.n + column];
        level += r.part[(int64_t)p * 2 * r.n + r.n + column];
    }
    ((A *)r.gweight)[column] = A(along);
    if (r.gbias) {
        ((A *)r.gbias)[column] = A(level);
    }
}

/* ---- launches ------------------------------------------------------------------------ */

template <class E, int N>
static void run(const ct_device_rows *r, bool grad, void *stream)
{
    unsigned warps = r->rows < WARPS ? r->rows : (unsigned)WARPS;
    if (r->n <= 1024 && grad) {
        CT_LAUNCH_BLOCKS((normalize_grad<E, N, 32>), ct_blocks(r->rows, WARPS),
                         32 * warps, stream, *r);
    } else if (r->n <= 1024) {
        CT_LAUNCH_BLOCKS((normalize<E, N, 32>), ct_blocks(r->rows, WARPS), 32 * warps,
                         stream, *r);
    } else if (grad) {
        CT_LAUNCH_BLOCKS((normalize_grad<E, N, LONG>), ct_blocks(r->rows, 1), LONG,
                         stream, *r);
    } else {
        CT_LAUNCH_BLOCKS((normalize<E, N, LONG>), ct_blocks(r->rows, 1), LONG, stream,
                         *r);
    }
}

static void run_any(const ct_device_rows *r, bool grad, void *stream)
{
    CT_FLOATS(r->dtype, if (r->packs) run<E, 16 / sizeof(E)>(r, grad, stream);
              else run<E, 1>(r, grad, stream))
}

CT_KERNELS void ct_cuda_norm_rows(const ct_device_rows *r, void *stream)
{
    run_any(r, false, stream);
}

CT_KERNELS void ct_cuda_norm_rows_grad(const ct_device_rows *r, void *stream)
{
    if (r->rows) {
        run_any(r, true, stream);
    }
    if (!r->gweight) {
        return;
    }
    dim3 grid((r->n + COLUMNS - 1) / COLUMNS, r->parts);
    CT_FLOATS(r->dtype,
              CT_LAUNCH_BLOCKS(sum_columns<E>, grid, COLUMNS * LINES, stream, *r))
    if (r->dtype == CT_DTYPE_F64) {
        CT_LAUNCH(sum_parts<double>, (r->n + 127) / 128, 128, stream, *r);
    } else {
        CT_LAUNCH(sum_parts<float>, (r->n + 127) / 128, 128, stream, *r);
    }
}
