/* cast: contiguous casts between all pairs of dtypes, and strided copies by item size.
 * Source and destination may have any address and do not overlap.
 *
 * Integers wrap.  A float becomes an integer by truncation; one out of range, or NaN, as
 * x86 has it: the smallest int32 (for int8 to int32, uint8 and uint16, then wrapped) or
 * the smallest int64 (for int64, uint32, uint64).  Bool is 1 for anything but zero, NaN
 * included, and bool sources count any byte but 0 as 1.  Complex to real takes the real
 * part.  float16 and bfloat16 go through float32 in blocks and are rounded once. */
#include "core/bytes.h"
#include "cpu/kernels.h"
#include "simd/half.h"
#include "simd/simd.h"

#define CT_UNALIGNED(T) T __attribute__((aligned(1), may_alias))
typedef uint8_t at_BOOL;
typedef CT_UNALIGNED(uint8_t) at_U8;
typedef CT_UNALIGNED(int8_t) at_I8;
typedef CT_UNALIGNED(uint16_t) at_U16;
typedef CT_UNALIGNED(int16_t) at_I16;
typedef CT_UNALIGNED(uint32_t) at_U32;
typedef CT_UNALIGNED(int32_t) at_I32;
typedef CT_UNALIGNED(uint64_t) at_U64;
typedef CT_UNALIGNED(int64_t) at_I64;
typedef CT_UNALIGNED(float) at_F32;
typedef CT_UNALIGNED(double) at_F64;

/* ---- one value ---- */

/* The comparisons keep the conversion defined; both arms are computed in vectors. */
#define CT_FLOAT_TO_INT(T)                                                   \
    static inline int32_t T##_to_i32(T x)                                    \
    {                                                                        \
        return x >= -(T)0x1p31 && x < (T)0x1p31 ? (int32_t)x : INT32_MIN;    \
    }                                                                        \
    static inline int64_t T##_to_i64(T x)                                    \
    {                                                                        \
        return x >= -(T)0x1p63 && x < (T)0x1p63 ? (int64_t)x : INT64_MIN;    \
    }                                                                        \
    static inline uint64_t T##_to_u64(T x)                                   \
    {                                                                        \
        T low = x < (T)0x1p63 ? x : x - (T)0x1p63;                           \
        return (uint64_t)T##_to_i64(low) ^ (uint64_t)(x >= (T)0x1p63) << 63; \
    }
CT_FLOAT_TO_INT(float)
CT_FLOAT_TO_INT(double)
#undef CT_FLOAT_TO_INT

/* VALUE_<to>_<kind of source>(x) */
#define VALUE_BOOL_INT(x) ((x) != 0)
#define VALUE_U8_INT(x) ((uint8_t)(x))
#define VALUE_I8_INT(x) ((int8_t)(x))
#define VALUE_U16_INT(x) ((uint16_t)(x))
#define VALUE_I16_INT(x) ((int16_t)(x))
#define VALUE_U32_INT(x) ((uint32_t)(x))
#define VALUE_I32_INT(x) ((int32_t)(x))
#define VALUE_U64_INT(x) ((uint64_t)(x))
#define VALUE_I64_INT(x) ((int64_t)(x))
#define VALUE_F32_INT(x) ((float)(x))
#define VALUE_F64_INT(x) ((double)(x))
#define VALUE_BOOL_float(x) ((x) != 0)
#define VALUE_U8_float(x) ((uint8_t)float_to_i32(x))
#define VALUE_I8_float(x) ((int8_t)float_to_i32(x))
#define VALUE_U16_float(x) ((uint16_t)float_to_i32(x))
#define VALUE_I16_float(x) ((int16_t)float_to_i32(x))
#define VALUE_U32_float(x) ((uint32_t)float_to_i64(x))
#define VALUE_I32_float(x) float_to_i32(x)
#define VALUE_U64_float(x) float_to_u64(x)
#define VALUE_I64_float(x) float_to_i64(x)
#define VALUE_F32_float(x) (x)
#define VALUE_F64_float(x) ((double)(x))
#define VALUE_BOOL_double(x) ((x) != 0)
#define VALUE_U8_double(x) ((uint8_t)double_to_i32(x))
#define VALUE_I8_double(x) ((int8_t)double_to_i32(x))
#define VALUE_U16_double(x) ((uint16_t)double_to_i32(x))
#define VALUE_I16_double(x) ((int16_t)double_to_i32(x))
#define VALUE_U32_double(x) ((uint32_t)double_to_i64(x))
#define VALUE_I32_double(x) double_to_i32(x)
#define VALUE_U64_double(x) double_to_u64(x)
#define VALUE_I64_double(x) double_to_i64(x)
#define VALUE_F32_double(x) ((float)(x))
#define VALUE_F64_double(x) (x)

/* ---- loops ---- */

#define READ_BOOL(i) (((const at_BOOL *)src)[i] != 0)
#define READ_U8(i) (((const at_U8 *)src)[i])
#define READ_I8(i) (((const at_I8 *)src)[i])
#define READ_U16(i) (((const at_U16 *)src)[i])
#define READ_I16(i) (((const at_I16 *)src)[i])
#define READ_U32(i) (((const at_U32 *)src)[i])
#define READ_I32(i) (((const at_I32 *)src)[i])
#define READ_U64(i) (((const at_U64 *)src)[i])
#define READ_I64(i) (((const at_I64 *)src)[i])
#define READ_F32(i) (((const at_F32 *)src)[i])
#define READ_F64(i) (((const at_F64 *)src)[i])
#define READ_C64(i) READ_F32(2 * (i))
#define READ_C128(i) READ_F64(2 * (i))

#define CT_CAST_LOOP(to, from, ...)                                                 \
    static void to_##to##_from_##from(void *restrict dst, const void *restrict src, \
                                      int64_t n)                                    \
    {                                                                               \
        for (int64_t i = 0; i < n; i++) {                                           \
            __VA_ARGS__;                                                            \
        }                                                                           \
    }

/* X(to, from, kind of the source) */
#define CT_TO_NUMBERS(X, from, kind) \
    X(U8, from, kind)                \
    X(I8, from, kind)                \
    X(U16, from, kind)               \
    X(I16, from, kind)               \
    X(U32, from, kind)               \
    X(I32, from, kind)               \
    X(U64, from, kind)               \
    X(I64, from, kind)               \
    X(F32, from, kind)               \
    X(F64, from, kind)
/* X(from, kind) for the real dtypes that loops read directly. */
#define CT_DIRECT_SOURCES(X) \
    X(BOOL, INT)             \
    X(U8, INT)               \
    X(I8, INT)               \
    X(U16, INT)              \
    X(I16, INT)              \
    X(U32, INT)              \
    X(I32, INT)              \
    X(U64, INT)              \
    X(I64, INT)              \
    X(F32, float)            \
    X(F64, double)

#define CT_REAL_CAST(to, from, kind)                                                \
    static void to_##to##_from_##from(void *restrict dst, const void *restrict src, \
                                      int64_t n)                                    \
    {                                                                               \
        bool same = CT_DTYPE_##to == CT_DTYPE_##from;                               \
        if (same && CT_DTYPE_##to != CT_DTYPE_BOOL) {                               \
            ct_bytes_copy(dst, src, (size_t)n * sizeof(at_##to));                   \
            return;                                                                 \
        }                                                                           \
        for (int64_t i = 0; i < n; i++) {                                           \
            ((at_##to *)dst)[i] = VALUE_##to##_##kind(READ_##from(i));              \
        }                                                                           \
    }
#define CT_REAL_CASTS(from, kind)  \
    CT_REAL_CAST(BOOL, from, kind) \
    CT_TO_NUMBERS(CT_REAL_CAST, from, kind)
CT_DIRECT_SOURCES(CT_REAL_CASTS)

/* ---- complex ---- */

#define CT_COMPLEX_CAST(to, part, from, kind)                                       \
    CT_CAST_LOOP(to, from,                                                          \
                 ((at_##part *)dst)[2 * i] = VALUE_##part##_##kind(READ_##from(i)); \
                 ((at_##part *)dst)[2 * i + 1] = 0)
#define CT_TO_COMPLEX(from, kind)         \
    CT_COMPLEX_CAST(C64, F32, from, kind) \
    CT_COMPLEX_CAST(C128, F64, from, kind)
CT_DIRECT_SOURCES(CT_TO_COMPLEX)
CT_TO_NUMBERS(CT_REAL_CAST, C64, float)
CT_TO_NUMBERS(CT_REAL_CAST, C128, double)

#define CT_COMPLEX_TO_BOOL(from, part) \
    CT_CAST_LOOP(BOOL, from,           \
                 ((at_BOOL *)dst)[i] = \
                     READ_##part(2 * i) != 0 || READ_##part(2 * i + 1) != 0)
CT_COMPLEX_TO_BOOL(C64, F32)
CT_COMPLEX_TO_BOOL(C128, F64)

static void to_C64_from_C128(void *restrict dst, const void *restrict src, int64_t n)
{
    to_F32_from_F64(dst, src, 2 * n);
}

static void to_C128_from_C64(void *restrict dst, const void *restrict src, int64_t n)
{
    to_F64_from_F32(dst, src, 2 * n);
}

/* ---- the same dtype ---- */

#define CT_SAME_CAST(id, size)                                                    \
    static void to_##id##_from_##id(void *restrict dst, const void *restrict src, \
                                    int64_t n)                                    \
    {                                                                             \
        ct_bytes_copy(dst, src, (size_t)(n * (size)));                            \
    }
CT_SAME_CAST(F16, 2)
CT_SAME_CAST(BF16, 2)
CT_SAME_CAST(C64, 8)
CT_SAME_CAST(C128, 16)

/* ---- 16-bit floats, in blocks that stay in the first-level cache ---- */

#define BLOCK 512

/* widen makes float32 of the 16-bit source, cast what is wanted of those. */
static inline void through_f32(char *dst, int64_t size, const char *src, int64_t n,
                               ct_cast_loop widen, ct_cast_loop cast)
{
    float block[BLOCK];
    for (int64_t at = 0; at < n; at += BLOCK) {
        int64_t m = n - at < BLOCK ? n - at : BLOCK;
        widen(block, src + 2 * at, m);
        cast(dst + size * at, block, m);
    }
}

/* cast makes float32 of the source, exactly, and narrow a 16-bit format of those. */
static inline void narrow_f32(char *dst, const char *src, int64_t size, int64_t n,
                              ct_cast_loop cast, ct_cast_loop narrow)
{
    float block[BLOCK];
    for (int64_t at = 0; at < n; at += BLOCK) {
        int64_t m = n - at < BLOCK ? n - at : BLOCK;
        cast(block, src + size * at, m);
        narrow(dst + 2 * at, block, m);
    }
}

/* For sources that float32 cannot hold: cast makes float64 of them. */
static inline void narrow_f64(char *dst, const char *src, int64_t size, int64_t n,
                              ct_cast_loop cast, ct_cast_loop narrow)
{
    double wide[BLOCK];
    float block[BLOCK];
    for (int64_t at = 0; at < n; at += BLOCK) {
        int64_t m = n - at < BLOCK ? n - at : BLOCK;
        cast(wide, src + size * at, m);
        f64_to_f32_odd(block, wide, m);
        narrow(dst + 2 * at, block, m);
    }
}

#define CT_FROM_HALF(to, size, half, widen)                                         \
    static void to_##to##_from_##half(void *restrict dst, const void *restrict src, \
                                      int64_t n)                                    \
    {                                                                               \
        through_f32(dst, size, src, n, widen, to_##to##_from_F32);                  \
    }
#define CT_TO_HALF(from, size, via, half, cast, narrow)                               \
    static void to_##half##_from_##from(void *restrict dst, const void *restrict src, \
                                        int64_t n)                                    \
    {                                                                                 \
        via(dst, src, size, n, cast, narrow);                                         \
    }
#define CT_HALF_CASTS(half, widen, narrow)                          \
    CT_FROM_HALF(BOOL, 1, half, widen)                              \
    CT_FROM_HALF(U8, 1, half, widen)                                \
    CT_FROM_HALF(I8, 1, half, widen)                                \
    CT_FROM_HALF(U16, 2, half, widen)                               \
    CT_FROM_HALF(I16, 2, half, widen)                               \
    CT_FROM_HALF(U32, 4, half, widen)                               \
    CT_FROM_HALF(I32, 4, half, widen)                               \
    CT_FROM_HALF(U64, 8, half, widen)                               \
    CT_FROM_HALF(I64, 8, half, widen)                               \
    CT_FROM_HALF(F64, 8, half, widen)                               \
    CT_FROM_HALF(C64, 8, half, widen)                               \
    CT_FROM_HALF(C128, 16, half, widen)                             \
    CT_TO_HALF(BOOL, 1, narrow_f32, half, to_F32_from_BOOL, narrow) \
    CT_TO_HALF(U8, 1, narrow_f32, half, to_F32_from_U8, narrow)     \
    CT_TO_HALF(I8, 1, narrow_f32, half, to_F32_from_I8, narrow)     \
    CT_TO_HALF(U16, 2, narrow_f32, half, to_F32_from_U16, narrow)   \
    CT_TO_HALF(I16, 2, narrow_f32, half, to_F32_from_I16, narrow)   \
    CT_TO_HALF(U32, 4, narrow_f64, half, to_F64_from_U32, narrow)   \
    CT_TO_HALF(I32, 4, narrow_f64, half, to_F64_from_I32, narrow)   \
    CT_TO_HALF(U64, 8, narrow_f64, half, to_F64_from_U64, narrow)   \
    CT_TO_HALF(I64, 8, narrow_f64, half, to_F64_from_I64, narrow)   \
    CT_TO_HALF(F64, 8, narrow_f64, half, to_F64_from_F64, narrow)   \
    CT_TO_HALF(C64, 8, narrow_f32, half, to_F32_from_C64, narrow)   \
    CT_TO_HALF(C128, 16, narrow_f64, half, to_F64_from_C128, narrow)
CT_HALF_CASTS(F16, f16_to_f32, f32_to_f16)
CT_HALF_CASTS(BF16, bf16_to_f32, f32_to_bf16)

#define CT_HALF_BLOCK(to, from, convert)                                            \
    static void to_##to##_from_##from(void *restrict dst, const void *restrict src, \
                                      int64_t n)                                    \
    {                                                                               \
        convert(dst, src, n);                                                       \
    }
CT_HALF_BLOCK(F32, F16, f16_to_f32)
CT_HALF_BLOCK(F32, BF16, bf16_to_f32)
CT_HALF_BLOCK(F16, F32, f32_to_f16)
CT_HALF_BLOCK(BF16, F32, f32_to_bf16)
CT_FROM_HALF(F16, 2, BF16, bf16_to_f32)
CT_FROM_HALF(BF16, 2, F16, f16_to_f32)

/* ---- strided copies ---- */

typedef uint64_t at_16 __attribute__((vector_size(16), aligned(1), may_alias));
typedef at_U8 at_1;
typedef at_U16 at_2;
typedef at_U32 at_4;
typedef at_U64 at_8;

/* The strides that occur most get loops that the compiler makes vectors of. */
#define CT_STRIDED_COPY(size)                                               \
    static void copy_##size(char *dst, int64_t dst_stride, const char *src, \
                            int64_t src_stride, int64_t n)                  \
    {                                                                       \
        at_##size *restrict d = (at_##size *)dst;                           \
        const at_##size *restrict s = (const at_##size *)src;               \
        if (dst_stride != size) {                                           \
            for (int64_t i = 0; i < n; i++) {                               \
                *(at_##size *)(dst + i * dst_stride) =                      \
                    *(const at_##size *)(src + i * src_stride);             \
            }                                                               \
        } else if (src_stride == size) {                                    \
            ct_bytes_copy(dst, src, (size_t)(n * size));                    \
        } else if (src_stride == 0) {                                       \
            at_##size value = *s;                                           \
            for (int64_t i = 0; i < n; i++) {                               \
                d[i] = value;                                               \
            }                                                               \
        } else if (src_stride == -size) {                                   \
            for (int64_t i = 0; i < n; i++) {                               \
                d[i] = s[-i];                                               \
            }                                                               \
        } else if (src_stride == 2 * size) {                                \
            for (int64_t i = 0; i < n; i++) {                               \
                d[i] = s[2 * i];                                            \
            }                                                               \
        } else {                                                            \
            for (int64_t i = 0; i < n; i++) {                               \
                d[i] = *(const at_##size *)(src + i * src_stride);          \
            }                                                               \
        }                                                                   \
    }
CT_STRIDED_COPY(1)
CT_STRIDED_COPY(2)
CT_STRIDED_COPY(4)
CT_STRIDED_COPY(8)
CT_STRIDED_COPY(16)

#include "cpu/isa/transpose.h"

/* ---- spreading ---- */

/* Whole vectors: what lies beyond a row's end is the next row's to write. */
#define CT_SPREAD(size, type)                                                         \
    typedef type spread_##size##_of __attribute__((vector_size(CT_VECTOR_BYTES)));    \
    static void spread_##size(char *dst, const char *src, int64_t step, int64_t rows, \
                              int64_t width)                                          \
    {                                                                                 \
        for (int64_t i = 0; i < rows; i++, dst += width * (size)) {                   \
            type one;                                                                 \
            memcpy(&one, src + i * step, size);                                       \
            spread_##size##_of all = (spread_##size##_of){0} + one;                   \
            for (int64_t k = 0; k < width * (size); k += CT_VECTOR_BYTES) {           \
                memcpy(dst + k, &all, sizeof all);                                    \
            }                                                                         \
        }                                                                             \
    }
CT_SPREAD(1, uint8_t)
CT_SPREAD(2, uint16_t)
CT_SPREAD(4, uint32_t)
CT_SPREAD(8, uint64_t)
static void spread_16(char *dst, const char *src, int64_t step, int64_t rows,
                      int64_t width)
{
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t k = 0; k < width; k++, dst += 16) {
            memcpy(dst, src + i * step, 16);
        }
    }
}

/* ---- the table ---- */

#define CT_ENTRY(to, from) [CT_DTYPE_##from] = to_##to##_from_##from
#define CT_CASTS_TO(to)                                                           \
    [CT_DTYPE_##to] = {CT_ENTRY(to, BOOL), CT_ENTRY(to, U8),   CT_ENTRY(to, I8),  \
                       CT_ENTRY(to, U16),  CT_ENTRY(to, I16),  CT_ENTRY(to, U32), \
                       CT_ENTRY(to, I32),  CT_ENTRY(to, U64),  CT_ENTRY(to, I64), \
                       CT_ENTRY(to, F16),  CT_ENTRY(to, BF16), CT_ENTRY(to, F32), \
                       CT_ENTRY(to, F64),  CT_ENTRY(to, C64),  CT_ENTRY(to, C128)}

extern const ct_cast_kernels CT_ISA_SYM(cast_kernels);
const ct_cast_kernels CT_ISA_SYM(cast_kernels) = {
    .cast = {CT_CASTS_TO(BOOL), CT_CASTS_TO(U8), CT_CASTS_TO(I8), CT_CASTS_TO(U16),
             CT_CASTS_TO(I16), CT_CASTS_TO(U32), CT_CASTS_TO(I32), CT_CASTS_TO(U64),
             CT_CASTS_TO(I64), CT_CASTS_TO(F16), CT_CASTS_TO(BF16), CT_CASTS_TO(F32),
             CT_CASTS_TO(F64), CT_CASTS_TO(C64), CT_CASTS_TO(C128)},
    .copy = {copy_1, copy_2, copy_4, copy_8, copy_16},
    .transpose = {transpose_1, squares_2, wide_4, wide_8, transpose_16},
    .spread = {spread_1, spread_2, spread_4, spread_8, spread_16},
};
