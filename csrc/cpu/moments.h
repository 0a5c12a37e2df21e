/* moments: the part of a reduction that is about means, variances and norms.
 *
 * Moments are taken about centers (NOTE [Centers] in moments.c), which are guessed before
 * the fold and may move after it. Also what the walk over kept and reduced dims
 * (reduce.c) and this part share. */
#ifndef CT_CPU_MOMENTS_H
#define CT_CPU_MOMENTS_H

#include "cpu/reduce.h"
#include "cpu/reduce_kernels.h"

#define CT_REDUCE_BLOCK 1024 /* accumulators, elements of a tile */

typedef struct ct_axes { /* some dims of the input, merged where they run on */
    int n;
    int64_t total;
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM];
} ct_axes;

typedef struct ct_moments_asked { /* what is to be made of moments */
    ct_moment moment;
    double count, left;
} ct_moments_asked;

typedef struct ct_reducing {
    const ct_reducer *table; /* by dtype */
    const ct_reducer *fold;
    ct_dtype load, stored, result;
    int64_t size; /* of a stored element */
    double scale;
    double unit; /* elements are folded in: see NOTE [Scaled moments] */
    const ct_moments_asked *moments; /* NULL: none */
    bool about_zero;           /* moments: all centers are 0 */
    bool *overflow; /* set if a sum of float32 is not finite; may be NULL */
    const char *x;
    char *out;
    _Alignas(16) char start[16]; /* the empty fold */
    const double *centers; /* of moments in pieces: one for each result */
    ct_axes kept, reduced;
} ct_reducing;

/* Offset of the index-th element of the first n axes, in row-major order. */
static inline int64_t ct_axes_offset(const ct_axes *a, int n, int64_t index)
{
    int64_t offset = 0;
    for (int d = n - 1; d >= 0; d--) {
        offset += index % a->shape[d] * a->strides[d];
        index /= a->shape[d];
    }
    return offset;
}

/* Folds all reduced elements of the result whose first element is at x. Ctrl-C stops it.
 * center: of moments, else NULL. */
int ct_reduce_fold(const ct_reducing *r, char *acc, const double *center,
                   const char *x);

/* Centers for n results whose first elements lie `stride` apart: means of some samples. */
void ct_moments_guess(const ct_reducing *r, double *centers, const char *x,
                      int64_t stride, int64_t n, int64_t samples);
/* Is a center so far off that moments must be taken again? Then all move to the mean. */
bool ct_moments_move(const ct_reducing *r, double *centers, const double *acc,
                     int64_t n);
/* The moments of n results, from place `at` on, become what was asked for. */
int ct_moments_finish(const ct_reducing *r, double *acc, const double *centers,
                      int64_t at, int64_t n);

#endif
