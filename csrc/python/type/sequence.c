/* sequence: nested sequences read into a tensor (see sequence.h).
 *
 * NOTE [Two readings] The data is read twice or three times: for the shape, for the
 * dtype unless it is given, and for the values. Code that belongs to the data may run
 * at each reading and change what is still to be read; so each item is held while it
 * is used, and the last reading, which writes, checks everything anew. */
#include "python/type/sequence.h"

#include <math.h>
#include <string.h>

#include "autograd/meta.h"
#include "core/device.h"
#include "python/arguments/convert.h"
#include "python/arguments/exact_int.h"
#include "python/errors.h"
#include "python/exchange/cuda_array.h"
#include "python/exchange/dlpack.h"
#include "python/exchange/numpy.h"
#include "python/type/tensor_type.h"

typedef struct reader {
    const char *op;
    int ndim, dtype; /* dtype: CT_DTYPE_INFER until something is seen */
    bool lost_grad;
    int64_t shape[CT_MAX_NDIM];
    ct_tensor *result;
} reader;

typedef enum kind { NUMBER, SEQUENCE, ARRAY, OTHER } kind;

/* ---- items -------------------------------------------------------------- */

static bool has_array_protocol(PyObject *o)
{
    static const char *const names[] = {"__dlpack__", "__array__",
                                        "__array_interface__", "__array_struct__",
                                        "__cuda_array_interface__"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!PyType_Check(o) && PyObject_HasAttrString(o, names[i])) {
            return true;
        }
    }
    return false;
}

static kind kind_of(PyObject *o)
{
    if (PyFloat_CheckExact(o) || PyLong_CheckExact(o)) {
        return NUMBER;
    }
    if (PyList_Check(o) || PyTuple_Check(o)) {
        return SEQUENCE;
    }
    if (ct_py_is_tensor(o)) {
        return ct_py_tensor(o)->numel == 1 ? NUMBER : ARRAY;
    }
    if (ct_numpy_check(o)) {
        return ARRAY;
    }
    if (PyLong_Check(o) || PyFloat_Check(o) || PyComplex_Check(o) ||
        ct_numpy_is_scalar(o)) {
        return NUMBER;
    }
    if (PyUnicode_Check(o) || PyBytes_Check(o)) {
        return OTHER;
    }
    return has_array_protocol(o) ? ARRAY : PySequence_Check(o) ? SEQUENCE : OTHER;
}

static int64_t length_of(PyObject *sequence)
{
    return PyList_CheckExact(sequence) ? PyList_GET_SIZE(sequence)
                                       : PySequence_Size(sequence);
}

/* Item i, a new reference; lists and tuples are bounds-checked too. */
static PyObject *item_at(const reader *r, PyObject *sequence, int64_t i)
{
    if (PyTuple_CheckExact(sequence) && i < PyTuple_GET_SIZE(sequence)) {
        return Py_NewRef(PyTuple_GET_ITEM(sequence, i));
    }
    if (PyList_CheckExact(sequence) && i < PyList_GET_SIZE(sequence)) {
        return Py_NewRef(PyList_GET_ITEM(sequence, i));
    }
    PyObject *item = PySequence_GetItem(sequence, i);
    if (!item && PyErr_ExceptionMatches(PyExc_IndexError)) {
        PyErr_Format(PyExc_ValueError,
                     "%s: expected a sequence that keeps its length, got one that "
                     "ended before item %lld",
                     r->op, (long long)i);
    }
    return item;
}

ct_tensor *ct_sequence_array(const char *op, PyObject *o)
{
    if (ct_py_is_tensor(o)) {
        return ct_newref(o);
    }
    if (ct_numpy_check(o)) {
        return ct_numpy_import(op, o, true);
    }
    if (ct_numpy_is_scalar(o) || !has_array_protocol(o)) {
        return NULL;
    }
    if (ct_dlpack_check(o)) {
        return ct_dlpack_import(o, NULL, Py_None);
    }
    if (ct_cuda_array_check(o)) {
        return ct_cuda_array_import(op, o);
    }
    PyObject *array = ct_numpy_asarray(o);
    ct_tensor *t = array ? ct_numpy_import(op, array, true) : NULL;
    Py_XDECREF(array);
    return t;
}

/* ---- shape -------------------------------------------------------------- */

static int dims_push(reader *r, int n, const int64_t *shape)
{
    if (r->ndim + n > CT_MAX_NDIM) {
        PyErr_Format(PyExc_ValueError,
                     "%s: expected at most %d levels of nesting, got more (does a list "
                     "contain itself?)",
                     r->op, CT_MAX_NDIM);
        return -1;
    }
    memcpy(r->shape + r->ndim, shape, (size_t)n * sizeof *shape);
    r->ndim += n;
    return 0;
}

static int push_array(reader *r, PyObject *o)
{
    ct_tensor *t = ct_sequence_array(r->op, o);
    if (!t) {
        return -1;
    }
    int status = dims_push(r, t->ndim, t->shape);
    ct_decref(t);
    return status;
}

/* Nothing is allocated for a length before the last item has been seen. */
static int last_check(reader *r, PyObject *sequence, int64_t n)
{
    if (PyList_CheckExact(sequence) || PyTuple_CheckExact(sequence)) {
        return 0;
    }
    PyObject *last = item_at(r, sequence, n - 1);
    Py_XDECREF(last);
    return last ? 0 : -1;
}

/* Descends along first items. */
static int find_shape(reader *r, PyObject *data)
{
    PyObject *o = Py_NewRef(data);
    int status = 0;
    kind k;
    while (status == 0 && (k = kind_of(o)) == SEQUENCE) {
        int64_t n = length_of(o);
        status = n < 0 ? -1 : dims_push(r, 1, &n);
        if (status < 0 || n == 0) {
            break;
        }
        PyObject *first = last_check(r, o, n) < 0 ? NULL : item_at(r, o, 0);
        Py_DECREF(o);
        o = first;
        if (!o) {
            return -1;
        }
    }
    if (status == 0 && k == ARRAY) {
        status = push_array(r, o);
    }
    Py_DECREF(o);
    return status;
}

/* ---- dtype -------------------------------------------------------------- */

static int dtype_join(reader *r, ct_dtype dtype)
{
    r->dtype =
        r->dtype < 0 ? (int)dtype : (int)ct_dtype_promote((ct_dtype)r->dtype, dtype);
    return 0;
}

static int join_array(reader *r, PyObject *o)
{
    ct_tensor *t = ct_sequence_array(r->op, o);
    if (!t) {
        return -1;
    }
    dtype_join(r, (ct_dtype)t->dtype);
    ct_decref(t);
    return 0;
}

static int join_number(reader *r, PyObject *o)
{
    if (PyFloat_CheckExact(o)) {
        return dtype_join(r, ct_dtype_default());
    }
    if (PyBool_Check(o)) {
        return dtype_join(r, CT_DTYPE_BOOL);
    }
    if (ct_numpy_is_scalar(o)) {
        ct_dtype dtype;
        ct_scalar value;
        return ct_numpy_scalar(o, &dtype, &value) < 0 ? -1 : dtype_join(r, dtype);
    }
    if (ct_py_is_tensor(o)) {
        return dtype_join(r, (ct_dtype)ct_py_tensor(o)->dtype);
    }
    return dtype_join(r, PyLong_Check(o)    ? CT_DTYPE_I64
                         : PyFloat_Check(o) ? ct_dtype_default()
                                            : ct_dtype_default_complex());
}

static int find_dtype(reader *r, PyObject *o, int depth);

/* How many of the first items of a list or tuple are plain floats, or plain ints. */
static int64_t plain_run(PyObject *row)
{
    if (!PyList_CheckExact(row) && !PyTuple_CheckExact(row)) {
        return 0;
    }
    PyObject **items = PySequence_Fast_ITEMS(row);
    int64_t i = 0, n = PySequence_Fast_GET_SIZE(row);
    PyTypeObject *type = n ? Py_TYPE(items[0]) : NULL;
    if (type == &PyFloat_Type || type == &PyLong_Type) {
        while (i < n && Py_IS_TYPE(items[i], type)) {
            i++;
        }
    }
    return i;
}

static int find_dtype_of_items(reader *r, PyObject *sequence, int depth)
{
    int64_t n = length_of(sequence), plain = plain_run(sequence);
    for (int64_t i = plain > 1 ? plain - 1 : 0; i < n; i++) {
        PyObject *item = item_at(r, sequence, i);
        int status = item ? find_dtype(r, item, depth) : -1;
        Py_XDECREF(item);
        if (status < 0) {
            return -1;
        }
    }
    return n < 0 ? -1 : 0;
}

static int find_dtype(reader *r, PyObject *o, int depth)
{
    switch (kind_of(o)) {
    case NUMBER:
        return join_number(r, o);
    case ARRAY:
        return join_array(r, o);
    case SEQUENCE:
        if (depth < r->ndim) {
            return find_dtype_of_items(r, o, depth + 1);
        }
        PyErr_Format(PyExc_TypeError, "%s: expected a number at depth %d, got %s",
                     r->op, depth, Py_TYPE(o)->tp_name);
        return -1;
    default:
        if (PyUnicode_Check(o) || PyBytes_Check(o)) {
            PyErr_Format(PyExc_TypeError,
                         "%s: expected numbers or sequences of numbers, got %s", r->op,
                         Py_TYPE(o)->tp_name);
        } else {
            PyErr_Format(PyExc_RuntimeError,
                         "%s: Could not infer dtype of %s; expected numbers, sequences "
                         "of numbers, or arrays",
                         r->op, Py_TYPE(o)->tp_name);
        }
        return -1;
    }
}

/* ---- one value ---------------------------------------------------------- */

/* Does an integral value fit? A negative one may wrap in an unsigned dtype. */
static bool integer_fits(ct_dtype dtype, const ct_scalar *s)
{
    int bits = 8 * (int)ct_dtype_size(dtype);
    if (!ct_dtype_is_signed(dtype)) {
        if (bits == 64 || s->is_unsigned) {
            return bits == 64 && (s->is_unsigned || s->i >= 0);
        }
        int64_t most = ((int64_t)1 << bits) - 1;
        return s->i >= -most && s->i <= most;
    }
    int64_t most = INT64_MAX >> (64 - bits);
    return !s->is_unsigned && s->i <= most && s->i >= -most - 1;
}

/* A float is cut to an integer, which must fit. */
static bool float_fits(ct_dtype dtype, double f)
{
    int bits = 8 * (int)ct_dtype_size(dtype);
    double most = ldexp(1, ct_dtype_is_signed(dtype) ? bits - 1 : bits);
    return trunc(f) < most && trunc(f) >= (ct_dtype_is_signed(dtype) ? -most : 0);
}

/* PyTorch raises ValueError for int64, RuntimeError for other dtypes. */
static int overflow(const char *op, ct_dtype dtype, const char *format, double value)
{
    char text[40] = "a larger integer";
    if (format) {
        PyOS_snprintf(text, sizeof text, format, value);
    }
    return ct_error(dtype == CT_DTYPE_I64 ? CT_ERR_VALUE : CT_ERR_OVERFLOW,
                    "%s: expected a value that fits %s, got %s", op,
                    ct_dtype_name(dtype), text);
}

static int value_check(const char *op, ct_dtype dtype, const ct_scalar *s)
{
    ct_category to = ct_dtype_category(dtype);
    if (to == CT_CATEGORY_BOOLEAN || to == CT_CATEGORY_COMPLEX) {
        return 0;
    }
    if (s->category == CT_CATEGORY_COMPLEX) {
        return ct_error(CT_ERR_TYPE,
                        "%s: expected real numbers for dtype %s, got a "
                        "complex one",
                        op, ct_dtype_name(dtype));
    }
    if (to == CT_CATEGORY_FLOATING) {
        return 0;
    }
    if (s->category == CT_CATEGORY_FLOATING) {
        return float_fits(dtype, s->re) ? 0 : overflow(op, dtype, "%.17g", s->re);
    }
    return integer_fits(dtype, s) ? 0 : overflow(op, dtype, "%.0f", s->re);
}

/* An int of any size as a float or a truth value. */
static int int_value(PyObject *o, ct_dtype dtype, ct_scalar *s)
{
    *s = (ct_scalar){0};
    if (dtype == CT_DTYPE_BOOL) {
        int truth = PyObject_IsTrue(o);
        s->i = truth;
        return truth;
    }
    s->category = CT_CATEGORY_FLOATING;
    s->re = PyLong_AsDouble(o);
    return s->re == -1.0 && PyErr_Occurred() ? -1 : 0;
}

/* Of an object that is no number but converts to one when the dtype asks for it. */
static int converted_value(const char *op, PyObject *o, ct_dtype dtype, ct_scalar *s)
{
    PyObject *number = NULL;
    ct_dtype unused;
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    if (methods && methods->nb_index && ct_dtype_is_integral(dtype)) {
        number = PyNumber_Index(o);
    } else if (methods && methods->nb_float) {
        number = PyNumber_Float(o);
    } else {
        PyErr_Format(PyExc_TypeError, "%s: expected a number, got %s", op,
                     Py_TYPE(o)->tp_name);
    }
    int status = number ? ct_py_number_value(number, &unused, s) : -1;
    Py_XDECREF(number);
    return status < 0 ? -1 : 0;
}

/* Of a 0-d array. */
static int array_value(const char *op, PyObject *o, ct_scalar *s)
{
    ct_tensor *t = ct_sequence_array(op, o);
    int status = t && ct_tensor_number(op, t, s) ? 0 : -1;
    if (status < 0 && t) {
        PyErr_Format(PyExc_ValueError,
                     "%s: expected a number, got an array of shape %s", op,
                     ct_tensor_shape_str(t));
    }
    ct_xdecref(t);
    return status;
}

static int value_of(const char *op, PyObject *o, ct_dtype dtype, ct_scalar *s)
{
    ct_dtype unused;
    if (ct_py_is_tensor(o)) {
        ct_tensor *t = ct_py_tensor(o);
        if (t->numel == 1) {
            return ct_tensor_read("a list of tensors", t, s) < 0 ? ct_py_raise_int()
                                                                 : 0;
        }
        PyErr_Format(PyExc_ValueError,
                     "%s: expected a number, got a tensor of shape %s", op,
                     ct_tensor_shape_str(t));
        return -1;
    }
    if (PyLong_Check(o) && (ct_dtype_is_inexact(dtype) || dtype == CT_DTYPE_BOOL)) {
        return int_value(o, dtype, s);
    }
    int status = ct_py_number_value(o, &unused, s);
    if (status == 0 && kind_of(o) == ARRAY) {
        return array_value(op, o, s);
    }
    return status == 0 ? converted_value(op, o, dtype, s) : status < 0 ? -1 : 0;
}

int ct_sequence_store(const char *op, PyObject *o, ct_dtype dtype, void *p)
{
    ct_scalar s;
    if (value_of(op, o, dtype, &s) < 0) {
        if (ct_dtype_is_integral(dtype) &&
            PyErr_ExceptionMatches(PyExc_OverflowError)) {
            PyErr_Clear();
            overflow(op, dtype, NULL, 0);
            ct_py_raise();
        }
        return -1;
    }
    if (value_check(op, dtype, &s) < 0) {
        return ct_py_raise_int();
    }
    ct_scalar_store(dtype, p, s);
    return 0;
}

/* ---- values ------------------------------------------------------------- */

/* The first items of a row that are plain floats or ints, stored without a call each;
 * how many of n. No other code runs meanwhile. */
static int64_t store_plain(ct_dtype dtype, PyObject *row, int64_t n, char *p)
{
    if (!(PyList_CheckExact(row) || PyTuple_CheckExact(row)) ||
        PySequence_Fast_GET_SIZE(row) != n) {
        return 0;
    }
    PyObject **items = PySequence_Fast_ITEMS(row);
    int64_t i = 0;
    if (dtype == CT_DTYPE_F32) {
        for (float *out = (float *)p; i < n && PyFloat_CheckExact(items[i]); i++) {
            out[i] = (float)PyFloat_AS_DOUBLE(items[i]);
        }
    } else if (dtype == CT_DTYPE_F64) {
        for (double *out = (double *)p; i < n && PyFloat_CheckExact(items[i]); i++) {
            out[i] = PyFloat_AS_DOUBLE(items[i]);
        }
    } else if (dtype == CT_DTYPE_I64) {
        int64_t *out = (int64_t *)p;
        while (i < n && ct_py_exact_int(items[i], &out[i])) {
            i++;
        }
    }
    return i;
}

static int store_array(reader *r, PyObject *o, int dim, char *p)
{
    ct_tensor *found = ct_sequence_array(r->op, o), *dst = NULL;
    ct_tensor *whole = r->result;
    int status = -1;
    if (!found) {
        return -1;
    }
    ct_tensor *src = ct_tensor_on_host(r->op, found);
    ct_decref(found);
    if (!src) {
        return ct_py_raise_int();
    }
    if (!ct_shape_equal(src->ndim, src->shape, r->ndim - dim, r->shape + dim)) {
        PyErr_Format(PyExc_ValueError,
                     "%s: expected an array of shape %s at depth %d, "
                     "got %s",
                     r->op, ct_shape_str(r->ndim - dim, r->shape + dim), dim,
                     ct_tensor_shape_str(src));
    } else if (src->dtype == whole->dtype && ct_tensor_is_contiguous(src)) {
        memcpy(p, src->data, (size_t)(src->numel * ct_tensor_itemsize(src)));
        status = 0;
    } else {
        dst =
            ct_tensor_alias(whole, src->ndim, r->shape + dim, whole->strides + dim, p);
        status = dst && ct_tensor_copy_data(dst, src) == 0 ? 0 : ct_py_raise_int();
    }
    ct_xdecref(dst);
    ct_decref(src);
    return status;
}

static int store(reader *r, PyObject *o, int dim, char *p);

static int store_sequence(reader *r, PyObject *sequence, int dim, char *p)
{
    int64_t n = length_of(sequence), stride = r->result->strides[dim];
    if (n != r->shape[dim]) {
        if (n >= 0) {
            PyErr_Format(PyExc_ValueError,
                         "%s: expected sequence of length %lld at dim %d (got %lld)",
                         r->op, (long long)r->shape[dim], dim, (long long)n);
        }
        return -1;
    }
    int64_t i =
        dim == r->ndim - 1 ? store_plain((ct_dtype)r->dtype, sequence, n, p) : 0;
    for (; i < n; i++) {
        PyObject *item = item_at(r, sequence, i);
        int status = item ? store(r, item, dim + 1, p + i * stride) : -1;
        Py_XDECREF(item);
        if (status < 0) {
            return -1;
        }
    }
    return 0;
}

static int store(reader *r, PyObject *o, int dim, char *p)
{
    if (ct_py_is_tensor(o) && ct_requires_grad(ct_py_tensor(o))) {
        r->lost_grad = true;
    }
    if (dim == r->ndim) {
        return ct_sequence_store(r->op, o, (ct_dtype)r->dtype, p);
    }
    switch (kind_of(o)) {
    case ARRAY:
        return store_array(r, o, dim, p);
    case SEQUENCE:
        return store_sequence(r, o, dim, p);
    default:
        PyErr_Format(PyExc_TypeError,
                     "%s: expected a sequence of length %lld at dim %d, "
                     "got %s",
                     r->op, (long long)r->shape[dim], dim, Py_TYPE(o)->tp_name);
        return -1;
    }
}

/* A flat list or tuple of plain floats or plain ints: the common case. NULL without an
 * exception when data is something else. */
static ct_tensor *read_flat(const char *op, PyObject *data, int dtype)
{
    if (!PyList_CheckExact(data) && !PyTuple_CheckExact(data)) {
        return NULL;
    }
    int64_t n = PySequence_Fast_GET_SIZE(data);
    PyObject *first = n ? PySequence_Fast_GET_ITEM(data, 0) : NULL;
    if (!first || !(PyFloat_CheckExact(first) || PyLong_CheckExact(first))) {
        return NULL;
    }
    if (dtype < 0) {
        dtype = PyFloat_CheckExact(first) ? (int)ct_dtype_default() : CT_DTYPE_I64;
    }
    ct_tensor *t = ct_tensor_new(op, (ct_dtype)dtype, 1, &n, CT_DEVICE_CPU);
    if (t && store_plain((ct_dtype)dtype, data, n, t->data) == n) {
        return t;
    }
    ct_xdecref(t);
    ct_error_clear();
    return NULL;
}

static ct_tensor *read_array(const char *op, PyObject *data, int dtype, bool *lost_grad)
{
    ct_tensor *t = ct_sequence_array(op, data);
    if (!t) {
        return NULL;
    }
    ct_dtype to = dtype < 0 ? (ct_dtype)t->dtype : (ct_dtype)dtype;
    ct_tensor *copy = ct_tensor_new(op, to, t->ndim, t->shape, CT_DEVICE_CPU);
    if (copy && ct_tensor_copy_data(copy, t) < 0) {
        ct_clear(&copy);
    }
    *lost_grad = ct_requires_grad(t);
    if (!copy) {
        return (ct_tensor *)ct_py_raise_drop(t);
    }
    ct_decref(t);
    return copy;
}

ct_tensor *ct_sequence_read(const char *op, PyObject *data, int dtype, bool *lost_grad)
{
    *lost_grad = false;
    ct_tensor *flat = read_flat(op, data, dtype);
    if (flat) {
        return flat;
    }
    if (ct_py_is_tensor(data) || kind_of(data) == ARRAY) {
        return read_array(op, data, dtype, lost_grad);
    }
    reader r;
    r.op = op;
    r.ndim = 0;
    r.dtype = dtype;
    r.lost_grad = false;
    r.result = NULL;
    if (find_shape(&r, data) < 0 || (dtype < 0 && find_dtype(&r, data, 0) < 0)) {
        return NULL;
    }
    if (r.dtype < 0) { /* nothing in it */
        r.dtype = (int)ct_dtype_default();
    }
    r.result = ct_tensor_new(op, (ct_dtype)r.dtype, r.ndim, r.shape, CT_DEVICE_CPU);
    if (!r.result) {
        return (ct_tensor *)ct_py_raise();
    }
    if (store(&r, data, 0, r.result->data) < 0) {
        ct_clear(&r.result);
    }
    *lost_grad = r.lost_grad;
    return r.result;
}
