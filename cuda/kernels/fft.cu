/* fft: Fourier transforms by passes, one for each factor of the size, a thread for each
 * element that a pass makes; neighbours beside the lines are neighbouring threads'. */
#include "fft.h"

#include "kernels/cast.cuh"

enum { THREADS = 256 };

/* Runs what follows with T the type of the parts of numbers. */
#define BY_WIDTH(wide, ...) \
    if (wide) {             \
        typedef double T;   \
        __VA_ARGS__;        \
    } else {                \
        typedef float T;    \
        __VA_ARGS__;        \
    }

#define EACH(i, n)                                                   \
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x, \
                 step_ = (int64_t)gridDim.x * blockDim.x;            \
         i < (n); i += step_)

template <class T>
__global__ void __launch_bounds__(THREADS) fill_table(ct_pair<T> *table, int64_t n)
{
    EACH(i, n)
    {
        bool back = 2 * i > n; /* angles up to half a turn are the most exact */
        double turns = 2 * (double)(back ? n - i : i) / (double)n;
        double y = sinpi(turns);
        table[i] = ct_pair<T>{T(cospi(turns)), T(back ? y : -y)};
    }
}

CT_KERNELS void ct_cuda_fft_table(void *table, int64_t n, bool wide, void *stream)
{
    BY_WIDTH(wide, CT_LAUNCH(fill_table<T>, ct_blocks(n, THREADS), THREADS, stream,
                             (ct_pair<T> *)table, n))
}

/* y[p, i] = sum over t of w^(p t) x[p mod done, i + t (n / (done radix))], w being the root
 * of done * radix. */
template <class T>
__global__ void __launch_bounds__(THREADS) fft_pass(CT_PARAM ct_device_fft f)
{
    const ct_pair<T> *table = (const ct_pair<T> *)f.table;
    int64_t rest = f.n / (f.done * f.radix), below = f.n / f.done;
    EACH(o, f.outer * f.n * f.inner)
    {
        int64_t side = o % f.inner, at = o / f.inner % f.n, line = o / f.inner / f.n;
        int64_t p = at / rest, i = at % rest, turn = p * rest, k = 0;
        const ct_pair<T> *x = (const ct_pair<T> *)f.x + line * f.n * f.inner + side;
        int64_t from = (p % f.done * below + i) * f.inner;
        T re = 0, im = 0;
        for (int64_t t = 0; t < f.radix; t++, from += rest * f.inner) {
            ct_pair<T> z = x[from], w = table[k];
            T v = f.inverse ? -w.im : w.im;
            re += z.re * w.re - z.im * v;
            im += z.re * v + z.im * w.re;
            k += turn;
            k -= k >= f.n ? f.n : 0;
        }
        ((ct_pair<T> *)f.y)[o] = ct_pair<T>{re * T(f.scale), im * T(f.scale)};
    }
}

CT_KERNELS void ct_cuda_fft_pass(const ct_device_fft *f, void *stream)
{
    unsigned grid = ct_blocks(f->outer * f->n * f->inner, THREADS);
    BY_WIDTH(f->wide, CT_LAUNCH(fft_pass<T>, grid, THREADS, stream, *f))
}

/* ---- real numbers -------------------------------------------------------------------- */

template <class T>
__global__ void __launch_bounds__(THREADS) widen(CT_PARAM ct_device_halves h)
{
    EACH(i, h.outer * h.n * h.inner)
    {
        ((ct_pair<T> *)h.y)[i] = ct_pair<T>{((const T *)h.x)[i], 0};
    }
}

template <class T>
__global__ void __launch_bounds__(THREADS) take_real(CT_PARAM ct_device_halves h)
{
    EACH(i, h.outer * h.n * h.inner)
    {
        ((T *)h.y)[i] = ((const ct_pair<T> *)h.x)[i].re;
    }
}

/* Has frequency k a mirror image? */
CT_DEVICE static inline bool has_image(const ct_device_halves &h, int64_t k)
{
    return k != 0 && 2 * k != h.n;
}

template <class T>
__global__ void __launch_bounds__(THREADS) take_half(CT_PARAM ct_device_halves h)
{
    int64_t half = h.n / 2 + 1;
    EACH(i, h.outer * half * h.inner)
    {
        int64_t side = i % h.inner, k = i / h.inner % half, line = i / h.inner / half;
        ct_pair<T> z = ((const ct_pair<T> *)h.x)[(line * h.n + k) * h.inner + side];
        T by = has_image(h, k) ? T(h.factor) : T(1);
        ((ct_pair<T> *)h.y)[i] = ct_pair<T>{z.re * by, z.im * by};
    }
}

/* Imaginary parts that cannot be there are not read. */
template <class T>
__global__ void __launch_bounds__(THREADS) expand(CT_PARAM ct_device_halves h)
{
    int64_t half = h.n / 2 + 1;
    EACH(i, h.outer * h.n * h.inner)
    {
        int64_t side = i % h.inner, k = i / h.inner % h.n, line = i / h.inner / h.n;
        bool image = 2 * k > h.n;
        int64_t from = image ? h.n - k : k;
        ct_pair<T> z = ((const ct_pair<T> *)h.x)[(line * half + from) * h.inner + side];
        T by = T(h.factor);
        ((ct_pair<T> *)h.y)[i] =
            has_image(h, k) ? ct_pair<T>{z.re * by, (image ? -z.im : z.im) * by}
                            : ct_pair<T>{z.re, 0};
    }
}

#define LAUNCH_HALVES(name, kernel, count)                                 \
    CT_KERNELS void name(const ct_device_halves *h, void *stream)          \
    {                                                                      \
        unsigned grid = ct_blocks(h->outer * (count) * h->inner, THREADS); \
        BY_WIDTH(h->wide, CT_LAUNCH(kernel<T>, grid, THREADS, stream, *h)) \
    }
LAUNCH_HALVES(ct_cuda_fft_widen, widen, h->n)
LAUNCH_HALVES(ct_cuda_fft_real, take_real, h->n)
LAUNCH_HALVES(ct_cuda_fft_half, take_half, h->n / 2 + 1)
LAUNCH_HALVES(ct_cuda_fft_expand, expand, h->n)
