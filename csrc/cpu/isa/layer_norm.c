/* layer_norm: rows normalized; plain loops, which the compiler turns into vectors.
 *
 * Sums are taken in float64, moments of a row about its first element, and once more about
 * the mean where that lies far off. What is computed of each element is computed in its
 * own type, a mean being what that holds of it and the rest (cpu/channel_kernels.h); in
 * float64 where a factor is near the ends of float32's range. */
#include "cpu/layer_norm_kernels.h"

#include <math.h>
#include <stdbool.h>

#include "cpu/isa/two_sums.h"
#include "simd/simd.h"

#define FEW \
    16   /* rows that are summed in the element's type before float64 takes them */

/* See two_sums.h. */
#define DISTANCE(AT, WIDE, j) (WIDE(AT(x, j)) - center)
#define SQUARE(AT, WIDE, j) (DISTANCE(AT, WIDE, j) * DISTANCE(AT, WIDE, j))
#define NORMAL(AT, j) ((AT(x, j) - mean - rest) * scale)
#define SLOPE(AT, WIDE, j) WIDE(AT(g, j) * AT(w, j))
#define ALONG(AT, WIDE, j) WIDE((AT(g, j) * AT(w, j)) * NORMAL(AT, j))
#define PLAIN_SLOPE(AT, WIDE, j) WIDE(AT(g, j))
#define PLAIN_ALONG(AT, WIDE, j) WIDE(AT(g, j) * NORMAL(AT, j))
#define FAR_SLOPE(j) ((double)g[j] * (w ? (double)w[j] : 1))
#define FAR_NORMAL(j) (((double)x[j] - mean_at(l, i)) * rstd)

/* The mean of row i, 0 where rows are not centered. */
static inline double mean_at(const ct_normed *l, int64_t i)
{
    return l->mean ? l->mean[i] : 0;
}

static inline bool is_far(double rstd)
{
    return !(rstd > 1e-25 && rstd < 1e25);
}

/* long: what is done with a row, of one type */
#define ROWS(L, T, OFF)                                                                \
    static void moments_##L(const T *x, int64_t n, double *mean, double *var)          \
    {                                                                                  \
        double center = (double)x[0];                                                  \
        for (int again = 0; again < 2; again++) {                                      \
            double sum, squares;                                                       \
            TWO_SUMS(L, sum, squares, n, DISTANCE, SQUARE);                            \
            sum /= (double)n;                                                          \
            squares /= (double)n;                                                      \
            *mean = center + sum;                                                      \
            *var = squares - sum * sum;                                                \
            *var = *var < 0 ? 0 : *var;                                                \
            if (!(*var < (OFF) * squares)) {                                           \
                break;                                                                 \
            }                                                                          \
            center = *mean;                                                            \
        }                                                                              \
    }                                                                                  \
                                                                                       \
    /* 1 / sqrt(mean of squares + eps), of squares that leave the range too. */        \
    static double scale_##L(const T *x, int64_t n, double eps)                         \
    {                                                                                  \
        double sum, squares, center = 0, most = 0;                                     \
        TWO_SUMS(L, sum, squares, n, DISTANCE, SQUARE);                                \
        (void)sum;                                                                     \
        if (squares > 1e-280 && squares < 1e300) {                                     \
            return 1 / sqrt(squares / (double)n + eps);                                \
        }                                                                              \
        for (int64_t j = 0; j < n; j++) {                                              \
            most = fmax(most, fabs((double)x[j]));                                     \
        }                                                                              \
        if (most == 0 || !(most < INFINITY) || squares != squares) {                   \
            return 1 / sqrt(squares / (double)n + eps);                                \
        }                                                                              \
        squares = 0;                                                                   \
        for (int64_t j = 0; j < n; j++) {                                              \
            squares += ((double)x[j] / most) * ((double)x[j] / most);                  \
        }                                                                              \
        double length = most * sqrt(squares / (double)n);                              \
        return 1 / hypot(length, sqrt(eps));                                           \
    }                                                                                  \
                                                                                       \
    static int forward_##L(void *context, int64_t begin, int64_t end)                  \
    {                                                                                  \
        const ct_normed *l = context;                                                  \
        const T *w = l->weight, *b = l->bias;                                          \
        for (int64_t i = begin; i < end; i++) {                                        \
            const T *x = (const T *)l->x + i * l->n;                                   \
            T *restrict y = (T *)l->y + i * l->n;                                      \
            double var, center = 0;                                                    \
            if (l->mean) {                                                             \
                moments_##L(x, l->n, &l->mean[i], &var);                               \
                center = l->mean[i];                                                   \
                l->rstd[i] = 1 / sqrt(var + l->eps);                                   \
            } else {                                                                   \
                l->rstd[i] = scale_##L(x, l->n, l->eps);                               \
            }                                                                          \
            const double rstd = l->rstd[i];                                            \
            const T mean = (T)center, rest = (T)(center - (double)mean);               \
            const T scale = (T)rstd;                                                   \
            bool far = is_far(rstd);                                                   \
            for (int64_t j = 0; far && j < l->n; j++) {                                \
                double z = ((double)x[j] - center) * rstd;                             \
                y[j] = (T)(z * (w ? (double)w[j] : 1) + (b ? (double)b[j] : 0));       \
            }                                                                          \
            for (int64_t j = 0; !far && w && b && j < l->n; j++) {                     \
                y[j] = ((x[j] - mean - rest) * scale) * w[j] + b[j];                   \
            }                                                                          \
            for (int64_t j = 0; !far && w && !b && j < l->n; j++) {                    \
                y[j] = ((x[j] - mean - rest) * scale) * w[j];                          \
            }                                                                          \
            for (int64_t j = 0; !far && !w && j < l->n; j++) {                         \
                y[j] = (x[j] - mean - rest) * scale;                                   \
            }                                                                          \
            for (int64_t j = 0; !far && b && !w && j < l->n; j++) {                    \
                y[j] += b[j];                                                          \
            }                                                                          \
        }                                                                              \
        return 0;                                                                      \
    }                                                                                  \
                                                                                       \
    /* rstd (h - mean(h) - z mean(h z)), with h = g weight and z the normal x */       \
    static void far_row_##L(const ct_normed *l, int64_t i, double *gw, double *gb)     \
    {                                                                                  \
        const T *w = l->weight;                                                        \
        const T *x = (const T *)l->x + i * l->n, *g = (const T *)l->g + i * l->n;      \
        T *gx = (T *)l->y + i * l->n;                                                  \
        double rstd = l->rstd[i], sum = 0, along = 0;                                  \
        for (int64_t j = 0; j < l->n; j++) {                                           \
            sum += FAR_SLOPE(j);                                                       \
            along += FAR_SLOPE(j) * FAR_NORMAL(j);                                     \
        }                                                                              \
        sum = l->mean ? sum / (double)l->n : 0;                                        \
        along /= (double)l->n;                                                         \
        for (int64_t j = 0; j < l->n; j++) {                                           \
            double z = FAR_NORMAL(j);                                                  \
            gx[j] = (T)(rstd * (FAR_SLOPE(j) - sum - z * along));                      \
            if (gw) {                                                                  \
                gw[j] += (double)g[j] * z;                                             \
                gb[j] += (double)g[j];                                                 \
            }                                                                          \
        }                                                                              \
    }                                                                                  \
                                                                                       \
    static void near_row_##L(const ct_normed *l, int64_t i, T *restrict gw,            \
                             T *restrict gb)                                           \
    {                                                                                  \
        const T *w = l->weight;                                                        \
        const T *x = (const T *)l->x + i * l->n, *g = (const T *)l->g + i * l->n;      \
        T *restrict gx = (T *)l->y + i * l->n;                                         \
        const T mean = (T)mean_at(l, i), rest = (T)(mean_at(l, i) - (double)mean);     \
        const T scale = (T)l->rstd[i];                                                 \
        double sum, along;                                                             \
        if (w) {                                                                       \
            TWO_SUMS(L, sum, along, l->n, SLOPE, ALONG);                               \
        } else {                                                                       \
            TWO_SUMS(L, sum, along, l->n, PLAIN_SLOPE, PLAIN_ALONG);                   \
        }                                                                              \
        const T level = l->mean ? (T)(sum / (double)l->n) : 0;                         \
        const T slope = (T)(along / (double)l->n);                                     \
        for (int64_t j = 0; gw && w && j < l->n; j++) {                                \
            T z = (x[j] - mean - rest) * scale;                                        \
            gw[j] += g[j] * z;                                                         \
            gb[j] += g[j];                                                             \
            gx[j] = scale * (g[j] * w[j] - level - z * slope);                         \
        }                                                                              \
        for (int64_t j = 0; gw && !w && j < l->n; j++) {                               \
            gw[j] += g[j] * ((x[j] - mean - rest) * scale);                            \
            gb[j] += g[j];                                                             \
        }                                                                              \
        for (int64_t j = 0; !gw && w && j < l->n; j++) {                               \
            T z = (x[j] - mean - rest) * scale;                                        \
            gx[j] = scale * (g[j] * w[j] - level - z * slope);                         \
        }                                                                              \
        for (int64_t j = 0; !w && j < l->n; j++) {                                     \
            T z = (x[j] - mean - rest) * scale;                                        \
            gx[j] = scale * (g[j] - level - z * slope);                                \
        }                                                                              \
    }                                                                                  \
                                                                                       \
    static void take_##L(T *few, double *sums, int64_t n)                              \
    {                                                                                  \
        for (int64_t j = 0; j < n; j++) {                                              \
            sums[j] += (double)few[j];                                                 \
            few[j] = 0;                                                                \
        }                                                                              \
    }                                                                                  \
                                                                                       \
    /* Of pieces of rows; each with sums of its own where they are wanted. */          \
    static int grad_##L(void *context, int64_t begin, int64_t end)                     \
    {                                                                                  \
        const ct_normed *l = context;                                                  \
        int64_t done = 0;                                                              \
        for (int64_t p = begin; p < end; p++) {                                        \
            double *sums = l->part ? l->part + p * 4 * l->n : NULL;                    \
            T *few = sums ? (T *)(sums + 2 * l->n) : NULL;                             \
            int64_t last = (p + 1) * l->piece;                                         \
            if (sums) {                                                                \
                memset(sums, 0, (size_t)(4 * l->n) * sizeof *sums);                    \
            }                                                                          \
            for (int64_t i = p * l->piece, k = 1; i < last && i < l->rows; i++, k++) { \
                if (is_far(l->rstd[i])) {                                              \
                    far_row_##L(l, i, sums, sums ? sums + l->n : NULL);                \
                } else {                                                               \
                    near_row_##L(l, i, few, few ? few + l->n : NULL);                  \
                }                                                                      \
                if (ct_parallel_pace(&done, l->n) < 0) {                               \
                    return -1;                                                         \
                }                                                                      \
                if (sums && k % FEW == 0) {                                            \
                    take_##L(few, sums, 2 * l->n);                                     \
                }                                                                      \
            }                                                                          \
            if (sums) {                                                                \
                take_##L(few, sums, 2 * l->n);                                         \
            }                                                                          \
        }                                                                              \
        return 0;                                                                      \
    }
ROWS(f32, float, 1e-6)
ROWS(f64, double, 0.1)

const ct_layer_norm_kernels CT_ISA_SYM(layer_norm_kernels) = {
    .forward = {forward_f32, forward_f64},
    .grad = {grad_f32, grad_f64},
};
