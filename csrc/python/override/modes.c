/* modes: the stack of a thread, and the context managers that switch overrides off. */
#include "python/override/modes.h"

#include "python/type/tensor_type.h"

CT_THREAD_LOCAL ct_override_state ct_override_now;
static int threads_with_modes;

void ct_override_set_top(ct_override_mode *top)
{
    threads_with_modes += (top != NULL) - (ct_override_now.top != NULL);
    ct_override_now.top = top;
    ct_py_direct_type = threads_with_modes ? NULL : &ct_py_tensor_type;
}

/* ---- the stack ---------------------------------------------------------- */

static PyObject *push_mode(PyObject *self, PyObject *mode)
{
    (void)self;
    ct_override_mode *top = PyMem_Malloc(sizeof *top);
    if (!top) {
        return PyErr_NoMemory();
    }
    *top = (ct_override_mode){Py_NewRef(mode), ct_override_now.top};
    ct_override_set_top(top);
    Py_RETURN_NONE;
}

static PyObject *pop_mode(PyObject *self, PyObject *ignored)
{
    (void)self, (void)ignored;
    ct_override_mode *top = ct_override_now.top;
    if (!top) {
        PyErr_SetString(PyExc_RuntimeError, "no TorchFunctionMode is active");
        return NULL;
    }
    PyObject *mode = top->mode;
    ct_override_set_top(top->below);
    PyMem_Free(top);
    return mode;
}

/* The active modes, the uppermost last. */
static PyObject *modes(PyObject *self, PyObject *ignored)
{
    (void)self, (void)ignored;
    PyObject *list = PyList_New(0);
    for (ct_override_mode *m = ct_override_now.top; list && m; m = m->below) {
        if (PyList_Insert(list, 0, m->mode) < 0) {
            Py_CLEAR(list);
        }
    }
    return list;
}

static PyObject *is_enabled(PyObject *self, PyObject *ignored)
{
    (void)self, (void)ignored;
    return PyBool_FromLong(ct_override_now.level == CT_OVERRIDE_ALL);
}

static PyMethodDef functions[] = {
    {"_push_on_torch_function_stack", push_mode, METH_O, NULL},
    {"_pop_torch_function_stack", pop_mode, METH_NOARGS, NULL},
    {"_torch_function_stack", modes, METH_NOARGS, NULL},
    {"_is_torch_function_enabled", is_enabled, METH_NOARGS, NULL},
    {0},
};

/* ---- switching off ------------------------------------------------------ */

typedef struct disabler {
    PyObject_HEAD ct_override_level before;
} disabler;

static PyObject *enter(disabler *self, ct_override_level level)
{
    self->before = ct_override_now.level;
    if (level > self->before) {
        ct_override_now.level = level;
    }
    Py_RETURN_NONE;
}

static PyObject *enter_modes(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return enter((disabler *)self, CT_OVERRIDE_MODES);
}

static PyObject *enter_none(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return enter((disabler *)self, CT_OVERRIDE_NONE);
}

static PyObject *leave(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    ct_override_now.level = ((disabler *)self)->before;
    Py_RETURN_NONE;
}

#define DISABLER(type, pyname, enter_function, doc)                    \
    static PyMethodDef type##_methods[] = {                            \
        {"__enter__", enter_function, METH_NOARGS, NULL},              \
        {"__exit__", leave, METH_VARARGS, NULL},                       \
        {0},                                                           \
    };                                                                 \
    static PyTypeObject type = {                                       \
        PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor._C." pyname, \
        .tp_doc = doc,                                                 \
        .tp_basicsize = sizeof(disabler),                              \
        .tp_flags = Py_TPFLAGS_DEFAULT,                                \
        .tp_new = PyType_GenericNew,                                   \
        .tp_methods = type##_methods,                                  \
    }

DISABLER(subclass_disabler, "DisableTorchFunctionSubclass", enter_modes,
         "DisableTorchFunctionSubclass()\n--\n\n"
         "Inside, no class of an argument is asked; modes are.");
DISABLER(all_disabler, "DisableTorchFunction", enter_none,
         "DisableTorchFunction()\n--\n\nInside, neither classes nor modes are asked.");

static int init(PyObject *module)
{
    return PyModule_AddType(module, &subclass_disabler) < 0
               ? -1
               : PyModule_AddType(module, &all_disabler);
}

const ct_concept ct_override_modes_concept = {.functions = functions, .init = init};
