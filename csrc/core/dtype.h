/* dtype: the element types, what is known of each, and how two promote.
 *
 * The order of the table is the order of promotion inside a category, of the
 * kernel tables and of the cast table; nothing may depend on the numbers
 * themselves. float16 and bfloat16 are storage formats: arithmetic on them runs
 * in float32 (ct_dtype_compute). */
#ifndef CT_CORE_DTYPE_H
#define CT_CORE_DTYPE_H

#include <stdbool.h>

#include "core/api.h"
#include <stddef.h>
#include <stdint.h>

/* X(id, name, item size, category, NumPy kind, array-interface/buffer format) */
#define CT_DTYPES(X)                           \
    X(BOOL, "bool", 1, BOOLEAN, 'b', "?")      \
    X(U8, "uint8", 1, INTEGER, 'u', "B")       \
    X(I8, "int8", 1, INTEGER, 'i', "b")        \
    X(U16, "uint16", 2, INTEGER, 'u', "H")     \
    X(I16, "int16", 2, INTEGER, 'i', "h")      \
    X(U32, "uint32", 4, INTEGER, 'u', "I")     \
    X(I32, "int32", 4, INTEGER, 'i', "i")      \
    X(U64, "uint64", 8, INTEGER, 'u', "Q")     \
    X(I64, "int64", 8, INTEGER, 'i', "q")      \
    X(F16, "float16", 2, FLOATING, 'f', "e")   \
    X(BF16, "bfloat16", 2, FLOATING, 'V', "E") \
    X(F32, "float32", 4, FLOATING, 'f', "f")   \
    X(F64, "float64", 8, FLOATING, 'f', "d")   \
    X(C64, "complex64", 8, COMPLEX, 'c', "Zf") \
    X(C128, "complex128", 16, COMPLEX, 'c', "Zd")

typedef enum ct_dtype {
#define X(id, ...) CT_DTYPE_##id,
    CT_DTYPES(X)
#undef X
        CT_DTYPE_COUNT
} ct_dtype;

typedef enum ct_category {
    CT_CATEGORY_BOOLEAN,
    CT_CATEGORY_INTEGER,
    CT_CATEGORY_FLOATING,
    CT_CATEGORY_COMPLEX
} ct_category;

typedef struct ct_dtype_info {
    const char *name;
    uint8_t size; /* bytes of one element */
    uint8_t category;
    char kind;          /* NumPy's one-letter kind */
    const char *format; /* PEP 3118 */
} ct_dtype_info;

extern CT_API const ct_dtype_info ct_dtype_infos[CT_DTYPE_COUNT];

static inline const char *ct_dtype_name(ct_dtype d)
{
    return ct_dtype_infos[d].name;
}
static inline int64_t ct_dtype_size(ct_dtype d)
{
    return ct_dtype_infos[d].size;
}
static inline ct_category ct_dtype_category(ct_dtype d)
{
    return (ct_category)ct_dtype_infos[d].category;
}
static inline bool ct_dtype_is_floating(ct_dtype d)
{
    return ct_dtype_infos[d].category == CT_CATEGORY_FLOATING;
}
static inline bool ct_dtype_is_complex(ct_dtype d)
{
    return ct_dtype_infos[d].category == CT_CATEGORY_COMPLEX;
}
/* May carry a gradient: floating or complex. */
static inline bool ct_dtype_is_inexact(ct_dtype d)
{
    return ct_dtype_infos[d].category >= CT_CATEGORY_FLOATING;
}
static inline bool ct_dtype_is_integral(ct_dtype d) /* bool included */
{
    return ct_dtype_infos[d].category <= CT_CATEGORY_INTEGER;
}
static inline bool ct_dtype_is_signed(ct_dtype d)
{
    return ct_dtype_infos[d].kind != 'u' && d != CT_DTYPE_BOOL;
}

/* The dtype arithmetic runs in: float32 for the 16-bit formats, else itself. */
static inline ct_dtype ct_dtype_compute(ct_dtype d)
{
    return d == CT_DTYPE_F16 || d == CT_DTYPE_BF16 ? CT_DTYPE_F32 : d;
}
/* complex64 -> float32, complex128 -> float64, others themselves; and back. */
CT_API ct_dtype ct_dtype_to_real(ct_dtype d);
CT_API ct_dtype ct_dtype_to_complex(ct_dtype d);

/* PyTorch's promotion of two dtypes of equal standing. */
CT_API ct_dtype ct_dtype_promote(ct_dtype a, ct_dtype b);
/* May a result of dtype `from` be stored in an existing tensor of dtype `to`
 * (PyTorch's can_cast: no step down in category)? */
CT_API bool ct_dtype_can_cast(ct_dtype from, ct_dtype to);

/* The process-wide default: float32 or what set_default_dtype chose. */
CT_API ct_dtype ct_dtype_default(void);
void ct_dtype_default_set(ct_dtype d);
/* complex64 beside float32, complex128 beside float64. */
ct_dtype ct_dtype_default_complex(void);

/* One float at a time; blocks go through the cast kernels. */
float ct_f16_to_f32(uint16_t h);
uint16_t ct_f32_to_f16(float f);
float ct_bf16_to_f32(uint16_t h);
uint16_t ct_f32_to_bf16(float f);
uint16_t ct_f64_to_f16(double d); /* rounded once */
uint16_t ct_f64_to_bf16(double d);

#endif
