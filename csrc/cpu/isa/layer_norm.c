/* layer_norm: rows normalized; plain loops, which the compiler turns into vectors. */
#include "cpu/layer_norm_kernels.h"

#include <math.h>

#include "simd/simd.h"

#define LANES 16 /* sums side by side, as one would wait for each addition */
#define STRIP CT_NORMED_COLUMNS

static inline double folded(const double *s)
{
    double sum = 0;
    for (int k = 0; k < LANES / 4; k++) {
        sum += (s[4 * k] + s[4 * k + 1]) + (s[4 * k + 2] + s[4 * k + 3]);
    }
    return sum;
}

/* Sums over j < n of `term`, an expression in x[j] and what else there is. */
#define SUM(total, n, term)                     \
    do {                                        \
        double lanes[LANES] = {0};              \
        int64_t j = 0;                          \
        for (; j + LANES <= (n); j += LANES) {  \
            for (int k = 0; k < LANES; k++) {   \
                lanes[k] += TERM_##term(j + k); \
            }                                   \
        }                                       \
        for (; j < (n); j++) {                  \
            lanes[0] += TERM_##term(j);         \
        }                                       \
        (total) = folded(lanes);                \
    } while (0)
#define TERM_distance(j) ((double)x[j] - first)
#define TERM_square(j) (((double)x[j] - mean) * ((double)x[j] - mean))
#define TERM_slope(j) ((double)g[j] * (w ? (double)w[j] : 1))
#define TERM_along(j) (TERM_slope(j) * (((double)x[j] - mean) * rstd))

/* long: what is done with a row, of one type */
#define ROWS(L, T)                                                                     \
    static int forward_##L(void *context, int64_t begin, int64_t end)                  \
    {                                                                                  \
        const ct_normed *l = context;                                                  \
        const T *w = l->weight, *b = l->bias;                                          \
        for (int64_t i = begin; i < end; i++) {                                        \
            const T *x = (const T *)l->x + i * l->n;                                   \
            T *y = (T *)l->y + i * l->n;                                               \
            double first = (double)x[0], sum, squares;                                 \
            SUM(sum, l->n, distance);                                                  \
            double mean = first + sum / (double)l->n;                                  \
            SUM(squares, l->n, square);                                                \
            double rstd = 1 / sqrt(squares / (double)l->n + l->eps);                   \
            for (int64_t j = 0; j < l->n; j++) {                                       \
                double v = ((double)x[j] - mean) * rstd * (w ? (double)w[j] : 1);      \
                y[j] = (T)(v + (b ? (double)b[j] : 0));                                \
            }                                                                          \
            l->mean[i] = mean;                                                         \
            l->rstd[i] = rstd;                                                         \
        }                                                                              \
        return 0;                                                                      \
    }                                                                                  \
                                                                                       \
    /* rstd (h - mean(h) - z mean(h z)), with h = g weight and z the normal x */       \
    static int input_grad_##L(void *context, int64_t begin, int64_t end)               \
    {                                                                                  \
        const ct_normed *l = context;                                                  \
        const T *w = l->weight;                                                        \
        for (int64_t i = begin; i < end; i++) {                                        \
            const T *x = (const T *)l->x + i * l->n, *g = (const T *)l->g + i * l->n;  \
            T *gx = (T *)l->y + i * l->n;                                              \
            double mean = l->mean[i], rstd = l->rstd[i], sum, along;                   \
            SUM(sum, l->n, slope);                                                     \
            SUM(along, l->n, along);                                                   \
            sum /= (double)l->n;                                                       \
            along /= (double)l->n;                                                     \
            for (int64_t j = 0; j < l->n; j++) {                                       \
                double h = (double)g[j] * (w ? (double)w[j] : 1);                      \
                double z = ((double)x[j] - mean) * rstd;                               \
                gx[j] = (T)(rstd * (h - sum - z * along));                             \
            }                                                                          \
        }                                                                              \
        return 0;                                                                      \
    }                                                                                  \
                                                                                       \
    /* Down the rows, 64 columns at a time. */                                         \
    static int affine_grad_##L(void *context, int64_t begin, int64_t end)              \
    {                                                                                  \
        const ct_normed *l = context;                                                  \
        for (int64_t at = begin * STRIP; at < end * STRIP && at < l->n; at += STRIP) { \
            int64_t width = l->n - at < STRIP ? l->n - at : STRIP;                     \
            double gw[STRIP] = {0}, gb[STRIP] = {0};                                   \
            for (int64_t i = 0; i < l->rows; i++) {                                    \
                const T *x = (const T *)l->x + i * l->n + at;                          \
                const T *g = (const T *)l->g + i * l->n + at;                          \
                for (int64_t j = 0; j < width; j++) {                                  \
                    gw[j] +=                                                           \
                        (double)g[j] * (((double)x[j] - l->mean[i]) * l->rstd[i]);     \
                    gb[j] += (double)g[j];                                             \
                }                                                                      \
            }                                                                          \
            for (int64_t j = 0; j < width; j++) {                                      \
                ((T *)l->gweight)[at + j] = (T)gw[j];                                  \
                ((T *)l->gbias)[at + j] = (T)gb[j];                                    \
            }                                                                          \
        }                                                                              \
        return 0;                                                                      \
    }
ROWS(f32, float)
ROWS(f64, double)

const ct_layer_norm_kernels CT_ISA_SYM(layer_norm_kernels) = {
    .forward = {forward_f32, forward_f64},
    .input_grad = {input_grad_f32, input_grad_f64},
    .affine_grad = {affine_grad_f32, affine_grad_f64},
};
