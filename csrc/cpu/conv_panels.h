/* conv_panels: weights of a convolution in the order in which its tiles use them. */
#ifndef CT_CPU_CONV_PANELS_H
#define CT_CPU_CONV_PANELS_H

#include "cpu/conv_image.h"

/* A weight (filters, channels / groups, *window) for one course: for each group, each
 * block of source channels and each panel of `columns` results: for each tap, for each
 * channel of the block, a row of the panel. */
typedef struct ct_conv_panels {
    const ct_conv_course *course;
    ct_conv_place weight; /* image: from filter to filter */
    int64_t size, columns, groups;
    int64_t sources, results; /* channels of a group */
    int64_t block;            /* of sources */
    int64_t window;           /* places of it */
    bool back; /* sources are filters, results channels */
    char *to;
} ct_conv_panels;

int ct_conv_panels_lay(const ct_conv_panels *p);

#endif
