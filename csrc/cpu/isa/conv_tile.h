/* conv_tile: strips of convolutions (cpu/conv_kernels.h) for one element type; included
 * by conv.c for each, which defines T, L, NAME(x), MAD(a, b, c), ROWS, MOST_ROWS and
 * UNROLL.
 *
 * As in gemm_tile.h, rows x 2 vectors of sums stay in registers, through all runs; or, of
 * one vector, MOST_ROWS: as many as it takes that no addition waits for the last one. */

#define V CT_CAT(v_, L)
#define SET CT_CAT(L, _set)
#define LOAD CT_CAT(L, _load)
#define STORE CT_CAT(L, _store)
#define LOAD_N CT_CAT(L, _load_n)
#define STORE_N CT_CAT(L, _store_n)
#define LANES ((int64_t)(CT_VECTOR_BYTES / sizeof(T)))
#define COLUMNS (2 * LANES)

/* Row r's element; a has the first of each four rows. */
INLINE V NAME(element)(const T *const *a, int64_t a_row, int r, bool beside)
{
    return SET(beside ? a[0][r] : a[r / 4][r % 4 * a_row]);
}

/* Adds one run to the sums; b goes on behind it. */
INLINE const T *NAME(run)(const ct_conv_strip *s, const T *at, const T *b, V (*sum)[2],
                          int rows, int vectors, bool beside)
{
    const T *a[(MOST_ROWS + 3) / 4] = {at};
    int pointers = beside ? 1 : (rows + 3) / 4;
    int64_t a_row = s->a_row, step = beside ? s->a_step : 1;
    UNROLL(8)
    for (int i = 1; i < pointers; i++) {
        a[i] = at + 4 * i * a_row;
        KEEP(a[i]);
    }
    for (int64_t p = s->length; p > 0; p--, b += COLUMNS) {
        V x[2];
        UNROLL(2)
        for (int v = 0; v < vectors; v++) {
            x[v] = LOAD(b + v * LANES);
        }
        UNROLL(32)
        for (int r = 0; r < rows; r++) {
            V y = NAME(element)(a, a_row, r, beside);
            UNROLL(2)
            for (int v = 0; v < vectors; v++) {
                sum[r][v] = MAD(y, x[v], sum[r][v]);
            }
        }
        UNROLL(8)
        for (int i = 0; i < pointers; i++) {
            a[i] += step;
        }
    }
    return b;
}

/* `rows`, `vectors` and `beside` are constants where this is inlined. */
INLINE void NAME(tile)(const ct_conv_strip *s, const T *a, T *c, int rows, int vectors,
                       bool beside)
{
    V sum[MOST_ROWS][2];
    const T *first = s->first, *b = s->b;
    UNROLL(32)
    for (int r = 0; r < rows; r++) {
        UNROLL(2)
        for (int v = 0; v < vectors; v++) {
            sum[r][v] = first ? LOAD(first + v * LANES) : (V){0};
        }
    }
    for (int64_t i = 0; i < s->runs; i++) {
        b = NAME(run)(s, a + s->starts[i], b, sum, rows, vectors, beside);
    }
    bool part = s->add || s->columns < vectors * LANES;
    T kept[MOST_ROWS * COLUMNS], *to = part ? kept : c;
    int64_t row = part ? vectors * LANES : s->ldc;
    UNROLL(32)
    for (int r = 0; r < rows; r++) {
        UNROLL(2)
        for (int v = 0; v < vectors; v++) {
            STORE(to + r * row + v * LANES, sum[r][v]);
        }
    }
    if (part) {
        NAME(give)(c, s->ldc, kept, row, rows, s->columns, s->add);
    }
}

/* All rows, in equal shares, as a flat tile has too few sums to keep the multipliers
 * busy. */
INLINE void NAME(strip)(const ct_conv_strip *s, int vectors, bool beside)
{
    const T *a = s->a;
    T *c = s->c;
    int64_t most = vectors == 1 ? MOST_ROWS : ROWS, left = s->rows;
    int64_t tiles = (s->rows + most - 1) / most;
#define TILE(n)                                         \
    case n:                                             \
        if ((n) <= (vectors == 1 ? MOST_ROWS : ROWS)) { \
            NAME(tile)(s, a, c, (n), vectors, beside);  \
        }                                               \
        break
#define FOUR(n)    \
    TILE(n);       \
    TILE((n) + 1); \
    TILE((n) + 2); \
    TILE((n) + 3)
    for (; left > 0; tiles--) {
        int64_t n = (left + tiles - 1) / tiles;
        switch (n) {
            FOUR(1);
            FOUR(5);
            FOUR(9);
            FOUR(13);
            FOUR(17);
            FOUR(21);
            FOUR(25);
        }
        left -= n;
        a += n * s->a_row;
        c += n * s->ldc;
    }
#undef TILE
#undef FOUR
}

static void NAME(apart)(const ct_conv_strip *s)
{
    if (s->columns > LANES) {
        NAME(strip)(s, 2, false);
    } else {
        NAME(strip)(s, 1, false);
    }
}

static void NAME(beside)(const ct_conv_strip *s)
{
    if (s->columns > LANES) {
        NAME(strip)(s, 2, true);
    } else {
        NAME(strip)(s, 1, true);
    }
}

enum { NAME(columns) = COLUMNS };

#undef V
#undef SET
#undef LOAD
#undef STORE
#undef LOAD_N
#undef STORE_N
#undef LANES
#undef COLUMNS
