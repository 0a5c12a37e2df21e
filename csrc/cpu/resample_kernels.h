/* resample_kernels: lines made of lines, and elements of a line of elements of a line, in
 * one instruction set; float32 and float64. */
#ifndef CT_CPU_RESAMPLE_KERNELS_H
#define CT_CPU_RESAMPLE_KERNELS_H

#include <stdint.h>

/* A vector of results, whose taps lie within one or two vectors of the line from `base` on;
 * or do not (`near` is 0). */
typedef struct ct_taps_block {
    int64_t base;
    int64_t at; /* where its lanes and weights begin */
    int32_t near, taps;
} ct_taps_block;

typedef struct ct_across {
    int64_t n, channels; /* places of the result, channels side by side */
    const int64_t *first, *place; /* as of ct_taps */
    const void *weight;
    /* Where channels is 1: vectors, tap by tap; a lane without that tap has weight 0. */
    const ct_taps_block *blocks;
    const void *lane, *lane_weight; /* integers as wide as the weights, from base on */
} ct_across;

typedef struct ct_resample_kernels { /* of float32, of float64 */
    /* y = sum w[k] x[k], of n elements */
    void (*blend[2])(void *y, const void *const *x, const void *w, int64_t k,
                     int64_t n);
    /* y is made of the line x, behind which two vectors more may be read. */
    void (*across[2])(const ct_across *a, void *y, const void *x);
} ct_resample_kernels;

#endif
