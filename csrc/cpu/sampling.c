/* Rejection from a hat that is quickly drawn: layers of equal area for normal numbers
 * (Marsaglia and Tsang, The ziggurat method for generating random variables, 2000;
 * Doornik, An improved ziggurat method to generate normal random samples, 2005), Hoermann's transformed rejection for counts
 * (The transformed rejection method for generating Poisson random variables, 1993; The
 * generation of binomial random variates, 1993), Marsaglia and Tsang's method for gamma
 * numbers (A simple method for generating gamma variables, 2000). Where few are expected,
 * counts are counted. */
#define _GNU_SOURCE 1

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#else
#pragma GCC optimize("fp-contract=off")
#endif

#include "cpu/sampling.h"

#include <math.h>
#include <pthread.h>

#include "core/philox.h"
#include "cpu/kernels.h"
#include "cpu/random_kernels.h"

/* ---- words --------------------------------------------------------------- */

enum { FIRST_STREAM = 3, NEXT_STREAM, ELEMENTS = CT_RANDOM_GROUP / 8 };

/* ---- layers under the normal density -------------------------------------- */

#define LAYERS 128
#define TAIL 3.442619855899    /* where the lowest layer goes over to the tail */
#define AREA 9.91256303526217e-3 /* of each */

static double
    edge[LAYERS + 1]; /* where a layer ends; the lowest as if it had no tail */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_layers(void)
{
    double height = exp(-0.5 * TAIL * TAIL);
    edge[0] = AREA / height;
    edge[1] = TAIL;
    for (int i = 2; i < LAYERS; i++) {
        edge[i] = sqrt(-2 * log(AREA / edge[i - 1] + height));
        height = exp(-0.5 * edge[i] * edge[i]);
    }
}

/* ---- drawing from words ------------------------------------------------------ */

void ct_words_of(ct_words *w, ct_word_source *source, int64_t i)
{
    uint64_t element = source->at.offset + (uint64_t)i, group = element / ELEMENTS;
    if (!source->made || group != source->group) {
        pthread_once(&once, make_layers);
        ct_cpu->random->words(source->words, source->at.seed, FIRST_STREAM, group);
        source->group = group;
        source->made = true;
    }
    w->seed = source->at.seed;
    w->element = element;
    w->block = 0;
    w->used = 0;
    const uint32_t *first = source->words + 2 * (element % ELEMENTS);
    for (int k = 0; k < 4; k++) {
        w->words[k] = first[2 * ELEMENTS * k];
        w->words[4 + k] = first[2 * ELEMENTS * k + 1];
    }
}

/* Uniform in (0, 1); in *layer a number below LAYERS, of bits that it has no room for. */
static double draw_uniform(ct_words *w, int *layer)
{
    if (w->used == 8) {
        uint32_t counter[4] = {(uint32_t)w->element, (uint32_t)(w->element >> 32),
                               NEXT_STREAM, w->block++};
        ct_philox_block(w->words + 4, w->seed, counter);
        w->used = 4;
    }
    uint32_t low = w->words[w->used], high = w->words[w->used + 1];
    w->used += 2;
    *layer = (int)((low & 63) | (high & 1) << 6);
    return ((double)(high >> 6) * 0x1p26 + (double)(low >> 6) + 0.5) * 0x1p-52;
}

double ct_words_uniform(ct_words *w)
{
    int unused;
    return draw_uniform(w, &unused);
}

/* Beyond TAIL (Marsaglia, Generating a variable from the tail of the normal
 * distribution, 1964). */
static double draw_tail(ct_words *w)
{
    double x, y;
    do {
        x = -log(ct_words_uniform(w)) / TAIL;
        y = -log(ct_words_uniform(w));
    } while (2 * y < x * x);
    return TAIL + x;
}

static double draw_normal(ct_words *w)
{
    for (;;) {
        int i;
        double u = 2 * draw_uniform(w, &i) - 1, x = u * edge[i];
        if (fabs(x) < edge[i + 1]) { /* in the next layer too: below the density */
            return x;
        }
        if (i == 0) {
            return copysign(draw_tail(w), u);
        }
        double top = exp(-0.5 * (edge[i + 1] * edge[i + 1] - x * x));
        double foot = exp(-0.5 * (edge[i] * edge[i] - x * x));
        if (foot + ct_words_uniform(w) * (top - foot) < 1) {
            return x;
        }
    }
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

/* A place under the hat. */
typedef struct place {
    double k; /* the count there; -1: try again */
    double v, edge; /* how far up; how far from the end where the hat has no height */
    bool taken; /* there is no need to compare: nearly always */
} place;

/* floor, for which processors of old need a call */
static inline double whole_below(double x)
{
    if (!(fabs(x) < 0x1p52)) {
        return x;
    }
    double whole = (double)(int64_t)x;
    return whole - (whole > x);
}

static inline place hat_draw(const hat *h, ct_words *w)
{
    double u = ct_words_uniform(w) - 0.5, v = ct_words_uniform(w);
    double us = 0.5 - fabs(u);
    double k = whole_below((2 * h->a / us + h->b) * u + h->center);
    return (place){us < 0.013 && v > us ? -1 : k, v, us, us >= 0.07 && v <= h->surely};
}

/* The height of a place over the density's scale. */
static double height_of(const hat *h, const place *p)
{
    return p->v / (h->a / (p->edge * p->edge) + h->b);
}

static double poisson_by_hat(ct_words *w, double rate)
{
    double root = sqrt(rate);
    hat h = {.b = 0.931 + 2.53 * root, .center = rate + 0.43};
    h.a = -0.059 + 0.02483 * h.b;
    h.surely = 0.9277 - 3.6224 / (h.b - 2);
    for (;;) {
        place p = hat_draw(&h, w);
        if (p.k < 0) {
            continue;
        }
        if (p.taken) {
            return p.k;
        }
        double scale = 1.1239 + 1.1328 / (h.b - 3.4);
        if (log(height_of(&h, &p) * scale) <= log_poisson(p.k, rate)) {
            return p.k;
        }
    }
}

double ct_draw_poisson(ct_words *w, double rate)
{
    if (rate >= 10) {
        return poisson_by_hat(w, rate);
    }
    double u = ct_words_uniform(w), p = exp(-rate), sum = p, k = 0;
    while (u > sum && p > 0x1p-60) { /* sum: of the chances up to k */
        k++;
        p *= rate / k;
        sum += p;
    }
    return k;
}

static double binomial_by_hat(ct_words *w, double n, double p)
{
    double q = 1 - p, spread = sqrt(n * p * q);
    hat h = {.b = 1.15 + 2.53 * spread, .center = n * p + 0.5};
    h.a = -0.0873 + 0.0248 * h.b + 0.01 * p;
    h.surely = 0.92 - 4.2 / h.b;
    for (;;) {
        place at = hat_draw(&h, w);
        double k = at.k;
        if (k < 0 || k > n) {
            continue;
        }
        if (at.taken) {
            return k;
        }
        double scale = (2.83 + 5.1 / h.b) * spread, mode = whole_below((n + 1) * p);
        double highest = log_poisson(mode, n * p) + log_poisson(n - mode, n * q);
        double density = log_poisson(k, n * p) + log_poisson(n - k, n * q);
        if (log(height_of(&h, &at) * scale) <= density - highest) {
            return k;
        }
    }
}

static double binomial_by_counting(ct_words *w, double n, double p)
{
    double u = ct_words_uniform(w), odds = p / (1 - p), k = 0;
    double chance = exp(n * log1p(-p)), sum = chance;
    while (u > sum && k < n && chance > 0x1p-60) { /* sum: of the chances up to k */
        chance *= odds * (n - k) / (k + 1);
        k++;
        sum += chance;
    }
    return k;
}

double ct_draw_binomial(ct_words *w, double count, double p)
{
    if (p > 0.5) {
        return count - ct_draw_binomial(w, count, 1 - p);
    }
    if (p == 0 || count == 0) {
        return 0;
    }
    return count * p < 10 ? binomial_by_counting(w, count, p)
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
