/* The object holds one count of the storage; storages count without the interpreter's
 * help, so there is nothing for the cycle collector here. */
#include "python/type/untyped_storage.h"

#include "python/type/device.h"
#include "python/type/tensor_type.h"

typedef struct storage_object {
    PyObject_HEAD ct_storage *storage;
} storage_object;

static ct_storage *storage_of(PyObject *self)
{
    return ((storage_object *)self)->storage;
}

static void storage_dealloc(PyObject *self)
{
    ct_storage_decref(storage_of(self));
    PyObject_Free(self);
}

static Py_ssize_t storage_length(PyObject *self)
{
    return (Py_ssize_t)storage_of(self)->nbytes;
}

static PyObject *data_ptr(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return PyLong_FromVoidPtr(storage_of(self)->data);
}

static PyObject *nbytes(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return PyLong_FromSize_t(storage_of(self)->nbytes);
}

static PyObject *richcompare(PyObject *a, PyObject *b, int op)
{
    if (!Py_IS_TYPE(b, Py_TYPE(a)) || (op != Py_EQ && op != Py_NE)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return PyBool_FromLong((storage_of(a) == storage_of(b)) == (op == Py_EQ));
}

static Py_hash_t hash(PyObject *self)
{
    return (Py_hash_t)((uintptr_t)storage_of(self) >> 4);
}

static PyObject *get_device(PyObject *self, void *ignored)
{
    (void)ignored;
    ct_storage *s = storage_of(self);
    return ct_py_device((ct_device)s->device,
                        s->device == CT_DEVICE_CUDA ? s->device_index : -1);
}

static PyMethodDef storage_methods[] = {
    {"data_ptr", data_ptr, METH_NOARGS,
     "data_ptr($self)\n--\n\nThe address of the first byte."},
    {"nbytes", nbytes, METH_NOARGS, "nbytes($self)\n--\n\nThe number of bytes."},
    {"size", nbytes, METH_NOARGS, "size($self)\n--\n\nThe number of bytes."},
    {0},
};
static PyGetSetDef storage_getset[] = {
    {"device", get_device, NULL, "Where the bytes are.", NULL},
    {0},
};
static PySequenceMethods as_sequence = {.sq_length = storage_length};

static PyTypeObject type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor.UntypedStorage",
    .tp_doc = "The bytes that tensors share; equal when they are the same bytes.",
    .tp_basicsize = sizeof(storage_object),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = storage_dealloc,
    .tp_richcompare = richcompare,
    .tp_hash = hash,
    .tp_as_sequence = &as_sequence,
    .tp_methods = storage_methods,
    .tp_getset = storage_getset,
};

static PyObject *untyped_storage(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    storage_object *o = PyObject_New(storage_object, &type);
    if (o) {
        o->storage = ct_storage_incref(ct_py_tensor(self)->storage);
    }
    return (PyObject *)o;
}

static PyMethodDef methods[] = {
    {"untyped_storage", untyped_storage, METH_NOARGS,
     "untyped_storage($self)\n--\n\nThe bytes that this tensor and its views share."},
    {0},
};

static int init(PyObject *module)
{
    return PyModule_AddType(module, &type);
}

const ct_concept ct_untyped_storage_concept = {.methods = methods, .init = init};
