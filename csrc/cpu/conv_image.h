/* conv_image: where a convolution's windows lie, and their elements as tiles take them.
 *
 * A convolution and its transpose are the same to their loops: along each dim, place t of
 * the result takes taps of a source at t * step + offset + j * apart, j < taps. For a
 * convolution there is one such course, with step its stride; for the transpose there is
 * one for each remainder of the stride, with step 1, as places that far apart meet the
 * same places of the window.
 *
 * NOTE [Images] A band of rows of the result reads a block of the source. Where that
 * reaches beyond the source, or does not lie with its channels side by side, it is copied
 * to an image, zeros around it, that does. Offsets count elements. */
#ifndef CT_CPU_CONV_IMAGE_H
#define CT_CPU_CONV_IMAGE_H

#include "cpu/conv.h"

typedef struct ct_conv_course { /* along one dim */
    int64_t n; /* places of the result */
    int64_t first, every; /* where they are in the result */
    int64_t step, offset, taps, apart;
    int64_t tap, next; /* which place of the window tap 0 is; from one to the next */
    int64_t size; /* of the source */
} ct_conv_course;

/* Of dim d. `rest`: of the transpose, which remainder. */
ct_conv_course ct_conv_course_forth(const ct_conv_size *s, int d);
ct_conv_course ct_conv_course_back(const ct_conv_size *s, int d, int64_t rest);

/* How many there are of the transpose. */
static inline int64_t ct_conv_courses(const ct_conv_size *s, int d)
{
    return s->stride[d] < s->in[d] ? s->stride[d] : s->in[d];
}

typedef struct ct_conv_band {
    const ct_conv_course *course; /* of three dims */
    int64_t size, channels; /* bytes of an element; channels of a group */
    int64_t depth; /* one place along the first dim */
    int64_t row, rows; /* places along the second */
} ct_conv_band;

/* What tiles read: tap (i, j, k) of place (row, column) of the band. */
typedef struct ct_conv_view {
    const char *data;
    int64_t row, column; /* from place to place */
    int64_t tap[CT_CONV_DIMS];
} ct_conv_view;

/* Elements of room that an image of a band of so many rows takes. */
int64_t ct_conv_image_elements(const ct_conv_band *b, int64_t rows);
/* The band's elements of the source, whose first channel is at `from`: as they lie, or
 * copied to `room`. */
ct_conv_view ct_conv_view_make(const ct_conv_band *b, const ct_conv_place *from,
                               char *room);
/* Calls part `part` of `parts` of what a band reads into the second-level cache: when its
 * image is made, which is all waiting for memory, it shall be there. */
void ct_conv_band_call(const ct_conv_band *b, const ct_conv_place *from, int64_t part,
                       int64_t parts);
/* How many rows make an image of a size that the caches like, of `most`. */
int64_t ct_conv_band_rows(const ct_conv_band *b, int64_t most, int64_t bytes);

#endif
