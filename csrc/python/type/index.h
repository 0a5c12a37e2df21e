/* index: subscripts: x[key] and x[key] = value.
 *
 * A subscript is read in two steps. First every entry becomes plain numbers or a
 * tensor, which may run the entries' own code; then, with no Python code in between,
 * they are held against the shape. The basic entries (integers, slices, None, ...)
 * make one view of x, the tensors among them index that view. */
#ifndef CT_PYTHON_TYPE_INDEX_H
#define CT_PYTHON_TYPE_INDEX_H

#include "python/concept.h"
#include "python/type/slots.h" /* ct_py_subscript, ct_py_ass_subscript, ct_py_sq_item */

extern const ct_concept ct_index_concept;

#endif
