/* ctc: the chance of a sequence of labels, and its gradient, in a pass over the steps each
 * (Graves and others 2006): a block for each sequence, a thread for every so many of its
 * places, which are its labels with blanks around them. All chances are logarithms in
 * float64. */
#include "bag.h"

#include "kernels/team.cuh"

enum { THREADS = 128 };

CT_DEVICE static inline int64_t bounded(int64_t n, int64_t most)
{
    return n < 0 ? 0 : n < most ? n : most;
}

struct sequence {
    int64_t n, steps, places;
};

CT_DEVICE static inline sequence sequence_of(const ct_device_ctc &c, int64_t n)
{
    int64_t labels = bounded(c.labels[n], c.longest);
    return sequence{n, bounded(c.steps[n], c.total), 2 * labels + 1};
}

CT_DEVICE static inline int64_t label_of(const ct_device_ctc &c, const sequence &s,
                                         int64_t i)
{
    int64_t at = i % 2 ? c.targets[s.n * c.longest + i / 2] : c.blank;
    return at < 0 || at >= c.classes ? c.blank : at;
}

/* Does one come to place i from two places before? */
CT_DEVICE static inline bool passes(const ct_device_ctc &c, const sequence &s,
                                    int64_t i)
{
    return i % 2 && i > 2 && i < s.places && label_of(c, s, i) != c.blank &&
           label_of(c, s, i) != label_of(c, s, i - 2);
}

template <class E>
CT_DEVICE static inline double said_at(const ct_device_ctc &c, const sequence &s,
                                       int64_t t, int64_t i)
{
    int64_t at = (t * c.batch + s.n) * c.classes + label_of(c, s, i);
    return (double)ct_number(((const E *)c.x)[at]);
}

CT_DEVICE static inline double sum_of_logs(double a, double b, double d)
{
    double most = ct_largest::of(ct_largest::of(a, b), d);
    double by = most == -HUGE_VAL ? 0.0 : most;
    return by + ct_log(ct_exp(a - by) + ct_exp(b - by) + ct_exp(d - by));
}

template <class E>
__global__ void __launch_bounds__(THREADS) ctc_ways(CT_PARAM ct_device_ctc c)
{
    int64_t all = 2 * c.longest + 1;
    const sequence s = sequence_of(c, blockIdx.x);
    double *ways = c.ways + s.n * c.total * all;
    for (int64_t i = threadIdx.x; i < c.total * all; i += blockDim.x) {
        ways[i] = 0;
    }
    __syncthreads();
    for (int64_t t = 0; t < s.steps; t++, ways += all) {
        for (int64_t i = threadIdx.x; i < s.places; i += blockDim.x) {
            double own = i < 2 ? 0 : -HUGE_VAL;
            if (t) {
                const double *before = ways - all;
                own = sum_of_logs(before[i], i > 0 ? before[i - 1] : -HUGE_VAL,
                                  passes(c, s, i) ? before[i - 2] : -HUGE_VAL);
            }
            ways[i] = own + said_at<E>(c, s, t, i);
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        const double *last = ways - all;
        double label = s.steps && s.places > 1 ? last[s.places - 2] : -HUGE_VAL;
        c.loss[s.n] = s.steps ? -sum_of_logs(last[s.places - 1], label, -HUGE_VAL)
                      : s.places > 1 ? HUGE_VAL
                                     : 0;
    }
}

/* Chances of places, by their labels: the blanks' by all threads, a label's by that of its
 * first place. */
template <class A>
CT_DEVICE static inline void take_off(const ct_device_ctc &c, const sequence &s,
                                      const double *chance, A *gx, double *room)
{
    double blank = 0, grad = c.grad[s.n];
    for (int64_t i = threadIdx.x; i < s.places; i += THREADS) {
        blank += label_of(c, s, i) == c.blank ? chance[i] : 0;
    }
    blank = ct_fold_team<ct_add, THREADS>(blank, room);
    if (threadIdx.x == 0) {
        gx[c.blank] = A(-grad * blank);
    }
    for (int64_t i = 1 + 2 * (int64_t)threadIdx.x; i < s.places; i += 2 * THREADS) {
        int64_t label = label_of(c, s, i);
        double sum = 0;
        bool first = label != c.blank;
        for (int64_t k = 1; first && k < s.places; k += 2) {
            if (label_of(c, s, k) == label) {
                first = k >= i;
                sum += chance[k];
            }
        }
        if (first) {
            gx[label] = A(-grad * sum);
        }
    }
}

template <class E>
__global__ void __launch_bounds__(THREADS) ctc_grad(CT_PARAM ct_device_ctc c)
{
    typedef typename ct_computed<E>::type A;
    CT_SHARED(double, room, 32);
    int64_t all = 2 * c.longest + 1, each = all + 2;
    const sequence s = sequence_of(c, blockIdx.x);
    double *now = c.room + s.n * 3 * each, *before = now + each,
           *chance = before + each;
    double loss = c.loss[s.n];
    if (!(loss < HUGE_VAL) && loss == loss) {
        return;
    }
    for (int64_t i = threadIdx.x; i < each; i += THREADS) {
        now[i] = i == s.places - 1 || i == s.places - 2 ? 0 : -HUGE_VAL;
        before[i] = -HUGE_VAL;
    }
    __syncthreads();
    for (int64_t t = s.steps - 1; t >= 0; t--) {
        const double *ways = c.ways + (s.n * c.total + t) * all;
        for (int64_t i = threadIdx.x; i < s.places; i += THREADS) {
            chance[i] = ct_exp(now[i] + ways[i] + loss);
            before[i] = said_at<E>(c, s, t, i) + now[i];
        }
        __syncthreads();
        take_off(c, s, chance, (A *)c.gx + (t * c.batch + s.n) * c.classes, room);
        for (int64_t i = threadIdx.x; i < s.places; i += THREADS) {
            now[i] = sum_of_logs(before[i], before[i + 1],
                                 passes(c, s, i + 2) ? before[i + 2] : -HUGE_VAL);
        }
        __syncthreads();
    }
}

CT_KERNELS void ct_cuda_ctc(const ct_device_ctc *c, void *stream)
{
    unsigned threads = c->longest < 16 ? 32 : THREADS;
    CT_FLOATS(c->dtype,
              CT_LAUNCH_BLOCKS(ctc_ways<E>, (unsigned)c->batch, threads, stream, *c))
}

CT_KERNELS void ct_cuda_ctc_grad(const ct_device_ctc *c, void *stream)
{
    CT_FLOATS(c->dtype,
              CT_LAUNCH_BLOCKS(ctc_grad<E>, (unsigned)c->batch, THREADS, stream, *c))
}
