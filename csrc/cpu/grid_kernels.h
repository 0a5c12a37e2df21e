/* grid_kernels: elements of an image at places that are given, channels side by side or in
 * planes, and the gradients; float32 and float64. */
#ifndef CT_CPU_GRID_KERNELS_H
#define CT_CPU_GRID_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

#define CT_GRID_DIMS 3
#define CT_GRID_STRIP 64 /* places at a time */

typedef enum ct_grid_mode {
    CT_GRID_LINEAR,
    CT_GRID_NEAREST,
    CT_GRID_CUBIC
} ct_grid_mode;
typedef enum ct_grid_pad {
    CT_GRID_ZEROS,
    CT_GRID_BORDER,
    CT_GRID_REFLECTION
} ct_grid_pad;

typedef struct ct_grid {
    int dims; /* 2 or 3; of the arrays the last ones */
    int64_t in[CT_GRID_DIMS], step[CT_GRID_DIMS]; /* places; elements between them */
    int64_t channels; /* of the image */
    bool planes; /* few channels, which do not lie side by side; two dims, not cubic */
    int64_t volume, places; /* of a plane of the image, and of the grid */
    ct_grid_mode mode;
    ct_grid_pad pad;
    bool corners;
} ct_grid;

/* `n` places from `grid` on, at most a strip; g and y have all channels for each. By
 * whether channels lie in planes, and whether elements are float64. */
typedef struct ct_grid_kernels {
    void (*sample[2][2])(const ct_grid *a, const void *x, const void *grid, int64_t n,
                         void *y);
    /* gx += its shares of g, of channels [from, to) */
    void (*spread[2][2])(const ct_grid *a, void *gx, const void *grid, int64_t n,
                         const void *g, int64_t from, int64_t to);
    void (*slopes[2][2])(const ct_grid *a, const void *x, const void *grid, int64_t n,
                         const void *g, void *ggrid);
} ct_grid_kernels;

#endif
