/* Made by tools/rows.py of csrc/ops/arith.def. */

#include "python/trampoline.h"
#include "rows/arith.h"

CT_TRAMPOLINES(add_scaled)
CT_TRAMPOLINES(sub_scaled)
CT_TRAMPOLINES(div)
CT_TRAMPOLINES(round_decimals)
CT_TRAMPOLINES(clamp)
CT_TRAMPOLINES(gelu)
extern const ct_py_trampolines ct_py_arith[];
const ct_py_trampolines ct_py_arith[] = {
    CT_TRAMPOLINES_OF(add_scaled),
    CT_TRAMPOLINES_OF(sub_scaled),
    CT_TRAMPOLINES_OF(div),
    CT_TRAMPOLINES_OF(round_decimals),
    CT_TRAMPOLINES_OF(clamp),
    CT_TRAMPOLINES_OF(gelu),
    {NULL},
};
