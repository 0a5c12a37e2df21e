/* resample: what resampling rows accept and return, and their tables of taps. */
#include "ops/resample.h"

#include <math.h>
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/layout.h"
#include "ops/conv.h"
#include "rows/resample.h"

/* ---- checks ---------------------------------------------------------------- */

/* The dims of grad or input that have another size in the result. */
static int sizes_check(const ct_call *c, const ct_tensor *x, ct_dims size)
{
    bool fits = size.n >= 1 && size.n <= CT_RESAMPLE_DIMS && x->ndim == size.n + 2;
    for (int64_t i = 0; fits && i < size.n; i++) {
        fits = size.v[i] > 0 && x->shape[i + 2] > 0;
    }
    if (fits) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "%s: expected a positive size of the last 1 to 3 dims of input (N, "
                    "C, *), got size %s of input %s",
                    c->op->name, ct_shape_str((int)(size.n < 8 ? size.n : 8), size.v),
                    ct_tensor_shape_str(x));
}

static int factors_check(const ct_call *c)
{
    double f[] = {ARG(c, resample, depth).f, ARG(c, resample, height).f,
                  ARG(c, resample, width).f};
    for (int i = 0; i < CT_RESAMPLE_DIMS; i++) {
        if (!(f[i] >= 0 && isfinite(f[i]))) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected factors of at least 0, got %g", c->op->name,
                            f[i]);
        }
    }
    return 0;
}

/* The input's dims, the last of this size; channels last where the input's are. */
int ct_resample_check(ct_call *c)
{
    const ct_tensor *x = FIRST(c);
    ct_dims size = ARG(c, resample, size).dims;
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0 ||
        sizes_check(c, x, size) < 0 || factors_check(c) < 0) {
        return -1;
    }
    c->compute = (uint8_t)ct_device_compute(c->device, d);
    int64_t *shape = ct_call_shape(c, 0), *strides = ct_call_strides(c, 0), numel;
    memcpy(shape, x->shape, 2 * sizeof *shape);
    memcpy(shape + 2, size.v, (size_t)size.n * sizeof *shape);
    ct_block b = {x->ndim, shape, ct_dtype_size(d)};
    if (ct_shape_numel(c->op->name, x->ndim, shape, b.itemsize, &numel) < 0) {
        return -1;
    }
    ct_memory_format format = !ct_conv_channels_last(x) ? CT_FORMAT_CONTIGUOUS
                              : x->ndim == 4            ? CT_FORMAT_CHANNELS_LAST
                                                        : CT_FORMAT_CHANNELS_LAST_3D;
    int laid = ct_layout_apply(c->op->name, b, format, NULL, strides);
    ct_call_spec(c, 0, d, x->ndim, shape)->strides = laid > 0 ? strides : NULL;
    return laid < 0 ? -1 : 0;
}

/* ---- taps ------------------------------------------------------------------ */

typedef struct axis {
    int64_t n, out; /* of the input and of the result */
    double scale;
    int64_t mode;
    bool corners, wide; /* float64 */
} axis;

/* A number as it is in what is computed in. */
static double rounded(const axis *a, double x)
{
    return a->wide ? x : (double)(float)x;
}

/* Where place i of the result is among the input's, each step rounded as ops do. */
static double center(const axis *a, int64_t i)
{
    double scale = rounded(a, a->scale), at = rounded(a, (double)i);
    if (a->corners) {
        return rounded(a, at * scale);
    }
    return rounded(a, rounded(a, (at + 0.5) * scale) - 0.5);
}

static int64_t inside(const axis *a, int64_t place)
{
    return place < 0 ? 0 : place < a->n ? place : a->n - 1;
}

/* One more tap of the last place. Two of one place stay two. */
static void tap(ct_taps *t, int64_t i, int64_t place, double weight)
{
    if (weight != 0) {
        t->place[t->first[i + 1]] = place;
        t->weight[t->first[i + 1]++] = weight;
    }
}

static void nearest_taps(const axis *a, ct_taps *t, int64_t i)
{
    double at = (double)i + (a->mode == CT_IS_resample_mode_exact ? 0.5 : 0);
    double place = floor(rounded(a, rounded(a, at) * rounded(a, a->scale)));
    tap(t, i, inside(a, place < (double)a->n ? (int64_t)place : a->n - 1), 1);
}

static void linear_taps(const axis *a, ct_taps *t, int64_t i)
{
    double at = fmax(center(a, i), 0), first = fmin(floor(at), (double)(a->n - 1));
    double weight = rounded(a, fmin(fmax(at - first, 0), 1));
    tap(t, i, (int64_t)first, rounded(a, 1 - weight));
    tap(t, i, inside(a, (int64_t)first + 1), weight);
}

/* Keys 1981: of a distance up to 1, and from there to 2. */
static double near_weight(double x, double a)
{
    return ((a + 2) * x - (a + 3)) * x * x + 1;
}

static double far_weight(double x, double a)
{
    return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
}

static void cubic_taps(const axis *a, ct_taps *t, int64_t i)
{
    double at = center(a, i), first = floor(at), s = rounded(a, at - first);
    double weight[] = {far_weight(s + 1, -0.75), near_weight(s, -0.75),
                       near_weight(1 - s, -0.75), far_weight(2 - s, -0.75)};
    first = fmin(fmax(first, -3), (double)a->n + 3);
    for (int k = 0; k < 4; k++) {
        tap(t, i, inside(a, (int64_t)first + k - 1), weight[k]);
    }
}

static bool is_wide_cubic(const axis *a)
{
    return a->mode == CT_IS_resample_mode_wide_cubic;
}

static double support_of(const axis *a)
{
    return (is_wide_cubic(a) ? 2 : 1) * fmax(a->scale, 1);
}

static double filter(const axis *a, double t)
{
    if (is_wide_cubic(a)) {
        return t < 1 ? near_weight(t, -0.5) : t < 2 ? far_weight(t, -0.5) : 0;
    }
    return t < 1 ? 1 - t : 0;
}

static void wide_taps(const axis *a, ct_taps *t, int64_t i)
{
    double wider = rounded(a, fmax(a->scale, 1)), support = support_of(a);
    double at = rounded(a, rounded(a, (double)i + 0.5) * rounded(a, a->scale));
    int64_t low = (int64_t)fmax(rounded(a, at - support + 0.5), 0);
    int64_t high = (int64_t)fmin(rounded(a, at + support + 0.5), (double)a->n);
    double sum = 0;
    for (int64_t p = low; p < high; p++) {
        double w = filter(a, fabs(rounded(a, ((double)p - at + 0.5) / wider)));
        tap(t, i, p, w);
        sum += w;
    }
    for (int64_t k = t->first[i]; k < t->first[i + 1]; k++) {
        t->weight[k] /= sum;
    }
}

static void (*const makers[])(const axis *a, ct_taps *t, int64_t i) = {
    [CT_IS_resample_mode_nearest] = nearest_taps,
    [CT_IS_resample_mode_exact] = nearest_taps,
    [CT_IS_resample_mode_linear] = linear_taps,
    [CT_IS_resample_mode_cubic] = cubic_taps,
    [CT_IS_resample_mode_wide_linear] = wide_taps,
    [CT_IS_resample_mode_wide_cubic] = wide_taps,
};

/* Room for `taps` of n places. */
static int reserve(ct_taps *t, int64_t n, int64_t in, int64_t taps)
{
    int64_t bytes;
    if (__builtin_mul_overflow(taps, 16, &bytes) ||
        __builtin_add_overflow(bytes, (n + 1) * 8, &bytes)) {
        return ct_error(CT_ERR_MEMORY, "_resample: the table of weights is too large");
    }
    *t = (ct_taps){.n = n, .in = in, .bytes = (size_t)bytes};
    t->first = ct_alloc(t->bytes);
    if (!t->first) {
        return -1;
    }
    t->place = t->first + n + 1;
    t->weight = (double *)(t->place + taps);
    t->first[0] = 0;
    return 0;
}

void ct_taps_free(ct_taps *t)
{
    ct_free(t->first, t->bytes);
    *t = (ct_taps){0};
}

static void count_most(ct_taps *t)
{
    for (int64_t i = 0; i < t->n; i++) {
        int64_t taps = t->first[i + 1] - t->first[i];
        t->most = taps > t->most ? taps : t->most;
    }
}

static int forward_taps(ct_taps *t, const axis *a)
{
    double each = a->mode <= CT_IS_resample_mode_exact    ? 1
                  : a->mode == CT_IS_resample_mode_linear ? 2
                  : a->mode == CT_IS_resample_mode_cubic  ? 4
                                                          : 2 * support_of(a) + 3;
    each = fmin(each, (double)a->n + 4);
    int64_t taps;
    if (__builtin_mul_overflow(a->out, (int64_t)each + 1, &taps)) {
        taps = INT64_MAX;
    }
    if (reserve(t, a->out, a->n, taps) < 0) {
        return -1;
    }
    for (int64_t i = 0; i < a->out; i++) {
        t->first[i + 1] = t->first[i];
        makers[a->mode](a, t, i);
    }
    count_most(t);
    return 0;
}

/* The transpose: places in the order of the result's. */
static int turned_taps(ct_taps *to, const ct_taps *t)
{
    if (reserve(to, t->in, t->n, t->first[t->n]) < 0) {
        return -1;
    }
    memset(to->first, 0, (size_t)(to->n + 1) * sizeof *to->first);
    for (int64_t k = 0; k < t->first[t->n]; k++) {
        to->first[t->place[k] + 1]++;
    }
    for (int64_t i = 0; i < to->n; i++) {
        to->most = to->first[i + 1] > to->most ? to->first[i + 1] : to->most;
        to->first[i + 1] += to->first[i];
    }
    for (int64_t i = 0; i < t->n; i++) {
        for (int64_t k = t->first[i]; k < t->first[i + 1]; k++) {
            int64_t at = to->first[t->place[k]]++;
            to->place[at] = i;
            to->weight[at] = t->weight[k];
        }
    }
    memmove(to->first + 1, to->first, (size_t)to->n * sizeof *to->first);
    to->first[0] = 0;
    return 0;
}

/* Along dim d of the call; a dim that it does not have is one place. */
static axis axis_of(const ct_call *c, int d, bool wide)
{
    const ct_tensor *x = FIRST(c);
    ct_dims size = ARG(c, resample, size).dims;
    int at = d - (CT_RESAMPLE_DIMS - (int)size.n);
    double factor[] = {ARG(c, resample, depth).f, ARG(c, resample, height).f,
                       ARG(c, resample, width).f};
    axis a = {.n = at < 0 ? 1 : x->shape[at + 2],
              .out = at < 0 ? 1 : size.v[at],
              .mode = ARG(c, resample, mode).i,
              .corners = ARG(c, resample, corners).i,
              .wide = wide};
    if (c->op == CT_ROW(resample_back)) {
        int64_t n = a.n;
        a.n = a.out;
        a.out = n;
    }
    if (a.corners) {
        a.scale = a.out > 1 ? (double)(a.n - 1) / (double)(a.out - 1) : 0;
    } else {
        a.scale = factor[d] > 0 ? 1 / factor[d] : (double)a.n / (double)a.out;
    }
    return a;
}

/* A dim that keeps its size stays as it is, but where PyTorch has it move. */
static bool stays(const axis *a, bool absent)
{
    bool moves =
        a->mode <= CT_IS_resample_mode_exact || a->mode == CT_IS_resample_mode_cubic;
    return absent || (a->n == a->out && (a->scale == 1 || !moves));
}

int ct_taps_make(ct_taps *t, const ct_call *c, int d, bool wide)
{
    axis a = axis_of(c, d, wide);
    bool absent = d < CT_RESAMPLE_DIMS - ARG(c, resample, size).dims.n;
    if (stays(&a, absent)) {
        if (reserve(t, a.n, a.n, a.n) < 0) {
            return -1;
        }
        for (int64_t i = 0; i < a.n; i++) {
            t->first[i + 1] = i + 1;
            t->place[i] = i;
            t->weight[i] = 1;
        }
        t->same = true;
        t->most = 1;
        return 0;
    }
    if (c->op == CT_ROW(resample)) {
        return forward_taps(t, &a);
    }
    ct_taps forward;
    int status = forward_taps(&forward, &a);
    status = status == 0 ? turned_taps(t, &forward) : -1;
    ct_taps_free(&forward);
    return status;
}
