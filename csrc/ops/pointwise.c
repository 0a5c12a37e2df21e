/* pointwise: promotion, broadcasting and result of the formula rows. One check
 * serves them all; what differs is in the row. */
#include "ops/pointwise.h"
#include "core/device.h"

#include <math.h>
#include <string.h>

#include "core/layout.h"
#include "ops/exact.h"
#include "ops/value.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/division.h"
#include "rows/exponential.h"

int ct_pointwise_check(ct_call *c);

const ct_op *ct_pointwise_power(const ct_tensor *exponent, ct_dtype compute,
                                double *known)
{
    static const struct {
        double exponent;
        const ct_op *row;
    } rows[] = {{2, CT_ROW(square)},
                {0.5, CT_ROW(sqrt)},
                {-1, CT_ROW(reciprocal)},
                {-0.5, CT_ROW(rsqrt)}};
    *known = NAN;
    if (exponent->numel != 1 || exponent->device != CT_DEVICE_CPU ||
        !ct_dtype_is_inexact(compute)) {
        return NULL;
    }
    ct_scalar s = ct_tensor_operand(exponent);
    if (s.im == 0) {
        *known = ct_dtype_is_inexact((ct_dtype)exponent->dtype) ? s.re : (double)s.i;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].exponent == *known) {
            return rows[i].row;
        }
    }
    return NULL;
}

void ct_pointwise_prepare(ct_op *op)
{
    bool formula = op->kind == CT_KIND_POINTWISE && op->nout == 1;
    op->plain = formula && op->nparam == op->arity && op->dtype_class < CT_CLASS_BITS &&
                op != CT_ROW(where);
    op->straight = formula && op->numbers != CT_NUMBERS_COMPARE && op != CT_ROW(pow);
}

/* What a class of rows takes, by category of the promoted dtype. */
static const struct {
    bool takes[4]; /* boolean, integer, floating, complex */
    const char *expected;
} classes[] = {
    [CT_CLASS_FLOATS] = {{true, true, true, false}, "a real"},
    [CT_CLASS_FLOATC] = {{true, true, true, true}, NULL},
    [CT_CLASS_NUMS] = {{false, true, true, false}, "an integer or floating"},
    [CT_CLASS_NUMC] = {{false, true, true, true}, "a numeric (not bool)"},
    [CT_CLASS_ALLS] = {{true, true, true, false}, "a real"},
    [CT_CLASS_ALLC] = {{true, true, true, true}, NULL},
    [CT_CLASS_BITS] = {{true, true, false, false}, "a bool or integer"},
    [CT_CLASS_INTS] = {{false, true, false, false}, "an integer"},
};

/* The dtype the row computes in for operands that promote to d; CT_DTYPE_COUNT with
 * the error set when the row does not take it. */
static inline ct_dtype class_dtype(const ct_call *c, ct_dtype d)
{
    uint8_t class = c->op->dtype_class;
    if (c->op == CT_ROW(square) && d == CT_DTYPE_BOOL) {
        return CT_DTYPE_I64; /* as pow(x, 2), whose 2 is an int */
    }
    if (!classes[class].takes[ct_dtype_category(d)]) {
        ct_check_dtype(c, false, classes[class].expected, d);
        return CT_DTYPE_COUNT;
    }
    bool to_float = class <= CT_CLASS_FLOATC && ct_dtype_is_integral(d);
    return to_float ? ct_dtype_default() : d;
}

/* The dtype that the operands promote to; where's condition has no say. */
static inline ct_dtype promoted(const ct_call *c)
{
    int first = c->op == CT_ROW(where);
    const ct_tensor *a = c->arg[first].tensor;
    bool differ = false;
    for (int i = first + 1; i < c->op->arity; i++) {
        const ct_tensor *b = c->arg[i].tensor;
        differ |= b->dtype != a->dtype || (a->flags | b->flags) & CT_TENSOR_WEAK;
    }
    if (!differ) {
        return (ct_dtype)a->dtype;
    }
    ct_tensor *in[CT_MAX_OPERANDS];
    int n = ct_pointwise_operands(c, in);
    return ct_promote_tensors(n - first, in + first);
}

/* A condition is converted to the dtype of the choices: only bool and uint8, its
 * predecessor, are sure to stay what they are. */
static int check_condition(const ct_call *c)
{
    ct_dtype d = (ct_dtype)FIRST(c)->dtype;
    return ct_check_dtype(c, d == CT_DTYPE_BOOL || d == CT_DTYPE_U8,
                          "a condition of bool", d);
}

/* The operand that has the result's shape, the others being like it or numbers; NULL
 * when they must be broadcast. */
static inline const ct_tensor *largest(const ct_call *c)
{
    const ct_tensor *most = FIRST(c);
    for (int i = 1; i < c->op->arity; i++) {
        const ct_tensor *t = c->arg[i].tensor;
        if (most->ndim == 0) {
            most = t;
        } else if (t->ndim != 0 && !ct_tensor_same_shape(most, t)) {
            return NULL;
        }
    }
    return most;
}

/* Does a result that follows t first of all come out row-major? */
static inline bool is_plain(const ct_tensor *t)
{
    return t->ndim < 2 || ct_tensor_is_contiguous(t);
}

/* The shape that all operands broadcast to; its number of dims, or -1. */
static int broadcast_shape(ct_call *c, int64_t *shape)
{
    const ct_tensor *t = FIRST(c);
    int ndim = t->ndim;
    memcpy(shape, t->shape, (size_t)ndim * sizeof *shape);
    for (int i = 1; i < c->op->arity; i++) {
        t = c->arg[i].tensor;
        if (t->ndim != 0 &&
            ct_shape_broadcast(c->op->name, &ndim, shape, t->ndim, t->shape) < 0) {
            return -1;
        }
    }
    return ndim;
}

/* NOTE [Kept order]: in memory as the operands lie. */
static void follow_operands(ct_call *c, int result, ct_spec *s)
{
    ct_tensor *in[CT_MAX_OPERANDS];
    ct_block b = {s->ndim, s->shape, ct_dtype_size((ct_dtype)s->dtype)};
    if (ct_layout_follow(b, ct_pointwise_operands(c, in), in,
                         ct_call_strides(c, result))) {
        s->strides = ct_call_strides(c, result);
    }
}

/* Does an integer dtype hold the attribute, without its fraction? */
static bool holds(ct_dtype d, const ct_param *p, ct_value v)
{
    ct_scalar s = {.category = CT_CATEGORY_INTEGER, .i = v.i};
    if (p->type == CT_ARG_FLOAT) {
        double whole = trunc(v.f);
        s.is_unsigned = whole >= 0x1p63;
        if (!(whole >= -0x1p63 && whole < 0x1p64)) {
            return false;
        }
        s.i = s.is_unsigned ? (int64_t)(uint64_t)whole : (int64_t)whole;
    }
    return ct_number_side(s, d) == 0;
}

/* An attribute that is not given is NaN, which a formula can ask for. Those of an integer
 * row are integers, as in PyTorch: the fraction is cut off. */
static int check_attributes(ct_call *c, ct_dtype d)
{
    for (int i = c->op->arity; i < c->op->nparam; i++) {
        if (!ct_given(c, i)) {
            ct_call_float(c, i, NAN);
        }
        if (ct_dtype_category(d) == CT_CATEGORY_INTEGER &&
            !holds(d, &c->op->params[i], c->arg[i])) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: %s: value cannot be converted to type %s without "
                            "overflow",
                            c->op->name, c->op->params[i].name, ct_dtype_name(d));
        }
    }
    return 0;
}

/* Most calls: floats of one dtype and one shape, row by row, or Python's numbers beside
 * them, of which there is nothing to promote, to convert or to broadcast. */
static inline bool is_simple(const ct_call *c)
{
    const ct_tensor *t = FIRST(c);
    if (!c->op->plain || !is_plain(t) || ct_tensor_is_weak(t) ||
        ct_dtype_category((ct_dtype)t->dtype) != CT_CATEGORY_FLOATING) {
        return false;
    }
    for (int i = 1; i < c->op->arity; i++) {
        const ct_tensor *other = c->arg[i].tensor;
        bool number = ct_tensor_is_weak(other);
        if (number ? ct_dtype_is_complex((ct_dtype)other->dtype)
                   : other->dtype != t->dtype || !ct_tensor_same_shape(t, other)) {
            return false;
        }
    }
    return true;
}

int ct_pointwise_check(ct_call *c)
{
    if (is_simple(c)) {
        const ct_tensor *t = FIRST(c);
        ct_dtype d = (ct_dtype)t->dtype;
        c->compute = (uint8_t)ct_device_compute(c->device, d);
        return ct_call_like(c, 0, ct_pointwise_result(c->op, d), t);
    }
    if (c->op == CT_ROW(where) && check_condition(c) < 0) {
        return -1;
    }
    ct_dtype d = class_dtype(c, promoted(c));
    if (d == CT_DTYPE_COUNT ||
        (ct_dtype_category(d) == CT_CATEGORY_INTEGER && ct_exact_check(c, d) < 0) ||
        (c->op->nparam > c->op->arity && check_attributes(c, d) < 0)) {
        return -1;
    }
    c->compute = (uint8_t)ct_device_compute(c->device, d);
    const ct_tensor *most = largest(c);
    ct_dtype result = ct_pointwise_result(c->op, d);
    const int64_t *shape = most ? most->shape : ct_call_shape(c, 0);
    int ndim = most ? most->ndim : broadcast_shape(c, ct_call_shape(c, 0));
    if (ndim < 0) {
        return -1;
    }
    for (int i = 0; i < c->op->nout; i++) {
        ct_spec *s = ct_call_spec(c, i, i ? CT_DTYPE_I32 : result, ndim, shape);
        if (c->form == CT_FORM_NEW && !(most && is_plain(most))) {
            follow_operands(c, i, s);
        }
    }
    return 0;
}
