/* pool_type: lines and windows of pooling for one element type; included by pool.c for
 * each, which defines T, L, M (the lane of its masks, as wide), P (its C type), NAME(x),
 * LEAST and EVEN(a, b), every second lane of two vectors. */

#define V CT_CAT(v_, L)
#define VP CT_CAT(v_, M)
#define SET CT_CAT(L, _set)
#define SET_P CT_CAT(M, _set)
#define LOAD CT_CAT(L, _load)
#define STORE CT_CAT(L, _store)
#define LOAD_N CT_CAT(L, _load_n)
#define STORE_N CT_CAT(L, _store_n)
#define SEL CT_CAT(L, _sel)
#define LOAD_P CT_CAT(M, _load)
#define STORE_P CT_CAT(M, _store)
#define LANES ((int64_t)(CT_VECTOR_BYTES / sizeof(T)))

#if MEANS /* floats */
#define NAN_LANES(v) (VP)((v) != (v))
#define NAN_ONE(v) ((v) != (v))
#else
#define NAN_LANES(v) (VP){0}
#define NAN_ONE(v) false
#endif

/* ---- lines --------------------------------------------------------------- */

/* The first of equal ones stays, and a NaN is larger than all. */
INLINE void NAME(take)(V v, VP place, V *best, VP *places)
{
    VP takes = (VP)(v > *best) | NAN_LANES(v) | (VP)(*places < 0);
    *best = SEL(takes, v, *best);
    *places = (takes & place) | (~takes & *places);
}

/* One tap of results side by side, whose elements are `step` apart: 1 or 2. */
INLINE int64_t NAME(take_vectors)(const T *x, T *best, P *places, int64_t n, int step,
                                  P at, P by)
{
    P lanes[LANES];
    for (int k = 0; k < LANES; k++) {
        lanes[k] = (P)k * by;
    }
    VP place = LOAD_P(lanes) + SET_P(at), more = SET_P((P)LANES * by);
    int64_t i = 0;
    /* The last element of the second vector is not the line's: it may not be there. */
    for (; i + LANES <= n - (step - 1); i += LANES) {
        V v = LOAD(x + i * step);
        if (step == 2) {
            v = (V)EVEN(v, LOAD(x + i * 2 + LANES));
        }
        V b = LOAD(best + i);
        VP p = LOAD_P(places + i);
        NAME(take)(v, place, &b, &p);
        STORE(best + i, b);
        STORE_P(places + i, p);
        place += more;
    }
    return i;
}

static void NAME(max)(const ct_pool_line *l)
{
    P *all = l->room;
    for (int64_t i = 0; l->begin && i < l->n; i++) {
        ((T *)l->y)[i] = (T)(LEAST);
        all[i] = -1;
    }
    for (int64_t t = 0; t < l->ntap; t++) {
        const ct_pool_tap *tap = l->taps + t;
        const T *x = (const T *)(const void *)tap->x;
        T *best = (T *)l->y + tap->first;
        P *places = all + tap->first, at = (P)tap->at, by = (P)l->at_step;
        int64_t i = 0;
        if (l->step == 1) {
            i = NAME(take_vectors)(x, best, places, tap->n, 1, at, by);
        } else if (l->step == 2) {
            i = NAME(take_vectors)(x, best, places, tap->n, 2, at, by);
        }
        for (; i < tap->n; i++) {
            T v = x[i * l->step];
            if (v > best[i] || NAN_ONE(v) || places[i] < 0) {
                best[i] = v;
                places[i] = at + (P)i * by;
            }
        }
    }
    for (int64_t i = 0; l->end && i < l->n; i++) {
        l->places[i] = all[i] < 0 ? 0 : all[i];
    }
}

/* ---- channels ------------------------------------------------------------ */

/* `count` channels of one place from c on, through all taps. */
INLINE void NAME(max_channels)(const ct_pool_line *l, int64_t c, int64_t count)
{
    V best = SET((T)(LEAST));
    VP place = SET_P(l->ntap ? (P)l->taps[0].at : 0);
    for (int64_t t = 0; t < l->ntap; t++) {
        const T *x = (const T *)(const void *)l->taps[t].x + c;
        V v = count < LANES ? LOAD_N(x, count) : LOAD(x);
        VP takes = (VP)(v > best) | NAN_LANES(v);
        best = SEL(takes, v, best);
        place = (takes & SET_P((P)l->taps[t].at)) | (~takes & place);
    }
    T *y = (T *)l->y + c;
    int64_t *places = l->places + c;
    P lanes[LANES];
    STORE_P(lanes, place);
    if (count < LANES) {
        STORE_N(y, best, count);
        for (int64_t k = 0; k < count; k++) {
            places[k] = lanes[k];
        }
        return;
    }
    STORE(y, best);
    for (int64_t k = 0; k < LANES; k++) {
        places[k] = lanes[k];
    }
}

static void NAME(max_last)(const ct_pool_line *l)
{
    int64_t c = 0;
    for (; c + LANES <= l->n; c += LANES) {
        NAME(max_channels)(l, c, LANES);
    }
    if (c < l->n) {
        NAME(max_channels)(l, c, l->n - c);
    }
}

/* ---- windows ------------------------------------------------------------- */

static void NAME(max_window)(const ct_pool_box *b, void *y, int64_t *place)
{
    T best = (T)(LEAST);
    int64_t at = b->n[0] && b->n[1] && b->n[2] ? b->at : 0;
    for (int64_t d = 0; d < b->n[0]; d++) {
        for (int64_t h = 0; h < b->n[1]; h++) {
            int64_t from = d * b->step[0] + h * b->step[1];
            const T *x = (const T *)b->x + from;
            for (int64_t w = 0; w < b->n[2]; w++) {
                T v = x[w * b->step[2]];
                if (v > best || NAN_ONE(v)) {
                    best = v;
                    at = b->at + from + w * b->step[2];
                }
            }
        }
    }
    *(T *)y = best;
    *place = at;
}

#if MEANS
INLINE void NAME(mean_channels)(const ct_pool_line *l, int64_t c, int64_t count)
{
    V sum = {0};
    for (int64_t t = 0; t < l->ntap; t++) {
        const T *x = (const T *)(const void *)l->taps[t].x + c;
        sum += count < LANES ? LOAD_N(x, count) : LOAD(x);
    }
    sum /= SET(*(const T *)l->count);
    if (count < LANES) {
        STORE_N((T *)l->y + c, sum, count);
    } else {
        STORE((T *)l->y + c, sum);
    }
}

static void NAME(mean_last)(const ct_pool_line *l)
{
    int64_t c = 0;
    for (; c + LANES <= l->n; c += LANES) {
        NAME(mean_channels)(l, c, LANES);
    }
    if (c < l->n) {
        NAME(mean_channels)(l, c, l->n - c);
    }
}

/* A row's elements are added in turn, four at a time. */
static void NAME(mean_window)(const ct_pool_box *b, void *y, const void *count)
{
    T sum[4] = {0};
    for (int64_t d = 0; d < b->n[0]; d++) {
        for (int64_t h = 0; h < b->n[1]; h++) {
            const T *x = (const T *)b->x + d * b->step[0] + h * b->step[1];
            int64_t w = 0;
            for (; w + 4 <= b->n[2]; w += 4) {
                sum[0] += x[w], sum[1] += x[w + 1];
                sum[2] += x[w + 2], sum[3] += x[w + 3];
            }
            for (; w < b->n[2]; w++) {
                sum[0] += x[w];
            }
        }
    }
    *(T *)y = ((sum[0] + sum[1]) + (sum[2] + sum[3])) / *(const T *)count;
}

static void NAME(spread_window)(const ct_pool_box *b, void *y, const void *count)
{
    T share = *(const T *)y / *(const T *)count;
    for (int64_t d = 0; d < b->n[0]; d++) {
        for (int64_t h = 0; h < b->n[1]; h++) {
            T *x = (T *)b->x + d * b->step[0] + h * b->step[1];
            for (int64_t w = 0; w < b->n[2]; w++) {
                x[w] += share;
            }
        }
    }
}
#endif

#undef V
#undef VP
#undef SET
#undef SET_P
#undef LOAD
#undef STORE
#undef LOAD_N
#undef STORE_N
#undef SEL
#undef LOAD_P
#undef STORE_P
#undef LANES
#undef NAN_LANES
#undef NAN_ONE
