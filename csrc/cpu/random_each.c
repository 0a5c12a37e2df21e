/* random rows whose parameters are tensors: these as float64 numbers of the result's
 * shape, what is drawn as float64, and that converted. What each element draws depends on
 * its place alone. */
#include <float.h>
#include <math.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/parallel.h"
#include "cpu/implicit.h"
#include "cpu/plain.h"
#include "cpu/random_fill.h"
#include "cpu/sampling.h"
#include "ops/create.h"
#include "rows/create.h"
#include "rows/random.h"

enum { MAX_PARAMETERS = 3 };

typedef struct draws draws;
typedef int (*draw_fn)(const draws *d, int64_t i,
                       ct_word_source *source); /* element i */

struct draws {
    const ct_call *c;
    int64_t n, row; /* elements; of a row */
    const double *p[MAX_PARAMETERS];
    double *out;
    ct_generator at;
    double least; /* the smallest normal number of the result's dtype */
    draw_fn one;
};

static double *numbers(ct_tensor *t)
{
    return (double *)(void *)t->data;
}

static int refuse(const ct_call *c, const char *expected, double got)
{
    return ct_error(CT_ERR_RUNTIME, "%s: expected %s, got %g", c->op->pyname, expected,
                    got);
}

static int draw_range(void *context, int64_t begin, int64_t end)
{
    const draws *d = context;
    ct_word_source source = {.at = d->at};
    int64_t done = 0;
    for (int64_t i = begin; i < end; i++) {
        if (d->one(d, i, &source) < 0 || ct_parallel_pace(&done, 64) < 0) {
            return -1;
        }
    }
    return 0;
}

static double least_normal(ct_dtype d)
{
    return d == CT_DTYPE_F64 ? DBL_MIN : d == CT_DTYPE_F16 ? 0x1p-14 : FLT_MIN;
}

/* Arguments `from` .. `from` + `count` as float64 of the result's shape. */
static int parameters_read(const ct_call *c, int count, ct_tensor **made, draws *d)
{
    for (int i = 0; i < count; i++) {
        ct_tensor *t = c->arg[i].tensor;
        made[i] = ct_tensor_new_like(c->out[0], CT_DTYPE_F64);
        if (!made[i] || (t->numel && ct_tensor_copy_data(made[i], t) < 0)) {
            return -1;
        }
        d->p[i] = numbers(made[i]);
    }
    return 0;
}

/* `one` for each of `n` (rows of) elements, by the first `count` arguments. */
static int draw_each(ct_call *c, int count, draw_fn one, int64_t row, int64_t grain)
{
    ct_tensor *out = c->out[0], *made[MAX_PARAMETERS] = {NULL};
    draws d = {.c = c, .row = row, .one = one};
    d.n = row ? out->numel / row : 0;
    d.least = least_normal((ct_dtype)out->dtype);
    ct_tensor *drawn = ct_tensor_new_like(out, CT_DTYPE_F64);
    int status = drawn ? parameters_read(c, count, made, &d) : -1;
    if (status == 0 && out->numel) {
        d.out = numbers(drawn);
        if (c->op->flags & CT_OP_RANDOM) {
            d.at = ct_call_draw(c, out->numel);
        }
        status = ct_parallel_for(d.n, grain, draw_range, &d);
        status = status == 0 ? ct_tensor_copy_data(out, drawn) : -1;
    }
    for (int i = 0; i < count; i++) {
        ct_xdecref(made[i]);
    }
    ct_xdecref(drawn);
    return status;
}

/* ---- normal and 0 or 1 ---------------------------------------------------- */

/* How far element i, a number of mean 0 and variance 1, is moved; NULL: by none. */
typedef struct moves {
    const double *mean, *std;
    double one_mean, one_std;
} moves;

static int move(const ct_call *c, const moves *m, double *x, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        double std = m->std ? m->std[i] : m->one_std;
        if (!(std >= 0)) {
            return refuse(c, "all elements of std >= 0.0", std);
        }
        x[i] = x[i] * std + (m->mean ? m->mean[i] : m->one_mean);
    }
    return 0;
}

/* x as float64 of the result's shape; NULL with the error set. */
static ct_tensor *spread(const ct_call *c, ct_tensor *x)
{
    ct_tensor *made = ct_tensor_new_like(c->out[0], CT_DTYPE_F64);
    if (made && x->numel && ct_tensor_copy_data(made, x) < 0) {
        ct_clear(&made);
    }
    return made;
}

/* Either may be NULL, for which there is a number in m. */
static int normal_each(ct_call *c, ct_tensor *mean, ct_tensor *std, moves m)
{
    ct_tensor *out = c->out[0], *x = ct_tensor_new_like(out, CT_DTYPE_F64);
    ct_tensor *means = x && mean ? spread(c, mean) : NULL;
    ct_tensor *stds = x && std ? spread(c, std) : NULL;
    int status = x && (means || !mean) && (stds || !std) ? 0 : -1;
    if (status == 0) {
        m.mean = means ? numbers(means) : NULL;
        m.std = stds ? numbers(stds) : NULL;
        status = ct_random_normal(CT_DTYPE_F64, x->data, x->numel,
                                  ct_call_draw(c, x->numel), 0, 1);
        status = status == 0 ? move(c, &m, numbers(x), x->numel) : -1;
        status = status == 0 && x->numel ? ct_tensor_copy_data(out, x) : status;
    }
    ct_xdecref(x);
    ct_xdecref(means);
    ct_xdecref(stds);
    return status;
}

int ct_normal_mean_cpu(ct_call *c)
{
    moves m = {.one_std = ARG(c, normal_mean, std).f};
    return normal_each(c, ARG(c, normal_mean, mean).tensor, NULL, m);
}

int ct_normal_std_cpu(ct_call *c)
{
    moves m = {.one_mean = ARG(c, normal_std, mean).f};
    return normal_each(c, NULL, ARG(c, normal_std, std).tensor, m);
}

int ct_normal_both_cpu(ct_call *c)
{
    return normal_each(c, ARG(c, normal_both, mean).tensor,
                       ARG(c, normal_both, std).tensor, (moves){0});
}

int ct_bernoulli_p_cpu(ct_call *c)
{
    ct_tensor *t = c->out[0];
    return ct_random_bernoulli((ct_dtype)t->dtype, t->data, t->numel,
                               ct_call_draw(c, t->numel), ARG(c, bernoulli_p, p).f);
}

/* 1 where a uniform number of [0, 1) is below p. */
typedef struct chances {
    const ct_call *c;
    const double *p;
    double *u;
} chances;

static int below(void *context, int64_t begin, int64_t end)
{
    const chances *a = context;
    bool fits = true;
    for (int64_t i = begin; i < end; i++) {
        double p = a->p[i];
        fits &= p >= 0 && p <= 1;
        a->u[i] = a->u[i] < p;
    }
    for (int64_t i = begin; !fits && i < end; i++) {
        if (!(a->p[i] >= 0 && a->p[i] <= 1)) {
            return refuse(a->c, "p in [0, 1]", a->p[i]);
        }
    }
    return 0;
}

static int bernoulli(ct_call *c, ct_tensor *out, ct_tensor *p)
{
    ct_tensor *u = ct_tensor_new_like(out, CT_DTYPE_F64), *ps = u ? spread(c, p) : NULL;
    int status = -1;
    if (ps) {
        chances a = {c, numbers(ps), numbers(u)};
        status = ct_random_uniform(CT_DTYPE_F64, u->data, u->numel,
                                   ct_call_draw(c, u->numel), 0, 1);
        status = status == 0 ? ct_parallel_for(u->numel, CT_GRAIN, below, &a) : -1;
        status = status == 0 && u->numel ? ct_tensor_copy_data(out, u) : status;
    }
    ct_xdecref(u);
    ct_xdecref(ps);
    return status;
}

int ct_bernoulli_cpu(ct_call *c)
{
    return bernoulli(c, c->out[0], ARG(c, bernoulli, input).tensor);
}

int ct_bernoulli_each_cpu(ct_call *c)
{
    return bernoulli(c, c->out[0], ARG(c, bernoulli_each, p).tensor);
}

/* ---- counts --------------------------------------------------------------- */

static int poisson_one(const draws *d, int64_t i, ct_word_source *source)
{
    double rate = d->p[0][i];
    if (!(rate >= 0) || isinf(rate)) {
        return refuse(d->c, "finite rates >= 0", rate);
    }
    ct_words w;
    ct_words_of(&w, source, i);
    d->out[i] = rate == 0 ? 0 : ct_draw_poisson(&w, rate);
    return 0;
}

int ct_poisson_cpu(ct_call *c)
{
    return draw_each(c, 1, poisson_one, 1, CT_GRAIN / 64);
}

static int binomial_one(const draws *d, int64_t i, ct_word_source *source)
{
    double count = d->p[0][i], p = d->p[1][i];
    if (!(count >= 0) || isinf(count)) {
        return refuse(d->c, "finite counts >= 0", count);
    }
    if (!(p >= 0 && p <= 1)) {
        return refuse(d->c, "prob in [0, 1]", p);
    }
    ct_words w;
    ct_words_of(&w, source, i);
    d->out[i] = ct_draw_binomial(&w, floor(count), p);
    return 0;
}

int ct_binomial_cpu(ct_call *c)
{
    return draw_each(c, 2, binomial_one, 1, CT_GRAIN / 64);
}

/* ---- gamma and Dirichlet ---------------------------------------------------- */

static int check_shape(const ct_call *c, double shape)
{
    return shape > 0 && isfinite(shape) ? 0
                                        : refuse(c, "finite concentrations > 0", shape);
}

static int gamma_one(const draws *d, int64_t i, ct_word_source *source)
{
    if (check_shape(d->c, d->p[0][i]) < 0) {
        return -1;
    }
    ct_words w;
    ct_words_of(&w, source, i);
    double log_scale, x = ct_draw_gamma(&w, d->p[0][i], &log_scale);
    x *= log_scale < 0 ? exp(log_scale) : 1;
    d->out[i] = x > d->least ? x : d->least;
    return 0;
}

int ct_standard_gamma_cpu(ct_call *c)
{
    return draw_each(c, 1, gamma_one, 1, CT_GRAIN / 64);
}

/* Gamma numbers over their sum, by their logarithms: of small concentrations most are
 * smaller than a float can be. */
static int dirichlet_row(const draws *d, int64_t row, ct_word_source *source)
{
    const double *shape = d->p[0] + row * d->row;
    double *x = d->out + row * d->row, most = -INFINITY, sum = 0;
    for (int64_t i = 0; i < d->row; i++) {
        if (check_shape(d->c, shape[i]) < 0) {
            return -1;
        }
        ct_words w;
        ct_words_of(&w, source, row * d->row + i);
        double log_scale, drawn = ct_draw_gamma(&w, shape[i], &log_scale);
        x[i] = log(drawn) + log_scale;
        most = x[i] > most ? x[i] : most;
    }
    for (int64_t i = 0; i < d->row; i++) {
        x[i] = exp(x[i] - most);
        sum += x[i];
    }
    for (int64_t i = 0; i < d->row; i++) {
        x[i] = x[i] / sum > d->least ? x[i] / sum : d->least;
    }
    return 0;
}

int ct_sample_dirichlet_cpu(ct_call *c)
{
    ct_tensor *t = c->out[0];
    int64_t n = t->shape[t->ndim - 1];
    return draw_each(c, 1, dirichlet_row, n, ct_parallel_grain(64 * n));
}

static int gamma_grad_one(const draws *d, int64_t i, ct_word_source *source)
{
    (void)source;
    double shape = d->p[0][i], x = d->p[1][i];
    bool fits = shape > 0 && x > 0 && isfinite(shape) && isfinite(x);
    d->out[i] = fits ? ct_gamma_by_shape(x, shape) : NAN;
    return 0;
}

int ct_standard_gamma_grad_cpu(ct_call *c)
{
    return draw_each(c, 2, gamma_grad_one, 1, CT_GRAIN / 256);
}

static int dirichlet_grad_one(const draws *d, int64_t i, ct_word_source *source)
{
    (void)source;
    double x = d->p[0][i], a = d->p[1][i], b = d->p[2][i] - a;
    bool fits = x > 0 && x < 1 && a > 0 && b > 0 && isfinite(a + b);
    d->out[i] = fits ? ct_beta_by_shape(x, a, b) : x == 1 ? 0 : NAN;
    return 0;
}

int ct_dirichlet_grad_cpu(ct_call *c)
{
    return draw_each(c, 3, dirichlet_grad_one, 1, CT_GRAIN / 256);
}

/* ---- places --------------------------------------------------------------- */

typedef struct places { /* of a row of chances */
    const ct_call *c;
    const double *chance;
    const double
        *drawn; /* with replacement k uniform numbers, else n exponential ones */
    int64_t n, k;
    double *room; /* n */
    int64_t *out; /* k */
} places;

/* The sum of chances; -1 with the error set where they are none. */
static double chances_sum(const places *r)
{
    double sum = 0;
    for (int64_t i = 0; i < r->n; i++) {
        if (!(r->chance[i] >= 0) || isinf(r->chance[i])) {
            return refuse(r->c, "finite probabilities >= 0", r->chance[i]);
        }
        sum += r->chance[i];
    }
    return sum > 0 && isfinite(sum)
               ? sum
               : refuse(r->c, "probabilities with a finite sum > 0", sum);
}

/* The first place up to which more than u of the sum lies, and that has a chance. */
static int64_t place_of(const places *r, double u)
{
    int64_t low = 0, high = r->n - 1;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (r->room[middle] > u) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    while (r->chance[low] == 0) { /* u is the sum, by rounding */
        low--;
    }
    return low;
}

static int places_again(const places *r)
{
    double sum = chances_sum(r), so_far = 0;
    if (sum < 0) {
        return -1;
    }
    for (int64_t i = 0; i < r->n; i++) {
        r->room[i] = so_far += r->chance[i];
    }
    for (int64_t i = 0; i < r->k; i++) {
        r->out[i] = place_of(r, r->drawn[i] * so_far);
    }
    return 0;
}

/* ---- a heap of the first k places, the last of them on top ------------------ */

static void sink(const places *r, int64_t size, int64_t at)
{
    int64_t place = r->out[at];
    for (;;) {
        int64_t child = 2 * at + 1;
        if (child >= size) {
            break;
        }
        if (child + 1 < size && r->room[r->out[child + 1]] > r->room[r->out[child]]) {
            child++;
        }
        if (!(r->room[r->out[child]] > r->room[place])) {
            break;
        }
        r->out[at] = r->out[child];
        at = child;
    }
    r->out[at] = place;
}

/* Exponential numbers over the chances: the smallest come as if drawn one after another
 * (Efraimidis and Spirakis, Weighted random sampling with a reservoir, 2006). */
static int places_once(const places *r)
{
    int64_t possible = 0;
    if (chances_sum(r) < 0) {
        return -1;
    }
    for (int64_t i = 0; i < r->n; i++) {
        possible += r->chance[i] > 0;
        r->room[i] = r->chance[i] > 0 ? r->drawn[i] / r->chance[i] : INFINITY;
    }
    if (possible < r->k) {
        return refuse(r->c, "as many probabilities > 0 as num_samples",
                      (double)possible);
    }
    for (int64_t i = 0; i < r->k; i++) {
        r->out[i] = i;
    }
    for (int64_t i = r->k / 2; i-- > 0;) {
        sink(r, r->k, i);
    }
    for (int64_t i = r->k; i < r->n; i++) {
        if (r->room[i] < r->room[r->out[0]]) {
            r->out[0] = i;
            sink(r, r->k, 0);
        }
    }
    for (int64_t size = r->k - 1; size > 0; size--) {
        int64_t last = r->out[0];
        r->out[0] = r->out[size];
        r->out[size] = last;
        sink(r, size, 0);
    }
    return 0;
}

static int places_rows(places r, int64_t rows, bool again)
{
    int status = 0;
    for (int64_t i = 0; status == 0 && i < rows; i++) {
        status = again ? places_again(&r) : places_once(&r);
        r.chance += r.n;
        r.drawn += again ? r.k : r.n;
        r.out += r.k;
    }
    return status;
}

int ct_multinomial_cpu(ct_call *c)
{
    ct_tensor *t = c->out[0], *x = ARG(c, multinomial, input).tensor;
    bool again = ARG(c, multinomial, replacement).i;
    int64_t k = t->shape[t->ndim - 1], n = x->shape[x->ndim - 1], rows = t->numel / k;
    int64_t shape[2] = {rows, again ? k : n};
    ct_plain p = {0};
    ct_tensor *chance = ct_plain_keep(&p, ct_tensor_prepare(x, CT_DTYPE_F64));
    ct_tensor *room = ct_plain_keep(
        &p, ct_tensor_new(c->op->name, CT_DTYPE_F64, 1, &n, CT_DEVICE_CPU));
    ct_tensor *drawn = ct_plain_keep(
        &p, ct_tensor_new(c->op->name, CT_DTYPE_F64, 2, shape, CT_DEVICE_CPU));
    int status = -1;
    if (!p.failed) {
        ct_generator at = ct_call_draw(c, drawn->numel);
        status =
            again
                ? ct_random_uniform(CT_DTYPE_F64, drawn->data, drawn->numel, at, 0, 1)
                : ct_random_exponential(CT_DTYPE_F64, drawn->data, drawn->numel, at, 1);
    }
    if (status == 0) {
        places r = {c,
                    numbers(chance),
                    numbers(drawn),
                    n,
                    k,
                    numbers(room),
                    (int64_t *)(void *)t->data};
        status = places_rows(r, rows, again);
    }
    return ct_plain_end(&p, status);
}
