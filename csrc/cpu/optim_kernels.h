/* optim_kernels: the loops of the optimizers, over one parameter's elements.
 *
 * All arrays are contiguous, of n elements, of the loop's dtype, and do not overlap.
 * Constants that depend on the step are worked out in double by the caller. */
#ifndef CT_CPU_OPTIM_KERNELS_H
#define CT_CPU_OPTIM_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct ct_sgd_step {
    double lr, momentum, dampening, weight_decay;
    bool nesterov, maximize;
    bool first; /* the buffer becomes the gradient */
} ct_sgd_step;

/* p -= step_size * m / (sqrt(v) * root_scale + eps) */
typedef struct ct_adam_step {
    double beta1, beta2, eps;
    double weight_decay; /* added to the gradient, times p */
    double shrink; /* factor on p: 1 - lr * weight_decay when decoupled, else 1 */
    double step_size; /* lr / (1 - beta1^t) */
    double root_scale; /* 1 / sqrt(1 - beta2^t) */
    bool maximize;
} ct_adam_step;

/* x: parameter, gradient, buffer (NULL without momentum). */
typedef void (*ct_sgd_loop)(const ct_sgd_step *s, void *const x[3], int64_t n);
/* x: parameter, gradient, m, v, largest v (NULL without amsgrad). */
typedef void (*ct_adam_loop)(const ct_adam_step *s, void *const x[5], int64_t n);

typedef struct ct_optim_kernels {
    ct_sgd_loop sgd[2]; /* float32, float64 */
    ct_adam_loop adam[2];
} ct_optim_kernels;

#endif
