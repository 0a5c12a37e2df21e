/* composite: ctensor._C._Overridable, a function written in Python that asks first.
 *
 * It behaves as the function that it holds does (signature, docs, pickle by name); the
 * package puts it in the place of those that are public (ctensor/overrides.py). */
#ifndef CT_PYTHON_OVERRIDE_COMPOSITE_H
#define CT_PYTHON_OVERRIDE_COMPOSITE_H

#include "python/concept.h"

extern const ct_concept ct_composite_concept;

#endif
