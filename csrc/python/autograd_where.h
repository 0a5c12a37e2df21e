/* autograd_where: which line of Python is running.
 *
 * Taken for every graph node, so it has to be cheap: a code object and an instruction,
 * read off the running frame, of the innermost function that is not ctensor's own.
 * File and line are worked out when an error needs them. */
#ifndef CT_PYTHON_AUTOGRAD_WHERE_H
#define CT_PYTHON_AUTOGRAD_WHERE_H

#include "python/concept.h"

extern const ct_concept ct_autograd_where_concept;

#endif
