/* iterator: `for row in tensor`.
 *
 * Yields tensor[0], tensor[1], ..., views with history, as many as there are at the
 * start. */
#ifndef CT_PYTHON_TYPE_ITERATOR_H
#define CT_PYTHON_TYPE_ITERATOR_H

#include "core/object.h"

extern PyTypeObject ct_py_iterator_type;

/* Over a tensor of at least one dimension. New reference. */
PyObject *ct_py_iterator(PyObject *tensor, int64_t n);
/* Readies the type; once. */
int ct_py_iterator_init(void);

#endif
