/* Made by tools/rows.py of csrc/ops/create.def. */

#include "python/trampoline.h"
#include "rows/create.h"

CT_TRAMPOLINES(zeros)
CT_TRAMPOLINES(ones)
CT_TRAMPOLINES(empty)
CT_TRAMPOLINES(full)
CT_TRAMPOLINES(zeros_like)
CT_TRAMPOLINES(ones_like)
CT_TRAMPOLINES(empty_like)
CT_TRAMPOLINES(full_like)
CT_TRAMPOLINES(eye)
CT_TRAMPOLINES(arange_to)
CT_TRAMPOLINES(arange)
CT_TRAMPOLINES(linspace)
CT_TRAMPOLINES(rand)
CT_TRAMPOLINES(randn)
CT_TRAMPOLINES(rand_like)
CT_TRAMPOLINES(randn_like)
CT_TRAMPOLINES(randint_to)
CT_TRAMPOLINES(randint)
CT_TRAMPOLINES(randperm)
CT_TRAMPOLINES(uniform_)
CT_TRAMPOLINES(normal_)
CT_TRAMPOLINES(bernoulli_)
CT_TRAMPOLINES(bernoulli_each)
extern const ct_py_trampolines ct_py_create[];
const ct_py_trampolines ct_py_create[] = {
    CT_TRAMPOLINES_OF(zeros),
    CT_TRAMPOLINES_OF(ones),
    CT_TRAMPOLINES_OF(empty),
    CT_TRAMPOLINES_OF(full),
    CT_TRAMPOLINES_OF(zeros_like),
    CT_TRAMPOLINES_OF(ones_like),
    CT_TRAMPOLINES_OF(empty_like),
    CT_TRAMPOLINES_OF(full_like),
    CT_TRAMPOLINES_OF(eye),
    CT_TRAMPOLINES_OF(arange_to),
    CT_TRAMPOLINES_OF(arange),
    CT_TRAMPOLINES_OF(linspace),
    CT_TRAMPOLINES_OF(rand),
    CT_TRAMPOLINES_OF(randn),
    CT_TRAMPOLINES_OF(rand_like),
    CT_TRAMPOLINES_OF(randn_like),
    CT_TRAMPOLINES_OF(randint_to),
    CT_TRAMPOLINES_OF(randint),
    CT_TRAMPOLINES_OF(randperm),
    CT_TRAMPOLINES_OF(uniform_),
    CT_TRAMPOLINES_OF(normal_),
    CT_TRAMPOLINES_OF(bernoulli_),
    CT_TRAMPOLINES_OF(bernoulli_each),
    {NULL},
};
