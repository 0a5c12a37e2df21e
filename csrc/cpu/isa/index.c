/* index: loops over places that indices name. The compiler makes masks of the plain
 * cases; the general ones serve every layout. */
#include "cpu/index_kernels.h"

#include <complex.h>
#include <string.h>

#include "simd/simd.h"

/* Elements are moved as words of their size. Those of a complex number lie where its
 * parts may lie. */
typedef uint64_t word_8 __attribute__((aligned(4), may_alias));
typedef struct word_16 {
    uint64_t low, high;
} __attribute__((may_alias)) word_16;

/* ---- indices ------------------------------------------------------------ */

static int64_t load_packed(int64_t *k, const int64_t *index, int64_t n, int64_t wrap,
                           uint64_t bound)
{
    uint64_t bad = 0;
    for (int64_t i = 0; i < n; i++) {
        int64_t v = index[i];
        v += v < 0 ? wrap : 0;
        k[i] = v;
        bad |= (uint64_t)v >= bound;
    }
    return bad ? -1 : n;
}

static int64_t load(int64_t *k, const char *index, int64_t step, int64_t n,
                    int64_t wrap, uint64_t bound)
{
    int64_t good = -1;
    if (step == (int64_t)sizeof *k) {
        good = load_packed(k, (const int64_t *)index, n, wrap, bound);
    }
    for (int64_t i = 0; good < 0; i++) { /* strided; or which is out of range? */
        if (i == n) {
            return n;
        }
        memcpy(&k[i], index + i * step, sizeof *k);
        k[i] += k[i] < 0 ? wrap : 0;
        good = (uint64_t)k[i] >= bound ? i : -1;
    }
    return good;
}

/* ---- moving ------------------------------------------------------------- */

/* Loads one by one take three quarters of the time of the gathers that gcc would make. */
#if defined(__GNUC__) && !defined(__clang__)
#define NO_GATHER __attribute__((optimize("no-tree-vectorize")))
#else
#define NO_GATHER
#endif

#define MOVE(size, type)                                                           \
    NO_GATHER                                                                      \
    static void read_##size(char *values, int64_t value_step, char *table,         \
                            int64_t table_step, const int64_t *k, int64_t scale,   \
                            int64_t n)                                             \
    {                                                                              \
        if (value_step == size && table_step == 0 && scale == size) {              \
            type *v = (type *)values;                                              \
            const type *t = (const type *)table;                                   \
            int64_t i = 0;                                                         \
            for (; i + 4 <= n; i += 4) {                                           \
                v[i] = t[k[i]];                                                    \
                v[i + 1] = t[k[i + 1]];                                            \
                v[i + 2] = t[k[i + 2]];                                            \
                v[i + 3] = t[k[i + 3]];                                            \
            }                                                                      \
            for (; i < n; i++) {                                                   \
                v[i] = t[k[i]];                                                    \
            }                                                                      \
            return;                                                                \
        }                                                                          \
        for (int64_t i = 0; i < n; i++) {                                          \
            memcpy(values + i * value_step, table + i * table_step + k[i] * scale, \
                   size);                                                          \
        }                                                                          \
    }                                                                              \
    static void write_##size(char *values, int64_t value_step, char *table,        \
                             int64_t table_step, const int64_t *k, int64_t scale,  \
                             int64_t n)                                            \
    {                                                                              \
        for (int64_t i = 0; i < n; i++) {                                          \
            memcpy(table + i * table_step + k[i] * scale, values + i * value_step, \
                   size);                                                          \
        }                                                                          \
    }
MOVE(1, uint8_t)
MOVE(2, uint16_t)
MOVE(4, uint32_t)
MOVE(8, word_8)
MOVE(16, word_16)

/* ---- adding ------------------------------------------------------------- */

#define ADD(id, type, sum)                                                    \
    static void add_##id(char *values, int64_t value_step, char *table,       \
                         int64_t table_step, const int64_t *k, int64_t scale, \
                         int64_t n)                                           \
    {                                                                         \
        for (int64_t i = 0; i < n; i++) {                                     \
            type *to = (type *)(table + i * table_step + k[i] * scale);       \
            type a = *to, b = *(const type *)(values + i * value_step);       \
            *to = (type)(sum);                                                \
        }                                                                     \
    }
ADD(bool, uint8_t, a != 0 || b != 0)
ADD(8, uint8_t, a + b) /* integers wrap: the sign does not matter */
ADD(16, uint16_t, a + b)
ADD(32, uint32_t, a + b)
ADD(64, uint64_t, a + b)
ADD(f32, float, a + b)
ADD(f64, double, a + b)
ADD(c64, float complex, a + b)
ADD(c128, double complex, a + b)

/* ---- masks -------------------------------------------------------------- */

/* In place and apart: where the compiler cannot tell whether arrays overlap, it makes
 * a slow loop for the case. */
#define MASKED(size, type)                                                        \
    static void masked_##size(char *out, const char *mask, const char *in,        \
                              const int64_t *steps, int64_t n, const void *value) \
    {                                                                             \
        type v, old;                                                              \
        memcpy(&v, value, size);                                                  \
        bool packed = steps[0] == size && steps[1] == 1 && steps[2] == size;      \
        if (packed && out == in) {                                                \
            type *x = (type *)out;                                                \
            for (int64_t i = 0; i < n; i++) {                                     \
                x[i] = mask[i] ? v : x[i];                                        \
            }                                                                     \
        } else if (packed) {                                                      \
            type *x = (type *)out;                                                \
            const type *y = (const type *)in;                                     \
            for (int64_t i = 0; i < n; i++) {                                     \
                x[i] = mask[i] ? v : y[i];                                        \
            }                                                                     \
        } else {                                                                  \
            for (int64_t i = 0; i < n; i++) {                                     \
                memcpy(&old, in + i * steps[2], size);                            \
                old = mask[i * steps[1]] ? v : old;                               \
                memcpy(out + i * steps[0], &old, size);                           \
            }                                                                     \
        }                                                                         \
    }
MASKED(1, uint8_t)
MASKED(2, uint16_t)
MASKED(4, uint32_t)
MASKED(8, word_8)
MASKED(16, word_16)

static int64_t count(const uint8_t *mask, int64_t n)
{
    int64_t total = 0;
    for (int64_t i = 0; i < n;) {
        int64_t stop = n - i < 128 ? n : i + 128; /* a byte holds so many */
        uint8_t some = 0;
        for (; i < stop; i++) {
            some += mask[i] != 0;
        }
        total += some;
    }
    return total;
}

const ct_index_kernels CT_ISA_SYM(index_kernels) = {
    .load = load,
    .read = {read_1, read_2, read_4, read_8, read_16},
    .write = {write_1, write_2, write_4, write_8, write_16},
    .add = {[CT_DTYPE_BOOL] = add_bool,
            [CT_DTYPE_U8] = add_8,
            [CT_DTYPE_I8] = add_8,
            [CT_DTYPE_U16] = add_16,
            [CT_DTYPE_I16] = add_16,
            [CT_DTYPE_U32] = add_32,
            [CT_DTYPE_I32] = add_32,
            [CT_DTYPE_U64] = add_64,
            [CT_DTYPE_I64] = add_64,
            [CT_DTYPE_F32] = add_f32,
            [CT_DTYPE_F64] = add_f64,
            [CT_DTYPE_C64] = add_c64,
            [CT_DTYPE_C128] = add_c128},
    .masked = {masked_1, masked_2, masked_4, masked_8, masked_16},
    .count = count,
};
