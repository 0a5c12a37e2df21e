/* losses: cross entropy of logits with class indices, and its gradient: a warp for each
 * row, or, where classes do not lie side by side, a thread. */
#include "losses.h"

#include "kernels/fault.cuh"
#include "kernels/team.cuh"

enum { WARPS = 4, THREADS = 128 };

/* Who works on a row: a warp's lanes, or a thread alone. */
template <bool WARP> struct team {
    CT_DEVICE static uint32_t size()
    {
        return WARP ? 32 : 1;
    }
    CT_DEVICE static uint32_t own()
    {
        return WARP ? threadIdx.x % 32 : 0;
    }
    CT_DEVICE static uint32_t row()
    {
        return (blockIdx.x * blockDim.x + threadIdx.x) / size();
    }
    CT_DEVICE static uint32_t rows()
    {
        return gridDim.x * blockDim.x / size();
    }
    template <class F, class T> CT_DEVICE static T fold(T x)
    {
        return WARP ? ct_fold_warp<F>(x) : x;
    }
};

template <class E>
CT_DEVICE static inline const E *row_at(const ct_device_entropy &e, uint32_t i)
{
    int64_t first = i / e.inner * (int64_t)e.classes * e.inner;
    return (const E *)e.x + first + i % e.inner;
}

CT_DEVICE static inline double weight_at(const ct_device_entropy &e, int64_t j)
{
    return e.weight ? e.weight[j] : 1;
}

/* Row i's class, or -1 where it does not count. */
CT_DEVICE static inline int64_t target_at(const ct_device_entropy &e, uint32_t i)
{
    int64_t t = e.target[i];
    if (t == e.ignore) {
        return -1;
    }
    if (t < 0 || t >= e.classes) {
        ct_tell(e.fault, CT_FAULT_INDEX, e.row, 0, t, e.classes);
        return -1;
    }
    return t;
}

/* The log of the sum of exponentials of a row. */
template <class E, bool WARP>
CT_DEVICE static inline typename ct_computed<E>::type log_of_sum(
    const ct_device_entropy &e, const E *x)
{
    typedef typename ct_computed<E>::type A;
    A most = A(-HUGE_VAL);
    for (uint32_t j = team<WARP>::own(); j < e.classes; j += team<WARP>::size()) {
        most = ct_largest::of(most, A(ct_number(x[(int64_t)j * e.inner])));
    }
    most = team<WARP>::template fold<ct_largest>(most);
    if (!(most > A(-HUGE_VAL) && most < A(HUGE_VAL))) {
        return most;
    }
    double sum = 0;
    for (uint32_t j = team<WARP>::own(); j < e.classes; j += team<WARP>::size()) {
        sum += (double)ct_exp(A(ct_number(x[(int64_t)j * e.inner])) - most);
    }
    sum = team<WARP>::template fold<ct_add>(sum);
    return A((double)most + ct_log(sum));
}

/* (1 - s) w_t (lse - x_t) + s / C sum_c w_c (lse - x_c) */
template <class E, bool WARP>
__global__ void __launch_bounds__(THREADS) entropy_rows(CT_PARAM ct_device_entropy e)
{
    typedef typename ct_computed<E>::type A;
    for (uint32_t i = team<WARP>::row(); i < e.rows; i += team<WARP>::rows()) {
        const E *x = row_at<E>(e, i);
        A lse = log_of_sum<E, WARP>(e, x);
        int64_t t = target_at(e, i);
        double smooth = 0;
        for (uint32_t j = team<WARP>::own(); e.smoothing > 0 && j < e.classes;
             j += team<WARP>::size()) {
            smooth += weight_at(e, j) *
                      ((double)lse - (double)ct_number(x[(int64_t)j * e.inner]));
        }
        smooth = team<WARP>::template fold<ct_add>(smooth);
        if (team<WARP>::own() == 0) {
            double hit = t < 0 ? 0
                               : weight_at(e, t) *
                                     ((double)lse - (double)ct_number(x[t * e.inner]));
            ((A *)e.lse)[i] = lse;
            e.loss[i] = t < 0 ? 0 : (1 - e.smoothing) * hit + e.share * smooth;
            e.counted[i] = t < 0 ? 0 : weight_at(e, t);
        }
    }
}

/* ---- sums over rows, in one order ---------------------------------------------------- */

static __global__ void __launch_bounds__(THREADS) sum_rows(CT_PARAM ct_device_entropy e)
{
    CT_SHARED(double, room, 32);
    uint32_t length = (e.rows + gridDim.x - 1) / gridDim.x;
    uint32_t first = blockIdx.x * length;
    uint32_t end = first + length < e.rows ? first + length : e.rows;
    double loss = 0, counted = 0;
    for (uint32_t i = first + threadIdx.x; i < end; i += THREADS) {
        loss += e.loss ? e.loss[i] : 0;
        int64_t t = e.target[i];
        counted += e.counted                                  ? e.counted[i]
                   : t == e.ignore || t < 0 || t >= e.classes ? 0
                                                              : weight_at(e, t);
    }
    loss = ct_fold_team<ct_add, THREADS>(loss, room);
    counted = ct_fold_team<ct_add, THREADS>(counted, room);
    if (threadIdx.x == 0) {
        e.total[2 * blockIdx.x] = loss;
        e.total[2 * blockIdx.x + 1] = counted;
    }
}

template <class E>
__global__ void __launch_bounds__(32)
    sum_all(CT_PARAM ct_device_entropy e, uint32_t parts)
{
    double loss = 0, counted = 0;
    for (uint32_t p = 0; threadIdx.x == 0 && p < parts; p++) {
        loss += e.total[2 * p];
        counted += e.total[2 * p + 1];
    }
    if (threadIdx.x == 0) {
        e.total[2 * CT_ENTROPY_PARTS] = counted;
        if (e.out) {
            *(E *)e.out = ct_cast<E>::of(e.reduction == 1 ? loss / counted : loss);
        }
    }
}

template <class E>
__global__ void __launch_bounds__(THREADS) write_losses(CT_PARAM ct_device_entropy e)
{
    uint32_t step = gridDim.x * blockDim.x;
    for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < e.rows; i += step) {
        ((E *)e.out)[i] = ct_cast<E>::of(e.loss[i]);
    }
}

/* ---- gradient ------------------------------------------------------------------------ */

/* g ((1 - s) w_t (p - [c = t]) + s / C (W p - w)), p = exp(x - lse); W: all weights */
template <class E, bool WARP>
__global__ void __launch_bounds__(THREADS) entropy_grad(CT_PARAM ct_device_entropy e)
{
    typedef typename ct_computed<E>::type A;
    double all = e.weight ? 0 : e.classes, share = e.share;
    for (uint32_t j = team<WARP>::own(); e.weight && share > 0 && j < e.classes;
         j += team<WARP>::size()) {
        all += e.weight[j];
    }
    all = e.weight ? team<WARP>::template fold<ct_add>(all) : all;
    double scale = e.mean ? 1 / e.total[2 * CT_ENTROPY_PARTS] : 1;
    for (uint32_t i = team<WARP>::row(); i < e.rows; i += team<WARP>::rows()) {
        const E *x = row_at<E>(e, i);
        E *gx = (E *)e.gx + (x - (const E *)e.x);
        int64_t t = target_at(e, i);
        double g = t < 0 ? 0 : e.g[e.one_g ? 0 : i] * scale;
        double hit = t < 0 ? 0 : g * (1 - e.smoothing) * weight_at(e, t);
        A lse = ((const A *)e.lse)[i], factor = A(hit + g * share * all);
        for (uint32_t j = team<WARP>::own(); j < e.classes; j += team<WARP>::size()) {
            A y = ct_exp(A(ct_number(x[(int64_t)j * e.inner])) - lse) * factor;
            y = share > 0 ? y - A(g * share * weight_at(e, j)) : y;
            y = (int64_t)j == t ? y - A(hit) : y;
            gx[(int64_t)j * e.inner] = ct_cast<E>::of(t < 0 ? A(0) : y);
        }
    }
}

/* ---- launches ------------------------------------------------------------------------ */

template <class E> static void run_rows(const ct_device_entropy *e, bool grad, void *s)
{
    unsigned warps = e->rows < WARPS ? e->rows : (unsigned)WARPS;
    unsigned grid = ct_blocks(e->rows, e->inner == 1 ? (int)WARPS : (int)THREADS);
    if (e->inner == 1 && grad) {
        CT_LAUNCH_BLOCKS((entropy_grad<E, true>), grid, 32 * warps, s, *e);
    } else if (e->inner == 1) {
        CT_LAUNCH_BLOCKS((entropy_rows<E, true>), grid, 32 * warps, s, *e);
    } else if (grad) {
        CT_LAUNCH((entropy_grad<E, false>), grid, THREADS, s, *e);
    } else {
        CT_LAUNCH((entropy_rows<E, false>), grid, THREADS, s, *e);
    }
}

static void run_sums(const ct_device_entropy *e, void *stream)
{
    uint32_t parts = e->rows / 1024 + 1;
    parts = parts < (uint32_t)CT_ENTROPY_PARTS ? parts : (uint32_t)CT_ENTROPY_PARTS;
    CT_LAUNCH_BLOCKS(sum_rows, parts, THREADS, stream, *e);
    CT_FLOATS(e->dtype, CT_LAUNCH(sum_all<E>, 1, 32, stream, *e, parts))
}

CT_KERNELS void ct_cuda_entropy(const ct_device_entropy *e, void *stream)
{
    if (e->rows) {
        CT_FLOATS(e->dtype, run_rows<E>(e, false, stream))
    }
    if (e->reduction) {
        run_sums(e, stream);
    } else {
        CT_FLOATS(e->dtype, CT_LAUNCH(write_losses<E>, ct_blocks(e->rows, THREADS),
                                      THREADS, stream, *e))
    }
}

CT_KERNELS void ct_cuda_entropy_grad(const ct_device_entropy *e, void *stream)
{
    if (e->mean) {
        run_sums(e, stream);
    }
    CT_FLOATS(e->dtype, run_rows<E>(e, true, stream))
}
