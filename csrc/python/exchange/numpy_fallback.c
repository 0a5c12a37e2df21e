/* numpy_fallback: arguments to arrays, results to Tensors (see numpy_fallback.h). */
#include "python/exchange/numpy_fallback.h"

#include "autograd/meta.h"
#include "python/arguments/convert.h"
#include "python/exchange/numpy.h"
#include "python/type/tensor_type.h"

/* ---- arguments ---------------------------------------------------------- */

static bool any_requires_grad(PyObject *o)
{
    if (ct_py_is_tensor(o)) {
        return ct_requires_grad(ct_py_tensor(o));
    }
    if (PyTuple_Check(o) || PyList_Check(o)) {
        for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(o); i++) {
            PyObject *item = PySequence_Fast_GET_ITEM(o, i);
            if (item != o && any_requires_grad(item)) {
                return true;
            }
        }
    } else if (PyDict_Check(o)) {
        PyObject *key, *value;
        for (Py_ssize_t at = 0; PyDict_Next(o, &at, &key, &value);) {
            if (any_requires_grad(value)) {
                return true;
            }
        }
    }
    return false;
}

bool ct_numpy_records(PyObject *o)
{
    return ct_grad_enabled() && any_requires_grad(o);
}

static PyObject *to_arrays(PyObject *o);

static PyObject *items_to_arrays(PyObject *o)
{
    Py_ssize_t n = PySequence_Fast_GET_SIZE(o);
    bool is_tuple = PyTuple_Check(o);
    PyObject *copy = is_tuple ? PyTuple_New(n) : PyList_New(n);
    for (Py_ssize_t i = 0; copy && i < n && i < PySequence_Fast_GET_SIZE(o); i++) {
        PyObject *item = to_arrays(PySequence_Fast_GET_ITEM(o, i));
        if (!item) {
            Py_CLEAR(copy);
        } else if (is_tuple) {
            PyTuple_SET_ITEM(copy, i, item);
        } else {
            PyList_SET_ITEM(copy, i, item);
        }
    }
    return copy;
}

static PyObject *values_to_arrays(PyObject *dict)
{
    PyObject *key, *value, *copy = PyDict_New();
    for (Py_ssize_t at = 0; copy && PyDict_Next(dict, &at, &key, &value);) {
        PyObject *array = to_arrays(value);
        if (!array || PyDict_SetItem(copy, key, array) < 0) {
            Py_CLEAR(copy);
        }
        Py_XDECREF(array);
    }
    return copy;
}

/* New reference. Subclasses of tuple, as named tuples, have their own constructors and
 * stay what they are. */
static PyObject *to_arrays(PyObject *o)
{
    if (ct_py_is_tensor(o)) {
        return ct_numpy_export(ct_py_tensor(o), false);
    }
    if (PyTuple_CheckExact(o) || PyList_CheckExact(o)) {
        return items_to_arrays(o);
    }
    return PyDict_CheckExact(o) ? values_to_arrays(o) : Py_NewRef(o);
}

/* ---- results ------------------------------------------------------------ */

static PyObject *wrap_items(PyObject *result)
{
    Py_ssize_t n = PySequence_Fast_GET_SIZE(result);
    PyObject *items = PyTuple_New(n);
    for (Py_ssize_t i = 0; items && i < n; i++) {
        PyObject *item = ct_numpy_wrap(Py_NewRef(PySequence_Fast_GET_ITEM(result, i)));
        if (!item) {
            Py_CLEAR(items);
            break;
        }
        PyTuple_SET_ITEM(items, i, item);
    }
    PyObject *wrapped = NULL;
    if (items && PyTuple_CheckExact(result)) {
        wrapped = Py_NewRef(items);
    } else if (items && PyList_CheckExact(result)) {
        wrapped = PySequence_List(items);
    } else if (items) { /* a named tuple */
        wrapped = PyObject_CallObject((PyObject *)Py_TYPE(result), items);
    }
    Py_XDECREF(items);
    Py_DECREF(result);
    return wrapped;
}

PyObject *ct_numpy_wrap(PyObject *result)
{
    bool named = PyTuple_Check(result) && PyObject_HasAttrString(result, "_fields");
    if (PyTuple_CheckExact(result) || PyList_CheckExact(result) || named) {
        return wrap_items(result);
    }
    ct_tensor *t = ct_py_is_tensor(result) ? NULL : ct_py_as_tensor(result);
    if (t) {
        Py_DECREF(result);
        return ct_py_object(t);
    }
    if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_TypeError)) {
        Py_DECREF(result);
        return NULL;
    }
    PyErr_Clear(); /* a dtype that we have not */
    return result;
}

PyObject *ct_numpy_fallback(PyObject *function, PyObject *args, PyObject *kwargs)
{
    PyObject *arrays = items_to_arrays(args);
    PyObject *keywords = arrays && kwargs ? values_to_arrays(kwargs) : NULL;
    PyObject *result = NULL;
    if (arrays && (keywords || !kwargs)) {
        result = PyObject_Call(function, arrays, keywords);
    }
    Py_XDECREF(arrays);
    Py_XDECREF(keywords);
    return result ? ct_numpy_wrap(result) : NULL;
}

/* ---- Python ------------------------------------------------------------- */

static PyObject *fallback(PyObject *self, PyObject *args)
{
    PyObject *function, *positional, *keywords;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO!O!:_numpy_fallback", &function, &PyTuple_Type,
                          &positional, &PyDict_Type, &keywords)) {
        return NULL;
    }
    return ct_numpy_fallback(function, positional, keywords);
}

static PyObject *records(PyObject *self, PyObject *o)
{
    (void)self;
    return PyBool_FromLong(ct_numpy_records(o));
}

static PyMethodDef functions[] = {
    {"_numpy_fallback", fallback, METH_VARARGS,
     "_numpy_fallback(function, args, kwargs)\n--\n\nThe call, on arrays."},
    {"_numpy_records", records, METH_O,
     "_numpy_records(arguments)\n--\n\n"
     "Is the gradient of any Tensor in nested arguments recorded?"},
    {0},
};

const ct_concept ct_numpy_fallback_concept = {.functions = functions};
