/* The number slots: each a row of the op table. */
#include "python/type/number.h"

#include <float.h>

#include "python/arguments/convert.h"
#include "python/arguments/results.h"
#include "python/errors.h"
#include "python/exchange/numpy.h"
#include "python/override/ask.h"
#include "python/type/slots.h"
#include "python/type/tensor_type.h"
#include "rows/arithmetic.h"
#include "rows/bitwise.h"
#include "rows/comparison.h"
#include "rows/division.h"
#include "rows/matmul.h"
#include "rows/sign.h"

/* ---- calls -------------------------------------------------------------- */

static PyObject *run_binary(const ct_op *op, ct_tensor *a, ct_tensor *b)
{
    ct_call c;
    ct_call_init(&c, op);
    ct_call_tensor(&c, 0, a);
    ct_call_tensor(&c, 1, b);
    return ct_py_run(&c);
}

static PyObject *run_in_place(const ct_op *op, ct_tensor *a, ct_tensor *b)
{
    ct_call c;
    ct_call_init(&c, op);
    ct_call_tensor(&c, 0, a);
    ct_call_tensor(&c, 1, b);
    c.form = CT_FORM_INPLACE;
    c.out[0] = ct_newref(a);
    return ct_py_run(&c);
}

static PyObject *not_an_operand(void)
{
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_NotImplemented);
}

/* ---- overrides ---------------------------------------------------------- */

typedef struct operator_name { /* the methods that an operator is known as */
    const ct_op *op;
    const char *name, *reflected, *in_place; /* x + 1, 1 + x, x += 1 */
} operator_name;

static const operator_name operator_names[] = {
    {CT_ROW(add), "add", "add", "add_"},
    {CT_ROW(sub), "sub", "__rsub__", "sub_"},
    {CT_ROW(mul), "mul", "mul", "mul_"},
    {CT_ROW(true_divide), "div", "__rtruediv__", "div_"},
    {CT_ROW(floor_divide), "__floordiv__", "__rfloordiv__", "floor_divide_"},
    {CT_ROW(remainder), "remainder", "__rmod__", "remainder_"},
    {CT_ROW(pow), "__pow__", "__rpow__", "__ipow__"},
    {CT_ROW(matmul), "matmul", "__rmatmul__", NULL},
    {CT_ROW(bitwise_and), "__and__", "bitwise_and", "__iand__"},
    {CT_ROW(bitwise_or), "__or__", "bitwise_or", "__ior__"},
    {CT_ROW(bitwise_xor), "__xor__", "bitwise_xor", "__ixor__"},
    {CT_ROW(bitwise_left_shift), "__lshift__", "__rlshift__", "__ilshift__"},
    {CT_ROW(bitwise_right_shift), "__rshift__", "__rrshift__", "__irshift__"},
    {CT_ROW(eq), "__eq__", "__eq__", NULL},
    {CT_ROW(ne), "ne", "ne", NULL},
    {CT_ROW(lt), "lt", "gt", NULL},
    {CT_ROW(le), "le", "ge", NULL},
    {CT_ROW(gt), "gt", "lt", NULL},
    {CT_ROW(ge), "ge", "le", NULL},
};

/* The answer of the operands' classes, if any has one for the operator; NotImplemented
 * (new reference) otherwise, with *asked false where there is none to ask. */
static PyObject *ask(const ct_op *op, PyObject *a, PyObject *b, bool in_place,
                     bool *asked)
{
    PyObject *args[] = {a, b};
    *asked = ct_py_asks(NULL, args, 2, NULL, false);
    if (!*asked) {
        return Py_NewRef(Py_NotImplemented);
    }
    const operator_name *known = operator_names;
    while (known->op != op) {
        known++;
    }
    const char *name = in_place ? known->in_place : known->name;
    if (!ct_py_is_tensor(a)) {
        name = known->reflected;
        args[0] = b;
        args[1] = a;
    }
    return ct_py_ask_any(ct_py_public_method(name), NULL, args, 2, NULL, false);
}

/* ---- two operands ------------------------------------------------------- */

/* A number of which no mode is asked. */
static inline bool is_plain_number(PyObject *o)
{
    return ct_py_direct_type && (PyFloat_CheckExact(o) || PyLong_CheckExact(o));
}

static inline bool is_plain(PyObject *o)
{
    return ct_py_is_direct(o) || is_plain_number(o) || ct_py_is_quiet_subclass(o);
}

static __attribute__((noinline)) PyObject *binary_slow(const ct_op *op, PyObject *a,
                                                       PyObject *b)
{
    if (!is_plain(a) || !is_plain(b)) {
        bool asked;
        PyObject *answer = ask(op, a, b, false, &asked);
        if (asked) {
            return answer;
        }
        Py_DECREF(answer);
    }
    ct_tensor *x = ct_py_operand(a);
    if (!x) {
        return not_an_operand();
    }
    ct_tensor *y = ct_py_operand(b);
    PyObject *result = y ? run_binary(op, x, y) : not_an_operand();
    ct_decref(x);
    ct_xdecref(y);
    return result;
}

PyObject *ct_py_binary(const ct_op *op, PyObject *a, PyObject *b)
{
    if (ct_py_is_direct(a) && ct_py_is_direct(b)) {
        return run_binary(op, ct_py_tensor(a), ct_py_tensor(b));
    }
    return binary_slow(op, a, b);
}

/* `a` is the Tensor left of `+=`. */
static PyObject *in_place(const ct_op *op, PyObject *a, PyObject *b)
{
    if (ct_py_is_direct(a) && ct_py_is_direct(b)) {
        return run_in_place(op, ct_py_tensor(a), ct_py_tensor(b));
    }
    if (!is_plain(a) || !is_plain(b)) {
        bool asked;
        PyObject *answer = ask(op, a, b, true, &asked);
        if (asked) {
            return answer;
        }
        Py_DECREF(answer);
    }
    ct_tensor *y = ct_py_operand(b);
    if (!y) {
        return not_an_operand();
    }
    PyObject *result = run_in_place(op, ct_py_tensor(a), y);
    ct_decref(y);
    return result;
}

static PyObject *unary(const ct_op *op, PyObject *a)
{
    ct_call c;
    ct_call_init(&c, op);
    ct_call_tensor(&c, 0, ct_py_tensor(a));
    return ct_py_run(&c);
}

/* ---- slots -------------------------------------------------------------- */

#define BINARY(name)                                       \
    static PyObject *slot_##name(PyObject *a, PyObject *b) \
    {                                                      \
        return ct_py_binary(CT_ROW(name), a, b);           \
    }
#define IN_PLACE(name)                                              \
    BINARY(name)                                                    \
    static PyObject *slot_in_place_##name(PyObject *a, PyObject *b) \
    {                                                               \
        return in_place(CT_ROW(name), a, b);                        \
    }
#define UNARY(name)                           \
    static PyObject *slot_##name(PyObject *a) \
    {                                         \
        return unary(CT_ROW(name), a);        \
    }

IN_PLACE(add)
IN_PLACE(sub)
IN_PLACE(mul)
IN_PLACE(true_divide)
IN_PLACE(floor_divide)
IN_PLACE(remainder)
IN_PLACE(pow)
IN_PLACE(bitwise_and)
IN_PLACE(bitwise_or)
IN_PLACE(bitwise_xor)
IN_PLACE(bitwise_left_shift)
IN_PLACE(bitwise_right_shift)
UNARY(neg)
UNARY(abs)
UNARY(bitwise_not)

static PyObject *slot_power(PyObject *a, PyObject *b, PyObject *modulus)
{
    return modulus == Py_None ? slot_pow(a, b) : Py_NewRef(Py_NotImplemented);
}

static PyObject *slot_in_place_power(PyObject *a, PyObject *b, PyObject *modulus)
{
    return modulus == Py_None ? slot_in_place_pow(a, b) : Py_NewRef(Py_NotImplemented);
}

static PyObject *slot_divmod(PyObject *a, PyObject *b)
{
    PyObject *quotient = slot_floor_divide(a, b);
    if (!quotient || quotient == Py_NotImplemented) {
        return quotient;
    }
    PyObject *rest = slot_remainder(a, b);
    PyObject *pair = rest ? PyTuple_Pack(2, quotient, rest) : NULL;
    Py_DECREF(quotient);
    Py_XDECREF(rest);
    return pair;
}

static bool is_array(PyObject *o)
{
    return ct_py_is_tensor(o) || ct_numpy_check(o);
}

/* Numbers have no matrix product; a class that answers may have one. */
static PyObject *slot_matmul(PyObject *a, PyObject *b)
{
    PyObject *factors[] = {a, b};
    if ((!is_array(a) || !is_array(b)) && !ct_py_asks(NULL, factors, 2, NULL, false)) {
        return Py_NewRef(Py_NotImplemented);
    }
    return ct_py_binary(CT_ROW(matmul), a, b);
}

static PyObject *slot_positive(PyObject *a)
{
    if (ct_py_tensor(a)->dtype == CT_DTYPE_BOOL) {
        PyErr_SetString(PyExc_RuntimeError,
                        "positive: expected a numeric dtype, got bool");
        return NULL;
    }
    return Py_NewRef(a);
}

PyNumberMethods ct_py_number_methods = {
    .nb_add = slot_add,
    .nb_inplace_add = slot_in_place_add,
    .nb_subtract = slot_sub,
    .nb_inplace_subtract = slot_in_place_sub,
    .nb_multiply = slot_mul,
    .nb_inplace_multiply = slot_in_place_mul,
    .nb_true_divide = slot_true_divide,
    .nb_inplace_true_divide = slot_in_place_true_divide,
    .nb_floor_divide = slot_floor_divide,
    .nb_inplace_floor_divide = slot_in_place_floor_divide,
    .nb_remainder = slot_remainder,
    .nb_inplace_remainder = slot_in_place_remainder,
    .nb_divmod = slot_divmod,
    .nb_power = slot_power,
    .nb_inplace_power = slot_in_place_power,
    .nb_matrix_multiply = slot_matmul,
    .nb_and = slot_bitwise_and,
    .nb_inplace_and = slot_in_place_bitwise_and,
    .nb_or = slot_bitwise_or,
    .nb_inplace_or = slot_in_place_bitwise_or,
    .nb_xor = slot_bitwise_xor,
    .nb_inplace_xor = slot_in_place_bitwise_xor,
    .nb_lshift = slot_bitwise_left_shift,
    .nb_inplace_lshift = slot_in_place_bitwise_left_shift,
    .nb_rshift = slot_bitwise_right_shift,
    .nb_inplace_rshift = slot_in_place_bitwise_right_shift,
    .nb_negative = slot_neg,
    .nb_positive = slot_positive,
    .nb_absolute = slot_abs,
    .nb_invert = slot_bitwise_not,
    .nb_bool = ct_py_nonzero,
    .nb_int = ct_py_int_slot,
    .nb_float = ct_py_float_slot,
    .nb_index = ct_py_index_slot,
};

/* An int that no dtype holds compares as a float of its size does, exactly: there is no
 * element between the two. New reference, or NULL without an exception for any other. */
static PyObject *int_beyond(PyObject *o)
{
    int overflow = 0;
    if (!PyLong_CheckExact(o)) {
        return NULL;
    }
    (void)PyLong_AsLongLongAndOverflow(o, &overflow);
    if (overflow > 0) {
        uint64_t u = PyLong_AsUnsignedLongLong(o);
        overflow = u == UINT64_MAX && PyErr_Occurred();
        PyErr_Clear();
    }
    if (overflow == 0) {
        return NULL;
    }
    double d = PyLong_AsDouble(o);
    if (PyErr_Occurred()) { /* beyond float64, too */
        PyErr_Clear();
        d = overflow > 0 ? DBL_MAX : -DBL_MAX;
    }
    d = d == -0x1p63 ? -0x1.0000000000001p63 : d; /* below the lowest int64 */
    return PyFloat_FromDouble(d);
}

PyObject *ct_py_richcompare(PyObject *a, PyObject *b, int op)
{
    static const ct_op *const rows[] = {
        [Py_LT] = CT_ROW(lt), [Py_LE] = CT_ROW(le), [Py_EQ] = CT_ROW(eq),
        [Py_NE] = CT_ROW(ne), [Py_GT] = CT_ROW(gt), [Py_GE] = CT_ROW(ge)};
    PyObject *number = int_beyond(b);
    PyObject *result = ct_py_binary(rows[op], a, number ? number : b);
    Py_XDECREF(number);
    return result;
}

const ct_concept ct_number_concept = {0};
