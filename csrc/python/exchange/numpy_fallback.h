/* numpy_fallback: a function of NumPy's that is not ours computes in NumPy.
 *
 * Tensors among the arguments, in nested tuples, lists and dicts too, become read-only
 * arrays over their memory; arrays and NumPy's numbers among the results become Tensors.
 * A gradient is not lost that way: the caller has to ask for it first. */
#ifndef CT_PYTHON_EXCHANGE_NUMPY_FALLBACK_H
#define CT_PYTHON_EXCHANGE_NUMPY_FALLBACK_H

#include "python/concept.h"

/* Does any Tensor in o require grad, while gradients are recorded? */
bool ct_numpy_records(PyObject *o);
/* function(*args, **kwargs) in NumPy; kwargs may be NULL. */
PyObject *ct_numpy_fallback(PyObject *function, PyObject *args, PyObject *kwargs);
/* A result of NumPy's as a Tensor, or as it is where it has no dtype of ours. Steals
 * result. */
PyObject *ct_numpy_wrap(PyObject *result);

extern const ct_concept ct_numpy_fallback_concept;

#endif
