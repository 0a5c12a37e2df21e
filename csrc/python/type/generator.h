/* generator: ctensor.Generator, a random stream as a Python object.
 *
 * `default_generator` stands for the process's own stream. The state is its seed and
 * its position: 16 bytes. */
#ifndef CT_PYTHON_TYPE_GENERATOR_H
#define CT_PYTHON_TYPE_GENERATOR_H

#include "core/random.h"
#include "python/concept.h"

extern PyTypeObject ct_py_generator_type;

/* The stream of a Generator object, borrowed; NULL, no exception, for others. */
ct_generator *ct_py_generator(PyObject *o);

extern const ct_concept ct_generator_concept;

#endif
