/* numpy_map: the hash, and how rows get into it (see numpy_map.h). */
#include "python/numpy_map.h"

#include <stdint.h>

#include "python/numpy.h"

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

PyObject *ct_numpy_implementation(PyObject *function)
{
    if (!imported) {
        PyObject *module = PyImport_ImportModule("ctensor._numpy");
        if (!module) {
            return NULL;
        }
        Py_DECREF(module);
        imported = true;
    }
    return slot_of(function)->implementation;
}

/* ---- rows --------------------------------------------------------------- */

/* A row's own name is NumPy's, or one of its aliases is, but for these. */
static const struct {
    const char *ufunc;
    ct_op_id id;
} names[] = {
#define CT_ALIAS(alias, row) {alias, CT_OP_##row},
#include "ops/ops.def"
    {"power", CT_OP_pow},
    {"conjugate", CT_OP_conj_physical},
    {"left_shift", CT_OP_bitwise_left_shift},
    {"right_shift", CT_OP_bitwise_right_shift},
    {"equal", CT_OP_eq},
    {"rint", CT_OP_round},
    {"matmul", CT_OP_matmul},
};

/* Is what the row does with integers something else than what NumPy does? NumPy warns
 * of a division by zero, where we raise; shifts by too much differ; rounding functions
 * give floats in some of its versions and integers in others. */
static bool integers_differ(const ct_op *op)
{
    switch (op->id) {
    case CT_OP_floor_divide:
    case CT_OP_remainder:
    case CT_OP_pow:
    case CT_OP_bitwise_left_shift:
    case CT_OP_bitwise_right_shift:
    case CT_OP_round:
    case CT_OP_floor:
    case CT_OP_ceil:
    case CT_OP_trunc:
    case CT_OP_matmul:
        return true;
    default:
        return op->dtype_class <= CT_CLASS_FLOATC; /* NumPy's own choice of a float */
    }
}

static bool takes(const ct_op *op, ct_dtype d)
{
    uint8_t class = op->dtype_class;
    bool matmul = op->id == CT_OP_matmul;
    if (ct_dtype_is_complex(d)) {
        return matmul || class == CT_CLASS_FLOATC || class == CT_CLASS_NUMC ||
               class == CT_CLASS_ALLC;
    }
    if (ct_dtype_is_inexact(d)) {
        return matmul || class != CT_CLASS_BITS;
    }
    if (integers_differ(op)) {
        return false;
    }
    return d != CT_DTYPE_BOOL || (class != CT_CLASS_NUMS && class != CT_CLASS_NUMC);
}

/* numpy.name, where it is a ufunc of as many operands, runs the row. */
static int put_row(PyObject *numpy, PyObject *ufunc_type, const char *name,
                   const ct_op *op)
{
    if (op->kind != CT_KIND_POINTWISE && op->id != CT_OP_matmul) {
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

static int put_rows(PyObject *numpy, PyObject *ufunc_type)
{
    for (int i = 0; i < CT_OP_COUNT; i++) {
        if (put_row(numpy, ufunc_type, ct_ops[i].name, &ct_ops[i]) < 0) {
            return -1;
        }
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const ct_op *op = &ct_ops[names[i].id];
        if (put_row(numpy, ufunc_type, names[i].ufunc, op) < 0) {
            return -1;
        }
    }
    return 0;
}

/* ---- Python ------------------------------------------------------------- */

static PyObject *implement(PyObject *self, PyObject *args)
{
    PyObject *function, *implementation;
    (void)self;
    if (!PyArg_ParseTuple(args, "OO:_numpy_implement", &function, &implementation)) {
        return NULL;
    }
    ct_numpy_entry *e = put(function);
    if (!e) {
        return NULL;
    }
    Py_XSETREF(e->implementation, Py_NewRef(implementation));
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
     "_numpy_implement(function, implementation)\n--\n\n"
     "A function of NumPy's that runs implementation where a Tensor is given."},
    {"_numpy_row", row_of, METH_O,
     "_numpy_row(ufunc)\n--\n\nThe name of the op that a ufunc runs, or None."},
    {0},
};

const ct_concept ct_numpy_map_concept = {.functions = functions, .init = init};
