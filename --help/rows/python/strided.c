/* Made by tools/rows.py of csrc/ops/strided.def. */

#include "python/trampoline.h"
#include "rows/strided.h"

CT_TRAMPOLINES(strided_get)
CT_TRAMPOLINES(strided_put)
CT_TRAMPOLINES(strided_cover)
extern const ct_py_trampolines ct_py_strided[];
const ct_py_trampolines ct_py_strided[] = {
    CT_TRAMPOLINES_OF(strided_get),
    CT_TRAMPOLINES_OF(strided_put),
    CT_TRAMPOLINES_OF(strided_cover),
    {NULL},
};
