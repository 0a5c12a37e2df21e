/* draw: one launch that fills memory with random numbers: NOTE [Random words] in
 * core/random.h. A thread makes what one block of four words stands for. */
#ifndef CT_CUDA_DRAW_H
#define CT_CUDA_DRAW_H

#include "loop.h"

typedef enum ct_device_drawing {
    CT_DRAW_UNIFORM,
    CT_DRAW_NORMAL,
    CT_DRAW_BERNOULLI, /* `one` where the word is at most `last`, else 0 */
    CT_DRAW_INTEGERS
} ct_device_drawing;

typedef struct ct_device_draw {
    char *out;
    int64_t n;
    int32_t dtype, what;
    uint64_t seed, offset;
    double shift, scale, most, one;
    uint64_t low, count;
    uint32_t last;
} ct_device_draw;

CT_KERNELS void ct_cuda_draw(const ct_device_draw *d, void *stream);

/* x of normal numbers becomes x std + mean, of uniform ones whether it is below p; *wrong,
 * at first 0, how many parameters there are from the first on that is none. */
CT_KERNELS void ct_cuda_move_each(double *x, const double *mean, const double *std,
                                  double one_mean, double one_std, int64_t n,
                                  int64_t *wrong, void *stream);
CT_KERNELS void ct_cuda_below_each(double *x, const double *p, int64_t n,
                                   int64_t *wrong, void *stream);

#endif
