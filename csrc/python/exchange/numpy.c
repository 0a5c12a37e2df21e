/* numpy: ndarrays and NumPy scalars come in, ndarrays go out (see numpy.h).
 *
 * Which arrays are shared, and which copied: NOTE [Shareable memory] in foreign.h,
 * and those in foreign byte order are always copied. */
#include "python/exchange/numpy.h"

#include "autograd/meta.h"
#include "core/device.h"
#include "python/arguments/unpack.h"
#include "python/errors.h"
#include "python/exchange/foreign.h"
#include "python/exchange/numpy_api.h"
#include "python/exchange/numpy_reading.h"
#include "python/type/dtype.h"
#include "python/type/tensor_type.h"

#define MAX_DIMS 64 /* of NumPy, any version */

PyTypeObject *ct_numpy_array_type;
PyTypeObject *ct_numpy_generic_type;

/* ---- dtypes ------------------------------------------------------------- */

static const int8_t type_numbers[CT_DTYPE_COUNT] = {
    [CT_DTYPE_BOOL] = NPY_BOOL,    [CT_DTYPE_U8] = NPY_UINT8,
    [CT_DTYPE_I8] = NPY_INT8,      [CT_DTYPE_U16] = NPY_UINT16,
    [CT_DTYPE_I16] = NPY_INT16,    [CT_DTYPE_U32] = NPY_UINT32,
    [CT_DTYPE_I32] = NPY_INT32,    [CT_DTYPE_U64] = NPY_UINT64,
    [CT_DTYPE_I64] = NPY_INT64,    [CT_DTYPE_F16] = NPY_HALF,
    [CT_DTYPE_BF16] = -1,          [CT_DTYPE_F32] = NPY_FLOAT,
    [CT_DTYPE_F64] = NPY_DOUBLE,   [CT_DTYPE_C64] = NPY_CFLOAT,
    [CT_DTYPE_C128] = NPY_CDOUBLE,
};

/* By NumPy's type number: the dtype + 1, or 0 where we have none. Two C integer
 * types may have one size. */
#define SIGNED(type) \
    (sizeof(type) == 8 ? CT_DTYPE_I64 + 1 : sizeof(type) == 4 ? CT_DTYPE_I32 + 1 : 0)
#define UNSIGNED(type) \
    (sizeof(type) == 8 ? CT_DTYPE_U64 + 1 : sizeof(type) == 4 ? CT_DTYPE_U32 + 1 : 0)
static const uint8_t dtypes_of_numbers[NPY_HALF + 1] = {
    [NPY_BOOL] = CT_DTYPE_BOOL + 1,
    [NPY_BYTE] = CT_DTYPE_I8 + 1,
    [NPY_UBYTE] = CT_DTYPE_U8 + 1,
    [NPY_SHORT] = CT_DTYPE_I16 + 1,
    [NPY_USHORT] = CT_DTYPE_U16 + 1,
    [NPY_INT] = SIGNED(int),
    [NPY_UINT] = UNSIGNED(int),
    [NPY_LONG] = SIGNED(long),
    [NPY_ULONG] = UNSIGNED(long),
    [NPY_LONGLONG] = SIGNED(long long),
    [NPY_ULONGLONG] = UNSIGNED(long long),
    [NPY_HALF] = CT_DTYPE_F16 + 1,
    [NPY_FLOAT] = CT_DTYPE_F32 + 1,
    [NPY_DOUBLE] = CT_DTYPE_F64 + 1,
    [NPY_CFLOAT] = CT_DTYPE_C64 + 1,
    [NPY_CDOUBLE] = CT_DTYPE_C128 + 1,
};

/* The dtype of a NumPy descriptor of any byte order; TypeError and -1. */
static int dtype_of(const char *op, PyArray_Descr *descr)
{
    int number = descr->type_num;
    int d = number >= 0 && number <= NPY_HALF
                ? dtypes_of_numbers[number] - 1
                : ct_py_dtype_from_numpy((PyObject *)descr);
    if (d < 0) {
        PyErr_Format(PyExc_TypeError,
                     "%s: expected a bool, integer, float16, bfloat16, float32, "
                     "float64, complex64 or complex128 array, got dtype %S",
                     op, descr);
    }
    return d;
}

static PyArray_Descr *descr_of(ct_dtype dtype)
{
    int number = type_numbers[dtype];
    if (number >= 0) {
        return PyArray_DescrFromType(number);
    }
    return (PyArray_Descr *)ct_py_dtype_numpy(dtype);
}

/* ---- in ----------------------------------------------------------------- */

static void release_array(ct_storage *s)
{
    Py_DECREF((PyObject *)s->owner);
}

static PyArrayObject *native_copy(PyArrayObject *a)
{
    PyArray_Descr *native = PyArray_DescrNewByteorder(PyArray_DESCR(a), NPY_NATIVE);
    if (!native) {
        return NULL;
    }
    return (PyArrayObject *)PyArray_FromArray(
        a, native, NPY_ARRAY_CARRAY | NPY_ARRAY_ENSUREARRAY | NPY_ARRAY_ENSURECOPY);
}

/* The memory of an array in native byte order as a tensor. */
static ct_tensor *share(const char *op, PyArrayObject *a, ct_dtype dtype, bool may_copy)
{
    int ndim = PyArray_NDIM(a);
    int64_t shape[MAX_DIMS], strides[MAX_DIMS];
    for (int i = 0; i < ndim; i++) {
        shape[i] = PyArray_DIM(a, i);
        strides[i] = PyArray_STRIDE(a, i);
    }
    ct_foreign f = {PyArray_BYTES(a),
                    dtype,
                    ndim,
                    shape,
                    strides,
                    !PyArray_ISWRITEABLE(a),
                    release_array,
                    a,
                    {CT_DEVICE_CPU, 0}};
    Py_INCREF(a);
    ct_tensor *t = ct_foreign_tensor(op, &f, may_copy);
    if (!t) {
        Py_DECREF(a);
    }
    return t;
}

ct_tensor *ct_numpy_import(const char *op, PyObject *array, bool may_copy)
{
    PyArrayObject *a = (PyArrayObject *)array;
    int dtype = dtype_of(op, PyArray_DESCR(a));
    if (dtype < 0) {
        return NULL;
    }
    if (PyArray_ISNOTSWAPPED(a)) {
        return share(op, a, (ct_dtype)dtype, may_copy);
    }
    if (!may_copy) {
        PyErr_Format(PyExc_ValueError,
                     "%s: expected an array in native byte order, got dtype %S, which "
                     "must be copied; allow it with copy=None",
                     op, PyArray_DESCR(a));
        return NULL;
    }
    PyArrayObject *copy = native_copy(a);
    ct_tensor *t = copy ? share(op, copy, (ct_dtype)dtype, true) : NULL;
    Py_XDECREF(copy);
    return t;
}

/* Any NumPy scalar, by way of a 0-d array. */
static int scalar_slow(PyObject *o, ct_dtype *dtype, ct_scalar *value)
{
    PyObject *array = PyArray_FromScalar(o, NULL);
    ct_tensor *t = array ? ct_numpy_import("number", array, true) : NULL;
    Py_XDECREF(array);
    if (!t) {
        return -1;
    }
    *dtype = (ct_dtype)t->dtype;
    bool known = ct_tensor_number("number", t, value);
    ct_decref(t);
    return known ? 1 : -1;
}

bool ct_numpy_is_bool(PyObject *o)
{
    return PyArray_IsScalar(o, Bool);
}

int ct_numpy_scalar(PyObject *o, ct_dtype *dtype, ct_scalar *value)
{
    if (!PyFloat_Check(o)) { /* numpy.float64 is a float */
        return scalar_slow(o, dtype, value);
    }
    *dtype = CT_DTYPE_F64;
    *value = (ct_scalar){.category = CT_CATEGORY_FLOATING, .re = PyFloat_AS_DOUBLE(o)};
    return 1;
}

/* Does the array lie within the buffer it was made over? NumPy takes the word of an
 * __array_interface__ that names a buffer. */
static int check_buffer(PyArrayObject *a, PyObject *owner)
{
    Py_buffer view;
    int64_t low = 0, high = PyArray_ITEMSIZE(a);
    PyObject *base = PyArray_BASE(a);
    if (!base || base == owner || PyArray_Check(base) || PyMemoryView_Check(base) ||
        !PyObject_CheckBuffer(base) || PyArray_SIZE(a) == 0) {
        return 0;
    }
    for (int i = 0; i < PyArray_NDIM(a); i++) {
        int64_t span, *end = PyArray_STRIDE(a, i) < 0 ? &low : &high;
        if (__builtin_mul_overflow(PyArray_DIM(a, i) - 1, PyArray_STRIDE(a, i),
                                   &span) ||
            __builtin_add_overflow(*end, span, end)) {
            PyErr_SetString(PyExc_ValueError, "asarray: expected strides within 2**63 "
                                              "bytes, got larger ones");
            return -1;
        }
    }
    if (PyObject_GetBuffer(base, &view, PyBUF_SIMPLE) < 0) {
        return -1;
    }
    char *data = PyArray_BYTES(a), *start = view.buf;
    bool inside = data + low >= start && data + high <= start + view.len;
    PyBuffer_Release(&view);
    if (!inside) {
        PyErr_Format(
            PyExc_ValueError,
            "asarray: expected an __array_interface__ within its buffer of %zd "
            "bytes, got one that reaches beyond",
            view.len);
    }
    return inside ? 0 : -1;
}

PyObject *ct_numpy_asarray(PyObject *o)
{
    PyObject *a = PyArray_FromAny(o, NULL, 0, 0, NPY_ARRAY_ENSUREARRAY, NULL);
    if (a && check_buffer((PyArrayObject *)a, o) < 0) {
        Py_CLEAR(a);
    }
    return a;
}

/* ---- out ---------------------------------------------------------------- */

bool ct_numpy_may_write(ct_tensor *t)
{
    return !ct_tensor_readonly(t) && !(ct_grad_enabled() && ct_requires_grad(t));
}

PyObject *ct_numpy_export(ct_tensor *t, bool writeable)
{
    if (ct_tensor_to_host("numpy", t) < 0) {
        return ct_py_raise();
    }
    PyArray_Descr *descr = descr_of((ct_dtype)t->dtype);
    ct_tensor *alias =
        descr ? ct_tensor_alias(t, t->ndim, t->shape, t->strides, t->data) : NULL;
    if (!alias) {
        PyObject *none = PyErr_Occurred() ? NULL : ct_py_raise();
        Py_XDECREF(descr);
        return none;
    }
    PyObject *array =
        PyArray_NewFromDescr(&PyArray_Type, descr, alias->ndim,
                             (npy_intp *)alias->shape, (npy_intp *)alias->strides,
                             alias->data, writeable ? NPY_ARRAY_WRITEABLE : 0, NULL);
    if (!array) {
        ct_decref(alias);
        return NULL;
    }
    if (PyArray_SetBaseObject((PyArrayObject *)array, ct_py_object(alias)) < 0) {
        Py_DECREF(array);
        return NULL;
    }
    return array;
}

/* The numbers of the instructions that assign to a subscript, of this Python; -1 for
 * one that it has not. */
static const int *assigning_instructions(void)
{
    static int numbers[2] = {-2, -2};
    static const char *const names[2] = {"STORE_SUBSCR", "STORE_SLICE"};
    PyObject *opcode = numbers[0] == -2 ? PyImport_ImportModule("opcode") : NULL;
    PyObject *map = opcode ? PyObject_GetAttrString(opcode, "opmap") : NULL;
    for (int i = 0; map && i < 2; i++) {
        PyObject *number = PyMapping_GetItemString(map, names[i]);
        numbers[i] = number ? (int)PyLong_AsLong(number) : -1;
        Py_XDECREF(number);
    }
    Py_XDECREF(map);
    Py_XDECREF(opcode);
    PyErr_Clear();
    return numbers;
}

/* Does the innermost Python code assign to a subscript just now? */
static bool is_assigning(void)
{
    PyObject *frame = (PyObject *)PyEval_GetFrame();
    PyObject *place = frame ? PyObject_GetAttrString(frame, "f_lasti") : NULL;
    PyObject *code = place ? PyObject_GetAttrString(frame, "f_code") : NULL;
    PyObject *text = code ? PyObject_GetAttrString(code, "co_code") : NULL;
    const int *numbers = assigning_instructions();
    bool found = false;
    if (text && PyBytes_Check(text)) {
        Py_ssize_t i = PyLong_AsSsize_t(place);
        int now = i >= 0 && i < PyBytes_GET_SIZE(text)
                      ? (unsigned char)PyBytes_AS_STRING(text)[i]
                      : -2;
        found = now == numbers[0] || now == numbers[1];
    }
    Py_XDECREF(place);
    Py_XDECREF(code);
    Py_XDECREF(text);
    PyErr_Clear();
    return found;
}

static int warn_lost(void)
{
    return PyErr_WarnEx(
        PyExc_UserWarning,
        "numpy: a tensor that requires grad becomes a part of an ndarray, which loses "
        "its gradient; use numpy.stack() or assign to a tensor to keep it, .detach() "
        "to do without it",
        1);
}

int ct_numpy_warn_memory(ct_tensor *t)
{
    if (!ct_requires_grad(t) || !ct_grad_enabled() || ct_numpy_is_learning()) {
        return 0;
    }
    bool part = ct_numpy_reads_part() || is_assigning();
    return part ? warn_lost() : 0;
}

int ct_numpy_warn_number(ct_tensor *t)
{
    bool part = ct_requires_grad(t) && ct_grad_enabled() &&
                (ct_numpy_reads_number() || is_assigning());
    return part ? warn_lost() : 0;
}

static int check_on_cpu(ct_tensor *t)
{
    if (t->device == CT_DEVICE_CPU) {
        return 0;
    }
    PyErr_Format(PyExc_TypeError,
                 "numpy: expected a tensor on the CPU, got one on %s; use .cpu() to "
                 "copy it there first",
                 ct_device_name((ct_device)t->device, t->device_index));
    return -1;
}

/* ---- Python ------------------------------------------------------------- */

PyDoc_STRVAR(numpy_doc,
             "numpy($self, /, *, force=False)\n--\n\n"
             "The tensor as a numpy.ndarray over the same memory.\n\n"
             "RuntimeError if it requires grad, unless force is true, which detaches\n"
             "it. bfloat16 needs the package ml_dtypes.");

static CT_PY_FAST(tensor_numpy)
{
    static const ct_unpack_spec spec = {"numpy", 0, 0, {"force", NULL}};
    PyObject *force;
    ct_tensor *t = ct_py_tensor(self);
    if (ct_py_unpack(&spec, args, n, kwnames, &force) < 0 || check_on_cpu(t) < 0) {
        return NULL;
    }
    int forced = force ? PyObject_IsTrue(force) : 0;
    if (forced < 0) {
        return NULL;
    }
    if (!forced && ct_grad_enabled() && ct_requires_grad(t)) {
        PyErr_SetString(PyExc_RuntimeError,
                        "Can't call numpy() on Tensor that requires grad. Use "
                        "tensor.detach().numpy() instead.");
        return NULL;
    }
    return ct_numpy_export(t, !ct_tensor_readonly(t));
}

/* `array` (stolen) with the dtype asked for, copied only as `copy` allows. */
static PyObject *array_as(PyObject *array, PyObject *dtype, PyObject *copy)
{
    PyArray_Descr *descr = NULL;
    if (dtype && dtype != Py_None && !PyArray_DescrConverter(dtype, &descr)) {
        Py_DECREF(array);
        return NULL;
    }
    bool converts =
        descr && !PyArray_EquivTypes(descr, PyArray_DESCR((PyArrayObject *)array));
    if (converts && copy == Py_False) {
        PyErr_Format(PyExc_ValueError,
                     "__array__: expected a dtype that needs no copy (copy=False), got "
                     "%S for a tensor of %S",
                     descr, PyArray_DESCR((PyArrayObject *)array));
        Py_DECREF(descr);
        Py_DECREF(array);
        return NULL;
    }
    if (!converts && copy != Py_True) {
        Py_XDECREF(descr);
        return array;
    }
    int flags = NPY_ARRAY_FORCECAST | (copy == Py_True ? NPY_ARRAY_ENSURECOPY : 0);
    PyObject *result = PyArray_FromArray((PyArrayObject *)array, descr, flags);
    Py_DECREF(array);
    return result;
}

PyDoc_STRVAR(
    array_doc,
    "__array__($self, /, dtype=None, *, copy=None)\n--\n\n"
    "The tensor as a numpy.ndarray, over the same memory where dtype and copy\n"
    "allow it; read-only if the tensor requires grad.");

static CT_PY_FAST(tensor_array)
{
    static const ct_unpack_spec spec = {"__array__", 1, 0, {"dtype", "copy", NULL}};
    PyObject *given[2];
    ct_tensor *t = ct_py_tensor(self);
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0 || check_on_cpu(t) < 0 ||
        ct_numpy_warn_memory(t) < 0) {
        return NULL;
    }
    PyObject *array = ct_numpy_export(t, ct_numpy_may_write(t));
    return array ? array_as(array, given[0], given[1]) : NULL;
}

PyDoc_STRVAR(
    from_numpy_doc,
    "from_numpy(ndarray, /)\n--\n\n"
    "A tensor over the array's memory: each sees what the other writes.\n\n"
    "Any strides are kept, negative and zero ones too. A read-only array gives\n"
    "a tensor that refuses to be written. An array that is unaligned, in\n"
    "foreign byte order, or whose strides are no multiples of its item size,\n"
    "is copied: then nothing is shared. TypeError for structured, string,\n"
    "object, datetime and long double arrays.");

static PyObject *from_numpy(PyObject *module, PyObject *array)
{
    (void)module;
    if (!ct_numpy_check(array)) {
        PyErr_Format(PyExc_TypeError, "from_numpy: expected a numpy.ndarray, got %s",
                     Py_TYPE(array)->tp_name);
        return NULL;
    }
    return ct_py_object(ct_numpy_import("from_numpy", array, true));
}

static PyMethodDef methods[] = {
    CT_PY_METHOD("numpy", tensor_numpy, numpy_doc),
    CT_PY_METHOD("__array__", tensor_array, array_doc),
    {0},
};

static PyMethodDef functions[] = {
    {"from_numpy", from_numpy, METH_O, from_numpy_doc},
    {0},
};

/* ndarray's operators leave the work to operands of higher priority. */
static int init(PyObject *module)
{
    (void)module;
    ct_numpy_array_type = &PyArray_Type;
    ct_numpy_generic_type = &PyGenericArrType_Type;
    PyObject *priority = PyFloat_FromDouble(1000);
    if (!priority) {
        return -1;
    }
    int status =
        PyDict_SetItemString(ct_py_tensor_type.tp_dict, "__array_priority__", priority);
    Py_DECREF(priority);
    PyType_Modified(&ct_py_tensor_type);
    return status;
}

const ct_concept ct_numpy_concept = {
    .methods = methods, .functions = functions, .init = init};
