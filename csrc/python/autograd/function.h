/* autograd_function: autograd.Function, whose forward and backward are Python.
 *
 * The class itself is Python (ctensor/autograd/function.py). Here are its `apply` and
 * the node it makes, which owns the ctx (autograd_ctx.h). */
#ifndef CT_PYTHON_AUTOGRAD_FUNCTION_H
#define CT_PYTHON_AUTOGRAD_FUNCTION_H

#include "python/concept.h"

extern const ct_concept ct_autograd_function_concept;

#endif
