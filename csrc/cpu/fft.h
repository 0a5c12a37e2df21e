/* fft: lines transformed, one alone or many. */
#ifndef CT_CPU_FFT_H
#define CT_CPU_FFT_H

#include "cpu/fft_plan.h"

/* One line whose numbers follow each other; count, side, outer, step and room are not
 * read. A long one keeps all threads busy. -1 with the error set. */
int ct_fft_line(const ct_fft_lines *line);

/* Lines of complex numbers: count of them, laid out as ct_fft_lines says. */
int ct_fft_many(const ct_fft_lines *lines);

/* `count` contiguous lines of n real numbers at x to n / 2 + 1 complex ones each at y, or
 * back; `whole`: to all n. */
typedef struct ct_fft_real_lines {
    const ct_fft_plan *plan; /* of n / 2 for even n */
    const char *x;
    char *y;
    int64_t n, count;
    bool inverse, whole;
    double scale, inner;
} ct_fft_real_lines;
int ct_fft_from_real(const ct_fft_real_lines *lines);
int ct_fft_to_real(const ct_fft_real_lines *lines);

#endif
