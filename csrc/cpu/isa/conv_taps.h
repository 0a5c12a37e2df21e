/* conv_taps: planes of depthwise convolutions (cpu/conv_kernels.h) for one element type,
 * lanes being places side by side; included by conv.c for each, see conv_tile.h.
 *
 * Each line of x is loaded once for all taps of a column: a tile's rows take its taps from
 * a window of as many lines, which moves on by one from tap to tap. */

#define V CT_CAT(v_, L)
#define SET CT_CAT(L, _set)
#define LOAD CT_CAT(L, _load)
#define STORE CT_CAT(L, _store)
#define LOAD_N CT_CAT(L, _load_n)
#define STORE_N CT_CAT(L, _store_n)
#define LANES ((int64_t)(CT_VECTOR_BYTES / sizeof(T)))

/* ---- results ------------------------------------------------------------- */

/* Of the last vector of a line `count` lanes are places. */
INLINE V NAME(begin)(const ct_conv_taps *l, const T *y, int64_t count)
{
    if (l->add) {
        return count == LANES ? LOAD(y) : LOAD_N(y, count);
    }
    return l->first ? SET(*(const T *)l->first) : (V){0};
}

/* `rows` and `vectors` are constants. */
INLINE void NAME(tap_column)(const ct_conv_taps *l, const T *x, int64_t c, int rows,
                             int vectors, V sum[TAP_ROWS][2])
{
    const T *w = (const T *)l->w + l->places[c];
    const T *line = x + l->starts[c];
    V z[TAP_ROWS][2];
    UNROLL(8)
    for (int r = 0; r + 1 < rows; r++, line += l->x_row) {
        UNROLL(2)
        for (int v = 0; v < vectors; v++) {
            z[r][v] = LOAD(line + v * LANES);
        }
    }
    for (int64_t k = l->lengths[c]; k > 0; k--, w += l->w_step, line += l->x_row) {
        V by = SET(*w);
        UNROLL(2)
        for (int v = 0; v < vectors; v++) {
            z[rows - 1][v] = LOAD(line + v * LANES);
        }
        UNROLL(8)
        for (int r = 0; r < rows; r++) {
            UNROLL(2)
            for (int v = 0; v < vectors; v++) {
                sum[r][v] = MAD(by, z[r][v], sum[r][v]);
                z[r][v] = z[r + 1 < rows ? r + 1 : r][v];
            }
        }
    }
}

INLINE void NAME(tap_tile)(const ct_conv_taps *l, const T *x, T *y, int rows,
                           int vectors, int64_t count)
{
    V sum[TAP_ROWS][2];
    UNROLL(8)
    for (int r = 0; r < rows; r++) {
        UNROLL(2)
        for (int v = 0; v < vectors; v++) {
            int64_t n = v + 1 < vectors ? LANES : count;
            sum[r][v] = NAME(begin)(l, y + r * l->y_row + v * LANES, n);
        }
    }
    for (int64_t c = 0; c < l->columns; c++) {
        NAME(tap_column)(l, x, c, rows, vectors, sum);
    }
    UNROLL(8)
    for (int r = 0; r < rows; r++) {
        UNROLL(2)
        for (int v = 0; v < vectors; v++) {
            T *to = y + r * l->y_row + v * LANES;
            if (v + 1 < vectors || count == LANES) {
                STORE(to, sum[r][v]);
            } else {
                STORE_N(to, sum[r][v], count);
            }
        }
    }
}

/* One vector, or two, of all rows. */
#define TILES(many, vectors)                                                         \
    for (; r + (many) <= l->rows; r += (many)) {                                     \
        NAME(tap_tile)(l, x + r * l->x_row, y + r * l->y_row, many, vectors, count); \
    }

static __attribute__((noinline)) void NAME(narrow_taps)(const ct_conv_taps *l,
                                                        const T *x, T *y, int64_t count)
{
    int64_t r = 0;
    TILES(TAP_ROWS, 1)
    TILES(4, 1)
    TILES(2, 1)
    TILES(1, 1)
}

static __attribute__((noinline)) void NAME(wide_taps)(const ct_conv_taps *l, const T *x,
                                                      T *y, int64_t count)
{
    int64_t r = 0;
    TILES(TAP_WIDE_ROWS, 2)
    TILES(2, 2)
    TILES(1, 2)
}
#undef TILES

static void NAME(taps)(const ct_conv_taps *l)
{
    const T *x = l->x;
    T *y = l->y;
    for (int64_t i = 0; i < l->n; i += 2 * LANES) {
        int64_t left = l->n - i;
        if (left > LANES) {
            int64_t count = left - LANES;
            NAME(wide_taps)(l, x + i, y + i, count < LANES ? count : LANES);
        } else {
            NAME(narrow_taps)(l, x + i, y + i, left);
        }
    }
}

/* ---- sums ---------------------------------------------------------------- */

/* `taps` (a constant, as `columns`) of some columns from c on, the first `skip` of each left
 * out. Lanes that are no places must not be multiplied, even by zeros. */
INLINE void NAME(sum_tile)(const ct_conv_taps *l, int64_t c, int64_t skip, int taps,
                           int columns)
{
    V sum[TAP_COLUMNS][TAP_ROWS], z[TAP_COLUMNS][TAP_ROWS];
    const T *x[TAP_COLUMNS], *line[TAP_COLUMNS];
    T *w[TAP_COLUMNS];
    UNROLL(3)
    for (int m = 0; m < columns; m++) {
        x[m] = (const T *)l->x + l->starts[c + m] + skip * l->x_row;
        w[m] = (T *)l->w + (l->places[c + m] + skip * l->w_step) * LANES;
        UNROLL(8)
        for (int k = 0; k < taps; k++) {
            sum[m][k] = LOAD(w[m] + k * l->w_step * LANES);
        }
    }
    for (int64_t i = 0; i < l->n; i += LANES) {
        int64_t n = l->n - i;
        bool whole = n >= LANES;
        const T *y = (const T *)l->y + i;
        UNROLL(3)
        for (int m = 0; m < columns; m++) {
            line[m] = x[m] + i;
            UNROLL(8)
            for (int k = 0; k + 1 < taps; k++, line[m] += l->x_row) {
                z[m][k] = whole ? LOAD(line[m]) : LOAD_N(line[m], n);
            }
        }
        for (int64_t r = 0; r < l->rows; r++, y += l->y_row) {
            V by = whole ? LOAD(y) : LOAD_N(y, n);
            UNROLL(3)
            for (int m = 0; m < columns; m++, line[m - 1] += l->x_row) {
                z[m][taps - 1] = whole ? LOAD(line[m]) : LOAD_N(line[m], n);
                UNROLL(8)
                for (int k = 0; k < taps; k++) {
                    sum[m][k] = MAD(by, z[m][k], sum[m][k]);
                    z[m][k] = z[m][k + 1 < taps ? k + 1 : k];
                }
            }
        }
    }
    UNROLL(3)
    for (int m = 0; m < columns; m++) {
        UNROLL(8)
        for (int k = 0; k < taps; k++) {
            STORE(w[m] + k * l->w_step * LANES, sum[m][k]);
        }
    }
}

/* One column; several of few taps go at once, as one would wait for its few sums. */
#define CASE(taps)                           \
    case taps:                               \
        NAME(sum_tile)(l, c, skip, taps, 1); \
        return 1;
#define CASES(taps)                                     \
    case taps:                                          \
        if (alike) {                                    \
            NAME(sum_tile)(l, c, 0, taps, TAP_COLUMNS); \
            return TAP_COLUMNS;                         \
        }                                               \
        NAME(sum_tile)(l, c, skip, taps, 1);            \
        return 1;

static int64_t NAME(sum_columns)(const ct_conv_taps *l, int64_t c)
{
    int64_t skip = 0, length = l->lengths[c];
    bool alike = c + TAP_COLUMNS <= l->columns;
    for (int64_t m = 1; m < TAP_COLUMNS && alike; m++) {
        alike = l->lengths[c + m] == length;
    }
    for (; skip + TAP_ROWS <= length; skip += TAP_ROWS) {
        NAME(sum_tile)(l, c, skip, TAP_ROWS, 1);
    }
    alike = alike && skip == 0;
    switch (length - skip) {
        CASES(1)
        CASES(2)
        CASES(3)
        CASE(4)
        CASE(5)
        CASE(6)
    }
    return 1;
}
#undef CASE
#undef CASES

static void NAME(tap_sums)(const ct_conv_taps *l)
{
    for (int64_t c = 0; c < l->columns;) {
        c += NAME(sum_columns)(l, c);
    }
}

#undef V
#undef SET
#undef LOAD
#undef STORE
#undef LOAD_N
#undef STORE_N
#undef LANES
