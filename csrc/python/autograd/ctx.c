/* autograd_ctx: the ctx type. */
#include "python/autograd/ctx.h"

#include <stddef.h>

#include "autograd/saved.h"
#include "python/errors.h"
#include "python/type/tensor_type.h"

ct_py_ctx *ct_py_ctx_new(PyObject *function, PyObject *needs)
{
    ct_py_ctx *ctx = PyObject_GC_New(ct_py_ctx, &ct_py_ctx_type);
    if (!ctx) {
        return NULL;
    }
    ctx->dict = ctx->saved = ctx->dirty = ctx->non_differentiable = NULL;
    ctx->function = Py_NewRef(function);
    ctx->needs = Py_NewRef(needs);
    ctx->node = NULL;
    ctx->materialize = true;
    PyObject_GC_Track(ctx);
    return ctx;
}

bool ct_py_ctx_marked(PyObject *tuple, const void *o)
{
    for (Py_ssize_t i = 0; tuple && i < PyTuple_GET_SIZE(tuple); i++) {
        if (PyTuple_GET_ITEM(tuple, i) == o) {
            return true;
        }
    }
    return false;
}

static int ctx_traverse(PyObject *self, visitproc visit, void *arg)
{
    ct_py_ctx *ctx = (ct_py_ctx *)self;
    Py_VISIT(ctx->dict);
    Py_VISIT(ctx->function);
    Py_VISIT(ctx->saved);
    Py_VISIT(ctx->dirty);
    Py_VISIT(ctx->non_differentiable);
    Py_VISIT(ctx->needs);
    return 0;
}

static int ctx_clear(PyObject *self)
{
    ct_py_ctx *ctx = (ct_py_ctx *)self;
    Py_CLEAR(ctx->dict);
    Py_CLEAR(ctx->saved);
    Py_CLEAR(ctx->dirty);
    Py_CLEAR(ctx->non_differentiable);
    return 0;
}

static void ctx_dealloc(PyObject *self)
{
    ct_py_ctx *ctx = (ct_py_ctx *)self;
    PyObject_GC_UnTrack(self);
    ctx_clear(self);
    Py_CLEAR(ctx->function);
    Py_CLEAR(ctx->needs);
    PyObject_GC_Del(self);
}

/* ---- marks -------------------------------------------------------------------- */

static int check_tensors(const char *what, PyObject *args, bool none)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(args); i++) {
        PyObject *o = PyTuple_GET_ITEM(args, i);
        if (!ct_py_is_tensor(o) && !(none && o == Py_None)) {
            PyErr_Format(PyExc_TypeError,
                         "%s: expected Tensors%s, got %s as argument %zd", what,
                         none ? " or None" : "", Py_TYPE(o)->tp_name, i);
            return -1;
        }
    }
    return 0;
}

static PyObject *save_for_backward(PyObject *self, PyObject *args)
{
    if (check_tensors("save_for_backward", args, true) < 0) {
        return NULL;
    }
    Py_XSETREF(((ct_py_ctx *)self)->saved, Py_NewRef(args));
    Py_RETURN_NONE;
}

static PyObject *mark_dirty(PyObject *self, PyObject *args)
{
    if (check_tensors("mark_dirty", args, false) < 0) {
        return NULL;
    }
    Py_XSETREF(((ct_py_ctx *)self)->dirty, Py_NewRef(args));
    Py_RETURN_NONE;
}

static PyObject *mark_non_differentiable(PyObject *self, PyObject *args)
{
    if (check_tensors("mark_non_differentiable", args, false) < 0) {
        return NULL;
    }
    Py_XSETREF(((ct_py_ctx *)self)->non_differentiable, Py_NewRef(args));
    Py_RETURN_NONE;
}

static PyObject *set_materialize_grads(PyObject *self, PyObject *value)
{
    int on = PyObject_IsTrue(value);
    if (on < 0) {
        return NULL;
    }
    ((ct_py_ctx *)self)->materialize = on;
    Py_RETURN_NONE;
}

/* ---- attributes --------------------------------------------------------------- */

static PyObject *get_saved_tensors(PyObject *self, void *ignored)
{
    (void)ignored;
    ct_py_ctx *ctx = (ct_py_ctx *)self;
    ct_node *n = ctx->node;
    if (!ct_object_lives(n)) {
        return ctx->saved ? Py_NewRef(ctx->saved) : PyTuple_New(0);
    }
    ct_incref(n);
    PyObject *all = PyTuple_New((Py_ssize_t)n->nsaved);
    for (uint32_t i = 0; all && i < n->nsaved; i++) {
        ct_tensor *t = ct_saved_get(n, i);
        if (!t && ct_error_kind_now() != CT_ERR_NONE) {
            ct_py_raise();
            Py_CLEAR(all);
            break;
        }
        PyTuple_SET_ITEM(all, (Py_ssize_t)i, t ? (PyObject *)t : Py_NewRef(Py_None));
    }
    ct_decref(n);
    return all;
}

static PyObject *get_needs(PyObject *self, void *ignored)
{
    (void)ignored;
    return Py_NewRef(((ct_py_ctx *)self)->needs);
}

static PyObject *ctx_repr(PyObject *self)
{
    PyObject *name = PyObject_GetAttrString(((ct_py_ctx *)self)->function, "__name__");
    PyObject *text =
        name ? PyUnicode_FromFormat("<%SBackward object at %p>", name, self) : NULL;
    Py_XDECREF(name);
    return text;
}

static PyGetSetDef getset[] = {
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL},
    {"saved_tensors", get_saved_tensors, NULL,
     "What save_for_backward was given, unless it has been written to since.", NULL},
    {"needs_input_grad", get_needs, NULL,
     "For each argument of forward: is its gradient wanted?", NULL},
    {0},
};

static PyMethodDef methods[] = {
    {"save_for_backward", save_for_backward, METH_VARARGS,
     "save_for_backward($self, /, *tensors)\n--\n\nKeep tensors for backward."},
    {"mark_dirty", mark_dirty, METH_VARARGS,
     "mark_dirty($self, /, *tensors)\n--\n\nThese inputs were changed in place."},
    {"mark_non_differentiable", mark_non_differentiable, METH_VARARGS,
     "mark_non_differentiable($self, /, *tensors)\n--\n\nThese outputs have no gradient."},
    {"set_materialize_grads", set_materialize_grads, METH_O,
     "set_materialize_grads($self, value, /)\n--\n\n"
     "Does backward get zeros, or None, for outputs that were not used?"},
    {0},
};

PyTypeObject ct_py_ctx_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor.autograd.FunctionCtx",
    .tp_doc = "What forward and backward of an autograd.Function share.",
    .tp_basicsize = sizeof(ct_py_ctx),
    .tp_dictoffset = offsetof(ct_py_ctx, dict),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_dealloc = ctx_dealloc,
    .tp_traverse = ctx_traverse,
    .tp_clear = ctx_clear,
    .tp_repr = ctx_repr,
    .tp_methods = methods,
    .tp_getset = getset,
};

static int init(PyObject *module)
{
    if (PyType_Ready(&ct_py_ctx_type) < 0) {
        return -1;
    }
    return PyModule_AddObjectRef(module, "FunctionCtx", (PyObject *)&ct_py_ctx_type);
}

const ct_concept ct_autograd_ctx_concept = {.init = init};
