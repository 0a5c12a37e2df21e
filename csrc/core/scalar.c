/* scalar: one element in and out, of any dtype, by value. */
#include <math.h>
#include <string.h>

#include "core/tensor.h"

/* X(id, C type) for the dtypes that C stores as numbers. */
// clang-format off
#define INTEGERS(X)                    \
    X(U8, uint8_t)   X(I8, int8_t)     \
    X(U16, uint16_t) X(I16, int16_t)   \
    X(U32, uint32_t) X(I32, int32_t)   \
    X(U64, uint64_t) X(I64, int64_t)
// clang-format on

static ct_scalar of_integer(int64_t i, ct_dtype dtype)
{
    bool is_unsigned = dtype == CT_DTYPE_U64 && i < 0;
    double re = is_unsigned ? (double)(uint64_t)i : (double)i;
    return (ct_scalar){CT_CATEGORY_INTEGER, is_unsigned, i, re, 0};
}

static ct_scalar of_float(double re)
{
    return (ct_scalar){CT_CATEGORY_FLOATING, false, 0, re, 0};
}

ct_scalar ct_scalar_load(ct_dtype dtype, const void *p)
{
    switch (dtype) {
#define X(id, type)                           \
    case CT_DTYPE_##id: {                     \
        type v;                               \
        memcpy(&v, p, sizeof v);              \
        return of_integer((int64_t)v, dtype); \
    }
        INTEGERS(X)
#undef X
    case CT_DTYPE_BOOL: {
        bool b = *(const uint8_t *)p != 0;
        return (ct_scalar){CT_CATEGORY_BOOLEAN, false, b, b, 0};
    }
    case CT_DTYPE_F16:
    case CT_DTYPE_BF16: {
        uint16_t h;
        memcpy(&h, p, sizeof h);
        return of_float(dtype == CT_DTYPE_F16 ? ct_f16_to_f32(h) : ct_bf16_to_f32(h));
    }
    case CT_DTYPE_F32: {
        float f;
        memcpy(&f, p, sizeof f);
        return of_float(f);
    }
    case CT_DTYPE_F64: {
        double d;
        memcpy(&d, p, sizeof d);
        return of_float(d);
    }
    case CT_DTYPE_C64: {
        float z[2];
        memcpy(z, p, sizeof z);
        return (ct_scalar){CT_CATEGORY_COMPLEX, false, 0, z[0], z[1]};
    }
    default: {
        double z[2];
        memcpy(z, p, sizeof z);
        return (ct_scalar){CT_CATEGORY_COMPLEX, false, 0, z[0], z[1]};
    }
    }
}

/* A float as an integer: NaN and what is out of range give INT64_MIN, as x86 does. */
static int64_t integer_of(ct_scalar s)
{
    if (s.category <= CT_CATEGORY_INTEGER) {
        return s.i;
    }
    if (s.re >= 0x1p63 && s.re < 0x1p64) {
        return (int64_t)(uint64_t)s.re;
    }
    return s.re >= -0x1p63 && s.re < 0x1p63 ? (int64_t)s.re : INT64_MIN;
}

void ct_scalar_store(ct_dtype dtype, void *p, ct_scalar s)
{
    switch (dtype) {
#define X(id, type)                   \
    case CT_DTYPE_##id: {             \
        type v = (type)integer_of(s); \
        memcpy(p, &v, sizeof v);      \
        return;                       \
    }
        INTEGERS(X)
#undef X
    case CT_DTYPE_BOOL:
        *(uint8_t *)p =
            s.category <= CT_CATEGORY_INTEGER ? s.i != 0 : s.re != 0 || s.im != 0;
        return;
    case CT_DTYPE_F16:
    case CT_DTYPE_BF16: {
        uint16_t h = dtype == CT_DTYPE_F16 ? ct_f64_to_f16(s.re) : ct_f64_to_bf16(s.re);
        memcpy(p, &h, sizeof h);
        return;
    }
    case CT_DTYPE_F32: {
        float f = (float)s.re;
        memcpy(p, &f, sizeof f);
        return;
    }
    case CT_DTYPE_F64:
        memcpy(p, &s.re, sizeof s.re);
        return;
    case CT_DTYPE_C64: {
        float z[2] = {(float)s.re, (float)s.im};
        memcpy(p, z, sizeof z);
        return;
    }
    default: {
        double z[2] = {s.re, s.im};
        memcpy(p, z, sizeof z);
        return;
    }
    }
}
