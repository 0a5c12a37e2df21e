/* numpy_map: which of NumPy's functions are ours.
 *
 * A hash by the address of the function object. A ufunc whose name is a row's, or a
 * row's alias, or stands in its column numpy, runs that row. Other functions run a row
 * where the call means it (numpy_call.h), and else an implementation in Python, under
 * ctensor/_numpy, which is imported when it is first needed. The map holds its
 * functions, so that no address is used twice. */
#ifndef CT_PYTHON_EXCHANGE_NUMPY_MAP_H
#define CT_PYTHON_EXCHANGE_NUMPY_MAP_H

#include "ops/op.h"
#include "python/concept.h"
#include "python/exchange/numpy_call.h"

typedef struct ct_numpy_entry {
    PyObject *function;
    PyObject *implementation; /* a callable with the function's signature, or NULL */
    PyObject *method; /* the ndarray's of the same parameters, or NULL */
    bool in_place;    /* the function is that method on a copy */
    const ct_op *op;          /* the row that it is, or NULL */
    ct_numpy_bound *calls;    /* the rows that a call of it may mean, or NULL */
    bool constant; /* its result has no gradient, as a truth or a place has none */
    bool only_gradient; /* NumPy's own is as good where no gradient is at stake */
    bool writes; /* into its first argument */
    uint32_t dtypes; /* bit d: on operands of dtype d the row does as NumPy does */
} ct_numpy_entry;

/* The entry of a row, or NULL: for ufuncs, which need no Python. */
const ct_numpy_entry *ct_numpy_row(PyObject *function);
/* What is known of a function; an empty entry of one that is not ours. */
const ct_numpy_entry *ct_numpy_find(PyObject *function);
/* Before implementations are asked for: 0, or -1 when their import failed. */
int ct_numpy_import_functions(void);
/* Is the exception that is set an implementation's word that an argument has a dtype that
 * only NumPy has? */
bool ct_numpy_is_numpys_dtype(void);
/* Calls ctensor._numpy.name(*args). */
PyObject *ct_numpy_python(const char *name, PyObject *const *args, size_t n);

extern const ct_concept ct_numpy_map_concept;

#endif
