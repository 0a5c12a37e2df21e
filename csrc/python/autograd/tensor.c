/* autograd: attributes and methods of Tensor. */
#include "python/autograd/tensor.h"

#include "autograd/record.h"
#include "python/arguments/unpack.h"
#include "python/autograd/engine.h"
#include "python/autograd/hook.h"
#include "python/autograd/node.h"
#include "python/errors.h"
#include "python/type/tensor_type.h"

#define CYCLE \
    10 /* objects of the least garbage that a .grad with a history may become */

/* ---- attributes ---------------------------------------------------------------- */

static PyObject *get_requires_grad(PyObject *self, void *ignored)
{
    (void)ignored;
    return PyBool_FromLong(ct_requires_grad(ct_py_tensor(self)));
}

static int set_requires_grad(PyObject *self, PyObject *value, void *ignored)
{
    (void)ignored;
    if (!value || !PyBool_Check(value)) {
        PyErr_Format(PyExc_RuntimeError, "requires_grad must be a bool, got %s",
                     value ? Py_TYPE(value)->tp_name : "del");
        return -1;
    }
    int status = ct_requires_grad_set(ct_py_tensor(self), value == Py_True);
    return status < 0 ? ct_py_raise_int() : 0;
}

static PyObject *get_grad(PyObject *self, void *ignored)
{
    (void)ignored;
    ct_autograd *m = ct_py_tensor(self)->meta;
    if (!m) {
        Py_RETURN_NONE;
    }
    if (!m->grad && m->grad_fn && !m->retains_grad &&
        PyErr_WarnEx(
            PyExc_UserWarning,
            "The .grad attribute of a Tensor that is not a leaf Tensor is being "
            "accessed. Its .grad attribute won't be populated during "
            "autograd.backward(). If you indeed want the .grad field to be "
            "populated for a non-leaf Tensor, use .retain_grad() on the "
            "non-leaf Tensor.",
            1) < 0) {
        return NULL;
    }
    return Py_NewRef(m->grad ? (PyObject *)m->grad : Py_None);
}

static int set_grad(PyObject *self, PyObject *value, void *ignored)
{
    (void)ignored;
    if (value && value != Py_None && !ct_py_is_tensor(value)) {
        PyErr_Format(
            PyExc_TypeError,
            "assigned grad expected to be a Tensor or None but got grad of type "
            "%s",
            Py_TYPE(value)->tp_name);
        return -1;
    }
    ct_tensor *grad = value && value != Py_None ? ct_py_tensor(value) : NULL;
    if (ct_grad_set(ct_py_tensor(self), grad) < 0) {
        return ct_py_raise_int();
    }
    if (grad && grad->meta && grad->meta->grad_fn) {
        ct_py_count_garbage(CYCLE);
    }
    return 0;
}

static PyObject *get_grad_fn(PyObject *self, void *ignored)
{
    (void)ignored;
    ct_tensor *t = ct_py_tensor(self);
    if (ct_is_leaf(t)) {
        Py_RETURN_NONE;
    }
    ct_edge e;
    if (ct_edge_of(t, &e) < 0) {
        return ct_py_raise();
    }
    return (PyObject *)e.node;
}

static PyObject *get_is_leaf(PyObject *self, void *ignored)
{
    (void)ignored;
    return PyBool_FromLong(ct_is_leaf(ct_py_tensor(self)));
}

static PyObject *get_retains_grad(PyObject *self, void *ignored)
{
    (void)ignored;
    ct_autograd *m = ct_py_tensor(self)->meta;
    return PyBool_FromLong(m && m->retains_grad);
}

static PyObject *get_output_nr(PyObject *self, void *ignored)
{
    (void)ignored;
    ct_autograd *m = ct_py_tensor(self)->meta;
    return PyLong_FromUnsignedLong(m && m->grad_fn ? m->output_nr : 0);
}

static PyObject *get_version(PyObject *self, void *ignored)
{
    (void)ignored;
    return PyLong_FromUnsignedLong(ct_py_tensor(self)->storage->version);
}

static PyObject *get_base(PyObject *self, void *ignored)
{
    (void)ignored;
    ct_tensor *base = ct_py_tensor(self)->base;
    return Py_NewRef(base ? (PyObject *)base : Py_None);
}

static PyGetSetDef getset[] = {
    {"requires_grad", get_requires_grad, set_requires_grad,
     "Does backward compute a gradient for it?", NULL},
    {"grad", get_grad, set_grad, "The gradient, summed over backward calls; or None.",
     NULL},
    {"grad_fn", get_grad_fn, NULL, "The graph node that made it; None for a leaf.",
     NULL},
    {"is_leaf", get_is_leaf, NULL, "Is it not the result of a recorded operation?",
     NULL},
    {"retains_grad", get_retains_grad, NULL,
     "Has retain_grad been called on this result?", NULL},
    {"output_nr", get_output_nr, NULL, "Which output of grad_fn it is.", NULL},
    {"_version", get_version, NULL, "How many in-place writes its memory has seen.",
     NULL},
    {"_base", get_base, NULL, "The tensor it is a view of, or None.", NULL},
    {0},
};

/* ---- methods ------------------------------------------------------------------- */

static CT_PY_FAST(requires_grad_)
{
    static const ct_unpack_spec spec = {"requires_grad_", 1, 0, {"requires_grad"}};
    PyObject *on = NULL;
    if ((n || kwnames) && ct_py_unpack(&spec, args, n, kwnames, &on) < 0) {
        return NULL;
    }
    if (set_requires_grad(self, on ? on : Py_True, NULL) < 0) {
        return NULL;
    }
    return Py_NewRef(self);
}

static PyObject *detach(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    ct_tensor *t = ct_detach(ct_py_tensor(self));
    return t ? (PyObject *)t : ct_py_raise();
}

static PyObject *detach_(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return ct_detach_inplace(ct_py_tensor(self)) < 0 ? ct_py_raise() : Py_NewRef(self);
}

static PyObject *retain_grad(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    if (ct_retain_grad(ct_py_tensor(self)) < 0) {
        return ct_py_raise();
    }
    Py_RETURN_NONE;
}

static PyObject *is_inference(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return PyBool_FromLong(ct_py_tensor(self)->flags & CT_TENSOR_INFERENCE);
}

static PyObject *register_hook(PyObject *self, PyObject *hook)
{
    ct_tensor *t = ct_py_tensor(self);
    if (!ct_requires_grad(t)) {
        PyErr_SetString(PyExc_RuntimeError,
                        "cannot register a hook on a tensor that doesn't require "
                        "gradient");
        return NULL;
    }
    if (ct_is_leaf(t)) {
        return ct_py_hook_register(&t->meta->hooks, CT_HOOK_TENSOR, 0, hook);
    }
    ct_edge e;
    if (ct_edge_of(t, &e) < 0) {
        return ct_py_raise();
    }
    PyObject *handle = ct_py_hook_register(&e.node->hooks, CT_HOOK_TENSOR, e.nr, hook);
    ct_decref(e.node);
    return handle;
}

static PyObject *register_post_accumulate_grad_hook(PyObject *self, PyObject *hook)
{
    ct_tensor *t = ct_py_tensor(self);
    if (!ct_requires_grad(t) || !ct_is_leaf(t)) {
        PyErr_SetString(PyExc_RuntimeError,
                        ct_is_leaf(t)
                            ? "cannot register a hook on a tensor that doesn't require "
                              "gradient"
                            : "post accumulate grad hooks cannot be registered on "
                              "non-leaf tensors");
        return NULL;
    }
    return ct_py_hook_register(&t->meta->hooks, CT_HOOK_ACCUMULATED, 0, hook);
}

static PyMethodDef methods[] = {
    CT_PY_METHOD(
        "backward", ct_py_tensor_backward,
        "backward($self, gradient=None, retain_graph=None, create_graph=False, "
        "inputs=None)\n--\n\n"
        "Compute the gradient of this tensor by the leaves it was made of and\n"
        "add it to their .grad. `gradient` has its shape; None stands for 1,\n"
        "for a tensor of one element."),
    CT_PY_METHOD("requires_grad_", requires_grad_,
                 "requires_grad_($self, requires_grad=True)\n--\n\n"
                 "Change whether backward computes a gradient for this leaf."),
    {"detach", detach, METH_NOARGS,
     "detach($self, /)\n--\n\nThe same memory without history."},
    {"detach_", detach_, METH_NOARGS,
     "detach_($self, /)\n--\n\nForget the history of this tensor."},
    {"retain_grad", retain_grad, METH_NOARGS,
     "retain_grad($self, /)\n--\n\nKeep the gradient of this result in .grad too."},
    {"is_inference", is_inference, METH_NOARGS,
     "is_inference($self, /)\n--\n\nWas it made under inference_mode?"},
    {"register_hook", register_hook, METH_O,
     "register_hook($self, hook, /)\n--\n\n"
     "Call hook(grad) when the gradient of this tensor is known; what it returns,\n"
     "unless None, is used instead. Gives a handle with remove()."},
    {"register_post_accumulate_grad_hook", register_post_accumulate_grad_hook, METH_O,
     "register_post_accumulate_grad_hook($self, hook, /)\n--\n\n"
     "Call hook(tensor) after .grad of this leaf has grown. Gives a handle with "
     "remove()."},
    {0},
};

static int init(PyObject *module)
{
    (void)module;
    return ct_autograd_init() < 0 ? ct_py_raise_int() : 0;
}

const ct_concept ct_autograd_concept = {
    .methods = methods, .getset = getset, .init = init};
