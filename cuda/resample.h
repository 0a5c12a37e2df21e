/* resample: launches of what makes planes of other sizes out of planes, as the host says
 * them and the device reads them: sums of elements at places with weights, along each dim;
 * elements at places of a grid; edges. */
#ifndef CT_CUDA_RESAMPLE_H
#define CT_CUDA_RESAMPLE_H

#include "loop.h"

typedef struct ct_device_taps { /* along one dim: those of place i from first[i] on */
    const int64_t *first, *place;
    const double *weight;
    int64_t in;
} ct_device_taps;

typedef struct ct_device_resample {
    const void *x;
    void *y;
    int32_t dtype;
    uint32_t n; /* of the result */
    ct_device_taps taps[3];
    ct_loop_size dims[3]; /* of the result, innermost first */
} ct_device_resample;

CT_KERNELS void ct_cuda_resample(const ct_device_resample *r, void *stream);

typedef enum ct_grid_way { CT_GRID_LINEAR, CT_GRID_NEAREST, CT_GRID_CUBIC } ct_grid_way;
typedef enum ct_grid_edge {
    CT_GRID_ZEROS,
    CT_GRID_BORDER,
    CT_GRID_REFLECTION
} ct_grid_edge;

typedef struct ct_device_grid {
    const void *x, *grid, *g; /* of `dtype` */
    void *y; /* the result, or NULL */
    void *gx; /* of what is computed in */
    void *ggrid;
    int32_t dtype, dims; /* 2 or 3 */
    int32_t way, edge;
    bool corners;
    int32_t in[3]; /* the last ones */
    int64_t images, channels, places, volume;
} ct_device_grid;

CT_KERNELS void ct_cuda_grid_sample(const ct_device_grid *g, void *stream);
CT_KERNELS void ct_cuda_grid_sample_grad(const ct_device_grid *g, void *stream);

typedef enum ct_edge_way {
    CT_EDGE_REFLECT,
    CT_EDGE_REPLICATE,
    CT_EDGE_CIRCULAR
} ct_edge_way;

/* x, row by row, with more around it. */
typedef struct ct_device_edges {
    const char *x;
    char *y;
    int32_t size, ndim, way;
    uint32_t n;
    ct_loop_size dims[CT_LOOP_DIMS]; /* of the result, innermost first */
    int64_t before[CT_LOOP_DIMS], in[CT_LOOP_DIMS];
} ct_device_edges;
CT_KERNELS void ct_cuda_edge_pad(const ct_device_edges *e, void *stream);

/* (outer, before + n + behind, inner) of float32, float64 and their complex numbers, with
 * what lies at the edges added to what it was made of: (outer, n, inner). */
typedef struct ct_device_fold_edges {
    const void *x;
    void *y;
    int32_t way, wide; /* wide: float64 */
    int64_t outer, before, n, behind, inner;
} ct_device_fold_edges;
CT_KERNELS void ct_cuda_edge_fold(const ct_device_fold_edges *e, void *stream);

#endif
