/* Device objects. The plain 'cpu' that nearly every tensor has is made once. */
#include "python/type/device.h"

#include <string.h>

#include "core/backend.h"
#include "python/errors.h"

typedef struct device_object {
    PyObject_HEAD ct_device device;
    int index;      /* -1: none given */
    PyObject *left; /* what __exit__ returns to; NULL until __enter__ */
} device_object;

static PyObject *cpu; /* device(type='cpu') */

static const char *const names[CT_DEVICE_COUNT] = {
    [CT_DEVICE_CPU] = "cpu",
    [CT_DEVICE_CUDA] = "cuda",
    [CT_DEVICE_META] = "meta",
};

static PyObject *new_device(ct_device device, int index)
{
    device_object *o = PyObject_New(device_object, &ct_py_device_type);
    if (o) {
        o->device = device;
        o->index = index;
        o->left = NULL;
    }
    return (PyObject *)o;
}

PyObject *ct_py_device(ct_device device, int index)
{
    return device == CT_DEVICE_CPU && index < 0 ? Py_NewRef(cpu)
                                                : new_device(device, index);
}

/* ---- parsing ------------------------------------------------------------ */

static int bad_string(const char *op, PyObject *o)
{
    PyErr_Format(PyExc_RuntimeError,
                 "%s: expected a device as 'cpu', 'cuda', 'cuda:0' or 'meta', got %R",
                 op, o);
    return -1;
}

/* The number after the colon: digits only, no leading zero, below 128. */
static int parse_index(const char *text)
{
    if (text[0] == '0' && text[1]) {
        return -1;
    }
    int index = 0;
    for (const char *p = text; *p; p++) {
        if (*p < '0' || *p > '9' || index > 12) {
            return -1;
        }
        index = 10 * index + (*p - '0');
    }
    return *text && index < 128 ? index : -1;
}

static int parse_string(const char *op, PyObject *o, ct_device *device, int *index)
{
    Py_ssize_t length;
    const char *text = PyUnicode_AsUTF8AndSize(o, &length);
    if (!text) {
        return -1;
    }
    size_t type_length = strcspn(text, ":");
    *index = -1;
    if (text[type_length]) {
        *index = parse_index(text + type_length + 1);
        if (*index < 0) {
            return bad_string(op, o);
        }
    }
    for (int d = 0; d < CT_DEVICE_COUNT; d++) {
        if (strlen(names[d]) == type_length && !strncmp(names[d], text, type_length) &&
            strlen(text) == (size_t)length) {
            *device = (ct_device)d;
            return 0;
        }
    }
    return bad_string(op, o);
}

static int check_index(const char *op, long index)
{
    if (index == -1 && PyErr_Occurred()) {
        return -1;
    }
    if (index < 0 || index > 127) {
        PyErr_Format(PyExc_RuntimeError,
                     "%s: expected a device index from 0 to 127, got %ld", op, index);
        return -1;
    }
    return (int)index;
}

int ct_py_device_parse(const char *op, PyObject *o, ct_device *device, int *index)
{
    if (Py_IS_TYPE(o, &ct_py_device_type)) {
        *device = ((device_object *)o)->device;
        *index = ((device_object *)o)->index;
        return 0;
    }
    if (PyUnicode_Check(o)) {
        return parse_string(op, o, device, index);
    }
    if (PyLong_Check(o) && !PyBool_Check(o)) {
        *device = CT_DEVICE_CUDA;
        *index = check_index(op, PyLong_AsLong(o));
        return *index < 0 ? -1 : 0;
    }
    PyErr_Format(PyExc_TypeError, "%s: expected a device, got %s", op,
                 Py_TYPE(o)->tp_name);
    return -1;
}

int ct_py_device_require(const char *op, PyObject *o, ct_device *device, int *index)
{
    if (ct_py_device_parse(op, o, device, index) < 0) {
        return -1;
    }
    return ct_backend_open(op, *device) < 0 ? ct_py_raise_int() : 0;
}

/* ---- the type ----------------------------------------------------------- */

static PyObject *device_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)type;
    PyObject *o, *number = Py_None;
    ct_device device;
    int index;
    static char *keywords[] = {"type", "index", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|O:device", keywords, &o,
                                     &number) ||
        ct_py_device_parse("device", o, &device, &index) < 0) {
        return NULL;
    }
    if (number != Py_None) {
        if (index >= 0) {
            PyErr_Format(PyExc_RuntimeError,
                         "device: index given twice, in %R and as %R", o, number);
            return NULL;
        }
        index = check_index("device", PyLong_AsLong(number));
        if (index < 0) {
            return NULL;
        }
    }
    return ct_py_device(device, index);
}

static void device_dealloc(PyObject *self)
{
    Py_XDECREF(((device_object *)self)->left);
    PyObject_Free(self);
}

static PyObject *device_str(PyObject *self)
{
    device_object *o = (device_object *)self;
    return o->index < 0 ? PyUnicode_FromString(names[o->device])
                        : PyUnicode_FromFormat("%s:%d", names[o->device], o->index);
}

static PyObject *device_repr(PyObject *self)
{
    device_object *o = (device_object *)self;
    return o->index < 0 ? PyUnicode_FromFormat("device(type='%s')", names[o->device])
                        : PyUnicode_FromFormat("device(type='%s', index=%d)",
                                               names[o->device], o->index);
}

static PyObject *device_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!Py_IS_TYPE(b, &ct_py_device_type) || (op != Py_EQ && op != Py_NE)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    device_object *x = (device_object *)a, *y = (device_object *)b;
    bool same = x->device == y->device && x->index == y->index;
    return PyBool_FromLong(same == (op == Py_EQ));
}

static Py_hash_t device_hash(PyObject *self)
{
    device_object *o = (device_object *)self;
    return (Py_hash_t)o->device * 256 + o->index + 2;
}

static PyObject *get_type(PyObject *self, void *ignored)
{
    (void)ignored;
    return PyUnicode_InternFromString(names[((device_object *)self)->device]);
}

static PyObject *get_index(PyObject *self, void *ignored)
{
    (void)ignored;
    int index = ((device_object *)self)->index;
    return index < 0 ? Py_NewRef(Py_None) : PyLong_FromLong(index);
}

static PyObject *device_reduce(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return Py_BuildValue("O(NN)", &ct_py_device_type, get_type(self, NULL),
                         get_index(self, NULL));
}

static PyGetSetDef device_getset[] = {
    {"type", get_type, NULL, "'cpu', 'cuda' or 'meta'.", NULL},
    {"index", get_index, NULL, "Which of several devices, or None.", NULL},
    {0},
};
/* What was chosen before each block is kept in a list, innermost last, as one device
 * object may be entered many times. */
static PyObject *device_enter(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    device_object *o = (device_object *)self;
    ct_device device;
    int index;
    if (ct_py_device_require("device", self, &device, &index) < 0) {
        return NULL;
    }
    ct_device_place place = {(uint8_t)device, (uint8_t)ct_device_index(device, index)};
    ct_device_place before = ct_device_default_set(place);
    PyObject *number = PyLong_FromLong(before.device + 256 * before.device_index);
    if (!o->left) {
        o->left = PyList_New(0);
    }
    if (!number || !o->left || PyList_Append(o->left, number) < 0) {
        ct_device_default_set(before);
        Py_XDECREF(number);
        return NULL;
    }
    Py_DECREF(number);
    return Py_NewRef(self);
}

static PyObject *device_exit(PyObject *self, PyObject *unused)
{
    (void)unused;
    device_object *o = (device_object *)self;
    Py_ssize_t n = o->left ? PyList_GET_SIZE(o->left) : 0;
    if (n == 0) {
        return PyErr_Format(PyExc_RuntimeError, "device: expected __enter__ first");
    }
    long before = PyLong_AsLong(PyList_GET_ITEM(o->left, n - 1));
    ct_device_default_set((ct_device_place){before & 255, before >> 8 & 255});
    if (PyList_SetSlice(o->left, n - 1, n, NULL) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyMethodDef device_methods[] = {
    {"__enter__", device_enter, METH_NOARGS,
     "__enter__($self, /)\n--\n\nFactories make tensors on this device."},
    {"__exit__", device_exit, METH_VARARGS,
     "__exit__($self, /, *args)\n--\n\nThey do as before."},
    {"__reduce__", device_reduce, METH_NOARGS, NULL},
    {0},
};

PyTypeObject ct_py_device_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor.device",
    .tp_doc = "device(type, index=None)\n--\n\nWhere a tensor's memory is.",
    .tp_basicsize = sizeof(device_object),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = device_new,
    .tp_dealloc = device_dealloc,
    .tp_repr = device_repr,
    .tp_str = device_str,
    .tp_hash = device_hash,
    .tp_richcompare = device_richcompare,
    .tp_getset = device_getset,
    .tp_methods = device_methods,
};

static int init(PyObject *module)
{
    if (PyModule_AddType(module, &ct_py_device_type) < 0) {
        return -1;
    }
    cpu = new_device(CT_DEVICE_CPU, -1);
    return cpu ? 0 : -1;
}

/* ---- the default ---------------------------------------------------------- */

static PyObject *default_device(PyObject *self, PyObject *ignored)
{
    (void)self, (void)ignored;
    ct_device_place place = ct_device_default();
    return ct_py_device((ct_device)place.device,
                        place.device == CT_DEVICE_CUDA ? place.device_index : -1);
}

static PyObject *default_device_set(PyObject *self, PyObject *o)
{
    (void)self;
    ct_device device;
    int index;
    if (ct_py_device_require("set_default_device", o, &device, &index) < 0) {
        return NULL;
    }
    ct_device_default_set(
        (ct_device_place){(uint8_t)device, (uint8_t)ct_device_index(device, index)});
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"_default_device", default_device, METH_NOARGS, NULL},
    {"_default_device_set", default_device_set, METH_O, NULL},
    {0},
};

const ct_concept ct_device_concept = {.functions = functions, .init = init};
