/* Made by tools/rows.py of csrc/ops/nn.def. */

#include "python/trampoline.h"
#include "rows/nn.h"

CT_TRAMPOLINES(linear)
CT_TRAMPOLINES(cross_entropy)
CT_TRAMPOLINES(cross_entropy_grad)
CT_TRAMPOLINES(mse_loss)
CT_TRAMPOLINES(dropout)
extern const ct_py_trampolines ct_py_nn[];
const ct_py_trampolines ct_py_nn[] = {
    CT_TRAMPOLINES_OF(linear),
    CT_TRAMPOLINES_OF(cross_entropy),
    CT_TRAMPOLINES_OF(cross_entropy_grad),
    CT_TRAMPOLINES_OF(mse_loss),
    CT_TRAMPOLINES_OF(dropout),
    {NULL},
};
