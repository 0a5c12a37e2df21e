/* The exception class of each error kind. */
#include "python/errors.h"

#include <string.h>

static PyObject *zero_division, *out_of_memory, *overflow, *attribute, *linalg;

static PyObject *class_of(ct_error_kind kind)
{
    switch (kind) {
    case CT_ERR_TYPE:
        return PyExc_TypeError;
    case CT_ERR_VALUE:
        return PyExc_ValueError;
    case CT_ERR_INDEX:
        return PyExc_IndexError;
    case CT_ERR_OVERFLOW:
        return overflow;
    case CT_ERR_MEMORY:
        return out_of_memory;
    case CT_ERR_NOT_IMPLEMENTED:
        return PyExc_NotImplementedError; /* a RuntimeError */
    case CT_ERR_BUFFER:
        return PyExc_BufferError;
    case CT_ERR_ZERO_DIVISION:
        return zero_division;
    case CT_ERR_ATTRIBUTE:
        return attribute;
    case CT_ERR_LINALG:
        return linalg;
    default:
        return PyExc_RuntimeError;
    }
}

PyObject *ct_py_raise(void)
{
    ct_error_kind kind = ct_error_kind_now();
    if (kind == CT_ERR_PYTHON || kind == CT_ERR_NONE) {
        ct_error_clear();
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_SystemError, "ctensor: failed without an error");
        }
        return NULL;
    }
    const char *text = ct_error_message();
    PyObject *message = PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "replace");
    ct_error_clear();
    if (message) {
        PyErr_SetObject(class_of(kind), message);
        Py_DECREF(message);
    }
    return NULL;
}

PyObject *ct_py_raise_drop(void *object)
{
    ct_py_raise();
    ct_xdecref(object);
    return NULL;
}

int ct_py_raise_int(void)
{
    ct_py_raise();
    return -1;
}

PyObject *ct_py_warned(PyObject *result)
{
    const char *text = ct_warning_take();
    if (text && result && PyErr_WarnEx(PyExc_UserWarning, text, 1) < 0) {
        Py_CLEAR(result);
    }
    return result;
}

int ct_py_caught(void)
{
    return ct_error(CT_ERR_PYTHON, "a Python exception is set");
}

/* A class that PyTorch's users and Python's both catch. */
static PyObject *new_class(PyObject *module, const char *qualname, PyObject *python,
                           const char *doc)
{
    PyObject *bases = PyTuple_Pack(2, PyExc_RuntimeError, python);
    if (!bases) {
        return NULL;
    }
    PyObject *class = PyErr_NewExceptionWithDoc(qualname, doc, bases, NULL);
    Py_DECREF(bases);
    if (class && PyModule_AddObjectRef(module, strchr(qualname, '.') + 1, class) < 0) {
        Py_CLEAR(class);
    }
    return class;
}

static int init(PyObject *module)
{
    zero_division = new_class(module, "ctensor.ZeroDivisionError",
                              PyExc_ZeroDivisionError, "Division of integers by zero.");
    out_of_memory = new_class(module, "ctensor.OutOfMemoryError", PyExc_MemoryError,
                              "Memory for a tensor could not be had.");
    overflow = new_class(module, "ctensor.OverflowError", PyExc_OverflowError,
                         "A number too big for the place it is meant for.");
    /* So that hasattr() is false and tab completion, which gets every attribute, works. */
    attribute = new_class(module, "ctensor.AttributeError", PyExc_AttributeError,
                          "An attribute that this tensor cannot have.");
    linalg = PyErr_NewExceptionWithDoc("ctensor.linalg.LinAlgError",
                                       "A matrix that cannot be inverted or factored.",
                                       PyExc_RuntimeError, NULL);
    if (!linalg || PyModule_AddObjectRef(module, "_LinAlgError", linalg) < 0) {
        return -1;
    }
    return zero_division && out_of_memory && overflow && attribute ? 0 : -1;
}

const ct_concept ct_errors_concept = {.init = init};
