/* size: ctensor.Size, the tuple that Tensor.shape is. */
#ifndef CT_PYTHON_TYPE_SIZE_H
#define CT_PYTHON_TYPE_SIZE_H

#include <stdint.h>

#include "python/concept.h"

extern PyTypeObject ct_py_size_type;

/* A new reference, or NULL with an exception. */
PyObject *ct_py_size(int ndim, const int64_t *shape);

extern const ct_concept ct_size_concept;

#endif
