/* Rejection from a hat that is quickly drawn: Hoermann's transformed rejection for counts
 * (The transformed rejection method for generating Poisson random variables, 1993; The
 * generation of binomial random variates, 1993), Marsaglia and Tsang's method for gamma
 * numbers (A simple method for generating gamma variables, 2000). Where few are expected,
 * counts are counted. */
#define _GNU_SOURCE

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#else
#pragma GCC optimize("fp-contract=off")
#endif

#include "cpu/sampling.h"

#include <math.h>

#include "cpu/kernels.h"
#include "cpu/random_kernels.h"

/* ---- words --------------------------------------------------------------- */

enum { FIRST_STREAM = 3, NEXT_STREAM, ELEMENTS = CT_RANDOM_GROUP / 8 };

ct_words ct_words_of(ct_word_source *source, int64_t i)
{
    uint64_t element = source->at.offset + (uint64_t)i, group = element / ELEMENTS;
    if (!source->made || group != source->group) {
        ct_cpu->random->words(source->words, source->at.seed, FIRST_STREAM, group);
        source->group = group;
        source->made = true;
    }
    ct_words w = {.seed = source->at.seed, .element = element, .normal = NAN};
    const uint32_t *first = source->words + 2 * (element % ELEMENTS);
    for (int k = 0; k < 4; k++) {
        w.words[k] = first[2 * ELEMENTS * k];
        w.words[4 + k] = first[2 * ELEMENTS * k + 1];
    }
    return w;
}

double ct_words_uniform(ct_words *w)
{
    if (w->used == 8) {
        uint32_t counter[4] = {(uint32_t)w->element, (uint32_t)(w->element >> 32),
                               NEXT_STREAM, w->block++};
        ct_random_block(w->words + 4, w->seed, counter);
        w->used = 4;
    }
    uint32_t low = w->words[w->used], high = w->words[w->used + 1];
    w->used += 2;
    return ((double)(high >> 6) * 0x1p26 + (double)(low >> 6) + 0.5) * 0x1p-52;
}

/* By Marsaglia's polar method, which makes two. */
static double draw_normal(ct_words *w)
{
    double x = w->normal, y, square;
    w->normal = NAN;
    if (!isnan(x)) {
        return x;
    }
    do {
        x = 2 * ct_words_uniform(w) - 1;
        y = 2 * ct_words_uniform(w) - 1;
        square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double scale = sqrt(-2 * log(square) / square);
    w->normal = y * scale;
    return x * scale;
}

/* ---- counts -------------------------------------------------------------- */

/* (1 + d) log(1 + d) - d, which near 0 is a difference of equals. */
static double excess(double d)
{
    if (fabs(d) > 0.01) {
        return (1 + d) * log1p(d) - d;
    }
    double tail = 1 / 20. - d * (1 / 30. - d * (1 / 42. - d * (1 / 56.)));
    return d * d * (1 / 2. - d * (1 / 6. - d * (1 / 12. - d * tail)));
}

/* log(rate^k exp(-rate) / k!): by Stirling's series where k is not small. */
static double log_poisson(double k, double rate)
{
    if (k < 10) {
        static const double factorials[] = {1,   1,   2,    6,     24,
                                            120, 720, 5040, 40320, 362880};
        return k * log(rate) - rate - log(factorials[(int)k]);
    }
    double series = (1 / 12. - (1 / 360. - 1 / (1260 * k * k)) / (k * k)) / k;
    return -rate * excess((k - rate) / rate) - 0.5 * log(6.283185307179586 * k) -
           series;
}

/* A hat of Hoermann's: the count under a place u of (-1/2, 1/2), and how steep it is. */
typedef struct hat {
    double a, b, center;
    double surely; /* v up to which a count in the middle is taken unseen */
} hat;

/* A count, and *height of the hat there over the density's scale; -1: try again. True in
 * *taken where there is no need to compare. */
static double hat_draw(const hat *h, ct_words *w, double *height, bool *taken)
{
    double u = ct_words_uniform(w) - 0.5, v = ct_words_uniform(w);
    double us = 0.5 - fabs(u);
    double k = floor((2 * h->a / us + h->b) * u + h->center);
    *taken = us >= 0.07 && v <= h->surely;
    *height = v / (h->a / (us * us) + h->b);
    return us < 0.013 && v > us ? -1 : k;
}

static double poisson_by_hat(ct_words *w, double rate)
{
    double root = sqrt(rate), height;
    hat h = {.b = 0.931 + 2.53 * root, .center = rate + 0.43};
    h.a = -0.059 + 0.02483 * h.b;
    h.surely = 0.9277 - 3.6224 / (h.b - 2);
    double scale = 1.1239 + 1.1328 / (h.b - 3.4);
    for (;;) {
        bool taken;
        double k = hat_draw(&h, w, &height, &taken);
        if (k >= 0 && (taken || log(height * scale) <= log_poisson(k, rate))) {
            return k;
        }
    }
}

double ct_draw_poisson(ct_words *w, double rate)
{
    if (rate >= 10) {
        return poisson_by_hat(w, rate);
    }
    double least = exp(-rate), product = ct_words_uniform(w), k = 0;
    while (product > least) {
        product *= ct_words_uniform(w);
        k++;
    }
    return k;
}

static double binomial_by_hat(ct_words *w, double n, double p)
{
    double q = 1 - p, spread = sqrt(n * p * q), height;
    hat h = {.b = 1.15 + 2.53 * spread, .center = n * p + 0.5};
    h.a = -0.0873 + 0.0248 * h.b + 0.01 * p;
    h.surely = 0.92 - 4.2 / h.b;
    double scale = (2.83 + 5.1 / h.b) * spread, mode = floor((n + 1) * p);
    double highest = log_poisson(mode, n * p) + log_poisson(n - mode, n * q);
    for (;;) {
        bool taken;
        double k = hat_draw(&h, w, &height, &taken);
        if (k < 0 || k > n) {
            continue;
        }
        double density = log_poisson(k, n * p) + log_poisson(n - k, n * q) - highest;
        if (taken || log(height * scale) <= density) {
            return k;
        }
    }
}

/* Trials between successes are geometric. */
static double binomial_by_waiting(ct_words *w, double n, double p)
{
    double each = log1p(-p), trials = 0, k = 0;
    for (;;) {
        trials += ceil(log(ct_words_uniform(w)) / each);
        if (!(trials <= n)) {
            return k;
        }
        k++;
    }
}

double ct_draw_binomial(ct_words *w, double count, double p)
{
    if (p > 0.5) {
        return count - ct_draw_binomial(w, count, 1 - p);
    }
    if (p == 0 || count == 0) {
        return 0;
    }
    return count * p < 10 ? binomial_by_waiting(w, count, p)
                          : binomial_by_hat(w, count, p);
}

/* ---- gamma --------------------------------------------------------------- */

/* Of shape a below 1: a number of shape a + 1 times u^(1/a). */
double ct_draw_gamma(ct_words *w, double shape, double *log_scale)
{
    *log_scale = 0;
    if (shape < 1) {
        *log_scale = log(ct_words_uniform(w)) / shape;
        shape += 1;
    }
    double d = shape - 1 / 3., c = 1 / sqrt(9 * d);
    for (;;) {
        double x = draw_normal(w), y = 1 + c * x, v = y * y * y;
        double u = ct_words_uniform(w);
        if (y > 0 && (u < 1 - 0.0331 * x * x * x * x ||
                      log(u) < 0.5 * x * x + d * (1 - v + log(v)))) {
            return d * v;
        }
    }
}
