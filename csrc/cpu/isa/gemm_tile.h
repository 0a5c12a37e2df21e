/* gemm_tile: one element type's matrix product, included by gemm.c for each.
 *
 * The includer defines T (the C type), L (the lane's name), NAME(x) (x with the type's
 * suffix), CONSTANT(x) (alpha or beta as a T), BROADCAST(x) (an element in all lanes),
 * MAD(a, b, c) (a * b + c on vectors), JOIN and TIMES (+ and *), OPERAND and FINISH (an
 * operand and a sum, prepared), ROWS (of a tile), FEW_ROWS (1: tiles of 4 and 2 rows,
 * too), PART_IS_SLOW (1: to load part of a vector), PACK and UNROLL (see gemm.c).
 *
 * The result is made in tiles of ROWS x 2 vectors that stay in registers while the loop
 * runs along k: each step loads the tile's columns of b and puts each row's element of a
 * into all lanes of a vector. Small products read b's rows in place. They are packed into
 * a panel when b is transposed, when many rows of c read them again, or when the last
 * columns are less than a vector and part of one is slow to load; a transposed a is then
 * packed too, if it is read often. */

#define V CT_CAT(v_, L)
#define SET CT_CAT(L, _set)
#define LOAD CT_CAT(L, _load)
#define STORE CT_CAT(L, _store)
#define LOAD_N CT_CAT(L, _load_n)
#define STORE_N CT_CAT(L, _store_n)
#define LANES ((int64_t)(CT_VECTOR_BYTES / sizeof(T)))
#define COLUMNS (2 * LANES)

/* What the tiles of some columns have in common. */
typedef struct NAME(panel) {
    const T *a, *b;
    int64_t a_row, a_step, a_strip; /* to the next row, along k, ROWS rows on */
    int64_t b_step, k;
    T alpha, beta;
} NAME(panel);

/* The first `count` lanes at c become alpha * sum + beta * c. */
static inline __attribute__((always_inline)) void NAME(put)(T *c, V sum, T alpha,
                                                            T beta, int64_t count)
{
    V x = alpha == 1 ? sum : sum * SET(alpha);
    if (count == LANES) {
        x = beta == 0 ? x : MAD(SET(beta), (V)LOAD(c), x);
        STORE(c, FINISH(x));
    } else {
        x = beta == 0 ? x : MAD(SET(beta), LOAD_N(c, count), x);
        STORE_N(c, FINISH(x), count);
    }
}

/* `rows`, `vectors` and `part` are constants where this is inlined, so that the sums are
 * registers. The last vector has `count` lanes; with `part` no more of b may be read. */
static inline __attribute__((always_inline)) void NAME(tile)(const NAME(panel) * p,
                                                             int rows, int vectors,
                                                             bool part, int64_t count,
                                                             T *c, int64_t ldc)
{
    V sum[ROWS][2];
    const T *a = p->a, *b = p->b;
    UNROLL(16)
    for (int i = 0; i < rows * 2; i++) {
        sum[i / 2][i % 2] = (V){0};
    }
    for (int64_t i = p->k; i > 0; i--, a += p->a_step, b += p->b_step) {
        V x[2];
        UNROLL(2)
        for (int v = 0; v < vectors; v++) {
            bool whole = !part || v < vectors - 1;
            x[v] = whole ? LOAD(b + v * LANES) : LOAD_N(b + v * LANES, count);
        }
        UNROLL(16)
        for (int r = 0; r < rows; r++) {
            V y = BROADCAST(a[r * p->a_row]);
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
            NAME(put)(c + r * ldc + v * LANES, sum[r][v], p->alpha, p->beta, lanes);
        }
    }
}

/* All rows of c's columns that the panel covers. */
static inline __attribute__((always_inline)) void NAME(rows)(NAME(panel) p, int64_t m,
                                                             int vectors, bool part,
                                                             int64_t count, T *c,
                                                             int64_t ldc)
{
#define STRIP(n, next)                               \
    NAME(tile)(&p, n, vectors, part, count, c, ldc); \
    p.a += (next);                                   \
    c += (n) * ldc;                                  \
    m -= (n)
    while (m >= ROWS) {
        STRIP(ROWS, p.a_strip);
    }
    if (m >= 4 && FEW_ROWS) {
        STRIP(4, 4 * p.a_row);
    }
    if (m >= 2 && FEW_ROWS) {
        STRIP(2, 2 * p.a_row);
    }
    while (m >= 1) {
        STRIP(1, p.a_row);
    }
#undef STRIP
}

static void NAME(columns)(const NAME(panel) * p, int64_t m, int64_t n, bool packed,
                          T *c, int64_t ldc)
{
    int64_t count = n > LANES ? n - LANES : n;
    bool part = !PART_IS_SLOW && count < LANES && !packed;
    if (n > LANES && part) {
        NAME(rows)(*p, m, 2, true, count, c, ldc);
    } else if (n > LANES) {
        NAME(rows)(*p, m, 2, false, count, c, ldc);
    } else if (part) {
        NAME(rows)(*p, m, 1, true, count, c, ldc);
    } else {
        NAME(rows)(*p, m, 1, false, count, c, ldc);
    }
}

/* `n` columns of b from column j, k rows from row k0, in rows of COLUMNS. What comes into
 * lanes that are not there, up to a whole vector, is of no account. */
static void NAME(pack_b)(T *to, const ct_gemm_args *g, int64_t k0, int64_t k, int64_t j,
                         int64_t n)
{
    const T *b = g->b;
    if (g->trans_b) {
        PACK(to, b + j * g->ldb + k0, g->ldb, k, n);
        return;
    }
    b += k0 * g->ldb + j;
    for (int64_t i = 0; i < k; i++, to += COLUMNS, b += g->ldb) {
        if (n == COLUMNS) {
            STORE(to, LOAD(b));
            STORE(to + LANES, LOAD(b + LANES));
        } else if (n > LANES) {
            STORE(to, LOAD(b));
            STORE(to + LANES, LOAD_N(b + LANES, n - LANES));
        } else {
            STORE(to, LOAD_N(b, n));
        }
    }
}

static T NAME(dot)(const T *x, int64_t incx, const T *y, int64_t incy, int64_t n)
{
    V sum[4] = {{0}, {0}, {0}, {0}};
    int64_t i = 0;
    if (incx == 1 && incy == 1) {
        for (; i + 4 * LANES <= n; i += 4 * LANES) {
            UNROLL(4)
            for (int v = 0; v < 4; v++) {
                V a = OPERAND(LOAD(x + i + v * LANES));
                sum[v] = MAD(a, LOAD(y + i + v * LANES), sum[v]);
            }
        }
        for (; i + LANES <= n; i += LANES) {
            sum[0] = MAD(OPERAND(LOAD(x + i)), LOAD(y + i), sum[0]);
        }
    }
    T total = 0;
    if (i > 0) {
        V all = JOIN(JOIN(sum[0], sum[1]), JOIN(sum[2], sum[3]));
        for (int64_t v = 0; v < LANES; v++) {
            total = (T)JOIN(total, all[v]);
        }
    }
    for (; i < n; i++) {
        total = (T)JOIN(total, TIMES(x[i * incx], y[i * incy]));
    }
    return total;
}

/* One column of c: a dot product for each row of a. */
static void NAME(gemv)(const T *a, int64_t lda, const T *x, int64_t incx, int64_t m,
                       int64_t k, T alpha, T beta, T *c, int64_t incc)
{
    for (int64_t i = 0; i < m; i++) {
        T sum = (T)TIMES(alpha, NAME(dot)(a + i * lda, 1, x, incx, k));
        c[i * incc] = beta == 0 ? sum : (T)JOIN(sum, TIMES(beta, c[i * incc]));
    }
}

/* A transposed a, m rows from row i and k columns from k0 of the product: in strips of
 * ROWS, k times ROWS elements each, as the tiles use them. */
static void NAME(pack_a)(T *to, const ct_gemm_args *g, int64_t k0, int64_t k, int64_t i,
                         int64_t m)
{
    const T *a = (const T *)g->a + k0 * g->lda + i;
    for (; m > 0; m -= ROWS, a += ROWS) {
        for (int64_t p = 0; p < k; p++, to += ROWS) {
            if (m >= ROWS) {
                memcpy(to, a + p * g->lda, ROWS * sizeof(T));
            } else {
                memcpy(to, a + p * g->lda, (size_t)m * sizeof(T));
            }
        }
    }
}

/* With packed operands, in blocks that the caches hold. Not inlined: small products are
 * to be spared its buffers. */
static __attribute__((noinline)) void NAME(blocked)(const ct_gemm_args *g,
                                                    NAME(panel) p)
{
    enum { HEIGHT = BLOCK_BYTES / sizeof(T) / DEPTH / ROWS * ROWS };
    _Alignas(64) T panel[DEPTH * COLUMNS], block[HEIGHT * DEPTH];
    bool strips = g->trans_a && g->m > ROWS && g->n > 2 * COLUMNS;
    int64_t height = strips ? HEIGHT : g->m;
    int64_t slices = (p.k + DEPTH - 1) / DEPTH;
    int64_t depth = slices > 1 ? (p.k + slices - 1) / slices : p.k;
    p.b = panel;
    p.b_step = COLUMNS;
    for (int64_t k0 = 0; k0 < g->k; k0 += depth, p.beta = 1) {
        p.k = g->k - k0 < depth ? g->k - k0 : depth;
        for (int64_t i = 0; i < g->m; i += height) {
            int64_t m = g->m - i < height ? g->m - i : height;
            if (strips) {
                NAME(pack_a)(block, g, k0, p.k, i, m);
                p.a = block, p.a_row = 1, p.a_step = ROWS, p.a_strip = ROWS * p.k;
            } else {
                p.a = (const T *)g->a + i * p.a_row + k0 * p.a_step;
            }
            for (int64_t j = 0; j < g->n; j += COLUMNS) {
                int64_t n = g->n - j < COLUMNS ? g->n - j : COLUMNS;
                NAME(pack_b)(panel, g, k0, p.k, j, n);
                NAME(columns)(&p, m, n, true, (T *)g->c + i * g->ldc + j, g->ldc);
            }
        }
    }
}

/* A row or a column of c; false when it is neither. */
static bool NAME(vector)(const ct_gemm_args *g, T alpha, T beta, int64_t k)
{
    if (g->n == 1 && !g->trans_a) {
        NAME(gemv)(g->a, g->lda, g->b, g->trans_b ? 1 : g->ldb, g->m, k, alpha, beta,
                   g->c, g->ldc);
        return true;
    }
    if (g->m == 1 && g->trans_b) {
        NAME(gemv)(g->b, g->ldb, g->a, g->trans_a ? g->lda : 1, g->n, k, alpha, beta,
                   g->c, 1);
        return true;
    }
    return false;
}

static void NAME(gemm)(const ct_gemm_args *g)
{
    T alpha = CONSTANT(g->alpha), beta = CONSTANT(g->beta), *c = g->c;
    int64_t m = g->m, n = g->n, k = alpha == 0 ? 0 : g->k;
    if ((m == 1 || n == 1) && NAME(vector)(g, alpha, beta, k)) {
        return;
    }
    NAME(panel)
    p = {.a = g->a,
         .a_row = g->trans_a ? 1 : g->lda,
         .a_step = g->trans_a ? g->lda : 1,
         .b_step = g->ldb,
         .k = k,
         .alpha = alpha,
         .beta = beta};
    p.a_strip = ROWS * p.a_row;
    bool columns_of_a = n == 1 && m > 1 && g->ldc == 1; /* as the transposed product */
    if (columns_of_a) {
        p.a = g->b, p.a_step = g->trans_b ? 1 : g->ldb;
        p.b_step = g->lda;
        n = m, m = 1;
    } else if (k > 0 && (g->trans_b || m > PACK_ROWS || (m > ROWS && k > DEPTH) ||
                         (PART_IS_SLOW && n % LANES != 0))) {
        NAME(blocked)(g, p);
        return;
    }
    for (int64_t j = 0; j < n; j += COLUMNS) {
        p.b = (const T *)(columns_of_a ? g->a : g->b) + j;
        NAME(columns)(&p, m, n - j < COLUMNS ? n - j : COLUMNS, false, c + j, g->ldc);
    }
}

#undef V
#undef SET
#undef LOAD
#undef STORE
#undef LOAD_N
#undef STORE_N
#undef LANES
#undef COLUMNS
#undef T
#undef L
#undef NAME
#undef PACK
