/* numpy_map: which of NumPy's functions are ours.
 *
 * A hash by the address of the function object. A ufunc whose name is a row's, or a
 * row's alias, runs that row; the few that are named otherwise stand in numpy_map.c.
 * Other functions have an implementation in Python, under ctensor/_numpy, which is
 * imported when it is first asked for. The map holds its functions, so that no
 * address is used twice. */
#ifndef CT_PYTHON_EXCHANGE_NUMPY_MAP_H
#define CT_PYTHON_EXCHANGE_NUMPY_MAP_H

#include "ops/op.h"
#include "python/concept.h"

typedef struct ct_numpy_entry {
    PyObject *function;
    PyObject *implementation; /* a callable with the function's signature, or NULL */
    const ct_op *op;          /* the row that it is, or NULL */
    bool constant;            /* its result has no gradient */
    uint32_t dtypes; /* bit d: on operands of dtype d the row does as NumPy does */
} ct_numpy_entry;

/* The entry of a row, or NULL: for ufuncs, which need no Python. */
const ct_numpy_entry *ct_numpy_row(PyObject *function);
/* The implementation (borrowed), or NULL; an exception is set when the import fails. */
PyObject *ct_numpy_implementation(PyObject *function);
/* Has the function's result no gradient, as a truth, a place or a dtype has none? */
bool ct_numpy_is_constant(PyObject *function);
/* Calls ctensor._numpy.name(*args). */
PyObject *ct_numpy_python(const char *name, PyObject *const *args, size_t n);

extern const ct_concept ct_numpy_map_concept;

#endif
