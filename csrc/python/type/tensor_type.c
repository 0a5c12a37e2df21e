/* The Tensor type: its life and death, and the assembly of its slots and methods. */
#include "python/type/tensor_type.h"

#include <stddef.h>

#include "autograd/node.h"
#include "python/arguments/bind.h"
#include "python/autograd/node.h"
#include "python/module.h"
#include "python/override/slots.h"
#include "python/override/table.h"
#include "python/type/missing.h"
#include "python/type/slots.h"

/* ---- death and the cycle collector -------------------------------------- */

/* Callbacks of weak references and what a dict holds: any code. */
static void finalize_objects(ct_tensor *t)
{
    ct_error_state error;
    ct_error_lay_by(&error);
    if (t->weakrefs) {
        PyObject_ClearWeakRefs(ct_py_object(t));
    }
    Py_CLEAR(t->dict);
    ct_error_take_up(&error);
}

/* What the core does not know of (ct_tensor_finalize). */
static void finalize(ct_tensor *t)
{
    if (t->weakrefs || t->dict) {
        finalize_objects(t);
    }
    if (t->meta) {
        ct_meta_free(t);
    }
}

static void tensor_dealloc(PyObject *self)
{
    ct_tensor *t = ct_py_tensor(self);
    if (ct_object_is_tracked(self)) {
        PyObject_GC_UnTrack(self);
    }
    if (t->flags & CT_TENSOR_SUBCLASS) {
        ct_tensor_finish(t);
        Py_TYPE(self)->tp_free(self);
    } else {
        ct_tensor_dealloc(t);
    }
}

static int tensor_traverse(PyObject *self, visitproc visit, void *arg)
{
    ct_tensor *t = ct_py_tensor(self);
    Py_VISIT(t->dict);
    Py_VISIT(t->base);
    return ct_py_meta_traverse(t, visit, arg);
}

static int tensor_clear(PyObject *self)
{
    ct_tensor *t = ct_py_tensor(self);
    Py_CLEAR(t->dict);
    ct_clear(&t->base);
    ct_py_meta_clear(t);
    return 0;
}

/* ---- attributes --------------------------------------------------------- */

/* A __dict__ can close a cycle: from then on the collector must see the tensor, and a
 * view in it that keeps the tensor alive. */
static int tensor_setattro(PyObject *self, PyObject *name, PyObject *value)
{
    int status = PyObject_GenericSetAttr(self, name, value);
    if (ct_py_tensor(self)->dict) {
        ct_object_track(self);
        if (value && ct_py_is_tensor(value)) {
            ct_object_track(value);
        }
    }
    return status;
}

static PyObject *get_dict(PyObject *self, void *ignored)
{
    (void)ignored;
    PyObject *dict = PyObject_GenericGetDict(self, NULL);
    ct_object_track(self);
    return dict;
}

static int set_dict(PyObject *self, PyObject *value, void *ignored)
{
    (void)ignored;
    int status = PyObject_GenericSetDict(self, value, NULL);
    ct_object_track(self);
    return status;
}

static PyObject *get_class(PyObject *self, void *ignored)
{
    (void)ignored;
    return Py_NewRef(Py_TYPE(self));
}

/* An exact tensor's memory is none that instances of a subclass could have; those of
 * subclasses may become what Python lets them. */
static int set_class(PyObject *self, PyObject *value, void *ignored)
{
    (void)ignored;
    bool other = value != (PyObject *)&ct_py_tensor_type;
    if (!(ct_py_tensor(self)->flags & CT_TENSOR_SUBCLASS) && other) {
        PyErr_SetString(PyExc_TypeError,
                        "__class__: expected an instance of a subclass, got a Tensor; "
                        "as_subclass() makes one");
        return -1;
    }
    PyObject *objects = PyDict_GetItemString(PyBaseObject_Type.tp_dict, "__class__");
    return Py_TYPE(objects)->tp_descr_set(objects, self, value);
}

static PyGetSetDef getset[] = {
    {"__class__", get_class, set_class, NULL, NULL},
    {"__dict__", get_dict, set_dict, NULL, NULL},
    {0},
};

/* ---- assembly ----------------------------------------------------------- */

static PySequenceMethods as_sequence = {
    .sq_length = ct_asking_length,
    .sq_item = ct_asking_sq_item,
    .sq_contains = ct_asking_contains,
};
static PyMappingMethods as_mapping = {
    .mp_length = ct_asking_length,
    .mp_subscript = ct_asking_subscript,
    .mp_ass_subscript = ct_asking_ass_subscript,
};
static PyBufferProcs as_buffer = {
    .bf_getbuffer = ct_py_getbuffer,
    .bf_releasebuffer = ct_py_releasebuffer,
};

PyTypeObject ct_py_tensor_type = {
    PyVarObject_HEAD_INIT(&ct_py_tensor_meta, 0).tp_name = "ctensor.Tensor",
    .tp_doc = "An n-dimensional array that can carry a gradient.\n\n"
              "Tensors are made by ctensor.tensor, zeros, from_numpy and their like.",
    .tp_basicsize = sizeof(ct_tensor),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    .tp_dealloc = tensor_dealloc,
    .tp_traverse = tensor_traverse,
    .tp_clear = tensor_clear,
    .tp_new = ct_py_tensor_tp_new,
    .tp_repr = ct_asking_repr,
    .tp_iter = ct_asking_iter,
    .tp_richcompare = ct_py_richcompare,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_setattro = tensor_setattro,
    .tp_weaklistoffset = offsetof(ct_tensor, weakrefs),
    .tp_dictoffset = offsetof(ct_tensor, dict),
    .tp_as_number = &ct_py_number_methods,
    .tp_as_sequence = &as_sequence,
    .tp_as_mapping = &as_mapping,
    .tp_as_buffer = &as_buffer,
};

PyTypeObject *ct_py_direct_type = &ct_py_tensor_type;

/* Both kinds of table end in an entry whose name is NULL. Of two entries with one
 * name PyType_Ready keeps the first: generated rows come last in concepts.def. */
static int collect_methods(void)
{
    size_t n = 0;
    PyMethodDef *all = NULL;
    for (int i = 0; ct_concepts[i]; i++) {
        if (ct_concepts[i] != &ct_bind_concept && /* rows ask by themselves */
            ct_override_methods(ct_concepts[i]->methods) < 0) {
            return -1;
        }
        for (PyMethodDef *m = ct_concepts[i]->methods; m && m->ml_name; m++) {
            PyMem_Resize(all, PyMethodDef, n + 2);
            if (!all) {
                return -1;
            }
            all[n++] = *m;
            all[n] = (PyMethodDef){0};
        }
    }
    ct_py_tensor_type.tp_methods = all;
    return 0;
}

static int collect_getset(void)
{
    size_t n = 0;
    PyGetSetDef *all = NULL;
    for (int i = 0; ct_concepts[i]; i++) {
        if (ct_override_getset(ct_concepts[i]->getset) < 0) {
            return -1;
        }
        for (PyGetSetDef *g = ct_concepts[i]->getset; g && g->name; g++) {
            PyMem_Resize(all, PyGetSetDef, n + 2);
            if (!all) {
                return -1;
            }
            all[n++] = *g;
            all[n] = (PyGetSetDef){0};
        }
    }
    ct_py_tensor_type.tp_getset = all;
    return 0;
}

int ct_py_tensor_type_ready(void)
{
    ct_py_tensor_type.tp_hash =
        PyBaseObject_Type.tp_hash; /* identity, in spite of == */
    ct_asking_numbers(&ct_py_number_methods);
    if (collect_methods() < 0 || collect_getset() < 0) {
        return PyErr_Occurred() ? -1 : (PyErr_NoMemory(), -1);
    }
    if (PyType_Ready(&ct_py_tensor_meta) < 0 || PyType_Ready(&ct_py_tensor_type) < 0) {
        return -1;
    }
    /* Users add methods to Tensor, as they do in PyTorch. Static types lock themselves;
     * what unlocked ones do is what heap types do: slots follow, caches forget. */
    ct_py_tensor_type.tp_flags &= ~Py_TPFLAGS_IMMUTABLETYPE;
    ct_object_classes[CT_OBJECT_TENSOR].type = &ct_py_tensor_type;
    ct_object_classes[CT_OBJECT_TENSOR].size = sizeof(ct_tensor);
    ct_tensor_finalize = finalize;
    return 0;
}

static int init(PyObject *module)
{
    return PyModule_AddType(module, &ct_py_tensor_type);
}

const ct_concept ct_tensor_type_concept = {.getset = getset, .init = init};
