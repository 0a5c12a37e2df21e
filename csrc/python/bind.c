/* Trampolines, and the method tables made of them.
 *
 * NOTE [Direct calls] A call that gives exact Tensors alone, by position, and leaves the
 * other parameters to their defaults needs no binding: its arguments are copied. The
 * same goes for a row that takes sizes and then options, called with a few ints. */
#include "python/bind.h"

#include <stdlib.h>
#include <string.h>

#include "autograd/meta.h"
#include "python/args.h"
#include "python/docs.h"
#include "python/errors.h"
#include "python/tensor_type.h"

/* NOTE [Direct calls]: how few and how many arguments, a method's self included. */
static struct {
    uint8_t least, most;
    bool sizes;
} direct[CT_OP_COUNT];
enum { MAX_DIRECT_SIZES = 4 };

static void count_direct(const ct_op *op)
{
    int least = 0, most = 0;
    if (op->flags & CT_OP_INPLACE_ONLY) {
        direct[op->id].least = 255;
        return;
    }
    for (int i = 0; i < op->nparam && !op->params[i].keyword_only; i++) {
        least = op->params[i].has_default ? least : i + 1;
        most = most == i && op->params[i].type <= CT_ARG_OPERAND ? i + 1 : most;
    }
    for (int i = 0; i < op->nparam; i++) { /* a keyword that must be given */
        least = op->params[i].keyword_only && !op->params[i].has_default ? 255 : least;
    }
    direct[op->id].least = (uint8_t)least;
    direct[op->id].most = (uint8_t)most;
    direct[op->id].sizes = op->nparam > 1 && op->params[0].type == CT_ARG_SHAPE &&
                           op->params[1].keyword_only;
}

/* ---- calling ------------------------------------------------------------ */

static PyObject *run_in_place(ct_call *c)
{
    c->form = CT_FORM_INPLACE;
    c->out[0] = ct_newref(c->arg[0].tensor);
    return ct_py_run(c);
}

PyObject *ct_py_call(const ct_op *op, unsigned form, PyObject *self,
                     PyObject *const *args, Py_ssize_t n, PyObject *kwnames)
{
    ct_bound b;
    ct_given_args given = {self, args, n, kwnames, form};
    if (ct_py_bind(&b, op, &given) < 0) {
        return NULL;
    }
    PyObject *result = NULL;
    if (form == CT_INPLACE || b.call.op->flags & CT_OP_INPLACE_ONLY) {
        result = run_in_place(&b.call);
    } else if (!b.out || ct_py_set_out(&b.call, b.out) == 0) {
        result = ct_py_run(&b.call);
    }
    if (result && b.call.op->flags & CT_OP_CREATES &&
        b.call.arg[b.call.op->nparam - 1].i &&
        ct_requires_grad_set(ct_py_tensor(result), true) < 0) {
        Py_DECREF(result);
        result = ct_py_raise();
    }
    ct_keep_release(&b.keep);
    return result;
}

/* self may be NULL. False when the call is not direct. */
static inline bool prepare_direct(ct_call *c, const ct_op *op, PyObject *self,
                                  PyObject *const *args, Py_ssize_t n)
{
    int first = self != NULL;
    Py_ssize_t count = n + first;
    if (count < direct[op->id].least || count > direct[op->id].most ||
        (self && !ct_py_is_exact_tensor(self))) {
        return false;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        if (!ct_py_is_exact_tensor(args[i])) {
            return false;
        }
    }
    ct_call_init(c, op);
    if (self) {
        ct_call_tensor(c, 0, ct_py_tensor(self));
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        ct_call_tensor(c, (int)i + first, ct_py_tensor(args[i]));
    }
    return true;
}

static inline bool prepare_sizes(ct_call *c, const ct_op *op, PyObject *const *args,
                                 Py_ssize_t n, int64_t sizes[MAX_DIRECT_SIZES])
{
    if (!direct[op->id].sizes || n < 1 || n > MAX_DIRECT_SIZES) {
        return false;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        int overflow = !PyLong_CheckExact(args[i]);
        if (!overflow) {
            sizes[i] = PyLong_AsLongLongAndOverflow(args[i], &overflow);
        }
        if (overflow) {
            return false;
        }
    }
    ct_call_init(c, op);
    ct_call_dims(c, 0, n, sizes);
    return true;
}

static PyObject *call_function(const ct_op *op, PyObject *const *args, Py_ssize_t n,
                               PyObject *kwnames)
{
    ct_call c;
    int64_t sizes[MAX_DIRECT_SIZES];
    if (!kwnames && (prepare_direct(&c, op, NULL, args, n) ||
                     prepare_sizes(&c, op, args, n, sizes))) {
        return ct_py_run(&c);
    }
    return ct_py_call(op, CT_FN, NULL, args, n, kwnames);
}

static PyObject *call_method(const ct_op *op, PyObject *self, PyObject *const *args,
                             Py_ssize_t n, PyObject *kwnames)
{
    ct_call c;
    if (!kwnames && !ct_py_self_index(op) && prepare_direct(&c, op, self, args, n)) {
        return ct_py_run(&c);
    }
    return ct_py_call(op, CT_METHOD, self, args, n, kwnames);
}

static PyObject *call_in_place(const ct_op *op, PyObject *self, PyObject *const *args,
                               Py_ssize_t n, PyObject *kwnames)
{
    ct_call c;
    if (!kwnames && prepare_direct(&c, op, self, args, n)) {
        return run_in_place(&c);
    }
    return ct_py_call(op, CT_INPLACE, self, args, n, kwnames);
}

/* ---- trampolines -------------------------------------------------------- */

#define EVERY_ROW(name)                                                      \
    static CT_PY_FAST(function_##name)                                       \
    {                                                                        \
        (void)self;                                                          \
        return call_function(&ct_ops[CT_OP_##name], args, n, kwnames);       \
    }                                                                        \
    static CT_PY_FAST(method_##name)                                         \
    {                                                                        \
        return call_method(&ct_ops[CT_OP_##name], self, args, n, kwnames);   \
    }                                                                        \
    static CT_PY_FAST(in_place_##name)                                       \
    {                                                                        \
        return call_in_place(&ct_ops[CT_OP_##name], self, args, n, kwnames); \
    }
#include "python/each_row.def"

typedef PyObject *(*fast_function)(PyObject *, PyObject *const *, Py_ssize_t,
                                   PyObject *);

static const struct {
    fast_function function, method, in_place;
} trampolines[CT_OP_COUNT] = {
#define EVERY_ROW(name) {function_##name, method_##name, in_place_##name},
#include "python/each_row.def"
};

static const struct {
    const char *name;
    ct_op_id id;
} aliases[] = {
#define CT_ALIAS(alias, name) {alias, CT_OP_##name},
#include "ops/ops.def"
    {NULL, 0},
};
enum { ALIASES = sizeof(aliases) / sizeof(*aliases) - 1 };

/* ---- tables ------------------------------------------------------------- */

static PyMethodDef functions[CT_OP_COUNT + ALIASES + 1];
static PyMethodDef methods[2 * (CT_OP_COUNT + ALIASES) + 1];
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
               fast_function function, unsigned form)
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
static int add_forms(const ct_op *op, const char *name)
{
    unsigned flags = flags_of_overloads(op);
    if (flags & CT_OP_PRIVATE && name[0] != '_') {
        name = joined("_", name);
    }
    if (name && flags & (CT_FN | CT_OP_PRIVATE) &&
        add(&functions[nfunctions++], op, name, trampolines[op->id].function, CT_FN) <
            0) {
        return -1;
    }
    if (name && flags & CT_METHOD &&
        add(&methods[nmethods++], op, name, trampolines[op->id].method, CT_METHOD) <
            0) {
        return -1;
    }
    if (name && flags & CT_INPLACE) {
        return add(&methods[nmethods++], op, joined(name, "_"),
                   trampolines[op->id].in_place, CT_INPLACE);
    }
    return name ? 0 : -1;
}

/* Is an earlier row the head of this row's overloads? */
static bool is_overload(const ct_op *op)
{
    for (int i = 0; i < op->id; i++) {
        if (ct_ops[i].overload == op) {
            return true;
        }
    }
    return false;
}

int ct_py_bind_prepare(void)
{
    if (ct_py_args_init() < 0) {
        return -1;
    }
    for (int i = 0; i < CT_OP_COUNT; i++) {
        count_direct(&ct_ops[i]);
        if (!is_overload(&ct_ops[i]) && add_forms(&ct_ops[i], ct_ops[i].pyname) < 0) {
            return -1;
        }
    }
    for (int i = 0; i < ALIASES; i++) {
        if (add_forms(&ct_ops[aliases[i].id], aliases[i].name) < 0) {
            return -1;
        }
    }
    return 0;
}

const ct_concept ct_bind_concept = {.methods = methods, .functions = functions};
