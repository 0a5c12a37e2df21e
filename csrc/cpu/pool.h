/* pool: one call of a pooling row, and the ways to run it. */
#ifndef CT_CPU_POOL_H
#define CT_CPU_POOL_H

#include <stdbool.h>

#include "cpu/pool_kernels.h"
#include "ops/pool.h"

typedef struct ct_pooling {
    ct_pool p;
    int64_t size; /* of an element */
    int64_t planes; /* or images */
    int64_t channels; /* side by side; 1 in planes */
    ct_pool_type type;
    bool means, back, whole; /* whole: count_include_pad */
    int64_t divisor;
    char *x, *y;
    int64_t *places; /* of the maximum */
    int way; /* of pool.c */
} ct_pooling;

/* What the mean of a window is divided by, given its parts along each dim. */
static inline double ct_pool_count(const ct_pooling *q, const ct_pool_window w[3])
{
    double inside = (double)w[0].n * (double)w[1].n * (double)w[2].n;
    double all = (double)w[0].whole * (double)w[1].whole * (double)w[2].whole;
    return q->divisor ? (double)q->divisor : q->whole ? all : inside;
}

/* Small planes, several at a time, as channels side by side. */
bool ct_pool_turns(const ct_pooling *q);
int ct_pool_turned(ct_pooling *q);

#endif
