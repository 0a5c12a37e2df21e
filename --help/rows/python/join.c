/* Made by tools/rows.py of csrc/ops/join.def. */

#include "python/trampoline.h"
#include "rows/join.h"

CT_TRAMPOLINES(cat)
CT_TRAMPOLINES(stack)
CT_TRAMPOLINES(hstack)
CT_TRAMPOLINES(vstack)
CT_TRAMPOLINES(dstack)
extern const ct_py_trampolines ct_py_join[];
const ct_py_trampolines ct_py_join[] = {
    CT_TRAMPOLINES_OF(cat),
    CT_TRAMPOLINES_OF(stack),
    CT_TRAMPOLINES_OF(hstack),
    CT_TRAMPOLINES_OF(vstack),
    CT_TRAMPOLINES_OF(dstack),
    {NULL},
};
