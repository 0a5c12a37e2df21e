/* Made by tools/rows.py: the functions and methods of all families. */
#include "python/trampoline.h"

extern const ct_py_trampolines ct_py_pointwise[];
extern const ct_py_trampolines ct_py_arith[];
extern const ct_py_trampolines ct_py_reduce[];
extern const ct_py_trampolines ct_py_matmul[];
extern const ct_py_trampolines ct_py_view[];
extern const ct_py_trampolines ct_py_complex[];
extern const ct_py_trampolines ct_py_strided[];
extern const ct_py_trampolines ct_py_index[];
extern const ct_py_trampolines ct_py_join[];
extern const ct_py_trampolines ct_py_create[];
extern const ct_py_trampolines ct_py_nn[];
extern const ct_py_trampolines ct_py_optim[];

const ct_py_trampolines *const ct_py_rows[] = {
    ct_py_pointwise,
    ct_py_arith,
    ct_py_reduce,
    ct_py_matmul,
    ct_py_view,
    ct_py_complex,
    ct_py_strided,
    ct_py_index,
    ct_py_join,
    ct_py_create,
    ct_py_nn,
    ct_py_optim,
    NULL,
};
