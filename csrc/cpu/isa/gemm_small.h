/* gemm_small: products so small that packing would take longer than it spares, for one
 * element type: tiles take both operands where they lie. See gemm_type.h. */

/* `whole`: all of the last vector of b may be read. */
static void NAME(columns)(const NAME(operands) * o, int64_t m, int64_t n, bool whole,
                          T *c, int64_t ldc)
{
    int64_t count = n > LANES ? n - LANES : n;
    bool part = !PART_IS_SLOW && count < LANES && !whole;
#ifdef NARROW
    if (count <= LANES / 2) {
        NARROW(operands)
        last = {o->a,      o->b + n - count,
                o->a_row,  o->a_step,
                o->b_step, o->k,
                o->add,    NAME(bias_at)(o->bias, n - count)};
        if (n > LANES) {
            NAME(rows)(*o, m, 1, false, LANES, c, ldc);
        }
        NARROW(rows)(last, m, 1, true, count, c + n - count, ldc);
        return;
    }
#endif
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
 * less than a vector and part of one is slow to load, go through a panel. Not inlined:
 * the others are to be spared its room. */
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
            o.bias = NAME(bias_at)(p == 0 ? g->bias : NULL, j);
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
    bool again = (g->m > REREAD_ROWS && g->k > FLAT_DEPTH) ||
                 (g->m > SMALL_ROWS && g->k > SMALL_DEPTH);
    bool slow = PART_IS_SLOW && g->n % LANES != 0;
    if (g->k > 0 && (g->b_column != 1 || again || slow)) {
        NAME(through_panel)(g, o);
        return;
    }
    /* Where one strip of rows takes little time, c is written along its rows. */
    int64_t rows = g->k <= FLAT_DEPTH && g->n > COLUMNS ? SMALL_ROWS : g->m;
    for (int64_t i = 0; i < g->m; i += rows) {
        int64_t m = g->m - i < rows ? g->m - i : rows;
        o.a = (const T *)g->a + i * g->a_row;
        for (int64_t j = 0; j < g->n; j += COLUMNS) {
            o.b = (const T *)g->b + j;
            o.bias = NAME(bias_at)(g->bias, j);
            int64_t n = g->n - j < COLUMNS ? g->n - j : COLUMNS;
            NAME(columns)(&o, m, n, false, (T *)g->c + i * g->ldc + j, g->ldc);
        }
    }
}

/* The same by a b whose panels lie packed, one behind the other; `b_step` and `b_column`
 * say nothing. */
static void NAME(panels)(const ct_gemm_args *g)
{
    NAME(operands)
    o = {.a = g->a,
         .a_row = g->a_row,
         .a_step = g->a_step,
         .b_step = COLUMNS,
         .k = g->k,
         .add = g->add};
    for (int64_t j = 0; j < g->n; j += COLUMNS) {
        o.b = (const T *)g->b + j * g->k;
        int64_t n = g->n - j < COLUMNS ? g->n - j : COLUMNS;
        NAME(columns)(&o, g->m, n, true, (T *)g->c + j, g->ldc);
    }
}
