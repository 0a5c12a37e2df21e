/* results: what Python gets of a call that has run. Several results are a named tuple,
 * where the row names them. */
#include "python/arguments/results.h"

#include <stdlib.h>
#include <string.h>

#include "python/arguments/docs.h"
#include "python/errors.h"
#include "python/type/tensor_type.h"

/* Made at first use, by row; kept with their names, as Python 3.10 copies none. */
typedef struct row_type {
    PyTypeObject *type;
    char name[64];
} row_type;

static row_type *row_types;

static row_type *type_of(const ct_op *op)
{
    if (!row_types) {
        row_types = PyMem_Calloc((size_t)ct_op_count, sizeof(*row_types));
        if (!row_types) {
            PyErr_NoMemory();
            return NULL;
        }
    }
    return &row_types[op->id];
}

/* ---- named tuples ------------------------------------------------------- */

/* "name=value" for each field, with the names that the type has for matching. */
static PyObject *named_items(PyObject *tuple)
{
    PyObject *names =
        PyObject_GetAttrString((PyObject *)Py_TYPE(tuple), "__match_args__");
    PyObject *items = names ? PyList_New(0) : NULL;
    for (Py_ssize_t i = 0; items && i < PyTuple_GET_SIZE(tuple); i++) {
        PyObject *item = PyUnicode_FromFormat("%U=%R", PyTuple_GET_ITEM(names, i),
                                              PyTuple_GET_ITEM(tuple, i));
        if (!item || PyList_Append(items, item) < 0) {
            Py_CLEAR(items);
        }
        Py_XDECREF(item);
    }
    Py_XDECREF(names);
    return items;
}

/* A line for each field, as in PyTorch: tensors have several lines themselves. */
static PyObject *tuple_repr(PyObject *tuple)
{
    PyObject *items = named_items(tuple);
    PyObject *comma = items ? PyUnicode_FromString(",\n") : NULL;
    PyObject *body = comma ? PyUnicode_Join(comma, items) : NULL;
    PyObject *text =
        body ? PyUnicode_FromFormat("%s(\n%U)", Py_TYPE(tuple)->tp_name, body) : NULL;
    Py_XDECREF(items);
    Py_XDECREF(comma);
    Py_XDECREF(body);
    return text;
}

/* A private row's type goes by the name of the public function that returns it. */
static const char *type_name(const ct_op *op)
{
    return op->pyname + (op->pyname[0] == '_');
}

/* The type of a row's results, made at first use; NULL without an error for a row that
 * does not name them. */
static PyTypeObject *result_type(const ct_op *op)
{
    row_type *row = op->results ? type_of(op) : NULL;
    if (!row || row->type) {
        return row ? row->type : NULL;
    }
    PyStructSequence_Field fields[CT_MAX_OUTS + 1] = {{0}};
    for (int i = 0; i < op->nout; i++) {
        fields[i].name = op->results[i];
    }
    PyOS_snprintf(row->name, sizeof(row->name), "ctensor.return_types.%s",
                  type_name(op));
    char *doc = ct_doc_words(op->doc); /* copied by the type */
    PyStructSequence_Desc description = {
        .name = row->name, .doc = doc, .fields = fields, .n_in_sequence = op->nout};
    row->type = PyStructSequence_NewType(&description);
    free(doc);
    if (row->type) {
        row->type->tp_repr = tuple_repr;
    }
    return row->type;
}

/* A named tuple, or a plain one for a row that does not name its results. */
static PyObject *new_tuple(const ct_op *op)
{
    PyTypeObject *type = result_type(op);
    if (!type && PyErr_Occurred()) {
        return NULL;
    }
    return type ? PyStructSequence_New(type) : PyTuple_New(op->nout);
}

static PyObject *several(ct_call *c)
{
    PyObject *tuple = new_tuple(c->op);
    for (int i = 0; tuple && i < c->nout; i++) {
        PyTuple_SET_ITEM(tuple, i, Py_XNewRef((PyObject *)c->out[i]));
    }
    ct_call_release(c);
    return tuple;
}

static PyObject *listed(ct_call *c)
{
    PyObject *tuple = PyTuple_New((Py_ssize_t)c->outs.n);
    for (int64_t i = 0; tuple && i < c->outs.n; i++) {
        PyTuple_SET_ITEM(tuple, i, Py_NewRef(ct_py_object(c->outs.v[i])));
    }
    ct_call_release(c);
    return tuple;
}

/* ---- calls -------------------------------------------------------------- */

/* The results of a call that has run; releases the call. */
static inline PyObject *results(ct_call *c)
{
    if (c->nout == 1 && c->out[0]) {
        return ct_py_object(c->out[0]);
    }
    if (c->nout == 0 && !c->outs.v) {
        ct_call_release(c);
        Py_RETURN_NONE;
    }
    return c->out[0] ? several(c) : listed(c);
}

PyObject *ct_py_run(ct_call *c)
{
    return ct_call_run(c) < 0 ? ct_py_raise() : results(c);
}

/* Of a row that makes new tensors: the dtype is that of out, which a given one must be. */
static int take_dtype(ct_call *c, const ct_tensor *out)
{
    int i = c->op->dtype;
    if (ct_given(c, i) && c->arg[i].i != out->dtype) {
        PyErr_Format(PyExc_RuntimeError, "%s: expected out of dtype %s, got %s",
                     c->op->pyname, ct_dtype_name((ct_dtype)c->arg[i].i),
                     ct_dtype_name((ct_dtype)out->dtype));
        return -1;
    }
    ct_call_int(c, i, out->dtype);
    return 0;
}

int ct_py_set_out(ct_call *c, PyObject *out)
{
    PyObject *const *items = &out;
    Py_ssize_t n = 1;
    if (PyTuple_Check(out)) {
        items = ((PyTupleObject *)out)->ob_item;
        n = PyTuple_GET_SIZE(out);
    }
    bool fits = n == c->op->nout;
    for (Py_ssize_t i = 0; fits && i < n; i++) {
        fits = ct_py_is_tensor(items[i]);
    }
    if (!fits) {
        PyErr_Format(PyExc_TypeError, "%s: expected out: %d Tensor%s, got %s",
                     c->op->pyname, c->op->nout, c->op->nout == 1 ? "" : "s in a tuple",
                     Py_TYPE(out)->tp_name);
        return -1;
    }
    if (c->op->flags & CT_OP_CREATES && take_dtype(c, ct_py_tensor(out)) < 0) {
        return -1;
    }
    c->form = CT_FORM_OUT;
    for (Py_ssize_t i = 0; i < n; i++) {
        c->out[i] = ct_newref(items[i]);
    }
    return 0;
}

/* return_type(name): for pickle, which finds the types by name. */
static PyObject *return_type(PyObject *self, PyObject *name)
{
    (void)self;
    for (int i = 0; i < ct_op_count; i++) {
        const ct_op *op = ct_ops[i];
        if (op->results && PyUnicode_Check(name) &&
            (PyUnicode_CompareWithASCIIString(name, op->pyname) == 0 ||
             PyUnicode_CompareWithASCIIString(name, type_name(op)) == 0)) {
            return Py_XNewRef((PyObject *)result_type(op));
        }
    }
    return PyErr_Occurred()
               ? NULL
               : PyErr_Format(PyExc_AttributeError, "no return type %R", name);
}

/* return_type_names(): the names of those types, in order. */
static PyObject *return_type_names(PyObject *self, PyObject *ignored)
{
    (void)self, (void)ignored;
    PyObject *names = PySet_New(NULL), *list = NULL;
    for (int i = 0; names && i < ct_op_count; i++) {
        const ct_op *op = ct_ops[i];
        if (op->results && op->pyname[0] != '_') {
            PyObject *name = PyUnicode_FromString(op->pyname);
            if (!name || PySet_Add(names, name) < 0) {
                Py_CLEAR(names);
            }
            Py_XDECREF(name);
        }
    }
    list = names ? PySequence_List(names) : NULL;
    if (list && PyList_Sort(list) < 0) {
        Py_CLEAR(list);
    }
    Py_XDECREF(names);
    return list;
}

static PyMethodDef functions[] = {
    {"_return_type", return_type, METH_O, NULL},
    {"_return_type_names", return_type_names, METH_NOARGS, NULL},
    {0},
};

const ct_concept ct_results_concept = {.functions = functions};
