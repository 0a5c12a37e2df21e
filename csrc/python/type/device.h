/* device: ctensor.device('cpu'), ctensor.device('cuda', 0). */
#ifndef CT_PYTHON_TYPE_DEVICE_H
#define CT_PYTHON_TYPE_DEVICE_H

#include "core/storage.h"
#include "python/concept.h"

extern PyTypeObject ct_py_device_type;

/* A new reference, or NULL with an exception. index -1: none given. */
PyObject *ct_py_device(ct_device device, int index);
/* What o names: a device, "cuda:1", or an int (a CUDA index). RuntimeError for a
 * string that is none, TypeError for another type; -1. */
int ct_py_device_parse(const char *op, PyObject *o, ct_device *device, int *index);
/* The same, and the device must be usable here: a RuntimeError that says which
 * backend is missing. */
int ct_py_device_require(const char *op, PyObject *o, ct_device *device, int *index);

extern const ct_concept ct_device_concept;

#endif
