/* channel_kernels: normalization of runs of elements that share a channel, or of rows of
 * channels side by side; float32 and float64.
 *
 * Sums are taken in float64. A mean is what is left of it in the element's type, `mean`,
 * and what that lost, `rest`: x - mean - rest is exact to the last bits where the mean is
 * far larger than the spread. Where a factor is near the ends of float32's range the
 * kernels compute in float64 (`far`). */
#ifndef CT_CPU_CHANNEL_KERNELS_H
#define CT_CPU_CHANNEL_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

/* A run: n elements one behind the other, of one channel. */
typedef struct ct_channel_run {
    int64_t n;
    const void *x, *g; /* g: of the gradient */
    void *y; /* or the input's gradient */
    double mean, scale, shift;
    double along; /* of the gradient */
    bool far;
} ct_channel_run;

/* Rows of `width` channels side by side, `step` elements apart; what belongs to each
 * channel in arrays. */
typedef struct ct_channel_rows {
    int64_t rows, width, step;
    const void *x, *g;
    void *y;
    const double *mean, *scale, *shift, *along;
    double *sums, *more; /* to which is added */
    bool far;
} ct_channel_rows;

#define CT_CHANNEL_STRIP 64 /* channels at a time: a multiple of what a vector holds */

typedef struct ct_channel_kernels { /* of float32, of float64 */
    /* sums[0] += x - mean, sums[1] += its square */
    void (*moments[2])(const ct_channel_run *r, double *sums);
    /* y = (x - mean) * scale + shift */
    void (*apply[2])(const ct_channel_run *r);
    /* sums[0] += g, sums[1] += g * (x - mean) */
    void (*products[2])(const ct_channel_run *r, double *sums);
    /* y = g * scale - (x - mean) * along - shift */
    void (*input_grad[2])(const ct_channel_run *r);
    /* The same; width is at most CT_CHANNEL_STRIP. */
    void (*row_moments[2])(const ct_channel_rows *r);
    void (*row_apply[2])(const ct_channel_rows *r);
    void (*row_products[2])(const ct_channel_rows *r);
    void (*row_input_grad[2])(const ct_channel_rows *r);
} ct_channel_kernels;

#endif
