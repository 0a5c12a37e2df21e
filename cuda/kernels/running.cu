/* running: extremes, sums of exponentials and recurrences along lines, a thread for each
 * line: neighbours beside the lines are read by neighbouring threads. */
#include "running.h"

#include "kernels/keys.cuh"
#include "kernels/lanes.cuh"
#include "kernels/team.cuh"

enum { THREADS = 128 };

/* Line i begins at the element that comes back; its elements are `inner` apart. */
CT_DEVICE static inline int64_t line_at(const ct_device_runner &r, int64_t i)
{
    return i / r.inner * r.n * r.inner + i % r.inner;
}

/* The last of equal ones; from a NaN on all are NaN. */
template <class E, bool LARGEST>
__global__ void __launch_bounds__(THREADS) running_extreme(CT_PARAM ct_device_runner r)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x, lines = r.outer * r.inner;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < lines;
         i += step) {
        int64_t at = line_at(r, i), place = 0;
        E best = ((const E *)r.x)[at];
        for (int64_t j = 0; j < r.n; j++, at += r.inner) {
            E x = ((const E *)r.x)[at];
            auto own = ct_number(x), other = ct_number(best);
            bool wins = LARGEST ? own >= other : own <= other;
            if (wins || own != own) {
                best = x;
                place = j;
            }
            ((E *)r.y)[at] = best;
            r.places[at] = place;
        }
    }
}

CT_KERNELS bool ct_cuda_running_extreme(const ct_device_runner *r, bool largest,
                                        void *stream)
{
    unsigned grid = ct_blocks(r->outer * r->inner, THREADS);
    switch (r->dtype) {
#define EXTREME_CASE(id, E)                                                    \
    case CT_DTYPE_##id:                                                        \
        if (largest) {                                                         \
            CT_LAUNCH((running_extreme<E, true>), grid, THREADS, stream, *r);  \
        } else {                                                               \
            CT_LAUNCH((running_extreme<E, false>), grid, THREADS, stream, *r); \
        }                                                                      \
        return true;
        CT_REALS(EXTREME_CASE)
#undef EXTREME_CASE
    }
    return false;
}

/* exp(x - most), summed. */
template <class E>
__global__ void __launch_bounds__(THREADS) logcumsumexp(CT_PARAM ct_device_runner r)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x, lines = r.outer * r.inner;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < lines;
         i += step) {
        int64_t at = line_at(r, i);
        double most = -HUGE_VAL, sum = 0;
        for (int64_t j = 0; j < r.n; j++, at += r.inner) {
            double x = (double)ct_number(((const E *)r.x)[at]);
            if (x > most) {
                sum = most > -HUGE_VAL ? sum * ct_exp(most - x) : 0.0;
                most = x;
            }
            bool ends = !(most > -HUGE_VAL && most < HUGE_VAL);
            sum += ends ? 0.0 : ct_exp(x - most);
            sum = x != x ? x : sum;
            double y = sum != sum ? sum : ends ? most : most + ct_log(sum);
            ((E *)r.y)[at] = ct_cast<E>::of(y);
        }
    }
}

CT_KERNELS void ct_cuda_logcumsumexp(const ct_device_runner *r, void *stream)
{
    unsigned grid = ct_blocks(r->outer * r->inner, THREADS);
    CT_FLOATS(r->dtype, CT_LAUNCH(logcumsumexp<E>, grid, THREADS, stream, *r))
}

CT_DEVICE static inline double next_of(double last, double factor, double term)
{
    return term + factor * last;
}
CT_DEVICE static inline ct_pair<double> next_of(ct_pair<double> last,
                                                ct_pair<double> factor,
                                                ct_pair<double> term)
{
    v_c128 y = c128_mul(v_c128{factor.re, factor.im}, v_c128{last.re, last.im});
    return ct_pair<double>{term.re + y.re.value, term.im + y.im.value};
}

/* y[i] = terms[i] + factors[i - 1] y[i - 1], in float64. */
template <class E, class A>
__global__ void __launch_bounds__(THREADS) recurrence(CT_PARAM ct_device_runner r)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x, lines = r.outer * r.inner;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < lines;
         i += step) {
        int64_t at = line_at(r, i);
        A last = A();
        for (int64_t j = 0; j < r.n; j++, at += r.inner) {
            A term = ct_converted<A, E>::of(((const E *)r.x)[at]);
            if (j) {
                E factor = ((const E *)r.factors)[at - r.inner];
                term = next_of(last, ct_converted<A, E>::of(factor), term);
            }
            last = term;
            ((E *)r.y)[at] = ct_converted<E, A>::of(last);
        }
    }
}

CT_KERNELS void ct_cuda_recurrence(const ct_device_runner *r, void *stream)
{
    unsigned grid = ct_blocks(r->outer * r->inner, THREADS);
    if (r->dtype == CT_DTYPE_C64) {
        CT_LAUNCH((recurrence<ct_pair<float>, ct_pair<double>>), grid, THREADS, stream,
                  *r);
    } else if (r->dtype == CT_DTYPE_C128) {
        CT_LAUNCH((recurrence<ct_pair<double>, ct_pair<double>>), grid, THREADS, stream,
                  *r);
    } else {
        CT_FLOATS(r->dtype,
                  CT_LAUNCH((recurrence<E, double>), grid, THREADS, stream, *r))
    }
}
