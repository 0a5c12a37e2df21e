/* buffer: the buffer protocol, both ways.
 *
 * A tensor exports its memory to memoryview, NumPy and others (slots ct_py_getbuffer
 * and ct_py_releasebuffer); the export holds the storage and copies of shape and
 * strides, so nothing done to the tensor disturbs it. frombuffer makes a tensor over
 * any exporter and keeps its buffer locked: a bytearray cannot be resized, nor a
 * memory map closed, while a tensor uses it. */
#ifndef CT_PYTHON_EXCHANGE_BUFFER_H
#define CT_PYTHON_EXCHANGE_BUFFER_H

#include "core/tensor.h"
#include "python/concept.h"
#include "python/type/slots.h"

/* How much of a buffer is meant; counts of elements and bytes. */
typedef struct ct_buffer_part {
    ct_dtype dtype;
    int64_t count;  /* negative: all that is left */
    int64_t offset; /* bytes */
} ct_buffer_part;

/* A 1-d tensor over part of what `exporter` exports, read-only if that is. */
ct_tensor *ct_buffer_import(const char *op, PyObject *exporter,
                            const ct_buffer_part *part);

extern const ct_concept ct_buffer_concept;

#endif
