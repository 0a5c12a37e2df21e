/* pointwise: this instruction set's loops of all formula rows, gathered into one table.
 * The loops themselves are made by the pointwise_<kind>.c files. */
#include "cpu/isa/pointwise_rows.h"

#define CT_ON_FORWARD(row, i, lane, dtype) \
    void CT_LOOP_NAME(row, lane)(char *const *ptrs, int64_t n);
#define CT_ON_GRADIENT(row, i, lane, dtype) \
    void CT_GRAD_NAME(row, lane, i)(char *const *ptrs, int64_t n);
#include "cpu/isa/pointwise_each.h"

extern const ct_pointwise_kernels CT_ISA_SYM(pointwise_kernels);
const ct_pointwise_kernels CT_ISA_SYM(pointwise_kernels) = {
#define CT_ON_FORWARD(row, i, lane, dtype) \
    .forward[CT_POINTWISE_##row][CT_DTYPE_##dtype] = CT_LOOP_NAME(row, lane),
#define CT_ON_GRADIENT(row, i, lane, dtype) \
    .grad[CT_POINTWISE_##row][i][CT_DTYPE_##dtype] = CT_GRAD_NAME(row, lane, i),
#include "cpu/isa/pointwise_each.h"
};
