/* optim_loops: the body of optim.c for one element type REAL. Included once for each;
 * NAME(x) is x with the type's suffix, SQRT its square root. No include guard. */

/* d = the gradient, negated to maximize, plus weight_decay * p. */
static void NAME(direction)(REAL *d, const REAL *g, const REAL *p, bool maximize,
                            REAL weight_decay, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        d[i] = maximize ? -g[i] : g[i];
    }
    if (weight_decay != 0) {
        for (int64_t i = 0; i < n; i++) {
            d[i] += weight_decay * p[i];
        }
    }
}

/* Takes d into the buffer b and makes d the direction to go. */
static void NAME(momentum)(const ct_sgd_step *s, REAL *d, REAL *b, int64_t n)
{
    const REAL keep = s->first ? 0 : (REAL)s->momentum;
    const REAL add = s->first ? 1 : (REAL)(1 - s->dampening);
    for (int64_t i = 0; i < n; i++) {
        b[i] = keep * b[i] + add * d[i];
    }
    const REAL own = s->nesterov ? 1 : 0;
    const REAL ahead = s->nesterov ? (REAL)s->momentum : 1;
    for (int64_t i = 0; i < n; i++) {
        d[i] = own * d[i] + ahead * b[i];
    }
}

static void NAME(sgd)(const ct_sgd_step *s, void *const x[3], int64_t n)
{
    REAL *p = x[0], *b = x[2], d[TILE];
    const REAL *g = x[1], lr = (REAL)s->lr;
    for (int64_t at = 0; at < n; at += TILE) {
        int64_t m = n - at < TILE ? n - at : TILE;
        NAME(direction)(d, g + at, p + at, s->maximize, (REAL)s->weight_decay, m);
        if (b) {
            NAME(momentum)(s, d, b + at, m);
        }
        for (int64_t i = 0; i < m; i++) {
            p[at + i] -= lr * d[i];
        }
    }
}

/* Takes d into the moments m and v. */
static void NAME(moments)(const ct_adam_step *s, const REAL *d, REAL *m, REAL *v,
                          int64_t n)
{
    const REAL b1 = (REAL)s->beta1, c1 = (REAL)(1 - s->beta1);
    const REAL b2 = (REAL)s->beta2, c2 = (REAL)(1 - s->beta2);
    for (int64_t i = 0; i < n; i++) {
        m[i] = b1 * m[i] + c1 * d[i];
    }
    for (int64_t i = 0; i < n; i++) {
        v[i] = b2 * v[i] + c2 * (d[i] * d[i]);
    }
}

/* Moves p along m, scaled by the root of v. */
static void NAME(move)(const ct_adam_step *s, REAL *p, const REAL *m, const REAL *v,
                       int64_t n)
{
    const REAL size = (REAL)s->step_size, scale = (REAL)s->root_scale;
    const REAL eps = (REAL)s->eps, shrink = (REAL)s->shrink;
    for (int64_t i = 0; i < n; i++) {
        p[i] = shrink * p[i] - size * m[i] / (SQRT(v[i]) * scale + eps);
    }
}

static void NAME(adam)(const ct_adam_step *s, void *const x[5], int64_t n)
{
    REAL *p = x[0], *m = x[2], *v = x[3], *largest = x[4], d[TILE];
    const REAL *g = x[1];
    for (int64_t at = 0; at < n; at += TILE) {
        int64_t k = n - at < TILE ? n - at : TILE;
        NAME(direction)(d, g + at, p + at, s->maximize, (REAL)s->weight_decay, k);
        NAME(moments)(s, d, m + at, v + at, k);
        const REAL *root_of = v + at;
        if (largest) {
            for (int64_t i = at; i < at + k; i++) {
                largest[i] = v[i] > largest[i] ? v[i] : largest[i];
            }
            root_of = largest + at;
        }
        NAME(move)(s, p + at, m + at, root_of, k);
    }
}
