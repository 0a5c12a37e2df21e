/* index: subscripts; see index.h. */
#include "python/type/index.h"

#include <string.h>

#include "core/device.h"
#include "ops/scope.h"
#include "ops/value.h"
#include "ops/view.h"
#include "python/arguments/convert.h"
#include "python/arguments/exact_int.h"
#include "python/arguments/results.h"
#include "python/errors.h"
#include "python/exchange/numpy.h"
#include "python/type/sequence.h"
#include "python/type/slots.h"
#include "python/type/tensor_type.h"
#include "rows/index.h"
#include "rows/view.h"

#define MAX_ENTRIES (2 * CT_MAX_NDIM + 1) /* each dim, as many new ones, an ellipsis */
#define MAX_STEPS (MAX_ENTRIES + CT_MAX_NDIM)

typedef enum entry_kind {
    ENTRY_INT,
    ENTRY_SLICE,
    ENTRY_NEW,
    ENTRY_ELLIPSIS,
    ENTRY_BOOL, /* a new dim of size 1 and a mask for it */
    ENTRY_TENSOR /* indices for a dim, or a mask for as many as it has */
} entry_kind;

typedef struct entry {
    entry_kind kind;
    Py_ssize_t a, stop, step; /* a: the integer, or where a slice starts */
    ct_tensor *t; /* owned: what it brings, or NULL */
    ct_tensor *used; /* owned: a 0-d tensor of which only the value is wanted */
} entry;

typedef struct subscript {
    int n;
    int dims; /* of x that the entries are for */
    int tensors; /* entries that are, or bring, tensors */
    bool is_plain; /* only full slices besides the tensors: no view is needed */
    entry v[MAX_ENTRIES];
} subscript;

/* ---- reading ------------------------------------------------------------ */

static void subscript_release(subscript *s)
{
    for (int i = 0; i < s->n; i++) {
        ct_xdecref(s->v[i].t);
        ct_xdecref(s->v[i].used);
    }
}

static int invalid(PyObject *o)
{
    PyErr_Format(PyUnicode_Check(o) || PyBytes_Check(o) ? PyExc_TypeError
                                                        : PyExc_IndexError,
                 "only integers, slices (`:`), ellipsis (`...`), None and integer or "
                 "boolean arrays are valid indices (got %s)",
                 Py_TYPE(o)->tp_name);
    return -1;
}

static bool is_mask(const ct_tensor *t)
{
    return t->dtype == CT_DTYPE_BOOL || t->dtype == CT_DTYPE_U8;
}

static int read_bool(subscript *s, entry *e, bool value)
{
    const int64_t one = 1;
    e->t = ct_tensor_new("index", CT_DTYPE_BOOL, 1, &one, CT_DEVICE_CPU);
    if (!e->t) {
        return ct_py_raise_int();
    }
    e->t->data[0] = value;
    e->kind = ENTRY_BOOL;
    s->tensors++;
    return 0;
}

/* Takes t, without a look at it: what is read later may change it. */
static int read_tensor(entry *e, ct_tensor *t)
{
    e->kind = ENTRY_TENSOR;
    e->t = t;
    return 0;
}

/* When all is read, and no Python code runs any more: what a tensor stands for. One
 * integer counts as an int, so that it makes a view. */
static int settle_tensor(subscript *s, entry *e)
{
    ct_tensor *t = e->t;
    if (t->ndim > 0) {
        s->tensors++;
        s->dims += is_mask(t) ? t->ndim : 1;
        return 0;
    }
    ct_scalar value;
    if (ct_tensor_read("an index", t, &value) < 0) {
        return ct_py_raise_int();
    }
    e->used = t; /* its end may run code */
    e->t = NULL;
    s->is_plain = false;
    if (is_mask(t)) {
        return read_bool(s, e, value.i != 0);
    }
    if (value.category != CT_CATEGORY_INTEGER || (value.is_unsigned && value.i < 0)) {
        PyErr_Format(PyExc_IndexError,
                     "tensors used as indices must be integer or bool tensors, got %s",
                     ct_dtype_name((ct_dtype)t->dtype));
        return -1;
    }
    e->kind = ENTRY_INT;
    e->a = value.i;
    s->dims++;
    return 0;
}

/* A list or tuple inside a subscript is an array of indices. */
static int read_sequence(entry *e, PyObject *o)
{
    bool lost_grad = false;
    ct_tensor *t = ct_sequence_read("index", o, CT_DTYPE_INFER, &lost_grad);
    if (t && t->numel == 0 && !ct_dtype_is_integral((ct_dtype)t->dtype)) {
        ct_tensor *indices = ct_tensor_new_like(t, CT_DTYPE_I64); /* x[[]] */
        ct_decref(t);
        t = indices;
        if (!t) {
            return ct_py_raise_int();
        }
    }
    return t ? read_tensor(e, t) : -1;
}

/* None, for which `none` stands, or an exact int. */
static inline bool read_bound(PyObject *o, Py_ssize_t none, Py_ssize_t *value)
{
    int64_t i = none;
    bool read = o == Py_None || ct_py_exact_int(o, &i);
    *value = i;
    return read;
}

static int read_number(subscript *s, entry *e, PyObject *o)
{
    if (!read_bound(o, 0, &e->a)) {
        e->a = PyNumber_AsSsize_t(o, PyExc_IndexError);
        if (e->a == -1 && PyErr_Occurred()) {
            return -1;
        }
    }
    e->kind = ENTRY_INT;
    s->dims++;
    return 0;
}

static int read_array(subscript *s, entry *e, PyObject *o)
{
    if (PyList_Check(o) || PyTuple_Check(o) || PyRange_Check(o)) {
        return read_sequence(e, o);
    }
    if (PyUnicode_Check(o) || PyBytes_Check(o) || PyFloat_Check(o) ||
        PyComplex_Check(o)) {
        return invalid(o);
    }
    bool array = ct_py_is_tensor(o) || ct_numpy_check(o) || ct_numpy_is_bool(o);
    if (PyIndex_Check(o) && !array) {
        return read_number(s, e, o);
    }
    ct_tensor *t = ct_sequence_array("index", o);
    if (t) {
        return read_tensor(e, t);
    }
    if (PyErr_Occurred()) {
        return -1;
    }
    t = ct_py_as_tensor(o); /* NumPy's bool, which has __index__ in NumPy 1 */
    return t ? read_tensor(e, t) : PyErr_Occurred() ? -1 : invalid(o);
}

/* PySlice_Unpack, which is four times slower for what nearly every slice is. */
static int read_slice(PyObject *o, Py_ssize_t *start, Py_ssize_t *stop,
                      Py_ssize_t *step)
{
    const PySliceObject *slice = (PySliceObject *)o;
    *step = 1;
    if (slice->step == Py_None && read_bound(slice->start, 0, start) &&
        read_bound(slice->stop, PY_SSIZE_T_MAX, stop)) {
        return 0;
    }
    return PySlice_Unpack(o, start, stop, step);
}

static int read_entry(subscript *s, entry *e, PyObject *o)
{
    e->t = e->used = NULL;
    if (PyLong_CheckExact(o)) {
        s->is_plain = false;
        return read_number(s, e, o);
    }
    if (PySlice_Check(o)) {
        e->kind = ENTRY_SLICE;
        s->dims++;
        s->is_plain &= ((PySliceObject *)o)->start == Py_None &&
                       ((PySliceObject *)o)->stop == Py_None &&
                       ((PySliceObject *)o)->step == Py_None;
        return read_slice(o, &e->a, &e->stop, &e->step);
    }
    if (o == Py_None) {
        e->kind = ENTRY_NEW;
        s->is_plain = false;
        return 0;
    }
    if (o == Py_Ellipsis) {
        e->kind = ENTRY_ELLIPSIS;
        return 0;
    }
    if (PyBool_Check(o)) {
        s->is_plain = false;
        return read_bool(s, e, o == Py_True);
    }
    if (read_array(s, e, o) < 0) {
        return -1;
    }
    s->is_plain &= e->kind == ENTRY_TENSOR;
    return 0;
}

static int subscript_read(subscript *s, PyObject *key)
{
    bool many = PyTuple_Check(key);
    Py_ssize_t n = many ? PyTuple_GET_SIZE(key) : 1;
    s->n = s->dims = s->tensors = 0;
    s->is_plain = true;
    if (n > MAX_ENTRIES) {
        PyErr_Format(PyExc_IndexError, "too many indices: expected at most %d, got %zd",
                     MAX_ENTRIES, n);
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        s->n++;
        if (read_entry(s, &s->v[i], many ? PyTuple_GET_ITEM(key, i) : key) < 0) {
            goto fail;
        }
    }
    for (entry *e = s->v; e < s->v + n; e++) {
        if (e->kind == ENTRY_TENSOR && settle_tensor(s, e) < 0) {
            goto fail;
        }
    }
    return 0;
fail:
    subscript_release(s);
    return -1;
}

/* ---- holding it against the shape --------------------------------------- */

/* The basic steps (ops/view.h) of a subscript, and the tensors by dims of the view
 * that the steps make: NULL for a dim that is kept. */
typedef struct plan {
    int nsteps, nlist;
    int64_t steps[3 * MAX_STEPS];
    ct_tensor *list[MAX_STEPS];
} plan;

static void add_step(plan *p, int64_t a, int64_t b, int64_t c, ct_tensor *index,
                     bool listed)
{
    int64_t *step = p->steps + 3 * p->nsteps++;
    step[0] = a;
    step[1] = b;
    step[2] = c;
    if (listed) {
        p->list[p->nlist++] = index;
    }
}

static void add_slice(plan *p, const entry *e, int64_t size)
{
    Py_ssize_t start = e->a, stop = e->stop;
    int64_t length = PySlice_AdjustIndices(size, &start, &stop, e->step);
    add_step(p, length, length ? start : 0, e->step, NULL, true);
}

/* The dims from `dim` on that an entry is for, whole; returns the dim after. */
static int add_whole(plan *p, const ct_tensor *x, int dim, int n, ct_tensor *index)
{
    for (int i = 0; i < n; i++) { /* a mask is one entry for all its dims */
        add_step(p, x->shape[dim + i], 0, 1, index, i == 0 || !index);
    }
    return dim + n;
}

static int plan_make(plan *p, const subscript *s, const ct_tensor *x)
{
    int dim = 0, unnamed = x->ndim - s->dims; /* dims an ellipsis stands for */
    p->nsteps = p->nlist = 0;
    if (s->dims > x->ndim) {
        PyErr_Format(PyExc_IndexError,
                     x->ndim ? "too many indices for tensor of dimension %d"
                             : "invalid index of a 0-dim tensor (dimension %d): use "
                               "t.item() to convert it to a number",
                     x->ndim);
        return -1;
    }
    for (const entry *e = s->v; e < s->v + s->n; e++) {
        switch (e->kind) {
        case ENTRY_INT:
            add_step(p, CT_STEP_SELECT, e->a, 0, NULL, false);
            dim++;
            break;
        case ENTRY_SLICE:
            add_slice(p, e, x->shape[dim++]);
            break;
        case ENTRY_NEW:
            add_step(p, CT_STEP_NEW, 0, 0, NULL, true);
            break;
        case ENTRY_ELLIPSIS:
            dim = add_whole(p, x, dim, unnamed, NULL);
            unnamed = 0; /* further ones stand for none, as in PyTorch */
            break;
        case ENTRY_BOOL:
            add_step(p, CT_STEP_NEW, 0, 0, e->t, true);
            break;
        case ENTRY_TENSOR:
            dim = add_whole(p, x, dim, is_mask(e->t) ? e->t->ndim : 1, e->t);
            break;
        }
    }
    return 0;
}

/* ---- views -------------------------------------------------------------- */

static int run_one(ct_call *c, ct_tensor **result)
{
    if (ct_call_run(c) < 0) {
        return ct_py_raise_int();
    }
    *result = c->out[0];
    return 0;
}

static __attribute__((noinline)) ct_tensor *view_int(ct_tensor *x, Py_ssize_t i)
{
    ct_call c;
    ct_tensor *y = NULL;
    if (x->ndim == 0) {
        PyErr_SetString(
            PyExc_IndexError,
            "invalid index of a 0-dim tensor: use t.item() to convert it to "
            "a number");
        return NULL;
    }
    ct_call_init(&c, CT_ROW(select));
    ct_call_tensor(&c, 0, x);
    ct_call_int(&c, 1, 0);
    ct_call_int(&c, 2, i);
    run_one(&c, &y);
    return y;
}

static __attribute__((noinline)) ct_tensor *view_slice(ct_tensor *x, PyObject *slice)
{
    ct_call c;
    ct_tensor *y = NULL;
    Py_ssize_t start, stop, step;
    if (read_slice(slice, &start, &stop, &step) < 0) {
        return NULL;
    }
    if (x->ndim == 0) {
        PyErr_SetString(PyExc_IndexError,
                        "slice() cannot be applied to a 0-dim tensor");
        return NULL;
    }
    int64_t length = PySlice_AdjustIndices(x->shape[0], &start, &stop, step);
    ct_call_init(&c, CT_ROW(slice));
    ct_call_tensor(&c, 0, x);
    ct_call_int(&c, 1, 0);
    ct_call_int(&c, 2, length ? start : 0);
    ct_call_int(&c, 3, length);
    ct_call_int(&c, 4, step);
    run_one(&c, &y);
    return y;
}

static ct_tensor *view_steps(ct_tensor *x, const plan *p)
{
    ct_call c;
    ct_tensor *y = NULL;
    ct_call_init(&c, CT_ROW(basic_index));
    ct_call_tensor(&c, 0, x);
    ct_call_dims(&c, 1, 3 * p->nsteps, p->steps);
    run_one(&c, &y);
    return y;
}

static ct_tensor *index_list(ct_tensor *x, const plan *p)
{
    ct_call c;
    ct_tensor *y = NULL;
    ct_call_init(&c, CT_ROW(index));
    ct_call_tensor(&c, 0, x);
    c.arg[1].tensors = (ct_tensors){p->nlist, p->list};
    c.given |= 2;
    run_one(&c, &y);
    return y;
}

/* Apart, as its frame is large. */
static __attribute__((noinline)) ct_tensor *get(ct_tensor *x, PyObject *key)
{
    subscript s;
    plan p;
    ct_tensor *y = NULL;
    if (subscript_read(&s, key) < 0) {
        return NULL;
    }
    if (plan_make(&p, &s, x) == 0) {
        ct_tensor *view = s.tensors && s.is_plain ? ct_newref(x) : view_steps(x, &p);
        y = !s.tensors || !view ? view : index_list(view, &p);
        if (s.tensors) {
            ct_xdecref(view);
        }
    }
    subscript_release(&s);
    return y;
}

PyObject *ct_py_sq_item(PyObject *self, Py_ssize_t i)
{
    return ct_py_object(view_int(ct_py_tensor(self), i));
}

PyObject *ct_py_subscript(PyObject *self, PyObject *key)
{
    ct_tensor *x = ct_py_tensor(self);
    int64_t i;
    if (ct_py_exact_int(key, &i)) { /* else the general way raises IndexError */
        return ct_py_object(view_int(x, i));
    }
    if (PySlice_Check(key)) {
        return ct_py_object(view_slice(x, key));
    }
    return ct_py_object(get(x, key));
}

/* ---- writing ------------------------------------------------------------ */

static int run_inplace(ct_call *c)
{
    c->form = CT_FORM_INPLACE;
    c->out[0] = ct_newref(c->arg[0].tensor);
    if (ct_call_run(c) < 0) {
        return ct_py_raise_int();
    }
    ct_call_release(c);
    return 0;
}

/* value in the shape that it has behind its first n dims. */
static ct_tensor *without_first(ct_scope *s, ct_tensor *value, int n)
{
    int64_t shape[CT_MAX_NDIM];
    int ndim = value->ndim - n;
    memcpy(shape, value->shape + n, (size_t)ndim * sizeof *shape);
    return ct_s_reshape(s, value, (ct_dims){ndim, shape});
}

/* x.row_(value), value being no larger than x once it has lost leading ones. */
static int assign_all(ct_scope *s, ct_tensor *x, ct_tensor *value)
{
    ct_call c;
    int extra = 0;
    while (extra < value->ndim - x->ndim && value->shape[extra] == 1) {
        extra++;
    }
    value = extra ? without_first(s, value, extra) : value;
    if (!value) {
        return ct_py_raise_int();
    }
    ct_call_init(&c, (ct_tensor_is_weak(value) ? CT_ROW(fill_) : CT_ROW(copy_)));
    ct_call_tensor(&c, 0, x);
    ct_call_tensor(&c, 1, value);
    return run_inplace(&c);
}

/* One mask and one number: every element is looked at once. */
static int assign_masked(ct_scope *s, ct_tensor *x, const plan *p, ct_tensor *value)
{
    int64_t shape[CT_MAX_NDIM];
    int dim = 0, n = 0;
    while (!p->list[dim]) {
        dim++;
    }
    ct_tensor *mask = p->list[dim];
    bool fits = dim + mask->ndim <= x->ndim;
    for (int i = 0; fits && i < mask->ndim; i++) {
        fits = mask->shape[i] == x->shape[dim + i];
        shape[n++] = mask->shape[i];
    }
    if (!fits) {
        PyErr_Format(PyExc_IndexError,
                     "The shape of the mask %s at index 0 does not match the shape of "
                     "the indexed tensor %s at index %d",
                     ct_tensor_shape_str(mask), ct_tensor_shape_str(x), dim);
        return -1;
    }
    while (dim + n < x->ndim) { /* the mask holds for all of the dims behind */
        shape[n++] = 1;
    }
    mask = ct_s_cast(s, ct_s_reshape(s, mask, (ct_dims){n, shape}), CT_DTYPE_BOOL);
    if (!mask) {
        return ct_py_raise_int();
    }
    ct_call c;
    ct_call_init(&c, CT_ROW(masked_fill));
    ct_call_tensor(&c, 0, x);
    ct_call_tensor(&c, 1, mask);
    ct_call_tensor(&c, 2, value);
    return run_inplace(&c);
}

/* value in x's dtype; a number must be in its range. */
static ct_tensor *value_as(ct_scope *s, const ct_tensor *x, ct_tensor *value)
{
    char bytes[16];
    ct_dtype dtype = (ct_dtype)x->dtype;
    if (!ct_tensor_is_weak(value)) {
        return ct_s_cast(s, value, dtype);
    }
    if (ct_value_store("index_put", value, dtype, bytes) < 0) {
        return NULL;
    }
    return ct_scope_keep(s, ct_tensor_scalar(dtype, bytes));
}

static int assign_listed(ct_scope *s, ct_tensor *x, const plan *p, ct_tensor *value)
{
    ct_call c;
    int tensors = 0, ones = 0;
    const ct_tensor *last = NULL;
    for (int i = 0; i < p->nlist; i++) {
        tensors += p->list[i] != NULL;
        last = p->list[i] ? p->list[i] : last;
    }
    if (tensors == 1 && is_mask(last) && value->ndim == 0) {
        return assign_masked(s, x, p, value);
    }
    value = value_as(s, x, value);
    while (value && ones < value->ndim && value->shape[ones] == 1) {
        ones++;
    }
    value = value && ones ? without_first(s, value, ones) : value;
    if (!value) {
        return ct_py_raise_int();
    }
    ct_call_init(&c, CT_ROW(index_put));
    ct_call_tensor(&c, 0, x);
    c.arg[1].tensors = (ct_tensors){p->nlist, p->list};
    c.given |= 2;
    ct_call_tensor(&c, 2, value);
    return run_inplace(&c);
}

/* A tensor, an array, a number as a weak tensor, or what sequences spell out. */
static ct_tensor *value_read(PyObject *o)
{
    ct_tensor *t = ct_py_operand(o);
    bool lost_grad = false;
    if (t || PyErr_Occurred()) {
        return t;
    }
    if (PyUnicode_Check(o) || o == Py_None) {
        PyErr_Format(
            PyExc_TypeError,
            "expected a tensor, an array, a number or a sequence of numbers to "
            "assign, got %s",
            Py_TYPE(o)->tp_name);
        return NULL;
    }
    return ct_sequence_read("index", o, CT_DTYPE_INFER, &lost_grad);
}

/* With key and value read: no Python code runs before the write. */
static int assign(ct_tensor *x, const subscript *s, ct_tensor *value)
{
    plan p;
    ct_scope scope;
    int status = -1;
    if (plan_make(&p, s, x) < 0) {
        return -1;
    }
    ct_scope_begin(&scope);
    ct_tensor *view = s->is_plain ? x : view_steps(x, &p);
    if (view && view != x) {
        ct_scope_keep(&scope, view);
    }
    if (view) {
        status = s->tensors ? assign_listed(&scope, view, &p, value)
                            : assign_all(&scope, view, value);
    }
    ct_scope_end(&scope);
    return status;
}

/* One integer or one slice: what is written is one view. */
static int assign_view(ct_tensor *view, ct_tensor *value)
{
    ct_scope scope;
    if (!view) {
        return -1;
    }
    ct_scope_begin(&scope);
    int status = assign_all(&scope, view, value);
    ct_scope_end(&scope);
    ct_decref(view);
    return status;
}

static int assign_key(ct_tensor *x, PyObject *key, ct_tensor *value)
{
    subscript s;
    int64_t i;
    if (ct_py_exact_int(key, &i)) {
        return assign_view(view_int(x, i), value);
    }
    if (PySlice_Check(key)) {
        return assign_view(view_slice(x, key), value);
    }
    if (subscript_read(&s, key) < 0) {
        return -1;
    }
    int status = assign(x, &s, value);
    subscript_release(&s);
    return status;
}

int ct_py_ass_subscript(PyObject *self, PyObject *key, PyObject *o)
{
    if (!o) {
        PyErr_SetString(PyExc_TypeError, "Tensor does not support deleting items");
        return -1;
    }
    ct_tensor *value = value_read(o);
    if (!value) {
        return -1;
    }
    int status = assign_key(ct_py_tensor(self), key, value);
    ct_decref(value);
    return status;
}

const ct_concept ct_index_concept = {0};
