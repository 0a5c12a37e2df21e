/* gemm_thin: products of which c, or its transpose, has up to CT_GEMM_THIN rows, for one
 * element type; included where gemm_tile.h's macros are defined.
 *
 * They take as long as it takes to read the large operand, which therefore is read once,
 * in the order in which it lies: as dot products where its lines' elements lie side by
 * side ("lines" are those of it that each give one column of the few rows), else in
 * pieces of the lines' length that are added to sums in the first-level cache.
 *
 * The includer also defines S (the type in memory, T that of sums), F_LOAD(p) and
 * F_LOAD_N(p, n) (a vector of T from S in memory), PART_IS_COPIED (1: part of one takes
 * several instructions), GET(x) (an S as a T), GET_ALL(to, from, n), PUT(x) (back),
 * OPERAND (an operand, prepared), JOIN and TIMES (+ and *). */

/* Lines of dot products at a time, vectors of sums of each. */
#define LINES (CT_VECTOR_BYTES == 64 ? 4 : 2)
#define SUMS(few) ((few) == 1 ? 4 : (few) == 2 ? 2 : 1)
#define PIECE (16384 / (int64_t)sizeof(T)) /* of sums, of all rows */
#define ROOM(few) ((few) == 1 ? PIECE : (few) == 2 ? PIECE / 2 : PIECE / 4)
#define CHUNK 1024 /* of k, where the few rows are copied */
#define COPY_LINES 16 /* from so many on a copy pays */
#define STEPS(few) ((few) <= 2 ? 8 : 4) /* along k, for which sums are loaded once */

/* The product as rows: `few` of them, and the large operand. */
typedef struct NAME(thin_operands) {
    int few;
    const S *x, *f;
    int64_t x_row, x_step, f_line, f_step, lines, k;
} NAME(thin_operands);

/* The sum of the quarters of a vector, 16 bytes each. */
typedef T NAME(quarter) __attribute__((vector_size(16)));
INLINE NAME(quarter) NAME(quarters)(V v)
{
    enum { QUARTERS = CT_VECTOR_BYTES / 16 };
    NAME(quarter) q[QUARTERS];
    memcpy(q, &v, sizeof v);
    UNROLL(4)
    for (int n = QUARTERS / 2; n > 0; n /= 2) {
        UNROLL(4)
        for (int i = 0; i < n; i++) {
            q[i] = JOIN(q[i], q[i + n]);
        }
    }
    return q[0];
}

/* The sum of all lanes. */
INLINE T NAME(across)(V v)
{
    NAME(quarter) q = NAME(quarters)(v);
    T sum = q[0];
    UNROLL(16)
    for (int i = 1; i < (int)(16 / sizeof(T)); i++) {
        sum = (T)JOIN(sum, q[i]);
    }
    return sum;
}

INLINE void NAME(add_quarters)(V v, int lines, T *totals)
{
    NAME(quarter) q = NAME(quarters)(v), all;
    if (lines == sizeof q / sizeof(T)) {
        memcpy(&all, totals, sizeof all);
        all = JOIN(all, q);
        memcpy(totals, &all, sizeof all);
        return;
    }
    for (int i = 0; i < lines; i++) {
        totals[i] = (T)JOIN(totals[i], q[i]);
    }
}

/* totals[i] += the sum of all lanes of v[i], for `lines` of four vectors. All four are
 * folded at once, which takes a third of the instructions: lanes within 16 bytes first,
 * so that each 16 bytes hold a lane of every vector, then those. */
INLINE void NAME(add_across)(const V *v, int lines, T *totals)
{
#if defined(__SSE2__)
#define FOLD(size, a, b)                                    \
    (V) JOIN((V)OP(unpacklo_epi##size)((raw)(a), (raw)(b)), \
             (V)OP(unpackhi_epi##size)((raw)(a), (raw)(b)))
    if (sizeof(T) == 4) {
        V both = FOLD(64, FOLD(32, v[0], v[1]), FOLD(32, v[2], v[3]));
        NAME(add_quarters)(both, lines, totals);
        return;
    }
    if (sizeof(T) == 8) {
        NAME(add_quarters)(FOLD(64, v[0], v[1]), lines < 2 ? lines : 2, totals);
        NAME(add_quarters)(FOLD(64, v[2], v[3]), lines - 2, totals + 2);
        return;
    }
#undef FOLD
#endif
    for (int i = 0; i < lines; i++) {
        totals[i] = (T)JOIN(totals[i], NAME(across)(v[i]));
    }
}

/* Part of a vector, called where that takes several instructions: each end of each line
 * has one. */
static __attribute__((noinline)) V NAME(end)(const S *p, int64_t n)
{
    return F_LOAD_N(p, n);
}
#define IS_HALF (sizeof(S) < sizeof(T))

/* sums[r][i] += row r of x times line i of f, for k elements; x_row between rows of x. */
INLINE void NAME(dots)(int few, int lines, const T *x, int64_t x_row, const S *f,
                       int64_t f_line, int64_t k, T *sums)
{
    V sum[4][4][4] = {0};
    int64_t p = 0, block = SUMS(few) * LANES;
#define DOT_STEP(at, u, load, of_x)                                    \
    UNROLL(4)                                                          \
    for (int i = 0; i < lines; i++) {                                  \
        V y = load(f + i * f_line + (at));                             \
        KEEP_VECTOR(y);                                                \
        UNROLL(4)                                                      \
        for (int r = 0; r < few; r++) {                                \
            sum[r][i][u] = MAD(OPERAND(of_x(r, at)), y, sum[r][i][u]); \
        }                                                              \
    }
#define WHOLE_OF_X(r, at) LOAD(x + (r) * x_row + (at))
    for (; p + block <= k; p += block) {
        DOT_STEP(p, 0, F_LOAD, WHOLE_OF_X)
        if (SUMS(few) > 1) {
            DOT_STEP(p + LANES, 1, F_LOAD, WHOLE_OF_X)
        }
        if (SUMS(few) > 2) {
            DOT_STEP(p + 2 * LANES, 2, F_LOAD, WHOLE_OF_X)
            DOT_STEP(p + 3 * LANES, 3, F_LOAD, WHOLE_OF_X)
        }
    }
    for (; p + LANES <= k; p += LANES) {
        DOT_STEP(p, 0, F_LOAD, WHOLE_OF_X)
    }
#define END_OF_F(at) \
    (PART_IS_COPIED || IS_HALF ? NAME(end)(at, k - p) : F_LOAD_N(at, k - p))
#define END_OF_X(r, at) ends[r]
    if (p < k) {
        V ends[4];
        UNROLL(4)
        for (int r = 0; r < few; r++) {
            ends[r] = LOAD_N(x + r * x_row + p, k - p);
        }
        DOT_STEP(p, 0, END_OF_F, END_OF_X)
    }
#undef WHOLE_OF_X
#undef END_OF_F
#undef END_OF_X
#undef DOT_STEP
    UNROLL(4)
    for (int r = 0; r < few; r++) {
        V all[4];
        UNROLL(4)
        for (int i = 0; i < 4; i++) {
            int u = i < lines ? i : 0;
            all[i] = sum[r][u][0];
            if (SUMS(few) > 1) {
                all[i] = JOIN(all[i], sum[r][u][1]);
            }
            if (SUMS(few) > 2) {
                all[i] = JOIN(all[i], JOIN(sum[r][u][2], sum[r][u][3]));
            }
        }
        NAME(add_across)(all, lines, sums + r * ROOM(few));
    }
}

/* sums[r][j] += x[r][p] f[p][j] for `steps` p and n j; sums are whole vectors. */
INLINE void NAME(pieces)(int few, int steps, const S *x, int64_t x_row, int64_t x_step,
                         const S *f, int64_t f_step, int64_t n, T *sums)
{
    V y[4][8];
    UNROLL(4)
    for (int r = 0; r < few; r++) {
        UNROLL(8)
        for (int p = 0; p < steps; p++) {
            y[r][p] = BROADCAST(GET(x[r * x_row + p * x_step]));
        }
    }
#define PIECE_STEP(load)                         \
    V sum[4];                                    \
    UNROLL(4)                                    \
    for (int r = 0; r < few; r++) {              \
        sum[r] = LOAD(sums + r * ROOM(few) + j); \
    }                                            \
    UNROLL(8)                                    \
    for (int p = 0; p < steps; p++) {            \
        V z = load(f + p * f_step + j);          \
        KEEP_VECTOR(z);                          \
        UNROLL(4)                                \
        for (int r = 0; r < few; r++) {          \
            sum[r] = MAD(y[r][p], z, sum[r]);    \
        }                                        \
    }                                            \
    UNROLL(4)                                    \
    for (int r = 0; r < few; r++) {              \
        STORE(sums + r * ROOM(few) + j, sum[r]); \
    }
    int64_t j = 0;
    for (; j + LANES <= n; j += LANES) {
        PIECE_STEP(F_LOAD)
    }
#define PART(at) (IS_HALF ? NAME(end)(at, n - j) : F_LOAD_N(at, n - j))
    if (j < n) {
        PIECE_STEP(PART)
    }
#undef PART
#undef PIECE_STEP
}

/* Row by row of x, from k0 on, side by side and aligned. */
static const T *NAME(few_rows)(const NAME(thin_operands) * o, int64_t k0, int64_t k,
                               T *copy)
{
    for (int64_t r = 0; r < o->few; r++) {
        if (o->x_step == 1) {
            GET_ALL(copy + r * CHUNK, o->x + r * o->x_row + k0, k);
            continue;
        }
        for (int64_t p = 0; p < k; p++) {
            copy[r * CHUNK + p] = GET(o->x[r * o->x_row + (k0 + p) * o->x_step]);
        }
    }
    return copy;
}

/* Whether the few rows are read where they lie: not if each of their vectors, which every
 * line meets, would straddle two cache lines. */
static bool NAME(stays)(const NAME(thin_operands) * o)
{
    uintptr_t places = (uintptr_t)o->x | (uintptr_t)(o->x_row * (int64_t)sizeof(S));
    bool straddles = places % CT_VECTOR_BYTES != 0;
    bool copied = straddles && o->k <= CHUNK && o->lines >= COPY_LINES;
    return IN_PLACE && o->x_step == 1 && !copied;
}

INLINE void NAME(sum_dots)(const NAME(thin_operands) * o, int few, int64_t first,
                           int64_t n, T *sums)
{
    _Alignas(64) T copy[CT_GEMM_THIN * CHUNK];
    bool in_place = NAME(stays)(o);
    int64_t chunk = in_place || o->k < CHUNK ? o->k : CHUNK;
    for (int64_t k0 = 0; k0 < o->k; k0 += chunk) {
        int64_t k = o->k - k0 < chunk ? o->k - k0 : chunk;
        const T *x = in_place ? (const T *)(const void *)(o->x + k0)
                              : NAME(few_rows)(o, k0, k, copy);
        int64_t x_row = in_place ? o->x_row : CHUNK, i = 0;
        const S *f = o->f + first * o->f_line + k0;
        for (; i + LINES <= n; i += LINES, f += LINES * o->f_line) {
            NAME(dots)(few, LINES, x, x_row, f, o->f_line, k, sums + i);
        }
        for (; i < n; i++, f += o->f_line) {
            NAME(dots)(few, 1, x, x_row, f, o->f_line, k, sums + i);
        }
    }
}

INLINE void NAME(sum_pieces)(const NAME(thin_operands) * o, int few, int64_t first,
                             int64_t n, T *sums)
{
    const S *f = o->f + first, *x = o->x;
    int64_t p = 0;
    for (; p + STEPS(few) <= o->k; p += STEPS(few)) {
        NAME(pieces)(few, STEPS(few), x, o->x_row, o->x_step, f, o->f_step, n, sums);
        f += STEPS(few) * o->f_step;
        x += STEPS(few) * o->x_step;
    }
    for (; p < o->k; p++, f += o->f_step, x += o->x_step) {
        NAME(pieces)(few, 1, x, o->x_row, o->x_step, f, o->f_step, n, sums);
    }
}

/* Lines first .. first + n; `sums` is zero. */
static void NAME(sum_lines)(const NAME(thin_operands) * o, int64_t first, int64_t n,
                            T *sums)
{
#define FEW(count)                                      \
    case count:                                         \
        if (dots) {                                     \
            NAME(sum_dots)(o, count, first, n, sums);   \
        } else {                                        \
            NAME(sum_pieces)(o, count, first, n, sums); \
        }                                               \
        break
    bool dots = o->f_step == 1 && (o->f_line != 1 || o->lines == 1);
    switch (o->few) {
        FEW(1);
        FEW(2);
        FEW(3);
        FEW(4);
    }
#undef FEW
}

static void NAME(thin)(const ct_gemm_args *g)
{
    _Alignas(64) T sums[PIECE];
    bool rows = g->m <= CT_GEMM_THIN && (g->m <= g->n || g->n > CT_GEMM_THIN);
    NAME(thin_operands)
    o = {(int)g->m,   g->a,      g->b, g->a_row, g->a_step,
         g->b_column, g->b_step, g->n, g->k};
    int64_t row = g->ldc, line = 1;
    if (!rows) {
        o = (NAME(thin_operands)){(int)g->n, g->b,      g->a, g->b_column, g->b_step,
                                  g->a_row,  g->a_step, g->m, g->k};
        row = 1, line = g->ldc;
    }
    int64_t piece = ROOM(o.few);
    for (int64_t first = 0; first < o.lines; first += piece) {
        int64_t n = o.lines - first < piece ? o.lines - first : piece;
        int64_t room = (n + LANES - 1) / LANES * LANES;
        for (int r = 0; r < o.few; r++) {
            memset(sums + r * piece, 0, (size_t)room * sizeof(T));
        }
        NAME(sum_lines)(&o, first, n, sums);
        for (int r = 0; r < o.few; r++) {
            S *c = (S *)g->c + r * row + first * line;
            for (int64_t i = 0; i < n; i++, c += line) {
                T sum = sums[r * piece + i];
                *c = PUT(g->add ? (T)JOIN(GET(*c), sum) : sum);
            }
        }
    }
}

#undef IS_HALF
#undef LINES
#undef SUMS
#undef PIECE
#undef ROOM
#undef CHUNK
#undef COPY_LINES
#undef STEPS
