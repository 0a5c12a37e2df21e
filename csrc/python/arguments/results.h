/* results: what a call has made, as Python has it.
 *
 * One tensor; a tuple for list-valued ops; for several results a named tuple whose
 * type, as `ctensor.return_types.max`, is made from the row at first use. */
#ifndef CT_PYTHON_ARGUMENTS_RESULTS_H
#define CT_PYTHON_ARGUMENTS_RESULTS_H

#include "ops/op.h"
#include "python/concept.h"

/* Runs a prepared call and gives its results. NULL with the exception set. */
PyObject *ct_py_run(ct_call *c);
/* Hands the given out= object to the call (CT_FORM_OUT); -1 with TypeError. */
int ct_py_set_out(ct_call *c, PyObject *out);

extern const ct_concept ct_results_concept;

#endif
