/* cast: a tensor in another dtype or on another device: to(), float(), cuda(), ... */
#ifndef CT_PYTHON_TYPE_CAST_H
#define CT_PYTHON_TYPE_CAST_H

#include "core/device.h"
#include "python/concept.h"

/* t in this dtype, differentiably: t itself when it has it. New reference, or NULL
 * with a Python exception. */
PyObject *ct_py_to_dtype(ct_tensor *t, ct_dtype dtype, bool copy);

extern const ct_concept ct_cast_concept;

/* o, a tensor or NULL, on a device: itself (o is stolen), or a copy with its history. */
PyObject *ct_py_to_device(PyObject *o, ct_device_place place);

#endif
