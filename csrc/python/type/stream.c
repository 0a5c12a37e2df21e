/* stream: ctensor.Stream and ctensor.Event (see stream.h). */
#include "python/type/stream.h"

#include "core/stream.h"
#include "python/arguments/unpack.h"
#include "python/errors.h"
#include "python/type/device.h"

typedef struct stream_object {
    PyObject_HEAD ct_stream stream;
    bool own;       /* made by it, not found as the current one */
    PyObject *left; /* what __exit__ returns to, innermost last; NULL until __enter__ */
} stream_object;

typedef struct event_object {
    PyObject_HEAD ct_stream_event event;
    bool made;
} event_object;

static PyTypeObject stream_type, event_type;

static ct_stream stream_of(PyObject *self)
{
    return ((stream_object *)self)->stream;
}

static ct_stream_event *event_of(PyObject *self)
{
    return &((event_object *)self)->event;
}

/* The place that `o` names, where it is neither NULL nor None; else the accelerator, or
 * the CPU where there is none. */
static int place_of(const char *op, PyObject *o, ct_device_place *place)
{
    ct_device device = ct_device_of(CT_DEVICE_CUDA) ? CT_DEVICE_CUDA : CT_DEVICE_CPU;
    int index = -1;
    if (o && o != Py_None && ct_py_device_require(op, o, &device, &index) < 0) {
        return -1;
    }
    *place =
        (ct_device_place){(uint8_t)device, (uint8_t)ct_device_index(device, index)};
    return 0;
}

static PyObject *device_at(ct_device_place place)
{
    return ct_py_device((ct_device)place.device,
                        place.device == CT_DEVICE_CUDA ? place.device_index : -1);
}

/* `o` as an instance of a type; TypeError. */
static int require(const char *op, PyObject *o, PyTypeObject *type)
{
    if (PyObject_TypeCheck(o, type)) {
        return 0;
    }
    PyErr_Format(PyExc_TypeError, "%s: expected %s %s, got %s", op,
                 type == &stream_type ? "a" : "an", type->tp_name, Py_TYPE(o)->tp_name);
    return -1;
}

int ct_py_stream_require(const char *op, PyObject *o, ct_stream *stream)
{
    if (require(op, o, &stream_type) < 0) {
        return -1;
    }
    *stream = stream_of(o);
    return 0;
}

static PyObject *none_if(int status)
{
    return status < 0 ? ct_py_raise() : Py_NewRef(Py_None);
}

static PyObject *truth_of(int answer)
{
    return answer < 0 ? ct_py_raise() : PyBool_FromLong(answer);
}

/* ---- streams ------------------------------------------------------------ */

static PyObject *stream_object_new(PyTypeObject *type, ct_stream stream)
{
    stream_object *o = (stream_object *)type->tp_alloc(type, 0);
    if (o) {
        o->stream = stream;
        o->own = false;
        o->left = NULL;
    }
    return (PyObject *)o;
}

static PyObject *stream_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"device", "priority", NULL};
    PyObject *device = NULL;
    int priority = 0;
    ct_device_place place;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O$i:Stream", names, &device,
                                     &priority) ||
        place_of("Stream", device, &place) < 0) {
        return NULL;
    }
    stream_object *o = (stream_object *)stream_object_new(type, (ct_stream){place, 0});
    if (o && ct_stream_create(place, priority, &o->stream) < 0) {
        Py_DECREF(o);
        return ct_py_raise();
    }
    if (o) {
        o->own = true;
    }
    return (PyObject *)o;
}

static void stream_dealloc(PyObject *self)
{
    stream_object *o = (stream_object *)self;
    if (o->own) {
        ct_stream_destroy(o->stream);
    }
    Py_XDECREF(o->left);
    Py_TYPE(self)->tp_free(self);
}

static PyObject *stream_repr(PyObject *self)
{
    ct_stream s = stream_of(self);
    return PyUnicode_FromFormat(
        "ctensor.Stream(device='%s', stream_id=%llu)",
        ct_device_name((ct_device)s.place.device, s.place.device_index),
        (unsigned long long)s.number);
}

static PyObject *stream_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!PyObject_TypeCheck(b, &stream_type) || (op != Py_EQ && op != Py_NE)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    ct_stream x = stream_of(a), y = stream_of(b);
    bool same = x.number == y.number && x.place.device == y.place.device &&
                x.place.device_index == y.place.device_index;
    return PyBool_FromLong(same == (op == Py_EQ));
}

static Py_hash_t stream_hash(PyObject *self)
{
    ct_stream s = stream_of(self);
    uint64_t hash = s.number * 65536 + s.place.device * 256u + s.place.device_index;
    return (Py_hash_t)(hash & INT64_MAX);
}

static PyObject *stream_query(PyObject *self, PyObject *unused)
{
    (void)unused;
    return truth_of(ct_stream_query(stream_of(self)));
}

static PyObject *stream_synchronize(PyObject *self, PyObject *unused)
{
    (void)unused;
    int status;
    Py_BEGIN_ALLOW_THREADS status = ct_stream_synchronize(stream_of(self));
    Py_END_ALLOW_THREADS return none_if(status);
}

static PyObject *stream_wait_event(PyObject *self, PyObject *event)
{
    return require("wait_event", event, &event_type) < 0
               ? NULL
               : none_if(ct_stream_wait(stream_of(self), event_of(event)));
}

static PyObject *stream_wait_stream(PyObject *self, PyObject *other)
{
    ct_stream_event event;
    if (require("wait_stream", other, &stream_type) < 0) {
        return NULL;
    }
    if (ct_stream_event_create(stream_of(other).place, false, &event) < 0) {
        return ct_py_raise();
    }
    int status = ct_stream_event_record(&event, stream_of(other));
    status = status < 0 ? -1 : ct_stream_wait(stream_of(self), &event);
    ct_stream_event_destroy(&event);
    return none_if(status);
}

static PyObject *event_made(PyTypeObject *type, ct_device_place place, bool timing)
{
    event_object *o = (event_object *)type->tp_alloc(type, 0);
    if (o && ct_stream_event_create(place, timing, &o->event) < 0) {
        Py_DECREF(o);
        return ct_py_raise();
    }
    if (o) {
        o->made = true;
    }
    return (PyObject *)o;
}

static CT_PY_FAST(stream_record_event)
{
    static const ct_unpack_spec spec = {"record_event", 1, 0, {"event"}};
    PyObject *event;
    if (ct_py_unpack(&spec, args, n, kwnames, &event) < 0 ||
        (event && event != Py_None &&
         require("record_event", event, &event_type) < 0)) {
        return NULL;
    }
    event = event && event != Py_None
                ? Py_NewRef(event)
                : event_made(&event_type, stream_of(self).place, false);
    if (event && ct_stream_event_record(event_of(event), stream_of(self)) < 0) {
        Py_DECREF(event);
        return ct_py_raise();
    }
    return event;
}

static PyObject *stream_enter(PyObject *self, PyObject *unused)
{
    (void)unused;
    stream_object *o = (stream_object *)self;
    PyObject *before =
        stream_object_new(&stream_type, ct_stream_current(o->stream.place));
    if (!o->left) {
        o->left = PyList_New(0);
    }
    int status = before && o->left ? PyList_Append(o->left, before) : -1;
    Py_XDECREF(before);
    if (status < 0) {
        return NULL;
    }
    return ct_stream_set_current(o->stream) < 0 ? ct_py_raise() : Py_NewRef(self);
}

static PyObject *stream_exit(PyObject *self, PyObject *unused)
{
    (void)unused;
    stream_object *o = (stream_object *)self;
    Py_ssize_t n = o->left ? PyList_GET_SIZE(o->left) : 0;
    if (n == 0) {
        return PyErr_Format(PyExc_RuntimeError, "Stream: expected __enter__ first");
    }
    int status = ct_stream_set_current(stream_of(PyList_GET_ITEM(o->left, n - 1)));
    return PyList_SetSlice(o->left, n - 1, n, NULL) < 0 ? NULL : none_if(status);
}

static PyObject *stream_device(PyObject *self, void *unused)
{
    (void)unused;
    return device_at(stream_of(self).place);
}

static PyObject *stream_id(PyObject *self, void *unused)
{
    (void)unused;
    return PyLong_FromUnsignedLongLong(stream_of(self).number);
}

static PyMethodDef stream_methods[] = {
    {"query", stream_query, METH_NOARGS,
     "query($self, /)\n--\n\nWhether all that it was given is done."},
    {"synchronize", stream_synchronize, METH_NOARGS,
     "synchronize($self, /)\n--\n\nWaits until all that it was given is done."},
    {"wait_event", stream_wait_event, METH_O,
     "wait_event($self, event, /)\n--\n\n"
     "What it is given from now on waits for the event."},
    {"wait_stream", stream_wait_stream, METH_O,
     "wait_stream($self, stream, /)\n--\n\n"
     "What it is given from now on waits for all that the other was given."},
    CT_PY_METHOD("record_event", stream_record_event,
                 "record_event($self, event=None)\n--\n\n"
                 "Records an event, a new one if none is given; returns it."),
    {"__enter__", stream_enter, METH_NOARGS,
     "__enter__($self, /)\n--\n\nIs this thread's current stream."},
    {"__exit__", stream_exit, METH_VARARGS,
     "__exit__($self, /, *args)\n--\n\nThe one before is again."},
    {0},
};

static PyGetSetDef stream_getset[] = {
    {"device", stream_device, NULL, "Whose work it orders.", NULL},
    {"stream_id", stream_id, NULL, "The device's number for it; 0: the default.", NULL},
    {0},
};

static PyTypeObject stream_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor.Stream",
    .tp_doc = "Stream(device=None, *, priority=0)\n--\n\n"
              "Work of a device that is done in order, beside that of other streams.\n"
              "Without a device: of the accelerator, or of the CPU, which has one\n"
              "stream that is never busy.",
    .tp_basicsize = sizeof(stream_object),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_new = stream_new,
    .tp_dealloc = stream_dealloc,
    .tp_repr = stream_repr,
    .tp_hash = stream_hash,
    .tp_richcompare = stream_richcompare,
    .tp_getset = stream_getset,
    .tp_methods = stream_methods,
};

/* ---- events ------------------------------------------------------------- */

static PyObject *event_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"device", "enable_timing", "blocking", "interprocess",
                            NULL};
    PyObject *device = NULL, *timing = Py_False, *ignored[2];
    ct_device_place place;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O$O!O!O!:Event", names, &device,
                                     &PyBool_Type, &timing, &PyBool_Type, &ignored[0],
                                     &PyBool_Type, &ignored[1]) ||
        place_of("Event", device, &place) < 0) {
        return NULL;
    }
    return event_made(type, place, timing == Py_True);
}

static void event_dealloc(PyObject *self)
{
    if (((event_object *)self)->made) {
        ct_stream_event_destroy(event_of(self));
    }
    Py_TYPE(self)->tp_free(self);
}

static PyObject *event_repr(PyObject *self)
{
    ct_device_place place = event_of(self)->place;
    return PyUnicode_FromFormat(
        "ctensor.Event(device='%s', enable_timing=%s)",
        ct_device_name((ct_device)place.device, place.device_index),
        event_of(self)->timing ? "True" : "False");
}

/* The one argument of record and wait: a stream, or the current one of the device. */
static int stream_given(const ct_unpack_spec *spec, PyObject *self,
                        PyObject *const *args, Py_ssize_t n, PyObject *kwnames,
                        ct_stream *stream)
{
    PyObject *o;
    if (ct_py_unpack(spec, args, n, kwnames, &o) < 0 ||
        (o && o != Py_None && require(spec->op, o, &stream_type) < 0)) {
        return -1;
    }
    *stream =
        o && o != Py_None ? stream_of(o) : ct_stream_current(event_of(self)->place);
    return 0;
}

static CT_PY_FAST(event_record)
{
    static const ct_unpack_spec spec = {"record", 1, 0, {"stream"}};
    ct_stream stream;
    return stream_given(&spec, self, args, n, kwnames, &stream) < 0
               ? NULL
               : none_if(ct_stream_event_record(event_of(self), stream));
}

static CT_PY_FAST(event_wait)
{
    static const ct_unpack_spec spec = {"wait", 1, 0, {"stream"}};
    ct_stream stream;
    return stream_given(&spec, self, args, n, kwnames, &stream) < 0
               ? NULL
               : none_if(ct_stream_wait(stream, event_of(self)));
}

static PyObject *event_query(PyObject *self, PyObject *unused)
{
    (void)unused;
    return truth_of(ct_stream_event_query(event_of(self)));
}

static PyObject *event_synchronize(PyObject *self, PyObject *unused)
{
    (void)unused;
    int status;
    Py_BEGIN_ALLOW_THREADS status = ct_stream_event_synchronize(event_of(self));
    Py_END_ALLOW_THREADS return none_if(status);
}

static PyObject *event_elapsed_time(PyObject *self, PyObject *end)
{
    double milliseconds;
    if (require("elapsed_time", end, &event_type) < 0) {
        return NULL;
    }
    return ct_stream_event_elapsed(event_of(self), event_of(end), &milliseconds) < 0
               ? ct_py_raise()
               : PyFloat_FromDouble(milliseconds);
}

static PyObject *event_device(PyObject *self, void *unused)
{
    (void)unused;
    return device_at(event_of(self)->place);
}

static PyMethodDef event_methods[] = {
    CT_PY_METHOD("record", event_record,
                 "record($self, stream=None)\n--\n\n"
                 "Marks this place in a stream, by default the current one."),
    CT_PY_METHOD("wait", event_wait,
                 "wait($self, stream=None)\n--\n\n"
                 "What a stream is given from now on waits for the event."),
    {"query", event_query, METH_NOARGS,
     "query($self, /)\n--\n\nWhether all before the place that it marks is done."},
    {"synchronize", event_synchronize, METH_NOARGS,
     "synchronize($self, /)\n--\n\nWaits until it is."},
    {"elapsed_time", event_elapsed_time, METH_O,
     "elapsed_time($self, end_event, /)\n--\n\n"
     "Milliseconds from this event to another; both made with enable_timing=True."},
    {0},
};

static PyGetSetDef event_getset[] = {
    {"device", event_device, NULL, "Whose streams it can be recorded in.", NULL},
    {0},
};

static PyTypeObject event_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ctensor.Event",
    .tp_doc = "Event(device=None, *, enable_timing=False, blocking=False, "
              "interprocess=False)\n--\n\n"
              "A place in a stream that can be asked for, waited for and timed. The\n"
              "last two change nothing.",
    .tp_basicsize = sizeof(event_object),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_new = event_new,
    .tp_dealloc = event_dealloc,
    .tp_repr = event_repr,
    .tp_getset = event_getset,
    .tp_methods = event_methods,
};

/* ---- of the module ------------------------------------------------------ */

static PyObject *current_stream(PyObject *self, PyObject *device)
{
    (void)self;
    ct_device_place place;
    return place_of("current_stream", device, &place) < 0
               ? NULL
               : stream_object_new(&stream_type, ct_stream_current(place));
}

/* Number 0 of a device is the stream that it has at first. */
static PyObject *default_stream(PyObject *self, PyObject *device)
{
    (void)self;
    ct_device_place place;
    return place_of("default_stream", device, &place) < 0
               ? NULL
               : stream_object_new(&stream_type, (ct_stream){place, 0});
}

static PyObject *set_stream(PyObject *self, PyObject *stream)
{
    (void)self;
    return require("set_stream", stream, &stream_type) < 0
               ? NULL
               : none_if(ct_stream_set_current(stream_of(stream)));
}

static PyObject *synchronize(PyObject *self, PyObject *device)
{
    (void)self;
    ct_device_place place;
    int status;
    if (place_of("synchronize", device, &place) < 0) {
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS status = ct_device_synchronize(place);
    Py_END_ALLOW_THREADS return none_if(status);
}

/* _device_number(device, which, value): what a device of ours says of itself. */
static PyObject *device_number(PyObject *self, PyObject *args)
{
    PyObject *o;
    int which;
    ct_device_place place;
    long long given = -2;
    (void)self;
    if (!PyArg_ParseTuple(args, "Oi|L", &o, &which, &given) ||
        place_of("device", o, &place) < 0) {
        return NULL;
    }
    const ct_device_functions *f = ct_device_of((ct_device)place.device);
    if (!f->number || which < 0 || which > CT_NUMBER_LIMIT) {
        Py_RETURN_NONE;
    }
    int64_t value = given;
    return f->number(place.device_index, (ct_device_number)which, &value) < 0
               ? ct_py_raise()
               : PyLong_FromLongLong(value);
}

static PyObject *device_name(PyObject *self, PyObject *o)
{
    ct_device_place place;
    (void)self;
    if (place_of("device", o, &place) < 0) {
        return NULL;
    }
    const ct_device_functions *f = ct_device_of((ct_device)place.device);
    const char *name = f->name ? f->name(place.device_index) : "";
    return name ? PyUnicode_FromString(name) : ct_py_raise();
}

/* _device_current(device): its index; one that is named is used from now on. */
static PyObject *device_current(PyObject *self, PyObject *o)
{
    ct_device device;
    int index;
    (void)self;
    if (ct_py_device_require("set_device", o, &device, &index) < 0) {
        return NULL;
    }
    const ct_device_functions *f = ct_device_of(device);
    int now = f->current ? f->current(index) : 0;
    return now < 0 ? ct_py_raise() : PyLong_FromLong(now);
}

static PyMethodDef functions[] = {
    {"_device_number", device_number, METH_VARARGS, NULL},
    {"_device_name", device_name, METH_O, NULL},
    {"_device_current", device_current, METH_O, NULL},
    {"_current_stream", current_stream, METH_O, NULL},
    {"_default_stream", default_stream, METH_O, NULL},
    {"_set_stream", set_stream, METH_O, NULL},
    {"_synchronize", synchronize, METH_O, NULL},
    {0},
};

static int init(PyObject *module)
{
    return PyModule_AddType(module, &stream_type) < 0 ||
                   PyModule_AddType(module, &event_type) < 0
               ? -1
               : 0;
}

const ct_concept ct_stream_concept = {.functions = functions, .init = init};
