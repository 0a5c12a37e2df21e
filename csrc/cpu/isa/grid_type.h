/* grid_type: places and what lies around them for one element type; included by grid.c for
 * each, which defines T, L, FLOOR, RINT and NAME(x). */

#define V CT_CAT(v_, L)
#define SET CT_CAT(L, _set)
#define LOAD CT_CAT(L, _load)
#define STORE CT_CAT(L, _store)
#define LOAD_N CT_CAT(L, _load_n)
#define STORE_N CT_CAT(L, _store_n)
#define LANES ((int64_t)(CT_VECTOR_BYTES / sizeof(T)))

/* ---- coordinates ------------------------------------------------------------- */

typedef struct NAME(
    spots) { /* along each dim: where, and how that moves with the grid */
    T at[CT_GRID_DIMS][STRIP], slope[CT_GRID_DIMS][STRIP];
    /* Unless cubic: the places around (-1: there is none), and the second's weight. */
    int32_t low[CT_GRID_DIMS][STRIP], high[CT_GRID_DIMS][STRIP];
    T part[CT_GRID_DIMS][STRIP];
} NAME(spots);

/* Mirrored at both ends as often as it takes. */
static void NAME(reflect)(const ct_grid *a, int64_t size, T *at, T *slope, int64_t n)
{
    const T low = a->corners ? 0 : (T)-0.5, span = (T)(size - (a->corners ? 1 : 0));
    for (int64_t i = 0; i < n; i++) {
        T x = at[i] - low, far = x < 0 ? -x : x;
        T flips = span > 0 ? FLOOR(far / span) : 0;
        T rest = far - flips * span;
        bool even = FLOOR(flips / 2) * 2 == flips;
        at[i] = span > 0 ? (even ? rest : span - rest) + low : 0;
        slope[i] = (x < 0) == even ? -slope[i] : slope[i];
    }
}

/* At an edge nothing moves any more. */
static void NAME(clip)(int64_t size, T *at, T *slope, int64_t n)
{
    const T last = (T)(size - 1);
    for (int64_t i = 0; i < n; i++) {
        bool moves = at[i] > 0 && at[i] < last;
        slope[i] = moves ? slope[i] : 0;
        at[i] = at[i] > 0 ? (at[i] < last ? at[i] : last) : 0;
    }
}

static void NAME(pad)(const ct_grid *a, int64_t size, T *at, T *slope, int64_t n)
{
    if (a->pad == CT_GRID_REFLECTION) {
        NAME(reflect)(a, size, at, slope, n);
    }
    if (a->pad != CT_GRID_ZEROS) {
        NAME(clip)(size, at, slope, n);
    }
}

/* The one or two places around each, in a loop that becomes vectors. */
static void NAME(pair)(const ct_grid *a, int d, int64_t n, NAME(spots) * s)
{
    const bool nearest = a->mode == CT_GRID_NEAREST;
    const T last = (T)(a->in[d] - 1);
    for (int64_t i = 0; i < n; i++) {
        T at = s->at[d][i], low = nearest ? RINT(at) : FLOOR(at), high = low + 1;
        s->part[d][i] = nearest ? 0 : at - low;
        low = low >= 0 && low <= last ? low : -1;
        high = high >= 0 && high <= last && !nearest ? high : -1;
        s->low[d][i] = (int32_t)low;
        s->high[d][i] = (int32_t)high;
    }
}

/* What is not finite lies far outside, NaN on the side of -inf. */
static void NAME(find)(const ct_grid *a, const T *grid, int64_t n, NAME(spots) * s)
{
    for (int d = CT_GRID_DIMS - a->dims; d < CT_GRID_DIMS; d++) {
        const T *x = grid + (CT_GRID_DIMS - 1 - d);
        const T size = (T)a->in[d], far = size + 100;
        for (int64_t i = 0; i < n; i++) {
            T v = x[i * a->dims] + 1;
            v = a->corners ? v / 2 * (size - 1) : (v * size - 1) / 2;
            bool finite = v - v == 0;
            s->at[d][i] = finite ? v : v > 0 ? far : -100;
            s->slope[d][i] = finite ? (a->corners ? (size - 1) / 2 : size / 2) : 0;
        }
        if (a->mode != CT_GRID_CUBIC) {
            NAME(pad)(a, a->in[d], s->at[d], s->slope[d], n);
            NAME(pair)(a, d, n, s);
        }
    }
}

/* ---- what lies around a place ------------------------------------------------- */

typedef struct NAME(line) { /* along one dim */
    int n;
    int64_t at[4]; /* elements from the first; -1: there is none */
    T weight[4], slope[4];
} NAME(line);

INLINE int64_t NAME(element)(const ct_grid *a, int d, T place)
{
    bool there = place >= 0 && place <= (T)(a->in[d] - 1);
    return there ? (int64_t)place * a->step[d] : -1;
}

/* Keys 1981 with -0.75: weights of the places -1, 0, 1 and 2 around t, and slopes. */
INLINE void NAME(cubic)(T t, T slope, NAME(line) * l)
{
    const T k = (T)-0.75;
    const T x[4] = {t + 1, t, 1 - t, 2 - t};
    for (int i = 0; i < 4; i++) {
        bool far = i == 0 || i == 3;
        T v = x[i], sign = i < 2 ? slope : -slope;
        l->weight[i] = far ? ((k * v - 5 * k) * v + 8 * k) * v - 4 * k
                           : ((k + 2) * v - (k + 3)) * v * v + 1;
        l->slope[i] = sign * (far ? (3 * k * v - 10 * k) * v + 8 * k
                                  : (3 * (k + 2) * v - 2 * (k + 3)) * v);
    }
}

static void NAME(around_cubic)(const ct_grid *a, int d, T at, T slope, NAME(line) * l)
{
    T first = FLOOR(at);
    l->n = 4;
    NAME(cubic)(at - first, slope, l);
    for (int k = 0; k < 4; k++) {
        T place = first + (T)(k - 1), none = 0;
        NAME(pad)(a, a->in[d], &place, &none, 1);
        l->at[k] = NAME(element)(a, d, place);
    }
}

INLINE void NAME(around)(const ct_grid *a, const NAME(spots) * s, int d, int64_t i,
                         NAME(line) * l)
{
    if (a->mode == CT_GRID_CUBIC) {
        NAME(around_cubic)(a, d, s->at[d][i], s->slope[d][i], l);
        return;
    }
    int64_t low = s->low[d][i], high = s->high[d][i];
    T slope = a->mode == CT_GRID_NEAREST ? 0 : s->slope[d][i];
    l->n = 2;
    l->at[0] = low < 0 ? -1 : low * a->step[d];
    l->at[1] = high < 0 ? -1 : high * a->step[d];
    l->weight[0] = 1 - s->part[d][i];
    l->weight[1] = s->part[d][i];
    l->slope[0] = -slope;
    l->slope[1] = slope;
}

typedef struct NAME(taps) { /* the elements that are there */
    int64_t n, at[TAPS_MAX];
    T weight[TAPS_MAX], slope[CT_GRID_DIMS][TAPS_MAX];
} NAME(taps);

/* Of two dims with two places along each at most, which most calls have. */
INLINE void NAME(list_few)(const ct_grid *a, const NAME(spots) * s, int64_t i,
                           bool slopes, NAME(taps) * t)
{
    NAME(line) l[2];
    NAME(around)(a, s, 1, i, &l[0]);
    NAME(around)(a, s, 2, i, &l[1]);
    t->n = 0;
    for (int k = 0; k < 4; k++) {
        int y = k / 2, x = k % 2;
        if ((l[0].at[y] | l[1].at[x]) >= 0) {
            t->at[t->n] = l[0].at[y] + l[1].at[x];
            t->weight[t->n] = l[0].weight[y] * l[1].weight[x];
            if (slopes) {
                t->slope[1][t->n] = l[0].slope[y] * l[1].weight[x];
                t->slope[2][t->n] = l[0].weight[y] * l[1].slope[x];
            }
            t->n++;
        }
    }
}

INLINE void NAME(list)(const ct_grid *a, const NAME(spots) * s, int64_t i, bool slopes,
                       NAME(taps) * t)
{
    if (a->dims == 2 && a->mode != CT_GRID_CUBIC) {
        NAME(list_few)(a, s, i, slopes, t);
        return;
    }
    NAME(line) l[CT_GRID_DIMS];
    l[0] = (NAME(line)){.n = 1, .weight = {1}};
    for (int d = CT_GRID_DIMS - a->dims; d < CT_GRID_DIMS; d++) {
        NAME(around)(a, s, d, i, &l[d]);
    }
    t->n = 0;
    for (int z = 0; z < l[0].n; z++) {
        for (int y = 0; y < l[1].n; y++) {
            for (int x = 0; x < l[2].n; x++) {
                if (l[0].at[z] < 0 || l[1].at[y] < 0 || l[2].at[x] < 0) {
                    continue;
                }
                T wz = l[0].weight[z], wy = l[1].weight[y], wx = l[2].weight[x];
                t->at[t->n] = l[0].at[z] + l[1].at[y] + l[2].at[x];
                t->weight[t->n] = wz * wy * wx;
                if (slopes) {
                    t->slope[0][t->n] = l[0].slope[z] * wy * wx;
                    t->slope[1][t->n] = wz * l[1].slope[y] * wx;
                    t->slope[2][t->n] = wz * wy * l[2].slope[x];
                }
                t->n++;
            }
        }
    }
}

/* ---- channels ------------------------------------------------------------------ */

/* Of `count` channels from c on: the sum of the taps. */
INLINE V NAME(sum)(const T *x, const int64_t *at, const T *weight, int64_t n, int64_t c,
                   int64_t count)
{
    V sum = {0};
    for (int64_t k = 0; k < n; k++) {
        const T *from = x + at[k] + c;
        sum += (count < LANES ? LOAD_N(from, count) : LOAD(from)) * SET(weight[k]);
    }
    return sum;
}

static void NAME(sample)(const ct_grid *a, const void *image, const void *grid,
                         int64_t n, void *to)
{
    NAME(spots) s;
    NAME(taps) t;
    NAME(find)(a, grid, n, &s);
    T *y = to;
    for (int64_t i = 0; i < n; i++, y += a->channels) {
        NAME(list)(a, &s, i, false, &t);
        int64_t c = 0;
        for (; c + LANES <= a->channels; c += LANES) {
            STORE(y + c, t.n == 4 ? NAME(sum)(image, t.at, t.weight, 4, c, LANES)
                                  : NAME(sum)(image, t.at, t.weight, t.n, c, LANES));
        }
        if (c < a->channels) {
            int64_t left = a->channels - c;
            STORE_N(y + c, NAME(sum)(image, t.at, t.weight, t.n, c, left), left);
        }
    }
}

static void NAME(spread)(const ct_grid *a, void *image, const void *grid, int64_t n,
                         const void *from, int64_t begin, int64_t end)
{
    NAME(spots) s;
    NAME(taps) t;
    NAME(find)(a, grid, n, &s);
    const T *g = from;
    for (int64_t i = 0; i < n; i++, g += a->channels) {
        NAME(list)(a, &s, i, false, &t);
        for (int64_t k = 0; k < t.n; k++) {
            T *gx = (T *)image + t.at[k];
            V w = SET(t.weight[k]);
            int64_t c = begin;
            for (; c + LANES <= end; c += LANES) {
                STORE(gx + c, LOAD(gx + c) + LOAD(g + c) * w);
            }
            if (c < end) {
                int64_t left = end - c;
                STORE_N(gx + c, LOAD_N(gx + c, left) + LOAD_N(g + c, left) * w, left);
            }
        }
    }
}

INLINE T NAME(folded)(V v)
{
    T part[LANES];
    STORE(part, v);
    for (int64_t w = LANES / 2; w > 0; w /= 2) {
        for (int64_t k = 0; k < w; k++) {
            part[k] += part[k + w];
        }
    }
    return part[0];
}

static void NAME(slopes)(const ct_grid *a, const void *image, const void *grid,
                         int64_t n, const void *from, void *to)
{
    NAME(spots) s;
    NAME(taps) t;
    NAME(find)(a, grid, n, &s);
    const T *g = from;
    T *out = to;
    for (int64_t i = 0; i < n; i++, g += a->channels, out += a->dims) {
        NAME(list)(a, &s, i, true, &t);
        for (int d = CT_GRID_DIMS - a->dims; d < CT_GRID_DIMS; d++) {
            V total = {0};
            int64_t c = 0;
            for (; c + LANES <= a->channels; c += LANES) {
                total +=
                    LOAD(g + c) * NAME(sum)(image, t.at, t.slope[d], t.n, c, LANES);
            }
            if (c < a->channels) {
                int64_t left = a->channels - c;
                total += LOAD_N(g + c, left) *
                         NAME(sum)(image, t.at, t.slope[d], t.n, c, left);
            }
            out[CT_GRID_DIMS - 1 - d] = NAME(folded)(total);
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
