/* fft: lines transformed, one alone or many. */
#ifndef CT_CPU_FFT_H
#define CT_CPU_FFT_H

#include "cpu/fft_plan.h"

/* One line whose numbers follow each other; count, side, outer, step and room are not
 * read. A long one keeps all threads busy. -1 with the error set. */
int ct_fft_line(const ct_fft_lines *line);

/* May `count` lines, `side` of them beside each other, be transformed where they lie? Others
 * are to be copied to where they are contiguous: those that are long and too few for the
 * threads, or for the lanes. */
bool ct_fft_beside(const ct_fft_plan *plan, int64_t count, int64_t side);

/* Lines of complex numbers: count of them, laid out as ct_fft_lines says. */
int ct_fft_many(const ct_fft_lines *lines);

/* Lines of real numbers, contiguous or beside each other. */
int ct_fft_many_real(const ct_fft_real_lines *lines);

#endif
