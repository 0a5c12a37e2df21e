/* The loops of all rows for one lane type: included once for each, with CT_LANE and its
 * kind, CT_KIND, defined.  (No include guard for that reason.)
 *
 * A loop is whole vectors and then the part of one that is left, through a function of
 * the row's formula; inlining removes the loads that the formula does not use.  The
 * result may be one of the operands: all of a vector is read before it is written. */

#define CT_ELEMENT CT_CAT(element_, CT_LANE)
#define CT_LANE_COUNT ((int64_t)(sizeof(CT_LANE_TYPE) / sizeof(CT_ELEMENT)))

/* Operands at element i, by the row's arity; those it lacks are zero. */
#define CT_POINTERS_1 const char *p1 = ptrs[1]
#define CT_POINTERS_2 CT_POINTERS_1, *p2 = ptrs[2]
#define CT_POINTERS_3 CT_POINTERS_2, *p3 = ptrs[3]
#define CT_POINTERS_GRAD CT_POINTERS_3, *p4 = ptrs[4], *p5 = ptrs[5]
#define CT_WHOLE(p) CT_LANE_FN(load)(p + i * CT_SIZE_SAME)
#define CT_PART(p) CT_LANE_FN(load_n)(p + i * CT_SIZE_SAME, n - i)
#define CT_NONE ((CT_LANE_TYPE){0})
#define CT_OPERANDS_1(load) load(p1), CT_NONE, CT_NONE, CT_NONE, CT_NONE
#define CT_OPERANDS_2(load) load(p1), load(p2), CT_NONE, CT_NONE, CT_NONE
#define CT_OPERANDS_3(load) load(p1), load(p2), load(p3), CT_NONE, CT_NONE
#define CT_OPERANDS_GRAD(load) load(p2), load(p3), load(p4), load(p1), load(p5)

/* By the row's result: the type of the formula, how its value becomes one, the size of an
 * element and the function that stores it. */
#define CT_TYPE_SAME CT_LANE_TYPE
#define CT_TYPE_BOOL CT_CAT(condition_, CT_LANE)
#define CT_TYPE_REAL CT_CAT(size_, CT_LANE)
#define CT_VALUE_SAME(text) CT_SPREAD(text)
#define CT_VALUE_BOOL(text) (text)
#define CT_VALUE_REAL(text) (text)
#define CT_SIZE_SAME ((int64_t)sizeof(CT_ELEMENT))
#define CT_SIZE_BOOL 1
#define CT_SIZE_REAL ((int64_t)sizeof(CT_CAT(real_, CT_LANE)))
#define CT_STORE_SAME store
#define CT_STORE_BOOL store_bool
#define CT_STORE_REAL store_real
#define CT_STORE_N_SAME store_n
#define CT_STORE_N_BOOL store_bool_n
#define CT_STORE_N_REAL store_real_n

#define CT_LOOP(name, result, operands, ...)                                         \
    static inline CT_TYPE_##result CT_CAT(name, _at)(CT_LANE_TYPE a, CT_LANE_TYPE b, \
                                                     CT_LANE_TYPE c, CT_LANE_TYPE g, \
                                                     CT_LANE_TYPE y)                 \
    {                                                                                \
        CT_LANE_TYPE x = a;                                                          \
        (void)x, (void)b, (void)c, (void)g, (void)y;                                 \
        return CT_VALUE_##result(__VA_ARGS__);                                       \
    }                                                                                \
    void name(char *const *ptrs, int64_t n);                                         \
    void name(char *const *ptrs, int64_t n)                                          \
    {                                                                                \
        char *out = ptrs[0];                                                         \
        CT_POINTERS_##operands;                                                      \
        int64_t i = 0;                                                               \
        for (; i + CT_LANE_COUNT <= n; i += CT_LANE_COUNT) {                         \
            CT_LANE_FN(CT_STORE_##result)                                            \
            (out + i * CT_SIZE_##result,                                             \
             CT_CAT(name, _at)(CT_OPERANDS_##operands(CT_WHOLE)));                   \
        }                                                                            \
        if (i < n) {                                                                 \
            CT_LANE_FN(CT_STORE_N_##result)                                          \
            (out + i * CT_SIZE_##result,                                             \
             CT_CAT(name, _at)(CT_OPERANDS_##operands(CT_PART)), n - i);             \
        }                                                                            \
    }

/* A loop where the flag is 1; where it is 0 the text is not even expanded. */
#define CT_LOOP_IF(flag) CT_CAT(CT_LOOP_IF_, flag)
#define CT_LOOP_IF_0(...)
#define CT_LOOP_IF_1(...) CT_LOOP(__VA_ARGS__)

#define CT_FORWARD(row, class, result, operands, formula) \
    CT_LOOP_IF(CT_IN(class, CT_KIND))                     \
    (CT_LOOP_NAME(row, CT_LANE), result, operands, formula)
#define CT_GRADIENT(row, class, i, ...)                  \
    CT_LOOP_IF(CT_HAS_GRAD(class, CT_KIND, __VA_ARGS__)) \
    (CT_GRAD_NAME(row, CT_LANE, i), SAME, GRAD, __VA_ARGS__)

#define CT_UNARY(row, class, result, low, high, ulp, formula, grad, doc) \
    CT_FORWARD(row, class, result, 1, formula)                           \
    CT_GRADIENT(row, class, 0, grad)
#define CT_BINARY(row, class, result, low, high, ulp, formula, grad_a, grad_b, doc) \
    CT_FORWARD(row, class, result, 2, formula)                                      \
    CT_GRADIENT(row, class, 0, grad_a)                                              \
    CT_GRADIENT(row, class, 1, grad_b)
#define CT_TERNARY(row, signature, flags, class, result, low, high, ulp, formula, \
                   grad_a, grad_b, grad_c, doc)                                   \
    CT_FORWARD(row, class, result, 3, formula)                                    \
    CT_GRADIENT(row, class, 0, grad_a)                                            \
    CT_GRADIENT(row, class, 1, grad_b)                                            \
    CT_GRADIENT(row, class, 2, grad_c)
#include "ops/ops.def"

/* Macros that the next lane defines anew, and its own two. */
#undef CT_LANE
#undef CT_KIND
#undef CT_ELEMENT
#undef CT_LANE_COUNT
