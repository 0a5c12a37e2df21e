/* Made by tools/rows.py of csrc/ops/index.def. */

#include "python/trampoline.h"
#include "rows/index.h"

CT_TRAMPOLINES(gather)
CT_TRAMPOLINES(scatter)
CT_TRAMPOLINES(scatter_value)
CT_TRAMPOLINES(scatter_reduced)
CT_TRAMPOLINES(scatter_value_reduced)
CT_TRAMPOLINES(scatter_add)
CT_TRAMPOLINES(take_along_dim)
CT_TRAMPOLINES(index_select)
CT_TRAMPOLINES(index_add)
CT_TRAMPOLINES(index_copy)
CT_TRAMPOLINES(index_fill)
CT_TRAMPOLINES(masked_fill)
CT_TRAMPOLINES(masked_select)
CT_TRAMPOLINES(masked_scatter)
CT_TRAMPOLINES(nonzero)
CT_TRAMPOLINES(nonzero_tuple)
CT_TRAMPOLINES(where_nonzero)
CT_TRAMPOLINES(take)
CT_TRAMPOLINES(index)
CT_TRAMPOLINES(index_put)
CT_TRAMPOLINES(mask_flat)
CT_TRAMPOLINES(ravel_index)
CT_TRAMPOLINES(index_flat)
CT_TRAMPOLINES(index_put_flat)
extern const ct_py_trampolines ct_py_index[];
const ct_py_trampolines ct_py_index[] = {
    CT_TRAMPOLINES_OF(gather),
    CT_TRAMPOLINES_OF(scatter),
    CT_TRAMPOLINES_OF(scatter_value),
    CT_TRAMPOLINES_OF(scatter_reduced),
    CT_TRAMPOLINES_OF(scatter_value_reduced),
    CT_TRAMPOLINES_OF(scatter_add),
    CT_TRAMPOLINES_OF(take_along_dim),
    CT_TRAMPOLINES_OF(index_select),
    CT_TRAMPOLINES_OF(index_add),
    CT_TRAMPOLINES_OF(index_copy),
    CT_TRAMPOLINES_OF(index_fill),
    CT_TRAMPOLINES_OF(masked_fill),
    CT_TRAMPOLINES_OF(masked_select),
    CT_TRAMPOLINES_OF(masked_scatter),
    CT_TRAMPOLINES_OF(nonzero),
    CT_TRAMPOLINES_OF(nonzero_tuple),
    CT_TRAMPOLINES_OF(where_nonzero),
    CT_TRAMPOLINES_OF(take),
    CT_TRAMPOLINES_OF(index),
    CT_TRAMPOLINES_OF(index_put),
    CT_TRAMPOLINES_OF(mask_flat),
    CT_TRAMPOLINES_OF(ravel_index),
    CT_TRAMPOLINES_OF(index_flat),
    CT_TRAMPOLINES_OF(index_put_flat),
    {NULL},
};
