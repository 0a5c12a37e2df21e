/* draw: rows that draw random numbers by parameters that are numbers, and dropout. What a
 * seed gives is what it gives on the CPU. */
#include "draw_each.h"

#include <math.h>

#include "host.h"
#include "ops/create.h"
#include "rows/create.h"
#include "rows/nn.h"
#include "rows/random.h"

/* t itself where it is contiguous, else by way of one that is. */
int ct_cuda_draw_into(ct_tensor *t, ct_device_draw d, ct_generator at)
{
    ct_tensor *to = ct_tensor_is_contiguous(t)
                        ? ct_newref(t)
                        : ct_tensor_new_like(t, (ct_dtype)t->dtype);
    bool pairs = ct_dtype_is_complex((ct_dtype)t->dtype);
    if (!to || t->numel == 0 || ct_cuda_use(t->device_index) < 0) {
        ct_xdecref(to);
        return to && t->numel == 0 ? 0 : -1;
    }
    d.out = to->data;
    d.n = t->numel * (pairs ? 2 : 1);
    d.dtype = ct_dtype_to_real((ct_dtype)t->dtype);
    d.seed = at.seed;
    d.offset = at.offset;
    ct_cuda_draw(&d, ct_cuda_stream(t->device_index));
    int status = to == t ? 0 : ct_tensor_copy_data(t, to);
    ct_decref(to);
    return status;
}

static ct_generator draw_reals(const ct_call *c, const ct_tensor *t)
{
    bool pairs = ct_dtype_is_complex((ct_dtype)t->dtype);
    return ct_call_draw(c, pairs ? 2 * t->numel : t->numel);
}

/* The largest number of a 16- or 32- or 64-bit float below high. */
static double largest_below(ct_dtype d, double high)
{
    char element[16];
    ct_scalar s = {.category = CT_CATEGORY_FLOATING, .re = high};
    ct_scalar_store(d, element, s);
    double x = ct_scalar_load(d, element).re;
    while (x >= high) { /* once: the bits before, of sign and magnitude */
        int64_t bits = 0, size = ct_dtype_size(d);
        __builtin_memcpy(&bits, element, (size_t)size);
        int64_t sign = (int64_t)1 << (8 * size - 1);
        bits = bits == 0 || bits == sign ? sign | 1 : bits & sign ? bits + 1 : bits - 1;
        __builtin_memcpy(element, &bits, (size_t)size);
        x = ct_scalar_load(d, element).re;
    }
    return x;
}

static int uniform_in(const ct_call *c, double low, double high)
{
    ct_tensor *t = c->out[0];
    ct_dtype real = ct_dtype_to_real((ct_dtype)t->dtype);
    if (!ct_dtype_is_floating(real)) {
        return ct_error(CT_ERR_NOT_IMPLEMENTED,
                        "uniform: expected a floating dtype, got %s",
                        ct_dtype_name(real));
    }
    if (!(low <= high) || !isfinite(high - low)) {
        return ct_error(CT_ERR_RUNTIME,
                        "uniform: expected finite low <= high, got low=%g, high=%g",
                        low, high);
    }
    ct_device_draw d = {.what = CT_DRAW_UNIFORM, .shift = low, .scale = high - low};
    d.most = low < high ? fmax(largest_below(real, high), low) : low;
    return ct_cuda_draw_into(t, d, draw_reals(c, t));
}

/* A complex number's variance is that of its parts together; no mean is added to it. */
static int normal_of(const ct_call *c, double mean, double std)
{
    ct_tensor *t = c->out[0];
    bool pairs = ct_dtype_is_complex((ct_dtype)t->dtype);
    if (!ct_dtype_is_inexact((ct_dtype)t->dtype)) {
        return ct_error(CT_ERR_NOT_IMPLEMENTED,
                        "normal: expected a floating dtype, got %s",
                        ct_dtype_name((ct_dtype)t->dtype));
    }
    if (!(std >= 0)) {
        return ct_error(CT_ERR_RUNTIME, "normal: expected std >= 0, got %g", std);
    }
    if (pairs && mean != 0) {
        return ct_cuda_no_kernel(c, (ct_dtype)t->dtype);
    }
    ct_device_draw d = {
        .what = CT_DRAW_NORMAL, .shift = mean, .scale = pairs ? std * sqrt(0.5) : std};
    return ct_cuda_draw_into(t, d, draw_reals(c, t));
}

static int ones(ct_tensor *t, ct_generator at, double p, double one)
{
    if (ct_dtype_is_complex((ct_dtype)t->dtype)) {
        return ct_error(CT_ERR_NOT_IMPLEMENTED,
                        "bernoulli: expected a real dtype, got %s",
                        ct_dtype_name((ct_dtype)t->dtype));
    }
    if (!(p >= 0 && p <= 1)) {
        return ct_error(CT_ERR_RUNTIME, "bernoulli: expected 0 <= p <= 1, got p=%g", p);
    }
    uint64_t of = (uint64_t)(p * 0x1p32 + 0.5);
    if (of == 0) {
        static const char zero[16];
        return ct_tensor_fill(t, zero);
    }
    ct_device_draw d = {
        .what = CT_DRAW_BERNOULLI, .last = (uint32_t)(of - 1), .one = one};
    return ct_cuda_draw_into(t, d, at);
}

static int integers(const ct_call *c, int64_t low, uint64_t count)
{
    ct_tensor *t = c->out[0];
    if (ct_dtype_is_complex((ct_dtype)t->dtype)) {
        return ct_cuda_no_kernel(c, (ct_dtype)t->dtype);
    }
    ct_device_draw d = {.what = CT_DRAW_INTEGERS, .low = (uint64_t)low, .count = count};
    return ct_cuda_draw_into(t, d, ct_call_draw(c, t->numel));
}

/* ---- rows ------------------------------------------------------------------------ */

static int rand_row(ct_call *c)
{
    return uniform_in(c, 0, 1);
}

static int randn_row(ct_call *c)
{
    return normal_of(c, 0, 1);
}

static int normal_row(ct_call *c)
{
    return normal_of(c, ARG(c, normal, mean).f, ARG(c, normal, std).f);
}

static int uniform_row(ct_call *c)
{
    return uniform_in(c, ARG(c, uniform_, from).f, ARG(c, uniform_, to).f);
}

static int normal_in_place(ct_call *c)
{
    return normal_of(c, ARG(c, normal_, mean).f, ARG(c, normal_, std).f);
}

static int randint_row(ct_call *c)
{
    int64_t first;
    uint64_t count;
    ct_randint_read(c, &first, &count);
    return integers(c, first, count);
}

static int random_row(ct_call *c)
{
    int64_t first;
    uint64_t count;
    ct_random_read(c, &first, &count);
    return integers(c, first, count);
}

static int bernoulli_row(ct_call *c)
{
    ct_tensor *t = c->out[0];
    return ones(t, ct_call_draw(c, t->numel), ARG(c, bernoulli_, p).f, 1);
}

static int bernoulli_p(ct_call *c)
{
    ct_tensor *t = c->out[0];
    return ones(t, ct_call_draw(c, t->numel), ARG(c, bernoulli_p, p).f, 1);
}

/* 0 or 1 / (1 - p) for each element, kept for the gradient; times the input. */
static int dropout(ct_call *c)
{
    ct_tensor *x = FIRST(c), *mask = KEPT(c, dropout, mask);
    double p = ARG(c, dropout, training).i ? ARG(c, dropout, p).f : 0;
    ct_generator at = ct_generator_take(ct_generator_default(), mask->numel);
    if (ones(mask, at, 1 - p, p == 1 ? 1 : 1 / (1 - p)) < 0) {
        return -1;
    }
    return ct_cuda_multiply(c->out[0], x, mask);
}

extern const ct_cuda_kernel ct_cuda_draws[];
const ct_cuda_kernel ct_cuda_draws[] = {
    {CT_ID_rand, rand_row},
    {CT_ID_rand_like, rand_row},
    {CT_ID_randn, randn_row},
    {CT_ID_randn_like, randn_row},
    {CT_ID_normal, normal_row},
    {CT_ID_uniform_, uniform_row},
    {CT_ID_normal_, normal_in_place},
    {CT_ID_randint, randint_row},
    {CT_ID_randint_to, randint_row},
    {CT_ID_random_, random_row},
    {CT_ID_random_to, random_row},
    {CT_ID_random_from, random_row},
    {CT_ID_bernoulli_, bernoulli_row},
    {CT_ID_bernoulli_p, bernoulli_p},
    {CT_ID_dropout, dropout},
    {0, NULL},
};
