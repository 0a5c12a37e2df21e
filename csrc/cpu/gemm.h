/* gemm: matrix products of every dtype, on plain pointers.
 *
 * Strides count elements and may be any, 0 and negative too; c's rows are `ldc` apart,
 * its columns side by side. c must not overlap a or b and is not read but to add.
 * float16 and bfloat16 are summed in float32, integers wrap, bool is "any pair true in
 * both". How many threads there are does not change the bits of the result (of complex
 * numbers, which the library multiplies, it may). Return 0, or -1 with the error set
 * (memory, Ctrl-C). */
#ifndef CT_CPU_GEMM_H
#define CT_CPU_GEMM_H

#include "core/dtype.h"
#include "cpu/gemm_kernels.h"

/* What ct_gemm_args says. */
int ct_gemm(ct_dtype dtype, const ct_gemm_args *g);

/* One product on this thread, its operands packed: the way of all that are neither thin
 * nor small, and possible for all but complex ones. */
int ct_gemm_packed_run(ct_dtype dtype, const ct_gemm_args *g);
/* How its operands are packed: the same for every call in a process. */
const ct_gemm_packed *ct_gemm_packing(ct_dtype dtype);

/* Lays the bias into c, if there is one: `g` then says that a b is to be added. Elements
 * have `size` bytes. */
void ct_gemm_lay_bias(int64_t size, ct_gemm_args *g);

#endif
