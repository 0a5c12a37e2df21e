/* conv_flat: bands of a plane, laid so that neighbours in a vector are made from neighbours.
 *
 * NOTE [Phases] Along a dim, place t takes tap j from t * step + offset + j * apart. Places
 * of the source that are equal modulo the step are a phase: in the image those lie side by
 * side, so that neighbours take any tap from neighbours, the one of place t at t + index.
 *
 * NOTE [Flat lines] Lines of a phase follow each other in the image with so many zeros
 * between as taps reach beyond the one or the other. So a span may go through many lines;
 * what it makes of the places between them is left when lines are taken to the result. */
#ifndef CT_CPU_CONV_FLAT_H
#define CT_CPU_CONV_FLAT_H

#include "cpu/conv_image.h"

typedef struct ct_conv_phases { /* of one dim */
    int64_t count, low, high; /* indices of the first tap and of the last */
} ct_conv_phases;

ct_conv_phases ct_conv_phases_of(const ct_conv_course *c);

typedef struct ct_conv_piece { /* lines of one phase that are in the source */
    int64_t to, from; /* where they begin: in the image, in the plane */
    int64_t lines, n, step, to_line, from_line;
} ct_conv_piece;

typedef struct ct_conv_flat {
    const ct_conv_course *course; /* of three dims, all with taps */
    const ct_conv_phases *phases;
    int64_t size, lanes; /* bytes of an element, elements of a vector */
    int64_t depth, row, rows, column, columns; /* the band of the result */
    int64_t head; /* zeros before the first line */
    int64_t pitch, lines; /* from line to line; of a phase */
    int64_t plane; /* elements of the image, vectors behind its end included */
    int64_t flat_line; /* whole vectors that hold the places of all rows */
    int64_t *starts; /* where place 0 of the band finds each tap in the image */
    ct_conv_piece *pieces;
    int64_t npieces;
} ct_conv_flat;

/* Finds head to flat_line, of the fields before them. */
void ct_conv_flat_measure(ct_conv_flat *f);
/* Whether flat lines pay, of sums over so many taps. */
bool ct_conv_flat_pays(const ct_conv_flat *f, int64_t taps);
/* Finds starts and pieces, in so many bytes of room. */
int64_t ct_conv_flat_bytes(const ct_conv_course *c, const ct_conv_phases *p);
void ct_conv_flat_plan(ct_conv_flat *f, const ct_conv_place *from, char *room);
/* Makes the image of one plane of the source. Where another one of the band was laid
 * before, on zeros, only lines are written: `again`. */
void ct_conv_flat_lay(const ct_conv_flat *f, char *image, const char *plane,
                      bool again);
/* Takes the band from its flat line to the result's lines, every so many elements. */
void ct_conv_flat_take(const ct_conv_flat *f, char *to, int64_t to_line, int64_t every,
                       const char *from);

#endif
