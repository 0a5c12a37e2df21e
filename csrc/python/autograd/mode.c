/* autograd_mode: one object layout behind the four types. */
#include "python/autograd/mode.h"

#include <string.h>

#include "autograd/meta.h"

typedef struct mode {
    PyObject_HEAD bool grad, inference; /* to be set on entry */
    bool entered;
    ct_modes outer; /* to be set again on exit */
    struct mode *again; /* the same object entered once more within itself */
} mode;

static PyTypeObject types[4];
enum { NO_GRAD, ENABLE_GRAD, SET_GRAD_ENABLED, INFERENCE_MODE };

static ct_modes modes_now(void)
{
    return (ct_modes){!ct_grad_enabled(), ct_inference_mode()};
}

static void modes_set(ct_modes m)
{
    ct_grad_enabled_set(!m.no_grad);
    ct_inference_mode_set(m.inference);
}

/* The argument: a truth value, or a function to decorate. 1: a function, in *o. */
static int read_argument(PyTypeObject *type, PyObject *args, PyObject *kwargs,
                         bool *value, PyObject **function)
{
    static char *names[] = {"mode", NULL};
    PyObject *o = NULL;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O", names, &o)) {
        return -1;
    }
    bool takes_mode =
        type == &types[SET_GRAD_ENABLED] || type == &types[INFERENCE_MODE];
    if (!o && type == &types[SET_GRAD_ENABLED]) {
        PyErr_SetString(PyExc_TypeError,
                        "set_grad_enabled: expected mode: bool, got nothing");
        return -1;
    }
    if (o && PyCallable_Check(o) && type != &types[SET_GRAD_ENABLED]) {
        *function = o;
        return 1;
    }
    if (o && (!takes_mode || !PyBool_Check(o))) {
        PyErr_Format(PyExc_TypeError, "%s: expected %s, got %s", type->tp_name,
                     takes_mode ? "mode: bool" : "no argument", Py_TYPE(o)->tp_name);
        return -1;
    }
    *value = o ? o == Py_True : true;
    return 0;
}

static PyObject *decorate(PyObject *self, PyObject *function)
{
    PyObject *module = PyImport_ImportModule("ctensor.autograd.grad_mode");
    PyObject *wrapped =
        module ? PyObject_CallMethod(module, "_decorate", "OO", self, function) : NULL;
    Py_XDECREF(module);
    return wrapped;
}

static PyObject *mode_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    bool value = true;
    PyObject *function = NULL;
    bool plain = PyTuple_GET_SIZE(args) == 0 && !kwargs &&
                 (type == &types[NO_GRAD] || type == &types[ENABLE_GRAD]);
    if (!plain && read_argument(type, args, kwargs, &value, &function) < 0) {
        return NULL;
    }
    mode *self = (mode *)type->tp_alloc(type, 0);
    if (!self) {
        return NULL;
    }
    bool inference = type == &types[INFERENCE_MODE];
    self->grad = type == &types[NO_GRAD] || inference ? false : value;
    self->inference = inference && value;
    if (inference && !value) { /* inference_mode(False): as outside of any */
        self->grad = true;
    }
    if (type == &types[SET_GRAD_ENABLED]) { /* acts at once, `with` or not */
        self->outer = modes_now();
        self->entered = true;
        ct_grad_enabled_set(value);
    }
    if (function) {
        PyObject *wrapped = decorate((PyObject *)self, function);
        Py_DECREF(self);
        return wrapped;
    }
    return (PyObject *)self;
}

static PyObject *mode_enter(PyObject *o, PyObject *ignored)
{
    (void)ignored;
    mode *self = (mode *)o;
    if (Py_TYPE(o) == &types[SET_GRAD_ENABLED] && self->entered) {
        self->entered = false; /* by its making */
    } else {
        if (self->entered) {
            mode *kept = PyMem_Malloc(sizeof *kept);
            if (!kept) {
                return PyErr_NoMemory();
            }
            *kept = *self;
            self->again = kept;
        }
        self->outer = modes_now();
    }
    self->entered = Py_TYPE(o) != &types[SET_GRAD_ENABLED];
    ct_modes inner = {!self->grad, ct_inference_mode()};
    if (Py_TYPE(o) == &types[INFERENCE_MODE]) {
        inner.inference = self->inference;
    }
    modes_set(inner);
    Py_RETURN_NONE;
}

static PyObject *mode_exit(PyObject *o, PyObject *const *args, Py_ssize_t n)
{
    (void)args;
    (void)n;
    mode *self = (mode *)o;
    modes_set(self->outer);
    mode *kept = self->again;
    self->entered = false;
    if (kept) {
        self->outer = kept->outer;
        self->entered = kept->entered;
        self->again = kept->again;
        PyMem_Free(kept);
    }
    Py_RETURN_NONE;
}

/* @no_grad() def f */
static PyObject *mode_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *function;
    if ((kwargs && PyDict_GET_SIZE(kwargs)) ||
        !PyArg_ParseTuple(args, "O:decorator", &function)) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_TypeError, "decorator: expected one function");
        }
        return NULL;
    }
    return decorate(self, function);
}

static PyObject *mode_clone(PyObject *o, PyObject *ignored)
{
    (void)ignored;
    mode *self = (mode *)o, *copy = (mode *)Py_TYPE(o)->tp_alloc(Py_TYPE(o), 0);
    if (copy) {
        copy->grad = self->grad;
        copy->inference = self->inference;
    }
    return (PyObject *)copy;
}

static void mode_dealloc(PyObject *o)
{
    mode *kept = ((mode *)o)->again;
    while (kept) {
        mode *next = kept->again;
        PyMem_Free(kept);
        kept = next;
    }
    Py_TYPE(o)->tp_free(o);
}

static PyMethodDef methods[] = {
    {"__enter__", mode_enter, METH_NOARGS, NULL},
    {"__exit__", (PyCFunction)(void (*)(void))mode_exit, METH_FASTCALL, NULL},
    {"clone", mode_clone, METH_NOARGS,
     "clone($self, /)\n--\n\nOne that was not entered."},
    {0},
};

static PyTypeObject types[4] = {
    [NO_GRAD] = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor.no_grad",
                 .tp_doc =
                     "no_grad()\n--\n\n"
                     "Context manager and decorator: results do not require grad."},
    [ENABLE_GRAD] = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor.enable_grad",
                     .tp_doc = "enable_grad()\n--\n\n"
                               "Context manager and decorator: gradients are recorded, "
                               "also within no_grad."},
    [SET_GRAD_ENABLED] = {PyVarObject_HEAD_INIT(NULL, 0).tp_name =
                              "ctensor.set_grad_enabled",
                          .tp_doc =
                              "set_grad_enabled(mode)\n--\n\n"
                              "Turns the recording of gradients on or off, at once;\n"
                              "as a context manager, until its end."},
    [INFERENCE_MODE] = {PyVarObject_HEAD_INIT(NULL, 0).tp_name =
                            "ctensor.inference_mode",
                        .tp_doc =
                            "inference_mode(mode=True)\n--\n\n"
                            "no_grad whose results may never take part in a graph."},
};

static PyObject *is_grad_enabled(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    return PyBool_FromLong(ct_grad_enabled());
}

static PyObject *is_inference_mode_enabled(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    return PyBool_FromLong(ct_inference_mode());
}

static PyObject *is_anomaly_enabled(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    return PyBool_FromLong(ct_anomaly_now.on);
}

static PyObject *is_anomaly_check_nan_enabled(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    return PyBool_FromLong(ct_anomaly_now.check_nan);
}

static PyObject *set_anomaly(PyObject *self, PyObject *args)
{
    (void)self;
    int on, check_nan;
    if (!PyArg_ParseTuple(args, "pp:_set_anomaly", &on, &check_nan)) {
        return NULL;
    }
    ct_anomaly_now = (ct_anomaly){.on = on, .check_nan = check_nan};
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"is_grad_enabled", is_grad_enabled, METH_NOARGS,
     "is_grad_enabled()\n--\n\nAre gradients recorded on this thread?"},
    {"is_inference_mode_enabled", is_inference_mode_enabled, METH_NOARGS,
     "is_inference_mode_enabled()\n--\n\nIs this thread in inference_mode?"},
    {"is_anomaly_enabled", is_anomaly_enabled, METH_NOARGS,
     "is_anomaly_enabled()\n--\n\nIs anomaly detection on?"},
    {"is_anomaly_check_nan_enabled", is_anomaly_check_nan_enabled, METH_NOARGS,
     "is_anomaly_check_nan_enabled()\n--\n\nDoes anomaly detection look for NaN?"},
    {"_set_anomaly", set_anomaly, METH_VARARGS,
     "_set_anomaly(on, check_nan, /)\n--\n\nSwitches anomaly detection."},
    {0},
};

static int init(PyObject *module)
{
    for (int i = 0; i < 4; i++) {
        PyTypeObject *t = &types[i];
        t->tp_basicsize = sizeof(mode);
        t->tp_flags = Py_TPFLAGS_DEFAULT;
        t->tp_new = mode_new;
        t->tp_dealloc = mode_dealloc;
        t->tp_call = mode_call;
        t->tp_methods = methods;
        if (PyType_Ready(t) < 0 || PyModule_AddType(module, t) < 0) {
            return -1;
        }
    }
    return 0;
}

const ct_concept ct_autograd_mode_concept = {.functions = functions, .init = init};
