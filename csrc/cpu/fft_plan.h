/* fft_plan: how the transform of a length is computed, with its twiddles; kept for the next.
 *
 * A plan belongs to a length and a precision. The cache holds the latest ones, up to
 * CT_FFT_PLANS of them and CT_FFT_PLAN_BYTES together, of which one may be larger; all of
 * it is guarded by a lock, and a plan lives while somebody uses it. */
#ifndef CT_CPU_FFT_PLAN_H
#define CT_CPU_FFT_PLAN_H

#include <stddef.h>

#include "cpu/fft_kernels.h"

#define CT_FFT_PLANS 64
#define CT_FFT_PLAN_BYTES (64 << 20)
/* Up to this length lines run side by side where they lie beside each other; up to the
 * other one where they follow each other, and are brought to lanes and back. */
#define CT_FFT_SIDE_MAX 65536
#define CT_FFT_ROW_MAX 4096
/* Up to this length each number has a twiddle of its own between columns and rows. */
#define CT_FFT_TURN_MAX 65536

typedef enum ct_fft_way {
    CT_FFT_WHOLE, /* passes */
    CT_FFT_SPLIT, /* columns and rows */
    CT_FFT_CHIRP /* a convolution: the length has a large prime factor */
} ct_fft_way;

struct ct_fft_plan {
    int64_t n;
    bool wide; /* float64 */
    bool real; /* half_roots are there */
    bool side; /* lines may run side by side */
    int64_t joined; /* so many short lines in a row fill whole vectors */
    ct_fft_way way; /* of a line alone */
    ct_fft_passes whole, column, row; /* n = column.n * row.n */
    int64_t column_room; /* column.n, in whole vectors */
    /* Twiddle of row k in column j, by groups of columns: turn[j / lanes][k], in lanes; of
     * long lines turn[k], in lanes, times step[j / lanes][k]. */
    const void *turn, *step;
    /* L. I. Bluestein, "A linear filtering approach to the computation of the discrete
     * Fourier transform" (1970): exp(-i pi k^2 / n), and the transform of their inverses. */
    const ct_fft_plan *convolution;
    const void *chirp, *filter;
    const void *half_roots; /* of real numbers, 2 n of them: roots of order 2 n */
    /* Bytes: of numbers between the steps of a line alone; of a thread's lanes in one of
     * these steps, and where lines run side by side. */
    int64_t room, step_buffers, side_buffers;
    /* the cache's */
    int users;
    size_t bytes;
    void *tables; /* all of them in one block */
};

/* The plan; NULL with the error set. `real`: with what takes transforms of n numbers to
 * those of 2 n real ones. */
const ct_fft_plan *ct_fft_plan_get(int64_t n, bool wide, bool real);
void ct_fft_plan_release(const ct_fft_plan *plan);

/* exp(-2 pi i k / n), 0 <= k < n. */
void ct_fft_root(int64_t k, int64_t n, double *re, double *im);

#endif
