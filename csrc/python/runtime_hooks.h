/* runtime_hooks: the interpreter lock and Ctrl-C, as the core reaches them.
 *
 * Long kernels run without the lock. Ctrl-C is seen by the thread that Python gives
 * signals to; on others polling costs nothing and takes no lock. */
#ifndef CT_PYTHON_RUNTIME_HOOKS_H
#define CT_PYTHON_RUNTIME_HOOKS_H

#include "python/concept.h"

extern const ct_concept ct_runtime_hooks_concept;

/* Installs the hooks; -1 with a Python exception set. */
int ct_py_runtime_init(void);

#endif
