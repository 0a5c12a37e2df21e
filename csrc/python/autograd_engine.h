/* autograd_engine: backward called from Python.
 *
 * One thread at a time runs backward; others wait without the interpreter lock. The
 * same thread may enter again, from a hook. */
#ifndef CT_PYTHON_AUTOGRAD_ENGINE_H
#define CT_PYTHON_AUTOGRAD_ENGINE_H

#include "autograd/engine.h"
#include "python/concept.h"

/* ct_backward_run under the lock; -1 with a Python exception. */
int ct_py_backward(const ct_backward *b);

/* Tensor.backward */
CT_PY_FAST(ct_py_tensor_backward);

extern const ct_concept ct_autograd_engine_concept;

#endif
