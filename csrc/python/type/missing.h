/* missing: what an AttributeError says of a name that PyTorch has and ctensor lacks.
 *
 * Nothing here may slow down a name that is there. CPython's inline caches know exact
 * modules and types whose tp_getattro is PyObject_GenericGetAttr: Tensor keeps its own,
 * and a missing name is a descriptor in its type that raises; dir() leaves them out. */
#ifndef CT_PYTHON_TYPE_MISSING_H
#define CT_PYTHON_TYPE_MISSING_H

#include "python/concept.h"

/* type(Tensor): its dir() has no missing names. */
extern PyTypeObject ct_py_tensor_meta;

extern const ct_concept ct_missing_concept;

#endif
