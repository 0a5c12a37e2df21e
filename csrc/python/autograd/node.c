/* autograd_node: the Node type, and what the cycle collector is told of graphs. */
#include "python/autograd/node.h"

#include "autograd/accumulate.h"
#include "autograd/hook.h"
#include "python/autograd/function.h"
#include "python/autograd/hook.h"
#include "python/errors.h"

#define GARBAGE_MAX 1000 /* enough for a pass of the collector, which starts anew */

/* ---- the cycle collector ------------------------------------------------------ */

static int traverse_hooks(ct_hook *h, visitproc visit, void *arg)
{
    for (; h; h = h->next) {
        Py_VISIT(h->callables);
    }
    return 0;
}

int ct_py_meta_traverse(ct_tensor *t, visitproc visit, void *arg)
{
    ct_autograd *m = t->meta;
    if (!m) {
        return 0;
    }
    Py_VISIT(m->grad);
    Py_VISIT((PyObject *)m->grad_fn);
    return traverse_hooks(m->hooks, visit, arg);
}

void ct_py_meta_clear(ct_tensor *t)
{
    ct_autograd *m = t->meta;
    if (!m) {
        return;
    }
    if (m->grad_fn) {
        ct_hook_forget(m->grad_fn->hooks, t);
    }
    m->retains_grad = false;
    ct_clear(&m->grad);
    if (t->meta) { /* the gradient's death may have run anything */
        ct_clear(&m->grad_fn);
    }
    if (t->meta) {
        ct_hook_free(&m->hooks);
    }
}

static int node_traverse(PyObject *self, visitproc visit, void *arg)
{
    ct_node *n = (ct_node *)self;
    for (uint32_t i = 0; i < n->nedge; i++) {
        Py_VISIT((PyObject *)n->edges[i].node);
    }
    for (uint32_t i = 0; i < n->nsaved; i++) {
        Py_VISIT((PyObject *)n->saved[i].tensor);
    }
    if (n->kind->owned) {
        Py_VISIT(n->kind->owned(n));
    }
    Py_VISIT(n->python);
    Py_VISIT(n->dict);
    return traverse_hooks(n->hooks, visit, arg);
}

static int node_clear(PyObject *self)
{
    ct_node_clear((ct_node *)self);
    return 0;
}

static void node_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    ct_node_dealloc((ct_node *)self);
}

/* The collector counts what PyObject_GC_New makes, and down what PyObject_GC_Del frees:
 * these are freed without. */
void ct_py_count_garbage(uint64_t objects)
{
    for (uint64_t i = 0; i < objects && i < GARBAGE_MAX; i++) {
        ct_node *n = PyObject_GC_NewVar(ct_node, &ct_py_node_type, 0);
        if (!n) {
            PyErr_Clear(); /* no memory: nothing is lost but a count */
            return;
        }
        ct_object_discard(n);
    }
}

/* ---- attributes --------------------------------------------------------------- */

static PyObject *node_name(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    char name[CT_NODE_NAME];
    return PyUnicode_FromString(ct_node_name((ct_node *)self, name));
}

static PyObject *node_repr(PyObject *self)
{
    char name[CT_NODE_NAME];
    return PyUnicode_FromFormat("<%s object at %p>",
                                ct_node_name((ct_node *)self, name), self);
}

static PyObject *get_next_functions(PyObject *self, void *ignored)
{
    (void)ignored;
    ct_node *n = (ct_node *)self;
    PyObject *all = PyTuple_New((Py_ssize_t)n->nedge);
    for (uint32_t i = 0; all && i < n->nedge; i++) {
        ct_node *node = n->edges[i].node; /* without one, nr was never set */
        PyObject *pair = Py_BuildValue("(OI)", node ? (PyObject *)node : Py_None,
                                       node ? n->edges[i].nr : 0);
        if (!pair) {
            Py_CLEAR(all);
            break;
        }
        PyTuple_SET_ITEM(all, (Py_ssize_t)i, pair);
    }
    return all;
}

static PyObject *get_metadata(PyObject *self, void *ignored)
{
    (void)ignored;
    ct_node *n = (ct_node *)self;
    if (!n->dict) {
        PyObject *made = PyDict_New(); /* may run the collector, so any code */
        if (n->dict) {
            Py_XDECREF(made);
        } else {
            n->dict = made;
        }
    }
    return Py_XNewRef(n->dict);
}

static PyObject *get_variable(PyObject *self, void *ignored)
{
    (void)ignored;
    ct_node *n = (ct_node *)self;
    if (!(n->flags & CT_NODE_ACCUMULATE)) {
        PyErr_SetString(PyExc_AttributeError, "only AccumulateGrad has a variable");
        return NULL;
    }
    ct_tensor *leaf = ct_accumulate_leaf(n);
    return Py_NewRef(leaf ? (PyObject *)leaf : Py_None);
}

static PyObject *sequence_nr(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return PyLong_FromUnsignedLongLong(((ct_node *)self)->seq);
}

/* The node of an autograd.Function shows what its ctx has. */
static PyObject *node_getattro(PyObject *self, PyObject *name)
{
    ct_node *n = (ct_node *)self;
    PyObject *value = PyObject_GenericGetAttr(self, name);
    if (value || !(n->flags & CT_NODE_PYTHON) || !n->python ||
        !PyErr_ExceptionMatches(PyExc_AttributeError)) {
        return value;
    }
    PyErr_Clear();
    return PyObject_GetAttr(n->python, name);
}

static PyObject *register_hook(PyObject *self, PyObject *hook)
{
    return ct_py_hook_register(&((ct_node *)self)->hooks, CT_HOOK_POST, 0, hook);
}

static PyObject *register_prehook(PyObject *self, PyObject *hook)
{
    return ct_py_hook_register(&((ct_node *)self)->hooks, CT_HOOK_PRE, 0, hook);
}

static PyGetSetDef getset[] = {
    {"next_functions", get_next_functions, NULL,
     "The nodes that gradients go to, each with the number of its output.", NULL},
    {"metadata", get_metadata, NULL, "A dict for anything.", NULL},
    {"variable", get_variable, NULL, "The leaf of AccumulateGrad.", NULL},
    {0},
};

static PyMethodDef methods[] = {
    {"name", node_name, METH_NOARGS, "name($self, /)\n--\n\nIts name."},
    {"_sequence_nr", sequence_nr, METH_NOARGS,
     "_sequence_nr($self, /)\n--\n\nNodes made later have a higher one."},
    {"register_hook", register_hook, METH_O,
     "register_hook($self, fn, /)\n--\n\n"
     "Call fn(grad_inputs, grad_outputs) after the node has run; what it returns,\n"
     "unless None, replaces grad_inputs. Gives a handle with remove()."},
    {"register_prehook", register_prehook, METH_O,
     "register_prehook($self, fn, /)\n--\n\n"
     "Call fn(grad_outputs) before the node runs; what it returns, unless None,\n"
     "replaces them. Gives a handle with remove()."},
    {0},
};

PyTypeObject ct_py_node_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor.autograd.Node",
    .tp_doc = "A step of the graph that backward walks.",
    .tp_basicsize = sizeof(ct_node),
    .tp_itemsize = 1,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_dealloc = node_dealloc,
    .tp_traverse = node_traverse,
    .tp_clear = node_clear,
    .tp_repr = node_repr,
    .tp_getattro = node_getattro,
    .tp_methods = methods,
    .tp_getset = getset,
};

static int init(PyObject *module)
{
    if (PyType_Ready(&ct_py_node_type) < 0) {
        return -1;
    }
    ct_object_classes[CT_OBJECT_NODE].type = &ct_py_node_type;
    return PyModule_AddObjectRef(module, "Node", (PyObject *)&ct_py_node_type);
}

const ct_concept ct_autograd_node_concept = {.init = init};
