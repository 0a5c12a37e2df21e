/* blas: finds OpenBLAS in the scipy-openblas32 package at import. */
#ifndef CT_PYTHON_BLAS_H
#define CT_PYTHON_BLAS_H

#include "python/concept.h"

extern const ct_concept ct_blas_concept;

#endif
