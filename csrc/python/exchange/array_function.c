/* __array_function__(func, types, args, kwargs): see array_function.h. */
#include "python/exchange/array_function.h"

#include "python/exchange/numpy.h"
#include "python/exchange/numpy_fallback.h"
#include "python/exchange/numpy_map.h"
#include "python/type/tensor_type.h"

typedef enum kinds { FOREIGN, OURS, PLAIN } kinds;

/* Of the types that have a say: Tensors and ndarrays are OURS, and PLAIN where none is a
 * subclass of ndarray, which may do things of its own. FOREIGN ones get their turn. */
static kinds kinds_of(PyObject *types)
{
    kinds found = PLAIN;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(types); i++) {
        PyTypeObject *type = (PyTypeObject *)PyTuple_GET_ITEM(types, i);
        if (type == &ct_py_tensor_type || type == ct_numpy_array_type ||
            PyType_IsSubtype(type, &ct_py_tensor_type)) {
            continue;
        }
        if (!PyType_IsSubtype(type, ct_numpy_array_type)) {
            return FOREIGN;
        }
        found = OURS;
    }
    return found;
}

static bool records(PyObject *args, PyObject *kwargs)
{
    return ct_numpy_records(args) || ct_numpy_records(kwargs);
}

/* Was there no result for a dtype that only NumPy has, and no gradient at stake? Then the
 * exception is cleared, and NumPy computes. */
static bool left_to_numpy(PyObject *result, PyObject *args, PyObject *kwargs)
{
    if (result || !PyErr_ExceptionMatches(PyExc_TypeError) ||
        !ct_numpy_is_numpys_dtype() || records(args, kwargs)) {
        return false;
    }
    PyErr_Clear();
    return true;
}

/* The call by its implementation, or by NumPy; NULL with the exception set. */
static PyObject *run(PyObject *function, PyObject *args, PyObject *kwargs, bool plain)
{
    if (ct_numpy_import_functions() < 0) {
        return NULL;
    }
    const ct_numpy_entry *e = ct_numpy_find(function);
    bool out = PyDict_GET_SIZE(kwargs) && PyDict_GetItemString(kwargs, "out");
    bool numpys = e->only_gradient && !out && ct_numpy_is_plain(args, kwargs);
    if (numpys && e->writes) {
        return ct_numpy_fallback_writing(function, args, kwargs, plain);
    }
    if (numpys && e->in_place && PyDict_GET_SIZE(kwargs) == 0) {
        PyObject *result = ct_numpy_in_place_on_copy(e->method, args);
        if (result != Py_NotImplemented) {
            return result;
        }
        Py_DECREF(result);
    }
    if (e->implementation && !numpys) {
        PyObject *result = PyObject_Call(e->implementation, args, kwargs);
        if (result != Py_NotImplemented && !left_to_numpy(result, args, kwargs)) {
            return result;
        }
        Py_XDECREF(result);
    }
    if (!out && (numpys || e->constant || !records(args, kwargs))) {
        return ct_numpy_fallback(function, args, kwargs, plain);
    }
    PyObject *call[] = {function, args, kwargs};
    return ct_numpy_python("fallback", call, 3);
}

static CT_PY_FAST(array_function)
{
    (void)self;
    if (n != 4 || kwnames || !PyTuple_Check(args[1]) || !PyTuple_Check(args[2]) ||
        !PyDict_Check(args[3])) {
        PyErr_SetString(PyExc_TypeError,
                        "__array_function__: expected (func, types, args, kwargs)");
        return NULL;
    }
    kinds types = kinds_of(args[1]);
    if (types == FOREIGN) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    const ct_numpy_entry *e = ct_numpy_find(args[0]);
    if (e->calls) {
        ct_numpy_given given = {((PyTupleObject *)args[2])->ob_item,
                                PyTuple_GET_SIZE(args[2]), args[3], NULL};
        PyObject *result = ct_numpy_run_bound(e->calls, NULL, &given);
        if (result != Py_NotImplemented) {
            return result;
        }
        Py_DECREF(result);
    }
    return run(args[0], args[2], args[3], types == PLAIN);
}

static PyMethodDef methods[] = {
    CT_PY_METHOD("__array_function__", array_function,
                 "__array_function__($self, func, types, args, kwargs, /)\n--\n\n"
                 "NumPy's functions that are no ufuncs."),
    {0},
};

const ct_concept ct_array_function_concept = {.methods = methods};
