/* ctc_kernels: steps through sums of chances, by their logarithms in float64. */
#ifndef CT_CPU_CTC_KERNELS_H
#define CT_CPU_CTC_KERNELS_H

#include <stdint.h>

typedef struct ct_ctc_kernels {
    /* to = add + log(exp(a) + exp(b) + exp(c + over)), of n elements; all arrays have room
     * for a vector more. */
    void (*add_logs)(double *to, const double *a, const double *b, const double *c,
                     const double *over, const double *add, int64_t n);
    /* to = exp(a + b + shift); likewise, but for b */
    void (*chances)(double *to, const double *a, const double *b, double shift,
                    int64_t n);
} ct_ctc_kernels;

#endif
