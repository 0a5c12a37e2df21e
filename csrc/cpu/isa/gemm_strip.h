/* gemm_strip: a packed strip of a times packed panels of b, for one element type; see
 * gemm_type.h for the macros. */
#include "cpu/isa/gemm_tile.h"

#define LIE (SPREAD ? SPREAD_A : BESIDE_A)
#define A_WIDTH (SPREAD ? ROWS * LANES : (ROWS + LANES - 1) / LANES * LANES)

/* All panels' columns of `rows` rows. */
INLINE TARGET void NAME(strip_rows)(const ct_gemm_strip *s, int rows, int64_t from)
{
    NAME(operands)
    o = {.a = (const T *)s->a + (SPREAD ? from * LANES : from),
         .b = s->b,
         .a_row = 1,
         .a_step = A_WIDTH,
         .b_step = COLUMNS,
         .k = s->k,
         .add = s->add,
         .bias = s->bias};
    T *c = (T *)s->c + from * s->ldc;
    int64_t n = s->columns;
    for (; n > LANES; n -= COLUMNS, o.b += COLUMNS * s->k, c += COLUMNS) {
        for (int r = 0; r < rows; r++) {
            __builtin_prefetch(c + r * s->ldc, 1);
            __builtin_prefetch(c + r * s->ldc + COLUMNS - 1, 1);
        }
        NAME(tile)(&o, rows, 2, false, n < COLUMNS ? n - LANES : LANES, LIE, c, s->ldc);
        o.bias = NAME(bias_at)(o.bias, COLUMNS);
    }
    if (n > 0) {
        NAME(tile)(&o, rows, 1, false, n, LIE, c, s->ldc);
    }
}

static TARGET void NAME(multiply)(const ct_gemm_strip *s)
{
    int64_t m = s->rows, from = 0;
    if (m == ROWS) {
        NAME(strip_rows)(s, ROWS, 0);
        return;
    }
#define STRIP(count)                    \
    NAME(strip_rows)(s, (count), from); \
    from += (count), m -= (count)
    if (m >= 8 && ROWS > 8) {
        STRIP(8);
    }
    if (m >= 4 && ROWS > 4 && FEW_ROWS) {
        STRIP(4);
    }
    if (m >= 2 && FEW_ROWS) {
        STRIP(2);
    }
    while (m > 0) {
        STRIP(1);
    }
#undef STRIP
}
