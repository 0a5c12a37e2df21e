/* ask: who is asked, in which order, and what they are told. */
#include "python/override/ask.h"

#include "python/override/modes.h"
#include "python/type/subclass.h"

static PyObject *torch_function; /* "__torch_function__" */
static PyObject *disabled;       /* what a class says that does not answer */
static PyObject *standard;       /* Tensor's own answer, as its dict has it */
static PyObject *module;         /* ctensor._C */

/* ---- is there anybody? -------------------------------------------------- */

/* Some types that do not ask, each with the version that it had then: CPython gives a
 * type another one, or 0, when it or one of its bases changes, and none twice. */
static struct {
    PyTypeObject *type;
    unsigned int version;
    bool tensor; /* a subclass of Tensor */
} quiet[64];

static inline unsigned int version_of(const PyTypeObject *type)
{
    return type->tp_flags & Py_TPFLAGS_VALID_VERSION_TAG ? type->tp_version_tag : 0;
}

static inline unsigned int slot_of(const PyTypeObject *type)
{
    return (unsigned int)((uintptr_t)type >> 5) % 64;
}

static bool lookup_asks(PyTypeObject *type, unsigned int slot)
{
    PyObject *found = _PyType_Lookup(type, torch_function);
    if (found && found != disabled) {
        return true;
    }
    quiet[slot].type = type;
    quiet[slot].version = version_of(type);
    quiet[slot].tensor = PyType_IsSubtype(type, &ct_py_tensor_type);
    return false;
}

/* Does the type have a `__torch_function__` that is not the disabled one? */
static inline bool type_asks(PyTypeObject *type)
{
    if (type == &ct_py_tensor_type) {
        return false;
    }
    unsigned int slot = slot_of(type);
    unsigned int version = version_of(type);
    bool known = version && quiet[slot].version == version && quiet[slot].type == type;
    return !known && lookup_asks(type, slot);
}

bool ct_py_is_quiet_subclass(PyObject *o)
{
    return ct_py_direct_type && !type_asks(Py_TYPE(o)) &&
           quiet[slot_of(Py_TYPE(o))].tensor;
}

/* The items of a list or tuple, which stay as long as no Python code runs; 0 for others. */
static Py_ssize_t items_of(PyObject *o, PyObject *const **items)
{
    if (!PyTuple_Check(o) && !PyList_Check(o)) {
        return 0;
    }
    *items = PySequence_Fast_ITEMS(o);
    return PySequence_Fast_GET_SIZE(o);
}

static bool item_asks(PyObject *o)
{
    PyObject *const *items;
    Py_ssize_t n = items_of(o, &items);
    for (Py_ssize_t i = 0; i < n; i++) {
        if (type_asks(Py_TYPE(items[i]))) {
            return true;
        }
    }
    return false;
}

static bool any_asks(PyObject *const *args, Py_ssize_t n, bool lists)
{
    for (Py_ssize_t i = 0; i < n; i++) {
        if (type_asks(Py_TYPE(args[i])) || (lists && item_asks(args[i]))) {
            return true;
        }
    }
    return false;
}

static Py_ssize_t count(Py_ssize_t n, PyObject *kwnames)
{
    return n + (kwnames ? PyTuple_GET_SIZE(kwnames) : 0);
}

bool ct_py_asks(PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *kwnames,
                bool lists)
{
    if (!ct_py_direct_type && ct_override_has_mode()) {
        return true;
    }
    return ((self && type_asks(Py_TYPE(self))) ||
            any_asks(args, count(n, kwnames), lists)) &&
           ct_override_now.level == CT_OVERRIDE_ALL;
}

/* ---- who -------------------------------------------------------------------- */

/* Adds o to the list of those to ask: one of each class, subclasses first. */
static int add(PyObject *asked, PyObject *o)
{
    Py_ssize_t place = PyList_GET_SIZE(asked);
    if (!type_asks(Py_TYPE(o))) {
        return 0;
    }
    for (Py_ssize_t i = PyList_GET_SIZE(asked); i-- > 0;) {
        PyTypeObject *other = Py_TYPE(PyList_GET_ITEM(asked, i));
        if (Py_IS_TYPE(o, other)) {
            return 0;
        }
        place = PyType_IsSubtype(Py_TYPE(o), other) ? i : place;
    }
    return PyList_Insert(asked, place, o);
}

static int add_all(PyObject *asked, PyObject *const *args, Py_ssize_t n, bool lists)
{
    int status = 0;
    for (Py_ssize_t i = 0; i < n && status == 0; i++) {
        PyObject *const *items = NULL;
        Py_ssize_t nitem = lists ? items_of(args[i], &items) : 0;
        status = add(asked, args[i]);
        status = status == 0 ? add_all(asked, items, nitem, false) : status;
    }
    return status;
}

static PyObject *types_of(PyObject *asked)
{
    PyObject *types = PyTuple_New(PyList_GET_SIZE(asked));
    for (Py_ssize_t i = 0; types && i < PyTuple_GET_SIZE(types); i++) {
        PyTuple_SET_ITEM(types, i,
                         Py_NewRef((PyObject *)Py_TYPE(PyList_GET_ITEM(asked, i))));
    }
    return types;
}

/* ---- asking -------------------------------------------------------------------- */

typedef struct question {
    PyObject *func, *types, *args, *kwargs; /* kwargs: NULL if there are none */
} question;

/* PyTorch's advice for a handler that is a plain method. */
static int check_classmethod(PyObject *handler, PyObject *o)
{
    if (!PyMethod_Check(handler) || PyMethod_GET_SELF(handler) != o) {
        return 0;
    }
    return PyErr_WarnEx(PyExc_DeprecationWarning,
                        "Defining your `__torch_function__` as a plain method is "
                        "deprecated and will be an error in future, please define it "
                        "as a classmethod.",
                        1);
}

static PyObject *call_handler(PyObject *handler, const question *q)
{
    PyObject *args[] = {q->func, q->types, q->args, q->kwargs};
    return PyObject_Vectorcall(handler, args, q->kwargs ? 4 : 3, NULL);
}

static PyObject *ask_class(PyObject *o, const question *q)
{
    if (_PyType_Lookup(Py_TYPE(o), torch_function) == standard) {
        ct_subclass_call call = {q->func, q->types, q->args, q->kwargs};
        return ct_subclass_answer(Py_TYPE(o), &call);
    }
    PyObject *handler = PyObject_GetAttr(o, torch_function), *result = NULL;
    if (handler && check_classmethod(handler, o) == 0) {
        result = call_handler(handler, q);
    }
    Py_XDECREF(handler);
    return result;
}

/* The mode's own calls are asked of those below it. */
static PyObject *ask_mode(const question *q)
{
    ct_override_mode *top = ct_override_now.top;
    PyObject *mode = Py_NewRef(top->mode);
    ct_override_set_top(top->below);
    PyObject *handler = PyObject_GetAttr(mode, torch_function);
    PyObject *result = handler ? call_handler(handler, q) : NULL;
    ct_override_set_top(top);
    Py_XDECREF(handler);
    Py_DECREF(mode);
    return result;
}

static PyObject *ask_each(PyObject *asked, const question *q)
{
    PyObject *result =
        ct_override_has_mode() ? ask_mode(q) : Py_NewRef(Py_NotImplemented);
    for (Py_ssize_t i = 0; result == Py_NotImplemented && i < PyList_GET_SIZE(asked);
         i++) {
        Py_DECREF(result);
        result = ask_class(PyList_GET_ITEM(asked, i), q);
    }
    return result;
}

/* ---- from a call ---------------------------------------------------------------- */

static PyObject *args_of(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    int i = self != NULL;
    PyObject *tuple = PyTuple_New(n + i);
    if (tuple && self) {
        PyTuple_SET_ITEM(tuple, 0, Py_NewRef(self));
    }
    for (Py_ssize_t k = 0; tuple && k < n; k++) {
        PyTuple_SET_ITEM(tuple, k + i, Py_NewRef(args[k]));
    }
    return tuple;
}

/* NULL without an exception when there are none. */
static PyObject *kwargs_of(PyObject *const *values, PyObject *kwnames)
{
    PyObject *kwargs = kwnames ? PyDict_New() : NULL;
    for (Py_ssize_t k = 0; kwargs && k < PyTuple_GET_SIZE(kwnames); k++) {
        if (PyDict_SetItem(kwargs, PyTuple_GET_ITEM(kwnames, k), values[k]) < 0) {
            Py_CLEAR(kwargs);
        }
    }
    return kwargs;
}

/* TypeError, in PyTorch's words; returns NULL. */
static PyObject *nobody(PyObject *func, PyObject *types)
{
    PyObject *name = PyObject_GetAttrString(func, "__qualname__");
    if (!name) {
        PyErr_Clear();
        name = PyObject_Repr(func);
    }
    PyObject *list = name ? PySequence_List(types) : NULL;
    if (list) {
        PyErr_Format(PyExc_TypeError,
                     "no implementation found for 'ctensor.%U' on types that implement "
                     "__torch_function__: %R",
                     name, list);
    }
    Py_XDECREF(name);
    Py_XDECREF(list);
    return NULL;
}

/* Of a list of those to ask; a TypeError, where `required`, if nobody answers. */
static PyObject *answer(PyObject *asked, PyObject *func, PyObject *args,
                        PyObject *kwargs, bool required)
{
    question q = {func, types_of(asked), args, kwargs};
    PyObject *result = q.types ? ask_each(asked, &q) : NULL;
    if (result == Py_NotImplemented && required) {
        Py_DECREF(result);
        result = nobody(func, q.types);
    }
    Py_XDECREF(q.types);
    return result;
}

static PyObject *ask(PyObject *func, PyObject *self, PyObject *const *args,
                     Py_ssize_t n, PyObject *kwnames, bool lists, bool required)
{
    PyObject *result = NULL, *tuple = func ? args_of(self, args, n) : NULL;
    PyObject *kwargs = tuple ? kwargs_of(args + n, kwnames) : NULL;
    PyObject *asked = tuple && !PyErr_Occurred() ? PyList_New(0) : NULL;
    if (asked && ct_override_now.level == CT_OVERRIDE_ALL &&
        ((self && add(asked, self) < 0) ||
         add_all(asked, args, count(n, kwnames), lists) < 0)) {
        Py_CLEAR(asked);
    }
    if (asked && Py_EnterRecursiveCall(" in __torch_function__") == 0) {
        result = answer(asked, func, tuple, kwargs, required);
        Py_LeaveRecursiveCall();
    }
    Py_XDECREF(asked);
    Py_XDECREF(tuple);
    Py_XDECREF(kwargs);
    Py_XDECREF(func);
    return result;
}

PyObject *ct_py_ask_any(PyObject *func, PyObject *self, PyObject *const *args,
                        Py_ssize_t n, PyObject *kwnames, bool lists)
{
    return ask(func, self, args, n, kwnames, lists, false);
}

PyObject *ct_py_ask(PyObject *func, PyObject *self, PyObject *const *args, Py_ssize_t n,
                    PyObject *kwnames, bool lists)
{
    return ask(func, self, args, n, kwnames, lists, true);
}

PyObject *ct_py_public_function(const char *name)
{
    return PyObject_GetAttrString(module, name);
}

PyObject *ct_py_public_method(const char *name)
{
    return PyObject_GetAttrString((PyObject *)&ct_py_tensor_type, name);
}

/* ---- for Python code --------------------------------------------------------- */

static PyObject *has_torch_function(PyObject *self, PyObject *given)
{
    (void)self;
    PyObject *args = PySequence_Tuple(given);
    if (!args) {
        return NULL;
    }
    PyObject *const *items = ((PyTupleObject *)args)->ob_item;
    bool found = ct_py_asks(NULL, items, PyTuple_GET_SIZE(args), NULL, false);
    Py_DECREF(args);
    return PyBool_FromLong(found);
}

static PyObject *has_torch_function_variadic(PyObject *self, PyObject *const *args,
                                             Py_ssize_t n)
{
    (void)self;
    return PyBool_FromLong(ct_py_asks(NULL, args, n, NULL, false));
}

static PyObject *has_torch_function_unary(PyObject *self, PyObject *o)
{
    return has_torch_function_variadic(self, &o, 1);
}

/* (public_api, relevant_args, args, kwargs) */
static PyObject *handle_torch_function(PyObject *self, PyObject *given)
{
    (void)self;
    PyObject *func, *relevant, *args, *kwargs, *result = NULL;
    if (!PyArg_ParseTuple(given, "OOO!O!:handle_torch_function", &func, &relevant,
                          &PyTuple_Type, &args, &PyDict_Type, &kwargs)) {
        return NULL;
    }
    PyObject *items = PySequence_Tuple(relevant);
    PyObject *asked = items ? PyList_New(0) : NULL;
    if (asked && add_all(asked, ((PyTupleObject *)items)->ob_item,
                         PyTuple_GET_SIZE(items), false) == 0) {
        result = answer(asked, func, args, kwargs, true);
    }
    Py_XDECREF(items);
    Py_XDECREF(asked);
    return result;
}

/* The `__torch_function__` of a class that does not answer: the call as it is. */
static PyObject *disabled_answer(PyObject *self, PyObject *args, PyObject *kwargs)
{
    (void)self;
    ct_subclass_call call;
    PyObject *result = NULL;
    if (ct_subclass_call_read(&call, args, kwargs) == 0) {
        result = ct_subclass_call_run(&call);
        ct_subclass_call_release(&call);
    }
    return result;
}

static PyMethodDef functions[] = {
    {"_has_torch_function", has_torch_function, METH_O, NULL},
    {"_has_torch_function_unary", has_torch_function_unary, METH_O, NULL},
    {"_has_torch_function_variadic",
     (PyCFunction)(void (*)(void))has_torch_function_variadic, METH_FASTCALL, NULL},
    {"_handle_torch_function", handle_torch_function, METH_VARARGS, NULL},
    {"_disabled_torch_function_impl", (PyCFunction)(void (*)(void))disabled_answer,
     METH_VARARGS | METH_KEYWORDS, NULL},
    {0},
};

static int init(PyObject *made)
{
    module = made;
    torch_function = PyUnicode_InternFromString("__torch_function__");
    disabled = PyObject_GetAttrString(module, "_disabled_torch_function_impl");
    standard =
        torch_function ? _PyType_Lookup(&ct_py_tensor_type, torch_function) : NULL;
    return disabled && standard ? 0 : -1;
}

const ct_concept ct_ask_concept = {.functions = functions, .init = init};
