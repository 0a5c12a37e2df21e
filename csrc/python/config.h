/* config: what runs here: instruction set, BLAS, threads, memory. */
#ifndef CT_PYTHON_CONFIG_H
#define CT_PYTHON_CONFIG_H

#include "python/concept.h"

extern const ct_concept ct_config_concept;

#endif
