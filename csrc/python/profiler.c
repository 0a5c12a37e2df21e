/* profiler: starting, stopping and reading a recording, and the user's own scopes. */
#include "python/profiler.h"

#include <stdatomic.h>

#include "python/errors.h"
#include "python/profiler_record.h"

#define CAPSULE "ctensor._C.recording"

static void capsule_end(PyObject *capsule)
{
    ct_recording_free(PyCapsule_GetPointer(capsule, CAPSULE));
}

static PyObject *start(PyObject *self, PyObject *args)
{
    (void)self;
    int shapes, memory, stack;
    if (!PyArg_ParseTuple(args, "ppp:_profiler_start", &shapes, &memory, &stack)) {
        return NULL;
    }
    ct_recording *r = ct_recording_start(shapes, memory, stack);
    if (!r) {
        return ct_py_raise();
    }
    PyObject *capsule = PyCapsule_New(r, CAPSULE, capsule_end);
    if (!capsule) {
        ct_recording_free(r);
    }
    return capsule;
}

/* ---- reading ---------------------------------------------------------------- */

static PyObject *read_shapes(const ct_records *t, const ct_record *p)
{
    const int64_t *v = t->ints + p->shape;
    PyObject *shapes = PyList_New(0);
    for (uint32_t i = 0; shapes && i < p->nshape; i++) {
        int64_t n = *v++;
        PyObject *shape = PyList_New(n < 0 ? 0 : n);
        for (int64_t d = 0; shape && d < n; d++) {
            PyList_SET_ITEM(shape, d, PyLong_FromLongLong(*v++));
        }
        if (!shape || PyList_Append(shapes, shape) < 0) {
            Py_CLEAR(shapes);
        }
        Py_XDECREF(shape);
    }
    return shapes;
}

/* (file, line, function) of each place. */
static PyObject *read_places(const ct_records *t, const ct_record *p)
{
    PyObject *places = PyTuple_New(p->nplace);
    for (uint32_t i = 0; places && i < p->nplace; i++) {
        const ct_py_place *at = &t->places[p->place + i];
        PyCodeObject *code = (PyCodeObject *)at->code;
        int line = PyCode_Addr2Line(code, at->instruction * (int)sizeof(uint16_t));
        PyObject *place = Py_BuildValue("OiO", code->co_filename, line, code->co_name);
        if (!place) {
            Py_CLEAR(places);
        } else {
            PyTuple_SET_ITEM(places, i, place);
        }
    }
    return places;
}

static const char *kind_name(uint16_t kind)
{
    switch ((ct_event_kind)kind) {
    case CT_EVENT_CALL:
        return "call";
    case CT_EVENT_COPY:
        return "copy";
    case CT_EVENT_FILL:
        return "fill";
    case CT_EVENT_NODE:
        return "node";
    case CT_EVENT_GRAD:
        return "grad";
    case CT_EVENT_BACKWARD:
        return "backward";
    case CT_EVENT_SCOPE:
        return "scope";
    case CT_EVENT_READ:
        return "read";
    case CT_EVENT_MEMORY:
    case CT_EVENT_AUTOCAST: /* is told to nobody */
        break;
    }
    return "memory";
}

/* The order of ctensor.profiler.events.Record. */
static PyObject *read_record(const ct_records *t, const ct_record *p)
{
    PyObject *shapes = read_shapes(t, p);
    PyObject *places = shapes ? read_places(t, p) : NULL;
    PyObject *record =
        places ? Py_BuildValue("ssLLKLLiOOOO", p->name, kind_name(p->kind),
                               (long long)p->begin, (long long)p->end,
                               (unsigned long long)p->seq, (long long)p->bytes,
                               (long long)p->memory, (int)p->parent,
                               p->failed ? Py_True : Py_False,
                               p->composite ? Py_True : Py_False, shapes, places)
               : NULL;
    Py_XDECREF(shapes);
    Py_XDECREF(places);
    return record;
}

/* (thread, lost, memory taken outside of records, [record]) */
static PyObject *read_thread(const ct_records *t)
{
    PyObject *all = PyList_New(t->n);
    for (uint32_t i = 0; all && i < t->n; i++) {
        PyObject *record = read_record(t, &t->at[i]);
        if (!record) {
            Py_CLEAR(all);
        } else {
            PyList_SET_ITEM(all, i, record);
        }
    }
    return all ? Py_BuildValue("KLLN", (unsigned long long)t->native,
                               (long long)t->lost, (long long)t->outside, all)
               : NULL;
}

static PyObject *stop(PyObject *self, PyObject *capsule)
{
    (void)self;
    ct_recording *r = PyCapsule_GetPointer(capsule, CAPSULE);
    if (!r) {
        return NULL;
    }
    ct_recording_stop(r);
    PyObject *threads = PyList_New(0);
    for (ct_records *t = atomic_load(&r->first); threads && t; t = t->next) {
        PyObject *thread = read_thread(t);
        if (!thread || PyList_Insert(threads, 0, thread) < 0) {
            Py_CLEAR(threads);
        }
        Py_XDECREF(thread);
    }
    return threads
               ? Py_BuildValue("LLN", (long long)r->began, (long long)r->ended, threads)
               : NULL;
}

/* ---- scopes ------------------------------------------------------------------- */

static PyObject *scope_begin(PyObject *self, PyObject *name)
{
    (void)self;
    const char *text = PyUnicode_AsUTF8(name);
    if (!text) {
        return NULL;
    }
    bool heard = ct_event_heard(CT_EVENT_SCOPE);
    if (heard) {
        ct_event e = {.kind = CT_EVENT_SCOPE, .name = text};
        ct_event_begin(&e);
    }
    return PyBool_FromLong(heard);
}

static PyObject *scope_end(PyObject *self, PyObject *failed)
{
    (void)self;
    ct_event e = {.kind = CT_EVENT_SCOPE};
    ct_event_end(&e, failed == Py_True ? -1 : 0);
    Py_RETURN_NONE;
}

static PyObject *listening(PyObject *self, PyObject *ignored)
{
    (void)self;
    (void)ignored;
    return PyBool_FromLong(ct_event_heard(CT_EVENT_SCOPE));
}

static PyMethodDef functions[] = {
    {"_profiler_start", start, METH_VARARGS,
     "_profiler_start(shapes, memory, stack, /)\n--\n\nA recording that has begun."},
    {"_profiler_stop", stop, METH_O,
     "_profiler_stop(recording, /)\n--\n\n"
     "Ends it: (begin, end, [(thread, lost, memory, records)]), times in ns."},
    {"_profiler_scope_begin", scope_begin, METH_O,
     "_profiler_scope_begin(name, /)\n--\n\nTrue if a profiler has heard it."},
    {"_profiler_scope_end", scope_end, METH_O,
     "_profiler_scope_end(failed, /)\n--\n\nThe end of one that was heard."},
    {"_profiler_listening", listening, METH_NOARGS,
     "_profiler_listening()\n--\n\nDoes any profiler run?"},
    {0},
};

const ct_concept ct_profiler_concept = {.functions = functions};
