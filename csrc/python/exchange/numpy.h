/* numpy: ndarrays and NumPy scalars come in, ndarrays go out, without a copy.
 *
 * An imported array is kept alive by the storage over its memory. The base of an
 * exported one is an alias of the tensor, so that nothing done to the tensor itself
 * frees memory that NumPy still shows. */
#ifndef CT_PYTHON_EXCHANGE_NUMPY_H
#define CT_PYTHON_EXCHANGE_NUMPY_H

#include "core/tensor.h"
#include "python/concept.h"

extern PyTypeObject *ct_numpy_array_type;   /* numpy.ndarray */
extern PyTypeObject *ct_numpy_generic_type; /* numpy.generic */

static inline bool ct_numpy_check(PyObject *o)
{
    return PyObject_TypeCheck(o, ct_numpy_array_type);
}
static inline bool ct_numpy_is_scalar(PyObject *o)
{
    return PyObject_TypeCheck(o, ct_numpy_generic_type);
}

bool ct_numpy_is_bool(PyObject *o);

/* A tensor over the array's memory. Byte-swapped and unaligned arrays, and those
 * with a stride that is no multiple of the item size, are copied, which is a
 * ValueError unless may_copy. TypeError for a dtype that we have not. */
ct_tensor *ct_numpy_import(const char *op, PyObject *array, bool may_copy);
/* An ndarray over t's memory; the gradient is the caller's concern. */
PyObject *ct_numpy_export(ct_tensor *t, bool writeable);
/* May foreign code write through what is exported of t? Not when its storage is
 * read-only, nor behind the back of a gradient that is being recorded. */
bool ct_numpy_may_write(ct_tensor *t);
/* NOTE [Parts of an ndarray] A tensor that becomes a part of an ndarray loses its
 * gradient without a trace, whereas one that becomes an ndarray of its own was meant to.
 * So a warning is due where t requires grad and is read for a part (numpy_reading.h), or
 * while Python runs `a[...] = ...`. */

/* t's memory is read: 0, or -1 when the warning was made an error. */
int ct_numpy_warn_memory(ct_tensor *t);
/* A number is read of t, which only the last of these makes a part of something. */
int ct_numpy_warn_number(ct_tensor *t);
/* The value and dtype of a NumPy scalar: 1; -1 with TypeError for a dtype that we
 * have not. */
int ct_numpy_scalar(PyObject *o, ct_dtype *dtype, ct_scalar *value);
/* numpy.asarray(o), for exporters of a buffer or an array interface. */
PyObject *ct_numpy_asarray(PyObject *o);

extern const ct_concept ct_numpy_concept;

#endif
