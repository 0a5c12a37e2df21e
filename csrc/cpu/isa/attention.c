/* attention: rows of scores become chances, and their gradients. */
#include "cpu/attention_kernels.h"

#include <math.h>
#include <stdbool.h>

#include "simd/math_f32.h"
#include "simd/math_f64.h"
#include "simd/simd.h"

/* long: the row functions of one lane type belong together */
#define ROWS(L, T, EXP, LOG)                                                     \
    static inline v_##L read_##L(const T *x, int64_t left)                       \
    {                                                                            \
        return left >= CT_LANES(T) ? L##_load(x) : L##_load_n(x, left);          \
    }                                                                            \
                                                                                 \
    static inline void write_##L(T *x, v_##L v, int64_t left)                    \
    {                                                                            \
        if (left >= CT_LANES(T)) {                                               \
            L##_store(x, v);                                                     \
        } else {                                                                 \
            L##_store_n(x, v, left);                                             \
        }                                                                        \
    }                                                                            \
                                                                                 \
    /* x scale + mask in place; the largest, or NaN if one is. */                \
    static T scaled_##L(T *x, const T *mask, T scale, int64_t n)                 \
    {                                                                            \
        const int64_t w = CT_LANES(T);                                           \
        v_##L most = L##_set((T) - INFINITY);                                    \
        T part[CT_VECTOR_BYTES / sizeof(T)];                                     \
        T largest = (T) - INFINITY;                                              \
        int64_t i = 0;                                                           \
        for (; i + w <= n; i += w) {                                             \
            v_##L v = L##_load(x + i) * scale;                                   \
            v = mask ? v + L##_load(mask + i) : v;                               \
            L##_store(x + i, v);                                                 \
            most = L##_max(most, v);                                             \
        }                                                                        \
        L##_store(part, most);                                                   \
        for (int64_t k = 0; k < w; k++) {                                        \
            largest = part[k] > largest ? part[k] : largest;                     \
        }                                                                        \
        for (; i < n; i++) {                                                     \
            x[i] = x[i] * scale + (mask ? mask[i] : 0);                          \
            largest = x[i] > largest || isnan(x[i]) ? x[i] : largest;            \
        }                                                                        \
        if (largest == (T) - INFINITY) { /* all are, but for NaN */              \
            for (i = 0; i < n; i++) {                                            \
                largest = isnan(x[i]) ? x[i] : largest;                          \
            }                                                                    \
        }                                                                        \
        return largest;                                                          \
    }                                                                            \
                                                                                 \
    static void chances_##L(const ct_scores *s)                                  \
    {                                                                            \
        const int64_t w = CT_LANES(T);                                           \
        for (int64_t i = 0; i < s->rows; i++) {                                  \
            T *x = (T *)s->x + i * s->step, *most = (T *)s->most + i;            \
            const T *mask = s->mask ? (const T *)s->mask + i * s->step : NULL;   \
            int64_t n = s->seen ? s->seen[i] : s->n;                             \
            T before = *most, now = scaled_##L(x, mask, (T)s->scale, n);         \
            now = before > now || isnan(before) ? before : now;                  \
            v_##L sums = L##_set(0);                                             \
            T part[CT_VECTOR_BYTES / sizeof(T)], sum = 0;                        \
            bool none = now == (T) - INFINITY;                                   \
            for (int64_t j = 0; !none && j < n; j += w) {                        \
                v_##L v = L##_exp(read_##L(x + j, n - j) - now);                 \
                write_##L(x + j, v, n - j);                                      \
                if (n - j < w) { /* lanes behind the end */                      \
                    v = L##_load_n(x + j, n - j);                                \
                }                                                                \
                sums += v;                                                       \
            }                                                                    \
            for (int64_t j = none ? 0 : n; j < s->n; j++) {                      \
                x[j] = 0;                                                        \
            }                                                                    \
            L##_store(part, sums);                                               \
            for (int64_t k = 0; k < w; k++) {                                    \
                sum += part[k];                                                  \
            }                                                                    \
            T factor = none || before == now ? 1 : EXP(before - now);            \
            ((T *)s->factor)[i] = factor;                                        \
            ((T *)s->sum)[i] = ((T *)s->sum)[i] * factor + sum;                  \
            *most = now;                                                         \
        }                                                                        \
    }                                                                            \
                                                                                 \
    static void gradients_##L(const ct_scores *s)                                \
    {                                                                            \
        const int64_t w = CT_LANES(T);                                           \
        const T scale = (T)s->scale;                                             \
        for (int64_t i = 0; i < s->rows; i++) {                                  \
            T *x = (T *)s->x + i * s->step, *g = (T *)s->gradient + i * s->step; \
            const T *mask = s->mask ? (const T *)s->mask + i * s->step : NULL;   \
            T lse = ((const T *)s->lse)[i], along = ((const T *)s->along)[i];    \
            int64_t n = s->seen ? s->seen[i] : s->n;                             \
            n = lse == (T) - INFINITY ? 0 : n;                                   \
            for (int64_t j = 0; j < n; j += w) {                                 \
                v_##L v = read_##L(x + j, n - j) * scale;                        \
                v = mask ? v + read_##L(mask + j, n - j) : v;                    \
                v = L##_exp(v - lse);                                            \
                write_##L(x + j, v, n - j);                                      \
                v = v * (read_##L(g + j, n - j) - along) * scale;                \
                write_##L(g + j, v, n - j);                                      \
            }                                                                    \
            for (int64_t j = n; j < s->n; j++) {                                 \
                x[j] = g[j] = 0;                                                 \
            }                                                                    \
        }                                                                        \
    }                                                                            \
                                                                                 \
    static void times_##L(const ct_scores *s)                                    \
    {                                                                            \
        for (int64_t i = 0; i < s->rows; i++) {                                  \
            T *x = (T *)s->x + i * s->step, f = ((const T *)s->factor)[i];       \
            for (int64_t j = 0; f != 1 && j < s->n; j++) {                       \
                x[j] *= f;                                                       \
            }                                                                    \
        }                                                                        \
    }                                                                            \
                                                                                 \
    static void over_##L(const ct_scores *s)                                     \
    {                                                                            \
        for (int64_t i = 0; i < s->rows; i++) {                                  \
            T *x = (T *)s->x + i * s->step, sum = ((const T *)s->sum)[i];        \
            T f = sum == 0 ? 0 : 1 / sum;                                        \
            for (int64_t j = 0; j < s->n; j++) {                                 \
                x[j] = sum == 0 ? 0 : x[j] * f;                                  \
            }                                                                    \
            T most = ((const T *)s->most)[i];                                    \
            ((T *)s->factor)[i] = sum == 0 ? (T) - INFINITY : most + LOG(sum);   \
        }                                                                        \
    }                                                                            \
                                                                                 \
    static double dot_##L(const void *a, const void *b, int64_t n)               \
    {                                                                            \
        const T *x = a, *y = b;                                                  \
        double lanes[16] = {0}, sum = 0;                                         \
        int64_t i = 0;                                                           \
        for (; i + 16 <= n; i += 16) {                                           \
            for (int k = 0; k < 16; k++) {                                       \
                lanes[k] += (double)x[i + k] * (double)y[i + k];                 \
            }                                                                    \
        }                                                                        \
        for (int k = 0; k < 16; k++) {                                           \
            sum += lanes[k];                                                     \
        }                                                                        \
        for (; i < n; i++) {                                                     \
            sum += (double)x[i] * (double)y[i];                                  \
        }                                                                        \
        return sum;                                                              \
    }
ROWS(f32, float, expf, logf)
ROWS(f64, double, exp, log)

#define BOTH(name) {name##_f32, name##_f64}

const ct_attention_kernels CT_ISA_SYM(attention_kernels) = {
    .chances = BOTH(chances),
    .gradients = BOTH(gradients),
    .times = BOTH(times),
    .over = BOTH(over),
    .dot = BOTH(dot),
};
