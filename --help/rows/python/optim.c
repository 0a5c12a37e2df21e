/* Made by tools/rows.py of csrc/ops/optim.def. */

#include "python/trampoline.h"
#include "rows/optim.h"

CT_TRAMPOLINES(sgd_step)
CT_TRAMPOLINES(adam_step)
extern const ct_py_trampolines ct_py_optim[];
const ct_py_trampolines ct_py_optim[] = {
    CT_TRAMPOLINES_OF(sgd_step),
    CT_TRAMPOLINES_OF(adam_step),
    {NULL},
};
