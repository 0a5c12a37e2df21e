/* exact: see exact.h. */
#include "cpu/exact.h"

#include <math.h>
#include <string.h>

#include "ops/value.h"
#include "rows/comparison.h"

static bool is_number(const ct_tensor *t)
{
    return t->ndim == 0 && t->device == CT_DEVICE_CPU;
}

static ct_scalar load(const ct_tensor *t)
{
    return ct_scalar_load((ct_dtype)t->dtype, t->data);
}

/* ---- comparisons --------------------------------------------------------- */

/* uint64 with int64, whose bits are compared as int64: a negative one on the unsigned side
 * is above all others. */
#define MIXED_LOOP(name, value)                                         \
    static void name(char *const *ptrs, int64_t n, const ct_value *arg) \
    {                                                                   \
        const int64_t *a = (const int64_t *)ptrs[1];                    \
        const int64_t *b = (const int64_t *)ptrs[2];                    \
        uint8_t *y = (uint8_t *)ptrs[0];                                \
        (void)arg;                                                      \
        for (int64_t i = 0; i < n; i++) {                               \
            y[i] = (value);                                             \
        }                                                               \
    }
#define MIXED(name, left, right) \
    MIXED_LOOP(name##_ui, left)  \
    MIXED_LOOP(name##_iu, right)
MIXED(eq, (a[i] == b[i]) & (a[i] >= 0), (a[i] == b[i]) & (b[i] >= 0))
MIXED(ne, (a[i] != b[i]) | (a[i] < 0), (a[i] != b[i]) | (b[i] < 0))
MIXED(lt, (a[i] < b[i]) & (a[i] >= 0), (a[i] < b[i]) | (b[i] < 0))
MIXED(le, (a[i] <= b[i]) & (a[i] >= 0), (a[i] <= b[i]) | (b[i] < 0))
MIXED(gt, (a[i] > b[i]) | (a[i] < 0), (a[i] > b[i]) & (b[i] >= 0))
MIXED(ge, (a[i] >= b[i]) | (a[i] < 0), (a[i] >= b[i]) & (b[i] >= 0))

static void compare_mixed(const ct_op *row, ct_exact *e, bool first_unsigned)
{
    static const struct {
        const ct_op *row;
        ct_loop iu, ui;
    } loops[] = {{CT_ROW(eq), eq_iu, eq_ui}, {CT_ROW(ne), ne_iu, ne_ui},
                 {CT_ROW(lt), lt_iu, lt_ui}, {CT_ROW(le), le_iu, le_ui},
                 {CT_ROW(gt), gt_iu, gt_ui}, {CT_ROW(ge), ge_iu, ge_ui}};
    int i = 0;
    while (loops[i].row != row) {
        i++;
    }
    e->loop = first_unsigned ? loops[i].ui : loops[i].iu;
    e->compute = CT_DTYPE_I64;
}

/* The row with its operands the other way round. */
static const ct_op *mirrored(const ct_op *row)
{
    static const ct_op *const pairs[][2] = {{CT_ROW(lt), CT_ROW(gt)},
                                            {CT_ROW(gt), CT_ROW(lt)},
                                            {CT_ROW(le), CT_ROW(ge)},
                                            {CT_ROW(ge), CT_ROW(le)}};
    for (int i = 0; i < 4; i++) {
        if (pairs[i][0] == row) {
            return pairs[i][1];
        }
    }
    return row;
}

/* The integer that any integer x compares with as it does with the float f; *known is set
 * where x does not matter. x < f is x < ceil(f), x <= f is x <= floor(f). */
static ct_scalar integer_like(const ct_op *row, double f, int8_t *known)
{
    ct_scalar s = {CT_CATEGORY_INTEGER, false, 0, 0, 0};
    bool rounds = row == CT_ROW(eq) || row == CT_ROW(ne);
    if (f != f || (rounds && f != floor(f))) {
        *known = row == CT_ROW(ne);
        return s;
    }
    s.re = row == CT_ROW(lt) || row == CT_ROW(ge) ? ceil(f) : floor(f);
    s.is_unsigned = s.re >= 0x1p63;
    if (s.re >= 0x1p64 || s.re < -0x1p63) {
        bool above = s.re > 0;
        *known = row == CT_ROW(ne) || (above ? row == CT_ROW(lt) || row == CT_ROW(le)
                                             : row == CT_ROW(gt) || row == CT_ROW(ge));
    } else {
        s.i = s.is_unsigned ? (int64_t)(uint64_t)s.re : (int64_t)s.re;
    }
    return s;
}

/* Integers x of dtype d beside a real number, x `row` number. */
static int compare_number(const ct_op *row, ct_exact *e, ct_dtype d, ct_tensor **place)
{
    ct_scalar s = load(*place);
    bool floating = s.category == CT_CATEGORY_FLOATING;
    if (floating) {
        s = integer_like(row, s.re, &e->known);
    }
    int side = e->known >= 0 ? 0 : ct_number_side(s, d);
    if (side) {
        bool larger = side > 0 ? row == CT_ROW(lt) || row == CT_ROW(le)
                               : row == CT_ROW(gt) || row == CT_ROW(ge);
        e->known = larger || row == CT_ROW(ne);
    }
    if (e->known >= 0) {
        return 0;
    }
    if (!floating && d == e->compute) {
        return 0; /* what it becomes there anyway */
    }
    char element[16];
    ct_scalar_store(d, element, s);
    e->made[0] = ct_tensor_scalar(d, element);
    *place = e->made[0];
    e->compute = d;
    return e->made[0] ? 0 : -1;
}

/* A number beside 16-bit floats is one of them, if that is finite, as it is where it was
 * written into them. */
static int round_number(ct_exact *e, ct_dtype d, ct_tensor **place)
{
    char element[16];
    ct_scalar_store(d, element, load(*place));
    if (!isfinite(ct_scalar_load(d, element).re)) {
        return 0;
    }
    e->made[0] = ct_tensor_scalar(d, element);
    *place = e->made[0];
    return e->made[0] ? 0 : -1;
}

static bool is_real(const ct_tensor *t)
{
    return !ct_dtype_is_complex((ct_dtype)t->dtype);
}

static int compare(const ct_call *c, ct_exact *e, ct_tensor **in)
{
    const ct_op *row = c->op;
    int number = is_number(in[1]) ? 1 : is_number(in[0]) ? 0 : -1;
    if (number == 1 && is_number(in[0]) &&
        ct_dtype_is_inexact((ct_dtype)in[0]->dtype)) {
        number = 0;
    }
    if (number >= 0 && is_real(in[number])) {
        ct_dtype d = (ct_dtype)in[1 - number]->dtype;
        if (ct_dtype_is_integral(d)) {
            return compare_number(number ? row : mirrored(row), e, d, &in[number]);
        }
        bool half = ct_dtype_compute(d) != d && ct_tensor_is_weak(in[number]);
        return half ? round_number(e, d, &in[number]) : 0;
    }
    bool integral = ct_dtype_is_integral((ct_dtype)in[0]->dtype) &&
                    ct_dtype_is_integral((ct_dtype)in[1]->dtype);
    if (integral && ct_dtype_is_inexact(e->compute)) {
        compare_mixed(row, e, in[0]->dtype == CT_DTYPE_U64);
    }
    return 0;
}

/* ---- others -------------------------------------------------------------- */

/* A number that wraps to 0 is true all the same. */
static int replace(ct_exact *e, int i, ct_tensor **in)
{
    char element[16];
    ct_scalar_store(e->compute, element,
                    (ct_scalar){CT_CATEGORY_INTEGER, false, 1, 1, 0});
    e->made[i] = ct_tensor_scalar(e->compute, element);
    in[i] = e->made[i];
    return e->made[i] ? 0 : -1;
}

int ct_exact_operands(const ct_call *c, ct_exact *e, int n, ct_tensor **in)
{
    const ct_op *row = c->op;
    if (row->numbers == CT_NUMBERS_CHOOSE || row->numbers == CT_NUMBERS_WRAP) {
        return 0;
    }
    if (row->numbers == CT_NUMBERS_COMPARE) {
        ct_loop plain = e->loop;
        ct_dtype before = e->compute;
        int status = compare(c, e, in);
        if (e->loop == plain && e->compute != before) {
            e->loop = ct_loops_of(row)->forward[e->compute];
        }
        return status;
    }
    for (int i = 0;
         row->numbers == CT_NUMBERS_TRUTH && ct_dtype_is_integral(e->compute) && i < n;
         i++) {
        int side = is_number(in[i]) && in[i]->dtype != e->compute
                       ? ct_number_side(load(in[i]), e->compute)
                       : 0;
        if (side && replace(e, i, in) < 0) {
            return -1;
        }
    }
    return 0;
}

void ct_exact_release(ct_exact *e)
{
    for (int i = 0; i < CT_MAX_OPERANDS; i++) {
        ct_xdecref(e->made[i]);
    }
}
