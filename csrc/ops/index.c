/* index: what the index rows share; see index.h. */
#include "ops/index.h"

#include <string.h>

int ct_check_index(const ct_call *c, const ct_tensor *index)
{
    if (index->dtype == CT_DTYPE_I64 || index->dtype == CT_DTYPE_I32) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "%s: expected an index of dtype int32 or int64, got "
                    "%s",
                    c->op->pyname, ct_dtype_name((ct_dtype)index->dtype));
}

ct_tensor *ct_tensor_broadcast(ct_tensor *t, int ndim, const int64_t *shape)
{
    int64_t strides[CT_MAX_NDIM];
    int extra = ndim - t->ndim;
    for (int i = 0; i < ndim; i++) {
        bool own = i >= extra && t->shape[i - extra] == shape[i];
        strides[i] = own ? t->strides[i - extra] : 0;
    }
    return ct_tensor_alias(t, ndim, shape, strides, t->data);
}
