/* foreign: tensors over memory that belongs to somebody else.
 *
 * What NumPy, DLPack, the buffer protocol and pickle hand us goes through here: one
 * place checks the layout, and one rule says when memory can be shared.
 *
 * NOTE [Shareable memory] Kernels read elements at their natural alignment, and
 * stride() counts elements. So memory is shared only if its elements are aligned and
 * a whole number of items apart; else its values are copied. */
#ifndef CT_PYTHON_EXCHANGE_FOREIGN_H
#define CT_PYTHON_EXCHANGE_FOREIGN_H

#include "core/device.h"
#include "core/tensor.h"

typedef struct ct_foreign {
    char *data; /* first element */
    ct_dtype dtype;
    int ndim;
    const int64_t *shape;
    const int64_t *strides; /* bytes; NULL: row-major */
    bool readonly;
    void (*release)(ct_storage *); /* lets go of `owner` */
    void *owner;
    ct_device_place place; /* the host's memory unless set */
} ct_foreign;

/* A tensor over that memory. On success the owner is ours to release (at once, where
 * the values were copied); on failure it stays the caller's. Sizes, strides and the
 * pointer are checked. Where sharing is impossible: ValueError unless may_copy. */
ct_tensor *ct_foreign_tensor(const char *op, const ct_foreign *f, bool may_copy);

#endif
