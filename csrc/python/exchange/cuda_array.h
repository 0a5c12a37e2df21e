/* cuda_array: arrays of other libraries on a GPU, by __cuda_array_interface__ (CuPy, Numba).
 * What tensors show of theirs is Python (ctensor/_methods.py). */
#ifndef CT_PYTHON_EXCHANGE_CUDA_ARRAY_H
#define CT_PYTHON_EXCHANGE_CUDA_ARRAY_H

#include "core/tensor.h"
#include "python/errors.h"

/* Is the backend there, and has it a device of this number? */
bool ct_cuda_is_there(long index);
/* Does o show the interface? */
bool ct_cuda_array_check(PyObject *o);
/* A tensor over o's memory on the current GPU, which goes on when the stream that o names has
 * made it; NULL with an exception. */
ct_tensor *ct_cuda_array_import(const char *op, PyObject *o);

#endif
