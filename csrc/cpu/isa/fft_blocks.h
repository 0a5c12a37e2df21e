/* fft_blocks: numbers in memory to lanes and back, by blocks that are transposed; included
 * by fft.c for each type after fft_pairs.h. */

#define OF_F64(pattern, a, b) ((V)CT_SHUFFLE((v_f64)(a), (v_f64)(b), pattern))
#define PIECES (CT_VECTOR_BYTES / 16)
#define PIECE_LANES (LANES / PIECES)

/* Within 16 bytes each vector's lane i becomes vector i's lane, of 2 or 4 vectors. */
INLINE void NAME(transpose_piece)(V *v)
{
    V a = v[0], b = v[1];
    if (sizeof(T) == 8) {
        v[0] = OF_F64(UNPACK_LOW_F64, a, b);
        v[1] = OF_F64(UNPACK_HIGH_F64, a, b);
        return;
    }
    V low[2], high[2];
    UNROLL
    for (int64_t i = 0; i < 2; i++) {
        v_f32 first = (v_f32)v[2 * i], second = (v_f32)v[2 * i + 1];
        low[i] = (V)CT_SHUFFLE(first, second, UNPACK_LOW_F32);
        high[i] = (V)CT_SHUFFLE(first, second, UNPACK_HIGH_F32);
    }
    v[0] = OF_F64(UNPACK_LOW_F64, low[0], low[1]);
    v[1] = OF_F64(UNPACK_HIGH_F64, low[0], low[1]);
    v[2] = OF_F64(UNPACK_LOW_F64, high[0], high[1]);
    v[3] = OF_F64(UNPACK_HIGH_F64, high[0], high[1]);
}

/* Each vector's lane i becomes vector i's lane: within pieces of 16 bytes, and then the
 * pieces, each step one cheap instruction for a vector. */
INLINE void NAME(transpose)(V *v)
{
    UNROLL
    for (int64_t i = 0; i < LANES; i += PIECE_LANES) {
        NAME(transpose_piece)(v + i);
    }
    UNROLL
    for (int64_t round = 1; round < PIECES; round *= 2) {
        V t[LANES];
        UNROLL
        for (int64_t i = 0; i < LANES / 2; i++) {
            int64_t at = i / PIECE_LANES * PIECE_LANES + i;
            t[i] = OF_F64(EVEN_PIECES, v[at], v[at + PIECE_LANES]);
            t[i + LANES / 2] = OF_F64(ODD_PIECES, v[at], v[at + PIECE_LANES]);
        }
        UNROLL
        for (int64_t i = 0; i < LANES; i++) {
            v[i] = t[i];
        }
    }
}

static NOINLINE void NAME(transpose_block)(C *to, const C *from)
{
    V re[LANES], im[LANES];
    UNROLL
    for (int64_t i = 0; i < LANES; i++) {
        re[i] = from[i].re;
    }
    NAME(transpose)(re);
    UNROLL
    for (int64_t i = 0; i < LANES; i++) {
        to[i].re = re[i];
    }
    UNROLL
    for (int64_t i = 0; i < LANES; i++) {
        im[i] = from[i].im;
    }
    NAME(transpose)(im);
    UNROLL
    for (int64_t i = 0; i < LANES; i++) {
        to[i].im = im[i];
    }
}

/* ---- rows ------------------------------------------------------------------------------- */

/* Rows of n numbers, one after another, a row for each lane. They go by blocks of as many
 * parts of numbers as a vector has, the last block with some of those before it again.
 * There are `some` numbers in all: rows may be fewer than the lanes, and the last one
 * shorter. */
typedef struct NAME(block_rows) {
    int64_t n, some;
    bool turn;
} NAME(block_rows);

/* Whether all blocks are full. */
INLINE bool NAME(full)(const NAME(block_rows) * r)
{
    return r->some >= r->n * LANES && 2 * r->n >= LANES;
}

/* Where the block of full ones that begins at `at` really does. */
INLINE int64_t NAME(block_at)(const NAME(block_rows) * r, int64_t at)
{
    int64_t last = r->n - LANES / 2;
    return at < last ? at : last;
}

/* How many parts of a block at `at` of row i are there. */
INLINE int64_t NAME(parts_there)(const NAME(block_rows) * r, int64_t i, int64_t at)
{
    int64_t left = r->some - i * r->n, there = 2 * ((left < r->n ? left : r->n) - at);
    return there < 0 ? 0 : there < LANES ? there : LANES;
}

INLINE void NAME(block_to_lanes)(C *x, V *v, bool turn)
{
    V *re = &x->re + turn, *im = &x->im - turn;
    NAME(transpose)(v);
    UNROLL
    for (int64_t i = 0; i < LANES; i += 2) {
        re[i] = v[i];
        im[i] = v[i + 1];
    }
}

INLINE void NAME(block_of_lanes)(V *v, const C *y, bool turn, V scale)
{
    const V *re = &y->re + turn, *im = &y->im - turn;
    UNROLL
    for (int64_t i = 0; i < LANES; i += 2) {
        v[i] = re[i] * scale;
        v[i + 1] = im[i] * scale;
    }
    NAME(transpose)(v);
}

static NOINLINE void NAME(load_some)(C *x, const T *p, const NAME(block_rows) * r)
{
    for (int64_t at = 0; at < r->n; at += LANES / 2) {
        V v[LANES];
        for (int64_t i = 0; i < LANES; i++) {
            int64_t there = NAME(parts_there)(r, i, at);
            v[i] = there ? LOAD_N(p + 2 * (i * r->n + at), there) : (V){0};
        }
        NAME(block_to_lanes)(x + at, v, r->turn);
    }
}

static NOINLINE void NAME(store_some)(const C *y, T *p, const NAME(block_rows) * r,
                                      V scale)
{
    for (int64_t at = 0; at < r->n; at += LANES / 2) {
        V v[LANES];
        NAME(block_of_lanes)(v, y + at, r->turn, scale);
        for (int64_t i = 0; i < LANES; i++) {
            int64_t there = NAME(parts_there)(r, i, at);
            if (there) {
                STORE_N(p + 2 * (i * r->n + at), v[i], there);
            }
        }
    }
}

static void NAME(load_rows)(C *x, const T *p, const NAME(block_rows) * r)
{
    if (!NAME(full)(r)) {
        NAME(load_some)(x, p, r);
        return;
    }
    for (int64_t k = 0; k < r->n; k += LANES / 2) {
        int64_t at = NAME(block_at)(r, k);
        V v[LANES];
        UNROLL
        for (int64_t i = 0; i < LANES; i++) {
            v[i] = LOAD(p + 2 * (i * r->n + at));
        }
        NAME(block_to_lanes)(x + at, v, r->turn);
    }
}

static void NAME(store_rows)(const C *y, T *p, const NAME(block_rows) * r, V scale)
{
    if (!NAME(full)(r)) {
        NAME(store_some)(y, p, r, scale);
        return;
    }
    for (int64_t k = 0; k < r->n; k += LANES / 2) {
        int64_t at = NAME(block_at)(r, k);
        V v[LANES];
        NAME(block_of_lanes)(v, y + at, r->turn, scale);
        UNROLL
        for (int64_t i = 0; i < LANES; i++) {
            STORE(p + 2 * (i * r->n + at), v[i]);
        }
    }
}
