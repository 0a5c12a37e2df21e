/* convert: Python objects that stand for tensors (see convert.h).
 *
 * Exact Python types are told apart by their type pointer; everything else, NumPy's
 * scalars among them, takes the slow way. An int beyond int64 is uint64 where it
 * fits, as nothing smaller holds it, and an OverflowError where it does not. */
#include "python/arguments/convert.h"

#include "python/arguments/exact_int.h"
#include "python/errors.h"
#include "python/exchange/numpy.h"
#include "python/type/tensor_type.h"

static int int_value(PyObject *o, ct_scalar *value)
{
    int overflow;
    value->category = CT_CATEGORY_INTEGER;
    value->i = PyLong_AsLongLongAndOverflow(o, &overflow);
    value->re = (double)value->i;
    if (!overflow) {
        return value->i == -1 && PyErr_Occurred() ? -1 : 1;
    }
    if (overflow > 0) {
        uint64_t u = PyLong_AsUnsignedLongLong(o);
        if (!(u == UINT64_MAX && PyErr_Occurred())) {
            value->i = (int64_t)u;
            value->re = (double)u;
            value->is_unsigned = true;
            return 1;
        }
        PyErr_Clear();
    }
    PyErr_Format(PyExc_OverflowError,
                 "number: expected an int from -2**63 to 2**64-1, got a %s one",
                 overflow > 0 ? "larger" : "smaller");
    return -1;
}

int ct_py_number_value(PyObject *o, ct_dtype *dtype, ct_scalar *value)
{
    *value = (ct_scalar){0};
    if (ct_numpy_is_scalar(o)) { /* before float: numpy.float64 is one */
        return ct_numpy_scalar(o, dtype, value);
    }
    if (PyBool_Check(o)) {
        *dtype = CT_DTYPE_BOOL;
        value->re = value->i = o == Py_True;
        return 1;
    }
    if (PyLong_Check(o)) {
        int status = int_value(o, value);
        *dtype = value->is_unsigned ? CT_DTYPE_U64 : CT_DTYPE_I64;
        return status;
    }
    if (PyFloat_Check(o)) {
        *dtype = CT_DTYPE_F64;
        value->category = CT_CATEGORY_FLOATING;
        value->re = PyFloat_AS_DOUBLE(o);
        return 1;
    }
    if (PyComplex_Check(o)) {
        Py_complex z = PyComplex_AsCComplex(o);
        *dtype = CT_DTYPE_C128;
        value->category = CT_CATEGORY_COMPLEX;
        value->re = z.real;
        value->im = z.imag;
        return z.real == -1.0 && PyErr_Occurred() ? -1 : 1;
    }
    return 0;
}

/* The dtype that stands for a number of this kind: nothing is lost in it. */
static ct_dtype weak_dtype(const ct_scalar *value)
{
    switch (value->category) {
    case CT_CATEGORY_BOOLEAN:
        return CT_DTYPE_BOOL;
    case CT_CATEGORY_INTEGER:
        return value->is_unsigned ? CT_DTYPE_U64 : CT_DTYPE_I64;
    case CT_CATEGORY_FLOATING:
        return CT_DTYPE_F64;
    default:
        return CT_DTYPE_C128;
    }
}

static ct_tensor *tensor_of_value(ct_dtype dtype, ct_scalar value)
{
    _Alignas(16) char element[16];
    ct_scalar_store(dtype, element, value);
    ct_tensor *t = ct_tensor_scalar(dtype, element);
    if (!t) {
        ct_py_raise();
    }
    return t;
}

static ct_tensor *number_slow(PyObject *o)
{
    ct_dtype dtype;
    ct_scalar value;
    if (ct_py_number_value(o, &dtype, &value) <= 0) {
        return NULL;
    }
    ct_tensor *t = tensor_of_value(weak_dtype(&value), value);
    if (t) {
        t->flags |= CT_TENSOR_WEAK;
    }
    return t;
}

ct_tensor *ct_py_number(PyObject *o)
{
    if (PyFloat_CheckExact(o)) {
        ct_tensor *t = ct_tensor_weak_float(PyFloat_AS_DOUBLE(o));
        return t ? t : (ct_tensor *)ct_py_raise();
    }
    int64_t i;
    if (ct_py_exact_int(o, &i)) {
        ct_tensor *t = ct_tensor_weak_int(i);
        return t ? t : (ct_tensor *)ct_py_raise();
    }
    return number_slow(o);
}

ct_tensor *ct_py_operand(PyObject *o)
{
    if (ct_py_is_exact_tensor(o)) {
        return ct_newref(o);
    }
    if (PyFloat_CheckExact(o) || PyLong_CheckExact(o)) {
        return ct_py_number(o);
    }
    if (ct_py_is_tensor(o)) {
        return ct_newref(o);
    }
    if (ct_numpy_check(o)) {
        return ct_numpy_import("operand", o, true);
    }
    return number_slow(o);
}

ct_tensor *ct_py_as_tensor(PyObject *o)
{
    if (ct_py_is_tensor(o)) {
        return ct_newref(o);
    }
    if (ct_numpy_check(o)) {
        return ct_numpy_import("tensor", o, true);
    }
    if (ct_numpy_is_scalar(o)) {
        ct_dtype dtype;
        ct_scalar value;
        if (ct_numpy_scalar(o, &dtype, &value) > 0) {
            return tensor_of_value(dtype, value);
        }
    }
    return NULL;
}

const ct_concept ct_convert_concept = {0};
