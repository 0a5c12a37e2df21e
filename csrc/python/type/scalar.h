/* scalar: elements as Python numbers, and what follows from it: item, tolist, int(),
 * float(), complex(), bool(), indices, len, iteration, `in`.
 *
 * The type slots of slots.h that belong here are defined in scalar.c. */
#ifndef CT_PYTHON_TYPE_SCALAR_H
#define CT_PYTHON_TYPE_SCALAR_H

#include "core/tensor.h"
#include "python/concept.h"
#include "python/type/slots.h"

/* The element at p as bool, int, float or complex. New reference. */
PyObject *ct_py_element(ct_dtype dtype, const void *p);
/* t's only element; RuntimeError unless it has exactly one. */
PyObject *ct_py_item(ct_tensor *t);

extern const ct_concept ct_scalar_concept;

#endif
