/* How the rows of the op table become loops: which lanes a row's class has, what the loop
 * of a row and lane is called, and whether a gradient cell holds a formula.  Used by the
 * files that make the loops and by pointwise.c, which gathers them. */
#ifndef CT_CPU_ISA_POINTWISE_ROWS_H
#define CT_CPU_ISA_POINTWISE_ROWS_H

#include "cpu/kernels.h"
#include "simd/simd.h"

/* Has a class lanes of a kind?  CT_IN(FLOATS, REAL) is 1. */
#define CT_IN(class, kind) CT_CAT(CT_IN_##class##_, kind)
#define CT_IN_FLOATS_BOOL 0
#define CT_IN_FLOATS_INT 0
#define CT_IN_FLOATS_REAL 1
#define CT_IN_FLOATS_COMPLEX 0
#define CT_IN_FLOATC_BOOL 0
#define CT_IN_FLOATC_INT 0
#define CT_IN_FLOATC_REAL 1
#define CT_IN_FLOATC_COMPLEX 1
#define CT_IN_NUMS_BOOL 0
#define CT_IN_NUMS_INT 1
#define CT_IN_NUMS_REAL 1
#define CT_IN_NUMS_COMPLEX 0
#define CT_IN_NUMC_BOOL 0
#define CT_IN_NUMC_INT 1
#define CT_IN_NUMC_REAL 1
#define CT_IN_NUMC_COMPLEX 1
#define CT_IN_ALLS_BOOL 1
#define CT_IN_ALLS_INT 1
#define CT_IN_ALLS_REAL 1
#define CT_IN_ALLS_COMPLEX 0
#define CT_IN_ALLC_BOOL 1
#define CT_IN_ALLC_INT 1
#define CT_IN_ALLC_REAL 1
#define CT_IN_ALLC_COMPLEX 1
#define CT_IN_BITS_BOOL 1
#define CT_IN_BITS_INT 1
#define CT_IN_BITS_REAL 0
#define CT_IN_BITS_COMPLEX 0

/* Has a gradient cell a loop for a kind of lane?  NO_GRAD("reason") slips a 0 into second
 * place; integers have no gradients. */
#define CT_HAS_GRAD(class, kind, ...) \
    CT_CAT(CT_GRAD_IF_, CT_IN(class, kind))(kind, CT_SECOND(__VA_ARGS__, 1, ~))
#define CT_GRAD_IF_0(kind, flag) 0
#define CT_GRAD_IF_1(kind, flag) CT_CAT(CT_GRAD_OF_, kind)(flag)
#define CT_GRAD_OF_BOOL(flag) 0
#define CT_GRAD_OF_INT(flag) 0
#define CT_GRAD_OF_REAL(flag) flag
#define CT_GRAD_OF_COMPLEX(flag) flag
#define CT_SECOND(...) CT_SECOND_(__VA_ARGS__)
#define CT_SECOND_(first, second, ...) second
#define NO_GRAD(reason) ~, 0
#define ZERO 0

/* ct_avx2_exp_f32 and its gradients ct_avx2_exp_f32_grad0, .. */
#define CT_LOOP_NAME(row, lane) CT_ISA_SYM(CT_CAT(row##_, lane))
#define CT_GRAD_NAME(row, lane, i) CT_CAT(CT_LOOP_NAME(row, lane), _grad##i)

#endif
