/* direct: one object, or some, into the call. */
#include "python/arguments/direct.h"

#include "python/arguments/args.h"
#include "python/arguments/convert.h"
#include "python/type/dtype.h"

void ct_direct_drop_numbers(ct_direct *d)
{
    while (d->nnumbers) {
        ct_decref(d->numbers[--d->nnumbers]);
    }
}

bool ct_direct_ints(ct_direct *d, int i, PyObject *const *items, Py_ssize_t n)
{
    int64_t *ints = d->ints + d->nints;
    if (n > CT_DIRECT_INTS - d->nints) {
        return false;
    }
    for (Py_ssize_t k = 0; k < n; k++) { /* of more digits: none that is a size */
        if (!PyLong_CheckExact(items[k]) || !ct_py_one_digit(items[k], &ints[k])) {
            return false;
        }
    }
    ct_call_dims(&d->c, i, n, ints);
    d->nints += (int)n;
    return true;
}

/* A plain float or int, as a weak tensor. */
static __attribute__((noinline)) bool put_number(ct_direct *d, int i, PyObject *o)
{
    bool plain = PyFloat_CheckExact(o) || PyLong_CheckExact(o);
    if (!plain || d->nnumbers == CT_DIRECT_NUMBERS) {
        return false;
    }
    ct_tensor *t = ct_py_number(o);
    if (!t) { /* an int that no dtype holds: binding says so */
        PyErr_Clear();
        return false;
    }
    d->numbers[d->nnumbers++] = t;
    ct_call_tensor(&d->c, i, t);
    return true;
}

static bool put_tensor(ct_direct *d, int i, PyObject *o)
{
    ct_call_tensor(&d->c, i, ct_py_tensor(o));
    return ct_py_is_quiet(o);
}

static __attribute__((noinline)) bool put_float(ct_direct *d, int i, PyObject *o)
{
    int64_t whole = 0;
    bool is_float = PyFloat_CheckExact(o);
    if (!is_float && !ct_py_exact_int(o, &whole)) {
        return false;
    }
    ct_call_float(&d->c, i, is_float ? PyFloat_AS_DOUBLE(o) : (double)whole);
    return true;
}

static __attribute__((noinline)) bool put_dtype(ct_direct *d, int i, PyObject *o)
{
    ct_dtype dtype;
    if (!Py_IS_TYPE(o, &ct_py_dtype_type) || ct_py_dtype_parse("", o, &dtype) < 0) {
        return false;
    }
    ct_call_int(&d->c, i, dtype);
    return true;
}

/* None: as if it were not given. */
static bool put_none(ct_direct *d, int i)
{
    d->c.given &= ~(1u << i);
    return d->c.op->params[i].optional;
}

bool ct_direct_put_any(ct_direct *d, int i, PyObject *o)
{
    if (o == Py_None) {
        return put_none(d, i);
    }
    switch ((ct_arg_type)d->c.op->params[i].type) {
    case CT_ARG_TENSOR:
        return put_tensor(d, i, o);
    case CT_ARG_OPERAND:
        return put_number(d, i, o) || put_tensor(d, i, o);
    case CT_ARG_SCALAR:
        return put_number(d, i, o);
    case CT_ARG_INT:
    case CT_ARG_AXIS:
    case CT_ARG_NEW_AXIS:
        d->c.given |= 1u << i;
        return ct_py_exact_int(o, &d->c.arg[i].i);
    case CT_ARG_FLOAT:
        return put_float(d, i, o);
    case CT_ARG_BOOL:
        ct_call_int(&d->c, i, o == Py_True);
        return PyBool_Check(o);
    case CT_ARG_DTYPE:
        return put_dtype(d, i, o);
    case CT_ARG_AXES:
    case CT_ARG_INTS:
        return PyTuple_CheckExact(o)
                   ? ct_direct_ints(d, i, ((PyTupleObject *)o)->ob_item,
                                    PyTuple_GET_SIZE(o))
                   : ct_direct_ints(d, i, &o, 1);
    default:
        return false;
    }
}

bool ct_direct_knows(const ct_op *op, PyObject *kwnames)
{
    bool knows = true;
    for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(kwnames) && knows; k++) {
        knows = ct_py_keyword(op, PyTuple_GET_ITEM(kwnames, k)) >= 0;
    }
    return knows;
}

/* Of a row that makes a leaf the last parameter, requires_grad, is for its caller. */
bool ct_direct_named(ct_direct *d, int first, PyObject *kwnames,
                     PyObject *const *values)
{
    const ct_op *op = d->c.op;
    int end = op->nparam - (op->flags & CT_OP_CREATES ? 1 : 0);
    uint32_t named = 0;
    if (!ct_py_direct_type) {
        return false;
    }
    for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(kwnames); k++) {
        int i = ct_py_keyword(op, PyTuple_GET_ITEM(kwnames, k));
        if (i < first || i >= end || named >> i & 1 ||
            !ct_direct_put(d, i, values[k])) {
            return false;
        }
        named |= 1u << i;
    }
    return true;
}
