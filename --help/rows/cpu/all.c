/* Made by tools/rows.py: the CPU's kernels of all families. */
#include "cpu/column.h"

extern const ct_cpu_kernel ct_cpu_pointwise[];
extern const ct_cpu_kernel ct_cpu_arith[];
extern const ct_cpu_kernel ct_cpu_reduce[];
extern const ct_cpu_kernel ct_cpu_matmul[];
extern const ct_cpu_kernel ct_cpu_view[];
extern const ct_cpu_kernel ct_cpu_complex[];
extern const ct_cpu_kernel ct_cpu_strided[];
extern const ct_cpu_kernel ct_cpu_index[];
extern const ct_cpu_kernel ct_cpu_join[];
extern const ct_cpu_kernel ct_cpu_create[];
extern const ct_cpu_kernel ct_cpu_nn[];
extern const ct_cpu_kernel ct_cpu_optim[];

const ct_cpu_kernel *const ct_cpu_column[] = {
    ct_cpu_pointwise,
    ct_cpu_arith,
    ct_cpu_reduce,
    ct_cpu_matmul,
    ct_cpu_view,
    ct_cpu_complex,
    ct_cpu_strided,
    ct_cpu_index,
    ct_cpu_join,
    ct_cpu_create,
    ct_cpu_nn,
    ct_cpu_optim,
    NULL,
};
