/* ufunc: __array_ufunc__(ufunc, method, *inputs, **kwargs).
 *
 * Three ways, in this order: a ufunc that is a row runs it, when the operands' dtypes
 * are such that row and ufunc agree on the result's; with a gradient at stake
 * ctensor/_numpy/ufuncs.py finds ops for it or refuses; else NumPy computes, on arrays
 * over the tensors' memory. */
#include "python/exchange/ufunc.h"

#include <string.h>

#include "autograd/meta.h"
#include "python/arguments/convert.h"
#include "python/arguments/results.h"
#include "python/errors.h"
#include "python/exchange/numpy.h"
#include "python/exchange/numpy_fallback.h"
#include "python/exchange/numpy_map.h"
#include "python/type/number.h"
#include "python/type/slots.h"
#include "python/type/tensor_type.h"

/* NumPy makes a new string for each call, so that addresses say nothing. */
static inline bool is_call(PyObject *method)
{
    return PyUnicode_GET_LENGTH(method) == 8 && PyUnicode_IS_COMPACT_ASCII(method) &&
           memcmp(PyUnicode_DATA(method), "__call__", 8) == 0;
}

/* ---- ufuncs that are rows ----------------------------------------------- */

static inline bool takes(const ct_numpy_entry *e, const ct_tensor *t)
{
    return e->dtypes >> t->dtype & 1;
}

static PyObject *run_unary(const ct_numpy_entry *e, PyObject *a)
{
    ct_tensor *x = ct_py_is_tensor(a) ? ct_py_tensor(a) : NULL;
    if (!x || !takes(e, x)) {
        return Py_NewRef(Py_NotImplemented);
    }
    ct_call c;
    ct_call_init(&c, e->op);
    ct_call_tensor(&c, 0, x);
    return ct_py_run(&c);
}

/* Would the row give x and y the dtype that NumPy gives them? One dtype, or a float
 * beside a Python number. */
static bool alike(const ct_numpy_entry *e, const ct_tensor *x, const ct_tensor *y)
{
    bool weak_x = ct_tensor_is_weak(x), weak_y = ct_tensor_is_weak(y);
    if (weak_x == weak_y) {
        return !weak_x && x->dtype == y->dtype && takes(e, x);
    }
    const ct_tensor *t = weak_x ? y : x, *number = weak_x ? x : y;
    return ct_dtype_is_inexact((ct_dtype)t->dtype) && takes(e, t) &&
           (!ct_dtype_is_complex((ct_dtype)number->dtype) || takes(e, number));
}

/* An array or a number of NumPy's on the left: that may be `array + tensor`, which
 * NumPy passes on as numpy.add(array, tensor). The operator's rule holds then. */
static bool is_operator(PyObject *left)
{
    return ct_numpy_check(left) || ct_numpy_is_scalar(left);
}

/* Was an operand refused for a dtype that only NumPy has, as text and objects? The
 * exception is cleared then. */
static bool is_numpys(PyObject *a, PyObject *b)
{
    if (!PyErr_ExceptionMatches(PyExc_TypeError) ||
        !(is_operator(a) || is_operator(b))) {
        return false;
    }
    PyErr_Clear();
    return true;
}

static PyObject *run_binary(const ct_numpy_entry *e, PyObject *a, PyObject *b)
{
    if (ct_py_is_exact_tensor(a) && ct_py_is_exact_tensor(b)) {
        return alike(e, ct_py_tensor(a), ct_py_tensor(b))
                   ? ct_py_binary(e->op, a, b)
                   : Py_NewRef(Py_NotImplemented);
    }
    ct_tensor *x = ct_py_operand(a);
    ct_tensor *y = x ? ct_py_operand(b) : NULL;
    PyObject *result = NULL;
    if (y && (is_operator(a) || alike(e, x, y))) {
        result = ct_py_binary(e->op, ct_py_object(x), ct_py_object(y));
    } else if (!PyErr_Occurred() || is_numpys(a, b)) {
        result = Py_NewRef(Py_NotImplemented);
    }
    ct_xdecref(x);
    ct_xdecref(y);
    return result;
}

static inline PyObject *run_row(const ct_numpy_entry *e, PyObject *const *inputs,
                                Py_ssize_t n)
{
    if (n == 1 && e->op->arity == 1) {
        return run_unary(e, inputs[0]);
    }
    return n == 2 && e->op->arity != 1 ? run_binary(e, inputs[0], inputs[1])
                                       : Py_NewRef(Py_NotImplemented);
}

/* ---- ufuncs that are NumPy's -------------------------------------------- */

/* Does any argument require grad? */
static bool at_stake(PyObject *const *values, Py_ssize_t n)
{
    for (Py_ssize_t i = 0; i < n; i++) {
        if (ct_numpy_records(values[i])) {
            return true;
        }
    }
    return false;
}

/* A Tensor as an ndarray over its memory; other objects as they are. New reference. */
static PyObject *as_array(PyObject *o, bool written)
{
    if (!ct_py_is_tensor(o)) {
        return Py_NewRef(o);
    }
    ct_tensor *t = ct_py_tensor(o);
    if (written && ct_tensor_check_writable("out", t) < 0) {
        return ct_py_raise();
    }
    return ct_numpy_export(t, ct_numpy_may_write(t));
}

static PyObject *as_arrays(PyObject *const *items, Py_ssize_t n, bool written)
{
    PyObject *tuple = PyTuple_New(n);
    for (Py_ssize_t i = 0; tuple && i < n; i++) {
        PyObject *array = as_array(items[i], written);
        if (!array) {
            Py_CLEAR(tuple);
            break;
        }
        PyTuple_SET_ITEM(tuple, i, array);
    }
    return tuple;
}

/* The keywords with `out` as arrays; *out is borrowed, NULL when not given. */
static PyObject *keywords(PyObject *const *values, PyObject *kwnames, PyObject **out)
{
    PyObject *kwargs = PyDict_New();
    *out = NULL;
    for (Py_ssize_t k = 0; kwargs && kwnames && k < PyTuple_GET_SIZE(kwnames); k++) {
        PyObject *name = PyTuple_GET_ITEM(kwnames, k), *value = Py_NewRef(values[k]);
        if (PyUnicode_CompareWithASCIIString(name, "out") == 0 &&
            PyTuple_Check(value)) {
            *out = values[k];
            Py_SETREF(value, as_arrays(((PyTupleObject *)*out)->ob_item,
                                       PyTuple_GET_SIZE(*out), true));
        } else if (ct_py_is_tensor(value)) { /* where= */
            Py_SETREF(value, as_array(value, false));
        }
        if (!value || PyDict_SetItem(kwargs, name, value) < 0) {
            Py_CLEAR(kwargs);
        }
        Py_XDECREF(value);
    }
    return kwargs;
}

/* Result number i as a Tensor, or the out= that was given for it. Steals result. */
static PyObject *as_result(PyObject *result, PyObject *out, Py_ssize_t i)
{
    PyObject *given =
        out && i < PyTuple_GET_SIZE(out) ? PyTuple_GET_ITEM(out, i) : Py_None;
    if (given != Py_None) {
        Py_DECREF(result);
        if (ct_py_is_tensor(given)) {
            ct_tensor_bump(ct_py_tensor(given));
        }
        return Py_NewRef(given);
    }
    return ct_numpy_wrap(result);
}

static PyObject *as_results(PyObject *result, PyObject *out)
{
    if (!result || !PyTuple_Check(result)) {
        return result ? as_result(result, out, 0) : NULL;
    }
    PyObject *tuple = PyTuple_New(PyTuple_GET_SIZE(result));
    for (Py_ssize_t i = 0; tuple && i < PyTuple_GET_SIZE(result); i++) {
        PyObject *one = as_result(Py_NewRef(PyTuple_GET_ITEM(result, i)), out, i);
        if (!one) {
            Py_CLEAR(tuple);
            break;
        }
        PyTuple_SET_ITEM(tuple, i, one);
    }
    Py_DECREF(result);
    return tuple;
}

/* f(x) or f(x, y), as most calls are, without a tuple and a dict for it. */
static PyObject *run_plain_in_numpy(PyObject *ufunc, PyObject *const *inputs,
                                    Py_ssize_t n)
{
    PyObject *arrays[2] = {NULL}, *result = NULL;
    Py_ssize_t done = 0;
    while (done < n && (arrays[done] = as_array(inputs[done], false))) {
        done++;
    }
    if (done == n) {
        result = PyObject_Vectorcall(ufunc, arrays, (size_t)n, NULL);
    }
    for (Py_ssize_t i = 0; i < done; i++) {
        Py_DECREF(arrays[i]);
    }
    return as_results(result, NULL);
}

static PyObject *run_in_numpy(PyObject *ufunc, PyObject *method,
                              PyObject *const *inputs, Py_ssize_t n, PyObject *kwnames)
{
    if (n <= 2 && !kwnames && is_call(method)) {
        return run_plain_in_numpy(ufunc, inputs, n);
    }
    PyObject *out, *result = NULL;
    PyObject *function =
        is_call(method) ? Py_NewRef(ufunc) : PyObject_GetAttr(ufunc, method);
    PyObject *args = function ? as_arrays(inputs, n, false) : NULL;
    PyObject *kwargs = args ? keywords(inputs + n, kwnames, &out) : NULL;
    if (kwargs) {
        result = as_results(PyObject_Call(function, args, kwargs), out);
    }
    Py_XDECREF(function);
    Py_XDECREF(args);
    Py_XDECREF(kwargs);
    return result;
}

/* ---- ufuncs whose gradient is at stake ---------------------------------- */

/* ctensor._numpy.ufunc(ufunc, method, inputs, kwargs). */
static PyObject *run_in_python(PyObject *ufunc, PyObject *method,
                               PyObject *const *inputs, Py_ssize_t n, PyObject *kwnames)
{
    PyObject *result = NULL, *tuple = PyTuple_New(n), *kwargs = PyDict_New();
    for (Py_ssize_t i = 0; tuple && i < n; i++) {
        PyTuple_SET_ITEM(tuple, i, Py_NewRef(inputs[i]));
    }
    for (Py_ssize_t k = 0; kwargs && kwnames && k < PyTuple_GET_SIZE(kwnames); k++) {
        if (PyDict_SetItem(kwargs, PyTuple_GET_ITEM(kwnames, k), inputs[n + k]) < 0) {
            Py_CLEAR(kwargs);
        }
    }
    if (tuple && kwargs) {
        PyObject *args[] = {ufunc, method, tuple, kwargs};
        result = ct_numpy_python("ufunc", args, 4);
    }
    Py_XDECREF(tuple);
    Py_XDECREF(kwargs);
    return result;
}

/* ---- the method --------------------------------------------------------- */

static CT_PY_FAST(array_ufunc)
{
    (void)self;
    if (n < 3 || !PyUnicode_Check(args[1])) {
        PyErr_SetString(PyExc_TypeError,
                        "__array_ufunc__: expected (ufunc, method, *inputs)");
        return NULL;
    }
    const ct_numpy_entry *e = ct_numpy_row(args[0]);
    if (e && !kwnames && is_call(args[1])) {
        PyObject *result = run_row(e, args + 2, n - 2);
        if (result != Py_NotImplemented) {
            return result;
        }
        Py_DECREF(result);
    }
    e = ct_numpy_find(args[0]);
    if (e->calls && !is_call(args[1])) {
        ct_numpy_given given = {args + 2, n - 2, NULL, kwnames};
        PyObject *result = ct_numpy_run_bound(e->calls, args[1], &given);
        if (result != Py_NotImplemented) {
            return result;
        }
        Py_DECREF(result);
    }
    Py_ssize_t values = n - 2 + (kwnames ? PyTuple_GET_SIZE(kwnames) : 0);
    return at_stake(args + 2, values)
               ? run_in_python(args[0], args[1], args + 2, n - 2, kwnames)
               : run_in_numpy(args[0], args[1], args + 2, n - 2, kwnames);
}

static PyObject *get_priority(PyObject *self, void *ignored)
{
    (void)self;
    (void)ignored;
    return PyLong_FromLong(1000);
}

static PyMethodDef methods[] = {
    CT_PY_METHOD("__array_ufunc__", array_ufunc,
                 "__array_ufunc__($self, ufunc, method, *inputs, **kwargs)\n--\n\n"
                 "NumPy's universal functions."),
    {0},
};
static PyGetSetDef getset[] = {
    {"__array_priority__", get_priority, NULL,
     "Above ndarray's: results of mixed operations are Tensors.", NULL},
    {0},
};

const ct_concept ct_ufunc_concept = {.methods = methods, .getset = getset};
