/* sort_slices: the slices of a tensor along a dim in order, and where runs of equal ones
 * begin.
 *
 * The first elements decide, and where they are equal the next: slices whose elements were
 * equal so far are a group, and only what is still in a group of two or more is read on.
 * Slices are read where they lie, as most often few of their elements decide. NaN comes
 * last and equals none, as PyTorch has it. */
#ifndef CT_CPU_SORT_SLICES_H
#define CT_CPU_SORT_SLICES_H

#include "core/tensor.h"

/* `order` and `begins` have room for all slices of x along `dim`, which have elements:
 * which slice is where in the order, as they stand if they are not to be sorted, and
 * whether a run of equal ones begins there. Returns -1 with the error set. */
int ct_slices_runs(const ct_tensor *x, int dim, bool sorts, int64_t *order,
                   bool *begins);

#endif
