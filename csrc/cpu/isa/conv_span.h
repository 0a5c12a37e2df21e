/* conv_span: spans of places of planes (cpu/conv_kernels.h) for one element type; included
 * by conv.c for each, see conv_tile.h.
 *
 * Lanes are places side by side, a tile's rows results: each step loads some vectors of
 * one channel's places and meets them with an element of each row's weights. */

#define V CT_CAT(v_, L)
#define SET CT_CAT(L, _set)
#define LOAD CT_CAT(L, _load)
#define STORE CT_CAT(L, _store)
#define LOAD_N CT_CAT(L, _load_n)
#define STORE_N CT_CAT(L, _store_n)
#define LANES ((int64_t)(CT_VECTOR_BYTES / sizeof(T)))
#define EVENS CT_CAT(EVENS_, L)
#define LOWER CT_CAT(LOWER_, L)
#define UPPER CT_CAT(UPPER_, L)

/* Rows of sums, or what is added to c: not inlined, as each kind of tile ends so. */
static __attribute__((noinline)) void NAME(give)(T *c, int64_t ldc, const T *sums,
                                                 int64_t row, int64_t rows,
                                                 int64_t columns, bool add)
{
    for (int64_t r = 0; r < rows; r++, c += ldc, sums += row) {
        int64_t i = 0;
        for (; i + LANES <= columns; i += LANES) {
            V sum = LOAD(sums + i);
            STORE(c + i, add ? LOAD(c + i) + sum : sum);
        }
        if (i < columns) {
            int64_t n = columns - i;
            V sum = LOAD(sums + i);
            STORE_N(c + i, add ? LOAD_N(c + i, n) + sum : sum, n);
        }
    }
}

/* `rows` and `vectors` are constants where this is inlined; the last vector has `count`
 * lanes. */
INLINE void NAME(span_tile)(const ct_conv_span *s, int64_t at, int rows, int vectors,
                            int64_t count)
{
    const T *w = s->w, *first = s->first;
    T *y = (T *)s->y + at;
    V sum[SPAN_ROWS][SPAN_VECTORS];
    UNROLL(16)
    for (int r = 0; r < rows; r++) {
        V begin = first ? SET(first[r]) : (V){0};
        UNROLL(4)
        for (int v = 0; v < vectors; v++) {
            sum[r][v] = begin;
        }
    }
    for (int64_t i = 0; i < s->runs; i++) {
        const T *x = (const T *)s->x + s->starts[i] + at;
        for (int64_t p = s->length; p > 0; p--, x += s->plane, w += s->width) {
            V z[SPAN_VECTORS];
            UNROLL(4)
            for (int v = 0; v < vectors; v++) {
                z[v] = LOAD(x + v * LANES);
            }
            UNROLL(16)
            for (int r = 0; r < rows; r++) {
                V by = SET(w[r]);
                UNROLL(4)
                for (int v = 0; v < vectors; v++) {
                    sum[r][v] = MAD(by, z[v], sum[r][v]);
                }
            }
        }
    }
    int64_t n = (vectors - 1) * LANES + count;
    bool part = s->add || count < LANES;
    T kept[SPAN_ROWS * SPAN_VECTORS * LANES], *to = part ? kept : y;
    int64_t row = part ? vectors * LANES : s->y_row;
    UNROLL(16)
    for (int r = 0; r < rows; r++) {
        UNROLL(4)
        for (int v = 0; v < vectors; v++) {
            STORE(to + r * row + v * LANES, sum[r][v]);
        }
    }
    if (part) {
        NAME(give)(y, s->y_row, kept, row, rows, n, s->add);
    }
}

/* All places, in tiles of equal numbers of vectors. */
INLINE void NAME(span_rows)(const ct_conv_span *s, int rows)
{
    int64_t left = (s->n + LANES - 1) / LANES, at = 0;
    int64_t tiles = (left + SPAN_VECTORS - 1) / SPAN_VECTORS;
    for (; left > 0; tiles--) {
        int64_t n = (left + tiles - 1) / tiles, count = s->n - at - (n - 1) * LANES;
        count = count < LANES ? count : LANES;
        switch (n) {
        case 1:
            NAME(span_tile)(s, at, rows, 1, count);
            break;
        case 2:
            NAME(span_tile)(s, at, rows, 2, count);
            break;
#if SPAN_VECTORS > 2
        case 3:
            NAME(span_tile)(s, at, rows, 3, count);
            break;
#endif
        }
        at += n * LANES;
        left -= n;
    }
}

static void NAME(span)(const ct_conv_span *s)
{
#define ROWS_OF(n)                   \
    case n:                          \
        if ((n) <= SPAN_ROWS) {      \
            NAME(span_rows)(s, (n)); \
        }                            \
        break
    switch (s->rows) {
        ROWS_OF(1);
        ROWS_OF(2);
        ROWS_OF(3);
        ROWS_OF(4);
        ROWS_OF(5);
        ROWS_OF(6);
        ROWS_OF(7);
        ROWS_OF(8);
        ROWS_OF(9);
        ROWS_OF(10);
        ROWS_OF(11);
        ROWS_OF(12);
        ROWS_OF(13);
        ROWS_OF(14);
    }
#undef ROWS_OF
}

/* ---- lines --------------------------------------------------------------- */

/* Every second of 2 n - 1 elements, of which at most two vectors are left: what lies behind
 * them is not read. */
INLINE V NAME(evens)(const T *from, int64_t left)
{
    V high = {0};
    if (left <= LANES) {
        return EVENS(LOAD_N(from, left), high);
    }
    high = LOAD_N(from + LANES, left - LANES);
    return EVENS(LOAD(from), high);
}

/* Lines of one vector each, which may end behind the line. */
static void NAME(lay_narrow)(const ct_conv_lines *l)
{
    T *to = l->to;
    const T *from = l->from;
    int64_t n = l->n, left = 2 * n - 1;
    if (l->step == 1) {
        for (int64_t i = 0; i < l->lines; i++, to += l->to_line, from += l->from_line) {
            STORE(to, LOAD_N(from, n));
        }
    } else {
        for (int64_t i = 0; i < l->lines; i++, to += l->to_line, from += l->from_line) {
            STORE(to, NAME(evens)(from, left));
        }
    }
}

/* The first n elements of a line, the last vector ending behind them; returns where. */
INLINE int64_t NAME(lay_line)(T *to, const T *from, int64_t n, int64_t step)
{
    int64_t k = 0;
    if (step == 1) {
        for (; k + LANES <= n; k += LANES) {
            STORE(to + k, LOAD(from + k));
        }
        if (k < n) {
            STORE(to + k, LOAD_N(from + k, n - k));
            k += LANES;
        }
    } else if (step == 2) {
        for (; k + LANES < n; k += LANES) {
            STORE(to + k, EVENS(LOAD(from + 2 * k), LOAD(from + 2 * k + LANES)));
        }
        STORE(to + k, NAME(evens)(from + 2 * k, 2 * (n - k) - 1));
        k += LANES;
    } else {
        for (; k < n; k++) {
            to[k] = from[step * k];
        }
    }
    return k;
}

static void NAME(lay_lines)(const ct_conv_lines *l)
{
    T *to = l->to;
    const T *from = l->from;
    if (l->step <= 2 && l->n <= LANES && l->to_line <= LANES) {
        NAME(lay_narrow)(l);
        return;
    }
    for (int64_t i = 0; i < l->lines; i++, to += l->to_line, from += l->from_line) {
        int64_t k = NAME(lay_line)(to, from, l->n, l->step);
        for (; k < l->to_line; k += LANES) {
            STORE(to + k, (V){0});
        }
    }
}

/* To every second place of 2 n - 1, of which those between keep what they have. */
INLINE void NAME(take_evens)(T *to, const T *from, int64_t n)
{
    int64_t left = 2 * n - 1;
    for (; left >= 2 * LANES; left -= 2 * LANES, to += 2 * LANES, from += LANES) {
        V z = LOAD(from);
        STORE(to, LOWER(LOAD(to), z));
        STORE(to + LANES, UPPER(LOAD(to + LANES), z));
    }
    V z = LOAD(from);
    if (left <= LANES) {
        STORE_N(to, LOWER(LOAD_N(to, left), z), left);
        return;
    }
    STORE(to, LOWER(LOAD(to), z));
    left -= LANES;
    STORE_N(to + LANES, UPPER(LOAD_N(to + LANES, left), z), left);
}

static void NAME(take_apart)(const ct_conv_lines *l)
{
    T *to = l->to;
    const T *from = l->from;
    for (int64_t i = 0; i < l->lines; i++, to += l->to_line, from += l->from_line) {
        if (l->step == 2) {
            NAME(take_evens)(to, from, l->n);
            continue;
        }
        for (int64_t k = 0; k < l->n; k++) {
            to[l->step * k] = from[k];
        }
    }
}

static void NAME(take_lines)(const ct_conv_lines *l)
{
    T *to = l->to;
    const T *from = l->from;
    if (l->step != 1) {
        NAME(take_apart)(l);
        return;
    }
    for (int64_t i = 0; i < l->lines; i++, to += l->to_line, from += l->from_line) {
        int64_t k = 0;
        for (; k + LANES <= l->n; k += LANES) {
            STORE(to + k, LOAD(from + k));
        }
        if (k < l->n && k > 0) {
            STORE(to + l->n - LANES, LOAD(from + l->n - LANES));
        } else if (k < l->n) {
            STORE_N(to, LOAD(from), l->n);
        }
    }
}

#undef V
#undef SET
#undef LOAD
#undef STORE
#undef LOAD_N
#undef STORE_N
#undef LANES
#undef EVENS
#undef LOWER
#undef UPPER
