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
/* Are all Tensors memory that NumPy can compute on: no gradient at stake, on the CPU, no
 * bfloat16, and no record of it kept? */
bool ct_numpy_is_plain(PyObject *args, PyObject *kwargs);
/* function(*args, **kwargs) in NumPy; kwargs may be NULL. `plain`: among those that have a
 * say are only Tensors and ndarrays, no subclasses, so that nobody need be asked. */
PyObject *ct_numpy_fallback(PyObject *function, PyObject *args, PyObject *kwargs,
                            bool plain);
/* The same of a function that writes into its first argument. */
PyObject *ct_numpy_fallback_writing(PyObject *function, PyObject *args,
                                    PyObject *kwargs, bool plain);
/* A copy of the first argument on which the ndarray's method, with the other arguments,
 * has run; NotImplemented when the function does more than that. */
PyObject *ct_numpy_in_place_on_copy(PyObject *method, PyObject *args);
/* A result of NumPy's as a Tensor, or as it is where it has no dtype of ours. Steals
 * result. */
PyObject *ct_numpy_wrap(PyObject *result);

extern const ct_concept ct_numpy_fallback_concept;

#endif
