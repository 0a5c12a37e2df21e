/* recurrent: the steps of LSTM and GRU, a vector of the state at a time. */
#include "cpu/recurrent_kernels.h"

#include "simd/math_f32.h"
#include "simd/math_f64.h"
#include "simd/simd.h"

/* Vector j of part p of a row that begins at `x`; h numbers in a part. */
#define READ(L, x, p)                           \
    (left >= w ? L##_load((x) + (p) * r->h + j) \
               : L##_load_n((x) + (p) * r->h + j, left))
#define WRITE(L, x, p, v)                               \
    do {                                                \
        if (left >= w) {                                \
            L##_store((x) + (p) * r->h + j, v);         \
        } else {                                        \
            L##_store_n((x) + (p) * r->h + j, v, left); \
        }                                               \
    } while (0)
#define EACH(T) \
    for (int64_t j = 0, left = r->h; left > 0; j += CT_LANES(T), left -= CT_LANES(T))

/* long: the row functions of one lane type belong together */
#define ROWS(L, T)                                                                  \
    static int lstm_##L(void *context, int64_t begin, int64_t end)                  \
    {                                                                               \
        const ct_recurrent *r = context;                                            \
        const int64_t w = CT_LANES(T);                                              \
        for (int64_t k = begin; k < end; k++) {                                     \
            const T *gates = (const T *)r->from[0] + k * 4 * r->h;                  \
            const T *cell = (const T *)r->from[1] + k * r->h;                       \
            T *hidden = (T *)r->to[0] + k * r->h, *next = (T *)r->to[1] + k * r->h; \
            T *values = r->to[2] ? (T *)r->to[2] + k * 4 * r->h : NULL;             \
            EACH(T)                                                                 \
            {                                                                       \
                v_##L i = L##_sigmoid(READ(L, gates, 0));                           \
                v_##L f = L##_sigmoid(READ(L, gates, 1));                           \
                v_##L g = L##_tanh(READ(L, gates, 2));                              \
                v_##L o = L##_sigmoid(READ(L, gates, 3));                           \
                v_##L c = f * READ(L, cell, 0) + i * g;                             \
                WRITE(L, next, 0, c);                                               \
                WRITE(L, hidden, 0, o *L##_tanh(c));                                \
                if (values) {                                                       \
                    WRITE(L, values, 0, i);                                         \
                    WRITE(L, values, 1, f);                                         \
                    WRITE(L, values, 2, g);                                         \
                    WRITE(L, values, 3, o);                                         \
                }                                                                   \
            }                                                                       \
        }                                                                           \
        return 0;                                                                   \
    }                                                                               \
                                                                                    \
    static int lstm_back_##L(void *context, int64_t begin, int64_t end)             \
    {                                                                               \
        const ct_recurrent *r = context;                                            \
        const int64_t w = CT_LANES(T);                                              \
        for (int64_t k = begin; k < end; k++) {                                     \
            const T *grad = (const T *)r->from[0] + k * r->h;                       \
            const T *gates = (const T *)r->from[1] + k * 4 * r->h;                  \
            const T *cell = (const T *)r->from[2] + k * r->h;                       \
            const T *next = (const T *)r->from[3] + k * r->h;                       \
            const T *behind = (const T *)r->from[4] + k * r->h;                     \
            T *ggates = (T *)r->to[0] + k * 4 * r->h;                               \
            T *gcell = (T *)r->to[1] + k * r->h;                                    \
            EACH(T)                                                                 \
            {                                                                       \
                v_##L i = READ(L, gates, 0), f = READ(L, gates, 1);                 \
                v_##L g = READ(L, gates, 2), o = READ(L, gates, 3);                 \
                v_##L t = L##_tanh(READ(L, next, 0));                               \
                v_##L gh = READ(L, grad, 0) + READ(L, behind, 0);                   \
                v_##L dc = READ(L, gcell, 0) + gh * o * (1 - t * t);                \
                WRITE(L, ggates, 0, dc *g *i * (1 - i));                            \
                WRITE(L, ggates, 1, dc *READ(L, cell, 0) * f * (1 - f));            \
                WRITE(L, ggates, 2, dc *i * (1 - g * g));                           \
                WRITE(L, ggates, 3, gh *t *o * (1 - o));                            \
                WRITE(L, gcell, 0, dc *f);                                          \
            }                                                                       \
        }                                                                           \
        return 0;                                                                   \
    }                                                                               \
                                                                                    \
    static int lstm_grad_##L(void *context, int64_t begin, int64_t end)             \
    {                                                                               \
        const ct_recurrent *r = context;                                            \
        const int64_t w = CT_LANES(T);                                              \
        for (int64_t k = begin; k < end; k++) {                                     \
            const T *grad = (const T *)r->from[0] + k * r->h;                       \
            const T *gnext = (const T *)r->from[1] + k * r->h;                      \
            const T *gates = (const T *)r->from[2] + k * 4 * r->h;                  \
            const T *cell = (const T *)r->from[3] + k * r->h;                       \
            T *ggates = (T *)r->to[0] + k * 4 * r->h;                               \
            T *gcell = (T *)r->to[1] + k * r->h;                                    \
            EACH(T)                                                                 \
            {                                                                       \
                v_##L i = L##_sigmoid(READ(L, gates, 0));                           \
                v_##L f = L##_sigmoid(READ(L, gates, 1));                           \
                v_##L g = L##_tanh(READ(L, gates, 2));                              \
                v_##L o = L##_sigmoid(READ(L, gates, 3));                           \
                v_##L c = READ(L, cell, 0), gh = READ(L, grad, 0);                  \
                v_##L t = L##_tanh(f * c + i * g);                                  \
                v_##L dc = READ(L, gnext, 0) + gh * o * (1 - t * t);                \
                WRITE(L, ggates, 0, dc *g *i * (1 - i));                            \
                WRITE(L, ggates, 1, dc *c *f * (1 - f));                            \
                WRITE(L, ggates, 2, dc *i * (1 - g * g));                           \
                WRITE(L, ggates, 3, gh *t *o * (1 - o));                            \
                WRITE(L, gcell, 0, dc *f);                                          \
            }                                                                       \
        }                                                                           \
        return 0;                                                                   \
    }                                                                               \
                                                                                    \
    static int gru_##L(void *context, int64_t begin, int64_t end)                   \
    {                                                                               \
        const ct_recurrent *r = context;                                            \
        const int64_t w = CT_LANES(T);                                              \
        for (int64_t k = begin; k < end; k++) {                                     \
            const T *input = (const T *)r->from[0] + k * 3 * r->h;                  \
            const T *hidden = (const T *)r->from[1] + k * 3 * r->h;                 \
            const T *state = (const T *)r->from[2] + k * r->h;                      \
            T *y = (T *)r->to[0] + k * r->h;                                        \
            EACH(T)                                                                 \
            {                                                                       \
                v_##L a = L##_sigmoid(READ(L, input, 0) + READ(L, hidden, 0));      \
                v_##L z = L##_sigmoid(READ(L, input, 1) + READ(L, hidden, 1));      \
                v_##L n = L##_tanh(READ(L, input, 2) + a * READ(L, hidden, 2));     \
                WRITE(L, y, 0, n + z * (READ(L, state, 0) - n));                    \
            }                                                                       \
        }                                                                           \
        return 0;                                                                   \
    }                                                                               \
                                                                                    \
    static int gru_grad_##L(void *context, int64_t begin, int64_t end)              \
    {                                                                               \
        const ct_recurrent *r = context;                                            \
        const int64_t w = CT_LANES(T);                                              \
        for (int64_t k = begin; k < end; k++) {                                     \
            const T *grad = (const T *)r->from[0] + k * r->h;                       \
            const T *input = (const T *)r->from[1] + k * 3 * r->h;                  \
            const T *hidden = (const T *)r->from[2] + k * 3 * r->h;                 \
            const T *state = (const T *)r->from[3] + k * r->h;                      \
            T *ginput = (T *)r->to[0] + k * 3 * r->h;                               \
            T *ghidden = (T *)r->to[1] + k * 3 * r->h;                              \
            T *gstate = (T *)r->to[2] + k * r->h;                                   \
            EACH(T)                                                                 \
            {                                                                       \
                v_##L inner = READ(L, hidden, 2), g = READ(L, grad, 0);             \
                v_##L a = L##_sigmoid(READ(L, input, 0) + READ(L, hidden, 0));      \
                v_##L z = L##_sigmoid(READ(L, input, 1) + READ(L, hidden, 1));      \
                v_##L n = L##_tanh(READ(L, input, 2) + a * inner);                  \
                v_##L gn = g * (1 - z) * (1 - n * n);                               \
                v_##L ga = gn * inner * a * (1 - a);                                \
                v_##L gz = g * (READ(L, state, 0) - n) * z * (1 - z);               \
                WRITE(L, ginput, 0, ga);                                            \
                WRITE(L, ginput, 1, gz);                                            \
                WRITE(L, ginput, 2, gn);                                            \
                WRITE(L, ghidden, 0, ga);                                           \
                WRITE(L, ghidden, 1, gz);                                           \
                WRITE(L, ghidden, 2, gn *a);                                        \
                WRITE(L, gstate, 0, g *z);                                          \
            }                                                                       \
        }                                                                           \
        return 0;                                                                   \
    }
ROWS(f32, float)
ROWS(f64, double)

#define BOTH(name) {name##_f32, name##_f64}

const ct_recurrent_kernels CT_ISA_SYM(recurrent_kernels) = {
    .lstm = BOTH(lstm),
    .lstm_back = BOTH(lstm_back),
    .lstm_grad = BOTH(lstm_grad),
    .gru = BOTH(gru),
    .gru_grad = BOTH(gru_grad),
};
