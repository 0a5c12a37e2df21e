/* subclass: making instances, and Tensor's own `__torch_function__`. */
#include "python/type/subclass.h"

#include "autograd/node.h"
#include "python/arguments/results.h"
#include "python/errors.h"
#include "python/override/modes.h"
#include "python/type/tensor_type.h"
#include "rows/view.h"

/* ---- instances ---------------------------------------------------------- */

ct_tensor *ct_py_subclass_new(PyTypeObject *type, ct_tensor *t)
{
    if (type == &ct_py_tensor_type) {
        ct_tensor *alias = ct_tensor_alias(t, t->ndim, t->shape, t->strides, t->data);
        return alias ? alias : (ct_tensor *)ct_py_raise();
    }
    ct_tensor *self = (ct_tensor *)type->tp_alloc(type, 0); /* all zero */
    if (!self) {
        return NULL;
    }
    if (ct_tensor_init_alias(self, ct_storage_incref(t->storage), t->dtype, t->ndim,
                             t->shape, t->strides, t->data) < 0) {
        self->flags = CT_TENSOR_SUBCLASS;
        return (ct_tensor *)ct_py_raise_drop(self);
    }
    self->flags |= CT_TENSOR_SUBCLASS;
    return self;
}

/* Whether t is an exact tensor of ours alone, which nothing refers to but its graph. */
static bool is_fresh(ct_tensor *t)
{
    const ct_autograd *m = t->meta;
    return ct_refcount(t) == 1 && ct_py_is_exact_tensor(ct_py_object(t)) && !t->dict &&
           !t->weakrefs && (!m || (!m->hooks && !m->accumulate && !m->retains_grad));
}

/* A fresh tensor's instance of the class: all that it is, but another object. */
static ct_tensor *take_over(PyTypeObject *type, ct_tensor *t)
{
    ct_tensor *self = ct_py_subclass_new(type, t);
    if (self) {
        self->flags |= t->flags & (CT_TENSOR_INFERENCE | CT_TENSOR_WEAK);
        self->meta = t->meta;
        self->base = t->base;
        t->meta = NULL;
        t->base = NULL;
    }
    return self;
}

/* The whole of t as a view, history included. */
static ct_tensor *whole(ct_tensor *t)
{
    ct_call c;
    ct_call_init(&c, CT_ROW(view));
    ct_call_tensor(&c, 0, t);
    ct_call_dims(&c, 1, t->ndim, t->shape);
    return (ct_tensor *)ct_py_run(&c);
}

/* t as an instance of the class; steals t. */
static ct_tensor *as_instance(PyTypeObject *type, ct_tensor *t)
{
    ct_tensor *fresh = is_fresh(t) ? ct_newref(t) : whole(t);
    ct_decref(t);
    ct_tensor *self = NULL;
    if (fresh) {
        self = type == &ct_py_tensor_type ? ct_newref(fresh) : take_over(type, fresh);
        ct_decref(fresh);
    }
    return self;
}

/* ---- results ------------------------------------------------------------ */

static PyObject *convert(PyObject *result, PyTypeObject *type);

static bool is_sequence(PyObject *o)
{
    return PyTuple_Check(o) || PyList_Check(o);
}

/* Is there anything in the tuple or list to convert? */
static bool holds_any(PyObject *items, PyTypeObject *type)
{
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(items); i++) {
        PyObject *o = PySequence_Fast_GET_ITEM(items, i);
        if (is_sequence(o) || (ct_py_is_tensor(o) && !PyObject_TypeCheck(o, type))) {
            return true;
        }
    }
    return false;
}

/* A tuple, named or not, or a list with its items converted; steals `items`. */
static PyObject *convert_items(PyObject *items, PyTypeObject *type)
{
    if (!holds_any(items, type)) {
        return items;
    }
    PyObject *kind = Py_NewRef((PyObject *)Py_TYPE(items));
    PyObject *list = PySequence_List(items);
    Py_DECREF(items); /* first, so that what nobody else holds is known as such */
    for (Py_ssize_t i = 0; list && i < PyList_GET_SIZE(list); i++) {
        PyObject *item = PyList_GET_ITEM(list, i);
        PyList_SET_ITEM(list, i, NULL);
        item = convert(item, type);
        if (!item) {
            Py_CLEAR(list);
            break;
        }
        PyList_SET_ITEM(list, i, item);
    }
    PyObject *made = list ? PyObject_CallOneArg(kind, list) : NULL;
    Py_XDECREF(list);
    Py_DECREF(kind);
    return made;
}

/* Steals `result`. */
static PyObject *convert(PyObject *result, PyTypeObject *type)
{
    if (ct_py_is_tensor(result)) {
        return PyObject_TypeCheck(result, type)
                   ? result
                   : ct_py_object(as_instance(type, ct_py_tensor(result)));
    }
    if (!is_sequence(result)) {
        return result;
    }
    if (Py_EnterRecursiveCall(" while a result is converted")) {
        Py_DECREF(result);
        return NULL;
    }
    result = convert_items(result, type);
    Py_LeaveRecursiveCall();
    return result;
}

/* ---- Tensor.__torch_function__ ------------------------------------------ */

int ct_subclass_call_read(ct_subclass_call *c, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"func", "types", "args", "kwargs", NULL};
    *c = (ct_subclass_call){NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OO|OO:__torch_function__", names,
                                     &c->func, &c->types, &c->args, &c->kwargs)) {
        return -1;
    }
    if (c->kwargs == Py_None) {
        c->kwargs = NULL;
    }
    if (c->kwargs && !PyDict_Check(c->kwargs)) {
        PyErr_Format(PyExc_TypeError,
                     "__torch_function__: expected kwargs: dict or None, got %s",
                     Py_TYPE(c->kwargs)->tp_name);
        return -1;
    }
    c->args = c->args ? PySequence_Tuple(c->args) : PyTuple_New(0);
    return c->args ? 0 : -1;
}

void ct_subclass_call_release(ct_subclass_call *c)
{
    Py_XDECREF(c->args);
}

PyObject *ct_subclass_call_run(const ct_subclass_call *c)
{
    ct_override_level before = ct_override_now.level;
    if (before < CT_OVERRIDE_MODES) {
        ct_override_now.level = CT_OVERRIDE_MODES;
    }
    PyObject *result = PyObject_Call(c->func, c->args, c->kwargs);
    ct_override_now.level = before;
    return result;
}

/* 1: the class derives from all of them; 0; -1 with an exception. */
static int derives(PyTypeObject *type, PyObject *types)
{
    PyObject *all = PySequence_Tuple(types);
    int status = all ? 1 : -1;
    for (Py_ssize_t i = 0; status > 0 && i < PyTuple_GET_SIZE(all); i++) {
        status = PyObject_IsSubclass((PyObject *)type, PyTuple_GET_ITEM(all, i));
    }
    Py_XDECREF(all);
    return status;
}

/* Gradients and bases are given as they are; 1, 0, or -1 with an exception. */
static int is_left(PyObject *func)
{
    static const char *const names[] = {"grad", "_base"};
    int found = 0;
    for (int i = 0; i < 2 && found == 0; i++) {
        PyObject *descriptor =
            PyObject_GetAttrString((PyObject *)&ct_py_tensor_type, names[i]);
        PyObject *get =
            descriptor ? PyObject_GetAttrString(descriptor, "__get__") : NULL;
        found = !get ? -1
                : Py_IS_TYPE(func, Py_TYPE(get))
                    ? PyObject_RichCompareBool(func, get, Py_EQ)
                    : 0;
        Py_XDECREF(get);
        Py_XDECREF(descriptor);
    }
    return found;
}

PyObject *ct_subclass_answer(PyTypeObject *type, const ct_subclass_call *c)
{
    int own = derives(type, c->types);
    if (own <= 0) {
        return own < 0 ? NULL : Py_NewRef(Py_NotImplemented);
    }
    PyObject *result = ct_subclass_call_run(c);
    if (!result || type == &ct_py_tensor_type ||
        !(ct_py_is_tensor(result) || is_sequence(result))) {
        return result;
    }
    int left = ct_py_is_tensor(result) ? is_left(c->func) : 0;
    if (left) {
        return left > 0 ? result : (Py_DECREF(result), NULL);
    }
    return convert(result, type);
}

static PyObject *torch_function(PyObject *type, PyObject *args, PyObject *kwargs)
{
    ct_subclass_call call;
    PyObject *result = NULL;
    if (ct_subclass_call_read(&call, args, kwargs) == 0) {
        result = ct_subclass_answer((PyTypeObject *)type, &call);
        ct_subclass_call_release(&call);
    }
    return result;
}

/* ---- methods ------------------------------------------------------------ */

/* _make_subclass(cls, data, requires_grad=False) */
static PyObject *make_subclass(PyObject *self, PyObject *args, PyObject *kwargs)
{
    (void)self;
    PyTypeObject *type;
    PyObject *data;
    int requires_grad = 0;
    static char *names[] = {"cls", "data", "require_grad", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!O!|p:_make_subclass", names,
                                     &PyType_Type, &type, &ct_py_tensor_type, &data,
                                     &requires_grad)) {
        return NULL;
    }
    if (!PyType_IsSubtype(type, &ct_py_tensor_type)) {
        return PyErr_Format(PyExc_TypeError,
                            "_make_subclass: expected a subclass of Tensor, got %s",
                            type->tp_name);
    }
    ct_tensor *t = ct_py_subclass_new(type, ct_py_tensor(data));
    if (t && requires_grad && ct_requires_grad_set(t, true) < 0) {
        return ct_py_raise_drop(t);
    }
    return ct_py_object(t);
}

/* as_subclass(cls): the same tensor, history included, as an instance of cls. */
static PyObject *as_subclass(PyObject *self, PyObject *o)
{
    if (!PyType_Check(o) || !PyType_IsSubtype((PyTypeObject *)o, &ct_py_tensor_type)) {
        return PyErr_Format(PyExc_TypeError,
                            "as_subclass: expected a subclass of Tensor, got %R", o);
    }
    return ct_py_object(as_instance((PyTypeObject *)o, (ct_tensor *)Py_NewRef(self)));
}

static PyMethodDef methods[] = {
    {"_make_subclass", (PyCFunction)(void (*)(void))make_subclass,
     METH_VARARGS | METH_KEYWORDS | METH_STATIC,
     "_make_subclass(cls, data, require_grad=False)\n--\n\n"
     "An instance of cls that shares data's memory, without its history."},
    {"__torch_function__", (PyCFunction)(void (*)(void))torch_function,
     METH_VARARGS | METH_KEYWORDS | METH_CLASS,
     "__torch_function__($type, func, types, args=(), kwargs=None)\n--\n\n"
     "func(*args, **kwargs) with this class as that of the results; what a subclass\n"
     "calls by super() when it has a __torch_function__ of its own."},
    {"as_subclass", as_subclass, METH_O,
     "as_subclass($self, cls, /)\n--\n\n"
     "A view of this tensor, with its history, as an instance of cls."},
    {0},
};

const ct_concept ct_subclass_concept = {.methods = methods};
