/* repr: a tensor as text, exactly as PyTorch prints it.
 *
 * Only what is shown is ever read, so a tensor of any size prints at once. The slots
 * ct_py_repr and ct_py_format (slots.h) are defined here. A subclass prints under its
 * own name, or under the one its attribute `_repr_name` gives. */
#ifndef CT_PYTHON_TYPE_REPR_H
#define CT_PYTHON_TYPE_REPR_H

#include "core/tensor.h"
#include "python/concept.h"
#include "python/type/slots.h"

extern const ct_concept ct_repr_concept;

#endif
