/* Random fills: groups of words (core/random.h) made into groups of elements.
 *
 * A `maker` turns one group of the stream into its 64, 32 or 16 elements. `fill` runs it
 * over the groups that the elements touch, in parallel, straight into the output where
 * all of a group is wanted. */
#include "cpu/random_fill.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/parallel.h"
#include "core/runtime.h"
#include "cpu/kernels.h"
#include "cpu/random_kernels.h"

enum { STREAM_32, STREAM_64, STREAM_128 };

typedef struct fill fill;
typedef void (*maker)(const fill *f, void *out, const uint32_t *words);

struct fill {
    maker make;
    char *out;
    int64_t n, size;        /* elements and bytes of one */
    int stream;             /* 64 >> stream elements per group */
    ct_generator at;
    ct_dtype dtype;
    double shift, scale, most;      /* x * scale + shift, at most `most` */
    uint64_t low, count;        /* integers */
    uint32_t last, one;         /* bernoulli */
};

/* ---- the loop over groups ---- */

static int fill_groups(void *ctx, int64_t begin, int64_t end)
{
    const fill *f = ctx;
    int64_t per_group = CT_RANDOM_GROUP >> f->stream;
    int64_t skip = (int64_t)(f->at.offset % (uint64_t)per_group);
    uint64_t group = f->at.offset / (uint64_t)per_group;
    for (int64_t g = begin; g < end; g++) {
        uint32_t words[CT_RANDOM_GROUP];
        ct_cpu->random->words(words, f->at.seed, (uint32_t)f->stream,
                              group + (uint64_t)g);
        int64_t first = g * per_group - skip, last = first + per_group;
        if (first >= 0 && last <= f->n) {
            f->make(f, f->out + first * f->size, words);
            continue;
        }
        _Alignas(64) char whole[CT_RANDOM_GROUP * 8];
        f->make(f, whole, words);
        int64_t from = first < 0 ? -first : 0,
                to = last > f->n ? f->n - first : per_group;
        memcpy(f->out + (first + from) * f->size, whole + from * f->size,
               (size_t)((to - from) * f->size));
    }
    return 0;
}

static int fill_run(fill *f, ct_dtype dtype, void *out, int64_t n, ct_generator at)
{
    f->dtype = dtype;
    f->size = ct_dtype_size(dtype);
    f->out = out;
    f->n = n;
    f->at = at;
    if (n <= 0) {
        return 0;
    }
    int64_t per_group = CT_RANDOM_GROUP >> f->stream;
    int64_t skip = (int64_t)(at.offset % (uint64_t)per_group);
    int64_t groups = n / per_group + (n % per_group + skip + per_group - 1) / per_group;
    return ct_parallel_for(groups, CT_GRAIN / CT_RANDOM_GROUP, fill_groups, f);
}

static int refuse(const char *op, ct_dtype dtype)
{
    return ct_error(CT_ERR_NOT_IMPLEMENTED, "%s: expected a %s dtype, got %s", op,
                    ct_dtype_is_complex(dtype) ? "real" : "floating",
                    ct_dtype_name(dtype));
}

/* ---- uniform ---- */

static void make_uniform_f32(const fill *f, void *out, const uint32_t *words)
{
    float shift = (float)f->shift, scale = (float)f->scale, most = (float)f->most,
          *x = out;
    ct_cpu->random->uniform_f32(x, words);
    if (shift != 0 || scale != 1) {
        for (int i = 0; i < CT_RANDOM_GROUP; i++) {
            float y = x[i] * scale + shift;
            x[i] = y < most ? y : most;
        }
    }
}

static void make_uniform_f64(const fill *f, void *out, const uint32_t *words)
{
    double *x = out;
    ct_cpu->random->uniform_f64(x, words);
    if (f->shift != 0 || f->scale != 1) {
        for (int i = 0; i < CT_RANDOM_GROUP / 2; i++) {
            double y = x[i] * f->scale + f->shift;
            x[i] = y < f->most ? y : f->most;
        }
    }
}

/* As many bits as the format has, lest rounding reach 1. */
static void make_uniform_16(const fill *f, void *out, const uint32_t *words)
{
    int bits = f->dtype == CT_DTYPE_F16 ? 11 : 8;
    float unit = ldexpf(1, -bits), x[CT_RANDOM_GROUP];
    for (int i = 0; i < CT_RANDOM_GROUP; i++) {
        float y = (float)(words[i] >> (32 - bits)) * unit * (float)f->scale;
        y += (float)f->shift;
        x[i] = y < (float)f->most ? y : (float)f->most;
    }
    ct_cpu->cast->cast[f->dtype][CT_DTYPE_F32](out, x, CT_RANDOM_GROUP);
}

/* The number of a 16-bit format before h; they are ordered as sign and magnitude. */
static uint16_t previous_16(uint16_t h)
{
    return h == 0 || h == 0x8000 ? 0x8001 : h & 0x8000 ? h + 1 : h - 1;
}

/* The largest number of the dtype below high. */
static double largest_below(ct_dtype dtype, double high)
{
    if (dtype == CT_DTYPE_F64) {
        return nextafter(high, -INFINITY);
    }
    if (dtype == CT_DTYPE_F32) {
        float x = (float)high;
        return x < high ? x : nextafterf(x, -INFINITY);
    }
    if (dtype == CT_DTYPE_F16) {
        uint16_t h = ct_f64_to_f16(high);
        return ct_f16_to_f32(h) < high ? ct_f16_to_f32(h)
                                       : ct_f16_to_f32(previous_16(h));
    }
    uint16_t h = ct_f64_to_bf16(high);
    return ct_bf16_to_f32(h) < high ? ct_bf16_to_f32(h)
                                    : ct_bf16_to_f32(previous_16(h));
}

int ct_random_uniform(ct_dtype dtype, void *out, int64_t n, ct_generator at, double low,
                      double high)
{
    fill f = {.shift = low, .scale = high - low};
    if (!ct_dtype_is_floating(dtype)) {
        return refuse("uniform", dtype);
    }
    if (!(low <= high) || !isfinite(f.scale)) {
        return ct_error(CT_ERR_RUNTIME,
                        "uniform: expected finite low <= high, got low=%g, high=%g",
                        low, high);
    }
    f.most = low < high ? fmax(largest_below(dtype, high), low) : low;
    f.make = dtype == CT_DTYPE_F64   ? make_uniform_f64
             : dtype == CT_DTYPE_F32 ? make_uniform_f32
                                     : make_uniform_16;
    f.stream = dtype == CT_DTYPE_F64 ? STREAM_64 : STREAM_32;
    return fill_run(&f, dtype, out, n, at);
}

/* ---- normal ---- */

static void make_normal_f32(const fill *f, void *out, const uint32_t *words)
{
    float shift = (float)f->shift, scale = (float)f->scale, *x = out;
    ct_cpu->random->normal_f32(x, words);
    if (shift != 0 || scale != 1) {
        for (int i = 0; i < CT_RANDOM_GROUP; i++) {
            x[i] = x[i] * scale + shift;
        }
    }
}

static void make_normal_f64(const fill *f, void *out, const uint32_t *words)
{
    double *x = out;
    ct_cpu->random->normal_f64(x, words);
    if (f->shift != 0 || f->scale != 1) {
        for (int i = 0; i < CT_RANDOM_GROUP / 2; i++) {
            x[i] = x[i] * f->scale + f->shift;
        }
    }
}

static void make_normal_16(const fill *f, void *out, const uint32_t *words)
{
    float x[CT_RANDOM_GROUP];
    make_normal_f32(f, x, words);
    ct_cpu->cast->cast[f->dtype][CT_DTYPE_F32](out, x, CT_RANDOM_GROUP);
}

int ct_random_normal(ct_dtype dtype, void *out, int64_t n, ct_generator at, double mean,
                     double std)
{
    fill f = {.shift = mean, .scale = std};
    if (!ct_dtype_is_floating(dtype)) {
        return refuse("normal", dtype);
    }
    if (!(std >= 0)) {
        return ct_error(CT_ERR_RUNTIME, "normal: expected std >= 0, got %g", std);
    }
    f.make = dtype == CT_DTYPE_F64   ? make_normal_f64
             : dtype == CT_DTYPE_F32 ? make_normal_f32
                                     : make_normal_16;
    f.stream = dtype == CT_DTYPE_F64 ? STREAM_64 : STREAM_32;
    return fill_run(&f, dtype, out, n, at);
}

/* ---- exponential, and what is made in float64 ---- */

static void make_exponential_f32(const fill *f, void *out, const uint32_t *words)
{
    float scale = (float)f->scale, *x = out;
    ct_cpu->random->exponential_f32(x, words);
    for (int i = 0; scale != 1 && i < CT_RANDOM_GROUP; i++) {
        x[i] *= scale;
    }
}

static void make_exponential_16(const fill *f, void *out, const uint32_t *words)
{
    float x[CT_RANDOM_GROUP];
    make_exponential_f32(f, x, words);
    ct_cpu->cast->cast[f->dtype][CT_DTYPE_F32](out, x, CT_RANDOM_GROUP);
}

/* Scales what the group holds, and converts it. */
static void store_f64(const fill *f, void *out, double *x)
{
    for (int i = 0; i < CT_RANDOM_GROUP / 2; i++) {
        x[i] = x[i] * f->scale + f->shift;
    }
    if (f->dtype == CT_DTYPE_F64) {
        memcpy(out, x, CT_RANDOM_GROUP / 2 * sizeof *x);
    } else {
        ct_cpu->cast->cast[f->dtype][CT_DTYPE_F64](out, x, CT_RANDOM_GROUP / 2);
    }
}

static void make_exponential_f64(const fill *f, void *out, const uint32_t *words)
{
    double x[CT_RANDOM_GROUP / 2];
    ct_cpu->random->exponential_f64(x, words);
    store_f64(f, out, x);
}

static void make_cauchy(const fill *f, void *out, const uint32_t *words)
{
    double x[CT_RANDOM_GROUP / 2];
    ct_cpu->random->cauchy_f64(x, words);
    store_f64(f, out, x);
}

static void make_log_normal(const fill *f, void *out, const uint32_t *words)
{
    double x[CT_RANDOM_GROUP / 2];
    make_normal_f64(f, x, words);
    ct_cpu->random->exp_f64(x);
    store_f64(&(fill){.dtype = f->dtype, .scale = 1}, out, x);
}

/* The first whole number that an exponential number, scaled, does not exceed. */
static void make_geometric(const fill *f, void *out, const uint32_t *words)
{
    double x[CT_RANDOM_GROUP / 2];
    ct_cpu->random->exponential_f64(x, words);
    for (int i = 0; i < CT_RANDOM_GROUP / 2; i++) {
        double trials = ceil(x[i] * f->scale);
        x[i] = trials < 1 ? 1 : trials < f->most ? trials : f->most;
    }
    store_f64(&(fill){.dtype = f->dtype, .scale = 1}, out, x);
}

static int fill_floats(fill *f, const char *op, ct_dtype dtype, void *out, int64_t n,
                       ct_generator at)
{
    if (!ct_dtype_is_floating(dtype)) {
        return refuse(op, dtype);
    }
    f->stream = STREAM_64;
    return fill_run(f, dtype, out, n, at);
}

int ct_random_log_normal(ct_dtype dtype, void *out, int64_t n, ct_generator at,
                         double mean, double std)
{
    fill f = {.make = make_log_normal, .shift = mean, .scale = std};
    return fill_floats(&f, "log_normal", dtype, out, n, at);
}

int ct_random_cauchy(ct_dtype dtype, void *out, int64_t n, ct_generator at,
                     double median, double width)
{
    fill f = {.make = make_cauchy, .shift = median, .scale = width};
    return fill_floats(&f, "cauchy", dtype, out, n, at);
}

int ct_random_exponential(ct_dtype dtype, void *out, int64_t n, ct_generator at,
                          double rate)
{
    fill f = {.scale = 1 / rate};
    if (!ct_dtype_is_floating(dtype)) {
        return refuse("exponential", dtype);
    }
    f.make = dtype == CT_DTYPE_F64   ? make_exponential_f64
             : dtype == CT_DTYPE_F32 ? make_exponential_f32
                                     : make_exponential_16;
    f.stream = dtype == CT_DTYPE_F64 ? STREAM_64 : STREAM_32;
    return fill_run(&f, dtype, out, n, at);
}

/* The largest float64 that is a number of a real dtype. */
static double largest_of(ct_dtype dtype)
{
    if (ct_dtype_is_floating(dtype)) {
        return dtype == CT_DTYPE_F16    ? 65504
               : dtype == CT_DTYPE_BF16 ? 0x1.fep127
               : dtype == CT_DTYPE_F32  ? 0x1.fffffep127
                                        : 0x1.fffffffffffffp1023;
    }
    int bits = 8 * (int)ct_dtype_size(dtype) - ct_dtype_is_signed(dtype);
    double end = ldexp(1, bits);
    return bits > 53 ? nextafter(end, 0) : end - 1;
}

int ct_random_geometric(ct_dtype dtype, void *out, int64_t n, ct_generator at, double p)
{
    fill f = {.make = make_geometric, .stream = STREAM_64};
    if (ct_dtype_is_complex(dtype)) {
        return refuse("geometric", dtype);
    }
    f.scale = -1 / log1p(-p);
    f.most = largest_of(dtype);
    return fill_run(&f, dtype, out, n, at);
}

/* ---- bernoulli and integers ---- */

/* Stores int64 `values`: integers keep their low bits, as a C conversion does. */
static void store_integers(ct_dtype dtype, void *out, const int64_t *values, int64_t n)
{
    if (dtype == CT_DTYPE_I64 || dtype == CT_DTYPE_U64) {
        memcpy(out, values, (size_t)n * 8);
    } else {
        ct_cpu->cast->cast[dtype][CT_DTYPE_I64](out, values, n);
    }
}

/* A word stands for 1 when it is at most `last`; compared in 32 bits, for vectors. */
static void make_bernoulli(const fill *f, void *out, const uint32_t *words)
{
    uint32_t last = f->last, one = f->one;
    if (f->size == 1) {
        for (int i = 0; i < CT_RANDOM_GROUP; i++) {
            ((uint8_t *)out)[i] = words[i] <= last;
        }
    } else if (f->size == 4) {
        for (int i = 0; i < CT_RANDOM_GROUP; i++) {
            ((uint32_t *)out)[i] = words[i] <= last ? one : 0;
        }
    } else {
        int64_t values[CT_RANDOM_GROUP];
        for (int i = 0; i < CT_RANDOM_GROUP; i++) {
            values[i] = words[i] <= last;
        }
        store_integers(f->dtype, out, values, CT_RANDOM_GROUP);
    }
}

int ct_random_bernoulli(ct_dtype dtype, void *out, int64_t n, ct_generator at, double p)
{
    if (ct_dtype_is_complex(dtype)) {
        return refuse("bernoulli", dtype);
    }
    if (!(p >= 0 && p <= 1)) {
        return ct_error(CT_ERR_RUNTIME, "bernoulli: expected 0 <= p <= 1, got p=%g", p);
    }
    uint64_t ones = (uint64_t)(p * 0x1p32 + 0.5); /* of 2^32 words */
    if (ones == 0) {
        memset(out, 0, (size_t)(n * ct_dtype_size(dtype)));
        return 0;
    }
    float f32_one = 1;
    fill f = {
        .make = make_bernoulli, .stream = STREAM_32, .last = (uint32_t)(ones - 1)};
    memcpy(&f.one, dtype == CT_DTYPE_F32 ? (void *)&f32_one : &(uint32_t){1}, 4);
    return fill_run(&f, dtype, out, n, at);
}

/* 64-bit words: floor(word * count / 2^64), for count up to 2^32. */
static void make_integers_64(const fill *f, void *out, const uint32_t *words)
{
    int64_t values[CT_RANDOM_GROUP / 2];
    for (int i = 0; i < CT_RANDOM_GROUP / 2; i++) {
        const uint32_t *word = words + i / 16 * 32 + i % 16;
        uint64_t carry = word[0] * f->count >> 32;
        values[i] = (int64_t)(f->low + ((word[16] * f->count + carry) >> 32));
    }
    store_integers(f->dtype, out, values, CT_RANDOM_GROUP / 2);
}

/* 128-bit words, the same; count 0 is 2^64. */
static void make_integers_128(const fill *f, void *out, const uint32_t *words)
{
    int64_t values[CT_RANDOM_GROUP / 4];
    for (int i = 0; i < CT_RANDOM_GROUP / 4; i++) {
        uint64_t low = (uint64_t)words[16 + i] << 32 | words[i];
        uint64_t high = (uint64_t)words[48 + i] << 32 | words[32 + i];
        unsigned __int128 carry = (unsigned __int128)low * f->count >> 64;
        uint64_t value = (uint64_t)(((unsigned __int128)high * f->count + carry) >> 64);
        values[i] = (int64_t)(f->low + (f->count ? value : high));
    }
    store_integers(f->dtype, out, values, CT_RANDOM_GROUP / 4);
}

int ct_random_integers(ct_dtype dtype, void *out, int64_t n, ct_generator at,
                       int64_t low, uint64_t count)
{
    if (ct_dtype_is_complex(dtype)) {
        return refuse("randint", dtype);
    }
    fill f = {.low = (uint64_t)low, .count = count};
    bool narrow = count && count <= (uint64_t)1 << 32;
    f.make = narrow ? make_integers_64 : make_integers_128;
    f.stream = narrow ? STREAM_64 : STREAM_128;
    return fill_run(&f, dtype, out, n, at);
}

/* ---- permutation ---- */

/* Fisher and Yates from the inside out: element i goes to a random place j <= i and what
 * was there to place i. The places of a group are drawn together and fetched ahead,
 * since they miss the cache; places beyond i are unwritten yet, which does no harm. */
static int permute(int64_t *out, int64_t n, ct_generator at)
{
    enum { N = CT_RANDOM_GROUP / 2 };
    uint64_t group = at.offset / N;
    for (int64_t first = 0; first < n; first += N) {
        int64_t place[N], m = n - first < N ? n - first : N;
        uint32_t words[CT_RANDOM_GROUP];
        ct_cpu->random->words(words, at.seed, STREAM_64, group++);
        for (int64_t i = 0; i < m; i++) {
            const uint32_t *word = words + i / 16 * 32 + i % 16;
            uint64_t w = (uint64_t)word[16] << 32 | word[0];
            place[i] =
                (int64_t)((unsigned __int128)w * (uint64_t)(first + i + 1) >> 64);
            __builtin_prefetch(out + place[i], 1);
        }
        for (int64_t i = 0; i < m; i++) {
            out[first + i] = out[place[i]];
            out[place[i]] = first + i;
        }
        if (first / N % 1024 == 1023 && ct_interrupted() < 0) {
            return -1;
        }
    }
    return 0;
}

int ct_random_permutation(int64_t *out, int64_t n, ct_generator at)
{
    if (n <= CT_GRAIN) {
        return permute(out, n, at);
    }
    ct_unlocked_begin();
    int status = permute(out, n, at);
    ct_unlocked_end();
    return status;
}
