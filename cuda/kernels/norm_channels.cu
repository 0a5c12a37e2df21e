/* norm_channels: channels normalized by their mean and variance, of a batch or of groups,
 * and the gradients of that: sums of each run of a channel, which a warp takes, or a thread
 * where runs are short; the sums of runs as a row's, by a block; then element by element. */
#include "kernels/team.cuh"
#include "norm.h"

enum { WARPS = 4, THREADS = 128, SHORT = 16 };

/* What two numbers of each run are. */
struct run_moments { /* mean, and squared distances from it */
    template <class E, class F>
    CT_DEVICE static void of(const ct_device_channels &c, uint32_t run, uint32_t first,
                             uint32_t step, F fold, double *to)
    {
        const E *x = (const E *)c.x + (int64_t)run * c.size;
        double sum = 0, squares = 0;
        for (int64_t i = first; i < c.size; i += step) {
            sum += (double)ct_number(x[i]);
        }
        double mean = fold(sum) / (double)c.size;
        for (int64_t i = first; i < c.size; i += step) {
            double d = (double)ct_number(x[i]) - mean;
            squares += d * d;
        }
        squares = fold(squares);
        to[0] = mean;
        to[1] = squares;
    }
};
struct run_slopes { /* sums of g, and of g (x - mean) */
    template <class E, class F>
    CT_DEVICE static void of(const ct_device_channels &c, uint32_t run, uint32_t first,
                             uint32_t step, F fold, double *to)
    {
        const E *x = (const E *)c.x + (int64_t)run * c.size;
        const E *g = (const E *)c.g + (int64_t)run * c.size;
        uint32_t row = c.run_step == 1 ? run / (uint32_t)c.count : run % c.channels;
        double mean = c.mean[row], level = 0, along = 0;
        for (int64_t i = first; i < c.size; i += step) {
            double slope = (double)ct_number(g[i]);
            level += slope;
            along += slope * ((double)ct_number(x[i]) - mean);
        }
        level = fold(level);
        along = fold(along);
        to[0] = level;
        to[1] = along;
    }
};

template <class R, class E>
__global__ void __launch_bounds__(32 * WARPS) long_runs(CT_PARAM ct_device_channels c)
{
    uint32_t warps = blockDim.x / 32, step = gridDim.x * warps;
    for (uint32_t i = blockIdx.x * warps + threadIdx.x / 32; i < c.runs; i += step) {
        double two[2];
        R::template of<E>(
            c, i, threadIdx.x % 32, 32,
            [](double sum) { return ct_fold_warp<ct_add>(sum); }, two);
        if (threadIdx.x % 32 == 0) {
            c.sums[2 * (int64_t)i] = two[0];
            c.sums[2 * (int64_t)i + 1] = two[1];
        }
    }
}

template <class R, class E>
__global__ void __launch_bounds__(THREADS) short_runs(CT_PARAM ct_device_channels c)
{
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < c.runs; i += step) {
        double two[2];
        R::template of<E>(c, i, 0, 1, [](double sum) { return sum; }, two);
        c.sums[2 * (int64_t)i] = two[0];
        c.sums[2 * (int64_t)i + 1] = two[1];
    }
}

/* Mean and variance of a row: all of its runs are equally long. */
static __global__ void __launch_bounds__(THREADS)
    join_moments(CT_PARAM ct_device_channels c)
{
    CT_SHARED(double, room, 32);
    const double *of = c.sums + 2 * (int64_t)blockIdx.x * c.row_step;
    double sum = 0, squares = 0;
    for (int64_t i = threadIdx.x; i < c.count; i += THREADS) {
        sum += of[2 * i * c.run_step];
    }
    double mean = ct_fold_team<ct_add, THREADS>(sum, room) / (double)c.count;
    for (int64_t i = threadIdx.x; i < c.count; i += THREADS) {
        double d = of[2 * i * c.run_step] - mean;
        squares += of[2 * i * c.run_step + 1] + d * d * (double)c.size;
    }
    squares = ct_fold_team<ct_add, THREADS>(squares, room);
    if (threadIdx.x == 0) {
        c.mean[blockIdx.x] = mean;
        c.var[blockIdx.x] = squares / ((double)c.size * (double)c.count);
    }
}

template <class A>
CT_DEVICE static inline double weight_of(const ct_device_channels &c, uint32_t run)
{
    return c.weight ? (double)((const A *)c.weight)[run % c.channels] : 1;
}

/* The sums of a row, each run's times its channel's weight. */
template <class A>
__global__ void __launch_bounds__(THREADS) join_slopes(CT_PARAM ct_device_channels c)
{
    CT_SHARED(double, room, 32);
    int64_t first = (int64_t)blockIdx.x * c.row_step;
    double level = 0, along = 0;
    for (int64_t i = threadIdx.x; i < c.count; i += THREADS) {
        int64_t run = first + i * c.run_step;
        double weight = weight_of<A>(c, (uint32_t)run);
        level += c.sums[2 * run] * weight;
        along += c.sums[2 * run + 1] * weight;
    }
    level = ct_fold_team<ct_add, THREADS>(level, room);
    along = ct_fold_team<ct_add, THREADS>(along, room);
    if (threadIdx.x == 0) {
        double *to = c.sums + 2 * ((int64_t)c.runs + blockIdx.x);
        to[0] = level;
        to[1] = along;
    }
}

CT_DEVICE static inline uint32_t row_of(const ct_device_channels &c, uint32_t run)
{
    return c.run_step == 1 ? run / (uint32_t)c.count : run % c.channels;
}

/* Of weight and bias: a block for each channel. */
template <class A>
__global__ void __launch_bounds__(THREADS) join_channels(CT_PARAM ct_device_channels c)
{
    CT_SHARED(double, room, 32);
    double level = 0, along = 0;
    for (uint32_t run = blockIdx.x + threadIdx.x * c.channels; run < c.runs;
         run += THREADS * c.channels) {
        level += c.sums[2 * (int64_t)run];
        along += c.sums[2 * (int64_t)run + 1] / sqrt(c.var[row_of(c, run)] + c.eps);
    }
    level = ct_fold_team<ct_add, THREADS>(level, room);
    along = ct_fold_team<ct_add, THREADS>(along, room);
    if (threadIdx.x == 0) {
        ((A *)c.gweight)[blockIdx.x] = A(along);
        ((A *)c.gbias)[blockIdx.x] = A(level);
    }
}

/* y = x factor + offset, or of the gradient g factor + x slope + offset: a block takes a
 * piece of a run, or, of short runs, threads an element each. */
template <class E, bool GRAD>
CT_DEVICE static inline void apply_one(const ct_device_channels &c, uint32_t run,
                                       int64_t i)
{
    typedef typename ct_computed<E>::type A;
    uint32_t row = row_of(c, run);
    double rstd = 1 / sqrt(c.var[row] + c.eps), factor = rstd * weight_of<A>(c, run);
    double x = (double)ct_number(((const E *)c.x)[i]) - c.mean[row], y = x * factor;
    if (GRAD) {
        double n = (double)c.size * (double)c.count;
        const double *sums = c.sums + 2 * ((int64_t)c.runs + row);
        double g = (double)ct_number(((const E *)c.g)[i]);
        y = g * factor - rstd * (sums[0] / n + x * rstd * (rstd * (sums[1] / n)));
    } else if (c.bias) {
        y += (double)((const A *)c.bias)[run % c.channels];
    }
    ((E *)c.y)[i] = ct_cast<E>::of(A(y));
}

template <class E, bool GRAD>
__global__ void __launch_bounds__(THREADS)
    apply_short(CT_PARAM ct_device_channels c, uint32_t n)
{
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step) {
        apply_one<E, GRAD>(c, i / (uint32_t)c.size, i);
    }
}

/* What is the same for all of a run is worked out once by each thread. */
template <class E, bool GRAD, int N>
__global__ void __launch_bounds__(THREADS) apply_long(CT_PARAM ct_device_channels c)
{
    typedef typename ct_computed<E>::type A;
    typedef ct_some_of<E, N> pack;
    for (uint32_t run = blockIdx.y; run < c.runs; run += gridDim.y) {
        uint32_t row = row_of(c, run);
        double rstd = 1 / sqrt(c.var[row] + c.eps);
        double factor = rstd * weight_of<A>(c, run), mean = c.mean[row];
        double n = (double)c.size * (double)c.count, slope = 0, level = 0;
        if (GRAD) {
            const double *sums = c.sums + 2 * ((int64_t)c.runs + row);
            slope = rstd * (rstd * (rstd * (sums[1] / n)));
            level = rstd * (sums[0] / n);
        } else if (c.bias) {
            level = -(double)((const A *)c.bias)[run % c.channels];
        }
        const A about = A(mean), rest = A(mean - (double)about);
        const A by = A(factor), less = A(level), along = A(slope);
        bool far = !(fabs(factor) < 1e25 && (fabs(factor) > 1e-25 || factor == 0));
        for (int64_t i = ((int64_t)blockIdx.x * THREADS + threadIdx.x) * N; i < c.size;
             i += (int64_t)gridDim.x * THREADS * N) {
            int64_t at = (int64_t)run * c.size + i;
            pack x = *(const pack *)((const E *)c.x + at), g = x;
            if (GRAD) {
                g = *(const pack *)((const E *)c.g + at);
            }
            for (int k = 0; k < N; k++) {
                A z = ct_number(x.at[k]) - about - rest, y = z;
                y = GRAD ? ct_number(g.at[k]) * by - along * z - less : z * by - less;
                g.at[k] = ct_cast<E>::of(y);
                if (far) {
                    apply_one<E, GRAD>(c, run, at + k);
                    g.at[k] = ((const E *)c.y)[at + k];
                }
            }
            *(pack *)((E *)c.y + at) = g;
        }
    }
}

/* ---- launches ------------------------------------------------------------------------ */

template <class R, class E> static void sum_runs(const ct_device_channels *c, void *s)
{
    if (c->size < SHORT) {
        CT_LAUNCH((short_runs<R, E>), ct_blocks(c->runs, THREADS), THREADS, s, *c);
        return;
    }
    unsigned warps = c->runs < WARPS ? c->runs : (unsigned)WARPS;
    CT_LAUNCH_BLOCKS((long_runs<R, E>), ct_blocks(c->runs, WARPS), 32 * warps, s, *c);
}

template <class E, bool GRAD> static void apply(const ct_device_channels *c, void *s)
{
    const int N = 16 / sizeof(E);
    uintptr_t at = (uintptr_t)c->x | (uintptr_t)c->y | (GRAD ? (uintptr_t)c->g : 0);
    bool packs = c->size % N == 0 && at % 16 == 0;
    int64_t n = (int64_t)c->runs * c->size, each = packs ? N * THREADS : THREADS;
    int64_t wide = (c->size + each - 1) / each;
    dim3 grid((unsigned)(wide < 64 ? wide : 64), c->runs < 65535 ? c->runs : 65535);
    if (c->size < THREADS) {
        CT_LAUNCH((apply_short<E, GRAD>), ct_blocks(n, THREADS), THREADS, s, *c,
                  (uint32_t)n);
    } else if (packs) {
        CT_LAUNCH((apply_long<E, GRAD, N>), grid, THREADS, s, *c);
    } else {
        CT_LAUNCH((apply_long<E, GRAD, 1>), grid, THREADS, s, *c);
    }
}

CT_KERNELS void ct_cuda_norm_channels(const ct_device_channels *c, bool fixed,
                                      void *stream)
{
    if (!fixed) {
        CT_FLOATS(c->dtype, (sum_runs<run_moments, E>(c, stream)))
        CT_LAUNCH_BLOCKS(join_moments, c->rows, THREADS, stream, *c);
    }
    CT_FLOATS(c->dtype, (apply<E, false>(c, stream)))
}

CT_KERNELS void ct_cuda_norm_channels_grad(const ct_device_channels *c, void *stream)
{
    bool wide = c->dtype == CT_DTYPE_F64;
    CT_FLOATS(c->dtype, (sum_runs<run_slopes, E>(c, stream)))
    if (wide) {
        CT_LAUNCH_BLOCKS(join_slopes<double>, c->rows, THREADS, stream, *c);
    } else {
        CT_LAUNCH_BLOCKS(join_slopes<float>, c->rows, THREADS, stream, *c);
    }
    CT_FLOATS(c->dtype, (apply<E, true>(c, stream)))
    if (c->gweight && wide) {
        CT_LAUNCH_BLOCKS(join_channels<double>, c->channels, THREADS, stream, *c);
    } else if (c->gweight) {
        CT_LAUNCH_BLOCKS(join_channels<float>, c->channels, THREADS, stream, *c);
    }
}
