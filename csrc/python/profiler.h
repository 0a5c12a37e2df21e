/* profiler: recordings as Python sees them; ctensor/profiler presents them.
 *
 * A recording is a capsule. Stopping it gives plain lists and tuples, so that all that
 * is made of them, tables and traces, is Python. */
#ifndef CT_PYTHON_PROFILER_H
#define CT_PYTHON_PROFILER_H

#include "python/concept.h"

extern const ct_concept ct_profiler_concept;

#endif
