/* Every loop that the table's rows make, once each: CT_ON_FORWARD(row, i, lane, dtype) and
 * CT_ON_GRADIENT(row, i, lane, dtype), defined before this is included, for the forward
 * loops and for the gradients of operand i.  (No include guard: pointwise.c includes it
 * twice.) */

/* X(row, i, lane, dtype) for the lanes of each kind. */
#define CT_LANES_BOOL(X, row, i) X(row, i, b8, BOOL)
#define CT_LANES_INT(X, row, i) \
    X(row, i, u8, U8)           \
    X(row, i, i8, I8)           \
    X(row, i, u16, U16)         \
    X(row, i, i16, I16)         \
    X(row, i, u32, U32) X(row, i, i32, I32) X(row, i, u64, U64) X(row, i, i64, I64)
#define CT_LANES_REAL(X, row, i) X(row, i, f32, F32) X(row, i, f64, F64)
#define CT_LANES_COMPLEX(X, row, i) X(row, i, c64, C64) X(row, i, c128, C128)

#define CT_LANES_IF(flag) CT_CAT(CT_LANES_IF_, flag)
#define CT_LANES_IF_0(...)
#define CT_LANES_IF_1(kind, ...) CT_CAT(CT_LANES_, kind)(__VA_ARGS__)
#define CT_FORWARD(row, class)                                           \
    CT_LANES_IF(CT_IN(class, BOOL))(BOOL, CT_ON_FORWARD, row, 0)         \
        CT_LANES_IF(CT_IN(class, INT))(INT, CT_ON_FORWARD, row, 0)       \
            CT_LANES_IF(CT_IN(class, REAL))(REAL, CT_ON_FORWARD, row, 0) \
                CT_LANES_IF(CT_IN(class, COMPLEX))(COMPLEX, CT_ON_FORWARD, row, 0)
#define CT_GRADIENT(row, class, i, ...)                                                \
    CT_LANES_IF(CT_HAS_GRAD(class, REAL, __VA_ARGS__))(REAL, CT_ON_GRADIENT, row, i)   \
        CT_LANES_IF(CT_HAS_GRAD(class, COMPLEX, __VA_ARGS__))(COMPLEX, CT_ON_GRADIENT, \
                                                              row, i)

#define CT_UNARY(row, class, result, low, high, ulp, formula, grad, doc) \
    CT_FORWARD(row, class)                                               \
    CT_GRADIENT(row, class, 0, grad)
#define CT_BINARY(row, class, result, low, high, ulp, formula, grad_a, grad_b, doc) \
    CT_FORWARD(row, class)                                                          \
    CT_GRADIENT(row, class, 0, grad_a)                                              \
    CT_GRADIENT(row, class, 1, grad_b)
#define CT_TERNARY(row, signature, flags, class, result, low, high, ulp, formula, \
                   grad_a, grad_b, grad_c, doc)                                   \
    CT_FORWARD(row, class)                                                        \
    CT_GRADIENT(row, class, 0, grad_a)                                            \
    CT_GRADIENT(row, class, 1, grad_b)                                            \
    CT_GRADIENT(row, class, 2, grad_c)
#include "ops/ops.def"

#undef CT_ON_FORWARD
#undef CT_ON_GRADIENT
