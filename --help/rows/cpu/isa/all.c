/* Made by tools/rows.py: the loops of all families. */
#include "cpu/kernels.h"
#include "simd/simd.h"

extern const ct_row_loops CT_ISA_SYM(loops_pointwise)[];
extern const ct_row_loops *const CT_ISA_SYM(loops)[];
const ct_row_loops *const CT_ISA_SYM(loops)[] = {
    CT_ISA_SYM(loops_pointwise),
    NULL,
};
