/* fft_kernels: Fourier transforms in one instruction set, of float32 and float64.
 *
 * NOTE [Lanes] All transforms run on as many lines side by side as a vector has lanes: an
 * element is a pair of vectors, real and imaginary parts. So a butterfly is vertical
 * arithmetic, whatever its radix, and twiddles are the same in all lanes. One line alone of
 * a * b elements is b columns of a elements, turned by twiddles, and then a rows of b
 * (D. H. Bailey, "FFTs in external or hierarchical memory", 1990): columns lie side by side
 * as they come, and between the two steps blocks of lanes x lanes are transposed. Blocks
 * are small enough to stay in the cache, so that long lines need nothing else.
 *
 * Lines that follow each other come to lanes as rows, one to a lane, by transposed blocks
 * (isa/fft_blocks.h). A row is a line; or as many short ones, joined, as fill whole
 * vectors; or, where few lines lie beside each other, all of them, woven: their numbers
 * take turns, which is how numbers lie between two passes anyway.
 *
 * In lanes, passes are those of Stockham's algorithm, which orders its result itself (C.
 * Van Loan, "Computational frameworks for the fast Fourier transform", 1992, 1.7). The
 * inverse transform is the forward one with the parts of each number exchanged on the way
 * in and out. */
#ifndef CT_CPU_FFT_KERNELS_H
#define CT_CPU_FFT_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

#define CT_FFT_PASSES 40
#define CT_FFT_RADIX 127 /* the largest prime that has a pass */
#define CT_FFT_RADIX_ALONE 61 /* the largest one of a line alone */

/* Passes of one length; their numbers are T, pairs of real and imaginary part. */
typedef struct ct_fft_passes {
    int64_t n;
    int count;
    int radix[CT_FFT_PASSES];
    const void
        *factors[CT_FFT_PASSES]; /* of an odd radix r: r roots; r - 1 twiddles of each
                                           of its butterflies */
} ct_fft_passes;

typedef struct ct_fft_plan ct_fft_plan; /* cpu/fft_plan.h */

/* Lines of complex numbers between two arrays, which may be the same. Line i begins i / side
 * times `outer` and i % side numbers into an array; its elements are `step` numbers apart. */
typedef struct ct_fft_lines {
    const ct_fft_plan *plan;
    const void *x;
    void *y;
    int64_t count, side, outer, step;
    bool inverse;
    bool
        woven; /* `side` of them make a row, their numbers taking turns, to go to one lane */
    double scale;
    void *room; /* of a line alone: what is between its steps */
} ct_fft_lines;

typedef struct ct_fft_real { /* a line of n = 2 h real numbers, as h complex ones */
    int64_t h;
    const void *x;
    void *y;
    const void *roots; /* the 2 h-th root of 1 to the powers 0 to h / 2 */
    bool conjugate;
    double inner; /* factor of the frequencies that have a mirror image */
} ct_fft_real;

/* `count` lines of n real numbers at x to n / 2 + 1 complex ones each at y, or back;
 * `whole`: to all n. So many lie `side` by side, 1: one after another. */
typedef struct ct_fft_real_lines {
    const ct_fft_plan *plan; /* of n / 2 for even n */
    const char *x;
    char *y;
    int64_t n, count, side;
    bool to_real, inverse, whole, woven;
    double scale, inner;
} ct_fft_real_lines;

typedef struct ct_fft_kernels { /* of one precision */
    int64_t lanes;
    /* Groups of lines: a ct_fft_lines. */
    int (*side_by_side)(void *lines, int64_t begin, int64_t end);
    /* A line alone (count 1, step 1): groups of columns, then groups of rows. */
    int (*columns)(void *line, int64_t begin, int64_t end);
    int (*rows)(void *line, int64_t begin, int64_t end);
    /* y = x * w * scale, n numbers; parts of x, or of y, exchanged if so asked. */
    void (*multiply)(void *y, const void *x, const void *w, int64_t n, double scale,
                     bool turn_x, bool turn_y);
    /* The transform of h numbers in y[0 .. h) into that of 2 h real ones, y[0 .. h]; and
     * from x[0 .. h] what the inverse transform takes to real numbers, y[0 .. h). Both for
     * pairs k and h - k of [begin, end), of [0, h / 2 + 1). */
    int (*unpack_real)(void *real, int64_t begin, int64_t end);
    int (*pack_real)(void *real, int64_t begin, int64_t end);
    /* Groups of lines: a ct_fft_real_lines. */
    int (*real_lines)(void *lines, int64_t begin, int64_t end);
    /* n real numbers as complex ones; the real parts of n complex ones. */
    void (*widen)(void *y, const void *x, int64_t n);
    void (*narrow)(void *y, const void *x, int64_t n);
    /* x[0 .. n / 2] to y, conjugate if so asked, all but the first times `inner`. */
    void (*take_half)(const ct_fft_real *r, int64_t n);
    /* What follows from y[1 .. (n - 1) / 2] in y[.. n): conjugates, from the end. */
    void (*mirror)(void *y, int64_t n);
} ct_fft_kernels;

#endif
