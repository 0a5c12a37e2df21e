/* All of these end in the rows to_dtype and clone; what has nothing to change gives the
 * tensor itself, as PyTorch does. */
#include "python/type/cast.h"

#include <string.h>

#include "core/layout.h"
#include "ops/op.h"
#include "python/arguments/results.h"
#include "python/arguments/unpack.h"
#include "python/arguments/value.h"
#include "python/errors.h"
#include "python/type/device.h"
#include "python/type/dtype.h"
#include "python/type/memory_format.h"
#include "python/type/tensor_type.h"
#include "rows/view.h"

PyObject *ct_py_to_dtype(ct_tensor *t, ct_dtype dtype, bool copy)
{
    ct_call c;
    if (dtype == (ct_dtype)t->dtype) {
        if (!copy) {
            return Py_NewRef(ct_py_object(t));
        }
        ct_call_init(&c, CT_ROW(clone));
        ct_call_tensor(&c, 0, t);
        return ct_py_run(&c);
    }
    ct_call_init(&c, CT_ROW(to_dtype));
    ct_call_tensor(&c, 0, t);
    ct_call_int(&c, 1, dtype);
    return ct_py_run(&c);
}

static PyObject *to_device(PyObject *o, ct_device_place place, bool run_on)
{
    ct_tensor *t = o ? ct_py_tensor(o) : NULL;
    if (!o || (t->device == place.device && t->device_index == place.device_index)) {
        return o;
    }
    int64_t strides[CT_MAX_NDIM];
    ct_tensor *there =
        ct_tensor_new("to", (ct_dtype)t->dtype, t->ndim, t->shape, CT_PLACE(&place));
    ct_call c;
    ct_call_init(&c, CT_ROW(copy_));
    if (there) {
        ct_block b = {there->ndim, there->shape, ct_tensor_itemsize(there)};
        if (ct_layout_follow(b, 1, &t, strides)) {
            ct_layout_set(there, strides);
        }
        ct_call_tensor(&c, 0, there);
        ct_call_tensor(&c, 1, t);
        ct_call_int(&c, 2, run_on);
        c.form = CT_FORM_INPLACE;
        c.out[0] = ct_newref(there);
        if (ct_call_run(&c) < 0) {
            ct_clear(&there);
        }
        ct_call_release(&c);
    }
    Py_DECREF(o);
    return there ? ct_py_object(there) : ct_py_raise();
}

PyObject *ct_py_to_device(PyObject *o, ct_device_place place)
{
    return to_device(o, place, false);
}

/* None, and NULL for what was not given, leave the format as it is. */
static int take_format(const char *op, PyObject *o, ct_memory_format *format)
{
    return !o || o == Py_None ? 0 : ct_py_memory_format_require(op, o, format);
}

/* ---- to ----------------------------------------------------------------- */

typedef struct target { /* what to() is to make */
    ct_dtype dtype;
    bool copy, non_blocking;
    ct_memory_format format;
    ct_device_place place;
} target;

static int set_device(target *to, PyObject *o)
{
    ct_device device;
    int index;
    if (ct_py_device_require("to", o, &device, &index) < 0) {
        return -1;
    }
    to->place =
        (ct_device_place){(uint8_t)device, (uint8_t)ct_device_index(device, index)};
    return 0;
}

/* A device's name, or one that NumPy has for a dtype: 'cpu', 'f4'. */
static int take_name(target *to, PyObject *o)
{
    ct_device device;
    int index;
    if (ct_py_device_parse("to", o, &device, &index) < 0) {
        PyErr_Clear();
        if (ct_py_dtype_parse("to", o, &to->dtype) == 0) {
            return 0;
        }
        PyErr_Clear();
    }
    return set_device(to, o);
}

/* A first argument: a tensor to be like, a device, or a dtype. */
static int take_first(target *to, PyObject *o)
{
    if (ct_py_is_tensor(o)) {
        const ct_tensor *like = ct_py_tensor(o);
        to->dtype = (ct_dtype)like->dtype;
        to->place = (ct_device_place){like->device, like->device_index};
        return 0;
    }
    if (PyUnicode_Check(o)) {
        return take_name(to, o);
    }
    bool device =
        Py_IS_TYPE(o, &ct_py_device_type) || (PyLong_Check(o) && !PyBool_Check(o));
    return device ? set_device(to, o) : ct_py_dtype_parse("to", o, &to->dtype);
}

/* After a device may come a dtype, then non_blocking and copy. */
static int take_flags(target *to, PyObject *const *args, Py_ssize_t n)
{
    if (n && !PyBool_Check(args[0])) {
        if (args[0] != Py_None && ct_py_dtype_parse("to", args[0], &to->dtype) < 0) {
            return -1;
        }
        args++;
        n--;
    }
    if (n > 2) {
        PyErr_Format(PyExc_TypeError, "to: expected at most 4 arguments, got %zd",
                     n + 2);
        return -1;
    }
    return n > 0 && ct_py_bool("to", "non_blocking", args[0], &to->non_blocking) < 0
               ? -1
           : n > 1 ? ct_py_bool("to", "copy", args[1], &to->copy)
                   : 0;
}

static int take_keyword(target *to, PyObject *name, PyObject *value)
{
    const char *text = PyUnicode_AsUTF8(name);
    if (!text) {
        return -1;
    }
    if (strcmp(text, "copy") == 0) {
        return ct_py_bool("to", "copy", value, &to->copy);
    }
    if (strcmp(text, "non_blocking") == 0) {
        return ct_py_bool("to", "non_blocking", value, &to->non_blocking);
    }
    if (strcmp(text, "dtype") == 0) {
        return value == Py_None ? 0 : ct_py_dtype_parse("to", value, &to->dtype);
    }
    if (strcmp(text, "device") == 0) {
        return value == Py_None ? 0 : set_device(to, value);
    }
    if (strcmp(text, "other") == 0 || strcmp(text, "tensor") == 0) {
        return take_first(to, value);
    }
    if (strcmp(text, "memory_format") == 0) {
        return take_format("to", value, &to->format);
    }
    PyErr_Format(PyExc_TypeError,
                 "to: expected dtype, device, other, non_blocking, copy or "
                 "memory_format, got '%s'",
                 text);
    return -1;
}

/* Steals o, a tensor or NULL: itself, or a copy by the format. */
static PyObject *laid_out(PyObject *o, ct_memory_format format)
{
    if (!o || format == CT_FORMAT_PRESERVE || ct_layout_is(ct_py_tensor(o), format)) {
        return o;
    }
    ct_call c;
    ct_call_init(&c, CT_ROW(clone));
    ct_call_tensor(&c, 0, ct_py_tensor(o));
    ct_call_int(&c, 1, format);
    PyObject *copy = ct_py_run(&c);
    Py_DECREF(o);
    return copy;
}

static CT_PY_FAST(to)
{
    ct_tensor *t = ct_py_tensor(self);
    target wanted = {.dtype = (ct_dtype)t->dtype,
                     .format = CT_FORMAT_PRESERVE,
                     .place = {t->device, t->device_index}};
    if (n && args[0] != Py_None && take_first(&wanted, args[0]) < 0) {
        return NULL;
    }
    if (n > 1 && take_flags(&wanted, args + 1, n - 1) < 0) {
        return NULL;
    }
    for (Py_ssize_t k = 0; kwnames && k < PyTuple_GET_SIZE(kwnames); k++) {
        if (take_keyword(&wanted, PyTuple_GET_ITEM(kwnames, k), args[n + k]) < 0) {
            return NULL;
        }
    }
    PyObject *result = ct_py_to_dtype(t, wanted.dtype, wanted.copy);
    return laid_out(to_device(result, wanted.place, wanted.non_blocking),
                    wanted.format);
}

/* ---- by name ------------------------------------------------------------ */

/* self in the dtype, laid out by the only argument, memory_format. */
static PyObject *cast(const char *name, PyObject *self, ct_dtype dtype,
                      PyObject *const *args, Py_ssize_t n, PyObject *kwnames)
{
    if (n == 0 && !kwnames) {
        return ct_py_to_dtype(ct_py_tensor(self), dtype, false);
    }
    ct_unpack_spec spec = {name, 0, 0, {"memory_format", NULL}};
    PyObject *given;
    ct_memory_format format = CT_FORMAT_PRESERVE;
    if (ct_py_unpack(&spec, args, n, kwnames, &given) < 0 ||
        take_format(name, given, &format) < 0) {
        return NULL;
    }
    return laid_out(ct_py_to_dtype(ct_py_tensor(self), dtype, false), format);
}

#define CAST(name, id)                                             \
    static CT_PY_FAST(to_##name)                                   \
    {                                                              \
        return cast(#name, self, CT_DTYPE_##id, args, n, kwnames); \
    }
CAST(float, F32)
CAST(double, F64)
CAST(half, F16)
CAST(bfloat16, BF16)
CAST(int, I32)
CAST(long, I64)
CAST(short, I16)
CAST(char, I8)
CAST(byte, U8)
CAST(bool, BOOL)
CAST(cfloat, C64)
CAST(cdouble, C128)

static CT_PY_FAST(to_cpu)
{
    PyObject *same =
        cast("cpu", self, (ct_dtype)ct_py_tensor(self)->dtype, args, n, kwnames);
    return ct_py_to_device(same, (ct_device_place){CT_DEVICE_CPU, 0});
}

static CT_PY_FAST(to_cuda)
{
    static const ct_unpack_spec spec = {"cuda", 2, 0, {"device", "non_blocking", NULL}};
    PyObject *given[2];
    target to = {.non_blocking = false};
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0 ||
        (given[1] &&
         ct_py_bool("cuda", "non_blocking", given[1], &to.non_blocking) < 0)) {
        return NULL;
    }
    bool named = given[0] && given[0] != Py_None;
    PyObject *device = named ? Py_NewRef(given[0]) : ct_py_device(CT_DEVICE_CUDA, -1);
    int status = device ? set_device(&to, device) : -1;
    Py_XDECREF(device);
    return status < 0 ? NULL : to_device(Py_NewRef(self), to.place, to.non_blocking);
}

static PyObject *type_as(PyObject *self, PyObject *other)
{
    if (!ct_py_is_tensor(other)) {
        return PyErr_Format(PyExc_TypeError, "type_as: expected a Tensor, got %s",
                            Py_TYPE(other)->tp_name);
    }
    return ct_py_to_dtype(ct_py_tensor(self), (ct_dtype)ct_py_tensor(other)->dtype,
                          false);
}

/* ---- type --------------------------------------------------------------- */

static const char *const type_names[CT_DTYPE_COUNT] = {
    [CT_DTYPE_BOOL] = "BoolTensor",
    [CT_DTYPE_U8] = "ByteTensor",
    [CT_DTYPE_I8] = "CharTensor",
    [CT_DTYPE_U16] = "UInt16Tensor",
    [CT_DTYPE_I16] = "ShortTensor",
    [CT_DTYPE_U32] = "UInt32Tensor",
    [CT_DTYPE_I32] = "IntTensor",
    [CT_DTYPE_U64] = "UInt64Tensor",
    [CT_DTYPE_I64] = "LongTensor",
    [CT_DTYPE_F16] = "HalfTensor",
    [CT_DTYPE_BF16] = "BFloat16Tensor",
    [CT_DTYPE_F32] = "FloatTensor",
    [CT_DTYPE_F64] = "DoubleTensor",
    [CT_DTYPE_C64] = "ComplexFloatTensor",
    [CT_DTYPE_C128] = "ComplexDoubleTensor",
};

/* "ctensor.FloatTensor", or "torch.FloatTensor" as old scripts write it, or the type of
 * that name, which has the dtype as an attribute. */
static int parse_type_name(PyObject *o, ct_dtype *dtype)
{
    const char *text = PyUnicode_Check(o) ? PyUnicode_AsUTF8(o) : NULL;
    const char *dot = text ? strrchr(text, '.') : NULL;
    for (int d = 0; dot && d < CT_DTYPE_COUNT; d++) {
        if (strcmp(dot + 1, type_names[d]) == 0) {
            *dtype = (ct_dtype)d;
            return 0;
        }
    }
    if (PyErr_Occurred()) {
        return -1;
    }
    PyObject *of_type = PyType_Check(o) ? PyObject_GetAttrString(o, "dtype") : NULL;
    PyErr_Clear();
    bool has_dtype = of_type && Py_IS_TYPE(of_type, &ct_py_dtype_type);
    int status = ct_py_dtype_parse("type", has_dtype ? of_type : o, dtype);
    Py_XDECREF(of_type);
    return status;
}

static CT_PY_FAST(type)
{
    static const ct_unpack_spec spec = {
        "type", 2, 0, {"dtype", "non_blocking", "memory_format", NULL}};
    PyObject *given[3];
    ct_tensor *t = ct_py_tensor(self);
    ct_memory_format format = CT_FORMAT_PRESERVE;
    ct_dtype dtype;
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0) {
        return NULL;
    }
    if (!given[0] || given[0] == Py_None) {
        return PyUnicode_FromFormat("ctensor.%s", type_names[t->dtype]);
    }
    if (parse_type_name(given[0], &dtype) < 0 ||
        take_format("type", given[2], &format) < 0) {
        return NULL;
    }
    return laid_out(ct_py_to_dtype(t, dtype, false), format);
}

#define CAST_METHOD(name)          \
    CT_PY_METHOD(#name, to_##name, \
                 #name "($self, *, memory_format=None)\n--\n\nIn that dtype.")

static PyMethodDef methods[] = {
    CT_PY_METHOD("to", to,
                 "to($self, *args, **kwargs)\n--\n\n"
                 "to(dtype, non_blocking=False, copy=False)\n"
                 "to(device, dtype=None, non_blocking=False, copy=False)\n"
                 "to(other, non_blocking=False, copy=False)\n\n"
                 "This tensor in another dtype or on another device, laid out by the\n"
                 "keyword memory_format: itself when nothing changes, unless copy is\n"
                 "true."),
    CT_PY_METHOD(
        "type", type,
        "type($self, dtype=None, non_blocking=False, *, memory_format=None)\n--\n\n"
        "The name of the tensor's type, or the tensor in another dtype."),
    {"type_as", type_as, METH_O,
     "type_as($self, other, /)\n--\n\nThis tensor in other's dtype."},
    CT_PY_METHOD("cpu", to_cpu,
                 "cpu($self, *, memory_format=None)\n--\n\n"
                 "This tensor in the host's memory."),
    CT_PY_METHOD("cuda", to_cuda,
                 "cuda($self, device=None, non_blocking=False)\n--\n\n"
                 "This tensor in a GPU's memory."),
    CAST_METHOD(float),
    CAST_METHOD(double),
    CAST_METHOD(half),
    CAST_METHOD(bfloat16),
    CAST_METHOD(int),
    CAST_METHOD(long),
    CAST_METHOD(short),
    CAST_METHOD(char),
    CAST_METHOD(byte),
    CAST_METHOD(bool),
    CAST_METHOD(cfloat),
    CAST_METHOD(cdouble),
    {0},
};

const ct_concept ct_cast_concept = {.methods = methods};
