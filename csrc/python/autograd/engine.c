/* autograd_engine: Tensor.backward, and run_backward for the Python side. */
#include "python/autograd/engine.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "python/arguments/unpack.h"
#include "python/autograd/after.h"
#include "python/autograd/node.h"
#include "python/errors.h"
#include "python/type/tensor_type.h"

int ct_py_backward(const ct_backward *b)
{
    uint64_t before = ct_node_count();
    ct_py_after_begin();
    int status = ct_backward_run(b);
    if (status < 0) {
        status = ct_py_raise_int();
    } else if (b->create_graph) {
        ct_py_count_garbage(ct_node_count() - before);
    }
    return ct_py_after_end(status);
}

/* ---- lists of tensors ------------------------------------------------------------ */

typedef struct list {
    PyObject *items; /* tuple or list: owned */
    ct_tensor **v; /* borrowed from it; NULL for None */
    int64_t n;
} list;

static void list_free(list *l)
{
    free(l->v);
    Py_XDECREF(l->items);
}

/* A Tensor, or a sequence of Tensors (or None, where allowed). */
static int list_read(list *l, const char *op, const char *what, PyObject *o, bool none)
{
    l->v = NULL;
    l->items = ct_py_is_tensor(o) ? PyTuple_Pack(1, o) : PySequence_Tuple(o);
    if (!l->items) {
        return -1;
    }
    l->n = PyTuple_GET_SIZE(l->items);
    l->v = malloc((size_t)(l->n ? l->n : 1) * sizeof *l->v);
    if (!l->v) {
        PyErr_NoMemory();
        return -1;
    }
    for (int64_t i = 0; i < l->n; i++) {
        PyObject *item = PyTuple_GET_ITEM(l->items, i);
        if (!ct_py_is_tensor(item) && !(none && item == Py_None)) {
            PyErr_Format(PyExc_TypeError, "%s: expected Tensors%s as %s, got %s", op,
                         none ? " or None" : "", what, Py_TYPE(item)->tp_name);
            return -1;
        }
        l->v[i] = item == Py_None ? NULL : ct_py_tensor(item);
    }
    return 0;
}

static int read_flag(PyObject *o, bool missing, bool *flag)
{
    if (!o || o == Py_None) {
        *flag = missing;
        return 0;
    }
    int truth = PyObject_IsTrue(o);
    *flag = truth > 0;
    return truth < 0 ? -1 : 0;
}

static int no_inputs(const char *function)
{
    PyErr_Format(PyExc_RuntimeError, "`inputs` argument to `%s()` cannot be empty.",
                 function);
    return -1;
}

/* ---- Tensor.backward ------------------------------------------------------------- */

static int backward_of(ct_tensor *t, PyObject *gradient, PyObject *retain,
                       PyObject *create, PyObject *inputs)
{
    ct_tensor *g = NULL;
    if (gradient && gradient != Py_None) {
        if (!ct_py_is_tensor(gradient)) {
            PyErr_Format(PyExc_TypeError,
                         "backward: expected gradient: Tensor or None, got %s",
                         Py_TYPE(gradient)->tp_name);
            return -1;
        }
        g = ct_py_tensor(gradient);
    }
    ct_backward b = {.nroot = 1, .roots = &t, .grads = &g};
    if (read_flag(create, false, &b.create_graph) < 0 ||
        read_flag(retain, b.create_graph, &b.retain_graph) < 0) {
        return -1;
    }
    list in = {NULL, NULL, 0};
    int status = 0;
    if (inputs && inputs != Py_None) {
        status = list_read(&in, "backward", "inputs", inputs, false);
        if (status == 0 && in.n == 0) {
            status = no_inputs("backward");
        }
        b.ninput = in.n;
        b.inputs = in.v;
    }
    if (status == 0) {
        status = ct_py_backward(&b);
    }
    list_free(&in);
    return status;
}

CT_PY_FAST(ct_py_tensor_backward)
{
    static const ct_unpack_spec spec = {
        "backward", 4, 0, {"gradient", "retain_graph", "create_graph", "inputs"}};
    PyObject *o[4] = {NULL};
    if ((n || kwnames) && ct_py_unpack(&spec, args, n, kwnames, o) < 0) {
        return NULL;
    }
    if (backward_of(ct_py_tensor(self), o[0], o[1], o[2], o[3]) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* ---- backward and grad ----------------------------------------------------------- */

typedef struct request {
    list roots, grads, inputs;
    ct_tensor **captured;
    ct_backward b;
} request;

static void request_free(request *r)
{
    for (int64_t i = 0; r->captured && i < r->inputs.n; i++) {
        ct_xdecref(r->captured[i]);
    }
    free(r->captured);
    list_free(&r->roots);
    list_free(&r->grads);
    list_free(&r->inputs);
}

static int read_grads(request *r, const char *op, PyObject *grads)
{
    if (grads == Py_None) {
        return 0;
    }
    if (list_read(&r->grads, op, "gradients", grads, true) < 0) {
        return -1;
    }
    if (r->grads.n != r->roots.n) {
        PyErr_Format(PyExc_RuntimeError,
                     "%s: expected one gradient for each of %lld tensors, got %lld", op,
                     (long long)r->roots.n, (long long)r->grads.n);
        return -1;
    }
    r->b.grads = r->grads.v;
    return 0;
}

/* (tensors, grads or None, retain_graph, create_graph, inputs or None, capture) */
static int request_read(request *r, PyObject *const *args)
{
    bool capture = args[5] == Py_True;
    const char *op = capture ? "grad" : "backward";
    if (list_read(&r->roots, op, "outputs", args[0], false) < 0 ||
        read_grads(r, op, args[1]) < 0 ||
        read_flag(args[3], false, &r->b.create_graph) < 0 ||
        read_flag(args[2], r->b.create_graph, &r->b.retain_graph) < 0) {
        return -1;
    }
    r->b.nroot = r->roots.n;
    r->b.roots = r->roots.v;
    if (args[4] == Py_None) {
        return 0;
    }
    if (list_read(&r->inputs, op, "inputs", args[4], false) < 0) {
        return -1;
    }
    if (r->inputs.n == 0) {
        return no_inputs(op);
    }
    r->b.ninput = r->inputs.n;
    r->b.inputs = r->inputs.v;
    if (capture) {
        r->captured = calloc((size_t)r->inputs.n, sizeof *r->captured);
        r->b.captured = r->captured;
        if (!r->captured) {
            PyErr_NoMemory();
            return -1;
        }
    }
    return 0;
}

static PyObject *captured_tuple(request *r)
{
    PyObject *all = PyTuple_New((Py_ssize_t)r->inputs.n);
    for (int64_t i = 0; all && i < r->inputs.n; i++) {
        ct_tensor *g = r->captured[i];
        r->captured[i] = NULL;
        PyTuple_SET_ITEM(all, i, g ? (PyObject *)g : Py_NewRef(Py_None));
    }
    return all;
}

static PyObject *run_backward(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    (void)self;
    if (n != 6) {
        PyErr_SetString(PyExc_TypeError, "_run_backward: expected 6 arguments");
        return NULL;
    }
    request r = {.captured = NULL};
    PyObject *result = NULL;
    if (request_read(&r, args) == 0 && ct_py_backward(&r.b) == 0) {
        result = r.captured ? captured_tuple(&r) : Py_NewRef(Py_None);
    }
    request_free(&r);
    return result;
}

static PyMethodDef functions[] = {
    {"_run_backward", (PyCFunction)(void (*)(void))run_backward, METH_FASTCALL,
     "_run_backward(tensors, grads, retain_graph, create_graph, inputs, capture, /)"
     "\n--\n\nBackward; with capture, the gradients of inputs (None where unused)."},
    {0},
};

static int init(PyObject *module)
{
    (void)module;
    pthread_atfork(NULL, NULL, ct_backward_forget);
    return 0;
}

const ct_concept ct_autograd_engine_concept = {.functions = functions, .init = init};
