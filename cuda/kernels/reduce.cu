/* reduce: many elements to one, always in the same order, so that the bits are the same in
 * each run: a thread folds every so many elements, a block its threads' by halves, and a
 * second launch the blocks' where a result has several.
 *
 * Integers are folded as 64 bits, floats as float64, which holds all others exactly. */
#include "kernels/cast.cuh"
#include "kernels/lanes.cuh"
#include "kernels/size.cuh"
#include "kernels/walk.cuh"
#include "reduce.h"

enum { THREADS = 128 };

typedef ct_pair<double> c128;

/* ---- folds: of read elements of type R into accumulators A ---- */

template <class R> struct fold_sum {
    typedef R read;
    typedef R A;
    CT_DEVICE static A start()
    {
        return R(0);
    }
    CT_DEVICE static A take(A a, R x, uint32_t)
    {
        return a + x;
    }
    CT_DEVICE static A join(A a, A b)
    {
        return a + b;
    }
    CT_DEVICE static R result(A a, double scale)
    {
        return scale == 1 ? a : R(a * scale);
    }
};

template <> struct fold_sum<c128> {
    typedef c128 read;
    typedef c128 A;
    CT_DEVICE static A start()
    {
        return c128{0, 0};
    }
    CT_DEVICE static A take(A a, c128 x, uint32_t)
    {
        return c128{a.re + x.re, a.im + x.im};
    }
    CT_DEVICE static A join(A a, A b)
    {
        return take(a, b, 0);
    }
    CT_DEVICE static c128 result(A a, double scale)
    {
        return c128{a.re * scale, a.im * scale};
    }
};

template <class R> struct fold_prod {
    typedef R read;
    typedef R A;
    CT_DEVICE static A start()
    {
        return R(1);
    }
    CT_DEVICE static A take(A a, R x, uint32_t)
    {
        return a * x;
    }
    CT_DEVICE static A join(A a, A b)
    {
        return a * b;
    }
    CT_DEVICE static R result(A a, double)
    {
        return a;
    }
};

template <> struct fold_prod<c128> {
    typedef c128 read;
    typedef c128 A;
    CT_DEVICE static A start()
    {
        return c128{1, 0};
    }
    CT_DEVICE static A take(A a, c128 x, uint32_t)
    {
        v_c128 y = c128_mul(v_c128{a.re, a.im}, v_c128{x.re, x.im});
        return c128{y.re.value, y.im.value};
    }
    CT_DEVICE static A join(A a, A b)
    {
        return take(a, b, 0);
    }
    CT_DEVICE static c128 result(A a, double)
    {
        return a;
    }
};

/* The first of the largest or smallest; NaN is beyond all. */
template <class R, bool LARGEST> struct fold_extreme {
    typedef R read;
    struct A {
        R value;
        int64_t index;
    };
    CT_DEVICE static A start()
    {
        return A{R(0), -1};
    }
    CT_DEVICE static bool goes_first(A a, A b)
    {
        bool nan_a = a.value != a.value, nan_b = b.value != b.value;
        bool beats = LARGEST ? a.value > b.value : a.value < b.value;
        bool equal = (nan_a && nan_b) || a.value == b.value;
        return (equal && a.index < b.index) || (nan_a && !nan_b) || (!nan_b && beats);
    }
    CT_DEVICE static A join(A a, A b)
    {
        return b.index < 0 || (a.index >= 0 && goes_first(a, b)) ? a : b;
    }
    CT_DEVICE static A take(A a, R x, uint32_t i)
    {
        return join(a, A{x, (int64_t)i});
    }
    CT_DEVICE static R result(A a, double)
    {
        return a.value;
    }
};

template <bool ALL> struct fold_truth {
    typedef ct_b8 read;
    typedef int A;
    CT_DEVICE static A start()
    {
        return ALL;
    }
    CT_DEVICE static A take(A a, ct_b8 x, uint32_t)
    {
        return ALL ? a & x.bits : a | x.bits;
    }
    CT_DEVICE static A join(A a, A b)
    {
        return ALL ? a & b : a | b;
    }
    CT_DEVICE static ct_b8 result(A a, double)
    {
        return ct_b8{(uint8_t)a};
    }
};

/* Welford's: how many, their mean, the squared distances from it. */
template <bool ROOT> struct fold_variance {
    typedef double read;
    struct A {
        double n, mean, squares;
    };
    CT_DEVICE static A start()
    {
        return A{0, 0, 0};
    }
    CT_DEVICE static A take(A a, double x, uint32_t)
    {
        double n = a.n + 1, d = x - a.mean, mean = a.mean + d / n;
        return A{n, mean, a.squares + d * (x - mean)};
    }
    CT_DEVICE static A join(A a, A b)
    {
        double n = a.n + b.n, d = b.mean - a.mean;
        if (a.n == 0 || b.n == 0) {
            return a.n == 0 ? b : a;
        }
        return A{n, a.mean + d * (b.n / n),
                 a.squares + b.squares + d * d * (a.n / n * b.n)};
    }
    CT_DEVICE static double result(A a, double scale)
    {
        double variance = a.squares * scale;
        return ROOT ? sqrt(variance) : variance;
    }
};

/* size^2 * squares, so that no square leaves the range. */
struct fold_norm {
    typedef double read;
    struct A {
        double size, squares;
    };
    CT_DEVICE static A start()
    {
        return A{0, 0};
    }
    CT_DEVICE static A take(A a, double x, uint32_t)
    {
        return join(a, A{fabs(x), 1});
    }
    CT_DEVICE static A join(A a, A b)
    {
        if (!(b.size > 0) && b.size == b.size) {
            return a;
        }
        if (!(a.size > 0) && a.size == a.size) {
            return b;
        }
        if (a.size < b.size || b.size != b.size) {
            A other = a;
            a = b;
            b = other;
        }
        double r = a.size == b.size ? 1 : b.size / a.size;
        return A{a.size, a.squares + b.squares * r * r};
    }
    CT_DEVICE static double result(A a, double)
    {
        return a.size > 0 && a.size < HUGE_VAL ? a.size * sqrt(a.squares) : a.size;
    }
};

/* exp(x - most), summed. */
struct fold_logsumexp {
    typedef double read;
    struct A {
        double most, sum;
    };
    CT_DEVICE static A start()
    {
        return A{-HUGE_VAL, 0};
    }
    CT_DEVICE static A take(A a, double x, uint32_t)
    {
        return join(a, A{x, 1});
    }
    CT_DEVICE static A join(A a, A b)
    {
        if (a.most < b.most || b.most != b.most) {
            A other = a;
            a = b;
            b = other;
        }
        double r = a.most == b.most ? 1 : f64_exp(v_f64(b.most - a.most)).value;
        return A{a.most, a.sum + (b.sum == 0 ? 0 : b.sum * r)};
    }
    CT_DEVICE static double result(A a, double)
    {
        return a.most + (a.most > -HUGE_VAL && a.most < HUGE_VAL
                             ? f64_log(v_f64(a.sum)).value
                             : 0);
    }
};

/* ---- kernels ---- */

template <int ND>
CT_DEVICE static inline int64_t offset_of(const ct_loop_size (&dims)[ND],
                                          const int64_t (&strides)[ND], int ndim,
                                          uint32_t i)
{
    int64_t at = 0;
    for (int d = 0; d < ndim; d++) {
        uint32_t q = ct_quotient(dims[d], i);
        at += (int64_t)(i - q * dims[d].size) * strides[d];
        i = q;
    }
    return at;
}

template <class F>
CT_DEVICE static inline typename F::A fold_from(const ct_device_reduce &r,
                                                uint32_t output, uint32_t first,
                                                uint32_t end, uint32_t step)
{
    typedef typename F::read R;
    typename F::A a = F::start();
    const char *base =
        r.data + offset_of(r.outer, r.outer_strides, r.outer_ndim, output);
    for (uint32_t i = first; i < end; i += step) {
        const char *p = base + offset_of(r.inner, r.inner_strides, r.inner_ndim, i);
        R x = r.dtype == ct_dtype_of<R>::value && sizeof(R) > 1
                  ? *(const R *)p
                  : ct_read_as<R>(p, r.dtype);
        a = F::take(a, x, i);
    }
    return a;
}

template <class F, class A>
CT_DEVICE static inline void write_result(const ct_device_reduce &r, uint32_t output,
                                          A a)
{
    ct_write_as(r.out + (int64_t)output * ct_size_of(r.out_dtype), r.out_dtype,
                F::result(a, r.scale));
}

template <class R, bool LARGEST> struct fold_place : fold_extreme<R, LARGEST> {};

/* The place goes to out, the value to `values`. */
template <class R, bool LARGEST>
CT_DEVICE static inline void write_place(const ct_device_reduce &r, uint32_t output,
                                         typename fold_extreme<R, LARGEST>::A a)
{
    ((int64_t *)r.out)[output] = a.index;
    if (r.values) {
        ct_write_as(r.values + (int64_t)output * ct_size_of(r.dtype), r.dtype, a.value);
    }
}

template <class F> struct finish {
    CT_DEVICE static void of(const ct_device_reduce &r, uint32_t output,
                             typename F::A a)
    {
        write_result<F>(r, output, a);
    }
};
template <class R, bool LARGEST> struct finish<fold_place<R, LARGEST>> {
    CT_DEVICE static void of(const ct_device_reduce &r, uint32_t output,
                             typename fold_extreme<R, LARGEST>::A a)
    {
        write_place<R, LARGEST>(r, output, a);
    }
};

/* A thread for each result. */
template <class F>
__global__ void __launch_bounds__(THREADS) fold_alone(CT_PARAM ct_device_reduce r)
{
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t o = blockIdx.x * blockDim.x + threadIdx.x; o < r.outputs; o += step) {
        finish<F>::of(r, o, fold_from<F>(r, o, 0, r.count, 1));
    }
}

/* A block for each part of a result. */
template <class F>
__global__ void __launch_bounds__(THREADS) fold_together(CT_PARAM ct_device_reduce r)
{
    typedef typename F::A A;
    CT_SHARED(A, room, THREADS);
    uint32_t output = blockIdx.x / r.parts, part = blockIdx.x % r.parts;
    uint32_t length = (r.count + r.parts - 1) / r.parts, first = part * length;
    uint32_t end = first + length < r.count ? first + length : r.count;
    room[threadIdx.x] = fold_from<F>(r, output, first + threadIdx.x, end, THREADS);
    for (int half = THREADS / 2; half > 0; half /= 2) {
        __syncthreads();
        if ((int)threadIdx.x < half) {
            room[threadIdx.x] = F::join(room[threadIdx.x], room[threadIdx.x + half]);
        }
    }
    if (threadIdx.x == 0 && r.partial) {
        *(A *)(r.partial + (size_t)blockIdx.x * CT_REDUCE_ACCUMULATOR) = room[0];
    } else if (threadIdx.x == 0) {
        finish<F>::of(r, output, room[0]);
    }
}

template <class F>
__global__ void __launch_bounds__(THREADS) fold_parts(CT_PARAM ct_device_reduce r)
{
    typedef typename F::A A;
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t o = blockIdx.x * blockDim.x + threadIdx.x; o < r.outputs; o += step) {
        const char *at = r.partial + (size_t)o * r.parts * CT_REDUCE_ACCUMULATOR;
        A a = *(const A *)at;
        for (uint32_t i = 1; i < r.parts; i++) {
            a = F::join(a, *(const A *)(at + (size_t)i * CT_REDUCE_ACCUMULATOR));
        }
        finish<F>::of(r, o, a);
    }
}

template <class F> static bool run(const ct_device_reduce *r, void *stream)
{
    static_assert(sizeof(typename F::A) <= CT_REDUCE_ACCUMULATOR, "room of a part");
    unsigned alone = ct_blocks(r->outputs, THREADS);
    if (r->parts == 0) {
        CT_LAUNCH(fold_alone<F>, alone, THREADS, stream, *r);
        return true;
    }
    CT_LAUNCH_BLOCKS(fold_together<F>, r->outputs * r->parts, THREADS, stream, *r);
    if (r->partial) {
        CT_LAUNCH(fold_parts<F>, alone, THREADS, stream, *r);
    }
    return true;
}

static bool is_complex(int dtype)
{
    return dtype == CT_DTYPE_C64 || dtype == CT_DTYPE_C128;
}

static bool is_whole(int dtype)
{
    return dtype < CT_DTYPE_F16;
}

template <template <class> class F>
static bool run_numbers(const ct_device_reduce *r, void *stream)
{
    return is_complex(r->dtype) ? run<F<c128>>(r, stream)
           : is_whole(r->dtype) ? run<F<int64_t>>(r, stream)
                                : run<F<double>>(r, stream);
}

template <template <class, bool> class F, bool LARGEST>
static bool run_extreme(const ct_device_reduce *r, void *stream)
{
    return r->dtype == CT_DTYPE_U64 ? run<F<uint64_t, LARGEST>>(r, stream)
           : is_whole(r->dtype)     ? run<F<int64_t, LARGEST>>(r, stream)
                                    : run<F<double, LARGEST>>(r, stream);
}

CT_KERNELS bool ct_cuda_fold(ct_device_fold fold, const ct_device_reduce *r,
                             void *stream)
{
    switch (fold) {
    case CT_FOLD_SUM:
        return run_numbers<fold_sum>(r, stream);
    case CT_FOLD_PROD:
        return run_numbers<fold_prod>(r, stream);
    case CT_FOLD_MAX:
        return run_extreme<fold_extreme, true>(r, stream);
    case CT_FOLD_MIN:
        return run_extreme<fold_extreme, false>(r, stream);
    case CT_FOLD_ARGMAX:
        return run_extreme<fold_place, true>(r, stream);
    case CT_FOLD_ARGMIN:
        return run_extreme<fold_place, false>(r, stream);
    case CT_FOLD_ANY:
        return run<fold_truth<false>>(r, stream);
    case CT_FOLD_ALL:
        return run<fold_truth<true>>(r, stream);
    case CT_FOLD_VARIANCE:
        return run<fold_variance<false>>(r, stream);
    case CT_FOLD_DEVIATION:
        return run<fold_variance<true>>(r, stream);
    case CT_FOLD_NORM:
        return run<fold_norm>(r, stream);
    case CT_FOLD_LOGSUMEXP:
        return !is_complex(r->dtype) && run<fold_logsumexp>(r, stream);
    }
    return false;
}
