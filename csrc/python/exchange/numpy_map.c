/* numpy_map: the hash, and how rows get into it (see numpy_map.h). */
#include "python/exchange/numpy_map.h"

#include <stdint.h>
#include <string.h>

#include "python/exchange/numpy.h"
#include "rows/matmul.h"

#define SLOTS 2048 /* a power of two, several times the number of functions */

static ct_numpy_entry slots[SLOTS];
static int used;
static bool imported; /* ctensor._numpy has put in its functions */

/* ---- the hash ----------------------------------------------------------- */

/* The function's slot, or the free one where it belongs. */
static ct_numpy_entry *slot_of(PyObject *function)
{
    uint64_t h = (uint64_t)(uintptr_t)function * UINT64_C(0x9e3779b97f4a7c15);
    size_t i = h >> 53;
    while (slots[i].function && slots[i].function != function) {
        i = (i + 1) & (SLOTS - 1);
    }
    return &slots[i];
}

static ct_numpy_entry *put(PyObject *function)
{
    ct_numpy_entry *e = slot_of(function);
    if (!e->function) {
        if (++used > SLOTS / 2) {
            PyErr_SetString(PyExc_RuntimeError, "numpy_map: expected fewer functions");
            return NULL;
        }
        e->function = Py_NewRef(function);
    }
    return e;
}

const ct_numpy_entry *ct_numpy_row(PyObject *function)
{
    const ct_numpy_entry *e = slot_of(function);
    return e->op ? e : NULL;
}

PyObject *ct_numpy_python(const char *name, PyObject *const *args, size_t n)
{
    PyObject *module = PyImport_ImportModule("ctensor._numpy");
    PyObject *function = module ? PyObject_GetAttrString(module, name) : NULL;
    PyObject *result = function ? PyObject_Vectorcall(function, args, n, NULL) : NULL;
    Py_XDECREF(module);
    Py_XDECREF(function);
    return result;
}

bool ct_numpy_is_numpys_dtype(void)
{
    PyObject *kind, *value, *trace;
    PyErr_Fetch(&kind, &value, &trace);
    PyObject *module = PyImport_ImportModule("ctensor._numpy");
    PyObject *class =
        module ? PyObject_GetAttrString(module, "NumPysDtypeError") : NULL;
    bool is = class && PyErr_GivenExceptionMatches(kind, class);
    Py_XDECREF(module);
    Py_XDECREF(class);
    PyErr_Restore(kind, value, trace);
    return is;
}

const ct_numpy_entry *ct_numpy_find(PyObject *function)
{
    static const ct_numpy_entry none;
    const ct_numpy_entry *e = slot_of(function);
    return e->function ? e : &none; /* no free slot, which another may take */
}

int ct_numpy_import_functions(void)
{
    if (!imported) {
        PyObject *module = PyImport_ImportModule("ctensor._numpy");
        if (!module) {
            return -1;
        }
        Py_DECREF(module);
        imported = true;
    }
    return 0;
}

/* ---- rows --------------------------------------------------------------- */

static bool takes(const ct_op *op, ct_dtype d)
{
    uint8_t class = op->dtype_class;
    bool matmul = op == CT_ROW(matmul);
    if (ct_dtype_is_complex(d)) {
        return matmul || class == CT_CLASS_FLOATC || class == CT_CLASS_NUMC ||
               class == CT_CLASS_ALLC;
    }
    if (ct_dtype_is_inexact(d)) {
        return matmul || class < CT_CLASS_BITS;
    }
    if (op->numpy_inexact || op->dtype_class <= CT_CLASS_FLOATC) {
        return false; /* NumPy chooses another float, or does something else */
    }
    return d != CT_DTYPE_BOOL ||
           (class != CT_CLASS_NUMS && class != CT_CLASS_NUMC && class != CT_CLASS_INTS);
}

/* numpy.name, where it is a ufunc of as many operands, runs the row. */
static int put_row(PyObject *numpy, PyObject *ufunc_type, const char *name,
                   const ct_op *op)
{
    bool formula = op->kind == CT_KIND_POINTWISE && op->nparam == op->arity;
    if (!formula && op != CT_ROW(matmul)) {
        return 0;
    }
    PyObject *function = PyObject_GetAttrString(numpy, name);
    if (!function) {
        PyErr_Clear();
        return 0;
    }
    int status = 0;
    PyObject *nin = Py_IS_TYPE(function, (PyTypeObject *)ufunc_type)
                        ? PyObject_GetAttrString(function, "nin")
                        : NULL;
    if (nin && PyLong_AsLong(nin) == (op->arity ? op->arity : 2)) {
        ct_numpy_entry *e = put(function);
        status = e ? 0 : -1;
        if (e) {
            e->op = op;
            e->dtypes = 0;
            for (int d = 0; d < CT_DTYPE_COUNT; d++) {
                e->dtypes |= (uint32_t)takes(op, (ct_dtype)d) << d;
            }
        }
    }
    Py_XDECREF(nin);
    Py_DECREF(function);
    return status;
}

static int put_names(PyObject *numpy, PyObject *ufunc_type, const ct_op *op,
                     const char *const *names)
{
    for (; names && *names; names++) {
        if (put_row(numpy, ufunc_type, *names, op) < 0) {
            return -1;
        }
    }
    return 0;
}

/* numpy.name, which may be dotted, and of a ufunc's method the ufunc and *method; NULL,
 * without an exception, in a NumPy without it. */
static PyObject *find(PyObject *numpy, PyObject *ufunc_type, const char *name,
                      const char **method)
{
    const char *dot = strchr(name, '.');
    Py_ssize_t n = dot ? dot - name : (Py_ssize_t)strlen(name);
    PyObject *head = PyUnicode_FromStringAndSize(name, n);
    PyObject *found = head ? PyObject_GetAttr(numpy, head) : NULL;
    Py_XDECREF(head);
    *method = found && Py_IS_TYPE(found, (PyTypeObject *)ufunc_type) ? dot + 1 : NULL;
    if (found && dot && !*method) {
        Py_SETREF(found, PyObject_GetAttrString(found, dot + 1));
    }
    PyErr_Clear();
    return found;
}

/* The functions of the row's column numpy_call. */
static int put_calls(PyObject *numpy, PyObject *ufunc_type, const ct_op *op)
{
    for (const ct_numpy_call *call = op->numpy_calls; call && call->name; call++) {
        const char *method;
        PyObject *function = find(numpy, ufunc_type, call->name, &method);
        ct_numpy_entry *e = function ? put(function) : NULL;
        int status = e ? ct_numpy_bind(&e->calls, op, call, method) : function ? -1 : 0;
        Py_XDECREF(function);
        if (status < 0) {
            return -1;
        }
    }
    return 0;
}

/* A row's own name is NumPy's, or one of its aliases is, or those of its numpy column. */
static int put_rows(PyObject *numpy, PyObject *ufunc_type)
{
    for (int i = 0; i < ct_op_count; i++) {
        const ct_op *op = ct_ops[i];
        if (put_row(numpy, ufunc_type, op->name, op) < 0 ||
            put_names(numpy, ufunc_type, op, op->aliases) < 0 ||
            put_names(numpy, ufunc_type, op, op->numpy) < 0 ||
            put_calls(numpy, ufunc_type, op) < 0) {
            return -1;
        }
    }
    return 0;
}

/* ---- Python ------------------------------------------------------------- */

static PyObject *implement(PyObject *self, PyObject *args)
{
    PyObject *function, *implementation;
    int only_gradient = 0, writes = 0;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO|pp:_numpy_implement", &function, &implementation,
                          &only_gradient, &writes)) {
        return NULL;
    }
    ct_numpy_entry *e = put(function);
    if (!e) {
        return NULL;
    }
    Py_XSETREF(e->implementation, Py_NewRef(implementation));
    e->only_gradient = only_gradient;
    e->writes = writes;
    Py_RETURN_NONE;
}

static PyObject *set_method(PyObject *self, PyObject *args)
{
    PyObject *function, *method;
    int in_place = 0;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO|p:_numpy_method", &function, &method, &in_place)) {
        return NULL;
    }
    ct_numpy_entry *e = put(function);
    if (!e) {
        return NULL;
    }
    Py_XSETREF(e->method, Py_NewRef(method));
    e->in_place = in_place;
    Py_RETURN_NONE;
}

static PyObject *set_constant(PyObject *self, PyObject *function)
{
    (void)self;
    ct_numpy_entry *e = put(function);
    if (!e) {
        return NULL;
    }
    e->constant = true;
    Py_RETURN_NONE;
}

/* The name of the row that a ufunc runs, and whether its result has no gradient, or
 * None. */
static PyObject *row_of(PyObject *self, PyObject *function)
{
    (void)self;
    const ct_numpy_entry *e = ct_numpy_row(function);
    if (!e) {
        Py_RETURN_NONE;
    }
    return PyUnicode_FromString(e->op->pyname);
}

static int init(PyObject *module)
{
    (void)module;
    PyObject *numpy = PyImport_ImportModule("numpy");
    PyObject *ufunc_type = numpy ? PyObject_GetAttrString(numpy, "ufunc") : NULL;
    int status = ufunc_type ? put_rows(numpy, ufunc_type) : -1;
    Py_XDECREF(numpy);
    Py_XDECREF(ufunc_type);
    return status;
}

static PyMethodDef functions[] = {
    {"_numpy_implement", implement, METH_VARARGS,
     "_numpy_implement(function, implementation, only_gradient=False, writes=False)"
     "\n--\n\n"
     "A function of NumPy's that runs implementation where a Tensor is given, or only\n"
     "where a gradient is at stake; does it write into its first argument?"},
    {"_numpy_method", set_method, METH_VARARGS,
     "_numpy_method(function, method, in_place=False)\n--\n\n"
     "The ndarray's method that a function of NumPy's is, or is on a copy."},
    {"_numpy_constant", set_constant, METH_O,
     "_numpy_constant(function)\n--\n\nA function whose result has no gradient."},
    {"_numpy_row", row_of, METH_O,
     "_numpy_row(ufunc)\n--\n\nThe name of the op that a ufunc runs, or None."},
    {0},
};

const ct_concept ct_numpy_map_concept = {.functions = functions, .init = init};
