/* autograd_where: which line of Python is running.
 *
 * Taken for every graph node, so it has to be cheap: a code object and an instruction,
 * read off the running frame, of the innermost function that is not ctensor's own.
 * File and line are worked out when an error needs them. */
#ifndef CT_PYTHON_AUTOGRAD_WHERE_H
#define CT_PYTHON_AUTOGRAD_WHERE_H

#include "python/concept.h"

typedef struct ct_py_place {
    ct_object *code; /* owned */
    int32_t instruction;
} ct_py_place;

/* The functions that are running, from the innermost on, without ctensor's own: at most
 * `max` of them, new references. How many. */
int ct_py_places(ct_py_place *at, int max);

extern const ct_concept ct_autograd_where_concept;

#endif
