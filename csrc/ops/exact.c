/* exact: what integers beside numbers, or beside integers of the other sign, are.
 *
 * NOTE [Numbers that do not fit] (column `numbers` of the rows) A Python number, or a 0-d
 * tensor, takes the dtype of the integer tensor beside it. Where it lies outside of that,
 *   - a comparison has the answer that mathematics gives (PyTorch's has that of the number
 *     wrapped); a float is compared as it is, not the integers as floats;
 *   - sums, products and bits are those of integers modulo 2^bits, which is what wrapping
 *     the number gives, as in PyTorch; hashes and random generators rely on it;
 *   - in logic it is true;
 *   - everything else (quotients, powers, shifts, limits, choices) is an error. */
#include "ops/exact.h"

#include <math.h>
#include <string.h>

#include "core/device.h"
#include "ops/value.h"
#include "rows/comparison.h"

int ct_exact_check(const ct_call *c, ct_dtype d)
{
    const ct_op *row = c->op;
    bool chooses = row->numbers == CT_NUMBERS_CHOOSE;
    if (row->numbers != CT_NUMBERS_FIT && !chooses) {
        return 0;
    }
    for (int i = chooses; i < c->op->arity; i++) {
        const ct_tensor *t = c->arg[i].tensor;
        ct_scalar s;
        if (t->dtype == d || !ct_tensor_number(c->op->pyname, t, &s)) {
            continue;
        }
        int side = ct_number_side(s, d);
        bool negative = chooses && side < 0; /* choices may wrap, as fills do */
        if (side && !(negative && ct_number_fits(s, d))) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: value cannot be converted to type %s without overflow",
                            c->op->name, ct_dtype_name(d));
        }
    }
    return 0;
}

static bool is_number(const ct_tensor *t)
{
    return t->ndim == 0 && t->device == CT_DEVICE_CPU;
}

/* ---- comparisons --------------------------------------------------------- */

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
    ct_scalar s = ct_tensor_operand(*place);
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
    ct_scalar_store(d, element, ct_tensor_operand(*place));
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
        e->mixed = in[0]->dtype == CT_DTYPE_U64 ? CT_MIXED_UNSIGNED_FIRST
                                                : CT_MIXED_SIGNED_FIRST;
        e->compute = CT_DTYPE_I64;
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
        return compare(c, e, in);
    }
    for (int i = 0;
         row->numbers == CT_NUMBERS_TRUTH && ct_dtype_is_integral(e->compute) && i < n;
         i++) {
        int side = is_number(in[i]) && in[i]->dtype != e->compute
                       ? ct_number_side(ct_tensor_operand(in[i]), e->compute)
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
