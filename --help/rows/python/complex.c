/* Made by tools/rows.py of csrc/ops/complex.def. */

#include "python/trampoline.h"
#include "rows/complex.h"

CT_TRAMPOLINES(conj)
CT_TRAMPOLINES(real)
CT_TRAMPOLINES(imag)
CT_TRAMPOLINES(view_as_real)
CT_TRAMPOLINES(view_as_complex)
extern const ct_py_trampolines ct_py_complex[];
const ct_py_trampolines ct_py_complex[] = {
    CT_TRAMPOLINES_OF(conj),
    CT_TRAMPOLINES_OF(real),
    CT_TRAMPOLINES_OF(imag),
    CT_TRAMPOLINES_OF(view_as_real),
    CT_TRAMPOLINES_OF(view_as_complex),
    {NULL},
};
