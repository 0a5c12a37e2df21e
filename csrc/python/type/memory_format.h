/* memory_format: ctensor.contiguous_format, preserve_format, channels_last and
 * channels_last_3d, the values of a ct_memory_format. */
#ifndef CT_PYTHON_TYPE_MEMORY_FORMAT_H
#define CT_PYTHON_TYPE_MEMORY_FORMAT_H

#include "core/layout.h"
#include "python/concept.h"

/* 1 and the format in *value if o is one, else 0. */
int ct_py_memory_format(PyObject *o, int64_t *value);
/* TypeError "op: expected memory_format: ..." unless o is one: -1. */
int ct_py_memory_format_require(const char *op, PyObject *o, ct_memory_format *value);

extern const ct_concept ct_memory_format_concept;

#endif
