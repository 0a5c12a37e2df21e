/* Made by tools/rows.py of csrc/ops/reduce.def. */

#include "python/trampoline.h"
#include "rows/reduce.h"

CT_TRAMPOLINES(sum)
CT_TRAMPOLINES(mean)
CT_TRAMPOLINES(variance)
CT_TRAMPOLINES(deviation)
CT_TRAMPOLINES(centered)
CT_TRAMPOLINES(norm2)
CT_TRAMPOLINES(var)
CT_TRAMPOLINES(var_unbiased)
CT_TRAMPOLINES(var_all)
CT_TRAMPOLINES(std)
CT_TRAMPOLINES(std_unbiased)
CT_TRAMPOLINES(std_all)
CT_TRAMPOLINES(max)
CT_TRAMPOLINES(max_dim)
CT_TRAMPOLINES(max_other)
CT_TRAMPOLINES(min)
CT_TRAMPOLINES(min_dim)
CT_TRAMPOLINES(min_other)
CT_TRAMPOLINES(amax)
CT_TRAMPOLINES(amin)
CT_TRAMPOLINES(argmax)
CT_TRAMPOLINES(argmin)
CT_TRAMPOLINES(any)
CT_TRAMPOLINES(all)
CT_TRAMPOLINES(cumsum)
CT_TRAMPOLINES(softmax)
CT_TRAMPOLINES(log_softmax)
extern const ct_py_trampolines ct_py_reduce[];
const ct_py_trampolines ct_py_reduce[] = {
    CT_TRAMPOLINES_OF(sum),
    CT_TRAMPOLINES_OF(mean),
    CT_TRAMPOLINES_OF(variance),
    CT_TRAMPOLINES_OF(deviation),
    CT_TRAMPOLINES_OF(centered),
    CT_TRAMPOLINES_OF(norm2),
    CT_TRAMPOLINES_OF(var),
    CT_TRAMPOLINES_OF(var_unbiased),
    CT_TRAMPOLINES_OF(var_all),
    CT_TRAMPOLINES_OF(std),
    CT_TRAMPOLINES_OF(std_unbiased),
    CT_TRAMPOLINES_OF(std_all),
    CT_TRAMPOLINES_OF(max),
    CT_TRAMPOLINES_OF(max_dim),
    CT_TRAMPOLINES_OF(max_other),
    CT_TRAMPOLINES_OF(min),
    CT_TRAMPOLINES_OF(min_dim),
    CT_TRAMPOLINES_OF(min_other),
    CT_TRAMPOLINES_OF(amax),
    CT_TRAMPOLINES_OF(amin),
    CT_TRAMPOLINES_OF(argmax),
    CT_TRAMPOLINES_OF(argmin),
    CT_TRAMPOLINES_OF(any),
    CT_TRAMPOLINES_OF(all),
    CT_TRAMPOLINES_OF(cumsum),
    CT_TRAMPOLINES_OF(softmax),
    CT_TRAMPOLINES_OF(log_softmax),
    {NULL},
};
