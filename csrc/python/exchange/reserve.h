/* reserve: room for files, for Python. */
#ifndef CT_PYTHON_EXCHANGE_RESERVE_H
#define CT_PYTHON_EXCHANGE_RESERVE_H

#include "python/concept.h"

extern const ct_concept ct_reserve_concept;

#endif
