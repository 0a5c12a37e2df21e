/* index: loops over places that indices name. The compiler makes masks of the plain
 * cases; the general ones serve every layout. */
#include "cpu/index_kernels.h"

#include <complex.h>
#include <string.h>

#include "core/bytes.h"
#include "simd/bit_places.h"
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

/* Indices in STREAMS places of memory at once: it sends more than to one. Of an index in
 * 0 .. last neither it nor what it lacks of the last one is negative. */
#define STREAMS 4
#define STREAM 512
static int64_t check_packed(const int64_t *index, int64_t n, int64_t wrap, int64_t last)
{
    const v_u64 most = u64_set((uint64_t)last), up = u64_set((uint64_t)wrap);
    v_u64 bad[STREAMS] = {{0}};
    int64_t i = 0;
    for (; i + STREAMS * STREAM <= n; i += STREAMS * STREAM) {
        for (int64_t j = i; j < i + STREAM; j += CT_LANES(int64_t)) {
            for (int s = 0; s < STREAMS; s++) {
                v_u64 x = u64_load(index + j + s * STREAM) + up;
                bad[s] |= x | (most - x);
            }
        }
    }
    v_u64 all = (bad[0] | bad[1]) | (bad[2] | bad[3]);
    int64_t some = 0;
    for (int64_t k = 0; k < CT_LANES(int64_t); k++) {
        some |= (int64_t)all[k];
    }
    for (; i < n; i++) {
        uint64_t x = (uint64_t)index[i] + (uint64_t)wrap;
        some |= (int64_t)(x | ((uint64_t)last - x));
    }
    return some;
}

static bool check(const char *index, int64_t step, int64_t n, int64_t wrap,
                  uint64_t bound)
{
    if (step == (int64_t)sizeof(int64_t)) {
        int64_t last = (int64_t)bound + wrap - 1;
        return check_packed((const int64_t *)index, n, wrap, last) >= 0;
    }
    bool good = true;
    for (int64_t i = 0; i < n; i++) {
        int64_t v;
        memcpy(&v, index + i * step, sizeof v);
        good &= (uint64_t)(v + (v < 0 ? wrap : 0)) < bound;
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

/* A loop over a tile that does DO(table's place, value's place), and again with the steps
 * of the usual layouts known: one table for all elements, and one for each column. */
#define TILE(name, size, DO)                                                           \
    NO_GATHER                                                                          \
    static inline __attribute__((always_inline)) void name##_by(                       \
        const ct_place_tile *t, int64_t value_step, int64_t table_step, int64_t scale) \
    {                                                                                  \
        const int64_t *k = t->k;                                                       \
        for (int64_t i = 0; i < t->rows; i++, k += t->n) {                             \
            char *v = t->values + i * t->value_row;                                    \
            char *to = t->table + i * t->table_row;                                    \
            int64_t j = 0;                                                             \
            for (; j + 4 <= t->n; j += 4, v += 4 * value_step, to += 4 * table_step) { \
                DO(to + k[j] * scale, v);                                              \
                DO(to + table_step + k[j + 1] * scale, v + value_step);                \
                DO(to + 2 * table_step + k[j + 2] * scale, v + 2 * value_step);        \
                DO(to + 3 * table_step + k[j + 3] * scale, v + 3 * value_step);        \
            }                                                                          \
            for (; j < t->n; j++, v += value_step, to += table_step) {                 \
                DO(to + k[j] * scale, v);                                              \
            }                                                                          \
        }                                                                              \
    }                                                                                  \
    NO_GATHER                                                                          \
    static void name(const ct_place_tile *t)                                           \
    {                                                                                  \
        if (t->value_step == size && t->table_step == 0 && t->scale == size) {         \
            name##_by(t, size, 0, size);                                               \
        } else if (t->value_step == size && t->table_step == size) {                   \
            name##_by(t, size, size, t->scale);                                        \
        } else {                                                                       \
            name##_by(t, t->value_step, t->table_step, t->scale);                      \
        }                                                                              \
    }

#define COPY_1(to, from) memcpy(to, from, 1)
#define COPY_2(to, from) memcpy(to, from, 2)
#define COPY_4(to, from) memcpy(to, from, 4)
#define COPY_8(to, from) memcpy(to, from, 8)
#define COPY_16(to, from) memcpy(to, from, 16)
#define READ_1(place, value) COPY_1(value, place)
#define READ_2(place, value) COPY_2(value, place)
#define READ_4(place, value) COPY_4(value, place)
#define READ_8(place, value) COPY_8(value, place)
#define READ_16(place, value) COPY_16(value, place)
#define MOVE(size)                       \
    TILE(read_##size, size, READ_##size) \
    TILE(write_##size, size, COPY_##size)
MOVE(1)
MOVE(2)
MOVE(4)
MOVE(8)
MOVE(16)

/* ---- rows --------------------------------------------------------------- */

#define AHEAD 8
#define AHEAD_BYTES 256

/* Has the first bytes of the row AHEAD rows on brought to the cache. */
static inline void ask_ahead(const ct_place_rows *r, int64_t i, int64_t bytes)
{
    if (!r->ahead || i + AHEAD >= r->rows) {
        return;
    }
    bytes = bytes < AHEAD_BYTES ? bytes : AHEAD_BYTES;
    for (int64_t b = 0; b < bytes; b += 64) {
        __builtin_prefetch(r->table + r->k[i + AHEAD] * r->scale + b, 1);
    }
}

/* Short rows are not worth a call: the last vector may overlap the one before. */
#define MOVE_LONG 1024
#define ENDS(size) memcpy(to, from, size), memcpy(to + n - size, from + n - size, size)
static inline void copy_row(char *to, const char *from, int64_t n)
{
    if (n >= MOVE_LONG) {
        ct_bytes_copy(to, from, (size_t)n);
    } else if (n >= 64) {
        for (int64_t i = 0; i + 64 <= n; i += 64) {
            memcpy(to + i, from + i, 64);
        }
        memcpy(to + n - 64, from + n - 64, 64);
    } else if (n >= 32) {
        ENDS(32);
    } else if (n >= 16) {
        ENDS(16);
    } else if (n >= 8) {
        ENDS(8);
    } else if (n >= 4) {
        ENDS(4);
    } else {
        for (int64_t i = 0; i < n; i++) {
            to[i] = from[i];
        }
    }
}

static void read_rows(const ct_place_rows *r)
{
    for (int64_t i = 0; i < r->rows; i++) {
        ask_ahead(r, i, r->n);
        copy_row(r->values + i * r->value_row, r->table + r->k[i] * r->scale, r->n);
    }
}

static void write_rows(const ct_place_rows *r)
{
    for (int64_t i = 0; i < r->rows; i++) {
        ask_ahead(r, i, r->n);
        copy_row(r->table + r->k[i] * r->scale, r->values + i * r->value_row, r->n);
    }
}

/* ---- folding ------------------------------------------------------------ */

#define FOLD(name, id, type, result)                                                  \
    static inline __attribute__((always_inline)) void name##_one_##id(                \
        char *place, const char *value)                                               \
    {                                                                                 \
        type a = *(type *)place, b = *(const type *)value;                            \
        *(type *)place = (type)(result);                                              \
    }                                                                                 \
    TILE(name##_##id, sizeof(type), name##_one_##id)                                  \
    static void name##_rows_##id(const ct_place_rows *r)                              \
    {                                                                                 \
        for (int64_t i = 0; i < r->rows; i++) {                                       \
            type *restrict to = (type *)(r->table + r->k[i] * r->scale);              \
            const type *restrict from = (const type *)(r->values + i * r->value_row); \
            ask_ahead(r, i, r->n *(int64_t)sizeof(type));                             \
            for (int64_t j = 0; j < r->n; j++) {                                      \
                type a = to[j], b = from[j];                                          \
                to[j] = (type)(result);                                               \
            }                                                                         \
        }                                                                             \
    }
/* Integers wrap: the sign does not matter. */
#define ARITHMETIC(name, op)                   \
    FOLD(name, 8, uint8_t, a op b)             \
    FOLD(name, 16, uint16_t, (unsigned)a op b) \
    FOLD(name, 32, uint32_t, a op b)           \
    FOLD(name, 64, uint64_t, a op b)           \
    FOLD(name, f32, float, a op b)             \
    FOLD(name, f64, double, a op b)            \
    FOLD(name, c64, float complex, a op b)     \
    FOLD(name, c128, double complex, a op b)
ARITHMETIC(add, +)
ARITHMETIC(multiply, *)
FOLD(add, bool, uint8_t, a != 0 || b != 0)
FOLD(multiply, bool, uint8_t, a != 0 && b != 0)

#define EXTREME(name, op)                               \
    FOLD(name, u8, uint8_t, b op a ? b : a)             \
    FOLD(name, i8, int8_t, b op a ? b : a)              \
    FOLD(name, u16, uint16_t, b op a ? b : a)           \
    FOLD(name, i16, int16_t, b op a ? b : a)            \
    FOLD(name, u32, uint32_t, b op a ? b : a)           \
    FOLD(name, i32, int32_t, b op a ? b : a)            \
    FOLD(name, u64, uint64_t, b op a ? b : a)           \
    FOLD(name, i64, int64_t, b op a ? b : a)            \
    FOLD(name, f32, float, (b op a) | (b != b) ? b : a) \
    FOLD(name, f64, double, (b op a) | (b != b) ? b : a)
EXTREME(most, >)
EXTREME(least, <)

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

/* Bit i of the answer: is byte i of eight not 0? */
static inline unsigned bits_of_eight(const uint8_t *mask)
{
    uint64_t bytes;
    memcpy(&bytes, mask, sizeof bytes);
    const uint64_t low = 0x7f7f7f7f7f7f7f7f;
    bytes = (((bytes & low) + low) | bytes) & ~low; /* its uppermost bit */
    return (unsigned)(((bytes >> 7) * 0x0102040810204080) >> 56);
}

#if defined(CT_ISA_AVX512)
static inline void places_store(int64_t *out, unsigned bits, int64_t first)
{
    const __m512i number = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
    __m512i all = _mm512_add_epi64(number, _mm512_set1_epi64(first));
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi64((__mmask8)bits, all));
}
#else
static inline void places_store(int64_t *out, unsigned bits, int64_t first)
{
    uint64_t places = ct_bit_places[bits];
    for (int k = 0; k < 8; k++) {
        out[k] = first + (int64_t)(places >> 8 * k & 255);
    }
}
#endif

/* Eight places are stored, and those kept that count; near the end of the room, one. */
static int64_t numbers(int64_t *out, int64_t room, const uint8_t *mask, int64_t n,
                       int64_t first)
{
    int64_t i = 0, k = 0;
    for (; i + 8 <= n && k + 8 <= room; i += 8) {
        unsigned bits = bits_of_eight(mask + i);
        places_store(out + k, bits, first + i);
        k += __builtin_popcount(bits);
    }
    for (; i < n && k < room; i++) {
        out[k] = first + i;
        k += mask[i] != 0;
    }
    return k;
}

const ct_index_kernels CT_ISA_SYM(index_kernels) = {
    .load = load,
    .check = check,
    .read = {read_1, read_2, read_4, read_8, read_16},
    .write = {write_1, write_2, write_4, write_8, write_16},
    .fold = {[CT_FOLD_ADD] = {[CT_DTYPE_BOOL] = add_bool,
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
             [CT_FOLD_MULTIPLY] = {[CT_DTYPE_BOOL] = multiply_bool,
                                   [CT_DTYPE_U8] = multiply_8,
                                   [CT_DTYPE_I8] = multiply_8,
                                   [CT_DTYPE_U16] = multiply_16,
                                   [CT_DTYPE_I16] = multiply_16,
                                   [CT_DTYPE_U32] = multiply_32,
                                   [CT_DTYPE_I32] = multiply_32,
                                   [CT_DTYPE_U64] = multiply_64,
                                   [CT_DTYPE_I64] = multiply_64,
                                   [CT_DTYPE_F32] = multiply_f32,
                                   [CT_DTYPE_F64] = multiply_f64,
                                   [CT_DTYPE_C64] = multiply_c64,
                                   [CT_DTYPE_C128] = multiply_c128},
             [CT_FOLD_MAX] = {[CT_DTYPE_BOOL] = add_bool,
                              [CT_DTYPE_U8] = most_u8,
                              [CT_DTYPE_I8] = most_i8,
                              [CT_DTYPE_U16] = most_u16,
                              [CT_DTYPE_I16] = most_i16,
                              [CT_DTYPE_U32] = most_u32,
                              [CT_DTYPE_I32] = most_i32,
                              [CT_DTYPE_U64] = most_u64,
                              [CT_DTYPE_I64] = most_i64,
                              [CT_DTYPE_F32] = most_f32,
                              [CT_DTYPE_F64] = most_f64},
             [CT_FOLD_MIN] = {[CT_DTYPE_BOOL] = multiply_bool,
                              [CT_DTYPE_U8] = least_u8,
                              [CT_DTYPE_I8] = least_i8,
                              [CT_DTYPE_U16] = least_u16,
                              [CT_DTYPE_I16] = least_i16,
                              [CT_DTYPE_U32] = least_u32,
                              [CT_DTYPE_I32] = least_i32,
                              [CT_DTYPE_U64] = least_u64,
                              [CT_DTYPE_I64] = least_i64,
                              [CT_DTYPE_F32] = least_f32,
                              [CT_DTYPE_F64] = least_f64}},
    .read_rows = read_rows,
    .write_rows = write_rows,
    .fold_rows = {[CT_FOLD_ADD] = {[CT_DTYPE_BOOL] = add_rows_bool,
                                   [CT_DTYPE_U8] = add_rows_8,
                                   [CT_DTYPE_I8] = add_rows_8,
                                   [CT_DTYPE_U16] = add_rows_16,
                                   [CT_DTYPE_I16] = add_rows_16,
                                   [CT_DTYPE_U32] = add_rows_32,
                                   [CT_DTYPE_I32] = add_rows_32,
                                   [CT_DTYPE_U64] = add_rows_64,
                                   [CT_DTYPE_I64] = add_rows_64,
                                   [CT_DTYPE_F32] = add_rows_f32,
                                   [CT_DTYPE_F64] = add_rows_f64,
                                   [CT_DTYPE_C64] = add_rows_c64,
                                   [CT_DTYPE_C128] = add_rows_c128},
                  [CT_FOLD_MULTIPLY] = {[CT_DTYPE_BOOL] = multiply_rows_bool,
                                        [CT_DTYPE_U8] = multiply_rows_8,
                                        [CT_DTYPE_I8] = multiply_rows_8,
                                        [CT_DTYPE_U16] = multiply_rows_16,
                                        [CT_DTYPE_I16] = multiply_rows_16,
                                        [CT_DTYPE_U32] = multiply_rows_32,
                                        [CT_DTYPE_I32] = multiply_rows_32,
                                        [CT_DTYPE_U64] = multiply_rows_64,
                                        [CT_DTYPE_I64] = multiply_rows_64,
                                        [CT_DTYPE_F32] = multiply_rows_f32,
                                        [CT_DTYPE_F64] = multiply_rows_f64,
                                        [CT_DTYPE_C64] = multiply_rows_c64,
                                        [CT_DTYPE_C128] = multiply_rows_c128},
                  [CT_FOLD_MAX] = {[CT_DTYPE_BOOL] = add_rows_bool,
                                   [CT_DTYPE_U8] = most_rows_u8,
                                   [CT_DTYPE_I8] = most_rows_i8,
                                   [CT_DTYPE_U16] = most_rows_u16,
                                   [CT_DTYPE_I16] = most_rows_i16,
                                   [CT_DTYPE_U32] = most_rows_u32,
                                   [CT_DTYPE_I32] = most_rows_i32,
                                   [CT_DTYPE_U64] = most_rows_u64,
                                   [CT_DTYPE_I64] = most_rows_i64,
                                   [CT_DTYPE_F32] = most_rows_f32,
                                   [CT_DTYPE_F64] = most_rows_f64},
                  [CT_FOLD_MIN] = {[CT_DTYPE_BOOL] = multiply_rows_bool,
                                   [CT_DTYPE_U8] = least_rows_u8,
                                   [CT_DTYPE_I8] = least_rows_i8,
                                   [CT_DTYPE_U16] = least_rows_u16,
                                   [CT_DTYPE_I16] = least_rows_i16,
                                   [CT_DTYPE_U32] = least_rows_u32,
                                   [CT_DTYPE_I32] = least_rows_i32,
                                   [CT_DTYPE_U64] = least_rows_u64,
                                   [CT_DTYPE_I64] = least_rows_i64,
                                   [CT_DTYPE_F32] = least_rows_f32,
                                   [CT_DTYPE_F64] = least_rows_f64}},
    .masked = {masked_1, masked_2, masked_4, masked_8, masked_16},
    .numbers = numbers,
    .count = count,
};
