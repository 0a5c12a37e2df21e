/* dlpack: tensors to and from other libraries (see dlpack.h).
 *
 * The structs are those of the DLPack ABI, versions 0.x and 1.x. An exported tensor
 * holds its storage, not the tensor, so nothing done to the tensor frees the memory.
 * The deleter may be called by any thread, with or without the interpreter lock. */
#include "python/exchange/dlpack.h"

#include <string.h>

#include "autograd/meta.h"
#include "core/device.h"
#include "core/stream.h"
#include "python/arguments/unpack.h"
#include "python/errors.h"
#include "python/exchange/cuda_array.h"
#include "python/exchange/foreign.h"
#include "python/type/device.h"
#include "python/type/tensor_type.h"

/* ---- the ABI ------------------------------------------------------------ */

enum { DL_CPU = 1, DL_CUDA = 2, DL_CUDA_HOST = 3 };
enum { DL_INT, DL_UINT, DL_FLOAT, DL_BFLOAT = 4, DL_COMPLEX, DL_BOOL };
enum { DL_READ_ONLY = 1, DL_IS_COPIED = 2 };
#define DL_MAJOR 1
#define DL_MINOR 0

typedef struct dl_tensor {
    void *data;
    struct {
        int32_t type;
        int32_t id;
    } device;
    int32_t ndim;
    struct {
        uint8_t code;
        uint8_t bits;
        uint16_t lanes;
    } dtype;
    int64_t *shape;
    int64_t *strides; /* elements; NULL: row-major */
    uint64_t byte_offset;
} dl_tensor;

typedef struct dl_managed {
    dl_tensor tensor;
    void *context;
    void (*deleter)(struct dl_managed *);
} dl_managed;

typedef struct dl_versioned {
    struct {
        uint32_t major;
        uint32_t minor;
    } version;
    void *context;
    void (*deleter)(struct dl_versioned *);
    uint64_t flags;
    dl_tensor tensor;
} dl_versioned;

#define LEGACY "dltensor"
#define VERSIONED "dltensor_versioned"

static const struct {
    uint8_t code;
    uint8_t bits;
} dl_dtypes[CT_DTYPE_COUNT] = {
    [CT_DTYPE_BOOL] = {DL_BOOL, 8},      [CT_DTYPE_U8] = {DL_UINT, 8},
    [CT_DTYPE_I8] = {DL_INT, 8},         [CT_DTYPE_U16] = {DL_UINT, 16},
    [CT_DTYPE_I16] = {DL_INT, 16},       [CT_DTYPE_U32] = {DL_UINT, 32},
    [CT_DTYPE_I32] = {DL_INT, 32},       [CT_DTYPE_U64] = {DL_UINT, 64},
    [CT_DTYPE_I64] = {DL_INT, 64},       [CT_DTYPE_F16] = {DL_FLOAT, 16},
    [CT_DTYPE_BF16] = {DL_BFLOAT, 16},   [CT_DTYPE_F32] = {DL_FLOAT, 32},
    [CT_DTYPE_F64] = {DL_FLOAT, 64},     [CT_DTYPE_C64] = {DL_COMPLEX, 64},
    [CT_DTYPE_C128] = {DL_COMPLEX, 128},
};

/* ---- out ---------------------------------------------------------------- */

typedef struct exported {
    union {
        dl_managed legacy;
        dl_versioned versioned;
    };
    ct_storage *storage;
    int64_t dims[]; /* shape, then strides */
} exported;

static bool may_take_lock(void)
{
#if PY_VERSION_HEX >= 0x030d0000
    bool finalizing = Py_IsFinalizing();
#else
    bool finalizing = _Py_IsFinalizing();
#endif
    return Py_IsInitialized() && (!finalizing || PyGILState_Check());
}

/* Once the interpreter goes down, the memory goes with the process. */
static void export_free(exported *e)
{
    if (may_take_lock()) {
        PyGILState_STATE state = PyGILState_Ensure();
        ct_storage_decref(e->storage);
        PyMem_RawFree(e);
        PyGILState_Release(state);
    }
}

static void delete_legacy(dl_managed *m)
{
    export_free(m->context);
}

static void delete_versioned(dl_versioned *m)
{
    export_free(m->context);
}

/* Of a capsule nobody consumed: consumers rename it. */
static void capsule_free(PyObject *capsule)
{
    if (PyCapsule_IsValid(capsule, VERSIONED)) {
        dl_versioned *m = PyCapsule_GetPointer(capsule, VERSIONED);
        m->deleter(m);
    } else if (PyCapsule_IsValid(capsule, LEGACY)) {
        dl_managed *m = PyCapsule_GetPointer(capsule, LEGACY);
        m->deleter(m);
    }
}

static void export_fill(exported *e, dl_tensor *d, ct_tensor *t)
{
    int64_t itemsize = ct_tensor_itemsize(t);
    for (int i = 0; i < t->ndim; i++) {
        e->dims[i] = t->shape[i];
        e->dims[t->ndim + i] = t->strides[i] / itemsize;
    }
    memset(d, 0, sizeof *d);
    d->data = t->data;
    d->device.type = t->device == CT_DEVICE_CUDA ? DL_CUDA : DL_CPU;
    d->device.id = t->device == CT_DEVICE_CUDA ? t->device_index : 0;
    d->ndim = t->ndim;
    d->dtype.code = dl_dtypes[t->dtype].code;
    d->dtype.bits = dl_dtypes[t->dtype].bits;
    d->dtype.lanes = 1;
    d->shape = e->dims;
    d->strides = e->dims + t->ndim;
    e->storage = ct_storage_incref(t->storage);
}

static PyObject *export_capsule(ct_tensor *t, bool versioned, bool is_copy)
{
    exported *e;
    if (t->device == CT_DEVICE_CPU && ct_tensor_to_host("DLPack", t) < 0) {
        return ct_py_raise();
    }
    e = PyMem_RawMalloc(sizeof *e + 2 * sizeof(int64_t) * t->ndim);
    if (!e) {
        return PyErr_NoMemory();
    }
    export_fill(e, versioned ? &e->versioned.tensor : &e->legacy.tensor, t);
    if (versioned) {
        e->versioned.version.major = DL_MAJOR;
        e->versioned.version.minor = DL_MINOR;
        e->versioned.context = e;
        e->versioned.deleter = delete_versioned;
        e->versioned.flags =
            (ct_tensor_readonly(t) ? DL_READ_ONLY : 0) | (is_copy ? DL_IS_COPIED : 0);
    } else {
        e->legacy.context = e;
        e->legacy.deleter = delete_legacy;
    }
    PyObject *capsule = PyCapsule_New(e, versioned ? VERSIONED : LEGACY, capsule_free);
    if (!capsule) {
        export_free(e);
    }
    return capsule;
}

/* Two small ints of a tuple, as device and version are given. */
static int pair_parse(const char *what, PyObject *o, long *first, long *second)
{
    PyObject *pair = PySequence_Tuple(o);
    if (pair && PyTuple_GET_SIZE(pair) != 2) {
        PyErr_Format(PyExc_ValueError, "%s: expected two ints, got %zd values", what,
                     PyTuple_GET_SIZE(pair));
        Py_CLEAR(pair);
    }
    if (!pair) {
        return -1;
    }
    *first = PyLong_AsLong(PyTuple_GET_ITEM(pair, 0));
    *second = PyErr_Occurred() ? -1 : PyLong_AsLong(PyTuple_GET_ITEM(pair, 1));
    Py_DECREF(pair);
    return PyErr_Occurred() ? -1 : 0;
}

/* The consumer's stream goes on when what this thread's current one was given is done. */
static int stream_follow(const ct_tensor *t, uint64_t number)
{
    ct_device_place place = {t->device, t->device_index};
    ct_stream consumer = {place, number}, own = ct_stream_current(place);
    ct_stream_event done;
    if (consumer.number == own.number) {
        return 0;
    }
    int status = ct_stream_event_create(place, false, &done);
    if (status == 0) {
        status = ct_stream_event_record(&done, own);
        status = status == 0 ? ct_stream_wait(consumer, &done) : status;
        ct_stream_event_destroy(&done);
    }
    if (status < 0) {
        ct_py_raise();
    }
    return status;
}

/* On a GPU: None and 1 are CUDA's default stream, -1 asks for no order. */
static int stream_of_consumer(const ct_tensor *t, PyObject *stream)
{
    bool none = !stream || stream == Py_None;
    long long number = none ? 1 : PyLong_AsLongLong(stream);
    if (!none && (!PyLong_Check(stream) || number == 0 || number < -1)) {
        PyErr_Format(PyExc_ValueError,
                     "__dlpack__: expected stream to be None, -1, 1, 2 or a stream's "
                     "address for a tensor on cuda, got %R",
                     stream);
        return -1;
    }
    if (PyErr_Occurred()) {
        return -1;
    }
    return number == -1 ? 0 : stream_follow(t, number == 1 ? 0 : (uint64_t)number);
}

static int stream_check(const ct_tensor *t, PyObject *stream)
{
    if (t->device == CT_DEVICE_CUDA) {
        return stream_of_consumer(t, stream);
    }
    if (!stream || stream == Py_None) {
        return 0;
    }
    if (!PyLong_Check(stream)) {
        PyErr_Format(PyExc_TypeError,
                     "__dlpack__: expected stream to be an int or "
                     "None, got %s",
                     Py_TYPE(stream)->tp_name);
        return -1;
    }
    if (PyLong_AsLong(stream) != -1 || PyErr_Occurred()) {
        PyErr_Clear();
        PyErr_Format(PyExc_ValueError,
                     "__dlpack__: expected stream=None for a tensor on cpu, got %S",
                     stream);
        return -1;
    }
    return 0;
}

static PyObject *tensor_dlpack_device(PyObject *self, PyObject *unused)
{
    const ct_tensor *t = ct_py_tensor(self);
    bool cuda = t->device == CT_DEVICE_CUDA;
    (void)unused;
    return Py_BuildValue("(ii)", cuda ? DL_CUDA : DL_CPU, cuda ? t->device_index : 0);
}

static int dl_device_check(const ct_tensor *t, PyObject *dl_device)
{
    long type, id, own = t->device == CT_DEVICE_CUDA ? DL_CUDA : DL_CPU;
    if (!dl_device || dl_device == Py_None) {
        return 0;
    }
    if (pair_parse("__dlpack__: dl_device", dl_device, &type, &id) < 0) {
        return -1;
    }
    if (type != own || (own == DL_CUDA && id != t->device_index)) {
        PyErr_Format(PyExc_BufferError,
                     "__dlpack__: expected dl_device (%ld, %d) for a tensor on %s, got "
                     "(%ld, %ld)",
                     own, own == DL_CUDA ? t->device_index : 0,
                     ct_device_name((ct_device)t->device, t->device_index), type, id);
        return -1;
    }
    return 0;
}

/* Why this tensor cannot be handed out as it is, or NULL. */
static const char *obstacle(ct_tensor *t, bool versioned)
{
    if (!ct_tensor_has_values(t)) {
        return "it is not in the host's memory; use .cpu()";
    }
    if (!versioned && ct_tensor_readonly(t)) {
        return "a read-only tensor needs max_version=(1, 0) or later, or copy=True";
    }
    int64_t itemsize = ct_tensor_itemsize(t);
    for (int i = 0; i < t->ndim; i++) {
        if (t->strides[i] % itemsize) {
            return "its strides are no multiples of the item size; use copy=True";
        }
    }
    return NULL;
}

static ct_tensor *copy_of(ct_tensor *t)
{
    ct_tensor *copy = ct_tensor_new_like(t, (ct_dtype)t->dtype);
    if (copy && ct_tensor_copy_data(copy, t) < 0) {
        ct_clear(&copy);
    }
    return copy ? copy : (ct_tensor *)ct_py_raise();
}

static PyObject *export_tensor(ct_tensor *t, bool versioned, PyObject *copy)
{
    if (ct_requires_grad(t)) {
        PyErr_SetString(PyExc_BufferError, "Can't export tensors that require "
                                           "gradient, use tensor.detach()");
        return NULL;
    }
    if (copy == Py_True) {
        ct_tensor *fresh = copy_of(t);
        PyObject *capsule = fresh ? export_capsule(fresh, versioned, true) : NULL;
        ct_xdecref(fresh);
        return capsule;
    }
    const char *why = obstacle(t, versioned);
    if (why) {
        PyErr_Format(PyExc_BufferError, "__dlpack__: %s", why);
        return NULL;
    }
    return export_capsule(t, versioned, false);
}

PyDoc_STRVAR(
    dlpack_doc,
    "__dlpack__($self, /, *, stream=None, max_version=None, dl_device=None, "
    "copy=None)\n--\n\n"
    "A DLPack capsule over the tensor's memory, which stays alive with it.\n\n"
    "max_version from (1, 0) on gives a versioned capsule, which can say that\n"
    "the memory is read-only. BufferError for a tensor that requires grad.");

static CT_PY_FAST(tensor_dlpack)
{
    static const ct_unpack_spec spec = {
        "__dlpack__", 0, 0, {"stream", "max_version", "dl_device", "copy", NULL}};
    PyObject *given[4];
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0 ||
        dl_device_check(ct_py_tensor(self), given[2]) < 0) {
        return NULL;
    }
    long major = 0, minor;
    PyObject *version = given[1];
    if (version && version != Py_None &&
        pair_parse("__dlpack__: max_version", version, &major, &minor) < 0) {
        return NULL;
    }
    PyObject *capsule = export_tensor(ct_py_tensor(self), major >= 1, given[3]);
    if (capsule && stream_check(ct_py_tensor(self), given[0]) < 0) {
        Py_CLEAR(capsule);
    }
    return capsule;
}

/* ---- in ----------------------------------------------------------------- */

static struct { /* made once, at import */
    PyObject *dlpack, *dlpack_device, *max_version, *dl_device, *copy, *stream,
        *version;
} interned;

/* A deleter may be Python code, which must not begin with an exception set. */
#define RELEASE(name, type)                              \
    static void release_##name(ct_storage *s)            \
    {                                                    \
        type *m = s->owner;                              \
        PyObject *exception, *value, *traceback;         \
        if (m->deleter) {                                \
            PyErr_Fetch(&exception, &value, &traceback); \
            m->deleter(m);                               \
            PyErr_Restore(exception, value, traceback);  \
        }                                                \
    }
RELEASE(legacy, dl_managed)
RELEASE(versioned, dl_versioned)

static int dtype_of(const dl_tensor *d)
{
    for (int i = 0; i < CT_DTYPE_COUNT && d->dtype.lanes == 1; i++) {
        if (dl_dtypes[i].code == d->dtype.code && dl_dtypes[i].bits == d->dtype.bits) {
            return i;
        }
    }
    PyErr_Format(
        PyExc_BufferError,
        "from_dlpack: expected a dtype that ctensor has, got type code %d with "
        "%d bits and %d lanes",
        d->dtype.code, d->dtype.bits, d->dtype.lanes);
    return -1;
}

/* Memory of the host's, or of a GPU where the backend is there. */
static int dl_device_known(long type, long id)
{
    if (type == DL_CPU || type == DL_CUDA_HOST) {
        return 0;
    }
    if (type != DL_CUDA || !ct_cuda_is_there(id)) {
        PyErr_Format(PyExc_BufferError,
                     "from_dlpack: expected memory of the CPU, got DLPack device (%ld, "
                     "%ld); copy it there first",
                     type, id);
        return -1;
    }
    return 0;
}

static int dl_tensor_check(const dl_tensor *d)
{
    if (dl_device_known(d->device.type, d->device.id) < 0) {
        return -1;
    }
    if (d->ndim < 0 || d->ndim > CT_MAX_NDIM || (d->ndim > 0 && !d->shape) ||
        d->byte_offset > INT64_MAX) {
        PyErr_Format(PyExc_BufferError,
                     "from_dlpack: expected a shape of 0 to %d dimensions, got %d",
                     CT_MAX_NDIM, d->ndim);
        return -1;
    }
    return 0;
}

/* Strides from elements to bytes. */
static int strides_scale(const dl_tensor *d, int64_t itemsize, int64_t *strides)
{
    for (int i = 0; i < d->ndim; i++) {
        if (__builtin_mul_overflow(d->strides[i], itemsize, &strides[i])) {
            PyErr_Format(PyExc_BufferError,
                         "from_dlpack: expected strides within 2**63 bytes, got %lld "
                         "elements",
                         (long long)d->strides[i]);
            return -1;
        }
    }
    return 0;
}

static ct_device_place place_of(const dl_tensor *d)
{
    bool cuda = d->device.type == DL_CUDA;
    return (ct_device_place){cuda ? CT_DEVICE_CUDA : CT_DEVICE_CPU,
                             (uint8_t)(cuda ? d->device.id : 0)};
}

static ct_tensor *adopt(const dl_tensor *d, bool readonly, bool may_copy,
                        void (*release)(ct_storage *), void *owner)
{
    int64_t strides[CT_MAX_NDIM];
    int dtype = dtype_of(d);
    if (dtype < 0 || dl_tensor_check(d) < 0 ||
        (d->strides && strides_scale(d, ct_dtype_size((ct_dtype)dtype), strides) < 0)) {
        return NULL;
    }
    char *data = d->data ? (char *)d->data + d->byte_offset : NULL;
    ct_foreign f = {
        data,     (ct_dtype)dtype, d->ndim, d->shape,   d->strides ? strides : NULL,
        readonly, release,         owner,   place_of(d)};
    return ct_foreign_tensor("from_dlpack", &f, may_copy);
}

/* Consumes the capsule: only once the tensor holds its content. */
static ct_tensor *import_capsule(PyObject *capsule, bool may_copy, bool *is_copy)
{
    ct_tensor *t;
    *is_copy = false;
    if (PyCapsule_IsValid(capsule, VERSIONED)) {
        dl_versioned *m = PyCapsule_GetPointer(capsule, VERSIONED);
        if (m->version.major != DL_MAJOR) {
            PyErr_Format(PyExc_BufferError,
                         "from_dlpack: expected DLPack version %d.x, got %u.%u",
                         DL_MAJOR, m->version.major, m->version.minor);
            return NULL;
        }
        *is_copy = m->flags & DL_IS_COPIED;
        t = adopt(&m->tensor, m->flags & DL_READ_ONLY, may_copy, release_versioned, m);
    } else if (PyCapsule_IsValid(capsule, LEGACY)) {
        dl_managed *m = PyCapsule_GetPointer(capsule, LEGACY);
        t = adopt(&m->tensor, false, may_copy, release_legacy, m);
    } else {
        const char *name = PyCapsule_GetName(capsule);
        PyErr_Format(PyExc_RuntimeError,
                     "from_dlpack: expected a \"dltensor\" or \"dltensor_versioned\" "
                     "capsule, got \"%s\" (a capsule can be consumed only once)",
                     name ? name : "");
        return NULL;
    }
    if (t && PyCapsule_SetName(capsule, PyCapsule_IsValid(capsule, VERSIONED)
                                            ? "used_" VERSIONED
                                            : "used_" LEGACY) < 0) {
        PyErr_Clear();
    }
    return t;
}

bool ct_dlpack_check(PyObject *o)
{
    PyObject *type = (PyObject *)Py_TYPE(o);
    return PyObject_HasAttrString(type, "__dlpack__") &&
           PyObject_HasAttrString(type, "__dlpack_device__");
}

/* Says what o lacks, in place of the AttributeError that is set. */
static void explain_missing(PyObject *o)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (ct_dlpack_check(o)) { /* the error came from within */
        PyErr_Restore(type, value, traceback);
        return;
    }
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    PyErr_Format(PyExc_TypeError,
                 "from_dlpack: expected an object with __dlpack__ and "
                 "__dlpack_device__, or a DLPack capsule, got %s",
                 Py_TYPE(o)->tp_name);
}

/* The exporter's device, before anything is exported; on a GPU *stream is this thread's
 * current one there, a new reference. */
static int exporter_check(PyObject *o, PyObject **stream)
{
    long type = 0, id = 0;
    *stream = NULL;
    PyObject *device = PyObject_VectorcallMethod(interned.dlpack_device, &o, 1, NULL);
    if (!device && PyErr_ExceptionMatches(PyExc_AttributeError)) {
        explain_missing(o);
    }
    int status = device ? pair_parse("from_dlpack: device", device, &type, &id) : -1;
    Py_XDECREF(device);
    if (status < 0 || dl_device_known(type, id) < 0) {
        return -1;
    }
    if (type == DL_CUDA) {
        ct_device_place place = {CT_DEVICE_CUDA, (uint8_t)id};
        uint64_t number = ct_stream_current(place).number;
        *stream = PyLong_FromUnsignedLongLong(number ? number : 1);
        return *stream ? 0 : -1;
    }
    return 0;
}

/* o.__dlpack__(...), without arguments where the exporter knows none. */
static PyObject *capsule_of(PyObject *o, PyObject *stream, PyObject *dl_device,
                            PyObject *copy)
{
    PyObject *args[5] = {o, interned.version}, *names[4] = {interned.max_version};
    int n = 1;
    if (dl_device) {
        names[n++] = interned.dl_device;
        args[n] = dl_device;
    }
    if (copy != Py_None) {
        names[n++] = interned.copy;
        args[n] = copy;
    }
    if (stream) {
        names[n++] = interned.stream;
        args[n] = stream;
    }
    PyObject *keywords = PyTuple_New(n);
    if (!keywords) {
        return NULL;
    }
    for (int i = 0; i < n; i++) {
        PyTuple_SET_ITEM(keywords, i, Py_NewRef(names[i]));
    }
    PyObject *capsule = PyObject_VectorcallMethod(interned.dlpack, args, 1, keywords);
    Py_DECREF(keywords);
    if (!capsule && PyErr_ExceptionMatches(PyExc_TypeError)) {
        PyErr_Clear();
        capsule = PyObject_VectorcallMethod(interned.dlpack, args, 1, NULL);
    }
    if (capsule && !PyCapsule_CheckExact(capsule)) {
        PyErr_Format(PyExc_TypeError,
                     "from_dlpack: expected __dlpack__ to return a capsule, got %s",
                     Py_TYPE(capsule)->tp_name);
        Py_CLEAR(capsule);
    }
    return capsule;
}

ct_tensor *ct_dlpack_import(PyObject *o, PyObject *dl_device, PyObject *copy)
{
    PyObject *capsule;
    bool is_copy;
    if (PyCapsule_CheckExact(o)) {
        capsule = Py_NewRef(o);
    } else {
        PyObject *stream;
        capsule = exporter_check(o, &stream) < 0
                      ? NULL
                      : capsule_of(o, stream, dl_device, copy);
        Py_XDECREF(stream);
    }
    if (!capsule) {
        return NULL;
    }
    ct_tensor *t = import_capsule(capsule, copy != Py_False, &is_copy);
    Py_DECREF(capsule);
    if (t && copy == Py_True && !is_copy) {
        ct_tensor *fresh = copy_of(t);
        ct_decref(t);
        return fresh;
    }
    return t;
}

PyDoc_STRVAR(
    from_dlpack_doc,
    "from_dlpack(x, /, *, device=None, copy=None)\n--\n\n"
    "A tensor over the memory of x, any object with __dlpack__, or a DLPack\n"
    "capsule.\n\n"
    "copy: True always copies, False never (ValueError or BufferError where it\n"
    "would have to), None where sharing is impossible. Memory that its owner\n"
    "declares read-only makes a tensor that refuses to be written.");

static CT_PY_FAST(from_dlpack)
{
    static const ct_unpack_spec spec = {
        "from_dlpack", 1, 1, {"x", "device", "copy", NULL}};
    PyObject *given[3], *dl_device = NULL;
    (void)self;
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0) {
        return NULL;
    }
    if (given[1] && given[1] != Py_None) {
        ct_device device;
        int index;
        if (ct_py_device_require("from_dlpack", given[1], &device, &index) < 0) {
            return NULL;
        }
        if (device != CT_DEVICE_CPU) {
            return PyErr_Format(PyExc_RuntimeError,
                                "from_dlpack: expected device cpu, got %s",
                                ct_device_name(device, index));
        }
        dl_device = Py_BuildValue("(ii)", DL_CPU, 0);
        if (!dl_device) {
            return NULL;
        }
    }
    ct_tensor *t = ct_dlpack_import(given[0], dl_device, given[2] ? given[2] : Py_None);
    Py_XDECREF(dl_device);
    return ct_py_object(t);
}

static PyMethodDef methods[] = {
    CT_PY_METHOD("__dlpack__", tensor_dlpack, dlpack_doc),
    {"__dlpack_device__", tensor_dlpack_device, METH_NOARGS,
     "__dlpack_device__($self, /)\n--\n\nDLPack's number of the device: (1, 0) of the CPU, (2, index) of a GPU."},
    {0},
};

static PyMethodDef functions[] = {
    CT_PY_METHOD("from_dlpack", from_dlpack, from_dlpack_doc),
    {0},
};

static int init(PyObject *module)
{
    (void)module;
    interned.dlpack = PyUnicode_InternFromString("__dlpack__");
    interned.dlpack_device = PyUnicode_InternFromString("__dlpack_device__");
    interned.max_version = PyUnicode_InternFromString("max_version");
    interned.dl_device = PyUnicode_InternFromString("dl_device");
    interned.stream = PyUnicode_InternFromString("stream");
    interned.copy = PyUnicode_InternFromString("copy");
    interned.version = Py_BuildValue("(ii)", DL_MAJOR, DL_MINOR);
    return PyErr_Occurred() ? -1 : 0;
}

const ct_concept ct_dlpack_concept = {
    .methods = methods, .functions = functions, .init = init};
