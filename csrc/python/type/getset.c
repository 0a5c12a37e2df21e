/* Attributes and the methods that only ask. */
#include "python/type/getset.h"

#include <string.h>

#include "autograd/meta.h"
#include "python/arguments/convert.h"
#include "python/arguments/results.h"
#include "python/arguments/unpack.h"
#include "python/arguments/value.h"
#include "python/errors.h"
#include "python/type/device.h"
#include "python/type/dtype.h"
#include "python/type/layout.h"
#include "python/type/memory_format.h"
#include "python/type/size.h"
#include "python/type/tensor_type.h"
#include "rows/complex.h"
#include "rows/view.h"

/* ---- attributes --------------------------------------------------------- */

static PyObject *get_shape(PyObject *self, void *ignored)
{
    (void)ignored;
    ct_tensor *t = ct_py_tensor(self);
    return ct_py_size(t->ndim, t->shape);
}

static PyObject *get_dtype(PyObject *self, void *ignored)
{
    (void)ignored;
    return ct_py_dtype((ct_dtype)ct_py_tensor(self)->dtype);
}

static PyObject *get_device(PyObject *self, void *ignored)
{
    (void)ignored;
    ct_tensor *t = ct_py_tensor(self);
    int index = t->device == CT_DEVICE_CUDA ? t->device_index : -1;
    return ct_py_device((ct_device)t->device, index);
}

static PyObject *get_ndim(PyObject *self, void *ignored)
{
    (void)ignored;
    return PyLong_FromLong(ct_py_tensor(self)->ndim);
}

static PyObject *get_itemsize(PyObject *self, void *ignored)
{
    (void)ignored;
    return PyLong_FromLongLong(ct_tensor_itemsize(ct_py_tensor(self)));
}

static PyObject *get_nbytes(PyObject *self, void *ignored)
{
    (void)ignored;
    ct_tensor *t = ct_py_tensor(self);
    return PyLong_FromLongLong(t->numel * ct_tensor_itemsize(t));
}

static PyObject *get_is_cuda(PyObject *self, void *ignored)
{
    (void)ignored;
    return PyBool_FromLong(ct_py_tensor(self)->device == CT_DEVICE_CUDA);
}

static PyObject *get_is_meta(PyObject *self, void *ignored)
{
    (void)ignored;
    return PyBool_FromLong(ct_py_tensor(self)->device == CT_DEVICE_META);
}

static PyObject *get_is_cpu(PyObject *self, void *ignored)
{
    (void)ignored;
    return PyBool_FromLong(ct_py_tensor(self)->device == CT_DEVICE_CPU);
}

static PyObject *get_layout(PyObject *self, void *ignored)
{
    (void)self, (void)ignored;
    return ct_py_layout_strided();
}

/* What no tensor is. */
static PyObject *get_false(PyObject *self, void *ignored)
{
    (void)self, (void)ignored;
    Py_RETURN_FALSE;
}

static PyObject *get_data(PyObject *self, void *ignored)
{
    (void)ignored;
    ct_tensor *t = ct_detach(ct_py_tensor(self));
    return t ? ct_py_object(t) : ct_py_raise();
}

static int set_data(PyObject *self, PyObject *value, void *ignored)
{
    (void)ignored;
    ct_tensor *t = ct_py_tensor(self);
    ct_tensor *from = value ? ct_py_as_tensor(value) : NULL;
    if (!from) {
        if (!PyErr_Occurred()) {
            PyErr_Format(PyExc_TypeError, "data: expected a Tensor, got %s",
                         value ? Py_TYPE(value)->tp_name : "del");
        }
        return -1;
    }
    if (t->meta && !ct_dtype_is_inexact((ct_dtype)from->dtype)) {
        ct_error(CT_ERR_RUNTIME,
                 "data: expected a floating or complex Tensor, as this one requires "
                 "grad, got %s",
                 ct_dtype_name((ct_dtype)from->dtype));
    } else if (from != t && ct_call_may_move("data", t) == 0) {
        ct_tensor_adopt(t, from);
    }
    int status = ct_error_kind_now() == CT_ERR_NONE ? 0 : ct_py_raise_int();
    ct_decref(from);
    ct_storage_settle();
    return status;
}

/* ---- attributes that are ops -------------------------------------------- */

static PyObject *run_row(const ct_op *id, PyObject *self)
{
    ct_call c;
    ct_call_init(&c, id);
    ct_call_tensor(&c, 0, ct_py_tensor(self));
    return ct_py_run(&c);
}

static PyObject *get_T(PyObject *self, void *ignored)
{
    (void)ignored;
    return run_row(CT_ROW(numpy_T), self);
}

static PyObject *get_mT(PyObject *self, void *ignored)
{
    (void)ignored;
    return run_row(CT_ROW(matrix_T), self);
}

/* The transposed conjugate: of matrices for H, of batches of them for mH. */
static PyObject *get_adjoint(PyObject *self, void *name)
{
    ct_tensor *t = ct_py_tensor(self);
    bool batches = ((char *)name)[0] == 'm';
    if (batches ? t->ndim == 1 : t->ndim != 2 && t->ndim != 0) {
        ct_error(CT_ERR_ATTRIBUTE, "%s: expected %s, got a %d-dimensional Tensor",
                 (char *)name,
                 batches ? "a batch of matrices" : "a matrix (batches: mH)", t->ndim);
        return ct_py_raise();
    }
    PyObject *transposed =
        t->ndim == 0 ? Py_NewRef(self) : run_row(CT_ROW(matrix_T), self);
    if (!transposed || !ct_dtype_is_complex((ct_dtype)t->dtype)) {
        return transposed;
    }
    PyObject *result = run_row(CT_ROW(conj), transposed);
    Py_DECREF(transposed);
    return result;
}

static PyObject *get_real(PyObject *self, void *ignored)
{
    (void)ignored;
    bool complex = ct_dtype_is_complex((ct_dtype)ct_py_tensor(self)->dtype);
    return complex ? run_row(CT_ROW(real), self) : Py_NewRef(self);
}

static PyObject *get_imag(PyObject *self, void *ignored)
{
    (void)ignored;
    if (!ct_dtype_is_complex((ct_dtype)ct_py_tensor(self)->dtype)) {
        ct_error(CT_ERR_ATTRIBUTE, "imag: expected a complex Tensor, got %s",
                 ct_dtype_name((ct_dtype)ct_py_tensor(self)->dtype));
        return ct_py_raise();
    }
    return run_row(CT_ROW(imag), self);
}

#define NEVER(name) {name, get_false, NULL, "False: of a kind that is not here.", NULL}

static PyGetSetDef getset[] = {
    {"shape", get_shape, NULL, "The sizes, as a ctensor.Size.", NULL},
    {"dtype", get_dtype, NULL, "The type of the elements.", NULL},
    {"device", get_device, NULL, "Where the memory is.", NULL},
    {"ndim", get_ndim, NULL, "The number of dims.", NULL},
    {"itemsize", get_itemsize, NULL, "Bytes of one element.", NULL},
    {"nbytes", get_nbytes, NULL, "Bytes of all elements.", NULL},
    {"is_cuda", get_is_cuda, NULL, "In a GPU's memory?", NULL},
    {"layout", get_layout, NULL, "ctensor.strided, of every tensor.", NULL},
    NEVER("is_ipu"),
    NEVER("is_maia"),
    NEVER("is_mkldnn"),
    NEVER("is_mps"),
    NEVER("is_mtia"),
    NEVER("is_nested"),
    NEVER("is_quantized"),
    NEVER("is_sparse"),
    NEVER("is_sparse_csr"),
    NEVER("is_vulkan"),
    NEVER("is_xla"),
    NEVER("is_xpu"),
    {"is_meta", get_is_meta, NULL, "Without memory: a shape and a dtype only?", NULL},
    {"is_cpu", get_is_cpu, NULL, "In the host's memory?", NULL},
    {"data", get_data, set_data,
     "The same memory without history; setting it makes this tensor show another's.",
     NULL},
    {"T", get_T, NULL, "All dims in reverse order.", NULL},
    {"mT", get_mT, NULL, "The last two dims swapped.", NULL},
    {"H", get_adjoint, NULL, "The conjugate of a matrix, transposed.", "H"},
    {"mH", get_adjoint, NULL, "The conjugates of a batch of matrices, transposed.",
     "mH"},
    {"real", get_real, NULL, "The real parts: itself unless complex.", NULL},
    {"imag", get_imag, NULL, "The imaginary parts of a complex tensor.", NULL},
    {0},
};

/* ---- sizes and strides -------------------------------------------------- */

/* size() or size(dim), stride() or stride(dim): the dim, or -1 when none is given;
 * -2 with an exception. */
static int optional_dim(const char *op, ct_tensor *t, PyObject *const *args,
                        Py_ssize_t n, PyObject *kwnames)
{
    const ct_unpack_spec spec = {op, 1, 0, {"dim", NULL}};
    PyObject *o;
    int64_t dim;
    if (ct_py_unpack(&spec, args, n, kwnames, &o) < 0) {
        return -2;
    }
    if (!o || o == Py_None) {
        return -1;
    }
    if (ct_py_int(op, "dim", o, &dim) < 0) {
        return -2;
    }
    if (t->ndim == 0) {
        PyErr_Format(PyExc_IndexError,
                     "%s: expected no dim, as the tensor has none, got %lld", op,
                     (long long)dim);
        return -2;
    }
    int wrapped = ct_dim_wrap(op, dim, t->ndim);
    if (wrapped < 0) {
        ct_py_raise();
        return -2;
    }
    return wrapped;
}

static CT_PY_FAST(size)
{
    ct_tensor *t = ct_py_tensor(self);
    int dim = optional_dim("size", t, args, n, kwnames);
    if (dim < 0) {
        return dim == -1 ? ct_py_size(t->ndim, t->shape) : NULL;
    }
    return PyLong_FromLongLong(t->shape[dim]);
}

static CT_PY_FAST(stride)
{
    ct_tensor *t = ct_py_tensor(self);
    int dim = optional_dim("stride", t, args, n, kwnames);
    int64_t itemsize = ct_tensor_itemsize(t);
    if (dim >= 0) {
        return PyLong_FromLongLong(t->strides[dim] / itemsize);
    }
    int ndim = t->ndim;
    int64_t
        bytes[CT_MAX_NDIM]; /* a new tuple may wake the collector, and so any code */
    memcpy(bytes, t->strides, (size_t)ndim * sizeof *bytes);
    PyObject *strides = dim == -1 ? PyTuple_New(ndim) : NULL;
    for (int i = 0; strides && i < ndim; i++) {
        PyObject *s = PyLong_FromLongLong(bytes[i] / itemsize);
        if (!s) {
            Py_CLEAR(strides);
            break;
        }
        PyTuple_SET_ITEM(strides, i, s);
    }
    return strides;
}

static PyObject *storage_offset(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    ct_tensor *t = ct_py_tensor(self);
    return PyLong_FromLongLong((t->data - t->storage->data) / ct_tensor_itemsize(t));
}

static PyObject *dim(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return PyLong_FromLong(ct_py_tensor(self)->ndim);
}

static PyObject *numel(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return PyLong_FromLongLong(ct_py_tensor(self)->numel);
}

static PyObject *element_size(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return PyLong_FromLongLong(ct_tensor_itemsize(ct_py_tensor(self)));
}

static PyObject *data_ptr(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    ct_tensor *t = ct_py_tensor(self);
    return PyLong_FromVoidPtr(t->numel && t->device != CT_DEVICE_META ? t->data : NULL);
}

/* The index of a GPU, -1 in the host's memory, as PyTorch has it. */
static PyObject *get_device_index(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    ct_tensor *t = ct_py_tensor(self);
    return PyLong_FromLong(t->device == CT_DEVICE_CUDA ? t->device_index : -1);
}

/* ---- questions ---------------------------------------------------------- */

static PyObject *never(PyObject *self, PyObject *ignored)
{
    (void)self, (void)ignored;
    Py_RETURN_FALSE;
}

static CT_PY_FAST(is_contiguous)
{
    static const ct_unpack_spec spec = {"is_contiguous", 1, 0, {"memory_format", NULL}};
    ct_memory_format format = CT_FORMAT_CONTIGUOUS;
    PyObject *given;
    if (ct_py_unpack(&spec, args, n, kwnames, &given) < 0 ||
        (given && ct_py_memory_format_require("is_contiguous", given, &format) < 0)) {
        return NULL;
    }
    if (format == CT_FORMAT_PRESERVE) {
        return PyErr_Format(PyExc_RuntimeError, "is_contiguous: expected another "
                                                "memory_format than preserve_format");
    }
    return PyBool_FromLong(ct_layout_is(ct_py_tensor(self), format));
}

static PyObject *is_floating_point(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return PyBool_FromLong(ct_dtype_is_floating((ct_dtype)ct_py_tensor(self)->dtype));
}

static PyObject *is_complex(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return PyBool_FromLong(ct_dtype_is_complex((ct_dtype)ct_py_tensor(self)->dtype));
}

static PyObject *is_signed(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return PyBool_FromLong(ct_dtype_is_signed((ct_dtype)ct_py_tensor(self)->dtype));
}

static PyObject *is_same_size(PyObject *self, PyObject *other)
{
    if (!ct_py_is_tensor(other)) {
        return PyErr_Format(PyExc_TypeError, "is_same_size: expected a Tensor, got %s",
                            Py_TYPE(other)->tp_name);
    }
    return PyBool_FromLong(
        ct_tensor_same_shape(ct_py_tensor(self), ct_py_tensor(other)));
}

static PyObject *is_set_to(PyObject *self, PyObject *other)
{
    if (!ct_py_is_tensor(other)) {
        return PyErr_Format(PyExc_TypeError, "is_set_to: expected a Tensor, got %s",
                            Py_TYPE(other)->tp_name);
    }
    return PyBool_FromLong(
        ct_tensor_same_memory(ct_py_tensor(self), ct_py_tensor(other)));
}

#define ASKS(name, function, doc) \
    {name, function, METH_NOARGS, name "($self)\n--\n\n" doc}

static PyMethodDef methods[] = {
    CT_PY_METHOD("size", size,
                 "size($self, dim=None)\n--\n\nThe shape, or the size of one dim."),
    CT_PY_METHOD("stride", stride,
                 "stride($self, dim=None)\n--\n\n"
                 "Steps between neighbours of each dim, or of one, in elements."),
    ASKS("storage_offset", storage_offset, "Elements before the first one."),
    ASKS("dim", dim, "The number of dims."),
    ASKS("ndimension", dim, "The number of dims."),
    ASKS("numel", numel, "The number of elements."),
    ASKS("nelement", numel, "The number of elements."),
    ASKS("element_size", element_size, "Bytes of one element."),
    ASKS("data_ptr", data_ptr, "The address of the first element; 0 when empty."),
    ASKS("const_data_ptr", data_ptr, "The address of the first element; 0 when empty."),
    ASKS("get_device", get_device_index, "The index of the GPU; -1 of the CPU."),
    ASKS("is_shared", never, "False: no memory is shared between processes."),
    ASKS("is_distributed", never, "False: of a kind that is not here."),
    CT_PY_METHOD(
        "is_contiguous", is_contiguous,
        "is_contiguous($self, memory_format=contiguous_format)\n--\n\n"
        "Do the elements lie by memory_format, row-major unless given, without "
        "gaps?"),
    ASKS("is_floating_point", is_floating_point, "A real floating dtype?"),
    ASKS("is_complex", is_complex, "A complex dtype?"),
    ASKS("is_signed", is_signed, "Can the dtype hold negative numbers?"),
    {"is_same_size", is_same_size, METH_O,
     "is_same_size($self, other, /)\n--\n\nHas other the same shape?"},
    {"is_set_to", is_set_to, METH_O,
     "is_set_to($self, tensor, /)\n--\n\nHas it the same memory and layout?"},
    {0},
};

/* ---- the same questions as functions ------------------------------------ */

static PyObject *ask(PyObject *o, const char *op, PyCFunction question)
{
    return ct_py_is_tensor(o)
               ? question(o, NULL)
               : PyErr_Format(PyExc_TypeError, "%s: expected a Tensor, got %s", op,
                              Py_TYPE(o)->tp_name);
}

#define FUNCTION(name)                                            \
    static PyObject *function_##name(PyObject *self, PyObject *o) \
    {                                                             \
        (void)self;                                               \
        return ask(o, #name, name);                               \
    }
FUNCTION(numel)
FUNCTION(is_floating_point)
FUNCTION(is_complex)
FUNCTION(is_signed)
FUNCTION(get_device_index)

static PyObject *is_tensor(PyObject *self, PyObject *o)
{
    (void)self;
    return PyBool_FromLong(ct_py_is_tensor(o));
}

static PyMethodDef functions[] = {
    {"numel", function_numel, METH_O, "numel(input, /)\n--\n\nThe number of elements."},
    {"is_floating_point", function_is_floating_point, METH_O,
     "is_floating_point(input, /)\n--\n\nA real floating dtype?"},
    {"is_complex", function_is_complex, METH_O,
     "is_complex(input, /)\n--\n\nA complex dtype?"},
    {"is_signed", function_is_signed, METH_O,
     "is_signed(input, /)\n--\n\nCan the dtype hold negative numbers?"},
    {"get_device", function_get_device_index, METH_O,
     "get_device(input, /)\n--\n\nThe index of the GPU; -1 of the CPU."},
    {"is_tensor", is_tensor, METH_O, "is_tensor(obj, /)\n--\n\nIs obj a Tensor?"},
    {0},
};

const ct_concept ct_getset_concept = {
    .methods = methods, .getset = getset, .functions = functions};
