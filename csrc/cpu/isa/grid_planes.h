/* grid_planes: as grid_type.h, for images of few channels in planes: places side by side,
 * one channel after another. Of two dims with two places along each at most; included by
 * grid.c after grid_type.h for each element type, which defines T and NAME(x). */

typedef struct NAME(corners) { /* the elements around each place */
    int32_t at[4][STRIP], there[4][STRIP]; /* there: or else it is a zero */
    T weight[4][STRIP];
} NAME(corners);

static void NAME(surround)(const ct_grid *a, const NAME(spots) * s, int64_t n,
                           NAME(corners) * t)
{
    const int32_t width = (int32_t)a->in[2];
    for (int k = 0; k < 4; k++) {
        const int32_t *row = k / 2 ? s->high[1] : s->low[1];
        const int32_t *column = k % 2 ? s->high[2] : s->low[2];
        for (int64_t i = 0; i < n; i++) {
            T y = s->part[1][i], x = s->part[2][i];
            int32_t there = (row[i] | column[i]) >= 0;
            t->there[k][i] = there;
            t->at[k][i] = there ? row[i] * width + column[i] : 0;
            t->weight[k][i] = (k / 2 ? y : 1 - y) * (k % 2 ? x : 1 - x);
        }
    }
}

/* The elements around each place. The compiler must not make vectors of the loads: they
 * would take twice as long as one by one. Vectors are read where the last stores are long
 * done. */
INLINE void NAME(collect)(const T *x, const NAME(corners) * t, int count, int64_t n,
                          T v[4][STRIP])
{
    for (int k = 0; k < count; k++) {
        for (int64_t i = 0; i < n; i++) {
            int64_t at = t->at[k][i];
            __asm__("" : "+r"(at));
            v[k][i] = x[at];
        }
    }
    for (int k = 0; k < count; k++) {
        for (int64_t i = 0; i < n; i++) {
            v[k][i] = t->there[k][i] ? v[k][i] : 0;
        }
    }
}

INLINE void NAME(weigh)(const T *x, const NAME(corners) * t, int count, int64_t n, T *y)
{
    T v[4][STRIP];
    NAME(collect)(x, t, count, n, v);
    for (int64_t i = 0; i < n; i++) {
        T sum = 0;
        for (int k = 0; k < count; k++) {
            sum += v[k][i] * t->weight[k][i];
        }
        y[i] = sum;
    }
}

static void NAME(sample_planes)(const ct_grid *a, const void *image, const void *grid,
                                int64_t n, void *to)
{
    NAME(spots) s;
    NAME(corners) t;
    NAME(find)(a, grid, n, &s);
    NAME(surround)(a, &s, n, &t);
    const T *x = image;
    T *y = to;
    for (int64_t c = 0; c < a->channels; c++, x += a->volume, y += a->places) {
        if (a->mode == CT_GRID_NEAREST) {
            NAME(weigh)(x, &t, 1, n, y);
        } else {
            NAME(weigh)(x, &t, 4, n, y);
        }
    }
}

static void NAME(spread_planes)(const ct_grid *a, void *image, const void *grid,
                                int64_t n, const void *from, int64_t begin, int64_t end)
{
    NAME(spots) s;
    NAME(corners) t;
    NAME(find)(a, grid, n, &s);
    NAME(surround)(a, &s, n, &t);
    const int count = a->mode == CT_GRID_NEAREST ? 1 : 4;
    for (int64_t c = begin; c < end; c++) {
        const T *g = (const T *)from + c * a->places;
        T *gx = (T *)image + c * a->volume;
        for (int64_t i = 0; i < n; i++) {
            for (int k = 0; k < count; k++) {
                if (t.there[k][i]) {
                    gx[t.at[k][i]] += g[i] * t.weight[k][i];
                }
            }
        }
    }
}

/* What a channel adds to the gradients along x and along y, but for the slopes. */
INLINE void NAME(tilt)(const T *x, const T *g, const NAME(spots) * s,
                       const NAME(corners) * t, int64_t n, T *along_x, T *along_y)
{
    T v[4][STRIP];
    NAME(collect)(x, t, 4, n, v);
    for (int64_t i = 0; i < n; i++) {
        T down = s->part[1][i], right = s->part[2][i];
        T upper = v[1][i] - v[0][i], lower = v[3][i] - v[2][i];
        T left = v[2][i] - v[0][i], beyond = v[3][i] - v[1][i];
        along_x[i] += g[i] * (upper * (1 - down) + lower * down);
        along_y[i] += g[i] * (left * (1 - right) + beyond * right);
    }
}

static void NAME(slopes_planes)(const ct_grid *a, const void *image, const void *grid,
                                int64_t n, const void *from, void *to)
{
    NAME(spots) s;
    NAME(corners) t;
    NAME(find)(a, grid, n, &s);
    NAME(surround)(a, &s, n, &t);
    const T *x = image, *g = from;
    T along_x[STRIP] = {0}, along_y[STRIP] = {0}, *out = to;
    for (int64_t c = 0; c < a->channels; c++, x += a->volume, g += a->places) {
        NAME(tilt)(x, g, &s, &t, n, along_x, along_y);
    }
    for (int64_t i = 0; i < n; i++) {
        out[2 * i] = along_x[i] * s.slope[2][i];
        out[2 * i + 1] = along_y[i] * s.slope[1][i];
    }
}
