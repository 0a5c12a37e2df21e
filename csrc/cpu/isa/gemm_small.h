/* gemm_small: products so small that packing would take longer than it spares, for one
 * element type: tiles take both operands where they lie. See gemm_type.h. */

/* All rows of c's columns that one or two vectors cover. */
INLINE void NAME(rows)(NAME(operands) o, int64_t m, int vectors, bool part,
                       int64_t count, T *c, int64_t ldc)
{
#define STRIP(n)                                            \
    NAME(tile)(&o, n, vectors, part, count, false, c, ldc); \
    o.a += (n) * o.a_row;                                   \
    c += (n) * ldc;                                         \
    m -= (n)
    while (m >= SMALL_ROWS) {
        STRIP(SMALL_ROWS);
    }
    if (m >= 4 && FEW_ROWS) {
        STRIP(4);
    }
    if (m >= 2 && FEW_ROWS) {
        STRIP(2);
    }
    while (m >= 1) {
        STRIP(1);
    }
#undef STRIP
}

/* `whole`: all of the last vector of b may be read. */
static void NAME(columns)(const NAME(operands) * o, int64_t m, int64_t n, bool whole,
                          T *c, int64_t ldc)
{
    int64_t count = n > LANES ? n - LANES : n;
    bool part = !PART_IS_SLOW && count < LANES && !whole;
    if (n > LANES && part) {
        NAME(rows)(*o, m, 2, true, count, c, ldc);
    } else if (n > LANES) {
        NAME(rows)(*o, m, 2, false, count, c, ldc);
    } else if (part) {
        NAME(rows)(*o, m, 1, true, count, c, ldc);
    } else {
        NAME(rows)(*o, m, 1, false, count, c, ldc);
    }
}

/* Columns of b that are not side by side, that are read often, or of which there are
 * less than a vector and part of one is slow to load, go through a panel. Not inlined: the others are to be
 * spared its room. */
static __attribute__((noinline)) void NAME(through_panel)(const ct_gemm_args *g,
                                                          NAME(operands) o)
{
    _Alignas(64) T panel[SMALL_DEPTH * COLUMNS];
    const T *a = o.a;
    o.b = panel;
    o.b_step = COLUMNS;
    for (int64_t p = 0; p < g->k; p += SMALL_DEPTH, o.add = true) {
        o.k = g->k - p < SMALL_DEPTH ? g->k - p : SMALL_DEPTH;
        o.a = a + p * g->a_step;
        for (int64_t j = 0; j < g->n; j += COLUMNS) {
            int64_t n = g->n - j < COLUMNS ? g->n - j : COLUMNS;
            const T *b = (const T *)g->b + j * g->b_column + p * g->b_step;
            NAME(pack_b)(panel, b, g->b_column, g->b_step, n, o.k);
            NAME(columns)(&o, g->m, n, true, (T *)g->c + j, g->ldc);
        }
    }
}

static void NAME(small)(const ct_gemm_args *g)
{
    NAME(operands)
    o = {.a = g->a,
         .a_row = g->a_row,
         .a_step = g->a_step,
         .b_step = g->b_step,
         .k = g->k,
         .add = g->add};
    bool again = g->m > REREAD_ROWS || (g->m > SMALL_ROWS && g->k > SMALL_DEPTH);
    bool slow = PART_IS_SLOW && g->n % LANES != 0;
    if (g->k > 0 && (g->b_column != 1 || again || slow)) {
        NAME(through_panel)(g, o);
        return;
    }
    for (int64_t j = 0; j < g->n; j += COLUMNS) {
        o.b = (const T *)g->b + j;
        int64_t n = g->n - j < COLUMNS ? g->n - j : COLUMNS;
        NAME(columns)(&o, g->m, n, false, (T *)g->c + j, g->ldc);
    }
}
