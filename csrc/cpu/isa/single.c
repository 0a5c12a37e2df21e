/* single: sums, differences, products and quotients of one value and n elements. They take
 * so little time that to lay the value out in a tile would double it. */
#include "cpu/kernels.h"
#include "ops/op.h"
#include "simd/simd.h"

/* The result may be the other operand, element by element. */
#define SINGLE(name, T, op)                                                      \
    static void name##_first(char *const *ptrs, int64_t n, const ct_value *arg)  \
    {                                                                            \
        const T a = *(const T *)ptrs[1], *b = (const T *)ptrs[2];                \
        T *out = (T *)ptrs[0];                                                   \
        (void)arg;                                                               \
        _Pragma("GCC ivdep") for (int64_t i = 0; i < n; i++) out[i] = a op b[i]; \
    }                                                                            \
    static void name##_second(char *const *ptrs, int64_t n, const ct_value *arg) \
    {                                                                            \
        const T *a = (const T *)ptrs[1], b = *(const T *)ptrs[2];                \
        T *out = (T *)ptrs[0];                                                   \
        (void)arg;                                                               \
        _Pragma("GCC ivdep") for (int64_t i = 0; i < n; i++) out[i] = a[i] op b; \
    }                                                                            \
    void CT_ISA_SYM(name)(char *const *ptrs, int64_t n, const ct_value *arg);
#define BOTH(name, op)            \
    SINGLE(name##_f32, float, op) \
    SINGLE(name##_f64, double, op)
BOTH(add, +)
BOTH(sub, -)
BOTH(mul, *)
BOTH(true_divide, /)

#define LOOPS(name)                     \
    {                                   \
        CT_ISA_SYM(name),               \
        {                               \
            name##_first, name##_second \
        }                               \
    }
const ct_single_loops CT_ISA_SYM(single_loops)[] = {
    LOOPS(add_f32),         LOOPS(add_f64),         LOOPS(sub_f32),
    LOOPS(sub_f64),         LOOPS(mul_f32),         LOOPS(mul_f64),
    LOOPS(true_divide_f32), LOOPS(true_divide_f64), {NULL, {NULL, NULL}},
};
