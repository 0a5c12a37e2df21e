/* table: method tables and attributes that ask first.
 *
 * A row's trampoline asks on its slow way (arguments/bind.c). What is written by hand, and
 * the other names of rows, have no such way: their entries are put behind one that asks,
 * here, when the tables are made, so that none of them has to know of it. */
#ifndef CT_PYTHON_OVERRIDE_TABLE_H
#define CT_PYTHON_OVERRIDE_TABLE_H

#include "python/concept.h"

/* All return -1 with an exception when there is no room for more.
 *
 * One entry: a function of ctensor._C, which has no tensor as self, or a method. */
int ct_override_entry(PyMethodDef *one, bool method);
/* A hand-written concept's methods and attributes of Tensor, and its functions: those
 * that PyTorch overrides. */
int ct_override_methods(PyMethodDef *methods);
int ct_override_functions(PyMethodDef *functions);
int ct_override_getset(PyGetSetDef *getset);

#endif
