/* __array_function__(func, types, args, kwargs): see array_function.h. */
#include "python/exchange/array_function.h"

#include "python/exchange/numpy.h"
#include "python/exchange/numpy_fallback.h"
#include "python/exchange/numpy_map.h"
#include "python/type/tensor_type.h"

/* Are all types that have a say Tensors or ndarrays? Others get their turn. */
static bool types_known(PyObject *types)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(types); i++) {
        PyTypeObject *type = (PyTypeObject *)PyTuple_GET_ITEM(types, i);
        if (type != &ct_py_tensor_type && !PyType_IsSubtype(type, &ct_py_tensor_type) &&
            !PyType_IsSubtype(type, ct_numpy_array_type)) {
            return false;
        }
    }
    return true;
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
    if (!types_known(args[1])) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    PyObject *implementation = ct_numpy_implementation(args[0]);
    if (implementation) {
        PyObject *result = PyObject_Call(implementation, args[2], args[3]);
        if (result != Py_NotImplemented) {
            return result;
        }
        Py_DECREF(result);
    } else if (PyErr_Occurred()) {
        return NULL;
    }
    bool out = PyDict_GetItemString(args[3], "out") != NULL;
    if (!out && (ct_numpy_is_constant(args[0]) ||
                 !(ct_numpy_records(args[2]) || ct_numpy_records(args[3])))) {
        return ct_numpy_fallback(args[0], args[2], args[3]);
    }
    PyObject *call[] = {args[0], args[2], args[3]};
    return ct_numpy_python("fallback", call, 3);
}

static PyMethodDef methods[] = {
    CT_PY_METHOD("__array_function__", array_function,
                 "__array_function__($self, func, types, args, kwargs, /)\n--\n\n"
                 "NumPy's functions that are no ufuncs."),
    {0},
};

const ct_concept ct_array_function_concept = {.methods = methods};
