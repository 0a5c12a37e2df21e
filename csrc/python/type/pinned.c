/* pinned: memory that an accelerator copies by itself, and streams that use what is not
 * theirs. */
#include "python/type/pinned.h"

#include "core/device.h"
#include "core/stream.h"
#include "python/arguments/unpack.h"
#include "python/errors.h"
#include "python/type/stream.h"
#include "python/type/tensor_type.h"

static PyObject *is_pinned(PyObject *self, PyObject *const *args, Py_ssize_t n,
                           PyObject *kwnames)
{
    static const ct_unpack_spec spec = {"is_pinned", 1, 0, {"device", NULL}};
    PyObject *device;
    return ct_py_unpack(&spec, args, n, kwnames, &device) < 0
               ? NULL
               : PyBool_FromLong(ct_tensor_is_pinned(ct_py_tensor(self)));
}

/* _pin_memory(tensor) */
static PyObject *pin_memory(PyObject *self, PyObject *o)
{
    (void)self;
    if (!ct_py_is_tensor(o)) {
        return PyErr_Format(PyExc_TypeError, "pin_memory: expected a Tensor, got %s",
                            Py_TYPE(o)->tp_name);
    }
    ct_tensor *t = ct_tensor_pin(ct_py_tensor(o));
    return t ? ct_py_object(t) : ct_py_raise();
}

/* _record_stream(tensor, stream) */
static PyObject *record_stream(PyObject *self, PyObject *args)
{
    PyObject *o, *stream;
    ct_stream s;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO", &o, &stream) ||
        ct_py_stream_require("record_stream", stream, &s) < 0) {
        return NULL;
    }
    if (!ct_py_is_tensor(o)) {
        return PyErr_Format(PyExc_TypeError, "record_stream: expected a Tensor, got %s",
                            Py_TYPE(o)->tp_name);
    }
    if (ct_stream_use(s, ct_py_tensor(o)) < 0) {
        return ct_py_raise();
    }
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    CT_PY_METHOD("is_pinned", is_pinned,
                 "is_pinned($self, device=None)\n--\n\n"
                 "Is the memory one that an accelerator copies by itself?"),
    {0},
};

static PyMethodDef functions[] = {
    {"_pin_memory", pin_memory, METH_O, NULL},
    {"_record_stream", record_stream, METH_VARARGS, NULL},
    {0},
};

const ct_concept ct_pinned_concept = {.methods = methods, .functions = functions};
