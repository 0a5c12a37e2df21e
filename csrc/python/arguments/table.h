/* table: the op table as Python data, for the tests, the stubs and the docs. */
#ifndef CT_PYTHON_ARGUMENTS_TABLE_H
#define CT_PYTHON_ARGUMENTS_TABLE_H

#include "python/concept.h"

extern const ct_concept ct_table_concept;

#endif
