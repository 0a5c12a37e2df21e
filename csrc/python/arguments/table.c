/* _op_table(): a list of dicts, one for each row; what a row lacks is None. */
#include "python/arguments/table.h"

#include "ops/op.h"
#include "python/arguments/args.h"
#include "python/arguments/docs.h"
#include "python/errors.h"

static const char *const kinds[] = {"pointwise", "op", "view", "composite"};
static const char *const classes[] = {"FLOATS", "FLOATC", "NUMS", "NUMC",
                                      "ALLS",   "ALLC",   "BITS", "INTS"};
static const char *const results[] = {"same", "bool", "real", "complex"};
static const char *const types[] = {
    [CT_ARG_TENSOR] = "tensor",     [CT_ARG_OPERAND] = "operand",
    [CT_ARG_TENSORS] = "tensors",   [CT_ARG_INT] = "int",
    [CT_ARG_WRITTEN] = "written",   [CT_ARG_FLOAT] = "float",
    [CT_ARG_BOOL] = "bool",         [CT_ARG_WORD] = "word",
    [CT_ARG_SCALAR] = "scalar",     [CT_ARG_AXIS] = "axis",
    [CT_ARG_NEW_AXIS] = "new_axis", [CT_ARG_AXES] = "axes",
    [CT_ARG_INTS] = "ints",         [CT_ARG_DTYPE] = "dtype",
    [CT_ARG_DEVICE] = "device",     [CT_ARG_FORMAT] = "format",
    [CT_ARG_LAYOUT] = "layout",     [CT_ARG_PINNED] = "pinned",
    [CT_ARG_STR] = "str",           [CT_ARG_GENERATOR] = "generator",
};

static PyObject *parameters(const ct_op *op)
{
    PyObject *list = PyTuple_New(op->nparam);
    for (int i = 0; list && i < op->nparam; i++) {
        const ct_param *p = &op->params[i];
        PyObject *one =
            Py_BuildValue("{s:s, s:s, s:N, s:N, s:s}", "name", p->name, "type",
                          types[p->type], "optional", PyBool_FromLong(p->optional),
                          "keyword_only", PyBool_FromLong(p->keyword_only), "default",
                          p->has_default ? p->text : NULL);
        if (!one) {
            Py_CLEAR(list);
            break;
        }
        PyTuple_SET_ITEM(list, i, one);
    }
    return list;
}

static PyObject *forms(const ct_op *op)
{
    static const struct {
        const char *name;
        unsigned flag;
    } names[] = {
        {"function", CT_FN},        {"method", CT_METHOD},
        {"inplace", CT_INPLACE},    {"out", CT_OUT},
        {"private", CT_OP_PRIVATE}, {"inplace_only", CT_OP_INPLACE_ONLY},
        {"random", CT_OP_RANDOM},
    };
    PyObject *set = PyFrozenSet_New(NULL);
    for (size_t i = 0; set && i < sizeof(names) / sizeof(*names); i++) {
        PyObject *name =
            op->flags & names[i].flag ? PyUnicode_FromString(names[i].name) : NULL;
        if ((name && PySet_Add(set, name) < 0) || PyErr_Occurred()) {
            Py_CLEAR(set);
        }
        Py_XDECREF(name);
    }
    return set;
}

/* What only pointwise rows have; an empty dict for others. */
static PyObject *pointwise(const ct_op *op)
{
    if (op->kind != CT_KIND_POINTWISE) {
        return PyDict_New();
    }
    PyObject *grads = PyTuple_New(op->arity);
    for (int i = 0; grads && i < op->arity; i++) {
        const char *text = op->formula->gradients[i].text;
        PyTuple_SET_ITEM(grads, i,
                         text ? PyUnicode_FromString(text) : Py_NewRef(Py_None));
    }
    return Py_BuildValue(
        "{s:i, s:s, s:s, s:i, s:(dd), s:s, s:s, s:N}", "arity", op->arity, "class",
        classes[op->dtype_class], "result", results[op->result], "ulp",
        op->formula->ulp, "domain", op->formula->low, op->formula->high, "formula",
        op->formula->text, "tests", op->formula->tests, "gradients", grads);
}

static PyObject *row(const ct_op *op)
{
    char text[512];
    ct_doc_parameters(op, CT_FN, text, sizeof text);
    return Py_BuildValue(
        "{s:s, s:s, s:s, s:s, s:s, s:N, s:N, s:i, s:N, s:N, s:s, s:s, s:N}", "name",
        op->name, "pyname", op->pyname, "kind", kinds[op->kind], "signature",
        op->signature, "parameters_text", text, "parameters", parameters(op), "forms",
        forms(op), "outputs", op->nout, "has_body", PyBool_FromLong(op->body != NULL),
        "has_gradient",
        PyBool_FromLong(op->grad != NULL || op->kind == CT_KIND_COMPOSITE), "no_grad",
        op->no_grad, "doc", op->doc, "pointwise", pointwise(op));
}

static PyObject *op_table(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    PyObject *list = PyList_New(0);
    for (int i = 0; list && i < ct_op_count; i++) {
        if (ct_ops[i]->kind == CT_KIND_BACKWARD) {
            continue; /* part of the formula row that it was made of */
        }
        PyObject *one = row(ct_ops[i]);
        if (!one || PyList_Append(list, one) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(one);
    }
    return list;
}

/* _op_aliases(): other Python names of rows, as {alias: row name}. */
static PyObject *op_aliases(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    PyObject *dict = PyDict_New();
    for (int i = 0; dict && i < ct_op_count; i++) {
        const char *const *alias = ct_ops[i]->aliases;
        for (; dict && alias && *alias; alias++) {
            PyObject *name = PyUnicode_FromString(ct_ops[i]->name);
            if (!name || PyDict_SetItemString(dict, *alias, name) < 0) {
                Py_CLEAR(dict);
            }
            Py_XDECREF(name);
        }
    }
    return dict;
}

/* _without_kernels(on): for the tests of bodies, which devices without kernels run. */
static PyObject *without_kernels(PyObject *self, PyObject *o)
{
    (void)self;
    int on = PyObject_IsTrue(o);
    if (on < 0 || ct_ops_without_kernels(on) < 0) {
        return on < 0 ? NULL : ct_py_raise();
    }
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"_op_table", op_table, METH_NOARGS, "_op_table()\n--\n\nThe rows of ops.def."},
    {"_op_aliases", op_aliases, METH_NOARGS,
     "_op_aliases()\n--\n\nOther names of rows: {alias: row name}."},
    {"_without_kernels", without_kernels, METH_O, NULL},
    {0},
};

const ct_concept ct_table_concept = {.functions = functions};
