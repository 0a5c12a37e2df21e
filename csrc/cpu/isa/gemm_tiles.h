/* gemm_tiles: products of bfloat16 on the processor's tile unit (AMX).
 *
 * A tile register holds up to 16 rows of 64 bytes: 16 rows of a with 32 steps along k
 * each, or 16 pairs of steps of 16 columns of b; their product is added to a tile of 16 x
 * 16 sums. Four of these stay in registers while two tiles of a meet two of b: as many
 * loads as products. So a strip of a (a panel of b) is packed as pairs of tiles, of
 * 16 and the next 16 rows (columns), one pair behind the other along k; the last one is
 * filled up with zeros. */

#define TILE 16 /* rows of a tile, sums in one of its rows, pairs along k */
#define TILE_STEPS 32
#define TILE_BYTES 1024
#define TILE_DEPTH 512
#define TILE_TARGET __attribute__((target("amx-tile,amx-bf16")))

/* ---- packing ---- */

static __mmask32 first_of(int64_t n)
{
    return n < 32 ? ((__mmask32)1 << n) - 1 : (__mmask32)-1;
}

/* 16 rows of 32 steps whose elements along k lie side by side. */
static void tile_rows(char *to, const uint16_t *from, int64_t row, int64_t rows,
                      int64_t k)
{
    __mmask32 in = first_of(k);
    for (int64_t i = 0; i < rows; i++, to += 64, from += row) {
        _mm512_storeu_si512(to, _mm512_maskz_loadu_epi16(in, from));
    }
}

/* 32 steps of up to 32 columns that lie side by side: two steps' elements become the
 * halves of 32 bits. */
static void tile_pairs(char *to, const uint16_t *from, int64_t step, int64_t columns,
                       int64_t k)
{
    const __m512i low =
        _mm512_set_epi16(47, 15, 46, 14, 45, 13, 44, 12, 43, 11, 42, 10, 41, 9, 40, 8,
                         39, 7, 38, 6, 37, 5, 36, 4, 35, 3, 34, 2, 33, 1, 32, 0);
    const __m512i high = _mm512_add_epi16(low, _mm512_set1_epi16(16));
    __mmask32 in = first_of(columns);
    for (int64_t p = 0; p < TILE_STEPS; p += 2, to += 64, from += 2 * step) {
        __m512i x = _mm512_maskz_loadu_epi16(p < k ? in : 0, from);
        __m512i y = _mm512_maskz_loadu_epi16(p + 1 < k ? in : 0, from + step);
        _mm512_storeu_si512(to, _mm512_permutex2var_epi16(x, low, y));
        if (columns > TILE) {
            __m512i next = _mm512_permutex2var_epi16(x, high, y);
            _mm512_storeu_si512(to + TILE_BYTES, next);
        }
    }
}

/* 32 steps of up to 16 columns that lie in any other way. */
static void tile_columns(char *to, const uint16_t *from, int64_t column, int64_t step,
                         int64_t columns, int64_t k)
{
    memset(to, 0, k < TILE_STEPS ? TILE_BYTES : 0);
    pack_panel_of_pairs(to, TILE, from, column, step, columns, k);
}

/* 16 rows of 32 steps that lie in any other way: columns, which are then transposed. */
static void tile_across(char *to, const uint16_t *from, int64_t row, int64_t step,
                        int64_t rows, int64_t k)
{
    char tile[TILE_BYTES];
    if (row == 1) {
        tile_pairs(tile, from, step, rows, k);
    } else {
        tile_columns(tile, from, row, step, rows, k);
    }
    pack_lines_4(to, 64, tile, 64, TILE, TILE);
}

/* `pack` is a constant where this is inlined. */
typedef void (*pack_tile)(char *to, const uint16_t *from, int64_t line, int64_t step,
                          int64_t lines, int64_t k);
PACK_INLINE void pack_strip_of_tiles(pack_tile pack, char *to, const uint16_t *from,
                                     int64_t line, int64_t step, int64_t lines,
                                     int64_t k)
{
    for (int64_t p = 0; p < k; p += TILE_STEPS, from += TILE_STEPS * step) {
        int64_t steps = k - p < TILE_STEPS ? k - p : TILE_STEPS;
        for (int64_t i = 0; i < lines; i += TILE) {
            int64_t n = lines - i < TILE ? lines - i : TILE;
            pack(to + i / TILE * TILE_BYTES, from + i * line, line, step, n, steps);
        }
        to += 2 * TILE_BYTES;
    }
}

static void tile_rows_side(char *to, const uint16_t *from, int64_t row, int64_t step,
                           int64_t rows, int64_t k)
{
    (void)step; /* 1 */
    tile_rows(to, from, row, rows, k);
}

static void pack_a_tiles(void *to, const void *a, int64_t row, int64_t step,
                         int64_t rows, int64_t k)
{
    if (step == 1) {
        pack_strip_of_tiles(tile_rows_side, to, a, row, step, rows, k);
    } else {
        pack_strip_of_tiles(tile_across, to, a, row, step, rows, k);
    }
}

/* Some steps of all panels before the next ones, so that reading goes far along a row. */
static void pack_rows_of_b(char *to, const uint16_t *from, int64_t step,
                           int64_t columns, int64_t k)
{
    int64_t panel = (k + TILE_STEPS - 1) / TILE_STEPS * 2 * TILE_BYTES;
    for (int64_t p = 0; p < k; p += TILE_STEPS, to += 2 * TILE_BYTES) {
        for (int64_t j = 0; j < columns; j += 2 * TILE) {
            tile_pairs(to + j / (2 * TILE) * panel, from + p * step + j, step,
                       columns - j, k - p);
        }
    }
}

static void pack_b_tiles(void *to, const void *b, int64_t column, int64_t step,
                         int64_t columns, int64_t k)
{
    const uint16_t *from = b;
    char *at = to;
    if (column == 1) {
        pack_rows_of_b(to, b, step, columns, k);
        return;
    }
    for (int64_t j = 0; j < columns; j += 2 * TILE) {
        int64_t n = columns - j < 2 * TILE ? columns - j : 2 * TILE;
        pack_strip_of_tiles(tile_columns, at, from + j * column, column, step, n, k);
        at += (k + TILE_STEPS - 1) / TILE_STEPS * 2 * TILE_BYTES;
    }
}

/* ---- the tiles ---- */

/* What all tile registers hold: palette 1, then bytes of a row and rows of each. */
typedef struct tile_shapes {
    uint8_t palette, start, unused[14];
    uint16_t bytes[16];
    uint8_t rows[16];
} tile_shapes;
static const tile_shapes whole_tiles = {
    .palette = 1,
    .bytes = {64, 64, 64, 64, 64, 64, 64, 64},
    .rows = {TILE, TILE, TILE, TILE, TILE, TILE, TILE, TILE},
};

/* The compiler does not know that a tile's instruction reads memory. */
#define SETTLE() __asm__ volatile("" ::: "memory")

/* Sums of 1 or 2 tiles down and across, `count` tiles along k; registers 0 .. 3 hold the
 * sums, 4 and 5 tiles of a, 6 and 7 of b. */
INLINE TILE_TARGET void sum_tiles(const char *a, const char *b, int64_t count, int down,
                                  int across, bool add, float *c, int64_t ldc)
{
    int64_t pitch = ldc * 4;
    float *below = c + TILE * ldc;
#define EACH_SUM(DO)              \
    DO(0, c);                     \
    if (across > 1) {             \
        DO(1, c + TILE);          \
    }                             \
    if (down > 1) {               \
        DO(2, below);             \
    }                             \
    if (down > 1 && across > 1) { \
        DO(3, below + TILE);      \
    }
#define BEGIN(sum, at)                 \
    if (add) {                         \
        _tile_loadd(sum, (at), pitch); \
    } else {                           \
        _tile_zero(sum);               \
    }
#define STORE_TILE(sum, at) _tile_stored(sum, (at), pitch)
    SETTLE();
    EACH_SUM(BEGIN)
    for (const char *end = a + count * 2 * TILE_BYTES; a < end;
         a += 2 * TILE_BYTES, b += 2 * TILE_BYTES) {
        _tile_loadd(4, a, 64);
        _tile_loadd(6, b, 64);
        _tile_dpbf16ps(0, 4, 6);
        if (across > 1) {
            _tile_loadd(7, b + TILE_BYTES, 64);
            _tile_dpbf16ps(1, 4, 7);
        }
        if (down > 1) {
            _tile_loadd(5, a + TILE_BYTES, 64);
            _tile_dpbf16ps(2, 5, 6);
        }
        if (down > 1 && across > 1) {
            _tile_dpbf16ps(3, 5, 7);
        }
    }
    EACH_SUM(STORE_TILE)
    SETTLE();
#undef EACH_SUM
#undef BEGIN
#undef STORE_TILE
}

/* All kinds, each with constants. */
static TILE_TARGET void sum_some(const char *a, const char *b, int64_t count,
                                 int64_t rows, int64_t columns, bool add, float *c,
                                 int64_t ldc)
{
    if (rows > TILE && columns > TILE) {
        sum_tiles(a, b, count, 2, 2, add, c, ldc);
    } else if (rows > TILE) {
        sum_tiles(a, b, count, 2, 1, add, c, ldc);
    } else if (columns > TILE) {
        sum_tiles(a, b, count, 1, 2, add, c, ldc);
    } else {
        sum_tiles(a, b, count, 1, 1, add, c, ldc);
    }
}

static void copy_sums(float *to, int64_t pitch, const float *from, int64_t ldc,
                      int64_t rows, int64_t columns)
{
    for (int64_t i = 0; i < rows; i++) {
        memcpy(to + i * pitch, from + i * ldc, (size_t)columns * 4);
    }
}

/* Tiles that c ends within. */
static void sum_part(const char *a, const char *b, const ct_gemm_strip *s,
                     int64_t columns, float *c)
{
    float whole[4 * TILE * TILE] = {0};
    if (s->add) {
        copy_sums(whole, 2 * TILE, c, s->ldc, s->rows, columns);
    }
    sum_some(a, b, s->k, s->rows, columns, s->add, whole, 2 * TILE);
    copy_sums(c, s->ldc, whole, 2 * TILE, s->rows, columns);
}

static TILE_TARGET void multiply_tiles(const ct_gemm_strip *s)
{
    const char *b = s->b;
    float *c = s->c;
    _tile_loadconfig(&whole_tiles);
    for (int64_t j = 0; j < s->columns; j += 2 * TILE) {
        int64_t n = s->columns - j < 2 * TILE ? s->columns - j : 2 * TILE;
        if (s->rows % TILE == 0 && n % TILE == 0) {
            sum_some(s->a, b, s->k, s->rows, n, s->add, c, s->ldc);
        } else {
            sum_part(s->a, b, s, n, c);
        }
        b += 2 * s->k * TILE_BYTES;
        c += 2 * TILE;
    }
    _tile_release();
}

static const ct_gemm_packed packed_tiles = {
    .rows = 2 * TILE,
    .columns = 2 * TILE,
    .a_width = 2 * TILE_BYTES,
    .b_width = 2 * TILE_BYTES,
    .group = TILE_STEPS,
    .strips = 1,
    .depth = TILE_DEPTH,
    .sum_size = sizeof(float),
    .pack_a = pack_a_tiles,
    .pack_b = pack_b_tiles,
    .multiply = multiply_tiles,
    .finish = finish_bf16,
};
