/* The dtype objects: fifteen static singletons, their names and their conversion to
 * and from what NumPy and Python call the same thing. */
#include "python/type/dtype.h"

#include <string.h>

#include "ops/op.h"
#include "python/arguments/convert.h"
#include "python/errors.h"
#include "python/exchange/numpy_api.h"

typedef struct dtype_object {
    PyObject_HEAD ct_dtype dtype;
    PyObject *numpy; /* np.dtype, made at first use */
} dtype_object;

static dtype_object objects[CT_DTYPE_COUNT];

static const int numpy_types[CT_DTYPE_COUNT] = {
    [CT_DTYPE_BOOL] = NPY_BOOL,       [CT_DTYPE_U8] = NPY_UINT8,
    [CT_DTYPE_I8] = NPY_INT8,         [CT_DTYPE_U16] = NPY_UINT16,
    [CT_DTYPE_I16] = NPY_INT16,       [CT_DTYPE_U32] = NPY_UINT32,
    [CT_DTYPE_I32] = NPY_INT32,       [CT_DTYPE_U64] = NPY_UINT64,
    [CT_DTYPE_I64] = NPY_INT64,       [CT_DTYPE_F16] = NPY_FLOAT16,
    [CT_DTYPE_BF16] = NPY_NOTYPE,     [CT_DTYPE_F32] = NPY_FLOAT32,
    [CT_DTYPE_F64] = NPY_FLOAT64,     [CT_DTYPE_C64] = NPY_COMPLEX64,
    [CT_DTYPE_C128] = NPY_COMPLEX128,
};

PyObject *ct_py_dtype(ct_dtype d)
{
    return Py_NewRef((PyObject *)&objects[d]);
}

static bool is_dtype(PyObject *o)
{
    return Py_IS_TYPE(o, &ct_py_dtype_type);
}

/* ---- NumPy's names ------------------------------------------------------ */

static PyObject *bfloat16_descr(void)
{
    PyObject *ml_dtypes = PyImport_ImportModule("ml_dtypes");
    if (!ml_dtypes) {
        if (PyErr_ExceptionMatches(PyExc_ImportError)) {
            PyErr_SetString(PyExc_TypeError,
                            "bfloat16: NumPy has no such dtype of its own; install "
                            "ml_dtypes, or convert to float32 first");
        }
        return NULL;
    }
    PyObject *type = PyObject_GetAttrString(ml_dtypes, "bfloat16");
    Py_DECREF(ml_dtypes);
    PyArray_Descr *descr = NULL;
    if (type && !PyArray_DescrConverter(type, &descr)) {
        descr = NULL;
    }
    Py_XDECREF(type);
    return (PyObject *)descr;
}

PyObject *ct_py_dtype_numpy(ct_dtype d)
{
    if (!objects[d].numpy) {
        objects[d].numpy = d == CT_DTYPE_BF16
                               ? bfloat16_descr()
                               : (PyObject *)PyArray_DescrFromType(numpy_types[d]);
    }
    return Py_XNewRef(objects[d].numpy);
}

/* The dtype of NumPy's kind letter and item size, or -1. */
static int from_kind(char kind, int64_t size)
{
    for (int d = 0; d < CT_DTYPE_COUNT; d++) {
        if (d != CT_DTYPE_BF16 && ct_dtype_infos[d].kind == kind &&
            ct_dtype_infos[d].size == size) {
            return d;
        }
    }
    return -1;
}

/* ml_dtypes' bfloat16 is a user-defined type whose scalar is called so. */
static bool is_bfloat16(const PyArray_Descr *descr)
{
    return descr->type_num >= NPY_USERDEF &&
           strcmp(descr->typeobj->tp_name, "ml_dtypes.bfloat16") == 0;
}

int ct_py_dtype_from_numpy(PyObject *o)
{
    PyArray_Descr *descr = (PyArray_Descr *)o;
    if (descr->type_num >= NPY_NTYPES_LEGACY || descr->byteorder == NPY_OPPBYTE) {
        return is_bfloat16(descr) ? CT_DTYPE_BF16 : -1;
    }
    return from_kind(descr->kind, PyDataType_ELSIZE(descr));
}

/* ---- what else names a dtype -------------------------------------------- */

static int from_name(PyObject *text)
{
    const char *name = PyUnicode_AsUTF8(text);
    if (!name) {
        PyErr_Clear();
        return -1;
    }
    for (int d = 0; d < CT_DTYPE_COUNT; d++) {
        if (strcmp(name, ct_dtype_infos[d].name) == 0) {
            return d;
        }
    }
    return -1;
}

/* Whatever np.dtype() takes: 'f4', '<i8', 'double', np.float32. */
static int from_descr_of(PyObject *o)
{
    PyArray_Descr *descr = NULL;
    if (!PyArray_DescrConverter(o, &descr)) {
        PyErr_Clear();
        return -1;
    }
    int d = ct_py_dtype_from_numpy((PyObject *)descr);
    Py_DECREF(descr);
    return d;
}

/* Python's number types, and NumPy's scalar types. */
static int from_type(PyTypeObject *type)
{
    if (type == &PyFloat_Type) {
        return CT_DTYPE_F64;
    }
    if (type == &PyLong_Type) {
        return CT_DTYPE_I64;
    }
    if (type == &PyBool_Type) {
        return CT_DTYPE_BOOL;
    }
    if (type == &PyComplex_Type) {
        return CT_DTYPE_C128;
    }
    bool known = PyType_IsSubtype(type, &PyGenericArrType_Type) ||
                 strcmp(type->tp_name, "ml_dtypes.bfloat16") == 0;
    return known ? from_descr_of((PyObject *)type) : -1;
}

/* Sets no exception. */
static int find(PyObject *o)
{
    if (is_dtype(o)) {
        return (int)((dtype_object *)o)->dtype;
    }
    if (PyArray_DescrCheck(o)) {
        return ct_py_dtype_from_numpy(o);
    }
    if (PyType_Check(o)) {
        return from_type((PyTypeObject *)o);
    }
    if (!PyUnicode_Check(o)) {
        return -1;
    }
    int named = from_name(o);
    return named < 0 ? from_descr_of(o) : named;
}

int ct_py_dtype_parse(const char *op, PyObject *o, ct_dtype *d)
{
    int found = find(o);
    if (found < 0) {
        PyErr_Format(PyExc_TypeError, "%s: expected a dtype, got %R", op, o);
        return -1;
    }
    *d = (ct_dtype)found;
    return 0;
}

/* ---- the type ----------------------------------------------------------- */

static ct_dtype dtype_of(PyObject *self)
{
    return ((dtype_object *)self)->dtype;
}

static PyObject *dtype_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)type;
    PyObject *o;
    ct_dtype d;
    static char *names[] = {"", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O:dtype", names, &o) ||
        ct_py_dtype_parse("dtype", o, &d) < 0) {
        return NULL;
    }
    return ct_py_dtype(d);
}

static PyObject *dtype_repr(PyObject *self)
{
    return PyUnicode_FromFormat("ctensor.%s", ct_dtype_name(dtype_of(self)));
}

static PyObject *dtype_richcompare(PyObject *a, PyObject *b, int op)
{
    int other = PyUnicode_Check(b) ? -1 : find(b);
    if ((op != Py_EQ && op != Py_NE) || (other < 0 && !PyArray_DescrCheck(b))) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return PyBool_FromLong((other == (int)dtype_of(a)) == (op == Py_EQ));
}

/* Equal to np.dtype's, so that either finds the other in a dict. */
static Py_hash_t dtype_hash(PyObject *self)
{
    if (dtype_of(self) == CT_DTYPE_BF16) {
        return 0xbf16;
    }
    PyObject *numpy = ct_py_dtype_numpy(dtype_of(self));
    Py_hash_t hash = numpy ? PyObject_Hash(numpy) : -1;
    Py_XDECREF(numpy);
    return hash;
}

/* A call, not a name: pickle would look for that in every module there is. */
static PyObject *dtype_reduce(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return Py_BuildValue("O(s)", &ct_py_dtype_type, ct_dtype_name(dtype_of(self)));
}

static PyObject *dtype_to_real(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return ct_py_dtype(ct_dtype_to_real(dtype_of(self)));
}

static PyObject *dtype_to_complex(PyObject *self, PyObject *ignored)
{
    (void)ignored;
    return ct_py_dtype(ct_dtype_to_complex(dtype_of(self)));
}

static PyObject *get_itemsize(PyObject *self, void *ignored)
{
    (void)ignored;
    return PyLong_FromLongLong(ct_dtype_size(dtype_of(self)));
}

static PyObject *get_is_floating_point(PyObject *self, void *ignored)
{
    (void)ignored;
    return PyBool_FromLong(ct_dtype_is_floating(dtype_of(self)));
}

static PyObject *get_is_complex(PyObject *self, void *ignored)
{
    (void)ignored;
    return PyBool_FromLong(ct_dtype_is_complex(dtype_of(self)));
}

static PyObject *get_is_signed(PyObject *self, void *ignored)
{
    (void)ignored;
    return PyBool_FromLong(ct_dtype_is_signed(dtype_of(self)));
}

static PyObject *get_numpy(PyObject *self, void *ignored)
{
    (void)ignored;
    return ct_py_dtype_numpy(dtype_of(self));
}

static PyGetSetDef dtype_getset[] = {
    {"itemsize", get_itemsize, NULL, "Bytes of one element.", NULL},
    {"is_floating_point", get_is_floating_point, NULL, "A real floating dtype?", NULL},
    {"is_complex", get_is_complex, NULL, "A complex dtype?", NULL},
    {"is_signed", get_is_signed, NULL, "Can it hold negative numbers?", NULL},
    {"dtype", get_numpy, NULL, "The np.dtype: np.dtype(ctensor.float32) uses it.",
     NULL},
    {0},
};

static PyMethodDef dtype_methods[] = {
    {"to_real", dtype_to_real, METH_NOARGS,
     "to_real($self)\n--\n\nThe dtype of a real part."},
    {"to_complex", dtype_to_complex, METH_NOARGS,
     "to_complex($self)\n--\n\nThe complex dtype whose parts have this one."},
    {"__reduce__", dtype_reduce, METH_NOARGS, NULL},
    {0},
};

PyTypeObject ct_py_dtype_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor.dtype",
    .tp_doc = "dtype(name)\n--\n\nThe type of a tensor's elements.",
    .tp_basicsize = sizeof(dtype_object),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = dtype_new,
    .tp_repr = dtype_repr,
    .tp_hash = dtype_hash,
    .tp_richcompare = dtype_richcompare,
    .tp_getset = dtype_getset,
    .tp_methods = dtype_methods,
};

/* ---- module functions --------------------------------------------------- */

static PyObject *get_default_dtype(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    return ct_py_dtype(ct_dtype_default());
}

static PyObject *set_default_dtype(PyObject *self, PyObject *o)
{
    (void)self;
    ct_dtype d;
    if (ct_py_dtype_parse("set_default_dtype", o, &d) < 0) {
        return NULL;
    }
    if (!ct_dtype_is_floating(d)) {
        PyErr_Format(PyExc_TypeError,
                     "set_default_dtype: expected a floating dtype, got %s",
                     ct_dtype_name(d));
        return NULL;
    }
    ct_dtype_default_set(d);
    Py_RETURN_NONE;
}

static int parse_two(const char *op, PyObject *const *args, Py_ssize_t n, ct_dtype d[2])
{
    if (n != 2) {
        PyErr_Format(PyExc_TypeError, "%s: expected 2 dtypes, got %zd arguments", op,
                     n);
        return -1;
    }
    return ct_py_dtype_parse(op, args[0], &d[0]) < 0 ||
                   ct_py_dtype_parse(op, args[1], &d[1]) < 0
               ? -1
               : 0;
}

static PyObject *promote_types(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    (void)self;
    ct_dtype d[2];
    if (parse_two("promote_types", args, n, d) < 0) {
        return NULL;
    }
    return ct_py_dtype(ct_dtype_promote(d[0], d[1]));
}

static PyObject *can_cast(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    (void)self;
    ct_dtype d[2];
    if (parse_two("can_cast", args, n, d) < 0) {
        return NULL;
    }
    return PyBool_FromLong(ct_dtype_can_cast(d[0], d[1]));
}

/* What an op of two operands would compute in. */
static PyObject *result_type(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
    (void)self;
    ct_tensor *t[2] = {NULL, NULL};
    for (Py_ssize_t i = 0; i < 2 && n == 2; i++) {
        t[i] = ct_py_operand(args[i]);
    }
    PyObject *dtype = NULL;
    if (t[0] && t[1]) {
        dtype = ct_py_dtype(ct_promote_tensors(2, t));
    } else if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_TypeError,
                        "result_type: expected two Tensors or numbers");
    }
    ct_xdecref(t[0]);
    ct_xdecref(t[1]);
    return dtype;
}

static PyMethodDef functions[] = {
    {"get_default_dtype", get_default_dtype, METH_NOARGS,
     "get_default_dtype()\n--\n\nThe dtype of tensors made from Python floats."},
    {"set_default_dtype", set_default_dtype, METH_O,
     "set_default_dtype(dtype, /)\n--\n\nSets the dtype of tensors made from Python "
     "floats."},
    {"promote_types", (PyCFunction)(void (*)(void))promote_types, METH_FASTCALL,
     "promote_types(type1, type2, /)\n--\n\nThe smallest dtype that both convert to."},
    {"result_type", (PyCFunction)(void (*)(void))result_type, METH_FASTCALL,
     "result_type(operand1, operand2, /)\n--\n\nThe dtype that an op of two tensors or "
     "numbers computes in."},
    {"can_cast", (PyCFunction)(void (*)(void))can_cast, METH_FASTCALL,
     "can_cast(from_, to, /)\n--\n\nWhether a result of one dtype may be stored in "
     "another."},
    {0},
};

static int add_aliases(PyObject *module)
{
    static const struct {
        const char *name;
        ct_dtype dtype;
    } aliases[] = {
        {"float", CT_DTYPE_F32},  {"double", CT_DTYPE_F64},   {"half", CT_DTYPE_F16},
        {"short", CT_DTYPE_I16},  {"int", CT_DTYPE_I32},      {"long", CT_DTYPE_I64},
        {"cfloat", CT_DTYPE_C64}, {"cdouble", CT_DTYPE_C128},
    };
    for (size_t i = 0; i < sizeof(aliases) / sizeof(*aliases); i++) {
        PyObject *object = (PyObject *)&objects[aliases[i].dtype];
        if (PyModule_AddObjectRef(module, aliases[i].name, object) < 0) {
            return -1;
        }
    }
    return 0;
}

static int init(PyObject *module)
{
    if (PyModule_AddType(module, &ct_py_dtype_type) < 0) {
        return -1;
    }
    for (int d = 0; d < CT_DTYPE_COUNT; d++) {
        dtype_object head = {PyObject_HEAD_INIT(&ct_py_dtype_type).dtype = (ct_dtype)d};
        objects[d] = head;
        PyObject *object = (PyObject *)&objects[d];
        if (PyModule_AddObjectRef(module, ct_dtype_infos[d].name, object) < 0) {
            return -1;
        }
    }
    return add_aliases(module);
}

const ct_concept ct_dtype_concept = {.functions = functions, .init = init};
