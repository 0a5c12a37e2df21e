/* attention_kernels: what is done with a tile of scores between its products; float32 and
 * float64. */
#ifndef CT_CPU_ATTENTION_KERNELS_H
#define CT_CPU_ATTENTION_KERNELS_H

#include <stdint.h>

/* Rows of `n` scores, one query each, `step` elements apart. Those from seen[i] on are of
 * keys that query i does not look at. */
typedef struct ct_scores {
    int64_t rows, n, step;
    void *x; /* query key'; becomes the chances */
    const void *mask; /* what is added, as x lies; NULL: nothing */
    const int64_t *seen; /* NULL: all */
    double scale;
    void *most, *sum, *factor; /* of each row, see below */
    const void *lse, *along;
    void *gradient; /* of the chances; becomes that of the scores */
} ct_scores;

typedef struct ct_attention_kernels {
    /* x = exp(x scale + mask - most) with the largest of the row so far, to `most`; their
     * sum is added to `sum`, which is first brought to the new largest by `factor`, as
     * all that was summed before must be. */
    void (*chances[2])(const ct_scores *s);
    /* x = exp(x scale + mask - lse); gradient = x (gradient - along) scale */
    void (*gradients[2])(const ct_scores *s);
    /* rows of n numbers times `factor`; or over `sum`, 0 where that is 0 */
    void (*times[2])(const ct_scores *s);
    void (*over[2])(const ct_scores *s);
    /* sum of products */
    double (*dot[2])(const void *a, const void *b, int64_t n);
} ct_attention_kernels;

#endif
