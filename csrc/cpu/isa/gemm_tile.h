/* gemm_tile: the tile of a product, and a packed strip of a times packed panels of b.
 *
 * The result is made in tiles of some rows x 2 vectors that stay in registers while the
 * loop runs along k: each step loads the tile's columns of b and puts each row's element
 * of a into all lanes of a vector. See gemm_type.h for the macros; TARGET is an attribute
 * of functions. */

/* A tile's operands: where it begins in them, and where their next elements are. */
typedef struct NAME(operands) {
    const T *a, *b;
    int64_t a_row, a_step, b_step, k;
    bool add;
} NAME(operands);

/* The first `count` lanes at c become the sum, or get it added. */
INLINE void NAME(put)(T *c, V sum, bool add, int64_t count)
{
    if (count == LANES) {
        V x = add ? (V)JOIN(LOAD(c), sum) : sum;
        STORE(c, FINISH(x));
    } else {
        V x = add ? (V)JOIN(LOAD_N(c, count), sum) : sum;
        STORE_N(c, FINISH(x), count);
    }
}

/* `rows`, `vectors` and `part` are constants where this is inlined, so that the sums are
 * registers. The last vector has `count` lanes; with `part` no more of b may be read.
 * With `spread` each element of a lies in all lanes of a vector. */
INLINE TARGET void NAME(tile)(const NAME(operands) * o, int rows, int vectors,
                              bool part, int64_t count, bool spread, T *c, int64_t ldc)
{
    V sum[16][2];
    const T *a = o->a, *b = o->b;
    UNROLL(32)
    for (int i = 0; i < rows * 2; i++) {
        sum[i / 2][i % 2] = (V){0};
    }
    for (int64_t i = o->k; i > 0; i--, a += o->a_step, b += o->b_step) {
        V x[2];
        UNROLL(2)
        for (int v = 0; v < vectors; v++) {
            bool whole = !part || v < vectors - 1;
            x[v] = whole ? LOAD(b + v * LANES) : LOAD_N(b + v * LANES, count);
        }
        UNROLL(16)
        for (int r = 0; r < rows; r++) {
            V y = spread ? LOAD(a + r * LANES) : BROADCAST(a[r * o->a_row]);
            UNROLL(2)
            for (int v = 0; v < vectors; v++) {
                sum[r][v] = MAD(y, x[v], sum[r][v]);
            }
        }
    }
    UNROLL(16)
    for (int r = 0; r < rows; r++) {
        UNROLL(2)
        for (int v = 0; v < vectors; v++) {
            int64_t lanes = v < vectors - 1 ? LANES : count;
            NAME(put)(c + r * ldc + v * LANES, sum[r][v], o->add, lanes);
        }
    }
}

/* ---- packed operands ---- */

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
         .add = s->add};
    T *c = (T *)s->c + from * s->ldc;
    int64_t n = s->columns;
    for (; n > LANES; n -= COLUMNS, o.b += COLUMNS * s->k, c += COLUMNS) {
        for (int r = 0; r < rows; r++) {
            __builtin_prefetch(c + r * s->ldc, 1);
        }
        NAME(tile)(&o, rows, 2, false, n < COLUMNS ? n - LANES : LANES, SPREAD, c,
                   s->ldc);
    }
    if (n > 0) {
        NAME(tile)(&o, rows, 1, false, n, SPREAD, c, s->ldc);
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
