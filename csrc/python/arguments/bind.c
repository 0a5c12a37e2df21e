/* Trampolines, and the method tables made of them.
 *
 * A direct call (direct.h) needs no binding; what else may be given, and all errors, are
 * args.h's. */
#include "python/arguments/bind.h"

#include <stdlib.h>
#include <string.h>

#include "autograd/meta.h"
#include "python/arguments/args.h"
#include "python/arguments/direct.h"
#include "python/arguments/docs.h"
#include "python/arguments/trampoline.h"
#include "python/errors.h"
#include "python/override/ask.h"
#include "python/override/table.h"
#include "python/type/tensor_type.h"
#include "rows/python/names.h"

/* ---- calling ------------------------------------------------------------ */

static PyObject *run_in_place(ct_call *c)
{
    c->form = CT_FORM_INPLACE;
    c->out[0] = ct_newref(c->arg[c->op->self].tensor);
    return ct_py_run(c);
}

/* The row as users know it; a new reference. */
static PyObject *public_name(const ct_op *op, unsigned form)
{
    char name[128];
    bool private = op->flags & CT_OP_PRIVATE && op->pyname[0] != '_';
    PyOS_snprintf(name, sizeof name, "%s%s%s", private ? "_" : "", op->pyname,
                  form == CT_INPLACE ? "_" : "");
    return form == CT_FN ? ct_py_public_function(name) : ct_py_public_method(name);
}

/* Is there a class of an argument, or a mode, to ask? Rows that make tensors of none ask
 * modes alone. */
static bool asks(const ct_op *op, const ct_given_args *g)
{
    uint32_t tensors = 0, lists = 0;
    for (; op; op = op->overload) {
        bool makes = op->flags & CT_OP_CREATES && !(op->tensor_args & 1);
        tensors |= makes ? 0 : op->tensor_args;
        lists |= op->list_args;
    }
    return tensors ? ct_py_asks(g->self, g->args, g->n, g->kwnames, lists)
                   : ct_py_asks(NULL, NULL, 0, NULL, false);
}

static __attribute__((noinline)) PyObject *bind_and_run(const ct_op *op,
                                                        const ct_given_args *given)
{
    ct_bound b;
    if (ct_py_bind(&b, op, given) < 0) {
        return NULL;
    }
    PyObject *result = NULL;
    if (given->form == CT_INPLACE || b.call.op->flags & CT_OP_INPLACE_ONLY) {
        result = run_in_place(&b.call);
    } else if (!b.out || ct_py_set_out(&b.call, b.out) == 0) {
        result = ct_py_run(&b.call);
    }
    if (result && b.call.op->flags & CT_OP_CREATES &&
        b.call.arg[b.call.op->nparam - 1].i &&
        ct_requires_grad_set(ct_py_tensor(result), true) < 0) {
        result = ct_py_raise_drop(result);
    }
    if (b.out) {
        result = ct_py_warned(result);
    }
    ct_keep_release(&b.keep);
    return result;
}

/* A class that is asked may call again, and again: no large frame stands below it. */
PyObject *ct_py_call(const ct_op *op, unsigned form, PyObject *self,
                     PyObject *const *args, Py_ssize_t n, PyObject *kwnames)
{
    ct_given_args given = {self, args, n, kwnames, form};
    return asks(op, &given)
               ? ct_py_ask(public_name(op, form), self, args, n, kwnames, true)
               : bind_and_run(op, &given);
}

/* ---- direct calls ------------------------------------------------------- */

enum { NOT_DIRECT = CT_MAX_ARGS + 1 };

/* Sizes are the last that is given: a tuple, or one by one. */
static int put_sizes(ct_direct *d, int i, PyObject *const *args, Py_ssize_t n)
{
    if (n == 1 && PyTuple_CheckExact(args[0])) {
        n = PyTuple_GET_SIZE(args[0]);
        args = ((PyTupleObject *)args[0])->ob_item;
    }
    return ct_direct_ints(d, i, args, n) ? i + 1 : NOT_DIRECT;
}

static int put_each(ct_direct *d, int i, PyObject *const *args, Py_ssize_t n)
{
    if (i + n > d->c.op->positional) {
        return NOT_DIRECT;
    }
    for (Py_ssize_t k = 0; k < n; k++) {
        if (!ct_direct_put(d, i + (int)k, args[k])) {
            return NOT_DIRECT;
        }
    }
    return i + (int)n;
}

/* Parameters from i on; gives the first that is not given by position. */
static inline int put_rest(ct_direct *d, int i, PyObject *const *args, Py_ssize_t n)
{
    const ct_op *op = d->c.op;
    if (!ct_py_direct_type) {
        return NOT_DIRECT;
    }
    return i < op->positional && op->params[i].spread ? put_sizes(d, i, args, n)
                                                      : put_each(d, i, args, n);
}

/* False when the call is not direct; self may be NULL. Of rows that share the name, the
 * first that takes so many arguments, as sizes one by one may be any number, and these
 * keywords. */
static inline __attribute__((always_inline)) bool prepare(ct_direct *d, const ct_op *op,
                                                          unsigned form, PyObject *self,
                                                          PyObject *const *args,
                                                          Py_ssize_t n,
                                                          PyObject *kwnames)
{
    int i = self != NULL;
    PyObject *const *named = args + n;
    while (op &&
           ((n + i > op->positional && !op->variadic) || !ct_py_has_form(op, form) ||
            (kwnames && op->overload && !ct_direct_knows(op, kwnames)))) {
        op = op->overload;
    }
    d->nnumbers = 0;
    if (!op || (self && (!ct_py_is_quiet(self) || op->self))) {
        return false;
    }
    ct_direct_init(d, op);
    if (self) {
        ct_call_tensor(&d->c, 0, ct_py_tensor(self));
    }
    for (; n > 0 && i < op->positional && op->params[i].type <= CT_ARG_OPERAND &&
           ct_py_is_direct(args[0]);
         i++, args++, n--) {
        ct_call_tensor(&d->c, i, ct_py_tensor(args[0]));
    }
    if (n > 0) {
        i = put_rest(d, i, args, n);
    }
    return i != NOT_DIRECT && (!kwnames || ct_direct_named(d, i, kwnames, named)) &&
           !(op->required & ~d->c.given);
}

/* Inline, as `form` and whether there is a self are known in each of its uses. */
static inline __attribute__((always_inline)) PyObject *call(
    const ct_op *op, unsigned form, PyObject *self, PyObject *const *args, Py_ssize_t n,
    PyObject *kwnames)
{
    ct_direct d;
    PyObject *result;
    if (!prepare(&d, op, form, self, args, n, kwnames)) {
        result = ct_py_call(op, form, self, args, n, kwnames);
    } else if (form == CT_INPLACE || d.c.op->flags & CT_OP_INPLACE_ONLY) {
        result = run_in_place(&d.c);
    } else {
        result = ct_py_run(&d.c);
    }
    ct_direct_release(&d);
    return result;
}

PyObject *ct_py_call_function(const ct_op *op, PyObject *const *args, Py_ssize_t n,
                              PyObject *kwnames)
{
    return call(op, CT_FN, NULL, args, n, kwnames);
}

PyObject *ct_py_call_method(const ct_op *op, PyObject *self, PyObject *const *args,
                            Py_ssize_t n, PyObject *kwnames)
{
    return call(op, CT_METHOD, self, args, n, kwnames);
}

PyObject *ct_py_call_in_place(const ct_op *op, PyObject *self, PyObject *const *args,
                              Py_ssize_t n, PyObject *kwnames)
{
    return call(op, CT_INPLACE, self, args, n, kwnames);
}

/* ---- tables ------------------------------------------------------------- */

static PyMethodDef functions[CT_ROW_NAMES + 1];
static PyMethodDef methods[2 * CT_ROW_NAMES + 1];
static int nfunctions, nmethods;

/* Both in one; NULL with MemoryError. */
static const char *joined(const char *a, const char *b)
{
    size_t size = strlen(a) + strlen(b) + 1;
    char *text = malloc(size);
    if (text) {
        PyOS_snprintf(text, size, "%s%s", a, b);
    } else {
        PyErr_NoMemory();
    }
    return text;
}

static int add(PyMethodDef *entry, const ct_op *op, const char *name,
               ct_py_fast function, unsigned form)
{
    const char *doc = name ? ct_doc_row(op, name, form) : NULL;
    if (!doc) {
        PyErr_NoMemory();
        return -1;
    }
    *entry = (PyMethodDef)CT_PY_METHOD(name, function, doc);
    return 0;
}

static unsigned flags_of_overloads(const ct_op *op)
{
    unsigned flags = 0;
    for (; op; op = op->overload) {
        flags |= op->flags;
    }
    return flags;
}

/* The forms that the row and its overloads have, under `name`. */
static int add_forms(const ct_py_trampolines *t, const char *name)
{
    const ct_op *op = t->op;
    unsigned flags = flags_of_overloads(op);
    if (flags & CT_OP_PRIVATE && name[0] != '_') {
        name = joined("_", name);
    }
    if (name && flags & (CT_FN | CT_OP_PRIVATE) &&
        add(&functions[nfunctions++], op, name, t->function, CT_FN) < 0) {
        return -1;
    }
    if (name && flags & CT_METHOD &&
        add(&methods[nmethods++], op, name, t->method, CT_METHOD) < 0) {
        return -1;
    }
    if (name && flags & CT_INPLACE) {
        return add(&methods[nmethods++], op, joined(name, "_"), t->in_place,
                   CT_INPLACE);
    }
    return name ? 0 : -1;
}

static int add_row(const ct_py_trampolines *t)
{
    if (!t->op->is_overload && add_forms(t, t->op->pyname) < 0) {
        return -1;
    }
    int function = nfunctions, method = nmethods;
    for (const char *const *name = t->op->aliases; name && *name; name++) {
        if (add_forms(t, *name) < 0) {
            return -1;
        }
    }
    /* The trampolines ask for the row: a class is to hear of the name that was called. */
    int status = 0;
    for (; function < nfunctions && status == 0; function++) {
        status = ct_override_entry(&functions[function], false);
    }
    for (; method < nmethods && status == 0; method++) {
        status = ct_override_entry(&methods[method], true);
    }
    return status;
}

int ct_py_bind_prepare(void)
{
    if (ct_py_args_init() < 0) {
        return -1;
    }
    for (const ct_py_trampolines *const *family = ct_py_rows; *family; family++) {
        for (const ct_py_trampolines *t = *family; t->op; t++) {
            if (add_row(t) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

const ct_concept ct_bind_concept = {.methods = methods, .functions = functions};
