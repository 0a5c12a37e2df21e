/* fft_passes: butterflies, and the passes that make a transform of them; included by fft.c
 * for each type after fft_pairs.h. */

/* ---- butterflies: x[0 .. radix) transformed in place --------------------------------- */

INLINE void NAME(butterfly_2)(C *x)
{
    C a = x[0], b = x[1];
    x[0] = NAME(plus)(a, b);
    x[1] = NAME(minus)(a, b);
}

INLINE void NAME(butterfly_4)(C *x)
{
    C a = NAME(plus)(x[0], x[2]), b = NAME(minus)(x[0], x[2]);
    C c = NAME(plus)(x[1], x[3]), d = NAME(minus)(x[1], x[3]);
    x[0] = NAME(plus)(a, c);
    x[1] = NAME(minus_i)(b, d);
    x[2] = NAME(minus)(a, c);
    x[3] = NAME(plus_i)(b, d);
}

INLINE void NAME(butterfly_8)(C *x)
{
    C e[4] = {x[0], x[2], x[4], x[6]}, o[4] = {x[1], x[3], x[5], x[7]};
    V root = SET((T)0.70710678118654752440);
    NAME(butterfly_4)(e);
    NAME(butterfly_4)(o);
    C one = {o[1].re + o[1].im, o[1].im - o[1].re}; /* (1 - i) o[1] */
    C three = {o[3].im - o[3].re, -o[3].re - o[3].im}; /* -(1 + i) o[3] */
    x[0] = NAME(plus)(e[0], o[0]);
    x[4] = NAME(minus)(e[0], o[0]);
    x[1] = NAME(plus_times)(e[1], root, one);
    x[5] = NAME(plus_times)(e[1], -root, one);
    x[2] = NAME(minus_i)(e[2], o[2]);
    x[6] = NAME(plus_i)(e[2], o[2]);
    x[3] = NAME(plus_times)(e[3], root, three);
    x[7] = NAME(plus_times)(e[3], -root, three);
}

/* Of an odd radix r, with the r-th roots of 1: x[j] and x[r - j] have the same cosines,
 * and sines of opposite signs. */
INLINE void NAME(butterfly_odd)(int r, C *x, const T *root)
{
    C sum[CT_FFT_RADIX / 2 + 1], difference[CT_FFT_RADIX / 2 + 1], first = x[0];
    int half = r / 2;
    UNROLL
    for (int j = 1; j <= half; j++) {
        sum[j] = NAME(plus)(x[j], x[r - j]);
        difference[j] = NAME(minus)(x[j], x[r - j]);
        x[0] = NAME(plus)(x[0], sum[j]);
    }
    UNROLL
    for (int k = 1; k <= half; k++) {
        C even = NAME(plus_times)(first, SET(root[2 * k]), sum[1]);
        V sine = SET(-root[2 * k + 1]);
        C odd = {sine * difference[1].re, sine * difference[1].im};
        int at = k;
        UNROLL
        for (int j = 2; j <= half; j++) {
            at = at + k < r ? at + k : at + k - r;
            even = NAME(plus_times)(even, SET(root[2 * at]), sum[j]);
            odd = NAME(plus_times)(odd, SET(-root[2 * at + 1]), difference[j]);
        }
        x[k] = NAME(minus_i)(even, odd);
        x[r - k] = NAME(plus_i)(even, odd);
    }
}

/* Of a radix that is not known where it is called: one copy, as it is long. */
static NOINLINE void NAME(butterfly_any)(int r, C *x, const T *root)
{
    NAME(butterfly_odd)(r, x, root);
}

INLINE void NAME(butterfly)(int r, bool known, C *x, const T *root)
{
    if (!known) {
        NAME(butterfly_any)(r, x, root);
    } else if (r == 2) {
        NAME(butterfly_2)(x);
    } else if (r == 4) {
        NAME(butterfly_4)(x);
    } else if (r == 8) {
        NAME(butterfly_8)(x);
    } else {
        NAME(butterfly_odd)(r, x, root);
    }
}

/* ---- passes ---------------------------------------------------------------------------- */

/* Numbers of all lanes outside the buffers: where the first pass finds them, where the last
 * one leaves them, and how. */
typedef enum NAME(place) { NAME(BUFFER), NAME(MEMORY), NAME(TABLE) } NAME(place);

typedef struct NAME(ends) {
    NAME(place) from, to; /* TABLE: in lanes, times twiddles; only to */
    const T *x;
    T *y;
    int64_t x_step, y_step; /* from number to number, in numbers */
    bool turn; /* exchanges parts, from and to memory */
    V scale; /* to memory */
    const C *twiddles;
    C *table;
} NAME(ends);

INLINE C NAME(find)(bool memory, const C *x, const NAME(ends) * e, int64_t i)
{
    return memory ? NAME(turned)(NAME(take)(e->x + 2 * e->x_step * i), e->turn) : x[i];
}

INLINE void NAME(leave)(NAME(place) to, C *y, const NAME(ends) * e, int64_t i, C v)
{
    if (to == NAME(BUFFER)) {
        y[i] = v;
    } else if (to == NAME(TABLE)) {
        e->table[i] = NAME(times)(v, e->twiddles[i].re, e->twiddles[i].im);
    } else {
        NAME(put)(e->y + 2 * e->y_step * i,
                  NAME(turned)(NAME(scaled)(v, e->scale), e->turn));
    }
}

/* One of r * m * s numbers: s transforms have been interleaved by the passes before. */
INLINE void NAME(pass)(int r, bool known, bool memory, int64_t s, int64_t m, const C *x,
                       C *y, const T *factors, const NAME(ends) * e)
{
    const T *root = factors, *twiddle = factors + (r % 2 ? 2 * r : 0);
    for (int64_t p = 0; p < m; p++, twiddle += 2 * (r - 1)) {
        for (int64_t q = 0; q < s; q++) {
            C a[CT_FFT_RADIX];
            a[0] = NAME(find)(memory, x, e, q + s * p);
            UNROLL
            for (int j = 1; j < r; j++) {
                a[j] = NAME(find)(memory, x, e, q + s * (p + m * j));
            }
            NAME(butterfly)(r, known, a, root);
            C *to = y + q + s * r * p;
            to[0] = a[0];
            UNROLL
            for (int j = 1; j < r; j++) {
                const T *w = twiddle + 2 * (j - 1);
                to[s * j] = NAME(times)(a[j], SET(w[0]), SET(w[1]));
            }
        }
    }
}

/* The last one, of s numbers r times, which needs no twiddles. */
INLINE void NAME(last_pass)(int r, bool known, bool memory, NAME(place) to, int64_t s,
                            const C *x, C *y, const T *root, const NAME(ends) * e)
{
    for (int64_t q = 0; q < s; q++) {
        C a[CT_FFT_RADIX];
        a[0] = NAME(find)(memory, x, e, q);
        UNROLL
        for (int j = 1; j < r; j++) {
            a[j] = NAME(find)(memory, x, e, q + s * j);
        }
        NAME(butterfly)(r, known, a, root);
        NAME(leave)(to, y, e, q, a[0]);
        UNROLL
        for (int j = 1; j < r; j++) {
            NAME(leave)(to, y, e, q + s * j, a[j]);
        }
    }
}

INLINE void NAME(any_pass)(int r, bool known, bool first, int64_t s, int64_t m,
                           const C *x, C *y, const T *factors, const NAME(ends) * e)
{
    if (m > 1 && first && e->from == NAME(MEMORY)) {
        NAME(pass)(r, known, true, 1, m, x, y, factors, e);
    } else if (m > 1) {
        NAME(pass)(r, known, false, s, m, x, y, factors, e);
    } else if (e->to == NAME(MEMORY) && first && e->from == NAME(MEMORY)) {
        NAME(last_pass)(r, known, true, NAME(MEMORY), 1, x, y, factors, e);
    } else if (e->to == NAME(MEMORY)) {
        NAME(last_pass)(r, known, false, NAME(MEMORY), s, x, y, factors, e);
    } else if (e->to == NAME(TABLE)) {
        NAME(last_pass)(r, known, false, NAME(TABLE), s, x, y, factors, e);
    } else {
        NAME(last_pass)(r, known, false, NAME(BUFFER), s, x, y, factors, e);
    }
}

#define PASS_OF(r)                                                                    \
    static NOINLINE void NAME(pass_##r)(bool first, int64_t s, int64_t m, const C *x, \
                                        C *y, const T *factors, const NAME(ends) * e) \
    {                                                                                 \
        NAME(any_pass)(r, true, first, s, m, x, y, factors, e);                       \
    }
PASS_OF(2)
PASS_OF(3)
PASS_OF(4)
PASS_OF(5)
PASS_OF(7)
PASS_OF(8)
PASS_OF(11)
PASS_OF(13)
#undef PASS_OF

static NOINLINE void NAME(pass_odd)(int r, bool first, int64_t s, int64_t m, const C *x,
                                    C *y, const T *factors, const NAME(ends) * e)
{
    NAME(any_pass)(r, false, first, s, m, x, y, factors, e);
}

/* n numbers of all lanes transformed, from x, or from memory, to where e says; of BUFFER
 * returns which one of x and y that is. In buffers there may be s transforms, whose numbers
 * take turns. */
static C *NAME(run_passes)(const ct_fft_passes *f, const NAME(ends) * e, int64_t s,
                           C *x, C *y)
{
    int64_t m = f->n;
    bool one = f->count < 2 && (f->count == 0 || e->to != NAME(MEMORY));
    for (int64_t k = 0; one && e->from == NAME(MEMORY) && k < f->n; k++) {
        x[k] = NAME(find)(true, x, e, k);
    }
    for (int i = 0; i < f->count; i++) {
        int r = f->radix[i];
        const T *factors = f->factors[i];
        m /= r;
        switch (r) {
#define CASE(r)                                         \
    case r:                                             \
        NAME(pass_##r)(i == 0, s, m, x, y, factors, e); \
        break
            CASE(2);
            CASE(3);
            CASE(4);
            CASE(5);
            CASE(7);
            CASE(8);
            CASE(11);
            CASE(13);
#undef CASE
        default:
            NAME(pass_odd)(r, i == 0, s, m, x, y, factors, e);
        }
        s *= r;
        C *swap = x;
        x = y;
        y = swap;
    }
    if (f->count == 0 && e->to != NAME(BUFFER)) {
        NAME(leave)(e->to, x, e, 0, x[0]);
    }
    return x;
}
