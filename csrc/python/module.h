/* module: ctensor._C, put together at import.
 *
 * concepts.def lists its parts in the order they are initialised. */
#ifndef CT_PYTHON_MODULE_H
#define CT_PYTHON_MODULE_H

#include "python/concept.h"

/* Ended by NULL. */
extern const ct_concept *const ct_concepts[];

#endif
