/* autograd_function: running forward, making the node, running backward.
 *
 * Edges go to the tensor arguments, in their order; backward returns one gradient per
 * argument, None where it is not a tensor. */
#include "python/autograd/function.h"

#include <string.h>

#include "autograd/record.h"
#include "autograd/rule.h"
#include "autograd/saved.h"
#include "autograd/view.h"
#include "python/autograd/ctx.h"
#include "python/errors.h"
#include "python/type/tensor_type.h"

/* ---- backward ------------------------------------------------------------------ */

static void function_name(const ct_node *n, char *name)
{
    const ct_py_ctx *ctx = (const ct_py_ctx *)n->python;
    const char *class = ctx ? ((PyTypeObject *)ctx->function)->tp_name : "Function";
    const char *dot = strrchr(class, '.');
    PyOS_snprintf(name, CT_NODE_NAME, "%.50sBackward", dot ? dot + 1 : class);
}

/* The gradients for backward: zeros or None where there is none. */
static PyObject *incoming(ct_node *n, const ct_py_ctx *ctx, ct_tensor **g)
{
    PyObject *args = PyTuple_New((Py_ssize_t)n->nout + 1);
    if (!args) {
        return NULL;
    }
    PyTuple_SET_ITEM(args, 0, Py_NewRef((PyObject *)ctx));
    for (uint32_t i = 0; i < n->nout; i++) {
        ct_tensor *t = g[i] ? ct_newref(g[i]) : NULL;
        const ct_out_info *o = &n->outs[i];
        if (!t && ctx->materialize && o->shape) {
            t = ct_tensor_zeros("backward", (ct_dtype)o->dtype, o->ndim, o->shape,
                                CT_PLACE(o));
            if (!t) {
                ct_py_raise();
                Py_DECREF(args);
                return NULL;
            }
        }
        PyTuple_SET_ITEM(args, (Py_ssize_t)i + 1,
                         t ? (PyObject *)t : Py_NewRef(Py_None));
    }
    return args;
}

static int count_error(const ct_node *n, Py_ssize_t expected, Py_ssize_t got)
{
    char name[CT_NODE_NAME];
    PyErr_Format(PyExc_RuntimeError,
                 "function %s returned an incorrect number of gradients (expected %zd, "
                 "got %zd)",
                 ct_node_name(n, name), expected, got);
    return -1;
}

/* One returned gradient, for argument i of forward. */
static int take_one(const ct_node *n, PyObject *value, Py_ssize_t i, bool is_tensor,
                    ct_tensor **gx)
{
    char name[CT_NODE_NAME];
    if (value == Py_None) {
        return 0;
    }
    if (!is_tensor) {
        PyErr_Format(PyExc_RuntimeError,
                     "function %s returned a gradient different from None at position "
                     "%zd, but the corresponding forward input was not a Variable",
                     ct_node_name(n, name), i + 1);
        return -1;
    }
    if (!ct_py_is_tensor(value)) {
        PyErr_Format(PyExc_RuntimeError, "%s: expected Variable or None (got %s)",
                     ct_node_name(n, name), Py_TYPE(value)->tp_name);
        return -1;
    }
    *gx = ct_newref(value);
    return 0;
}

/* n->derived[i] says whether argument i was a tensor. */
static int take_all(const ct_node *n, PyObject *result, ct_tensor **gx)
{
    Py_ssize_t narg = (Py_ssize_t)n->derived[0], got = PyTuple_GET_SIZE(result);
    Py_ssize_t last = got;
    while (last > narg && PyTuple_GET_ITEM(result, last - 1) == Py_None) {
        last--;
    }
    if (last != narg) {
        return count_error(n, narg, got);
    }
    for (Py_ssize_t i = 0; i < narg; i++) {
        bool is_tensor = n->derived[1 + i];
        if (take_one(n, PyTuple_GET_ITEM(result, i), i, is_tensor, gx) < 0) {
            return -1;
        }
        gx += is_tensor;
    }
    return 0;
}

static int function_apply(ct_node *n, ct_tensor **g, ct_tensor **gx)
{
    ct_py_ctx *ctx = (ct_py_ctx *)n->python;
    PyObject *backward = PyObject_GetAttrString(ctx->function, "backward");
    PyObject *args = backward ? incoming(n, ctx, g) : NULL;
    PyObject *result = args ? PyObject_CallObject(backward, args) : NULL;
    Py_XDECREF(args);
    Py_XDECREF(backward);
    if (result && PyList_Check(result)) {
        Py_SETREF(result, PyList_AsTuple(result));
    } else if (result && !PyTuple_Check(result)) {
        Py_SETREF(result, Py_BuildValue("(N)", Py_NewRef(result)));
    }
    int status = result ? take_all(n, result, gx) : -1;
    Py_XDECREF(result);
    return status < 0 ? ct_py_caught() : 0;
}

static void function_destroy(ct_node *n)
{
    ct_py_ctx *ctx = (ct_py_ctx *)n->python;
    if (ctx && ctx->node == n) {
        ctx->node = NULL;
    }
}

static const ct_node_kind function_kind = {.apply = function_apply,
                                           .destroy = function_destroy};

/* ---- forward ------------------------------------------------------------------- */

/* needs_input_grad; *any says whether one is True. */
static PyObject *needs_of(PyObject *const *args, Py_ssize_t n, bool *any)
{
    PyObject *needs = PyTuple_New(n);
    *any = false;
    for (Py_ssize_t i = 0; needs && i < n; i++) {
        bool need = ct_py_is_tensor(args[i]) && ct_requires_grad(ct_py_tensor(args[i]));
        *any |= need;
        PyTuple_SET_ITEM(needs, i, PyBool_FromLong(need));
    }
    return needs;
}

static PyObject *with_ctx(PyObject *ctx, PyObject *const *args, Py_ssize_t n)
{
    PyObject *all = PyTuple_New(n + (ctx != NULL));
    if (all && ctx) {
        PyTuple_SET_ITEM(all, 0, Py_NewRef(ctx));
    }
    for (Py_ssize_t i = 0; all && i < n; i++) {
        PyTuple_SET_ITEM(all, i + (ctx != NULL), Py_NewRef(args[i]));
    }
    return all;
}

static PyObject *call(PyObject *class, const char *name, PyObject *args)
{
    PyObject *f = args ? PyObject_GetAttrString(class, name) : NULL;
    PyObject *result = f ? PyObject_CallObject(f, args) : NULL;
    Py_XDECREF(f);
    return result;
}

/* forward(ctx, *args); or, when setup_context is defined, forward(*args) and then
 * setup_context(ctx, args, output). */
static PyObject *run_forward(PyObject *class, ct_py_ctx *ctx, PyObject *const *args,
                             Py_ssize_t n)
{
    PyObject *split = PyObject_GetAttrString(class, "_has_setup_context");
    if (!split) {
        return NULL;
    }
    bool is_split = split == Py_True;
    Py_DECREF(split);
    PyObject *all = with_ctx(is_split ? NULL : (PyObject *)ctx, args, n);
    PyObject *output = call(class, "forward", all);
    if (output && is_split) {
        PyObject *three = PyTuple_Pack(3, (PyObject *)ctx, all, output);
        PyObject *none = call(class, "setup_context", three);
        Py_XDECREF(three);
        if (!none) {
            Py_CLEAR(output);
        }
        Py_XDECREF(none);
    }
    Py_XDECREF(all);
    return output;
}

/* ---- the node ------------------------------------------------------------------ */

typedef struct application {
    ct_py_ctx *ctx;
    PyObject *const *args;
    Py_ssize_t nargs;
    PyObject *outputs; /* tuple: replaced items are stored back */
    PyObject *saved; /* tuple, owned: ctx may be given another one meanwhile; or NULL */
    ct_node *node;
} application;

/* The edge to argument `o`, or -1. */
static int32_t edge_of_arg(const application *a, const void *o)
{
    int32_t edge = 0;
    for (Py_ssize_t i = 0; i < a->nargs; i++) {
        if (a->args[i] == o) {
            return edge;
        }
        edge += ct_py_is_tensor(a->args[i]);
    }
    return -1;
}

static int32_t place_of_output(const application *a, const void *o)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(a->outputs); i++) {
        if (PyTuple_GET_ITEM(a->outputs, i) == o) {
            return (int32_t)i;
        }
    }
    return -1;
}

static ct_node *make_node(const application *a)
{
    Py_ssize_t nout = PyTuple_GET_SIZE(a->outputs);
    Py_ssize_t nsaved = a->saved ? PyTuple_GET_SIZE(a->saved) : 0;
    uint32_t nedge = 0;
    size_t tail = (size_t)(a->nargs + 1) * sizeof(int64_t);
    for (Py_ssize_t i = 0; i < a->nargs; i++) {
        nedge += ct_py_is_tensor(a->args[i]);
    }
    for (Py_ssize_t i = 0; i < nout; i++) {
        PyObject *o = PyTuple_GET_ITEM(a->outputs, i);
        tail += ct_py_is_tensor(o) ? ct_py_tensor(o)->ndim * sizeof(int64_t) : 0;
    }
    char *at;
    ct_node *n = ct_node_new(&function_kind, NULL, nedge, (uint32_t)nout,
                             (uint32_t)nsaved, tail + sizeof(int64_t), &at);
    if (!n) {
        return NULL;
    }
    memset(n->outs, 0, (size_t)nout * sizeof *n->outs);
    n->derived = (int64_t *)at;
    n->derived[0] = a->nargs;
    for (Py_ssize_t i = 0; i < a->nargs; i++) {
        n->derived[1 + i] = ct_py_is_tensor(a->args[i]);
    }
    int64_t *shapes = n->derived + 1 + a->nargs;
    for (Py_ssize_t i = 0; i < nout; i++) {
        PyObject *o = PyTuple_GET_ITEM(a->outputs, i);
        if (ct_py_is_tensor(o)) {
            ct_node_out(n, (uint32_t)i, ct_py_tensor(o), &shapes);
        }
    }
    n->flags |= CT_NODE_PYTHON;
    n->python = ct_newref(a->ctx);
    ct_node_locate(n);
    return n;
}

static int set_edges(const application *a)
{
    uint32_t edge = 0;
    for (Py_ssize_t i = 0; i < a->nargs; i++) {
        if (!ct_py_is_tensor(a->args[i])) {
            continue;
        }
        if (ct_edge_of(ct_py_tensor(a->args[i]), &a->node->edges[edge++]) < 0) {
            return -1;
        }
    }
    ct_node_order(a->node);
    return 0;
}

static int save(const application *a)
{
    for (uint32_t i = 0; i < a->node->nsaved; i++) {
        PyObject *o = PyTuple_GET_ITEM(a->saved, (Py_ssize_t)i);
        if (o == Py_None) {
            continue;
        }
        ct_tensor *t = ct_py_tensor(o);
        int32_t place = place_of_output(a, o), edge = edge_of_arg(a, o);
        int status = place >= 0 && t->meta && t->meta->grad_fn == a->node
                         ? ct_saved_output(a->node, i, t, (uint32_t)place, 0)
                         : ct_saved_input(a->node, i, t, edge >= 0 ? edge : INT32_MAX);
        if (status < 0) {
            return -1;
        }
    }
    return 0;
}

/* t as a new tensor: the output is one that has a history of its own. */
static ct_tensor *as_new(ct_tensor *t, bool view)
{
    return view ? ct_tensor_view(t, (ct_dtype)t->dtype, t->ndim, t->shape, t->strides,
                                 t->data)
                : ct_tensor_alias(t, t->ndim, t->shape, t->strides, t->data);
}

static int record_dirty(const application *a, ct_tensor *t, uint32_t i, int32_t edge)
{
    if (a->node->edges[edge].node && ct_is_leaf(t) && !t->base) {
        return ct_error(CT_ERR_RUNTIME, "a leaf Variable that requires grad has been "
                                        "used in an in-place operation.");
    }
    if (ct_view_check_inplace(t) < 0) {
        return -1;
    }
    int status = ct_record_output(t, a->node, i, edge);
    ct_tensor_bump(t);
    return status;
}

/* Output i gets its history; *item is replaced where it has to be another tensor. */
static int record_one(const application *a, uint32_t i, PyObject **item)
{
    ct_tensor *t = ct_py_tensor(*item);
    bool inert = !ct_dtype_is_inexact((ct_dtype)t->dtype) ||
                 ct_py_ctx_marked(a->ctx->non_differentiable, t);
    int32_t edge = edge_of_arg(a, t);
    if (edge >= 0 && ct_py_ctx_marked(a->ctx->dirty, t)) {
        return inert ? 0 : record_dirty(a, t, i, edge);
    }
    bool leaf = t->meta && t->meta->requires_grad;
    bool again = t->meta && t->meta->grad_fn == a->node;
    if (edge >= 0 || leaf || again) {
        t = as_new(t, edge >= 0 && !inert);
        if (!t) {
            return -1;
        }
        Py_SETREF(*item, (PyObject *)t);
    }
    if (inert) {
        return t->meta && t->meta->grad_fn ? ct_detach_inplace(t) : 0;
    }
    if (!ct_meta(t) || ct_history_set(t, ct_newref(a->node), i) < 0) {
        return -1;
    }
    t->meta->creation = t->base ? CT_CREATION_FUNCTION : CT_CREATION_DEFAULT;
    return 0;
}

static int record_all(const application *a)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(a->outputs); i++) {
        PyObject **item = &((PyTupleObject *)a->outputs)->ob_item[i];
        if (ct_py_is_tensor(*item) && record_one(a, (uint32_t)i, item) < 0) {
            return -1;
        }
    }
    return 0;
}

static int attach(application *a)
{
    int status = -1;
    a->saved = Py_XNewRef(a->ctx->saved);
    a->node = make_node(a);
    if (!a->node) {
        goto done;
    }
    status = set_edges(a) < 0 || record_all(a) < 0 || save(a) < 0 ? -1 : 0;
    if (status == 0) {
        a->ctx->node = a->node;
        Py_CLEAR(a->ctx->saved);
    }
    ct_decref(a->node);
done:
    Py_XDECREF(a->saved);
    return status;
}

/* A tuple of its own of the outputs, whose items may be replaced. */
static PyObject *outputs_of(PyObject *output, bool *single)
{
    *single = !PyTuple_Check(output);
    if (*single) {
        return PyTuple_Pack(1, output);
    }
    return with_ctx(NULL, &PyTuple_GET_ITEM(output, 0), PyTuple_GET_SIZE(output));
}

static bool any_tensor(PyObject *tuple)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
        if (ct_py_is_tensor(PyTuple_GET_ITEM(tuple, i))) {
            return true;
        }
    }
    return false;
}

/* Steals output. */
static PyObject *finish(ct_py_ctx *ctx, PyObject *const *args, Py_ssize_t n,
                        PyObject *output)
{
    bool single;
    application a = {.ctx = ctx, .args = args, .nargs = n};
    a.outputs = outputs_of(output, &single);
    Py_DECREF(output);
    if (!a.outputs) {
        return NULL;
    }
    if (any_tensor(a.outputs) && attach(&a) < 0) {
        return ct_py_raise_drop(a.outputs);
    }
    if (!single) {
        return a.outputs;
    }
    PyObject *one = Py_NewRef(PyTuple_GET_ITEM(a.outputs, 0));
    Py_DECREF(a.outputs);
    return one;
}

/* Keywords are put in their places in Python, which then calls again. */
static PyObject *apply_bound(PyObject *const *args, Py_ssize_t n, PyObject *names)
{
    PyObject *method = PyUnicode_InternFromString("_apply_bound");
    PyObject *result =
        method ? PyObject_VectorcallMethod(method, args, (size_t)n, names) : NULL;
    Py_XDECREF(method);
    return result;
}

/* _function_apply(cls, *args, **kwargs) */
static PyObject *apply(PyObject *self, PyObject *const *args, Py_ssize_t n,
                       PyObject *names)
{
    (void)self;
    bool any;
    if (n < 1 || !PyType_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "apply: expected a Function class");
        return NULL;
    }
    if (names && PyTuple_GET_SIZE(names)) {
        return apply_bound(args, n, names);
    }
    PyObject *class = args[0];
    args++;
    n--;
    PyObject *needs = needs_of(args, n, &any);
    ct_py_ctx *ctx = needs ? ct_py_ctx_new(class, needs) : NULL;
    Py_XDECREF(needs);
    if (!ctx) {
        return NULL;
    }
    bool grad = ct_grad_enabled_set(false);
    PyObject *output = run_forward(class, ctx, args, n);
    ct_grad_enabled_set(grad);
    if (output && grad && any) {
        output = finish(ctx, args, n, output);
    }
    Py_DECREF(ctx);
    return output;
}

static PyMethodDef functions[] = {
    {"_function_apply", (PyCFunction)(void (*)(void))apply,
     METH_FASTCALL | METH_KEYWORDS,
     "_function_apply(cls, /, *args, **kwargs)\n--\n\nRun cls.forward and record it."},
    {0},
};

static int init(PyObject *module)
{
    (void)module;
    ct_host.name = function_name;
    return 0;
}

const ct_concept ct_autograd_function_concept = {.functions = functions, .init = init};
