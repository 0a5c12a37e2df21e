/* autograd_engine: backward called from Python.
 *
 * Threads run backward side by side, and a hook may enter again (autograd/queue.h, NOTE
 * [Runs at once]). A backward that records is counted for the collector. */
#ifndef CT_PYTHON_AUTOGRAD_ENGINE_H
#define CT_PYTHON_AUTOGRAD_ENGINE_H

#include "autograd/engine.h"
#include "python/concept.h"

/* ct_backward_run; -1 with a Python exception. */
int ct_py_backward(const ct_backward *b);

/* Tensor.backward */
CT_PY_FAST(ct_py_tensor_backward);

extern const ct_concept ct_autograd_engine_concept;

#endif
