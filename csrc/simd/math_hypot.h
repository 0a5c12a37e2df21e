/* hypot for float32 and float64: sqrt(a^2 + b^2) where the squares leave the range too. */
#ifndef CT_SIMD_MATH_HYPOT_H
#define CT_SIMD_MATH_HYPOT_H

#include "simd/double_word.h"

/* In float64 squares of float32 are exact, and none leaves the range. */
static inline v_f32 f32_hypot(v_f32 a, v_f32 b) /* 1 ULP */
{
    const v_f32 inf = f32_set(HUGE_VALF);
    v_f64 a0, a1, b0, b1;
    f32_widen(a, &a0, &a1);
    f32_widen(b, &b0, &b1);
    v_f32 y = f32_narrow(f64_sqrt(f64_mad(a0, a0, b0 * b0)),
                         f64_sqrt(f64_mad(a1, a1, b1 * b1)));
    return f32_sel((f32_abs(a) == inf) | (f32_abs(b) == inf), inf, y);
}

/* The larger operand is brought near 1, then the root of the rounded sum is mended by what
 * it and its square lack: rounded squares alone would cost up to 1.04 ULP. */
static inline v_f64 f64_hypot(v_f64 a, v_f64 b) /* 1 ULP */
{
    const v_f64 inf = f64_set(HUGE_VAL), one = f64_set(1);
    a = f64_abs(a), b = f64_abs(b);
    v_f64 x = f64_sel(a > b, a, b), y = f64_sel(a > b, b, a);
    v_i64 far = x > 0x1p500, near = x < 0x1p-450;
    v_f64 up = f64_sel(far, f64_set(0x1p-600), f64_sel(near, f64_set(0x1p600), one));
    v_f64 back = f64_sel(far, f64_set(0x1p600), f64_sel(near, f64_set(0x1p-600), one));
    x *= up, y *= up;
    v_f64 xl, yl, sl, rl, xx = f64_two_product(x, x, &xl),
                          yy = f64_two_product(y, y, &yl);
    v_f64 sum = f64_fast_two_sum(xx, yy, &sl), root = f64_sqrt(sum);
    v_f64 square = f64_two_product(root, root, &rl);
    v_f64 rest = ((sum - square) - rl) + (sl + xl + yl);
    root = f64_sel(sum > 0, root + 0.5 * rest / root, root) * back;
    return f64_sel((a == inf) | (b == inf), inf, root);
}

#endif
