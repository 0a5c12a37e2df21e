/* The conversions, by parameter type. Each first tries the exact type that nearly
 * every call brings. */
#include "python/arguments/value.h"

#include "autograd/meta.h"
#include "core/device.h"
#include "python/errors.h"
#include "python/exchange/numpy.h"
#include "python/type/device.h"
#include "python/type/dtype.h"
#include "python/type/generator.h"
#include "python/type/layout.h"
#include "python/type/memory_format.h"
#include "python/type/tensor_type.h"

void ct_keep_release(ct_keep *k)
{
    for (int i = 0; i < k->nobjects; i++) {
        Py_DECREF(k->objects[i]);
    }
    k->nobjects = 0;
}

/* Steals o. */
static void keep(ct_keep *k, void *o)
{
    k->objects[k->nobjects++] = o;
}

/* A TypeError means "does not fit"; another exception stays. */
static int no_fit(void)
{
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) {
        return -1;
    }
    PyErr_Clear();
    return 0;
}

/* ---- numbers ------------------------------------------------------------ */

static int from_long(PyObject *o, int64_t *value)
{
    int overflow;
    *value = PyLong_AsLongLongAndOverflow(o, &overflow);
    if (overflow) {
        ct_error(CT_ERR_OVERFLOW,
                 "expected an int from -2**63 to 2**63-1, got a %s one",
                 overflow > 0 ? "larger" : "smaller");
        return ct_py_raise_int();
    }
    return *value == -1 && PyErr_Occurred() ? -1 : 1;
}

/* Tensors stand for an int when they are one integer. */
static bool may_index(PyObject *o)
{
    if (ct_py_is_tensor(o)) {
        ct_tensor *t = ct_py_tensor(o);
        return t->ndim == 0 &&
               ct_dtype_category((ct_dtype)t->dtype) == CT_CATEGORY_INTEGER;
    }
    return PyIndex_Check(o) && !PyBool_Check(o);
}

static int int_value(PyObject *o, int64_t *value)
{
    if (PyLong_CheckExact(o)) {
        return from_long(o, value);
    }
    if (!may_index(o)) {
        return 0;
    }
    PyObject *index = PyNumber_Index(o);
    if (!index) {
        return no_fit();
    }
    int status = from_long(index, value);
    Py_DECREF(index);
    return status;
}

/* The value of a number, or of a 0-d tensor without a gradient. */
static int scalar_value(PyObject *o, ct_scalar *value)
{
    if (ct_py_is_tensor(o)) {
        ct_tensor *t = ct_py_tensor(o);
        return !ct_requires_grad(t) &&
               ct_tensor_number("a number of a tensor", t, value);
    }
    ct_dtype dtype;
    return ct_py_number_value(o, &dtype, value);
}

static int float_value(PyObject *o, double *value)
{
    if (PyFloat_CheckExact(o)) {
        *value = PyFloat_AS_DOUBLE(o);
        return 1;
    }
    if (PyLong_CheckExact(o)) { /* of any size */
        *value = PyLong_AsDouble(o);
        return *value == -1 && PyErr_Occurred() ? -1 : 1;
    }
    ct_scalar s;
    int status = scalar_value(o, &s);
    if (status <= 0 || s.category == CT_CATEGORY_COMPLEX) {
        return status < 0 ? -1 : 0;
    }
    ct_scalar_store(CT_DTYPE_F64, value, s);
    return 1;
}

static int bool_value(PyObject *o, bool *value)
{
    if (PyBool_Check(o)) {
        *value = o == Py_True;
        return 1;
    }
    if (!ct_numpy_is_scalar(o)) {
        return 0;
    }
    ct_scalar s;
    ct_dtype dtype;
    int status = ct_numpy_scalar(o, &dtype, &s);
    if (status < 0) {
        return no_fit();
    }
    *value = s.i != 0;
    return dtype == CT_DTYPE_BOOL;
}

/* A weak tensor of the value of a 0-d one. */
static ct_tensor *weak_of_tensor(const ct_scalar *s)
{
    static const ct_dtype dtypes[] = {CT_DTYPE_BOOL, CT_DTYPE_I64, CT_DTYPE_F64,
                                      CT_DTYPE_C128};
    _Alignas(16) char element[16];
    ct_dtype dtype = s->is_unsigned ? CT_DTYPE_U64 : dtypes[s->category];
    ct_scalar_store(dtype, element, *s);
    ct_tensor *t = ct_tensor_scalar(dtype, element);
    if (t) {
        t->flags |= CT_TENSOR_WEAK;
    }
    return t ? t : (ct_tensor *)ct_py_raise();
}

static int scalar_tensor(ct_keep *k, PyObject *o, ct_value *v)
{
    ct_scalar s;
    if (!ct_py_is_tensor(o)) {
        v->tensor = ct_py_number(o);
    } else {
        v->tensor = scalar_value(o, &s) > 0 ? weak_of_tensor(&s) : NULL;
    }
    if (!v->tensor) {
        return PyErr_Occurred() ? -1 : 0;
    }
    keep(k, v->tensor);
    return 1;
}

/* ---- lists of ints ------------------------------------------------------ */

/* Room for n ints, inline or in a bytes object; NULL with MemoryError. */
static int64_t *ints_reserve(ct_keep *k, Py_ssize_t n)
{
    if (n <= CT_KEEP_INTS - k->nints) {
        int64_t *ints = k->ints + k->nints;
        k->nints += (int)n;
        return ints;
    }
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, n * (Py_ssize_t)sizeof(int64_t));
    if (!bytes) {
        return NULL;
    }
    keep(k, bytes);
    return (int64_t *)(void *)PyBytes_AS_STRING(bytes);
}

int ct_py_int_array(ct_keep *k, PyObject *const *items, Py_ssize_t n, ct_dims *dims)
{
    int64_t *ints = ints_reserve(k, n);
    if (!ints) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        int status = int_value(items[i], &ints[i]);
        if (status <= 0) {
            return status;
        }
    }
    *dims = (ct_dims){n, ints};
    return 1;
}

bool ct_py_is_int_list(PyObject *o)
{
    if (PyLong_CheckExact(o)) {
        return false;
    }
    return PyTuple_Check(o) || PyList_Check(o) || PyRange_Check(o) ||
           (ct_numpy_check(o) && PySequence_Size(o) >= 0) || (PyErr_Clear(), false);
}

/* Another's list, which may change under our hands. */
static int listed_value(ct_keep *k, PyObject *o, ct_value *v)
{
    PyObject *copy = PySequence_Tuple(o);
    if (!copy) {
        return -1;
    }
    int status = ct_py_int_array(k, ((PyTupleObject *)copy)->ob_item,
                                 PyTuple_GET_SIZE(copy), &v->dims);
    Py_DECREF(copy);
    return status;
}

/* A tensor of integers, which may stand for a list of them; an axis is none. */
static bool is_vector(PyObject *o)
{
    return ct_py_is_tensor(o) && ct_py_tensor(o)->ndim == 1 &&
           ct_dtype_category((ct_dtype)ct_py_tensor(o)->dtype) == CT_CATEGORY_INTEGER;
}

static int ints_value(ct_keep *k, PyObject *o, ct_value *v)
{
    if (PyTuple_Check(o)) {
        return ct_py_int_array(k, ((PyTupleObject *)o)->ob_item, PyTuple_GET_SIZE(o),
                               &v->dims);
    }
    if (ct_py_is_int_list(o)) {
        return listed_value(k, o, v);
    }
    return ct_py_int_array(k, &o, 1, &v->dims);
}

/* ---- tensors ------------------------------------------------------------ */

static int tensor_value(ct_keep *k, ct_tensor *t, ct_value *v)
{
    if (!t) {
        return PyErr_Occurred() ? -1 : 0;
    }
    v->tensor = t;
    keep(k, t);
    return 1;
}

/* A tuple's items are the list when all are tensors; else they are converted. */
static int convert_items(ct_keep *k, PyObject *tuple, ct_value *v)
{
    Py_ssize_t n = PyTuple_GET_SIZE(tuple);
    PyObject *made = PyTuple_New(n);
    if (!made) {
        return -1;
    }
    keep(k, made);
    for (Py_ssize_t i = 0; i < n; i++) {
        ct_tensor *t = ct_py_as_tensor(PyTuple_GET_ITEM(tuple, i));
        if (!t) {
            return PyErr_Occurred() ? -1 : 0;
        }
        PyTuple_SET_ITEM(made, i, ct_py_object(t));
    }
    v->tensors = (ct_tensors){n, (ct_tensor *const *)((PyTupleObject *)made)->ob_item};
    return 1;
}

/* What is to be `written` must be tensors: of another byte order a copy would be. */
static int tensors_value(ct_keep *k, PyObject *o, bool written, ct_value *v)
{
    if (!PyTuple_Check(o) && !PyList_Check(o)) {
        return 0;
    }
    PyObject *tuple = PySequence_Tuple(o);
    if (!tuple) {
        return -1;
    }
    keep(k, tuple);
    PyObject **items = ((PyTupleObject *)tuple)->ob_item;
    Py_ssize_t n = PyTuple_GET_SIZE(tuple);
    for (Py_ssize_t i = 0; i < n; i++) {
        if (!ct_py_is_tensor(items[i])) {
            return written ? 0 : convert_items(k, tuple, v);
        }
    }
    v->tensors = (ct_tensors){n, (ct_tensor *const *)items};
    return 1;
}

/* ---- the rest ----------------------------------------------------------- */

static int dtype_value(PyObject *o, ct_value *v)
{
    ct_dtype d;
    if (ct_py_dtype_parse("dtype", o, &d) < 0) {
        return no_fit();
    }
    v->i = d;
    return 1;
}

static int device_value(PyObject *o, ct_value *v)
{
    ct_device device;
    int index;
    if (ct_py_device_require("device", o, &device, &index) < 0) {
        return no_fit();
    }
    v->i = device + 256 * ct_device_index(device, index);
    return 1;
}

static int layout_value(PyObject *o, ct_value *v)
{
    v->i = 0;
    return ct_py_layout_require("layout", o) < 0 ? no_fit() : 1;
}

static int pinned_value(PyObject *o, ct_value *v)
{
    bool pinned = false;
    int status = bool_value(o, &pinned);
    v->i = 0;
    if (status > 0 && pinned) {
        PyErr_SetString(PyExc_RuntimeError,
                        "pin_memory: expected False, got True: pinned memory needs a "
                        "GPU backend, and none is loaded");
        return -1;
    }
    return status;
}

static int str_value(PyObject *o, ct_value *v)
{
    if (!PyUnicode_Check(o)) {
        return 0;
    }
    Py_ssize_t length;
    v->s = PyUnicode_AsUTF8AndSize(o, &length);
    v->s_len = length;
    return v->s ? 1 : -1;
}

int ct_py_word(const char *op, const ct_param *p, PyObject *o, int64_t *value)
{
    if (!PyUnicode_Check(o)) {
        return 0;
    }
    for (*value = 0; p->words[*value]; ++*value) {
        if (PyUnicode_CompareWithASCIIString(o, p->words[*value]) == 0) {
            return 1;
        }
    }
    PyErr_Format(PyExc_RuntimeError, "%s: expected %s %s, got %R", op, p->name,
                 p->expected, o);
    return -1;
}

static int generator_value(PyObject *o, ct_value *v)
{
    v->p = ct_py_generator(o);
    return v->p != NULL;
}

int ct_py_value(ct_keep *k, ct_arg_type type, PyObject *o, ct_value *v)
{
    int status;
    bool flag;
    switch (type) {
    case CT_ARG_TENSOR:
    case CT_ARG_OPERAND:
        if (ct_py_is_exact_tensor(o)) {
            v->tensor = ct_py_tensor(o);
            return 1;
        }
        return tensor_value(
            k, type == CT_ARG_TENSOR ? ct_py_as_tensor(o) : ct_py_operand(o), v);
    case CT_ARG_TENSORS:
    case CT_ARG_WRITTEN:
        return tensors_value(k, o, type == CT_ARG_WRITTEN, v);
    case CT_ARG_INT:
    case CT_ARG_AXIS:
    case CT_ARG_NEW_AXIS:
        return int_value(o, &v->i);
    case CT_ARG_FLOAT:
        return float_value(o, &v->f);
    case CT_ARG_BOOL:
        status = bool_value(o, &flag);
        v->i = status > 0 && flag;
        return status;
    case CT_ARG_SCALAR:
        return scalar_tensor(k, o, v);
    case CT_ARG_AXES:
        return ints_value(k, o, v);
    case CT_ARG_INTS:
        return is_vector(o) ? listed_value(k, o, v) : ints_value(k, o, v);
    case CT_ARG_DTYPE:
        return dtype_value(o, v);
    case CT_ARG_DEVICE:
        return device_value(o, v);
    case CT_ARG_FORMAT:
        return ct_py_memory_format(o, &v->i);
    case CT_ARG_LAYOUT:
        return layout_value(o, v);
    case CT_ARG_PINNED:
        return pinned_value(o, v);
    case CT_ARG_STR:
        return str_value(o, v);
    default:
        return generator_value(o, v);
    }
}

/* ---- words -------------------------------------------------------------- */

const char *ct_py_type_text(const ct_param *p)
{
    static const char *const texts[] = {
        [CT_ARG_TENSOR] = "Tensor",
        [CT_ARG_OPERAND] = "Tensor or number",
        [CT_ARG_TENSORS] = "list or tuple of Tensors",
        [CT_ARG_WRITTEN] = "list or tuple of Tensors",
        [CT_ARG_INT] = "int",
        [CT_ARG_FLOAT] = "float",
        [CT_ARG_BOOL] = "bool",
        [CT_ARG_WORD] = "str",
        [CT_ARG_SCALAR] = "number",
        [CT_ARG_AXIS] = "int",
        [CT_ARG_NEW_AXIS] = "int",
        [CT_ARG_AXES] = "int or tuple of ints",
        [CT_ARG_INTS] = "int or tuple of ints",
        [CT_ARG_DTYPE] = "dtype",
        [CT_ARG_DEVICE] = "device",
        [CT_ARG_FORMAT] = "memory_format",
        [CT_ARG_LAYOUT] = "layout",
        [CT_ARG_PINNED] = "bool",
        [CT_ARG_STR] = "str",
        [CT_ARG_GENERATOR] = "Generator",
    };
    return p->spread ? "ints or tuple of ints" : texts[p->type];
}

static const char *type_name(PyObject *o)
{
    const char *name = Py_TYPE(o)->tp_name;
    if (ct_py_is_exact_tensor(o)) {
        return "Tensor";
    }
    /* "expected Tensor, got Tensor" would leave the user of two libraries puzzled. */
    bool foreign = strcmp(name, "Tensor") == 0 && !ct_py_is_tensor(o);
    return foreign ? "Tensor of another library" : o == Py_None ? "None" : name;
}

PyObject *ct_py_describe(PyObject *o)
{
    if (!PyTuple_Check(o) && !PyList_Check(o)) {
        return PyUnicode_FromString(type_name(o));
    }
    PyObject *items = PyUnicode_FromString("");
    Py_ssize_t n = PySequence_Fast_GET_SIZE(o);
    for (Py_ssize_t i = 0; items && i < n && i < 6; i++) {
        const char *name = i == 5 ? "..." : type_name(PySequence_Fast_GET_ITEM(o, i));
        Py_SETREF(items, PyUnicode_FromFormat("%U%s%s", items, i ? ", " : "", name));
    }
    if (!items) {
        return NULL;
    }
    PyObject *text =
        PyUnicode_FromFormat("%s of (%U)", PyTuple_Check(o) ? "tuple" : "list", items);
    Py_DECREF(items);
    return text;
}

static int wrong_type(const char *op, const char *what, const char *expected,
                      PyObject *o)
{
    PyObject *got = ct_py_describe(o);
    if (got) {
        PyErr_Format(PyExc_TypeError, "%s: expected %s: %s, got %U", op, what, expected,
                     got);
        Py_DECREF(got);
    }
    return -1;
}

int ct_py_int(const char *op, const char *what, PyObject *o, int64_t *value)
{
    int status = int_value(o, value);
    return status > 0 ? 0 : status < 0 ? -1 : wrong_type(op, what, "int", o);
}

int ct_py_float(const char *op, const char *what, PyObject *o, double *value)
{
    int status = float_value(o, value);
    return status > 0 ? 0 : status < 0 ? -1 : wrong_type(op, what, "float", o);
}

int ct_py_bool(const char *op, const char *what, PyObject *o, bool *value)
{
    int status = bool_value(o, value);
    return status > 0 ? 0 : status < 0 ? -1 : wrong_type(op, what, "bool", o);
}

int ct_py_ints(const char *op, const char *what, PyObject *o, int64_t v[CT_MAX_NDIM])
{
    ct_keep k;
    ct_value value;
    ct_keep_init(&k);
    int status = ints_value(&k, o, &value);
    if (status == 0) {
        wrong_type(op, what, "int or tuple of ints", o);
    } else if (status > 0 && value.dims.n > CT_MAX_NDIM) {
        PyErr_Format(PyExc_RuntimeError, "%s: expected %s of at most %d ints, got %lld",
                     op, what, CT_MAX_NDIM, (long long)value.dims.n);
        status = 0;
    }
    for (int64_t i = 0; status > 0 && i < value.dims.n; i++) {
        v[i] = value.dims.v[i];
    }
    ct_keep_release(&k);
    return status > 0 ? (int)value.dims.n : -1;
}
