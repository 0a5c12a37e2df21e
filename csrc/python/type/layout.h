/* layout: ctensor.strided and the layouts that no tensor here has (sparse_coo, ...), which
 * programs name to ask whether a tensor has them. */
#ifndef CT_PYTHON_TYPE_LAYOUT_H
#define CT_PYTHON_TYPE_LAYOUT_H

#include "python/concept.h"

/* ctensor.strided, that of every tensor; a new reference. */
PyObject *ct_py_layout_strided(void);
/* -1 unless o is ctensor.strided: TypeError where it is no layout, else RuntimeError. */
int ct_py_layout_require(const char *op, PyObject *o);

extern const ct_concept ct_layout_concept;

#endif
