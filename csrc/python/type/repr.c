/* repr: a tensor as text (see repr.h).
 *
 * The elements shown are gathered first, in the order in which they are written; the
 * columns they form decide the notation; then the brackets are written around them.
 * Once gathered, the tensor is not looked at again, as signal handlers may run. */
#include "python/type/repr.h"

#include <stdio.h>
#include <string.h>

#include "autograd/node.h"
#include "core/device.h"
#include "python/arguments/args.h"
#include "python/arguments/unpack.h"
#include "python/errors.h"
#include "python/type/column.h"
#include "python/type/dtype.h"
#include "python/type/scalar.h"
#include "python/type/slots.h"
#include "python/type/tensor_type.h"

/* Beyond this many elements a summary is itself summarised: a tensor of many
 * dimensions has edgeitems in each. */
#define MAX_SHOWN 1000000

typedef struct options {
    int64_t precision, threshold, edgeitems, linewidth;
    int sci_mode; /* -1: by the values */
} options;

static options current = {4, 1000, 3, 80, -1};

typedef struct printer {
    ct_text text;
    int ndim;
    int64_t shape[CT_MAX_NDIM];
    bool summarize;
    int64_t edgeitems, linewidth;
    bool is_complex;
    ct_column real, imag;
    ct_number *values; /* those shown; complex ones take two */
    int64_t count, at;
} printer;

/* ---- which elements are shown ------------------------------------------- */

/* How many of a dimension's n entries are shown; *cut: an ellipsis stands between the
 * two halves. */
static int64_t shown(const printer *p, int64_t n, bool *cut)
{
    *cut = p->summarize && (n > 2 * p->edgeitems || p->edgeitems == 0);
    return *cut ? 2 * p->edgeitems : n;
}

/* The i-th entry shown of n. */
static int64_t entry(const printer *p, int64_t n, int64_t i)
{
    bool cut;
    shown(p, n, &cut);
    return cut && i >= p->edgeitems ? n - 2 * p->edgeitems + i : i;
}

static int64_t count_shown(const printer *p)
{
    int64_t count = 1;
    bool cut;
    for (int i = 0; i < p->ndim; i++) {
        if (__builtin_mul_overflow(count, shown(p, p->shape[i], &cut), &count)) {
            return INT64_MAX;
        }
    }
    return count;
}

static void gather(printer *p, const ct_tensor *t, int dim, const char *data)
{
    if (dim == p->ndim) {
        ct_scalar s = ct_scalar_load((ct_dtype)t->dtype, data);
        if (s.category <= CT_CATEGORY_INTEGER) {
            p->values[p->at++].i = s.i;
            return;
        }
        p->values[p->at++].f = s.re;
        if (p->is_complex) {
            p->values[p->at++].f = s.im;
        }
        return;
    }
    bool cut;
    int64_t n = shown(p, p->shape[dim], &cut);
    for (int64_t i = 0; i < n; i++) {
        int64_t place = entry(p, p->shape[dim], i);
        gather(p, t, dim + 1, data + place * t->strides[dim]);
    }
}

/* ---- writing them ------------------------------------------------------- */

static void write_element(printer *p)
{
    ct_column_write(&p->real, p->values[p->at++], &p->text);
    if (!p->is_complex) {
        return;
    }
    ct_text part;
    ct_text_init(&part);
    ct_column_write(&p->imag, p->values[p->at++], &part);
    size_t skip = 0;
    while (skip < part.n && part.p[skip] == ' ') {
        skip++;
    }
    if (skip < part.n && part.p[skip] != '-') {
        ct_text_add(&p->text, "+", 1);
    }
    ct_text_add(&p->text, part.p + skip, part.n - skip);
    ct_text_add(&p->text, "j", 1);
    ct_text_free(&part);
}

static void write_row(printer *p, int64_t indent)
{
    bool cut;
    int64_t n = shown(p, p->shape[p->ndim - 1], &cut), total = n + cut;
    int64_t width = p->real.width + 2 + (p->is_complex ? p->imag.width + 1 : 0);
    int64_t per_line = (p->linewidth - indent) / width;
    per_line = per_line > 1 ? per_line : 1;
    ct_text_add(&p->text, "[", 1);
    for (int64_t i = 0; i < total; i++) {
        if (i > 0 && i % per_line == 0) {
            ct_text_add(&p->text, ",\n", 2);
            ct_text_repeat(&p->text, ' ', indent + 1);
        } else if (i > 0) {
            ct_text_add(&p->text, ", ", 2);
        }
        if (cut && i == p->edgeitems) {
            ct_text_puts(&p->text, n ? " ..." : "...");
        } else {
            write_element(p);
        }
    }
    ct_text_add(&p->text, "]", 1);
}

static int write_block(printer *p, int dim, int64_t indent)
{
    if (dim == p->ndim) {
        write_element(p);
        return 0;
    }
    if (PyErr_CheckSignals() < 0) {
        return -1;
    }
    if (dim == p->ndim - 1) {
        write_row(p, indent);
        return 0;
    }
    bool cut;
    int64_t total = shown(p, p->shape[dim], &cut) + cut;
    ct_text_add(&p->text, "[", 1);
    for (int64_t i = 0; i < total; i++) {
        if (i > 0) {
            ct_text_add(&p->text, ",", 1);
            ct_text_repeat(&p->text, '\n', p->ndim - dim - 1);
            ct_text_repeat(&p->text, ' ', indent + 1);
        }
        if (cut && i == p->edgeitems) {
            ct_text_puts(&p->text, "...");
        } else if (write_block(p, dim + 1, indent + 1) < 0) {
            return -1;
        }
    }
    ct_text_add(&p->text, "]", 1);
    return 0;
}

static int columns_init(printer *p, ct_dtype dtype)
{
    int step = p->is_complex ? 2 : 1, precision = (int)current.precision;
    if (ct_column_init(&p->real, dtype, precision, current.sci_mode, p->values,
                       p->count, step) < 0) {
        return -1;
    }
    return p->is_complex ? ct_column_init(&p->imag, dtype, precision, current.sci_mode,
                                          p->values + 1, p->count, step)
                         : 0;
}

static void choose_shown(printer *p, const ct_tensor *t)
{
    p->ndim = t->ndim;
    for (int i = 0; i < t->ndim; i++) {
        p->shape[i] = t->shape[i];
    }
    p->summarize = t->numel > current.threshold;
    p->edgeitems = current.edgeitems;
    p->linewidth = current.linewidth;
    p->is_complex = ct_dtype_is_complex((ct_dtype)t->dtype);
    p->count = count_shown(p);
    while (p->summarize && p->count > MAX_SHOWN && p->edgeitems > 0) {
        p->edgeitems /= 2;
        p->count = count_shown(p);
    }
}

/* The brackets and what is in them. */
static int write_elements(printer *p, const ct_tensor *t, int64_t indent)
{
    ct_dtype dtype = (ct_dtype)t->dtype;
    choose_shown(p, t);
    p->values = PyMem_New(ct_number, (size_t)p->count * (p->is_complex ? 2 : 1));
    if (!p->values) {
        PyErr_NoMemory();
        return -1;
    }
    p->at = 0;
    gather(p, t, 0, t->data);
    p->at = 0;
    int status = columns_init(p, dtype) < 0 ? -1 : write_block(p, 0, indent);
    PyMem_Free(p->values);
    return status;
}

static int write_content(printer *p, ct_tensor *t, int64_t indent)
{
    if (!ct_tensor_has_values(t) || t->numel == 0) {
        ct_text_puts(&p->text, t->numel && !ct_tensor_has_values(t) ? "..." : "[]");
        return 0;
    }
    ct_tensor *there = ct_tensor_on_host("printing", t);
    int status = there ? write_elements(p, there, indent) : ct_py_raise_int();
    ct_xdecref(there);
    return status;
}

/* ---- what follows the elements ------------------------------------------ */

/* ", suffix", on a line of its own where this one is full. *line: the length that
 * PyTorch takes the last line to have. */
static void write_suffix(ct_text *text, const char *suffix, int64_t indent,
                         int64_t *line)
{
    int64_t n = (int64_t)strlen(suffix);
    if (*line + n + 2 > current.linewidth) {
        ct_text_add(text, ",\n", 2);
        ct_text_repeat(text, ' ', indent);
        *line = indent + n;
    } else {
        ct_text_add(text, ", ", 2);
        *line += n + 2;
    }
    ct_text_puts(text, suffix);
}

static void write_size(ct_text *text, const ct_tensor *t, int64_t indent, int64_t *line)
{
    char suffix[24 * CT_MAX_NDIM];
    size_t n = (size_t)snprintf(suffix, sizeof suffix, "size=(");
    for (int i = 0; i < t->ndim; i++) {
        n += (size_t)snprintf(suffix + n, sizeof suffix - n, i ? ", %lld" : "%lld",
                              (long long)t->shape[i]);
    }
    snprintf(suffix + n, sizeof suffix - n, t->ndim == 1 ? ",)" : ")");
    write_suffix(text, suffix, indent, line);
}

static bool is_default_dtype(const ct_tensor *t)
{
    ct_dtype d = (ct_dtype)t->dtype;
    if (t->numel == 0) {
        return d == ct_dtype_default();
    }
    return d == ct_dtype_default() || d == ct_dtype_default_complex() ||
           d == CT_DTYPE_I64 || d == CT_DTYPE_BOOL;
}

static int write_dtype(ct_text *text, const ct_tensor *t, int64_t indent, int64_t *line)
{
    char suffix[64];
    PyObject *dtype = ct_py_dtype((ct_dtype)t->dtype);
    PyObject *name = dtype ? PyObject_Str(dtype) : NULL;
    const char *s = name ? PyUnicode_AsUTF8(name) : NULL;
    if (s) {
        snprintf(suffix, sizeof suffix, "dtype=%s", s);
        write_suffix(text, suffix, indent, line);
    }
    Py_XDECREF(name);
    Py_XDECREF(dtype);
    return s ? 0 : -1;
}

/* The history may be one that cannot be made (ct_view_refresh); that is no reason
 * not to print. */
static void write_gradient(ct_text *text, ct_tensor *t, int64_t indent, int64_t *line)
{
    char name[CT_NODE_NAME], suffix[CT_NODE_NAME + 16];
    ct_edge edge = {0};
    if (!ct_requires_grad(t)) {
        return;
    }
    if (ct_is_leaf(t)) {
        write_suffix(text, "requires_grad=True", indent, line);
        return;
    }
    bool valid = ct_edge_of(t, &edge) == 0 && edge.node;
    snprintf(suffix, sizeof suffix, "grad_fn=<%s>",
             valid ? ct_node_name(edge.node, name) : "Invalid");
    ct_error_clear();
    ct_xdecref(edge.node);
    write_suffix(text, suffix, indent, line);
}

static int write_suffixes(ct_text *text, ct_tensor *t, int64_t indent)
{
    int64_t line = (int64_t)ct_text_column(text) + 2;
    if (t->device != CT_DEVICE_CPU) {
        char device[48];
        snprintf(device, sizeof device, "device='%s'",
                 ct_device_name((ct_device)t->device, t->device_index));
        write_suffix(text, device, indent, &line);
    }
    if (t->device == CT_DEVICE_META ||
        (t->numel == 0 ? t->ndim != 1 : current.edgeitems == 0)) {
        write_size(text, t, indent, &line);
    }
    if (!is_default_dtype(t) && write_dtype(text, t, indent, &line) < 0) {
        return -1;
    }
    write_gradient(text, t, indent, &line);
    ct_text_add(text, ")", 1);
    return 0;
}

/* ---- the whole ---------------------------------------------------------- */

/* "tensor(", or the subclass's name; the number of characters. */
static int64_t write_prefix(ct_text *text, PyObject *self)
{
    PyObject *name = NULL;
    int64_t length = 6;
    if (!ct_py_is_exact_tensor(self)) {
        PyObject *type = (PyObject *)Py_TYPE(self);
        name = PyObject_GetAttrString(type, "_repr_name");
        if (!name) {
            PyErr_Clear();
            name = PyObject_GetAttrString(type, "__name__");
        }
    }
    const char *s = name && PyUnicode_Check(name) ? PyUnicode_AsUTF8(name) : NULL;
    if (s) {
        length = (int64_t)PyUnicode_GET_LENGTH(name);
    }
    PyErr_Clear();
    ct_text_puts(text, s ? s : "tensor");
    ct_text_add(text, "(", 1);
    Py_XDECREF(name);
    return length + 1;
}

PyObject *ct_py_repr(PyObject *self)
{
    ct_tensor *t = ct_py_tensor(self);
    printer p;
    ct_text_init(&p.text);
    int64_t indent = write_prefix(&p.text, self);
    if (write_content(&p, t, indent) < 0 || write_suffixes(&p.text, t, indent) < 0) {
        ct_text_free(&p.text);
        return NULL;
    }
    return ct_text_finish(&p.text);
}

/* A 0-d tensor formats as its number does; others only as text. */
PyObject *ct_py_format(PyObject *self, PyObject *spec)
{
    ct_tensor *t = ct_py_tensor(self);
    bool plain = PyUnicode_Check(spec) && PyUnicode_GET_LENGTH(spec) == 0;
    if (t->ndim == 0 && (!plain || ct_py_is_exact_tensor(self))) {
        PyObject *item = ct_py_item(t);
        PyObject *result = item ? PyObject_Format(item, spec) : NULL;
        Py_XDECREF(item);
        return result;
    }
    if (plain) {
        return PyObject_Str(self);
    }
    PyErr_Format(PyExc_TypeError, "unsupported format string passed to %s.__format__",
                 Py_TYPE(self)->tp_name);
    return NULL;
}

/* ---- options ------------------------------------------------------------ */

static int profile_take(PyObject *name, options *o)
{
    static const struct {
        const char *name;
        options options;
    } profiles[] = {
        {"default", {4, 1000, 3, 80, -1}},
        {"short", {2, 1000, 2, 80, -1}},
        {"full", {4, INT64_MAX, 3, 80, -1}},
    };
    for (int i = 0; PyUnicode_Check(name) && i < 3; i++) {
        if (PyUnicode_CompareWithASCIIString(name, profiles[i].name) == 0) {
            *o = profiles[i].options;
            return 0;
        }
    }
    PyErr_Format(PyExc_ValueError,
                 "set_printoptions: expected profile 'default', 'short' or 'full', "
                 "got %R",
                 name);
    return -1;
}

/* An int from 0 to `most`; where that is unlimited, infinity too. */
static int count_take(const char *what, PyObject *o, int64_t most, int64_t *value)
{
    if (!o || o == Py_None) {
        return 0;
    }
    if (most == INT64_MAX && PyFloat_Check(o) && PyFloat_AS_DOUBLE(o) >= 0x1p63) {
        *value = INT64_MAX;
        return 0;
    }
    if (ct_py_int("set_printoptions", what, o, value) < 0) {
        return -1;
    }
    if (*value < 0 || *value > most) {
        PyErr_Format(PyExc_ValueError,
                     "set_printoptions: expected %s from 0 to %lld, got %lld", what,
                     (long long)most, (long long)*value);
        return -1;
    }
    return 0;
}

PyDoc_STRVAR(
    set_doc,
    "set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, "
    "profile=None, sci_mode=None)\n--\n\n"
    "How tensors are printed.\n\n"
    "precision: decimals of floats (4). threshold: tensors of more elements are\n"
    "summarised (1000; infinity for never). edgeitems: how many are shown at each end\n"
    "of a summarised dimension (3). linewidth: characters per line (80). profile:\n"
    "'default', 'short' or 'full'. sci_mode: scientific notation always (True), never\n"
    "(False), or by the values (None). Options not given stay, but for sci_mode.");

static CT_PY_FAST(set_printoptions)
{
    static const ct_unpack_spec spec = {"set_printoptions",
                                        6,
                                        0,
                                        {"precision", "threshold", "edgeitems",
                                         "linewidth", "profile", "sci_mode", NULL}};
    PyObject *given[6];
    options o = current;
    bool sci_mode = false;
    (void)self;
    if (ct_py_unpack(&spec, args, n, kwnames, given) < 0 ||
        (given[4] && given[4] != Py_None && profile_take(given[4], &o) < 0) ||
        count_take("precision", given[0], 100, &o.precision) < 0 ||
        count_take("threshold", given[1], INT64_MAX, &o.threshold) < 0 ||
        count_take("edgeitems", given[2], INT32_MAX, &o.edgeitems) < 0 ||
        count_take("linewidth", given[3], INT32_MAX, &o.linewidth) < 0) {
        return NULL;
    }
    o.sci_mode = -1;
    if (given[5] && given[5] != Py_None) {
        if (ct_py_bool("set_printoptions", "sci_mode", given[5], &sci_mode) < 0) {
            return NULL;
        }
        o.sci_mode = sci_mode;
    }
    current = o;
    Py_RETURN_NONE;
}

static PyObject *get_printoptions(PyObject *module, PyObject *unused)
{
    (void)module, (void)unused;
    PyObject *threshold = current.threshold == INT64_MAX
                              ? PyFloat_FromDouble(Py_HUGE_VAL)
                              : PyLong_FromLongLong(current.threshold);
    PyObject *sci_mode =
        current.sci_mode < 0 ? Py_NewRef(Py_None) : PyBool_FromLong(current.sci_mode);
    return Py_BuildValue("{sLsNsLsLsN}", "precision", (long long)current.precision,
                         "threshold", threshold, "edgeitems",
                         (long long)current.edgeitems, "linewidth",
                         (long long)current.linewidth, "sci_mode", sci_mode);
}

static PyMethodDef functions[] = {
    CT_PY_METHOD("set_printoptions", set_printoptions, set_doc),
    {"get_printoptions", get_printoptions, METH_NOARGS,
     "get_printoptions()\n--\n\nThe options of set_printoptions as a dict."},
    {0},
};

static PyMethodDef methods[] = {
    {"__format__", ct_py_format, METH_O,
     "__format__($self, format_spec, /)\n--\n\n"
     "As its number for a 0-d tensor; else as text, without a format."},
    {0},
};

const ct_concept ct_repr_concept = {.methods = methods, .functions = functions};
