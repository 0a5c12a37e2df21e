/* pool_kernels: what pooling is made of, in one instruction set: a line of results, whose
 * windows are gone through tap by tap. A line is places of one channel, or channels of one
 * place. Strides count elements. */
#ifndef CT_CPU_POOL_KERNELS_H
#define CT_CPU_POOL_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct ct_pool_tap { /* of results first .. first + n */
    char *x; /* of the first of them */
    int64_t first, n;
    int64_t at; /* its place, counted through the plane */
} ct_pool_tap;

typedef struct ct_pool_line {
    const ct_pool_tap *taps;
    int64_t ntap, n;
    int64_t step, at_step; /* from result to result, of x and of the place */
    bool begin, end; /* the first taps of the line, the last ones */
    void *y; /* n results side by side */
    int64_t *places; /* of pool_max */
    void *room; /* for n elements */
    const void *count; /* of the mean: what is divided by */
    int64_t count_step; /* 0: one for all */
} ct_pool_line;

typedef void (*ct_pool_loop)(const ct_pool_line *l);

typedef struct ct_pool_box { /* the window of one result, in a plane */
    char *x; /* its first element */
    int64_t at; /* that one's place */
    int64_t n[3], step[3]; /* along each dim; of a mean the last step is 1 */
} ct_pool_box;

typedef void (*ct_pool_window_fn)(const ct_pool_box *b, void *y, int64_t *place);
typedef void (*ct_pool_mean_fn)(const ct_pool_box *b, void *y, const void *count);

typedef enum ct_pool_type { CT_POOL_F32, CT_POOL_F64, CT_POOL_I64 } ct_pool_type;

/* By type. What ends in _last takes all taps at once, as a line of channels. */
typedef struct ct_pool_kernels {
    ct_pool_loop max[3]; /* of float32: planes of less than 2^31 places */
    ct_pool_loop max_last[3];
    ct_pool_window_fn max_window[3];
    ct_pool_loop mean[2], mean_last[2];
    ct_pool_mean_fn mean_window[2];
    ct_pool_loop spread[2]; /* x gets its shares of y */
    ct_pool_mean_fn spread_window[2];
} ct_pool_kernels;

#endif
