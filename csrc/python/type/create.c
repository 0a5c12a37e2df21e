/* create: tensors from Python data (see create.h). */
#include "python/type/create.h"

#include <string.h>

#include "autograd/meta.h"
#include "core/device.h"
#include "ops/scope.h"
#include "python/arguments/args.h"
#include "python/arguments/unpack.h"
#include "python/errors.h"
#include "python/exchange/buffer.h"
#include "python/exchange/numpy.h"
#include "python/type/cast.h"
#include "python/type/device.h"
#include "python/type/dtype.h"
#include "python/type/layout.h"
#include "python/type/sequence.h"
#include "python/type/size.h"
#include "python/type/slots.h"
#include "python/type/subclass.h"
#include "python/type/tensor_type.h"

/* ---- keywords ----------------------------------------------------------- */

typedef struct factory { /* what all of these functions take */
    const char *op;
    int dtype; /* a ct_dtype or CT_DTYPE_INFER */
    bool requires_grad;
    bool has_place; /* device= was given */
    ct_device_place place;
} factory;

static bool is_given(PyObject *o)
{
    return o && o != Py_None;
}

static int device_take(factory *f, PyObject *o)
{
    ct_device device;
    int index;
    if (!is_given(o)) {
        return 0;
    }
    if (ct_py_device_require(f->op, o, &device, &index) < 0) {
        return -1;
    }
    f->has_place = true;
    f->place =
        (ct_device_place){(uint8_t)device, (uint8_t)ct_device_index(device, index)};
    return 0;
}

static int pin_memory_take(factory *f, PyObject *o)
{
    bool pinned = false;
    if (is_given(o) && ct_py_bool(f->op, "pin_memory", o, &pinned) < 0) {
        return -1;
    }
    if (pinned) {
        PyErr_Format(PyExc_RuntimeError,
                     "%s: expected pin_memory=False, got True: pinned memory needs a "
                     "GPU backend, and none is loaded",
                     f->op);
        return -1;
    }
    return 0;
}

static int layout_take(factory *f, PyObject *o)
{
    return is_given(o) ? ct_py_layout_require(f->op, o) : 0;
}

static int factory_take(factory *f, PyObject *dtype, PyObject *device,
                        PyObject *requires_grad, PyObject *pin_memory)
{
    if (is_given(dtype)) {
        ct_dtype d;
        if (ct_py_dtype_parse(f->op, dtype, &d) < 0) {
            return -1;
        }
        f->dtype = (int)d;
    }
    if (is_given(requires_grad) &&
        ct_py_bool(f->op, "requires_grad", requires_grad, &f->requires_grad) < 0) {
        return -1;
    }
    return device_take(f, device) < 0 ? -1 : pin_memory_take(f, pin_memory);
}

/* t (stolen, may be NULL) on the device that was asked for, without a history. */
static ct_tensor *placed(const factory *f, ct_tensor *t)
{
    ct_device_place place = f->has_place ? f->place : ct_device_default();
    if (!t || (t->device == place.device && t->device_index == place.device_index)) {
        return t;
    }
    return (ct_tensor *)ct_py_to_device(ct_py_object(t), place);
}

/* The result as Python gets it; steals t, which may be NULL. */
static PyObject *finish(const factory *f, ct_tensor *t)
{
    t = placed(f, t);
    if (t && f->requires_grad && ct_requires_grad_set(t, true) < 0) {
        return ct_py_raise_drop(t);
    }
    return ct_py_object(t);
}

/* ---- tensor, as_tensor, asarray ----------------------------------------- */

/* A fresh tensor with the values of `data`. */
static ct_tensor *read_data(const factory *f, PyObject *data)
{
    bool lost_grad;
    ct_tensor *t = ct_sequence_read(f->op, data, f->dtype, &lost_grad);
    if (t && lost_grad &&
        PyErr_WarnFormat(
            PyExc_UserWarning, 1,
            "%s: the values of a tensor that requires grad are copied, its "
            "history is not; use .clone() or ctensor.stack() to keep it, "
            ".detach() to do without it",
            f->op) < 0) {
        ct_clear(&t);
    }
    return t;
}

PyDoc_STRVAR(tensor_doc,
             "tensor(data, *, dtype=None, device=None, requires_grad=False, "
             "pin_memory=False)\n--\n\n"
             "A new tensor with the values of data, always copied.\n\n"
             "data: a number, a nested sequence of numbers, an array or tensor, or a\n"
             "sequence of those. Without dtype, Python floats take the default dtype,\n"
             "ints int64, bools bool; arrays and NumPy numbers keep theirs; mixtures\n"
             "promote. ValueError where nested lengths differ; RuntimeError where a\n"
             "dtype cannot be inferred or a value does not fit.");

static CT_PY_FAST(create_tensor)
{
    static const ct_unpack_spec spec = {
        "tensor",
        1,
        1,
        {"data", "dtype", "device", "requires_grad", "pin_memory", NULL}};
    PyObject *given[5];
    factory f = {.op = "tensor", .dtype = CT_DTYPE_INFER};
    (void)self;
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0 ||
        (kwnames && factory_take(&f, given[1], given[2], given[3], given[4]) < 0)) {
        return NULL;
    }
    return finish(&f, read_data(&f, given[0]));
}

/* t converted to the dtype wanted, with its history; steals t. */
static ct_tensor *converted(const factory *f, ct_tensor *t)
{
    if (f->dtype < 0 || f->dtype == t->dtype) {
        return t;
    }
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *result = ct_scope_return(&s, ct_s_cast(&s, t, (ct_dtype)f->dtype));
    if (!result) {
        return (ct_tensor *)ct_py_raise_drop(t);
    }
    ct_decref(t);
    return result;
}

PyDoc_STRVAR(
    as_tensor_doc,
    "as_tensor(data, dtype=None, device=None)\n--\n\n"
    "data as a tensor, without copying where that is possible: a tensor is\n"
    "returned itself, with its history; an array, or whatever exports DLPack\n"
    "or an array interface, is shared; other data is copied as tensor() does.");

static CT_PY_FAST(as_tensor)
{
    static const ct_unpack_spec spec = {
        "as_tensor", 3, 1, {"data", "dtype", "device", NULL}};
    PyObject *given[3];
    factory f = {.op = "as_tensor", .dtype = CT_DTYPE_INFER};
    (void)self;
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0 ||
        factory_take(&f, given[1], given[2], NULL, NULL) < 0) {
        return NULL;
    }
    ct_tensor *t = ct_sequence_array(f.op, given[0]);
    if (t) {
        f.place = f.has_place ? f.place : (ct_device_place){t->device, t->device_index};
        f.has_place = true;
        return finish(&f, converted(&f, t));
    }
    return PyErr_Occurred() ? NULL : finish(&f, read_data(&f, given[0]));
}

/* What asarray shares: tensors, arrays, and typed or plain buffers. NULL without an
 * exception when o is none of these. */
static ct_tensor *shared(factory *f, PyObject *o)
{
    ct_tensor *t = ct_sequence_array(f->op, o);
    if (t || PyErr_Occurred() || !PyObject_CheckBuffer(o) || ct_numpy_is_scalar(o)) {
        return t;
    }
    if (PyBytes_Check(o) || PyByteArray_Check(o)) { /* bytes, to be read as a dtype */
        ct_buffer_part part = {f->dtype < 0 ? ct_dtype_default() : (ct_dtype)f->dtype,
                               -1, 0};
        return ct_buffer_import(f->op, o, &part);
    }
    PyObject *array = ct_numpy_asarray(o);
    t = array ? ct_numpy_import(f->op, array, true) : NULL;
    Py_XDECREF(array);
    return t;
}

/* May the result share memory with the object, as copy asks? */
static int copy_check(const factory *f, const ct_tensor *t, PyObject *copy)
{
    if (copy != Py_False || (t && (f->dtype < 0 || f->dtype == t->dtype))) {
        return 0;
    }
    if (t) {
        PyErr_Format(PyExc_ValueError,
                     "%s: expected data of dtype %s with copy=False, got %s", f->op,
                     ct_dtype_name((ct_dtype)f->dtype),
                     ct_dtype_name((ct_dtype)t->dtype));
    } else {
        PyErr_Format(PyExc_ValueError,
                     "%s: expected data that can be shared with copy=False, got an "
                     "arbitrary sequence or number",
                     f->op);
    }
    return -1;
}

/* A copy with the history; steals t. */
static ct_tensor *cloned(ct_tensor *t)
{
    ct_call c;
    const ct_op *op = ct_op_find("clone");
    ct_call_init(&c, op);
    ct_call_tensor(&c, 0, t);
    if (ct_call_run(&c) < 0) {
        return (ct_tensor *)ct_py_raise_drop(t);
    }
    ct_decref(t);
    return c.out[0];
}

PyDoc_STRVAR(
    asarray_doc,
    "asarray(obj, *, dtype=None, device=None, copy=None, requires_grad=None)\n"
    "--\n\n"
    "obj as a tensor. copy: True always copies, False never (ValueError where\n"
    "it would have to), None where sharing is impossible.\n\n"
    "Tensors, arrays, and exporters of DLPack, an array interface or a buffer\n"
    "are shared; bytes and bytearrays are read as elements of dtype (or of the\n"
    "default dtype); other data is copied as tensor() does. Memory that is\n"
    "unaligned or in foreign byte order is copied. requires_grad: None keeps\n"
    "that of obj, False detaches.");

static CT_PY_FAST(create_asarray)
{
    static const ct_unpack_spec spec = {
        "asarray", 1, 1, {"obj", "dtype", "device", "copy", "requires_grad", NULL}};
    PyObject *given[5];
    factory f = {.op = "asarray", .dtype = CT_DTYPE_INFER};
    (void)self;
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0 ||
        factory_take(&f, given[1], given[2], given[4], NULL) < 0) {
        return NULL;
    }
    PyObject *copy = given[3];
    bool detach = is_given(given[4]) && !f.requires_grad;
    ct_tensor *t = given[0] && ct_numpy_check(given[0])
                       ? ct_numpy_import(f.op, given[0], copy != Py_False)
                       : shared(&f, given[0]);
    if (PyErr_Occurred() || copy_check(&f, t, copy) < 0) {
        ct_xdecref(t);
        return NULL;
    }
    if (!t) {
        return finish(&f, read_data(&f, given[0]));
    }
    f.place = f.has_place ? f.place : (ct_device_place){t->device, t->device_index};
    f.has_place = true;
    if (detach && ct_requires_grad(t)) {
        ct_tensor *plain = ct_detach(t);
        if (!plain) {
            return ct_py_raise_drop(t);
        }
        ct_decref(t);
        t = plain;
    }
    bool fresh = f.dtype >= 0 && f.dtype != t->dtype;
    t = converted(&f, t);
    if (t && copy == Py_True && !fresh) {
        t = cloned(t);
    }
    if (t && ct_requires_grad(t)) {
        f.requires_grad = false; /* it does already */
    }
    return finish(&f, t);
}

/* ---- new_* methods ------------------------------------------------------ */

static CT_PY_FAST(new_tensor)
{
    static const ct_unpack_spec spec = {
        "new_tensor",
        1,
        1,
        {"data", "dtype", "device", "requires_grad", "pin_memory", NULL}};
    PyObject *given[5];
    const ct_tensor *like = ct_py_tensor(self);
    factory f = {.op = "new_tensor",
                 .dtype = like->dtype,
                 .has_place = true,
                 .place = {like->device, like->device_index}};
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0 ||
        factory_take(&f, given[1], given[2], given[3], given[4]) < 0) {
        return NULL;
    }
    return finish(&f, read_data(&f, given[0]));
}

/* Sizes given one by one; the keywords, if any, follow them. */
static int sizes_take(const char *op, PyObject *const *args, Py_ssize_t n,
                      int64_t shape[CT_MAX_NDIM])
{
    if (n > CT_MAX_NDIM) {
        PyErr_Format(PyExc_ValueError, "%s: expected at most %d dimensions, got %zd",
                     op, CT_MAX_NDIM, n);
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        if (PyBool_Check(args[i])) {
            PyErr_Format(PyExc_TypeError, "%s: expected size to be ints, got bool", op);
            return -1;
        }
        if (ct_py_int(op, "size", args[i], &shape[i]) < 0) {
            return -1;
        }
    }
    return (int)n;
}

typedef struct sized { /* what new_zeros and its kin parse to */
    factory f;
    int ndim;
    int64_t shape[CT_MAX_NDIM];
    PyObject *fill; /* borrowed; of new_full */
} sized;

/* (*size) or (size), or (size, fill_value); then keywords. */
static int sized_parse(sized *z, bool takes_fill, PyObject *const *args, Py_ssize_t n,
                       PyObject *kwnames)
{
    static const ct_unpack_spec plain = {
        NULL,
        1,
        1,
        {"size", "dtype", "device", "requires_grad", "pin_memory", "layout", NULL}};
    static const ct_unpack_spec full = {NULL,
                                        2,
                                        2,
                                        {"size", "fill_value", "dtype", "device",
                                         "requires_grad", "pin_memory", "layout",
                                         NULL}};
    PyObject *given[7];
    ct_unpack_spec spec = takes_fill ? full : plain;
    bool spread =
        !takes_fill && n > 0 && !PyTuple_Check(args[0]) && !PyList_Check(args[0]);
    spec.op = z->f.op;
    if (spread) { /* the rest are keywords */
        z->ndim = sizes_take(z->f.op, args, n, z->shape);
        args += n;
        n = 0;
        spec.required = 0;
    }
    if ((spread && z->ndim < 0) || ct_py_unpack(&spec, args, n, kwnames, given) < 0) {
        return -1;
    }
    if (!spread) {
        z->ndim = ct_py_ints(z->f.op, "size", given[0], z->shape);
    } else if (given[0]) {
        PyErr_Format(PyExc_TypeError, "%s() got multiple values for argument 'size'",
                     z->f.op);
        return -1;
    }
    PyObject **rest = given + 1 + takes_fill;
    z->fill = takes_fill ? given[1] : NULL;
    return z->ndim < 0 || layout_take(&z->f, rest[4]) < 0
               ? -1
               : factory_take(&z->f, rest[0], rest[1], rest[2], rest[3]);
}

static PyObject *new_sized(const char *op, ct_tensor *like, PyObject *fill,
                           PyObject *const *args, Py_ssize_t n, PyObject *kwnames)
{
    sized z = {.f = {.op = op,
                     .dtype = like->dtype,
                     .has_place = true,
                     .place = {like->device, like->device_index}}};
    bool takes_fill = fill == Py_Ellipsis;
    if (sized_parse(&z, takes_fill, args, n, kwnames) < 0) {
        return NULL;
    }
    ct_dtype dtype = (ct_dtype)z.f.dtype;
    _Alignas(16) char value[16] = {0};
    fill = takes_fill ? z.fill : fill;
    if (fill && ct_sequence_store(op, fill, dtype, value) < 0) {
        return NULL;
    }
    ct_tensor *t = ct_tensor_new(op, dtype, z.ndim, z.shape, CT_PLACE(&z.f.place));
    ct_tensor *element = t && fill ? ct_tensor_scalar(dtype, value) : NULL;
    if (t && fill && (!element || ct_tensor_copy_data(t, element) < 0)) {
        ct_clear(&t);
    }
    ct_xdecref(element);
    return t ? finish(&z.f, t) : ct_py_raise();
}

static CT_PY_FAST(new_empty)
{
    return new_sized("new_empty", ct_py_tensor(self), NULL, args, n, kwnames);
}

static CT_PY_FAST(new_zeros)
{
    return new_sized("new_zeros", ct_py_tensor(self), Py_False, args, n, kwnames);
}

static CT_PY_FAST(new_ones)
{
    return new_sized("new_ones", ct_py_tensor(self), Py_True, args, n, kwnames);
}

static CT_PY_FAST(new_full) /* Ellipsis: the value is an argument */
{
    return new_sized("new_full", ct_py_tensor(self), Py_Ellipsis, args, n, kwnames);
}

/* ---- Tensor(...) -------------------------------------------------------- */

/* Values as the dtype; a tensor is shared, as PyTorch's constructor does. */
static ct_tensor *old_from_data(const factory *f, PyObject *data)
{
    bool lost_grad;
    if (ct_py_is_tensor(data)) {
        ct_tensor *t = ct_py_tensor(data);
        if (t->dtype != f->dtype) {
            PyErr_Format(PyExc_TypeError,
                         "%s: expected a tensor of the %s %s, got %s; use .to()", f->op,
                         f->op[0] == 'T' ? "default dtype" : "dtype",
                         ct_dtype_name((ct_dtype)f->dtype),
                         ct_dtype_name((ct_dtype)t->dtype));
            return NULL;
        }
        return ct_newref(t);
    }
    if (PyFloat_Check(data) || PyBool_Check(data) || PyComplex_Check(data)) {
        PyErr_Format(PyExc_TypeError,
                     "%s: expected sizes or a sequence, got %s; use ctensor.tensor() "
                     "for a number",
                     f->op, Py_TYPE(data)->tp_name);
        return NULL;
    }
    return ct_sequence_read(f->op, data, f->dtype, &lost_grad);
}

static ct_tensor *old_from_sizes(const factory *f, PyObject *const *args, Py_ssize_t n)
{
    int64_t shape[CT_MAX_NDIM] = {0};
    int ndim = n ? sizes_take(f->op, args, n, shape) : 1;
    if (ndim < 0) {
        return NULL;
    }
    ct_tensor *t =
        ct_tensor_new(f->op, (ct_dtype)f->dtype, ndim, shape, CT_PLACE(&f->place));
    return t ? t : (ct_tensor *)ct_py_raise();
}

/* Sizes one by one or as a Size, or a sequence, array or tensor of values. */
static ct_tensor *old_made(const factory *f, PyObject *const *args, Py_ssize_t n)
{
    PyObject *first = n == 1 ? args[0] : NULL;
    if (first && PyObject_TypeCheck(first, &ct_py_size_type)) {
        return old_from_sizes(f, ((PyTupleObject *)first)->ob_item,
                              PyTuple_GET_SIZE(first));
    }
    bool data = first && (!PyIndex_Check(first) || ct_py_is_tensor(first) ||
                          PyBool_Check(first) || ct_numpy_check(first));
    return data ? old_from_data(f, first) : old_from_sizes(f, args, n);
}

PyObject *ct_py_tensor_tp_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    factory f = {.op = "Tensor", .dtype = (int)ct_dtype_default()};
    Py_ssize_t n = PyTuple_GET_SIZE(args), nkw = kwargs ? PyDict_GET_SIZE(kwargs) : 0;
    PyObject *device = nkw ? PyDict_GetItemString(kwargs, "device") : NULL;
    PyObject *first = n ? PyTuple_GET_ITEM(args, 0) : NULL;
    if (nkw > (device != NULL)) {
        PyErr_SetString(PyExc_TypeError, "Tensor() takes no keyword but 'device'; use "
                                         "ctensor.tensor()");
        return NULL;
    }
    if (device_take(&f, device) < 0) {
        return NULL;
    }
    ct_tensor *t = old_made(&f, ((PyTupleObject *)args)->ob_item, n);
    if (!t || (type == &ct_py_tensor_type && !(first && ct_py_is_tensor(first)))) {
        return ct_py_object(t);
    }
    ct_tensor *instance = ct_py_subclass_new(type, t);
    ct_decref(t);
    return ct_py_object(instance);
}

/* new(*sizes) or new(values): what Tensor(...) makes, in this tensor's dtype. */
static CT_PY_FAST(new_old)
{
    const ct_tensor *like = ct_py_tensor(self);
    factory f = {.op = "new",
                 .dtype = like->dtype,
                 .has_place = true,
                 .place = {like->device, like->device_index}};
    if (kwnames && PyTuple_GET_SIZE(kwnames)) {
        return PyErr_Format(PyExc_TypeError, "new() takes no keyword, got '%U'",
                            PyTuple_GET_ITEM(kwnames, 0));
    }
    return finish(&f, old_made(&f, args, n));
}

/* _typed_tensor(name, dtype, device, arguments): FloatTensor(*arguments) and its kin. */
static CT_PY_FAST(typed_tensor)
{
    static const ct_unpack_spec spec = {
        "_typed_tensor", 4, 4, {"name", "dtype", "device", "arguments", NULL}};
    PyObject *given[4];
    factory f = {.dtype = CT_DTYPE_INFER};
    (void)self;
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0) {
        return NULL;
    }
    f.op = PyUnicode_Check(given[0]) ? PyUnicode_AsUTF8(given[0]) : NULL;
    if (!f.op || !PyTuple_Check(given[3])) {
        return PyErr_Occurred()
                   ? NULL
                   : PyErr_Format(PyExc_TypeError,
                                  "_typed_tensor: expected a str and a tuple");
    }
    if (factory_take(&f, given[1], given[2], NULL, NULL) < 0) {
        return NULL;
    }
    return finish(&f, old_made(&f, ((PyTupleObject *)given[3])->ob_item,
                               PyTuple_GET_SIZE(given[3])));
}

#define NEW_KEYWORDS "dtype=None, device=None, requires_grad=False, pin_memory=False"
#define SIZED_KEYWORDS NEW_KEYWORDS ", layout=None"

static PyMethodDef methods[] = {
    CT_PY_METHOD("new_tensor", new_tensor,
                 "new_tensor($self, data, *, " NEW_KEYWORDS ")\n--\n\n"
                 "As ctensor.tensor, with this tensor's dtype unless one is given."),
    CT_PY_METHOD("new_empty", new_empty,
                 "new_empty($self, /, *size, " SIZED_KEYWORDS ")\n--\n\n"
                 "A tensor of that size and this tensor's dtype, uninitialised."),
    CT_PY_METHOD("new_zeros", new_zeros,
                 "new_zeros($self, /, *size, " SIZED_KEYWORDS ")\n--\n\n"
                 "A tensor of that size and this tensor's dtype, filled with 0."),
    CT_PY_METHOD("new_ones", new_ones,
                 "new_ones($self, /, *size, " SIZED_KEYWORDS ")\n--\n\n"
                 "A tensor of that size and this tensor's dtype, filled with 1."),
    CT_PY_METHOD("new_full", new_full,
                 "new_full($self, size, fill_value, *, " SIZED_KEYWORDS ")\n--\n\n"
                 "A tensor of that size and this tensor's dtype, filled with\n"
                 "fill_value, which must fit the dtype."),
    CT_PY_METHOD("new", new_old,
                 "new($self, /, *args)\n--\n\n"
                 "As ctensor.Tensor(*args), in this tensor's dtype."),
    {0},
};

static PyMethodDef functions[] = {
    CT_PY_METHOD("tensor", create_tensor, tensor_doc),
    CT_PY_METHOD("as_tensor", as_tensor, as_tensor_doc),
    CT_PY_METHOD("_typed_tensor", typed_tensor, NULL),
    CT_PY_METHOD("asarray", create_asarray, asarray_doc),
    {0},
};

const ct_concept ct_create_concept = {.methods = methods, .functions = functions};
