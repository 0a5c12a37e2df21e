/* exact: the loops for operands that no common dtype holds (ops/exact.h). */
#ifndef CT_CPU_EXACT_H
#define CT_CPU_EXACT_H

#include "cpu/kernels.h"
#include "ops/exact.h"

/* The loop that does what the row asks for. */
ct_loop ct_exact_loop(const ct_op *row, const ct_exact *e);

#endif
