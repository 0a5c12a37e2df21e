/* generator: ctensor.Generator (see generator.h). */
#include "python/type/generator.h"

#include <stddef.h>
#include <string.h>

#include "core/device.h"
#include "python/errors.h"
#include "python/type/device.h"
#include "python/type/tensor_type.h"

/* PyTorch's seed of a new generator: many ones, many zeros, no pattern. */
#define FIRST_SEED 67280421310721u

typedef struct generator_object {
    PyObject_HEAD ct_generator own;
    ct_generator *stream; /* &own, or the process's */
    PyObject *weakrefs;
} generator_object;

static ct_generator *stream_of(PyObject *self)
{
    return ((generator_object *)self)->stream;
}

ct_generator *ct_py_generator(PyObject *o)
{
    return PyObject_TypeCheck(o, &ct_py_generator_type) ? stream_of(o) : NULL;
}

static PyObject *generator_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"device", NULL};
    PyObject *o = NULL;
    ct_device device = CT_DEVICE_CPU;
    int index;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O:Generator", names, &o) ||
        (o && ct_py_device_require("Generator", o, &device, &index) < 0)) {
        return NULL;
    }
    if (device != CT_DEVICE_CPU) {
        return PyErr_Format(PyExc_RuntimeError,
                            "Generator: expected device cpu, got %s",
                            ct_device_name(device, index));
    }
    generator_object *self = (generator_object *)type->tp_alloc(type, 0);
    if (self) {
        self->stream = &self->own;
        ct_generator_seed(&self->own, FIRST_SEED);
    }
    return (PyObject *)self;
}

static void generator_dealloc(PyObject *self)
{
    if (((generator_object *)self)->weakrefs) {
        PyObject_ClearWeakRefs(self);
    }
    Py_TYPE(self)->tp_free(self);
}

/* ---- seeds -------------------------------------------------------------- */

/* -2**63 to 2**64 - 1; negative numbers count back from 2**64. */
static int seed_of(PyObject *o, uint64_t *seed)
{
    PyObject *number = PyFloat_Check(o) ? NULL : PyNumber_Index(o);
    if (!number) {
        PyErr_Format(PyExc_TypeError, "manual_seed: expected an int, got %s",
                     Py_TYPE(o)->tp_name);
        return -1;
    }
    int overflow;
    *seed = (uint64_t)PyLong_AsLongLongAndOverflow(number, &overflow);
    if (overflow > 0) {
        *seed = PyLong_AsUnsignedLongLong(number);
    }
    Py_DECREF(number);
    if (overflow < 0 || (overflow > 0 && PyErr_Occurred())) {
        PyErr_SetString(PyExc_ValueError,
                        "manual_seed: expected a seed from -2**63 to 2**64-1, got one "
                        "out of range");
        return -1;
    }
    return 0;
}

static PyObject *manual_seed(PyObject *self, PyObject *o)
{
    uint64_t seed;
    if (seed_of(o, &seed) < 0) {
        return NULL;
    }
    ct_generator_seed(stream_of(self), seed);
    return Py_NewRef(self);
}

static PyObject *fresh_seed(PyObject *self, PyObject *unused)
{
    (void)unused;
    uint64_t seed = ct_random_entropy();
    ct_generator_seed(stream_of(self), seed);
    return PyLong_FromUnsignedLongLong(seed);
}

static PyObject *initial_seed(PyObject *self, PyObject *unused)
{
    (void)unused;
    return PyLong_FromUnsignedLongLong(stream_of(self)->seed);
}

/* ---- state -------------------------------------------------------------- */

static PyObject *get_state(PyObject *self, PyObject *unused)
{
    (void)unused;
    int64_t n = sizeof(ct_generator);
    ct_tensor *t = ct_tensor_new("get_state", CT_DTYPE_U8, 1, &n, CT_DEVICE_CPU);
    if (!t) {
        return ct_py_raise();
    }
    memcpy(t->data, stream_of(self), sizeof(ct_generator));
    return ct_py_object(t);
}

static int state_take(PyObject *self, PyObject *o)
{
    if (!ct_py_is_tensor(o) || ct_py_tensor(o)->dtype != CT_DTYPE_U8) {
        PyErr_Format(PyExc_TypeError,
                     "set_state: expected the uint8 tensor that get_state gave, got %s",
                     ct_py_is_tensor(o)
                         ? ct_dtype_name((ct_dtype)ct_py_tensor(o)->dtype)
                         : Py_TYPE(o)->tp_name);
        return -1;
    }
    ct_tensor *t = ct_py_tensor(o);
    if (t->ndim != 1 || t->numel != (int64_t)sizeof(ct_generator)) {
        PyErr_Format(PyExc_RuntimeError, "set_state: expected shape [%zu], got %s",
                     sizeof(ct_generator), ct_tensor_shape_str(t));
        return -1;
    }
    ct_tensor *bytes = ct_tensor_contiguous(t);
    if (!bytes) {
        return ct_py_raise_int();
    }
    memcpy(stream_of(self), bytes->data, sizeof(ct_generator));
    ct_decref(bytes);
    return 0;
}

static PyObject *set_state(PyObject *self, PyObject *o)
{
    return state_take(self, o) < 0 ? NULL : Py_NewRef(self);
}

static PyObject *unpickle_state(PyObject *self, PyObject *o)
{
    if (state_take(self, o) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *generator_reduce(PyObject *self, PyObject *unused)
{
    PyObject *state = get_state(self, unused);
    return state ? Py_BuildValue("O()N", (PyObject *)Py_TYPE(self), state) : NULL;
}

static PyObject *get_device(PyObject *self, void *unused)
{
    (void)self, (void)unused;
    return ct_py_device(CT_DEVICE_CPU, -1);
}

static PyMethodDef generator_methods[] = {
    {"manual_seed", manual_seed, METH_O,
     "manual_seed($self, seed, /)\n--\n\n"
     "Starts the stream of this seed, -2**63 to 2**64-1; returns the generator."},
    {"seed", fresh_seed, METH_NOARGS,
     "seed($self, /)\n--\n\nTakes a seed from the system; returns it."},
    {"initial_seed", initial_seed, METH_NOARGS,
     "initial_seed($self, /)\n--\n\nThe seed the stream was started with."},
    {"get_state", get_state, METH_NOARGS,
     "get_state($self, /)\n--\n\nSeed and position, as 16 bytes in a uint8 tensor."},
    {"set_state", set_state, METH_O,
     "set_state($self, new_state, /)\n--\n\n"
     "Goes back to what get_state gave; returns the generator."},
    {"__setstate__", unpickle_state, METH_O, "__setstate__($self, state, /)\n--\n\n"},
    {"__reduce__", generator_reduce, METH_NOARGS, "__reduce__($self, /)\n--\n\n"},
    {0},
};

static PyGetSetDef generator_getset[] = {
    {"device", get_device, NULL, "Where its numbers are made.", NULL},
    {0},
};

PyTypeObject ct_py_generator_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor.Generator",
    .tp_doc = "Generator(device='cpu')\n--\n\n"
              "A stream of random numbers of its own (Philox 4x32-10): the same seed\n"
              "gives the same numbers for any number of threads.",
    .tp_basicsize = sizeof(generator_object),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = generator_new,
    .tp_dealloc = generator_dealloc,
    .tp_weaklistoffset = offsetof(generator_object, weakrefs),
    .tp_methods = generator_methods,
    .tp_getset = generator_getset,
};

static int init(PyObject *module)
{
    if (PyModule_AddType(module, &ct_py_generator_type) < 0) {
        return -1;
    }
    PyObject *o = PyObject_CallNoArgs((PyObject *)&ct_py_generator_type);
    if (!o) {
        return -1;
    }
    ((generator_object *)o)->stream = ct_generator_default();
    int status = PyModule_AddObjectRef(module, "default_generator", o);
    Py_DECREF(o);
    return status;
}

const ct_concept ct_generator_concept = {.init = init};
