/* steps: one launch of an optimizer's step, over the elements of one parameter. */
#ifndef CT_CUDA_STEPS_H
#define CT_CUDA_STEPS_H

#include "loop.h"

enum { CT_STEP_ARRAYS = 8, CT_STEP_CONSTANTS = 8, CT_STEP_ARGUMENTS = 24 };

/* x: parameter, gradient, states (NULL: not there), side by side, of n real elements. */
typedef struct ct_device_step {
    char *x[CT_STEP_ARRAYS];
    int32_t dtype[CT_STEP_ARRAYS];
    int64_t n;
    double constant[CT_STEP_CONSTANTS];
    ct_loop_number arg[CT_STEP_ARGUMENTS];
} ct_device_step;

/* The kernels by ct_optim_rows: for float32, float64. */
typedef void (*ct_step_launch)(const ct_device_step *s, void *stream);
CT_KERNELS const ct_step_launch (*ct_cuda_step_kernels(void))[2];

#endif
