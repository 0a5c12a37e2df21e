/* scalar: elements as Python numbers, and what follows from it (see scalar.h). */
#include "python/type/scalar.h"

#include <string.h>

#include "autograd/meta.h"
#include "core/device.h"
#include "python/arguments/convert.h"
#include "python/errors.h"
#include "python/exchange/numpy.h"
#include "python/type/iterator.h"
#include "python/type/slots.h"
#include "python/type/tensor_type.h"

/* ---- one element -------------------------------------------------------- */

static PyObject *of_scalar(ct_scalar s)
{
    switch (s.category) {
    case CT_CATEGORY_BOOLEAN:
        return PyBool_FromLong((long)s.i);
    case CT_CATEGORY_INTEGER:
        return s.is_unsigned ? PyLong_FromUnsignedLongLong((uint64_t)s.i)
                             : PyLong_FromLongLong(s.i);
    case CT_CATEGORY_FLOATING:
        return PyFloat_FromDouble(s.re);
    default:
        return PyComplex_FromDoubles(s.re, s.im);
    }
}

PyObject *ct_py_element(ct_dtype dtype, const void *p)
{
    if (dtype == CT_DTYPE_F32) {
        float f;
        memcpy(&f, p, sizeof f);
        return PyFloat_FromDouble(f);
    }
    return of_scalar(ct_scalar_load(dtype, p));
}

static __attribute__((noinline)) PyObject *item_elsewhere(ct_tensor *t)
{
    _Alignas(16) char room[16];
    const void *element = ct_tensor_element("item", t, room);
    return element ? ct_py_element((ct_dtype)t->dtype, element) : ct_py_raise();
}

PyObject *ct_py_item(ct_tensor *t)
{
    if (t->numel != 1) {
        PyErr_Format(PyExc_RuntimeError,
                     "a Tensor with %lld elements cannot be converted to Scalar",
                     (long long)t->numel);
        return NULL;
    }
    const void *near = ct_tensor_element_near(t);
    return near ? ct_py_element((ct_dtype)t->dtype, near) : item_elsewhere(t);
}

static PyObject *tensor_item(PyObject *self, PyObject *unused)
{
    (void)unused;
    return ct_py_item(ct_py_tensor(self));
}

/* ---- tolist ------------------------------------------------------------- */

static PyObject *list_of(const ct_tensor *t, int dim, const char *p)
{
    if (dim == t->ndim) {
        return ct_py_element((ct_dtype)t->dtype, p);
    }
    int64_t n = t->shape[dim], stride = t->strides[dim];
    PyObject *list = PyList_New(n);
    for (int64_t i = 0; list && i < n; i++) {
        PyObject *item = list_of(t, dim + 1, p + i * stride);
        if (!item) {
            Py_DECREF(list);
            return NULL;
        }
        PyList_SET_ITEM(list, i, item);
    }
    return list;
}

/* An alias is read, as making lists may run the cycle collector, and so any code. */
static PyObject *tensor_tolist(PyObject *self, PyObject *unused)
{
    (void)unused;
    ct_tensor *t = ct_tensor_on_host("tolist", ct_py_tensor(self));
    ct_tensor *alias =
        t ? ct_tensor_alias(t, t->ndim, t->shape, t->strides, t->data) : NULL;
    ct_xdecref(t);
    if (!alias) {
        return ct_py_raise();
    }
    PyObject *list = list_of(alias, 0, alias->data);
    ct_decref(alias);
    return list;
}

/* ---- numbers ------------------------------------------------------------ */

/* The value of a one-element tensor, with PyTorch's class of error. */
static int value_of(PyObject *self, ct_scalar *value)
{
    ct_tensor *t = ct_py_tensor(self);
    if (t->numel != 1) {
        PyErr_SetString(PyExc_ValueError,
                        "only one element tensors can be converted to Python scalars");
        return -1;
    }
    if (ct_requires_grad(t) && ct_numpy_warn_number(t) < 0) {
        return -1;
    }
    return ct_tensor_read("a number of a tensor", t, value) < 0 ? ct_py_raise_int() : 0;
}

static int real_value_of(const char *op, PyObject *self, ct_scalar *value)
{
    if (value_of(self, value) < 0) {
        return -1;
    }
    if (value->category == CT_CATEGORY_COMPLEX) {
        if (value->im != 0) {
            PyErr_Format(PyExc_RuntimeError,
                         "%s: expected a complex value without imaginary part, got one "
                         "with; use .real",
                         op);
            return -1;
        }
        value->category = CT_CATEGORY_FLOATING;
    }
    return 0;
}

PyObject *ct_py_int_slot(PyObject *self)
{
    ct_scalar value;
    if (real_value_of("int", self, &value) < 0) {
        return NULL;
    }
    if (value.category == CT_CATEGORY_FLOATING) {
        return PyLong_FromDouble(value.re);
    }
    return value.is_unsigned ? PyLong_FromUnsignedLongLong((uint64_t)value.i)
                             : PyLong_FromLongLong(value.i);
}

PyObject *ct_py_float_slot(PyObject *self)
{
    ct_scalar value;
    return real_value_of("float", self, &value) < 0 ? NULL
                                                    : PyFloat_FromDouble(value.re);
}

static PyObject *tensor_complex(PyObject *self, PyObject *unused)
{
    ct_scalar value;
    (void)unused;
    return value_of(self, &value) < 0 ? NULL
                                      : PyComplex_FromDoubles(value.re, value.im);
}

PyObject *ct_py_index_slot(PyObject *self)
{
    ct_tensor *t = ct_py_tensor(self);
    if (t->numel != 1 || !ct_dtype_is_integral((ct_dtype)t->dtype)) {
        PyErr_SetString(PyExc_TypeError, "only integer tensors of a single element can "
                                         "be converted to an index");
        return NULL;
    }
    return ct_py_int_slot(self);
}

int ct_py_nonzero(PyObject *self)
{
    ct_tensor *t = ct_py_tensor(self);
    if (t->numel != 1) {
        PyErr_Format(PyExc_RuntimeError, "Boolean value of Tensor with %s is ambiguous",
                     t->numel ? "more than one value" : "no values");
        return -1;
    }
    ct_scalar s;
    if (ct_tensor_read("bool", t, &s) < 0) {
        return ct_py_raise_int();
    }
    return s.category <= CT_CATEGORY_INTEGER ? s.i != 0 : s.re != 0 || s.im != 0;
}

/* ---- sequence ----------------------------------------------------------- */

Py_ssize_t ct_py_length(PyObject *self)
{
    ct_tensor *t = ct_py_tensor(self);
    if (t->ndim == 0) {
        PyErr_SetString(PyExc_TypeError, "len() of a 0-d tensor");
        return -1;
    }
    return t->shape[0];
}

PyObject *ct_py_iter(PyObject *self)
{
    ct_tensor *t = ct_py_tensor(self);
    if (t->ndim == 0) {
        PyErr_SetString(PyExc_TypeError, "iteration over a 0-d tensor");
        return NULL;
    }
    return ct_py_iterator(self, t->shape[0]);
}

/* Is any element of a bool tensor true? */
static int any_true(ct_tensor *t)
{
    ct_tensor *there = ct_tensor_on_host("in", t);
    ct_tensor *row = there ? ct_tensor_contiguous(there) : NULL;
    ct_xdecref(there);
    if (!row) {
        return ct_py_raise_int();
    }
    int found = memchr(row->data, 1, (size_t)row->numel) != NULL;
    ct_decref(row);
    return found;
}

int ct_py_contains(PyObject *self, PyObject *value)
{
    ct_tensor *operand = ct_py_operand(value);
    if (!operand) {
        if (!PyErr_Occurred()) {
            PyErr_Format(PyExc_RuntimeError,
                         "Tensor.__contains__ only supports Tensor or scalar, but you "
                         "passed in a %R.",
                         Py_TYPE(value));
        }
        return -1;
    }
    PyObject *equal = PyObject_RichCompare(self, ct_py_object(operand), Py_EQ);
    ct_decref(operand);
    if (!equal) {
        return -1;
    }
    int found =
        ct_py_is_tensor(equal) ? any_true(ct_py_tensor(equal)) : PyObject_IsTrue(equal);
    Py_DECREF(equal);
    return found;
}

/* Of one shape, and equal in every place: as Python's ==, not by element. */
static PyObject *all_equal(PyObject *a, PyObject *b)
{
    if (!ct_py_is_tensor(a) || !ct_py_is_tensor(b)) {
        return PyErr_Format(PyExc_TypeError,
                            "equal: expected two Tensors, got %s and %s",
                            Py_TYPE(a)->tp_name, Py_TYPE(b)->tp_name);
    }
    ct_tensor *x = ct_py_tensor(a), *y = ct_py_tensor(b);
    if (!ct_shape_equal(x->ndim, x->shape, y->ndim, y->shape)) {
        Py_RETURN_FALSE;
    }
    PyObject *unequal = PyObject_RichCompare(a, b, Py_NE);
    if (!unequal) {
        return NULL;
    }
    int found = any_true(ct_py_tensor(unequal));
    Py_DECREF(unequal);
    return found < 0 ? NULL : PyBool_FromLong(!found);
}

static PyObject *equal(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    if (nargs != 2) {
        return PyErr_Format(PyExc_TypeError,
                            "equal: expected equal(input, other), got %zd arguments",
                            nargs);
    }
    return all_equal(args[0], args[1]);
}

static PyMethodDef functions[] = {
    {"equal", (PyCFunction)(void (*)(void))equal, METH_FASTCALL,
     "equal(input, other, /)\n--\n\n"
     "True if both tensors have one shape and equal elements; NaN equals nothing."},
    {0},
};

static PyMethodDef methods[] = {
    {"equal", all_equal, METH_O,
     "equal($self, other, /)\n--\n\n"
     "True if both tensors have one shape and equal elements; NaN equals nothing."},
    {"item", tensor_item, METH_NOARGS,
     "item($self, /)\n--\n\n"
     "The only element as a Python number; RuntimeError unless there is exactly one."},
    {"tolist", tensor_tolist, METH_NOARGS,
     "tolist($self, /)\n--\n\n"
     "The elements as nested lists of Python numbers; a number for a 0-d tensor."},
    {"__complex__", tensor_complex, METH_NOARGS,
     "__complex__($self, /)\n--\n\nThe only element as a complex."},
    {0},
};

static int init(PyObject *module)
{
    (void)module;
    return ct_py_iterator_init();
}

const ct_concept ct_scalar_concept = {
    .functions = functions, .methods = methods, .init = init};
