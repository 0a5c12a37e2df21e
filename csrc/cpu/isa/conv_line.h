/* conv_line: lines of depthwise convolutions (cpu/conv_kernels.h) for one element type,
 * lanes being channels; included by conv.c for each, see conv_tile.h. */

#define V CT_CAT(v_, L)
#define SET CT_CAT(L, _set)
#define LOAD CT_CAT(L, _load)
#define STORE CT_CAT(L, _store)
#define LOAD_N CT_CAT(L, _load_n)
#define STORE_N CT_CAT(L, _store_n)
#define LANES ((int64_t)(CT_VECTOR_BYTES / sizeof(T)))

/* `count` channels from c on, of `rows` places from i on; a constant. */
INLINE void NAME(channels)(const ct_conv_line *l, int64_t i, int rows, int64_t c,
                           int64_t count)
{
    const T *x = (const T *)l->x + i * l->step + c, *w = (const T *)l->w + c;
    const T *first = l->first ? (const T *)l->first + c : NULL;
    T *y = (T *)l->y + i * l->y_step + c;
    bool part = count < LANES;
    V sum[8], begin = {0};
    if (first) {
        begin = part ? LOAD_N(first, count) : LOAD(first);
    }
    UNROLL(8)
    for (int r = 0; r < rows; r++) {
        sum[r] = begin;
    }
    for (int64_t t = 0; t < l->taps; t++) {
        const T *at = x + l->offsets[t], *by = w + l->places[t];
        V z = part ? LOAD_N(by, count) : LOAD(by);
        UNROLL(8)
        for (int r = 0; r < rows; r++) {
            const T *from = at + r * l->step;
            sum[r] = MAD(part ? LOAD_N(from, count) : LOAD(from), z, sum[r]);
        }
    }
    UNROLL(8)
    for (int r = 0; r < rows; r++) {
        if (part) {
            STORE_N(y + r * l->y_step, sum[r], count);
        } else {
            STORE(y + r * l->y_step, sum[r]);
        }
    }
}

INLINE void NAME(all_channels)(const ct_conv_line *l, int64_t i, int rows)
{
    int64_t c = 0;
    for (; c + LANES <= l->channels; c += LANES) {
        NAME(channels)(l, i, rows, c, LANES);
    }
    if (c < l->channels) {
        NAME(channels)(l, i, rows, c, l->channels - c);
    }
}

static void NAME(line)(const ct_conv_line *l)
{
    int64_t i = 0;
    for (; i + 8 <= l->n; i += 8) {
        NAME(all_channels)(l, i, 8);
    }
    for (; i + 2 <= l->n; i += 2) {
        NAME(all_channels)(l, i, 2);
    }
    for (; i < l->n; i++) {
        NAME(all_channels)(l, i, 1);
    }
}

/* `taps` (a constant) from tap t on, of `count` channels from c on. */
INLINE void NAME(sum_taps)(const ct_conv_line *l, int64_t t, int taps, int64_t c,
                           int64_t count)
{
    const T *y = (const T *)l->y + c, *x[4];
    T *w[4];
    bool part = count < LANES;
    V sum[4];
    UNROLL(4)
    for (int k = 0; k < taps; k++) {
        x[k] = (const T *)l->x + l->offsets[t + k] + c;
        w[k] = (T *)l->w + l->places[t + k] + c;
        sum[k] = part ? LOAD_N(w[k], count) : LOAD(w[k]);
    }
    for (int64_t i = 0; i < l->n; i++) {
        const T *b = y + i * l->y_step;
        V by = part ? LOAD_N(b, count) : LOAD(b);
        UNROLL(4)
        for (int k = 0; k < taps; k++) {
            const T *a = x[k] + i * l->step;
            sum[k] = MAD(part ? LOAD_N(a, count) : LOAD(a), by, sum[k]);
        }
    }
    UNROLL(4)
    for (int k = 0; k < taps; k++) {
        if (part) {
            STORE_N(w[k], sum[k], count);
        } else {
            STORE(w[k], sum[k]);
        }
    }
}

INLINE void NAME(sum_channels)(const ct_conv_line *l, int64_t c, int64_t count)
{
    int64_t t = 0;
    for (; t + 3 <= l->taps; t += 3) {
        NAME(sum_taps)(l, t, 3, c, count);
    }
    for (; t < l->taps; t++) {
        NAME(sum_taps)(l, t, 1, c, count);
    }
}

static void NAME(line_sums)(const ct_conv_line *l)
{
    int64_t c = 0;
    for (; c + LANES <= l->channels; c += LANES) {
        NAME(sum_channels)(l, c, LANES);
    }
    if (c < l->channels) {
        NAME(sum_channels)(l, c, l->channels - c);
    }
}

#undef V
#undef SET
#undef LOAD
#undef STORE
#undef LOAD_N
#undef STORE_N
#undef LANES
