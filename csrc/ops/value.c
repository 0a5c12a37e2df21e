/* value: numbers to be written; see value.h. */
#include "ops/value.h"

#include "core/device.h"

#include <float.h>
#include <math.h>

static int no_room(const char *op, ct_dtype dtype)
{
    return ct_error(CT_ERR_RUNTIME,
                    "%s: value cannot be converted to type %s without overflow", op,
                    ct_dtype_name(dtype));
}

/* Lowest and highest of an integer dtype; uint64's highest is handled apart. */
static void int_range(ct_dtype dtype, int64_t *low, int64_t *high)
{
    int bits = (int)ct_dtype_size(dtype) * 8;
    bool is_signed = ct_dtype_is_signed(dtype);
    *low = is_signed ? INT64_MIN >> (64 - bits) : 0;
    *high = is_signed    ? INT64_MAX >> (64 - bits)
            : bits == 64 ? INT64_MAX
                         : (int64_t)((1ull << bits) - 1);
}

static bool int_fits(ct_scalar s, ct_dtype dtype)
{
    int64_t low, high;
    int_range(dtype, &low, &high);
    if (s.category == CT_CATEGORY_FLOATING) { /* both false for NaN */
        return ct_dtype_size(dtype) == 8
                   ? s.re >= (double)low &&
                         s.re < (dtype == CT_DTYPE_U64 ? 0x1p64 : 0x1p63)
                   : s.re >= (double)low && s.re <= (double)high;
    }
    if (s.is_unsigned && s.i < 0) { /* above INT64_MAX */
        return dtype == CT_DTYPE_U64;
    }
    if (!ct_dtype_is_signed(dtype)) { /* small negative numbers wrap, as in PyTorch */
        low = -high;
    }
    return s.i >= low && s.i <= high;
}

int ct_number_side(ct_scalar s, ct_dtype dtype)
{
    int64_t low, high;
    bool large = s.is_unsigned && s.i < 0; /* above INT64_MAX */
    if (dtype == CT_DTYPE_BOOL) {
        return large || s.i > 1 ? 1 : s.i < 0 ? -1 : 0;
    }
    int_range(dtype, &low, &high);
    if (large || s.i > high) {
        return large && dtype == CT_DTYPE_U64 ? 0 : 1;
    }
    return s.i < low ? -1 : 0;
}

bool ct_number_fits(ct_scalar s, ct_dtype dtype)
{
    return ct_dtype_category(dtype) != CT_CATEGORY_INTEGER || int_fits(s, dtype);
}

/* A Python number must be in range; a float16 may become infinite, as in PyTorch. */
static int check_number(const char *op, ct_scalar s, ct_dtype dtype)
{
    if (ct_dtype_category(dtype) == CT_CATEGORY_INTEGER) {
        return int_fits(s, dtype) ? 0 : no_room(op, dtype);
    }
    bool single = dtype == CT_DTYPE_F32 || dtype == CT_DTYPE_C64;
    bool wide =
        s.category >= CT_CATEGORY_FLOATING && isfinite(s.re) && fabs(s.re) > FLT_MAX;
    return single && wide ? no_room(op, dtype) : 0;
}

int ct_check_value(const char *op, const ct_tensor *value, ct_dtype dtype)
{
    if (value->ndim != 0) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected a number or a 0-dimensional value tensor, got "
                        "shape %s",
                        op, ct_tensor_shape_str(value));
    }
    ct_scalar s;
    if (!ct_tensor_number(op, value, &s)) {
        return 0; /* known elsewhere only */
    }
    if (s.category == CT_CATEGORY_COMPLEX && !ct_dtype_is_complex(dtype) &&
        dtype != CT_DTYPE_BOOL && s.im != 0) {
        return no_room(op, dtype);
    }
    return ct_tensor_is_weak(value) ? check_number(op, s, dtype) : 0;
}

int ct_value_store(const char *op, const ct_tensor *value, ct_dtype dtype, void *p)
{
    ct_scalar s;
    if (ct_check_value(op, value, dtype) < 0 || ct_tensor_read(op, value, &s) < 0) {
        return -1;
    }
    ct_scalar_store(dtype, p, s);
    return 0;
}
