/* slots: each of them is one of type/slots.h, and the method that it is known as. */
#include "python/override/slots.h"

#include "python/override/ask.h"
#include "python/type/slots.h"

static PyObject *ask(const char *name, PyObject *const *args, Py_ssize_t n)
{
    return ct_py_ask(ct_py_public_method(name), NULL, args, n, NULL, true);
}

/* ---- one operand --------------------------------------------------------- */

PyObject *ct_asking_repr(PyObject *self)
{
    return ct_py_asks_one(self) ? ask("__repr__", &self, 1) : ct_py_repr(self);
}

static PyNumberMethods own;

#define NUMBER(slot, name)                                                  \
    static PyObject *asking_##slot(PyObject *self)                          \
    {                                                                       \
        return ct_py_asks_one(self) ? ask(name, &self, 1) : own.slot(self); \
    }

NUMBER(nb_negative, "neg")
NUMBER(nb_positive, "__pos__")
NUMBER(nb_absolute, "abs")
NUMBER(nb_invert, "__invert__")
NUMBER(nb_int, "__int__")
NUMBER(nb_float, "__float__")
NUMBER(nb_index, "__index__")

/* An answer as a truth value; steals it. */
static int as_truth(PyObject *answer)
{
    int truth = answer ? PyObject_IsTrue(answer) : -1;
    Py_XDECREF(answer);
    return truth;
}

static int asking_nb_bool(PyObject *self)
{
    return ct_py_asks_one(self) ? as_truth(ask("__bool__", &self, 1))
                                : own.nb_bool(self);
}

void ct_asking_numbers(PyNumberMethods *numbers)
{
    own = *numbers;
    numbers->nb_negative = asking_nb_negative;
    numbers->nb_positive = asking_nb_positive;
    numbers->nb_absolute = asking_nb_absolute;
    numbers->nb_invert = asking_nb_invert;
    numbers->nb_int = asking_nb_int;
    numbers->nb_float = asking_nb_float;
    numbers->nb_index = asking_nb_index;
    numbers->nb_bool = asking_nb_bool;
}

/* ---- sequences ----------------------------------------------------------- */

Py_ssize_t ct_asking_length(PyObject *self)
{
    if (!ct_py_asks_one(self)) {
        return ct_py_length(self);
    }
    PyObject *answer = ask("__len__", &self, 1);
    Py_ssize_t length = answer ? PyNumber_AsSsize_t(answer, PyExc_OverflowError) : -1;
    Py_XDECREF(answer);
    if (length < 0 && !PyErr_Occurred()) {
        PyErr_SetString(PyExc_ValueError, "__len__: expected an answer of at least 0");
    }
    return length;
}

int ct_asking_contains(PyObject *self, PyObject *value)
{
    PyObject *args[] = {self, value};
    return ct_py_asks(NULL, args, 2, NULL, false)
               ? as_truth(ask("__contains__", args, 2))
               : ct_py_contains(self, value);
}

/* As in PyTorch, `unbind` is what is asked for. */
PyObject *ct_asking_iter(PyObject *self)
{
    if (!ct_py_asks_one(self)) {
        return ct_py_iter(self);
    }
    PyObject *dims = PyObject_CallMethod(self, "dim", NULL);
    Py_ssize_t ndim = dims ? PyNumber_AsSsize_t(dims, PyExc_OverflowError) : -1;
    Py_XDECREF(dims);
    if (PyErr_Occurred()) {
        return NULL;
    }
    PyObject *rows = ndim ? PyObject_CallMethod(self, "unbind", "i", 0) : NULL;
    PyObject *iterator = rows ? PyObject_GetIter(rows) : NULL;
    Py_XDECREF(rows);
    return ndim ? iterator : ct_py_iter(self);
}

/* ---- subscripts ----------------------------------------------------------- */

/* An int or a slice, which answers for nothing. */
static inline bool is_plain(PyObject *key)
{
    return PyLong_CheckExact(key) || PySlice_Check(key);
}

static bool is_plain_tuple(PyObject *key)
{
    bool plain = PyTuple_CheckExact(key);
    for (Py_ssize_t i = 0; plain && i < PyTuple_GET_SIZE(key); i++) {
        PyObject *o = PyTuple_GET_ITEM(key, i);
        plain = is_plain(o) || o == Py_None || o == Py_Ellipsis;
    }
    return plain;
}

static __attribute__((noinline)) bool pair_asks(PyObject *self, PyObject *key)
{
    bool plain = ct_py_is_direct(self) && is_plain_tuple(key);
    return !plain && ct_py_asks(self, &key, 1, NULL, true);
}

static inline bool asks(PyObject *self, PyObject *key)
{
    bool plain = ct_py_is_direct(self) && is_plain(key);
    return !plain && pair_asks(self, key);
}

static __attribute__((noinline)) PyObject *ask_subscript(PyObject *self, PyObject *key)
{
    PyObject *args[] = {self, key};
    return ask("__getitem__", args, 2);
}

PyObject *ct_asking_subscript(PyObject *self, PyObject *key)
{
    return asks(self, key) ? ask_subscript(self, key) : ct_py_subscript(self, key);
}

PyObject *ct_asking_sq_item(PyObject *self, Py_ssize_t i)
{
    if (!ct_py_asks_one(self)) {
        return ct_py_sq_item(self, i);
    }
    PyObject *key = PyLong_FromSsize_t(i);
    PyObject *row = key ? ct_asking_subscript(self, key) : NULL;
    Py_XDECREF(key);
    return row;
}

int ct_asking_ass_subscript(PyObject *self, PyObject *key, PyObject *value)
{
    PyObject *args[] = {self, key, value};
    Py_ssize_t n = value ? 3 : 2;
    if (!asks(self, key) && !(value && ct_py_asks_one(value))) {
        return ct_py_ass_subscript(self, key, value);
    }
    PyObject *answer = ask(value ? "__setitem__" : "__delitem__", args, n);
    Py_XDECREF(answer);
    return answer ? 0 : -1;
}
