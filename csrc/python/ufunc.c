/* __array_ufunc__(ufunc, method, *inputs, **kwargs) */
#include "python/ufunc.h"

#include <string.h>

#include "autograd/meta.h"
#include "python/convert.h"
#include "python/errors.h"
#include "python/number.h"
#include "python/numpy.h"
#include "python/results.h"
#include "python/slots.h"
#include "python/tensor_type.h"

/* ---- ufuncs that are ops ------------------------------------------------ */

static const struct {
    const char *ufunc;
    ct_op_id id;
} binary_ops[] = {
    {"add", CT_OP_add},
    {"subtract", CT_OP_sub},
    {"multiply", CT_OP_mul},
    {"divide", CT_OP_true_divide},
    {"floor_divide", CT_OP_floor_divide},
    {"remainder", CT_OP_remainder},
    {"power", CT_OP_pow},
    {"matmul", CT_OP_matmul},
    {"bitwise_and", CT_OP_bitwise_and},
    {"bitwise_or", CT_OP_bitwise_or},
    {"bitwise_xor", CT_OP_bitwise_xor},
    {"left_shift", CT_OP_bitwise_left_shift},
    {"right_shift", CT_OP_bitwise_right_shift},
    {"equal", CT_OP_eq},
    {"not_equal", CT_OP_ne},
    {"less", CT_OP_lt},
    {"less_equal", CT_OP_le},
    {"greater", CT_OP_gt},
    {"greater_equal", CT_OP_ge},
};

static const ct_op *find_binary(const char *name)
{
    for (size_t i = 0; i < sizeof(binary_ops) / sizeof(*binary_ops); i++) {
        if (strcmp(binary_ops[i].ufunc, name) == 0) {
            return &ct_ops[binary_ops[i].id];
        }
    }
    return NULL;
}

/* A pointwise row of one operand that has the ufunc's own name. For integers NumPy
 * may choose another dtype than we do: those stay NumPy's. */
static const ct_op *find_unary(const char *name, PyObject *input)
{
    if (!ct_py_is_tensor(input) ||
        !ct_dtype_is_inexact((ct_dtype)ct_py_tensor(input)->dtype)) {
        return NULL;
    }
    const ct_op *op = ct_op_find(name);
    return op && op->kind == CT_KIND_POINTWISE && op->arity == 1 ? op : NULL;
}

/* ---- ufuncs that are NumPy's -------------------------------------------- */

static int refuse_gradient(const char *name, PyObject *const *inputs, Py_ssize_t n)
{
    for (Py_ssize_t i = 0; i < n; i++) {
        if (ct_py_is_tensor(inputs[i]) && ct_grad_enabled() &&
            ct_requires_grad(ct_py_tensor(inputs[i]))) {
            PyErr_Format(
                PyExc_TypeError,
                "numpy.%s: expected Tensors that do not require grad, as NumPy "
                "records none; use ctensor's own function, or t.detach()",
                name);
            return -1;
        }
    }
    return 0;
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
    ct_tensor *t = ct_py_as_tensor(result);
    if (!t) { /* a dtype that we have not stays NumPy's */
        if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_TypeError)) {
            Py_DECREF(result);
            return NULL;
        }
        PyErr_Clear();
        return result;
    }
    Py_DECREF(result);
    return ct_py_object(t);
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

static PyObject *run_in_numpy(PyObject *ufunc, PyObject *method,
                              PyObject *const *inputs, Py_ssize_t n, PyObject *kwnames)
{
    PyObject *out, *result = NULL;
    PyObject *function = PyObject_GetAttr(ufunc, method);
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

/* ---- the method --------------------------------------------------------- */

static PyObject *run_as_op(const char *name, PyObject *const *inputs, Py_ssize_t n)
{
    const ct_op *op = n == 2   ? find_binary(name)
                      : n == 1 ? find_unary(name, inputs[0])
                               : NULL;
    if (!op) {
        return Py_NewRef(Py_NotImplemented);
    }
    if (n == 2) {
        return ct_py_binary(op, inputs[0], inputs[1]);
    }
    ct_call c;
    ct_call_init(&c, op);
    ct_call_tensor(&c, 0, ct_py_tensor(inputs[0]));
    return ct_py_run(&c);
}

static CT_PY_FAST(array_ufunc)
{
    (void)self;
    if (n < 3 || !PyUnicode_Check(args[1])) {
        PyErr_SetString(PyExc_TypeError,
                        "__array_ufunc__: expected (ufunc, method, *inputs)");
        return NULL;
    }
    PyObject *name = PyObject_GetAttrString(args[0], "__name__");
    const char *text = name ? PyUnicode_AsUTF8(name) : NULL;
    PyObject *result = NULL;
    if (text) {
        bool plain =
            !kwnames && PyUnicode_CompareWithASCIIString(args[1], "__call__") == 0;
        result =
            plain ? run_as_op(text, args + 2, n - 2) : Py_NewRef(Py_NotImplemented);
        if (result == Py_NotImplemented) {
            Py_DECREF(result);
            result = refuse_gradient(text, args + 2, n - 2) < 0
                         ? NULL
                         : run_in_numpy(args[0], args[1], args + 2, n - 2, kwnames);
        }
    }
    Py_XDECREF(name);
    return result;
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
