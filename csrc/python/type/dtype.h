/* dtype: ctensor.float32 and the others as Python objects, one for each dtype. */
#ifndef CT_PYTHON_TYPE_DTYPE_H
#define CT_PYTHON_TYPE_DTYPE_H

#include "core/dtype.h"
#include "python/concept.h"

extern PyTypeObject ct_py_dtype_type;

/* The object of d; a new reference, never NULL. */
PyObject *ct_py_dtype(ct_dtype d);
/* What o names: a ctensor dtype, np.dtype, NumPy scalar type, or Python's bool, int,
 * float, complex, or a dtype's name. A Python TypeError otherwise (`op` begins the
 * message); -1. */
int ct_py_dtype_parse(const char *op, PyObject *o, ct_dtype *d);
/* NumPy's dtype for d: a new reference. bfloat16 is ml_dtypes' when that package is
 * installed, else a TypeError that says so. */
PyObject *ct_py_dtype_numpy(ct_dtype d);
/* The dtype of a native-endian NumPy dtype; -1, no exception, when we have none. */
int ct_py_dtype_from_numpy(PyObject *descr);

extern const ct_concept ct_dtype_concept;

#endif
