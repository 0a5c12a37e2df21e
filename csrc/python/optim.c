/* optim: from parameters and an optimizer's state to the lists of optim.def's rows. */
#include "python/optim.h"

#include "autograd/meta.h"
#include "core/device.h"
#include "core/layout.h"
#include "ops/optim.h"
#include "python/errors.h"
#include "python/type/tensor_type.h"

enum { LISTS = CT_OPTIM_LISTS + 2, ROWS = 16 };

/* Names of the rows and of their lists, interned: the keys of states. */
static PyObject *row_names[ROWS], *row_keys[ROWS][CT_OPTIM_LISTS];

/* The lists that go into a row: list[k][i] belongs to parameter i. Owned. */
typedef struct lists {
    const ct_optim_row *row;
    ct_call *c; /* whose options are set */
    PyObject *const *keys; /* of the row's lists */
    int64_t n;
    int count; /* of lists */
    int own[LISTS]; /* which of the row's lists list[k] is, from list[2] on */
    ct_tensor **list[LISTS];
    ct_tensor **block;
} lists;

/* Is an option of the call, a float or a bool, other than 0? */
static bool is_set(const ct_call *c, int option)
{
    const ct_value *v = &c->arg[option];
    return c->op->params[option].type == CT_ARG_FLOAT ? v->f != 0 : v->i != 0;
}

static int lists_init(lists *l, ct_call *c, int place, int64_t most)
{
    const ct_optim_row *row = &ct_optim_rows[place];
    *l = (lists){.row = row, .c = c, .count = 2, .keys = row_keys[place]};
    for (int k = 0; k < row->lists; k++) {
        int when = row->list[k].when;
        if (when < 0 || is_set(c, when)) {
            l->own[l->count++] = k;
        }
    }
    l->block = PyMem_Calloc((size_t)(most * l->count) + 1, sizeof *l->block);
    if (!l->block) {
        PyErr_NoMemory();
        return -1;
    }
    for (int k = 0; k < l->count; k++) {
        l->list[k] = l->block + k * most;
    }
    return 0;
}

static void lists_release(lists *l)
{
    for (int64_t i = 0; i < l->n; i++) {
        for (int k = 0; k < l->count; k++) {
            ct_xdecref(l->list[k][i]);
        }
    }
    PyMem_Free(l->block);
}

/* ---- collecting --------------------------------------------------------- */

/* The dict that `state` has for a parameter, made if there is none. New reference: keys
 * of either dict may run code that empties them. */
static PyObject *state_of(const char *op, PyObject *state, PyObject *param)
{
    PyObject *own = PyDict_GetItemWithError(state, param);
    if (own && !PyDict_Check(own)) {
        PyErr_Format(PyExc_TypeError,
                     "%s: expected a dict as a parameter's state, got %s", op,
                     Py_TYPE(own)->tp_name);
        return NULL;
    }
    if (own || PyErr_Occurred()) {
        return Py_XNewRef(own);
    }
    own = PyDict_New();
    if (own && PyDict_SetItem(state, param, own) < 0) {
        Py_CLEAR(own);
    }
    return own;
}

/* What a number, or a state of parameter p, is in the first step. */
static ct_tensor *new_tensor(const lists *l, int k, ct_tensor *p)
{
    const ct_optim_list *own = &l->row->list[k];
    const char *op = l->row->op->name;
    bool is_number = k < l->row->numbers;
    int64_t strides[CT_MAX_NDIM];
    ct_dtype dtype = is_number ? ct_dtype_default() : (ct_dtype)p->dtype;
    if (is_number && dtype != CT_DTYPE_F64) {
        dtype = CT_DTYPE_F32;
    }
    ct_tensor *t = is_number
                       ? ct_tensor_zeros(op, dtype, 0, NULL, CT_DEVICE_CPU)
                       : ct_tensor_zeros(op, dtype, p->ndim, p->shape, CT_PLACE(p));
    ct_block block = {p->ndim, p->shape, ct_tensor_itemsize(p)};
    if (t && !is_number &&
        ct_layout_apply(op, block, CT_FORMAT_PRESERVE, p, strides) > 0) {
        ct_layout_set(t, strides);
    }
    int option = own->initial_option;
    double value = option < 0 ? own->initial : l->c->arg[option].f;
    if (t && value != 0) {
        _Alignas(16) char element[16];
        ct_scalar s = {.category = CT_CATEGORY_COMPLEX, .re = value, .im = value};
        s.category = ct_dtype_category(dtype);
        ct_scalar_store(dtype, element, s);
        if (ct_tensor_fill(t, element) < 0) {
            ct_clear(&t);
        }
    }
    return t ? t : (ct_tensor *)ct_py_raise();
}

/* Entry k of the row's lists for parameter p, from its state. New reference. */
static ct_tensor *state_tensor(const lists *l, int k, PyObject *state, ct_tensor *p)
{
    PyObject *found = PyDict_GetItemWithError(state, l->keys[k]);
    if (found && ct_py_is_tensor(found)) {
        return ct_newref(found);
    }
    if (found && found != Py_None) {
        PyErr_Format(PyExc_TypeError, "%s: expected state '%U' to be a Tensor, got %s",
                     l->row->op->name, l->keys[k], Py_TYPE(found)->tp_name);
        return NULL;
    }
    ct_tensor *made = PyErr_Occurred() ? NULL : new_tensor(l, k, p);
    if (made && PyDict_SetItem(state, l->keys[k], ct_py_object(made)) < 0) {
        ct_clear(&made);
    }
    return made;
}

/* Which parameters to take: all, those whose state is there, or the others. */
enum { ALL, KNOWN, FRESH };

/* Is the state, as far as the first key tells, already there? */
static bool is_known(PyObject *own, PyObject *key)
{
    PyObject *found = PyDict_GetItemWithError(own, key);
    return found && found != Py_None;
}

/* Appends p with its gradient and `own`, its state. */
static int append_known(lists *l, ct_tensor *p, PyObject *own)
{
    if (!p->meta || !p->meta->grad) { /* a key of the state has taken it */
        return 0;
    }
    int64_t i = l->n++;
    l->list[0][i] = ct_newref(p);
    l->list[1][i] = ct_newref(p->meta->grad);
    for (int k = 2; k < l->count; k++) {
        l->list[k][i] = state_tensor(l, l->own[k], own, p);
        if (!l->list[k][i]) {
            return -1;
        }
    }
    return 0;
}

/* Appends a parameter with its gradient and its state: 0; 1 when it is left out. */
static int append(lists *l, int which, PyObject *param, PyObject *state)
{
    const char *op = l->row->op->name;
    if (!ct_py_is_tensor(param)) {
        PyErr_Format(PyExc_TypeError, "%s: expected parameters to be Tensors, got %s",
                     op, Py_TYPE(param)->tp_name);
        return -1;
    }
    ct_tensor *p = ct_py_tensor(param);
    if (!p->meta || !p->meta->grad) {
        return 0;
    }
    PyObject *own = NULL;
    if (l->count > 2 && !(own = state_of(op, state, param))) {
        return -1;
    }
    bool left_out = which != ALL && is_known(own, l->keys[0]) != (which == KNOWN);
    int status = PyErr_Occurred() ? -1 : left_out;
    if (status == 0) {
        status = append_known(l, p, own);
    }
    Py_XDECREF(own);
    return status;
}

/* The lists of `params` (a list): parameters with a gradient, their gradients, and
 * their state. Returns how many `which` left out, or -1. */
static int collect(lists *l, int which, PyObject *params, PyObject *state)
{
    int left = 0;
    Py_ssize_t most = PyList_GET_SIZE(params);
    for (Py_ssize_t i = 0; i < most && i < PyList_GET_SIZE(params); i++) {
        PyObject *param = Py_NewRef(PyList_GET_ITEM(params, i));
        int status = append(l, which, param, state);
        Py_DECREF(param);
        if (status < 0) {
            return -1;
        }
        left += status;
    }
    return left;
}

/* ---- running ------------------------------------------------------------ */

/* Runs a step over the lists; no part of the graph. */
static int run_lists(const lists *l)
{
    ct_call *c = l->c;
    for (int k = 0; k < 2 + l->row->lists; k++) {
        c->arg[k].tensors = (ct_tensors){0, NULL};
    }
    for (int k = 0; k < l->count; k++) {
        int at = k < 2 ? k : 2 + l->own[k];
        c->arg[at].tensors = (ct_tensors){l->n, l->list[k]};
    }
    bool recording = ct_grad_enabled_set(false);
    int status = l->n ? ct_call_run(c) : 0;
    ct_grad_enabled_set(recording);
    return status < 0 ? ct_py_raise_int() : 0;
}

/* One row call over the parameters that `which` takes; how many were left out. */
static int run_pass(ct_call *c, int place, int which, PyObject *params, PyObject *state)
{
    lists l;
    if (lists_init(&l, c, place, PyList_GET_SIZE(params)) < 0) {
        return -1;
    }
    /* Without a state of the row's own nothing tells the first step. */
    int left = collect(&l, l.count > 2 ? which : ALL, params, state);
    if (left >= 0 && run_lists(&l) < 0) {
        left = -1;
    }
    lists_release(&l);
    return left;
}

static int place_of(PyObject *name)
{
    for (int i = 0; i < ROWS && row_names[i]; i++) {
        if (row_names[i] == name ||
            (PyUnicode_Check(name) && PyUnicode_Compare(row_names[i], name) == 0)) {
            return i;
        }
    }
    PyErr_Format(PyExc_ValueError, "_optim_step: expected a row of optim.def, got %R",
                 name);
    return -1;
}

/* Converts the options, all but `first`, into the call's arguments. */
static int take_options(ct_call *c, const ct_optim_row *row, PyObject *const *args,
                        Py_ssize_t n)
{
    int at = 2 + row->lists, end = c->op->nparam - (row->first >= 0);
    if (n != end - at) {
        PyErr_Format(PyExc_TypeError, "%s: expected %d options, got %zd", c->op->name,
                     end - at, n);
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++, at++) {
        if (c->op->params[at].type == CT_ARG_FLOAT) {
            c->arg[at].f = PyFloat_AsDouble(args[i]);
        } else {
            c->arg[at].i = PyObject_IsTrue(args[i]);
        }
        if (PyErr_Occurred()) {
            return -1;
        }
    }
    return 0;
}

static PyObject *optim_step(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    (void)self;
    int place = n < 3 ? -1 : place_of(args[0]);
    if (n < 3) {
        PyErr_Format(PyExc_TypeError,
                     "_optim_step: expected a name, a list and a dict, got %zd "
                     "arguments",
                     n);
    } else if (place >= 0 && (!PyList_Check(args[1]) || !PyDict_Check(args[2]))) {
        PyErr_Format(PyExc_TypeError, "%U: expected a list and a dict, got %s and %s",
                     args[0], Py_TYPE(args[1])->tp_name, Py_TYPE(args[2])->tp_name);
        place = -1;
    }
    if (place < 0) {
        return NULL;
    }
    const ct_optim_row *row = &ct_optim_rows[place];
    ct_call c;
    ct_call_init(&c, row->op);
    c.given = (1u << row->op->nparam) - 1;
    if (take_options(&c, row, args + 3, n - 3) < 0) {
        return NULL;
    }
    int which = row->first < 0 ? ALL : KNOWN;
    if (row->first >= 0) {
        c.arg[row->first].i = 0;
    }
    int left = run_pass(&c, place, which, args[1], args[2]);
    if (left > 0) {
        c.arg[row->first].i = 1;
        left = run_pass(&c, place, FRESH, args[1], args[2]);
    }
    return left < 0 ? NULL : Py_NewRef(Py_None);
}

/* ---- the concept -------------------------------------------------------- */

static int init(PyObject *module)
{
    (void)module;
    for (int i = 0; ct_optim_rows[i].op; i++) {
        const ct_optim_row *row = &ct_optim_rows[i];
        row_names[i] = PyUnicode_InternFromString(row->op->name);
        if (!row_names[i]) {
            return -1;
        }
        for (int k = 0; k < row->lists; k++) {
            row_keys[i][k] = PyUnicode_InternFromString(row->list[k].name);
            if (!row_keys[i][k]) {
                return -1;
            }
        }
    }
    return 0;
}

static PyMethodDef functions[] = {
    {"_optim_step", (PyCFunction)(void (*)(void))optim_step, METH_FASTCALL,
     "_optim_step(row, params, state, *options)\n--\n\nOne step of an optimizer over a "
     "list of parameters; `row` is a row of kind step."},
    {NULL, NULL, 0, NULL},
};

const ct_concept ct_optim_concept = {.functions = functions, .init = init};
