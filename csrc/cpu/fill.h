/* fill: one value into all elements of a tensor of any layout. */
#ifndef CT_CPU_FILL_H
#define CT_CPU_FILL_H

#include "core/tensor.h"

/* value: an element of out's dtype. Plain data: no check of out, no version. */
int ct_cpu_fill(ct_tensor *out, const void *value);

#endif
