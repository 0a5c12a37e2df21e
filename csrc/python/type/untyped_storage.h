/* untyped_storage: Tensor.untyped_storage(), the bytes that tensors share, to ask where
 * they are and how many. */
#ifndef CT_PYTHON_TYPE_UNTYPED_STORAGE_H
#define CT_PYTHON_TYPE_UNTYPED_STORAGE_H

#include "python/concept.h"

#include "core/tensor.h"

/* The storage of an UntypedStorage, borrowed; NULL, no exception, for others. */
ct_storage *ct_py_storage(PyObject *o);

typedef struct ct_place { /* a tensor among bytes; strides in bytes */
    int ndim;
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM];
} ct_place;
/* given: offset or NULL, size, and stride, NULL or None for row-major; in elements of the
 * dtype, among `room` bytes. The offset of the first element in bytes; -1 with an
 * exception. */
int64_t ct_py_place(const char *op, ct_dtype dtype, int64_t room,
                    PyObject *const *given, ct_place *p);

extern const ct_concept ct_untyped_storage_concept;

#endif
