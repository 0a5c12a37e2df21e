/* resample_type: lines of resampling for one element type; included by resample.c for
 * each, which defines T, L, M (the lane of masks, as wide), P (its C type) and NAME(x). */

#define V CT_CAT(v_, L)
#define VP CT_CAT(v_, M)
#define SET CT_CAT(L, _set)
#define LOAD CT_CAT(L, _load)
#define STORE CT_CAT(L, _store)
#define LOAD_N CT_CAT(L, _load_n)
#define STORE_N CT_CAT(L, _store_n)
#define SEL CT_CAT(L, _sel)
#define LOAD_P CT_CAT(M, _load)
#define LANES ((int64_t)(CT_VECTOR_BYTES / sizeof(T)))

/* ---- lines of lines --------------------------------------------------------- */

/* `count` elements from i on of the sum of k lines. */
INLINE void NAME(blend_part)(T *y, const void *const *x, const T *w, int64_t k,
                             int64_t i, int64_t count)
{
    V sum = {0};
    for (int64_t t = 0; t < k; t++) {
        const T *from = (const T *)x[t] + i;
        V v = (count < LANES ? LOAD_N(from, count) : LOAD(from)) * SET(w[t]);
        sum = t ? sum + v : v;
    }
    if (count < LANES) {
        STORE_N(y + i, sum, count);
    } else {
        STORE(y + i, sum);
    }
}

/* Four vectors from i on: one sum waits for each addition, four do not. */
INLINE void NAME(blend_four)(T *y, const void *const *x, const T *w, int64_t k,
                             int64_t i)
{
    V sum[4] = {{0}};
    for (int64_t t = 0; t < k; t++) {
        const T *from = (const T *)x[t] + i;
        V weight = SET(w[t]);
        for (int j = 0; j < 4; j++) {
            V v = LOAD(from + j * LANES) * weight;
            sum[j] = t ? sum[j] + v : v;
        }
    }
    for (int j = 0; j < 4; j++) {
        STORE(y + i + j * LANES, sum[j]);
    }
}

INLINE void NAME(blend_all)(T *y, const void *const *x, const T *w, int64_t k,
                            int64_t n)
{
    int64_t i = 0;
    for (; i + 4 * LANES <= n; i += 4 * LANES) {
        NAME(blend_four)(y, x, w, k, i);
    }
    for (; i + LANES <= n; i += LANES) {
        NAME(blend_part)(y, x, w, k, i, LANES);
    }
    if (i < n) {
        NAME(blend_part)(y, x, w, k, i, n - i);
    }
}

static void NAME(blend)(void *y, const void *const *x, const void *w, int64_t k,
                        int64_t n)
{
    if (k == 1 && *(const T *)w == 1) {
        memcpy(y, x[0], (size_t)n * sizeof(T));
    } else if (k == 2) {
        NAME(blend_all)(y, x, w, 2, n);
    } else if (k == 4) {
        NAME(blend_all)(y, x, w, 4, n);
    } else {
        NAME(blend_all)(y, x, w, k, n);
    }
}

/* ---- elements of a line ------------------------------------------------------ */

/* `count` channels from c on of one place. */
INLINE void NAME(channels_part)(const ct_across *a, T *y, const T *x, int64_t i,
                                int64_t c, int64_t count)
{
    const T *w = a->weight;
    V sum = {0};
    for (int64_t k = a->first[i]; k < a->first[i + 1]; k++) {
        const T *from = x + a->place[k] * a->channels + c;
        V v = (count < LANES ? LOAD_N(from, count) : LOAD(from)) * SET(w[k]);
        sum = k > a->first[i] ? sum + v : v;
    }
    if (count < LANES) {
        STORE_N(y + i * a->channels + c, sum, count);
    } else {
        STORE(y + i * a->channels + c, sum);
    }
}

static void NAME(across_channels)(const ct_across *a, T *y, const T *x)
{
    for (int64_t i = 0; i < a->n; i++) {
        int64_t c = 0;
        for (; c + LANES <= a->channels; c += LANES) {
            NAME(channels_part)(a, y, x, i, c, LANES);
        }
        if (c < a->channels) {
            NAME(channels_part)(a, y, x, i, c, a->channels - c);
        }
    }
}

/* Lane i of the result is lane at[i] of low and high, one behind the other. */
INLINE V NAME(pick)(V low, V high, VP at, int near)
{
#if defined(__clang__)
    T from[2 * LANES], to[LANES];
    STORE(from, low);
    STORE(from + LANES, high);
    for (int i = 0; i < LANES; i++) {
        to[i] = from[at[i]];
    }
    (void)near;
    return LOAD(to);
#else
    return near > 1 ? __builtin_shuffle(low, high, at) : __builtin_shuffle(low, at);
#endif
}

/* A lane that has no such tap stays: what it would read may be infinite. */
INLINE V NAME(near_block)(const ct_across *a, const ct_taps_block *b, const T *x,
                          int near)
{
    const P *lane = (const P *)a->lane + b->at;
    const T *w = (const T *)a->lane_weight + b->at;
    V low = LOAD(x + b->base), high = near > 1 ? LOAD(x + b->base + LANES) : low;
    V sum = {0};
    for (int32_t t = 0; t < b->taps; t++, lane += LANES, w += LANES) {
        V v = NAME(pick)(low, high, LOAD_P(lane), near);
        V weight = LOAD(w);
        sum = SEL(weight != 0, sum + v * weight, sum);
    }
    return sum;
}

INLINE T NAME(one)(const ct_across *a, const T *x, int64_t i)
{
    const T *w = a->weight;
    T sum = 0;
    for (int64_t k = a->first[i]; k < a->first[i + 1]; k++) {
        sum += w[k] * x[a->place[k]];
    }
    return sum;
}

static void NAME(across)(const ct_across *a, void *to, const void *from)
{
    T *y = to;
    const T *x = from;
    if (a->channels > 1) {
        NAME(across_channels)(a, y, x);
        return;
    }
    const ct_taps_block *b = a->blocks;
    for (int64_t i = 0; i < a->n; i += LANES, b++) {
        int64_t count = a->n - i < LANES ? a->n - i : LANES;
        if (!b->near) {
            for (int64_t k = i; k < i + count; k++) {
                y[k] = NAME(one)(a, x, k);
            }
            continue;
        }
        V v = b->near > 1 ? NAME(near_block)(a, b, x, 2) : NAME(near_block)(a, b, x, 1);
        if (count < LANES) {
            STORE_N(y + i, v, count);
        } else {
            STORE(y + i, v);
        }
    }
}

#undef V
#undef VP
#undef SET
#undef LOAD
#undef STORE
#undef LOAD_N
#undef STORE_N
#undef SEL
#undef LOAD_P
#undef LANES
