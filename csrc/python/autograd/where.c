/* autograd_where: frames of each Python version, and anomaly mode's tracebacks.
 *
 * The public way, PyThreadState_GetFrame, makes a frame object for every function
 * call that records something (about 70 ns each); the interpreter's own frame costs
 * 3 ns to look at. Its layout is known for the versions below; others take the public
 * way. */
#include "python/autograd/where.h"

#include <stdio.h>
#include <string.h>

#include "autograd/node.h"
#include "python/errors.h"

#if PY_VERSION_HEX >= 0x030B0000 && PY_VERSION_HEX < 0x030E0000
#define CT_FRAMES 1
#ifndef Py_BUILD_CORE
#define Py_BUILD_CORE 1
#endif
#include <internal/pycore_frame.h>
#else
#include <frameobject.h> /* the public layout of Python 3.10 */
#endif

/* ---- ctensor's own code ------------------------------------------------------ */

static char package[1024]; /* ".../ctensor/" */
static size_t package_length;

static void find_package(void)
{
    PyObject *name = PyUnicode_FromString("ctensor");
    PyObject *module = name ? PyImport_GetModule(name) : NULL;
    PyObject *file = module ? PyObject_GetAttrString(module, "__file__") : NULL;
    const char *path = file && PyUnicode_Check(file) ? PyUnicode_AsUTF8(file) : NULL;
    const char *end = path ? strrchr(path, '/') : NULL;
    if (end && (size_t)(end + 1 - path) < sizeof package) {
        package_length = (size_t)(end + 1 - path);
        memcpy(package, path, package_length);
    }
    Py_XDECREF(file);
    Py_XDECREF(module);
    Py_XDECREF(name);
    PyErr_Clear();
}

static bool read_is_own(PyCodeObject *code)
{
    if (!package_length) {
        PyObject *kind, *value, *trace;
        PyErr_Fetch(&kind, &value, &trace);
        find_package();
        PyErr_Restore(kind, value, trace);
    }
    const char *file = PyUnicode_AsUTF8(code->co_filename);
    if (!file) {
        PyErr_Clear();
        return false;
    }
    return package_length && strncmp(file, package, package_length) == 0;
}

/* The answer is remembered by the address of the code. Should another function come
 * to lie there, a message names a line too far in or out, no more. */
static bool is_own(PyCodeObject *code)
{
    static struct {
        PyCodeObject *code;
        bool own;
    } known[256];
    size_t i = ((uintptr_t)code >> 5) % 256;
    if (known[i].code != code) {
        known[i].own = read_is_own(code);
        known[i].code = code;
    }
    return known[i].own;
}

/* ---- the running frame ------------------------------------------------------- */

#ifdef CT_FRAMES

typedef struct _PyInterpreterFrame frame;

static frame *frame_now(void)
{
    PyThreadState *thread = PyThreadState_Get();
#if PY_VERSION_HEX >= 0x030D0000
    return thread->current_frame;
#else
    return thread->cframe->current_frame;
#endif
}

/* The frame's code, or NULL for one that runs no Python. */
static PyCodeObject *frame_code(const frame *f)
{
#if PY_VERSION_HEX >= 0x030D0000
    return f->f_executable && PyCode_Check(f->f_executable)
               ? (PyCodeObject *)f->f_executable
               : NULL;
#elif PY_VERSION_HEX >= 0x030C0000
    return f->owner == FRAME_OWNED_BY_CSTACK ? NULL : f->f_code;
#else
    return f->f_code;
#endif
}

static inline __attribute__((always_inline)) int places(ct_py_place *at, int max)
{
    int n = 0;
    for (frame *f = frame_now(); f && n < max; f = f->previous) {
        PyCodeObject *code = frame_code(f);
        if (code && !is_own(code)) {
#if PY_VERSION_HEX >= 0x030D0000
            int32_t instruction = (int32_t)(f->instr_ptr - _PyCode_CODE(code));
#else
            int32_t instruction = (int32_t)(f->prev_instr - _PyCode_CODE(code));
#endif
            at[n++] = (ct_py_place){ct_newref(code), instruction};
        }
    }
    return n;
}

#else

static int places(ct_py_place *at, int max)
{
    int n = 0;
    PyFrameObject *f = PyEval_GetFrame();
    Py_XINCREF(f);
    while (f && n < max) {
        PyCodeObject *code = PyFrame_GetCode(f);
        if (!is_own(code)) {
#if PY_VERSION_HEX >= 0x030B0000
            int32_t instruction = PyFrame_GetLasti(f) / (int)sizeof(uint16_t);
#else
            int32_t instruction = f->f_lasti;
#endif
            at[n++] = (ct_py_place){ct_newref(code), instruction};
        }
        Py_DECREF(code);
        PyFrameObject *back = PyFrame_GetBack(f);
        Py_DECREF(f);
        f = back;
    }
    Py_XDECREF(f);
    return n;
}

#endif

static ct_object *where(int32_t *instruction)
{
    ct_py_place at;
    if (places(&at, 1) == 0) {
        return NULL;
    }
    *instruction = at.instruction;
    return at.code;
}

int ct_py_places(ct_py_place *at, int max)
{
    return places(at, max);
}

static void where_text(ct_object *code, int32_t instruction, char *text, size_t size)
{
    PyCodeObject *c = (PyCodeObject *)code;
    int line = PyCode_Addr2Line(c, instruction * (int)sizeof(uint16_t));
    const char *file = PyUnicode_AsUTF8(c->co_filename);
    if (!file) {
        PyErr_Clear();
        file = "?";
    }
    snprintf(text, size, "%s:%d", file, line);
}

/* ---- anomaly mode ------------------------------------------------------------ */

#define TRACE_KEY "traceback_"

/* Without a traceback the error is shorter, but the call goes on: errors in here are
 * dropped. */
static void trace(ct_node *n)
{
    PyObject *module = PyImport_ImportModule("traceback");
    PyObject *lines = module ? PyObject_CallMethod(module, "format_stack", NULL) : NULL;
    PyObject *data = lines ? PyObject_GetAttrString((PyObject *)n, "metadata") : NULL;
    if (data) {
        PyDict_SetItemString(data, TRACE_KEY, lines);
    }
    Py_XDECREF(data);
    Py_XDECREF(module);
    Py_XDECREF(lines);
    PyErr_Clear();
}

static PyObject *trace_text(const ct_node *n)
{
    PyObject *lines = n->dict ? PyDict_GetItemString(n->dict, TRACE_KEY) : NULL;
    PyObject *empty = lines ? PyUnicode_FromString("") : NULL;
    PyObject *text = empty ? PyUnicode_Join(empty, lines) : NULL;
    Py_XDECREF(empty);
    PyErr_Clear();
    return text;
}

/* Adds the traceback of the forward call to the message of the pending exception. */
static void explain(ct_node *n)
{
    char name[CT_NODE_NAME];
    ct_py_raise();
    PyObject *kind, *value, *back;
    PyErr_Fetch(&kind, &value, &back);
    PyErr_NormalizeException(&kind, &value, &back);
    PyObject *text = trace_text(n);
    PyObject *args = text && value ? PyObject_GetAttrString(value, "args") : NULL;
    if (args && PyTuple_Check(args) && PyTuple_GET_SIZE(args) == 1 &&
        PyUnicode_Check(PyTuple_GET_ITEM(args, 0))) {
        PyObject *whole = PyUnicode_FromFormat("%U\nThe forward call that made %s:\n%U",
                                               PyTuple_GET_ITEM(args, 0),
                                               ct_node_name(n, name), text);
        PyObject *changed = whole ? PyTuple_Pack(1, whole) : NULL;
        if (changed) {
            PyObject_SetAttrString(value, "args", changed);
        }
        Py_XDECREF(whole);
        Py_XDECREF(changed);
    }
    Py_XDECREF(args);
    Py_XDECREF(text);
    PyErr_Clear();
    PyErr_Restore(kind, value, back);
    ct_py_caught();
}

static int init(PyObject *module)
{
    (void)module;
    ct_host.where = where;
    ct_host.where_text = where_text;
    ct_host.trace = trace;
    ct_host.explain = explain;
    return 0;
}

const ct_concept ct_autograd_where_concept = {.init = init};
