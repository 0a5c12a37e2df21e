/* numpy_fallback: arguments to arrays, results to Tensors (see numpy_fallback.h). */
#include "python/exchange/numpy_fallback.h"

#include "autograd/meta.h"
#include "core/event.h"
#include "python/arguments/convert.h"
#include "python/arguments/results.h"
#include "python/errors.h"
#include "python/exchange/numpy.h"
#include "python/exchange/numpy_map.h"
#include "python/type/tensor_type.h"
#include "rows/view.h"

static PyObject *implementation_name; /* "_implementation", of NumPy's functions */

/* ---- arguments ---------------------------------------------------------- */

#define MAX_GIVEN 8  /* arguments of a method of an array */
#define MAX_DEPTH 64 /* of nested sequences, as NumPy's */

/* Is it so of any Tensor in nested tuples, lists and dicts? Deeper ones, as a list within
 * itself, are taken to have one, which ends the search. */
static bool any(PyObject *o, bool (*is)(ct_tensor *), int depth)
{
    if (ct_py_is_tensor(o)) {
        return is(ct_py_tensor(o));
    }
    if (depth == MAX_DEPTH) {
        return true;
    }
    if (PyTuple_Check(o) || PyList_Check(o)) {
        for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(o); i++) {
            if (any(PySequence_Fast_GET_ITEM(o, i), is, depth + 1)) {
                return true;
            }
        }
    } else if (PyDict_Check(o)) {
        PyObject *key, *value;
        for (Py_ssize_t at = 0; PyDict_Next(o, &at, &key, &value);) {
            if (any(value, is, depth + 1)) {
                return true;
            }
        }
    }
    return false;
}

static bool requires_grad(ct_tensor *t)
{
    return ct_requires_grad(t);
}

bool ct_numpy_records(PyObject *o)
{
    return ct_grad_enabled() && any(o, requires_grad, 0);
}

/* Is t more than memory that NumPy can compute on? bfloat16 has only ml_dtypes. */
static bool is_more(ct_tensor *t)
{
    return t->device != CT_DEVICE_CPU || t->dtype == CT_DTYPE_BF16 ||
           (ct_grad_enabled() && ct_requires_grad(t));
}

bool ct_numpy_is_plain(PyObject *args, PyObject *kwargs)
{
    if (ct_event_heard(CT_EVENT_READ)) {
        return false; /* a record of what runs can repeat our ops, and not NumPy's */
    }
    return !any(args, is_more, 0) &&
           (PyDict_GET_SIZE(kwargs) == 0 || !any(kwargs, is_more, 0));
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
    bool is_dict = PyDict_CheckExact(o);
    if (!is_dict && !PyTuple_CheckExact(o) && !PyList_CheckExact(o)) {
        return Py_NewRef(o);
    }
    if (Py_EnterRecursiveCall(" in nested arguments of a NumPy function")) {
        return NULL;
    }
    PyObject *arrays = is_dict ? values_to_arrays(o) : items_to_arrays(o);
    Py_LeaveRecursiveCall();
    return arrays;
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

/* Arrays and NumPy's numbers become Tensors. */
static bool is_wrapped(PyObject *result)
{
    return ct_numpy_check(result) || ct_numpy_is_scalar(result);
}

PyObject *ct_numpy_wrap(PyObject *result)
{
    bool named = PyTuple_Check(result) && !PyTuple_CheckExact(result) &&
                 PyObject_HasAttrString(result, "_fields");
    if (PyTuple_CheckExact(result) || PyList_CheckExact(result) || named) {
        return wrap_items(result);
    }
    if (ct_py_is_tensor(result) || !is_wrapped(result)) {
        return result;
    }
    ct_tensor *t = ct_py_as_tensor(result);
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

/* The function, or, where only arrays take part, what it does in the end: the method of
 * an array that is its first argument, or what its dispatcher calls. */
static PyObject *without_dispatch(PyObject *function, PyObject *args, bool plain)
{
    const ct_numpy_entry *e = ct_numpy_find(function);
    PyObject *method = plain && !e->in_place ? e->method : NULL;
    if (method && PyTuple_GET_SIZE(args) &&
        Py_IS_TYPE(PyTuple_GET_ITEM(args, 0), ct_numpy_array_type)) {
        return Py_NewRef(method);
    }
    PyObject *bare = plain ? PyObject_GetAttr(function, implementation_name) : NULL;
    if (!bare) {
        PyErr_Clear();
    }
    return bare ? bare : Py_NewRef(function);
}

static PyObject *copy_of(ct_tensor *t)
{
    ct_call c;
    ct_call_init(&c, CT_ROW(clone));
    ct_call_tensor(&c, 0, t);
    return ct_py_run(&c);
}

/* Arguments behind the first that are no Tensors, and no None, which as an axis asks for
 * another shape. */
static bool are_plain_options(PyObject *args)
{
    for (Py_ssize_t i = 1; i < PyTuple_GET_SIZE(args); i++) {
        PyObject *o = PyTuple_GET_ITEM(args, i);
        if (o == Py_None || ct_py_is_tensor(o)) {
            return false;
        }
    }
    return true;
}

PyObject *ct_numpy_in_place_on_copy(PyObject *method, PyObject *args)
{
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    PyObject *given[MAX_GIVEN];
    if (n < 1 || n > MAX_GIVEN || !ct_py_is_exact_tensor(PyTuple_GET_ITEM(args, 0)) ||
        !are_plain_options(args)) {
        return Py_NewRef(Py_NotImplemented);
    }
    PyObject *copy = copy_of(ct_py_tensor(PyTuple_GET_ITEM(args, 0)));
    PyObject *array = copy ? ct_numpy_export(ct_py_tensor(copy), true) : NULL;
    for (Py_ssize_t i = 1; i < n; i++) {
        given[i] = PyTuple_GET_ITEM(args, i);
    }
    given[0] = array;
    PyObject *none = array ? PyObject_Vectorcall(method, given, (size_t)n, NULL) : NULL;
    Py_XDECREF(array);
    if (!none) {
        Py_CLEAR(copy);
    }
    Py_XDECREF(none);
    return copy;
}

/* The arguments with arrays in place of Tensors; the first may be written, or not. */
static PyObject *arguments_to_arrays(PyObject *args, bool writes)
{
    Py_ssize_t n = PyTuple_GET_SIZE(args);
    PyObject *copy = PyTuple_New(n);
    for (Py_ssize_t i = 0; copy && i < n; i++) {
        PyObject *o = PyTuple_GET_ITEM(args, i);
        PyObject *item =
            i == 0 && writes ? ct_numpy_export(ct_py_tensor(o), true) : to_arrays(o);
        if (!item) {
            Py_CLEAR(copy);
            break;
        }
        PyTuple_SET_ITEM(copy, i, item);
    }
    return copy;
}

/* The function on arrays (stolen, NULL with the exception set). */
static PyObject *compute(PyObject *function, PyObject *arrays, PyObject *kwargs,
                         bool plain)
{
    bool named = kwargs && PyDict_GET_SIZE(kwargs);
    PyObject *keywords = arrays && named ? values_to_arrays(kwargs) : NULL;
    PyObject *result = NULL;
    if (arrays && (keywords || !named)) {
        PyObject *bare = without_dispatch(function, arrays, plain);
        result = PyObject_Call(bare, arrays, keywords);
        Py_DECREF(bare);
    }
    Py_XDECREF(arrays);
    Py_XDECREF(keywords);
    return result ? ct_numpy_wrap(result) : NULL;
}

PyObject *ct_numpy_fallback(PyObject *function, PyObject *args, PyObject *kwargs,
                            bool plain)
{
    return compute(function, arguments_to_arrays(args, false), kwargs, plain);
}

PyObject *ct_numpy_fallback_writing(PyObject *function, PyObject *args,
                                    PyObject *kwargs, bool plain)
{
    PyObject *first = PyTuple_GET_SIZE(args) ? PyTuple_GET_ITEM(args, 0) : Py_None;
    if (!ct_py_is_tensor(first)) {
        return ct_numpy_fallback(function, args, kwargs, plain);
    }
    ct_tensor *t = ct_py_tensor(first);
    if (ct_tensor_check_writable("numpy", t) < 0) {
        return ct_py_raise();
    }
    PyObject *result =
        compute(function, arguments_to_arrays(args, true), kwargs, plain);
    ct_tensor_bump(t);
    return result;
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
    return ct_numpy_fallback(function, positional, keywords, false);
}

static PyObject *records(PyObject *self, PyObject *o)
{
    (void)self;
    return PyBool_FromLong(ct_numpy_records(o));
}

static bool is_tensor(ct_tensor *t)
{
    return t != NULL;
}

static PyObject *holds_tensor(PyObject *self, PyObject *o)
{
    (void)self;
    return PyBool_FromLong(any(o, is_tensor, 0));
}

static PyMethodDef functions[] = {
    {"_numpy_holds_tensor", holds_tensor, METH_O,
     "_numpy_holds_tensor(arguments)\n--\n\n"
     "Is there a Tensor in nested tuples, lists and dicts?"},
    {"_numpy_fallback", fallback, METH_VARARGS,
     "_numpy_fallback(function, args, kwargs)\n--\n\nThe call, on arrays."},
    {"_numpy_records", records, METH_O,
     "_numpy_records(arguments)\n--\n\n"
     "Is the gradient of any Tensor in nested arguments recorded?"},
    {0},
};

static int init(PyObject *module)
{
    (void)module;
    implementation_name = PyUnicode_InternFromString("_implementation");
    return implementation_name ? 0 : -1;
}

const ct_concept ct_numpy_fallback_concept = {.functions = functions, .init = init};
