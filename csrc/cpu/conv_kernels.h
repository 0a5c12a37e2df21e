/* conv_kernels: what convolutions are made of, in one instruction set.
 *
 * A strip is rows x columns sums over places in memory as they lie: of each of `runs` runs
 * `length` steps, a row's element of a times a row of a panel of b. Panels are as
 * ct_gemm_packed's pack_b lays them, a tile's columns wide; b's runs lie one behind the
 * other. Strides count elements. */
#ifndef CT_CPU_CONV_KERNELS_H
#define CT_CPU_CONV_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct ct_conv_strip {
    const void *a;
    const int64_t *starts; /* of each run, from a */
    int64_t runs, length;
    int64_t a_row, a_step; /* from row to row, from step to step */
    const void *b;
    int64_t rows, columns; /* at most a tile's columns */
    const void *first; /* what sums begin with, a tile's columns of it; NULL: 0 */
    bool add; /* to c, or written there */
    void *c;
    int64_t ldc;
} ct_conv_strip;

typedef void (*ct_conv_loop)(const ct_conv_strip *s);

/* n places side by side of some planes, `rows` results: each is summed over `length`
 * channels of each of `runs` runs, an element of w times places of x from the run's start
 * on. w has `width` elements for each step, those of the rows first. Up to a vector behind
 * the last place x is read. */
typedef struct ct_conv_span {
    const void *x;
    const int64_t *starts; /* of each run, from x */
    int64_t runs, length, plane; /* from channel to channel */
    const void *w;
    int64_t rows, width; /* at most span_rows */
    const void *first; /* what a row's sums begin with; NULL: 0 */
    bool add; /* to y, or written there */
    void *y;
    int64_t y_row, n;
} ct_conv_span;

typedef void (*ct_conv_span_loop)(const ct_conv_span *s);

/* Lines of n elements, `step` apart where they are read or, of taken ones, written. Laid
 * ones have zeros behind them, up to to_line and maybe a vector more; of taken ones up to
 * a vector behind the last is read. */
typedef struct ct_conv_lines {
    void *to;
    const void *from;
    int64_t lines, n, step, to_line, from_line;
} ct_conv_lines;

typedef void (*ct_conv_lines_loop)(const ct_conv_lines *l);

/* Lines of n places of one plane, x_row apart in x. Taps come in columns: place i of a line
 * is summed over w[places[c] + k w_step] x[starts[c] + i + k x_row], k < lengths[c]. For
 * sums, y is what w is there, and the products of each tap are added to a vector at w, in
 * the order of places. Up to a vector behind a line's last place x is read. */
typedef struct ct_conv_taps {
    const void *x;
    const int64_t *starts, *places, *lengths; /* of each column */
    int64_t columns, w_step, rows, n, x_row, y_row;
    void *w;
    const void *first; /* what sums begin with; NULL: 0 */
    bool add; /* or with what is there */
    void *y;
} ct_conv_taps;

typedef void (*ct_conv_taps_loop)(const ct_conv_taps *l);

/* The same of one line of places that have all channels side by side; w has them too, and
 * sums are added to it. */
typedef struct ct_conv_line {
    const void *x;
    const int64_t *offsets, *places;
    int64_t taps, n, step, channels;
    void *w;
    const void *first;
    void *y;
    int64_t y_step;
} ct_conv_line;

typedef void (*ct_conv_line_loop)(const ct_conv_line *l);

typedef struct ct_conv_kernels { /* of float32, of float64 */
    int64_t columns[2]; /* of a tile */
    ct_conv_loop apart[2]; /* a_step is 1: rows are places, steps channels */
    ct_conv_loop beside[2]; /* a_row is 1: rows are channels, steps places */
    int64_t span_rows; /* most rows of a span */
    ct_conv_span_loop span[2];
    ct_conv_lines_loop lay_lines[2], take_lines[2];
    ct_conv_taps_loop taps[2], tap_sums[2];
    ct_conv_line_loop line[2], line_sums[2];
} ct_conv_kernels;

#endif
