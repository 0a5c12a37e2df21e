/* concept: how a part of the Python face adds itself to the module and the type.
 *
 * Each .c file of csrc/python defines one ct_concept, `ct_<file>_concept` (in autograd/
 * `ct_autograd_<file>_concept`), and is named once in concepts.def; module.c runs their
 * `init`s in that order and gives the module their functions, type/tensor_type.c gives
 * Tensor their methods and attributes. A hand-written method or function hides the
 * generated one of the same name. Type slots are plain functions, declared in the headers
 * of the concepts (type/slots.h lists which) and named in tensor_type.c. The rooms:
 *
 *   type/       what a Tensor is and does: the type, operators, indexing, printing, and
 *               the small types beside it (dtype, device, Size, Generator, ...)
 *   arguments/  from a call in Python to the call of a row, and back
 *   override/   classes and modes that answer for ops: `__torch_function__`
 *   autograd/   backward, hooks, Function, gradient modes
 *   exchange/   NumPy, DLPack, buffers, pickle: memory and calls shared with others
 *
 * What lies beside this file serves the whole module. */
#ifndef CT_PYTHON_CONCEPT_H
#define CT_PYTHON_CONCEPT_H

#include "core/object.h"

typedef struct ct_concept {
    PyMethodDef *methods;          /* of Tensor; NULL, or ended by an empty one */
    PyGetSetDef *getset;           /* of Tensor */
    PyMethodDef *functions;        /* of ctensor._C, re-exported by ctensor */
    int (*init)(PyObject *module); /* after the type is ready; -1: exception set */
} ct_concept;

/* METH_FASTCALL | METH_KEYWORDS functions and methods have this form. */
#define CT_PY_FAST(name)                                                \
    PyObject *name(PyObject *self, PyObject *const *args, Py_ssize_t n, \
                   PyObject *kwnames)
#define CT_PY_METHOD(pyname, function, doc)                                          \
    {pyname, (PyCFunction)(void (*)(void))(function), METH_FASTCALL | METH_KEYWORDS, \
     doc}

#endif
