/* autograd_hook: Python callables as hooks. */
#ifndef CT_PYTHON_AUTOGRAD_HOOK_H
#define CT_PYTHON_AUTOGRAD_HOOK_H

#include "autograd/hook.h"
#include "python/concept.h"

/* Adds `hook` to the entry of a list; a RemovableHandle, or NULL with an exception. */
PyObject *ct_py_hook_register(ct_hook **list, ct_hook_kind kind, uint32_t nr,
                              PyObject *hook);

extern const ct_concept ct_autograd_hook_concept;

#endif
