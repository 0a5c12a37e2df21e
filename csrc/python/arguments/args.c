/* Binding. Keywords are compared by address: names in source code are interned, and so
 * are the parameters' names, made at the first use of a row with keywords. */
#include "python/arguments/args.h"

#include <string.h>

#include "python/errors.h"
#include "python/exchange/numpy.h"
#include "python/type/tensor_type.h"

typedef enum mismatch_kind {
    TOO_MANY,
    MISSING,
    UNKNOWN,
    TWICE,
    WRONG_TYPE
} mismatch_kind;

typedef struct mismatch { /* why a row does not fit; borrowed references */
    mismatch_kind kind;
    int param;
    PyObject *object;
} mismatch;

typedef struct placed { /* objects by parameter, before conversion */
    uint32_t mask;      /* bit i: v[i] is set */
    PyObject *v[CT_MAX_ARGS];
    int variadic; /* the parameter that takes `rest`, or -1 */
    PyObject *const *rest;
    Py_ssize_t nrest;
    PyObject *out;
} placed;

/* ---- names -------------------------------------------------------------- */

typedef struct keywords { /* the names that a row's parameters go by */
    int n;
    struct {
        PyObject *name; /* interned */
        int param;
    } v[];
} keywords;

static PyObject *out_name;
static keywords **known; /* of each row, by its id; made at its first use */

int ct_py_args_init(void)
{
    out_name = PyUnicode_InternFromString("out");
    known = PyMem_Calloc((size_t)ct_op_count, sizeof(*known));
    return out_name && known ? 0 : -1;
}

static int count_spellings(const ct_op *op)
{
    int n = 0;
    while (op->spellings && op->spellings[n].name) {
        n++;
    }
    return n;
}

/* The parameters' own names come first. */
static keywords *keywords_new(const ct_op *op)
{
    int n = op->nparam + count_spellings(op);
    keywords *made = PyMem_Calloc(1, sizeof *made + (size_t)n * sizeof *made->v);
    for (int i = 0; made && i < n; i++) {
        int other = i - op->nparam;
        made->v[i].param = other < 0 ? i : op->spellings[other].param;
        made->v[i].name = PyUnicode_InternFromString(
            other < 0 ? op->params[i].name : op->spellings[other].name);
        if (!made->v[i].name) {
            PyMem_Free(made); /* what is interned stays */
            return NULL;
        }
        made->n++;
    }
    return made;
}

static keywords *keywords_of(const ct_op *op)
{
    if (!known[op->id]) {
        known[op->id] = keywords_new(op);
    }
    return known[op->id];
}

/* Is `name` this interned string? Interned ones, as all keywords in source code are, are
 * the same only if they are the same object. */
static inline bool is_name(PyObject *interned, PyObject *name)
{
    return interned == name ||
           (!PyUnicode_CHECK_INTERNED(name) && PyUnicode_Compare(interned, name) == 0);
}

static int find_keyword(const keywords *k, PyObject *name)
{
    for (int i = 0; i < k->n; i++) {
        if (is_name(k->v[i].name, name)) {
            return k->v[i].param;
        }
    }
    return -1;
}

int ct_py_keyword(const ct_op *op, PyObject *name)
{
    const keywords *named = keywords_of(op);
    if (!named) {
        PyErr_Clear();
    }
    return named ? find_keyword(named, name) : -1;
}

/* ---- placing ------------------------------------------------------------ */

/* All of these return 1, or 0 with *m filled in; -1 with an exception. */
static int fail(mismatch *m, mismatch_kind kind, int param, PyObject *object)
{
    *m = (mismatch){kind, param, object};
    return 0;
}

static inline void put(placed *p, int i, PyObject *o)
{
    p->v[i] = o;
    p->mask |= 1u << i;
}

static int place_positional(const ct_op *op, const ct_given_args *g, placed *p,
                            mismatch *m)
{
    int self = -1;
    if (g->self) {
        self = op->self;
        put(p, self, g->self);
    }
    for (int i = 0, k = 0; k < g->n; k++, i++) {
        i += i == self;
        if (i >= op->nparam || op->params[i].keyword_only) {
            return fail(m, TOO_MANY, i, NULL);
        }
        put(p, i, g->args[k]);
        if (op->params[i].spread && !ct_py_is_int_list(g->args[k])) {
            p->variadic = i;
            p->rest = g->args + k;
            p->nrest = g->n - k;
            return 1;
        }
    }
    return 1;
}

static int place_keywords(const ct_op *op, const ct_given_args *g, placed *p,
                          mismatch *m)
{
    const keywords *named = keywords_of(op);
    bool takes_out = g->form == CT_FN && op->flags & CT_OUT;
    if (!named) {
        return -1;
    }
    for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(g->kwnames); k++) {
        PyObject *name = PyTuple_GET_ITEM(g->kwnames, k), *value = g->args[g->n + k];
        if (takes_out && is_name(out_name, name)) {
            p->out = value == Py_None ? NULL : value;
            continue;
        }
        int i = find_keyword(named, name);
        if (i < 0 && value == Py_None && op->nout <= 1 && is_name(out_name, name)) {
            continue; /* np.sum(t) calls t.sum(axis=None, dtype=None, out=None) */
        }
        if (i < 0) {
            return fail(m, UNKNOWN, 0, name);
        }
        if (p->mask >> i & 1) {
            return fail(m, TWICE, i, NULL);
        }
        put(p, i, value);
    }
    return 1;
}

/* ---- converting --------------------------------------------------------- */

/* Which of the ints given one by one is none. */
static PyObject *first_wrong(const placed *p)
{
    Py_ssize_t k = 0;
    while (k < p->nrest - 1 && PyLong_CheckExact(p->rest[k])) {
        k++;
    }
    return p->rest[k];
}

static bool wants_ints(const ct_param *p)
{
    return p->type == CT_ARG_INT || p->type == CT_ARG_AXIS ||
           p->type == CT_ARG_NEW_AXIS || ct_param_is_ints(p);
}

/* A tensor for an int, or a number of NumPy's for a tensor? */
static bool stands_for_another(const ct_param *p, PyObject *o)
{
    return wants_ints(p) ? ct_py_is_tensor(o)
                         : p->type == CT_ARG_TENSOR && ct_numpy_is_scalar(o);
}

static int convert(ct_bound *b, int i, const placed *p, mismatch *m)
{
    const ct_param *param = &b->call.op->params[i];
    ct_value *value = &b->call.arg[i];
    PyObject *o = p->v[i];
    if (o == Py_None && param->optional) {
        b->call.given &= ~(1u << i);
        return 1;
    }
    if (b->as_it_is && stands_for_another(param, o)) {
        return fail(m, WRONG_TYPE, i, o);
    }
    if (param->words) {
        int found = ct_py_word(b->call.op->pyname, param, o, &value->i);
        b->call.given |= 1u << i;
        return found ? found : fail(m, WRONG_TYPE, i, o);
    }
    int status = i == p->variadic
                     ? ct_py_int_array(&b->keep, p->rest, p->nrest, &value->dims)
                     : ct_py_value(&b->keep, (ct_arg_type)param->type, o, value);
    if (status == 0) {
        return fail(m, WRONG_TYPE, i, i == p->variadic ? first_wrong(p) : o);
    }
    b->call.given |= 1u << i;
    return status;
}

static int bind_row(ct_bound *b, const ct_op *op, const ct_given_args *g, mismatch *m)
{
    placed p;
    p.mask = 0;
    p.variadic = -1;
    p.rest = NULL;
    p.nrest = 0;
    p.out = NULL;
    int status = place_positional(op, g, &p, m);
    if (status > 0 && g->kwnames) {
        status = place_keywords(op, g, &p, m);
    }
    uint32_t missing = op->required & ~p.mask;
    if (status > 0 && missing) {
        status = fail(m, MISSING, __builtin_ctz(missing), NULL);
    }
    if (status <= 0) {
        return status;
    }
    ct_call_init(&b->call, op);
    ct_keep_init(&b->keep);
    b->out = p.out;
    for (uint32_t left = p.mask; status > 0 && left; left &= left - 1) {
        status = convert(b, __builtin_ctz(left), &p, m);
    }
    if (status <= 0) {
        ct_keep_release(&b->keep);
    }
    return status;
}

/* ---- saying why not ----------------------------------------------------- */

/* " (argument 2)", counted as the user wrote it; nothing for a keyword's. */
static void put_position(char *text, size_t size, const ct_given_args *g, PyObject *o)
{
    text[0] = 0;
    for (Py_ssize_t k = 0; k < g->n; k++) {
        if (g->args[k] == o) {
            PyOS_snprintf(text, size, " (argument %d)", (int)k + 1);
            return;
        }
    }
}

static void raise_wrong_type(const ct_op *op, const mismatch *m, const ct_given_args *g)
{
    const ct_param *param = &op->params[m->param];
    PyObject *got = ct_py_describe(m->object);
    char where[32];
    put_position(where, sizeof where, g, m->object);
    if (got) {
        PyErr_Format(PyExc_TypeError, "%s: expected %s: %s%s, got %U%s", op->pyname,
                     param->name, ct_py_type_text(param),
                     param->optional ? " or None" : "", got, where);
        Py_DECREF(got);
    }
}

/* "max(input: Tensor, dim: int, keepdim: bool = False)" */
static PyObject *describe_row(const ct_op *op, bool method)
{
    PyObject *text = PyUnicode_FromFormat("%s(", op->pyname);
    const char *separator = "";
    for (int i = 0; text && i < op->nparam; i++) {
        const ct_param *p = &op->params[i];
        if (method && i == op->self) {
            continue;
        }
        Py_SETREF(text, PyUnicode_FromFormat("%U%s%s: %s%s%s%s", text, separator,
                                             p->name, ct_py_type_text(p),
                                             p->optional ? " or None" : "",
                                             p->has_default ? " = " : "",
                                             p->has_default ? p->text : ""));
        separator = p->keyword_only                           ? ", "
                    : i + 1 < op->nparam && p[1].keyword_only ? ", *, "
                                                              : ", ";
    }
    if (text) {
        Py_SETREF(text, PyUnicode_FromFormat("%U)", text));
    }
    return text;
}

static void raise_unknown(const ct_op *op, PyObject *name, bool method)
{
    PyObject *row = describe_row(op, method);
    if (row) {
        PyErr_Format(PyExc_TypeError, "%s: expected %U, got keyword '%U'", op->pyname,
                     row, name);
        Py_DECREF(row);
    }
}

static void raise_mismatch(const ct_op *op, const mismatch *m, const ct_given_args *g)
{
    const char *name = op->pyname;
    bool method = g->self != NULL;
    switch (m->kind) {
    case TOO_MANY:
        PyErr_Format(PyExc_TypeError,
                     "%s: expected at most %d positional arguments, got %zd", name,
                     m->param - method, g->n);
        break;
    case MISSING:
        PyErr_Format(PyExc_TypeError, "%s: expected argument '%s': %s, got none", name,
                     op->params[m->param].name, ct_py_type_text(&op->params[m->param]));
        break;
    case UNKNOWN:
        raise_unknown(op, m->object, method);
        break;
    case TWICE:
        PyErr_Format(PyExc_TypeError, "%s: got two values for argument '%s'", name,
                     op->params[m->param].name);
        break;
    case WRONG_TYPE:
        raise_wrong_type(op, m, g);
        break;
    }
}

/* "Tensor, dim=str" */
static PyObject *describe_given(const ct_given_args *g)
{
    Py_ssize_t nkeys = g->kwnames ? PyTuple_GET_SIZE(g->kwnames) : 0;
    PyObject *text = PyUnicode_FromString("");
    for (Py_ssize_t k = 0; text && k < g->n + nkeys; k++) {
        PyObject *one = ct_py_describe(g->args[k]);
        if (!one) {
            Py_CLEAR(text);
        } else if (k < g->n) {
            Py_SETREF(text, PyUnicode_FromFormat("%U%s%U", text, k ? ", " : "", one));
        } else {
            PyObject *key = PyTuple_GET_ITEM(g->kwnames, k - g->n);
            Py_SETREF(text,
                      PyUnicode_FromFormat("%U%s%U=%U", text, k ? ", " : "", key, one));
        }
        Py_XDECREF(one);
    }
    return text;
}

static void raise_no_overload(const ct_op *op, const ct_given_args *g)
{
    PyObject *expected = PyUnicode_FromString("");
    const char *separator = "";
    for (const ct_op *row = op; expected && row; row = row->overload) {
        if (!ct_py_has_form(row, g->form)) {
            continue;
        }
        PyObject *one = describe_row(row, g->self != NULL);
        Py_SETREF(expected,
                  one ? PyUnicode_FromFormat("%U%s%U", expected, separator, one)
                      : NULL);
        Py_XDECREF(one);
        separator = " or ";
    }
    PyObject *got = expected ? describe_given(g) : NULL;
    if (got) {
        PyErr_Format(PyExc_TypeError, "%s: expected %U, got (%U)", op->pyname, expected,
                     got);
    }
    Py_XDECREF(expected);
    Py_XDECREF(got);
}

/* Tries the rows in order; what bind_row says of the last. *rows: how many have the form,
 * *tried: the last of them. */
static int bind_first(ct_bound *b, const ct_op *op, const ct_given_args *given,
                      mismatch *m, const ct_op **tried, int *rows)
{
    int status = 0;
    *rows = 0;
    for (const ct_op *row = op; row && status == 0; row = row->overload) {
        if (ct_py_has_form(row, given->form)) {
            status = bind_row(b, row, given, m);
            *tried = row;
            ++*rows;
        }
    }
    return status;
}

/* NOTE [What stands for another] A tensor of one integer may stand for an int, but max(x,
 * t) is the larger of two tensors; a number of NumPy's may stand for a tensor, but
 * scatter(x, 0, index, n) writes a number: of several rows, one that takes an object as
 * what it is comes before all that would take it for another. */
int ct_py_bind(ct_bound *b, const ct_op *op, const ct_given_args *given)
{
    mismatch m = {TOO_MANY, 0, NULL};
    const ct_op *tried = NULL;
    int rows = 0, status = 0;
    b->as_it_is = true;
    if (op->overload) {
        status = bind_first(b, op, given, &m, &tried, &rows);
    }
    b->as_it_is = false;
    if (status == 0) {
        status = bind_first(b, op, given, &m, &tried, &rows);
    }
    if (status != 0) {
        return status > 0 ? 0 : -1;
    }
    if (rows == 1) {
        raise_mismatch(tried, &m, given);
    } else {
        raise_no_overload(op, given);
    }
    return -1;
}
