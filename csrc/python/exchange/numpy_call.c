/* numpy_call: NumPy's arguments onto a row's (see numpy_call.h). */
#include "python/exchange/numpy_call.h"

#include "python/arguments/direct.h"
#include "python/arguments/results.h"

#define MAX_LIST 32 /* tensors of a list; longer ones are bound in Python */

struct ct_numpy_bound {
    const ct_op *op;
    const ct_numpy_call *call;
    const char *method; /* of a ufunc, or NULL */
    ct_numpy_bound *next;
    PyObject *names[]; /* the parameters', interned */
};

typedef struct binding {
    ct_direct d;
    const ct_numpy_call *call;
    int64_t axis;  /* a default of axes */
    uint32_t said; /* bit i: the row's parameter i, by the caller */
    int nlist;
    ct_tensor *list[MAX_LIST]; /* owned: a list may change while the row runs */
} binding;

static PyObject *no_value; /* numpy._NoValue: as if the argument were not there */

int ct_numpy_bind(ct_numpy_bound **first, const ct_op *op, const ct_numpy_call *call,
                  const char *method)
{
    ct_numpy_bound *b = PyMem_Calloc(1, sizeof *b + call->nparam * sizeof *b->names);
    if (!b) {
        PyErr_NoMemory();
        return -1;
    }
    b->op = op;
    b->call = call;
    b->method = method;
    for (int i = 0; i < call->nparam; i++) {
        b->names[i] = PyUnicode_InternFromString(call->params[i].name);
        if (!b->names[i]) {
            return -1;
        }
    }
    while (*first) {
        first = &(*first)->next;
    }
    *first = b;
    return 0;
}

/* ---- one argument ------------------------------------------------------- */

static bool put_list(binding *b, int i, PyObject *o)
{
    bool is_list = PyList_CheckExact(o) || PyTuple_CheckExact(o);
    Py_ssize_t n = is_list ? PySequence_Fast_GET_SIZE(o) : 0;
    if (n < 1 || n > MAX_LIST || b->nlist) {
        return false;
    }
    for (Py_ssize_t k = 0; k < n; k++) {
        PyObject *item = PySequence_Fast_GET_ITEM(o, k);
        if (!ct_py_is_exact_tensor(item)) {
            return false;
        }
        b->list[b->nlist++] = ct_newref(ct_py_tensor(item));
    }
    ct_call_tensors(&b->d.c, i, ct_tensors_of(n, b->list));
    return true;
}

/* False where the object is not what the row takes there, or means something else: no
 * axes at all are all of them for a row, and none for NumPy. */
static bool put(binding *b, const ct_numpy_param *p, PyObject *o)
{
    if (o == no_value) {
        return true;
    }
    if (p->param == CT_NOWHERE) {
        return o == Py_None && p->none;
    }
    b->said |= (uint32_t)!(o == Py_None && p->flat) << p->param;
    const ct_param *own = &b->d.c.op->params[p->param];
    if (o == Py_None) {
        return p->flat || (own->optional && own->type != CT_ARG_FLOAT);
    }
    switch ((ct_arg_type)own->type) {
    case CT_ARG_TENSORS:
        return put_list(b, p->param, o);
    case CT_ARG_DTYPE:
        return false;
    case CT_ARG_AXES:
        return !(PyTuple_CheckExact(o) && PyTuple_GET_SIZE(o) == 0) &&
               ct_direct_put(&b->d, p->param, o);
    default:
        return ct_direct_put(&b->d, p->param, o);
    }
}

/* ---- all of them -------------------------------------------------------- */

static bool put_positional(binding *b, const ct_numpy_given *given)
{
    if (given->n > b->call->nparam) {
        return false;
    }
    for (Py_ssize_t i = 0; i < given->n; i++) {
        const ct_numpy_param *p = &b->call->params[i];
        if (p->keyword_only || !put(b, p, given->args[i])) {
            return false;
        }
    }
    return true;
}

/* A keyword, as one of the parameters behind those given by position. */
static bool put_named(binding *b, const ct_numpy_bound *bound, Py_ssize_t n,
                      PyObject *name, PyObject *value)
{
    for (Py_ssize_t i = n; i < bound->call->nparam; i++) {
        if (bound->names[i] == name) {
            const ct_numpy_param *p = &bound->call->params[i];
            return !p->positional_only && put(b, p, value);
        }
    }
    return false;
}

static bool put_keywords(binding *b, const ct_numpy_bound *bound,
                         const ct_numpy_given *given)
{
    PyObject *name, *value;
    Py_ssize_t n = given->n,
               names = given->kwnames ? PyTuple_GET_SIZE(given->kwnames) : 0;
    for (Py_ssize_t k = 0; k < names; k++) {
        if (!put_named(b, bound, n, PyTuple_GET_ITEM(given->kwnames, k),
                       given->args[n + k])) {
            return false;
        }
    }
    for (Py_ssize_t at = 0;
         given->kwargs && PyDict_Next(given->kwargs, &at, &name, &value);) {
        if (!put_named(b, bound, n, name, value)) {
            return false;
        }
    }
    return true;
}

/* What NumPy takes for arguments that are not given, where the row has no default or
 * another. */
static bool put_defaults(binding *b)
{
    ct_call *c = &b->d.c;
    for (int i = 0; i < b->call->nparam; i++) {
        const ct_numpy_param *p = &b->call->params[i];
        if (p->param == CT_NOWHERE || b->said >> p->param & 1) {
            continue;
        }
        if (p->flat) {
            const ct_tensor *t = ct_given(c, 0) ? c->arg[0].tensor : NULL;
            if (!t || t->ndim != 1) {
                return false;
            }
            ct_call_int(c, p->param, 0);
        } else if (p->has_default && c->op->params[p->param].type == CT_ARG_AXES) {
            b->axis = p->value;
            ct_call_dims(c, p->param, 1, &b->axis);
        } else if (p->has_default && c->op->params[p->param].type == CT_ARG_FLOAT) {
            ct_call_float(c, p->param, p->value);
        } else if (p->has_default) {
            ct_call_int(c, p->param, p->value);
        }
    }
    return !(c->op->required & ~c->given);
}

/* ---- the tensors -------------------------------------------------------- */

static uint8_t kind_of(ct_dtype d)
{
    if (d == CT_DTYPE_BOOL) {
        return CT_NUMPY_BOOL;
    }
    if (ct_dtype_is_complex(d)) {
        return CT_NUMPY_COMPLEX;
    }
    if (ct_dtype_is_floating(d)) {
        return CT_NUMPY_REAL;
    }
    return ct_dtype_is_signed(d) ? CT_NUMPY_SIGNED : CT_NUMPY_UNSIGNED;
}

/* Does the column allow t beside `first`, the first value (NULL: t is it)? */
static bool allows(const ct_numpy_call *call, const ct_numpy_param *p,
                   const ct_tensor *t, const ct_tensor *first)
{
    if (t->ndim < call->low || t->ndim > call->high) {
        return false;
    }
    if (p->role != CT_NUMPY_VALUE) {
        return t->dtype == (p->role == CT_NUMPY_INDEX ? CT_DTYPE_I64 : CT_DTYPE_BOOL);
    }
    return first ? t->dtype == first->dtype
                 : (call->kinds & kind_of((ct_dtype)t->dtype)) != 0;
}

/* Lists hold tensors of one ndim: PyTorch skips empty vectors, which NumPy does not.
 * Numbers stand beside floats only: what integers become of them differs. */
static bool allows_tensors(const binding *b)
{
    const ct_call *c = &b->d.c;
    const ct_tensor *first = NULL;
    for (int i = 0; i < b->call->nparam; i++) {
        const ct_numpy_param *p = &b->call->params[i];
        if (p->param == CT_NOWHERE ||
            !((c->op->tensor_args & c->given) >> p->param & 1)) {
            continue;
        }
        bool is_list = c->op->list_args >> p->param & 1;
        ct_tensor *const *t = is_list ? b->list : &c->arg[p->param].tensor;
        for (int k = 0; k < (is_list ? b->nlist : 1); k++) {
            if (ct_tensor_is_weak(t[k]) && p->role == CT_NUMPY_VALUE) {
                continue;
            }
            if (!allows(b->call, p, t[k], first) || t[k]->ndim != t[0]->ndim) {
                return false;
            }
            first = p->role == CT_NUMPY_VALUE ? t[k] : first;
        }
    }
    return !b->d.nnumbers || (first && ct_dtype_is_inexact((ct_dtype)first->dtype));
}

/* ---- running ------------------------------------------------------------ */

/* The row's result; NULL without an exception where the call is not the row's. */
static PyObject *run(const ct_numpy_bound *bound, const ct_numpy_given *given)
{
    binding b;
    PyObject *result = NULL;
    ct_direct_init(&b.d, bound->op);
    b.call = bound->call;
    b.said = 0;
    b.nlist = 0;
    if (put_positional(&b, given) && put_keywords(&b, bound, given) &&
        put_defaults(&b) && allows_tensors(&b)) {
        result = ct_py_run(&b.d.c);
    }
    if (!result && PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_Exception) &&
        !PyErr_ExceptionMatches(PyExc_MemoryError)) {
        PyErr_Clear(); /* Python raises it as NumPy does */
    }
    for (int i = 0; i < b.nlist; i++) {
        ct_decref(b.list[i]);
    }
    ct_direct_release(&b.d);
    return result;
}

static bool is_method(const ct_numpy_bound *b, PyObject *method)
{
    return b->method && method
               ? PyUnicode_CompareWithASCIIString(method, b->method) == 0
               : !b->method && !method;
}

PyObject *ct_numpy_run_bound(const ct_numpy_bound *first, PyObject *method,
                             const ct_numpy_given *given)
{
    for (; first; first = first->next) {
        PyObject *result = is_method(first, method) ? run(first, given) : NULL;
        if (result || PyErr_Occurred()) {
            return result;
        }
    }
    return Py_NewRef(Py_NotImplemented);
}

static int init(PyObject *module)
{
    (void)module;
    PyObject *numpy = PyImport_ImportModule("numpy");
    no_value = numpy ? PyObject_GetAttrString(numpy, "_NoValue") : NULL;
    Py_XDECREF(numpy);
    return no_value ? 0 : -1;
}

const ct_concept ct_numpy_call_concept = {.init = init};
