/* stream: ctensor.Stream and ctensor.Event, over core/stream.h. */
#ifndef CT_PYTHON_TYPE_STREAM_H
#define CT_PYTHON_TYPE_STREAM_H

#include "core/stream.h"
#include "python/concept.h"

/* The stream that o is; -1 with TypeError. */
int ct_py_stream_require(const char *op, PyObject *o, ct_stream *stream);

extern const ct_concept ct_stream_concept;

#endif
