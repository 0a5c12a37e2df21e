/* optim_kernels: the loops of the optimizers' steps, over elements of one parameter. */
#ifndef CT_CPU_OPTIM_KERNELS_H
#define CT_CPU_OPTIM_KERNELS_H

#include "ops/optim.h"

/* x: parameter, gradient, states (NULL: not there), contiguous, of n elements of the
 * loop's dtype, which do not overlap; all but the gradient are written. `arg` are the
 * call's arguments, `constant` what ct_optim_row.once has worked out. */
typedef void (*ct_optim_loop)(const ct_value *arg, const double *constant,
                              void *const *x, int64_t n);

typedef struct ct_optim_kernels {
    const ct_optim_loop (*loops)[2]; /* of ct_optim_rows: for float32, float64 */
} ct_optim_kernels;

#endif
