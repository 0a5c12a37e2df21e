/* gemm_tile: the tile of a product, and columns of tiles.
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
    const T *bias; /* a row that each of c's is to get, if not `add`; or NULL */
} NAME(operands);

/* Those of the next columns. */
INLINE const T *NAME(bias_at)(const void *bias, int64_t column)
{
    return bias ? (const T *)bias + column : NULL;
}

/* The first `count` lanes at c become the sum, of what lies at `from`, too, unless NULL. */
INLINE void NAME(put)(T *c, const T *from, V sum, int64_t count)
{
    if (count == LANES) {
        V x = from ? (V)JOIN(LOAD(from), sum) : sum;
        STORE(c, FINISH(x));
    } else {
        V x = from ? (V)JOIN(LOAD_N(from, count), sum) : sum;
        STORE_N(c, FINISH(x), count);
    }
}

/* Where a tile finds its elements of a: SPREAD_A, each in all lanes of a vector; BESIDE_A,
 * side by side; APART_A, rows of a matrix as it lies. */
#ifndef APART_A
#define SPREAD_A 0
#define BESIDE_A 1
#define APART_A 2
/* The compiler shall keep this in a register of its own, and not derive it from others. */
#define KEEP(pointer) __asm__("" : "+r"(pointer))
/* And this vector, not load it again for each use. */
#if defined(__x86_64__)
#define KEEP_VECTOR(vector) __asm__("" : "+v"(vector))
#else
#define KEEP_VECTOR(vector)
#endif
#endif

/* Row r's element in all lanes. `a` has the first of each four rows: so few pointers, and
 * the multiples of a_row up to 3, fit into registers for any number of rows. */
INLINE TARGET V NAME(element)(const T *const *a, int64_t a_row, int r, int lie)
{
    if (lie == SPREAD_A) {
        return LOAD(a[0] + r * LANES);
    }
    return BROADCAST(lie == BESIDE_A ? a[0][r] : a[r / 4][r % 4 * a_row]);
}

/* `rows`, `vectors`, `part` and `lie` are constants where this is inlined, so that the
 * sums are registers. The last vector has `count` lanes; with `part` no more of b may be
 * read. */
INLINE TARGET void NAME(tile)(const NAME(operands) * o, int rows, int vectors,
                              bool part, int64_t count, int lie, T *c, int64_t ldc)
{
    V sum[16][2];
    const T *a[4] = {o->a}, *b = o->b;
    int pointers = lie == APART_A ? (rows + 3) / 4 : 1;
    UNROLL(4)
    for (int i = 1; i < pointers; i++) {
        a[i] = o->a + 4 * i * o->a_row;
        KEEP(a[i]);
    }
    UNROLL(32)
    for (int i = 0; i < rows * 2; i++) {
        sum[i / 2][i % 2] = (V){0};
    }
    for (int64_t p = o->k; p > 0; p--, b += o->b_step) {
        V x[2];
        UNROLL(2)
        for (int v = 0; v < vectors; v++) {
            bool whole = !part || v < vectors - 1;
            x[v] = whole ? LOAD(b + v * LANES) : LOAD_N(b + v * LANES, count);
        }
        UNROLL(16)
        for (int r = 0; r < rows; r++) {
            V y = NAME(element)(a, o->a_row, r, lie);
            UNROLL(2)
            for (int v = 0; v < vectors; v++) {
                sum[r][v] = MAD(y, x[v], sum[r][v]);
            }
        }
        UNROLL(4)
        for (int i = 0; i < pointers; i++) {
            a[i] += o->a_step;
        }
    }
    const T *from = o->add ? c : o->bias;
    int64_t down = o->add ? ldc : 0;
    UNROLL(16)
    for (int r = 0; r < rows; r++) {
        UNROLL(2)
        for (int v = 0; v < vectors; v++) {
            int64_t lanes = v < vectors - 1 ? LANES : count;
            NAME(put)(c + r * ldc + v * LANES,
                      from ? from + r * down + v * LANES : NULL, sum[r][v], lanes);
        }
    }
}

/* ---- operands where they lie ---- */

/* How many of m rows the next tile takes: equal shares, as a flat tile has too few sums
 * to keep the multipliers busy. */
INLINE int64_t NAME(next_rows)(int64_t m)
{
    int64_t tiles = (m + SMALL_ROWS - 1) / SMALL_ROWS;
    if (!FEW_ROWS) {
        return m >= SMALL_ROWS ? SMALL_ROWS : 1;
    }
    return (m + tiles - 1) / tiles;
}

/* All rows of c's columns that one or two vectors cover. */
INLINE void NAME(rows)(NAME(operands) o, int64_t m, int vectors, bool part,
                       int64_t count, T *c, int64_t ldc)
{
#define ROWS_OF_TILE(n)                                                        \
    case n:                                                                    \
        if ((n) == 1 || (n) == SMALL_ROWS || (FEW_ROWS && (n) < SMALL_ROWS)) { \
            NAME(tile)(&o, n, vectors, part, count, APART_A, c, ldc);          \
        }                                                                      \
        break
    while (m > 0) {
        int64_t n = NAME(next_rows)(m);
        switch (n) {
            ROWS_OF_TILE(1);
            ROWS_OF_TILE(2);
            ROWS_OF_TILE(3);
            ROWS_OF_TILE(4);
            ROWS_OF_TILE(5);
            ROWS_OF_TILE(6);
            ROWS_OF_TILE(7);
            ROWS_OF_TILE(8);
            ROWS_OF_TILE(9);
            ROWS_OF_TILE(10);
            ROWS_OF_TILE(11);
            ROWS_OF_TILE(12);
        }
        o.a += n * o.a_row;
        c += n * ldc;
        m -= n;
    }
#undef ROWS_OF_TILE
}
