/* table: the entries that ask, and which are put behind one.
 *
 * A method table has no room for what an entry stands for, so each gets a function of its
 * own from a supply of numbered ones. An attribute's entry has its closure. */
#include "python/override/table.h"

#include <string.h>

#include "python/override/ask.h"

typedef enum reach { /* who is asked */
                     ARGUMENTS, /* the classes of arguments, self among them, and modes */
                     MODES
} reach;

typedef struct entry {
    PyMethodDef own; /* what runs when nobody answers */
    bool method;
    reach reach;
} entry;

/* ---- functions ---------------------------------------------------------- */

static PyObject *wrong_count(const entry *e, Py_ssize_t n, const char *takes)
{
    return PyErr_Format(PyExc_TypeError, "%s%s() takes %s (%zd given)",
                        e->method ? "Tensor." : "", e->own.ml_name, takes, n);
}

static __attribute__((noinline)) PyObject *call_without_keywords(const entry *e,
                                                                 PyObject *self,
                                                                 PyObject *const *args,
                                                                 Py_ssize_t n,
                                                                 PyObject *kwnames)
{
    void (*function)(void) = (void (*)(void))e->own.ml_meth;
    int flags = e->own.ml_flags;
    if (kwnames && PyTuple_GET_SIZE(kwnames)) {
        return PyErr_Format(PyExc_TypeError, "%s%s() takes no keyword arguments",
                            e->method ? "Tensor." : "", e->own.ml_name);
    }
    if (flags == METH_FASTCALL) {
        return ((_PyCFunctionFast)function)(self, args, n);
    }
    if (flags == METH_NOARGS) {
        return n ? wrong_count(e, n, "no arguments") : e->own.ml_meth(self, NULL);
    }
    return n == 1 ? e->own.ml_meth(self, args[0])
                  : wrong_count(e, n, "exactly one argument");
}

/* The entry's own function, called as its flags say. */
static inline PyObject *call_own(const entry *e, PyObject *self, PyObject *const *args,
                                 Py_ssize_t n, PyObject *kwnames)
{
    void (*function)(void) = (void (*)(void))e->own.ml_meth;
    return e->own.ml_flags == (METH_FASTCALL | METH_KEYWORDS)
               ? ((_PyCFunctionFastWithKeywords)function)(self, args, n, kwnames)
               : call_without_keywords(e, self, args, n, kwnames);
}

static PyObject *ask(const entry *e, PyObject *self, PyObject *const *args,
                     Py_ssize_t n, PyObject *kwnames)
{
    const char *name = e->own.ml_name;
    PyObject *func =
        e->method ? ct_py_public_method(name) : ct_py_public_function(name);
    return ct_py_ask(func, self, args, n, kwnames, false);
}

static __attribute__((noinline)) PyObject *call_asking(const entry *e, PyObject *self,
                                                       PyObject *const *args,
                                                       Py_ssize_t n, PyObject *kwnames)
{
    PyObject *first = e->method ? self : NULL;
    Py_ssize_t known = e->reach == MODES ? 0 : n; /* by position or by name */
    bool asks = ct_py_asks(e->reach == MODES ? NULL : first, args, known,
                           e->reach == MODES ? NULL : kwnames, false);
    return asks ? ask(e, first, args, n, kwnames) : call_own(e, self, args, n, kwnames);
}

/* Of a type that every call may have, and that answers for nothing. */
static inline bool is_plain(PyObject *o)
{
    return ct_py_is_direct(o) || PyLong_CheckExact(o) || PyUnicode_CheckExact(o) ||
           PyBool_Check(o) || o == Py_None;
}

/* Nobody is there to ask, and it is seen at once. */
static inline bool is_quiet(const entry *e, PyObject *self, PyObject *const *args,
                            Py_ssize_t n, PyObject *kwnames)
{
    bool quiet = e->method && ct_py_is_direct(self) && !kwnames;
    for (Py_ssize_t k = 0; k < n && quiet; k++) {
        quiet = is_plain(args[k]);
    }
    return quiet;
}

static __attribute__((noinline)) PyObject *call_of_arguments(const entry *e,
                                                             PyObject *self,
                                                             PyObject *const *args,
                                                             Py_ssize_t n,
                                                             PyObject *kwnames)
{
    return is_quiet(e, self, args, n, kwnames) ? call_own(e, self, args, n, kwnames)
                                               : call_asking(e, self, args, n, kwnames);
}

static PyObject *call(const entry *e, PyObject *self, PyObject *const *args,
                      Py_ssize_t n, PyObject *kwnames)
{
    return e->reach == MODES && ct_py_direct_type
               ? call_own(e, self, args, n, kwnames)
               : call_of_arguments(e, self, args, n, kwnames);
}

/* Of a method that takes nothing but self: most of these are about to return what they
 * find in it. */
static inline PyObject *call_alone(const entry *e, PyObject *self)
{
    return ct_py_is_direct(self) ? e->own.ml_meth(self, NULL)
                                 : call(e, self, NULL, 0, NULL);
}

/* ---- the supply ---------------------------------------------------------- */

#define ROWS_OF(X) \
    X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(a) X(b) X(c) X(d) X(e) X(f)
#define COLUMNS_OF(X, r) \
    X(r##0)              \
    X(r##1)              \
    X(r##2)              \
    X(r##3)              \
    X(r##4)              \
    X(r##5)              \
    X(r##6) X(r##7) X(r##8) X(r##9) X(r##a) X(r##b) X(r##c) X(r##d) X(r##e) X(r##f)

static entry entries[256];
static int nentry;

#define FUNCTION(nr)                                               \
    static CT_PY_FAST(asking_##nr)                                 \
    {                                                              \
        return call(&entries[0x##nr], self, args, n, kwnames);     \
    }                                                              \
    static PyObject *alone_##nr(PyObject *self, PyObject *nothing) \
    {                                                              \
        (void)nothing;                                             \
        return call_alone(&entries[0x##nr], self);                 \
    }
#define FUNCTIONS(r) COLUMNS_OF(FUNCTION, r)
ROWS_OF(FUNCTIONS)

#define NAME(nr) asking_##nr,
#define NAMES(r) COLUMNS_OF(NAME, r)
static PyObject *(*const supply[])(PyObject *, PyObject *const *, Py_ssize_t,
                                   PyObject *) = {ROWS_OF(NAMES)};
#undef NAME
#define NAME(nr) alone_##nr,
static const PyCFunction supply_alone[] = {ROWS_OF(NAMES)};

static int put_behind(PyMethodDef *method, bool is_method, reach who)
{
    if (nentry == 256) {
        PyErr_SetString(PyExc_SystemError,
                        "override/table.c: expected at most 256 entries");
        return -1;
    }
    entries[nentry] = (entry){*method, is_method, who};
    if (is_method && method->ml_flags == METH_NOARGS && who == ARGUMENTS) {
        method->ml_meth = supply_alone[nentry];
    } else {
        *method =
            (PyMethodDef)CT_PY_METHOD(method->ml_name, supply[nentry], method->ml_doc);
    }
    nentry++;
    return 0;
}

/* ---- which ---------------------------------------------------------------- */

static bool is_among(const char *name, const char *const *names)
{
    for (; *names; names++) {
        if (strcmp(name, *names) == 0) {
            return true;
        }
    }
    return false;
}

int ct_override_entry(PyMethodDef *one, bool method)
{
    return put_behind(one, method, ARGUMENTS);
}

int ct_override_methods(PyMethodDef *methods)
{
    /* What makes an instance, and what says what an object is. */
    static const char *const left[] = {"as_subclass", "__dir__", NULL};
    int status = 0;
    for (PyMethodDef *m = methods; m && m->ml_name && status == 0; m++) {
        if (!(m->ml_flags & (METH_STATIC | METH_CLASS)) &&
            !is_among(m->ml_name, left)) {
            status = put_behind(m, true, ARGUMENTS);
        }
    }
    return status;
}

int ct_override_functions(PyMethodDef *functions)
{
    static const char *const of_tensors[] = {
        "numel", "is_floating_point", "is_complex", "result_type", "equal", NULL};
    static const char *const of_data[] = {"tensor", "as_tensor", "asarray", NULL};
    int status = 0;
    for (PyMethodDef *m = functions; m && m->ml_name && status == 0; m++) {
        if (is_among(m->ml_name, of_tensors)) {
            status = put_behind(m, false, ARGUMENTS);
        } else if (is_among(m->ml_name, of_data)) {
            status = put_behind(m, false, MODES);
        }
    }
    return status;
}

/* ---- attributes ---------------------------------------------------------- */

/* Tensor.name.__get__, or another of its three. */
static PyObject *accessor(const PyGetSetDef *own, const char *what)
{
    PyObject *descriptor = ct_py_public_method(own->name);
    PyObject *found = descriptor ? PyObject_GetAttrString(descriptor, what) : NULL;
    Py_XDECREF(descriptor);
    return found;
}

static PyObject *get(PyObject *self, void *closure)
{
    const PyGetSetDef *own = closure;
    if (!ct_py_asks_one(self)) {
        return own->get(self, own->closure);
    }
    return ct_py_ask(accessor(own, "__get__"), self, NULL, 0, NULL, false);
}

static int set(PyObject *self, PyObject *value, void *closure)
{
    const PyGetSetDef *own = closure;
    if (!ct_py_asks_one(self)) {
        return own->set(self, value, own->closure);
    }
    PyObject *func = accessor(own, value ? "__set__" : "__delete__");
    PyObject *result = ct_py_ask(func, self, &value, value != NULL, NULL, false);
    Py_XDECREF(result);
    return result ? 0 : -1;
}

int ct_override_getset(PyGetSetDef *getset)
{
    static const char *const left[] = {"__class__", "__dict__", "__array_priority__",
                                       NULL};
    for (PyGetSetDef *g = getset; g && g->name; g++) {
        if (is_among(g->name, left)) {
            continue;
        }
        PyGetSetDef *own = PyMem_Malloc(sizeof *own);
        if (!own) {
            PyErr_NoMemory();
            return -1;
        }
        *own = *g;
        *g = (PyGetSetDef){g->name, get, g->set ? set : NULL, g->doc, own};
    }
    return 0;
}
