/* device: what a device is to the layers above it: a set of functions, and a column of
 * kernels in the op table (ct_op.kernel).
 *
 * A device registers its functions when it is loaded. Copies, casts and fills of plain
 * data go through here: no autograd, no version count, no question whether dst is
 * writable (that is the op copy_). */
#ifndef CT_CORE_DEVICE_H
#define CT_CORE_DEVICE_H

#include "core/tensor.h"

typedef struct ct_device_functions {
    /* src's values, broadcast and cast, into dst, both of this device; they may overlap. */
    int (*copy)(ct_tensor *dst, ct_tensor *src);
    /* The same where one of them lies in the host's memory; NULL for the host. */
    int (*copy_across)(ct_tensor *dst, ct_tensor *src);
    /* An element of out's dtype, in the host's memory, into all places. */
    int (*fill)(ct_tensor *out, const void *value);
} ct_device_functions;

void ct_device_register(ct_device device, const ct_device_functions *functions);

/* ---- plain data --------------------------------------------------------------- */

/* src's values, broadcast and cast, into dst. Overlap is handled. */
int ct_tensor_copy_data(ct_tensor *dst, ct_tensor *src);
/* value: an element of out's dtype. */
int ct_tensor_fill(ct_tensor *out, const void *value);
/* t itself (new reference) when it is contiguous, else a contiguous copy. */
ct_tensor *ct_tensor_contiguous(ct_tensor *t);
/* t itself (new reference) when it has the dtype, else a contiguous converted copy. */
ct_tensor *ct_tensor_cast(ct_tensor *t, ct_dtype dtype);
/* Both: contiguous and of the dtype. */
ct_tensor *ct_tensor_prepare(ct_tensor *t, ct_dtype dtype);

#endif
