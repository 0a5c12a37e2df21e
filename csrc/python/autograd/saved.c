/* autograd_saved: a stack of (pack, unpack) for each thread.
 *
 * What a node keeps is a tuple (packed, unpack hook, shape, dtype); shape and dtype are
 * compared with what the hook gives back, since gradient kernels rely on them. */
#include "python/autograd/saved.h"

#include "autograd/saved.h"
#include "python/errors.h"
#include "python/type/dtype.h"
#include "python/type/size.h"
#include "python/type/tensor_type.h"

static _Thread_local PyObject *stack; /* list, or NULL when empty */

static int pack(ct_tensor *t, ct_object **packed)
{
    *packed = NULL;
    if (!stack) {
        return 0;
    }
    PyObject *pair = PyList_GET_ITEM(stack, PyList_GET_SIZE(stack) - 1);
    Py_INCREF(pair);
    PyObject *made = PyObject_CallOneArg(PyTuple_GET_ITEM(pair, 0), ct_py_object(t));
    if (made) {
        *packed = Py_BuildValue("(NONN)", made, PyTuple_GET_ITEM(pair, 1),
                                ct_py_size(t->ndim, t->shape),
                                ct_py_dtype((ct_dtype)t->dtype));
    }
    Py_DECREF(pair);
    return *packed ? 0 : ct_py_caught();
}

static int check(PyObject *t, PyObject *shape, PyObject *dtype)
{
    if (!ct_py_is_tensor(t)) {
        PyErr_Format(PyExc_TypeError,
                     "unpack hook of a saved tensor: expected a Tensor, got %s",
                     Py_TYPE(t)->tp_name);
        return -1;
    }
    PyObject *got = ct_py_size(ct_py_tensor(t)->ndim, ct_py_tensor(t)->shape);
    PyObject *type = ct_py_dtype((ct_dtype)ct_py_tensor(t)->dtype);
    int same = got && type ? PyObject_RichCompareBool(got, shape, Py_EQ) : -1;
    if (same >= 0 && (!same || type != dtype)) {
        PyErr_Format(PyExc_RuntimeError,
                     "unpack hook of a saved tensor: expected %R and %S, got %R and %S",
                     shape, dtype, got, type);
        same = -1;
    }
    Py_XDECREF(got);
    Py_XDECREF(type);
    return same < 0 ? -1 : 0;
}

static ct_tensor *unpack(ct_object *packed)
{
    PyObject *t =
        PyObject_CallOneArg(PyTuple_GET_ITEM(packed, 1), PyTuple_GET_ITEM(packed, 0));
    if (t && check(t, PyTuple_GET_ITEM(packed, 2), PyTuple_GET_ITEM(packed, 3)) < 0) {
        Py_CLEAR(t);
    }
    if (!t) {
        ct_py_caught();
        return NULL;
    }
    return ct_py_tensor(t);
}

static PyObject *push(PyObject *self, PyObject *args)
{
    (void)self;
    if (PyTuple_GET_SIZE(args) != 2) {
        PyErr_SetString(PyExc_TypeError, "expected a pack hook and an unpack hook");
        return NULL;
    }
    if (!stack) {
        stack = PyList_New(0);
    }
    if (!stack || PyList_Append(stack, args) < 0) {
        return NULL;
    }
    ct_saved_host_now.packing++;
    Py_RETURN_NONE;
}

static PyObject *pop(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    Py_ssize_t n = stack ? PyList_GET_SIZE(stack) : 0;
    if (n == 0) {
        PyErr_SetString(PyExc_RuntimeError, "no hooks on saved tensors to end");
        return NULL;
    }
    ct_saved_host_now.packing--;
    if (n == 1) { /* nothing stays behind when the thread ends */
        Py_CLEAR(stack);
    } else if (PyList_SetSlice(stack, n - 1, n, NULL) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"_saved_tensors_hooks_push", push, METH_VARARGS,
     "_saved_tensors_hooks_push(pack, unpack, /)\n--\n\nNodes save pack(tensor)."},
    {"_saved_tensors_hooks_pop", pop, METH_NOARGS,
     "_saved_tensors_hooks_pop()\n--\n\nEnds the last push of this thread."},
    {0},
};

static int init(PyObject *module)
{
    (void)module;
    ct_saved_host_now.pack = pack;
    ct_saved_host_now.unpack = unpack;
    return 0;
}

const ct_concept ct_autograd_saved_concept = {.functions = functions, .init = init};
