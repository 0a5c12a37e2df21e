/* autograd_hook: registering, and running what is registered.
 *
 * A hook may change its argument in place, so it gets a gradient that nobody else
 * holds: a shared one is copied first. What it returns must have the shape and dtype
 * of what it was given, and so must what it was given when it comes back. */
#include "python/autograd/hook.h"

#include <string.h>

#include "autograd/rule.h"
#include "python/errors.h"
#include "python/type/tensor_type.h"
#include "rows/view.h"

PyObject *ct_py_hook_register(ct_hook **list, ct_hook_kind kind, uint32_t nr,
                              PyObject *hook)
{
    if (!PyCallable_Check(hook)) {
        return PyErr_Format(PyExc_TypeError, "hook: expected a callable, got %s",
                            Py_TYPE(hook)->tp_name);
    }
    PyObject *module = PyImport_ImportModule("ctensor.utils.hooks");
    ct_hook *h = module ? ct_hook_entry(list, kind, nr) : NULL;
    if (module && !h) {
        ct_py_raise();
    }
    if (h && !h->callables) {
        PyObject *collections = PyImport_ImportModule("collections");
        PyObject *made =
            collections ? PyObject_CallMethod(collections, "OrderedDict", NULL) : NULL;
        Py_XDECREF(collections);
        if (h->callables) { /* another thread has been here meanwhile */
            Py_XDECREF(made);
        } else {
            h->callables = made;
        }
    }
    PyObject *handle = h && h->callables ? PyObject_CallMethod(module, "register", "OO",
                                                               h->callables, hook)
                                         : NULL;
    Py_XDECREF(module);
    return handle;
}

/* ---- what a hook may do -------------------------------------------------------- */

/* Makes *g (owned) one that the hook may write to. */
static int make_own(ct_tensor **g)
{
    ct_tensor *t = *g;
    if (!t || (ct_refcount(t) == 1 && t->storage->refcount == 1)) {
        return 0;
    }
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *copy = ct_scope_return(&s, ct_s_row(&s, CT_ROW(clone), t));
    if (!copy) {
        return -1;
    }
    *g = copy;
    ct_decref(t);
    return 0;
}

typedef struct look { /* what must not change */
    int ndim;
    int64_t shape[CT_MAX_NDIM];
    uint8_t dtype, device;
} look;

static void look_at(look *l, const ct_tensor *t)
{
    l->ndim = t->ndim;
    l->dtype = t->dtype;
    l->device = t->device;
    memcpy(l->shape, t->shape, (size_t)t->ndim * sizeof *t->shape);
}

/* The hook's name, as "'<lambda>'"; new reference, never fails. */
static PyObject *name_of(PyObject *hook)
{
    PyObject *name = PyObject_GetAttrString(hook, "__name__");
    if (!name) {
        PyErr_Clear();
        name = Py_NewRef((PyObject *)Py_TYPE(hook));
    }
    return name;
}

static int complain(PyObject *class, PyObject *hook, const char *what)
{
    PyObject *name = name_of(hook);
    PyErr_Format(class, "hook '%S' %s", name, what);
    Py_DECREF(name);
    return -1;
}

static int changed(PyObject *hook, const char *what, const char *was, const char *got)
{
    char text[512];
    PyOS_snprintf(text, sizeof text, "has changed the %s of value (was %s got %s)",
                  what, was, got);
    return complain(PyExc_RuntimeError, hook, text);
}

static int check_look(const look *l, const ct_tensor *t, PyObject *hook)
{
    if (!ct_shape_equal(l->ndim, l->shape, t->ndim, t->shape)) {
        return changed(hook, "size", ct_shape_str(l->ndim, l->shape),
                       ct_shape_str(t->ndim, t->shape));
    }
    if (l->dtype != t->dtype) {
        return changed(hook, "type", ct_dtype_name((ct_dtype)l->dtype),
                       ct_dtype_name((ct_dtype)t->dtype));
    }
    if (l->device != t->device) {
        return complain(PyExc_RuntimeError, hook, "has changed the device of value");
    }
    return 0;
}

/* The values of the dict, as they are now: hooks may add and remove. */
static PyObject *values_of(ct_object *callables)
{
    PyObject *values = PyObject_CallMethod(callables, "values", NULL);
    PyObject *list = values ? PySequence_List(values) : NULL;
    Py_XDECREF(values);
    return list;
}

/* ---- tensor hooks -------------------------------------------------------------- */

static int run_tensor_hook(PyObject *hook, ct_tensor **g)
{
    if (make_own(g) < 0) {
        ct_py_raise();
        return -1;
    }
    look l;
    look_at(&l, *g);
    PyObject *result = PyObject_CallOneArg(hook, (PyObject *)*g);
    if (!result) {
        return -1;
    }
    int status = 0;
    if (result == Py_None) {
        status = check_look(&l, *g, hook);
    } else if (ct_py_is_tensor(result)) {
        status = check_look(&l, (ct_tensor *)result, hook);
        if (status == 0) {
            ct_tensor *old = *g;
            *g = ct_newref(result);
            ct_decref(old);
        }
    } else {
        PyErr_Format(
            PyExc_TypeError,
            "expected Variable, but hook returned '%s'; return a Tensor or None",
            Py_TYPE(result)->tp_name);
        status = -1;
    }
    Py_DECREF(result);
    return status;
}

static int run_tensor(ct_object *callables, ct_tensor **g)
{
    PyObject *hooks = values_of(callables);
    int status = hooks ? 0 : -1;
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(hooks); i++) {
        status = run_tensor_hook(PyList_GET_ITEM(hooks, i), g);
    }
    Py_XDECREF(hooks);
    return status < 0 ? ct_py_caught() : 0;
}

/* ---- node hooks ---------------------------------------------------------------- */

static PyObject *tuple_of(uint32_t n, ct_tensor *const *t)
{
    PyObject *all = PyTuple_New((Py_ssize_t)n);
    for (uint32_t i = 0; all && i < n; i++) {
        PyTuple_SET_ITEM(all, (Py_ssize_t)i,
                         Py_NewRef(t[i] ? (PyObject *)t[i] : Py_None));
    }
    return all;
}

static int count_error(PyObject *hook, Py_ssize_t got, uint32_t expected)
{
    PyObject *name = name_of(hook);
    PyErr_Format(PyExc_RuntimeError,
                 "hook '%S' has returned an incorrect number of values (got %zd, but "
                 "expected %u)",
                 name, got, expected);
    Py_DECREF(name);
    return -1;
}

/* One replacement for *g; None leaves no gradient. */
static int replace(PyObject *hook, PyObject *item, ct_tensor **g)
{
    if (item != Py_None && !ct_py_is_tensor(item)) {
        PyErr_Format(PyExc_TypeError, "expected Tensor or None, but hook returned '%s'",
                     Py_TYPE(item)->tp_name);
        return -1;
    }
    ct_tensor *old = *g, *new = item == Py_None ? NULL : (ct_tensor *)item;
    if (new && !old) {
        return complain(PyExc_RuntimeError, hook,
                        "has replaced a None gradient with a non-None value");
    }
    if (new && old) {
        look l;
        look_at(&l, old);
        if (check_look(&l, new, hook) < 0) {
            return -1;
        }
    }
    *g = new ? ct_newref(new) : NULL;
    ct_xdecref(old);
    return 0;
}

static int replace_all(PyObject *hook, PyObject *result, uint32_t n, ct_tensor **g)
{
    if (result == Py_None) {
        return 0;
    }
    PyObject *one = NULL;
    if (n == 1 && ct_py_is_tensor(result)) {
        result = one = PyTuple_Pack(1, result);
    }
    int status = -1;
    if (!result || !PyTuple_Check(result)) {
        if (result) {
            PyErr_Format(PyExc_TypeError, "expected tuple, but hook returned '%s'",
                         Py_TYPE(result)->tp_name);
        }
    } else if (PyTuple_GET_SIZE(result) != (Py_ssize_t)n) {
        status = count_error(hook, PyTuple_GET_SIZE(result), n);
    } else {
        status = 0;
        for (uint32_t i = 0; i < n && status == 0; i++) {
            status = replace(hook, PyTuple_GET_ITEM(result, (Py_ssize_t)i), &g[i]);
        }
    }
    Py_XDECREF(one);
    return status;
}

static int make_all_own(uint32_t n, ct_tensor **g)
{
    for (uint32_t i = 0; i < n; i++) {
        if (make_own(&g[i]) < 0) {
            ct_py_raise();
            return -1;
        }
    }
    return 0;
}

/* hook(changeable) or hook(changeable, shown). */
static int run_node_hook(PyObject *hook, uint32_t n, ct_tensor **changeable,
                         PyObject *shown)
{
    if (make_all_own(n, changeable) < 0) {
        return -1;
    }
    PyObject *args = tuple_of(n, changeable);
    PyObject *result =
        args ? PyObject_CallFunctionObjArgs(hook, args, shown, NULL) : NULL;
    Py_XDECREF(args);
    int status = result ? replace_all(hook, result, n, changeable) : -1;
    Py_XDECREF(result);
    return status;
}

static int run_node_hooks(ct_object *callables, uint32_t n, ct_tensor **changeable,
                          PyObject *shown)
{
    PyObject *hooks = values_of(callables);
    int status = hooks ? 0 : -1;
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(hooks); i++) {
        status = run_node_hook(PyList_GET_ITEM(hooks, i), n, changeable, shown);
    }
    Py_XDECREF(hooks);
    return status < 0 ? ct_py_caught() : 0;
}

static int run_pre(ct_object *callables, const ct_node *n, ct_tensor **g)
{
    return run_node_hooks(callables, n->nout, g, NULL);
}

static int run_post(ct_object *callables, const ct_node *n, ct_tensor **gx,
                    ct_tensor *const *g)
{
    PyObject *shown = tuple_of(n->nout, g);
    if (!shown) {
        return ct_py_caught();
    }
    int status = run_node_hooks(callables, n->nedge, gx, shown);
    Py_DECREF(shown);
    return status;
}

static int run_accumulated(ct_object *callables, ct_tensor *leaf)
{
    PyObject *hooks = values_of(callables);
    int status = hooks ? 0 : -1;
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(hooks); i++) {
        PyObject *result =
            PyObject_CallOneArg(PyList_GET_ITEM(hooks, i), (PyObject *)leaf);
        status = result ? 0 : -1;
        if (result && result != Py_None) {
            status = complain(PyExc_RuntimeError, PyList_GET_ITEM(hooks, i),
                              "of post_accumulate_grad should return None");
        }
        Py_XDECREF(result);
    }
    Py_XDECREF(hooks);
    return status < 0 ? ct_py_caught() : 0;
}

static int init(PyObject *module)
{
    (void)module;
    ct_hook_host_now = (ct_hook_host){run_tensor, run_pre, run_post, run_accumulated};
    return 0;
}

const ct_concept ct_autograd_hook_concept = {.init = init};
