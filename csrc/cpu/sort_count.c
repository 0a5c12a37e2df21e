/* sort_count: how many elements there are of each value, or in each interval.
 *
 * Counts are added up in the order of the elements. */
#include <math.h>
#include <string.h>

#include "core/device.h"
#include "core/parallel.h"
#include "cpu/copy.h"
#include "cpu/kernels.h"
#include "cpu/sort_kernels.h"
#include "rows/sort.h"

#define BLOCK 1024

/* ---- bincount ---------------------------------------------------------------- */

/* Calls of a loop over n int64 numbers, `at` being where the first is. */
typedef int (*count_fn)(void *context, const int64_t *number, int64_t at, int64_t n);

/* All elements of a contiguous vector of integers, as int64. */
static int each_block(const ct_tensor *x, count_fn fn, void *context)
{
    int64_t block[BLOCK], size = ct_tensor_itemsize(x), done = 0;
    ct_dtype d = (ct_dtype)x->dtype;
    for (int64_t i = 0; i < x->numel; i += BLOCK) {
        int64_t n = x->numel - i < BLOCK ? x->numel - i : BLOCK;
        const char *from = x->data + i * size;
        if (d != CT_DTYPE_I64) {
            ct_cast_strided(CT_DTYPE_I64, (char *)block, 8, d, from, size, n);
            from = (const char *)block;
        }
        if (fn(context, (const int64_t *)(const void *)from, i, n) < 0 ||
            ct_parallel_pace(&done, n) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Negative ones are the largest of all, taken for unsigned. */
static int find_largest(void *context, const int64_t *number, int64_t at, int64_t n)
{
    uint64_t *largest = context, least, most;
    (void)at;
    ct_cpu->sort->extremes[CT_KEYS_WIDE](number, n, &least, &most);
    if (most > INT64_MAX) {
        return ct_error(CT_ERR_RUNTIME,
                        "bincount: expected non-negative integers, got %lld",
                        (long long)most);
    }
    *largest = most > *largest ? most : *largest;
    return 0;
}

typedef struct binning {
    int64_t n; /* bins */
    int64_t *count; /* or */
    double *sum; /* or */
    float *single; /* sums of weights */
    const char *weight;
} binning;

/* Each number is read once and then checked: another thread may have changed it since the
 * largest was found. */
#define ADD_UP(to, what)                                                    \
    for (int64_t i = 0; i < n; i++) {                                       \
        int64_t v = __atomic_load_n(number + i, __ATOMIC_RELAXED);          \
        if ((uint64_t)v >= (uint64_t)b->n) {                                \
            return ct_error(CT_ERR_RUNTIME, "bincount: the input changed"); \
        }                                                                   \
        (to)[v] += (what);                                                  \
    }

static int count_block(void *context, const int64_t *number, int64_t at, int64_t n)
{
    const binning *b = context;
    const double *wide = (const double *)(const void *)b->weight;
    const float *single = (const float *)(const void *)b->weight;
    if (b->count) {
        int64_t *count = b->count;
        ADD_UP(count, 1)
    } else if (b->sum) {
        ADD_UP(b->sum, wide[at + i])
    } else {
        ADD_UP(b->single, single[at + i])
    }
    return 0;
}

static int count_into(ct_tensor *out, const ct_tensor *x, const ct_tensor *weights)
{
    binning b = {.n = out->numel, .weight = weights ? weights->data : NULL};
    if (out->dtype == CT_DTYPE_I64) {
        b.count = (int64_t *)(void *)out->data;
    } else if (out->dtype == CT_DTYPE_F64) {
        b.sum = (double *)(void *)out->data;
    } else {
        b.single = (float *)(void *)out->data;
    }
    return each_block(x, count_block, &b);
}

static ct_tensor *bincount(ct_call *c, const ct_tensor *x, const ct_tensor *weights)
{
    int64_t least = ARG(c, bincount, minlength).i, largest = 0;
    if (each_block(x, find_largest, &largest) < 0) {
        return NULL;
    }
    largest = x->numel ? largest : -1;
    if (largest == INT64_MAX) { /* one more has no number */
        ct_error(CT_ERR_RUNTIME, "bincount: %lld is too large a number",
                 (long long)largest);
        return NULL;
    }
    int64_t n = largest + 1 < least ? least : largest + 1;
    ct_dtype d = weights ? (ct_dtype)weights->dtype : CT_DTYPE_I64;
    ct_tensor *out = ct_tensor_zeros("bincount", d, 1, &n, CT_DEVICE_CPU);
    if (out && count_into(out, x, weights) < 0) {
        ct_xdecref(out);
        return NULL;
    }
    return out;
}

int ct_bincount_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, bincount, input).tensor, *weights = NULL;
    x = ct_tensor_prepare(x, (ct_dtype)x->dtype);
    if (GIVEN(c, bincount, weights)) {
        ct_tensor *w = ARG(c, bincount, weights).tensor;
        bool single = w->dtype == CT_DTYPE_F32;
        weights = ct_tensor_prepare(w, single ? CT_DTYPE_F32 : CT_DTYPE_F64);
    }
    bool ready = x && (weights || !GIVEN(c, bincount, weights));
    c->out[0] = ready ? bincount(c, x, weights) : NULL;
    ct_xdecref(weights);
    ct_xdecref(x);
    return c->out[0] ? 0 : -1;
}

/* ---- histc -------------------------------------------------------------------- */

typedef struct intervals {
    int64_t n;
    double low, high;
    const void *edges; /* of even intervals, n + 1 in the lane's type; of histogram */
    int64_t *count;
} intervals;

/* In the dtype of the elements: where rounding puts those at an edge is part of it. */
#define COUNT(name, type)                                                 \
    static void count_##name(intervals *s, const type *x, int64_t n)      \
    {                                                                     \
        type low = (type)s->low, high = (type)s->high, bins = (type)s->n; \
        for (int64_t i = 0; i < n; i++) {                                 \
            if (x[i] >= low && x[i] <= high) {                            \
                type at = (x[i] - low) * bins / (high - low);             \
                s->count[at < bins ? (int64_t)at : s->n - 1]++;           \
            }                                                             \
        }                                                                 \
    }
COUNT(f32, float)
COUNT(f64, double)

/* The same where the edges decide, which rounding is seldom more than one away from. */
#define COUNT_BETWEEN(name, type)                                              \
    static void between_##name(intervals *s, const type *x, int64_t n)         \
    {                                                                          \
        const type *edges = s->edges, low = edges[0], high = edges[s->n];      \
        const type scale = (type)s->n / (high - low), last = (type)(s->n - 1); \
        for (int64_t i = 0; i < n; i++) {                                      \
            if (x[i] >= low && x[i] <= high) {                                 \
                type place = (x[i] - low) * scale;                             \
                int64_t at = place < last ? (int64_t)place : s->n - 1;         \
                for (; at > 0 && x[i] < edges[at]; at--) {                     \
                }                                                              \
                for (; at + 1 < s->n && x[i] >= edges[at + 1]; at++) {         \
                }                                                              \
                s->count[at]++;                                                \
            }                                                                  \
        }                                                                      \
    }
COUNT_BETWEEN(f32, float)
COUNT_BETWEEN(f64, double)

#define EXTREMES(name, type)                                                   \
    static void extremes_##name(intervals *s, const type *x, int64_t n)        \
    {                                                                          \
        for (int64_t i = 0; i < n; i++) {                                      \
            s->low = x[i] < s->low || x[i] != x[i] ? (double)x[i] : s->low;    \
            s->high = x[i] > s->high || x[i] != x[i] ? (double)x[i] : s->high; \
        }                                                                      \
    }
EXTREMES(f32, float)
EXTREMES(f64, double)

/* What is done with some elements. */
typedef struct float_loops {
    void (*f32)(intervals *s, const float *x, int64_t n);
    void (*f64)(intervals *s, const double *x, int64_t n);
} float_loops;

static const float_loops extremes = {extremes_f32, extremes_f64};
static const float_loops counts = {count_f32, count_f64};
static const float_loops counts_between = {between_f32, between_f64};

static int each_float(intervals *s, const ct_tensor *x, const float_loops *loops)
{
    bool wide = x->dtype == CT_DTYPE_F64;
    int64_t size = ct_tensor_itemsize(x), done = 0;
    float block[BLOCK];
    for (int64_t i = 0; i < x->numel; i += BLOCK) {
        int64_t n = x->numel - i < BLOCK ? x->numel - i : BLOCK;
        const void *from = x->data + i * size;
        if (size == 2) {
            ct_cast_strided(CT_DTYPE_F32, (char *)block, 4, (ct_dtype)x->dtype, from, 2,
                            n);
            from = block;
        }
        if (wide) {
            loops->f64(s, from, n);
        } else {
            loops->f32(s, from, n);
        }
        if (ct_parallel_pace(&done, 2 * n) < 0) {
            return -1;
        }
    }
    return 0;
}

/* The ends that are given, or those of the data; a single value gets room on both sides. */
static int find_ends(intervals *s, const ct_tensor *x)
{
    if (s->low == s->high && x->numel) {
        s->low = INFINITY;
        s->high = -INFINITY;
        if (each_float(s, x, &extremes) < 0) {
            return -1;
        }
    }
    if (s->low == s->high) {
        s->low -= 1;
        s->high += 1;
    }
    if (!isfinite(s->low) || !isfinite(s->high)) {
        return ct_error(CT_ERR_RUNTIME, "histc: range of [%g, %g] is not finite",
                        s->low, s->high);
    }
    if (s->low > s->high) {
        return ct_error(CT_ERR_RUNTIME,
                        "histc: max must be larger than min, got %g and %g", s->high,
                        s->low);
    }
    return 0;
}

static int count_all(intervals *s, const ct_tensor *x, const float_loops *loops,
                     ct_tensor *out)
{
    ct_tensor *count = ct_tensor_zeros("histc", CT_DTYPE_I64, 1, &s->n, CT_DEVICE_CPU);
    if (!count) {
        return -1;
    }
    s->count = (int64_t *)(void *)count->data;
    int status = each_float(s, x, loops);
    if (status == 0) {
        status = ct_tensor_copy_data(out, count);
    }
    ct_xdecref(count);
    return status;
}

static int histc(ct_call *c, const ct_tensor *x)
{
    intervals s = {.n = ARG(c, histc, bins).i,
                   .low = ARG(c, histc, min).f,
                   .high = ARG(c, histc, max).f};
    if (find_ends(&s, x) < 0) {
        return -1;
    }
    return count_all(&s, x, &counts, c->out[0]);
}

int ct_histc_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, histc, input).tensor;
    x = ct_tensor_prepare(x, (ct_dtype)x->dtype);
    int status = x ? histc(c, x) : -1;
    ct_xdecref(x);
    return status;
}

int ct_counts_between_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, counts_between, input).tensor;
    ct_tensor *edges = ARG(c, counts_between, edges).tensor;
    intervals s = {.n = edges->numel - 1};
    x = ct_tensor_prepare(x, (ct_dtype)x->dtype);
    edges = x ? ct_tensor_prepare(edges, ct_dtype_compute((ct_dtype)x->dtype)) : NULL;
    s.edges = edges ? edges->data : NULL;
    int status = edges ? count_all(&s, x, &counts_between, c->out[0]) : -1;
    ct_xdecref(edges);
    ct_xdecref(x);
    return status;
}
