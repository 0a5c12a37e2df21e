/* resample: of which places, with which weights, a dim of another size is made. */
#ifndef CT_OPS_RESAMPLE_H
#define CT_OPS_RESAMPLE_H

#include "ops/op.h"

#define CT_RESAMPLE_DIMS 3

/* Place i of the result is the sum of weight * input[place] over its taps, first[i] to
 * first[i + 1]. No weight is 0. */
typedef struct ct_taps {
    int64_t n, in; /* places of the result, of the input */
    int64_t most; /* taps of one place */
    bool same; /* the result is the input */
    int64_t *first, *place;
    double *weight;
    size_t bytes; /* of the one block of memory that these lie in */
} ct_taps;

/* Of dim d, counted from 0 of CT_RESAMPLE_DIMS (of which the call has the last), of a call
 * of resample or resample_back; computed in float64 where `wide`, else in float32. -1
 * without memory. */
CT_API int ct_taps_make(ct_taps *t, const ct_call *c, int d, bool wide);
CT_API void ct_taps_free(ct_taps *t);

#endif
