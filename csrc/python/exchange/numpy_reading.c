/* numpy_reading: return addresses on the C stack (see numpy_reading.h). */
#define _GNU_SOURCE 1 /* dl_iterate_phdr, dladdr1 */
#include "python/exchange/numpy_reading.h"

#include "autograd/meta.h"
#include "python/exchange/numpy_api.h"
#include "python/type/tensor_type.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>
#include <unwind.h>

#if __has_include(<execinfo.h>)
#include <execinfo.h>
#else
static int backtrace(void **addresses, int n)
{
    (void)addresses;
    return (void)n, 0;
}
#endif

#define NUMPY_FUNCTION 69 /* PyArray_FromAny */
#define DEPTH 32 /* from NumPy's caller down to here, by way of __array__: about 24 */

typedef struct stack {
    void *calls[DEPTH];
    int n;
} stack;

static stack *learning; /* where the reading under way is to be noted, or NULL */
static stack of_asarray; /* those of numpy.asarray(t), asked by Python */
static stack of_items;  /* the return addresses that only items have */
static bool learned;

static bool contains(const stack *s, void *call)
{
    for (int i = 0; i < s->n; i++) {
        if (s->calls[i] == call) {
            return true;
        }
    }
    return false;
}

/* Where NumPy's code lies: the loaded segment that has a function of its API. */
static int find_numpy(struct dl_phdr_info *info, size_t size, void *range)
{
    (void)size;
    uintptr_t inside = (uintptr_t)PyArray_API[NUMPY_FUNCTION], *bounds = range;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        uintptr_t start = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        if (inside - start < info->dlpi_phdr[i].p_memsz) {
            bounds[0] = start;
            bounds[1] = start + info->dlpi_phdr[i].p_memsz;
            return 1;
        }
    }
    return 0;
}

static bool is_numpys(const void *call)
{
    static uintptr_t range[2];
    if (!range[1]) {
        dl_iterate_phdr(find_numpy, range);
    }
    return (uintptr_t)call - range[0] < range[1] - range[0];
}

/* ---- who calls -------------------------------------------------------------- */

/* NOTE [The caller] Who calls a slot or method of ours is whose code comes first on the
 * way up the C stack: NumPy's, or the interpreter's that runs Python code. How many other
 * frames lie between does not matter, as compilers and Pythons differ in what they make a
 * function of. The interpreter's are found by name and size in the table of dynamic
 * symbols; a part of its loop that was moved elsewhere has no entry there, but its caller,
 * one frame up, has. */
static const char *const interpreter[] = {"_PyEval_EvalFrameDefault", "_PyEval_Vector",
                                          "_PyFunction_Vectorcall", "PyEval_EvalCode"};

static bool runs_python(uintptr_t call)
{
    Dl_info info;
    const ElfW(Sym) *symbol = NULL;
    if (!dladdr1((void *)call, &info, (void **)&symbol, RTLD_DL_SYMENT) ||
        !info.dli_sname || !symbol ||
        call - (uintptr_t)info.dli_saddr > symbol->st_size) {
        return false;
    }
    for (size_t i = 0; i < sizeof interpreter / sizeof *interpreter; i++) {
        if (strcmp(info.dli_sname, interpreter[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* The same, looked up once for each place. */
static bool is_interpreters(void *call)
{
    enum { PLACES = 256 };
    static struct place {
        uintptr_t call;
        bool runs_python;
    } places[PLACES];
    uintptr_t at = (uintptr_t)call;
    struct place *p = &places[(at >> 2) % PLACES];
    if (p->call != at) {
        *p = (struct place){at, runs_python(at)};
    }
    return p->runs_python;
}

static _Unwind_Reason_Code look(struct _Unwind_Context *frame, void *numpy)
{
    void *call = (void *)_Unwind_GetIP(frame);
    *(bool *)numpy = is_numpys(call);
    return *(bool *)numpy || is_interpreters(call) ? _URC_END_OF_STACK : _URC_NO_REASON;
}

/* Does NumPy call us, and not Python code, nor a memoryview? */
static bool numpy_calls(void)
{
    bool numpy = false;
    _Unwind_Backtrace(look, &numpy);
    return numpy;
}

/* ---- what readings look like -------------------------------------------- */

/* Reads o, by a function of NumPy's or the C function behind it; keeps the calls made
 * from here on, as NumPy may be at work on a list already. */
static __attribute__((noinline)) void read_by_numpy(PyObject *function, PyObject *o,
                                                    const char *dtype, stack *s)
{
    void *caller = __builtin_return_address(0);
    learning = s;
    PyObject *array = !function ? PyArray_FromAny(o, NULL, 0, 0, 0, NULL)
                                : PyObject_CallFunction(function, "Oz", o, dtype);
    learning = NULL;
    Py_XDECREF(array);
    for (int i = 0; i < s->n; i++) {
        if (s->calls[i] == caller) {
            s->n = i;
        }
    }
}

/* Adds to `only` the calls of NumPy's that s has and `other` has not. */
static void add_difference(stack *only, const stack *s, const stack *other)
{
    for (int i = 0; i < s->n && only->n < DEPTH; i++) {
        if (is_numpys(s->calls[i]) && !contains(other, s->calls[i])) {
            only->calls[only->n++] = s->calls[i];
        }
    }
}

static void learn(void)
{
    int64_t one = 1;
    stack alone = {.n = 0}, listed = {.n = 0}, asked = {.n = 0};
    PyObject *numpy = PyImport_ImportModule("numpy");
    PyObject *asarray = numpy ? PyObject_GetAttrString(numpy, "asarray") : NULL;
    ct_tensor *t = ct_tensor_new("numpy", CT_DTYPE_F32, 1, &one, CT_DEVICE_CPU);
    PyObject *list = t && ct_requires_grad_set(t, true) == 0 ? PyList_New(1) : NULL;
    if (list && asarray) {
        PyList_SET_ITEM(list, 0, Py_NewRef(ct_py_object(t)));
        read_by_numpy(NULL, ct_py_object(t), NULL, &alone);
        read_by_numpy(NULL, list, NULL, &listed);
        add_difference(&of_items, &listed, &alone);
        for (int i = 0; i < 2; i++) { /* with a dtype it goes another way */
            read_by_numpy(asarray, ct_py_object(t), i ? "f8" : NULL, &asked);
            add_difference(&of_asarray, &asked, &alone);
        }
        learned = true;
    }
    Py_XDECREF(list);
    Py_XDECREF(asarray);
    Py_XDECREF(numpy);
    ct_xdecref(t);
    ct_error_clear();
    PyErr_Clear();
}

bool ct_numpy_is_learning(void)
{
    if (learning) {
        learning->n = backtrace(learning->calls, DEPTH);
    }
    return learning != NULL;
}

/* Is any of the calls on the stack? */
static bool share(const stack *now, const stack *calls)
{
    for (int i = 0; i < calls->n; i++) {
        if (contains(now, calls->calls[i])) {
            return true;
        }
    }
    return false;
}

/* Is the Python code that runs a module of NumPy's which computes, and not one that
 * only hands on what numpy.asarray makes, or compares it? */
static bool runs_numpys_code(void)
{
    static const char *const plain[] = {"ma.", "testing.", "_core._asarray"};
    PyObject *globals = PyEval_GetGlobals();
    PyObject *name = globals ? PyDict_GetItemString(globals, "__name__") : NULL;
    const char *text = name && PyUnicode_Check(name) ? PyUnicode_AsUTF8(name) : NULL;
    if (!text || strncmp(text, "numpy.", 6) != 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (strncmp(text + 6, plain[i], strlen(plain[i])) == 0) {
            return false;
        }
    }
    return true;
}

bool ct_numpy_reads_part(void)
{
    if (!learned) {
        learn();
    }
    stack now;
    now.n = backtrace(now.calls, DEPTH);
    if (share(&now, &of_items)) {
        return true;
    }
    bool asked = share(&now, &of_asarray) && !runs_numpys_code();
    return !asked && numpy_calls();
}

bool ct_numpy_reads_number(void)
{
    return numpy_calls();
}

const ct_concept ct_numpy_reading_concept = {0};
