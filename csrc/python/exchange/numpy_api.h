/* numpy_api: NumPy's C API, imported once by module.c. Include this, never
 * numpy/arrayobject.h. */
#ifndef CT_PYTHON_EXCHANGE_NUMPY_API_H
#define CT_PYTHON_EXCHANGE_NUMPY_API_H

#include "core/object.h"

#define NPY_NO_DEPRECATED_API NPY_1_22_API_VERSION
#define PY_ARRAY_UNIQUE_SYMBOL ct_numpy_api
#ifndef CT_NUMPY_IMPORT /* defined by module.c alone */
#define NO_IMPORT_ARRAY
#endif
#include <numpy/arrayobject.h>

#endif
