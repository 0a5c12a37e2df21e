/* sorted: lines in order, for the families of rows that find something there. */
#ifndef CT_CUDA_SORTED_H
#define CT_CUDA_SORTED_H

#include "order.h"
#include "ready.h"

/* x as lines along dim (-1: all as one), of dtype d; -1 and r failed after an error. */
int ct_order_begin(ct_device_order *o, ct_ready *r, const ct_call *c, ct_tensor *x,
                   int dim, ct_dtype d);
/* The slices of x along dim as lines. */
void ct_order_slices(ct_device_order *o, ct_ready *r, const ct_call *c, ct_tensor *x,
                     int dim);
/* All of them in order; where they are until r ends. */
ct_device_items ct_order_sort(const ct_device_order *o, ct_ready *r);

/* Where flags are set: int64 numbers of them; a new reference. NULL with r failed. */
ct_tensor *ct_flags_found(ct_ready *r, const uint8_t *flags, int64_t n,
                          int64_t **before);

#endif
