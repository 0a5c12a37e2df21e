/* Unevaluated sums of two floats: the exact error of a sum or product, for the places
 * where a relative error in an argument becomes a large one in the result (exp of a
 * square, pow).  Without fused multiply-add a product is split by Dekker's method, which
 * holds for |a|, |b| < 2^115 (2^970) and products that do not underflow. */
#ifndef CT_SIMD_DOUBLE_WORD_H
#define CT_SIMD_DOUBLE_WORD_H

#include "simd/simd.h"

/* a + b = sum + *low, for |a| >= |b| or a = 0. */
#define CT_FAST_TWO_SUM(L)                                             \
    static inline v_##L L##_fast_two_sum(v_##L a, v_##L b, v_##L *low) \
    {                                                                  \
        v_##L sum = a + b;                                             \
        *low = b - (sum - a);                                          \
        return sum;                                                    \
    }
CT_FAST_TWO_SUM(f32)
CT_FAST_TWO_SUM(f64)
#undef CT_FAST_TWO_SUM

/* a + b = sum + *low, in any order. */
#define CT_TWO_SUM(L)                                             \
    static inline v_##L L##_two_sum(v_##L a, v_##L b, v_##L *low) \
    {                                                             \
        v_##L sum = a + b, bb = sum - a;                          \
        *low = (a - (sum - bb)) + (b - bb);                       \
        return sum;                                               \
    }
CT_TWO_SUM(f32)
CT_TWO_SUM(f64)
#undef CT_TWO_SUM

/* a * b = product + *low. */
#ifdef CT_HAS_FMA
#define CT_TWO_PRODUCT(L, SPLITTER)                                   \
    static inline v_##L L##_two_product(v_##L a, v_##L b, v_##L *low) \
    {                                                                 \
        v_##L product = a * b;                                        \
        *low = L##_mad(a, b, -product);                               \
        return product;                                               \
    }
#else
#define CT_TWO_PRODUCT(L, SPLITTER)                                   \
    static inline v_##L L##_two_product(v_##L a, v_##L b, v_##L *low) \
    {                                                                 \
        v_##L product = a * b, ac = a * SPLITTER, bc = b * SPLITTER;  \
        v_##L ah = ac - (ac - a), bh = bc - (bc - b);                 \
        v_##L al = a - ah, bl = b - bh;                               \
        *low = ((ah * bh - product) + ah * bl + al * bh) + al * bl;   \
        return product;                                               \
    }
#endif
CT_TWO_PRODUCT(f32, 4097.0f)
CT_TWO_PRODUCT(f64, 134217729.0)
#undef CT_TWO_PRODUCT

#endif
