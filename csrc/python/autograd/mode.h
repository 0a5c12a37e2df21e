/* autograd_mode: no_grad, enable_grad, set_grad_enabled, inference_mode.
 *
 * Each is a type whose instances are context managers and decorators; in C, because a
 * training loop enters one every step. */
#ifndef CT_PYTHON_AUTOGRAD_MODE_H
#define CT_PYTHON_AUTOGRAD_MODE_H

#include "python/concept.h"

extern const ct_concept ct_autograd_mode_concept;

#endif
