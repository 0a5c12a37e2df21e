/* Made by tools/rows.py of csrc/ops/matmul.def. */

#include "python/trampoline.h"
#include "rows/matmul.h"

CT_TRAMPOLINES(matmul)
CT_TRAMPOLINES(mm)
CT_TRAMPOLINES(bmm)
CT_TRAMPOLINES(mv)
CT_TRAMPOLINES(dot)
CT_TRAMPOLINES(addmm)
CT_TRAMPOLINES(outer)
extern const ct_py_trampolines ct_py_matmul[];
const ct_py_trampolines ct_py_matmul[] = {
    CT_TRAMPOLINES_OF(matmul),
    CT_TRAMPOLINES_OF(mm),
    CT_TRAMPOLINES_OF(bmm),
    CT_TRAMPOLINES_OF(mv),
    CT_TRAMPOLINES_OF(dot),
    CT_TRAMPOLINES_OF(addmm),
    CT_TRAMPOLINES_OF(outer),
    {NULL},
};
