/* The derivative of F is an integral of the density times d log density, which is
 * log t - c with some constant c (digamma's): negative below exp(c) and positive above.
 * Taken from the side of x on which the sign does not change, nothing cancels. The
 * integrals fall off exponentially and are sums at the places of the double exponential
 * rule (Takahasi and Mori, Double exponential formulas for numerical integration, 1974). */
#include "cpu/implicit.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* psi(x), x > 0: the asymptotic series above 10, from below by psi(x + 1) - 1 / x. */
static double digamma(double x)
{
    double shift = 0;
    while (x < 10) {
        shift -= 1 / x;
        x += 1;
    }
    double z = 1 / (x * x);
    double tail = 1 / 240. - z * (1 / 132. - z * (691 / 32760. - z / 12));
    double series = z * (1 / 12. - z * (1 / 120. - z * (1 / 252. - z * tail)));
    return shift + log(x) - 0.5 / x - series;
}

typedef struct tail { /* what is integrated from y = 0 on */
    double a, b, x, rest; /* rest: 1 - x, of the beta distribution */
    double c;
    double (*value)(const struct tail *t, double y);
} tail;

/* The integral over y from 0 on of a function that falls off at a scale `width`. */
static double integral(const tail *t, double width)
{
    const double step = 1 / 8.;
    double sum = 0;
    for (int i = -32; i <= 72; i++) {
        double s = i * step, e = exp(-s), y = width * exp(s - e);
        double f = t->value(t, y);
        sum += isfinite(f) ? f * y * (1 + e) : 0;
    }
    return sum * step;
}

/* ---- gamma --------------------------------------------------------------- */

/* Below x, at t = x exp(-y), relative to the density at x. */
static double gamma_below(const tail *t, double y)
{
    return exp(-t->a * y - t->x * expm1(-y)) * (y - (log(t->x) - t->c));
}

/* Above it, at t = x exp(y). */
static double gamma_above(const tail *t, double y)
{
    return exp(t->a * y - t->x * expm1(y)) * (log(t->x) + y - t->c);
}

/* Where x is small the integral reaches over many scales: the series of F, term by term. */
static double gamma_series(double x, double shape)
{
    double term = x / shape, psi = digamma(shape + 1), sum = 0;
    for (int k = 1; k < 60; k++) {
        sum += term * (psi - log(x));
        term *= x / (shape + k);
        psi += 1 / (shape + k);
    }
    return sum;
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

double ct_gamma_by_shape(double x, double shape)
{
    if (x <= 1) {
        return gamma_series(x, shape);
    }
    tail t = {.a = shape, .x = x, .c = digamma(shape)};
    t.value = log(x) < t.c ? gamma_below : gamma_above;
    return x * integral(&t, 1 / larger(fabs(shape - x), sqrt(x)));
}

/* ---- beta ---------------------------------------------------------------- */

/* Below x, at t = x exp(-y), relative to the density at x; over 1 - x. */
static double beta_below(const tail *t, double y)
{
    double rise = log1p(t->x * -expm1(-y) / t->rest);
    return t->x / t->rest * exp(-t->a * y + (t->b - 1) * rise) *
           (y - (log(t->x) - t->c));
}

/* Above it, at 1 - t = (1 - x) exp(-y). */
static double beta_above(const tail *t, double y)
{
    double rise = log1p(t->rest * -expm1(-y) / t->x);
    return exp(-t->b * y + (t->a - 1) * rise) * (log(t->x) + rise - t->c);
}

double ct_beta_by_shape(double x, double a, double b)
{
    tail t = {a, b, x, 1 - x, digamma(a) - digamma(a + b), NULL};
    bool below = log(x) < t.c;
    double own = below ? a : b, other = (below ? b : a) - 1;
    double odds = below ? x / t.rest : t.rest / x;
    double curve = sqrt(fabs(other) * odds * (1 + odds));
    t.value = below ? beta_below : beta_above;
    return integral(&t, 1 / larger(larger(fabs(own - other * odds), curve), own / 4));
}
