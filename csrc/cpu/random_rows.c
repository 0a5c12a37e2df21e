/* random rows: tensors filled with random numbers, by parameters that are numbers (what
 * is drawn by the parameters that tensors hold: cpu/sampling.c). */
#include <math.h>

#include "core/device.h"
#include "cpu/random_fill.h"
#include "ops/create.h"
#include "rows/create.h"

/* Complex tensors are pairs of reals. */
static void as_reals(const ct_tensor *t, ct_dtype *d, int64_t *n)
{
    bool complex = ct_dtype_is_complex((ct_dtype)t->dtype);
    *d = ct_dtype_to_real((ct_dtype)t->dtype);
    *n = complex ? 2 * t->numel : t->numel;
}

static int uniform(ct_tensor *t, ct_generator at, double low, double high)
{
    ct_dtype d;
    int64_t n;
    as_reals(t, &d, &n);
    return ct_random_uniform(d, t->data, n, at, low, high);
}

/* A complex number's variance is that of its parts together; its mean is real. */
static int normal(ct_tensor *t, ct_generator at, double mean, double std)
{
    ct_dtype d;
    int64_t n;
    as_reals(t, &d, &n);
    if (n == t->numel) {
        return ct_random_normal(d, t->data, n, at, mean, std);
    }
    int status = ct_random_normal(d, t->data, n, at, 0, std * sqrt(0.5));
    for (int64_t i = 0; status == 0 && mean != 0 && i < t->numel; i++) {
        char *element = t->data + i * ct_tensor_itemsize(t);
        ct_scalar z = ct_scalar_load((ct_dtype)t->dtype, element);
        z.re += mean;
        ct_scalar_store((ct_dtype)t->dtype, element, z);
    }
    return status;
}

static ct_generator draw_reals(const ct_call *c, const ct_tensor *t)
{
    ct_dtype d;
    int64_t n;
    as_reals(t, &d, &n);
    return ct_call_draw(c, n);
}

int ct_rand_cpu(ct_call *c)
{
    return uniform(c->out[0], draw_reals(c, c->out[0]), 0, 1);
}

int ct_randn_cpu(ct_call *c)
{
    ct_tensor *t = c->out[0];
    return normal(t, draw_reals(c, t), 0, 1);
}

int ct_normal_cpu(ct_call *c)
{
    ct_tensor *t = c->out[0];
    return normal(t, draw_reals(c, t), ARG(c, normal, mean).f, ARG(c, normal, std).f);
}

int ct_randint_cpu(ct_call *c)
{
    ct_tensor *t = c->out[0];
    int64_t first;
    uint64_t count;
    ct_randint_read(c, &first, &count);
    return ct_random_integers((ct_dtype)t->dtype, t->data, t->numel,
                              ct_call_draw(c, t->numel), first, count);
}

int ct_randperm_cpu(ct_call *c)
{
    ct_tensor *t = c->out[0];
    ct_generator at = ct_call_draw(c, t->numel);
    if (t->dtype == CT_DTYPE_I64) {
        return ct_random_permutation((int64_t *)t->data, t->numel, at);
    }
    ct_tensor *numbers = ct_tensor_new_like(t, CT_DTYPE_I64);
    int status =
        numbers ? ct_random_permutation((int64_t *)numbers->data, t->numel, at) : -1;
    status = status == 0 ? ct_tensor_copy_data(t, numbers) : -1;
    ct_xdecref(numbers);
    return status;
}

/* Fills a contiguous tensor; any other by way of one. */
static int fill_through(ct_call *c, int (*fn)(ct_tensor *t, const ct_call *c))
{
    ct_tensor *t = c->out[0];
    if (ct_tensor_is_contiguous(t)) {
        return fn(t, c);
    }
    ct_tensor *flat = ct_tensor_new_like(t, (ct_dtype)t->dtype);
    int status = flat ? fn(flat, c) : -1;
    status = status == 0 ? ct_tensor_copy_data(t, flat) : -1;
    ct_xdecref(flat);
    return status;
}

static int fill_uniform(ct_tensor *t, const ct_call *c)
{
    return uniform(t, draw_reals(c, t), ARG(c, uniform_, from).f,
                   ARG(c, uniform_, to).f);
}

static int fill_normal(ct_tensor *t, const ct_call *c)
{
    return normal(t, draw_reals(c, t), ARG(c, normal_, mean).f, ARG(c, normal_, std).f);
}

static int fill_log_normal(ct_tensor *t, const ct_call *c)
{
    return ct_random_log_normal((ct_dtype)t->dtype, t->data, t->numel,
                                ct_call_draw(c, t->numel), ARG(c, log_normal_, mean).f,
                                ARG(c, log_normal_, std).f);
}

static int fill_exponential(ct_tensor *t, const ct_call *c)
{
    return ct_random_exponential((ct_dtype)t->dtype, t->data, t->numel,
                                 ct_call_draw(c, t->numel),
                                 ARG(c, exponential_, lambd).f);
}

static int fill_cauchy(ct_tensor *t, const ct_call *c)
{
    return ct_random_cauchy((ct_dtype)t->dtype, t->data, t->numel,
                            ct_call_draw(c, t->numel), ARG(c, cauchy_, median).f,
                            ARG(c, cauchy_, sigma).f);
}

static int fill_geometric(ct_tensor *t, const ct_call *c)
{
    return ct_random_geometric((ct_dtype)t->dtype, t->data, t->numel,
                               ct_call_draw(c, t->numel), ARG(c, geometric_, p).f);
}

static int fill_random(ct_tensor *t, const ct_call *c)
{
    int64_t first;
    uint64_t count;
    ct_random_read(c, &first, &count);
    return ct_random_integers((ct_dtype)t->dtype, t->data, t->numel,
                              ct_call_draw(c, t->numel), first, count);
}

static int fill_bernoulli(ct_tensor *t, const ct_call *c)
{
    return ct_random_bernoulli((ct_dtype)t->dtype, t->data, t->numel,
                               ct_call_draw(c, t->numel), ARG(c, bernoulli_, p).f);
}

int ct_uniform__cpu(ct_call *c)
{
    return fill_through(c, fill_uniform);
}

int ct_normal__cpu(ct_call *c)
{
    return fill_through(c, fill_normal);
}

int ct_bernoulli__cpu(ct_call *c)
{
    return fill_through(c, fill_bernoulli);
}

int ct_log_normal__cpu(ct_call *c)
{
    return fill_through(c, fill_log_normal);
}

int ct_exponential__cpu(ct_call *c)
{
    return fill_through(c, fill_exponential);
}

int ct_cauchy__cpu(ct_call *c)
{
    return fill_through(c, fill_cauchy);
}

int ct_geometric__cpu(ct_call *c)
{
    return fill_through(c, fill_geometric);
}

int ct_random__cpu(ct_call *c)
{
    return fill_through(c, fill_random);
}
