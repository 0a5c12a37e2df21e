/* dtype: the table of element types, PyTorch's promotion lattice, and the 16-bit
 * float formats one value at a time. */
#include "core/dtype.h"

#include <string.h>

const ct_dtype_info ct_dtype_infos[CT_DTYPE_COUNT] = {
#define X(id, name, size, category, kind, format) \
    {name, size, CT_CATEGORY_##category, kind, format},
    CT_DTYPES(X)
#undef X
};

static ct_dtype default_dtype = CT_DTYPE_F32;

ct_dtype ct_dtype_default(void)
{
    return default_dtype;
}

void ct_dtype_default_set(ct_dtype d)
{
    default_dtype = d;
}

ct_dtype ct_dtype_default_complex(void)
{
    return default_dtype == CT_DTYPE_F64 ? CT_DTYPE_C128 : CT_DTYPE_C64;
}

ct_dtype ct_dtype_to_real(ct_dtype d)
{
    return d == CT_DTYPE_C64 ? CT_DTYPE_F32 : d == CT_DTYPE_C128 ? CT_DTYPE_F64 : d;
}

ct_dtype ct_dtype_to_complex(ct_dtype d)
{
    if (ct_dtype_is_complex(d)) {
        return d;
    }
    return d == CT_DTYPE_F64 ? CT_DTYPE_C128 : CT_DTYPE_C64;
}

/* ---- promotion ---------------------------------------------------------- */

/* The signed integer that holds both; float64, as NumPy, where there is none. */
static ct_dtype promote_mixed_sign(ct_dtype u, ct_dtype s)
{
    static const ct_dtype next[] = {CT_DTYPE_I16, CT_DTYPE_I32, CT_DTYPE_I64};
    int64_t size = ct_dtype_size(u);
    if (size == 8) {
        return CT_DTYPE_F64;
    }
    return ct_dtype_size(s) > size ? s : next[size / 2];
}

static ct_dtype promote_integers(ct_dtype a, ct_dtype b)
{
    if (ct_dtype_is_signed(a) == ct_dtype_is_signed(b)) {
        return ct_dtype_size(a) >= ct_dtype_size(b) ? a : b;
    }
    return ct_dtype_is_signed(a) ? promote_mixed_sign(b, a) : promote_mixed_sign(a, b);
}

ct_dtype ct_dtype_promote(ct_dtype a, ct_dtype b)
{
    if (a == b) {
        return a;
    }
    ct_category ca = ct_dtype_category(a), cb = ct_dtype_category(b);
    if (ca < cb) {
        ct_dtype d = a;
        a = b, b = d;
        ct_category c = ca;
        ca = cb, cb = c;
    }
    if (ca != cb) { /* the higher category decides, a wide float widens complex */
        bool wide = ca == CT_CATEGORY_COMPLEX && b == CT_DTYPE_F64;
        return wide ? CT_DTYPE_C128 : a;
    }
    if (ca == CT_CATEGORY_INTEGER) {
        return promote_integers(a, b);
    }
    if (ca == CT_CATEGORY_FLOATING && ct_dtype_size(a) == ct_dtype_size(b)) {
        return CT_DTYPE_F32; /* float16 with bfloat16 */
    }
    return ct_dtype_size(a) >= ct_dtype_size(b) ? a : b;
}

bool ct_dtype_can_cast(ct_dtype from, ct_dtype to)
{
    return ct_dtype_category(from) <= ct_dtype_category(to);
}

/* ---- 16-bit floats ------------------------------------------------------ */

static uint32_t bits_of(float f)
{
    uint32_t u;
    memcpy(&u, &f, sizeof u);
    return u;
}

static float float_of(uint32_t u)
{
    float f;
    memcpy(&f, &u, sizeof f);
    return f;
}

float ct_f16_to_f32(uint16_t h)
{
    uint32_t sign = (uint32_t)(h & 0x8000) << 16, rest = h & 0x7fff;
    if (rest >= 0x7c00) { /* infinity, NaN */
        return float_of(sign | 0x7f800000 | (rest & 0x3ff) << 13);
    }
    if (rest < 0x400) { /* zero, subnormal: rest * 2^-24 is exact */
        float f = (float)rest * 0x1p-24f;
        return sign ? -f : f;
    }
    return float_of(sign | ((rest << 13) + 0x38000000));
}

/* Rounds |d| to a float16, half to even, in one step: exact for doubles. */
uint16_t ct_f64_to_f16(double d)
{
    uint64_t u;
    memcpy(&u, &d, sizeof u);
    uint16_t sign = (uint16_t)(u >> 48 & 0x8000);
    double a = d < 0 ? -d : d;
    if (!(a == a)) {
        return sign | 0x7e00;
    }
    if (a >= 65520.0) {
        return sign | 0x7c00;
    }
    if (a < 0x1p-14) { /* subnormal: adding 2^28 aligns 2^-24 with the last bit */
        double r = a + 0x1p28;
        memcpy(&u, &r, sizeof u);
        return sign | (uint16_t)(u & 0x7ff);
    }
    memcpy(&u, &a, sizeof u);
    u += 0x1ffffffffff + (u >> 42 & 1); /* half to even at bit 42 */
    return sign | (uint16_t)((u >> 42) - ((uint64_t)(1023 - 15) << 10));
}

uint16_t ct_f32_to_f16(float f)
{
    return ct_f64_to_f16((double)f);
}

float ct_bf16_to_f32(uint16_t h)
{
    return float_of((uint32_t)h << 16);
}

uint16_t ct_f32_to_bf16(float f)
{
    uint32_t u = bits_of(f);
    if (f != f) {
        return (uint16_t)(u >> 16 | 0x40);
    }
    return (uint16_t)((u + 0x7fff + (u >> 16 & 1)) >> 16);
}

/* Rounding to odd first keeps the second rounding right. */
uint16_t ct_f64_to_bf16(double d)
{
    float f = (float)d;
    uint32_t u = bits_of(f);
    if (f == f && (u & 0x7f800000) != 0x7f800000 && (double)f != d) {
        bool too_big = d < 0 ? (double)f < d : (double)f > d;
        u = too_big ? u - 1 : u;
        f = float_of(u | 1);
    }
    return ct_f32_to_bf16(f);
}
