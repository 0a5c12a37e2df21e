/* along: kernels that work along one dim, on rows made contiguous. */
#ifndef CT_CPU_ALONG_H
#define CT_CPU_ALONG_H

#include "core/tensor.h"

/* x with `dim` last, contiguous and of the dtype; dim -1: flattened to one row. New
 * reference; rows of the result are runs of its last size. */
ct_tensor *ct_along_rows(ct_tensor *x, int dim, ct_dtype dtype);
/* The inverse view: rows `t`, shaped as ct_along_rows made them, with the last dim at
 * `dim` again. New reference. */
ct_tensor *ct_along_back(ct_tensor *t, int dim);

#endif
