/* random_kernels: random words and the numbers made of them, one group at a time.
 *
 * See NOTE [Random words] in core/random.h. The bits of every result are the same in
 * every instruction set. `out` need not be aligned. */
#ifndef CT_CPU_RANDOM_KERNELS_H
#define CT_CPU_RANDOM_KERNELS_H

#include <stdint.h>

typedef struct ct_random_kernels {
    /* The 64 words of a group, as ct_random_group. */
    void (*words)(uint32_t *words, uint64_t seed, uint32_t stream, uint64_t group);
    /* 64 or 32 numbers in [0, 1), multiples of 2^-24 or 2^-53. */
    void (*uniform_f32)(float *out, const uint32_t *words);
    void (*uniform_f64)(double *out, const uint32_t *words);
    /* 64 or 32 numbers, normally distributed, mean 0, variance 1; at most 6.7 and 8.5
     * from 0. */
    void (*normal_f32)(float *out, const uint32_t *words);
    void (*normal_f64)(double *out, const uint32_t *words);
    /* 64 or 32 numbers of density exp(-x), above 0, at most 22.2 and 36.8. */
    void (*exponential_f32)(float *out, const uint32_t *words);
    void (*exponential_f64)(double *out, const uint32_t *words);
    /* 32 numbers of the Cauchy distribution: finite, and never 0. */
    void (*cauchy_f64)(double *out, const uint32_t *words);
    /* The exponential functions of 32 numbers, infinite and 0 beyond the range. */
    void (*exp_f64)(double *x);
} ct_random_kernels;

#endif
